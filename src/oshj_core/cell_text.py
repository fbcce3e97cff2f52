"""A cell as people type and read it: a letter for attendance, a number for a mark.

The same letters are typed in the grid, pasted from a spreadsheet and printed.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from oshj_core.errors import Invalid
from oshj_core.kyrgyz import fold
from oshj_core.numbers import EXACT, without_zeros
from oshj_core.register import CLEARED, Attendance, Field, Missed
from oshj_core.text import text

if TYPE_CHECKING:
    from oshj_core.grading import Scheme

LETTERS: dict[Attendance, str] = {
    Attendance.PRESENT: "к",
    Attendance.LATE: "ч",
    Attendance.ABSENT: "ж",
    Attendance.EXCUSED: "с",
}
"""The letter of each attendance: катышты, кечикти, катышкан жок, себептүү."""

_TYPED = {letter: attendance for attendance, letter in LETTERS.items()} | {
    "+": Attendance.PRESENT,
    ".": Attendance.PRESENT,
    "·": Attendance.PRESENT,
    "-": Attendance.ABSENT,
    "present": Attendance.PRESENT,
    "late": Attendance.LATE,
    "absent": Attendance.ABSENT,
    "excused": Attendance.EXCUSED,
}


def read_attendance(typed: str) -> int:
    """The value of an attendance cell; empty clears it.  Raises :class:`~oshj_core.errors.Invalid`.

    >>> read_attendance("Ч") is Attendance.LATE
    True
    """
    typed = fold(typed)
    if not typed:
        return CLEARED
    try:
        return _TYPED[typed]
    except KeyError:
        raise Invalid(
            text("“${typed}” is no attendance: к, ч, ж or с is.", typed=typed), place="attendance"
        ) from None


_MISSED = {Attendance.ABSENT: Missed.ABSENT, Attendance.EXCUSED: Missed.EXCUSED}
_MISSED_LETTERS = {missed: LETTERS[attendance] for attendance, missed in _MISSED.items()}


def read_points(typed: str, scheme: Scheme, component: str | None) -> int:
    """Points or a lesson's mark (``component`` ``None``) in hundredths; empty clears the cell.

    For a component it takes the letters of an absence, too: :class:`~oshj_core.register.Missed`.

    :raises Invalid: the scheme does not allow the value.
    """
    if not typed.strip():
        return CLEARED
    missed = None if component is None else _MISSED.get(_TYPED.get(fold(typed), Attendance.PRESENT))
    if missed is not None:
        return missed
    return int(scheme.parse_mark(typed, component) * 100)


def points(value: int) -> Decimal:
    """Hundredths as the number they stand for, without idle zeros.

    >>> points(450), points(2000)
    (Decimal('4.5'), Decimal('20'))
    """
    whole, rest = divmod(value, 100)
    if not rest:
        return Decimal(whole)
    return without_zeros(Decimal(value).scaleb(-2, EXACT))


def write_cell(field: int, value: int | None, *, decimal_mark: str = ",") -> str:
    """The text of a stored value; empty for ``None``.

    >>> write_cell(Field.ATTENDANCE, Attendance.LATE), write_cell(Field.POINTS, 2650)
    ('ч', '26,5')
    >>> write_cell(Field.POINTS, Missed.ABSENT)
    'ж'
    """
    if value is None or value == CLEARED:
        return ""
    if field == Field.ATTENDANCE:
        return LETTERS[Attendance(value)]
    if value in _MISSED_LETTERS:
        return _MISSED_LETTERS[Missed(value)]
    return str(points(value)).replace(".", decimal_mark)
