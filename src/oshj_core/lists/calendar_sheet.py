"""The sheet of the academic calendar: what is given beside the semesters, for all or a part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from oshj_core.academic_calendar.checking import check_module, check_period
from oshj_core.academic_calendar.periods import MAX_COURSE, MAX_NAME, Period, PeriodKind, Reach
from oshj_core.calendar import Semester, Window
from oshj_core.errors import Invalid
from oshj_core.kyrgyz import format_date
from oshj_core.lists import cells
from oshj_core.lists.columns import Column, Sheet, id_column
from oshj_core.lists.reach_columns import REACH_COLUMNS
from oshj_core.lists.semester_sheet import MODULES, SEMESTERS
from oshj_core.ports import University
from oshj_core.structure import Unit
from oshj_core.text import text

KINDS: Mapping[PeriodKind, tuple[str, ...]] = {
    PeriodKind.SEMESTER: ("семестр",),
    PeriodKind.MODULE: ("модуль",),
    PeriodKind.STUDY: ("теориялык окуу", "теоретическое обучение"),
    PeriodKind.TEST_SESSION: ("сынак сессиясы", "зачётная сессия", "зачетная сессия"),
    PeriodKind.EXAM_SESSION: ("экзамендик сессия", "экзамен сессиясы", "экзаменационная сессия"),
    PeriodKind.RESITS: ("кайра тапшыруу", "пересдача"),
    PeriodKind.PRACTICE: ("практика",),
    PeriodKind.ATTESTATION: ("мамлекеттик аттестация", "государственная аттестация"),
    PeriodKind.VACATION: ("каникул", "каникулы"),
    PeriodKind.HOLIDAY: ("майрам күнү", "майрам", "праздничный день"),
    PeriodKind.WORKING_DAY: ("жумуш күнү", "рабочий день"),
}
"""The words a kind of period is written with, the one we write first."""

_DATED = frozenset({PeriodKind.SEMESTER, PeriodKind.MODULE})


def _make_period(row: Mapping[str, Any]) -> Period:
    opens, closes = row["entry_opens"], row["entry_closes"]
    entry = Window(opens, closes) if opens and closes else None
    kind: PeriodKind = row["kind"]
    if kind is PeriodKind.MODULE:
        check_module(row["number"], row["starts"], row["ends"], entry)
    if kind in _DATED and not (row["unit"] or row["study_form"] or row["course"]):
        raise Invalid(
            text("The whole university's own dates stand with the semester."),
            place="kind",
            advice=text("Write them in the sheet «${sheet}».", sheet=SEMESTERS.heading),
        )
    return Period(
        row["id"],
        row["year"],
        kind,
        row["starts"],
        row["ends"],
        row["name"],
        Reach(row["unit"], row["study_form"], row["course"]),
        row["semester"],
        row["number"],
        entry,
        row["certain"],
    )


def _day_column(name: str, heading: str, explanation: Any, part: Any, *, required: bool) -> Column:
    def written(value: Period) -> str:
        found = part(value)
        return format_date(found) if found else ""

    return Column(name, heading, explanation, cells.day, written, required=required, default=None)


CALENDAR = Sheet(
    "calendar",
    "Окуу календары",
    "calendar",
    text("Sessions, practice, vacations, holidays; other dates of a semester for a part."),
    (
        id_column(text("A short code that never changes.")),
        Column(
            "year",
            "Окуу жылы",
            text("The year in which the academic year begins."),
            cells.integer(2000, 2100),
            lambda value: str(value.year),
        ),
        Column(
            "kind",
            "Түрү",
            text("What the period is."),
            cells.choice(KINDS),
            lambda value: KINDS[value.kind][0],
            choices=tuple(words[0] for words in KINDS.values()),
        ),
        Column(
            "name",
            "Аталышы",
            text("As people call it; empty: the kind itself."),
            cells.written_text(MAX_NAME),
            lambda value: value.name,
            required=False,
        ),
        _day_column(
            "starts",
            "Башталышы",
            text("The first day of the period."),
            lambda value: value.starts,
            required=True,
        ),
        _day_column(
            "ends",
            "Аягы",
            text("The last day of the period."),
            lambda value: value.ends,
            required=True,
        ),
        *REACH_COLUMNS,
        Column(
            "course",
            "Курс",
            text("The course it is given for; empty: for all."),
            cells.integer(1, MAX_COURSE),
            lambda value: str(value.reach.course or ""),
            required=False,
            default=0,
        ),
        Column(
            "semester",
            "Семестр",
            text("The code of the semester, for a semester or module."),
            cells.identifier,
            lambda value: value.semester,
            required=False,
            refers=SEMESTERS.name,
        ),
        Column(
            "number",
            "Модулдун номери",
            text("The number of the module, for a module."),
            cells.integer(1, MODULES),
            lambda value: str(value.number or ""),
            required=False,
            default=0,
        ),
        _day_column(
            "entry_opens",
            "Киргизүү башталат",
            text("The first day on which the module may be filled in."),
            lambda value: value.entry and value.entry.opens,
            required=False,
        ),
        _day_column(
            "entry_closes",
            "Киргизүү жабылат",
            text("The last day on which the module may be filled in."),
            lambda value: value.entry and value.entry.closes,
            required=False,
        ),
        Column(
            "certain",
            "Так белгилүү",
            text("жок for a day that is not announced yet; empty means ооба."),
            cells.yes_or_no,
            lambda value: cells.YES if value.certain else cells.NO,
            required=False,
            default=True,
            choices=(cells.YES, cells.NO),
        ),
    ),
    lambda university: university.calendar.periods,
    _make_period,
    (
        "winter-2026", "2026", "каникул", "Кышкы каникул", "25.01.2027", "07.02.2027",
        *[""] * 7, "ооба",
    ),
    required=False,
)  # fmt: skip

# The columns that the places of a refused period stand in.
COLUMN_OF_PLACE = {"form": "study_form"}


@attrs.frozen
class _Table:
    """The values of the file before those of the store."""

    listed: Mapping[str, Any]
    stored: Any

    def find(self, identifier: str) -> Any:
        return self.listed.get(identifier) or self.stored.find(identifier)

    def get(self, identifier: str) -> Any:
        return self.listed.get(identifier) or self.stored.get(identifier)

    def __contains__(self, identifier: object) -> bool:
        return identifier in self.listed or identifier in self.stored


@attrs.frozen
class _Calendar:
    known: tuple[Period, ...]

    def of_semester(self, semester: str) -> list[Period]:
        return [one for one in self.known if one.semester == semester]


@attrs.frozen
class _Known:
    """The lists as they would be with the file."""

    units: _Table
    semesters: _Table
    calendar: _Calendar


def refused_periods(
    periods: Mapping[str, Period],
    units: Mapping[str, Unit],
    semesters: Mapping[str, Semester],
    university: University,
) -> Iterator[tuple[Period, Invalid]]:
    """The periods of a file that contradict each other, the stored ones, or a closed semester.

    ``units`` and ``semesters`` are those of the file, by their codes.
    """
    stored = university.calendar.periods
    years = {one.year for one in periods.values()}
    kept = [
        one for year in years for one in university.calendar.of_year(year) if one.id not in periods
    ]
    together = (*kept, *periods.values())
    known: Any = _Known(
        _Table(units, university.units),
        _Table(semesters, university.semesters),
        _Calendar(together),
    )
    closed = [one for one in university.semesters if one.closed]
    for period in periods.values():
        try:
            if stored.find(period.id) != period:
                _check_open(period, closed)
            check_period(period, (one for one in together if one.year == period.year), known)
        except Invalid as refusal:
            yield period, refusal


def _check_open(period: Period, closed: list[Semester]) -> None:
    for semester in closed:
        if period.starts <= semester.ends and semester.starts <= period.ends:
            raise Invalid(
                text("The semester ${id} is closed; its calendar stays.", id=semester.id),
                place="starts",
                clause="5.7",
            )
