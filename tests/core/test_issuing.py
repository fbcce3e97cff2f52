"""Who may issue credentials to whom (3.3), and what is kept of it (4.2)."""

from datetime import datetime, timedelta, timezone

import attrs
import pytest

from oshj_core.accounts import Audience, read_secret
from oshj_core.errors import Invalid, NotAllowed, NotFound
from oshj_core.issuing import MAX_REISSUED, Issuing
from oshj_core.journal import Act
from oshj_core.roles import UNIVERSITY, Actor, Facts, Role, Scope, ScopeKind
from oshj_core.testing import MemoryAccounts, MemoryAudit

NOW = datetime(2026, 9, 1, 9, tzinfo=timezone(timedelta(hours=6)))
MATH, PHILOLOGY = Scope(ScopeKind.UNIT, "math"), Scope(ScopeKind.UNIT, "philology")
IN_MATH = Facts((MATH, UNIVERSITY))
IN_PHILOLOGY = Facts((PHILOLOGY, UNIVERSITY))
ADMINISTRATOR = Actor("admin", frozenset({(Role.ADMINISTRATOR, UNIVERSITY)}))
DEANERY = Actor("dean", frozenset({(Role.DEANERY, MATH)}))
STUDENT = Actor("s1", frozenset({(Role.STUDENT, Scope(ScopeKind.STUDENT, "s1"))}))
TEACHER = Actor("t1", frozenset({(Role.TEACHER, Scope(ScopeKind.ASSIGNMENT, "a1"))}))


class ReversingHasher:
    """A kept form that is not the secret, and is different for different secrets."""

    def hash(self, secret):
        return f"hash:{secret[::-1]}"

    def verify(self, hashed, secret):
        return hashed == self.hash(secret)


class Desk:
    """Accounts and events, and an issuer for any actor."""

    def __init__(self):
        self.accounts, self.audit, self.requests = MemoryAccounts(), MemoryAudit(), 0

    def __call__(self, actor):
        self.requests += 1
        act = Act(actor, NOW + timedelta(minutes=self.requests), f"r{self.requests}")
        return Issuing(self.accounts, self.audit, ReversingHasher(), act)

    @property
    def events(self):
        return self.audit.latest(1000)[::-1]

    @property
    def stored(self):
        return list(self.accounts._accounts.values()), self.events


@pytest.fixture
def desk():
    return Desk()


