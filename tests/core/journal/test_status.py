"""How far a lesson and a journal are filled in (3.4, 4.3)."""

from datetime import date, timedelta

import pytest

from oshj_core.journal.status import FillIn, LessonStatus, fill_in, lesson_status, status_of
from oshj_core.register import Attendance, Field, SheetState
from tests.core.builders import IN_MODULE_1, LABORATORY, House, attendance, teacher_of

DAY = date(2026, 10, 5)
PRESENT = {(0, Field.ATTENDANCE): 1, (1, Field.ATTENDANCE): 3}


@pytest.mark.parametrize(
    ("cells", "facts", "days_later", "status"),
    [
        ({}, {}, 0, LessonStatus.NOT_STARTED),
        ({}, {"works": "oral"}, 0, LessonStatus.NOT_STARTED),
        ({}, {"topic": "Матрица"}, 0, LessonStatus.OPEN),
        ({(0, Field.ATTENDANCE): 1}, {}, 0, LessonStatus.OPEN),
        (PRESENT, {}, 0, LessonStatus.OPEN),
        ({(0, 1): 400, (1, 1): 400}, {"topic": "Матрица"}, 0, LessonStatus.OPEN),
        (PRESENT, {"topic": "Матрица"}, 0, LessonStatus.FILLED),
        (PRESENT, {"topic": "Матрица"}, 9, LessonStatus.FILLED),
        ({}, {}, 1, LessonStatus.OVERDUE),
        (PRESENT, {}, 1, LessonStatus.OVERDUE),
    ],
)
def test_a_lesson_is_filled_by_topic_and_everybodys_attendance(cells, facts, days_later, status):
    today = DAY + timedelta(days=days_later)
    assert status_of(SheetState(cells, facts), (0, 1), DAY, today) is status


def test_only_those_who_belong_to_the_lesson_count(house: House):
    lesson = house.lesson(under=LABORATORY)
    teacher = teacher_of(LABORATORY)
    journal = house.journal(teacher)
    journal.describe(lesson, topic="Матрица")
    slots = [slot for slot, _ in journal.members_on(lesson)]
    assert len(slots) == 1
    house.journal(teacher).record(lesson.id, [attendance(slots[0], Attendance.LATE)])
    assert lesson_status(house.journal(teacher), lesson) is LessonStatus.FILLED


def test_the_fill_in_of_a_journal_counts_filled_lessons(house: House):
    filled, empty = house.lesson(slot=1), house.lesson(slot=2)
    assert fill_in(house.journal()) == FillIn(0, 2)
    house.journal().describe(filled, topic="Матрица")
    house.journal().record(filled.id, [attendance(slot, 1) for slot in range(3)])
    assert fill_in(house.journal()) == FillIn(1, 2)
    assert fill_in(house.journal(), [filled]).percent == 100
    assert fill_in(house.journal(), [empty]).percent == 0
    assert house.journal(on=IN_MODULE_1).act.today == filled.date


def test_a_percentage_is_rounded_down_and_missing_without_lessons():
    assert FillIn(199, 200).percent == 99
    assert FillIn(0, 0).percent is None
