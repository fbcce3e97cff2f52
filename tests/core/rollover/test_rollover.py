"""A new year from workbooks: each step looked at after those before it, begun, and undone."""

from typing import ClassVar

import attrs
import pytest

from oshj_core.errors import Conflict, Invalid, NotAllowed
from oshj_core.exchange import Exchange, change_count
from oshj_core.grading import shipped_schemes
from oshj_core.lists import Problems, plan, read_lists
from oshj_core.membership import MoveKind, Moving
from oshj_core.people import Student
from oshj_core.ports import Lesson
from oshj_core.roles import UNIVERSITY, Actor, Role
from oshj_core.rollover import BOOKS as BOOKS_OF
from oshj_core.rollover import (
    Recording,
    Reference,
    RolloverState,
    Step,
    Way,
    apply_all,
    followers,
    undo,
)
from oshj_core.structure import Group, LessonKind
from oshj_core.text import text
from tests.core.rollover.by_hand import BY_HAND
from tests.core.rollover.year import (
    ADMIN,
    AUTUMN,
    BOOKS,
    FROM_BOOKS,
    YEAR,
    House,
    assignment,
    book,
    snapshot,
)

EDU = Actor("edu", frozenset({(Role.EDUCATION_DEPARTMENT, UNIVERSITY)}))
ALONE = Actor("solo", frozenset({(Role.ADMINISTRATOR, UNIVERSITY)}))


@pytest.fixture
def house():
    return House()


def errors(found):
    assert isinstance(found, Problems)
    return [(one.sheet, one.row, one.column) for one in found.errors]


class TestPreparing:
    def test_a_step_is_looked_at_after_those_before_it_and_nothing_is_stored(self, house):
        before = snapshot(house.source)
        house.stage_all()
        assert snapshot(house.source) == before
        rollover = house.rolling().find(YEAR)
        assert rollover.undecided == ()
        assert [one.count for one in rollover.steps] == [1, 1, 1, 5, 2, 2, 3]

    def test_a_step_that_needs_another_says_so_by_place(self, house):
        found = house.look(Step.LOAD, Way.WORKBOOK, BOOKS[Step.LOAD])[1]
        assert errors(found) == [
            ("Жүктөм", 2, "Семестр"),
            ("Жүктөм", 3, "Тайпалар"),
            ("Жүктөм", 3, "Семестр"),
        ]

    def test_a_sheet_of_another_step_is_not_taken_in(self, house):
        both = BOOKS[Step.CALENDAR] | {"groups": BOOKS[Step.LISTS]["Тайпалар"]}
        assert errors(house.look(Step.CALENDAR, Way.WORKBOOK, both)[1]) == [("Тайпалар", 0, "")]

    def test_a_new_unit_may_come_with_its_calendar(self, house):
        found = house.look(
            Step.CALENDAR,
            Way.WORKBOOK,
            BOOKS[Step.CALENDAR] | book(units=[["phys", "Физика", "факультет", ""]]),
        )[1]
        assert change_count(found) == 2
        assert errors(house.look(Step.LISTS, Way.WORKBOOK, book(units=[]))[1]) == [
            (sheet, 0, "") for sheet in ("Окутуучулар", "Тайпалар", "Студенттер", "Дисциплиналар")
        ]

    def test_another_step_before_makes_the_later_ones_to_be_looked_at_again(self, house):
        house.stage_all()
        house.rolling().stage(YEAR, house.rolling().new_step(Step.CALENDAR, Way.LEFT))
        undecided = house.rolling().find(YEAR).undecided
        assert undecided == (Step.LISTS, Step.LOAD, Step.ASSIGNMENTS, Step.TIMETABLE)
        with pytest.raises(Invalid) as refused:
            house.begin()
        assert refused.value.place == "lists"

    def test_each_step_needs_its_own_right(self, house):
        with pytest.raises(NotAllowed):
            house.rolling(EDU).check_step(YEAR, Step.LISTS, Way.WORKBOOK)
        house.rolling(EDU).check_step(YEAR, Step.CLOSING, Way.ORDER)
        with pytest.raises(NotAllowed):
            house.rolling(ALONE).check_step(YEAR, Step.CLOSING, Way.ORDER)

    def test_closing_waits_for_the_last_day_and_needs_an_order(self, house):
        assert len(errors(house.look(Step.CLOSING, Way.ORDER, note="")[1])) == 1
        house.at = house.at.replace(year=2026, month=12)
        assert errors(house.look(Step.CLOSING, Way.ORDER)[1]) == [("Семестрлер", 0, "2026-1")]

    @pytest.mark.parametrize(
        ("row", "column"),
        [
            (["АУБ-9-23", "417", "01.07.2027"], "Тайпасы"),
            (["АУБ-1-23", "417", "21.08.2027"], "Күнү"),
            (["АУБ-1-23", "417", "24.01.2027"], "Күнү"),
            (["АУБ-1-23", "", "01.07.2027"], "Буйруктун номери"),
        ],
    )
    def test_a_wrong_graduation_is_told_by_its_column(self, house, row, column):
        house.stage(Step.CLOSING, Way.ORDER)
        found = house.look(Step.PROMOTION, Way.WORKBOOK, book(graduates=[row]))[1]
        assert errors(found) == [("Бүтүрүүчүлөр", 2, column)]


