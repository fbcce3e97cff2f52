"""``oshj import FILE``: the university's lists from a workbook or a folder of CSV files (4.1)."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path

from pyramid_zodbconn import get_connection

from oshj_core.journal import Act
from oshj_core.lists import SHEETS, ChangeSet, Problems, apply
from oshj_core.roles import Actor
from oshj_core.text import Text
from oshj_portal.i18n import _, translatable
from oshj_portal.jobs.work import STEPS_BETWEEN_SAVEPOINTS, write_aside
from oshj_portal.lists.reading import open_lists
from oshj_portal.lists.work import compare
from oshj_portal.scripts.environment import Environment, open_environment
from oshj_portal.scripts.options import add_config

MACHINE = "machine"
_BAR = 30
_STEPS_OF_A_LINE = 5_000


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
    say = _Speech(env)
    site, schemes = env.site, env.schemes
    with open_lists(path) as sheets:
        outcome = compare(sheets, site.university, site.registers, schemes)
    if isinstance(outcome, Problems):
        say.problems(outcome)
        return 1
    say.changes(outcome)
    if dry_run or not outcome.changes:
        return 0
    if not sure and not say.ask():
        return 1
    act = Act(Actor(MACHINE), env.clock.now(), secrets.token_hex(6))
    bar = _Bar()

    def progress(done: int, total: int) -> None:
        if done % STEPS_BETWEEN_SAVEPOINTS == 0:
            write_aside(env.tm, get_connection(env.request))
        bar.show(done, total)

    apply(outcome, site.university, site.registers, schemes, site.audit, act, progress)
    env.tm.commit()
    say.line(_("Stored. Changes: ${count}", mapping={"count": len(outcome.changes)}))
    return 0


class _Speech:
    """What the command says, in the language the portal is set to."""

    def __init__(self, env: Environment) -> None:
        self._translate = env.request.localizer.translate

    def line(self, message) -> None:
        print(self._translate(message))

    def _words(self, message: Text) -> str:
        return self._translate(translatable(message))

    def problems(self, problems: Problems) -> None:
        for error in problems.errors:
            row = str(error.row) if error.row else ""
            place = " · ".join(part for part in (error.sheet, row, error.column) if part)
            advice = f" {self._words(error.advice)}" if error.advice is not None else ""
            print(f"{place}: {self._words(error.text)}.{advice}", file=sys.stderr)
        message = _(
            "The file has errors: ${count}. Nothing was stored.", mapping={"count": problems.count}
        )
        print(self._translate(message), file=sys.stderr)

    def changes(self, changes: ChangeSet) -> None:
        for sheet in SHEETS:
            counts = {
                "sheet": sheet.heading,
                "added": len(changes.added(sheet)),
                "changed": len(changes.changed(sheet)),
                "unchanged": changes.unchanged[sheet.name],
                "missing": len(changes.missing[sheet.name]),
            }
            self.line(
                _(
                    "${sheet}: added ${added}, changed ${changed}, unchanged ${unchanged}, "
                    "not in the file ${missing}",
                    mapping=counts,
                )
            )
            for change in changes.changed(sheet):
                for one in change.fields:
                    print(f"  {change.after.id} · {one.heading}: {one.before} → {one.after}")
        for note in changes.notes:
            print(f"! {self._words(note)}")
        if not changes.changes:
            self.line(_("The file changes nothing: everything in it is stored already."))

    def ask(self) -> bool:
        """Whether the person at the terminal agrees; nobody there means no."""
        if not sys.stdin.isatty():
            self.line(_("Nothing was stored: add --yes to apply without being asked."))
            return False
        answer = input(self._translate(_("Apply? [y/N] ")))
        return answer.strip().casefold() in ("y", "yes", "о", "ооба")


class _Bar:
    """Progress on the error output: a bar on a terminal, else a line now and then."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._percent = -1

    def show(self, done: int, total: int) -> None:
        percent = 100 * done // total
        if self._terminal and percent != self._percent:
            full = _BAR * done // total
            end = "\n" if done == total else ""
            print(
                f"\r[{'#' * full}{'.' * (_BAR - full)}] {percent:3} %",
                end=end,
                file=sys.stderr,
                flush=True,
            )
        elif not self._terminal and (done % _STEPS_OF_A_LINE == 0 or done == total):
            print(f"{done}/{total}", file=sys.stderr)
        self._percent = percent
