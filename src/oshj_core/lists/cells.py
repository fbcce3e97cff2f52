"""From the text of one cell to a value: each parser raises ``Invalid`` with its advice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from typing import TypeVar

from oshj_core.errors import Invalid
from oshj_core.kyrgyz import fold, normalise, parse_date
from oshj_core.structure import ControlForm, LessonKind, StudyForm, UnitKind
from oshj_core.text import text

MAX_ID = 40
MAX_NAME = 100
MAX_TEXT = 200
MAX_GROUPS = 60
_SHOWN = 60

Choice = TypeVar("Choice", bound=Enum)

UNIT_KINDS: Mapping[UnitKind, tuple[str, ...]] = {
    UnitKind.FACULTY: ("факультет",),
    UnitKind.INSTITUTE: ("институт",),
    UnitKind.HIGHER_SCHOOL: ("жогорку мектеп", "высшая школа"),
    UnitKind.COLLEGE: ("колледж",),
    UnitKind.POSTGRADUATE_CENTRE: (
        "ЖОЖдон кийинки билим берүү борбору",
        "центр послевузовского образования",
    ),
    UnitKind.DEPARTMENT: ("кафедра",),
    UnitKind.OFFICE: ("бөлүм", "отдел"),
}
"""The words a unit's kind is written with, the one we write first."""

LESSON_KINDS: Mapping[LessonKind, tuple[str, ...]] = {
    LessonKind.LECTURE: ("лекция",),
    LessonKind.PRACTICAL: ("практикалык сабак", "практикалык", "практическое занятие"),
    LessonKind.SEMINAR: ("семинар",),
    LessonKind.LABORATORY: ("лабораториялык иш", "лабораториялык", "лабораторная работа"),
}
"""The words a kind of lesson is written with."""

CONTROL_FORMS: Mapping[ControlForm, tuple[str, ...]] = {
    ControlForm.EXAM: ("экзамен",),
    ControlForm.PASS_FAIL: ("зачет",),
    ControlForm.COURSE_WORK: ("курстук иш", "курсовая работа", "курсовая"),
    ControlForm.THESIS: (
        "бүтүрүүчү квалификациялык иш",
        "дипломдук иш",
        "выпускная квалификационная работа",
        "вкр",
    ),
}
"""The words a form of control is written with."""

STUDY_FORMS: Mapping[StudyForm, tuple[str, ...]] = {
    StudyForm.FULL_TIME: ("күндүзгү", "очная", "очно"),
    StudyForm.EVENING: ("кечки", "очно-заочная", "вечерняя"),
    StudyForm.PART_TIME: ("сырттан", "сырттан окуу", "заочная", "заочно"),
    StudyForm.DISTANCE: ("дистанттык", "дистанттык окуу", "аралыктан", "дистанционная"),
}
"""The words a form of study is written with."""

YES, NO = "ооба", "жок"
_YES_NO = {
    **dict.fromkeys((YES, "да", "yes", "true", "1"), True),
    **dict.fromkeys((NO, "нет", "no", "false", "0"), False),
}
# What a spreadsheet leaves in a cell whose formula failed.
_FORMULA_ERRORS = frozenset(
    {"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
)


def shown(value: str) -> str:
    """A value as an error quotes it: not more than a line of it."""
    return value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"


def clean(raw: str) -> str:
    """The cell as it is stored: see :func:`oshj_core.kyrgyz.normalise`.

    :raises Invalid: a formula that failed stands in the cell.
    """
    value = normalise(raw)
    if value in _FORMULA_ERRORS:
        raise Invalid(
            text("The formula in this cell gives an error: ${value}", value=value),
            advice=text("Put the value itself into the cell."),
        )
    return value


def written_text(limit: int) -> Callable[[str], str]:
    """A parser of free text of at most ``limit`` characters."""

    def parse(value: str) -> str:
        if len(value) > limit:
            raise Invalid(
                text("The text is too long: ${count} characters", count=len(value)),
                advice=text("Shorten it to ${limit} characters at most.", limit=limit),
            )
        return value

    return parse


def identifier(value: str) -> str:
    """A code that names a value for ever: it becomes part of addresses and of journals' ids."""
    if len(value) > MAX_ID:
        raise Invalid(
            text("The code is too long: ${count} characters", count=len(value)),
            advice=text("Use a code of ${limit} characters at most.", limit=MAX_ID),
        )
    if any(sign in value for sign in "/\\:;@?#%") or value[0] in ".+":
        raise Invalid(
            text("The code “${value}” has a sign that codes may not have", value=value),
            advice=text(
                "Use letters, digits and hyphens; not / \\ : ; @ ? # %, and no . or + at the start."
            ),
        )
    return value


def identifiers(value: str) -> tuple[str, ...]:
    """Codes separated by ``;`` — a stream (агым) of groups, in the order of writing."""
    codes = [part.strip() for part in value.split(";") if part.strip()]
    if not codes or len(codes) > MAX_GROUPS:
        raise Invalid(
            text("“${value}” is not a list of codes", value=shown(value)),
            advice=text(
                "Write from 1 to ${limit} codes with ; between them: АУБ-1-24; АУБ-2-24.",
                limit=MAX_GROUPS,
            ),
        )
    if len(set(codes)) < len(codes):
        raise Invalid(
            text("A code is named twice: ${value}", value=shown(value)),
            advice=text("Name each code once."),
        )
    return tuple(identifier(code) for code in codes)


def integer(least: int, most: int) -> Callable[[str], int]:
    """A parser of a whole number from ``least`` to ``most``."""

    def parse(value: str) -> int:
        if not (value.isascii() and value.isdigit() and len(value) <= 9):
            raise Invalid(
                text("“${value}” is not a whole number", value=shown(value)),
                advice=text("Write a number from ${least} to ${most}.", least=least, most=most),
            )
        number = int(value)
        if not least <= number <= most:
            raise Invalid(
                text("${value} is out of range", value=number),
                advice=text("Write a number from ${least} to ${most}.", least=least, most=most),
            )
        return number

    return parse


def day(value: str) -> date:
    """A date ``дд.мм.жжжж`` or ``yyyy-mm-dd``."""
    return parse_date(value[:_SHOWN])


def choice(words: Mapping[Choice, tuple[str, ...]]) -> Callable[[str], Choice]:
    """A parser of one of the members, by its own value or one of its words."""
    members = {fold(word): member for member, known in words.items() for word in known}
    members |= {fold(str(member.value)): member for member in words}
    expected = ", ".join(known[0] for known in words.values())

    def parse(value: str) -> Choice:
        try:
            return members[fold(value)]
        except KeyError:
            raise Invalid(
                text("“${value}” is not known here", value=shown(value)),
                advice=text("Write one of these: ${words}.", words=expected),
            ) from None

    return parse


def yes_or_no(value: str) -> bool:
    """Ооба or жок, also in Russian and English."""
    try:
        return _YES_NO[fold(value)]
    except KeyError:
        raise Invalid(
            text("“${value}” is not known here", value=shown(value)),
            advice=text("Write one of these: ${words}.", words=f"{YES}, {NO}"),
        ) from None
