"""A timetable from a workbook, compared with what is stored, and applied all at once (3.2)."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from oshj_core.audit import AuditEvent
from oshj_core.decisions import require
from oshj_core.errors import Invalid
from oshj_core.lists import ErrorList, Problems, RowError
from oshj_core.roles import Facts, Permission
from oshj_core.text import text
from oshj_core.timetable.clashes import bookings_of, find_clashes
from oshj_core.timetable.following import opened
from oshj_core.timetable.index import lesson_of
from oshj_core.timetable.reading import Key, TimetableFile, TimetableHost, same_lesson
from oshj_core.timetable.rooms import Room
from oshj_core.timetable.schedule import Schedule
from oshj_core.timetable.sheet import (
    LESSONS_HEADING,
    ROOMS_HEADING,
    lesson_cells,
    room_cells,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from oshj_core.journal import Act
    from oshj_core.lists.applying import Progress
    from oshj_core.ports import AuditTrail
    from oshj_core.timetable.clashes import Clash
    from oshj_core.timetable.weekly import WeeklyLesson

_HEADINGS = (ROOMS_HEADING, LESSONS_HEADING)


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


def plan_timetable(file: TimetableFile, host: TimetableHost) -> TimetableChanges | Problems:
    """Compare a file with the store.

    A lesson is the same as a stored one of the same assignment, hour, weeks and first day.
    Problems are rows that would take a day away which has been opened in a journal (1.4).
    """
    errors = ErrorList()
    stored = _stored(file, host)
    added, changed, unchanged = [], [], 0
    for number, lesson in file.lessons.items():
        known = stored.pop(same_lesson(lesson), None)
        if known is None:
            added.append(lesson)
            continue
        after = attrs.evolve(lesson, id=known.id, series=known.series)
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


def _stored(file: TimetableFile, host: TimetableHost) -> dict[Key, WeeklyLesson]:
    """The stored weekly lessons of the assignments that the file names."""
    named: defaultdict[str, set[str]] = defaultdict(set)
    for lesson in file.lessons.values():
        named[lesson.semester].add(lesson.assignment)
    return {
        same_lesson(lesson): lesson
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
