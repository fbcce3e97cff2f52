"""What the university consists of and who teaches what to whom."""

from __future__ import annotations

from enum import Enum

import attrs

from oshj_core.errors import Invalid
from oshj_core.text import text


class UnitKind(Enum):
    """Kinds of structural units (түзүмдүк бөлүм); the top of the tree is the university itself."""

    FACULTY = "faculty"
    INSTITUTE = "institute"
    HIGHER_SCHOOL = "higher-school"
    COLLEGE = "college"
    POSTGRADUATE_CENTRE = "postgraduate-centre"
    DEPARTMENT = "department"
    OFFICE = "office"


class LessonKind(Enum):
    """Kinds of lesson (сабактын түрү)."""

    LECTURE = "lecture"
    PRACTICAL = "practical"
    SEMINAR = "seminar"
    LABORATORY = "laboratory"


class ControlForm(Enum):
    """How a subject ends: exam, pass/fail test, course work, defence of the thesis."""

    EXAM = "exam"
    PASS_FAIL = "pass-fail"  # noqa: S105
    COURSE_WORK = "course-work"
    THESIS = "thesis"


class StudyForm(Enum):
    """Forms of study (окуу формасы)."""

    FULL_TIME = "full-time"
    EVENING = "evening"
    PART_TIME = "part-time"
    DISTANCE = "distance"


@attrs.frozen
class Unit:
    """A structural unit; ``parent`` is the unit above it, empty right under the university."""

    id: str
    name: str
    kind: UnitKind
    parent: str = ""


@attrs.frozen
class Group:
    """A study group (тайпа) of a unit: ``АУБ-1-24``, its year of entry and form of study.

    ``closed``: its students have graduated; nobody joins it and nothing is taught to it.
    """

    id: str
    unit: str
    speciality: str
    entry_year: int
    subgroups: int = 0
    study_form: StudyForm = StudyForm.FULL_TIME
    closed: bool = False

    def course(self, year: int) -> int:
        """The course (year of study) the group is in, in the academic year that begins then.

        >>> Group("АУБ-1-24", "math", "АУБ", 2024).course(2026)
        3
        """
        return year - self.entry_year + 1


def _positive(_subject: object, attribute: attrs.Attribute[int], value: int) -> None:
    if type(value) is not int or value < 1:
        raise Invalid(text("Credits are a whole number above 0."), place=attribute.name)


@attrs.frozen
class Subject:
    """A subject (дисциплина) taught by a unit, with its credits.

    :raises Invalid: the ``credits`` are no whole number above 0.
    """

    id: str
    name: str
    unit: str
    credits: int = attrs.field(validator=_positive)


def _no_text(
    _assignment: object, attribute: attrs.Attribute[tuple[str, ...]], value: object
) -> None:
    if isinstance(value, str):
        raise Invalid(text("Groups are several codes, not one text."), place=attribute.name)


@attrs.frozen
class Assignment:
    """Who teaches a subject to whom in a semester — what gives a teacher a journal (4.3).

    Several ``groups`` make a stream (агым): one lesson for all of them.  ``subgroup`` is the
    number of the part of the group (тайпача) that is taught, 0 for the whole group.

    :raises Invalid: ``groups`` is a text.
    """

    id: str
    teacher: str
    subject: str
    groups: tuple[str, ...] = attrs.field(validator=_no_text)
    semester: str
    kind: LessonKind
    control: ControlForm
    scheme: str
    subgroup: int = 0

    @property
    def is_stream(self) -> bool:
        """Whether several groups sit in one lesson."""
        return len(self.groups) > 1
