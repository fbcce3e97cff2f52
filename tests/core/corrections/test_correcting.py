"""A correction after the lock is an act of two persons (1.4, 4.3, 5.3)."""

from datetime import date

import attrs
import pytest

from oshj_core.corrections import CorrectionState
from oshj_core.errors import Conflict, Invalid, Locked, NotAllowed, NotFound
from oshj_core.journal import Write
from oshj_core.register import CLEARED, Attendance, EntryKind, Field, history, unpack
from oshj_core.roles import Role, State
from oshj_core.testing import (
    CorrectionsContract,
    DisputesContract,
    MemoryCorrections,
    MemoryDisputes,
)
from tests.core.builders import (
    ADMINISTRATOR,
    AFTER_WINDOW_1,
    ASANOVA,
    IN_MODULE_1,
    JOURNAL,
    NEIGHBOUR_JOURNAL,
    STRANGER,
    mark,
)
from tests.core.corrections.conftest import (
    DEAN,
    EDUCATION,
    ELSEWHERE,
    LATER,
    VICE_DEAN,
    pupil,
)

OVER = date(2027, 2, 1)


class TestMemoryCorrections(CorrectionsContract):
    @pytest.fixture
    def corrections(self):
        return MemoryCorrections()


class TestMemoryDisputes(DisputesContract):
    @pytest.fixture
    def disputes(self):
        return MemoryDisputes()


class TestRequest:
    def test_it_is_kept_with_everything_said_and_changes_no_mark(self, locked):
        asked = locked.ask()
        assert locked.corrections.get("c1") == asked
        assert (asked.state, asked.requester, asked.student) == (
            CorrectionState.REQUESTED,
            "asanova",
            "s0",
        )
        assert (asked.old, asked.new, asked.reason, asked.document) == (
            300,
            500,
            "ката кетти",
            "акт 7",
        )
        assert asked.locks == {State.PUBLISHED}
        assert locked.mark_of(0) == 300
        [event] = locked.audit.about("correction:c1")
        assert (event.action, event.before, event.after) == ("correction.requested", "3", "5")

    def test_asking_again_changes_nothing(self, locked):
        asked = locked.ask()
        before = locked.stored
        assert locked.ask() == asked
        assert locked.stored == before
        locked.correcting(DEAN).approve("c1")
        assert locked.ask().state is CorrectionState.APPROVED

    def test_the_id_stands_for_one_correction(self, locked):
        locked.ask()
        locked.refuses(Conflict, lambda: locked.ask(value=4))

    def test_one_undecided_request_for_a_cell(self, locked):
        locked.ask()
        locked.refuses(Conflict, lambda: locked.ask(DEAN, identifier="c2", value=4))
        locked.correcting().withdraw("c1")
        assert locked.ask(DEAN, identifier="c2", value=4).state is CorrectionState.REQUESTED

    def test_an_open_sheet_is_edited_not_corrected(self, bench):
        for actor in (ASANOVA, DEAN):
            bench.refuses(Invalid, lambda actor=actor: bench.ask(actor), place="sheet")

    @pytest.mark.parametrize("actor", [STRANGER, ADMINISTRATOR, pupil(0), ELSEWHERE, EDUCATION])
    def test_nobody_else_asks(self, locked, actor):
        locked.refuses(NotAllowed, lambda: locked.ask(actor))

    @pytest.mark.parametrize(
        ("write", "place"),
        [
            (Write(0, Field.FIRST_WORK, 300), "value"),
            (Write(0, Field.FIRST_WORK, 10**9), "mark"),
            (Write(0, Field.FIRST_WORK, -500), "mark"),
            (Write(0, Field.FIRST_WORK, float("nan")), "value"),
            (Write(0, Field.FIRST_WORK, True), "value"),
            (Write(0, 7, 500), "works"),
            (Write(0, 1.0, 500), "works"),
            (Write(0, "1", 500), "works"),
            (Write(0, [], 500), "works"),
            (Write([], Field.FIRST_WORK, 500), "student"),
            (Write(0, Field.FIRST_WORK, "5"), "value"),
            (Write(-1, Field.FIRST_WORK, 500), "student"),
            (Write(99, Field.FIRST_WORK, 500), "student"),
            (Write(0, Field.ATTENDANCE, 9), "attendance"),
        ],
    )
    def test_what_the_sheet_cannot_hold_is_refused(self, locked, write, place):
        asking = locked.correcting()
        sheet = locked.lesson.id
        before = locked.stored
        with pytest.raises(Invalid) as caught:
            asking.request("c1", sheet, write, "ката", "акт 7")
        assert locked.stored == before
        if place != "mark":
            assert caught.value.place == place

    @pytest.mark.parametrize(
        ("identifier", "reason", "document", "place"),
        [
            ("c1", " ", "акт 7", "reason"),
            ("c1", "\u200b", "акт 7", "reason"),
            ("c1", "ката", "\n", "document"),
            ("c1", "ката", "\u200b\ud800", "document"),
            ("c1", "к" * 501, "акт 7", "reason"),
            ("c1", "ката", "к" * 501, "document"),
            (" ", "ката", "акт 7", "id"),
            ("i" * 501, "ката", "акт 7", "id"),
        ],
    )
    def test_reason_and_document_are_needed(self, locked, identifier, reason, document, place):
        asking, write = locked.correcting(), Write(0, Field.FIRST_WORK, 500)
        locked.refuses(
            Invalid,
            lambda: asking.request(identifier, locked.lesson.id, write, reason, document),
            place=place,
        )

    def test_what_nobody_sees_is_not_kept(self, locked):
        write = Write(0, Field.FIRST_WORK, 500)
        asked = locked.correcting().request(
            "c1", locked.lesson.id, write, "ката \u202e кетти\ud800", "акт\0 7\x1b"
        )
        assert (asked.reason, asked.document) == ("ката кетти", "акт 7")

    def test_a_university_may_do_without_the_document(self, locked):
        asking = locked.correcting(document_needed=False)
        write = Write(0, Field.FIRST_WORK, 500)
        assert asking.request("c1", locked.lesson.id, write, "ката").document == ""

    def test_who_saw_another_value_looks_again(self, locked):
        locked.refuses(Conflict, lambda: locked.ask(expected=4), stored=300, offered=500)

    def test_no_such_sheet(self, locked):
        write = Write(0, Field.FIRST_WORK, 500)
        locked.refuses(
            NotFound, lambda: locked.correcting().request("c1", "moon", write, "ката", "акт 7")
        )


