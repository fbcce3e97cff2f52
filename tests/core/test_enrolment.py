"""Registers come from the lists: slots stay, people join and leave by date."""

from datetime import date, timedelta

import attrs
import pytest

from oshj_core.enrolment import journal_id, journals_of, open_registers, update_roster
from oshj_core.errors import Invalid
from oshj_core.grading import shipped_schemes
from oshj_core.journal import teaching_scopes
from oshj_core.ports import Member, Stay
from oshj_core.register import Attendance
from oshj_core.roles import Scope, ScopeKind
from oshj_core.structure import ControlForm
from oshj_core.testing import MemoryRegisters
from tests.core.builders import (
    GROUP,
    JOURNAL,
    LABORATORY,
    NEIGHBOUR_JOURNAL,
    NEIGHBOURS,
    SEMESTER,
    STREAM,
    assignment,
    attendance,
    mark,
    student,
)

MONDAY, TUESDAY = date(2026, 10, 5), date(2026, 10, 6)
SCHEMES = shipped_schemes()


def students(register):
    return [member.student for member in register.roster()]


def change(house, identifier, **changes):
    """The lists now say this of a student."""
    known = house.university.students.get(identifier)
    house.university.students.put(attrs.evolve(known, **changes))


class TestOpenRegisters:
    def test_an_assignment_fills_one_journal_for_each_group(self):
        assert journals_of(STREAM) == (JOURNAL, NEIGHBOUR_JOURNAL)
        assert journal_id(GROUP, "algebra", "2026-1") == JOURNAL

    def test_a_register_keeps_its_scheme_and_its_students_in_the_order_of_the_alphabet(self, house):
        registers = MemoryRegisters()
        assert open_registers(house.university, registers, STREAM, SCHEMES) == 2
        register = registers.get(JOURNAL)
        assert (register.group, register.subject, register.semester) == (GROUP, "algebra", "2026-1")
        assert register.scheme == SCHEMES["example-100"]
        # Абдиев, Өмүров, Үсөнов: Ө stands before Ү, and both after О.
        assert students(register) == ["s0", "s2", "s1"]
        assert register.roster()[0] == Member("s0", 2)
        assert students(registers.get(NEIGHBOUR_JOURNAL)) == ["s7"]

    def test_doing_it_again_changes_nothing(self, house):
        before = house.snapshot()
        assert open_registers(house.university, house.registers, STREAM, SCHEMES) == 0
        assert house.snapshot() == before

    def test_a_second_assignment_of_the_subject_shares_the_register(self, house):
        registers = MemoryRegisters()
        assert open_registers(house.university, registers, LABORATORY, SCHEMES) == 1
        assert open_registers(house.university, registers, STREAM, SCHEMES) == 1

    def test_an_open_register_keeps_the_rules_it_was_opened_with(self, house):
        newer = {"example-100": SCHEMES["example-100"].replace('version = "1"', 'version = "2"')}
        before = house.snapshot()
        assert open_registers(house.university, house.registers, STREAM, newer) == 0
        assert house.snapshot() == before

    def test_an_unknown_scheme_opens_nothing(self, house):
        unknown = assignment("new", "asanova", subject="history", scheme="none")
        with house.refuses(Invalid, place="scheme"):
            open_registers(house.university, house.registers, unknown, SCHEMES)

    def test_a_scheme_for_another_form_of_control_opens_nothing(self, house):
        test = assignment("new", "asanova", subject="history", control=ControlForm.PASS_FAIL)
        with house.refuses(Invalid, place="scheme") as caught:
            open_registers(house.university, house.registers, test, SCHEMES)
        assert "not for this form of control" in str(caught.value)

    @pytest.mark.parametrize(
        ("start", "until", "opens"),
        [
            (SEMESTER.ends, None, True),
            (SEMESTER.ends + timedelta(days=1), None, False),
            (date(2020, 9, 1), SEMESTER.starts, True),
            (date(2020, 9, 1), SEMESTER.starts - timedelta(days=1), False),
        ],
    )
    def test_a_scheme_has_to_be_in_force_in_the_semester(self, house, start, until, opens):
        dates = f"effective-from = {start}" + (f"\neffective-until = {until}" if until else "")
        scheme = SCHEMES["example-100"].replace("effective-from = 2025-09-01", dates)
        taught = assignment("new", "asanova", subject="history")

        def open_it():
            return open_registers(
                house.university, house.registers, taught, {"example-100": scheme}
            )

        if opens:
            assert open_it() == 1
            return
        with house.refuses(Invalid, place="scheme", clause="2.4") as caught:
            open_it()
        assert "is not in force in semester 2026-1" in str(caught.value)

    def test_a_scheme_has_no_more_modules_than_the_semester(self, house):
        house.university.semesters.put(attrs.evolve(SEMESTER, modules=SEMESTER.modules[:1]))
        taught = assignment("new", "asanova", subject="history")
        with house.refuses(Invalid, place="scheme") as caught:
            open_registers(house.university, house.registers, taught, SCHEMES)
        assert str(caught.value) == (
            "The scheme “example-100” has 2 modules, semester 2026-1 has 1"
        )

    def test_a_window_of_another_year_opens_nothing(self, house):
        line = 'id = "final"\n'
        dated = f"{line}entry = {{ opens = 2024-01-01, closes = 2024-01-20 }}\n"
        schemes = {"example-100": SCHEMES["example-100"].replace(line, dated)}
        taught = assignment("new", "asanova", subject="history")
        with house.refuses(Invalid, place="scheme"):
            open_registers(house.university, house.registers, taught, schemes)

    @pytest.mark.parametrize(
        ("changes", "place"),
        [
            ({"scheme": "ects"}, "scheme"),
            ({"control": ControlForm.COURSE_WORK}, "control"),
        ],
    )
    def test_all_who_fill_a_journal_go_by_one_scheme_and_form(self, house, changes, place):
        other = assignment("new", "bekov", groups=(NEIGHBOURS,), **changes)
        with house.refuses(Invalid, place=place) as caught:
            open_registers(house.university, house.registers, other, SCHEMES)
        assert "lecture" in str(caught.value)

    def test_a_register_that_is_open_stays_when_its_scheme_ends(self, house):
        ended = SCHEMES["example-100"].replace(
            "effective-from = 2025-09-01",
            "effective-from = 2025-09-01\neffective-until = 2026-01-01",
        )
        schemes = {"example-100": ended}
        assert open_registers(house.university, house.registers, STREAM, schemes) == 0

    def test_groups_are_no_text(self):
        with pytest.raises(Invalid) as caught:
            assignment("new", "asanova", groups=GROUP)
        assert caught.value.place == "groups"


