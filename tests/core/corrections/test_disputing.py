"""A disputed mark: told to the teacher, answered, and once taken to the deanery (4.2)."""

from datetime import date

import attrs
import pytest

from oshj_core.corrections import CorrectionState, DisputeState
from oshj_core.errors import Conflict, Invalid, Locked, NotAllowed, NotFound
from oshj_core.register import Field
from oshj_core.text import text
from tests.core.builders import ADMINISTRATOR, ASANOVA, NEIGHBOUR_JOURNAL, STRANGER, mark
from tests.core.corrections.conftest import DEAN, EDUCATION, ELSEWHERE, LATER, VICE_DEAN, pupil

MARK = Field.FIRST_WORK
WORDS = "Мен 5 алгам"


def tell(bench, *, number=0, student=None, identifier="d1", field=MARK, words=WORDS, **policy):
    student = f"s{number}" if student is None else student
    disputing = bench.disputing(pupil(number), **policy)
    return disputing.dispute(identifier, student, bench.lesson.id, field, words)


def steps(dispute):
    return [(step.became, step.actor, step.said) for step in dispute.steps]


class TestTelling:
    def test_it_is_kept_with_the_value_and_the_words(self, bench):
        told = tell(bench)
        assert bench.disputes.get("d1") == told
        assert (told.state, told.student, told.value) == (DisputeState.OPEN, "s0", 300)
        assert steps(told) == [("open", "s0", WORDS)]
        [event] = bench.audit.about("dispute:d1")
        assert (event.action, event.actor, event.before, event.reason) == (
            "dispute.open",
            "s0",
            "3",
            WORDS,
        )

    def test_telling_again_changes_nothing(self, bench):
        told = tell(bench)
        before = bench.stored
        assert tell(bench) == told
        assert bench.stored == before
        bench.refuses(Conflict, lambda: tell(bench, words="башка"))
        bench.refuses(Conflict, lambda: tell(bench, identifier="d2"))

    def test_a_missing_mark_is_disputed_as_well(self, bench):
        assert tell(bench, number=1).value == -1

    @pytest.mark.parametrize("number", [1, 2, 7])
    def test_only_an_own_cell(self, bench, number):
        bench.refuses(NotAllowed, lambda: tell(bench, number=number, student="s0"), clause="4.2")

    def test_a_student_of_another_group_is_not_in_the_journal(self, bench):
        bench.refuses(NotFound, lambda: tell(bench, number=7))

    @pytest.mark.parametrize("actor", [ASANOVA, DEAN, ADMINISTRATOR])
    def test_nobody_disputes_for_a_student(self, bench, actor):
        disputing = bench.disputing(actor)
        bench.refuses(
            NotAllowed, lambda: disputing.dispute("d1", "s0", bench.lesson.id, MARK, WORDS)
        )

    @pytest.mark.parametrize(
        ("changes", "place"),
        [
            ({"words": " "}, "words"),
            ({"words": "с" * 501}, "words"),
            ({"field": 9}, "works"),
            ({"identifier": ""}, "id"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, bench, changes, place):
        bench.refuses(Invalid, lambda: tell(bench, **changes), place=place)

    def test_in_the_days_the_university_gives(self, bench):
        late = bench.disputing(pupil(0), date(2026, 10, 13), dispute_days=7)
        sheet = bench.lesson.id
        bench.refuses(Invalid, lambda: late.dispute("d1", "s0", sheet, MARK, WORDS), clause="4.2")
        in_time = bench.disputing(pupil(0), date(2026, 10, 12), dispute_days=7)
        assert in_time.dispute("d1", "s0", sheet, MARK, WORDS).state is DisputeState.OPEN

    def test_points_of_a_control_are_disputed_as_well(self, locked):
        disputing = locked.disputing(pupil(0), dispute_days=7)
        told = disputing.dispute("d1", "s0", "intermediate-1", Field.POINTS, WORDS)
        assert told.value == 500

    def test_the_days_of_a_control_are_counted_from_its_publication(self, locked):
        late = locked.disputing(pupil(0), date(2026, 10, 13), dispute_days=7)
        told = ("s0", "intermediate-1", Field.POINTS, WORDS)
        locked.refuses(
            Invalid,
            lambda: late.dispute("d1", *told),
            clause="4.2",
            text=text("Points are disputed within ${days} days of their publication.", days=7),
        )
        in_time = locked.disputing(pupil(0), date(2026, 10, 12), dispute_days=7)
        assert in_time.dispute("d1", *told).state is DisputeState.OPEN

    def test_points_that_are_not_published_may_always_be_disputed(self, bench):
        disputing = bench.disputing(pupil(0), date(2026, 12, 1), dispute_days=7)
        told = disputing.dispute("d1", "s0", "intermediate-1", Field.POINTS, WORDS)
        assert told.state is DisputeState.OPEN


class TestAnswer:
    def test_in_an_open_lesson_agreeing_enters_the_value(self, bench):
        tell(bench)
        answered = bench.disputing().agree("d1", 500, "Ооба, ката")
        assert answered.state is DisputeState.CORRECTED
        assert bench.mark_of(0) == 500
        assert list(bench.corrections) == []
        before = bench.stored
        assert bench.disputing().agree("d1", 500, "Ооба, ката") == answered
        assert bench.stored == before
        bench.refuses(Conflict, lambda: bench.disputing().agree("d1", 400, "Жок"))

    def test_under_the_lock_agreeing_asks_for_a_correction(self, locked):
        tell(locked)
        answered = locked.disputing().agree("d1", 500, "Ооба, ката")
        assert answered.state is DisputeState.CORRECTION_REQUESTED
        assert locked.mark_of(0) == 300
        correction = locked.corrections.get(answered.correction)
        assert (correction.dispute, correction.document, correction.requester) == (
            "d1",
            "d1",
            "asanova",
        )
        before = locked.stored
        assert locked.disputing().agree("d1", 500, "Ооба, ката") == answered
        assert locked.stored == before
        act = locked.correcting(DEAN).approve(correction.id)
        assert (act.dispute, locked.mark_of(0)) == ("d1", 500)

    def test_what_the_teacher_has_entered_meanwhile_is_enough(self, bench):
        tell(bench)
        bench.house.journal().record(bench.lesson.id, [mark(0, 5)])
        bench.lock()
        assert bench.disputing().agree("d1", 500, "Койдум").state is DisputeState.CORRECTED
        assert list(bench.corrections) == []

    def test_another_value_is_an_answer_too(self, bench):
        tell(bench)
        bench.house.journal().record(bench.lesson.id, [mark(0, 2)])
        bench.disputing().agree("d1", 400, "Төрт болмок")
        assert bench.mark_of(0) == 400

    @pytest.mark.parametrize(("value", "words"), [(300, "Ооба"), (500, " "), (10**7, "Ооба")])
    def test_agreeing_to_nothing_is_no_answer(self, bench, value, words):
        tell(bench)
        bench.refuses(Invalid, lambda: bench.disputing().agree("d1", value, words))

    def test_disagreeing_says_why(self, bench):
        tell(bench)
        answered = bench.disputing().disagree("d1", "Жооп толук эмес")
        assert steps(answered)[1:] == [("rejected", "asanova", "Жооп толук эмес")]
        assert bench.disputing().disagree("d1", "") == answered
        bench.refuses(Conflict, lambda: bench.disputing().agree("d1", 500, "Ооба"))

    def test_disagreeing_without_a_word(self, bench):
        tell(bench)
        bench.refuses(Invalid, lambda: bench.disputing().disagree("d1", ""), place="reason")

    def test_an_agreement_is_not_taken_back(self, bench):
        tell(bench)
        bench.disputing().agree("d1", 500, "Ооба")
        bench.refuses(Conflict, lambda: bench.disputing().disagree("d1", "Жок"))

    @pytest.mark.parametrize("actor", [STRANGER, DEAN, EDUCATION, ADMINISTRATOR, pupil(0)])
    def test_only_the_teacher_of_the_journal_answers(self, bench, actor):
        tell(bench)
        bench.refuses(NotAllowed, lambda: bench.disputing(actor).agree("d1", 500, "Ооба"))
        bench.refuses(NotAllowed, lambda: bench.disputing(actor).disagree("d1", "Жок"))

    def test_a_new_dispute_may_follow_an_answered_one(self, bench):
        tell(bench)
        bench.disputing().agree("d1", 400, "Ооба")
        assert tell(bench, identifier="d2").value == 400


class TestDeanery:
    @pytest.fixture
    def rejected(self, locked):
        tell(locked)
        locked.disputing().disagree("d1", "Жок")
        return locked

    @pytest.fixture
    def before_the_deanery(self, rejected):
        rejected.disputing(pupil(0)).escalate("d1", "Иштин көчүрмөсү бар")
        return rejected

    def test_the_student_goes_there_after_a_no_and_once(self, before_the_deanery):
        bench = before_the_deanery
        known = bench.disputes.get("d1")
        assert steps(known)[2:] == [("escalated", "s0", "Иштин көчүрмөсү бар")]
        before = bench.stored
        assert bench.disputing(pupil(0)).escalate("d1", "дагы") == known
        assert bench.stored == before
        bench.disputing(DEAN).dismiss("d1", "Мугалимдики туура")
        bench.refuses(
            NotAllowed, lambda: bench.disputing(pupil(0)).escalate("d1", "дагы"), clause="4.2"
        )

    def test_not_before_the_teacher_has_answered(self, locked):
        tell(locked)
        locked.refuses(Conflict, lambda: locked.disputing(pupil(0)).escalate("d1", "тез"))

    def test_not_while_the_correction_is_undecided_but_when_it_came_to_nothing(self, locked):
        tell(locked)
        asked = locked.disputing().agree("d1", 500, "Ооба")
        locked.refuses(Conflict, lambda: locked.disputing(pupil(0)).escalate("d1", "тез"))
        locked.correcting(DEAN).refuse(asked.correction, "негизи жок")
        escalated = locked.disputing(pupil(0)).escalate("d1", "Иш бар")
        assert escalated.state is DisputeState.ESCALATED
        upheld = locked.disputing(VICE_DEAN).uphold("d1", 500, "Текшерилди")
        assert upheld.correction != asked.correction

    @pytest.mark.parametrize("actor", [pupil(1), ASANOVA, DEAN])
    def test_nobody_else_takes_it_there(self, rejected, actor):
        rejected.refuses(NotAllowed, lambda: rejected.disputing(actor).escalate("d1", "дагы"))

    def test_upholding_asks_for_a_correction_that_another_person_decides(self, before_the_deanery):
        bench = before_the_deanery
        upheld = bench.disputing(DEAN).uphold("d1", 500, "Текшерилди", "акт 9")
        correction = bench.corrections.get(upheld.correction)
        assert (correction.state, correction.requester, correction.document) == (
            CorrectionState.REQUESTED,
            "dean",
            "акт 9",
        )
        before = bench.stored
        assert bench.disputing(DEAN).uphold("d1", 500, "Текшерилди", "акт 9") == upheld
        assert bench.stored == before
        bench.refuses(NotAllowed, lambda: bench.correcting(DEAN).approve(correction.id))
        bench.correcting(EDUCATION).approve(correction.id)
        assert bench.mark_of(0) == 500

    def test_what_has_been_corrected_meanwhile_is_enough(self, before_the_deanery):
        bench = before_the_deanery
        bench.ask()
        bench.correcting(VICE_DEAN).approve("c1")
        upheld = bench.disputing(DEAN).uphold("d1", 500, "Оңдолду")
        assert (upheld.state, upheld.correction) == (DisputeState.CORRECTED, "")

    def test_an_open_lesson_is_the_teacher_s_to_fill_in(self, bench):
        tell(bench)
        bench.disputing().disagree("d1", "Жок")
        bench.disputing(pupil(0)).escalate("d1", "Иш бар")
        bench.refuses(Invalid, lambda: bench.disputing(DEAN).uphold("d1", 500, "Туура"))
        bench.house.journal().record(bench.lesson.id, [mark(0, 5)])
        upheld = bench.disputing(DEAN).uphold("d1", 500, "Мугалим койду")
        assert upheld.state is DisputeState.CORRECTED

    def test_upholding_what_is_disputed_is_nothing(self, before_the_deanery):
        bench = before_the_deanery
        bench.refuses(Invalid, lambda: bench.disputing(DEAN).uphold("d1", 300, "Ооба"))

    def test_dismissing_says_why_and_ends_it(self, before_the_deanery):
        bench = before_the_deanery
        ended = bench.disputing(DEAN, LATER).dismiss("d1", "Мугалимдики туура")
        assert steps(ended)[-1] == ("dismissed", "dean", "Мугалимдики туура")
        assert bench.disputing(DEAN).dismiss("d1", "") == ended
        bench.refuses(Conflict, lambda: bench.disputing(DEAN).uphold("d1", 500, "Туура"))
        bench.refuses(Conflict, lambda: bench.disputing().agree("d1", 500, "Туура"))

    @pytest.mark.parametrize("actor", [ASANOVA, ELSEWHERE, EDUCATION, ADMINISTRATOR, pupil(0)])
    def test_only_the_own_deanery_settles(self, before_the_deanery, actor):
        bench = before_the_deanery
        bench.refuses(NotAllowed, lambda: bench.disputing(actor).uphold("d1", 500, "Туура"))
        bench.refuses(NotAllowed, lambda: bench.disputing(actor).dismiss("d1", "Жок"))

    def test_the_deanery_does_not_settle_what_is_not_before_it(self, rejected):
        rejected.refuses(Conflict, lambda: rejected.disputing(DEAN).uphold("d1", 500, "Туура"))
        rejected.refuses(Conflict, lambda: rejected.disputing(DEAN).dismiss("d1", "Жок"))

    def test_every_step_is_an_event_with_time_and_actor(self, before_the_deanery):
        bench = before_the_deanery
        bench.disputing(DEAN, LATER).dismiss("d1", "Мугалимдики туура")
        known, events = bench.disputes.get("d1"), bench.audit.about("dispute:d1")
        assert [(one.at, one.actor, one.request) for one in events] == [
            (step.at, step.actor, step.request) for step in known.steps
        ]
        assert [one.action for one in events] == [
            "dispute.open",
            "dispute.rejected",
            "dispute.escalated",
            "dispute.dismissed",
        ]
        assert sorted(one.at for one in events) == [one.at for one in events]


def test_another_journal_knows_nothing_of_it(bench):
    tell(bench)
    journal = bench.house.journal(of=NEIGHBOUR_JOURNAL)
    elsewhere = attrs.evolve(
        bench.disputing(), correcting=attrs.evolve(bench.correcting(), journal=journal)
    )
    bench.refuses(NotFound, lambda: elsewhere.agree("d1", 500, "Ооба"))
    bench.refuses(NotFound, lambda: elsewhere.escalate("d1", "Иш бар"))
    bench.refuses(NotFound, lambda: elsewhere.dismiss("moon", "Жок"))


def test_the_lock_is_told_when_a_teacher_edits_instead_of_answering(locked):
    tell(locked)
    locked.refuses(
        Locked, lambda: locked.house.journal().record(locked.lesson.id, [mark(0, 5)]), clause="4.3"
    )
