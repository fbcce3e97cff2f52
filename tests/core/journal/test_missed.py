"""A control somebody did not come to: from the register to the conclusion, the resit and the
transcript (2.4, 2.9)."""

from datetime import date

import pytest

from oshj_core.corrections import Correcting
from oshj_core.errors import Invalid
from oshj_core.grading import (
    Absence,
    Attempt,
    AttemptKind,
    Outcome,
    admission,
    final_result,
    resit_right,
    result_of,
    shipped_schemes,
    transcript,
)
from oshj_core.journal import Write
from oshj_core.register import CLEARED, Attendance, Field, Missed, unpack
from oshj_core.structure import ControlForm
from oshj_core.testing import MemoryAudit, MemoryCorrections
from tests.core.builders import (
    ASANOVA,
    DEANERY,
    IN_MODULE_1,
    IN_MODULE_2,
    SEMESTER,
    House,
    attendance,
    points,
)

EXAM_DAY = date(2027, 1, 11)
RESIT_DAY = date(2027, 1, 20)


def missed(slot, how):
    return Write(slot, Field.POINTS, how)


def enter(house, day, sheet, *writes):
    house.journal(on=day).record(sheet, writes)


def publish(house, day, sheet):
    journal = house.journal(on=day)
    journal.publish(journal.control(sheet))


@pytest.fixture
def before_exam(house):
    """Everybody has points in everything but the exam."""
    for day, sheet, value in (
        (IN_MODULE_1, "intermediate-1", 25),
        (IN_MODULE_2, "intermediate-2", 25),
        (EXAM_DAY, "independent", 8),
    ):
        enter(house, day, sheet, *(points(slot, value) for slot in range(3)))
    return house


class TestTheCell:
    def test_it_is_the_attendance_below_zero(self):
        assert [Attendance(-one) for one in Missed] == [Attendance.ABSENT, Attendance.EXCUSED]
        assert CLEARED not in list(Missed)

    def test_it_holds_points_or_that_nobody_came_and_never_both(self, house):
        enter(house, IN_MODULE_1, "intermediate-1", points(0, 20))
        enter(house, IN_MODULE_1, "intermediate-1", missed(0, Missed.ABSENT))
        journal = house.journal()
        assert journal.absences(0) == {"intermediate-1": Absence.UNEXCUSED}
        assert journal.recorded(0) == ({}, ())
        enter(house, IN_MODULE_1, "intermediate-1", points(0, 21))
        assert house.journal().absences(0) == {}
        assert house.journal().totals()[0].points == 21

    @pytest.mark.parametrize("value", [-2, -5, -Attendance.LATE, -300])
    def test_nothing_else_stands_below_zero(self, house, value):
        with house.refuses(Invalid, place="intermediate-1"):
            enter(house, IN_MODULE_1, "intermediate-1", missed(0, value))

    @pytest.mark.parametrize("value", list(Missed))
    def test_a_lesson_has_no_such_value(self, house, value):
        lesson = house.lesson()
        with house.refuses(Invalid, place="lesson"):
            enter(house, IN_MODULE_1, lesson.id, missed(0, value))


class TestPublishing:
    def test_a_student_of_whom_nothing_is_said_is_named(self, house):
        enter(house, IN_MODULE_1, "intermediate-1", points(0, 20), missed(1, Missed.EXCUSED))
        with house.refuses(Invalid, clause="4.3", place="intermediate-1") as caught:
            publish(house, IN_MODULE_1, "intermediate-1")
        assert str(caught.value) == "1 students have no points yet: s1."
        assert str(caught.value.advice) == "Enter points, or that they did not come."

    def test_who_did_not_come_is_entered_and_the_seal_keeps_it(self, house):
        enter(
            house,
            IN_MODULE_1,
            "intermediate-1",
            points(0, 20),
            missed(1, Missed.EXCUSED),
            missed(2, Missed.ABSENT),
        )
        publish(house, IN_MODULE_1, "intermediate-1")
        sealed = unpack(house.register.sealed(1)["intermediate-1"])
        assert sealed.cells == {(0, 1): 2000, (1, 1): Missed.EXCUSED, (2, 1): Missed.ABSENT}
        assert house.journal().absences(1) == {"intermediate-1": Absence.EXCUSED}

    def test_an_approved_correction_puts_an_absence_right(self, house):
        house.publish()
        corrections, audit = MemoryCorrections(), MemoryAudit()
        asking = Correcting(house.journal(ASANOVA), corrections, audit)
        asking.request("c1", "intermediate-1", missed(0, Missed.EXCUSED), "Келген жок", "№ 4")
        act = Correcting(house.journal(DEANERY), corrections, audit).approve("c1")
        assert (act.old, act.new) == ("5", "с")
        assert house.journal().absences(0) == {"intermediate-1": Absence.EXCUSED}


