"""The files of the OneRoster CSV binding 1.1 and 1.2 and their columns, as data.

From the tables of the 1EdTech specifications «OneRoster 1.1: CSV Tables» and «OneRoster CSV
Binding 1.2».  Files that hold nothing we have (demographics, resources, …) are only named.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from oshj_plugins.oneroster import cells
from oshj_plugins.oneroster.cells import Read

V11, V12 = "1.1", "1.2"
METADATA = "metadata."
"""What the names of a system's own columns begin with; they stand behind the others."""


@attrs.frozen
class Column:
    """A column: its name, whether it is there and every row fills it, what may stand in it, and
    which file's ids it ``refers`` to; ``many`` ids are written with commas between them.

    ``older`` is its name in OneRoster 1.0; where a required one ``may_be_empty``, something else
    says the same.
    """

    name: str
    required: bool = False
    read: Read = cells.anything
    refers: str = ""
    many: bool = False
    older: str = ""
    may_be_empty: bool = False


@attrs.frozen
class Table:
    """A file: its name without the ending, and its columns in the order of the specification.

    ``own`` are our metadata columns, for what OneRoster has no column.
    """

    name: str
    columns: tuple[Column, ...]
    own: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The name of the file."""
        return f"{self.name}.csv"

    @property
    def header(self) -> tuple[str, ...]:
        """The first row of the file as we write it."""
        return (*(one.name for one in self.columns), *(METADATA + one for one in self.own))


def _required(name: str, read: Read = cells.anything) -> Column:
    return Column(name, True, read)


def _refers(name: str, table: str, *, required: bool = True, many: bool = False) -> Column:
    return Column(name, required, cells.guids if many else cells.guid, table, many)


_HEAD = (
    _required("sourcedId", cells.guid),
    Column("status", read=cells.status),
    # Never used, so never refused: programs write it in every way there is.
    Column("dateLastModified"),
)


def _optional(*names: str) -> tuple[Column, ...]:
    return tuple(map(Column, names))


SESSION_TYPES = ("gradingPeriod", "semester", "schoolYear", "term")
ORG_TYPES = ("department", "school", "district", "local", "state", "national")
CLASS_TYPES = ("homeroom", "scheduled")
ENROLLMENT_ROLES = ("administrator", "proctor", "student", "teacher")
# Those of 1.1 and of 1.2: files of either version have words of the other.
ROLES = (
    "administrator", "aide", "counselor", "districtAdministrator", "guardian", "parent",
    "principal", "proctor", "relative", "siteAdministrator", "student", "systemAdministrator",
    "teacher",
)  # fmt: skip
RELATIONS = frozenset({"guardian", "parent", "relative"})
"""Roles of people who are neither staff nor students."""
SCORE_STATUS = ("exempt", "fully graded", "not submitted", "partially graded", "submitted")

ORGS = Table(
    "orgs",
    (
        *_HEAD,
        _required("name"),
        _required("type", cells.one_of(*ORG_TYPES)),
        Column("identifier"),
        _refers("parentSourcedId", "orgs", required=False),
    ),
    ("kind",),
)
SESSIONS = Table(
    "academicSessions",
    (
        *_HEAD,
        _required("title"),
        _required("type", cells.one_of(*SESSION_TYPES)),
        _required("startDate", cells.day),
        _required("endDate", cells.day),
        _refers("parentSourcedId", "academicSessions", required=False),
        _required("schoolYear", cells.year),
    ),
    ("entryOpens", "entryCloses"),
)
COURSES = Table(
    "courses",
    (
        *_HEAD,
        _refers("schoolYearSourcedId", "academicSessions", required=False),
        _required("title"),
        *_optional("courseCode", "grades"),
        _refers("orgSourcedId", "orgs"),
        *_optional("subjects", "subjectCodes"),
    ),
    ("credits",),
)
CLASSES = Table(
    "classes",
    (
        *_HEAD,
        _required("title"),
        Column("grades"),
        _refers("courseSourcedId", "courses"),
        Column("classCode"),
        _required("classType", cells.one_of(*CLASS_TYPES)),
        Column("location"),
        _refers("schoolSourcedId", "orgs"),
        Column(
            "termSourcedIds",
            True,
            cells.guids,
            "academicSessions",
            True,
            older="termSourcedId",
            may_be_empty=True,
        ),
        *_optional("subjects", "subjectCodes", "periods"),
    ),
    ("speciality", "entryYear", "subgroups", "studyForm"),
)
_PERSON = ("latinName", "position")
_ENABLED = _required("enabledUser", cells.boolean)
_NAMES = (_required("givenName"), _required("familyName"), Column("middleName"))
USERS_11 = Table(
    "users",
    (
        *_HEAD,
        _ENABLED,
        _refers("orgSourcedIds", "orgs", many=True),
        _required("role", cells.one_of(*ROLES)),
        _required("username"),
        Column("userIds"),
        *_NAMES,
        *_optional("identifier", "email", "sms", "phone"),
        _refers("agentSourcedIds", "users", required=False, many=True),
        *_optional("grades", "password"),
    ),
    _PERSON,
)
USERS_12 = Table(
    "users",
    (
        *_HEAD,
        _ENABLED,
        _required("username"),
        Column("userIds"),
        *_NAMES,
        *_optional("identifier", "email", "sms", "phone"),
        _refers("agentSourcedIds", "users", required=False, many=True),
        *_optional("grades", "password", "userMasterIdentifier"),
        *_optional("preferredGivenName", "preferredMiddleName", "preferredFamilyName"),
        _refers("primaryOrgSourcedId", "orgs", required=False),
        Column("pronouns"),
    ),
    _PERSON,
)
ROLES_12 = Table(
    "roles",
    (
        *_HEAD,
        _refers("userSourcedId", "users"),
        _required("roleType", cells.one_of("primary", "secondary")),
        _required("role", cells.one_of(*ROLES)),
        Column("beginDate", read=cells.day),
        Column("endDate", read=cells.day),
        _refers("orgSourcedId", "orgs"),
        Column("userProfileSourcedId"),
    ),
)
ENROLLMENTS = Table(
    "enrollments",
    (
        *_HEAD,
        _refers("classSourcedId", "classes"),
        _refers("schoolSourcedId", "orgs"),
        _refers("userSourcedId", "users"),
        _required("role", cells.one_of(*ENROLLMENT_ROLES)),
        Column("primary", read=cells.boolean),
        Column("beginDate", read=cells.day),
        Column("endDate", read=cells.day),
    ),
    ("assignment", "groups", "kind", "control", "scheme", "subgroup"),
)
CATEGORIES_11 = Table("categories", (*_HEAD, _required("title")))
CATEGORIES_12 = Table("categories", (*CATEGORIES_11.columns, Column("weight", read=cells.number)))
_LINE_ITEM = (
    *_HEAD,
    _required("title"),
    Column("description"),
    _required("assignDate", cells.day),
    _required("dueDate", cells.day),
    _refers("classSourcedId", "classes"),
    _refers("categorySourcedId", "categories"),
)
_RANGE = (
    Column("resultValueMin", read=cells.number),
    Column("resultValueMax", read=cells.number),
)
LINE_ITEMS_11 = Table(
    "lineItems",
    (*_LINE_ITEM, _refers("gradingPeriodSourcedId", "academicSessions"), *_RANGE),
)
LINE_ITEMS_12 = Table(
    "lineItems",
    (
        *_LINE_ITEM,
        _refers("academicSessionSourcedId", "academicSessions"),
        *_RANGE,
        _refers("schoolSourcedId", "orgs"),
    ),
)
RESULTS_11 = Table(
    "results",
    (
        *_HEAD,
        _refers("lineItemSourcedId", "lineItems"),
        _refers("studentSourcedId", "users"),
        _required("scoreStatus", cells.one_of(*SCORE_STATUS)),
        Column("score", read=cells.number),
        _required("scoreDate", cells.day),
        Column("comment"),
    ),
)
RESULTS_12 = Table(
    "results",
    (
        *RESULTS_11.columns,
        Column("textScore"),
        _refers("classSourcedId", "classes", required=False),
        *(
            Column(name, read=cells.boolean)
            for name in ("inProgress", "incomplete", "late", "missing")
        ),
    ),
)

TABLES: Mapping[str, tuple[Table, ...]] = {
    V11: (
        ORGS, SESSIONS, COURSES, CLASSES, USERS_11, ENROLLMENTS, CATEGORIES_11, LINE_ITEMS_11,
        RESULTS_11,
    ),
    V12: (
        ORGS, SESSIONS, COURSES, CLASSES, USERS_12, ROLES_12, ENROLLMENTS, CATEGORIES_12,
        LINE_ITEMS_12, RESULTS_12,
    ),
}  # fmt: skip
"""The files that are read and written, by version."""

_SINCE_11 = (
    "academicSessions", "categories", "classes", "classResources", "courses", "courseResources",
    "demographics", "enrollments", "lineItems", "orgs", "resources", "results", "users",
)  # fmt: skip
_SINCE_12 = (
    "lineItemLearningObjectiveIds", "lineItemScoreScales", "resultLearningObjectiveIds",
    "resultScoreScales", "roles", "scoreScales", "userProfiles", "userResources",
)  # fmt: skip
FILES: Mapping[str, tuple[str, ...]] = {
    V11: _SINCE_11,
    V12: tuple(sorted((*_SINCE_11, *_SINCE_12), key=str.casefold)),
}
"""All files of the specification, which the manifest names one by one."""
MANIFEST_HEADER = ("propertyName", "value")
