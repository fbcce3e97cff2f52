"""A timetable from a workbook: read with every error by its place, compared, applied at once.

``read_timetable`` → :class:`TimetableFile` or :class:`~oshj_core.lists.Problems`;
``plan_timetable`` → :class:`TimetableChanges` or problems; ``apply_timetable``.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Any

import attrs

from oshj_core.audit import AuditEvent
from oshj_core.decisions import require
from oshj_core.errors import Invalid
from oshj_core.lists import NOTES_SHEET, ErrorList, Problems, RowError, SheetReader, cells
from oshj_core.lists.rows import heading_key
from oshj_core.roles import Facts, Permission
from oshj_core.text import Text, text
from oshj_core.timetable.clashes import bookings_of, find_clashes
from oshj_core.timetable.following import opened
from oshj_core.timetable.index import lesson_of
from oshj_core.timetable.rooms import Room
from oshj_core.timetable.schedule import Schedule
from oshj_core.timetable.sheet import (
    LESSON_COLUMNS,
    LESSONS_HEADING,
    ROOM_COLUMNS,
    ROOMS_HEADING,
    last_teaching_day,
    lesson_cells,
    room_cells,
)
from oshj_core.timetable.weekly import weekly_lesson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from oshj_core.journal import Act
    from oshj_core.lists import Row
    from oshj_core.lists.applying import Progress
    from oshj_core.ports import AuditTrail, Registers, Table, University
    from oshj_core.structure import Assignment
    from oshj_core.timetable.clashes import Clash
    from oshj_core.timetable.interval import Bells
    from oshj_core.timetable.ports import TimetableStore
    from oshj_core.timetable.weekly import WeeklyLesson
    from oshj_core.timetable.weeks import TeachingWeeks

_HEADINGS = (ROOMS_HEADING, LESSONS_HEADING)
_SHEETS = {
    heading_key(word): heading
    for heading, name in ((ROOMS_HEADING, "rooms"), (LESSONS_HEADING, "timetable"))
    for word in (heading, name)
}
_Key = tuple[Any, ...]


@attrs.frozen
class TimetableHost:
    """What a host knows that a timetable is read and compared by.

    ``weeks_of`` gives the teaching weeks of a semester, ``bells_of`` the bells of a group;
    ``key`` is that of the ids of occurrences.
    """

    university: University
    registers: Registers
    rooms: Table[Room]
    store: TimetableStore
    weeks_of: Callable[[str], TeachingWeeks]
    bells_of: Callable[[str], Bells]
    key: bytes = b""


@attrs.frozen
class TimetableFile:
    """A file without an error: rooms, and weekly lessons by their row's number."""

    rooms: tuple[Room, ...]
    lessons: Mapping[int, WeeklyLesson]


@attrs.frozen
class TimetableChanges:
    """What a file would change.

    The file is the whole truth about the assignments it names: their weekly lessons that it
    leaves out are ``removed``, or ``ended`` (with the last day that was opened in a journal,
    1.4) — pairs of before and after.  Assignments and rooms it does not name stay as they are.
    ``clashes`` are those that an added or changed lesson is a party of.
    """

    rooms: tuple[tuple[Room | None, Room], ...]
    added: tuple[WeeklyLesson, ...]
    changed: tuple[tuple[WeeklyLesson, WeeklyLesson], ...]
    ended: tuple[tuple[WeeklyLesson, WeeklyLesson], ...]
    removed: tuple[WeeklyLesson, ...]
    unchanged: int
    clashes: tuple[Clash, ...]

    @property
    def count(self) -> int:
        """How many values would be written or removed."""
        lists = (self.rooms, self.added, self.changed, self.ended, self.removed)
        return sum(map(len, lists))

    @property
    def digest(self) -> str:
        """The same for two that would do the same, else different (SHA-256, hex)."""
        digest = hashlib.sha256()
        for part in (self.rooms, self.added, self.changed, self.ended, self.removed, self.clashes):
            digest.update(repr(part).encode())
        return digest.hexdigest()


