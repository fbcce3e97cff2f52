"""Registers: roster, lessons, a log for each sheet, and the sealed modules."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from examples.sqlite_journal.database import Database
from oshj_core.errors import NotFound
from oshj_core.ports import Lesson, Member
from oshj_core.register import Entry, PackedSheet


@attrs.frozen
class SqliteRegister:
    """One register: the core's ``Register``."""

    _database: Database = attrs.field(repr=False, eq=False)
    id: str
    group: str
    subject: str
    semester: str
    scheme: str

    @property
    def _lessons(self) -> str:
        return f"lesson of {self.id}"

    @property
    def _sheets(self) -> str:
        return f"sheet of {self.id}"

    @property
    def _sealed(self) -> str:
        return f"sealed module of {self.id}"

    def roster(self) -> Sequence[Member]:
        return self._database.load("roster", self.id) or ()

    def enrol(self, member: Member) -> int:
        with self._database.transaction():
            members = list(self.roster())
            slots = [slot for slot, known in enumerate(members) if known.student == member.student]
            slot = slots[0] if slots else len(members)
            members[slot : slot + 1] = [member]
            self._database.store("roster", self.id, tuple(members))
        return slot

    def lessons(self) -> Sequence[Lesson]:
        return [one for one in self._in_order() if one.withdrawn is None]

    def withdrawn(self) -> Sequence[Lesson]:
        return [one for one in self._in_order() if one.withdrawn is not None]

    def _in_order(self) -> Sequence[Lesson]:
        lessons: list[Lesson] = list(self._database.all(self._lessons))
        return sorted(lessons, key=lambda one: (one.date, one.slot, one.id))

    def lesson(self, identifier: str) -> Lesson:
        lesson: Lesson | None = self._database.load(self._lessons, identifier)
        if lesson is None:
            raise NotFound("lesson", identifier)
        return lesson

    def put_lesson(self, lesson: Lesson) -> None:
        self._database.store(self._lessons, lesson.id, lesson)

    def log(self, sheet: str) -> Sequence[Entry]:
        return tuple(self._database.log(self._sheets, sheet))

    def append(self, sheet: str, entry: Entry) -> None:
        self._database.append(self._sheets, sheet, entry)

    def watch(self, sheet: str) -> None:
        """Nothing to do: a transaction is the only writer from its beginning on."""

    def sealed(self, module: int) -> dict[str, PackedSheet] | None:
        sheets: dict[str, PackedSheet] | None = self._database.load(self._sealed, str(module))
        return sheets

    def seal(self, module: int, sheets: dict[str, PackedSheet]) -> None:
        self._database.store(self._sealed, str(module), sheets)

    def destroy(self) -> None:
        """Remove the register with everything in it (5.7)."""
        with self._database.transaction():
            for kind in (self._lessons, self._sheets, self._sealed):
                self._database.drop_all(kind)
            self._database.drop("roster", self.id)
            self._database.drop("register", self.id)


class SqliteRegisters:
    """All registers: the core's ``Registers``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, identifier: str) -> SqliteRegister:
        register = self.find(identifier)
        if register is None:
            raise NotFound("journal", identifier)
        return register

    def find(self, identifier: str) -> SqliteRegister | None:
        head = self._database.load("register", identifier)
        return None if head is None else SqliteRegister(self._database, *head)

    def create(
        self, identifier: str, group: str, subject: str, semester: str, scheme: str
    ) -> SqliteRegister:
        head = (identifier, group, subject, semester, scheme)
        self._database.store("register", identifier, head, {"group": [group]})
        return SqliteRegister(self._database, *head)

    def of_group(self, group: str) -> Sequence[SqliteRegister]:
        heads = self._database.at("register", "group", group)
        return [SqliteRegister(self._database, *head) for head in heads]

    def all(self) -> Sequence[SqliteRegister]:
        """All registers, by id."""
        return [SqliteRegister(self._database, *head) for head in self._database.all("register")]
