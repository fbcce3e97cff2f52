"""What is never left to one person (1.4, 5.7, 7.7)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.decisions import decide
from oshj_core.errors import Locked, NotAllowed
from oshj_core.policy import POLICY
from oshj_core.regulation import clauses
from oshj_core.roles import UNIVERSITY, Actor, Facts, Permission, Role, Scope, ScopeKind, State
from oshj_core.two_persons import TWO_PERSONS, needs_second, rule_of, second_person

HERE = {kind: Scope(kind, "here") for kind in ScopeKind} | {ScopeKind.UNIVERSITY: UNIVERSITY}
FACTS = Facts(tuple(reversed(HERE.values())))
RULES = pytest.mark.parametrize("rule", TWO_PERSONS, ids=lambda rule: rule.first.value)


def one_who_may(permission, person):
    grant = next(grant for grant in POLICY if grant.permission is permission)
    return Actor(person, frozenset((grant.role, HERE[kind]) for kind in grant.at))


class TestTable:
    def test_each_act_has_one_rule_and_a_clause(self):
        assert len({rule.first for rule in TWO_PERSONS}) == len(TWO_PERSONS)
        assert {rule.clause for rule in TWO_PERSONS} <= set(clauses())

    def test_it_covers_what_changes_or_destroys_a_locked_record(self):
        assert {(rule.first.value, rule.second.value, rule.above) for rule in TWO_PERSONS} == {
            ("write-plan", "approve-plan", 0),
            ("request-correction", "approve-correction", 0),
            ("propose-disposal", "approve-disposal", 0),
            ("approve-disposal", "approve-disposal", 0),
            ("lift-hold", "lift-hold", 0),
            ("undo-year", "undo-year", 0),
            ("issue-staff-credentials", "issue-staff-credentials", 50),
            ("issue-student-credentials", "issue-student-credentials", 50),
        }

    @RULES
    def test_from_how_many_on(self, rule):
        assert not needs_second(rule.first, rule.above)
        assert needs_second(rule.first, rule.above + 1)

    def test_what_one_person_may_do_alone(self):
        assert rule_of(Permission.RECORD) is None
        assert not needs_second(Permission.RECORD, 10**6)
        with pytest.raises(ValueError, match="record"):
            second_person("one", Actor("two"), Permission.RECORD, FACTS)


class TestSecondPerson:
    @RULES
    def test_somebody_else_who_may_is_a_second_person(self, rule):
        second_person("one", one_who_may(rule.second, "two"), rule.first, FACTS)

    @RULES
    def test_the_same_person_is_not(self, rule):
        with pytest.raises(NotAllowed) as caught:
            second_person("one", one_who_may(rule.second, "one"), rule.first, FACTS)
        assert caught.value.clause == rule.clause
        assert caught.value.advice is not None

    @RULES
    def test_somebody_who_may_not_is_not(self, rule):
        with pytest.raises(NotAllowed):
            second_person("one", Actor("two"), rule.first, FACTS)

    def test_a_hold_stops_the_second_as_well(self):
        archivist = one_who_may(Permission.APPROVE_DISPOSAL, "two")
        held = Facts(FACTS.scopes, frozenset({State.ON_HOLD}))
        with pytest.raises(Locked):
            second_person("one", archivist, Permission.PROPOSE_DISPOSAL, held)

    @given(
        st.sampled_from([rule.first for rule in TWO_PERSONS]),
        st.sampled_from("ab"),
        st.sampled_from("ab"),
        st.frozensets(st.tuples(st.sampled_from(Role), st.sampled_from(FACTS.scopes)), max_size=4),
        st.frozensets(st.sampled_from(State)),
    )
    def test_it_passes_if_and_only_if_two_people_and_the_right(
        self, permission, first, second, held, states
    ):
        actor, facts = Actor(second, held), Facts(FACTS.scopes, states)
        passes = first != second and decide(actor, rule_of(permission).second, facts).allowed
        try:
            second_person(first, actor, permission, facts)
        except NotAllowed:
            assert not passes
        else:
            assert passes
