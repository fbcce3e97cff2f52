"""What the university has, as the rows of OneRoster's files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import TypeAlias

import attrs

from oshj_core.calendar import Semester
from oshj_core.enrolment import journal_id
from oshj_core.exchange import Exchange
from oshj_core.people import Staff, Student
from oshj_core.ports import Member
from oshj_core.structure import Assignment, UnitKind
from oshj_plugins.oneroster.ids import guid, joined
from oshj_plugins.oneroster.sheets import HOMEROOM

Record: TypeAlias = Mapping[str, str]
"""The cells of a row by column; ours without ``metadata.``; what is left out is empty."""

TRUE, FALSE = "true", "false"
TEACHER, STUDENT, AIDE = "teacher", "student", "aide"
_DEPARTMENTS = frozenset({UnitKind.DEPARTMENT, UnitKind.OFFICE})
_ONE_DAY = timedelta(days=1)
# What the class of a group is a class of: its hour with the curator.
_HOMEROOM_TITLE = "Куратордук саат"


def year_id(year: int) -> str:
    """The id of a school year."""
    return f"year-{year}"


def module_id(semester: str, number: int) -> str:
    """The id of a module."""
    return f"{semester}-m{number}"


def class_id(journal: str) -> str:
    """The id of the class a journal is."""
    return joined(*journal.split(":"))


def after(last_day: date) -> str:
    """The end of what lasts up to that day: the specification's end is exclusive."""
    return (last_day + _ONE_DAY).isoformat()


def semester_title(semester: Semester) -> str:
    """A semester as people name it: «2026–2027, 1-семестр»."""
    return f"{semester.academic_year}, {semester.number}-семестр"


