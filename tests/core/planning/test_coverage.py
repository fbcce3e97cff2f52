"""Plan, timetable and fact beside each other, and what will remain unfinished (2.13)."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.planning import (
    DeviationKind,
    Gathering,
    Held,
    HoursRule,
    Tie,
    TopicState,
    coverage,
    forecast,
    per_group,
    per_subject,
    per_teacher,
    take_topic,
)
from oshj_core.testing.contracts.planning import PLAN
from oshj_core.testing.timetable import MemoryTimetable
from oshj_core.timetable import Bells, Change, Schedule, TeachingWeeks, Weeks, weekly_lesson
from tests.core.builders import (
    ASANOVA,
    GROUP,
    LABORATORY,
    NEIGHBOUR_JOURNAL,
    NEIGHBOURS,
    SEMESTER,
    STREAM,
)
from tests.core.planning.builders import LECTURE, PRACTICAL, TWO_HOURS, Department, topic

HOLIDAY = date(2026, 11, 9)
WEEKS = TeachingWeeks(SEMESTER, frozenset({HOLIDAY}))
MONDAYS = [date(2026, 9, 7) + timedelta(7 * week) for week in range(20)]
PLANNED = attrs.evolve(PLAN, topics=(topic(1, 4), topic(2, 2), topic(3, 4), topic(4, 2, PRACTICAL)))


def lesson(weekday=1, **changes):
    return weekly_lesson("l1", STREAM, SEMESTER, Bells.parse(), weekday, 1, **changes)


def on_mondays(*numbers, changes=(), **validity):
    """The stream's Monday lessons of some weeks, from the first one on."""
    one = lesson(starts=MONDAYS[0], ends=MONDAYS[numbers[-1]] if numbers else SEMESTER.ends)
    return Schedule(WEEKS, [one], changes).between(SEMESTER.starts, SEMESTER.ends)


def held(*topics, version=1, plan="p1", title=None, start=0):
    """A lesson on each Monday, with these topics; ``None`` took none."""
    return [
        Held(
            f"held{place}",
            MONDAYS[start + place],
            1,
            None
            if number is None
            else Tie(f"held{place}", plan, version, number, title or f"Тема {number}", "себеби"),
        )
        for place, number in enumerate(topics)
    ]


def covered(lessons, occurrences=(), plan=PLANNED, today=MONDAYS[10], rule=TWO_HOURS):
    return coverage(STREAM, plan, occurrences, lessons, rule, today)


