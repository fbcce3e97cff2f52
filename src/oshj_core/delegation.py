"""Rights given for a time: a lesson taken for a colleague, a role while its holder is away.

Both end by themselves: what they give is computed for a day, nothing has to be taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

import attrs

from oshj_core.covering import lesson_day
from oshj_core.roles import Actor, Role, Scope, ScopeKind

if TYPE_CHECKING:
    from oshj_core.covering import TeachingHour
    from oshj_core.ports import Holdings, Lesson, RoleHolding, University

Held = frozenset[tuple[Role, Scope]]


@attrs.frozen
class Substitution:
    """Somebody takes lessons for a teacher (4.3: the substitute fills them in).

    The teacher is away from ``starts`` to ``until``, both included.  It gives the ``lessons``
    named by their ids, or all the teacher holds in those days where none are named; never one
    of a day before ``named_on``, nor one of those ``kept``: they were open already when it was
    named.  ``named_at`` is that moment in milliseconds since the epoch: of several for one
    lesson the last counts.  ``replaced_by`` are those who were named later for some of the
    lessons.  ``ended`` is the day from which it holds no more though ``until`` has not come.
    """

    id: str
    teacher: str
    substitute: str
    starts: date
    until: date
    reason: str
    lessons: tuple[str, ...] = ()
    named_by: str = ""
    ended: date | None = None
    named_on: date | None = None
    named_at: int = 0
    kept: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()

    @property
    def begins(self) -> date:
        """The first day of which it gives lessons: an absence may have begun before a
        substitute was named (4.3)."""
        return self.starts if self.named_on is None else max(self.starts, self.named_on)

    def lasts_on(self, day: date) -> bool:
        """Whether it gives anything on that day."""
        return self.begins <= day and _lasts(self, day)

    def covers(self, lesson: Lesson | TeachingHour) -> bool:
        """Whether the lesson, opened or planned, is one of those taken over."""
        day = lesson_day(lesson)
        if lesson.teacher != self.teacher or lesson.id in self.kept or day < self.begins:
            return False
        return lesson.id in self.lessons if self.lessons else day <= self.until

    @property
    def order(self) -> tuple[int, bool, date, str]:
        """By what those of one lesson are ordered: the one named last counts.  Of those kept
        without that moment the one that names lessons, else the one that began last."""
        return self.named_at, bool(self.lessons), self.starts, self.id


@attrs.frozen
class Delegation:
    """A role lent to somebody else from ``starts`` to ``until``, both included.

    It gives the role on the days on which the lender holds it by own right: it rests while the
    role is taken from the lender, and gives it again within its term when the lender gets it
    back.  What has to stop for good is ended: ``ended`` as in :class:`Substitution`.
    """

    id: str
    role: Role
    scope: Scope
    delegator: str
    delegate: str
    starts: date
    until: date
    reason: str
    ended: date | None = None

    def lasts_on(self, day: date) -> bool:
        """Whether it is in force on that day, as far as its own term goes."""
        return _lasts(self, day)


def _lasts(given: Substitution | Delegation, day: date) -> bool:
    return given.starts <= day <= given.until and (given.ended is None or day < given.ended)


def _is_over(given: Substitution | Delegation, day: date) -> bool:
    return day > given.until or (given.ended is not None and day >= given.ended)


class Substitutions(Protocol):
    """The substitutions that were named; none is ever removed."""

    def get(self, identifier: str) -> Substitution:
        """Raises :class:`oshj_core.errors.NotFound`."""
        ...

    def find(self, identifier: str) -> Substitution | None: ...
    def put(self, substitution: Substitution) -> None:
        """Add it, or replace the one with its id."""
        ...

    def of(self, person: str) -> Sequence[Substitution]:
        """Those in which the person is the substitute, by id, ended ones included."""
        ...

    def for_teacher(self, teacher: str) -> Sequence[Substitution]:
        """Those of the teacher's lessons, by id."""
        ...


