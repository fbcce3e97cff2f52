"""What a command that takes files in says to the person at the terminal."""

from __future__ import annotations

import sys
from typing import Any

from oshj_core.lists import Problems
from oshj_core.text import Text
from oshj_portal.i18n import _, translatable
from oshj_portal.scripts.environment import Environment

_BAR = 30
_STEPS_OF_A_LINE = 5_000


class Speech:
    """Lines in the language the portal is set to."""

    def __init__(self, env: Environment) -> None:
        self._translate = env.request.localizer.translate

    def line(self, message: Any) -> None:
        """A translatable line."""
        print(self._translate(message))

    def words(self, message: Text) -> str:
        """A text of the core."""
        return self._translate(translatable(message))

    def said(self, message: Any) -> str:
        """A translatable word."""
        return self._translate(message)

    def problems(self, problems: Problems) -> None:
        """Every error with its place, and how many there are."""
        for error in problems.errors:
            row = str(error.row) if error.row else ""
            place = " · ".join(part for part in (error.sheet, row, error.column) if part)
            advice = f" {self.words(error.advice)}" if error.advice is not None else ""
            print(f"{place}: {self.words(error.text)}.{advice}", file=sys.stderr)
        message = _(
            "The file has errors: ${count}. Nothing was stored.", mapping={"count": problems.count}
        )
        print(self._translate(message), file=sys.stderr)

    def counts(self, heading: str, added: int, changed: int, unchanged: int, missing: int) -> None:
        """How many values of one kind a file would change."""
        self.line(
            _(
                "${sheet}: added ${added}, changed ${changed}, unchanged ${unchanged}, "
                "not in the file ${missing}",
                mapping={
                    "sheet": heading,
                    "added": added,
                    "changed": changed,
                    "unchanged": unchanged,
                    "missing": missing,
                },
            )
        )

    def note(self, note: Text) -> None:
        """What a change does not do."""
        print(f"! {self.words(note)}")

    def no_change(self) -> None:
        """The file changes nothing."""
        self.line(_("The file changes nothing: everything in it is stored already."))

    def ask(self) -> bool:
        """Whether the person at the terminal agrees; nobody there means no."""
        if not sys.stdin.isatty():
            self.line(_("Nothing was stored: add --yes to apply without being asked."))
            return False
        answer = input(self._translate(_("Apply? [y/N] ")))
        return answer.strip().casefold() in ("y", "yes", "о", "ооба")


class Bar:
    """Progress on the error output: a bar on a terminal, else a line now and then."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._percent = -1

    def show(self, done: int, total: int) -> None:
        """That many steps are done, of so many."""
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
