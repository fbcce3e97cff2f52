"""Semesters, their modules, and the windows in which marks may be entered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import attrs

from oshj_core.errors import Invalid
from oshj_core.text import text


def _not_before(first: str) -> Callable[[object, attrs.Attribute[date], date], None]:
    """A validator: the day is not before the one in the field ``first``."""

    def check(value: object, attribute: attrs.Attribute[date], last: date) -> None:
        if last < getattr(value, first):
            raise Invalid(
                text("The end lies before the beginning"),
                place=attribute.name,
                advice=text("Check both dates."),
            )

    return check


@attrs.frozen
class Window:
    """Days in which entry is open, both included (the «модулдук график» of a subject).

    :raises Invalid: it closes before it opens; the place is ``closes``.
    """

    opens: date
    closes: date = attrs.field(validator=_not_before("opens"))

    def __contains__(self, day: date) -> bool:
        return self.opens <= day <= self.closes


@attrs.frozen
class Module:
    """A part of a semester that ends with an intermediate check (аралык текшерүү).

    Its lessons lie from ``starts`` to ``ends``; ``entry`` is when they and the check may be
    filled in.
    """

    number: int
    starts: date
    ends: date
    entry: Window


def _in_order(semester: Semester, _attribute: object, modules: tuple[Module, ...]) -> None:
    previous = None
    for number, module in enumerate(modules, start=1):
        if module.number != number:
            raise Invalid(
                text("Module ${number} stands without the one before it", number=module.number),
                place=f"modules.{module.number}",
                advice=text("Number the modules 1, 2, 3 without gaps."),
            )
        if module.starts < semester.starts or module.ends > semester.ends:
            raise Invalid(
                text("Module ${number} lies outside the semester", number=number),
                place=f"modules.{number}",
                advice=text("Compare its dates with those of the semester."),
            )
        if module.starts > module.ends or (previous and module.starts <= previous):
            raise Invalid(
                text("The modules of semester ${id} overlap or run backwards", id=semester.id),
                place=f"modules.{module.number}",
            )
        previous = module.ends


@attrs.frozen
class Semester:
    """A semester ``2026-1`` of the academic year that begins in ``year``.

    ``closed``: its results are final; nothing in its journals is changed but by an act (5.7).

    :raises Invalid: it ends before it starts (place ``ends``); its modules are not numbered from
        1 on, overlap, run backwards or lie outside it (place ``modules.2``).
    """

    id: str
    year: int
    number: int
    starts: date
    ends: date = attrs.field(validator=_not_before("starts"))
    modules: tuple[Module, ...] = attrs.field(default=(), validator=_in_order)
    closed: bool = False

    @property
    def academic_year(self) -> str:
        """The academic year as it is written: ``2026–2027``."""
        return f"{self.year}–{self.year + 1}"

    def module_on(self, day: date) -> Module | None:
        """The module a lesson of that day belongs to; the days after a module's end and before
        the next one's start belong to the next; ``None`` after the last module.

        >>> window = Window(date(2026, 9, 1), date(2026, 10, 31))
        >>> first = Module(1, date(2026, 9, 1), date(2026, 10, 24), window)
        >>> semester = Semester("2026-1", 2026, 1, date(2026, 9, 1), date(2027, 1, 24), (first,))
        >>> semester.module_on(date(2026, 10, 24)).number
        1
        >>> semester.module_on(date(2026, 10, 25)) is None
        True
        """
        return next((module for module in self.modules if day <= module.ends), None)

    def module(self, number: int) -> Module | None:
        """The module of that number."""
        return next((module for module in self.modules if module.number == number), None)


DEFAULT_BELLS: Mapping[int, tuple[str, str]] = {
    1: ("08:00", "09:20"),
    2: ("09:30", "10:50"),
    3: ("11:00", "12:20"),
    4: ("13:00", "14:20"),
    5: ("14:30", "15:50"),
    6: ("16:00", "17:20"),
    7: ("17:30", "18:50"),
    8: ("19:00", "20:20"),
}
"""When the numbered lessons (пара) begin and end, unless a host's settings say otherwise."""
