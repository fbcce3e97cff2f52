"""Rollovers: what is prepared with its files, and what was written, so that it can be undone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any, BinaryIO

from BTrees.LOBTree import LOBTree
from BTrees.OOBTree import OOBTree
from persistent import Persistent

from oshj_core.ports import Member
from oshj_core.rollover import Rollover, Step, Written
from oshj_core.timetable import Change
from oshj_portal.store.academic_calendar import BellTables, Periods
from oshj_portal.store.convert import UNCHANGED, Converter, converter
from oshj_portal.store.jobs import Chunk
from oshj_portal.store.load import StoredLoads
from oshj_portal.store.membership import StoredMoves
from oshj_portal.store.tables import StoredTable
from oshj_portal.store.timetable import Rooms, WeeklyLessons
from oshj_portal.store.university import (
    Assignments,
    Groups,
    Semesters,
    StaffMembers,
    Students,
    Subjects,
    Units,
)

_VALUES: Mapping[str, Converter[Any]] = {
    "units": Units.values,
    "staff": StaffMembers.values,
    "students": Students.values,
    "groups": Groups.values,
    "subjects": Subjects.values,
    "assignments": Assignments.values,
    "semesters": Semesters.values,
    "periods": Periods.values,
    "bells": BellTables.values,
    "rooms": Rooms.values,
    "loads": StoredLoads.values,
    "moves": StoredMoves.values,
    "lessons": WeeklyLessons.values,
    "changes": converter(Change),
    "registers": UNCHANGED,
    "members": converter(Member),
}
"""How the values of each table in the undo log become primitives."""


class StoredUndoLog(Persistent):
    """What a rollover wrote, implementing :class:`oshj_core.rollover.UndoLog`."""

    def __init__(self) -> None:
        self._written = LOBTree()
        self._count = 0

    def append(self, written: Written) -> None:
        """Add it."""
        values = _VALUES[written.table]
        self._written[self._count] = (
            written.table,
            written.id,
            None if written.before is None else values.dump(written.before),
            None if written.after is None else values.dump(written.after),
        )
        self._count += 1

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int) -> Written:
        table, identifier, before, after = self._written[number]
        values = _VALUES[table]
        return Written(
            table,
            identifier,
            None if before is None else values.load(before),
            None if after is None else values.load(after),
        )


class StepFile(Persistent):
    """The file a step is prepared from, and what it would change, as it was shown."""

    def __init__(self, chunks: Iterable[bytes], summary: dict[str, Any]) -> None:
        self._chunks = tuple(map(Chunk, chunks))
        self._summary = Chunk(json.dumps(summary, ensure_ascii=False).encode())

    def chunks(self) -> Iterator[bytes]:
        """The bytes of the file; none of a way without one."""
        for chunk in self._chunks:
            yield chunk.data
            chunk._p_deactivate()

    @property
    def summary(self) -> dict[str, Any]:
        """What it would change."""
        return dict(json.loads(self._summary.data))


class StoredRollovers(StoredTable[Rollover]):
    """The rollovers by their year, with the files of their steps and their undo logs."""

    kind = "rollover"
    values = converter(Rollover)

    def __init__(self) -> None:
        super().__init__()
        self._files = OOBTree()
        self._logs = OOBTree()

    def keep_file(
        self, year: int, step: Step, source: BinaryIO | None, summary: dict[str, Any]
    ) -> None:
        """Keep the file of a step, ``None`` for none, and what it would change."""
        chunks = () if source is None else iter(lambda: source.read(2**20), b"")
        self._files[_key(year, step)] = StepFile(chunks, summary)

    def file(self, year: int, step: Step) -> StepFile | None:
        """The file of a step; ``None`` before the step is prepared."""
        return self._files.get(_key(year, step))

    def open_file(self, year: int, step: Step) -> BinaryIO | None:
        """The file of a step, to be read; ``None`` where it has none."""
        kept = self.file(year, step)
        content = b"".join(kept.chunks()) if kept is not None else b""
        return BytesIO(content) if content else None

    def drop_file(self, year: int, step: Step) -> None:
        """Let the file of a step go."""
        self._files.pop(_key(year, step), None)

    def new_log(self, year: int) -> StoredUndoLog:
        """A new undo log of the year, in place of one of an earlier beginning."""
        log = self._logs[str(year)] = StoredUndoLog()
        return log

    def log(self, year: int) -> StoredUndoLog:
        """The undo log of a year that has begun."""
        return self._logs[str(year)]

    def drop_log(self, year: int) -> None:
        """Let the undo log go: the rollover is undone."""
        del self._logs[str(year)]


def _key(year: int, step: Step) -> str:
    return f"{year}\n{step.value}"
