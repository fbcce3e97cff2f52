"""Disposal: a computed list, three persons, a verified archive; and whatever stops it (5.7)."""

from datetime import date, datetime, time, timedelta, timezone

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.archive import proofs_of
from oshj_core.archive.ed25519 import Ed25519Signer, check_ed25519
from oshj_core.errors import Conflict, Invalid, Locked, NotAllowed, NotFound
from oshj_core.journal import Act
from oshj_core.retention import (
    Action,
    DisposalState,
    Hold,
    Proof,
    Record,
    Retention,
    Schedules,
    draw_up,
    shipped_schedules,
)
from oshj_core.roles import UNIVERSITY, Actor, Role, Scope, ScopeKind
from oshj_core.testing import MemoryAudit, MemoryRetentionStore, RetentionStoreContract
from tests.core.archive.building import export, unit

ZONE = timezone(timedelta(hours=6))
FACULTY = Scope(ScopeKind.UNIT, "fac07")
PLACE = (FACULTY, UNIVERSITY)
OTHER = Scope(ScopeKind.UNIT, "fac09")
DUE = date(2033, 1, 1)
DIGEST, BUNDLE = "ab" * 32, "cd" * 64
STUDENT = Scope(ScopeKind.STUDENT, "s1")


def holder(person, role, scope=UNIVERSITY):
    return Actor(person, frozenset({(role, scope)}))


ARCHIVIST = holder("archivist", Role.ARCHIVIST)
SECOND = holder("second-archivist", Role.ARCHIVIST)
RECTOR = holder("rector", Role.LEADERSHIP)
EDUCATION = holder("education", Role.EDUCATION_DEPARTMENT)
TEACHER = holder("teacher", Role.TEACHER)


def record(number, **changes):
    identifier = f"АУБ-{number}-24:algebra:2026-1"
    scopes = frozenset({Scope(ScopeKind.JOURNAL, identifier), STUDENT, FACULTY, UNIVERSITY})
    return attrs.evolve(Record(identifier, "journal", date(2027, 1, 24), DIGEST, scopes), **changes)


def proof(one):
    return Proof(one.id, one.digest, "oshsu-journal-2026-2027-1-fac07", BUNDLE)


class Archive:
    """A store with three records, and people who act on it."""

    def __init__(self):
        self.store = MemoryRetentionStore()
        self.audit = MemoryAudit()
        self.store.locate(*PLACE)
        self.store.locate(OTHER, UNIVERSITY)
        self.store.locate(STUDENT, *PLACE)
        self.records = [record(number) for number in (1, 2, 3)]
        for one in self.records:
            self.store.records.put(one)

    def by(self, actor, on=DUE, schedules=None):
        act = Act(actor, datetime.combine(on, time(9), ZONE), f"r-{actor.id}-{on}")
        return Retention(self.store, schedules or shipped_schedules(), self.audit, act)

    def approved(self, on=DUE):
        self.by(ARCHIVIST, on).draw_up("d1", FACULTY)
        self.by(RECTOR, on).approve("d1")
        return self.by(EDUCATION, on).approve("d1")

    @property
    def left(self):
        return [one.id for one in self.store.records]


@pytest.fixture
def archive():
    return Archive()


@pytest.fixture
def proofs(archive):
    return [proof(one) for one in archive.records]


class TestMemoryStore(RetentionStoreContract):
    @pytest.fixture
    def store(self):
        return MemoryRetentionStore()