class TestIssue:
    @pytest.mark.parametrize(
        ("actor", "person", "audience"),
        [(ADMINISTRATOR, "t1", Audience.STAFF), (DEANERY, "s1", Audience.STUDENT)],
    )
    def test_the_first_account(self, desk, actor, person, audience):
        issued = desk(actor).issue(person, audience, IN_MATH)
        account = desk.accounts.of(person)
        assert account == issued.account
        assert (account.login, account.audience, account.issued_by) == (person, audience, actor.id)
        assert (account.generation, account.active) == (1, True)
        assert ReversingHasher().verify(account.secret, read_secret(issued.secret))
        [event] = desk.events
        assert (event.action, event.subject) == ("account.issue", f"account:{person}")
        assert (event.actor, event.at, event.request) == (actor.id, account.issued_at, "r1")

    @pytest.mark.parametrize(
        ("actor", "audience", "facts"),
        [
            (ADMINISTRATOR, Audience.STUDENT, IN_MATH),  # 3.3: students only from their deanery
            (DEANERY, Audience.STAFF, IN_MATH),  # 3.3: staff only from the administrator
            (DEANERY, Audience.STUDENT, IN_PHILOLOGY),  # its own unit only
            (TEACHER, Audience.STUDENT, IN_MATH),
            (STUDENT, Audience.STUDENT, Facts((Scope(ScopeKind.STUDENT, "s1"), MATH, UNIVERSITY))),
        ],
    )
    def test_nobody_else_issues(self, desk, actor, audience, facts):
        for act in (
            lambda one: one.issue("s1", audience, facts),
            lambda one: one.issue_missing(["s1"], audience, facts),
            lambda one: one.reissue_all(["s1"], audience, facts, "lost"),
        ):
            with pytest.raises(NotAllowed) as caught:
                act(desk(actor))
            assert caught.value.clause == "3.3"
        assert desk.stored == ([], [])

    def test_reissuing_ends_what_was_before_and_says_why(self, desk):
        first = desk(DEANERY).issue("s1", Audience.STUDENT, IN_MATH)
        second = desk(DEANERY).issue("s1", Audience.STUDENT, IN_MATH, "  lost\nthe slip ")
        account = desk.accounts.of("s1")
        assert second.account == account
        assert account.generation == first.account.generation + 1
        assert account.issued_at > first.account.issued_at
        assert not ReversingHasher().verify(account.secret, read_secret(first.secret))
        assert ReversingHasher().verify(account.secret, read_secret(second.secret))
        assert [(one.action, one.reason) for one in desk.events] == [
            ("account.issue", ""),
            ("account.reissue", "lost the slip"),
        ]

    @pytest.mark.parametrize("reason", ["", "  \n", "\u202e\0", "x" * 201])
    def test_reissuing_without_a_reason_changes_nothing(self, desk, reason):
        desk(DEANERY).issue("s1", Audience.STUDENT, IN_MATH)
        before = desk.stored
        with pytest.raises(Invalid) as caught:
            desk(DEANERY).issue("s1", Audience.STUDENT, IN_MATH, reason)
        assert caught.value.place == "reason"
        assert desk.stored == before

    def test_a_closed_account_is_opened_first(self, desk):
        desk(DEANERY).issue("s1", Audience.STUDENT, IN_MATH)
        desk(DEANERY).set_active("s1", IN_MATH, active=False, reason="left")
        before = desk.stored
        with pytest.raises(Invalid):
            desk(DEANERY).issue("s1", Audience.STUDENT, IN_MATH, "lost")
        assert desk(DEANERY).reissue_all(["s1"], Audience.STUDENT, IN_MATH, "lost") == ()
        assert desk.stored == before

    def test_a_deanery_does_not_reissue_an_employee_s_account_as_a_student_s(self, desk):
        desk(ADMINISTRATOR).issue("both", Audience.STAFF, IN_MATH)
        before = desk.stored
        for act in (
            lambda one: one.issue("both", Audience.STUDENT, IN_MATH, "lost"),
            lambda one: one.reissue_all(["both"], Audience.STUDENT, IN_MATH, "lost"),
            lambda one: one.set_active("both", IN_MATH, active=False, reason="lost"),
        ):
            with pytest.raises(NotAllowed):
                act(desk(DEANERY))
        assert desk.stored == before

    def test_a_login_is_never_given_twice(self, desk):
        desk(DEANERY).issue("S1", Audience.STUDENT, IN_MATH)
        with pytest.raises(Invalid) as caught:
            desk(DEANERY).issue("s1", Audience.STUDENT, IN_MATH)
        assert caught.value.place == "login"
        assert desk.accounts.find("s1").person == "S1"

    def test_the_secret_is_kept_nowhere(self, desk):
        secrets = [
            desk(DEANERY).issue("s1", Audience.STUDENT, IN_MATH).secret,
            desk(DEANERY).issue("s1", Audience.STUDENT, IN_MATH, "lost").secret,
            *(one.secret for one in desk(DEANERY).issue_missing(["s2"], Audience.STUDENT, IN_MATH)),
        ]
        accounts, events = desk.stored
        kept = repr([attrs.asdict(one, recurse=False) for one in (*accounts, *events)])
        for secret in secrets:
            assert secret not in kept
            assert read_secret(secret) not in kept

    def test_its_repr_does_not_show_the_secret(self, desk):
        issued = desk(DEANERY).issue("s1", Audience.STUDENT, IN_MATH)
        assert issued.secret not in repr(issued)


