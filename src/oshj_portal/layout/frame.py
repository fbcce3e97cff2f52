"""What the frame of a page says about this request."""

from __future__ import annotations

from functools import cached_property
from importlib.metadata import version

import attrs
from pyramid.csrf import get_csrf_token
from pyramid.traversal import lineage

from oshj_core.accounts import Audience
from oshj_core.kyrgyz import format_date
from oshj_core.regulation import Clause, clause
from oshj_core.roles import Role
from oshj_portal.i18n import translatable
from oshj_portal.language import LANGUAGES
from oshj_portal.layout import navigation
from oshj_portal.role_titles import ROLE_TITLES
from oshj_portal.site_settings import university_name

VERSION = version("oshj")

# They travel in a cookie; whoever shows none of them gets only the latest.
MAX_FLASHES = 5

# Held by everybody; naming them would say nothing about a person.
_UNNAMED = {Role.USER, Role.EMPLOYEE, Role.GUEST}


def flash(request, message, kind: str = "good") -> None:
    """Say on the next page what was stored; ``kind`` is good, warn or bad."""
    session = request.session
    if len(session.peek_flash()) >= MAX_FLASHES:
        session.pop_flash()
    session.flash([kind, request.localizer.translate(message)])


class Frame:
    """Everything the frame's template asks for."""

    def __init__(self, request) -> None:
        self.request = request
        self.languages = LANGUAGES
        self.format_date = format_date
        self.text = translatable

    @cached_property
    def csrf_token(self) -> str:
        """The token that forms and modules send back."""
        return get_csrf_token(self.request)

    @property
    def signed_in(self) -> bool:
        """Whether there is a session."""
        return self.request.session_record is not None

    @cached_property
    def person(self):
        """Who reads the page."""
        university = self.request.site.university
        record = self.request.session_record
        table = university.students if record.audience is Audience.STUDENT else university.staff
        return table.find(record.person)

    @property
    def university(self) -> str:
        """The name of the university, as the administrator set it."""
        return university_name(self.request)

    @property
    def person_name(self) -> str:
        """The reader's name; the login of one who is in no list."""
        if self.person is None:
            return self.request.session_record.login
        return f"{self.person.name.family} {self.person.name.given}"

    @property
    def role_titles(self) -> list:
        """The reader's roles, most of them first."""
        held = {role for role, _ in self.request.actor.holdings} - _UNNAMED
        return [ROLE_TITLES[role] for role in Role if role in held]

    @property
    def is_employee(self) -> bool:
        """Whether the reader works at the university."""
        return self.request.actor.holds(Role.EMPLOYEE)

    @cached_property
    def unread(self) -> int:
        """How many notices the reader has not read."""
        return self.request.site.notices.unread(self.request.actor.id)

    @cached_property
    def menu(self):
        """The main menu."""
        return navigation.menu(self.request) if self.signed_in else []

    @cached_property
    def tabs(self):
        """The tabs of this place; none where the context may not be seen."""
        return navigation.tabs(self.request) if self.signed_in else []

    @cached_property
    def crumbs(self) -> list[tuple[str | None, object]]:
        """The path from the university to here, without the place one is at; the addresses of
        those places that the reader may open."""
        above = list(lineage(self.request.context))[1:] if self.signed_in else []
        return [
            (
                self.request.resource_path(place)
                if navigation.may_open(self.request, place)
                else None,
                place.title,
            )
            for place in reversed(above)
            if place.__parent__ is not None and place.title is not None
        ]

    @cached_property
    def flashes(self) -> list[tuple[str, str]]:
        """What was stored by the last request."""
        return self.request.session.pop_flash() if self.request.session.peek_flash() else []

    def static(self, name: str) -> str:
        """The address of a file of ours."""
        return self.request.static_path(f"oshj_portal:static/{name}")

    def clause(self, number: str, word: str = "") -> Clause:
        """A clause of the regulation, to be shown in the footer; of a long one the line alone in
        which that Kyrgyz word stands."""
        found = clause(number)
        line = next(line for line in found.ky.split("\n") if word in line) if word else found.ky
        return attrs.evolve(found, ky=line.removeprefix("· "))
