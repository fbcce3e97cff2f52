"""A lesson on a day without lessons is opened with a reason (4.3)."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from types import SimpleNamespace

import attrs
import pytest

from oshj_core.academic_calendar import WHOLE, Period, PeriodKind, Reach
from oshj_core.errors import Invalid
from oshj_core.journal import Act, Journal, teaching_scopes
from oshj_core.journal.opening import day_off, open_for_all
from oshj_core.roles import Actor, Role
from oshj_core.structure import StudyForm
from oshj_core.testing import MemoryHoldings, MemoryRegisters, MemoryUniversity
from tests.support.university import JOURNAL, LECTURE, build_university

NOW = datetime(2026, 9, 28, 10, 0, tzinfo=timezone(timedelta(hours=6)))
TODAY = NOW.date()
OTHER = JOURNAL.replace("АУБ-1-24", "АУБ-2-24")


@pytest.fixture
def host():
    host = SimpleNamespace(
        university=MemoryUniversity(), holdings=MemoryHoldings(), registers=MemoryRegisters()
    )
    build_university(host)
    return host


@pytest.fixture
def journals(host):
    scopes = teaching_scopes([LECTURE])
    act = Act(Actor("asanova", frozenset((Role.TEACHER, scope) for scope in scopes)), NOW, "r")
    return [Journal(host.registers.get(one), host.university, act) for one in (JOURNAL, OTHER)]


def put(host, kind=PeriodKind.HOLIDAY, name="Майрам", reach=WHOLE, first=TODAY):
    host.university.calendar.periods.put(
        Period("p", 2026, kind, first, first, name=name, reach=reach)
    )


@pytest.mark.parametrize("kind", [PeriodKind.HOLIDAY, PeriodKind.EXAM_SESSION])
def test_the_reason_is_asked_for_and_then_it_is_open(host, journals, kind):
    put(host, kind)
    for despite in ("", "  "):
        with pytest.raises(Invalid) as caught:
            open_for_all(journals, LECTURE, TODAY, 2, "aaaaaaaaaa", despite=despite)
        assert (caught.value.place, caught.value.clause) == ("despite", "4.3")
        assert "Майрам" in str(caught.value)
    with pytest.raises(Invalid) as caught:
        open_for_all(journals, LECTURE, TODAY, 2, "aaaaaaaaaa", despite="ы" * 201)
    assert all(not journal.register.lessons() for journal in journals)
    lesson = open_for_all(journals, LECTURE, TODAY, 2, "aaaaaaaaaa", despite="алмаштыруу")
    assert open_for_all(journals, LECTURE, TODAY, 2, "bbbbbbbbbb") == lesson


def test_a_stream_is_held_while_one_of_its_groups_has_lessons(host, journals):
    groups = host.university.groups
    groups.put(attrs.evolve(groups.get("АУБ-2-24"), study_form=StudyForm.EVENING))
    put(host, PeriodKind.PRACTICE, "", Reach(form=StudyForm.EVENING))
    assert day_off(journals, TODAY) is None
    assert open_for_all(journals, LECTURE, TODAY, 2, "aaaaaaaaaa").date == TODAY


def test_it_stops_where_all_of_them_have_none(host, journals):
    put(host, PeriodKind.PRACTICE, "", Reach("math"))
    assert day_off(journals, TODAY).kind is PeriodKind.PRACTICE
    with pytest.raises(Invalid) as caught:
        open_for_all(journals, LECTURE, TODAY, 2, "aaaaaaaaaa")
    assert "Practice" in str(caught.value)


def test_what_the_timetable_put_there_needs_none(host, journals):
    put(host)
    assert open_for_all(journals, LECTURE, TODAY, 2, "aaaaaaaaaa", planned=True).date == TODAY


@pytest.mark.parametrize(("reach", "first"), [(Reach("med"), TODAY), (Reach(), date(2026, 9, 27))])
def test_other_days_and_other_parts_stop_nobody(host, journals, reach, first):
    put(host, reach=reach, first=first)
    assert open_for_all(journals, LECTURE, TODAY, 2, "aaaaaaaaaa").date == TODAY
