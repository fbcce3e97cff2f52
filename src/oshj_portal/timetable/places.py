"""Where the timetable lies in the tree: its lessons and the rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.errors import NotFound
from oshj_core.roles import UNIVERSITY, Facts, State
from oshj_portal.i18n import _
from oshj_portal.resources import Resource, University

if TYPE_CHECKING:
    from oshj_core.timetable import Room, WeeklyLesson


class TimetablePlace(Resource):
    """The timetable of the university; in it the weekly lessons by their ids."""

    title = _("Timetable")

    def __getitem__(self, name: str) -> WeeklyLessonResource:
        lesson = self.request.site.timetable.find(name)
        if lesson is None:
            raise KeyError(name)
        return WeeklyLessonResource(self.request, self, lesson)


class WeeklyLessonResource(Resource):
    """A lesson that the timetable repeats."""

    def __init__(self, request, parent: Resource, lesson: WeeklyLesson) -> None:
        super().__init__(request, lesson.id, parent)
        self.lesson = lesson

    @property
    def title(self) -> str:
        university = self.request.site.university
        subject = university.subjects.get(
            university.assignments.get(self.lesson.assignment).subject
        )
        return f"{subject.name} · {', '.join(self.lesson.groups)}"

    @property
    def facts(self) -> Facts:
        semester = self.request.site.university.semesters.get(self.lesson.semester)
        return Facts(
            (UNIVERSITY,), frozenset({State.CLOSED_YEAR}) if semester.closed else frozenset()
        )


class RoomsPlace(Resource):
    """The rooms by their codes."""

    title = _("Rooms")

    def __getitem__(self, name: str) -> RoomResource:
        try:
            return RoomResource(self.request, self, self.request.site.rooms.get(name))
        except NotFound:
            raise KeyError(name) from None


class RoomResource(Resource):
    """A room."""

    def __init__(self, request, parent: Resource, room: Room) -> None:
        super().__init__(request, room.id, parent)
        self.room = room

    @property
    def title(self) -> str:
        return self.room.title


def timetable_place(request) -> TimetablePlace:
    """The resource of the timetable."""
    return TimetablePlace(request, "timetable", University(request))


def room_place(request, room: Room) -> RoomResource:
    """The resource of a room."""
    return RoomResource(request, RoomsPlace(request, "rooms", University(request)), room)


def includeme(config):
    University.places.update({"timetable": TimetablePlace, "rooms": RoomsPlace})
