"""What a request asks for, read strictly: anything else is refused with its place."""

from __future__ import annotations

from typing import Any

from oshj_core.cell_text import read_attendance, read_points
from oshj_core.errors import Invalid, NotFound
from oshj_core.journal import Journal, Write
from oshj_core.register import Field
from oshj_core.roles import Permission
from oshj_core.text import text


def asked_cells(body: Any, journal: Journal, sheet: str) -> list[Write]:
    """The cells of ``[{"student": …, "field": 0, "value": "к", "expected": ""}, …]``.

    ``value`` and ``expected`` are what people type and see: к, ч, ж, с, or points.

    :raises Invalid: it is not written so; the place is ``cells.<number>.<key>``.
    :raises NotFound: no such sheet; no such student in the journal.
    """
    component = journal.sheet(sheet).component
    if not isinstance(body, list):
        raise Invalid(text("This is not a list of cells."), place="cells")
    return [_cell(one, journal, component, f"cells.{number}") for number, one in enumerate(body, 1)]


def _cell(one: Any, journal: Journal, component: str | None, place: str) -> Write:
    if not isinstance(one, dict) or not one.keys() <= {"student", "field", "value", "expected"}:
        raise Invalid(text("This is not a cell."), place=place)
    field = one.get("field", int(Field.POINTS))
    if type(field) is not int or not 0 <= field <= 255:
        raise Invalid(text("This is no number of a column."), place=f"{place}.field")
    slot = slot_of(journal, _text(one, "student", place))
    value = _value(one, "value", journal, field, component, place)
    if one.get("expected") is None:
        return Write(slot, field, value)
    return Write(slot, field, value, _value(one, "expected", journal, field, component, place))


def _text(one: dict[str, Any], key: str, place: str) -> str:
    value = one.get(key)
    if not isinstance(value, str):
        raise Invalid(text("This must be a text."), place=f"{place}.{key}")
    return value


def _value(
    one: dict[str, Any], key: str, journal: Journal, field: int, component: str | None, place: str
) -> int:
    written = _text(one, key, place)
    if field == Field.ATTENDANCE:
        return read_attendance(written)
    return read_points(written, journal.scheme, component)


def slot_of(journal: Journal, student: str) -> int:
    """The student's place in the register.

    :raises NotFound: the student is not in it.
    """
    for slot, member in enumerate(journal.register.roster()):
        if member.student == student:
            return slot
    raise NotFound("student", student)


def asked_permission(written: str) -> Permission:
    """The permission of that name, such as ``record``.

    :raises NotFound: there is none.
    """
    try:
        return Permission(written)
    except ValueError:
        raise NotFound("permission", written) from None