class TestUpdateRoster:
    def test_without_changes_it_changes_nothing(self, house):
        before = house.snapshot()
        assert update_roster(house.university, house.register, MONDAY) == 0
        assert house.snapshot() == before

    def test_a_newcomer_joins_on_the_day_in_the_next_slot(self, house):
        before = list(house.register.roster())
        house.university.students.put(student(3, "Айтматов"))
        assert update_roster(house.university, house.register, MONDAY) == 1
        assert house.register.roster() == (*before, Member("s3", 1, MONDAY))

    def test_several_newcomers_come_in_the_order_of_the_alphabet(self, house):
        for number, family in ((3, "Үмөтов"), (4, "Орозов"), (5, "Өскөнов")):
            house.university.students.put(student(number, family))
        assert update_roster(house.university, house.register, MONDAY) == 3
        assert students(house.register)[3:] == ["s4", "s5", "s3"]

    @pytest.mark.parametrize("gone", [{"active": False}, {"group": NEIGHBOURS}])
    def test_who_is_no_longer_listed_leaves_on_the_day_and_keeps_the_slot(self, house, gone):
        change(house, "s2", **gone)
        assert update_roster(house.university, house.register, MONDAY) == 1
        assert students(house.register) == ["s0", "s2", "s1"]
        leaver = house.register.roster()[1]
        assert leaver.left == MONDAY
        assert not leaver.belongs_on(MONDAY)
        assert leaver.belongs_on(date(2026, 10, 4))

    def test_who_moved_joins_the_other_register(self, house):
        change(house, "s2", group=NEIGHBOURS)
        theirs = house.registers.get(NEIGHBOUR_JOURNAL)
        assert update_roster(house.university, theirs, MONDAY) == 1
        assert theirs.roster()[1] == Member("s2", 2, MONDAY)

    def test_the_day_of_leaving_stays_as_it_was_first_noticed(self, house):
        change(house, "s2", active=False)
        update_roster(house.university, house.register, MONDAY)
        before = house.snapshot()
        assert update_roster(house.university, house.register, TUESDAY) == 0
        assert house.snapshot() == before

    def test_who_comes_back_gets_the_own_slot_again(self, house):
        change(house, "s2", active=False)
        update_roster(house.university, house.register, MONDAY)
        house.university.students.put(student(3, "Айтматов"))
        change(house, "s2", active=True)
        assert update_roster(house.university, house.register, TUESDAY) == 2
        assert students(house.register) == ["s0", "s2", "s1", "s3"]
        assert house.register.roster()[1].left is None

    def test_a_changed_subgroup_counts_from_the_day(self, house):
        change(house, "s2", subgroup=1)
        assert update_roster(house.university, house.register, MONDAY) == 1
        member = house.register.roster()[1]
        assert member == Member("s2", 1, MONDAY, earlier=(Stay(2, None, MONDAY),))
        assert member.stay_on(date(2026, 10, 4)).subgroup == 2
        assert member.stay_on(MONDAY).subgroup == 1

    def test_a_subgroup_given_before_anything_counts_from_the_beginning(self, house):
        change(house, "s2", subgroup=1)
        assert update_roster(house.university, house.register, None) == 1
        assert house.register.roster()[1] == Member("s2", 1)

    def test_lessons_of_the_subgroup_before_keep_their_student(self, house):
        under = attrs.evolve(LABORATORY, subgroup=2)
        house.university.assignments.put(under)
        lesson = house.lesson(MONDAY, under=under)
        change(house, "s2", subgroup=1)
        update_roster(house.university, house.register, TUESDAY)
        assert [slot for slot, _ in house.journal().members_on(lesson)] == [0, 1]

    def test_an_absence_from_the_group_is_kept(self, house):
        change(house, "s2", active=False)
        update_roster(house.university, house.register, MONDAY)
        change(house, "s2", active=True)
        update_roster(house.university, house.register, date(2026, 10, 12))
        member = house.register.roster()[1]
        days = [date(2026, 10, day) for day in (4, 5, 11, 12)]
        assert [member.belongs_on(day) for day in days] == [True, False, False, True]

    def test_gone_and_back_on_one_day_is_never_gone(self, house):
        before = house.snapshot()
        for active in (False, True):
            change(house, "s2", active=active)
            update_roster(house.university, house.register, MONDAY)
        assert house.snapshot() == before

    def test_nothing_entered_is_lost_when_somebody_leaves(self, house):
        lesson = house.lesson()
        house.journal().record(lesson.id, [mark(1, 5), attendance(1, Attendance.LATE)])
        before = house.journal().state(lesson)
        change(house, "s2", active=False)
        update_roster(house.university, house.register, TUESDAY)
        assert house.journal().state(lesson) == before
        assert [slot for slot, _ in house.journal().members_on(lesson)] == [0, 1, 2]

    def test_one_who_left_before_the_register_was_filled_never_belonged(self, house):
        change(house, "s2", active=False)
        update_roster(house.university, house.register, None)
        assert not house.register.roster()[1].belongs_on(date(2020, 1, 1))


class TestTeachingScopes:
    def test_a_teacher_holds_the_assignment_and_its_journals(self):
        assert teaching_scopes([STREAM]) == {
            Scope(ScopeKind.ASSIGNMENT, "lecture"),
            Scope(ScopeKind.JOURNAL, JOURNAL),
            Scope(ScopeKind.JOURNAL, NEIGHBOUR_JOURNAL),
        }

    def test_without_assignments_nothing_is_held(self):
        assert teaching_scopes([]) == frozenset()
