"""Core's policy as access control lists.

A node's list is computed from all scopes it lies in and its own states, and ends in a
denial: nothing is inherited, so a right held further up cannot slip past a lock (4.3).
"""

from __future__ import annotations

from functools import lru_cache

from pyramid.authorization import DENY_ALL, Allow, Everyone

from oshj_core.policy import POLICY
from oshj_core.roles import Actor, Facts, Role, Scope, ScopeKind, State


def principal(role: Role, scope: Scope) -> str:
    """The name of a role held at a scope."""
    return f"role:{role.value}@{scope}"


def principals(actor: Actor) -> list[str]:
    """All roles an actor holds, and everyone: the one the closing denial speaks to."""
    return [Everyone, *(principal(role, scope) for role, scope in actor.holdings)]


@lru_cache(maxsize=512)
def acl(facts: Facts) -> tuple[tuple, ...]:
    """The access control list of an object with these facts.

    Remembered, because a page asks about the same place for each of its links.
    """
    entries = [
        (Allow, principal(role, scope), permissions)
        for scope in facts.scopes
        for role, permissions in _granted(scope.kind, facts.states)
    ]
    return (*entries, DENY_ALL)


@lru_cache(maxsize=512)
def _granted(kind: ScopeKind, states: frozenset[State]) -> tuple[tuple[Role, frozenset[str]], ...]:
    granted: dict[Role, set[str]] = {}
    for grant in POLICY:
        if kind in grant.at and not grant.unless & states:
            granted.setdefault(grant.role, set()).add(grant.permission.value)
    return tuple((role, frozenset(permissions)) for role, permissions in granted.items())
