"""``oshj demo``: a believable university to look around in, and who may sign in there."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from pathlib import Path

import plaster

from oshj_core.roles import Role
from oshj_portal.demo import build
from oshj_portal.demo.roles import Login
from oshj_portal.demo.university import LEAST, MOST
from oshj_portal.i18n import _
from oshj_portal.persistence import database
from oshj_portal.role_titles import ROLE_TITLES
from oshj_portal.scripts.environment import Environment, open_environment
from oshj_portal.scripts.options import add_config

LOGINS = Path("var/demo-logins.txt")

WHAT_TO_TRY = {
    Role.ADMINISTRATOR: _("load lists, give roles, look at the audit"),
    Role.RESPONSIBLE: _("settings and the audit"),
    Role.DATA_CENTRE_DIRECTOR: _("the control panel"),
    Role.MODERATOR: _("walk through the groups"),
    Role.LEADERSHIP: _("read any journal"),
    Role.EDUCATION_DEPARTMENT: _("read journals, see what is missing"),
    Role.QUALITY_DEPARTMENT: _("read journals and their history"),
    Role.DEANERY: _("print the slips of a group"),
    Role.METHODIST: _("check the journals of the unit"),
    Role.HEAD: _("check the journals of the department"),
    Role.CURATOR: _("read the journals of the own group"),
    Role.TEACHER: _("fill in a lesson, publish a total"),
    Role.INSPECTOR: _("check the journals"),
    Role.ARCHIVIST: _("what the archive may see"),
    Role.STUDENT: _("the own marks"),
}


def add_command(subparsers) -> None:
    """Register the command."""
    parser = subparsers.add_parser("demo", help="make a demo university in an empty database")
    parser.add_argument(
        "--students", type=_size, default=300, metavar="N", help=f"{LEAST} to {MOST} (300)"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="another one (1)")
    parser.add_argument(
        "--today", type=date.fromisoformat, metavar="DATE", help="lessons up to that day (today)"
    )
    parser.add_argument("--serve", action="store_true", help="serve it afterwards")
    add_config(parser)
    parser.set_defaults(run=run)


def _size(written: str) -> int:
    size = int(written)
    if not LEAST <= size <= MOST:
        raise ValueError(written)
    return size


def run(args) -> None:
    """Make the university unless there is one, print who can sign in, and serve it."""
    LOGINS.parent.mkdir(exist_ok=True)
    with open_environment(args.config) as env:
        registry = env.registry
        if build.is_empty(env):
            _make(env, args)
        else:
            print(env.request.localizer.translate(_("The university that is there is kept.")))
    # The server opens the database anew, and a file can be open only once.
    database(registry).close()
    if LOGINS.exists():
        print(LOGINS.read_text(encoding="utf-8"))
    if args.serve:
        serve(args.config)


def _make(env: Environment, args) -> None:
    now = env.clock.now()
    if args.today is not None:
        now = datetime.combine(args.today, now.timetz())
    logins = build.build(env, args.students, args.seed, now, _show_progress)
    _keep(_table(env, logins))


def _table(env: Environment, logins: tuple[Login, ...]) -> str:
    translate = env.request.localizer.translate
    rows = [
        (
            translate(ROLE_TITLES[login.role]),
            login.name,
            login.login,
            login.password,
            translate(WHAT_TO_TRY[login.role]),
        )
        for login in logins
    ]
    heading = tuple(
        map(translate, (_("Role"), _("Name"), _("Login"), _("Password"), _("What to try")))
    )
    widths = [max(map(len, column)) for column in zip(heading, *rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (heading, tuple("-" * width for width in widths), *rows)
    ]
    return "\n".join([env.registry.settings["oshj.address"], "", *lines, ""])


def _keep(table: str) -> None:
    """Passwords are stored nowhere else: the table is for its owner's eyes."""
    LOGINS.unlink(missing_ok=True)
    handle = os.open(LOGINS, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="utf-8") as file:
        file.write(table)


def _show_progress(step: str, done: int, total: int) -> None:
    percent, before = 100 * done // total, 100 * (done - 1) // total
    if percent == before and done != total:
        return
    if sys.stderr.isatty():
        print(f"\r{step} {percent} %", end="\n" if done == total else "", file=sys.stderr)
    elif percent // 10 != before // 10:
        print(f"{step} {percent} %", file=sys.stderr)


def serve(config_uri: str) -> None:
    """Serve the application of the ini file with its own server until it is interrupted."""
    loader = plaster.get_loader(config_uri, protocols=["wsgi"])
    loader.setup_logging()
    server = loader.get_wsgi_server()
    server(loader.get_wsgi_app())