class TestOfTheYear:
    """Each step takes only what is of the year of its rollover."""

    @pytest.fixture
    def house(self, house):
        house.stage_all()
        return house

    def test_a_semester(self, house):
        other = ["2028-1", "2028", "1", "01.09.2028", "24.01.2029", *AUTUMN[5:]]
        other = [cell.replace("2027", "2028") for cell in other]
        found = house.look(Step.CALENDAR, Way.WORKBOOK, book(semesters=[other]))[1]
        assert ("Семестрлер", 2, "Окуу жылы") in errors(found)

    def test_a_line_of_the_load_of_another_year_or_of_a_closed_group(self, house):
        old = ["asanova", "algebra", "лекция", "АУБ-1-24", "", "2026-1", "16"]
        closed = ["asanova", "algebra", "лекция", "АУБ-1-23", "", "2027-1", "16"]
        found = house.look(Step.LOAD, Way.WORKBOOK, book(load=[old, closed]))[1]
        assert errors(found) == [("Жүктөм", 2, "Семестр"), ("Жүктөм", 3, "Тайпалар")]

    def test_an_assignment(self, house):
        taught = ["n9", "asanova", "algebra", "АУБ-1-24", "2026-1", "лекция", "экзамен"]
        rows = book(assignments=[[*taught, "example-100", ""]])
        found = house.look(Step.ASSIGNMENTS, Way.WORKBOOK, rows)[1]
        assert ("Окуу жүктөмү", 2, "Семестр") in errors(found)

    def test_a_weekly_lesson(self, house):
        rows = book(rooms=[], timetable=[["a-АУБ-1-24", "дүйшөмбү", "5", *[""] * 5]])
        found = house.look(Step.TIMETABLE, Way.WORKBOOK, rows)[1]
        assert errors(found)[0][:2] == ("Сабактардын жадыбалы", 2)

    def test_what_another_program_writes(self, house):
        @attrs.frozen
        class Foreign:
            exchange: Exchange
            parts: tuple = ()
            notes: tuple = ()
            digest: str = "d"

            def apply(self, _act, _progress):
                self.exchange.source.university.assignments.put(
                    assignment("n9", "АУБ-1-24", "2026-1")
                )

        house.given[Step.TIMETABLE] = Foreign
        before = snapshot(house.source)
        rolling = house.rolling()
        staged = rolling.new_step(Step.TIMETABLE, Way.FORMAT, file="a.fet", format_id="fet")
        looked, found = house.look_at(staged)
        assert errors(found) == [("a.fet", 0, "")]
        assert not looked.checked
        assert snapshot(house.source) == before

    def test_only_the_coming_year_or_the_one_just_begun_is_begun(self, house):
        house.rolling().check_begin(YEAR)
        house.at = house.at.replace(year=2028, month=1)
        house.rolling().check_begin(YEAR)
        for other in (house.at.replace(month=6), house.at.replace(year=2027, month=2)):
            house.at = other
            with pytest.raises(Invalid) as refused:
                house.rolling().check_begin(YEAR)
            assert refused.value.place == "year"


