"""The contract of the port that keeps a timetable."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from oshj_core.errors import NotFound
from oshj_core.timetable import Change, Interval, WeeklyLesson, Weeks

LESSON = WeeklyLesson(
    "l1",
    "2026-1",
    "a1",
    "t1",
    ("АУБ-1-24", "АУБ-2-24"),
    1,
    2,
    Interval(570, 650),
    date(2026, 9, 1),
    date(2027, 1, 24),
    Weeks.ODD,
    0,
    "214",
    "башкы",
)
MONDAY, NEXT = date(2026, 9, 14), date(2026, 9, 28)


class TimetableStoreContract:
    """Lessons and changes come back equal; the questions follow both."""

    @pytest.fixture
    def timetable(self) -> Any:
        raise NotImplementedError("override with a fixture that gives an empty TimetableStore")

    def test_a_lesson_comes_back_equal(self, timetable: Any) -> None:
        extra = attrs.evolve(
            LESSON, id="l0", starts=MONDAY, ends=MONDAY, weeks=Weeks.EVERY, extra=True, subgroup=2
        )
        assert timetable.find("l1") is None
        timetable.put(LESSON)
        timetable.put(extra)
        assert timetable.get("l1") == timetable.find("l1") == LESSON
        assert list(timetable.in_semester("2026-1")) == [extra, LESSON]
        assert list(timetable.in_semester("2026-2")) == []

    def test_a_lesson_is_replaced_and_removed_with_its_changes(self, timetable: Any) -> None:
        timetable.put(LESSON)
        timetable.put_change(Change("l1", MONDAY, cancelled=True, reason="майрам"))
        moved = attrs.evolve(LESSON, room="301", teacher="t2", groups=("АУБ-1-24",))
        timetable.put(moved)
        assert list(timetable.in_semester("2026-1")) == [moved]
        assert list(timetable.of_group("2026-1", "АУБ-2-24")) == []
        assert list(timetable.of_teacher("2026-1", "t1")) == []
        assert list(timetable.in_room("2026-1", "башкы", "214")) == []
        assert len(timetable.changes_of("l1")) == 1
        timetable.remove("l1")
        assert list(timetable.in_semester("2026-1")) == []
        timetable.put(LESSON)
        assert list(timetable.changes_of("l1")) == []

    def test_the_questions_are_of_one_semester(self, timetable: Any) -> None:
        timetable.put(LESSON)
        for semester, expected in (("2026-1", [LESSON]), ("2026-2", [])):
            assert list(timetable.of_teacher(semester, "t1")) == expected
            assert list(timetable.of_group(semester, "АУБ-2-24")) == expected
            assert list(timetable.in_room(semester, "башкы", "214")) == expected
        assert list(timetable.in_room("2026-1", "", "214")) == []

    def test_a_change_brings_a_lesson_to_a_teacher_and_a_room(self, timetable: Any) -> None:
        timetable.put(LESSON)
        timetable.put_change(Change("l1", MONDAY, teacher="t2", room="101", reason="оору"))
        assert list(timetable.of_teacher("2026-1", "t2")) == [LESSON]
        assert list(timetable.of_teacher("2026-1", "t1")) == [LESSON]
        assert list(timetable.in_room("2026-1", "башкы", "101")) == [LESSON]
        assert list(timetable.in_room("2026-1", "башкы", "214")) == [LESSON]
        timetable.drop_change("l1", MONDAY)
        assert list(timetable.of_teacher("2026-1", "t2")) == []
        assert list(timetable.in_room("2026-1", "башкы", "101")) == []

    def test_changes_come_back_equal_and_by_day(self, timetable: Any) -> None:
        timetable.put(LESSON)
        later = Change("l1", NEXT, cancelled=True, reason="майрам")
        moved = Change("l1", MONDAY, False, NEXT, 1, Interval(480, 560), "", "", "t2", "оору")
        timetable.put_change(later)
        timetable.put_change(Change("l1", MONDAY, room="1"))
        timetable.put_change(moved)
        assert list(timetable.changes_of("l1")) == [moved, later]
        timetable.drop_change("l1", MONDAY)
        assert list(timetable.changes_of("l1")) == [later]

    def test_what_is_not_there_is_refused(self, timetable: Any) -> None:
        assert list(timetable.changes_of("none")) == []
        with pytest.raises(NotFound):
            timetable.get("none")
        with pytest.raises(NotFound):
            timetable.remove("none")
        with pytest.raises(NotFound):
            timetable.put_change(Change("none", MONDAY))
        with pytest.raises(NotFound):
            timetable.drop_change("none", MONDAY)
