"""The year at a glance: a row for each month, drawn on the server as SVG."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

import attrs

from oshj_core.academic_calendar import PeriodKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CELL, ROW, LEFT, TOP = 10, 22, 34, 14
WIDTH = LEFT + 31 * CELL
_MONTHS = 13
_AUGUST = 8

# A sign besides the colour, as on the printed schedule of study.
SIGNS = {
    PeriodKind.STUDY: "О",
    PeriodKind.TEST_SESSION: "С",
    PeriodKind.EXAM_SESSION: "Э",
    PeriodKind.RESITS: "К",
    PeriodKind.PRACTICE: "П",
    PeriodKind.ATTESTATION: "А",
    PeriodKind.VACATION: "=",
    PeriodKind.HOLIDAY: "м",
    PeriodKind.WORKING_DAY: "ж",
}


@attrs.frozen
class Band:
    """Days on end to be drawn: what for (a class of the stylesheet), with what sign and title."""

    starts: date
    ends: date
    look: str
    sign: str
    title: str


@attrs.frozen
class Box:
    """The part of a band that lies in one month, in units of the drawing."""

    x: int
    y: int
    width: int
    band: Band

    @property
    def middle(self) -> float:
        """Where its sign stands."""
        return self.x + self.width / 2


@attrs.frozen
class Month:
    """A row: its first day, its number of days, its place."""

    first: date
    days: int
    y: int


@attrs.frozen
class Strip:
    """The drawing of the academic year that begins in ``year``."""

    year: int
    boxes: tuple[Box, ...]
    today: Box | None

    @property
    def months(self) -> tuple[Month, ...]:
        """The rows, August to August."""
        return tuple(_months(self.year))

    @property
    def height(self) -> int:
        """How high the drawing is."""
        return TOP + _MONTHS * ROW + 2

    @classmethod
    def of(cls, year: int, bands: Iterable[Band], today: date) -> Strip:
        """Draw the bands, the later over the earlier."""
        months = list(_months(year))
        boxes = tuple(box for band in bands for month in months for box in _boxes(band, month))
        here = Band(today, today, "today", "", "")
        marks = (box for month in months for box in _boxes(here, month))
        return cls(year, boxes, next(marks, None))


def _months(year: int) -> Iterator[Month]:
    for number in range(_MONTHS):
        at, month = divmod(_AUGUST - 1 + number, 12)
        first = date(year + at, month + 1, 1)
        yield Month(first, monthrange(first.year, first.month)[1], TOP + number * ROW)


def _boxes(band: Band, month: Month) -> Iterator[Box]:
    last = month.first.replace(day=month.days)
    starts, ends = max(band.starts, month.first), min(band.ends, last)
    if starts <= ends:
        days = (ends - starts).days + 1
        yield Box(LEFT + (starts.day - 1) * CELL, month.y, days * CELL, band)