class TestTheWholeWay:
    def test_three_persons_and_a_bundle_dispose_of_it(self, archive, proofs):
        disposal = archive.approved()
        assert disposal.state is DisposalState.APPROVED
        act = archive.by(ARCHIVIST).carry_out("d1", proofs, "act-7")
        assert archive.left == []
        assert act == archive.store.acts.of_record(archive.records[0].id)
        assert [item.digest for item in act.items] == [DIGEST] * 3
        assert {item.mandate for item in act.items} == {"5.7"}
        assert [one.person for one in act.approvals] == ["rector", "education"]
        assert [one.bundle_digest for one in act.proofs] == [BUNDLE] * 3
        assert archive.store.disposals.get("d1").state is DisposalState.DONE

    def test_the_bundle_is_a_real_one(self, archive, tmp_path):
        signer = Ed25519Signer.generate()
        bundle = export(unit(groups=1, journals=2), tmp_path, signer)
        proofs = list(proofs_of(bundle.path, [signer.public_key], check_ed25519))
        archive.store = MemoryRetentionStore()
        archive.store.locate(*PLACE)
        for one in proofs:
            archive.store.records.put(record(1, id=one.record))
        archive.approved()
        act = archive.by(ARCHIVIST).carry_out("d1", proofs, "act-1")
        assert {one.bundle_digest for one in act.proofs} == {bundle.digest}

    def test_everything_leaves_its_trace(self, archive, proofs):
        archive.approved()
        archive.by(ARCHIVIST).carry_out("d1", proofs, "act-7")
        events = archive.audit.about("disposal:d1")
        assert [(event.actor, event.action) for event in events] == [
            ("archivist", "disposal.draw-up"),
            ("rector", "disposal.approve"),
            ("education", "disposal.approve"),
            ("archivist", "disposal.carry-out"),
        ]


class TestTheList:
    def test_nothing_is_listed_a_day_too_early(self, archive):
        with pytest.raises(Invalid):
            archive.by(ARCHIVIST, DUE - timedelta(days=1)).draw_up("d1", FACULTY)
        assert len(archive.by(ARCHIVIST).draw_up("d1", FACULTY).items) == 3

    @pytest.mark.parametrize(
        "scope",
        [UNIVERSITY, FACULTY, STUDENT, Scope(ScopeKind.JOURNAL, "АУБ-1-24:algebra:2026-1")],
    )
    def test_any_hold_excludes_with_its_reason(self, archive, scope):
        archive.store.records.put(record(9, scopes=frozenset({FACULTY})))
        hold = Hold("h1", scope, "соттук иш", "x", date(2030, 1, 1))
        archive.store.holds.put(hold)
        items, kept = draw_up(archive.store.records, shipped_schedules(), archive.store.holds, DUE)
        held = [one.id for one in archive.store.records if scope in one.scopes]
        assert [one.record for one in kept] == held
        assert {one.hold for one in kept} == {"h1"}
        assert "соттук иш" in str(kept[0].reason)
        assert len(items) + len(kept) == 4

    @pytest.mark.parametrize(
        ("since", "until", "held"),
        [
            (DUE, None, True),
            (DUE, DUE, True),
            (date(2030, 1, 1), DUE - timedelta(days=1), False),
            (DUE + timedelta(days=1), None, False),
        ],
    )
    def test_a_hold_holds_on_its_days(self, archive, since, until, held):
        archive.store.holds.put(Hold("h1", FACULTY, "текшерүү", "x", since, until))
        items, _ = draw_up(archive.records, shipped_schedules(), archive.store.holds, DUE)
        assert len(items) == (0 if held else 3)

    def test_what_is_to_be_reviewed_is_not_listed(self, archive):
        reviewed = Schedules(attrs.evolve(one, action=Action.REVIEW) for one in shipped_schedules())
        items, kept = draw_up(archive.records, reviewed, [], DUE)
        assert (len(items), len(kept)) == (0, 3)

    def test_only_what_lies_there_is_listed(self, archive):
        archive.store.records.put(record(9, scopes=frozenset({UNIVERSITY})))
        assert len(archive.by(ARCHIVIST).draw_up("d1", FACULTY).items) == 3

    @pytest.mark.parametrize(
        ("changes", "kind"),
        [
            ({"schedule": "minutes"}, NotFound),
            ({"happened": date(1999, 1, 1)}, Invalid),
            ({"happened": date(9999, 12, 31)}, Invalid),
        ],
    )
    def test_a_record_that_cannot_be_judged_stops_the_list(self, archive, changes, kind):
        archive.store.records.put(record(4, **changes))
        with pytest.raises(kind):
            archive.by(ARCHIVIST).draw_up("d1", FACULTY)
        assert list(archive.store.disposals) == []

    def test_a_record_given_twice_is_refused(self, archive):
        with pytest.raises(Invalid) as refused:
            draw_up([*archive.records, archive.records[1]], shipped_schedules(), [], DUE)
        assert refused.value.place == archive.records[1].id

    def test_a_hundred_thousand_records(self):
        records = (record(number) for number in range(10**5))
        items, kept = draw_up(records, shipped_schedules(), [], DUE)
        assert (len(items), kept) == (10**5, ())

    @pytest.mark.parametrize("digest", ["", "ab", "AB" * 32, "g" * 64, None, 7])
    def test_a_record_without_a_digest_is_none(self, digest):
        with pytest.raises(Invalid):
            record(1, digest=digest)

    @given(
        st.lists(st.integers(0, 3), max_size=5),
        st.lists(st.tuples(st.integers(1, 6), st.booleans()), max_size=4),
    )
    def test_nothing_held_or_running_is_ever_listed(self, years, holds):
        records = [
            record(number, happened=date(2027 + year, 1, 24)) for number, year in enumerate(years)
        ]
        named = [
            Hold(
                f"h{place}",
                Scope(ScopeKind.JOURNAL, f"АУБ-{number}-24:algebra:2026-1"),
                "x",
                "y",
                DUE if over else date(2030, 1, 1),
                DUE if over else None,
            )
            for place, (number, over) in enumerate(holds)
        ]
        on = date(2034, 6, 1)
        items, kept = draw_up(records, shipped_schedules(), named, on)
        listed = {item.record for item in items}
        for one in records:
            held = any(hold.covers(one) and hold.in_force(on) for hold in named)
            due = shipped_schedules().of("journal", one.happened, on).due(one.happened) <= on
            assert (one.id in listed) == (due and not held)
            assert (one.id in {entry.record for entry in kept}) == (due and held)