class TestBeginning:
    def test_the_new_year_is_there(self, house):
        house.stage_all()
        assert house.begin() == 15
        university = house.source.university
        assert university.semesters.get("2026-1").closed
        assert university.groups.get("АУБ-1-23").closed
        assert not university.students.get("s20231").active
        (move,) = house.source.moves.of_student("s20231")
        assert (move.kind, move.order) == (MoveKind.GRADUATION, "417")
        assert university.groups.get("АУБ-1-24").course(YEAR) == 4
        assert len(house.source.registers.get("АУБ-1-27:algebra:2027-1").roster()) == 3
        assert len(house.source.timetable.in_semester("2027-1")) == 2
        assert house.rolling().find(YEAR).state is RolloverState.BEGUN

    def test_a_second_run_changes_nothing(self, house):
        house.stage_all()
        house.begin()
        after, steps = snapshot(house.source), len(house.log)
        house.rollovers.put(attrs.evolve(house.rolling().find(YEAR), state=RolloverState.PREPARED))
        house.stage_all()
        assert house.begin() == 0
        assert len(house.log) == steps
        assert snapshot(house.source) == after

    def test_what_was_changed_meanwhile_is_not_begun_over(self, house):
        house.stage_all()
        house.source.university.groups.put(Group("АУБ-1-27", "math", "Башка", 2027))
        with pytest.raises(Invalid) as refused:
            house.begin()
        assert refused.value.place == "lists"

    def test_nobody_comes_into_a_group_that_graduated(self, house):
        house.stage_all({step: FROM_BOOKS[step] for step in (Step.CLOSING, Step.PROMOTION)})
        house.begin()
        student = ["s9", "Асанов", "Бек", "", "", "АУБ-1-23", "", ""]
        taught = ["n9", "asanova", "algebra", "АУБ-1-23", "2026-1", *["лекция", "экзамен"]]
        sheets = book(
            units=[], teachers=[], groups=[["АУБ-1-23", "math", "АУБ", "2023", "", ""]],
            students=[student], subjects=[], assignments=[[*taught, "example-100", ""]],
        )  # fmt: skip
        university, schemes = house.source.university, shipped_schemes()
        assert errors(read_lists(sheets, university, schemes)) == [
            ("Студенттер", 2, "Тайпасы"),
            ("Окуу жүктөмү", 2, "Тайпалар"),
        ]
        only = sheets | book(students=[], assignments=[])
        changes = plan(
            read_lists(only, university, schemes), university, house.source.registers, schemes
        )
        assert changes.changes == ()
        moving = Moving(
            university, house.source.registers, house.source.moves, house.source.audit, house.act()
        )
        with pytest.raises(Invalid) as refused:
            moving.move(
                "s20231",
                MoveKind.REINSTATEMENT,
                house.at.date(),
                "5",
                "арыз",
                seen=1,
                group="АУБ-1-24",
            )
        assert refused.value.place == "kind"
        with pytest.raises(Invalid) as refused:
            moving.move(
                "s20241", MoveKind.TRANSFER, house.at.date(), "5", "арыз", seen=0, group="АУБ-1-23"
            )
        assert refused.value.place == "group"

    def test_who_lost_the_right_no_longer_brings_a_step_in(self, house):
        house.stage_all()
        with pytest.raises(NotAllowed) as refused:
            apply_all(
                house.rolling().find(YEAR),
                house.ground([]),
                house.opening,
                lambda one: house.act(EDU if one.step is Step.LISTS else ADMIN),
            )
        assert refused.value.clause == "4.1"

    def test_steps_that_are_left_are_not_applied(self, house):
        before = snapshot(house.source)
        house.stage_all({})
        assert house.begin() == 0
        assert snapshot(house.source) == before


