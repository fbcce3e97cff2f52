"""The sheets of a timetable's workbook and their columns, as data: the rooms, the lessons."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from oshj_core.academic_calendar.resolving import semester_of
from oshj_core.errors import Invalid
from oshj_core.kyrgyz import format_date
from oshj_core.lists import Column, cells
from oshj_core.text import text
from oshj_core.timetable.rooms import MAX_SEATS, RoomKind
from oshj_core.timetable.weekly import MAX_PLACE, Weeks

if TYPE_CHECKING:
    from oshj_core.calendar import Semester
    from oshj_core.ports import University
    from oshj_core.structure import Assignment
    from oshj_core.timetable.rooms import Room
    from oshj_core.timetable.weekly import WeeklyLesson

ROOMS_HEADING = "Аудиториялар"
LESSONS_HEADING = "Сабактардын жадыбалы"

ROOM_KINDS = {
    RoomKind.LECTURE_HALL: ("лекциялык зал", "лекционный зал"),
    RoomKind.CLASSROOM: ("окуу бөлмөсү", "учебная аудитория"),
    RoomKind.COMPUTER_ROOM: ("компьютердик класс", "компьютерный класс"),
    RoomKind.LABORATORY: ("лаборатория",),
    RoomKind.GYM: ("спорт зал", "спортзал"),
    RoomKind.OTHER: ("башка", "другое"),
}
"""The words a kind of room is written with, the one we write first."""

WEEKS = {
    Weeks.EVERY: ("ар бир", "каждая"),
    Weeks.ODD: ("так", "нечетная"),
    Weeks.EVEN: ("жуп", "четная"),
}
"""The words for the weeks in which a lesson is held."""

WEEKDAYS = ("дүйшөмбү", "шейшемби", "шаршемби", "бейшемби", "жума", "ишемби", "жекшемби")
_WEEKDAY_NUMBERS = tuple("1234567")
_RUSSIAN = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")


def lesson_days(university: University, assignment: Assignment) -> tuple[date, date]:
    """The days on which the lessons of an assignment begin and end, unless said otherwise: the
    first of its groups' semester, the last of their last module, not of the session.

    :raises NotFound: there is no such semester or group.
    """
    parts = [semester_of(university, one, assignment.semester) for one in assignment.groups]
    return min(one.starts for one in parts), max(_last_day(one) for one in parts)


def _last_day(semester: Semester) -> date:
    return semester.modules[-1].ends if semester.modules else semester.ends


def _weekday(value: str) -> int:
    """1 (Monday) to 7 from the day's name or number.  Raises :class:`Invalid`."""
    written = value.strip().lower()
    for names in (WEEKDAYS, _RUSSIAN):
        if written in names:
            return names.index(written) + 1
    if written in _WEEKDAY_NUMBERS:
        return int(written)
    raise Invalid(
        text("“${value}” is no day of the week", value=cells.shown(value)),
        advice=text("Write one of these: ${words}.", words=", ".join(WEEKDAYS)),
    )


def _written_day(value: date) -> str:
    return format_date(value)


def _room(name: str, heading: str, explanation: Any, **more: Any) -> Column:
    return Column(
        name,
        heading,
        explanation,
        more.pop("parse", cells.written_text(MAX_PLACE)),
        more.pop("write", lambda room: getattr(room, name)),
        **more,
    )


ROOM_COLUMNS = (
    _room("id", "Коду", text("A short code that never changes."), parse=cells.identifier),
    _room("building", "Корпус", text("The building; empty where there is one."), required=False),
    _room("name", "Аудитория", text("The number or name of the room in its building.")),
    _room(
        "seats",
        "Орундардын саны",
        text("For how many people the room is."),
        parse=cells.integer(0, MAX_SEATS),
        write=lambda room: str(room.seats or ""),
        required=False,
        default=0,
    ),
    _room(
        "kind",
        "Түрү",
        text("What the room is made for."),
        parse=cells.choice(ROOM_KINDS),
        write=lambda room: ROOM_KINDS[room.kind][0],
        required=False,
        default=RoomKind.CLASSROOM,
        choices=tuple(words[0] for words in ROOM_KINDS.values()),
    ),
)

LESSON_COLUMNS = (
    Column(
        "assignment",
        "Жүктөмдүн коду",
        text("The code of the row of the teaching load that is taught."),
        cells.identifier,
        lambda lesson: lesson.assignment,
    ),
    Column(
        "weekday",
        "Күнү",
        text("The day of the week: its name, or 1 for Monday."),
        _weekday,
        lambda lesson: WEEKDAYS[lesson.weekday - 1],
        choices=WEEKDAYS,
    ),
    Column(
        "slot",
        "Пара",
        text("The number of the lesson in the day."),
        cells.integer(1, 20),
        lambda lesson: str(lesson.slot),
    ),
    Column(
        "weeks",
        "Жума",
        text("Every week, odd weeks or even weeks; empty means every week."),
        cells.choice(WEEKS),
        lambda lesson: WEEKS[lesson.weeks][0],
        required=False,
        default=Weeks.EVERY,
        choices=tuple(words[0] for words in WEEKS.values()),
    ),
    Column(
        "building",
        "Корпус",
        text("The building, as in the sheet of rooms."),
        cells.written_text(MAX_PLACE),
        lambda lesson: lesson.building,
        required=False,
    ),
    Column(
        "room",
        "Аудитория",
        text("The room, as in the sheet of rooms; empty where it is not settled."),
        cells.written_text(MAX_PLACE),
        lambda lesson: lesson.room,
        required=False,
    ),
    Column(
        "starts",
        "Башталган күнү",
        text("The first day; empty means the beginning of the semester."),
        cells.day,
        lambda lesson: _written_day(lesson.starts),
        required=False,
        default=None,
    ),
    Column(
        "ends",
        "Аяктаган күнү",
        text("The last day; empty means until lessons end."),
        cells.day,
        lambda lesson: _written_day(lesson.ends),
        required=False,
        default=None,
    ),
)

READING_HEADINGS = ("Предмет", "Тайпалар", "Окутуучу")
"""The columns that tell people what a code stands for; they are not read."""


def reading_cells(lesson: WeeklyLesson, university: University) -> tuple[str, ...]:
    """The subject, groups and teacher of a lesson under :data:`READING_HEADINGS`."""
    assignment = university.assignments.get(lesson.assignment)
    teacher = university.staff.find(lesson.teacher)
    return (
        university.subjects.get(assignment.subject).name,
        ", ".join(lesson.groups) + (f" / {lesson.subgroup}" if lesson.subgroup else ""),
        "" if teacher is None else teacher.name.short,
    )


def room_cells(room: Room) -> tuple[str, ...]:
    """The room as a row of the sheet."""
    return tuple(column.write(room) for column in ROOM_COLUMNS)


def lesson_cells(lesson: WeeklyLesson) -> tuple[str, ...]:
    """The lesson as a row of the sheet."""
    return tuple(column.write(lesson) for column in LESSON_COLUMNS)