class TestWhoMay:
    def test_who_drew_it_up_may_not_approve(self, archive):
        archive.by(ARCHIVIST).draw_up("d1", FACULTY)
        with pytest.raises(NotAllowed):
            archive.by(ARCHIVIST).approve("d1")

    def test_nobody_approves_twice(self, archive):
        archive.by(ARCHIVIST).draw_up("d1", FACULTY)
        archive.by(RECTOR).approve("d1")
        with pytest.raises(NotAllowed):
            archive.by(RECTOR).approve("d1")
        assert len(archive.store.disposals.get("d1").approvals) == 1

    @pytest.mark.parametrize(
        "act",
        [
            lambda one: one.draw_up("d2", FACULTY),
            lambda one: one.approve("d1"),
            lambda one: one.withdraw("d1", "ката"),
            lambda one: one.carry_out("d1", [], "act-1"),
            lambda one: one.place_hold(Hold("h", FACULTY, "x", "y", DUE)),
            lambda one: one.ask_to_lift("h1", "x"),
            lambda one: one.lift("h1", DUE),
        ],
    )
    def test_a_teacher_may_nothing_of_it(self, archive, act):
        archive.by(ARCHIVIST).draw_up("d1", FACULTY)
        archive.store.holds.put(Hold("h1", STUDENT, "x", "y", DUE, lift_asked_by="z"))
        with pytest.raises(NotAllowed):
            act(archive.by(TEACHER))
        assert len(archive.left) == 3

    @pytest.mark.parametrize(
        "act",
        [
            lambda one: one.draw_up("d2", FACULTY),
            lambda one: one.place_hold(Hold("h2", FACULTY, "x", "y", DUE)),
            lambda one: one.place_hold(Hold("h2", UNIVERSITY, "x", "y", DUE)),
            lambda one: one.ask_to_lift("h1", "x"),
            lambda one: one.lift("h1", DUE),
        ],
    )
    def test_an_archivist_of_another_unit_may_nothing_here(self, archive, act):
        held = Hold("h1", STUDENT, "x", "y", DUE, lift_asked_by="z")
        archive.store.holds.put(held)
        with pytest.raises(NotAllowed):
            act(archive.by(holder("stranger", Role.ARCHIVIST, OTHER)))
        assert list(archive.store.holds) == [held]
        assert list(archive.store.disposals) == []

    @pytest.mark.parametrize(
        "act",
        [
            lambda one, nowhere: one.draw_up("d1", nowhere),
            lambda one, nowhere: one.place_hold(Hold("h1", nowhere, "x", "y", DUE)),
        ],
    )
    def test_there_is_nothing_to_do_nowhere(self, archive, act):
        with pytest.raises(NotFound):
            act(archive.by(ARCHIVIST), Scope(ScopeKind.UNIT, "fac99"))