class TestApproval:
    def test_the_cell_takes_the_value_and_the_history_keeps_the_old_one(self, locked):
        locked.ask()
        locked.correcting(DEAN, LATER).approve("c1")
        assert locked.mark_of(0) == 500
        step = history(locked.house.register.log(locked.lesson.id), (0, Field.FIRST_WORK))[-1]
        assert (step.before, step.after) == (300, 500)
        assert (step.entry.kind, step.entry.actor) == (EntryKind.CORRECTION, "dean")
        assert step.entry.reason == "№ 1/2026–2027: ката кетти"

    def test_everything_else_is_as_it_was(self, locked):
        register = locked.house.register
        before = {sheet: unpack(one) for sheet, one in register.sealed(1).items()}
        locked.ask()
        locked.correcting(DEAN).approve("c1")
        after = {sheet: unpack(one) for sheet, one in register.sealed(1).items()}
        changed = after[locked.lesson.id].cells
        assert changed.pop((0, Field.FIRST_WORK)) == 500
        before[locked.lesson.id].cells.pop((0, Field.FIRST_WORK))
        assert after == before

    def test_the_lock_still_holds_for_everybody(self, locked):
        locked.ask()
        locked.correcting(DEAN).approve("c1")
        for actor in (ASANOVA, DEAN):
            with locked.house.refuses(Locked if actor is ASANOVA else NotAllowed):
                locked.house.journal(actor).record(locked.lesson.id, [mark(0, 4)])

    def test_the_totals_follow(self, locked):
        intermediate = Write(0, Field.POINTS, 900, 500)
        asking = locked.correcting()
        asking.request("c1", "intermediate-1", intermediate, "ката кетти", "акт 7")
        before = locked.house.journal().totals([0])[0]
        locked.correcting(DEAN).approve("c1")
        assert locked.house.journal().totals([0])[0] != before

    @pytest.mark.parametrize("value", [CLEARED, Attendance.EXCUSED])
    def test_attendance_and_emptying_are_corrected_as_well(self, locked, value):
        field = Field.ATTENDANCE if value != CLEARED else Field.FIRST_WORK
        locked.correcting().request("c1", locked.lesson.id, Write(0, field, value), "ката", "акт 7")
        locked.correcting(DEAN).approve("c1")
        state = locked.house.journal().state(locked.lesson)
        assert state.value(0, field) == (None if value == CLEARED else value)

    def test_what_a_window_locked_is_corrected_in_the_log(self, bench):
        bench.ask(on=AFTER_WINDOW_1)
        bench.correcting(DEAN, AFTER_WINDOW_1).approve("c1")
        assert bench.house.register.sealed(1) is None
        assert bench.mark_of(0) == 500
        bench.lock()
        assert bench.mark_of(0) == 500

    def test_approving_again_gives_the_same_act(self, locked):
        locked.ask()
        act = locked.correcting(DEAN).approve("c1")
        before = locked.stored
        assert locked.correcting(DEAN, LATER).approve("c1") == act
        assert locked.stored == before

    @pytest.mark.parametrize(
        "actor", [STRANGER, ADMINISTRATOR, pupil(0), ELSEWHERE, ASANOVA], ids=lambda one: one.id
    )
    def test_nobody_else_decides(self, locked, actor):
        locked.ask()
        locked.refuses(NotAllowed, lambda: locked.correcting(actor).approve("c1"))
        locked.refuses(NotAllowed, lambda: locked.correcting(actor).refuse("c1", "негизсиз"))

    def test_the_requester_is_never_the_approver(self, locked):
        locked.ask(DEAN)
        locked.refuses(NotAllowed, lambda: locked.correcting(DEAN).approve("c1"), clause="1.4")
        both = attrs.evolve(ASANOVA, holdings=ASANOVA.holdings | DEAN.holdings)
        locked.ask(both, identifier="c2", slot=1, expected=4)
        locked.refuses(NotAllowed, lambda: locked.correcting(both).approve("c2"), clause="1.4")
        assert locked.correcting(VICE_DEAN).approve("c1").approved_by == "vice-dean"

    def test_a_university_may_leave_it_to_the_education_department(self, locked):
        locked.ask()
        only = {"approvers": frozenset({Role.EDUCATION_DEPARTMENT})}
        locked.refuses(NotAllowed, lambda: locked.correcting(DEAN, **only).approve("c1"))
        assert locked.correcting(EDUCATION, **only).approve("c1").approved_by == "edu"

    def test_a_closed_year_is_out_of_the_deanery_s_hands(self, locked):
        locked.close()
        assert State.CLOSED_YEAR in locked.ask(on=OVER).locks
        locked.refuses(Locked, lambda: locked.correcting(DEAN, OVER).approve("c1"), clause="5.7")
        locked.correcting(EDUCATION, OVER).approve("c1")
        assert locked.mark_of(0, OVER) == 500

    def test_another_kind_of_work_in_the_column_voids_the_request(self, bench):
        bench.house.journal().describe(bench.lesson, works=("oral", "written"))
        write = Write(0, Field.FIRST_WORK + 1, 500, CLEARED)
        asked = bench.correcting(on=AFTER_WINDOW_1).request(
            "c1", bench.lesson.id, write, "ката кетти", "акт 7"
        )
        assert asked.work == "written"
        bench.house.journal().describe(bench.lesson, works=("oral", "test"))
        bench.refuses(
            Conflict,
            lambda: bench.correcting(DEAN, AFTER_WINDOW_1).approve("c1"),
            stored="test",
            offered="written",
        )

    def test_a_cell_changed_meanwhile_voids_the_request(self, bench):
        bench.ask(on=AFTER_WINDOW_1)
        bench.house.journal().record(bench.lesson.id, [mark(0, 4)])
        bench.refuses(
            Conflict,
            lambda: bench.correcting(DEAN, AFTER_WINDOW_1).approve("c1"),
            stored=400,
            offered=500,
        )
        assert bench.correcting(DEAN, AFTER_WINDOW_1).refuse("c1", "эскирди")

    def test_a_request_may_wait_as_long_as_the_university_says(self, locked):
        locked.ask()
        late = date(2026, 10, 16)
        locked.refuses(
            Invalid,
            lambda: locked.correcting(DEAN, late, days=10).approve("c1"),
            place="correction",
        )
        locked.correcting(DEAN, late, days=11).approve("c1")

    def test_one_correction_after_another(self, locked):
        locked.ask()
        locked.correcting(DEAN).approve("c1")
        locked.ask(identifier="c2", value=4, expected=5)
        act = locked.correcting(DEAN).approve("c2")
        assert (act.number, act.old, act.new, locked.mark_of(0)) == ("2/2026–2027", "5", "4", 400)

    def test_another_journal_knows_nothing_of_it(self, locked):
        locked.ask()
        journal = locked.house.journal(DEAN, of=NEIGHBOUR_JOURNAL)
        correcting = attrs.evolve(locked.correcting(DEAN), journal=journal)
        for act in (
            lambda: correcting.approve("c1"),
            lambda: correcting.refuse("c1", "негизсиз"),
            lambda: correcting.withdraw("c1"),
            lambda: correcting.act("c1"),
            lambda: correcting.approve("moon"),
        ):
            locked.refuses(NotFound, act)