def read_timetable(
    sheets: Mapping[str, Iterable[Row]], host: TimetableHost
) -> TimetableFile | Problems:
    """Read and check the workbook; the store is only looked into.

    :param sheets: the rows by the name of their sheet, machine name or Kyrgyz heading.
    """
    reader = _Reader(host)
    found = reader.matched(sheets)
    reader.read_rooms(found.get(ROOMS_HEADING, ()))
    if LESSONS_HEADING in found:
        reader.read_lessons(found[LESSONS_HEADING])
    elif ROOMS_HEADING not in found:
        reader.error(
            LESSONS_HEADING,
            0,
            "",
            text("This sheet is missing"),
            text("Add it as in the template."),
        )
    if reader.errors.count:
        return reader.errors.problems(_HEADINGS)
    return TimetableFile(tuple(reader.rooms.values()), reader.lessons)


def plan_timetable(file: TimetableFile, host: TimetableHost) -> TimetableChanges | Problems:
    """Compare a file with the store.

    A lesson is the same as a stored one of the same assignment, hour, weeks and first day.
    Problems are rows that would take a day away which has been opened in a journal (1.4).
    """
    errors = ErrorList()
    stored = _stored(file, host)
    added, changed, unchanged = [], [], 0
    for number, lesson in file.lessons.items():
        known = stored.pop(_same(lesson), None)
        if known is None:
            added.append(lesson)
            continue
        after = attrs.evolve(lesson, id=known.id)
        if after == known:
            unchanged += 1
        elif (last := _last_opened(host, known)) is not None and last > after.ends:
            errors.add(
                RowError(
                    LESSONS_HEADING,
                    number,
                    "",
                    text("A lesson of it has been opened in the journal; it stays."),
                    text("Let it last at least until ${day}.", day=last.isoformat()),
                )
            )
        else:
            changed.append((known, after))
    if errors.count:
        return errors.problems(_HEADINGS)
    removed, ended = [], []
    for lesson in stored.values():
        last = _last_opened(host, lesson)
        if last is None:
            removed.append(lesson)
        elif last < lesson.ends:
            ended.append((lesson, attrs.evolve(lesson, ends=last)))
        else:
            unchanged += 1
    rooms = [(host.rooms.find(room.id), room) for room in file.rooms]
    new = [*added, *(after for _, after in changed)]
    gone = {lesson.id for lesson in removed}
    kept = {after.id: after for _, after in ended}
    return TimetableChanges(
        tuple((before, after) for before, after in rooms if before != after),
        tuple(added),
        tuple(changed),
        tuple(ended),
        tuple(removed),
        unchanged,
        _clashes(host, new, kept, gone),
    )


def apply_timetable(
    changes: TimetableChanges,
    host: TimetableHost,
    audit: AuditTrail,
    act: Act,
    *,
    despite: str = "",
    progress: Progress = lambda done, total: None,
) -> None:
    """Store the changes, each with its event.  All or nothing is the caller's transaction.

    :raises NotAllowed: the actor may not fill in the timetable.
    :raises Invalid: there are clashes, and no reason why they are to stand.
    """
    require(act.actor, Permission.EDIT_TIMETABLE, Facts())
    if changes.clashes and not despite.strip():
        raise Invalid(
            changes.clashes[0].message,
            place="despite",
            clause="3.2",
            advice=text("Correct the file, or say why both are to stand."),
        )

    def note(action: str, subject: str, before: tuple[str, ...], after: tuple[str, ...]) -> None:
        audit.append(
            AuditEvent(
                act.millis,
                act.actor.id,
                action,
                subject,
                "; ".join(before),
                "; ".join(after),
                despite.strip(),
                act.request,
            )
        )

    store, done = host.store, 0
    for old_room, room in changes.rooms:
        host.rooms.put(room)
        before = () if old_room is None else room_cells(old_room)
        note("room.put", f"room:{room.id}", before, room_cells(room))
        progress(done := done + 1, changes.count)
    for lesson in changes.removed:
        store.remove(lesson.id)
        note("timetable.remove", f"lesson:{lesson.id}", lesson_cells(lesson), ())
        progress(done := done + 1, changes.count)
    for action, pairs in (("timetable.end", changes.ended), ("timetable.import", changes.changed)):
        for old, new in pairs:
            store.put(new)
            note(action, f"lesson:{new.id}", lesson_cells(old), lesson_cells(new))
            progress(done := done + 1, changes.count)
    for lesson in changes.added:
        store.put(lesson)
        note("timetable.add", f"lesson:{lesson.id}", (), lesson_cells(lesson))
        progress(done := done + 1, changes.count)


