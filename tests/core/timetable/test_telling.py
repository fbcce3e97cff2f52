"""Teachers and students are told of what changes in the next days, nobody else (3.7)."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pytest

from oshj_core.notices import NoticeKind
from oshj_core.people import PersonName, Student
from oshj_core.testing.inspections import MemoryNotices
from oshj_core.timetable import Change, extra_lesson
from tests.core.builders import LABORATORY, SEMESTER
from tests.core.timetable.test_arranging import BELLS, MONDAY, Office, weekly

FRIDAY = MONDAY - timedelta(days=3)


class Told(Office):
    """The office with students, and their notices."""

    def __init__(self):
        super().__init__()
        self.notices = MemoryNotices()
        for code, group, subgroup, active in (
            ("s1", "АУБ-1-24", 1, True),
            ("s2", "АУБ-1-24", 2, True),
            ("left", "АУБ-1-24", 1, False),
            ("s3", "АУБ-2-24", 0, True),
            ("far", "ФИЗ-1-24", 0, True),
        ):
            name = PersonName("Асанов", "Азамат")
            self.university.students.put(Student(code, name, group, subgroup, active))

    def arranging(self, *args, on=FRIDAY, **kw):
        return attrs.evolve(super().arranging(*args, on=on, **kw), notices=self.notices)

    def told(self):
        people = ("asanova", "bekov", "s1", "s2", "left", "s3", "far", "admin")
        return {person: own for person in people if (own := self.notices.of(person))}


@pytest.fixture
def office():
    office = Told()
    attrs.evolve(office.arranging(), notices=None).add(weekly(room="214"))
    return office


def cancel(office, day=MONDAY, reason="оору", **kw):
    change = Change("algebra", day, cancelled=True, reason=reason)
    return office.arranging(**kw).change(change)


def test_a_cancelled_lesson_is_told_to_its_teacher_and_its_students(office):
    cancel(office)
    told = office.told()
    assert set(told) == {"asanova", "s1", "s2", "s3"}
    (notice,) = told["s3"]
    assert notice.kind is NoticeKind.LESSON_CANCELLED
    assert notice.about == "timetable:2026-10-05"
    assert "05.10.2026" in str(notice.text)
    assert "оору" in str(notice.text)


def test_the_same_again_tells_nothing_more(office):
    cancel(office)
    cancel(office)
    assert [len(own) for own in office.told().values()] == [1, 1, 1, 1]


def test_a_moved_lesson_says_where_and_when_and_tells_both_teachers(office):
    change = Change(
        "algebra",
        MONDAY,
        day=MONDAY + timedelta(1),
        slot=3,
        time=BELLS.interval(3),
        room="5",
        teacher="bekov",
        reason="майрам",
    )
    office.arranging().change(change)
    assert set(office.told()) == {"asanova", "bekov", "s1", "s2", "s3"}
    notice = office.told()["bekov"][0]
    assert notice.kind is NoticeKind.LESSON_MOVED
    values = dict(notice.values)
    assert (values["day"], values["slot"]) == ("05.10.2026", "1")
    assert (values["to_day"], values["to_slot"], values["room"]) == ("06.10.2026", "3", "5")
    assert notice.about == "timetable:2026-10-06"


def test_a_lesson_held_as_planned_again_is_told(office):
    cancel(office)
    office.arranging(on=MONDAY).restore("algebra", MONDAY, "айыкты")
    kinds = {one.kind for one in office.told()["s1"]}
    assert kinds == {NoticeKind.LESSON_CANCELLED, NoticeKind.LESSON_AS_PLANNED}


def test_an_extra_lesson_of_a_subgroup_is_told_to_that_subgroup(office):
    extra = extra_lesson("more", LABORATORY, SEMESTER, BELLS, MONDAY + timedelta(2), 2)
    office.arranging().add(extra)
    told = office.told()
    assert {one.kind for own in told.values() for one in own} == {NoticeKind.LESSON_ADDED}
    assert set(told) == {"bekov", "s1"}


def test_what_is_far_ahead_or_past_is_not_told(office):
    cancel(office, on=date(2026, 9, 1))
    assert office.told() == {}
    cancel(office, day=MONDAY - timedelta(7), reason="өттү")
    assert office.told() == {}


def test_weekly_lessons_that_change_in_the_semester_are_told(office):
    later = attrs.evolve(weekly("new", slot=2), starts=MONDAY)
    office.arranging().replace("algebra", later, "бөлмө алмашты")
    (notice,) = office.told()["s1"]
    assert notice.kind is NoticeKind.TIMETABLE_CHANGED
    assert dict(notice.values)["day"] == "05.10.2026"
    office.arranging(on=MONDAY).remove("new", "ката")
    assert len(office.told()["asanova"]) == 2


def test_making_a_timetable_before_the_semester_tells_nothing(office):
    office.arranging(on=date(2026, 8, 25)).remove("algebra", "ката")
    assert office.told() == {}
