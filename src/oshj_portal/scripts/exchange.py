"""``oshj exchange FORMAT in|out PATH``: files of other programs from the command line (4.1)."""

from __future__ import annotations

import secrets
from pathlib import Path

from pyramid_zodbconn import get_connection

from oshj_core.errors import Invalid
from oshj_core.exchange import Incoming, change_count
from oshj_core.journal import Act
from oshj_core.lists import Problems
from oshj_core.roles import UNIVERSITY, Actor, Role
from oshj_core.text import text
from oshj_portal.exchange.files import open_path
from oshj_portal.exchange.offered import Offered, find
from oshj_portal.exchange.work import READ, WRITE, audit
from oshj_portal.i18n import _
from oshj_portal.jobs.work import STEPS_BETWEEN_SAVEPOINTS, write_aside
from oshj_portal.plugins.switching_off import MACHINE
from oshj_portal.scripts.environment import Environment, open_environment
from oshj_portal.scripts.options import add_config
from oshj_portal.scripts.speech import Bar, Speech


def add_command(subparsers) -> None:
    """Register the command."""
    parser = subparsers.add_parser("exchange", help="take in or give out files of other programs")
    parser.add_argument("format", metavar="FORMAT", help="the format's id, of an enabled plugin")
    parser.add_argument("direction", choices=("in", "out"), help="take files in, or give them out")
    parser.add_argument("path", metavar="PATH", help="a file, a ZIP or a folder")
    parser.add_argument("--semester", default="", metavar="CODE", help="2026-1; without: all")
    parser.add_argument("--dry-run", action="store_true", help="show what would change, no more")
    parser.add_argument("--yes", action="store_true", help="apply without asking")
    add_config(parser)
    parser.set_defaults(run=run)


def run(args) -> int:
    """Give out, or check, show, ask and take in; 1 if nothing was done because of errors."""
    with open_environment(args.config) as env:
        one = find(env.site, env.registry, args.format)
        if args.direction == "out":
            return give_out(env, one, Path(args.path), args.semester)
        return take_in(
            env, one, Path(args.path), args.semester, dry_run=args.dry_run, sure=args.yes
        )


def give_out(env: Environment, one: Offered, path: Path, semester: str) -> int:
    """Write the files into the folder if there is one of that name, else into one new file.

    :raises Invalid: the file is there already, or the format is not written.
    """
    if one.format.writes is None:
        raise Invalid(text("This format is only read."), place="format")
    now = env.clock.now()
    if path.is_dir():
        one.write(path, semester, now)
    elif path.exists():
        raise Invalid(text("The file ${name} is there already", name=path), place="file")
    else:
        try:
            with path.open("xb") as target:
                one.write(target, semester, now)
        except Exception:
            # Half a file would be taken for a whole one.
            path.unlink(missing_ok=True)
            raise
    audit(env.site.audit, _act(env), WRITE, one.format.id)
    env.tm.commit()
    return 0


def take_in(
    env: Environment, one: Offered, path: Path, semester: str, *, dry_run: bool, sure: bool
) -> int:
    """Apply the files to the environment's store and commit; returns the exit code.

    :raises Invalid: the format is not read, or these are not its files.
    """
    if one.format.reads is None:
        raise Invalid(text("This format is only written."), place="format")
    say = Speech(env)
    with open_path(path) as files:
        outcome = one.read(files, semester, env.clock.now())
    if isinstance(outcome, Problems):
        say.problems(outcome)
        return 1
    say_changes(say, outcome)
    if dry_run or not change_count(outcome):
        return 0
    if not sure and not say.ask():
        return 1
    act = _act(env)
    bar = Bar()

    def progress(done: int, total: int) -> None:
        if done % STEPS_BETWEEN_SAVEPOINTS == 0:
            write_aside(env.tm, get_connection(env.request))
        bar.show(done, total)

    outcome.apply(act, progress)
    audit(env.site.audit, act, READ, one.format.id)
    env.tm.commit()
    say.line(_("Stored. Changes: ${count}", mapping={"count": change_count(outcome)}))
    return 0


def _act(env: Environment) -> Act:
    # 4.1: whoever runs a command on the machine of the journal administers it.
    actor = Actor(MACHINE, frozenset({(Role.ADMINISTRATOR, UNIVERSITY)}))
    return Act(actor, env.clock.now(), secrets.token_hex(6))


def say_changes(say: Speech, incoming: Incoming) -> None:
    """What files would change, on the terminal."""
    for part in incoming.parts:
        say.counts(
            part.heading, len(part.added), len(part.changed), part.unchanged, len(part.missing)
        )
        for change in part.changed:
            for one in change.fields:
                print(f"  {change.id} · {one.heading}: {one.before} → {one.after}")
    for note in incoming.notes:
        say.note(note)
    if not change_count(incoming):
        say.no_change()
