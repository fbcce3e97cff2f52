"""Rights at their edges: the day a term ends, and who is told that it is over."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pytest

from oshj_core.decisions import Cause, decide
from oshj_core.delegation import Delegation, Substitution, actor_on
from oshj_core.ports import Lesson
from oshj_core.roles import GUEST, UNIVERSITY, Actor, Facts, Permission, Role, Scope, State
from oshj_core.testing import (
    MemoryDelegations,
    MemoryHoldings,
    MemorySubstitutions,
    MemoryUniversity,
)
from tests.core.builders import STREAM

FIRST = date(2026, 10, 5)
DAY = timedelta(days=1)
NAMED = Substitution("v1", "asanova", "karimova", FIRST, FIRST + 4 * DAY, "оорулуу")
OPENS = frozenset({(Role.SUBSTITUTE, Scope.parse(f"assignment:{STREAM.id}"))})


def on(day: date, substitution: Substitution) -> Actor:
    """The substitute on a day."""
    university, substitutions = MemoryUniversity(), MemorySubstitutions()
    university.assignments.put(STREAM)
    substitutions.put(substitution)
    return actor_on(
        Actor("karimova"),
        day,
        MemoryHoldings(),
        substitutions,
        MemoryDelegations(),
        university,
        lambda teacher: [],
    )


@pytest.mark.parametrize(
    ("ended", "day", "held", "expired"),
    [
        (None, -1, False, False),
        (None, 0, True, False),
        (None, 4, True, False),
        (None, 5, False, True),
        (2, 1, True, False),
        (2, 2, False, True),
        (2, 3, False, True),
        (2, -1, False, False),
    ],
)
def test_a_substitution_is_in_force_or_over_or_yet_to_come(ended, day, held, expired):
    named = attrs.evolve(NAMED, ended=None if ended is None else FIRST + ended * DAY)
    actor = on(FIRST + day * DAY, named)
    assert actor.holdings == (OPENS if held else frozenset())
    assert actor.expired == (OPENS if expired else frozenset())


def test_a_no_names_who_may_in_the_states_there_are():
    facts = Facts((UNIVERSITY,), frozenset({State.ON_HOLD}))
    free, held = (
        decide(GUEST, Permission.APPROVE_DISPOSAL, one) for one in (Facts((UNIVERSITY,)), facts)
    )
    assert free.cause is held.cause is Cause.NO_ROLE
    assert {grant.role for grant in free.by} == {
        Role.LEADERSHIP,
        Role.EDUCATION_DEPARTMENT,
        Role.ARCHIVIST,
    }
    assert held.by == ()


def test_a_guest_is_nobody():
    assert GUEST.id == ""
    assert "roles" not in repr(GUEST)


@pytest.mark.parametrize(("day", "covered"), [(-1, False), (0, True), (4, True), (5, False)])
def test_a_substitution_for_days_covers_the_first_and_the_last(day, covered):
    lesson = Lesson("l1", STREAM.id, NAMED.teacher, FIRST + day * DAY, 1, STREAM.kind, 1)
    assert NAMED.covers(lesson) is covered


@pytest.mark.parametrize(("day", "expired"), [(-1, False), (0, True)])
def test_what_is_lent_by_somebody_who_has_it_no_longer_is_over_from_its_first_day(day, expired):
    delegations = MemoryDelegations()
    delegations.put(
        Delegation("d1", Role.HEAD, UNIVERSITY, "head", "clerk", FIRST, FIRST + DAY, "өргүү")
    )
    actor = actor_on(
        Actor("clerk"),
        FIRST + day * DAY,
        MemoryHoldings(),
        MemorySubstitutions(),
        delegations,
        MemoryUniversity(),
        lambda teacher: [],
    )
    assert actor.holdings == frozenset()
    assert actor.expired == (frozenset({(Role.HEAD, UNIVERSITY)}) if expired else frozenset())