class TestAsLastYear:
    WAYS: ClassVar = {
        **FROM_BOOKS,
        Step.CALENDAR: (Way.LAST_YEAR, {}),
        Step.LISTS: (Way.LAST_YEAR, {}),
        Step.LOAD: (Way.LAST_YEAR, {}),
        Step.ASSIGNMENTS: (Way.FROM_LOAD, {}),
        Step.TIMETABLE: (Way.LAST_YEAR, {}),
    }

    def test_those_who_follow_are_taught_the_same_at_the_same_hours(self, house):
        # The fourth course of 2026 has left; who was in the third is where they were.
        house.stage_all(self.WAYS)
        found = house.look(Step.LOAD, Way.LAST_YEAR)[1]
        assert [note.params for note in found.notes] == [{"count": 1}]
        house.begin()
        university = house.source.university
        assert university.semesters.get("2027-1").modules[1].ends.isoformat() == "2027-12-20"
        (line,) = house.source.loads.in_semester("2027-1")
        assert (line.groups, line.hours) == (("АУБ-1-24",), 32)
        (taught,) = [one for one in university.assignments if one.semester == "2027-1"]
        assert (taught.groups, taught.scheme) == (("АУБ-1-24",), "example-100")
        (lesson,) = house.source.timetable.in_semester("2027-1")
        old = house.source.timetable.get("w-АУБ-1-23")
        assert (lesson.assignment, lesson.weekday, lesson.slot) == (taught.id, 1, old.slot)

    def test_a_subject_never_taught_asks_for_its_control(self, house):
        house.stage_all(FROM_BOOKS)
        load = book(load=[["bekov", "physics", "лекция", "АУБ-1-27", "", "2027-1", "16"]])
        house.stage(Step.LOAD, Way.WORKBOOK, load)
        found = house.look(Step.ASSIGNMENTS, Way.FROM_LOAD)[1]
        assert errors(found) == [
            ("Окуу жүктөмү", 2, "Текшерүү формасы"),
            ("Окуу жүктөмү", 2, "Баалоо схемасы"),
        ]

    def test_nobody_follows_into_a_closed_group(self, house):
        closed = attrs.evolve(house.source.university.groups.get("АУБ-1-24"), closed=True)
        assert "АУБ-1-23" in followers(house.source.university, YEAR)
        house.source.university.groups.put(closed)
        assert "АУБ-1-23" not in followers(house.source.university, YEAR)

    def test_groups_follow_in_the_order_in_which_people_count(self, house):
        numbers = (1, 2, 10)
        for entry in (25, 26):
            for number in numbers:
                group = Group(f"К-{number}-{entry}", "math", "К", 2000 + entry)
                house.source.university.groups.put(group)
        found = followers(house.source.university, YEAR)
        assert all(found[f"К-{number}-25"] == f"К-{number}-26" for number in numbers)

    def test_groups_of_two_years_are_among_those_that_may_graduate(self, house):
        house.source.university.groups.put(Group("М-1-25", "math", "М", 2025))
        name = house.source.university.students.get("s20231").name
        house.source.university.students.put(Student("m1", name, "М-1-25"))
        (_, headings), *rows = BOOKS_OF[Step.PROMOTION](house.ground([]))["Бүтүрүүчүлөр"]
        assert headings[3:] == ["Курсу", "Кирген жылы"]
        assert [(row[0], *row[3:]) for _, row in rows] == [
            ("АУБ-1-23", "4", "2023"),
            ("АУБ-1-24", "3", "2024"),
            ("М-1-25", "2", "2025"),
        ]
        filled = [[row[0], "417", "01.07.2027", *row[3:]] for _, row in rows[:1]]
        sheet = {"Бүтүрүүчүлөр": list(enumerate([headings, *filled], start=1))}
        assert change_count(house.look(Step.PROMOTION, Way.WORKBOOK, sheet)[1]) == 1


