"""FET as a format of the exchange: the file written, and a solved one read into the timetable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from oshj_core.errors import Invalid
from oshj_core.exchange import Exchange, File, Files
from oshj_core.lists import Problems
from oshj_core.text import text
from oshj_plugins.fet.giving import pieces
from oshj_plugins.fet.host import host_of
from oshj_plugins.fet.incoming import FetIncoming, compare
from oshj_plugins.fet.reading import read_fet
from oshj_plugins.fet.taking import take

_SOLVED = "_data_and_timetable.fet"
_RESULT = "_activities.xml"


class Fet:
    """Implements :class:`oshj_core.extension.ExchangeFormat`."""

    id = "fet"
    title = text("FET, timetable")
    reads = text(
        "The weekly lessons of a timetable that FET has made: day, hour, room and parity; a file, "
        "or a ZIP of what the solver wrote."
    )
    writes = text(
        "Groups, subgroups, teachers, subjects, rooms and the load of a semester; lessons that "
        "have their hour are locked."
    )
    endings = (".fet",)

    def write(self, exchange: Exchange) -> Iterator[File]:
        """The file of one semester.

        :raises Invalid: no semester was chosen, or nothing is taught in it.
        """
        semester = exchange.one_semester()
        yield f"oshj-{semester}.fet", pieces(exchange, semester)

    def read(self, files: Files, exchange: Exchange) -> FetIncoming | Problems:
        """What a solved timetable would change.

        :raises Invalid: no file of FET, or not exactly one; no semester was chosen.
        """
        semester = exchange.one_semester()
        name, result = _chosen(files)
        with ExitStack() as stack:
            solved = read_fet(
                stack.enter_context(files[name]()),
                name,
                stack.enter_context(files[result]()) if result else None,
                result,
            )
        if isinstance(solved, Problems):
            return solved
        host = host_of(exchange)
        sheet = take(solved, host, semester, name)
        if isinstance(sheet, Problems):
            return sheet
        return compare(sheet, host, exchange.source.audit, semester, name)


def _chosen(files: Files) -> tuple[str, str]:
    """The file with the timetable, and the solver's result if that stands beside it."""
    if len(files) == 1:
        return next(iter(files)), ""
    given = [name for name in files if name.endswith(".fet")]
    solved = [name for name in given if name.endswith(_SOLVED)]
    results = [name for name in files if name.endswith(_RESULT)]
    if len(solved) == 1:
        return solved[0], ""
    if len(given) != 1 or len(results) > 1:
        raise Invalid(
            text("It is not clear which file is the timetable"),
            place="file",
            advice=text("Give the one file «…_data_and_timetable.fet»."),
        )
    return given[0], results[0] if results else ""
