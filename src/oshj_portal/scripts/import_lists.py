"""``oshj import FILE``: the university's lists from a workbook or a folder of CSV files (4.1)."""

from __future__ import annotations

import secrets
from pathlib import Path

from pyramid_zodbconn import get_connection

from oshj_core.journal import Act
from oshj_core.lists import SHEETS, ChangeSet, Problems, apply
from oshj_core.roles import Actor
from oshj_portal.i18n import _
from oshj_portal.jobs.work import STEPS_BETWEEN_SAVEPOINTS, write_aside
from oshj_portal.lists.reading import open_lists
from oshj_portal.lists.work import compare
from oshj_portal.scripts.environment import Environment, open_environment
from oshj_portal.scripts.options import add_config
from oshj_portal.scripts.speech import Bar, Speech

MACHINE = "machine"


def add_command(subparsers) -> None:
    """Register the command."""
    parser = subparsers.add_parser(
        "import", help="load the university's lists from a workbook or a folder of CSV files"
    )
    parser.add_argument("file", metavar="FILE", help="XLSX workbook, ZIP or folder of CSV files")
    parser.add_argument("--dry-run", action="store_true", help="show what would change, no more")
    parser.add_argument("--yes", action="store_true", help="apply without asking")
    add_config(parser)
    parser.set_defaults(run=run)


def run(args) -> int:
    """Check, show, ask and apply; 1 if nothing was applied because of errors or a no."""
    with open_environment(args.config) as env:
        return import_file(env, Path(args.file), dry_run=args.dry_run, sure=args.yes)


def import_file(env: Environment, path: Path, *, dry_run: bool, sure: bool) -> int:
    """Import the file into the environment's store and commit; returns the exit code."""
    say = Speech(env)
    site, schemes = env.site, env.schemes
    with open_lists(path) as sheets:
        today = env.clock.now().date()
        outcome = compare(sheets, site.university, site.registers, schemes, today)
    if isinstance(outcome, Problems):
        say.problems(outcome)
        return 1
    _say_changes(say, outcome)
    if dry_run or not outcome.changes:
        return 0
    if not sure and not say.ask():
        return 1
    act = Act(Actor(MACHINE), env.clock.now(), secrets.token_hex(6))
    bar = Bar()

    def progress(done: int, total: int) -> None:
        if done % STEPS_BETWEEN_SAVEPOINTS == 0:
            write_aside(env.tm, get_connection(env.request))
        bar.show(done, total)

    apply(
        outcome,
        site.university,
        site.registers,
        schemes,
        site.audit,
        act,
        progress,
        moves=site.moves,
    )
    env.tm.commit()
    say.line(_("Stored. Changes: ${count}", mapping={"count": len(outcome.changes)}))
    return 0


def _say_changes(say: Speech, changes: ChangeSet) -> None:
    for sheet in SHEETS:
        say.counts(
            sheet.heading,
            len(changes.added(sheet)),
            len(changes.changed(sheet)),
            changes.unchanged[sheet.name],
            len(changes.missing[sheet.name]),
        )
        for change in changes.changed(sheet):
            for one in change.fields:
                print(f"  {change.after.id} · {one.heading}: {one.before} → {one.after}")
    for note in changes.notes:
        say.note(note)
    if not changes.changes:
        say.no_change()
