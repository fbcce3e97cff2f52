"""Moves: by an order, from a day on, in nobody's group but the actor's, and nothing is lost."""

from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oshj_core.errors import Conflict, Invalid, Locked, NotAllowed
from oshj_core.lists import Problems
from oshj_core.membership import (
    NOWHERE,
    MoveKind,
    Moving,
    Place,
    by_alphabet,
    place_on,
    read_subgroups,
)
from oshj_core.people import PersonName, Student
from oshj_core.ports import Member, Stay
from oshj_core.register import Attendance
from oshj_core.roles import Role, Scope, ScopeKind
from oshj_core.structure import Group, Unit, UnitKind
from oshj_core.testing import (
    ListErrorsContract,
    MemoryAudit,
    MemoryListErrors,
    MemoryMoves,
    MovesContract,
)
from oshj_core.timetable import Bells, weekly_lesson
from tests.core.builders import (
    ADMINISTRATOR,
    ASANOVA,
    DEANERY,
    GROUP,
    JOURNAL,
    LABORATORY,
    NEIGHBOUR_JOURNAL,
    NEIGHBOURS,
    SEMESTER,
    House,
    attendance,
    holder,
    mark,
)

MONDAY, TUESDAY, LATER = date(2026, 10, 5), date(2026, 10, 6), date(2026, 10, 20)
ORDER, REASON = "№ 12-к", "өз каалоосу"


class TestMemoryMoves(MovesContract):
    @pytest.fixture
    def moves(self):
        return MemoryMoves()


class TestMemoryListErrors(ListErrorsContract):
    @pytest.fixture
    def list_errors(self):
        return MemoryListErrors()


class Office:
    """The house with what moving needs beside it."""

    def __init__(self, house):
        self.house = house
        self.moves = MemoryMoves()
        self.audit = MemoryAudit()

    def moving(self, actor=DEANERY, on=LATER):
        act = self.house.journal(actor, on).act
        return Moving(self.house.university, self.house.registers, self.moves, self.audit, act)

    def move(self, student, kind, day=MONDAY, *, actor=DEANERY, on=LATER, seen=None, **place):
        count = len(self.moves.of_student(student)) if seen is None else seen
        moving = self.moving(actor, on)
        order = ORDER if kind.needs_order else ""
        return moving.move(student, kind, day, order, REASON, seen=count, **place)

    def member(self, student, journal=JOURNAL):
        roster = self.house.registers.get(journal).roster()
        return next((member for member in roster if member.student == student), None)


@pytest.fixture
def office(house):
    return Office(house)


