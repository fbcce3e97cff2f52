"""Files exchanged with other programs: what a format is given, and what a file would change.

A format (:class:`oshj_core.extension.ExchangeFormat`) writes files from an :class:`Exchange`,
or reads files into something :class:`Incoming` — or into :class:`oshj_core.lists.Problems`.
What is incoming is shown first and applied later, all of it or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, BinaryIO, Protocol, TypeAlias

import attrs

from oshj_core.errors import Invalid
from oshj_core.journal import Act
from oshj_core.lists import SHEETS, Change, ChangeSet, FieldChange, apply
from oshj_core.lists.applying import Progress
from oshj_core.load import Loads
from oshj_core.membership import Moves
from oshj_core.ports import AuditTrail, Registers, Table, University
from oshj_core.text import Text, text
from oshj_core.timetable import Room, TimetableStore

Files: TypeAlias = Mapping[str, Callable[[], BinaryIO]]
"""The files that came, by name without folders: each is opened for reading when it is called."""

File: TypeAlias = tuple[str, Iterator[bytes]]
"""A file that goes out: its name without folders, and its content in pieces."""


class ExchangeSource(Protocol):
    """The stores of a host that formats read from and apply to."""

    @property
    def university(self) -> University: ...
    @property
    def registers(self) -> Registers: ...
    @property
    def rooms(self) -> Table[Room]: ...
    @property
    def timetable(self) -> TimetableStore: ...
    @property
    def loads(self) -> Loads: ...
    @property
    def moves(self) -> Moves: ...
    @property
    def audit(self) -> AuditTrail: ...


@attrs.frozen
class Exchange:
    """What one exchange works on.

    ``semester`` is the code of the semester it is about, empty for all there are; ``schemes``
    the texts of the grading schemes by id; ``settings`` those of the plugin; ``at`` the moment
    (aware).
    """

    source: ExchangeSource
    at: datetime
    semester: str = ""
    schemes: Mapping[str, str] = attrs.field(factory=dict)
    settings: Mapping[str, Any] = attrs.field(factory=dict)

    def one_semester(self) -> str:
        """The semester, for a format that cannot do without.

        :raises Invalid: none was named, or there is no such semester.
        """
        if self.semester not in self.source.university.semesters:
            raise Invalid(
                text("Choose the semester that is exchanged."),
                place="semester",
                advice=text("This format holds one semester at a time."),
            )
        return self.semester


@attrs.frozen
class ShownChange:
    """A value that is added or changed: its code, and the cells that differ."""

    id: str
    fields: tuple[FieldChange, ...]


@attrs.frozen
class Part:
    """What a file would change of one kind of values, as a person is shown it.

    ``unchanged`` counts what is equal; ``missing`` are the codes that are stored but not in
    the file.
    """

    heading: str
    added: tuple[ShownChange, ...] = ()
    changed: tuple[ShownChange, ...] = ()
    unchanged: int = 0
    missing: tuple[str, ...] = ()


class Incoming(Protocol):
    """What the files would change.  Nothing is stored before :meth:`apply`."""

    @property
    def parts(self) -> Sequence[Part]:
        """The changes by kind, in the order in which they are shown."""
        ...

    @property
    def notes(self) -> Sequence[Text]:
        """What of the files has no place here, and what a change does not do."""
        ...

    @property
    def digest(self) -> str:
        """The same for two that would do the same, else different (SHA-256, hex)."""
        ...

    def apply(self, act: Act, progress: Progress) -> None:
        """Store it with its audit.  All or nothing is the caller's transaction.

        :param progress: called after every step; a host may write out its memory there.
        """
        ...


@attrs.frozen
class ListsIncoming:
    """The changes of the university's lists, for formats whose data are lists."""

    exchange: Exchange
    changes: ChangeSet
    remarks: tuple[Text, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """One for each sheet of the lists."""
        return tuple(
            Part(
                sheet.heading,
                tuple(map(_shown, self.changes.added(sheet))),
                tuple(map(_shown, self.changes.changed(sheet))),
                self.changes.unchanged.get(sheet.name, 0),
                tuple(self.changes.missing.get(sheet.name, ())),
            )
            for sheet in SHEETS
        )

    @property
    def notes(self) -> tuple[Text, ...]:
        """The format's own remarks, then those of the lists."""
        return (*self.remarks, *self.changes.notes)

    @property
    def digest(self) -> str:
        """That of the changes."""
        return self.changes.digest

    def apply(self, act: Act, progress: Progress) -> None:
        """Apply the lists; see :func:`oshj_core.lists.apply`."""
        source = self.exchange.source
        apply(
            self.changes,
            source.university,
            source.registers,
            self.exchange.schemes,
            source.audit,
            act,
            progress,
            moves=source.moves,
        )


def _shown(change: Change) -> ShownChange:
    return ShownChange(change.sheet.called(change.after), change.fields)


def change_count(incoming: Incoming) -> int:
    """How many values would be added or changed."""
    return sum(len(part.added) + len(part.changed) for part in incoming.parts)
