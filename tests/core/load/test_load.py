"""The load: one line a row, every error by its place, and hours beside what was taught."""

from datetime import date
from decimal import Decimal

import attrs
import pytest

from oshj_core.delegation import Substitution
from oshj_core.errors import Invalid, Locked, NotAllowed
from oshj_core.lists import Problems
from oshj_core.load import (
    LOAD_COLUMNS,
    LoadComparison,
    LoadLine,
    apply_load,
    load_cells,
    plan_load,
    read_load,
    total_of,
)
from oshj_core.people import PersonName, Staff
from oshj_core.planning import HoursRule
from oshj_core.structure import LessonKind
from oshj_core.testing import (
    LoadsContract,
    MemoryAudit,
    MemoryLoads,
    MemorySubstitutions,
    MemoryTimetable,
)
from oshj_core.timetable import Bells, Change, TeachingWeeks, weekly_lesson
from tests.core.builders import (
    ADMINISTRATOR,
    DEANERY,
    GROUP,
    LABORATORY,
    NEIGHBOURS,
    SEMESTER,
    STREAM,
)

HEADINGS = [column.heading for column in LOAD_COLUMNS]
LECTURES = ["asanova", "algebra", "лекция", f"{GROUP}; {NEIGHBOURS}", "", "2026-1", "32"]
LABORATORIES = ["bekov", "algebra", "лабораториялык иш", GROUP, "1", "2026-1", "16,5"]


class TestMemoryLoads(LoadsContract):
    @pytest.fixture
    def loads(self):
        return MemoryLoads()


@pytest.fixture
def teachers(house):
    for person in ("asanova", "bekov"):
        house.university.staff.put(Staff(person, PersonName(person, "А."), "algebra"))
    return house


@pytest.fixture
def loads():
    return MemoryLoads()


def sheet(*rows):
    return {"Жүктөм": list(enumerate([HEADINGS, *rows], 1))}


def read(house, *rows):
    return read_load(sheet(*rows), house.university)


def places(problems):
    assert isinstance(problems, Problems)
    return [(error.sheet, error.row, error.column) for error in problems.errors]


class TestLine:
    @pytest.mark.parametrize("hours", ["-1", "10000", "0.001", "NaN"])
    def test_hours_are_a_number_of_hours(self, hours):
        with pytest.raises(Invalid) as refused:
            LoadLine("t", "s", LessonKind.LECTURE, ("g",), "2026-1", Decimal(hours))
        assert refused.value.place == "hours"

    @pytest.mark.parametrize(
        ("changes", "place"),
        [
            ({"groups": ()}, "groups"),
            ({"groups": ("g", "g")}, "groups"),
            ({"groups": ("g", "h"), "subgroup": 1}, "subgroup"),
        ],
    )
    def test_its_groups_are_those_of_a_lesson(self, changes, place):
        line = LoadLine("t", "s", LessonKind.LECTURE, ("g",), "2026-1", Decimal(1))
        with pytest.raises(Invalid) as refused:
            attrs.evolve(line, **changes)
        assert refused.value.place == place


class TestSheet:
    def test_rows_become_lines_and_lines_the_same_rows(self, teachers):
        lines = read(teachers, LECTURES, LABORATORIES)
        assert [list(load_cells(line)) for line in lines] == [LECTURES, LABORATORIES]
        assert lines[0].hours == 32
        assert lines[1].subgroup == 1

    def test_every_error_is_told_by_sheet_row_and_column(self, teachers):
        wrong = [
            ["nobody", "alchemy", "лекция", f"{GROUP}; Х-1", "", "2030-1", "32"],
            ["asanova", "algebra", "жомок", GROUP, "", "2026-1", "көп"],
            ["asanova", "algebra", "лекция", GROUP, "3", "2026-1", ""],
            LECTURES,
            ["asanova", "algebra", "лекция", f"{NEIGHBOURS}; {GROUP}", "", "2026-1", "8"],
        ]
        assert places(read(teachers, *wrong)) == [
            *(("Жүктөм", 2, one) for one in ("Окутуучу", "Предмет", "Тайпалар", "Семестр")),
            *(("Жүктөм", 3, one) for one in ("Сабактын түрү", "Сааттар")),
            *(("Жүктөм", 4, one) for one in ("Сааттар", "Тайпача")),
            ("Жүктөм", 6, "Окутуучу"),
        ]

    def test_a_missing_column_and_a_strange_sheet_are_told(self, teachers):
        rows = [(1, HEADINGS[:-1]), (2, LECTURES[:-1])]
        assert places(read_load({"load": rows}, teachers.university)) == [("Жүктөм", 1, "Сааттар")]
        assert places(read_load({"Башка": []}, teachers.university)) == [
            ("Жүктөм", 0, ""),
            ("Башка", 0, ""),
        ]