@attrs.define(slots=False)
class Records:
    """The records of an exchange, in an order that depends on nothing but the data."""

    exchange: Exchange

    @cached_property
    def _university(self):
        return self.exchange.source.university

    @cached_property
    def semesters(self) -> list[Semester]:
        """The semesters that are exchanged."""
        wanted = self.exchange.semester
        return [one for one in self._university.semesters if wanted in ("", one.id)]

    @cached_property
    def journals(self) -> Mapping[str, list[Assignment]]:
        """Who teaches what of each journal of those semesters, by the journal's id."""
        wanted = {semester.id for semester in self.semesters}
        found: dict[str, list[Assignment]] = {}
        for assignment in self._university.assignments:
            if assignment.semester in wanted:
                for group in assignment.groups:
                    name = journal_id(group, assignment.subject, assignment.semester)
                    found.setdefault(name, []).append(assignment)
        return dict(sorted(found.items()))

    def school_of(self, group: str) -> str:
        """The unit of a group."""
        return self._units_of_groups[group]

    @cached_property
    def _units_of_groups(self) -> Mapping[str, str]:
        return {group.id: group.unit for group in self._university.groups}

    @cached_property
    def _teaching(self) -> frozenset[str]:
        return frozenset(one.teacher for one in self._university.assignments)

    def orgs(self) -> Iterator[Record]:
        """The units: departments and offices, everything else is a school."""
        for unit in self._university.units:
            yield {
                "sourcedId": guid(unit.id),
                "name": unit.name,
                "type": "department" if unit.kind in _DEPARTMENTS else "school",
                "identifier": unit.id,
                "parentSourcedId": guid(unit.parent),
                "kind": unit.kind.value,
            }

    def sessions(self) -> Iterator[Record]:
        """The school years, their semesters and the modules of these."""
        years: dict[int, list[Semester]] = {}
        for semester in self.semesters:
            years.setdefault(semester.year, []).append(semester)
        for year, semesters in sorted(years.items()):
            yield {
                "sourcedId": year_id(year),
                "title": semesters[0].academic_year,
                "type": "schoolYear",
                "startDate": min(one.starts for one in semesters).isoformat(),
                "endDate": after(max(one.ends for one in semesters)),
                "schoolYear": str(year + 1),
            }
            for semester in semesters:
                yield from self._semester(semester)

    def _semester(self, semester: Semester) -> Iterator[Record]:
        school_year = str(semester.year + 1)
        yield {
            "sourcedId": semester.id,
            "title": semester_title(semester),
            "type": "semester",
            "startDate": semester.starts.isoformat(),
            "endDate": after(semester.ends),
            "parentSourcedId": year_id(semester.year),
            "schoolYear": school_year,
        }
        for module in semester.modules:
            yield {
                "sourcedId": module_id(semester.id, module.number),
                "title": f"{semester_title(semester)}, {module.number}-модуль",
                "type": "gradingPeriod",
                "startDate": module.starts.isoformat(),
                "endDate": after(module.ends),
                "parentSourcedId": semester.id,
                "schoolYear": school_year,
                "entryOpens": module.entry.opens.isoformat(),
                "entryCloses": module.entry.closes.isoformat(),
            }

    def courses(self) -> Iterator[Record]:
        """The subjects, and for each unit with groups the hour with the curator."""
        for subject in self._university.subjects:
            yield {
                "sourcedId": guid(subject.id),
                "title": subject.name,
                "courseCode": subject.id,
                "orgSourcedId": guid(subject.unit),
                "credits": str(subject.credits),
            }
        for unit in sorted(set(self._units_of_groups.values())):
            yield {
                "sourcedId": joined(HOMEROOM, unit),
                "title": _HOMEROOM_TITLE,
                "orgSourcedId": guid(unit),
            }

    def classes(self) -> Iterator[Record]:
        """The groups as homerooms, then the journals."""
        terms: dict[str, set[str]] = {}
        for assignments in self.journals.values():
            for one in assignments:
                for group in one.groups:
                    terms.setdefault(group, set()).add(one.semester)
        every = {semester.id for semester in self.semesters}
        for group in self._university.groups:
            yield {
                "sourcedId": guid(group.id),
                "title": group.id,
                "courseSourcedId": joined(HOMEROOM, group.unit),
                "classCode": group.id,
                "classType": "homeroom",
                "schoolSourcedId": guid(group.unit),
                "termSourcedIds": ",".join(sorted(terms.get(group.id, every))),
                "speciality": group.speciality,
                "entryYear": str(group.entry_year),
                "subgroups": str(group.subgroups),
                "studyForm": group.study_form.value,
            }
        subjects = {subject.id: subject.name for subject in self._university.subjects}
        for name, assignments in self.journals.items():
            group, subject, _semester = name.split(":")
            yield {
                "sourcedId": class_id(name),
                "title": f"{subjects[subject]}, {group}",
                "courseSourcedId": guid(subject),
                "classCode": name,
                "classType": "scheduled",
                "schoolSourcedId": guid(self.school_of(group)),
                "termSourcedIds": assignments[0].semester,
            }

    def people(self) -> Iterator[tuple[Record, str, str]]:
        """The staff, then the students: a row, the role, and the unit."""
        for member in self._university.staff:
            # An administrator of ours has no rights in the other program.
            role = TEACHER if member.id in self._teaching else AIDE
            yield {**_person(member), "position": member.position}, role, member.unit
        for student in self._university.students:
            enabled = TRUE if student.active else FALSE
            record = {**_person(student), "enabledUser": enabled}
            yield record, STUDENT, self.school_of(student.group)

    def enrollments(self) -> Iterator[Record]:
        """Who belongs to the groups, then who learns and who teaches in the journals."""
        for student in self._university.students:
            yield {
                "sourcedId": joined(student.group, student.id),
                "classSourcedId": guid(student.group),
                "schoolSourcedId": guid(self.school_of(student.group)),
                "userSourcedId": guid(student.id),
                "role": STUDENT,
                "subgroup": str(student.subgroup),
            }
        for name, assignments in self.journals.items():
            place = {
                "classSourcedId": class_id(name),
                "schoolSourcedId": guid(self.school_of(name.partition(":")[0])),
            }
            for number, assignment in enumerate(assignments):
                yield {
                    **place,
                    "sourcedId": joined(*name.split(":"), TEACHER, assignment.id),
                    "userSourcedId": guid(assignment.teacher),
                    "role": TEACHER,
                    "primary": FALSE if number else TRUE,
                    "assignment": assignment.id,
                    "groups": "; ".join(assignment.groups),
                    "kind": assignment.kind.value,
                    "control": assignment.control.value,
                    "scheme": assignment.scheme,
                    "subgroup": str(assignment.subgroup),
                }
            for member in self.roster(name):
                yield {
                    **place,
                    "sourcedId": joined(*name.split(":"), member.student),
                    "userSourcedId": guid(member.student),
                    "role": STUDENT,
                    "beginDate": member.joined.isoformat() if member.joined else "",
                    "endDate": member.left.isoformat() if member.left else "",
                }

    def roster(self, journal: str) -> list[Member]:
        """The members of a journal by the student's code."""
        register = self.exchange.source.registers.find(journal)
        members = [] if register is None else register.roster()
        return sorted(members, key=lambda member: member.student)


def _person(person: Staff | Student) -> dict[str, str]:
    name = person.name
    return {
        "sourcedId": guid(person.id),
        "enabledUser": TRUE,
        "username": person.id,
        "givenName": name.given,
        "familyName": name.family,
        "middleName": name.patronymic,
        "identifier": person.id,
        "latinName": name.latin,
    }