class TestWhatStopsIt:
    @pytest.mark.parametrize("approvers", [[], [RECTOR]])
    def test_fewer_than_two_approvers(self, archive, proofs, approvers):
        archive.by(ARCHIVIST).draw_up("d1", FACULTY)
        for one in approvers:
            archive.by(one).approve("d1")
        with pytest.raises(Conflict):
            archive.by(ARCHIVIST).carry_out("d1", proofs, "act-1")
        assert len(archive.left) == 3

    def test_a_record_without_a_proof(self, archive, proofs):
        archive.approved()
        with pytest.raises(Invalid) as refused:
            archive.by(ARCHIVIST).carry_out("d1", proofs[:2], "act-1")
        assert refused.value.place == archive.records[2].id
        assert len(archive.left) == 3

    def test_a_bundle_with_other_content(self, archive, proofs):
        archive.approved()
        proofs[1] = attrs.evolve(proofs[1], digest="0" * 64)
        with pytest.raises(Conflict):
            archive.by(ARCHIVIST).carry_out("d1", proofs, "act-1")
        assert len(archive.left) == 3

    def test_a_record_that_was_changed_since(self, archive, proofs):
        archive.approved()
        archive.store.records.put(record(2, digest="1" * 64))
        with pytest.raises(Conflict):
            archive.by(ARCHIVIST).carry_out("d1", proofs, "act-1")
        assert len(archive.left) == 3

    def test_a_record_that_is_gone(self, archive, proofs):
        archive.approved()
        archive.store.records.destroy(archive.records[0].id)
        with pytest.raises(NotFound):
            archive.by(ARCHIVIST).carry_out("d1", proofs, "act-1")
        assert len(archive.left) == 2

    def test_a_hold_placed_since(self, archive, proofs):
        archive.approved()
        archive.by(RECTOR).place_hold(Hold("h1", STUDENT, "соттук иш", "", DUE))
        with pytest.raises(Locked):
            archive.by(ARCHIVIST).carry_out("d1", proofs, "act-1")
        assert len(archive.left) == 3
        assert list(archive.store.acts) == []

    def test_a_schedule_made_longer_since(self, archive, proofs):
        archive.approved()
        longer = Schedules(
            attrs.evolve(one, period=attrs.evolve(one.period, years=30))
            for one in shipped_schedules()
        )
        with pytest.raises(Invalid):
            archive.by(ARCHIVIST, schedules=longer).carry_out("d1", proofs, "act-1")
        assert len(archive.left) == 3

    def test_it_is_done_once(self, archive, proofs):
        archive.approved()
        archive.by(ARCHIVIST).carry_out("d1", proofs, "act-1")
        with pytest.raises(Conflict):
            archive.by(ARCHIVIST).carry_out("d1", proofs, "act-2")
        with pytest.raises(Conflict):
            archive.by(SECOND).approve("d1")
        with pytest.raises(Conflict):
            archive.by(RECTOR).withdraw("d1", "ката")

    def test_a_list_that_was_given_up(self, archive, proofs):
        archive.approved()
        archive.by(RECTOR).withdraw("d1", "каталар бар")
        with pytest.raises(Conflict):
            archive.by(ARCHIVIST).carry_out("d1", proofs, "act-1")
        with pytest.raises(Conflict):
            archive.by(RECTOR).withdraw("d1", "дагы")

    def test_a_number_that_is_taken(self, archive, proofs):
        archive.approved()
        archive.by(ARCHIVIST).carry_out("d1", proofs, "act-1")
        archive.store.records.put(record(5))
        archive.by(ARCHIVIST).draw_up("d2", FACULTY)
        archive.by(RECTOR).approve("d2")
        archive.by(EDUCATION).approve("d2")
        with pytest.raises(Conflict):
            archive.by(ARCHIVIST).carry_out("d2", [proof(record(5))], "act-1")
        assert archive.left == [record(5).id]

    def test_unknown_and_known_ids(self, archive):
        with pytest.raises(NotFound):
            archive.by(RECTOR).approve("d9")
        archive.by(ARCHIVIST).draw_up("d1", FACULTY)
        with pytest.raises(Conflict):
            archive.by(ARCHIVIST).draw_up("d1", FACULTY)


