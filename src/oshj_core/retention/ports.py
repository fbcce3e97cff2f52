"""What a host implements so that its records can be kept and disposed of by rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from oshj_core.ports import Table
from oshj_core.retention.disposal import Disposal, DisposalAct
from oshj_core.retention.records import Hold, Record
from oshj_core.roles import Scope


class RetainedRecords(Protocol):
    """The records under retention."""

    def __iter__(self) -> Iterator[Record]:
        """All of them, in any order, each once; they may be too many for the memory."""
        ...

    def find(self, identifier: str) -> Record | None:
        """The record with its content's digest as it is now; ``None`` when it is gone."""
        ...

    def destroy(self, identifier: str) -> None:
        """Destroy it; what is gone already stays gone.  Traces of it (old files of the
        database, backups) are the host's to remove."""
        ...


class Acts(Protocol):
    """The acts of disposal: only ever added, never under retention themselves."""

    def append(self, act: DisposalAct) -> None:
        """Add it.  Raises :class:`oshj_core.errors.Conflict` if its id is taken."""
        ...

    def of_record(self, record: str) -> DisposalAct | None:
        """The act by which the record was disposed of."""
        ...

    def __iter__(self) -> Iterator[DisposalAct]:
        """All acts in the order they were added."""
        ...


class RetentionStore(Protocol):
    """Everything retention needs of a host."""

    @property
    def records(self) -> RetainedRecords: ...
    @property
    def holds(self) -> Table[Hold]: ...
    @property
    def disposals(self) -> Table[Disposal]: ...
    @property
    def acts(self) -> Acts: ...
    def place_of(self, scope: Scope) -> tuple[Scope, ...]:
        """The scope and those it lies in, up to the university: where an actor has to hold a
        role to act on it.  What a record or a hold names is known as long as they are kept.

        Raises :class:`oshj_core.errors.NotFound`."""
        ...
