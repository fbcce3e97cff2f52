"""Whatever is called in whatever order: past the lock there is no way but an approved
correction, requester and approver are two, and the history keeps every value (1.4, 4.3)."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from oshj_core.corrections import CorrectionState
from oshj_core.errors import Refusal
from oshj_core.journal import Write, locks_of
from oshj_core.register import CLEARED, EntryKind, fold, history, unpack
from tests.core.builders import AFTER_WINDOW_1, ASANOVA, BEKOV, IN_MODULE_1, STRANGER
from tests.core.corrections.conftest import (
    DEAN,
    EDUCATION,
    ELSEWHERE,
    VICE_DEAN,
    Bench,
    pupil,
)

PEOPLE = (ASANOVA, BEKOV, STRANGER, DEAN, VICE_DEAN, EDUCATION, ELSEWHERE, pupil(0), pupil(2))
people = st.sampled_from(PEOPLE)
askers = st.sampled_from([ASANOVA, DEAN, ASANOVA, DEAN, BEKOV, STRANGER, pupil(0)])
deciders = st.sampled_from([DEAN, VICE_DEAN, EDUCATION, ASANOVA, ELSEWHERE])
days = st.sampled_from([IN_MODULE_1, AFTER_WINDOW_1])
slots, fields = st.integers(0, 2), st.sampled_from([0, 1])
values = st.sampled_from([200, 400, 500, 1, CLEARED, 10**6])


class LockHolds(RuleBasedStateMachine):
    """A published module, and everybody trying everything."""

    @initialize()
    def publish(self):
        self.bench = Bench()
        self.bench.lock()
        self.sheets = (self.bench.lesson.id, "intermediate-1")
        self.seen = {}
        self.remember()

    def cells(self):
        """The cells as everybody reads them."""
        journal = self.bench.house.journal()
        return {
            (sheet, *place): value
            for sheet in self.sheets
            for place, value in journal.sheet(sheet).state.cells.items()
        }

    def remember(self):
        self.before = self.cells()
        for cell, value in self.before.items():
            self.seen.setdefault(cell, set()).add(value)

    def attempt(self, act):
        """Do it, refused or not; return whether it was done."""
        try:
            act()
        except Refusal:
            return False
        return True

    @rule(actor=people, day=days, sheet=st.integers(0, 1), slot=slots, field=fields, value=values)
    def record(self, actor, day, sheet, slot, field, value):
        journal = self.bench.house.journal(actor, day)
        self.attempt(lambda: journal.record(self.sheets[sheet], [Write(slot, field, value)]))
        self.attempt(lambda: journal.publish(journal.control("intermediate-1")))
        assert self.cells() == self.before

    @rule(
        actor=askers,
        day=days,
        identifier=st.sampled_from([f"c{number}" for number in range(9)]),
        sheet=st.integers(0, 1),
        slot=slots,
        cell=st.one_of(
            st.tuples(st.just(1), values),
            st.tuples(st.just(0), st.integers(1, 4)),
            st.tuples(fields, values),
        ),
    )
    def request(self, actor, day, identifier, sheet, slot, cell):
        field, value = cell
        asking = self.bench.correcting(actor, day)
        write = Write(slot, field, value)
        self.attempt(lambda: asking.request(identifier, self.sheets[sheet], write, "ката", "акт 7"))
        assert self.cells() == self.before

    def existing(self, data, table):
        return data.draw(st.sampled_from([one.id for one in table]))

    @precondition(lambda self: len(self.bench.corrections))
    @rule(actor=deciders, day=days, data=st.data())
    def approve(self, actor, day, data):
        identifier = self.existing(data, self.bench.corrections)
        known = self.bench.corrections.find(identifier)
        waiting = known is not None and known.state is CorrectionState.REQUESTED
        done = self.attempt(lambda: self.bench.correcting(actor, day).approve(identifier))
        wanted = dict(self.before)
        if done and waiting:
            assert actor.id != known.requester
            assert wanted.pop((known.cell.sheet, *known.cell.place), CLEARED) == known.old
            if known.new != CLEARED:
                wanted[(known.cell.sheet, *known.cell.place)] = known.new
        assert self.cells() == wanted
        self.remember()

    @precondition(lambda self: len(self.bench.corrections))
    @rule(actor=people, withdraw=st.booleans(), data=st.data())
    def refuse(self, actor, withdraw, data):
        identifier = self.existing(data, self.bench.corrections)
        correcting = self.bench.correcting(actor)
        act = correcting.withdraw if withdraw else correcting.refuse
        self.attempt(lambda: act(identifier, "негизи жок"))
        assert self.cells() == self.before

    @rule(
        number=st.integers(0, 2),
        other=st.one_of(st.none(), people),
        identifier=st.sampled_from(["d1", "d2"]),
        field=fields,
    )
    def dispute(self, number, other, identifier, field):
        student, actor = f"s{number}", other or pupil(number)
        disputing, sheet = self.bench.disputing(actor), self.bench.lesson.id
        done = self.attempt(lambda: disputing.dispute(identifier, student, sheet, field, "ката"))
        assert actor.id == student or not done
        assert self.cells() == self.before

    @precondition(lambda self: len(self.bench.disputes))
    @rule(
        who=st.sampled_from(["teacher", "student", "deanery", "other"]),
        other=people,
        day=days,
        answer=st.sampled_from(["agree", "disagree", "escalate", "uphold", "dismiss"]),
        value=values,
        data=st.data(),
    )
    def answer(self, who, other, day, answer, value, data):
        identifier = self.existing(data, self.bench.disputes)
        student = int(self.bench.disputes.get(identifier).student[1:])
        actor = {"teacher": ASANOVA, "student": pupil(student), "deanery": DEAN}.get(who, other)
        act = getattr(self.bench.disputing(actor, day), answer)
        said = (value, "ката") if answer in ("agree", "uphold") else ("ката",)
        self.attempt(lambda: act(identifier, *said))
        assert self.cells() == self.before

    @invariant()
    def two_people(self):
        for correction in self.bench.corrections:
            last = correction.steps[-1]
            decided = correction.state in (CorrectionState.APPROVED, CorrectionState.REFUSED)
            assert not decided or last.actor != correction.requester
            assert bool(correction.number) is (correction.state is CorrectionState.APPROVED)

    @invariant()
    def it_stays_locked(self):
        for sheet in self.sheets:
            assert locks_of(self.bench.house.journal(), sheet)

    @invariant()
    def the_log_tells_the_whole_story(self):
        register = self.bench.house.register
        for sheet in self.sheets:
            log = register.log(sheet)
            assert fold(log).cells == unpack(register.sealed(1)[sheet]).cells
            entered = [one for one in log if one.kind is EntryKind.CORRECTION]
            approved = [
                one
                for one in self.bench.corrections
                if one.cell.sheet == sheet and one.state is CorrectionState.APPROVED
            ]
            assert len(entered) == len(approved)
        for (sheet, *place), were in self.seen.items():
            steps = history(register.log(sheet), tuple(place))
            assert were <= {step.after for step in steps}


TestLockHolds = LockHolds.TestCase
TestLockHolds.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
