"""Giving and taking roles (4.1)."""

from datetime import date, datetime, timedelta, timezone

import attrs
import pytest

from oshj_core.errors import Invalid, NotAllowed, NotFound
from oshj_core.journal import Act
from oshj_core.people import PersonName, Staff, Student
from oshj_core.policy import POLICY
from oshj_core.ports import RoleHolding
from oshj_core.role_giving import NEVER_GIVEN, RoleGiving, places_of, read_holding, write_holding
from oshj_core.roles import UNIVERSITY, Actor, Role, Scope, ScopeKind
from oshj_core.structure import Group, Unit, UnitKind
from oshj_core.testing import MemoryAudit, MemoryHoldings, MemoryUniversity

TODAY = date(2026, 9, 1)
NOW = datetime(2026, 9, 1, 9, tzinfo=timezone(timedelta(hours=6)))
MATH, GROUP = Scope(ScopeKind.UNIT, "math"), Scope(ScopeKind.GROUP, "АУБ-1-24")
PLACES = {ScopeKind.UNIVERSITY: UNIVERSITY, ScopeKind.UNIT: MATH, ScopeKind.GROUP: GROUP}
ADMIN = RoleHolding("admin", Role.ADMINISTRATOR, UNIVERSITY)
DEAN = RoleHolding("dean", Role.DEANERY, MATH, date(2027, 6, 30))


class Desk:
    """A university with an administrator."""

    def __init__(self):
        self.university, self.holdings = MemoryUniversity(), MemoryHoldings()
        self.audit = MemoryAudit()
        for person in ("admin", "dean", "other"):
            self.university.staff.put(Staff(person, PersonName("Асанова", "Гүл"), "math"))
        self.university.students.put(Student("s1", PersonName("Асанов", "Бек"), GROUP.id))
        self.university.units.put(Unit("math", "Математика", UnitKind.FACULTY))
        self.university.groups.put(Group(GROUP.id, "math", "АУБ", 2024))
        self.holdings.give(ADMIN)

    def __call__(self, role=Role.ADMINISTRATOR, at=UNIVERSITY):
        act = Act(Actor("admin", frozenset({(role, at)})), NOW, "r1")
        return RoleGiving(self.holdings, self.university, self.audit, act)

    @property
    def stored(self):
        return list(self.holdings), list(self.audit.latest(100))


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def unchanged(desk):
    before = desk.stored
    yield
    assert desk.stored == before


class TestGive:
    def test_it_is_held_and_noted(self, desk):
        desk().give(attrs.evolve(DEAN, granted_by="somebody else"), "order 12")
        assert list(desk.holdings.of("dean")) == [attrs.evolve(DEAN, granted_by="admin")]
        [event] = desk.audit.about("person:dean")
        assert (event.actor, event.action, event.reason) == ("admin", "role.give", "order 12")
        assert (event.before, event.after) == ("", "deanery@unit:math until 2027-06-30")

    def test_another_end_is_noted_with_the_one_before(self, desk):
        desk().give(DEAN, "order 12")
        desk().give(attrs.evolve(DEAN, until=None), "order 13")
        assert [one.until for one in desk.holdings.of("dean")] == [None]
        event = desk.audit.about("person:dean")[-1]
        assert (event.before, event.after) == (
            "deanery@unit:math until 2027-06-30",
            "deanery@unit:math",
        )

    def test_the_same_again_changes_nothing(self, desk):
        desk().give(DEAN, "order 12")
        before = desk.stored
        desk().give(DEAN, "order 12")
        assert desk.stored == before

    @pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
    @pytest.mark.parametrize("place", PLACES.values(), ids=str)
    def test_every_role_only_where_the_policy_knows_it(self, desk, role, place):
        known = any(grant.role is role and place.kind in grant.at for grant in POLICY)
        before, wanted = desk.stored, RoleHolding("other", role, place)
        if known and role not in NEVER_GIVEN:
            desk().give(wanted, "order 12")
            assert [(one.role, one.scope) for one in desk.holdings.of("other")] == [(role, place)]
        else:
            with pytest.raises(Invalid) as caught:
                desk().give(wanted, "order 12")
            assert caught.value.place in ("role", "scope")
            assert desk.stored == before

    @pytest.mark.parametrize("role", sorted(NEVER_GIVEN, key=lambda role: role.value))
    def test_what_follows_from_the_lists_has_no_place_to_be_given_at(self, role):
        assert places_of(role) == frozenset()

    @pytest.mark.usefixtures("unchanged")
    @pytest.mark.parametrize("place", [Scope(ScopeKind.UNIT, "moon"), Scope(ScopeKind.UNIT)])
    def test_a_place_that_is_not_there(self, desk, place):
        with pytest.raises(NotFound):
            desk().give(RoleHolding("dean", Role.DEANERY, place), "order 12")

    @pytest.mark.usefixtures("unchanged")
    def test_a_group_that_is_not_there(self, desk):
        with pytest.raises(NotFound):
            desk().give(
                RoleHolding("dean", Role.CURATOR, Scope(ScopeKind.GROUP, "ЖОК-1")), "order 12"
            )

    @pytest.mark.usefixtures("unchanged")
    @pytest.mark.parametrize("role", [Role.DEANERY, Role.ADMINISTRATOR])
    def test_a_student_gets_none(self, desk, role):
        with pytest.raises(NotAllowed) as caught:
            desk().give(RoleHolding("s1", role, MATH), "order 12")
        assert caught.value.clause == "4.2"

    @pytest.mark.usefixtures("unchanged")
    def test_a_stranger_gets_none(self, desk):
        with pytest.raises(Invalid) as caught:
            desk().give(RoleHolding("nobody", Role.DEANERY, MATH), "order 12")
        assert caught.value.place == "person"

    @pytest.mark.usefixtures("unchanged")
    def test_an_end_that_has_passed(self, desk):
        with pytest.raises(Invalid) as caught:
            desk().give(attrs.evolve(DEAN, until=TODAY - timedelta(days=1)), "order 12")
        assert caught.value.place == "until"

    def test_a_role_for_today(self, desk):
        desk().give(attrs.evolve(DEAN, until=TODAY), "order 12")
        assert [one.until for one in desk.holdings.of("dean")] == [TODAY]

    @pytest.mark.usefixtures("unchanged")
    def test_it_needs_a_reason(self, desk):
        with pytest.raises(Invalid) as caught:
            desk().give(DEAN, " ")
        assert caught.value.place == "reason"

    @pytest.mark.usefixtures("unchanged")
    @pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}, key=str))
    def test_nobody_but_the_administrator(self, desk, role):
        for place in (UNIVERSITY, MATH):
            with pytest.raises(NotAllowed) as caught:
                desk(role, place).give(DEAN, "order 12")
            assert caught.value.clause == "4.1"
            with pytest.raises(NotAllowed):
                desk(role, place).take("admin", Role.ADMINISTRATOR, UNIVERSITY, "order 12")


