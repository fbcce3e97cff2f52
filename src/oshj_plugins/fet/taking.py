"""A solved timetable as rows of our timetable's sheet, or whatever has no counterpart here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

import attrs

from oshj_core.kyrgyz import fold, format_date
from oshj_core.lists import ErrorList, Problems, Row, RowError
from oshj_core.lists.cells import shown
from oshj_core.structure import Assignment
from oshj_core.text import Text, text
from oshj_core.timetable import TimetableHost, Weeks
from oshj_core.timetable.sheet import LESSON_COLUMNS, WEEKDAYS, WEEKS
from oshj_plugins.fet import names
from oshj_plugins.fet.comments import read_remark
from oshj_plugins.fet.fortnight import in_every_week
from oshj_plugins.fet.grid import Cell, Day, cell_of, day_of, joined, shared
from oshj_plugins.fet.reading import OFFICIAL
from oshj_plugins.fet.solved import FetActivity, Solved, StudentSet

_Key = tuple[str, str, frozenset[str], int]
_Students = dict[str, set[int]]


@attrs.frozen
class Sheet:
    """The rows of the lessons with their headings, and the activity each row comes from.

    ``named`` are the codes of the assignments that have an activity.
    """

    rows: tuple[Row, ...]
    activities: Mapping[int, FetActivity]
    named: frozenset[str]
    notes: tuple[Text, ...]


def take(solved: Solved, host: TimetableHost, semester: str, file: str) -> Sheet | Problems:
    """The lessons of the activities; names that mean nothing here are errors at their line.

    :param file: what errors call the file.
    """
    taker = _Taker(solved, host, semester, file)
    return taker.sheet() if taker.match() else taker.errors.problems((file,))


@attrs.define(slots=False)
class _Taker:
    solved: Solved
    host: TimetableHost
    semester: str
    file: str
    errors: ErrorList = attrs.field(factory=ErrorList)
    days: list[Day] = attrs.field(factory=list)
    hours: list[Cell] = attrs.field(factory=list)
    teachers: dict[str, str] = attrs.field(factory=dict)
    subjects: dict[str, str] = attrs.field(factory=dict)
    rooms: dict[str, str] = attrs.field(factory=dict)
    students: dict[str, _Students] = attrs.field(factory=dict)

    def match(self) -> bool:
        """Find what every name that an activity uses means here; whether all mean something."""
        solved, university = self.solved, self.host.university
        if solved.mode != OFFICIAL:
            self.error(
                0,
                "Mode",
                text("The mode “${mode}” of FET is not supported", mode=shown(solved.mode)),
                text("Here a day of the week is one day: make the timetable in the mode Official."),
            )
        self._match_days()
        self._match_hours()
        used = solved.activities.values()
        self.teachers = self._matched(
            "Teacher",
            {name: solved.teachers[name].line for one in used for name in one.teachers},
            names.teachers(university).find,
            text("Add the employee to the lists, or call the teacher by the code."),
        )
        self.subjects = self._matched(
            "Subject",
            {one.subject: solved.subjects[one.subject].line for one in used},
            names.subjects(university).find,
            text("Add the subject to the lists, or call it by its code."),
        )
        settled = (
            name
            for place in solved.places.values()
            for name in (place.real_rooms or (place.room,))
            if name
        )
        known_rooms = names.rooms(self.host.rooms)
        titled: dict[tuple[str, str], list[str]] = defaultdict(list)
        for one in self.host.rooms:
            titled[fold(one.building), fold(one.name)].append(one.id)

        def find_room(name: str) -> tuple[str, ...]:
            titles = (fold(solved.rooms[name].building), fold(name))
            if name not in known_rooms.codes and titles in titled:
                return tuple(titled[titles])
            return known_rooms.find(name)

        self.rooms = self._matched(
            "Room",
            {name: solved.rooms[name].line for name in settled},
            find_room,
            text("Add the room to the list of rooms, or call it by its code."),
        )
        self._match_students()
        return not self.errors.count

    def sheet(self) -> Sheet | Problems:
        """The rows; what does not agree with the load is an error at its activity."""
        lessons: list[tuple[list[str], FetActivity]] = []
        named: set[str] = set()
        for activity in self.solved.activities.values():
            assignment = self._assignment(activity)
            if assignment is None:
                continue
            named.add(assignment.id)
            lessons += ((cells, activity) for cells in self._rows_of(activity, assignment))
        if self.errors.count:
            return self.errors.problems((self.file,))
        if any(day.weeks is not Weeks.EVERY for day in self.days):
            lessons = in_every_week(lessons)
        first: Row = (1, [column.heading for column in LESSON_COLUMNS])
        return Sheet(
            (first, *((number, cells) for number, (cells, _) in enumerate(lessons, 2))),
            {number: activity for number, (_, activity) in enumerate(lessons, 2)},
            frozenset(named),
            tuple(self._notes()),
        )

    def _rows_of(self, activity: FetActivity, assignment: Assignment) -> Iterator[list[str]]:
        place = self.solved.places[activity.id]
        building = room = ""
        standing = place.real_rooms or ((place.room,) if place.room else ())
        if len(standing) > 1:
            self.error(
                activity.line,
                f"Activity {activity.id}, Room",
                text("A lesson is in one room, here are several: ${names}", names=_list(standing)),
            )
        elif standing:
            known = self.host.rooms.get(self.rooms[standing[0]])
            building, room = known.building, known.name
        remark, day = read_remark(activity.comments), self.days[place.day]
        for cell in joined(self.hours[place.hour : place.hour + activity.duration]):
            weeks = shared(day.weeks, cell.weeks)
            if weeks is None:
                self.error(
                    activity.line,
                    f"Activity {activity.id}",
                    text("The day and the hour name different weeks"),
                )
                return
            yield [
                assignment.id,
                WEEKDAYS[day.weekday - 1],
                str(cell.slot),
                WEEKS[weeks][0],
                building,
                room,
                format_date(remark.starts) if remark.starts else "",
                format_date(remark.ends) if remark.ends else "",
            ]

    # Names

    def _match_days(self) -> None:
        for day in self.solved.days:
            found = day_of(day.name)
            if found is None:
                self.error(
                    day.line,
                    "Day",
                    text("“${name}” is no day of the week", name=shown(day.name)),
                    text("Name it in Kyrgyz, Russian or English, or by its number from 1 to 7."),
                )
                continue
            if any(
                one.weekday == found.weekday and shared(one.weeks, found.weeks) for one in self.days
            ):
                self.error(day.line, "Day", text("This day of the week stands here twice"))
            self.days.append(found)

    def _match_hours(self) -> None:
        bells = self.host.bells_of("")
        for hour in self.solved.hours:
            cell = cell_of(hour.name, bells)
            if cell is None:
                self.error(
                    hour.line,
                    "Hour",
                    text("“${name}” is no lesson of the day", name=shown(hour.name)),
                    text("Name it by its number, “2”, with “так” or “жуп” for half the weeks."),
                )
            elif cell in self.hours:
                self.error(hour.line, "Hour", text("This lesson of the day stands here twice"))
            else:
                self.hours.append(cell)

    def _matched(
        self,
        kind: str,
        used: Mapping[str, int],
        find: Callable[[str], tuple[str, ...]],
        advice: Text,
    ) -> dict[str, str]:
        """The code of every name that is used; each that has none or several is one error."""
        found = {}
        for name, line in used.items():
            codes = find(name)
            if len(codes) == 1:
                found[name] = codes[0]
            elif codes:
                self._several(line, kind, name, codes, advice)
            else:
                self.error(line, kind, text("There is no “${name}” here", name=shown(name)), advice)
        return found

    def _several(self, line: int, kind: str, name: str, codes: Iterable[str], advice: Text) -> None:
        what = text("“${name}” may be several: ${codes}", name=shown(name), codes=_list(codes))
        self.error(line, kind, what, advice)

    def _match_students(self) -> None:
        known = names.student_sets(self.host.university.groups)
        for one in self.solved.activities.values():
            for name in one.students:
                if name in self.students:
                    continue
                found = self._groups_of(self.solved.students[name], known)
                self.students[name] = found or {}
                if found is None:
                    self.error(
                        self.solved.students[name].line,
                        "Students",
                        text("There is no “${name}” here", name=shown(name)),
                        text("Add the group to the lists, or call it by its code."),
                    )

    def _groups_of(
        self, students: StudentSet, known: names.Names[tuple[str, int]]
    ) -> _Students | None:
        """The groups, each with its subgroups; of a year that is none, those it consists of.

        ``None`` where a name means nothing; none of a name that may be several, which is told.
        """
        meant = known.find(students.name)
        if len(meant) > 1:
            if students.name not in self.students:
                self._several(
                    students.line,
                    "Students",
                    students.name,
                    (names.subgroup_name(*one) if one[1] else one[0] for one in meant),
                    text("Call the group by its code; if that is another's name too, change it."),
                )
            self.students[students.name] = {}
            return {}
        if meant:
            ((group, subgroup),) = meant
            return {group: {subgroup}}
        parts = [self._groups_of(self.solved.students[part], known) for part in students.parts]
        if not parts:
            return None
        found: _Students = defaultdict(set)
        for inner in parts:
            if inner is None:
                return None
            for group, subgroups in inner.items():
                found[group] |= subgroups
        return found

    # The load

    @cached_property
    def _assignments(self) -> dict[_Key, list[Assignment]]:
        found: dict[_Key, list[Assignment]] = defaultdict(list)
        for one in self.host.university.assignments:
            if one.semester == self.semester:
                found[one.teacher, one.subject, frozenset(one.groups), one.subgroup].append(one)
        return found

    def _assignment(self, activity: FetActivity) -> Assignment | None:
        """The row of the load that the activity is a lesson of; ``None`` after an error."""
        label = f"Activity {activity.id}"
        if len(activity.teachers) != 1:
            self.error(
                activity.line,
                f"{label}, Teacher",
                text(
                    "A lesson has one teacher, here are: ${names}", names=_list(activity.teachers)
                ),
                text("Make an activity for each teacher."),
            )
            return None
        groups: _Students = defaultdict(set)
        for name in activity.students:
            for group, subgroups in self.students[name].items():
                groups[group] |= subgroups
        if not groups:
            self.error(
                activity.line, f"{label}, Students", text("A lesson is for a group at least")
            )
            return None
        parts = {self._part(group, subgroups) for group, subgroups in groups.items()}
        if len(parts) > 1 or None in parts:
            self.error(
                activity.line,
                f"{label}, Students",
                text("A lesson is for whole groups or for one subgroup"),
            )
            return None
        teacher, subject = self.teachers[activity.teachers[0]], self.subjects[activity.subject]
        part = parts.pop() or 0
        candidates = self._assignments.get((teacher, subject, frozenset(groups), part), [])
        code = read_remark(activity.comments).assignment
        named = [one for one in candidates if one.id == code]
        known = self.host.university.assignments.find(code) is not None
        if candidates and known and not named:
            self.error(
                activity.line,
                f"{label}, Comments",
                text("“${code}” is the row of the load of other lessons", code=shown(code)),
                text("Put right the teacher, the subject and the students, or take the code out."),
            )
            return None
        kinds = {names.KINDS[fold(tag)] for tag in activity.tags if fold(tag) in names.KINDS}
        chosen = named or [one for one in candidates if not kinds or one.kind in kinds]
        if len(chosen) == 1:
            return chosen[0]
        if chosen:
            self.error(
                activity.line,
                label,
                text(
                    "Several rows of the load fit: ${codes}", codes=_list(one.id for one in chosen)
                ),
                text("Write the code of one of them into the comments of the activity."),
            )
        else:
            self.error(
                activity.line,
                label,
                text(
                    "The load of the semester has no such row: ${teacher}, ${subject}, ${groups}",
                    teacher=teacher,
                    subject=subject,
                    groups=_list(sorted(groups)),
                ),
                text("Add it to the teaching load first."),
            )
        return None

    def _part(self, group: str, subgroups: set[int]) -> int | None:
        """The number of the subgroup, 0 for the whole group; ``None`` for some of several."""
        if 0 in subgroups:
            return 0
        if len(subgroups) == 1:
            return next(iter(subgroups))
        every = self.host.university.groups.get(group).subgroups
        return 0 if len(subgroups) == every else None

    def _notes(self) -> Iterator[Text]:
        tags = {tag for one in self.solved.activities.values() for tag in one.tags}
        if strange := sorted(tag for tag in tags if fold(tag) not in names.OURS):
            yield text(
                "Activity tags that are no kind of lesson are not read: ${names}.",
                names=_list(strange),
            )
        for one in self.solved.unread:
            yield text(
                "Not read: ${name} (${count}, the first in line ${line}).",
                name=one.name,
                count=one.count,
                line=one.line,
            )

    def error(self, line: int, column: str, what: Text, advice: Text | None = None) -> None:
        """Keep an error."""
        self.errors.add(RowError(self.file, line, column, what, advice))


def _list(values: Iterable[str]) -> str:
    return ", ".join(map(shown, values))