class TestMove:
    def test_a_transfer_ends_one_stay_and_begins_another(self, office):
        made = office.move("s2", MoveKind.TRANSFER, group=NEIGHBOURS, subgroup=1)
        assert (made.before, made.after) == (Place(GROUP, 2), Place(NEIGHBOURS, 1))
        assert office.house.university.students.get("s2").group == NEIGHBOURS
        assert office.member("s2") == Member("s2", 2, None, MONDAY)
        assert office.member("s2", NEIGHBOUR_JOURNAL) == Member("s2", 1, MONDAY)
        (event,) = office.audit.about("student:s2")
        assert (event.actor, event.action) == ("dean", "student.transfer")
        assert ORDER in event.reason

    def test_the_marks_of_a_transferred_student_stay_in_the_old_journal(self, office, house):
        lesson = house.lesson(MONDAY)
        house.journal(on=MONDAY).record(lesson.id, [mark(1, 5), attendance(1, Attendance.LATE)])
        before = house.journal().state(lesson)
        assert office.moving().entered_since("s2", MONDAY) == 1
        assert office.moving().entered_since("s2", TUESDAY) == 0
        office.move("s2", MoveKind.TRANSFER, TUESDAY, group=NEIGHBOURS, subgroup=1)
        assert house.journal().state(lesson) == before
        assert 1 in dict(house.journal().members_on(lesson))

    def test_leave_and_return_leave_a_gap(self, office):
        office.move("s2", MoveKind.ACADEMIC_LEAVE, MONDAY)
        assert not office.house.university.students.get("s2").active
        office.move("s2", MoveKind.RETURN, date(2026, 10, 12), subgroup=1)
        member = office.member("s2")
        assert member.earlier == (Stay(2, None, MONDAY),)
        assert [member.belongs_on(MONDAY + timedelta(n)) for n in (-1, 0, 6, 7)] == [1, 0, 0, 1]
        moves = office.moves.of_student("s2")
        places = [place_on(moves, Place(GROUP, 1), MONDAY + timedelta(n)) for n in (-1, 0, 7)]
        assert places == [Place(GROUP, 2), NOWHERE, Place(GROUP, 1)]

    def test_who_was_expelled_is_reinstated_and_does_not_return(self, office):
        office.move("s2", MoveKind.EXPULSION)
        with office.house.refuses(Invalid, place="kind"):
            office.move("s2", MoveKind.RETURN, TUESDAY, subgroup=1)
        office.move("s2", MoveKind.REINSTATEMENT, TUESDAY, group=NEIGHBOURS, subgroup=1)
        assert office.member("s2", NEIGHBOUR_JOURNAL).joined == TUESDAY

    def test_a_new_student_joins_on_the_day(self, office):
        new = Student("s9", PersonName("Айтматов", "Эрлан"), GROUP, 1)
        made = office.moving().enrol(new, MONDAY, ORDER, REASON)
        assert office.member("s9") == Member("s9", 1, MONDAY)
        assert office.moving().enrol(new, MONDAY, ORDER, REASON) == made
        assert office.house.university.students.get("s9") == new

    @pytest.mark.parametrize(
        ("changes", "place"),
        [
            ({"id": "s2"}, "id"),
            ({"name": PersonName("", "А")}, "family"),
            ({"subgroup": 3}, "subgroup"),
        ],
    )
    def test_a_new_student_is_new_and_has_a_name_and_a_place(self, office, changes, place):
        new = attrs.evolve(Student("s9", PersonName("Айтматов", "Эрлан"), GROUP, 1), **changes)
        with office.house.refuses(Invalid, place=place):
            office.moving().enrol(new, MONDAY, ORDER, REASON)

    @pytest.mark.parametrize(
        ("kind", "place", "asked"),
        [
            (MoveKind.RETURN, "kind", {"subgroup": 1}),
            (MoveKind.ENROLMENT, "kind", {"subgroup": 1}),
            (MoveKind.TRANSFER, "group", {"group": GROUP, "subgroup": 1}),
            (MoveKind.TRANSFER, "subgroup", {"group": NEIGHBOURS}),
            (MoveKind.SUBGROUP, "subgroup", {"subgroup": 2}),
            (MoveKind.EXPULSION, "day", {"day": LATER + timedelta(1)}),
        ],
    )
    def test_what_does_not_fit_is_refused(self, office, kind, place, asked):
        with office.house.refuses(Invalid, place=place):
            office.move("s2", kind, **asked)

    def test_an_order_and_a_reason_are_needed(self, office):
        for order, reason, place in (("", REASON, "order"), (ORDER, " ", "reason")):
            with office.house.refuses(Invalid, place=place):
                office.moving().move("s2", MoveKind.EXPULSION, MONDAY, order, reason, seen=0)

    def test_moves_come_in_the_order_of_their_days(self, office):
        office.move("s2", MoveKind.ACADEMIC_LEAVE, TUESDAY)
        with office.house.refuses(Invalid, place="day"):
            office.move("s2", MoveKind.RETURN, MONDAY, subgroup=1)
        assert office.moving().earliest("s2") == TUESDAY

    def test_the_same_again_changes_nothing_and_another_one_is_a_conflict(self, office):
        made = office.move("s2", MoveKind.EXPULSION)
        before = office.house.snapshot()
        assert office.move("s2", MoveKind.EXPULSION, seen=0) == made
        assert office.house.snapshot() == before
        with office.house.refuses(Conflict):
            office.move("s2", MoveKind.TRANSFER, seen=0, group=NEIGHBOURS, subgroup=1)

    @pytest.mark.parametrize("seen", [-1, 1, 7])
    def test_nobody_has_seen_moves_there_are_not(self, office, seen):
        with office.house.refuses(Conflict):
            office.move("s2", MoveKind.EXPULSION, seen=seen)
        assert list(office.moves.of_student("s2")) == []
        office.move("s2", MoveKind.EXPULSION)
        with office.house.refuses(Conflict):
            office.move("s2", MoveKind.REINSTATEMENT, TUESDAY, seen=7, subgroup=1)
        assert [one.id for one in office.moves.of_student("s2")] == ["s2:0001"]

    def test_who_comes_back_leaves_the_list_of_those_who_kept_it(self, office):
        university = office.house.university
        university.units.put(Unit("med", "Медицина", UnitKind.FACULTY))
        university.groups.put(Group("ДЛ-1-24", "med", "ДЛ", 2024))
        deanmed = holder("d", Role.DEANERY, Scope(ScopeKind.UNIT, "med"))
        office.move("s2", MoveKind.EXPULSION)
        kind = MoveKind.REINSTATEMENT
        for actor in (deanmed, DEANERY):
            with office.house.refuses(NotAllowed, clause="7.5"):
                office.move("s2", kind, TUESDAY, actor=actor, group="ДЛ-1-24")
        made = office.move("s2", kind, TUESDAY, actor=ADMINISTRATOR, group="ДЛ-1-24")
        # Who may not do it is not told either that it was done.
        with office.house.refuses(NotAllowed, clause="7.5"):
            office.move("s2", kind, TUESDAY, actor=deanmed, group="ДЛ-1-24", seen=1)
        again = office.move("s2", kind, TUESDAY, actor=ADMINISTRATOR, group="ДЛ-1-24", seen=1)
        assert again == made

    def test_only_who_keeps_both_lists_moves_between_them(self, office):
        university = office.house.university
        university.units.put(Unit("med", "Медицина", UnitKind.FACULTY))
        university.groups.put(Group("ДЛ-1-24", "med", "ДЛ", 2024))
        for actor in (ASANOVA, DEANERY, holder("d", Role.DEANERY, Scope(ScopeKind.UNIT, "med"))):
            with office.house.refuses(NotAllowed, clause="7.5"):
                office.move("s2", MoveKind.TRANSFER, actor=actor, group="ДЛ-1-24")
        office.move("s2", MoveKind.TRANSFER, actor=ADMINISTRATOR, group="ДЛ-1-24")

    def test_a_closed_semester_keeps_its_members(self, office):
        office.house.university.semesters.put(attrs.evolve(SEMESTER, closed=True))
        with office.house.refuses(Locked, clause="5.7"):
            office.move("s2", MoveKind.EXPULSION)
        after = SEMESTER.ends + timedelta(1)
        office.move("s2", MoveKind.EXPULSION, after, on=after)
        assert office.member("s2").left is None

    def test_a_name_is_corrected_by_the_deanery(self, office):
        name = PersonName("Өмүрова", "Айбек")
        with office.house.refuses(NotAllowed):
            office.moving(ASANOVA).rename("s2", name, REASON)
        assert office.moving().rename("s2", name, REASON).name == name
        (event,) = office.audit.about("student:s2")
        assert (event.before, event.after) == ("Өмүров Айбек", "Өмүрова Айбек")


