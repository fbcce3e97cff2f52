"""A timetable from a workbook, compared with what is stored, and applied all at once (3.2)."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING

import attrs

from oshj_core.academic_calendar import teaching
from oshj_core.audit import AuditEvent
from oshj_core.decisions import require
from oshj_core.errors import Invalid
from oshj_core.lists import ErrorList, Problems, RowError
from oshj_core.roles import Facts, Permission
from oshj_core.text import text
from oshj_core.timetable.alignment import DroppedDay, dropping_refused
from oshj_core.timetable.clashes import bookings_in, bookings_of, find_clashes
from oshj_core.timetable.following import opened
from oshj_core.timetable.index import lesson_of
from oshj_core.timetable.reading import (
    Key,
    TimetableFile,
    TimetableHost,
    file_id,
    same_lesson,
)
from oshj_core.timetable.rooms import Room
from oshj_core.timetable.schedule import Schedule
from oshj_core.timetable.sheet import (
    LESSONS_HEADING,
    ROOMS_HEADING,
    lesson_cells,
    room_cells,
)
from oshj_core.timetable.succession import (
    all_dropped,
    following,
    forget,
    moved_changes,
    rest_of,
)
from oshj_core.timetable.telling import notices_of_dropped
from oshj_core.timetable.weekly import later_id
from oshj_core.timetable.wording import written_dropped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from oshj_core.journal import Act
    from oshj_core.lists.applying import Progress
    from oshj_core.ports import AuditTrail
    from oshj_core.timetable.clashes import Clash
    from oshj_core.timetable.weekly import WeeklyLesson

_BEFORE = timedelta(days=1)
_HEADINGS = (ROOMS_HEADING, LESSONS_HEADING)


@attrs.frozen
class TimetableChanges:
    """What a file would change.

    The file is the whole truth about the assignments it names: their weekly lessons that it
    leaves out are ``removed``, or ``ended`` (with the last day that was opened in a journal,
    1.4) — pairs of before and after.  Assignments and rooms it does not name stay as they are.
    It is read as the timetable from a day on: what a lesson was before that day stays, and
    what is another one from then on has an id of its own and goes on with the same days.
    ``past`` counts the rows that end before the day and are left aside.  ``clashes`` are those
    that an added or changed lesson is a party of.

    An added lesson on the weekday of one that is left out ``follows`` it — pairs of old and new —
    with the ids of its days and what hangs on them.  What hangs on days that are gone is
    ``dropped``.
    """

    rooms: tuple[tuple[Room | None, Room], ...]
    added: tuple[WeeklyLesson, ...]
    changed: tuple[tuple[WeeklyLesson, WeeklyLesson], ...]
    ended: tuple[tuple[WeeklyLesson, WeeklyLesson], ...]
    removed: tuple[WeeklyLesson, ...]
    unchanged: int
    clashes: tuple[Clash, ...]
    past: int = 0
    follows: tuple[tuple[WeeklyLesson, WeeklyLesson], ...] = ()
    dropped: tuple[DroppedDay, ...] = ()

    @property
    def count(self) -> int:
        """How many values would be written or removed."""
        lists = (self.rooms, self.added, self.changed, self.ended, self.removed)
        return sum(map(len, lists))

    @property
    def digest(self) -> str:
        """The same for two that would do the same, else different (SHA-256, hex)."""
        digest = hashlib.sha256()
        parts = (self.rooms, self.added, self.changed, self.ended, self.removed, self.clashes)
        for part in (*parts, self.dropped):
            digest.update(repr(part).encode())
        return digest.hexdigest()


def plan_timetable(
    file: TimetableFile, host: TimetableHost, since: date = date.min
) -> TimetableChanges | Problems:
    """Compare a file with the store, as the timetable from the day ``since`` on.

    A lesson is the same as a stored one of the same assignment, hour, weeks and first day, or
    of one that has begun before ``since`` as the other has.  Problems are rows that would take
    a day away which has been opened in a journal (1.4).
    """
    errors = ErrorList()
    stored = _Stored(_named(file, host, since), since)
    added, changed, unchanged, past = [], [], 0, 0
    for number, lesson in file.lessons.items():
        if lesson.ends < since:
            past += 1
            continue
        known = stored.take(lesson)
        if known is None:
            new = lesson if lesson.starts >= since else _from(lesson, since)
            if _has_days(host, new):
                added.append(new)
            else:
                past += 1
            continue
        after = _after(known, lesson, since)
        if after == known or not _has_days(host, after):
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
    for lesson in stored.left():
        last = _last_opened(host, lesson)
        if last is None and lesson.starts >= since:
            removed.append(lesson)
            continue
        kept = [day for day in (last, since - _BEFORE if lesson.starts < since else None) if day]
        if max(kept) < lesson.ends:
            ended.append((lesson, attrs.evolve(lesson, ends=max(kept))))
        else:
            unchanged += 1
    follows = following(added, [*removed, *(after for _, after in ended)], gone=removed)
    dropped = all_dropped(host, follows, changed, ended, removed)
    rooms = [(host.rooms.find(room.id), room) for room in file.rooms]
    return TimetableChanges(
        tuple((before, after) for before, after in rooms if before != after),
        tuple(added),
        tuple(changed),
        tuple(ended),
        tuple(removed),
        unchanged,
        _clashes(host, added, changed, ended, removed, follows),
        past,
        follows,
        dropped,
    )


class _Stored:
    """The stored lessons a file is compared with, each taken by one row."""

    def __init__(self, lessons: Iterable[WeeklyLesson], since: date) -> None:
        self._since = since
        self._lessons: defaultdict[Key, list[WeeklyLesson]] = defaultdict(list)
        for lesson in lessons:
            self._lessons[self._key(lesson)].append(lesson)

    def take(self, row: WeeklyLesson) -> WeeklyLesson | None:
        """The lesson the row is about: the one of its own first day before any other."""
        found = self._lessons.get(self._key(row))
        if not found:
            return None
        taken = next((one for one in found if one.starts == row.starts), found[0])
        found.remove(taken)
        return taken

    def left(self) -> Iterator[WeeklyLesson]:
        """Those no row was about."""
        return chain.from_iterable(self._lessons.values())

    def _key(self, lesson: WeeklyLesson) -> Key:
        if lesson.starts < self._since:
            lesson = attrs.evolve(lesson, starts=self._since)
        return same_lesson(lesson)


def _from(lesson: WeeklyLesson, since: date) -> WeeklyLesson:
    later = attrs.evolve(lesson, starts=since)
    return attrs.evolve(later, id=file_id(later))


def _has_days(host: TimetableHost, lesson: WeeklyLesson) -> bool:
    return bool(host.weeks_of(lesson.semester).originals(lesson))


def _after(known: WeeklyLesson, row: WeeklyLesson, since: date) -> WeeklyLesson:
    """What a row makes of a stored lesson: itself, or the part of it that begins that day."""
    # The time follows the bells by a step of its own, from a day on.
    after = attrs.evolve(
        row, id=known.id, series=known.series, starts=known.starts, time=known.time
    )
    if known.starts >= since or attrs.evolve(after, ends=known.ends) == known:
        return after
    return attrs.evolve(after, id=later_id(known, since), series=known.root, starts=since)


def apply_timetable(
    changes: TimetableChanges,
    host: TimetableHost,
    audit: AuditTrail,
    act: Act,
    *,
    despite: str = "",
    dropping: bool = False,
    progress: Progress = lambda done, total: None,
) -> None:
    """Store the changes, each with its event.  All or nothing is the caller's transaction.

    :raises NotAllowed: the actor may not fill in the timetable.
    :raises Invalid: there are clashes, and no reason why they are to stand; something hangs on
        days that are gone, and nobody said by ``dropping`` that it is dropped.
    """
    require(act.actor, Permission.EDIT_TIMETABLE, Facts())
    if changes.clashes and not despite.strip():
        raise Invalid(
            changes.clashes[0].message,
            place="despite",
            clause="3.2",
            advice=text("Correct the file, or say why both are to stand."),
        )

    if changes.dropped and not dropping:
        raise dropping_refused(changes.dropped)

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
    carried = [change for old, new in changes.follows for change in moved_changes(host, old, new)]
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
            forget(host, old, new)
            store.put(new)
            rest = rest_of(old, new)
            if rest is not None:
                for change in moved_changes(host, old, new):
                    store.drop_change(old.id, change.original)
                    store.put_change(change)
                store.put(rest)
            note(action, f"lesson:{new.id}", lesson_cells(old), lesson_cells(new))
            progress(done := done + 1, changes.count)
    for lesson in changes.added:
        store.put(lesson)
        note("timetable.add", f"lesson:{lesson.id}", (), lesson_cells(lesson))
        progress(done := done + 1, changes.count)
    for change in carried:
        store.put_change(change)
    for one in changes.dropped:
        subject = f"lesson:{one.day.lesson}:{one.day.original}"
        note("timetable.drop", subject, (written_dropped(one),), ())
        if host.notices is not None:
            for notice in notices_of_dropped(host.university, act, one, despite.strip()):
                host.notices.add(notice)


def _named(file: TimetableFile, host: TimetableHost, since: date) -> list[WeeklyLesson]:
    """The stored weekly lessons, not over by then, of the assignments that the file names."""
    named: defaultdict[str, set[str]] = defaultdict(set)
    for lesson in file.lessons.values():
        named[lesson.semester].add(lesson.assignment)
    return [
        lesson
        for semester, assignments in named.items()
        for lesson in host.store.in_semester(semester)
        if lesson.assignment in assignments and not lesson.extra and lesson.ends >= since
    ]


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
    added: Iterable[WeeklyLesson],
    changed: Iterable[tuple[WeeklyLesson, WeeklyLesson]],
    ended: Iterable[tuple[WeeklyLesson, WeeklyLesson]],
    removed: Iterable[WeeklyLesson],
    follows: Iterable[tuple[WeeklyLesson, WeeklyLesson]],
) -> tuple[Clash, ...]:
    """The clashes of the new lessons, in the timetable as it would be."""
    new = {lesson.id: lesson for lesson in (*added, *(after for _, after in changed))}
    would_be = {after.id: after for _, after in ended}
    would_be |= {rest.id: rest for pair in changed if (rest := rest_of(*pair)) is not None}
    would_be |= new
    moved = [
        change
        for old, after in (*changed, *follows)
        if old.id != after.id
        for change in moved_changes(host, old, after)
    ]
    gone = {lesson.id for lesson in removed}
    found: list[Clash] = []
    for semester in sorted({lesson.semester for lesson in new.values()}):
        lessons = {
            lesson.id: lesson
            for lesson in host.store.in_semester(semester)
            if lesson.id not in gone
        }
        lessons |= {key: one for key, one in would_be.items() if one.semester == semester}
        stored = [change for one in lessons for change in host.store.changes_of(one)]
        own = [change for change in moved if change.lesson in lessons]
        schedule = Schedule(host.weeks_of(semester), lessons.values(), [*stored, *own], host.key)
        bookings = list(bookings_of(schedule))
        for weeks in teaching.overlapping(host.university, schedule.weeks.semester):
            others = host.store.in_semester(weeks.semester.id)
            theirs = [change for one in others for change in host.store.changes_of(one.id)]
            bookings += bookings_in(Schedule(weeks, others, theirs, host.key), schedule.weeks)
        found += find_clashes(bookings, schedule.weeks)
    return tuple(clash for clash in found if any(lesson_of(one) in new for one in clash.parties))
