"""The overdue lessons of a person, of a group, of a unit."""

from __future__ import annotations

from datetime import timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from oshj_core.covering import planned_hours
from oshj_core.enrolment import journals_of
from oshj_core.journal import JournalReader
from oshj_core.journal.overdue import overdue_in
from oshj_core.timetable import Schedule
from oshj_portal.calendar.lookup import teaching_weeks
from oshj_portal.substitution.hours import staff_under
from oshj_portal.timetable.lookup import semesters_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from oshj_core.covering import TeachingHour
    from oshj_core.delegation import Substitution
    from oshj_core.journal import Act
    from oshj_core.journal.overdue import OverdueLesson
    from oshj_core.structure import Assignment
    from oshj_core.timetable import TeachingWeeks
    from oshj_portal.store import Site
    from oshj_portal.store.registers import StoredRegister

_DAY = timedelta(days=1)
_CALENDARS_KEPT = 32


class Overdue:
    """Looks for overdue lessons in the semesters that have the day of an act.

    One may begin for a group while another still lasts for a second one: each journal goes by
    the calendar of its group.  The substitutions of a teacher are read once, however many
    journals he or she fills.
    """

    def __init__(self, site: Site, act: Act) -> None:
        self.site = site
        self.act = act
        self.semesters = {one.id for one in semesters_at(site, act.today, act.today)}
        self.substitutions: Callable[[str], Sequence[Substitution]] = cache(
            site.substitutions.for_teacher
        )
        self._weeks: Callable[[str, str], TeachingWeeks] = lru_cache(_CALENDARS_KEPT)(
            lambda semester, group: teaching_weeks(site, semester, group)
        )

    def in_journal(
        self, journal: JournalReader, teachers: set[str] | None = None
    ) -> Iterator[OverdueLesson]:
        """The overdue lessons of one journal; none where its semester does not have the day.

        With ``teachers``, of what the timetable plans only theirs.
        """
        semester = journal.semester
        if semester.starts <= self.act.today <= semester.ends:
            assignments = [
                one for one in journal.assignments if teachers is None or one.teacher in teachers
            ]
            yield from overdue_in(journal, self.substitutions, self._planned(journal, assignments))

    def _planned(
        self, journal: JournalReader, assignments: Iterable[Assignment]
    ) -> Iterator[TeachingHour]:
        """The hours the timetable planned for a journal up to yesterday."""
        timetable, register = self.site.timetable, journal.register
        lessons = [lesson for one in assignments for lesson in timetable.of_assignment(one.id)]
        if not lessons:
            return iter(())
        changes = [change for one in lessons for change in timetable.changes_of(one.id)]
        weeks = self._weeks(register.semester, register.group)
        schedule = Schedule(weeks, lessons, changes, timetable.key)
        found = schedule.between(journal.semester.starts, self.act.today - _DAY)
        return planned_hours(self.site.university, found)

    def in_registers(
        self,
        registers: Iterable[StoredRegister],
        teachers: set[str] | None = None,
        readers: Iterable[JournalReader] = (),
    ) -> Iterator[OverdueLesson]:
        """The overdue lessons of these journals; the ``readers`` have read some already."""
        known = {reader.register.id: reader for reader in readers}
        for register in registers:
            reader = known.get(register.id) or JournalReader(
                register, self.site.university, self.act
            )
            yield from self.in_journal(reader, teachers)

    def of_person(self, person: str, readers: Iterable[JournalReader] = ()) -> list[OverdueLesson]:
        """What the person is to fill in: own lessons, and those taken for colleagues.

        :param readers: journals that were read already.
        """
        teachers = {person} | {
            one.teacher
            for one in self.site.substitutions.of(person)
            if one.lasts_on(self.act.today)
        }
        found = (
            lesson
            for lesson in self.in_registers(self._taught(teachers), teachers, readers)
            if lesson.responsible == person
        )
        return sorted(found, key=lambda one: (one.day, one.slot, one.journal))

    def of_group(self, group: str) -> Iterator[OverdueLesson]:
        """What is overdue in the journals of a group."""
        registers = self.site.registers.of_group(group)
        yield from self.in_registers(one for one in registers if one.semester in self.semesters)

    def of_unit(self, unit: str) -> Iterator[OverdueLesson]:
        """What is overdue with the groups of the unit and of those below it, and with the
        lessons its staff gives elsewhere."""
        groups = set(groups_under(self.site, unit))
        for group in sorted(groups):
            yield from self.of_group(group)
        for member in staff_under(self.site, unit):
            registers = [one for one in self._taught({member.id}) if one.group not in groups]
            for lesson in self.in_registers(registers, {member.id}):
                if lesson.teacher == member.id:
                    yield lesson

    def _taught(self, teachers: Iterable[str]) -> list[StoredRegister]:
        names = {
            name
            for teacher in teachers
            for assignment in self.site.university.assignments_of(teacher)
            if assignment.semester in self.semesters
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
