"""The bells in the workbook: read, compared, applied; every error by its place (3.2)."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import pytest

from oshj_core.academic_calendar import Reach
from oshj_core.academic_calendar.bells import MAX_SLOT, BellTable
from oshj_core.errors import Invalid
from oshj_core.grading import shipped_schemes
from oshj_core.journal import Act
from oshj_core.lists import SHEETS, Problems, apply, plan, read_lists
from oshj_core.lists.bells_sheet import BELLS
from oshj_core.roles import Actor
from oshj_core.structure import StudyForm
from oshj_core.testing import MemoryAudit, MemoryHoldings, MemoryRegisters, MemoryUniversity
from tests.support.university import build_university

NOW = datetime(2026, 8, 26, 10, 0, tzinfo=timezone(timedelta(hours=6)))
WHOLE = BellTable.of({1: ("08:00", "09:20"), 2: ("09:30", "10:50")})
EVENING = BellTable.of(
    {1: ("17:30", "18:50"), MAX_SLOT: ("19:00", "20:20")}, Reach("math", StudyForm.EVENING)
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


def read(host, *rows, names=None):
    sheets = {
        sheet.name: [(1, [column.heading for column in sheet.columns])]
        for sheet in SHEETS
        if sheet.required
    }
    head = (1, names or [column.heading for column in BELLS.columns])
    sheets[BELLS.heading] = [head, *enumerate(rows, 2)]
    return read_lists(sheets, host.university, shipped_schemes())


def load(host, *tables):
    lists = read(host, *map(BELLS.cells, tables))
    assert not isinstance(lists, Problems), lists.errors
    changes = plan(lists, host.university, host.registers, shipped_schemes())
    act = Act(Actor("admin"), NOW, "r")
    apply(changes, host.university, host.registers, shipped_schemes(), host.audit, act)
    return changes


def test_what_is_written_is_read_back_and_a_second_time_nothing_changes(host):
    assert len(load(host, WHOLE, EVENING).added(BELLS)) == 2
    assert {one.id: one for one in host.university.calendar.bells} == {
        one.id: one for one in (WHOLE, EVENING)
    }
    assert load(host, WHOLE, EVENING).changes == ()
    later = BellTable.of({**EVENING.written, 1: ("17:00", "18:20")}, EVENING.reach)
    (change,) = load(host, WHOLE, later).changes
    (field,) = change.fields
    assert (field.heading, field.before, field.after) == ("1-пара", "17:30–18:50", "17:00–18:20")
    assert BELLS.called(change.after) == "math · кечки"
    (event, _) = reversed(list(host.audit.about(f"bells:{EVENING.id}")))
    assert event.before or event.after


def test_what_a_file_does_not_name_stays_and_is_told(host):
    load(host, WHOLE, EVENING)
    assert load(host, EVENING).missing[BELLS.name] == (BELLS.called(WHOLE),)
    assert host.university.calendar.bells.find(WHOLE.id) == WHOLE
    assert load(host).missing[BELLS.name] == ()


@pytest.mark.parametrize("typed", ["8:00-9:20", "08:00 — 09:20", "08:00 –09:20"])
def test_times_are_read_as_people_type_them(host, typed):
    lists = read(host, ["", "", typed], names=["unit", "study_form", "lesson1"])
    assert lists.of(BELLS) == (BellTable.of({1: ("08:00", "09:20")}),)


@pytest.mark.parametrize(
    ("row", "heading"),
    [
        (["none", "", "08:00–09:20"], "Бөлүмү"),
        (["", "түнкү", "08:00–09:20"], "Окуу формасы"),
        (["", "", "саат сегизде"], "1-пара"),
        (["", "", "09:20–08:00"], "1-пара"),
        (["", "", "08:00–25:20"], "1-пара"),
        (["", "", "08:00–09:20", "09:00–10:20"], "2-пара"),
        (["", "", ""], ""),
    ],
)
def test_every_error_stands_with_its_place(host, row, heading):
    problems = read(host, [*row, *[""] * (14 - len(row))])
    assert isinstance(problems, Problems)
    (error,) = problems.errors
    assert (error.sheet, error.row) == ("Коңгуроолор", 2)
    assert error.column == (heading or "1-пара")


def test_two_rows_for_one_part_are_told_apart_by_nothing(host):
    problems = read(host, BELLS.cells(WHOLE), BELLS.cells(EVENING), BELLS.cells(WHOLE))
    (error,) = problems.errors
    assert (error.row, str(error.text)) == (4, "Row 2 is for the same part of the university")


@pytest.mark.parametrize("slot", [0, MAX_SLOT + 1])
def test_a_day_has_so_many_lessons_and_no_more(slot):
    with pytest.raises(Invalid) as refused:
        BellTable.of({slot: ("08:00", "09:20")})
    assert refused.value.place == "bells"