class TestTake:
    def test_it_is_gone_and_noted(self, desk):
        desk().give(DEAN, "order 12")
        desk().take("dean", Role.DEANERY, MATH, "order 13")
        assert list(desk.holdings.of("dean")) == []
        event = desk.audit.about("person:dean")[-1]
        assert (event.action, event.reason) == ("role.take", "order 13")
        assert (event.before, event.after) == ("deanery@unit:math until 2027-06-30", "")

    @pytest.mark.usefixtures("unchanged")
    def test_a_role_that_is_not_held(self, desk):
        with pytest.raises(NotFound):
            desk().take("dean", Role.DEANERY, MATH, "order 13")

    def test_it_needs_a_reason(self, desk):
        desk().give(DEAN, "order 12")
        before = desk.stored
        with pytest.raises(Invalid):
            desk().take("dean", Role.DEANERY, MATH, "")
        assert desk.stored == before


class TestLastAdministrator:
    @pytest.mark.usefixtures("unchanged")
    def test_keeps_the_role(self, desk):
        with pytest.raises(NotAllowed) as caught:
            desk().take("admin", Role.ADMINISTRATOR, UNIVERSITY, "order 13")
        assert caught.value.clause == "4.1"

    @pytest.mark.usefixtures("unchanged")
    def test_keeps_it_without_an_end(self, desk):
        with pytest.raises(NotAllowed):
            desk().give(attrs.evolve(ADMIN, until=date(2027, 6, 30)), "order 13")

    def test_one_whose_role_ends_does_not_count(self, desk):
        desk().give(attrs.evolve(ADMIN, person="other"), "order 12")
        desk().give(attrs.evolve(ADMIN, person="other", until=TODAY), "order 13")
        with pytest.raises(NotAllowed):
            desk().take("admin", Role.ADMINISTRATOR, UNIVERSITY, "order 14")

    def test_of_two_one_may_go(self, desk):
        desk().give(attrs.evolve(ADMIN, person="other"), "order 12")
        desk().take("admin", Role.ADMINISTRATOR, UNIVERSITY, "order 13")
        assert [one.person for one in desk.holdings] == ["other"]
        with pytest.raises(NotAllowed):
            desk().take("other", Role.ADMINISTRATOR, UNIVERSITY, "order 14")


class TestWritten:
    @pytest.mark.parametrize("holding", [ADMIN, DEAN, RoleHolding("t", Role.CURATOR, GROUP)])
    def test_it_is_read_back(self, holding):
        assert read_holding(holding.person, write_holding(holding)) == holding

    @pytest.mark.parametrize(
        "written", ["", "deanery", "king@university", "deanery@moon:1", "deanery@unit:m until soon"]
    )
    def test_anything_else_is_no_role(self, written):
        with pytest.raises(ValueError, match=r"."):
            read_holding("t", written)
