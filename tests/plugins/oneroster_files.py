"""OneRoster files as other programs write them, made from the tables of the specification.

Independent of the plugin: the headings stand here once more, the ids are UUIDs, there are a
district, grades instead of groups, guardians, quarters, quoted cells and filled status columns.
"""

from __future__ import annotations

import csv
import io
import random
import uuid
import zipfile
from collections.abc import Mapping, Sequence

HEADERS_11 = {
    "academicSessions": "sourcedId,status,dateLastModified,title,type,startDate,endDate,"
    "parentSourcedId,schoolYear",
    "classes": "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,"
    "location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods",
    "courses": "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,"
    "orgSourcedId,subjects,subjectCodes",
    "demographics": "sourcedId,status,dateLastModified,birthDate,sex",
    "enrollments": "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,"
    "userSourcedId,role,primary,beginDate,endDate",
    "orgs": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId",
    "users": "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,"
    "givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password",
}
HEADERS_12 = {
    **HEADERS_11,
    "users": "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,"
    "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,"
    "preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns",
    "roles": "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,"
    "orgSourcedId,userProfileSourcedId",
}
HEADERS = {"1.1": HEADERS_11, "1.2": HEADERS_12}
NAMED_11 = (
    "academicSessions", "categories", "classes", "classResources", "courses", "courseResources",
    "demographics", "enrollments", "lineItems", "orgs", "resources", "results", "users",
)  # fmt: skip
NAMED_12 = (
    *NAMED_11, "lineItemLearningObjectiveIds", "lineItemScoreScales",
    "resultLearningObjectiveIds", "resultScoreScales", "roles", "scoreScales", "userProfiles",
    "userResources",
)  # fmt: skip
NAMED = {"1.1": NAMED_11, "1.2": NAMED_12}
TOUCHED = "2026-08-20T09:30:00.000Z"
GRADES = ("09", "10")

Rows = dict[str, list[dict[str, str]]]


class Generator:
    """A district with schools, each with grades, teachers and classes; the same for a seed."""

    def __init__(self, seed: int, *, schools: int = 2, students: int = 20) -> None:
        self._random = random.Random(seed)
        self.schools = schools
        self.students = students
        self.rows: Rows = {name: [] for name in HEADERS_12}

    def _id(self) -> str:
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def _add(self, table: str, **cells: str) -> str:
        row = {"sourcedId": self._id(), "status": "active", "dateLastModified": TOUCHED, **cells}
        self.rows[table].append(row)
        return row["sourcedId"]

    def _person(self, role: str, org: str, number: int, **cells: str) -> str:
        person = self._add(
            "users",
            enabledUser="true",
            orgSourcedIds=org,
            primaryOrgSourcedId=org,
            role=role,
            username=f"{role}{number}-{self._random.randrange(10**6)}",
            givenName=f"Given {number}",
            familyName=f'O\'Neill-"{number}", Jr.',
            **cells,
        )
        twelve = "siteAdministrator" if role == "administrator" else role
        self._add("roles", userSourcedId=person, roleType="primary", role=twelve, orgSourcedId=org)
        return person

    def make(self) -> Rows:
        """All rows by file."""
        year = self._add(
            "academicSessions", title="2026-2027", type="schoolYear", startDate="2026-08-01",
            endDate="2027-07-01", schoolYear="2027",
        )  # fmt: skip
        terms = [
            self._add(
                "academicSessions", title=title, type="term", startDate=start, endDate=end,
                parentSourcedId=year, schoolYear="2027",
            )
            for title, start, end in (
                ("Fall", "2026-08-17", "2026-12-19"),
                ("Spring", "2027-01-11", "2027-06-12"),
            )
        ]  # fmt: skip
        for term, start, end in (
            (terms[0], "2026-08-17", "2026-10-17"),
            (terms[0], "2026-10-19", "2026-12-19"),
        ):
            self._add(
                "academicSessions", title="Quarter", type="gradingPeriod", startDate=start,
                endDate=end, parentSourcedId=term, schoolYear="2027",
            )  # fmt: skip
        district = self._add("orgs", name="District, the «first»", type="district")
        for number in range(self.schools):
            school = self._add(
                "orgs", name=f"School {number}", type="school", parentSourcedId=district
            )
            self._school(school, district, terms)
        return self.rows

    def _school(self, school: str, district: str, terms: Sequence[str]) -> None:
        self._person("administrator", school, 0)
        teachers = [self._person("teacher", school, number) for number in range(3)]
        students = {
            grade: [
                self._person("student", school, number, grades=grade)
                for number in range(self.students)
            ]
            for grade in GRADES
        }
        first = students[GRADES[0]][0]
        self._person("guardian", school, 0, agentSourcedIds=first)
        self._add("demographics", sourcedId=first, birthDate="2010-01-01", sex="female")
        for number, teacher in enumerate(teachers):
            course = self._add("courses", title=f"Course {number}", orgSourcedId=district)
            for grade in GRADES:
                taught = self._add(
                    "classes", title=f"Course {number} / {grade}", grades=grade,
                    courseSourcedId=course, classType="scheduled", schoolSourcedId=school,
                    termSourcedIds=",".join(terms if number == 0 else terms[:1]),
                    periods="1,2",
                )  # fmt: skip
                place = {"classSourcedId": taught, "schoolSourcedId": school}
                self._add(
                    "enrollments", **place, userSourcedId=teacher, role="teacher", primary="true"
                )
                for student in students[grade]:
                    self._add("enrollments", **place, userSourcedId=student, role="student")


def manifest(version: str, given: Sequence[str]) -> bytes:
    """The manifest that names the files ``given``."""
    lines = [["propertyName", "value"], ["manifest.version", "1.0"], ["oneroster.version", version]]
    lines += [[f"file.{name}", "bulk" if name in given else "absent"] for name in NAMED[version]]
    return to_csv(lines)


def files(rows: Rows, version: str) -> dict[str, bytes]:
    """The files of an export."""
    headers = HEADERS[version]
    made = {"manifest.csv": manifest(version, tuple(headers))}
    for name, header in headers.items():
        columns = header.split(",")
        lines = [[row.get(column, "") for column in columns] for row in rows[name]]
        made[f"{name}.csv"] = to_csv([columns, *lines])
    return made


def to_csv(lines: Sequence[Sequence[str]]) -> bytes:
    """The lines as a file, every cell in quotation marks."""
    target = io.StringIO(newline="")
    csv.writer(target, quoting=csv.QUOTE_ALL).writerows(lines)
    return target.getvalue().encode()


def from_csv(data: bytes) -> list[list[str]]:
    """The lines of a file."""
    return list(csv.reader(io.StringIO(data.decode())))


def zipped(members: Mapping[str, bytes]) -> bytes:
    """The export as one file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()
