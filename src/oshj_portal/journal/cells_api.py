"""Saving cells: what the grid's module sends, one sheet at a time, all or nothing."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import attrs
from pyramid.httpexceptions import HTTPRequestEntityTooLarge
from pyramid.view import view_config

from oshj_core.cell_text import read_attendance, read_points, write_cell
from oshj_core.errors import Conflict, Invalid
from oshj_core.journal import Journal, Write
from oshj_core.journal.status import lesson_status
from oshj_core.register import CLEARED, Field
from oshj_core.roles import Permission
from oshj_core.text import text
from oshj_portal.journal.grid import total_values
from oshj_portal.resources import ControlResource, LessonResource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyramid.request import Request

MAX_BODY = 200_000
MAX_CELLS = 2_000
MAX_VALUE = 40
MAX_SLOT = 0xFFFF
MAX_FIELD = 0xFF
# What a client makes up to tell its tries apart; it stands in the log for ever.
_REQUEST = re.compile("[A-Za-z0-9_-]{8,40}")

Sheet = LessonResource | ControlResource


@attrs.frozen
class TypedCell:
    """A cell as it was sent: the texts typed and seen there."""

    slot: int
    field: int
    value: str
    expected: str | None

    @property
    def place(self) -> str:
        """Where a refusal says it stands."""
        return f"{self.slot}.{self.field}"


@view_config(
    context=LessonResource,
    name="cells",
    request_method="POST",
    permission=Permission.RECORD.value,
    renderer="json",
)
@view_config(
    context=ControlResource,
    name="cells",
    request_method="POST",
    permission=Permission.RECORD.value,
    renderer="json",
)
def save_cells(context: Sheet, request: Request) -> dict[str, object]:
    """Record the cells sent; answers what they say now and what follows from them."""
    identifier, typed = read_body(request)
    act = attrs.evolve(request.act, request=identifier)
    parent = context.__parent__
    journal = Journal(parent.register, request.site.university, act)
    record_typed(journal, context, typed)
    return _answer(journal, context, typed)


def read_body(request: Request) -> tuple[str, list[TypedCell]]:
    """The client's id of the request, and the cells.

    :raises Invalid: it is not what the grid's module sends.
    :raises HTTPRequestEntityTooLarge: it is longer than any journal is.
    """
    if (request.content_length or 0) > MAX_BODY:
        raise HTTPRequestEntityTooLarge
    try:
        body = json.loads(request.body)
        identifier, cells = body["request"], body["cells"]
    except (ValueError, TypeError, LookupError, RecursionError):
        raise _malformed("body") from None
    if not isinstance(identifier, str) or not _REQUEST.fullmatch(identifier):
        raise _malformed("request")
    if not isinstance(cells, list) or not 0 < len(cells) <= MAX_CELLS:
        raise _malformed("cells")
    return identifier, [_read_cell(number, cell) for number, cell in enumerate(cells)]


def _read_cell(number: int, cell: Any) -> TypedCell:
    place = f"cells.{number}"
    if not isinstance(cell, dict):
        raise _malformed(place)
    expected = cell.get("expected")
    return TypedCell(
        _read_number(cell.get("slot"), MAX_SLOT, place),
        _read_number(cell.get("field"), MAX_FIELD, place),
        _read_text(cell.get("value"), place),
        None if expected is None else _read_text(expected, place),
    )


def _read_number(value: Any, most: int, place: str) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise _malformed(place)
    return value


def _read_text(value: Any, place: str) -> str:
    if not isinstance(value, str) or len(value) > MAX_VALUE or not value.isprintable():
        raise _malformed(place)
    return value


def _malformed(place: str) -> Invalid:
    return Invalid(text("This is not what the journal's page sends."), place=place)


def record_typed(journal: Journal, context: Sheet, cells: Sequence[TypedCell]) -> None:
    """Record typed cells of a lesson or control; a refusal names the cell in its place.

    :raises Invalid: a text that is no value there.
    :raises Conflict: with both values as texts.
    """
    writes = [_write(journal, context, cell) for cell in cells]
    try:
        journal.record(context.__name__, writes)
    except Conflict as conflict:
        field = int(conflict.place.partition(".")[2])
        raise Conflict(
            conflict.text,
            stored=write_cell(field, _stored(conflict.stored)),
            offered=write_cell(field, _stored(conflict.offered)),
            place=conflict.place,
        ) from None


def _stored(value: object) -> int:
    assert isinstance(value, int)
    return value


def _write(journal: Journal, context: Sheet, cell: TypedCell) -> Write:
    try:
        value = read_value(journal, context, cell.field, cell.value)
        expected = (
            None
            if cell.expected is None
            else read_value(journal, context, cell.field, cell.expected)
        )
    except Invalid as refusal:
        raise Invalid(
            refusal.text, place=cell.place, clause=refusal.clause, advice=refusal.advice
        ) from None
    return Write(cell.slot, cell.field, value, expected)


def read_value(journal: Journal, context: Sheet, field: int, typed: str) -> int:
    """The stored form of a typed value.  Raises :class:`Invalid`."""
    if not typed.strip():
        return CLEARED
    if isinstance(context, ControlResource):
        return read_points(typed, journal.scheme, context.component.id)
    if field == Field.ATTENDANCE:
        return read_attendance(typed)
    return read_points(typed, journal.scheme, None)


def _answer(journal: Journal, context: Sheet, cells: Sequence[TypedCell]) -> dict[str, object]:
    if isinstance(context, LessonResource):
        state = journal.state(context.lesson)
        fill: object = lesson_status(journal, context.lesson).value
    else:
        state = journal.control_state(context.component)
        fill = None
    touched = sorted({cell.slot for cell in cells})
    counted = isinstance(context, ControlResource) or journal.counts_lesson_marks
    totals = journal.totals(touched) if counted else {}
    return {
        "cells": [
            {
                "slot": cell.slot,
                "field": cell.field,
                "value": write_cell(cell.field, state.value(cell.slot, cell.field)),
            }
            for cell in cells
        ],
        "totals": {str(slot): total_values(total) for slot, total in totals.items()},
        "fill": fill,
    }