class TestConclusion:
    def test_from_the_register_to_the_transcript(self, before_exam):
        house = before_exam
        enter(
            house,
            EXAM_DAY,
            "final",
            points(0, 28),
            missed(1, Missed.ABSENT),
            missed(2, Missed.EXCUSED),
        )
        publish(house, EXAM_DAY, "final")
        journal = house.journal(on=EXAM_DAY)
        passed, absent, excused = (journal.conclusion(slot) for slot in range(3))
        assert (passed.outcome, passed.points) == (Outcome.PASSED, 86)
        assert (absent.outcome, absent.mark.letter) == (Outcome.ABSENT, "н/у")
        assert (excused.outcome, excused.mark.letter) == (Outcome.INCOMPLETE, "I")

        scheme = journal.scheme
        first = Attempt(EXAM_DAY, AttemptKind.REGULAR, excused)
        assert resit_right(scheme, [first], RESIT_DAY, SEMESTER).allowed
        corrections, audit = MemoryCorrections(), MemoryAudit()
        asking = Correcting(house.journal(ASANOVA, RESIT_DAY), corrections, audit)
        asking.request("c1", "final", points(2, 20), "Кайра тапшырды", "№ 7")
        Correcting(house.journal(DEANERY, RESIT_DAY), corrections, audit).approve("c1")
        again = house.journal(on=RESIT_DAY).conclusion(2)
        second = Attempt(RESIT_DAY, AttemptKind.RESIT, again)
        final = final_result(scheme, [first, second]).conclusion
        assert (final.outcome, final.points) == (Outcome.PASSED, 78)

        subject = house.university.subjects.get("algebra")
        results = [result_of(subject, "2026-1", ControlForm.EXAM, one) for one in (absent, final)]
        lines = [transcript([one], hours_per_credit=30).lines[0] for one in results]
        assert [(one.outcome, one.points, one.letter) for one in lines] == [
            (Outcome.ABSENT, None, "н/у"),
            (Outcome.PASSED, 78, "C"),
        ]

    def test_nothing_is_decided_while_points_are_missing(self, house):
        enter(house, IN_MODULE_1, "intermediate-1", points(0, 1))
        assert house.journal().conclusion(0).outcome is Outcome.PENDING


def with_admission(rule: str) -> House:
    scheme = shipped_schemes()["example-100"]
    before, _, after = scheme.partition("[admission]")
    rest = after[after.index("\n[") :]
    return House(f"{before}[admission]\n{rule}\n{rest}")


class TestAdmission:
    def points_before_exam(self, house, value, check=None):
        for day, sheet in ((IN_MODULE_1, "intermediate-1"), (IN_MODULE_2, "intermediate-2")):
            enter(house, day, sheet, points(0, value) if check is None else missed(0, check))
        enter(house, EXAM_DAY, "independent", points(0, 1))

    def test_too_few_points_are_no_admission_even_with_an_exam(self):
        house = with_admission('kinds = ["intermediate"]\nminimum = 30')
        self.points_before_exam(house, 14)
        enter(house, EXAM_DAY, "final", points(0, 30))
        conclusion = house.journal(on=EXAM_DAY).conclusion(0, language="en")
        assert (conclusion.outcome, conclusion.points) == (Outcome.NOT_ADMITTED, None)
        assert str(conclusion.steps[0].text) == "M1 + M2: 28 points, at least 30 are needed"

    def test_it_is_not_asked_before_the_other_controls_are_over(self):
        house = with_admission('kinds = ["intermediate"]\nminimum = 30')
        enter(house, IN_MODULE_1, "intermediate-1", points(0, 1))
        assert house.journal().conclusion(0).outcome is Outcome.PENDING

    @pytest.mark.parametrize(
        ("check", "outcome"),
        [(Missed.ABSENT, Outcome.NOT_ADMITTED), (Missed.EXCUSED, Outcome.INCOMPLETE)],
    )
    def test_a_check_missed_with_an_excuse_is_still_to_come(self, check, outcome):
        house = with_admission('kinds = ["intermediate"]\nminimum = 30')
        self.points_before_exam(house, 0, check)
        assert house.journal(on=EXAM_DAY).conclusion(0).outcome is outcome

    @pytest.mark.parametrize(
        ("came", "outcome"),
        [
            (Attendance.PRESENT, Outcome.PENDING),
            (Attendance.LATE, Outcome.PENDING),
            (Attendance.ABSENT, Outcome.NOT_ADMITTED),
            (None, Outcome.PENDING),
        ],
    )
    def test_attendance_is_counted_from_the_lessons_of_the_journal(self, came, outcome):
        house = with_admission("attendance = 60")
        for slot, marked in ((1, Attendance.PRESENT), (2, came)):
            lesson = house.lesson(slot=slot)
            if marked is not None:
                enter(house, IN_MODULE_1, lesson.id, attendance(0, marked))
        self.points_before_exam(house, 10)
        assert house.journal(on=EXAM_DAY).conclusion(0).outcome is outcome

    def test_a_host_that_knows_more_gives_its_own(self):
        house = with_admission('kinds = ["intermediate"]\nminimum = 30')
        self.points_before_exam(house, 14)
        enter(house, EXAM_DAY, "final", points(0, 30))
        journal = house.journal(on=EXAM_DAY)
        others = with_admission('kinds = ["intermediate"]\nminimum = 1').journal().scheme
        admitted = admission(others, journal.totals()[0])
        assert journal.conclusion(0, admission=admitted).outcome is not Outcome.NOT_ADMITTED