class TestPublished:
    """4.3: what is published keeps whom it was published with; the move keeps its day."""

    EARLY, OPEN = date(2026, 9, 2), SEMESTER.modules[0].ends + timedelta(1)
    LEAVE = MoveKind.ACADEMIC_LEAVE
    UNPUBLISHED = f"{GROUP}:physics:2026-1"

    @pytest.fixture
    def lesson(self, house):
        lesson = house.lesson(MONDAY)
        house.journal(on=MONDAY).record(
            lesson.id, [attendance(slot, Attendance.PRESENT) for slot in range(3)]
        )
        house.publish()
        return lesson

    def test_leave_from_before_is_in_force_after_it(self, office, house, lesson):
        kept = {(JOURNAL, lesson.id)}
        attended = house.journal().attended(1)
        assert attended.held == 1
        assert office.moving().published_since("s2", self.LEAVE, self.EARLY) == kept
        assert office.moving().published_since("s2", self.LEAVE, TUESDAY) == set()
        made = office.move("s2", self.LEAVE, self.EARLY)
        assert made.day == self.EARLY
        assert house.journal().attended(1) == attended
        assert 1 in dict(house.journal().members_on(lesson))
        assert office.member("s2").left == self.OPEN
        assert office.member("s2", self.UNPUBLISHED).left == self.EARLY

    def test_the_next_move_comes_after_the_day_of_the_last(self, office, lesson):
        office.move("s2", self.LEAVE, self.EARLY)
        assert office.moving().earliest("s2") == self.EARLY
        office.move("s2", MoveKind.RETURN, MONDAY, subgroup=1)
        assert office.member("s2").stays == (Stay(2, None, self.OPEN), Stay(1, self.OPEN))
        assert office.member("s2", self.UNPUBLISHED).earlier == (Stay(2, None, self.EARLY),)
        with office.house.refuses(Invalid, place="day"):
            office.move("s2", MoveKind.EXPULSION, self.EARLY)

    def test_nobody_comes_into_it(self, office, lesson):
        new = Student("s9", PersonName("Айтматов", "Эрлан"), GROUP, 1)
        asked = {"group": GROUP, "subgroup": 1}
        moving, enrolment = office.moving(), MoveKind.ENROLMENT
        assert len(moving.published_since("s9", enrolment, self.EARLY, **asked)) == 1
        office.moving().enrol(new, self.EARLY, ORDER, REASON)
        assert office.member("s9") == Member("s9", 1, self.OPEN)
        office.move("s7", MoveKind.TRANSFER, self.EARLY, group=GROUP, subgroup=1)
        assert office.member("s7") == Member("s7", 1, self.OPEN)
        assert office.member("s7", NEIGHBOUR_JOURNAL).left == self.EARLY

    def test_the_split_of_a_group_does_not_reach_into_it(self, office, house):
        parts = {"s0": 1, "s1": 1, "s2": 2}
        house.lesson(MONDAY)
        laboratory = house.lesson(slot=2, under=LABORATORY)
        house.publish()
        kept = office.moving(ADMINISTRATOR).published_by_split(GROUP, parts, self.EARLY)
        assert kept == {(JOURNAL, laboratory.id)}, "a lecture is of both subgroups"
        assert office.moving(ADMINISTRATOR).split(GROUP, parts, 2, self.EARLY, REASON) == 1
        assert office.member("s0").stays == (Stay(2, None, self.OPEN), Stay(1, self.OPEN))

    def test_an_earlier_end_of_the_module_moves_nothing_back(self, office, house, lesson):
        office.move("s2", self.LEAVE, self.EARLY)
        first, second = SEMESTER.modules
        short = attrs.evolve(first, ends=date(2026, 10, 10))
        house.university.semesters.put(attrs.evolve(SEMESTER, modules=(short, second)))
        office.move("s2", MoveKind.RETURN, date(2026, 10, 12), subgroup=2)
        assert office.member("s2").stays == (Stay(2),)

    def test_only_who_may_move_is_told(self, office, lesson):
        for actor in (ASANOVA, holder("d", Role.DEANERY, Scope(ScopeKind.UNIT, "med"))):
            with office.house.refuses(NotAllowed):
                office.moving(actor).published_since("s2", self.LEAVE, self.EARLY)
        with office.house.refuses(NotAllowed):
            office.moving().published_by_split(GROUP, {}, self.EARLY)