class TestCoverage:
    def test_planned_scheduled_due_and_held_hours(self):
        found = covered(held(1, 1, 2), on_mondays(0, 9), today=MONDAYS[3])
        assert (found.planned, found.scheduled, found.due, found.held) == (10, 18, 8, 6)
        assert "10" in str(found.explanation[0])
        assert str(found.explanation[1]) == "Timetable and plan differ by 8 hours."

    def test_a_cancelled_lesson_is_not_scheduled(self):
        cancelled = Change("l1", MONDAYS[1], cancelled=True)
        found = covered([], on_mondays(0, 3, changes=[cancelled]))
        assert found.scheduled == 6

    def test_what_lies_ahead_is_not_held(self):
        assert covered(held(1, 1, 2), today=MONDAYS[1]).held == 4
        assert covered(held(1, 1, 2), today=MONDAYS[0] - timedelta(1)).held == 0

    def test_the_states_of_topics(self):
        found = covered(held(1, 2, 2, 1))
        states = [(one.topic.number, one.held, one.state) for one in found.topics]
        assert states == [
            (1, 4, TopicState.FINISHED),
            (2, 4, TopicState.EXCEEDED),
            (3, 0, TopicState.UNTOUCHED),
        ]
        assert [one.begun for one in found.topics] == [MONDAYS[0], MONDAYS[1], None]
        assert [one.missing for one in found.topics] == [0, 0, 4]
        assert [topic.number for topic in found.untouched] == [3]
        assert [topic.number for topic in found.exceeded] == [2]
        assert covered(held(1)).topics[0].state is TopicState.BEGUN
        said = [str(one) for one in covered(held(1, 2, 2)).explanation]
        assert "Topics not begun: 3." in said
        assert "Topics with more hours than planned: 2." in said

    def test_the_order_of_the_plan(self):
        found = covered(held(1, 3, 2, 3, 1))
        (deviation,) = found.deviations
        assert (deviation.kind, deviation.topic, deviation.skipped) == (
            DeviationKind.ORDER,
            3,
            (2,),
        )
        assert deviation.day == MONDAYS[1]
        assert deviation.reason == "себеби"
        assert str(deviation.explanation) == "14.09.2026: topic 3 was taken before 2."
        assert covered(held(1, 2, 3)).deviations == ()

    def test_lessons_without_a_planned_topic(self):
        found = covered(held(None, 0, 4, 99))
        assert [one.kind for one in found.deviations] == [
            DeviationKind.NO_TOPIC,
            *[DeviationKind.NOT_PLANNED] * 3,
        ]
        assert found.held == 8
        assert {one.held for one in found.topics} == {0}
        assert len({str(one.explanation) for one in found.deviations}) == 4

    def test_another_title(self):
        (deviation,) = covered(held(1, title="Башка")).deviations
        assert deviation.kind is DeviationKind.OTHER_TITLE
        assert "topic 1" in str(deviation.explanation)

    def test_a_topic_of_another_version_is_known_by_its_title(self):
        found = covered(held(7, version=2, title="Тема 3"))
        assert [one.held for one in found.topics] == [0, 0, 2]
        assert [one.held for one in covered(held(1, version=2, title="Жок")).topics] == [0, 0, 0]
        assert [one.held for one in covered(held(1, plan="p2")).topics] == [0, 0, 0]

    def test_without_a_plan_nothing_is_planned(self):
        found = covered(held(1), on_mondays(0, 3), plan=None)
        assert (found.planned, found.held, found.topics, found.deviations) == (0, 2, (), ())
        assert str(found.explanation[1]) == "There is no approved plan."

    def test_the_hours_of_a_lesson_are_configuration(self):
        rule = HoursRule(Decimal(2), {LECTURE: Decimal("1.5")})
        found = covered(held(1, 1), on_mondays(0, 3), rule=rule)
        assert (found.held, found.scheduled) == (Decimal(3), Decimal(6))

    @given(st.lists(st.sampled_from([None, 0, 1, 2, 3, 4, 99]), max_size=20))
    def test_every_hour_is_counted_once(self, topics):
        found = covered(held(*topics), today=MONDAYS[-1])
        of_plan = sum((one.held for one in found.topics), start=Decimal(0))
        elsewhere = sum(
            one.kind in (DeviationKind.NO_TOPIC, DeviationKind.NOT_PLANNED)
            for one in found.deviations
        )
        assert of_plan + 2 * elsewhere == found.held == 2 * len(topics)
        firsts = [number for place, number in enumerate(topics) if number not in topics[:place]]
        late = [number for number in firsts if number in (1, 2, 3)]
        expected = {
            number: tuple(before for before in range(1, number) if before not in late[:place])
            for place, number in enumerate(late)
        }
        orders = {one.topic: one.skipped for one in found.deviations if one.kind.value == "order"}
        assert orders == {number: skipped for number, skipped in expected.items() if skipped}


