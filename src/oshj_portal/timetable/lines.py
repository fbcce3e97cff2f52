"""Lessons, rooms and clashes as a page shows them: with names, and links for those who may."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from oshj_core.kyrgyz import format_date
from oshj_core.roles import Permission
from oshj_core.timetable import Occurrence
from oshj_portal.moments import weekday
from oshj_portal.places import person_name
from oshj_portal.resources import University, group_resource, person_path
from oshj_portal.structure.titles import LESSON_KINDS
from oshj_portal.timetable.lookup import lesson_id_of
from oshj_portal.timetable.places import room_place, timetable_place
from oshj_portal.timetable.taking import substitute_at
from oshj_portal.timetable.words import CLASH_TITLES, NUMBER_TITLE, WEEKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oshj_core.delegation import Substitution
    from oshj_core.timetable import Clash, WeeklyLesson

SHOWN_DAYS = 4


class Lines:
    """Makes the lines of one page; names are looked up once."""

    def __init__(self, request) -> None:
        self.request = request
        self.university = request.site.university
        self._names: dict[str, str] = {}
        self._substitutions: dict[str, Sequence[Substitution]] = {}

    @cached_property
    def may_browse(self) -> bool:
        """Whether the reader may open the timetables of others."""
        return bool(
            self.request.has_permission(Permission.VIEW_TIMETABLE.value, University(self.request))
        )

    def occurrence(self, one: Occurrence) -> dict[str, Any]:
        """A lesson on a day."""
        line = self.lesson(one)
        change = one.change
        line.update(
            id=one.id,
            lesson=one.lesson,
            day=one.day,
            cancelled=one.cancelled,
            moved_from="",
            extra=one.extra,
            reason=change.reason if change is not None else "",
            changed=change is not None,
            substitute=self._substitute(one),
        )
        if one.moved:
            planned = self.request.site.timetable.get(one.lesson)
            same_day = one.day == one.original
            line["moved_from"] = str(planned.time) if same_day else format_date(one.original)
        return line

    def lesson(self, one: WeeklyLesson | Occurrence) -> dict[str, Any]:
        """A lesson, weekly or of a day: what, who, whom, where."""
        assignment = self.university.assignments.get(one.assignment)
        return {
            "slot": one.slot,
            "time": str(one.time),
            "assignment": one.assignment,
            "subject": self.university.subjects.get(assignment.subject).name,
            "kind": LESSON_KINDS[assignment.kind],
            "groups": [{"name": group, "href": self._group(group)} for group in one.groups],
            "subgroup": one.subgroup,
            "teacher": self.name(one.teacher),
            "teacher_href": self._person(one.teacher),
            "room": ", ".join(filter(None, (one.building, one.room))),
            "room_href": self._room(one.building, one.room),
        }

    def clash(self, clash: Clash) -> dict[str, Any]:
        """A clash with all its parties."""
        return {
            "title": NUMBER_TITLE if clash.slot else CLASH_TITLES[clash.resource.kind],
            "name": self._named(clash),
            "time": str(clash.time),
            "days": [
                f"{weekday(day, self.request.locale_name)} {format_date(day)}"
                for day in clash.days[:SHOWN_DAYS]
            ],
            "more": max(0, len(clash.days) - SHOWN_DAYS),
            "parties": [self.party(party) for party in clash.parties],
        }

    def party(self, party: WeeklyLesson | Occurrence) -> dict[str, Any]:
        """A lesson that takes part in a clash, with the way to it."""
        identifier = lesson_id_of(party)
        line = self.lesson(party)
        line["id"] = identifier
        line["weeks"] = "" if isinstance(party, Occurrence) else WEEKS[party.weeks]
        stored = self.request.site.timetable.find(identifier) is not None
        line["href"] = self.lesson_path(identifier) if stored else None
        return line

    def lesson_path(self, identifier: str) -> str:
        """The page of a weekly lesson."""
        return self.request.resource_path(timetable_place(self.request), identifier)

    def name(self, person: str) -> str:
        """Family name and initials."""
        if person not in self._names:
            self._names[person] = person_name(self.request.site, person) if person else ""
        return self._names[person]

    def _substitute(self, one: Occurrence) -> str:
        """Who gives the lesson in its teacher's place; empty where nobody does."""
        if one.teacher not in self._substitutions:
            self._substitutions[one.teacher] = self.request.site.substitutions.for_teacher(
                one.teacher
            )
        known = self._substitutions[one.teacher]
        given = substitute_at(self.request.site, one, known) if known else None
        return "" if given is None else self.name(given.substitute)

    def _named(self, clash: Clash) -> str:
        resource = clash.resource
        if resource.kind.value == "teacher":
            return self.name(resource.id)
        return ", ".join(filter(None, (resource.building, resource.id)))

    def _group(self, group: str) -> str | None:
        if not self.may_browse:
            return None
        return self.request.resource_path(group_resource(self.request, group), "timetable")

    def _person(self, person: str) -> str | None:
        if not person or not self.may_browse or person not in self.university.staff:
            return None
        return f"{person_path(self.request, person)}/timetable"

    def _room(self, building: str, name: str) -> str | None:
        room = self.request.site.rooms.at(building, name) if name and self.may_browse else None
        return None if room is None else self.request.resource_path(room_place(self.request, room))
