"""Every cell of role × permission × kind of scope × states, against access.toml."""

import tomllib
from itertools import combinations
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.decisions import Cause, decide, require
from oshj_core.errors import Locked, NotAllowed
from oshj_core.policy import POLICY
from oshj_core.regulation import clauses
from oshj_core.roles import (
    GUEST,
    UNIVERSITY,
    Actor,
    Facts,
    Permission,
    Role,
    Scope,
    ScopeKind,
    State,
)

ACCESS = tomllib.loads(Path(__file__).with_name("access.toml").read_text("utf-8"))
CLAUSE_OF_STATE = {
    "published": "4.3",
    "outside-window": "4.3",
    "future": "4.3",
    "closed-year": "5.7",
    "on-hold": "5.7",
}

HERE = {kind: Scope(kind, "here") for kind in ScopeKind} | {ScopeKind.UNIVERSITY: UNIVERSITY}
LINEAGE = tuple(reversed(HERE.values()))
STATE_SETS = [
    frozenset(chosen) for size in range(len(State) + 1) for chosen in combinations(State, size)
]


def holder(role, scope):
    return Actor("somebody", frozenset({(role, scope)}))


def declared(permission, role, kind):
    """The row of access.toml, if it holds at that kind of scope."""
    row = ACCESS[permission.value].get(role.value)
    if row is None or kind.value not in row["at"]:
        return None
    return row


def outcome(permission, role, kind, states):
    """``(allowed, clause, stopped)`` as the table declares it; the clause of a plain no is open."""
    row = declared(permission, role, kind)
    if row is None:
        return (False, None, False)
    barriers = {state.value for state in states} & set(row.get("unless", ()))
    if not barriers:
        return (True, row["clause"], False)
    first = next(state.value for state in State if state.value in barriers)
    return (False, CLAUSE_OF_STATE[first], True)


class TestTable:
    def test_it_names_every_permission_and_no_unknown_word(self):
        assert set(ACCESS) == {permission.value for permission in Permission}
        for rows in ACCESS.values():
            assert set(rows) <= {role.value for role in Role}
            for row in rows.values():
                assert set(row) <= {"at", "unless", "clause"}
                assert set(row.get("unless", ())) <= set(CLAUSE_OF_STATE)
                assert set(row["at"]) <= {kind.value for kind in ScopeKind}
        assert set(CLAUSE_OF_STATE) == {state.value for state in State}

    @pytest.mark.parametrize("permission", Permission, ids=lambda one: one.value)
    def test_decide_answers_as_declared_in_every_cell(self, permission):
        surprises = []
        for role in Role:
            for kind, scope in HERE.items():
                actor = holder(role, scope)
                for states in STATE_SETS:
                    decision = decide(actor, permission, Facts(LINEAGE, states))
                    allowed, clause, stopped = outcome(permission, role, kind, states)
                    if (
                        decision.allowed is not allowed
                        or clause not in (None, decision.clause)
                        or (decision.state is not None) is not stopped
                    ):
                        surprises.append((role.value, kind.value, sorted(map(str, states))))
        assert surprises == []

    @pytest.mark.parametrize("permission", Permission, ids=lambda one: one.value)
    def test_a_role_held_at_another_object_allows_nothing_here(self, permission):
        for role in Role:
            for kind in ScopeKind:
                if kind is not ScopeKind.UNIVERSITY:
                    elsewhere = holder(role, Scope(kind, "elsewhere"))
                    assert not decide(elsewhere, permission, Facts(LINEAGE)).allowed

    @pytest.mark.parametrize("permission", Permission, ids=lambda one: one.value)
    def test_nobody_without_roles_may_do_anything(self, permission):
        assert not decide(Actor("somebody"), permission, Facts(LINEAGE)).allowed

    def test_the_guest_may_do_what_needs_no_session_and_no_more(self):
        allowed = {p for p in Permission if decide(GUEST, p, Facts(LINEAGE)).allowed}
        assert allowed == {
            Permission.SIGN_IN,
            Permission.FOLLOW_CALENDAR_LINK,
            Permission.REPORT_ACCESS_TROUBLE,
            Permission.VERIFY_CERTIFICATE,
            Permission.VIEW_CALENDAR,
        }

    def test_no_permission_is_granted_to_nobody(self):
        assert {grant.permission for grant in POLICY} == set(Permission)

    def test_a_role_has_one_grant_for_a_permission(self):
        pairs = [(grant.role, grant.permission) for grant in POLICY]
        assert len(pairs) == len(set(pairs))