class TestForecast:
    def ahead(self, lessons, occurrences, today, plan=PLANNED):
        """The forecast on the day after."""
        tomorrow = today + timedelta(1)
        found = covered(lessons, occurrences, plan, tomorrow)
        return forecast(found, occurrences, TWO_HOURS, tomorrow)

    def test_a_lesson_of_today_has_passed_once_it_was_held(self):
        occurrences, today = on_mondays(0, 3), MONDAYS[1]
        morning = covered(held(1), occurrences, PLANNED, today)
        before = forecast(morning, occurrences, TWO_HOURS, today)
        assert (before.weeks_passed, before.weeks_left, before.pace) == (1, 3, 2)
        assert (before.possible, before.expected) == (6, 6)
        evening = covered(held(1, 1), occurrences, PLANNED, today)
        after = forecast(evening, occurrences, TWO_HOURS, today, held_today=1)
        assert (after.weeks_passed, after.weeks_left, after.pace) == (2, 2, 2)
        assert forecast(evening, occurrences, TWO_HOURS, today, held_today=9) == after

    @pytest.mark.parametrize("held_today", [0, 1])
    def test_nothing_is_extrapolated_before_a_whole_week_has_passed(self, held_today):
        lessons = [
            attrs.evolve(lesson(weekday, starts=MONDAYS[0]), id=f"l{weekday}") for weekday in (1, 3)
        ]
        occurrences = Schedule(WEEKS, lessons).between(SEMESTER.starts, SEMESTER.ends)
        found = forecast(
            covered(held(*[1] * held_today), occurrences, PLANNED, MONDAYS[0]),
            occurrences,
            TWO_HOURS,
            MONDAYS[0],
            held_today,
        )
        assert found.weeks_passed == Fraction(held_today, 2)
        assert found.pace is None
        assert found.expected == found.possible
        assert "too early" in str(found.explanation[-3])

    def test_the_pace_until_now_goes_on(self):
        """Four weeks with two lessons held are an hour a week: six weeks more give six hours."""
        occurrences = on_mondays(0, 10)  # the tenth of these Mondays is a holiday
        found = self.ahead(held(1, 1), occurrences, MONDAYS[3])
        assert (found.weeks_passed, found.weeks_left) == (4, 6)
        assert (found.pace, found.possible, found.expected) == (1, 12, 6)
        assert found.needed == 6
        assert found.unfinished == ()
        assert found.fits

    def test_what_is_missing_is_missing_at_the_end_of_the_plan(self):
        found = self.ahead(held(1), on_mondays(0, 7), MONDAYS[3])
        assert found.pace == Fraction(1, 2)
        assert found.expected == 2
        assert [(one.topic.number, one.missing) for one in found.unfinished] == [(2, 2), (3, 4)]
        said = [str(one) for one in found.explanation]
        assert "In 4,00 teaching weeks 0,50 hours a week were held." in said
        assert "Topic 3 will lack 4,00 hours." in said

    def test_fractions_stay_exact(self):
        found = self.ahead(held(1), on_mondays(0, 6), MONDAYS[2])
        assert found.pace == Fraction(2, 3)
        assert found.expected == Fraction(8, 3)
        assert [one.missing for one in found.unfinished] == [Fraction(4, 3), 4]

    def test_no_more_is_held_than_the_timetable_has(self):
        found = self.ahead(held(1, 1, 1, 1, 1, 1), on_mondays(0, 6), MONDAYS[5])
        assert (found.possible, found.expected) == (2, 2)
        assert not found.fits

    def test_before_the_first_lesson_the_timetable_counts(self):
        occurrences = on_mondays(0, 3)
        found = self.ahead([], occurrences, SEMESTER.starts)
        assert found.pace is None
        assert found.expected == found.possible == 8
        assert [(one.topic.number, one.missing) for one in found.unfinished] == [(3, 2)]
        assert "all lessons of the timetable" in str(found.assumptions[0])

    def test_a_begun_week_counts_in_part(self):
        lessons = [
            attrs.evolve(lesson(weekday), id=f"l{weekday}", ends=MONDAYS[2]) for weekday in (1, 3)
        ]
        occurrences = Schedule(WEEKS, lessons).between(SEMESTER.starts, SEMESTER.ends)
        found = self.ahead(held(1), occurrences, MONDAYS[0])
        # One lesson in week 1 (2 September is a Wednesday), two in weeks 2 and 3, one in week 4.
        assert (found.weeks_passed, found.weeks_left) == (Fraction(3, 2), Fraction(5, 2))

    def test_parity_and_holidays_are_in_the_timetable(self):
        odd = lesson(weeks=Weeks.ODD)
        occurrences = Schedule(WEEKS, [odd]).between(SEMESTER.starts, SEMESTER.ends)
        found = self.ahead([], occurrences, MONDAYS[-1])
        assert found.weeks_left == found.possible == 0
        assert found.weeks_passed == len(occurrences)

    def test_after_the_end_what_is_missing_stays_missing(self):
        found = self.ahead(held(1), on_mondays(0, 3), SEMESTER.ends)
        assert found.expected == 0
        assert sum(one.missing for one in found.unfinished) == found.needed == 8

    @given(
        st.lists(st.sampled_from([None, 1, 2, 3]), max_size=12),
        st.integers(0, 15),
        st.integers(0, 19),
    )
    def test_nothing_appears_or_vanishes(self, topics, weeks, today):
        occurrences = on_mondays(0, weeks)
        found = self.ahead(held(*topics), occurrences, MONDAYS[today])
        missing = sum((one.missing for one in found.unfinished), start=Fraction(0))
        assert missing == max(Fraction(0), Fraction(found.needed) - found.expected)
        assert 0 <= found.expected <= found.possible
        scheduled = {one.day.isocalendar()[:2] for one in occurrences}
        assert found.weeks_passed + found.weeks_left == len(scheduled)
        more = self.ahead(held(*topics, 1), occurrences, MONDAYS[today])
        assert len(more.unfinished) <= len(found.unfinished)


