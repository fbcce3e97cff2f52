"""Percentages by lessons and hours, membership, excuses, levels (3.4)."""

from datetime import date, timedelta
from decimal import Decimal, localcontext
from random import Random

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.attendance import (
    CountingRules,
    Excusals,
    Level,
    LevelRules,
    Measure,
    Share,
    Tally,
    attendance_of,
    by_group,
    by_student,
    by_subject,
    flag,
)
from oshj_core.attendance.counting import total
from oshj_core.attendance.levels import AT_RISK, WARNING
from oshj_core.errors import Invalid
from oshj_core.grading.rules import ExcusedLessons
from oshj_core.ports import Member
from oshj_core.register import Attendance, Entry, EntryKind, cells_of
from oshj_core.structure import LessonKind
from tests.core.attendance.test_excuses import approved
from tests.core.builders import IN_MODULE_1, LABORATORY, attendance, teacher_of

P, L, A, E = Attendance
KEYS = st.tuples(st.sampled_from(LessonKind), st.sampled_from([*Attendance, None]))
TALLIES = st.dictionaries(KEYS, st.integers(1, 60)).map(Tally)
HOURS = {kind: Decimal(number) / 2 for number, kind in enumerate(LessonKind, start=1)}


def rules(**changes):
    return CountingRules(**changes)


def tally(**counts) -> Tally:
    names = {"present": P, "late": L, "absent": A, "excused": E, "unmarked": None}
    return Tally({(LessonKind.LECTURE, names[name]): count for name, count in counts.items()})


@pytest.mark.parametrize(
    ("excused", "percent"),
    [
        (ExcusedLessons.ATTENDED, "80.00"),
        (ExcusedLessons.LEFT_OUT, "75.00"),
        (ExcusedLessons.MISSED, "60.00"),
    ],
)
def test_how_excused_lessons_count_is_configuration(excused, percent):
    share = tally(present=6, absent=2, excused=2).share(rules(excused=excused))
    assert share.percent == Decimal(percent)


def test_a_late_arrival_is_worth_what_the_rules_say():
    assert tally(late=1).share(rules()).percent == 100
    assert tally(late=1, present=1).share(rules(late=Decimal("33.33"))).percent == Decimal("66.67")


def test_what_is_not_marked_counts_neither_way():
    assert tally(present=1, unmarked=9).share(rules()).percent == 100
    assert tally(unmarked=9).share(rules()).percent is None


@given(TALLIES, st.sampled_from(ExcusedLessons), st.integers(0, 100))
def test_a_share_is_what_counting_one_by_one_gives(counted, excused, late):
    chosen = rules(hours=HOURS, excused=excused, late=Decimal(late))
    for measure in Measure:
        part = whole = Decimal(0)
        for (kind, marked), count in counted.counts.items():
            for _ in range(count):
                weight = HOURS[kind] if measure is Measure.HOURS else Decimal(1)
                if marked is None or (marked is E and excused is ExcusedLessons.LEFT_OUT):
                    continue
                whole += weight
                if marked is P or (marked is E and excused is ExcusedLessons.ATTENDED):
                    part += weight
                elif marked is L:
                    part += weight * late / 100
        share = counted.share(chosen, measure)
        assert (share.part == 0 and share.whole == 0) if not whole else (
            share.part * whole == share.whole * part
        )  # fmt: skip


@given(st.lists(TALLIES, max_size=6), st.randoms())
def test_tallies_add_up_in_any_order(tallies, random: Random):
    shuffled = random.sample(tallies, len(tallies))
    one_by_one = Tally()
    for one in shuffled:
        one_by_one = one_by_one + one
    assert total(tallies).counts == one_by_one.counts
    share = Share(0, 0)
    for one in tallies:
        share += one.share(rules())
    assert share == total(tallies).share(rules())


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_percentage_is_near_and_a_limit_exact(part, whole):
    share = Share(min(part, whole), whole)
    with localcontext(prec=2):
        percent = share.percent
        assert share.below(Decimal("66.67")) == (share.part * 10_000 < 6667 * whole)
    assert abs(percent * whole - 100 * share.part) * 200 <= whole


@pytest.mark.parametrize("hostile", [
    Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal(-1), Decimal("100.01"),
    Decimal("0.001"), 50, 50.0, "50", None,
])  # fmt: skip
def test_hostile_configuration_is_refused_with_its_place(hostile):
    with pytest.raises(Invalid) as refused:
        rules(late=hostile)
    assert refused.value.place == "late"
    with pytest.raises(Invalid) as refused:
        rules(hours=HOURS | {LessonKind.SEMINAR: hostile})
    assert refused.value.place == "hours.seminar"
    with pytest.raises(Invalid) as refused:
        LevelRules(levels=(Level("low", WARNING, hostile),))
    assert refused.value.place == "levels.low"


