"""The academic calendar in the workbook: read, compared, applied; every error by its place."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from types import SimpleNamespace

import attrs
import pytest

from oshj_core.academic_calendar import Period, PeriodKind, Reach
from oshj_core.calendar import Window
from oshj_core.grading import shipped_schemes
from oshj_core.journal import Act
from oshj_core.lists import SHEETS, Problems, apply, plan, read_lists
from oshj_core.lists.calendar_sheet import CALENDAR, KINDS
from oshj_core.roles import Actor
from oshj_core.structure import StudyForm
from oshj_core.testing import MemoryAudit, MemoryHoldings, MemoryRegisters, MemoryUniversity
from tests.support.university import AUTUMN, build_university

NOW = datetime(2026, 8, 26, 10, 0, tzinfo=timezone(timedelta(hours=6)))
WINTER = Period("w", 2026, PeriodKind.VACATION, date(2027, 1, 25), date(2027, 2, 7), "Кышкы")
PART = Period(
    "m",
    2026,
    PeriodKind.MODULE,
    date(2026, 9, 14),
    date(2026, 11, 1),
    reach=Reach("med", StudyForm.PART_TIME, 2),
    semester="2026-1",
    number=1,
    entry=Window(date(2026, 9, 14), date(2026, 11, 7)),
)
AIT = Period(
    "a", 2026, PeriodKind.HOLIDAY, date(2027, 3, 9), date(2027, 3, 9), "Орозо айт", certain=False
)


@pytest.fixture
def host():
    host = SimpleNamespace(
        university=MemoryUniversity(),
        holdings=MemoryHoldings(),
        registers=MemoryRegisters(),
        audit=MemoryAudit(),
    )
    build_university(host)
    return host


def file_of(*rows):
    sheets = {
        sheet.name: [(1, [column.heading for column in sheet.columns])]
        for sheet in SHEETS
        if sheet.required
    }
    head = (1, [column.heading for column in CALENDAR.columns])
    return {**sheets, CALENDAR.heading: [head, *enumerate(rows, 2)]}


def read(host, *rows):
    return read_lists(file_of(*rows), host.university, shipped_schemes())


def load(host, *periods):
    lists = read(host, *map(CALENDAR.cells, periods))
    assert not isinstance(lists, Problems), lists.errors
    changes = plan(lists, host.university, host.registers, shipped_schemes())
    act = Act(Actor("admin"), NOW, "r")
    apply(changes, host.university, host.registers, shipped_schemes(), host.audit, act)
    return changes


def test_what_is_written_is_read_back_and_a_second_time_nothing_changes(host):
    changes = load(host, WINTER, PART, AIT)
    assert len(changes.added(CALENDAR)) == 3
    assert list(host.university.calendar.periods) == [AIT, PART, WINTER]
    assert [one.subject for one in host.audit.about("calendar:m")] == ["calendar:m"]
    assert load(host, WINTER, PART, AIT).changes == ()
    moved = attrs.evolve(AIT, starts=date(2027, 3, 10), ends=date(2027, 3, 10), certain=True)
    (change,) = load(host, WINTER, PART, moved).changes
    assert {field.heading for field in change.fields} == {"Башталышы", "Аягы", "Так белгилүү"}


def test_what_a_file_does_not_name_stays_and_is_told(host):
    load(host, WINTER, AIT)
    assert load(host, WINTER).missing[CALENDAR.name] == ("a",)
    other = attrs.evolve(WINTER, id="v", year=2027, starts=date(2028, 1, 24), ends=date(2028, 2, 1))
    assert load(host, other).missing[CALENDAR.name] == ()
    assert len(host.university.calendar.periods) == 3


@pytest.mark.parametrize("kind", PeriodKind)
def test_every_kind_is_read_as_it_is_written(kind):
    column = next(one for one in CALENDAR.columns if one.name == "kind")
    assert {column.parse(word.upper()) for word in KINDS[kind]} == {kind}


def row(period, **cells):
    names = [column.name for column in CALENDAR.columns]
    return [cells.get(name, text) for name, text in zip(names, CALENDAR.cells(period), strict=True)]


@pytest.mark.parametrize(
    ("period", "cells", "heading"),
    [
        (WINTER, {"kind": "дем алыш"}, "Түрү"),
        (WINTER, {"ends": "01.01.2027"}, "Аягы"),
        (WINTER, {"year": "2030"}, "Башталышы"),
        (WINTER, {"unit": "none"}, "Бөлүмү"),
        (WINTER, {"course": "8"}, "Курс"),
        (WINTER, {"study_form": "түнкү"}, "Окуу формасы"),
        (WINTER, {"semester": "2026-1"}, "Семестр"),
        (WINTER, {"kind": "семестр", "semester": "2026-1"}, "Түрү"),
        (PART, {"semester": "2030-1"}, "Семестр"),
        (PART, {"semester": ""}, "Семестр"),
        (PART, {"number": ""}, "Модулдун номери"),
        (PART, {"entry_opens": ""}, "Киргизүү башталат"),
        (PART, {"entry_closes": "01.10.2026"}, "Киргизүү жабылат"),
        (PART, {"entry_opens": "01.09.2026"}, "Киргизүү башталат"),
        (PART, {"starts": "20.08.2026", "entry_opens": "20.08.2026"}, "Башталышы"),
    ],
)
def test_an_error_is_told_by_row_and_column(host, period, cells, heading):
    found = read(host, row(AIT), row(period, **cells))
    assert isinstance(found, Problems)
    assert [(one.sheet, one.row, one.column) for one in found.errors] == [
        ("Окуу календары", 3, heading)
    ]


def test_two_rows_or_a_row_and_the_store_that_overlap_are_refused(host):
    exams = attrs.evolve(WINTER, id="e", kind=PeriodKind.EXAM_SESSION, name="")
    found = read(host, row(WINTER), row(exams))
    assert [(one.row, one.column) for one in found.errors] == [(2, "Башталышы"), (3, "Башталышы")]
    load(host, WINTER)
    assert isinstance(read(host, row(exams)), Problems)
    assert not isinstance(read(host, row(attrs.evolve(exams, reach=Reach("med")))), Problems)
    assert not isinstance(read(host, row(attrs.evolve(exams, id="w"))), Problems)


def test_a_closed_semester_keeps_its_calendar(host):
    november = attrs.evolve(AIT, starts=date(2026, 11, 7), ends=date(2026, 11, 7))
    load(host, november)
    host.university.semesters.put(attrs.evolve(AUTUMN, closed=True))
    assert load(host, november).changes == ()
    found = read(host, row(attrs.evolve(november, name="Башка")))
    assert [(one.row, one.column) for one in found.errors] == [(2, "Башталышы")]