class TestRefusalAndWithdrawal:
    def test_a_refusal_says_why_and_changes_no_mark(self, locked):
        locked.ask()
        refused = locked.correcting(DEAN).refuse("c1", " негизи  жок ")
        assert (refused.state, refused.steps[-1].said) == (CorrectionState.REFUSED, "негизи жок")
        assert locked.mark_of(0) == 300
        before = locked.stored
        assert locked.correcting(DEAN).refuse("c1", "") == refused
        assert locked.stored == before

    def test_a_refusal_without_a_reason(self, locked):
        locked.ask()
        locked.refuses(Invalid, lambda: locked.correcting(DEAN).refuse("c1", ""), place="reason")

    def test_only_the_one_who_asked_takes_it_back(self, locked):
        locked.ask()
        locked.refuses(NotAllowed, lambda: locked.correcting(DEAN).withdraw("c1"))
        taken = locked.correcting().withdraw("c1")
        assert taken.state is CorrectionState.WITHDRAWN
        assert locked.correcting().withdraw("c1") == taken

    def test_what_is_decided_is_decided(self, locked):
        locked.ask()
        locked.correcting(DEAN).refuse("c1", "негизи жок")
        locked.refuses(Conflict, lambda: locked.correcting(DEAN).approve("c1"))
        locked.refuses(Conflict, lambda: locked.correcting(VICE_DEAN).refuse("c1", "ооба"))
        locked.refuses(Conflict, lambda: locked.correcting().withdraw("c1"))