class TestJournal:
    def filled(self, house):
        lesson = house.lesson(slot=1)
        marks = [attendance(0, P), attendance(1, A), attendance(2, L)]
        house.journal().record(lesson.id, marks)
        return lesson

    def test_each_student_and_all_together(self, house):
        self.filled(house)
        house.lesson(slot=2)
        counted = attendance_of(house.journal())
        assert [one.lessons(None) for one in counted.students.values()] == [1, 1, 1]
        assert {k: v.share(rules()).percent for k, v in counted.students.items()} == {
            "s0": 100, "s2": 0, "s1": 100,
        }  # fmt: skip
        assert counted.total.share(rules()) == Share(20_000, 30_000)
        assert by_subject([counted])["algebra"].counts == counted.total.counts
        assert by_group([counted, counted])["АУБ-1-24"].marked == 6
        assert by_student([counted, counted])["s2"].lessons(A) == 2

    def test_an_approved_excuse_counts_without_touching_the_register(self, house):
        self.filled(house)
        before = house.snapshot()
        view = Excusals.of([approved(student="s2", first=IN_MODULE_1, last=IN_MODULE_1)])
        counted = attendance_of(house.journal(), view)
        assert counted.students["s2"].lessons(E) == 1
        assert counted.students["s2"].lessons(A) == 0
        assert house.snapshot() == before

    def test_only_days_of_membership_count(self, house):
        self.filled(house)
        member = house.register.roster()[1]
        house.register.enrol(attrs.evolve(member, joined=IN_MODULE_1 + timedelta(days=1)))
        house.register.enrol(Member("s9", joined=date(2026, 12, 1)))
        counted = attendance_of(house.journal())
        assert counted.students["s2"].counts == {}
        assert counted.students["s9"].counts == {}
        assert counted.total.marked == 2

    def test_a_lesson_of_a_subgroup_counts_for_the_subgroup(self, house):
        lesson = house.lesson(under=LABORATORY)
        house.journal(teacher_of(LABORATORY)).record(lesson.id, [attendance(2, A)])
        counted = attendance_of(house.journal())
        assert counted.total.counts == {(LessonKind.LABORATORY, A): 1}

    def test_a_planned_lesson_is_not_counted(self, house):
        lesson = self.filled(house)
        house.register.put_lesson(
            attrs.evolve(lesson, id="ahead", date=IN_MODULE_1 + timedelta(days=7))
        )
        assert attendance_of(house.journal()).total.lessons(None) == 0

    def test_a_broken_cell_is_named(self, house):
        lesson = self.filled(house)
        broken = Entry(EntryKind.CELLS, 2**41, "t", "r", cells_of([(1, 0, 77)]))
        house.register.append(lesson.id, broken)
        with pytest.raises(Invalid) as refused:
            attendance_of(house.journal())
        assert refused.value.place == f"{house.register.id}.{lesson.id}.1"


class TestLevels:
    RULES = LevelRules(
        levels=(Level("warning", WARNING, Decimal(80)), Level("risk", AT_RISK, Decimal("60.5"))),
        after=5,
    )

    @pytest.mark.parametrize(
        ("counted", "level"),
        [
            (tally(present=8, absent=2), None),
            (tally(present=79, absent=21), "warning"),
            (tally(present=79_999, absent=20_001), "warning"),
            (tally(present=121, absent=79), "warning"),
            (tally(present=6, absent=4), "risk"),
            (tally(absent=4), None),
            (tally(absent=5), "risk"),
            (tally(unmarked=50), None),
            (tally(excused=50), None),
        ],
    )
    def test_the_gravest_level_is_flagged(self, counted, level):
        found = flag(counted, self.RULES)
        assert (found and found.level.id) == level

    def test_a_flag_says_why(self):
        found = flag(tally(present=6, absent=3, late=1, excused=2), self.RULES)
        assert found.percent == Decimal(70)
        assert [str(reason) for reason in found.reasons] == [
            "Attended 70.00 % of the lessons; the limit is 80 %.",
            "Of 12 marked lessons 3 missed, 2 missed with an excuse, 1 late.",
        ]

    def test_hours_may_be_what_counts(self):
        mixed = Tally({(LessonKind.LECTURE, A): 1, (LessonKind.LABORATORY, P): 1})
        hours = CountingRules(hours=dict(HOURS) | {LessonKind.LECTURE: Decimal(6)})
        by_hours = attrs.evolve(self.RULES, measure=Measure.HOURS, counting=hours, after=0)
        found = flag(mixed, by_hours)
        assert (found.level.id, found.percent) == ("risk", Decimal("25.00"))
        assert "of the hours" in str(found.reasons[0])

    def test_two_levels_of_one_id_are_refused(self):
        level = Level("low", WARNING, Decimal(80))
        with pytest.raises(Invalid) as refused:
            LevelRules(levels=(level, level))
        assert refused.value.place == "levels"
