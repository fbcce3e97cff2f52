"""What was given for a time: lessons taken for a colleague, roles lent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from persistent import Persistent

from oshj_core.delegation import Delegation, Substitution
from oshj_portal.store.convert import converter
from oshj_portal.store.tables import Keys, StoredTable


class StoredSubstitutions(StoredTable[Substitution]):
    """Substitutions, implementing :class:`oshj_core.delegation.Substitutions`."""

    kind = "substitution"
    values = converter(Substitution)
    indexes: ClassVar[Mapping[str, Keys]] = {
        "substitute": lambda one: (one.substitute,),
        "teacher": lambda one: (one.teacher,),
    }

    def of(self, person: str) -> Sequence[Substitution]:
        """Those in which the person is the substitute, by id, ended ones included."""
        return self.by("substitute", person)

    def for_teacher(self, teacher: str) -> Sequence[Substitution]:
        """Those of the teacher's lessons, by id."""
        return self.by("teacher", teacher)


class _DelegationTable(StoredTable[Delegation]):
    kind = "delegation"
    values = converter(Delegation)
    indexes: ClassVar[Mapping[str, Keys]] = {
        "delegate": lambda one: (one.delegate,),
        "delegator": lambda one: (one.delegator,),
    }


class StoredDelegations(Persistent):
    """Delegations, implementing :class:`oshj_core.delegation.Delegations`."""

    def __init__(self) -> None:
        self._table = _DelegationTable()

    def get(self, identifier: str) -> Delegation:
        """Raises :class:`oshj_core.errors.NotFound`."""
        return self._table.get(identifier)

    def find(self, identifier: str) -> Delegation | None:
        """The delegation, or ``None``."""
        return self._table.find(identifier)

    def put(self, delegation: Delegation) -> None:
        """Add it, or replace the one with its id."""
        self._table.put(delegation)

    def to(self, person: str) -> Sequence[Delegation]:
        """Those the person was lent, by id, ended ones included."""
        return self._table.by("delegate", person)

    def by(self, person: str) -> Sequence[Delegation]:
        """Those the person lent, by id."""
        return self._table.by("delegator", person)
