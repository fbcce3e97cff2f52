"""The cells of the grid as text: attendance and the first mark share the cell of a lesson.

``4`` a mark, ``·`` present, ``ч`` ``ж`` ``с`` late, absent, excused, ``4ч`` both.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape

import attrs

from oshj_core.cell_text import LETTERS, write_cell
from oshj_core.register import Attendance, Field, Missed

PRESENT = "·"
_CLASSES = {Attendance.LATE: "l", Attendance.ABSENT: "a", Attendance.EXCUSED: "e"}


def _html(cell: Cell) -> str:
    style = f' class="{cell.style}"' if cell.style else ""
    return f"<td{style}>{escape(cell.text)}</td>"


@attrs.frozen
class Cell:
    """What a cell shows, and the style it shows it in.

    ``html`` is its ``td``, made once for all cells alike: a template's loop over the 1,440 of a
    page would take most of its time.
    """

    text: str
    style: str | None = None
    html: str = attrs.field(
        init=False, eq=False, repr=False, default=attrs.Factory(_html, takes_self=True)
    )


EMPTY = Cell("")
STRUCK = "struck"
"""The style of what stands in a lesson that was withdrawn."""
OUTSIDE = Cell("", "n")
"""The student does not belong to the lesson."""


@lru_cache(maxsize=4096)
def lesson_cell(attendance: int | None, mark: int | None) -> Cell:
    """The cell of a lesson: the first mark with the letter of the attendance.

    Presence is a dot, and nothing at all beside a mark; a mark without any attendance has the
    style ``u``.
    """
    written = write_cell(Field.FIRST_WORK, mark)
    if attendance is None:
        return Cell(written, "u") if written else EMPTY
    if attendance == Attendance.PRESENT:
        return Cell(written or PRESENT)
    kind = Attendance(attendance)
    return Cell(written + LETTERS[kind], _CLASSES[kind])


_MISSED: dict[int | None, str] = {Missed.ABSENT: "a", Missed.EXCUSED: "e"}


@lru_cache(maxsize=4096)
def points_cell(value: int | None) -> Cell:
    """The cell of a further mark or of a control: points, or that the student did not come."""
    return Cell(write_cell(Field.POINTS, value), _MISSED.get(value))


@lru_cache(maxsize=4096)
def outside_cell(cell: Cell) -> Cell:
    """What was entered for a student who, as is known now, did not belong to the lesson."""
    return Cell(cell.text, OUTSIDE.style) if cell.text else OUTSIDE


@lru_cache(maxsize=4096)
def struck_cell(cell: Cell) -> Cell:
    """What was entered in a lesson that was withdrawn."""
    return Cell(cell.text, STRUCK)


@lru_cache(maxsize=4096)
def partial_cell(text: str) -> Cell:
    """A sum that lacks components."""
    return Cell(text, "p")