class TestApply:
    def change(self, house, loads, *rows):
        return plan_load(read(house, *rows), loads, house.university)

    def test_what_was_shown_is_stored_and_a_second_time_nothing_changes(self, teachers, loads):
        audit = MemoryAudit()
        changes = self.change(teachers, loads, LECTURES, LABORATORIES)
        assert len(changes.added) == 2
        assert list(loads.in_semester("2026-1")) == []
        act, told = teachers.journal(ADMINISTRATOR).act, []
        apply_load(
            changes,
            loads,
            teachers.university,
            audit,
            act,
            progress=lambda *so_far: told.append(so_far),
        )
        assert told == [(1, 2), (2, 2)]
        assert [event.after for event in audit.latest(9)] == ["16,5", "32"]
        again = self.change(teachers, loads, LECTURES, LABORATORIES)
        assert (again.changes, again.unchanged, again.missing) == ((), 2, ())

    def test_other_hours_are_a_change_and_what_is_missing_stays(self, teachers, loads):
        act, audit = teachers.journal(ADMINISTRATOR).act, MemoryAudit()
        first = self.change(teachers, loads, LECTURES, LABORATORIES)
        apply_load(first, loads, teachers.university, audit, act)
        second = self.change(teachers, loads, [*LECTURES[:-1], "48"])
        assert [field.after for field in second.changed[0].fields] == ["48"]
        assert len(second.missing) == 1
        assert second.digest != first.digest
        apply_load(second, loads, teachers.university, audit, act)
        assert [line.hours for line in loads.of_teacher("2026-1", "bekov")] == [Decimal("16.5")]
        assert [line.hours for line in loads.of_teacher("2026-1", "asanova")] == [48]

    def test_hours_without_an_assignment_are_noted(self, teachers, loads):
        assert self.change(teachers, loads, LECTURES, LABORATORIES).notes == ()
        alone = [*LECTURES[:3], NEIGHBOURS, *LECTURES[4:]]
        assert len(self.change(teachers, loads, alone).notes) == 1

    def test_only_the_administrator_fills_it_in_and_no_closed_year(self, teachers, loads):
        changes = self.change(teachers, loads, LECTURES)
        audit = MemoryAudit()
        with pytest.raises(NotAllowed) as refused:
            apply_load(changes, loads, teachers.university, audit, teachers.journal(DEANERY).act)
        assert refused.value.clause == "3.2"
        teachers.university.semesters.put(attrs.evolve(SEMESTER, closed=True))
        with pytest.raises(Locked) as refused:
            apply_load(
                changes, loads, teachers.university, audit, teachers.journal(ADMINISTRATOR).act
            )
        assert refused.value.clause == "5.7"
        assert list(loads.in_semester("2026-1")) == []


class TestComparison:
    @pytest.fixture
    def comparison(self, teachers, loads):
        timetable = MemoryTimetable()
        for line in read(teachers, LECTURES, LABORATORIES):
            loads.put(line)
        for number, taught in enumerate((STREAM, LABORATORY), 1):
            timetable.put(weekly_lesson(f"w{number}", taught, SEMESTER, Bells.parse(), number, 1))
        return LoadComparison(
            teachers.university,
            loads,
            timetable,
            teachers.registers,
            MemorySubstitutions(),
            TeachingWeeks(SEMESTER),
            HoursRule(Decimal(2)),
        )

    def row(self, comparison, teacher, day=date(2026, 10, 31)):
        (row,) = comparison.of_teacher(teacher, day)
        return row

    def test_hours_are_added_up_by_teacher_subject_and_kind(self, comparison):
        row = self.row(comparison, "asanova")
        # 20 Mondays from 7 September to 18 January, 2 hours each.
        assert (row.planned, row.timetabled, row.taught) == (32, 40, 0)
        assert (row.unplaced, row.remaining) == (-8, 32)
        assert row.groups == (GROUP, NEIGHBOURS)

    def test_a_cancelled_lesson_does_not_count_and_a_moved_teacher_counts_elsewhere(
        self, comparison
    ):
        monday = date(2026, 10, 5)
        comparison.timetable.put_change(Change("w1", monday, cancelled=True))
        comparison.timetable.put_change(Change("w1", date(2026, 10, 12), teacher="bekov"))
        assert self.row(comparison, "asanova").timetabled == 36
        lectures = [
            row
            for row in comparison.of_teacher("bekov", monday)
            if row.key.kind is LessonKind.LECTURE
        ]
        assert [row.timetabled for row in lectures] == [2]

    def test_a_streams_lesson_is_taught_once_and_only_up_to_the_day(self, teachers, comparison):
        lesson = teachers.lesson()
        for register in teachers.registers.of_group(NEIGHBOURS):
            register.put_lesson(lesson)
        assert self.row(comparison, "asanova").taught == 2
        before = date(2026, 9, 1)
        assert self.row(comparison, "asanova", before).taught == 0

    def test_a_lesson_a_substitute_takes_counts_for_the_substitute(self, teachers, comparison):
        lesson = teachers.lesson()
        comparison.substitutions.put(
            Substitution(
                "v1", "asanova", "bekov", lesson.date, lesson.date, "оорулуу", (lesson.id,)
            )
        )
        assert self.row(comparison, "asanova").taught == 0
        assert total_of(comparison.rows(["bekov"], lesson.date))[2] == 2

    def test_an_assignment_that_becomes_another_s_takes_no_taught_hours_along(
        self, teachers, comparison
    ):
        teachers.lesson()
        teachers.university.assignments.put(attrs.evolve(STREAM, teacher="bekov"))
        assert self.row(comparison, "asanova").taught == 2
        day = date(2026, 10, 31)
        lectures = [
            row.taught
            for row in comparison.of_teacher("bekov", day)
            if row.key.kind is LessonKind.LECTURE
        ]
        assert sum(lectures) == 0

    def test_an_absence_named_later_takes_no_lesson_that_was_held(self, teachers, comparison):
        lesson = teachers.lesson()
        comparison.substitutions.put(
            Substitution(
                "v1",
                "asanova",
                "bekov",
                lesson.date,
                date(2026, 10, 31),
                "оорулуу",
                named_on=date(2026, 10, 20),
            )
        )
        assert self.row(comparison, "asanova").taught == 2
        assert total_of(comparison.rows(["bekov"], date(2026, 10, 31)))[2] == 0
