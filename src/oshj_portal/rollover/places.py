"""Where the new years lie in the tree: ``/new-year/2027``."""

from __future__ import annotations

from oshj_portal.i18n import _
from oshj_portal.resources import Resource, University

_FIRST, _LAST = 2000, 2100


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
