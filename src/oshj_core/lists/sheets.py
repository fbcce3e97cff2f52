"""The sheets of the university's lists and their columns, as data.

One description serves the reading, the diff, the audit and the template to download.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oshj_core.errors import Invalid
from oshj_core.lists import cells
from oshj_core.lists.bells_sheet import BELLS
from oshj_core.lists.calendar_sheet import CALENDAR
from oshj_core.lists.columns import Column, Sheet, id_column, reference_column
from oshj_core.lists.semester_sheet import SEMESTERS
from oshj_core.people import PersonName, Staff, Student
from oshj_core.structure import Assignment, Group, StudyForm, Subject, Unit
from oshj_core.text import Text, text

NOTES_SHEET = "Түшүндүрмө"
"""The sheet of explanations in the template; it is never read."""

SCHEMES = "schemes"
"""What a column refers to when it names a grading scheme, which no sheet lists."""

_NAME_COLUMNS = (
    Column(
        "family_name",
        "Фамилиясы",
        text("The family name as its bearer writes it; it may be several words."),
        cells.written_text(cells.MAX_NAME),
        lambda value: value.name.family,
    ),
    Column(
        "given_name",
        "Аты",
        text("The given name."),
        cells.written_text(cells.MAX_NAME),
        lambda value: value.name.given,
    ),
    Column(
        "patronymic",
        "Атасынын аты",
        text("The patronymic, if there is one."),
        cells.written_text(cells.MAX_NAME),
        lambda value: value.name.patronymic,
        required=False,
    ),
    Column(
        "latin_name",
        "Латын тамгасы менен",
        text("The name in Latin letters, as in the passport."),
        cells.written_text(cells.MAX_NAME),
        lambda value: value.name.latin,
        required=False,
    ),
)


def _name(row: Mapping[str, Any]) -> PersonName:
    return PersonName(row["family_name"], row["given_name"], row["patronymic"], row["latin_name"])


def _subgroup(explanation: Text) -> Column:
    return Column(
        "subgroup",
        "Тайпача",
        explanation,
        cells.integer(0, 9),
        lambda value: str(value.subgroup or ""),
        required=False,
        default=0,
    )


UNITS = Sheet(
    "units",
    "Түзүмдүк бөлүмдөр",
    "unit",
    text("The structural units: faculties, institutes, colleges, departments."),
    (
        id_column(text("A short code that never changes.")),
        Column(
            "name",
            "Аталышы",
            text("The full name."),
            cells.written_text(cells.MAX_TEXT),
            lambda value: value.name,
        ),
        Column(
            "kind",
            "Түрү",
            text("The kind of unit."),
            cells.choice(cells.UNIT_KINDS),
            lambda value: cells.UNIT_KINDS[value.kind][0],
            choices=tuple(words[0] for words in cells.UNIT_KINDS.values()),
        ),
        Column(
            "parent",
            "Жогорку бөлүмү",
            text("The code of the unit above it; empty right under the university."),
            cells.identifier,
            lambda value: value.parent,
            required=False,
            refers="units",
        ),
    ),
    lambda university: university.units,
    lambda row: Unit(row["id"], row["name"], row["kind"], row["parent"]),
    ("ALG", "Алгебра кафедрасы", "кафедра", "MATH"),
)

TEACHERS = Sheet(
    "teachers",
    "Окутуучулар",
    "staff",
    text("Teachers and other staff."),
    (
        id_column(text("The code of the person; it never changes.")),
        *_NAME_COLUMNS,
        reference_column(
            "unit", "Бөлүмү", text("The code of the unit the person works in."), "units"
        ),
        Column(
            "position",
            "Кызматы",
            text("The position, if there is one."),
            cells.written_text(cells.MAX_TEXT),
            lambda value: value.position,
            required=False,
        ),
    ),
    lambda university: university.staff,
    lambda row: Staff(row["id"], _name(row), row["unit"], row["position"]),
    ("t0101", "Асанова", "Гүлнара", "Төлөновна", "Asanova Gulnara", "ALG", "доцент"),
)

GROUPS = Sheet(
    "groups",
    "Тайпалар",
    "group",
    text("The study groups."),
    (
        id_column(text("The name of the group, for example АУБ-1-24.")),
        reference_column(
            "unit", "Бөлүмү", text("The code of the group's faculty or college."), "units"
        ),
        Column(
            "speciality",
            "Адистиги",
            text("The speciality or direction."),
            cells.written_text(cells.MAX_TEXT),
            lambda value: value.speciality,
        ),
        Column(
            "entry_year",
            "Кабыл алынган жылы",
            text("The year in which the group entered."),
            cells.integer(2000, 2100),
            lambda value: str(value.entry_year),
        ),
        Column(
            "subgroups",
            "Тайпачалардын саны",
            text("How many subgroups the group is split into; empty for none."),
            cells.integer(0, 9),
            lambda value: str(value.subgroups or ""),
            required=False,
            default=0,
        ),
        Column(
            "study_form",
            "Окуу формасы",
            text("The form of study; empty means күндүзгү."),
            cells.choice(cells.STUDY_FORMS),
            lambda value: cells.STUDY_FORMS[value.study_form][0],
            required=False,
            default=StudyForm.FULL_TIME,
            choices=tuple(words[0] for words in cells.STUDY_FORMS.values()),
        ),
    ),
    lambda university: university.groups,
    lambda row: Group(
        row["id"],
        row["unit"],
        row["speciality"],
        row["entry_year"],
        row["subgroups"],
        row["study_form"],
    ),
    ("АУБ-1-24", "MATH", "Автоматташтырылган башкаруу", "2024", "2", "күндүзгү"),
)

STUDENTS = Sheet(
    "students",
    "Студенттер",
    "student",
    text("The students, each in one group."),
    (
        id_column(text("The student's ID number; it never changes.")),
        *_NAME_COLUMNS,
        reference_column("group", "Тайпасы", text("The name of the group."), "groups"),
        _subgroup(text("The number of the subgroup, where the group is split.")),
        Column(
            "active",
            "Окуп жатат",
            text("жок for a student who left; empty means ооба."),
            cells.yes_or_no,
            lambda value: cells.YES if value.active else cells.NO,
            required=False,
            default=True,
            choices=(cells.YES, cells.NO),
        ),
    ),
    lambda university: university.students,
    lambda row: Student(row["id"], _name(row), row["group"], row["subgroup"], row["active"]),
    ("s240017", "Үсөн кызы", "Каныкей", "", "Usen kyzy Kanykei", "АУБ-1-24", "1", "ооба"),
)

SUBJECTS = Sheet(
    "subjects",
    "Дисциплиналар",
    "subject",
    text("The subjects that are taught."),
    (
        id_column(text("A short code that never changes.")),
        Column(
            "name",
            "Аталышы",
            text("The full name."),
            cells.written_text(cells.MAX_TEXT),
            lambda value: value.name,
        ),
        reference_column(
            "unit", "Бөлүмү", text("The code of the department that teaches it."), "units"
        ),
        Column(
            "credits",
            "Кредит",
            text("The number of credits."),
            cells.integer(0, 60),
            lambda value: str(value.credits),
        ),
    ),
    lambda university: university.subjects,
    lambda row: Subject(row["id"], row["name"], row["unit"], row["credits"]),
    ("algebra", "Алгебра", "ALG", "4"),
)


def _make_assignment(row: Mapping[str, Any]) -> Assignment:
    if row["subgroup"] and len(row["groups"]) > 1:
        raise Invalid(
            text("A stream of several groups has no subgroup"),
            place="subgroup",
            advice=text("Leave the subgroup empty, or write one group."),
        )
    return Assignment(
        row["id"],
        row["teacher"],
        row["subject"],
        row["groups"],
        row["semester"],
        row["kind"],
        row["control"],
        row["scheme"],
        row["subgroup"],
    )


ASSIGNMENTS = Sheet(
    "assignments",
    "Окуу жүктөмү",
    "assignment",
    text("Who teaches what to whom: each row gives a teacher a journal."),
    (
        id_column(text("The code of the row of the teaching load; it never changes.")),
        reference_column("teacher", "Окутуучу", text("The code of the teacher."), "teachers"),
        reference_column("subject", "Дисциплина", text("The code of the subject."), "subjects"),
        Column(
            "groups",
            "Тайпалар",
            text("The group; for a stream all its groups with ; between them."),
            cells.identifiers,
            lambda value: "; ".join(value.groups),
            refers="groups",
        ),
        reference_column(
            "semester", "Семестр", text("The code of the semester, 2026-1."), SEMESTERS.name
        ),
        Column(
            "kind",
            "Сабактын түрү",
            text("The kind of lesson."),
            cells.choice(cells.LESSON_KINDS),
            lambda value: cells.LESSON_KINDS[value.kind][0],
            choices=tuple(words[0] for words in cells.LESSON_KINDS.values()),
        ),
        Column(
            "control",
            "Текшерүү формасы",
            text("How the subject ends."),
            cells.choice(cells.CONTROL_FORMS),
            lambda value: cells.CONTROL_FORMS[value.control][0],
            choices=tuple(words[0] for words in cells.CONTROL_FORMS.values()),
        ),
        reference_column(
            "scheme", "Баалоо схемасы", text("The id of the grading scheme."), SCHEMES
        ),
        _subgroup(text("The number of the subgroup, if only a part of the group is taught.")),
    ),
    lambda university: university.assignments,
    _make_assignment,
    (
        "a0001", "t0101", "algebra", "АУБ-1-24; АУБ-2-24", "2026-1", "лекция", "экзамен",
        "example-100", "",
    ),
)  # fmt: skip

SHEETS: tuple[Sheet, ...] = (
    SEMESTERS,
    UNITS,
    CALENDAR,
    BELLS,
    TEACHERS,
    GROUPS,
    STUDENTS,
    SUBJECTS,
    ASSIGNMENTS,
)
"""All sheets, each after those it refers to: the order of reading and of application."""

BY_NAME: Mapping[str, Sheet] = {sheet.name: sheet for sheet in SHEETS}
