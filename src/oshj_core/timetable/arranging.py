"""Filling in the timetable: the administrator's work (3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.audit import AuditEvent
from oshj_core.decisions import require
from oshj_core.errors import Conflict, Invalid, NotFound
from oshj_core.issuing import needed_reason
from oshj_core.roles import Facts, Permission, State
from oshj_core.text import text
from oshj_core.timetable.alignment import aligned, dropped_days, dropping_refused
from oshj_core.timetable.checking import check_ids, check_lesson, check_teacher
from oshj_core.timetable.following import follow, opened
from oshj_core.timetable.index import lesson_of
from oshj_core.timetable.near import Neighbourhood
from oshj_core.timetable.occurrence import Occurrence, occurrence_of
from oshj_core.timetable.schedule import Schedule
from oshj_core.timetable.telling import notices_of_day, notices_of_dropped, notices_of_weeks
from oshj_core.timetable.wording import written, written_change, written_dropped

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from oshj_core.delegation import Substitutions
    from oshj_core.journal import Act
    from oshj_core.notices import Notice, Notices
    from oshj_core.ports import AuditTrail, Registers, University
    from oshj_core.timetable.alignment import Alignment, DroppedDay
    from oshj_core.timetable.clashes import Clash
    from oshj_core.timetable.occurrence import Change
    from oshj_core.timetable.ports import TimetableStore
    from oshj_core.timetable.weekly import WeeklyLesson
    from oshj_core.timetable.weeks import TeachingWeeks


@attrs.frozen
class Arranging:
    """One actor's work on the timetable of a semester.

    ``key`` is the host's key for the ids of occurrences.  A lesson that clashes is refused,
    unless the actor says ``despite`` what reason it is to stand; the reason is kept.  Where
    there are ``notices``, teachers and students are told of what changes in the next days, and
    of the ``substitutions`` those whose lessons are dropped.
    """

    store: TimetableStore
    university: University
    registers: Registers
    audit: AuditTrail
    act: Act
    weeks: TeachingWeeks
    key: bytes = b""
    notices: Notices | None = None
    substitutions: Substitutions | None = None

    def add(self, lesson: WeeklyLesson, *, despite: str = "") -> tuple[Clash, ...]:
        """Add a weekly or an extra lesson; adding the same again changes nothing.

        Returns the clashes it stands despite of.

        :raises NotAllowed: the actor may not, or the semester is closed.
        :raises NotFound: there is no such assignment.
        :raises Invalid: it does not agree with its assignment or semester; its id, or that of
            one of its days, is taken; it clashes.
        """
        self._require()
        known = self.store.find(lesson.id)
        if known == lesson:
            return ()
        if known is not None:
            raise Invalid(text("The id stands for another lesson."), place="id")
        check_lesson(lesson, self.university, self.weeks)
        near = self._around(lesson, ())
        check_ids(near)
        clashes = self._stand(near, lesson.id, despite)
        self.store.put(lesson)
        self._note("timetable.add", lesson.id, after=written(lesson), reason=despite)
        if lesson.extra:
            for one in near.occurrences(lesson):
                self._tell(notices_of_day(self.university, self.act, None, one, despite))
        return clashes

    def replace(
        self,
        identifier: str,
        lesson: WeeklyLesson,
        reason: str,
        *,
        despite: str = "",
        dropping: bool = False,
    ) -> tuple[Clash, ...]:
        """From the first day of the new lesson on, hold it in place of the old one.

        The days before stay what they are.  A day that the new one has too keeps its id, and
        with it its change and its substitute; those of other days are dropped, if the actor
        says so by ``dropping``.  Returns the clashes it stands despite of.

        :raises NotFound: there is no such lesson.
        :raises Invalid: the new one begins after the old one; a day after that has been opened
            in the journal; days are dropped and nobody said so; no reason; see :meth:`add`.
        :raises NotAllowed: the actor may not.
        """
        self._require()
        reason = needed_reason(reason)
        old = self.store.get(identifier)
        if lesson.starts > old.ends:
            raise Invalid(text("The new lesson begins while the old one lasts."), place="starts")
        self._keep_opened(old, lesson.starts)
        if self.store.find(lesson.id) is not None:
            raise Invalid(text("The id stands for another lesson."), place="id")
        check_lesson(lesson, self.university, self.weeks)
        found = self._aligned(old, lesson)
        schedule = self._as_it_would_be(found)
        check_ids(schedule)
        clashes = self._stand(schedule, lesson.id, despite)
        dropped = self.dropped_by(old, lesson)
        if dropped and not dropping:
            raise dropping_refused(dropped)
        self._keep(found)
        if found.ended is not None:
            self._note("timetable.end", old.id, written(old), written(found.ended), reason)
            self._note("timetable.add", lesson.id, after=written(lesson), reason=despite or reason)
        else:
            said = "; ".join(filter(None, (reason, despite.strip())))
            self._note("timetable.replace", old.id, written(old), written(lesson), said)
        self._drop(dropped, reason)
        self._tell_weeks(old, lesson, lesson.starts, reason)
        return clashes

    def dropped_by(self, old: WeeklyLesson, lesson: WeeklyLesson) -> tuple[DroppedDay, ...]:
        """The days of a lesson with a change or a substitute that another in its place would
        not have."""
        return self._dropped(old, self._aligned(old, lesson).lessons)

    def remove(self, identifier: str, reason: str) -> None:
        """Remove a lesson of which no day has been opened; those who were to take it for a
        day are told.

        :raises NotFound: there is no such lesson.
        :raises NotAllowed: the actor may not.
        :raises Invalid: a day has been opened in the journal; no reason.
        """
        self._require()
        reason = needed_reason(reason)
        lesson = self.store.get(identifier)
        self._keep_opened(lesson, lesson.starts)
        dropped = self._dropped(lesson, ())
        self.store.remove(identifier)
        self._note("timetable.remove", identifier, before=written(lesson), reason=reason)
        self._drop(dropped, reason)
        self._tell_weeks(lesson, None, max(lesson.starts, self.act.today), reason)

    def change(self, change: Change, *, seen: str | None = None, despite: str = "") -> Occurrence:
        """Move, cancel, or give another room or teacher to the lesson of one day.

        Its id stays, so where it has been opened its register follows.

        :param seen: the mark of the change that the actor saw in its place, empty for none;
            nobody is asked where it is not given.
        :raises Conflict: somebody changed the day meanwhile.
        :raises NotFound: there is no such lesson, or none planned for that day.
        :raises NotAllowed: the actor may not; the module of the old or new day is locked.
        :raises Invalid: no reason; a day outside the semester or a holiday; an unknown teacher;
            it clashes; see also ``follow``.
        """
        self._require()
        reason = needed_reason(change.reason)
        change = attrs.evolve(change, reason=reason, at=self.act.millis)
        lesson = self.store.get(change.lesson)
        if change.day is not None:
            if change.day not in self.weeks:
                raise Invalid(text("The day lies outside the semester."), place="day")
            if self.weeks.is_off(lesson.groups, change.day):
                raise Invalid(text("The day is a holiday."), place="day")
        if change.teacher:
            check_teacher(change.teacher, self.university)
        occurrence = self._changed(lesson, change)
        known = self._change_of(lesson, change.original)
        if known == change:
            return occurrence
        _check_seen(known, seen, change)
        if not change.cancelled:
            others = self._others(lesson, change.original)
            self._stand_on_day(
                self._around(lesson, [*others, change]), lesson, change.original, despite
            )
        self._follow(occurrence)
        self.store.put_change(change)
        was = self._changed(lesson, known) if known else self._planned(lesson, change.original)
        self._tell(notices_of_day(self.university, self.act, was, occurrence, change.reason))
        self._note(
            "timetable.change",
            f"{lesson.id}:{change.original}",
            written_change(known) if known else "",
            written_change(change),
            "; ".join(filter(None, (change.reason, despite))),
        )
        return occurrence

    def restore(
        self,
        identifier: str,
        original: date,
        reason: str,
        *,
        seen: str | None = None,
        despite: str = "",
    ) -> None:
        """Let the lesson of one day be held as planned again.

        :raises NotFound: that day of the lesson is not changed.
        :raises Conflict, NotAllowed, Invalid: see :meth:`change`.
        """
        self._require()
        reason = needed_reason(reason)
        lesson = self.store.get(identifier)
        known = self._change_of(lesson, original)
        if known is None:
            raise NotFound("change of the timetable", original)
        _check_seen(known, seen, None)
        near = self._around(lesson, self._others(lesson, original))
        self._stand_on_day(near, lesson, original, despite)
        was = self._changed(lesson, known)
        for occurrence in near.occurrences(lesson):
            if occurrence.original == original:
                self._follow(occurrence)
                self._tell(notices_of_day(self.university, self.act, was, occurrence, reason))
        self.store.drop_change(identifier, original)
        before = written_change(known)
        self._note("timetable.restore", f"{identifier}:{original}", before, reason=reason)

    def clashes_of(self, lesson: WeeklyLesson) -> tuple[Clash, ...]:
        """The clashes a lesson has, or would have; to be asked before adding it."""
        near = self._around(lesson, self.store.changes_of(lesson.id))
        return self._neighbourhood.clashes(near, lesson.id)

    def _require(self) -> None:
        semester = self.university.semesters.get(self.weeks.semester.id)
        states = frozenset({State.CLOSED_YEAR}) if semester.closed else frozenset()
        require(self.act.actor, Permission.EDIT_TIMETABLE, Facts(states=states))

    def _around(self, lesson: WeeklyLesson, changes: Iterable[Change]) -> Schedule:
        """What shares a teacher, a room or a group with the lesson under those changes."""
        return self._neighbourhood.around([lesson], changes)

    @property
    def _neighbourhood(self) -> Neighbourhood:
        return Neighbourhood(self.store, self.university, self.weeks, self.key)

    def _aligned(self, old: WeeklyLesson, lesson: WeeklyLesson) -> Alignment:
        return aligned(self.weeks, old, lesson, self.store.changes_of(old.id))

    def _as_it_would_be(self, found: Alignment) -> Schedule:
        """The timetable around a lesson that is held otherwise from a day on."""
        return self._neighbourhood.around(found.lessons, found.changes, gone=found.before.id)

    def _keep(self, found: Alignment) -> None:
        """Store what becomes of a lesson."""
        self.store.remove(found.before.id)
        for lesson in found.lessons:
            self.store.put(lesson)
        for change in found.changes:
            self.store.put_change(change)

    def _dropped(
        self, lesson: WeeklyLesson, after: Iterable[WeeklyLesson]
    ) -> tuple[DroppedDay, ...]:
        changes = self.store.changes_of(lesson.id)
        schedule = Schedule(self.weeks, [lesson], changes, self.key)
        return tuple(dropped_days(schedule, lesson, after, self.substitutions))

    def _drop(self, dropped: Iterable[DroppedDay], reason: str) -> None:
        """Write down what hung on those days, and tell the substitutes."""
        for one in dropped:
            subject = f"{one.day.lesson}:{one.day.original}"
            self._note("timetable.drop", subject, written_dropped(one), reason=reason)
            self._tell(notices_of_dropped(self.university, self.act, one, reason))

    def _others(self, lesson: WeeklyLesson, original: date) -> list[Change]:
        return [one for one in self.store.changes_of(lesson.id) if one.original != original]

    def _change_of(self, lesson: WeeklyLesson, original: date) -> Change | None:
        known = self.store.changes_of(lesson.id)
        return next((one for one in known if one.original == original), None)

    def _stand(self, near: Schedule, lesson: str, despite: str) -> tuple[Clash, ...]:
        """The clashes of the lesson, which stand only for a reason."""
        return _accepted(self._neighbourhood.clashes(near, lesson), despite)

    def _stand_on_day(
        self, near: Schedule, lesson: WeeklyLesson, original: date, despite: str
    ) -> None:
        """The same of the day alone: what clashes on others has been accepted with them."""
        clashes = self._neighbourhood.clashes(near, lesson.id)
        _accepted(tuple(one for one in clashes if _is_on_day(one, lesson, original)), despite)

    def _changed(self, lesson: WeeklyLesson, change: Change) -> Occurrence:
        """The occurrence under the change.  Raises ``NotFound`` if none is planned."""
        alone = Schedule(self.weeks, [lesson], [change], self.key)
        for occurrence in alone.changed(lesson):
            return occurrence
        raise NotFound("lesson", f"{lesson.id}:{change.original}")

    def _planned(self, lesson: WeeklyLesson, original: date) -> Occurrence:
        return occurrence_of(lesson, original, key=self.key)

    def _tell(self, notices: Iterable[Notice]) -> None:
        if self.notices is not None:
            for notice in notices:
                self.notices.add(notice)

    def _tell_weeks(
        self, lesson: WeeklyLesson, after: WeeklyLesson | None, first: date, reason: str
    ) -> None:
        # Before a semester begins its timetable is made, not changed.
        if self.weeks.semester.starts <= self.act.today:
            self._tell(notices_of_weeks(self.university, self.act, lesson, after, first, reason))

    def _follow(self, occurrence: Occurrence) -> None:
        assignment = self.university.assignments.get(occurrence.assignment)
        follow(self.registers, self.university, assignment, occurrence, self.act.today)

    def _keep_opened(self, lesson: WeeklyLesson, first: date) -> None:
        """1.4: what has been opened in a journal does not leave the timetable."""
        assignment = self.university.assignments.get(lesson.assignment)
        schedule = Schedule(self.weeks, [lesson], self.store.changes_of(lesson.id), self.key)
        for occurrence in schedule.occurrences(lesson):
            if occurrence.original >= first:
                for _ in opened(self.registers, assignment, occurrence.id):
                    raise Invalid(
                        text("A lesson of it has been opened in the journal; it stays."),
                        place=str(occurrence.original),
                        clause="1.4",
                    )

    def _note(
        self, action: str, subject: str, before: str = "", after: str = "", reason: str = ""
    ) -> None:
        act = self.act
        self.audit.append(
            AuditEvent(
                act.millis,
                act.actor.id,
                action,
                f"lesson:{subject}",
                before,
                after,
                reason,
                act.request,
            )
        )


def _accepted(clashes: tuple[Clash, ...], despite: str) -> tuple[Clash, ...]:
    """The clashes, if there are none or there is a reason for them."""
    if clashes and not despite.strip():
        raise Invalid(
            clashes[0].message,
            place="time",
            clause="3.2",
            advice=text("Choose another time or room, or say why both are to stand."),
        )
    return clashes


def _is_on_day(clash: Clash, lesson: WeeklyLesson, original: date) -> bool:
    """Whether the lesson planned for that day, changed or not, is a party of the clash."""
    return any(
        party.original == original if isinstance(party, Occurrence) else original in clash.days
        for party in clash.parties
        if lesson_of(party) == lesson.id
    )


def _check_seen(known: Change | None, seen: str | None, offered: Change | None) -> None:
    if seen is not None and seen != ("" if known is None else known.mark):
        raise Conflict(
            text("Somebody changed this day meanwhile."), stored=known, offered=offered, place="way"
        )
