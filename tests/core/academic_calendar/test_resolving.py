"""The most specific period is in force, whatever the order of writing (4.1)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.academic_calendar import (
    GroupCalendar,
    Period,
    PeriodKind,
    Place,
    Reach,
    calendar_of,
    known_periods,
    semester_of,
)
from oshj_core.academic_calendar.bells import DEFAULT_TABLE, BellTable, bells_in_force
from oshj_core.academic_calendar.resolving import rank
from oshj_core.calendar import Module, Window
from oshj_core.errors import Invalid
from oshj_core.structure import StudyForm
from oshj_core.testing import MemoryCalendar, MemoryHoldings, MemoryRegisters, MemoryUniversity
from tests.support.university import AUTUMN, FIRST, SECOND, build_university

K = PeriodKind
FULL, PART = StudyForm.FULL_TIME, StudyForm.PART_TIME
PLACE = Place(("algebra", "math"), FULL, 3)


def period(identifier, kind, first, last=None, **kw):
    return Period(identifier, 2026, kind, first, last or first, **kw)


@pytest.fixture
def university():
    class Host:
        university = MemoryUniversity()
        holdings = MemoryHoldings()
        registers = MemoryRegisters()

    Host.university = MemoryUniversity()
    build_university(Host)
    return Host.university


@pytest.mark.parametrize(
    ("reach", "expected"),
    [
        (Reach(), True),
        (Reach("math"), True),
        (Reach("algebra", FULL, 3), True),
        (Reach("med"), False),
        (Reach(form=PART), False),
        (Reach(course=2), False),
    ],
)
def test_a_place_lies_within_a_reach(reach, expected):
    assert PLACE.within(reach) is expected


def test_what_is_not_known_is_met_by_nothing_narrowed_to_it():
    assert not Place(("math",)).within(Reach("math", FULL))
    assert not Place(("math",)).within(Reach("math", None, 1))


def test_unit_before_course_before_form():
    reaches = [
        Reach(),
        Reach(form=FULL),
        Reach(course=3),
        Reach(course=3, form=FULL),
        Reach("math"),
        Reach("math", FULL),
        Reach("math", None, 3),
        Reach("math", FULL, 3),
        Reach("algebra"),
    ]
    assert sorted(reaches, key=lambda one: rank(one, PLACE)) == reaches


DAY = date(2026, 11, 7)
REACHES = [Reach(), Reach("math"), Reach("math", None, 3), Reach("algebra")]


def test_the_order_of_writing_does_not_matter():
    periods = [
        period(str(number), K.PRACTICE if number % 2 else K.VACATION, DAY, reach=reach)
        for number, reach in enumerate(REACHES)
    ]
    for shuffled in permutations(periods):
        assert GroupCalendar.of(PLACE, shuffled).on(DAY).season is periods[-1]


@given(st.sets(st.sampled_from(REACHES)), st.permutations(range(4)))
def test_exactly_the_most_specific_of_those_given_is_in_force(reaches, order):
    periods = [
        period(str(number), K.VACATION, DAY, reach=REACHES[number])
        for number in order
        if REACHES[number] in reaches
    ]
    season = GroupCalendar.of(PLACE, periods).on(DAY).season
    expected = max(reaches, key=REACHES.index, default=None)
    assert (season.reach if season else None) == expected


class TestDays:
    def test_a_holiday_lies_over_a_season_however_narrow(self):
        holiday = period("h", K.HOLIDAY, DAY)
        practice = period("p", K.PRACTICE, DAY, reach=Reach("algebra"))
        day = GroupCalendar.of(PLACE, [holiday, practice]).on(DAY)
        assert (day.holiday, day.season, day.off) == (holiday, practice, holiday)

    def test_a_narrower_working_day_takes_a_holiday_back(self):
        holiday = period("h", K.HOLIDAY, DAY)
        working = period("w", K.WORKING_DAY, DAY, reach=Reach("math"))
        assert GroupCalendar.of(PLACE, [holiday, working]).on(DAY).off is None
        assert GroupCalendar.of(Place(("med",)), [holiday, working]).on(DAY).off is holiday

    @pytest.mark.parametrize(
        ("kind", "off"),
        [
            (K.STUDY, False),
            (K.RESITS, False),
            (K.TEST_SESSION, True),
            (K.EXAM_SESSION, True),
            (K.PRACTICE, True),
            (K.ATTESTATION, True),
            (K.VACATION, True),
        ],
    )
    def test_in_which_seasons_lessons_are_held(self, kind, off):
        calendar = GroupCalendar.of(PLACE, [period("s", kind, DAY)])
        assert (calendar.on(DAY).off is not None) is off
        assert calendar.days_off(DAY - timedelta(1), DAY + timedelta(1)) == (
            {DAY} if off else set()
        )

    def test_study_for_a_part_stands_before_a_wider_vacation(self):
        vacation = period("v", K.VACATION, DAY, DAY + timedelta(9))
        study = period("s", K.STUDY, DAY + timedelta(3), DAY + timedelta(4), reach=Reach("math"))
        calendar = GroupCalendar.of(PLACE, [vacation, study])
        assert len(calendar.days_off(DAY, DAY + timedelta(9))) == 8
        assert [(one.period.id, one.starts.day, one.ends.day) for one in calendar.stretches()] == [
            ("v", 7, 9),
            ("s", 10, 11),
            ("v", 12, 16),
        ]
        assert calendar.stretches()[1].over == (vacation,)


class TestSemester:
    def test_without_anything_given_it_is_the_universitys(self, university):
        assert semester_of(university, "АУБ-1-24", "2026-1") is university.semesters.get("2026-1")

    def test_a_group_has_the_dates_of_its_course_unit_and_form(self, university):
        late = date(2026, 9, 14)
        other = Module(1, late, date(2026, 11, 1), Window(late, date(2026, 11, 8)))
        university.calendar.periods.put(
            period(
                "m",
                K.MODULE,
                other.starts,
                other.ends,
                reach=Reach("math", FULL, 3),
                semester="2026-1",
                number=1,
                entry=other.entry,
            )
        )
        assert semester_of(university, "ДЛ-1-24", "2026-1") == AUTUMN
        # The second module of the university gives way to the narrower first one.
        begins = other.ends + timedelta(1)
        cut = attrs.evolve(SECOND, starts=begins, entry=Window(begins, SECOND.entry.closes))
        assert semester_of(university, "АУБ-1-24", "2026-1").modules == (other, cut)

    def test_a_part_that_begins_after_a_module_has_no_later_one_without_it(self, university):
        late = period(
            "s", K.SEMESTER, SECOND.starts, AUTUMN.ends, reach=Reach("math"), semester="2026-1"
        )
        university.calendar.periods.put(late)
        assert semester_of(university, "АУБ-1-24", "2026-1").modules == ()

    def test_an_earlier_module_ends_where_a_narrower_later_one_begins(self, university):
        begins = date(2026, 10, 19)
        window = Window(begins, SECOND.entry.closes)
        university.calendar.periods.put(
            period(
                "m",
                K.MODULE,
                begins,
                SECOND.ends,
                reach=Reach("math"),
                semester="2026-1",
                number=2,
                entry=window,
            )
        )
        first, second = semester_of(university, "АУБ-1-24", "2026-1").modules
        # Until when it may be filled in is what it was for everybody (4.3).
        assert first == attrs.evolve(FIRST, ends=begins - timedelta(1))
        assert second == Module(2, begins, SECOND.ends, window)

    def test_entry_opens_during_what_is_left_of_a_module(self, university):
        late = attrs.evolve(FIRST, entry=Window(date(2026, 10, 20), date(2026, 10, 31)))
        university.semesters.put(attrs.evolve(AUTUMN, modules=(late, SECOND)))
        university.calendar.periods.put(
            period(
                "s",
                K.SEMESTER,
                AUTUMN.starts,
                date(2026, 10, 11),
                reach=Reach("math"),
                semester="2026-1",
            )
        )
        (module,) = semester_of(university, "АУБ-1-24", "2026-1").modules
        assert module.entry.opens == module.ends == date(2026, 10, 11)

    def test_modules_are_cut_to_the_days_given_for_a_part(self, university):
        university.calendar.periods.put(
            period(
                "s",
                K.SEMESTER,
                date(2026, 9, 14),
                date(2026, 12, 13),
                reach=Reach("math"),
                semester="2026-1",
            )
        )
        semester = semester_of(university, "АУБ-1-24", "2026-1")
        assert (semester.starts, semester.ends) == (date(2026, 9, 14), date(2026, 12, 13))
        assert [(one.starts, one.ends) for one in semester.modules] == [
            (date(2026, 9, 14), FIRST.ends),
            (SECOND.starts, date(2026, 12, 13)),
        ]

    def test_the_periods_of_a_year_begin_with_its_semesters(self, university):
        holiday = period("h", K.HOLIDAY, date(2026, 8, 31))
        university.calendar.periods.put(holiday)
        found = known_periods(university, 2026)
        assert [one.id for one in found] == ["h", "2026-1", "2026-1.1", "2026-1.2"]
        assert calendar_of(university, "АУБ-1-24", 2026).on(date(2026, 8, 31)).off == holiday


class TestBells:
    def test_the_default_then_the_most_specific(self):
        calendar = MemoryCalendar()
        assert bells_in_force(calendar, PLACE) is DEFAULT_TABLE
        tables = [
            BellTable.of({1: (f"0{hour}:00", f"0{hour}:50")}, reach)
            for hour, reach in enumerate(
                [Reach(), Reach(form=FULL), Reach("math"), Reach("math", FULL)], 1
            )
        ]
        for table in tables:
            calendar.bells.put(table)
            assert bells_in_force(calendar, PLACE) == table
        assert bells_in_force(calendar, Place(("med",), PART)) == tables[0]
        assert bells_in_force(calendar, Place(("math",))) == tables[2]

    @pytest.mark.parametrize(
        "written",
        [
            {},
            {1: ("08:00", "07:00")},
            {1: ("25:00", "26:00")},
            {1: ("08:00", "09:20"), 2: ("09:00", "10:00")},
        ],
    )
    def test_wrong_bells_are_refused(self, written):
        with pytest.raises(Invalid) as caught:
            BellTable.of(written)
        assert caught.value.place == "bells"

    def test_a_number_stands_once(self):
        rings = BellTable.of({1: ("08:00", "09:20")}).rings
        with pytest.raises(Invalid):
            BellTable(rings * 2)
