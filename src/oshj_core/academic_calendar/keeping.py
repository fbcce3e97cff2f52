"""Keeping the calendar of the year and the bells: the administrator's work (3.2, 4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.academic_calendar.checking import check_period, check_reach, check_semester
from oshj_core.academic_calendar.consequences import Year, dated, with_dates
from oshj_core.academic_calendar.parts import missing_module, parts_of
from oshj_core.academic_calendar.periods import WHOLE, Period, PeriodKind
from oshj_core.academic_calendar.resolving import periods_of
from oshj_core.audit import AuditEvent
from oshj_core.decisions import require
from oshj_core.errors import Conflict, Invalid, NotFound
from oshj_core.issuing import needed_reason
from oshj_core.kyrgyz import format_date, normalise
from oshj_core.roles import Facts, Permission, State
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oshj_core.academic_calendar.bells import BellTable
    from oshj_core.academic_calendar.periods import Reach
    from oshj_core.journal import Act
    from oshj_core.ports import AuditTrail, University

_DATED = frozenset({PeriodKind.SEMESTER, PeriodKind.MODULE})


@attrs.frozen
class CalendarKeeping:
    """One actor's work on the calendar.

    The dates that a semester and its modules have for the whole university are those of the
    semester itself: they are found, put and refused here like any other period.
    """

    university: University
    audit: AuditTrail
    act: Act

    def find(self, identifier: str) -> Period | None:
        """The period of that id, one of the whole university's semesters included."""
        found = self.university.calendar.periods.find(identifier)
        if found is not None:
            return found
        semester = self.university.semesters.find(identifier.partition(".")[0])
        known = periods_of(semester) if semester is not None else ()
        return next((one for one in known if one.id == identifier), None)

    def check(self, period: Period) -> Period:
        """The period as it would be stored.

        :raises NotAllowed: the actor may not, or a semester it lies in is closed.
        :raises Invalid: see :func:`~oshj_core.academic_calendar.check_period`.
        """
        period = attrs.evolve(period, name=normalise(period.name))
        self._require([period])
        others = self.university.calendar.of_year(period.year)
        check_period(period, others, self.university)
        if period.kind in _DATED and period.reach == WHOLE:
            semester = self.university.semesters.get(period.semester)
            check_semester(*dated(semester, period))
            # The id of such a period follows from what it is.
            number = f".{period.number}" if period.kind is PeriodKind.MODULE else ""
            period = attrs.evolve(period, id=f"{semester.id}{number}")
        self._check_parts(self.find(period.id), period)
        return period

    def put(self, period: Period, *, seen: Period | None = None, reason: str = "") -> Period:
        """Add the period, or put it in place of the one with its id, which the actor has
        ``seen``; putting the same again changes nothing.

        :raises NotAllowed, Invalid: see :meth:`check`.
        :raises Conflict: somebody changed it meanwhile.
        """
        period = self.check(period)
        known = self.find(period.id)
        if known == period:
            return period
        if known != seen:
            raise Conflict(
                text("Somebody changed this meanwhile."),
                stored=known,
                offered=period,
                place="starts",
            )
        if known is not None:
            self._require([known])
            if (known.kind, known.reach == WHOLE) != (period.kind, period.reach == WHOLE) and (
                {known.kind, period.kind} & _DATED
            ):
                raise Invalid(
                    text("The dates of a semester or module stay what they are."), place="kind"
                )
        self._store(period)
        action = "calendar.add" if known is None else "calendar.change"
        self._note(action, period.id, known, period, normalise(reason))
        return period

    def put_all(self, periods: Iterable[Period]) -> tuple[Period, ...]:
        """Add those of the periods that are not there yet, for example proposed holidays.

        Returns those that were added.

        :raises NotAllowed, Invalid, Conflict: see :meth:`put`.
        """
        return tuple(self.put(one) for one in periods if self.find(one.id) is None)

    def remove(self, identifier: str, reason: str) -> Period:
        """Strike a period and return it.

        :raises NotFound: there is none.
        :raises NotAllowed: the actor may not, or a semester it lies in is closed.
        :raises Invalid: no reason; the dates of a semester, which every journal needs; dates
            without which a part of the university has nothing left of a module.
        """
        known = self.find(identifier)
        if known is None:
            raise NotFound("period", identifier)
        self._require([known])
        reason = needed_reason(reason)
        if known.kind in _DATED and known.reach == WHOLE:
            raise Invalid(
                text("The university's own semesters and modules are changed, not struck."),
                place="kind",
            )
        self._check_parts(known, None)
        self.university.calendar.periods.remove(identifier)
        self._note("calendar.remove", identifier, known, None, reason)
        return known

    def put_bells(self, table: BellTable, *, seen: BellTable | None = None) -> None:
        """Keep the bells of a part of the university in place of those the actor has ``seen``.

        :raises NotAllowed: the actor may not.
        :raises Invalid: an unknown unit; bells for a course.
        :raises Conflict: somebody changed them meanwhile.
        """
        self._require([])
        check_reach(table.reach, self.university)
        if table.reach.course:
            raise Invalid(text("Bells depend on unit and form of study only."), place="course")
        bells = self.university.calendar.bells
        known = bells.find(table.id)
        if known == table:
            return
        if known != seen:
            raise Conflict(
                text("Somebody changed this meanwhile."),
                stored=known,
                offered=table,
                place="bells",
            )
        bells.put(table)
        self._note_bells("bells.put", table.reach, known, table, "")

    def remove_bells(self, reach: Reach, reason: str) -> None:
        """Let a part of the university go by the wider bells again.

        :raises NotFound: it has none of its own.
        :raises NotAllowed: the actor may not.
        :raises Invalid: no reason.
        """
        self._require([])
        known = self.university.calendar.bells.get(str(reach))
        reason = needed_reason(reason)
        self.university.calendar.bells.remove(known.id)
        self._note_bells("bells.remove", reach, known, None, reason)

    def _require(self, periods: Iterable[Period]) -> None:
        # 5.7: what was a holiday in a semester that is closed has been.
        closed = any(
            semester.closed and period.starts <= semester.ends and semester.starts <= period.ends
            for period in periods
            for semester in self.university.semesters
            if semester.year == period.year
        )
        states = frozenset({State.CLOSED_YEAR}) if closed else frozenset()
        require(self.act.actor, Permission.EDIT_CALENDAR, Facts(states=states))

    def _check_parts(self, before: Period | None, after: Period | None) -> None:
        """Refuse what takes a module from a part of the university that has it now."""
        changed = after or before
        if changed is None or changed.kind not in _DATED:
            return
        now = Year.of(self.university, changed.year)
        then = now.changed(before, after)
        for semester in sorted({one.semester for one in (before, after) if one is not None}):
            given = [one for one in (*now.periods, *then.periods) if one.semester == semester]
            for part in parts_of(self.university, given):
                was, refusal = (
                    missing_module(part, year.semesters[semester], year.periods, changed)
                    for year in (now, then)
                )
                if refusal is not None and was is None:
                    raise refusal

    def _store(self, period: Period) -> None:
        if period.kind in _DATED and period.reach == WHOLE:
            semesters = self.university.semesters
            semesters.put(with_dates(semesters.get(period.semester), period))
        else:
            self.university.calendar.periods.put(period)

    def _note(
        self, action: str, identifier: str, before: Period | None, after: Period | None, reason: str
    ) -> None:
        self._event(action, f"calendar:{identifier}", written(before), written(after), reason)

    def _note_bells(
        self,
        action: str,
        reach: Reach,
        before: BellTable | None,
        after: BellTable | None,
        reason: str,
    ) -> None:
        self._event(action, f"bells:{reach}", _rings(before), _rings(after), reason)

    def _event(self, action: str, subject: str, before: str, after: str, reason: str) -> None:
        act = self.act
        self.audit.append(
            AuditEvent(
                act.millis, act.actor.id, action, subject, before, after, reason, act.request
            )
        )


def written(period: Period | None) -> str:
    """A period in one line, as the record of changes keeps it."""
    if period is None:
        return ""
    parts = [
        period.kind.value,
        f"{period.semester} {period.number or ''}".strip(),
        f"{format_date(period.starts)}–{format_date(period.ends)}",
        period.name,
        "" if period.reach == WHOLE else str(period.reach),
        ""
        if period.entry is None
        else f"entry {format_date(period.entry.opens)}–{format_date(period.entry.closes)}",
        "" if period.certain else "not announced",
    ]
    return "; ".join(filter(None, parts))


def _rings(table: BellTable | None) -> str:
    rings = () if table is None else table.rings
    return "; ".join(f"{one.slot}: {one.begins}–{one.ends}" for one in rings)
