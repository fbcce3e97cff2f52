"""From the rows of a roster to the sheets of the university's lists, and errors back again.

Nothing is checked twice: what the lists demand is said by :func:`oshj_core.lists.read_lists`,
and :mod:`oshj_plugins.oneroster.places` names the place in the OneRoster file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

import attrs

from oshj_core.lists import Row, RowError
from oshj_core.lists.problems import ErrorList
from oshj_core.ports import University
from oshj_core.structure import ControlForm, LessonKind, UnitKind
from oshj_core.text import Text, text
from oshj_plugins.oneroster.cells import split
from oshj_plugins.oneroster.ids import code, joined
from oshj_plugins.oneroster.known import Known
from oshj_plugins.oneroster.loading import Roster
from oshj_plugins.oneroster.sessions import COLUMNS, Sessions
from oshj_plugins.oneroster.tables import RELATIONS

HOMEROOM = "homeroom"
"""What the joint ids of the courses begin with that only our groups need."""
_HOUR = joined(HOMEROOM, "")
_UNIT_KINDS = {"school": UnitKind.FACULTY.value, "department": UnitKind.DEPARTMENT.value}
_COLUMNS = {
    "units": "id name kind parent",
    "teachers": "id family_name given_name patronymic latin_name unit position",
    "groups": "id unit speciality entry_year subgroups study_form",
    "students": "id family_name given_name patronymic latin_name group subgroup active",
    "subjects": "id name unit credits",
    "assignments": "id teacher subject groups semester kind control scheme subgroup",
}


@attrs.define(slots=False)
class Sheets:
    """The sheets of a roster.

    Where the files say nothing of something, it stays as the ``university`` has it; what is new
    gets the grading scheme ``scheme`` and as many ``credits``.
    """

    roster: Roster
    university: University
    scheme: str
    credits: int
    errors: ErrorList = attrs.field(factory=ErrorList, init=False)
    notes: list[Text] = attrs.field(factory=list, init=False)

    def rows(self) -> dict[str, list[Row]]:
        """The rows of each sheet of the lists, its headings first."""
        sheets = {
            "semesters": self._sessions.rows(),
            "units": self._unit_rows(),
            "groups": self._group_rows(),
            "subjects": self._subject_rows(),
            "assignments": self._assignment_rows(),
        }
        sheets["teachers"], sheets["students"] = self._people_rows()
        self._name_what_has_no_place()
        if self._sessions.outside:
            self.notes.append(
                text(
                    "Grading periods in no semester, which are not taken in: ${count}.",
                    count=self._sessions.outside,
                )
            )
        headings = {**_COLUMNS, "semesters": " ".join(COLUMNS)}
        return {name: [(1, headings[name].split()), *rows] for name, rows in sheets.items()}

    def _error(self, file: str, line: int, column: str, message: Text) -> None:
        self.errors.add(RowError(file, line, column, message))

    @cached_property
    def _known(self) -> Known:
        return Known(self.university)

    @cached_property
    def _sessions(self) -> Sessions:
        return Sessions(
            self.roster.rows("academicSessions"), self.errors, self.university.semesters
        )

    # Units.

    def _unit_rows(self) -> list[Row]:
        rows: list[Row] = []
        for line, row in self.roster.rows("orgs"):
            unit = code(row["sourcedId"])
            usual = _UNIT_KINDS.get(row["type"], UnitKind.OFFICE.value)
            kind = row["kind"] or self._known.field("units", unit, "kind", usual)
            rows.append((line, [unit, row["name"], kind, code(row["parentSourcedId"])]))
        return rows

    # Courses and classes.

    @cached_property
    def _classes(self) -> Mapping[str, Mapping[str, str]]:
        return {row["sourcedId"]: row for _, row in self.roster.rows("classes")}

    @cached_property
    def _homerooms(self) -> Mapping[str, str]:
        """The codes of the groups by the ids of their homerooms."""
        return {
            sourced_id: code(sourced_id)
            for sourced_id, row in self._classes.items()
            if row["classType"] == "homeroom"
        }

    def _subject_rows(self) -> list[Row]:
        taught = {
            row["courseSourcedId"]
            for row in self._classes.values()
            if row["classType"] == "scheduled"
        }
        named = {row["courseSourcedId"] for row in self._classes.values()}
        guessed = 0
        rows: list[Row] = []
        for line, row in self.roster.rows("courses"):
            sourced_id = row["sourcedId"]
            if sourced_id not in taught and (
                sourced_id in named or sourced_id.startswith(joined(HOMEROOM, ""))
            ):
                continue
            subject = code(sourced_id)
            known = row["credits"] or self._known.field("subjects", subject, "credits")
            guessed += not known
            number = known or str(self.credits)
            rows.append((line, [subject, row["title"], code(row["orgSourcedId"]), number]))
        if guessed:
            self.notes.append(
                text(
                    "Subjects whose credits the files do not name get ${credits} each: ${count}.",
                    credits=self.credits,
                    count=guessed,
                )
            )
        return rows

    def _group_rows(self) -> list[Row]:
        titles = {row["sourcedId"]: row["title"] for _, row in self.roster.rows("courses")}
        rows: list[Row] = []
        for line, row in self.roster.rows("classes"):
            if row["sourcedId"] in self._homerooms:
                group = self._homerooms[row["sourcedId"]]
                title = titles.get(row["courseSourcedId"], row["title"])
                cells = self._group_cells(group, title, row)
                rows.append((line, [group, code(row["schoolSourcedId"]), *cells]))
        orgs = {code(row["sourcedId"]): row["name"] for _, row in self.roster.rows("orgs")}
        made: dict[str, Row] = {}
        for student in self._students:
            if student.homeroom is None:
                unit = student.unit
                cells = self._group_cells(student.group, orgs.get(unit, unit), {})
                made.setdefault(student.group, (student.line, [student.group, unit, *cells]))
        if made:
            self.notes.append(
                text(
                    "Students without a homeroom are put into groups by school and grade: "
                    "${groups}.",
                    groups=", ".join(sorted(made)),
                )
            )
        return [*rows, *made.values()]

    def _group_cells(self, group: str, title: str, row: Mapping[str, str]) -> list[str]:
        """Speciality, year of entry, subgroups and form of study."""
        return [
            row.get(column) or self._known.field("groups", group, name, usual)
            for column, name, usual in (
                ("speciality", "speciality", title),
                ("entryYear", "entry_year", self._sessions.first_year),
                ("subgroups", "subgroups", ""),
                ("studyForm", "study_form", ""),
            )
        ]

    # People.

    @cached_property
    def _roles(self) -> Mapping[str, tuple[str, str]]:
        """The role and the school of each person, by the person's id; 1.2 keeps them apart."""
        users = self.roster.rows("users")
        if not self.roster.rows("roles").count:
            return {
                row["sourcedId"]: (row["role"], (split(row["orgSourcedIds"]) or [""])[0])
                for _, row in users
                if "role" in row
            }
        found: dict[str, tuple[str, str]] = {}
        for kind in ("primary", "secondary"):
            for _, row in self.roster.rows("roles"):
                if row["roleType"] == kind:
                    found.setdefault(row["userSourcedId"], (row["role"], row["orgSourcedId"]))
        return found

    @cached_property
    def _places_in_homerooms(self) -> Mapping[str, tuple[str, str]]:
        """The homeroom and the subgroup of each student, by the person's id."""
        found: dict[str, tuple[str, str]] = {}
        for line, row in self.roster.rows("enrollments"):
            if row["role"] == "student" and row["classSourcedId"] in self._homerooms:
                place = (row["classSourcedId"], row["subgroup"])
                if found.setdefault(row["userSourcedId"], place)[0] != place[0]:
                    self._error(
                        "enrollments.csv",
                        line,
                        "classSourcedId",
                        text("The student has another homeroom already; each is in one group"),
                    )
        return found

    @cached_property
    def _students(self) -> Sequence[_Student]:
        students = []
        for line, row in self.roster.rows("users"):
            role, org = self._roles.get(row["sourcedId"], ("", ""))
            if role != "student":
                continue
            homeroom, subgroup = self._places_in_homerooms.get(row["sourcedId"], (None, ""))
            grade = (split(row["grades"]) or ["0"])[0]
            group = self._homerooms[homeroom] if homeroom else code(f"{code(org)}-{grade}")
            student = code(row["sourcedId"])
            if not subgroup and self._known.field("students", student, "group") == group:
                subgroup = self._known.field("students", student, "subgroup")
            students.append(_Student(row["sourcedId"], line, group, subgroup, code(org), homeroom))
        return students

    def _people_rows(self) -> tuple[list[Row], list[Row]]:
        placed_students = {student.sourced_id: student for student in self._students}
        teachers: list[Row] = []
        students: list[Row] = []
        relatives = 0
        for line, row in self.roster.rows("users"):
            sourced_id = row["sourcedId"]
            role, org = self._roles.get(sourced_id, ("", ""))
            person = code(sourced_id)
            table = "students" if role == "student" else "staff"
            latin = row["latinName"] or self._known.field(table, person, "name.latin")
            name = [row["familyName"], row["givenName"], row["middleName"], latin]
            if not role:
                self._error(
                    "users.csv", line, "sourcedId", text("The person has no role in roles.csv")
                )
            elif role in RELATIONS:
                relatives += 1
            elif role == "student":
                student = placed_students[sourced_id]
                where = [student.group, student.subgroup, row["enabledUser"]]
                students.append((line, [person, *name, *where]))
            else:
                position = row["position"] or self._known.field("staff", person, "position")
                teachers.append((line, [person, *name, code(org), position]))
        if relatives:
            self.notes.append(
                text("Parents and guardians have no place here: ${count}.", count=relatives)
            )
        return teachers, students

    # Who teaches what to whom.

    def _assignment_rows(self) -> list[Row]:
        groups: dict[str, set[str]] = defaultdict(set)
        by_student = {student.sourced_id: student.group for student in self._students}
        teachers: list[tuple[int, Mapping[str, str]]] = []
        for line, row in self.roster.rows("enrollments"):
            if row["classSourcedId"] in self._homerooms:
                continue
            if row["role"] == "student":
                groups[row["classSourcedId"]].add(by_student.get(row["userSourcedId"], ""))
            elif row["role"] == "teacher":
                teachers.append((line, row))
        rows: dict[str, tuple[int, list[str]]] = {}
        empty = set()
        for line, row in teachers:
            taught = self._classes.get(row["classSourcedId"])
            if taught is None:
                continue
            named = row["groups"] or "; ".join(sorted(filter(None, groups[row["classSourcedId"]])))
            if not named:
                empty.add(row["classSourcedId"])
                continue
            semesters = self._sessions.semesters_of(self._terms_of(taught))
            if not semesters:
                self._error(
                    "enrollments.csv",
                    line,
                    "classSourcedId",
                    text("The class lies in no semester of academicSessions.csv"),
                )
            for semester in semesters:
                self._add(rows, line, row, taught, named, semester, len(semesters) > 1)
        if empty:
            self.notes.append(
                text("Classes without students, which give no journal: ${count}.", count=len(empty))
            )
        return list(rows.values())

    def _terms_of(self, taught: Mapping[str, str]) -> list[str]:
        """The sessions of a class; those of its course where it names none."""
        return split(taught["termSourcedIds"]) or split(
            self._years_of_courses.get(taught["courseSourcedId"], "")
        )

    @cached_property
    def _years_of_courses(self) -> Mapping[str, str]:
        return {
            row["sourcedId"]: row["schoolYearSourcedId"] for _, row in self.roster.rows("courses")
        }

    def _add(
        self,
        rows: dict[str, tuple[int, list[str]]],
        line: int,
        row: Mapping[str, str],
        taught: Mapping[str, str],
        groups: str,
        semester: str,
        several: bool,
    ) -> None:
        known = row["assignment"] or row["sourcedId"]
        key = code(f"{known}-{semester}" if several else known)
        usual = {
            "kind": LessonKind.LECTURE.value,
            "control": ControlForm.EXAM.value,
            "scheme": self.scheme,
            "subgroup": "",
        }
        cells = [
            key,
            code(row["userSourcedId"]),
            code(taught["courseSourcedId"]),
            groups,
            semester,
            *(
                row[name] or self._known.field("assignments", key, name, default)
                for name, default in usual.items()
            ),
        ]
        first = rows.setdefault(key, (line, cells))
        if first[1] != cells:
            self._error(
                "enrollments.csv",
                line,
                "metadata.assignment" if row["assignment"] else "sourcedId",
                text("Row ${row} says something else of the same assignment", row=first[0]),
            )

    def _name_what_has_no_place(self) -> None:
        results, items = self.roster.rows("results").count, self.roster.rows("lineItems").count
        if results:
            # 4.3: marks are entered by who teaches, in time, and by nobody else.
            self.notes.append(
                text(
                    "Results are not taken in, only teachers enter marks: ${count}.", count=results
                )
            )
        if items:
            self.notes.append(
                text(
                    "Line items are not taken in, controls follow from the grading scheme: "
                    "${count}.",
                    count=items,
                )
            )


@attrs.frozen
class _Student:
    """A student of the files: the line, the group's code, and the homeroom if there is one."""

    sourced_id: str
    line: int
    group: str
    subgroup: str
    unit: str
    homeroom: str | None
