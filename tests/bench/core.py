"""The figures of the core alone: no portal, no storage."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from oshj_core.decisions import decide
from oshj_core.roles import UNIVERSITY, Actor, Facts, Permission, Role, Scope, ScopeKind, State
from tests.bench import archive, grading, timetable
from tests.bench.measure import Figure, seconds, timed

STORE = "core"
_CALLS, _ROUNDS = 20_000, 7
_MOST_MICROSECONDS = 5
# What the archive's figures speak of that has to be large; its others have to be small.
_SPEEDS = ("writing", "exporting")


def figures() -> Iterator[Figure]:
    """All figures, each as soon as it is there."""
    yield from _decisions()
    for run in (grading.run, timetable.run):
        yield from (Figure(work, STORE, ratio, goal, "", most=True) for work, ratio, goal in run())
    for work, ratio, goal in archive.run():
        yield Figure(work, STORE, ratio, goal, "", most=not work.startswith(_SPEEDS))


def _decisions() -> Iterator[Figure]:
    lesson, assignment = Scope(ScopeKind.LESSON, "l"), Scope(ScopeKind.ASSIGNMENT, "a")
    above = (Scope(ScopeKind.JOURNAL, "j"), Scope(ScopeKind.GROUP, "g"), UNIVERSITY)
    roles = ((Role.USER, UNIVERSITY), (Role.EMPLOYEE, UNIVERSITY), (Role.TEACHER, assignment))
    teacher = Actor("t", frozenset(roles))
    scopes = (lesson, assignment, *above)
    for words, actor, facts in (
        ("a yes", teacher, Facts(scopes)),
        ("a no of the lock", teacher, Facts(scopes, frozenset({State.PUBLISHED}))),
        ("a no to a stranger", Actor("s", frozenset(roles[:2])), Facts(scopes)),
    ):
        taken = _least(lambda actor=actor, facts=facts: decide(actor, Permission.RECORD, facts))
        yield Figure(
            f"decide(), {words}, in µs",
            STORE,
            taken * 1e6,
            _MOST_MICROSECONDS,
            seconds(taken),
            most=True,
        )


def _least(call: Callable[[], object]) -> float:
    call()
    return min(timed(call, _CALLS) for _ in range(_ROUNDS))
