"""What may be done in a journal, clause by clause, on the store in memory."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oshj_core.errors import Conflict, Invalid, Locked, NotAllowed, NotFound, Refusal
from oshj_core.grading import shipped_schemes
from oshj_core.journal import Act, Write, lesson_works, unit_scopes
from oshj_core.ports import Lesson, Member
from oshj_core.register import Attendance, EntryKind, Field, fold, history, unpack
from oshj_core.roles import UNIVERSITY, Actor, Role, Scope, ScopeKind
from oshj_core.structure import LessonKind
from tests.core.builders import (
    ADMINISTRATOR,
    AFTER_WINDOW_1,
    ASANOVA,
    BEKOV,
    BISHKEK,
    DEANERY,
    ELSEWHERE,
    EMPTY,
    IN_MODULE_1,
    IN_MODULE_2,
    JOURNAL,
    LABORATORY,
    NEIGHBOUR_JOURNAL,
    SEMESTER,
    STRANGER,
    STREAM,
    STUDENT,
    House,
    attendance,
    holder,
    mark,
    points,
)

NOT_TEACHERS = [DEANERY, ADMINISTRATOR, STUDENT, Actor("nobody")]


def names(actors):
    return [actor.id for actor in actors]


class TestOpenLesson:
    def test_the_teacher_opens_the_hour(self, house):
        lesson = house.journal().open_lesson(STREAM, IN_MODULE_1, 3, "k7pm3xwdha", " 214 ")
        assert lesson == Lesson(
            "k7pm3xwdha", "lecture", "asanova", IN_MODULE_1, 3, LessonKind.LECTURE, 1, 0, "214"
        )
        assert house.register.lessons() == [lesson]
        (entry,) = house.register.log(lesson.id)
        assert (entry.kind, entry.actor) == (EntryKind.FACTS, "asanova")

    def test_opening_it_again_gives_the_lesson_that_is_there(self, house):
        lesson = house.lesson(slot=3)
        before = house.snapshot()
        assert house.journal().open_lesson(STREAM, IN_MODULE_1, 3, "other") == lesson
        assert house.snapshot() == before

    def test_the_same_hour_of_another_assignment_is_another_lesson(self, house):
        assert house.lesson(slot=1) != house.lesson(slot=1, under=LABORATORY)
        assert len(house.register.lessons()) == 2

    def test_a_stream_shares_the_id(self, house):
        for journal in (JOURNAL, NEIGHBOUR_JOURNAL):
            house.journal(of=journal).open_lesson(STREAM, IN_MODULE_1, 1, "shared")
        ours, theirs = (house.registers.get(one) for one in (JOURNAL, NEIGHBOUR_JOURNAL))
        assert ours.lesson("shared") == theirs.lesson("shared")
        house.journal().record("shared", [attendance(0, Attendance.PRESENT)])
        assert len(theirs.log("shared")) == 1

    def test_laboratory_work_is_for_its_subgroup(self, house):
        assert house.lesson(under=LABORATORY).subgroup == 1

    def test_a_missed_day_of_the_module_may_be_opened_later(self, house):
        lesson = house.journal(on=date(2026, 10, 30)).open_lesson(
            STREAM, date(2026, 10, 24), 1, "late"
        )
        assert lesson.module == 1

    def test_days_between_two_modules_belong_to_the_second(self, house):
        day = date(2026, 10, 25)
        lesson = house.journal(on=date(2026, 10, 27)).open_lesson(STREAM, day, 1, "between")
        assert lesson.module == 2

    @pytest.mark.parametrize("actor", [BEKOV, STRANGER, *NOT_TEACHERS], ids=lambda one: one.id)
    def test_only_the_teacher_of_the_assignment_opens(self, house, actor):
        with house.refuses(NotAllowed, clause="4.3"):
            house.journal(actor).open_lesson(STREAM, IN_MODULE_1, 1, "x")

    def test_an_assignment_of_another_journal_is_refused(self, house):
        both = Actor(
            "asanova",
            ASANOVA.holdings
            | holder("", Role.TEACHER, Scope(ScopeKind.ASSIGNMENT, ELSEWHERE.id)).holdings,
        )
        with house.refuses(Invalid, place="assignment"):
            house.journal(both).open_lesson(ELSEWHERE, IN_MODULE_1, 1, "x")

    def test_a_lesson_is_not_opened_before_its_day(self, house):
        with house.refuses(Invalid, clause="4.3", place="date"):
            house.journal().open_lesson(STREAM, IN_MODULE_1 + timedelta(days=1), 1, "x")

    @pytest.mark.parametrize("day", [date(2026, 8, 31), date(2026, 12, 20), date(2027, 1, 10)])
    def test_a_day_outside_the_modules_is_refused(self, house, day):
        with house.refuses(Invalid, place="date"):
            house.journal(on=max(day, IN_MODULE_1)).open_lesson(STREAM, day, 1, "x")

    def test_the_window_of_the_module_must_be_open(self, house):
        with house.refuses(Locked, clause="4.3"):
            house.journal(on=AFTER_WINDOW_1).open_lesson(STREAM, IN_MODULE_1, 1, "x")

    def test_a_published_module_takes_no_lessons(self, house):
        house.publish()
        with house.refuses(Locked, clause="4.3"):
            house.journal().open_lesson(STREAM, IN_MODULE_1, 1, "x")

    def test_an_id_never_stands_for_a_second_lesson(self, house):
        lesson = house.lesson(slot=1)
        with house.refuses(Invalid, place="lesson"):
            house.journal().open_lesson(STREAM, IN_MODULE_1, 2, lesson.id)

    def test_an_id_never_stands_for_a_control(self, house):
        with house.refuses(Invalid, place="lesson"):
            house.journal().open_lesson(STREAM, IN_MODULE_1, 1, "final")


class TestDescribe:
    def test_topic_works_and_task_are_set(self, house):
        lesson = house.lesson(works=())
        house.journal().describe(
            lesson, topic="  Матрица\n жана  аныктагыч ", works=["oral", "test"], task="3-маселе"
        )
        facts = house.journal().state(lesson).facts
        assert facts["topic"] == "Матрица жана аныктагыч"
        assert facts["task"] == "3-маселе"
        assert lesson_works(house.journal().state(lesson)) == ("oral", "test")

    def test_only_what_is_given_changes(self, house):
        lesson = house.lesson(works=("oral",))
        house.journal().describe(lesson, topic="Матрица")
        assert lesson_works(house.journal().state(lesson)) == ("oral",)

    def test_saying_it_again_changes_nothing(self, house):
        lesson = house.lesson(works=("oral",))
        house.journal().describe(lesson, topic="Матрица")
        before = house.snapshot()
        house.journal().describe(lesson, topic=" Матрица ", works=["oral"])
        house.journal().describe(lesson)
        assert house.snapshot() == before

    def test_a_kind_of_work_that_has_marks_stays_in_its_place(self, house):
        lesson = house.lesson(works=("oral", "test"))
        house.journal().record(lesson.id, [mark(0, 5, work=1)])
        for works in ([], ["oral"], ["test", "oral"], ["oral", "written"]):
            with house.refuses(Invalid, place="works"):
                house.journal().describe(lesson, works=works)
        house.journal().describe(lesson, works=["written", "test", "homework"])
        assert lesson_works(house.journal().state(lesson)) == ("written", "test", "homework")

    def test_once_its_marks_are_cleared_it_may_go(self, house):
        lesson = house.lesson(works=("oral",))
        house.journal().record(lesson.id, [mark(0, 5)])
        house.journal().record(lesson.id, [Write(0, Field.FIRST_WORK, EMPTY)])
        house.journal().describe(lesson, works=[])
        assert lesson_works(house.journal().state(lesson)) == ()

    @pytest.mark.parametrize("works", [["oral", "oral"], ["dancing"], ["oral test"], [""]])
    def test_kinds_of_work_are_known_and_named_once(self, house, works):
        lesson = house.lesson(works=())
        with house.refuses(Invalid, place="works"):
            house.journal().describe(lesson, topic="Матрица", works=works)

    @pytest.mark.parametrize("place", ["topic", "task"])
    def test_a_text_has_an_end(self, house, place):
        lesson = house.lesson()
        house.journal().describe(lesson, **{place: "я" * 300})
        with house.refuses(Invalid, place=place):
            house.journal().describe(lesson, **{place: "я" * 301})

    def test_somebody_elses_topic_is_not_written_over(self, house):
        lesson = house.lesson()
        house.journal().describe(lesson, topic="Матрица", expected={"topic": ""})
        with house.refuses(Conflict, place="topic") as caught:
            house.journal().describe(lesson, topic="Вектор", expected={"topic": ""})
        assert (caught.value.stored, caught.value.offered) == ("Матрица", "Вектор")
        house.journal().describe(lesson, topic="Вектор", expected={"topic": "Матрица"})
        assert house.journal().state(lesson).facts["topic"] == "Вектор"

    def test_two_who_say_the_same_agree(self, house):
        lesson = house.lesson()
        house.journal().describe(lesson, topic="Матрица")
        house.journal().describe(lesson, topic="Матрица", expected={"topic": ""})

    @pytest.mark.parametrize("actor", [BEKOV, STRANGER, *NOT_TEACHERS], ids=lambda one: one.id)
    def test_only_the_teacher_of_the_lesson_describes(self, house, actor):
        lesson = house.lesson()
        with house.refuses(NotAllowed, clause="4.3"):
            house.journal(actor).describe(lesson, topic="Матрица")

    def test_after_publication_and_after_the_window_nobody_does(self, house):
        lesson = house.lesson()
        with house.refuses(Locked, clause="4.3"):
            house.journal(on=AFTER_WINDOW_1).describe(lesson, topic="Матрица")
        house.publish()
        with house.refuses(Locked, clause="4.3"):
            house.journal().describe(lesson, topic="Матрица")

    def test_an_outdated_copy_of_the_lesson_does_not_open_the_lock(self, house):
        lesson = house.lesson()
        forged = attrs.evolve(lesson, module=2)
        with house.refuses(Locked, clause="4.3"):
            house.journal(on=IN_MODULE_2).describe(forged, topic="Матрица")

    def test_a_lesson_of_another_journal_is_not_found(self, house):
        lesson = house.lesson(under=LABORATORY)
        with house.refuses(NotFound):
            house.journal(of=NEIGHBOUR_JOURNAL).describe(lesson, topic="Матрица")


class TestRecord:
    def test_attendance_and_marks_of_the_lesson(self, house):
        lesson = house.lesson(works=("oral", "test"))
        house.journal().record(
            lesson.id,
            [attendance(0, Attendance.LATE), mark(0, 5), mark(0, 4, work=1), mark(1, 3)],
            reason="ката",
        )
        state = house.journal().state(lesson)
        assert state.attendance(0) is Attendance.LATE
        assert state.cells == {(0, 0): 2, (0, 1): 500, (0, 2): 400, (1, 1): 300}
        entry = house.register.log(lesson.id)[-1]
        assert (entry.kind, entry.actor, entry.reason) == (EntryKind.CELLS, "asanova", "ката")

    def test_points_of_a_control(self, house):
        house.journal().record("intermediate-1", [points(0, 28), points(1, 0)])
        control = house.journal().control("intermediate-1")
        assert house.journal().control_state(control).cells == {(0, 1): 2800, (1, 1): 0}

    def test_any_teacher_of_the_journal_fills_its_controls(self, house):
        house.journal(BEKOV).record("intermediate-1", [points(0, 28)])

    def test_recording_it_again_changes_nothing(self, house):
        lesson = house.lesson()
        house.journal().record(lesson.id, [mark(0, 5), attendance(1, 1)])
        before = house.snapshot()
        house.journal().record(lesson.id, [mark(0, 5, expected=EMPTY), attendance(1, 1)])
        house.journal().record(lesson.id, [])
        house.journal().record(lesson.id, [Write(2, 0, EMPTY)])
        assert house.snapshot() == before

    def test_a_cell_is_cleared(self, house):
        lesson = house.lesson()
        house.journal().record(lesson.id, [mark(0, 5)])
        house.journal().record(lesson.id, [Write(0, Field.FIRST_WORK, EMPTY, 500)])
        assert house.journal().state(lesson).cells == {}
        assert len(history(house.register.log(lesson.id), (0, Field.FIRST_WORK))) == 2

    def test_of_two_values_for_one_cell_the_last_is_meant(self, house):
        lesson = house.lesson()
        house.journal().record(lesson.id, [mark(0, 5), mark(0, 4)])
        assert house.journal().state(lesson).cells == {(0, 1): 400}
        house.journal().record(lesson.id, [mark(1, 5), Write(1, Field.FIRST_WORK, EMPTY)])
        assert house.journal().state(lesson).cells == {(0, 1): 400}

    def test_somebody_elses_mark_is_not_written_over(self, house):
        lesson = house.lesson()
        house.journal().record(lesson.id, [mark(0, 5, expected=EMPTY)])
        with house.refuses(Conflict, place="0.1") as caught:
            house.journal().record(lesson.id, [mark(1, 5), mark(0, 4, expected=EMPTY)])
        assert (caught.value.stored, caught.value.offered) == (500, 400)
        assert caught.value.advice is not None
        house.journal().record(lesson.id, [mark(0, 4, expected=500)])
        assert house.journal().state(lesson).value(0, 1) == 400

    def test_an_emptied_cell_is_a_change_too(self, house):
        lesson = house.lesson()
        with house.refuses(Conflict):
            house.journal().record(lesson.id, [mark(0, 4, expected=500)])

    @pytest.mark.parametrize(
        ("wrong", "place"),
        [
            (mark(3, 5), "student"),
            (mark(-1, 5), "student"),
            (mark(0, 5, work=1), "works"),
            (Write(0, 200, 500), "works"),
            (Write(0, -1, 500), "works"),
            (attendance(0, 0), "attendance"),
            (attendance(0, 5), "attendance"),
            (mark(0, 1), "lesson"),
            (mark(0, 6), "lesson"),
            (Write(0, 1, 450), "lesson"),
            (Write(0, 1, -200), "lesson"),
            (Write(0, 1, 2**40), "lesson"),
        ],
    )
    def test_all_or_none(self, house, wrong, place):
        lesson = house.lesson(works=("oral",))
        with house.refuses(Invalid, place=place):
            house.journal().record(lesson.id, [mark(0, 5), wrong, mark(1, 5)])

    @pytest.mark.parametrize("value", [3001, -100, 2**40])
    def test_points_stay_within_the_control(self, house, value):
        with house.refuses(Invalid, clause="2.4", place="intermediate-1"):
            house.journal().record("intermediate-1", [points(0, 28), Write(1, 1, value)])
        house.journal().record("intermediate-1", [Write(0, 1, 3000), Write(1, 1, 0)])

    def test_a_control_has_points_alone(self, house):
        for field in (Field.ATTENDANCE, 2):
            with house.refuses(Invalid):
                house.journal().record("intermediate-1", [Write(0, field, 1)])

    @pytest.mark.parametrize(
        ("slot", "field", "value", "place"),
        [
            (0.0, 0, 1, "student"),
            (True, 0, 1, "student"),
            ([], 0, 1, "student"),
            (0, 1.0, 400, "works"),
            (0, [], 400, "works"),
            (0, 0, 1.0, "value"),
            (0, 0, None, "value"),
            (0, 1, "5", "value"),
            (0, 1, float("nan"), "value"),
            (0, 1, True, "value"),
        ],
    )
    def test_a_cell_takes_whole_numbers_alone(self, house, slot, field, value, place):
        lesson = house.lesson()
        with house.refuses(Invalid, place=place):
            house.journal().record(lesson.id, [Write(slot, field, value)])

    def test_no_work_no_marks(self, house):
        lesson = house.lesson(works=())
        with house.refuses(Invalid, place="works"):
            house.journal().record(lesson.id, [mark(0, 5)])

    def test_an_unknown_sheet_is_not_found(self, house):
        with house.refuses(NotFound):
            house.journal().record("nothing", [mark(0, 5)])

    def test_a_student_of_the_other_subgroup_is_refused(self, house):
        lesson = house.lesson(under=LABORATORY)
        inside = [slot for slot, _ in house.journal().members_on(lesson)]
        assert [house.register.roster()[slot].subgroup for slot in inside] == [1]
        (outside, *_) = {0, 1, 2} - set(inside)
        with house.refuses(Invalid, place="student"):
            house.journal(BEKOV).record(lesson.id, [attendance(outside, 1)])
        house.journal(BEKOV).record(lesson.id, [attendance(inside[0], 1)])

    def test_who_was_not_in_the_group_that_day_is_refused(self, house):
        lesson = house.lesson()
        register = house.register
        leaver, *_ = register.roster()
        register.enrol(attrs.evolve(leaver, left=IN_MODULE_1))
        newcomer = register.enrol(Member("s9", joined=IN_MODULE_1 + timedelta(days=1)))
        today = register.enrol(Member("s10", joined=IN_MODULE_1))
        for slot in (0, newcomer):
            with house.refuses(Invalid, place="student"):
                house.journal().record(lesson.id, [attendance(slot, 1)])
        house.journal().record(lesson.id, [attendance(today, 1)])

    @pytest.mark.parametrize("actor", [BEKOV, STRANGER, *NOT_TEACHERS], ids=lambda one: one.id)
    def test_only_the_teacher_of_the_lesson_records(self, house, actor):
        lesson = house.lesson()
        with house.refuses(NotAllowed, clause="4.3"):
            house.journal(actor).record(lesson.id, [mark(0, 5)])

    @pytest.mark.parametrize("actor", [STRANGER, *NOT_TEACHERS], ids=lambda one: one.id)
    def test_only_teachers_of_the_journal_fill_its_controls(self, house, actor):
        with house.refuses(NotAllowed, clause="4.3"):
            house.journal(actor).record("final", [points(0, 5)])

    def test_the_substitute_fills_the_lesson_named_and_no_other(self, house):
        named, other = house.lesson(slot=1), house.lesson(slot=2)
        substitute = holder("bekova", Role.SUBSTITUTE, Scope(ScopeKind.LESSON, named.id))
        house.journal(substitute).record(named.id, [mark(0, 5)])
        with house.refuses(NotAllowed, clause="4.3"):
            house.journal(substitute).record(other.id, [mark(0, 5)])
        with house.refuses(NotAllowed, clause="4.3"):
            house.journal(substitute).record("intermediate-1", [points(0, 5)])

    def test_a_lesson_not_yet_held_is_not_filled_in(self, house):
        tomorrow = Lesson(
            "x", "lecture", "asanova", IN_MODULE_1 + timedelta(days=1), 1, LessonKind.LECTURE, 1
        )
        house.register.put_lesson(tomorrow)
        with house.refuses(Locked, clause="4.3"):
            house.journal().record("x", [attendance(0, 1)])
        house.journal(on=tomorrow.date).record("x", [attendance(0, 1)])

    @pytest.mark.parametrize("day", [date(2026, 8, 31), AFTER_WINDOW_1])
    def test_outside_the_window_nothing_is_recorded(self, house, day):
        lesson = house.lesson(date(2026, 9, 1))
        for sheet, write in ((lesson.id, mark(0, 5)), ("intermediate-1", points(0, 5))):
            with house.refuses(Locked, clause="4.3"):
                house.journal(on=day).record(sheet, [write])

    @pytest.mark.parametrize("day", [date(2026, 9, 1), date(2026, 10, 31)])
    def test_the_first_and_the_last_day_of_the_window_are_open(self, house, day):
        house.journal(on=day).record("intermediate-1", [points(0, 5)])

    def test_a_control_of_no_module_is_open_all_semester(self, house):
        house.journal(on=SEMESTER.ends).record("final", [points(0, 5)])
        for day in (SEMESTER.starts, SEMESTER.ends):
            house.journal(on=day).record("final", [points(0, 6 if day.year == 2026 else 7)])
        with house.refuses(Locked, clause="4.3"):
            house.journal(on=SEMESTER.ends + timedelta(days=1)).record("final", [points(0, 5)])

    @given(
        st.lists(
            st.tuples(st.integers(0, 2), st.sampled_from([2, 3, 4, 5]), st.integers(0, 86_399)),
            max_size=8,
        )
    )
    def test_what_was_accepted_stands_whatever_the_clocks_of_two_hosts_say(self, acts):
        house = House()
        lesson = house.lesson()
        expected = {}
        for slot, value, second in acts:
            at = time(second // 3600, second // 60 % 60, second % 60)
            house.journal(at=at).record(lesson.id, [mark(slot, value)])
            expected[slot, Field.FIRST_WORK] = value * 100
            assert house.journal().state(lesson).cells == expected

    def test_two_acts_of_one_request_stand_in_their_order(self, house):
        lesson = house.lesson()
        journal = house.journal()
        journal.record(lesson.id, [mark(0, 5)])
        journal.record(lesson.id, [mark(0, 4)])
        assert journal.state(lesson).value(0, Field.FIRST_WORK) == 400
        assert house.journal().state(lesson).value(0, Field.FIRST_WORK) == 400


class TestPublish:
    def test_everybody_of_the_roster_needs_points(self, house):
        house.journal().record("intermediate-1", [points(0, 28), points(1, 0)])
        journal = house.journal()
        control = journal.control("intermediate-1")
        assert journal.missing_points(control) == (house.register.roster()[2].student,)
        with house.refuses(Invalid, clause="4.3", place="intermediate-1"):
            journal.publish(control)

    def test_who_left_needs_none_and_who_leaves_later_does(self, house):
        register = house.register
        first, second, _ = register.roster()
        register.enrol(attrs.evolve(first, left=IN_MODULE_1))
        register.enrol(attrs.evolve(second, left=IN_MODULE_1 + timedelta(days=1)))
        journal = house.journal()
        missing = journal.missing_points(journal.control("intermediate-1"))
        assert missing == (second.student, register.roster()[2].student)

    def test_the_sealed_state_is_the_folded_one(self, house):
        lesson = house.lesson(works=("oral", "test"))
        untouched = house.lesson(slot=2, works=())
        elsewhere = house.lesson(IN_MODULE_2, slot=3)
        house.journal().record(lesson.id, [mark(0, 5), mark(2, 3, work=1), attendance(1, 3)])
        house.publish()
        sealed = house.register.sealed(1)
        assert set(sealed) == {"intermediate-1", lesson.id, untouched.id}
        for sheet, packed in sealed.items():
            assert unpack(packed) == fold(house.register.log(sheet))
        journal = house.journal()
        assert journal.state(lesson) == fold(house.register.log(lesson.id))
        published = journal.control_state(journal.control("intermediate-1")).published
        assert published.actor == "asanova"
        assert house.register.sealed(2) is None
        assert elsewhere.id not in sealed

    def test_totals_do_not_change_by_sealing(self, house):
        lesson = house.lesson()
        house.journal().record(lesson.id, [mark(0, 5)])
        slots = range(3)
        house.journal().record("intermediate-1", [points(slot, 20 + slot) for slot in slots])
        before = house.journal().totals()
        journal = house.journal()
        journal.publish(journal.control("intermediate-1"))
        assert journal.totals() == house.journal().totals() == before

    @pytest.mark.parametrize("actor", [ASANOVA, BEKOV, *NOT_TEACHERS], ids=lambda one: one.id)
    def test_afterwards_nobody_changes_anything(self, house, actor):
        lesson = house.lesson(works=("oral",))
        house.publish()
        kind = Locked if actor in (ASANOVA, BEKOV) else NotAllowed
        journal = house.journal(actor)
        if actor is not BEKOV:
            with house.refuses(kind, clause="4.3"):
                journal.record(lesson.id, [mark(0, 5)])
            with house.refuses(kind, clause="4.3"):
                journal.describe(lesson, works=["oral", "test"])
        with house.refuses(kind, clause="4.3"):
            journal.record("intermediate-1", [points(0, 1)])
        with house.refuses(kind, clause="4.3"):
            journal.publish(journal.control("intermediate-1"))

    def test_the_other_module_stays_open(self, house):
        lesson = house.lesson(IN_MODULE_2)
        house.publish()
        house.journal(on=IN_MODULE_2).record(lesson.id, [mark(0, 5)])
        house.journal(on=IN_MODULE_2).record("intermediate-2", [points(0, 5)])

    def test_a_control_of_no_module_locks_itself_alone(self, house):
        lesson = house.lesson()
        house.publish("independent")
        with house.refuses(Locked, clause="4.3"):
            house.journal().record("independent", [points(0, 1)])
        with house.refuses(Locked, clause="4.3"):
            house.journal().publish(house.journal().control("independent"))
        house.journal().record(lesson.id, [mark(0, 5)])
        house.journal().record("final", [points(0, 1)])

    @pytest.mark.parametrize("actor", [STRANGER, *NOT_TEACHERS], ids=lambda one: one.id)
    def test_only_teachers_of_the_journal_publish(self, house, actor):
        house.journal().record("intermediate-1", [points(slot, 20) for slot in range(3)])
        journal = house.journal(actor)
        with house.refuses(NotAllowed, clause="4.3"):
            journal.publish(journal.control("intermediate-1"))

    def test_after_the_window_it_is_too_late(self, house):
        house.journal().record("intermediate-1", [points(slot, 20) for slot in range(3)])
        journal = house.journal(on=AFTER_WINDOW_1)
        with house.refuses(Locked, clause="4.3"):
            journal.publish(journal.control("intermediate-1"))

    def test_a_component_of_another_scheme_publishes_nothing(self, house):
        foreign = attrs.evolve(house.journal().control("final"), id="foreign", module=1)
        with house.refuses(NotFound):
            house.journal().publish(foreign)

    def test_a_component_is_taken_as_the_journals_scheme_has_it(self, house):
        house.journal().record("intermediate-1", [points(slot, 20) for slot in range(3)])
        journal = house.journal()
        journal.publish(attrs.evolve(journal.control("intermediate-1"), module=2))
        assert house.register.sealed(1) is not None
        assert house.register.sealed(2) is None

    def test_a_second_check_of_the_module_is_sealed_with_it(self):
        scheme = shipped_schemes()["example-100"].replace("module = 2", "module = 1")
        house = House(scheme)
        house.journal().record("intermediate-2", [points(slot, 11) for slot in range(3)])
        before = house.journal().recorded(0)
        house.publish("intermediate-1")
        after, _ = house.journal().recorded(0)
        assert after["intermediate-2"] == before[0]["intermediate-2"] == Decimal(11)

    def test_a_second_check_of_the_module_must_be_filled_in_too(self):
        house = House(shipped_schemes()["example-100"].replace("module = 2", "module = 1"))
        house.journal().record("intermediate-1", [points(slot, 11) for slot in range(3)])
        journal = house.journal()
        with house.refuses(Invalid, clause="4.3", place="intermediate-2"):
            journal.publish(journal.control("intermediate-1"))


days = st.sampled_from([IN_MODULE_1, date(2026, 10, 31), IN_MODULE_2, date(2026, 12, 24)])
actors = st.sampled_from([ASANOVA, BEKOV, STRANGER, DEANERY, ADMINISTRATOR])
sheets = st.sampled_from(["lesson", "intermediate-1", "intermediate-2", "independent", "final"])
modules = st.sampled_from([1, 2])
attempts = st.one_of(
    st.tuples(st.just("open"), days, st.integers(1, 3)),
    st.tuples(st.just("describe"), modules, st.sampled_from([(), ("oral",), ("oral", "test")])),
    st.tuples(
        st.just("record"),
        sheets,
        st.builds(
            Write,
            st.integers(0, 3),
            st.integers(0, 2),
            st.sampled_from([EMPTY, 0, 1, 3, 400, 2500]),
        ),
    ),
    st.tuples(st.just("publish"), sheets, modules),
)


def attempt(house, lesson, journal, what, first, second):
    """One thing somebody might try, with forged arguments too."""
    if what == "open":
        for assignment in (STREAM, LABORATORY):
            journal.open_lesson(assignment, first, second, f"{assignment.id}-{first}-{second}")
    elif what == "describe":
        journal.describe(attrs.evolve(lesson, module=first), topic="Жаңы", works=second)
    elif what == "record":
        journal.record(lesson.id if first == "lesson" else first, [second])
    else:
        component = journal.control("final" if first == "lesson" else first)
        journal.publish(attrs.evolve(component, module=second))


def of_module_1(house):
    register = house.register
    lessons = [lesson for lesson in register.lessons() if lesson.module == 1]
    sheets = ["intermediate-1", *(lesson.id for lesson in lessons)]
    return lessons, [register.log(sheet) for sheet in sheets], register.sealed(1)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(actors, days, attempts), max_size=12))
def test_after_publication_nothing_anybody_tries_changes_the_module(tried):
    house = House()
    lesson = house.lesson(works=("oral",))
    house.publish()
    sealed = of_module_1(house)
    for actor, day, (what, *arguments) in tried:
        before = house.snapshot()
        try:
            attempt(house, lesson, house.journal(actor, day), what, *arguments)
        except Refusal:
            if what != "open":
                assert house.snapshot() == before
        assert of_module_1(house) == sealed


COUNTED = shipped_schemes()["example-100"].replace(
    'id = "independent"\n',
    'id = "independent"\nsource = "lesson-marks"\nlesson-marks = { strategy = "mean-scaled" }\n',
)


class TestTotals:
    def test_they_follow_from_the_controls(self, house):
        filled = {"intermediate-1": 28, "intermediate-2": 26, "independent": 9, "final": 25}
        on = date(2026, 10, 28)
        for component, value in filled.items():
            house.journal(on=on).record(component, [points(0, value)])
        totals = house.journal().totals()
        assert set(totals) == {0, 1, 2}
        assert (totals[0].points, totals[0].complete, totals[0].row.letter) == (88, True, "A")
        assert (totals[1].points, totals[1].complete) == (None, False)
        assert len(totals[1].missing) == 4

    def test_half_points_are_no_floats(self, house):
        house.journal().record("intermediate-1", [Write(0, Field.POINTS, 2650)])
        part = house.journal().totals()[0].parts["intermediate-1"]
        assert part == Decimal("26.5")
        assert type(part) is Decimal

    def test_a_journal_that_has_just_written_sees_it(self, house):
        journal = house.journal()
        assert journal.totals()[0].points is None
        journal.record("intermediate-1", [points(0, 28)])
        assert journal.totals()[0].points == 28

    def test_marks_of_lessons_count_where_the_scheme_says_so(self):
        house = House(COUNTED)
        first, second = house.lesson(slot=1), house.lesson(slot=2, works=("oral", "test"))
        journal = house.journal()
        assert "independent" not in journal.totals()[0].parts
        journal.record(first.id, [mark(0, 5), attendance(0, Attendance.PRESENT)])
        journal.record(second.id, [mark(0, 3), mark(0, 4, work=1), mark(1, 5)])
        assert journal.totals()[0].parts["independent"] == 8
        assert journal.totals()[1].parts["independent"] == 10
        before = house.journal().totals([0, 1])
        house.publish()
        after = house.journal().totals([0, 1])
        for slot in (0, 1):
            assert after[slot].parts["independent"] == before[slot].parts["independent"]

    def test_computed_points_are_not_entered_by_hand(self):
        house = House(COUNTED)
        with house.refuses(Invalid, place="sheet", clause="2.9") as caught:
            house.journal().record("independent", [points(0, 5)])
        assert str(caught.value) == "independent is computed from the marks of the lessons."

    def test_a_value_that_is_no_hundredths_is_refused_with_how_to_write_it(self, house):
        lesson = house.lesson()
        with house.refuses(Invalid, place="lesson", clause="2.4") as caught:
            house.journal().record(lesson.id, [Write(0, Field.FIRST_WORK, 5)])
        assert str(caught.value.advice) == "A value is whole hundredths: 5 is written as 500."

    def test_some_of_them(self, house):
        assert set(house.journal().totals([1])) == {1}

    def test_a_cleared_value_counts_as_missing_again(self, house):
        house.journal().record("intermediate-1", [points(0, 28)])
        house.journal().record("intermediate-1", [Write(0, Field.POINTS, EMPTY)])
        assert house.journal().totals()[0].points is None


class TestReading:
    def test_a_journal_lies_in_its_group_units_and_university(self, house):
        assert house.journal().scopes == (
            Scope(ScopeKind.JOURNAL, JOURNAL),
            Scope(ScopeKind.GROUP, "АУБ-1-24"),
            Scope(ScopeKind.UNIT, "algebra"),
            Scope(ScopeKind.UNIT, "math"),
            UNIVERSITY,
        )
        assert unit_scopes(house.university, "") == (UNIVERSITY,)

    def test_a_unit_below_itself_is_refused(self, house):
        units = house.university.units
        units.put(attrs.evolve(units.get("math"), parent="algebra"))
        with pytest.raises(Invalid) as refused:
            unit_scopes(house.university, "algebra")
        assert refused.value.place == "units.algebra"

    def test_the_journal_as_a_whole_is_asked_about_with_all_its_assignments(self, house):
        scopes = house.journal().facts.scopes
        assert scopes[2:] == house.journal().scopes
        assert {scope.id for scope in scopes[:2]} == {STREAM.id, LABORATORY.id}
        assert STREAM.is_stream
        assert not LABORATORY.is_stream

    def test_an_unknown_control_is_not_found(self, house):
        with pytest.raises(NotFound):
            house.journal().control("none")

    @pytest.mark.parametrize(
        ("zone", "request_id", "words"),
        [(None, "r", "has a zone"), (BISHKEK, "", "the id"), (BISHKEK, " ", "the id")],
    )
    def test_an_act_has_a_zone_and_a_request(self, zone, request_id, words):
        at = datetime(2026, 10, 5, 9, tzinfo=zone)
        with pytest.raises(ValueError, match=words):
            Act(ASANOVA, at, request_id)

    def test_the_day_of_an_act_is_the_universitys(self):
        act = Act(ASANOVA, datetime(2026, 10, 5, 0, 30, tzinfo=BISHKEK), "r")
        assert act.today == date(2026, 10, 5)
        assert act.millis == 1_791_138_600_000
