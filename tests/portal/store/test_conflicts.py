"""Two people at once: what can stand together is merged, the rest is told to the later one."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import pytest
from ZODB.POSException import ConflictError

from oshj_core.audit import AuditEvent
from oshj_core.errors import Locked, NotAllowed, NotFound
from oshj_core.journal import Write
from oshj_core.journal.withdrawing import withdraw_lesson
from oshj_core.ports import Lesson, Member
from oshj_core.register import Attendance, Field, PackedSheet
from oshj_core.structure import LessonKind
from oshj_core.testing.contracts.ports import LECTURE
from oshj_portal.store import Site
from tests.portal.store.house import DAY, JOURNAL, furnish, journal, publish, scan

LESSON = "abcdefghij"
Act = Callable[[Site], object]


@pytest.fixture
def database(database):
    """A database with a journal that has one lesson, and with nothing in its caches."""
    with database.site() as site:
        furnish(site)
        journal(site).open_lesson(LECTURE, DAY, 1, LESSON)
    database.reopen()
    return database


def at_once(database, earlier: Act, later: Act) -> None:
    """Both act on what they see before either is stored; ``earlier`` is stored first."""
    with database.site() as second:
        later(second)
        with database.site() as first:
            earlier(first)


def attending(slot: int, value: Attendance) -> Act:
    """The teacher says who was there."""
    write = Write(slot, Field.ATTENDANCE, value)
    return lambda site: journal(site, f"{slot}-{value}").record(LESSON, [write])


def scanning(slot: int, sheet: str = LESSON) -> Act:
    """A student checks in."""
    return lambda site: site.registers.get(JOURNAL).append(sheet, scan(slot))


def opening(slot: int, identifier: str) -> Act:
    """The teacher opens a lesson."""
    return lambda site: journal(site, identifier).open_lesson(LECTURE, DAY, slot, identifier)


def enrolling(student: str) -> Act:
    """The lists bring a student."""
    return lambda site: site.registers.get(JOURNAL).enrol(Member(student))


def attendance(database) -> list[Attendance | None]:
    """What the lesson says of its two students."""
    with database.site() as site:
        taught = journal(site)
        state = taught.state(taught.register.lesson(LESSON))
        return [state.attendance(slot) for slot in (0, 1)]


def test_scans_that_come_together_all_stay(database):
    at_once(database, scanning(0), scanning(1))
    assert attendance(database) == [Attendance.PRESENT, Attendance.PRESENT]


def test_two_teachers_fill_different_cells(database):
    at_once(database, attending(0, Attendance.PRESENT), attending(1, Attendance.ABSENT))
    assert attendance(database) == [Attendance.PRESENT, Attendance.ABSENT]


def test_the_second_teacher_in_the_same_cell_has_to_look_again(database):
    with pytest.raises(ConflictError):
        at_once(database, attending(0, Attendance.ABSENT), attending(0, Attendance.PRESENT))
    assert attendance(database) == [Attendance.ABSENT, None]


def test_a_mark_does_not_slip_past_a_publication(database):
    with pytest.raises(ConflictError):
        at_once(database, publish, attending(0, Attendance.PRESENT))
    assert attendance(database) == [None, None]
    with database.site() as site, pytest.raises(Locked):
        attending(0, Attendance.PRESENT)(site)


def withdrawing(site: Site) -> None:
    """The teacher takes the lesson back."""
    taught = journal(site, "withdrawing")
    withdraw_lesson([taught], taught.register.lesson(LESSON), "Жаңылыш ачылды")


@pytest.mark.parametrize("entering", [attending(0, Attendance.PRESENT), scanning(0)])
def test_nothing_is_entered_past_a_withdrawal(database, entering):
    with pytest.raises(ConflictError):
        at_once(database, withdrawing, entering)
    assert attendance(database) == [None, None]
    with database.site() as site, pytest.raises(NotFound):
        attending(0, Attendance.PRESENT)(site)


@pytest.mark.parametrize("entering", [attending(0, Attendance.PRESENT), scanning(0)])
def test_a_withdrawal_does_not_slip_past_what_is_entered(database, entering):
    with pytest.raises(ConflictError):
        at_once(database, entering, withdrawing)
    assert attendance(database) == [Attendance.PRESENT, None]
    with database.site() as site, pytest.raises(NotAllowed):
        withdrawing(site)


def test_a_publication_does_not_slip_past_a_mark(database):
    with pytest.raises(ConflictError):
        at_once(database, attending(0, Attendance.PRESENT), publish)
    with database.site() as site:
        assert site.registers.get(JOURNAL).sealed(1) is None


def test_a_publication_does_not_slip_past_the_points_of_the_modules_other_control(database):
    with database.site() as site:
        register = site.registers.get(JOURNAL)
        text = register.scheme.replace("module = 2", "module = 1")
        other = site.registers.create("Б-1:algebra:2026-1", "Б-1", "algebra", "2026-1", text)
        register._scheme = other._scheme
        points = [Write(slot, Field.POINTS, 1000) for slot in (0, 1)]
        journal(site).record("intermediate-2", points)
    lower = [Write(0, Field.POINTS, 500)]
    with pytest.raises(ConflictError):
        at_once(database, lambda site: journal(site, "r2").record("intermediate-2", lower), publish)
    with database.site() as site:
        assert site.registers.get(JOURNAL).sealed(1) is None


def test_a_publication_does_not_slip_past_a_lesson_that_is_opened(database):
    with pytest.raises(ConflictError):
        at_once(database, opening(2, "other"), publish)


def test_a_lesson_that_is_opened_does_not_slip_past_a_publication(database):
    with pytest.raises(ConflictError):
        at_once(database, publish, opening(2, "other"))


def test_those_who_watch_the_same_lock_do_not_disturb_one_another(database):
    at_once(database, opening(2, "other"), attending(0, Attendance.PRESENT))
    assert attendance(database) == [Attendance.PRESENT, None]


def test_a_sheet_nobody_entered_yet_is_watched_too(database):
    with pytest.raises(ConflictError):
        at_once(
            database,
            scanning(0, "new"),
            lambda site: site.registers.get(JOURNAL).watch("new"),
        )


def test_lessons_opened_in_two_tabs_both_stay(database):
    at_once(database, opening(3, "third"), opening(2, "second"))
    with database.site() as site:
        lessons = site.registers.get(JOURNAL).lessons()
        assert [lesson.id for lesson in lessons] == [LESSON, "second", "third"]


def test_one_hour_opened_in_two_tabs_is_one_lesson(database):
    with pytest.raises(ConflictError):
        at_once(database, opening(3, "third"), opening(3, "twin"))
    with database.site() as site:
        assert opening(3, "twin")(site).id == "third"


def test_a_lesson_can_be_moved_while_students_scan(database):
    moved = Lesson(LESSON, "a1", "t1", DAY, 5, LessonKind.LECTURE, 1)
    at_once(database, scanning(1), lambda site: site.registers.get(JOURNAL).put_lesson(moved))
    with database.site() as site:
        register = site.registers.get(JOURNAL)
        assert register.lesson(LESSON) == moved
        assert register.log(LESSON)[-1] == scan(1)


def test_two_students_enrolled_at_once_do_not_share_a_slot(database):
    with pytest.raises(ConflictError):
        at_once(database, enrolling("x1"), enrolling("x2"))


def test_a_module_is_sealed_with_the_roster_that_was_packed(database):
    sheets = {LESSON: PackedSheet((), ())}
    with pytest.raises(ConflictError):
        at_once(
            database,
            enrolling("x1"),
            lambda site: site.registers.get(JOURNAL).seal(1, sheets),
        )


def test_events_of_two_processes_both_stay(database):
    first = AuditEvent(1, "admin", "role.give", "person:t1")
    second = attrs.evolve(first, actor="dean")
    at_once(database, lambda site: site.audit.append(first), lambda site: site.audit.append(second))
    with database.site() as site:
        assert set(site.audit.about("person:t1")) == {first, second}
        assert set(site.audit.latest(5)) == {first, second}