def _same(lesson: WeeklyLesson) -> _Key:
    return (lesson.assignment, lesson.weekday, lesson.slot, lesson.weeks.value, lesson.starts)


def _identifier(assignment: Assignment, row: Mapping[str, Any], starts: date) -> str:
    """The id of a new lesson: what makes it the same lesson, so that a file gives it again."""
    parts = (assignment.id, row["weekday"], row["slot"], row["weeks"].value, starts.isoformat())
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:20]


def _stored(file: TimetableFile, host: TimetableHost) -> dict[_Key, WeeklyLesson]:
    """The stored weekly lessons of the assignments that the file names."""
    named: defaultdict[str, set[str]] = defaultdict(set)
    for lesson in file.lessons.values():
        named[lesson.semester].add(lesson.assignment)
    return {
        _same(lesson): lesson
        for semester, assignments in named.items()
        for lesson in host.store.in_semester(semester)
        if lesson.assignment in assignments and not lesson.extra
    }


def _last_opened(host: TimetableHost, lesson: WeeklyLesson) -> date | None:
    """The last day of the lesson that has been opened in a journal."""
    assignment = host.university.assignments.get(lesson.assignment)
    schedule = Schedule(
        host.weeks_of(lesson.semester), [lesson], host.store.changes_of(lesson.id), host.key
    )
    days = [
        one.original
        for one in schedule.occurrences(lesson)
        if any(True for _ in opened(host.registers, assignment, one.id))
    ]
    return max(days, default=None)


def _clashes(
    host: TimetableHost,
    new: list[WeeklyLesson],
    kept: Mapping[str, WeeklyLesson],
    gone: set[str],
) -> tuple[Clash, ...]:
    """The clashes of the new lessons, in the timetable as it would be."""
    ids = {lesson.id for lesson in new}
    found: list[Clash] = []
    for semester in sorted({lesson.semester for lesson in new}):
        lessons = {
            lesson.id: kept.get(lesson.id, lesson)
            for lesson in host.store.in_semester(semester)
            if lesson.id not in gone
        }
        lessons |= {lesson.id: lesson for lesson in new if lesson.semester == semester}
        changes = (change for one in lessons for change in host.store.changes_of(one))
        schedule = Schedule(host.weeks_of(semester), lessons.values(), changes, host.key)
        found += find_clashes(bookings_of(schedule), schedule.weeks)
    return tuple(clash for clash in found if any(lesson_of(one) in ids for one in clash.parties))


