"""Substitutions and delegations in memory."""

from __future__ import annotations

from collections.abc import Sequence

from oshj_core.delegation import Delegation, Substitution
from oshj_core.testing.memory import MemoryTable


class MemorySubstitutions(MemoryTable[Substitution]):
    """Substitutions in memory."""

    def __init__(self) -> None:
        super().__init__("substitution")

    def of(self, person: str) -> Sequence[Substitution]:
        return [one for one in self if one.substitute == person]

    def for_teacher(self, teacher: str) -> Sequence[Substitution]:
        return [one for one in self if one.teacher == teacher]


class MemoryDelegations(MemoryTable[Delegation]):
    """Delegations in memory."""

    def __init__(self) -> None:
        super().__init__("delegation")

    def to(self, person: str) -> Sequence[Delegation]:
        return [one for one in self if one.delegate == person]

    def by(self, person: str) -> Sequence[Delegation]:
        return [one for one in self if one.delegator == person]