class Broken(Exception):
    """The disk is full."""


class TestInterruption:
    @pytest.fixture
    def interrupted(self, archive, proofs, monkeypatch):
        """An approved list of which one record was destroyed before the disk failed."""
        archive.approved()
        destroy = archive.store.records.destroy

        def fail_after_the_first(identifier):
            if identifier != archive.records[0].id:
                raise Broken
            destroy(identifier)

        with monkeypatch.context() as patched:
            patched.setattr(archive.store.records, "destroy", fail_after_the_first)
            with pytest.raises(Broken):
                archive.by(ARCHIVIST).carry_out("d1", proofs, "act-1")
        return archive

    def test_the_act_is_written_first(self, interrupted):
        assert [one.id for one in interrupted.store.acts] == ["act-1"]
        assert interrupted.store.disposals.get("d1").state is DisposalState.CARRYING_OUT
        assert len(interrupted.left) == 2

    def test_the_same_number_goes_on(self, interrupted):
        (begun,) = interrupted.store.acts
        act = interrupted.by(SECOND, DUE + timedelta(days=1)).carry_out("d1", [], "act-1")
        assert act == begun
        assert list(interrupted.store.acts) == [begun]
        assert interrupted.left == []
        assert interrupted.store.disposals.get("d1").state is DisposalState.DONE
        with pytest.raises(Conflict):
            interrupted.by(ARCHIVIST).carry_out("d1", [], "act-1")

    def test_it_goes_on_where_only_the_act_was_written(self, interrupted):
        begun = interrupted.store.disposals.get("d1")
        interrupted.store.disposals.put(attrs.evolve(begun, state=DisposalState.APPROVED))
        interrupted.by(ARCHIVIST).carry_out("d1", [], "act-1")
        assert interrupted.left == []

    def test_another_number_is_refused(self, interrupted, proofs):
        with pytest.raises(Conflict) as refused:
            interrupted.by(ARCHIVIST).carry_out("d1", proofs, "act-2")
        assert (refused.value.stored, refused.value.offered) == ("act-1", "act-2")
        assert len(interrupted.left) == 2

    def test_it_is_not_given_up_any_more(self, interrupted):
        with pytest.raises(Conflict):
            interrupted.by(RECTOR).withdraw("d1", "ката")

    def test_a_hold_placed_since_stops_the_rest(self, interrupted):
        interrupted.by(RECTOR).place_hold(Hold("h1", STUDENT, "соттук иш", "", DUE))
        with pytest.raises(Locked):
            interrupted.by(ARCHIVIST).carry_out("d1", [], "act-1")
        assert len(interrupted.left) == 2

    def test_a_record_changed_since_stops_the_rest(self, interrupted):
        interrupted.store.records.put(record(3, digest="1" * 64))
        with pytest.raises(Conflict):
            interrupted.by(ARCHIVIST).carry_out("d1", [], "act-1")
        assert len(interrupted.left) == 2