class TestGathering:
    @pytest.fixture
    def gathering(self):
        department = Department()
        timetable = MemoryTimetable()
        timetable.put(lesson())
        laboratory = weekly_lesson("l2", LABORATORY, SEMESTER, Bells.parse(), 2, 1)
        timetable.put(laboratory)
        timetable.put_change(Change("l1", MONDAYS[5], cancelled=True, reason="оору"))
        department.approved(topics=(topic(1, 4), topic(2, 4)))
        self.department = department
        return Gathering(
            department.university,
            department.plans,
            timetable,
            department.registers,
            WEEKS,
            TWO_HOURS,
        )

    def hold(self, day, number):
        """The stream's lesson of that day, opened in both journals, with a topic."""
        identifier = f"lesson-{day}"
        journals = []
        for journal in (f"{GROUP}:algebra:2026-1", NEIGHBOUR_JOURNAL):
            made = self.department.journal(ASANOVA, day, of=journal)
            opened = made.open_lesson(STREAM, day, 1, identifier)
            journals.append(made)
        plan = self.department.plans.latest("p1")
        reason = "Тема алдын ала өтүлдү"
        take_topic(
            self.department.plans, journals, opened, plan, number, rule=TWO_HOURS, reason=reason
        )

    def test_a_streams_lesson_is_held_once(self, gathering):
        self.hold(MONDAYS[0], 1)
        self.hold(MONDAYS[1], 2)
        found = gathering.coverage(STREAM, MONDAYS[5])
        assert (found.planned, found.held, found.due) == (8, 4, 10)
        assert [one.held for one in found.topics] == [2, 2]
        assert found.scheduled == 2 * (len(gathering.occurrences(STREAM)) - 1)
        ahead = gathering.forecast(STREAM, MONDAYS[5])
        assert ahead.pace == Fraction(4, 5)
        assert ahead.unfinished == ()

    def test_totals_by_subject_teacher_and_group(self, gathering):
        self.hold(MONDAYS[0], 1)
        coverages = list(gathering.coverages(MONDAYS[5]))
        assert [one.assignment.id for one in coverages] == ["lab-1", "lecture", "physics"]
        subjects = per_subject(coverages)
        assert (subjects["algebra"].assignments, subjects["algebra"].without_plan) == (2, 1)
        assert (subjects["algebra"].planned, subjects["algebra"].held) == (8, 2)
        teachers = per_teacher(coverages)
        assert (teachers["bekov"].planned, teachers["bekov"].topics) == (0, 0)
        assert (teachers["asanova"].topics, teachers["asanova"].untouched) == (2, 1)
        groups = per_group(coverages)
        assert groups[GROUP].assignments == 3
        assert groups[NEIGHBOURS].assignments == 1
        assert groups[NEIGHBOURS].held == 2
        assert groups[NEIGHBOURS].scheduled < groups[GROUP].scheduled

    def test_an_assignment_nobody_planned_is_shown_as_such(self, gathering):
        found = gathering.coverage(LABORATORY, MONDAYS[5])
        assert found.plan is None
        assert found.scheduled > 0
