"""Who keeps the calendar, what is refused and where, what is recorded (4.1, 4.3, 5.7)."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from itertools import pairwise
from types import SimpleNamespace

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oshj_core.academic_calendar import (
    CalendarKeeping,
    Period,
    PeriodKind,
    Reach,
    place_of,
    semester_of,
    touched_lessons,
)
from oshj_core.academic_calendar.bells import BellTable
from oshj_core.calendar import Window
from oshj_core.errors import Conflict, Invalid, Locked, NotAllowed, NotFound
from oshj_core.journal import Act, Journal, teaching_scopes
from oshj_core.roles import UNIVERSITY, Actor, Role
from oshj_core.structure import StudyForm
from oshj_core.testing import MemoryAudit, MemoryHoldings, MemoryRegisters, MemoryUniversity
from tests.support.university import (
    AUTUMN,
    FIRST,
    JOURNAL,
    PRACTICE,
    SECOND,
    build_university,
)

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


def semester_period(first, last, reach=MED):
    return Period("s", 2026, K.SEMESTER, first, last, reach=reach, semester="2026-1")


class TestEveryPartHasItsModules:
    """4.3: without a module nothing can be recorded."""

    def modules(self, host, group="ДЛ-1-24"):
        found = semester_of(host.university, group, "2026-1").modules
        return [(one.number, one.starts, one.ends) for one in found]

    def test_a_wider_module_gives_way(self, host, keeping):
        earlier = module(date(2026, 10, 19), SECOND.ends, number=2)
        keeping.put(earlier)
        assert self.modules(host) == [
            (1, FIRST.starts, date(2026, 10, 18)),
            (2, earlier.starts, SECOND.ends),
        ]
        keeping.remove(earlier.id, "себеп")
        longer = module(FIRST.starts, date(2026, 11, 1))
        keeping.put(longer)
        assert self.modules(host) == [
            (1, FIRST.starts, longer.ends),
            (2, date(2026, 11, 2), SECOND.ends),
        ]

    @pytest.mark.parametrize(
        ("wrong", "place"),
        [
            (module(FIRST.starts, date(2026, 11, 1), number=2), "starts"),
            (module(FIRST.starts, SECOND.ends), "ends"),
            (module(date(2026, 12, 21), date(2027, 1, 10), number=4), "number"),
            (semester_period(SECOND.starts, AUTUMN.ends), "starts"),
            (semester_period(AUTUMN.starts, FIRST.ends), "ends"),
        ],
    )
    def test_nothing_that_leaves_a_module_without_a_day_is_stored(
        self, host, keeping, wrong, place
    ):
        before = self.modules(host)
        with pytest.raises(Invalid) as caught:
            keeping.put(wrong)
        assert caught.value.place == place
        assert caught.value.advice is not None
        assert self.modules(host) == before

    def test_a_part_below_is_asked_too(self, host, keeping):
        course = Reach("med", None, 3)
        keeping.put(module(date(2026, 9, 14), SECOND.ends, number=2, reach=course))
        with pytest.raises(Invalid) as caught:
            keeping.put(semester_period(date(2026, 9, 14), AUTUMN.ends))
        assert caught.value.place == "starts"
        keeping.put(semester_period(date(2026, 9, 14), AUTUMN.ends, Reach("math")))

    def test_the_universitys_own_dates_leave_every_part_its_modules(self, host, keeping):
        keeping.put(module(date(2026, 10, 5), SECOND.ends, number=2))
        known = keeping.find("2026-1.1")
        starts = date(2026, 10, 6)
        late = attrs.evolve(known, starts=starts, entry=Window(starts, known.entry.closes))
        with pytest.raises(Invalid):
            keeping.put(late, seen=known)
        assert host.university.semesters.get("2026-1") == AUTUMN

    def test_nothing_is_struck_that_a_module_stands_by(self, host, keeping):
        own = module(date(2026, 10, 26), date(2026, 11, 20))
        second = module(date(2026, 11, 21), SECOND.ends, number=2)
        whole = semester_period(date(2026, 10, 26), AUTUMN.ends)
        for one in (second, own, whole):
            keeping.put(one)
        with pytest.raises(Invalid):
            keeping.remove(own.id, "себеп")
        for one in (whole, own, second):
            keeping.remove(one.id, "себеп")
        assert len(self.modules(host)) == 2

    REACHES = (
        *(Reach("med"), Reach("med", StudyForm.FULL_TIME), Reach("med", None, 3), Reach(course=3)),
        *(Reach("math"), Reach(form=StudyForm.FULL_TIME)),
    )

    @settings(max_examples=150, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from([K.MODULE, K.MODULE, K.SEMESTER, None]),
                st.sampled_from(REACHES),
                st.integers(1, 3),
                st.integers(-3, 120),
                st.integers(0, 120),
            ),
            max_size=8,
        )
    )
    def test_of_whatever_is_given_every_part_has_each_module_once_and_in_order(self, wishes):
        host = SimpleNamespace(
            university=MemoryUniversity(),
            holdings=MemoryHoldings(),
            registers=MemoryRegisters(),
            audit=MemoryAudit(),
        )
        build_university(host)
        keeping = CalendarKeeping(host.university, host.audit, Act(ADMIN, NOW, "r1"))
        for kind, reach, number, begins, length in wishes:
            first = AUTUMN.starts + timedelta(begins)
            last = first + timedelta(length)
            made = module(first, last, number=number, reach=reach)
            if kind is K.SEMESTER:
                made = semester_period(first, last, reach)
            made = attrs.evolve(made, id=f"{made.kind.value}-{number}-{reach}")
            known = keeping.find(made.id)
            try:
                if kind is not None:
                    keeping.put(made, seen=known)
                elif known is not None:
                    keeping.remove(made.id, "себеп")
            except Invalid:
                continue
        for group in host.university.groups:
            asked = {1, 2} | {
                one.number
                for one in host.university.calendar.periods
                if one.number and place_of(host.university, group.id, 2026).within(one.reach)
            }
            semester = semester_of(host.university, group.id, "2026-1")
            assert [one.number for one in semester.modules] == sorted(asked)
            for one in semester.modules:
                assert semester.starts <= one.starts <= one.entry.opens <= one.ends
                assert one.ends <= min(semester.ends, one.entry.closes)
            for one, after in pairwise(semester.modules):
                assert one.ends < after.starts


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

    def test_a_lesson_before_dates_that_begin_later(self, host, lesson):
        begins = lesson.date + timedelta(1)
        second = module(begins, SECOND.ends, number=2, reach=Reach("math"))
        assert touched(host, None, second) == [], "the day stays in what is left of the first"
        later = semester_period(begins, AUTUMN.ends, Reach("math"))
        (found,) = touched(host, None, later)
        assert (found.lesson, found.module) == (lesson, None)


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