class TestUndoing:
    def undo(self, house, **kw):
        undo(house.source, YEAR, house.log, house.act(), "ката", **kw)

    def test_all_is_as_before(self, house):
        before = snapshot(house.source)
        house.stage_all()
        house.begin()
        assert snapshot(house.source) != before
        self.undo(house)
        assert snapshot(house.source) == before
        events = house.source.audit.about("student:s20231")
        assert [one.action for one in events] == ["student.graduation", "rollover.restore"]

    def test_not_after_the_first_lesson(self, house):
        house.stage_all()
        house.begin()
        register = house.source.registers.get("АУБ-1-27:algebra:2027-1")
        day = house.at.date().replace(month=9, day=6)
        register.put_lesson(Lesson("aaaaaaaaaa", "n2", "bekov", day, 2, LessonKind.LECTURE, 1))
        with pytest.raises(Invalid) as refused:
            self.undo(house)
        assert "06.09.2027" in str(refused.value.text)
        with pytest.raises(Invalid):
            house.rolling().ask_undo(YEAR, "ката", house.source)

    def test_not_over_what_somebody_changed_or_uses(self, house):
        house.stage_all()
        house.begin()
        issued = text("An account was issued to ${person}.", person="s20271")
        with pytest.raises(Invalid) as kept:
            self.undo(house, in_use=lambda table, one: issued if table == "students" else None)
        assert kept.value.text == issued
        again = House()
        again.stage_all()
        again.begin()
        group = again.source.university.groups.get("АУБ-1-27")
        again.source.university.groups.put(attrs.evolve(group, speciality="Башка"))
        with pytest.raises(Conflict) as refused:
            self.undo(again)
        assert refused.value.place == "groups"

    @pytest.mark.parametrize("by_hand", BY_HAND, ids=lambda one: one.__name__)
    def test_not_while_something_that_stays_goes_by_what_would_go(self, house, by_hand):
        house.stage_all()
        house.begin()
        by_hand(house.source)
        after = snapshot(house.source)
        with pytest.raises(Invalid) as refused:
            self.undo(house)
        assert refused.value.place == by_hand.__name__
        assert refused.value.advice is not None
        assert snapshot(house.source) == after

    def test_not_while_a_host_keeps_something_that_goes_by_it(self, house):
        house.stage_all()
        house.begin()
        role = Reference("holdings", "bekov\ncurator", (("groups", "АУБ-1-27"),))
        with pytest.raises(Invalid) as refused:
            self.undo(house, others=[role])
        assert refused.value.place == "holdings"

    def test_not_after_a_lesson_of_what_it_added_to_another_semester(self, house):
        house.stage_all({})
        house.begin()
        recorded = Recording(house.source, house.log).university.assignments
        recorded.put(attrs.evolve(house.source.university.assignments.get("a-АУБ-1-24"), id="n9"))
        register = house.source.registers.get("АУБ-1-24:algebra:2026-1")
        day = house.at.date().replace(year=2026, month=9, day=6)
        register.put_lesson(Lesson("aaaaaaaaaa", "n9", "bekov", day, 2, LessonKind.LECTURE, 1))
        with pytest.raises(Invalid) as refused:
            self.undo(house)
        assert "06.09.2026" in str(refused.value.text)

    def test_it_takes_two_persons(self, house):
        house.stage_all()
        with pytest.raises(Invalid):
            house.rolling().ask_undo(YEAR, "ката", house.source)
        house.begin()
        with pytest.raises(Invalid):
            house.rolling(EDU).check_undo(YEAR)
        house.rolling().ask_undo(YEAR, "ката", house.source)
        with pytest.raises(NotAllowed):
            house.rolling().check_undo(YEAR)
        assert house.rolling(EDU).keep(YEAR).state is RolloverState.BEGUN
        house.rolling().ask_undo(YEAR, "ката", house.source)
        self.undo(house)
        rollover = house.rolling(EDU).undone(YEAR)
        assert (rollover.state, len(rollover.undecided)) == (RolloverState.PREPARED, 7)
