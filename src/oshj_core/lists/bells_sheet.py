"""The sheet of the bells: when the lessons of the day take place, for all or for a part (3.2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from oshj_core.academic_calendar.bells import MAX_SLOT, BellTable
from oshj_core.academic_calendar.periods import Reach
from oshj_core.clock_times import Bells, Interval
from oshj_core.errors import Invalid
from oshj_core.lists import cells
from oshj_core.lists.columns import Column, Sheet
from oshj_core.lists.reach_columns import REACH_COLUMNS
from oshj_core.text import text

_SPAN = re.compile(r"(\d\d?:\d\d)\s*[-–—]\s*(\d\d?:\d\d)")


def _read_span(written: str) -> tuple[str, str]:
    """Begin and end of ``08:00–09:20``.  Raises :class:`Invalid`."""
    found = _SPAN.fullmatch(written)
    if found is None:
        raise Invalid(
            text("“${value}” is not understood", value=cells.shown(written)),
            advice=text("Write begin and end: 08:00–09:20."),
        )
    begins, ends = (time.rjust(5, "0") for time in found.groups())
    Interval.parse(begins, ends)
    return begins, ends


def _write_span(slot: int) -> Callable[[BellTable], str]:
    def write(table: BellTable) -> str:
        return "–".join(table.written.get(slot, ()))

    return write


def _column(slot: int) -> str:
    return f"lesson{slot}"


def _reach(row: Mapping[str, Any]) -> Reach:
    return Reach(row["unit"], row["study_form"])


def _make_bells(row: Mapping[str, Any]) -> BellTable:
    written = {
        slot: row[_column(slot)]
        for slot in range(1, MAX_SLOT + 1)
        if row[_column(slot)] is not None
    }
    if not written:
        raise Invalid(text("No lesson is named."), place=_column(1))
    try:
        Bells.parse(written)
    except Invalid as refusal:
        refusal.place = _column(int(refusal.place.rpartition(".")[2]))
        raise
    return BellTable.of(written, _reach(row))


BELLS = Sheet(
    "bells",
    "Коңгуроолор",
    "bells",
    text("When the lessons of the day take place: for all, for a unit, for a form of study."),
    (
        *REACH_COLUMNS,
        *(
            Column(
                _column(slot),
                f"{slot}-пара",
                text("Begin and end of the lesson; empty: there is none."),
                _read_span,
                _write_span(slot),
                required=False,
                default=None,
            )
            for slot in range(1, MAX_SLOT + 1)
        ),
    ),
    lambda university: university.calendar.bells,
    _make_bells,
    ("MATH", "кечки", "17:30–18:50", "19:00–20:20", *[""] * (MAX_SLOT - 2)),
    required=False,
    keys=("unit", "study_form"),
    code=lambda row: str(_reach(row)),
)
