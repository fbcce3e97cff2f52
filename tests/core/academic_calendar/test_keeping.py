"""Who keeps the calendar, what is refused and where, what is recorded (4.1, 4.3, 5.7)."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from types import SimpleNamespace

import attrs
import pytest

from oshj_core.academic_calendar import (
    CalendarKeeping,
    Period,
    PeriodKind,
    Reach,
    touched_lessons,
)
from oshj_core.academic_calendar.bells import BellTable
from oshj_core.calendar import Window
from oshj_core.errors import Conflict, Invalid, Locked, NotAllowed, NotFound
from oshj_core.journal import Act, Journal, teaching_scopes
from oshj_core.roles import UNIVERSITY, Actor, Role
from oshj_core.structure import StudyForm
from oshj_core.testing import MemoryAudit, MemoryHoldings, MemoryRegisters, MemoryUniversity
from tests.support.university import AUTUMN, JOURNAL, PRACTICE, build_university

K = PeriodKind
MED = Reach("med")
NOW = datetime(2026, 9, 28, 10, 0, tzinfo=timezone(timedelta(hours=6)))
ADMIN = Actor("admin", frozenset({(Role.ADMINISTRATOR, UNIVERSITY)}))
HOLIDAY = Period("h1", 2026, K.HOLIDAY, date(2026, 11, 7), date(2026, 11, 8), "Тарых күндөрү")


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


@pytest.fixture
def keeping(host):
    return CalendarKeeping(host.university, host.audit, Act(ADMIN, NOW, "r1"))


def module(first, last, opens=None, closes=None, number=1, reach=MED, **kw):
    return Period(
        f"m{number}",
        2026,
        K.MODULE,
        first,
        last,
        reach=reach,
        semester="2026-1",
        number=number,
        entry=Window(opens or first, closes or last + timedelta(7)),
        **kw,
    )


def touched(host, before, after, today=None):
    today = today or NOW.date()
    return list(touched_lessons(host.university, host.registers, before, after, today))


def actions(host):
    return [(event.action, event.subject) for event in reversed(host.audit.latest(99))]


class TestPut:
    def test_it_is_kept_once_and_recorded(self, host, keeping):
        keeping.put(attrs.evolve(HOLIDAY, name="  Тарых   күндөрү "))
        assert keeping.put(HOLIDAY) == HOLIDAY
        assert host.university.calendar.periods.get("h1") == HOLIDAY
        (event,) = host.audit.latest(9)
        assert (event.action, event.subject) == ("calendar.add", "calendar:h1")
        assert event.after == "holiday; 07.11.2026–08.11.2026; Тарых күндөрү"

    def test_what_somebody_changed_meanwhile_is_not_written_over(self, keeping):
        keeping.put(HOLIDAY)
        moved = attrs.evolve(HOLIDAY, ends=HOLIDAY.starts)
        with pytest.raises(Conflict):
            keeping.put(moved)
        keeping.put(moved, seen=HOLIDAY, reason="буйрук")
        assert keeping.find("h1") == moved

    def test_only_the_administrator_may(self, host):
        teacher = Actor("t", frozenset({(Role.TEACHER, UNIVERSITY), (Role.DEANERY, UNIVERSITY)}))
        keeping = CalendarKeeping(host.university, host.audit, Act(teacher, NOW, "r1"))
        for act in (
            lambda: keeping.put(HOLIDAY),
            lambda: keeping.put_bells(BellTable.of({1: ("08:00", "09:00")})),
            lambda: keeping.remove_bells(Reach(), "r"),
        ):
            with pytest.raises(NotAllowed) as caught:
                act()
            assert caught.value.clause == "4.1"

    def test_a_closed_semester_keeps_its_calendar(self, host, keeping):
        host.university.semesters.put(attrs.evolve(AUTUMN, closed=True))
        with pytest.raises(Locked) as caught:
            keeping.put(HOLIDAY)
        assert caught.value.clause
        summer = attrs.evolve(HOLIDAY, starts=date(2027, 7, 1), ends=date(2027, 7, 2))
        keeping.put(summer)
        with pytest.raises(Locked):
            keeping.put(HOLIDAY, seen=summer)

    def test_proposals_that_are_there_stay_as_they_are(self, keeping):
        keeping.put(HOLIDAY)
        other = attrs.evolve(
            HOLIDAY, id="h2", starts=date(2027, 3, 21), ends=date(2027, 3, 21), name="Нооруз"
        )
        renamed = attrs.evolve(HOLIDAY, name="Башка")
        assert keeping.put_all([renamed, other]) == (other,)
        assert keeping.find("h1") == HOLIDAY

    def test_it_is_struck_with_a_reason(self, host, keeping):
        keeping.put(HOLIDAY)
        with pytest.raises(Invalid):
            keeping.remove("h1", " ")
        keeping.remove("h1", "жокко чыгарылды")
        assert keeping.find("h1") is None
        with pytest.raises(NotFound):
            keeping.remove("h1", "дагы")
        assert actions(host)[-1] == ("calendar.remove", "calendar:h1")


class TestRefusals:
    @pytest.mark.parametrize(
        ("period", "place"),
        [
            (attrs.evolve(HOLIDAY, year=2027), "starts"),
            (attrs.evolve(HOLIDAY, reach=Reach("none")), "unit"),
            (attrs.evolve(HOLIDAY, reach=Reach(course=9)), "course"),
            (attrs.evolve(HOLIDAY, semester="2026-1"), "semester"),
            (module(date(2026, 9, 7), date(2026, 10, 20), number=0), "number"),
            (
                attrs.evolve(module(date(2026, 9, 7), date(2026, 10, 20)), entry=None),
                "entry_opens",
            ),
            (
                module(date(2026, 9, 7), date(2026, 10, 20), opens=date(2026, 9, 1)),
                "entry_opens",
            ),
            (
                module(date(2026, 9, 7), date(2026, 10, 20), closes=date(2026, 10, 19)),
                "entry_closes",
            ),
            (module(date(2026, 8, 20), date(2026, 10, 20)), "starts"),
            (
                attrs.evolve(module(date(2026, 9, 7), date(2026, 10, 20)), semester="2026-2"),
                "semester",
            ),
        ],
    )
    def test_each_names_its_place(self, keeping, period, place):
        with pytest.raises(Invalid) as caught:
            keeping.put(period)
        assert caught.value.place == place
        assert list(keeping.university.calendar.periods) == []

    def test_days_run_forward_and_names_are_short(self):
        with pytest.raises(Invalid) as caught:
            attrs.evolve(HOLIDAY, ends=date(2026, 11, 6))
        assert caught.value.place == "ends"
        with pytest.raises(Invalid) as caught:
            attrs.evolve(HOLIDAY, name="ы" * 201)
        assert caught.value.place == "name"

    def test_two_seasons_of_one_part_do_not_overlap(self, keeping):
        exams = Period("e", 2026, K.EXAM_SESSION, date(2027, 1, 4), date(2027, 1, 24))
        keeping.put(exams)
        vacation = Period("v", 2026, K.VACATION, date(2027, 1, 24), date(2027, 2, 6))
        with pytest.raises(Invalid) as caught:
            keeping.put(vacation)
        assert caught.value.place == "starts"
        keeping.put(attrs.evolve(vacation, reach=Reach("med")))
        keeping.put(attrs.evolve(HOLIDAY, starts=date(2027, 1, 7), ends=date(2027, 1, 7)))
        keeping.put(attrs.evolve(exams, ends=date(2027, 1, 23)), seen=exams)
        keeping.put(attrs.evolve(vacation, id="w"))

    def test_two_modules_of_one_part_do_not_overlap(self, keeping):
        keeping.put(module(date(2026, 9, 7), date(2026, 10, 20)))
        for wrong in (
            module(date(2026, 10, 20), date(2026, 12, 1), number=2),
            attrs.evolve(module(date(2026, 11, 20), date(2026, 12, 1)), id="again"),
        ):
            with pytest.raises(Invalid):
                keeping.put(wrong)
        keeping.put(module(date(2026, 10, 21), date(2026, 12, 1), number=2))


class TestTheUniversitysOwnDates:
    def test_they_are_those_of_the_semester(self, host, keeping):
        known = keeping.find("2026-1.1")
        moved = attrs.evolve(known, entry=Window(known.starts, date(2026, 11, 7)))
        keeping.put(moved, seen=known)
        assert host.university.semesters.get("2026-1").module(1).entry.closes == date(2026, 11, 7)
        assert keeping.find("2026-1.1") == moved
        assert list(host.university.calendar.periods) == []
        assert actions(host) == [("calendar.change", "calendar:2026-1.1")]

    def test_a_module_is_added(self, host, keeping):
        third = module(date(2026, 12, 21), date(2027, 1, 10), number=3, reach=Reach())
        assert keeping.put(third).id == "2026-1.3"
        assert len(host.university.semesters.get("2026-1").modules) == 3

    @pytest.mark.parametrize(
        "wrong",
        [
            module(date(2026, 10, 1), date(2026, 10, 30), number=3, reach=Reach()),
            module(date(2026, 12, 21), date(2027, 2, 10), number=3, reach=Reach()),
            module(date(2026, 12, 21), date(2027, 1, 10), number=1, reach=Reach()),
        ],
    )
    def test_modules_stay_in_order_and_inside(self, host, keeping, wrong):
        with pytest.raises((Invalid, Conflict)):
            keeping.put(wrong, seen=keeping.find(f"2026-1.{wrong.number}"))
        assert host.university.semesters.get("2026-1") == AUTUMN

    def test_they_are_not_struck(self, keeping):
        for identifier in ("2026-1", "2026-1.1"):
            with pytest.raises(Invalid):
                keeping.remove(identifier, "себеп")


class TestWhatItTouches:
    @pytest.fixture
    def lesson(self, host):
        actor = Actor(
            "asanova", frozenset((Role.TEACHER, scope) for scope in teaching_scopes([PRACTICE]))
        )
        journal = Journal(host.registers.get(JOURNAL), host.university, Act(actor, NOW, "r2"))
        return journal.open_lesson(PRACTICE, NOW.date(), 2, "aaaaaaaaaa")

    def test_a_lesson_on_a_new_holiday(self, host, lesson):
        holiday = attrs.evolve(HOLIDAY, starts=lesson.date, ends=lesson.date)
        (found,) = touched(host, None, holiday)
        assert (found.group, found.lesson, found.off) == ("АУБ-1-24", lesson, holiday)
        other = attrs.evolve(holiday, reach=Reach("med"))
        assert touched(host, None, other) == []
        form = attrs.evolve(holiday, reach=Reach("math", StudyForm.EVENING))
        assert touched(host, None, form) == []
        assert touched(host, None, holiday, lesson.date - timedelta(1)) == []
        host.university.calendar.periods.put(holiday)
        assert touched(host, holiday, None) == []

    def test_a_lesson_that_falls_into_another_module(self, host, lesson, keeping):
        known = keeping.find("2026-1.1")
        cut = attrs.evolve(known, ends=date(2026, 9, 20))
        (found,) = touched(host, known, cut)
        assert (found.off, found.module) == (None, 2)
        narrowed = attrs.evolve(cut, id="m", reach=Reach("math", None, 3))
        (found,) = touched(host, None, narrowed)
        assert found.module == 2


class TestBells:
    def test_they_are_kept_by_reach(self, host, keeping):
        table = BellTable.of({1: ("08:30", "09:50")}, Reach("med"))
        keeping.put_bells(table)
        keeping.put_bells(table)
        with pytest.raises(Conflict):
            keeping.put_bells(BellTable.of({1: ("08:00", "09:50")}, Reach("med")))
        keeping.remove_bells(Reach("med"), "бирдей болду")
        assert list(host.university.calendar.bells) == []
        assert actions(host) == [
            ("bells.put", "bells:unit:med"),
            ("bells.remove", "bells:unit:med"),
        ]

    def test_they_depend_on_unit_and_form_only(self, keeping):
        for reach, place in ((Reach(course=1), "course"), (Reach("none"), "unit")):
            with pytest.raises(Invalid) as caught:
                keeping.put_bells(BellTable.of({1: ("08:30", "09:50")}, reach))
            assert caught.value.place == place
        with pytest.raises(NotFound):
            keeping.remove_bells(Reach("med"), "себеп")