holdings = st.frozensets(st.tuples(st.sampled_from(Role), st.sampled_from(LINEAGE)), max_size=5)
states = st.frozensets(st.sampled_from(State))


class TestAsking:
    @pytest.mark.parametrize("wrong", ["record", Role.TEACHER, None])
    def test_a_permission_is_no_text(self, wrong):
        with pytest.raises(TypeError, match="Permission"):
            decide(Actor("t1"), wrong, Facts())


class TestSeveralRoles:
    @given(holdings, st.sampled_from(Permission), states)
    def test_together_they_allow_what_one_of_them_allows(self, held, permission, given_states):
        facts = Facts(LINEAGE, given_states)
        each = [decide(holder(*one), permission, facts).allowed for one in held]
        assert decide(Actor("somebody", held), permission, facts).allowed is any(each)

    @given(holdings, st.sampled_from(Permission), states)
    def test_a_state_never_gives_anything(self, held, permission, given_states):
        actor = Actor("somebody", held)
        if decide(actor, permission, Facts(LINEAGE, given_states)).allowed:
            assert decide(actor, permission, Facts(LINEAGE)).allowed


class TestRefusal:
    @pytest.mark.parametrize("permission", Permission, ids=lambda one: one.value)
    def test_every_no_tells_clause_reason_and_advice(self, permission):
        for role in Role:
            for scope in LINEAGE:
                for given_states in STATE_SETS:
                    facts = Facts(LINEAGE, given_states)
                    decision = decide(holder(role, scope), permission, facts)
                    assert decision.clause in clauses()
                    assert decision.allowed is (decision.reason is None)
                    assert decision.allowed is (decision.advice is None)

    @pytest.mark.parametrize("state", State)
    def test_a_state_locks(self, state):
        actor, permission = holder(Role.TEACHER, HERE[ScopeKind.ASSIGNMENT]), Permission.RECORD
        if state is State.ON_HOLD:
            actor, permission = holder(Role.ARCHIVIST, UNIVERSITY), Permission.APPROVE_DISPOSAL
        with pytest.raises(Locked) as caught:
            require(actor, permission, Facts(LINEAGE, frozenset({state})))
        assert caught.value.clause == CLAUSE_OF_STATE[state.value]
        assert caught.value.advice is not None

    def test_a_lock_is_no_excuse_for_one_who_may_not_anyway(self):
        student = holder(Role.STUDENT, HERE[ScopeKind.STUDENT])
        with pytest.raises(NotAllowed) as caught:
            require(student, Permission.RECORD, Facts(LINEAGE, frozenset({State.PUBLISHED})))
        assert type(caught.value) is NotAllowed
        assert caught.value.clause == "4.3"

    def test_what_is_allowed_passes(self):
        teacher = holder(Role.TEACHER, HERE[ScopeKind.ASSIGNMENT])
        require(teacher, Permission.RECORD, Facts(LINEAGE))

    @pytest.mark.parametrize(
        ("role", "kind", "permission", "clause"),
        [
            # The teacher sees only the groups that he or she teaches.
            (Role.TEACHER, ScopeKind.JOURNAL, Permission.VIEW_JOURNAL, "4.3"),
            (Role.TEACHER, ScopeKind.JOURNAL, Permission.VIEW_HISTORY, "4.3"),
            (Role.DEANERY, ScopeKind.UNIT, Permission.VIEW_JOURNAL, "5.3"),
            (Role.DEANERY, ScopeKind.UNIT, Permission.VIEW_GROUP, "7.5"),
            (Role.DEANERY, ScopeKind.UNIT, Permission.ISSUE_STUDENT_CREDENTIALS, "3.3"),
            (Role.METHODIST, ScopeKind.UNIT, Permission.VIEW_JOURNAL, "3.5"),
            (Role.CURATOR, ScopeKind.GROUP, Permission.VIEW_JOURNAL, "7.5"),
            (Role.STUDENT, ScopeKind.STUDENT, Permission.VIEW_OWN_PROGRESS, "4.2"),
        ],
    )
    def test_who_asks_beyond_the_own_reads_the_own_clause(self, role, kind, permission, clause):
        elsewhere = holder(role, Scope(kind, "elsewhere"))
        assert decide(elsewhere, permission, Facts(LINEAGE)).clause == clause

    @pytest.mark.parametrize(
        ("permission", "clause"),
        [(Permission.VIEW_JOURNAL, "4.3"), (Permission.VIEW_HISTORY, "4.3")],
    )
    def test_a_student_at_a_journal_reads_that_even_teachers_see_only_their_own(
        self, permission, clause
    ):
        student = holder(Role.STUDENT, HERE[ScopeKind.STUDENT])
        assert decide(student, permission, Facts(LINEAGE)).clause == clause