@attrs.define
class _Reader:
    host: TimetableHost
    errors: ErrorList = attrs.field(factory=ErrorList, init=False)
    rooms: dict[str, Room] = attrs.field(factory=dict, init=False)
    lessons: dict[int, WeeklyLesson] = attrs.field(factory=dict, init=False)
    # The row in which each room and each lesson stands first.
    _room_rows: dict[str, int] = attrs.field(factory=dict, init=False)
    _places: dict[tuple[str, str], str] = attrs.field(factory=dict, init=False)
    _lesson_rows: dict[_Key, int] = attrs.field(factory=dict, init=False)

    def matched(self, sheets: Mapping[str, Iterable[Row]]) -> dict[str, Iterable[Row]]:
        """The rows of the known sheets by their headings."""
        found: dict[str, Iterable[Row]] = {}
        for written, rows in sheets.items():
            heading = _SHEETS.get(heading_key(written))
            if heading is not None:
                found[heading] = rows
            elif heading_key(written) != heading_key(NOTES_SHEET) and any(True for _ in rows):
                self.error(
                    cells.shown(written),
                    0,
                    "",
                    text("This sheet is not known"),
                    text("Name it as in the template, or take it out of the file."),
                )
        return found

    def read_rooms(self, rows: Iterable[Row]) -> None:
        """The rooms; those of the store are known as well."""
        for room in self.host.rooms:
            self._places[room.building, room.name] = room.id
        for number, row in self._rows(ROOMS_HEADING, ROOM_COLUMNS, rows):
            code, place = row["id"], (row["building"], row["name"])
            first = self._room_rows.setdefault(code, number)
            if first != number:
                self.error(
                    ROOMS_HEADING,
                    number,
                    ROOM_COLUMNS[0].heading,
                    text("The code ${code} stands in row ${row} already", code=code, row=first),
                    text("Give each its own code, or take one of the two rows out."),
                )
            elif self._places.setdefault(place, code) != code:
                self.error(
                    ROOMS_HEADING,
                    number,
                    ROOM_COLUMNS[2].heading,
                    text("The room ${code} has this name already", code=self._places[place]),
                    text("A building has one room of each name."),
                )
            else:
                self.rooms[code] = Room(**row)

    def read_lessons(self, rows: Iterable[Row]) -> None:
        """The weekly lessons."""
        for number, row in self._rows(LESSONS_HEADING, LESSON_COLUMNS, rows):
            assignment = self.host.university.assignments.find(row["assignment"])
            if assignment is None:
                self._lesson_error(
                    number,
                    "assignment",
                    text("There is no “${code}”", code=row["assignment"]),
                    text("Write the code of a row of the teaching load."),
                )
                continue
            try:
                lesson = self._lesson(assignment, row)
            except Invalid as refusal:
                self._lesson_error(number, refusal.place, refusal.text, refusal.advice)
                continue
            first = self._lesson_rows.setdefault(_same(lesson), number)
            if first == number:
                self.lessons[number] = lesson
            else:
                self._lesson_error(
                    number,
                    "slot",
                    text("The same lesson stands in row ${row} already", row=first),
                    text("Take one of the two rows out."),
                )

    def _lesson(self, assignment: Assignment, row: Mapping[str, Any]) -> WeeklyLesson:
        weeks = self.host.weeks_of(assignment.semester)
        semester = weeks.semester
        if semester.closed:
            raise Invalid(text("The semester ${id} is closed", id=semester.id), place="assignment")
        place = (row["building"], row["room"])
        if row["room"] and place not in self._places:
            raise Invalid(
                text("There is no room “${room}” in this building", room=row["room"]),
                place="room",
                advice=text(
                    "Add it to the sheet «${sheet}», or correct it here.", sheet=ROOMS_HEADING
                ),
            )
        starts = row["starts"] or semester.starts
        lesson = weekly_lesson(
            _identifier(assignment, row, starts),
            assignment,
            semester,
            self.host.bells_of(assignment.groups[0]),
            row["weekday"],
            row["slot"],
            weeks=row["weeks"],
            room=row["room"],
            building=row["building"],
            starts=starts,
            ends=row["ends"] or last_teaching_day(semester),
        )
        for name in ("starts", "ends"):
            if getattr(lesson, name) not in weeks:
                raise Invalid(text("The day lies outside the semester."), place=name)
        if not weeks.originals(lesson):
            raise Invalid(text("The lesson is planned for no day at all."), place="weekday")
        return lesson

    def _rows(
        self, heading: str, columns: Any, rows: Iterable[Row]
    ) -> Iterator[tuple[int, dict[str, Any]]]:
        """The parsed rows that have no error of their own."""
        lines = iter(rows)
        first = next(lines, None)
        if first is None:
            return
        reader = SheetReader(heading, columns, self.errors)
        for number, texts in reader.begin(chain([first], lines)):
            before = self.errors.count
            row = reader.read(number, texts)
            if reader.complete and self.errors.count == before:
                yield number, row

    def _lesson_error(self, number: int, place: str, what: Text, advice: Text | None) -> None:
        column = next((one.heading for one in LESSON_COLUMNS if one.name == place), "")
        self.error(LESSONS_HEADING, number, column, what, advice)

    def error(self, sheet: str, row: int, column: str, what: Text, advice: Text | None) -> None:
        """Keep an error."""
        self.errors.add(RowError(sheet, row, column, what, advice))