class TestAct:
    def test_it_says_everything_a_paper_needs(self, locked):
        locked.ask()
        act = locked.correcting(DEAN, LATER).approve("c1")
        assert (act.number, act.clause, act.journal) == ("1/2026–2027", "1.4", JOURNAL)
        assert str(act.title) == "Act No 1/2026–2027 of the correction of a journal"
        assert [(str(label), str(value)) for label, value in act.lines] == [
            ("Academic year", "2026–2027"),
            ("Group", "АУБ-1-24"),
            ("Subject", "Algebra"),
            ("Lesson or control", "Lesson of 05.10.2026, No 1"),
            ("Student", "Абдиев Айбек (s0)"),
            ("What was corrected", "Oral answer"),
            ("Value before", "3"),
            ("Value after", "5"),
            ("Reason", "ката кетти"),
            ("Document", "акт 7"),
            ("Asked for by", "Asanova Гүлнара (asanova), 05.10.2026"),
            ("Approved by", "Dean Гүлнара (dean), 20.10.2026"),
        ]

    @pytest.mark.parametrize(
        ("field", "value", "what"),
        [(Field.ATTENDANCE, Attendance.ABSENT, "Attendance"), (Field.POINTS, 700, "Points")],
    )
    def test_it_names_columns_and_controls(self, locked, field, value, what):
        sheet = locked.lesson.id if field == Field.ATTENDANCE else "intermediate-1"
        locked.correcting().request("c1", sheet, Write(0, field, value), "ката", "акт 7")
        act = locked.correcting(EDUCATION).approve("c1")
        assert str(act.what) == what
        assert act.approved_by_name == "edu"
        wanted = (
            "Lesson of 05.10.2026, No 1"
            if sheet != "intermediate-1"
            else ("Control “intermediate-1”")
        )
        assert str(act.sheet) == wanted

    def test_those_who_read_the_history_read_the_act(self, locked):
        locked.ask()
        locked.refuses(NotFound, lambda: locked.correcting(DEAN).act("c1"))
        act = locked.correcting(DEAN).approve("c1")
        for reader in (ASANOVA, DEAN, EDUCATION):
            assert locked.correcting(reader).act("c1") == act
        for stranger in (STRANGER, pupil(0)):
            locked.refuses(NotAllowed, lambda one=stranger: locked.correcting(one).act("c1"))

    def test_it_was_asked_for_on_that_day(self, locked):
        locked.ask()
        act = locked.correcting(DEAN, LATER).approve("c1")
        assert (act.requested_at.date(), act.approved_at.date()) == (IN_MODULE_1, LATER)
