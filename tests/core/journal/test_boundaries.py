"""What the journal promises at its edges: which sheets it watches, what it names, what it keeps."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from oshj_core.closing import close_semester
from oshj_core.decisions import STATES
from oshj_core.errors import Invalid, NotFound, SchemeError
from oshj_core.grading import shipped_schemes
from oshj_core.journal import Act, Journal, locks_of
from oshj_core.journal.ids import lesson_id
from oshj_core.journal.opening import MAX_ROOM, open_for_all
from oshj_core.journal.writing import MAX_TOPIC, next_entry
from oshj_core.register import Attendance, Entry, EntryKind, Field, cells_of, corrected
from oshj_core.roles import UNIVERSITY, Role, State
from oshj_core.testing import MemoryAudit, MemoryUniversity
from tests.core.builders import (
    ASANOVA,
    GROUP,
    IN_MODULE_1,
    IN_MODULE_2,
    JOURNAL,
    LABORATORY,
    NEIGHBOUR_JOURNAL,
    SEMESTER,
    STREAM,
    attendance,
    holder,
    mark,
    points,
)

FIRST, SECOND = lesson_id(b"first!"), lesson_id(b"second")


@pytest.fixture
def watched(house, monkeypatch):
    """The sheets of the register that were watched so far."""
    sheets = []
    monkeypatch.setattr(type(house.register), "watch", lambda _, sheet: sheets.append(sheet))
    return sheets


class TestWatching:
    """A mark and the publication of its total at the same time: one of them has to fail (4.3)."""

    def test_whoever_writes_in_a_module_watches_its_controls(self, house, watched):
        opened = house.journal().open_lesson(STREAM, IN_MODULE_1, 1, FIRST)
        assert watched == ["intermediate-1"]
        watched.clear()
        house.journal().describe(opened, topic="Матрица")
        assert watched == ["intermediate-1"]
        watched.clear()
        house.journal().record(FIRST, [attendance(0, Attendance.LATE)])
        assert watched == ["intermediate-1"]

    def test_what_changes_nothing_watches_nothing(self, house, watched):
        opened = house.journal().open_lesson(STREAM, IN_MODULE_1, 1, FIRST)
        house.journal().record(FIRST, [attendance(0, Attendance.LATE)])
        watched.clear()
        house.journal().record(FIRST, [attendance(0, Attendance.LATE)])
        before = house.snapshot()
        house.journal().describe(opened)
        house.journal().describe(opened, topic="", task=" ")
        assert watched == []
        assert house.snapshot() == before

    def test_a_control_of_no_module_has_nothing_to_watch(self, house, watched):
        house.journal().record("final", [points(0, 20)])
        assert watched == []

    def test_who_publishes_watches_the_total_and_the_lessons_of_the_module(self, house, watched):
        house.lesson(slot=1)
        house.lesson(slot=2)
        house.lesson(IN_MODULE_2)
        slots = range(len(house.register.roster()))
        house.journal().record("intermediate-1", [points(slot, 5) for slot in slots])
        watched.clear()
        journal = house.journal()
        journal.publish(journal.control("intermediate-1"))
        first, second, _ = house.register.lessons()
        assert watched == ["intermediate-1", first.id, second.id]


class TestWhatLocked:
    def test_each_module_names_its_own_publication(self, house):
        house.publish("intermediate-1", IN_MODULE_1)
        house.publish("intermediate-2", IN_MODULE_2)
        causes = {
            control: next(
                str(lock.cause)
                for lock in locks_of(house.journal(on=IN_MODULE_2), control)
                if lock.state is State.PUBLISHED
            )
            for control in ("intermediate-1", "intermediate-2")
        }
        assert causes == {
            "intermediate-1": "The intermediate total was published on 05.10.2026 by asanova.",
            "intermediate-2": "The intermediate total was published on 02.11.2026 by asanova.",
        }

    def test_a_control_of_no_module_names_its_own(self, house):
        house.publish("intermediate-1", IN_MODULE_1)
        house.publish("final", IN_MODULE_2)
        (lock,) = locks_of(house.journal(on=IN_MODULE_2), "final")
        assert "02.11.2026" in str(lock.cause)

    def test_a_module_that_was_sealed_by_nobody_says_at_least_that(self, house):
        house.register.seal(1, {})
        (lock,) = locks_of(house.journal(), "intermediate-1")
        assert lock.cause == STATES[State.PUBLISHED].reason


class TestSealed:
    def test_what_comes_after_the_seal_is_not_in_it(self, house):
        # A store that merged too late must not change what was published.
        lesson = house.lesson()
        house.journal().record(lesson.id, [mark(0, 5)])
        house.publish()
        late = Entry(EntryKind.CELLS, 2**45, "asanova", "late", cells_of([(0, 1, 200)]))
        house.register.append(lesson.id, late)
        assert house.journal().state(lesson).value(0, Field.FIRST_WORK) == 500

    def test_it_holds_the_lessons_and_controls_of_its_module(self, house):
        lesson = house.lesson()
        house.lesson(IN_MODULE_2)
        house.publish()
        assert set(house.register.sealed(1)) == {lesson.id, "intermediate-1"}
        assert house.register.sealed(2) is None

    def test_a_control_of_no_module_seals_nothing(self, house):
        house.publish("final")
        assert house.register.sealed(1) is None
        assert house.journal().control_state(house.journal().control("final")).published

    def test_a_control_of_no_module_is_published_when_it_is_full(self, house):
        house.journal().record("final", [points(0, 20)])
        journal = house.journal()
        with house.refuses(Invalid, clause="4.3", place="final"):
            journal.publish(journal.control("final"))


class TestForgetting:
    def test_all_is_read_anew(self, house):
        lesson = house.lesson()
        reader = house.journal()
        assert reader.state(lesson).attendance(0) is None
        house.journal().record(lesson.id, [attendance(0, Attendance.LATE)])
        assert reader.state(lesson).attendance(0) is None
        reader.forget()
        assert reader.state(lesson).attendance(0) is Attendance.LATE

    def test_one_sheet_alone_is_read_anew(self, house):
        one, other = house.lesson(slot=1), house.lesson(slot=2)
        reader = house.journal()
        before = reader.state(one), reader.state(other)
        reader.forget(one.id)
        assert reader.state(one) is not before[0]
        assert reader.state(other) is before[1]

    def test_a_corrected_module_is_read_anew(self, house):
        lesson = house.lesson()
        house.journal().record(lesson.id, [mark(0, 5)])
        house.publish()
        reader = house.journal()
        assert reader.state(lesson).value(0, Field.FIRST_WORK) == 500
        sealed = house.register.sealed(1)
        correction = Entry(EntryKind.CORRECTION, 2**45, "asanova", "act", cells_of([(0, 1, 400)]))
        slots = len(house.register.roster())
        house.register.seal(
            1, {**sealed, lesson.id: corrected(sealed[lesson.id], correction, slots)}
        )
        reader.forget()
        assert reader.state(lesson).value(0, Field.FIRST_WORK) == 400


class TestMembers:
    def test_each_day_and_each_subgroup_has_its_own(self, house):
        for number, member in enumerate(house.register.roster()):
            house.register.enrol(attrs.evolve(member, subgroup=min(number, 1) + 1))
        first, *others = house.register.roster()
        house.register.enrol(attrs.evolve(first, left=IN_MODULE_2))
        whole, part = house.lesson(), house.lesson(under=LABORATORY)
        later = house.lesson(IN_MODULE_2)
        journal = house.journal(on=IN_MODULE_2)
        rest = [member.student for member in others]
        assert [
            [member.student for _, member in journal.members_on(lesson)]
            for lesson in (whole, part, later)
        ] == [[first.student, *rest], [first.student], rest]


class TestNames:
    def test_a_control_that_is_not_there(self, house):
        with pytest.raises(NotFound) as caught:
            house.journal().control("none")
        assert (caught.value.kind, caught.value.identifier) == ("control", "none")

    def test_a_scheme_that_cannot_be_read(self, house):
        broken = house.registers.create("broken", GROUP, "physics", SEMESTER.id, "no scheme")
        with pytest.raises(SchemeError) as caught:
            _ = house.journal(of=broken.id).scheme
        assert caught.value.source == "journal"

    def test_lesson_marks_count_where_the_scheme_says_so(self, house):
        assert not house.journal().counts_lesson_marks
        counting = shipped_schemes()["school-5"]
        register = house.registers.create("school", GROUP, "physics", SEMESTER.id, counting)
        assert house.journal(of=register.id).counts_lesson_marks


class TestOpening:
    def test_an_opened_lesson_is_in_the_log_with_its_day(self, house):
        house.journal().open_lesson(STREAM, IN_MODULE_1, 1, FIRST)
        (entry,) = house.register.log(FIRST)
        assert entry.kind is EntryKind.FACTS
        assert entry.facts == (("opened", "2026-10-05"),)
        assert (entry.actor, entry.cells, entry.reason) == ("asanova", b"", "")

    def test_a_group_alone(self, house):
        opened = open_for_all([house.journal()], STREAM, IN_MODULE_1, 2, FIRST)
        assert opened == house.register.lesson(FIRST)

    def test_two_hours_of_one_day(self, house):
        journals = [house.journal(of=of) for of in (JOURNAL, NEIGHBOUR_JOURNAL)]
        open_for_all(journals, STREAM, IN_MODULE_1, 2, FIRST)
        journals = [house.journal(of=of) for of in (JOURNAL, NEIGHBOUR_JOURNAL)]
        assert open_for_all(journals, STREAM, IN_MODULE_1, 3, SECOND).id == SECOND

    def test_an_id_that_is_taken_in_the_second_group_only(self, house):
        house.journal(of=NEIGHBOUR_JOURNAL).open_lesson(STREAM, IN_MODULE_1, 1, FIRST)
        with house.refuses(Invalid, place="lesson"):
            journals = [house.journal(of=of) for of in (JOURNAL, NEIGHBOUR_JOURNAL)]
            open_for_all(journals, STREAM, IN_MODULE_1, 2, FIRST)

    def test_the_longest_room_and_topic(self, house):
        room, topic = "х" * MAX_ROOM, "т" * MAX_TOPIC
        opened = open_for_all([house.journal()], STREAM, IN_MODULE_1, 2, FIRST, room=room)
        assert opened.room == room
        house.journal().describe(opened, topic=topic)
        assert house.journal().state(opened).facts["topic"] == topic
        with house.refuses(Invalid, place="room"):
            open_for_all([house.journal()], STREAM, IN_MODULE_1, 3, SECOND, room=room + "х")
        with house.refuses(Invalid, place="topic"):
            house.journal().describe(opened, topic=topic + "т")

    def test_the_deanery_of_the_unit_may_not_open_it(self, house):
        # The scopes of a lesson to be opened are its assignment and everything above it.
        facts = house.journal().facts
        assert {scope.kind.value for scope in facts.scopes} == {
            "assignment",
            "journal",
            "group",
            "unit",
            "university",
        }


def test_an_entry_comes_after_everything_seen(house):
    act = house.journal().act
    seen = Entry(EntryKind.CELLS, act.millis + 5, "t", "r")
    assert next_entry([seen], act, EntryKind.CELLS).at == act.millis + 6
    alone = next_entry([], act, EntryKind.CELLS)
    assert alone == Entry(EntryKind.CELLS, act.millis, "asanova", act.request, b"", (), "")


def test_a_semester_that_lasts_is_not_closed(house):
    holder_of_the_right = holder("edu", Role.EDUCATION_DEPARTMENT, UNIVERSITY)
    act = house.journal(holder_of_the_right, SEMESTER.ends).act
    with house.refuses(Invalid, clause="5.2", place="semester"):
        close_semester(house.university, MemoryAudit(), act, SEMESTER.id, "буйрук")


def test_a_journal_without_its_semester_is_none(house):
    with pytest.raises(NotFound):
        Journal(house.register, MemoryUniversity(), Act(ASANOVA, house.journal().act.at, "r"))


def test_subgroups_are_taught_apart(house):
    lesson = house.lesson(date(2026, 10, 6), under=LABORATORY)
    slots = [slot for slot, _ in house.journal().members_on(lesson)]
    members = house.register.roster()
    assert slots == [slot for slot, one in enumerate(members) if one.subgroup == 1]
