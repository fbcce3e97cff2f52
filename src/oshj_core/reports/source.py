"""What reports read: the journals of a unit, one after the other."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import Enum
from functools import reduce
from itertools import groupby
from typing import TYPE_CHECKING

import attrs

from oshj_core.attendance.excuses import NO_EXCUSALS, Excusals
from oshj_core.decisions import require
from oshj_core.errors import Invalid
from oshj_core.grading import Total
from oshj_core.journal import JournalReader
from oshj_core.journal.scopes import unit_scopes
from oshj_core.reports.values import Row, add_rows, summed
from oshj_core.roles import Facts
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from oshj_core.journal import Act
    from oshj_core.ports import Lesson, Register, Registers, University
    from oshj_core.roles import Permission
    from oshj_core.structure import Group


class Side(Enum):
    """Whose a journal is: the unit's where the group studies, or the unit's that teaches."""

    STUDENTS = "students"
    TEACHING = "teaching"


class By(Enum):
    """What a row stands for."""

    UNIT = "unit"
    """A unit right under the one reported on, and that one itself."""
    GROUP = "group"
    SUBJECT = "subject"


@attrs.frozen
class Source:
    """The lists, the registers, the act in which they are read, and approved excuses.

    Nothing is written.  ``act`` says who asks and what day it is.
    """

    university: University
    registers: Registers
    act: Act
    excusals: Excusals = NO_EXCUSALS

    def require(self, permission: Permission, unit: str) -> None:
        """Refuse whoever may not read such a report of that unit ("" = the university).

        :raises NotFound: there is no such unit.
        :raises NotAllowed: the actor may not.
        """
        require(self.act.actor, permission, Facts(unit_scopes(self.university, unit)))

    def units_in(self, unit: str) -> Iterator[str]:
        """The unit and all below it, each before those below it, by id ("" = all).

        :raises NotFound: there is no such unit.
        :raises Invalid: a unit lies below itself.
        """
        if unit:
            self.university.units.get(unit)
        yield from self._below(unit, frozenset())

    def _below(self, unit: str, above: frozenset[str]) -> Iterator[str]:
        if unit in above:
            raise Invalid(text("The unit lies below itself."), place=f"units.{unit}")
        yield unit
        for child in self.university.units_under(unit):
            yield from self._below(child.id, above | {unit})

    def groups(self, unit: str) -> Iterator[Group]:
        """The groups of the unit and of all below it, unit by unit."""
        for inner in self.units_in(unit):
            yield from self.university.groups_of(inner)

    def of_group(self, group: str, semesters: Collection[str]) -> Iterator[JournalReader]:
        """The journals of a group in those semesters, by id."""
        for register in self.registers.of_group(group):
            if register.semester in semesters:
                yield self.reader(register)

    def reader(self, register: Register) -> JournalReader:
        """The register as this act sees it."""
        return JournalReader(register, self.university, self.act)

    def journals(
        self, unit: str, semesters: Collection[str], side: Side = Side.STUDENTS
    ) -> Iterator[JournalReader]:
        """The journals of a unit ("" = the university) in those semesters, one at a time.

        :raises NotFound: no such unit or semester; a journal's subject is not in the lists.
        """
        for semester in semesters:
            self.university.semesters.get(semester)
        if side is Side.STUDENTS:
            for group in self.groups(unit):
                yield from self.of_group(group.id, semesters)
            return
        teaching = frozenset(self.units_in(unit))
        for group in self.groups(""):
            for journal in self.of_group(group.id, semesters):
                if self.university.subjects.get(journal.register.subject).unit in teaching:
                    yield journal

    def part_of(self, unit: str) -> Callable[[str], str]:
        """Tells of a unit below ``unit`` under which of the units right under it that lies, or
        that it is ``unit`` itself."""
        part = {}
        for child in self.university.units_under(unit):
            part.update(dict.fromkeys(self.units_in(child.id), child.id))
        return lambda inner: part.get(inner, unit)

    def rows(
        self,
        journals: Iterable[JournalReader],
        cells: Callable[[JournalReader], Row],
        *,
        unit: str,
        side: Side,
        by: By,
    ) -> Iterator[Row]:
        """The ``cells`` of the journals added up by what a row stands for, each row headed by
        its id and its name."""
        university, part = self.university, self.part_of(unit)

        def key(journal: JournalReader) -> str:
            register = journal.register
            if by is By.GROUP:
                return register.group
            if by is By.SUBJECT:
                return register.subject
            if side is Side.TEACHING:
                return part(university.subjects.get(register.subject).unit)
            return part(university.groups.get(register.group).unit)

        # By group, and by unit of the groups, the journals come in runs: a row can leave
        # when its run ends.  Otherwise the rows, never the journals, are kept.
        if by is By.GROUP or (by is By.UNIT and side is Side.STUDENTS):
            for name, run in groupby(journals, key):
                yield (name, self.name(by, name), *reduce(add_rows, map(cells, run)))
        else:
            sums = summed((key(journal), cells(journal)) for journal in journals)
            for name, row in sums.items():
                yield (name, self.name(by, name), *row)

    def name(self, by: By, identifier: str) -> str:
        """What a row is called: the name of a unit or subject, the code of a group; "" for the
        university."""
        if by is By.SUBJECT:
            return self.university.subjects.get(identifier).name
        if by is By.UNIT and identifier:
            return self.university.units.get(identifier).name
        return identifier


def held_lessons(journal: JournalReader) -> Iterator[Lesson]:
    """The lessons of a journal up to the day of the act."""
    today = journal.act.today
    return (lesson for lesson in journal.register.lessons() if lesson.date <= today)


def graded_slots(journal: JournalReader) -> Iterator[tuple[int, str]]:
    """The slots and students to be graded: those in the group at the semester's end, or on the
    day of the act while that is still to come."""
    day = min(journal.act.today, journal.semester.ends)
    for slot, member in enumerate(journal.register.roster()):
        if member.belongs_on(day):
            yield slot, member.student


def total_of(journal: JournalReader, slot: int, student: str) -> Total:
    """The total of a slot.

    :raises Invalid: the register holds points that the scheme does not know; the place is
        ``journal.student.component``.
    """
    place = f"{journal.register.id}.{student}"
    try:
        return journal.totals([slot])[slot]
    except Invalid as refusal:
        raise Invalid(
            refusal.text, place=f"{place}.{refusal.place}", clause=refusal.clause
        ) from refusal