class Delegations(Protocol):
    """The delegations that were made; none is ever removed."""

    def get(self, identifier: str) -> Delegation:
        """Raises :class:`oshj_core.errors.NotFound`."""
        ...

    def find(self, identifier: str) -> Delegation | None: ...
    def put(self, delegation: Delegation) -> None:
        """Add it, or replace the one with its id."""
        ...

    def to(self, person: str) -> Sequence[Delegation]:
        """Those the person was lent, by id, ended ones included."""
        ...

    def by(self, person: str) -> Sequence[Delegation]:
        """Those the person lent, by id."""
        ...


def substitute_holdings(
    substitution: Substitution,
    day: date,
    lessons: Iterable[Lesson],
    university: University,
    others: Iterable[Substitution] = (),
) -> Held:
    """What a substitution gives on a day: the role of the substitute at each lesson it names,
    open or planned; where it goes by days, at each open lesson it covers and at the teacher's
    assignments, to open what is not open yet.  What one of the ``others`` named later takes,
    it gives no more.

    :param lessons: the lessons of the teacher that are open.
    :param others: the substitutions of the same teacher.
    """
    if not substitution.lasts_on(day):
        return Held()
    later = [one for one in others if one.order > substitution.order]
    return _covered(substitution, day, lessons, university, later)


def _covered(
    substitution: Substitution,
    day: date,
    lessons: Iterable[Lesson],
    university: University,
    later: Sequence[Substitution] = (),
) -> Held:
    opened = list(lessons)
    scopes = {
        Scope(ScopeKind.LESSON, lesson.id)
        for lesson in opened
        if substitution.covers(lesson) and not any(one.covers(lesson) for one in later)
    }
    # What nobody has opened yet can be opened on the day alone.
    all_taken = any(not one.lessons and one.begins <= day <= one.until for one in later)
    if not all_taken:
        if substitution.lessons:
            gone = {lesson.id for lesson in opened}.union(*(one.lessons for one in later))
            scopes.update(
                Scope(ScopeKind.LESSON, lesson)
                for lesson in substitution.lessons
                if lesson not in gone
            )
        else:
            scopes.update(
                Scope(ScopeKind.ASSIGNMENT, assignment.id)
                for assignment in university.assignments_of(substitution.teacher)
            )
    return frozenset((Role.SUBSTITUTE, scope) for scope in scopes)


def delegated_holdings(delegation: Delegation, day: date, holdings: Holdings) -> Held:
    """What a delegation gives on a day: the role, while the lender holds it by own right."""
    if not delegation.lasts_on(day):
        return Held()
    held = own_holding(holdings, delegation.delegator, delegation.role, delegation.scope, day)
    return Held() if held is None else frozenset({(delegation.role, delegation.scope)})


def own_holding(
    holdings: Holdings, person: str, role: Role, scope: Scope, day: date
) -> RoleHolding | None:
    """The role as it was given to the person, if it is held on that day; one that was lent is
    none of the own."""
    for held in holdings.of(person):
        if (held.role, held.scope) == (role, scope) and (held.until is None or day <= held.until):
            return held
    return None


def actor_on(
    actor: Actor,
    day: date,
    holdings: Holdings,
    substitutions: Substitutions,
    delegations: Delegations,
    university: University,
    lessons_of: Callable[[str], Iterable[Lesson]],
) -> Actor:
    """The actor with everything given for a time: what is in force on ``day`` among the
    holdings, what is over among the expired, so that a refusal can say so.

    :param actor: the person with the roles that follow from account, lists and giving.
    :param lessons_of: gives the open lessons of a teacher.
    """
    held, over = set(actor.holdings), set(actor.expired)
    for given in holdings.of(actor.id):
        if given.until is not None and given.until < day:
            over.add((given.role, given.scope))
    for taken in substitutions.of(actor.id):
        others = [one for one in substitutions.for_teacher(taken.teacher) if one != taken]
        lessons = list(lessons_of(taken.teacher)) if others or not taken.lessons else []
        held |= substitute_holdings(taken, day, lessons, university, others)
        if taken.lasts_on(day) or _is_over(taken, day):
            over |= _covered(taken, day, lessons, university)
    for lent in delegations.to(actor.id):
        in_force = delegated_holdings(lent, day, holdings)
        held |= in_force
        if not in_force and lent.starts <= day:
            over.add((lent.role, lent.scope))
    return Actor(actor.id, frozenset(held), frozenset(over - held))
