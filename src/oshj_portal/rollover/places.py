"""Where the new years lie in the tree: ``/new-year/2027``."""

from __future__ import annotations

from datetime import date, timedelta

from oshj_core.academic_calendar import year_of
from oshj_portal.i18n import _
from oshj_portal.resources import Resource, University

_AHEAD = timedelta(days=120)
_FIRST, _LAST = 2000, 2100


def coming_year(today: date) -> int:
    """The academic year that is prepared on that day: from spring on the next one.

    >>> coming_year(date(2027, 3, 1)), coming_year(date(2027, 8, 20)), coming_year(date(2028, 1, 9))
    (2026, 2027, 2027)
    """
    return year_of(today + _AHEAD)


class NewYears(Resource):
    """The new years by the year in which they begin."""

    title = _("New academic year")

    def __getitem__(self, name: str) -> NewYear:
        if not (name.isascii() and name.isdigit() and _FIRST <= int(name) <= _LAST):
            raise KeyError(name)
        return NewYear(self.request, name, self)


class NewYear(Resource):
    """The rollover to one academic year."""

    def __init__(self, request, name: str, parent: Resource) -> None:
        super().__init__(request, name, parent)
        self.year = int(name)

    @property
    def title(self) -> str:
        """As academic years are written."""
        return f"{self.year}–{self.year + 1}"


def year_path(request, year: int) -> str:
    """The address of the page of a new year."""
    root = NewYears(request, "new-year", University(request))
    return request.resource_path(root, str(year))


def includeme(config):
    University.places["new-year"] = NewYears