class TestSplit:
    STUDENTS = ("s0", "s1", "s2")

    def test_a_group_is_divided_by_the_administrator_from_a_day_on(self, office):
        parts = {"s0": 1, "s1": 2, "s2": 3}
        moving = office.moving(ADMINISTRATOR)
        assert moving.split(GROUP, parts, 3, MONDAY, REASON) == 3
        assert office.house.university.groups.get(GROUP).subgroups == 3
        member = office.member("s2")
        assert (member.subgroup, member.joined) == (3, MONDAY)
        assert office.moving(ADMINISTRATOR).split(GROUP, parts, 3, MONDAY, REASON) == 0
        university = office.house.university
        university.assignments.put(attrs.evolve(LABORATORY, subgroup=0))
        assert office.moving(ADMINISTRATOR).split(GROUP, {}, 0, MONDAY, REASON) == 3
        assert office.house.university.groups.get(GROUP).subgroups == 0

    @pytest.mark.parametrize(
        ("parts", "count", "place"),
        [
            ({"s0": 1, "s1": 1}, 2, "s2"),
            ({"s0": 1, "s1": 1, "s2": 3}, 2, "s2"),
            ({"s0": 1, "s1": 1, "s2": 1, "s7": 1}, 2, "s7"),
            ({"s0": 1, "s1": 1, "s2": 1}, 1, "count"),
        ],
    )
    def test_everybody_has_one_of_the_subgroups(self, office, parts, count, place):
        with office.house.refuses(Invalid, place=place):
            office.moving(ADMINISTRATOR).split(GROUP, parts, count, MONDAY, REASON)

    def test_no_subgroup_is_taught_that_there_is_none_of(self, office):
        moving = office.moving(ADMINISTRATOR)
        third = attrs.evolve(LABORATORY, id="lab-3", subgroup=3)
        office.house.university.assignments.put(third)
        two = {"s0": 1, "s1": 2, "s2": 2}
        for parts, count, named in (({}, 0, ["lab-1", "lab-3"]), (two, 2, ["lab-3"])):
            with office.house.refuses(Invalid, place="count", clause="3.2") as caught:
                moving.split(GROUP, parts, count, MONDAY, REASON)
            assert caught.value.text.params["assignments"] == ", ".join(named)
        # What was taught in a semester that is over binds nobody.
        after = SEMESTER.ends + timedelta(1)
        assert office.moving(ADMINISTRATOR, after).split(GROUP, {}, 0, after, REASON) == 3

    def test_no_weekly_lesson_is_left_without_its_subgroup(self, office):
        taught = weekly_lesson("w1", LABORATORY, SEMESTER, Bells.parse(), 1, 1)
        office.house.university.assignments.put(attrs.evolve(LABORATORY, subgroup=0))
        over = attrs.evolve(taught, id="w0", ends=MONDAY - timedelta(1))
        moving = office.moving(ADMINISTRATOR)
        with office.house.refuses(Invalid, place="count") as caught:
            moving.split(GROUP, {}, 0, MONDAY, REASON, lessons=[over, taught])
        assert caught.value.text.params["lessons"] == "w1"
        assert moving.split(GROUP, {}, 0, MONDAY, REASON, lessons=[over]) == 3

    def test_the_deanery_does_not_divide(self, office):
        with office.house.refuses(NotAllowed, clause="3.2"):
            office.moving().split(GROUP, dict.fromkeys(self.STUDENTS, 1), 2, MONDAY, REASON)

    def test_the_alphabet_is_cut_into_parts(self, house):
        students = house.university.students_of(GROUP)
        assert by_alphabet(students, 2) == {"s0": 1, "s2": 1, "s1": 2}
        assert set(by_alphabet(students, 3).values()) == {1, 2, 3}

    def test_a_workbook_names_everybody_once(self, house):
        students = house.university.students_of(GROUP)
        heads = ["Коду", "Аты-жөнү", "Тайпача"]
        right = [heads, ["s0", "", "1"], ["s1", "", "2"], ["s2", "x", "2"]]
        read = read_subgroups({"Тайпачалар": list(enumerate(right, 1))}, students)
        assert read == {"s0": 1, "s1": 2, "s2": 2}
        wrong = [heads, ["s0", "", "1"], ["s0", "", "0"], ["s7", "", "1"]]
        problems = read_subgroups({"subgroups": list(enumerate(wrong, 1))}, students)
        assert isinstance(problems, Problems)
        assert [(one.row, one.column) for one in problems.errors] == [
            *((0, ""), (0, "")),
            *((3, "Тайпача"), (3, "Коду"), (4, "Коду")),
        ]


