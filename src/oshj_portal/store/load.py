"""The teaching load."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from oshj_core.load import LoadLine
from oshj_core.structure import LessonKind
from oshj_portal.store.convert import Converter
from oshj_portal.store.tables import Keys, StoredTable


def _dump(line: LoadLine) -> tuple[Any, ...]:
    """The fields in their order, hours in hundredths."""
    return (
        line.teacher,
        line.subject,
        line.kind.value,
        tuple(line.groups),
        line.semester,
        int(line.hours * 100),
        line.subgroup,
    )


def _load(stored: tuple[Any, ...]) -> LoadLine:
    teacher, subject, kind, groups, semester, hundredths, subgroup = stored
    hours = Decimal(hundredths) / 100
    return LoadLine(teacher, subject, LessonKind(kind), groups, semester, hours, subgroup)


class StoredLoads(StoredTable[LoadLine]):
    """The lines of the load, implementing :class:`oshj_core.load.Loads`."""

    kind = "load"
    values = Converter(_dump, _load)
    indexes: ClassVar[Mapping[str, Keys]] = {
        "semester": lambda line: (line.semester,),
        "teacher": lambda line: (f"{line.semester}\n{line.teacher}",),
    }

    def in_semester(self, semester: str) -> Iterator[LoadLine]:
        """All lines of the semester, by id."""
        return (self.get(identifier) for identifier in self.index("semester").ids(semester))

    def of_teacher(self, semester: str, teacher: str) -> Sequence[LoadLine]:
        """The teacher's lines, by id."""
        return self.by("teacher", f"{semester}\n{teacher}")
