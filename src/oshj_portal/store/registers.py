"""The registers: one node for each academic year, one register for each journal in it."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from BTrees.OOBTree import OOBTree
from persistent import Persistent
from ZODB.POSException import ConflictError

from oshj_core.errors import NotFound
from oshj_core.ports import Lesson, Member
from oshj_core.register import Entry, EntryKind, PackedSheet
from oshj_portal.store.convert import converter
from oshj_portal.store.pairs import Pairs
from oshj_portal.store.sheets import SheetLog
from oshj_portal.store.watching import touch, watch

_LESSON = converter(Lesson)
_MEMBER = converter(Member)


class Sheets(OOBTree):
    """The sheets of a register by id: ``(lesson as stored or None, SheetLog)``.

    The lessons stand beside the logs, so that a timetable opens no log.
    """

    # All sheets of a register stay in one object: it is read in one load, and whoever watches
    # it sees every sheet that is added (4.3).
    max_leaf_size = 4000

    def _p_resolveConflict(self, old: Any, theirs: Any, ours: Any) -> Any:  # noqa: N802
        """Both sides' sheets, unless both opened the same hour: the later one has to look again."""
        merged = super()._p_resolveConflict(old, theirs, ours)
        (((items,),),) = merged
        lessons = [_LESSON.load(head) for head, _ in items[1::2] if head is not None]
        hours = {(lesson.assignment, lesson.date, lesson.slot) for lesson in lessons}
        if len(hours) < len(lessons):
            raise ConflictError("both sides opened the same hour")
        return merged


class SealedModule(Persistent):
    """The packed sheets of a published module: written once, never changed."""

    _v_sheets: dict[str, PackedSheet] | None = None

    def __init__(self, sheets: dict[str, PackedSheet]) -> None:
        self._sheets: dict[str, tuple[Any, ...]] = {
            name: sheet.astuple() for name, sheet in sheets.items()
        }

    def sheets(self) -> dict[str, PackedSheet]:
        """The sheets by their ids."""
        if self._v_sheets is None:
            self._v_sheets = {name: PackedSheet(*stored) for name, stored in self._sheets.items()}
        return dict(self._v_sheets)


class SchemeText(Persistent):
    """The text of a grading scheme, shared by the registers of a year."""

    def __init__(self, text: str) -> None:
        self.text = text


class StoredRegister(Persistent):
    """One journal's register, implementing :class:`oshj_core.ports.Register`."""

    # A page asks for the members once a lesson; what was stored is read once.
    _v_roster: tuple[Member, ...] | None = None

    def __init__(
        self, identifier: str, group: str, subject: str, semester: str, scheme: SchemeText
    ) -> None:
        self.id = identifier
        self.group = group
        self.subject = subject
        self.semester = semester
        self._scheme = scheme
        self._roster: tuple[tuple[Any, ...], ...] = ()
        self._sheets = Sheets()
        self._sealed: dict[int, SealedModule] = {}

    @property
    def scheme(self) -> str:
        """The text of the grading scheme the journal was opened with."""
        return self._scheme.text

    def roster(self) -> Sequence[Member]:
        """The members; a member's place is the slot."""
        if self._v_roster is None:
            self._v_roster = tuple(map(_MEMBER.load, self._roster))
        return self._v_roster

    def enrol(self, member: Member) -> int:
        """Give the member the next slot, or replace the member of the same student."""
        students = [known.student for known in self.roster()]
        slot = students.index(member.student) if member.student in students else len(students)
        stored = _MEMBER.dump(member)
        if self._roster[slot : slot + 1] != (stored,):
            self._roster = (*self._roster[:slot], stored, *self._roster[slot + 1 :])
            self._v_roster = None
        return slot

    def withdraw(self, student: str) -> None:
        """Take the last slot back, which is that student's."""
        students = [known.student for known in self.roster()]
        if student not in students:
            raise NotFound("student", student)
        if students[-1] != student:
            raise ValueError(student)
        self._roster = self._roster[:-1]
        self._v_roster = None

    @property
    def is_empty(self) -> bool:
        """Whether no lesson was opened and nothing entered."""
        return not self._sealed and all(
            head is None and not log.entries() for head, log in self._sheets.values()
        )

    def lessons(self) -> Sequence[Lesson]:
        """The lessons by date, slot and id, without those that were withdrawn."""
        return [one for one in self._in_order() if one.withdrawn is None]

    def withdrawn(self) -> Sequence[Lesson]:
        """The lessons that were withdrawn, by date, slot and id."""
        return [one for one in self._in_order() if one.withdrawn is not None]

    def _in_order(self) -> Sequence[Lesson]:
        lessons = [_LESSON.load(head) for head, _ in self._sheets.values() if head is not None]
        return sorted(lessons, key=lambda one: (one.date, one.slot, one.id))

    def lesson(self, identifier: str) -> Lesson:
        """Raises :class:`oshj_core.errors.NotFound`."""
        head, _ = self._sheets.get(identifier, (None, None))
        if head is None:
            raise NotFound("lesson", identifier)
        return _LESSON.load(head)

    def put_lesson(self, lesson: Lesson) -> None:
        """Add the lesson or replace the one with its id."""
        self._sheets[lesson.id] = (_LESSON.dump(lesson), self._log(lesson.id) or SheetLog())

    def log(self, sheet: str) -> Sequence[Entry]:
        """The entries of a sheet; empty when nothing was entered."""
        log = self._log(sheet)
        return () if log is None else log.entries()

    def append(self, sheet: str, entry: Entry) -> None:
        """Add an entry to the log of a sheet."""
        self._log_to_write(sheet).append(entry)

    def watch(self, sheet: str) -> None:
        """Make the transaction fail if somebody else changes the sheet meanwhile.

        Nothing can be watched that is not there, so an empty sheet is made of an unknown one.
        """
        watch(self._log_to_write(sheet))

    def sealed(self, module: int) -> dict[str, PackedSheet] | None:
        """The packed sheets of a published module."""
        sealed = self._sealed.get(module)
        return None if sealed is None else sealed.sheets()

    def seal(self, module: int, sheets: dict[str, PackedSheet]) -> None:
        """Keep the packed sheets of a module that is published."""
        # 4.3: a lesson that is opened at the same time must not slip past the lock.
        watch(self._sheets)
        self._sealed = {**self._sealed, module: SealedModule(sheets)}

    def load_all(self) -> None:
        """Fetch what a page of the whole journal reads, in one round trip where the storage can."""
        if self._p_jar is not None:
            wanted: list[Persistent] = [self._scheme, *self._sealed.values(), *self._open_logs()]
            self._p_jar.prefetch([one for one in wanted if one._p_oid is not None])

    def give_up(self) -> None:
        """Let whoever writes in the register at the same time conflict, before or after."""
        for _, log in self._sheets.values():
            # Nothing is ever merged with an entry that locks the sheet (4.3).
            log.append(Entry(EntryKind.PUBLISH, 0, "", ""))
        # An empty tree beside a lesson of somebody else is never merged (4.3).
        self._sheets.clear()
        touch(self._sheets)
        touch(self)

    def _open_logs(self) -> list[SheetLog]:
        return [
            log
            for head, log in self._sheets.values()
            if head is None or _LESSON.load(head).module not in self._sealed
        ]

    def _log(self, sheet: str) -> SheetLog | None:
        _, log = self._sheets.get(sheet, (None, None))
        return log

    def _log_to_write(self, sheet: str) -> SheetLog:
        log = self._log(sheet)
        if log is None:
            log = SheetLog()
            self._sheets[sheet] = (None, log)
        return log


