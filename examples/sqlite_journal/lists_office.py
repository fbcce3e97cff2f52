"""The teaching load, the moves of students, and the errors that teachers find in the lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from examples.sqlite_journal.database import Database, SqliteTable
from oshj_core.load import LoadLine
from oshj_core.membership import ListError, ListErrorState, Move


class SqliteLoads(SqliteTable[LoadLine]):
    """The load: the core's ``Loads``."""

    def __init__(self, database: Database) -> None:
        super().__init__(
            database,
            "load",
            lambda line: {
                "semester": [line.semester],
                "teacher": [f"{line.semester}:{line.teacher}"],
            },
        )

    def in_semester(self, semester: str) -> Iterator[LoadLine]:
        return iter(self.at("semester", semester))

    def of_teacher(self, semester: str, teacher: str) -> Sequence[LoadLine]:
        return self.at("teacher", f"{semester}:{teacher}")


class SqliteMoves(SqliteTable[Move]):
    """Moves: the core's ``Moves``."""

    def __init__(self, database: Database) -> None:
        super().__init__(
            database,
            "move",
            lambda move: {
                "student": [move.student],
                "group": {move.before.group, move.after.group} - {""},
            },
        )

    def of_student(self, student: str) -> Sequence[Move]:
        return self.at("student", student)

    def of_group(self, group: str) -> Sequence[Move]:
        return self.at("group", group)


class SqliteListErrors(SqliteTable[ListError]):
    """Reports of errors in the lists: the core's ``ListErrors``."""

    def __init__(self, database: Database) -> None:
        super().__init__(
            database,
            "list error",
            lambda report: {
                "journal": [report.journal],
                "group": [report.group],
                "state": [report.state.value],
            },
        )

    def of_journal(self, journal: str) -> Sequence[ListError]:
        return self.at("journal", journal)

    def of_group(self, group: str) -> Sequence[ListError]:
        return self.at("group", group)

    def open(self) -> Sequence[ListError]:
        return self.at("state", ListErrorState.REPORTED.value)
