"""The periods an academic year consists of, and for whom each is given."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from oshj_core.calendar import Module, Window
from oshj_core.errors import Invalid
from oshj_core.structure import StudyForm
from oshj_core.text import Text, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_NAME = 200
MAX_COURSE = 7


class PeriodKind(Enum):
    """What a period is.

    ``SEMESTER`` and ``MODULE`` give some of the university other dates than the semester
    itself has.  The seasons follow each other: theoretical study, sessions, resits, practice,
    state attestation, vacation.  A ``HOLIDAY`` lies over them; a ``WORKING_DAY`` takes a wider
    holiday back.
    """

    SEMESTER = "semester"
    MODULE = "module"
    STUDY = "study"
    TEST_SESSION = "test-session"
    EXAM_SESSION = "exam-session"
    RESITS = "resits"
    PRACTICE = "practice"
    ATTESTATION = "attestation"
    VACATION = "vacation"
    HOLIDAY = "holiday"
    WORKING_DAY = "working-day"


KIND_TITLES: Mapping[PeriodKind, Text] = MappingProxyType(
    {
        PeriodKind.SEMESTER: text("Semester"),
        PeriodKind.MODULE: text("Module"),
        PeriodKind.STUDY: text("Theoretical study"),
        PeriodKind.TEST_SESSION: text("Test session"),
        PeriodKind.EXAM_SESSION: text("Exam session"),
        PeriodKind.RESITS: text("Resit weeks"),
        PeriodKind.PRACTICE: text("Practice"),
        PeriodKind.ATTESTATION: text("State attestation"),
        PeriodKind.VACATION: text("Vacation"),
        PeriodKind.HOLIDAY: text("Public holiday"),
        PeriodKind.WORKING_DAY: text("Working day in place of a holiday"),
    }
)
"""What each kind is called."""

SEASON_KINDS = frozenset(
    {
        PeriodKind.STUDY,
        PeriodKind.TEST_SESSION,
        PeriodKind.EXAM_SESSION,
        PeriodKind.RESITS,
        PeriodKind.PRACTICE,
        PeriodKind.ATTESTATION,
        PeriodKind.VACATION,
    }
)
"""The kinds of which one is in force on a day."""

DAY_KINDS = frozenset({PeriodKind.HOLIDAY, PeriodKind.WORKING_DAY})
"""The kinds that lie over a season."""

WITHOUT_LESSONS = SEASON_KINDS - {PeriodKind.STUDY, PeriodKind.RESITS}
"""The seasons in which no weekly lesson is held; what failed is resat beside the lessons."""


@attrs.frozen
class Reach:
    """For whom a period or a bell schedule is given: all of the university, or a ``unit`` with
    all below it, a form of study (``form``), a ``course``; 0 and empty do not narrow.

    >>> str(Reach("med", StudyForm.PART_TIME, 2)), str(Reach())
    ('unit:med form:part-time course:2', 'university')
    """

    unit: str = ""
    form: StudyForm | None = None
    course: int = 0

    def __str__(self) -> str:
        parts = (
            f"unit:{self.unit}" if self.unit else "",
            f"form:{self.form.value}" if self.form else "",
            f"course:{self.course}" if self.course else "",
        )
        return " ".join(filter(None, parts)) or "university"


WHOLE = Reach()
"""All of the university."""


def _written(_period: Period, _attribute: object, name: str) -> None:
    if len(name) > MAX_NAME:
        raise Invalid(
            text("At most ${limit} characters fit here.", limit=MAX_NAME),
            place="name",
        )


def _not_backwards(period: Period, _attribute: object, ends: date) -> None:
    if ends < period.starts:
        raise Invalid(
            text("The end lies before the beginning"),
            place="ends",
            advice=text("Check both dates."),
        )


@attrs.frozen
class Period:
    """Days of the academic year that begins in ``year``, both ends included.

    ``semester`` (``2026-1``), and for a module its ``number`` and ``entry`` window, belong to
    the kinds ``SEMESTER`` and ``MODULE``.  ``certain`` is false for a day that is not announced
    yet: the days of Орозо айт and Курман айт follow the moon.

    :raises Invalid: the days run backwards; the name is too long; see also
        :func:`oshj_core.academic_calendar.check_period`.
    """

    id: str
    year: int
    kind: PeriodKind
    starts: date
    ends: date = attrs.field(validator=_not_backwards)
    name: str = attrs.field(default="", validator=_written)
    reach: Reach = WHOLE
    semester: str = ""
    number: int = 0
    entry: Window | None = None
    certain: bool = True

    def __contains__(self, day: date) -> bool:
        return self.starts <= day <= self.ends

    def overlaps(self, other: Period) -> bool:
        """Whether they share a day."""
        return self.starts <= other.ends and other.starts <= self.ends

    @property
    def days(self) -> Iterator[date]:
        """Its days in order."""
        day = self.starts
        while day <= self.ends:
            yield day
            day += timedelta(1)

    @property
    def title(self) -> Text | str:
        """Its name; what its kind is called where it has none."""
        return self.name or KIND_TITLES[self.kind]

    @property
    def module(self) -> Module:
        """The module it gives.  :raises ValueError: it is of another kind."""
        if self.entry is None:
            raise ValueError(self.kind)
        return Module(self.number, self.starts, self.ends, self.entry)