class TestMany:
    def test_missing_ones_get_an_account_and_the_others_keep_theirs(self, desk):
        kept = desk(DEANERY).issue("s2", Audience.STUDENT, IN_MATH).account
        issued = desk(DEANERY).issue_missing(["s3", "s2", "s1"], Audience.STUDENT, IN_MATH)
        assert [one.account.login for one in issued] == ["s3", "s1"]
        assert len({one.secret for one in issued}) == 2
        assert desk.accounts.of("s2") == kept

    def test_issuing_the_missing_again_issues_nothing(self, desk):
        desk(DEANERY).issue_missing(["s1", "s2"], Audience.STUDENT, IN_MATH)
        before = desk.stored
        assert desk(DEANERY).issue_missing(["s1", "s2"], Audience.STUDENT, IN_MATH) == ()
        assert desk.stored == before

    @pytest.mark.parametrize("people", [["s1", "студент"], ["s1", "S2"], ["s3", "S3"]])
    def test_one_login_that_cannot_be_leaves_nobody_with_a_lost_secret(self, desk, people):
        desk(DEANERY).issue("s2", Audience.STUDENT, IN_MATH)
        before = desk.stored
        with pytest.raises(Invalid) as caught:
            desk(DEANERY).issue_missing(people, Audience.STUDENT, IN_MATH)
        assert caught.value.place == "login"
        assert desk.stored == before

    def test_whoever_is_named_twice_gets_one_secret(self, desk):
        [issued] = desk(DEANERY).issue_missing(["s1", "s1"], Audience.STUDENT, IN_MATH)
        [again] = desk(DEANERY).reissue_all(["s1", "s1"], Audience.STUDENT, IN_MATH, "lost")
        assert again.account.generation == issued.account.generation + 1
        kept = desk.accounts.of("s1").secret
        assert ReversingHasher().verify(kept, read_secret(again.secret))

    def test_reissuing_all_covers_those_who_have_an_account(self, desk):
        desk(DEANERY).issue_missing(["s1", "s2"], Audience.STUDENT, IN_MATH)
        issued = desk(DEANERY).reissue_all(["s1", "s2", "s3"], Audience.STUDENT, IN_MATH, "lost")
        assert [one.account.generation for one in issued] == [2, 2]
        assert desk.accounts.of("s3") is None
        assert [one.reason for one in desk.events] == ["", "", "lost", "lost"]

    def test_reissuing_all_needs_a_reason(self, desk):
        desk(DEANERY).issue_missing(["s1"], Audience.STUDENT, IN_MATH)
        before = desk.stored
        with pytest.raises(Invalid):
            desk(DEANERY).reissue_all(["s1"], Audience.STUDENT, IN_MATH, " ")
        assert desk.stored == before

    def test_more_than_the_limit_is_never_reissued_at_once(self, desk):
        people = [f"s{number}" for number in range(MAX_REISSUED + 1)]
        desk(DEANERY).issue_missing(people, Audience.STUDENT, IN_MATH)
        before = desk.stored
        with pytest.raises(NotAllowed) as caught:
            desk(DEANERY).reissue_all(people, Audience.STUDENT, IN_MATH, "lost")
        assert caught.value.clause == "7.7"
        assert caught.value.advice is not None
        assert desk.stored == before
        assert (
            len(desk(DEANERY).reissue_all(people[1:], Audience.STUDENT, IN_MATH, "lost"))
            == MAX_REISSUED
        )

    def test_with_a_second_person_more_than_the_limit_are_reissued(self, desk):
        people = [f"s{number}" for number in range(MAX_REISSUED + 1)]
        desk(DEANERY).issue_missing(people, Audience.STUDENT, IN_MATH)
        second = Actor("dean-2", DEANERY.holdings)
        issued = desk(DEANERY).reissue_all(people, Audience.STUDENT, IN_MATH, "lost", second)
        assert len(issued) == MAX_REISSUED + 1
        assert {one.reason for one in desk.events[-len(issued) :]} == {"lost (dean-2)"}

    @pytest.mark.parametrize("second", [DEANERY, ADMINISTRATOR, STUDENT, Actor("dean-2")])
    def test_a_second_person_is_another_one_who_may(self, desk, second):
        people = [f"s{number}" for number in range(MAX_REISSUED + 1)]
        desk(DEANERY).issue_missing(people, Audience.STUDENT, IN_MATH)
        before = desk.stored
        with pytest.raises(NotAllowed):
            desk(DEANERY).reissue_all(people, Audience.STUDENT, IN_MATH, "lost", second)
        assert desk.stored == before


class TestSetActive:
    def test_closing_and_opening(self, desk):
        account = desk(DEANERY).issue("s1", Audience.STUDENT, IN_MATH).account
        desk(DEANERY).set_active("s1", IN_MATH, active=False, reason="left")
        assert desk.accounts.of("s1") == attrs.evolve(account, active=False)
        desk(DEANERY).set_active("s1", IN_MATH, active=True, reason="came back")
        assert desk.accounts.of("s1") == account
        assert [(one.action, one.reason) for one in desk.events[1:]] == [
            ("account.close", "left"),
            ("account.open", "came back"),
        ]

    def test_doing_it_twice_changes_nothing(self, desk):
        desk(DEANERY).issue("s1", Audience.STUDENT, IN_MATH)
        desk(DEANERY).set_active("s1", IN_MATH, active=False, reason="left")
        before = desk.stored
        desk(DEANERY).set_active("s1", IN_MATH, active=False, reason="left")
        assert desk.stored == before

    def test_it_needs_a_reason(self, desk):
        desk(DEANERY).issue("s1", Audience.STUDENT, IN_MATH)
        before = desk.stored
        with pytest.raises(Invalid) as caught:
            desk(DEANERY).set_active("s1", IN_MATH, active=False, reason="")
        assert caught.value.place == "reason"
        assert desk.stored == before

    def test_nobody_else_does_it(self, desk):
        desk(DEANERY).issue("s1", Audience.STUDENT, IN_MATH)
        before = desk.stored
        for actor, facts in ((ADMINISTRATOR, IN_MATH), (DEANERY, IN_PHILOLOGY), (STUDENT, IN_MATH)):
            with pytest.raises(NotAllowed):
                desk(actor).set_active("s1", facts, active=False, reason="left")
        assert desk.stored == before

    def test_nobody_closes_the_own_account(self, desk):
        desk(ADMINISTRATOR).issue("admin", Audience.STAFF, IN_MATH)
        before = desk.stored
        with pytest.raises(NotAllowed):
            desk(ADMINISTRATOR).set_active("admin", IN_MATH, active=False, reason="why not")
        assert desk.stored == before

    def test_an_unknown_login(self, desk):
        with pytest.raises(NotFound):
            desk(ADMINISTRATOR).set_active("nobody", IN_MATH, active=False, reason="left")