class Year(Persistent):
    """The registers of one academic year.

    They refer to everything outside by id only, so that a year can be kept in a database of
    its own and be destroyed with it (5.7).
    """

    def __init__(self) -> None:
        self.registers = OOBTree()
        self.groups = Pairs()
        self.schemes = OOBTree()

    def scheme(self, text: str) -> SchemeText:
        """The one object of that text."""
        digest = sha256(text.encode()).digest()
        if digest not in self.schemes:
            self.schemes[digest] = SchemeText(text)
        return self.schemes[digest]


class StoredRegisters(Persistent):
    """All registers, implementing :class:`oshj_core.ports.Registers`."""

    def __init__(self) -> None:
        self.years = OOBTree()

    def get(self, identifier: str) -> StoredRegister:
        """Raises :class:`oshj_core.errors.NotFound`."""
        register = self.find(identifier)
        if register is None:
            raise NotFound("journal", identifier)
        return register

    def find(self, identifier: str) -> StoredRegister | None:
        """The register, or ``None``."""
        year = self.years.get(_year_of(identifier))
        return None if year is None else year.registers.get(identifier)

    def create(
        self, identifier: str, group: str, subject: str, semester: str, scheme: str
    ) -> StoredRegister:
        """A new, empty register.

        :raises ValueError: there is one with that id, or the id does not end in the semester.
        """
        if not identifier.endswith(f":{semester}"):
            raise ValueError(f"journal {identifier!r} is not of semester {semester!r}")
        year = self.years.setdefault(_year_of(identifier), Year())
        register = StoredRegister(identifier, group, subject, semester, year.scheme(scheme))
        if not year.registers.insert(identifier, register):
            raise ValueError(f"journal {identifier!r} is there already")
        year.groups.replace(identifier, (), (group,))
        return register

    def untouched(self, identifier: str) -> bool:
        """Whether there is a register in which no lesson was opened and nothing entered."""
        register = self.find(identifier)
        return register is not None and register.is_empty

    def remove(self, identifier: str) -> None:
        """Remove the register.  Raises :class:`oshj_core.errors.NotFound`."""
        register = self.get(identifier)
        register.give_up()
        name = _year_of(identifier)
        year = self.years[name]
        del year.registers[identifier]
        year.groups.replace(identifier, (register.group,), ())
        if not year.registers:
            del self.years[name]

    def withdraw(self, identifier: str, student: str) -> None:
        """Take the last slot of the register back, which is that student's."""
        self.get(identifier).withdraw(student)

    def of_group(self, group: str) -> Sequence[StoredRegister]:
        """The group's registers, by id."""
        found = [
            year.registers[identifier]
            for year in self.years.values()
            for identifier in year.groups.ids(group)
        ]
        return sorted(found, key=lambda register: register.id)


def _year_of(identifier: str) -> str:
    """The academic year of a journal, whose id ends in the semester ``2026-1``."""
    return identifier.rpartition(":")[2].partition("-")[0]
