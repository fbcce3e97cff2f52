"""The overdue lessons of a person, of a group, of a unit."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from oshj_core.covering import hours_between
from oshj_core.enrolment import journals_of
from oshj_core.journal import JournalReader
from oshj_core.journal.overdue import overdue_in
from oshj_portal.store.timetable import FeedKind
from oshj_portal.substitution.hours import staff_under
from oshj_portal.timetable.lookup import Whose, occurrences, semester_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from oshj_core.calendar import Semester
    from oshj_core.covering import TeachingHour
    from oshj_core.delegation import Substitution
    from oshj_core.journal import Act
    from oshj_core.journal.overdue import OverdueLesson
    from oshj_portal.store import Site
    from oshj_portal.store.registers import StoredRegister

_DAY = timedelta(days=1)


class Overdue:
    """Looks for overdue lessons in the semester of the day of an act.

    The substitutions of a teacher are read once, however many journals he or she fills.
    """

    def __init__(self, site: Site, act: Act) -> None:
        self.site = site
        self.act = act
        self.substitutions: Callable[[str], Sequence[Substitution]] = cache(
            site.substitutions.for_teacher
        )

    @property
    def semester(self) -> Semester | None:
        """The semester that is going on."""
        return semester_at(self.site, self.act.today, self.act.today)

    def planned(self, whose: Whose) -> list[TeachingHour]:
        """The hours the timetable planned for somebody up to yesterday."""
        semester = self.semester
        if semester is None:
            return []
        yesterday = self.act.today - _DAY
        found = list(occurrences(self.site, whose, semester.starts, yesterday)[1])
        return [
            hour
            for teacher in sorted({one.teacher for one in found})
            for hour in hours_between(
                self.site.university, teacher, semester.starts, yesterday, (), found
            )
        ]

    def in_journal(
        self, journal: JournalReader, planned: Iterable[TeachingHour]
    ) -> Iterator[OverdueLesson]:
        """The overdue lessons of one journal."""
        return overdue_in(journal, self.substitutions, planned)

    def to_fill_in(
        self, journal: JournalReader, planned: Iterable[TeachingHour], person: str
    ) -> list[OverdueLesson]:
        """What of a journal the person can still fill in, and nobody else has to."""
        return [
            one
            for one in self.in_journal(journal, planned)
            if one.responsible == person and not one.locked
        ]

    def in_registers(
        self, registers: Iterable[StoredRegister], planned: Sequence[TeachingHour]
    ) -> Iterator[OverdueLesson]:
        """The overdue lessons of these journals."""
        for register in registers:
            reader = JournalReader(register, self.site.university, self.act)
            yield from self.in_journal(reader, planned)

    def of_person(self, person: str) -> list[OverdueLesson]:
        """What the person is to fill in: own lessons, and those taken for colleagues."""
        teachers = {person} | {
            one.teacher
            for one in self.site.substitutions.of(person)
            if one.lasts_on(self.act.today)
        }
        found = (
            lesson
            for teacher in sorted(teachers)
            for lesson in self.in_registers(
                self._taught(teacher), self.planned(Whose(FeedKind.TEACHER, teacher))
            )
            if lesson.teacher == teacher and lesson.responsible == person
        )
        return sorted(found, key=lambda one: (one.day, one.slot, one.journal))

    def of_group(self, group: str) -> Iterator[OverdueLesson]:
        """What is overdue in the journals of a group."""
        semester = self.semester
        if semester is None:
            return
        registers = [
            one for one in self.site.registers.of_group(group) if one.semester == semester.id
        ]
        yield from self.in_registers(registers, self.planned(Whose(FeedKind.GROUP, group)))

    def of_unit(self, unit: str) -> Iterator[OverdueLesson]:
        """What is overdue with the groups of the unit and of those below it, and with the
        lessons its staff gives elsewhere."""
        groups = set(groups_under(self.site, unit))
        for group in sorted(groups):
            yield from self.of_group(group)
        for member in staff_under(self.site, unit):
            registers = [one for one in self._taught(member.id) if one.group not in groups]
            if registers:
                planned = self.planned(Whose(FeedKind.TEACHER, member.id))
                for lesson in self.in_registers(registers, planned):
                    if lesson.teacher == member.id:
                        yield lesson

    def _taught(self, teacher: str) -> list[StoredRegister]:
        semester = self.semester
        names = {
            name
            for assignment in self.site.university.assignments_of(teacher)
            if semester is not None and assignment.semester == semester.id
            for name in journals_of(assignment)
        }
        found = (self.site.registers.find(name) for name in sorted(names))
        return [one for one in found if one is not None]


def groups_under(site: Site, unit: str) -> Iterator[str]:
    """The groups of a unit and of all below it."""
    for group in site.university.groups_of(unit):
        yield group.id
    for below in site.university.units_under(unit):
        yield from groups_under(site, below.id)