WISHES = st.tuples(
    st.sampled_from(list(MoveKind)),
    st.sampled_from(["s0", "s1", "s2", "s7"]),
    st.integers(-6, 6),
    st.sampled_from([GROUP, NEIGHBOURS]),
    st.integers(0, 2),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WISHES, max_size=12))
def test_nobody_belongs_twice_on_a_day_and_no_mark_is_lost(wishes):
    house = House()
    office = Office(house)
    lesson = house.lesson(MONDAY)
    house.journal(on=MONDAY).record(lesson.id, [mark(slot, 4) for slot in range(3)])
    cells = house.journal().state(lesson).cells
    today = MONDAY
    for kind, student, days, group, subgroup in wishes:
        today += timedelta(1)
        try:
            day = today + timedelta(days)
            office.move(student, kind, day, on=today, group=group, subgroup=subgroup)
        except Invalid:
            continue
    assert house.journal().state(lesson).cells == cells
    days = [MONDAY + timedelta(n) for n in range(-8, 24)]
    for student in ("s0", "s1", "s2", "s7"):
        moves = office.moves.of_student(student)
        known = house.university.students.get(student)
        now = Place(known.group, known.subgroup) if known.active else NOWHERE
        for day in days:
            homes = [
                Place(register.group, member.stay_on(day).subgroup)
                for register in house._registers()
                if register.subject == "algebra"
                for member in register.roster()
                if member.student == student and member.belongs_on(day)
            ]
            assert len(homes) <= 1
            assert (homes or [NOWHERE])[0] == place_on(moves, now, day)
