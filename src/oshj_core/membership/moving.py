"""Moving students: asked of the policy, dated, audited, and carried into the registers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.academic_calendar.resolving import semester_of
from oshj_core.audit import AuditEvent
from oshj_core.decisions import require
from oshj_core.enrolment import place_in
from oshj_core.errors import Conflict, Invalid
from oshj_core.journal.scopes import unit_scopes
from oshj_core.kyrgyz import format_date, normalise
from oshj_core.membership.checking import check_kind, check_name, check_parts, check_taught
from oshj_core.membership.held import entered_lessons, member_of, unmoved_lessons
from oshj_core.membership.moves import NOWHERE, Move, MoveKind, Place
from oshj_core.people import PersonName, Student
from oshj_core.published import first_open_day
from oshj_core.roles import Facts, Permission, Scope, ScopeKind, State
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from oshj_core.journal import Act
    from oshj_core.membership.ports import Moves
    from oshj_core.ports import AuditTrail, Register, Registers, University
    from oshj_core.structure import Group
    from oshj_core.timetable import WeeklyLesson

MOST_SUBGROUPS = 9


@attrs.frozen
class Moving:
    """One actor's dealing with the places of students.

    A move names how many moves of the student its writer saw (``seen``): the same again
    changes nothing, another one meanwhile is a ``Conflict``.  Of the registers only those
    of semesters that have not ended before the day follow, each from its first day on that is
    not published (4.3); nothing that was entered in them is touched (1.4).
    """

    university: University
    registers: Registers
    moves: Moves
    audit: AuditTrail
    act: Act

    def enrol(self, student: Student, day: date, order: str, reason: str) -> Move:
        """A new student comes into a group on that day.

        :raises NotAllowed: not the actor's group; a semester that the day lies in is closed.
        :raises Invalid: the code or the name is missing or taken; see :meth:`move`.
        """
        known = self.university.students.find(student.id)
        moves = self.moves.of_student(student.id)
        if known is None and student.id in self.university.staff:
            raise Invalid(text("The code belongs to an employee already."), place="id")
        if known is not None and not (moves and moves[0].kind is MoveKind.ENROLMENT):
            raise Invalid(
                text("There is a student with this code already."),
                place="id",
                advice=text("Transfer the student instead, or let the student return."),
            )
        check_name(student.name)
        after = Place(student.group, student.subgroup)
        made = self._made(student.id, MoveKind.ENROLMENT, NOWHERE, after, day, order, reason, 0)
        if moves:
            return self._repeated(made, moves[0])
        self._check(made)
        self._put(made, attrs.evolve(student, active=True))
        return made

    def move(
        self,
        student: str,
        kind: MoveKind,
        day: date,
        order: str,
        reason: str,
        *,
        seen: int,
        group: str = "",
        subgroup: int = 0,
    ) -> Move:
        """What happened to a student of the lists; ``group`` and ``subgroup`` are the new ones.

        :raises NotFound: no such student or group.
        :raises NotAllowed: not the actor's group, the old one (of who comes back: the one last
            left) or the new; a semester that the day lies in is closed.
        :raises Invalid: the kind does not fit where the student is; no such subgroup; the day
            lies ahead, or before what is known already; see :class:`Move`.
        :raises Conflict: the student was moved meanwhile, or not as often as was ``seen``.
        """
        known = self.university.students.get(student)
        moves = self.moves.of_student(student)
        before = Place(known.group, known.subgroup) if known.active else NOWHERE
        after = self._target(known, kind, group, subgroup)
        if 0 <= seen < len(moves):
            before = moves[seen].before
        made = self._made(student, kind, before, after, day, order, reason, seen)
        if seen != len(moves):
            return self._repeated(made, moves[-1] if moves else None)
        self._check(made)
        check_kind(made, known, moves[-1].kind if moves else None)
        moved = attrs.evolve(known, active=False)
        if after != NOWHERE:
            moved = attrs.evolve(known, active=True, group=after.group, subgroup=after.subgroup)
        self._put(made, moved)
        return made

    def split(
        self,
        group: str,
        parts: Mapping[str, int],
        count: int,
        day: date,
        reason: str,
        *,
        lessons: Iterable[WeeklyLesson] = (),
    ) -> int:
        """Divide a group into ``count`` subgroups, 0 for none, from that day on (3.2); ``parts``
        are the subgroups of its students by their codes, ``lessons`` the group's of the
        timetable.  Returns how many were moved.  Who came into the group after that day is in
        the subgroup from the coming on.

        :raises NotFound: no such group.
        :raises NotAllowed: the actor may not fill in subgroups.
        :raises Invalid: a student of the group is in no part, or in one there is not; a code is
            of no student of the group (the place is the code); a subgroup that there would be
            no more is still taught (place ``count``).
        """
        known = self.university.groups.get(group)
        registers = tuple(self._registers(group, day))
        states = self._states(registers)
        require(self.act.actor, Permission.EDIT_LOAD, self._facts(known, states))
        if not 0 <= count <= MOST_SUBGROUPS or count == 1:
            raise Invalid(
                text("A group has from 2 to ${most} subgroups, or none.", most=MOST_SUBGROUPS),
                place="count",
            )
        students = {one.id: one for one in self.university.students_of(group) if one.active}
        check_parts(students, parts, count)
        check_taught(self.university, group, count, day, lessons)
        self._check_day(day)
        if not reason:
            raise Invalid(text("Give the reason."), place="reason", clause="1.4")
        if known.subgroups != count:
            self.university.groups.put(attrs.evolve(known, subgroups=count))
            self._note(
                "group.split", f"group:{group}", str(known.subgroups or ""), str(count or "")
            )
        moved = 0
        for identifier, student in students.items():
            if student.subgroup != parts.get(identifier, 0):
                self._regroup(student, parts.get(identifier, 0), day, reason)
                moved += 1
        return moved

    def rename(self, student: str, name: PersonName, reason: str) -> Student:
        """Correct a student's name (7.5).

        :raises NotAllowed: not the actor's group.
        :raises Invalid: no family or given name; no reason.
        """
        known = self.university.students.get(student)
        group = self.university.groups.get(known.group)
        require(self.act.actor, Permission.SETTLE_LIST_ERROR, self._facts(group, frozenset()))
        check_name(name)
        if not reason:
            raise Invalid(text("Give the reason."), place="reason", clause="1.4")
        if known.name == name:
            return known
        renamed = attrs.evolve(known, name=name)
        self.university.students.put(renamed)
        before = known.name.full
        self._note("student.rename", f"student:{student}", before, name.full, reason)
        return renamed

    def earliest(self, student: str) -> date | None:
        """The first day a new move of the student may have; ``None`` where any may."""
        moves = self.moves.of_student(student)
        known = self.university.students.find(student)
        if moves or known is None:
            # A journal may follow a move only after what is published: the moves have the day.
            return max((move.day for move in moves), default=None)
        members = (member_of(one, student) for one in self.registers.of_group(known.group))
        stays = [(one.joined, one.left) for one in members if one is not None]
        return max((day for stay in stays for day in stay if day is not None), default=None)

    def entered_since(self, student: str, day: date) -> int:
        """How many lessons from that day on, not published yet, have something entered for the
        student in the journals of the present group: it stays there."""
        group = self.university.students.get(student).group
        return sum(entered_lessons(one, student, day) for one in self._registers(group, day))

    def published_since(
        self, student: str, kind: MoveKind, day: date, *, group: str = "", subgroup: int = 0
    ) -> frozenset[tuple[str, str]]:
        """The published lessons, each with its journal, that stay as they were published
        although the move would concern them: there it begins after them (4.3).

        :raises NotFound: no such student or group.
        :raises NotAllowed: not the actor's groups; a semester that the day lies in is closed.
        """
        if kind is MoveKind.ENROLMENT:
            after, groups = Place(group, subgroup), {group}
        else:
            known = self.university.students.get(student)
            after = self._target(known, kind, group, subgroup)
            groups = {known.group, after.group} - {""}
        for one in sorted(groups):
            self._require_at(one, day)
        return self._unmoved(student, groups, after, day)

    def published_by_split(
        self, group: str, parts: Mapping[str, int], day: date
    ) -> frozenset[tuple[str, str]]:
        """The same of a :meth:`split`.

        :raises NotFound: no such group.
        :raises NotAllowed: the actor may not fill in subgroups.
        """
        facts = self._facts(self.university.groups.get(group), frozenset())
        require(self.act.actor, Permission.EDIT_LOAD, facts)
        return frozenset().union(
            *(
                self._unmoved(one.id, {group}, Place(group, parts.get(one.id, 0)), day)
                for one in self.university.students_of(group)
                if one.active and one.subgroup != parts.get(one.id, 0)
            )
        )

    def _unmoved(
        self, student: str, groups: set[str], after: Place, day: date
    ) -> frozenset[tuple[str, str]]:
        return frozenset(
            lesson
            for group in groups
            for register in self._registers(group, day)
            for lesson in unmoved_lessons(register, student, after, day)
        )

    def _made(
        self,
        student: str,
        kind: MoveKind,
        before: Place,
        after: Place,
        day: date,
        order: str,
        reason: str,
        seen: int,
    ) -> Move:
        return Move(
            student,
            seen + 1,
            kind,
            day,
            before,
            after,
            normalise(order),
            normalise(reason),
            self.act.actor.id,
            self.act.millis,
        )

    def _repeated(self, made: Move, last: Move | None) -> Move:
        # Who may not do it learns nothing of what is there.
        self._require(made)
        if last is not None and made.says_the_same_as(last):
            return last
        raise Conflict(
            text("The student was moved meanwhile."), stored=last, offered=made, place="student"
        )

    def _target(self, known: Student, kind: MoveKind, group: str, subgroup: int) -> Place:
        if kind.leaves:
            return NOWHERE
        if kind is MoveKind.SUBGROUP:
            return Place(known.group, subgroup)
        return Place(self.university.groups.get(group or known.group).id, subgroup)

    def _check(self, made: Move) -> None:
        self._require(made)
        if made.after != NOWHERE:
            group = self.university.groups.get(made.after.group)
            if group.closed:
                raise Invalid(
                    text("The group ${group} has graduated.", group=group.id), place="group"
                )
            if (made.after.subgroup == 0) != (group.subgroups == 0) or not (
                0 <= made.after.subgroup <= group.subgroups
            ):
                raise Invalid(
                    text(
                        "The group ${group} has ${count} subgroups",
                        group=group.id,
                        count=group.subgroups,
                    ),
                    place="subgroup",
                )
        self._check_day(made.day)
        earliest = self.earliest(made.student)
        if earliest is not None and made.day < earliest:
            raise Invalid(
                text("The lists know of a change on ${day} already.", day=format_date(earliest)),
                place="day",
                advice=text("Give that day or a later one."),
            )

    def _require(self, made: Move) -> None:
        """Both the group that is left and the one that is joined have to be the actor's; who
        was in none before comes from the group last left."""
        left = made.before.group
        if made.before == NOWHERE and made.kind is not MoveKind.ENROLMENT:
            left = self._last_left(made)
        for group in sorted({left, made.after.group} - {""}):
            self._require_at(group, made.day)

    def _last_left(self, made: Move) -> str:
        moves = self.moves.of_student(made.student)
        groups = [one.before.group for one in moves if one.number < made.number]
        left = [group for group in groups if group]
        return left[-1] if left else self.university.students.get(made.student).group

    def _require_at(self, group: str, day: date) -> None:
        states = self._states(self._registers(group, day))
        facts = self._facts(self.university.groups.get(group), states)
        require(self.act.actor, Permission.MOVE_STUDENT, facts)

    def _facts(self, group: Group, states: frozenset[State]) -> Facts:
        scopes = (Scope(ScopeKind.GROUP, group.id), *unit_scopes(self.university, group.unit))
        return Facts(scopes, states)

    def _registers(self, group: str, day: date) -> Iterator[Register]:
        """The group's registers that a change on that day concerns."""
        for register in self.registers.of_group(group):
            # 5.7: the journals of a semester that is over stay as they are.
            if semester_of(self.university, group, register.semester).ends >= day:
                yield register

    def _states(self, registers: Iterator[Register] | tuple[Register, ...]) -> frozenset[State]:
        closed = any(
            self.university.semesters.get(register.semester).closed for register in registers
        )
        return frozenset({State.CLOSED_YEAR}) if closed else frozenset()

    def _check_day(self, day: date) -> None:
        if day > self.act.today:
            raise Invalid(text("The day lies ahead: enter the move when it has come."), place="day")

    def _regroup(self, student: Student, subgroup: int, day: date, reason: str) -> None:
        earliest = self.earliest(student.id)
        move = self._made(
            student.id,
            MoveKind.SUBGROUP,
            Place(student.group, student.subgroup),
            Place(student.group, subgroup),
            day if earliest is None else max(day, earliest),
            "",
            reason,
            len(self.moves.of_student(student.id)),
        )
        self._put(move, attrs.evolve(student, subgroup=subgroup))

    def _put(self, move: Move, student: Student) -> None:
        self.university.students.put(student)
        self.moves.put(move)
        for group in sorted({move.before.group, move.after.group} - {""}):
            subgroup = move.after.subgroup if group == move.after.group else None
            for register in self._registers(group, move.day):
                day = first_open_day(self.university, register, move.day)
                place_in(register, move.student, subgroup, day)
        self._note(
            f"student.{move.kind.value}",
            f"student:{move.student}",
            _written(move.before),
            f"{_written(move.after)} {format_date(move.day)}".strip(),
            f"{move.order}: {move.reason}" if move.order else move.reason,
        )

    def _note(self, action: str, subject: str, before: str, after: str, reason: str = "") -> None:
        act = self.act
        self.audit.append(
            AuditEvent(
                act.millis, act.actor.id, action, subject, before, after, reason, act.request
            )
        )


def _written(place: Place) -> str:
    return f"{place.group}/{place.subgroup}" if place.subgroup else place.group
