"""The sheet of the groups that graduate, as data."""

from __future__ import annotations

from datetime import date

import attrs

from oshj_core.kyrgyz import format_date
from oshj_core.lists import Column, cells
from oshj_core.membership.moves import MAX_ORDER
from oshj_core.text import text

GRADUATES_NAME = "graduates"
GRADUATES_HEADING = "Бүтүрүүчүлөр"


@attrs.frozen
class Graduation:
    """A group that graduates, by which order (буйрук), on which day."""

    group: str
    order: str
    day: date


GRADUATE_COLUMNS = (
    Column(
        "group",
        "Тайпасы",
        text("The code of the group that graduates."),
        cells.identifier,
        lambda one: str(one.group),
    ),
    Column(
        "order",
        "Буйруктун номери",
        text("The number of the order of graduation."),
        cells.written_text(MAX_ORDER),
        lambda one: str(one.order),
    ),
    Column(
        "day",
        "Күнү",
        text("The day from which on its students belong to no group."),
        cells.day,
        lambda one: format_date(one.day),
    ),
)
"""The columns: one row a group."""

ASIDE_HEADINGS = ("Курсу", "Кирген жылы")
"""What the workbook says of a group beside them; it is not read back."""


def graduation_cells(graduation: Graduation) -> tuple[str, ...]:
    """A graduation as a row of the sheet."""
    return tuple(column.write(graduation) for column in GRADUATE_COLUMNS)