class TestWhatWouldHelp:
    """A no says what would make it a yes, and that is true."""

    @given(holdings, st.sampled_from(Permission), states)
    def test_the_roles_it_names_may_and_no_others(self, held, permission, given_states):
        facts = Facts(LINEAGE, given_states)
        decision = decide(Actor("somebody", held), permission, facts)
        if decision.allowed:
            assert (decision.by, decision.until, decision.cause) == ((), frozenset(), None)
            return
        named = {(grant.role, kind) for grant in decision.by for kind in grant.at}
        for role in Role:
            for kind, scope in HERE.items():
                may = decide(holder(role, scope), permission, facts).allowed
                assert may is ((role, kind) in named)

    @given(holdings, st.sampled_from(Permission), states)
    def test_the_states_it_names_are_the_ones_in_the_way(self, held, permission, given_states):
        actor = Actor("somebody", held)
        decision = decide(actor, permission, Facts(LINEAGE, given_states))
        if decision.cause is Cause.STATE:
            assert decision.state in decision.until <= given_states
            freed = given_states - decision.until
            assert decide(actor, permission, Facts(LINEAGE, freed)).allowed
        else:
            assert decision.until == frozenset()

    @pytest.mark.parametrize(
        ("role", "kind", "permission", "msgid"),
        [
            (Role.TEACHER, ScopeKind.JOURNAL, Permission.VIEW_JOURNAL, "not a group you teach"),
            (Role.SUBSTITUTE, ScopeKind.LESSON, Permission.RECORD, "not one of the lessons"),
            (Role.STUDENT, ScopeKind.STUDENT, Permission.VIEW_OWN_PROGRESS, "only the own record"),
            (Role.DEANERY, ScopeKind.UNIT, Permission.VIEW_JOURNAL, "for another place"),
        ],
    )
    def test_a_right_held_elsewhere_is_told_from_none(self, role, kind, permission, msgid):
        decision = decide(holder(role, Scope(kind, "elsewhere")), permission, Facts(LINEAGE))
        assert decision.cause is Cause.NOT_OWN
        assert msgid in decision.reason.msgid
        none = decide(holder(Role.GUEST, UNIVERSITY), permission, Facts(LINEAGE))
        assert none.cause is Cause.NO_ROLE
        assert none.reason != decision.reason

    @pytest.mark.parametrize("permission", Permission, ids=lambda one: one.value)
    def test_what_is_over_allows_nothing_and_says_so(self, permission):
        for role in Role:
            for scope in LINEAGE:
                held = frozenset({(role, scope)})
                decision = decide(Actor("somebody", expired=held), permission, Facts(LINEAGE))
                assert not decision.allowed
                would = decide(Actor("somebody", held), permission, Facts(LINEAGE)).allowed
                assert (decision.cause is Cause.EXPIRED) is would


class TestScope:
    @pytest.mark.parametrize("scope", LINEAGE, ids=str)
    def test_it_is_read_as_it_is_written(self, scope):
        assert Scope.parse(str(scope)) == scope

    def test_an_id_may_hold_colons(self):
        journal = Scope(ScopeKind.JOURNAL, "АУБ-1-24:algebra:2026-1")
        assert Scope.parse(str(journal)) == journal

    def test_an_unknown_kind_is_refused(self):
        with pytest.raises(ValueError, match="galaxy"):
            Scope.parse("galaxy:here")


class TestActor:
    def test_a_role_is_held_wherever_it_is_held(self):
        actor = holder(Role.TEACHER, HERE[ScopeKind.JOURNAL])
        assert actor.holds(Role.TEACHER)
        assert not actor.holds(Role.DEANERY)

    def test_equal_people_with_equal_roles_are_equal(self):
        actor = holder(Role.TEACHER, HERE[ScopeKind.JOURNAL])
        assert actor == holder(Role.TEACHER, HERE[ScopeKind.JOURNAL])
        assert hash(actor) == hash(holder(Role.TEACHER, HERE[ScopeKind.JOURNAL]))
        promoted = attrs.evolve(actor, holdings=frozenset({(Role.HEAD, UNIVERSITY)}))
        assert promoted.holds(Role.HEAD)
        assert not promoted.holds(Role.TEACHER)