class TestTransfer:
    @pytest.fixture
    def schedules(self):
        return Schedules(attrs.evolve(one, action=Action.TRANSFER) for one in shipped_schedules())

    @pytest.fixture
    def listed(self, archive, schedules):
        archive.by(ARCHIVIST, schedules=schedules).draw_up("d1", FACULTY)
        archive.by(RECTOR).approve("d1")
        archive.by(EDUCATION).approve("d1")
        return archive

    @pytest.mark.parametrize("transfer", ["", " "])
    def test_nothing_goes_that_was_not_handed_over(self, listed, schedules, proofs, transfer):
        proofs = [attrs.evolve(one, transfer="12/2033") for one in proofs]
        proofs[1] = attrs.evolve(proofs[1], transfer=transfer)
        with pytest.raises(Invalid) as refused:
            listed.by(ARCHIVIST, schedules=schedules).carry_out("d1", proofs, "act-1")
        assert refused.value.place == listed.records[1].id
        assert len(listed.left) == 3

    def test_the_act_names_the_transfer(self, listed, schedules, proofs):
        proofs = [attrs.evolve(one, transfer="12/2033") for one in proofs]
        act = listed.by(ARCHIVIST, schedules=schedules).carry_out("d1", proofs, "act-1")
        assert {one.transfer for one in act.proofs} == {"12/2033"}
        assert listed.left == []


class TestHolds:
    def test_whose_hold_it_is_follows_from_who_acts(self, archive):
        forged = Hold("h1", FACULTY, "текшерүү", "somebody", DUE, None, "x", "y")
        placed = archive.by(RECTOR).place_hold(forged)
        assert (placed.by, placed.lift_asked_by) == ("rector", "")
        with pytest.raises(Conflict):
            archive.by(RECTOR).place_hold(forged)

    def test_two_persons_lift_it(self, archive):
        archive.by(RECTOR).place_hold(Hold("h1", FACULTY, "текшерүү", "", DUE))
        with pytest.raises(Invalid):
            archive.by(ARCHIVIST).lift("h1", DUE)
        asked = archive.by(ARCHIVIST).ask_to_lift("h1", "иш бүттү")
        assert asked.in_force(date(2040, 1, 1))
        with pytest.raises(NotAllowed):
            archive.by(ARCHIVIST).lift("h1", DUE)
        lifted = archive.by(RECTOR).lift("h1", DUE)
        assert lifted.in_force(DUE)
        assert not lifted.in_force(DUE + timedelta(days=1))

    def test_it_is_not_lifted_for_the_past(self, archive):
        archive.by(RECTOR).place_hold(Hold("h1", FACULTY, "текшерүү", "", DUE))
        archive.by(ARCHIVIST).ask_to_lift("h1", "иш бүттү")
        later = archive.by(RECTOR, DUE + timedelta(days=9))
        with pytest.raises(Invalid):
            later.lift("h1", DUE)

    def test_lifting_does_not_make_it_longer(self, archive):
        archive.by(RECTOR).place_hold(Hold("h1", FACULTY, "текшерүү", "", DUE, DUE))
        archive.by(ARCHIVIST).ask_to_lift("h1", "иш бүттү")
        with pytest.raises(Invalid) as refused:
            archive.by(RECTOR).lift("h1", DUE + timedelta(days=1))
        assert refused.value.place == "until"
        assert archive.store.holds.get("h1").until == DUE

    def test_lifting_it_again_needs_another_request(self, archive):
        archive.by(RECTOR).place_hold(Hold("h1", FACULTY, "текшерүү", "", DUE))
        archive.by(ARCHIVIST).ask_to_lift("h1", "иш бүттү")
        lifted = archive.by(RECTOR).lift("h1", DUE + timedelta(days=9))
        assert (lifted.lift_asked_by, lifted.lift_reason) == ("", "")
        with pytest.raises(Invalid):
            archive.by(SECOND).lift("h1", DUE)

    def test_its_reason_holds_nothing_that_is_not_seen(self):
        hold = Hold("h1", FACULTY, " соттук\u202e \ud800иш\0 ", "x", DUE)
        assert hold.reason == "соттук иш"

    @pytest.mark.parametrize(
        "changes", [{"reason": " "}, {"reason": "\u200b"}, {"until": date(2020, 1, 1)}]
    )
    def test_a_hold_that_is_none(self, changes):
        values = {"reason": "x", "until": None} | changes
        with pytest.raises(Invalid):
            Hold("h1", FACULTY, values["reason"], "x", DUE, values["until"])
