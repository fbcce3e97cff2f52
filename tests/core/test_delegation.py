"""Substitutes (4.3) and roles lent for a time: what they give, and that they end by themselves."""

from datetime import date, datetime, time, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.covering import TeachingHour, substitute_of
from oshj_core.decisions import Cause, decide
from oshj_core.delegating import DELEGABLE, Delegating, Substituting
from oshj_core.delegation import Delegation, Substitution, actor_on, substitute_holdings
from oshj_core.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from oshj_core.journal import Act
from oshj_core.people import PersonName, Staff
from oshj_core.ports import RoleHolding
from oshj_core.roles import UNIVERSITY, Actor, Facts, Permission, Role, Scope, ScopeKind
from oshj_core.testing import (
    DelegationsContract,
    MemoryAudit,
    MemoryDelegations,
    MemoryHoldings,
    MemoryNotices,
    MemorySubstitutions,
    SubstitutionsContract,
)
from tests.core.builders import (
    ADMINISTRATOR,
    ASANOVA,
    BISHKEK,
    IN_MODULE_1,
    JOURNAL,
    LABORATORY,
    STREAM,
    STUDENT,
    House,
    attendance,
    holder,
)

MATH, ALGEBRA = Scope(ScopeKind.UNIT, "math"), Scope(ScopeKind.UNIT, "algebra")
HEAD = holder("head", Role.HEAD, ALGEBRA)
DEAN = holder("dean", Role.DEANERY, MATH)
DAY = timedelta(days=1)
SICK = Substitution(
    "v1", "asanova", "karimova", IN_MODULE_1, IN_MODULE_1 + 4 * DAY, "оорулуу", named_by="head"
)


class Office:
    """The house with staff, and everything that is given for a time in it."""

    def __init__(self):
        self.house = House()
        self.university = self.house.university
        for person in ("asanova", "bekov", "karimova", "head", "dean", "clerk"):
            name = PersonName(person.title(), "Айгүл")
            self.university.staff.put(Staff(person, name, "algebra"))
        self.substitutions, self.delegations = MemorySubstitutions(), MemoryDelegations()
        self.holdings, self.audit = MemoryHoldings(), MemoryAudit()

    def act(self, actor, day):
        return Act(actor, datetime.combine(day, time(9), BISHKEK), "r1")

    def substituting(self, actor=HEAD, day=IN_MODULE_1):
        act = self.act(actor, day)
        return Substituting(self.substitutions, self.university, self.audit, act)

    def planned(self, identifier, slot, day=IN_MODULE_1):
        return TeachingHour(
            identifier, "asanova", STREAM.id, STREAM.subject, STREAM.groups, STREAM.kind, day, slot
        )

    def delegating(self, actor=DEAN, day=IN_MODULE_1):
        act = self.act(actor, day)
        return Delegating(self.delegations, self.holdings, self.university, self.audit, act)

    def lessons_of(self, teacher):
        lessons = self.house.registers.get(JOURNAL).lessons()
        return [lesson for lesson in lessons if lesson.teacher == teacher]

    def actor(self, person, day, *held):
        return actor_on(
            Actor(person, frozenset(held)),
            day,
            self.holdings,
            self.substitutions,
            self.delegations,
            self.university,
            self.lessons_of,
        )

    @property
    def stored(self):
        return (
            list(self.substitutions),
            list(self.delegations),
            list(self.holdings),
            list(self.audit.latest(99)),
        )

    def refuses(self, kind, act, **told):
        before = self.stored
        with pytest.raises(Refusal) as caught:
            act()
        assert type(caught.value) is kind
        assert self.stored == before
        for name, value in told.items():
            assert getattr(caught.value, name) == value


@pytest.fixture
def office():
    return Office()


class TestMemorySubstitutions(SubstitutionsContract):
    @pytest.fixture
    def substitutions(self):
        return MemorySubstitutions()


class TestMemoryDelegations(DelegationsContract):
    @pytest.fixture
    def delegations(self):
        return MemoryDelegations()


class TestNaming:
    def test_who_named_is_the_actor_and_it_is_noted(self, office):
        named = office.substituting().name(attrs.evolve(SICK, named_by="somebody"))
        assert named == office.substitutions.get("v1")
        at = office.act(HEAD, IN_MODULE_1).millis
        assert named == attrs.evolve(SICK, named_on=IN_MODULE_1, named_at=at)
        [event] = office.audit.about("substitution:v1")
        assert (event.action, event.actor, event.reason) == ("substitution.name", "head", "оорулуу")
        assert event.after == "asanova → karimova: *, 2026-10-05 – 2026-10-09"

    def test_the_same_again_changes_nothing(self, office):
        office.substituting().name(SICK)
        before = office.stored
        assert office.substituting(day=IN_MODULE_1 + DAY).name(SICK).named_on == IN_MODULE_1
        assert office.stored == before
        other = attrs.evolve(SICK, substitute="bekov")
        office.refuses(Conflict, lambda: office.substituting().name(other))

    @pytest.mark.parametrize(
        ("changes", "refusal", "place"),
        [
            ({"substitute": "nobody"}, Invalid, "substitute"),
            ({"substitute": "s0"}, Invalid, "substitute"),
            ({"substitute": "asanova"}, Invalid, "substitute"),
            ({"until": SICK.starts - DAY}, Invalid, "until"),
            ({"starts": date(2026, 9, 1), "until": date(2026, 9, 2)}, Invalid, "until"),
            ({"reason": " \n"}, Invalid, "reason"),
            ({"lessons": ("none",)}, Invalid, "lessons"),
            ({"until": date(9999, 12, 31)}, Invalid, "until"),
            ({"starts": date(2025, 7, 31)}, Invalid, "starts"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, office, changes, refusal, place):
        wanted = attrs.evolve(SICK, **changes)
        office.refuses(refusal, lambda: office.substituting().name(wanted), place=place)

    def test_a_teacher_nobody_knows(self, office):
        wanted = attrs.evolve(SICK, teacher="nobody")
        office.refuses(NotFound, lambda: office.substituting().name(wanted))

    def test_a_lesson_of_somebody_else_is_not_given_away(self, office):
        foreign = office.house.lesson(under=LABORATORY)
        wanted = attrs.evolve(SICK, lessons=(foreign.id,))
        naming = office.substituting()
        office.refuses(Invalid, lambda: naming.name(wanted, [foreign]), place="lessons")

    @pytest.mark.parametrize("day", [IN_MODULE_1 - DAY, IN_MODULE_1])
    def test_a_lesson_that_is_open_stays_with_the_teacher(self, office, day):
        lesson = office.house.lesson(day)
        naming = office.substituting()
        named = attrs.evolve(SICK, starts=day, lessons=(lesson.id,))
        office.refuses(Invalid, lambda: naming.name(named, [lesson]), place="lessons")
        whole = naming.name(attrs.evolve(SICK, starts=day), [lesson])
        assert whole.begins == IN_MODULE_1
        assert not whole.covers(lesson)
        substitute = office.actor("karimova", IN_MODULE_1)
        with office.house.refuses(NotAllowed, clause="4.3"):
            office.house.journal(substitute).record(lesson.id, [attendance(0, 1)])

    def test_who_is_named_later_takes_the_lessons_from_the_one_before(self, office):
        notices = MemoryNotices()
        naming = attrs.evolve(office.substituting(), notices=notices)
        first = naming.name(SICK)
        second = naming.name(attrs.evolve(SICK, id="a", substitute="bekov"))
        assert second.named_at > first.named_at
        assert office.substitutions.get("v1").replaced_by == ("bekov",)
        lesson = office.house.lesson()
        assert substitute_of(office.substitutions.for_teacher("asanova"), lesson) == second
        before, after = (office.actor(one, IN_MODULE_1) for one in ("karimova", "bekov"))
        office.house.journal(after).record(lesson.id, [attendance(0, 1)])
        with office.house.refuses(NotAllowed, clause="4.3"):
            office.house.journal(before).record(lesson.id, [attendance(1, 1)])
        with office.house.refuses(NotAllowed, clause="4.3"):
            office.house.journal(before).open_lesson(STREAM, IN_MODULE_1, 3, "third")
        [event] = [
            one
            for one in office.audit.about("substitution:v1")
            if one.action == "substitution.replace"
        ]
        assert event.after.startswith("asanova → karimova → bekov: *")
        told = [one.kind for one in notices.of("karimova")]
        assert sorted(one.value for one in told) == ["substitute-replaced", "takes-lessons"]

    @pytest.mark.parametrize(
        "actor",
        [
            ASANOVA,
            ADMINISTRATOR,
            STUDENT,
            holder("head", Role.HEAD, Scope(ScopeKind.UNIT, "philology")),
        ],
    )
    def test_nobody_else_names_or_ends(self, office, actor):
        office.substituting().name(SICK)
        other = attrs.evolve(SICK, id="v2")
        office.refuses(NotAllowed, lambda: office.substituting(actor).name(other), clause="4.3")
        office.refuses(NotAllowed, lambda: office.substituting(actor).end("v1", "буйрук"))

    def test_nobody_names_oneself(self, office):
        wanted = attrs.evolve(SICK, substitute="head")
        office.refuses(NotAllowed, lambda: office.substituting().name(wanted), clause="4.3")

    def test_it_ends_on_the_day_it_is_ended_and_once(self, office):
        office.substituting().name(SICK)
        day = IN_MODULE_1 + DAY
        ended = office.substituting(DEAN, day).end("v1", "айыкты")
        assert (ended.lasts_on(IN_MODULE_1), ended.lasts_on(day)) == (True, False)
        before = office.stored
        assert office.substituting(DEAN, day + DAY).end("v1", "") == ended
        assert office.stored == before
        office.refuses(NotFound, lambda: office.substituting().end("moon", "айыкты"))


class TestSubstitute:
    def test_the_substitute_fills_the_lesson_of_those_days_and_no_other(self, office):
        lesson, earlier = office.house.lesson(), office.house.lesson(IN_MODULE_1 - DAY)
        office.substituting().name(SICK)
        substitute = office.actor("karimova", IN_MODULE_1)
        office.house.journal(substitute).record(lesson.id, [attendance(0, 1)])
        with office.house.refuses(NotAllowed, clause="4.3"):
            office.house.journal(substitute).record(earlier.id, [attendance(0, 1)])

    def test_one_named_for_days_opens_the_lesson_and_one_named_for_a_lesson_does_not(self, office):
        planned = office.planned("fourth", 4)
        office.substituting().name(SICK)
        office.substituting().name(
            attrs.evolve(SICK, id="v2", substitute="bekov", lessons=(planned.id,)), [planned]
        )
        bekov = office.actor("bekov", IN_MODULE_1)
        with office.house.refuses(NotAllowed, clause="4.3"):
            office.house.journal(bekov).open_lesson(STREAM, IN_MODULE_1, 3, "third")
        opener = office.house.journal(office.actor("karimova", IN_MODULE_1))
        opened = opener.open_lesson(STREAM, IN_MODULE_1, 3, "third")
        assert opened.teacher == "asanova"
        office.house.journal(bekov).open_lesson(STREAM, IN_MODULE_1, 4, planned.id)
        bekov = office.actor("bekov", IN_MODULE_1)
        office.house.journal(bekov).record(planned.id, [attendance(0, 1)])
        with office.house.refuses(NotAllowed, clause="4.3"):
            karimova = office.actor("karimova", IN_MODULE_1)
            office.house.journal(karimova).record(planned.id, [attendance(0, 1)])
        office.house.journal(office.actor("karimova", IN_MODULE_1)).record(
            "third", [attendance(0, 1)]
        )

    def test_no_lesson_of_an_earlier_day_is_opened(self, office):
        office.substituting().name(SICK)
        substitute = office.actor("karimova", IN_MODULE_1 + DAY)
        journal = office.house.journal(substitute, IN_MODULE_1 + DAY)
        for day in (IN_MODULE_1, IN_MODULE_1 - 7 * DAY):
            with office.house.refuses(NotAllowed, clause="4.3"):
                journal.open_lesson(STREAM, day, 1, "earlier")
        assert journal.open_lesson(STREAM, IN_MODULE_1 + DAY, 1, "today").id == "today"

    def test_it_covers_no_lesson_of_another_teacher_whatever_it_is_told(self, office):
        foreign = office.house.lesson(under=LABORATORY)
        assert not SICK.covers(foreign)
        assert not attrs.evolve(SICK, lessons=(foreign.id,)).covers(foreign)
        assert SICK.covers(office.house.lesson())

    def test_when_it_is_over_the_refusal_says_so(self, office):
        lesson = office.house.lesson()
        office.substituting().name(SICK)
        day = SICK.until + DAY
        substitute = office.actor("karimova", day)
        assert not substitute.holds(Role.SUBSTITUTE)
        facts = office.house.journal(on=day).lesson_facts(lesson)
        decision = decide(substitute, Permission.RECORD, facts)
        assert (decision.allowed, decision.cause) == (False, Cause.EXPIRED)

    @given(st.dates(date(2026, 9, 20), date(2026, 10, 20)), st.integers(0, 9), st.integers(0, 12))
    def test_it_gives_something_on_its_days_alone(self, day, length, ended_after):
        office = Office()
        office.house.lesson()
        ended = SICK.starts + ended_after * DAY
        one = attrs.evolve(SICK, until=SICK.starts + length * DAY, ended=ended)
        lessons = office.lessons_of("asanova")
        held = substitute_holdings(one, day, lessons, office.university)
        assert bool(held) is (one.starts <= day <= one.until and day < ended)
        assert {role for role, _ in held} <= {Role.SUBSTITUTE}
        assert {scope.kind for _, scope in held} <= {ScopeKind.LESSON, ScopeKind.ASSIGNMENT}


LENT = Delegation(
    "d1", Role.DEANERY, MATH, "dean", "clerk", IN_MODULE_1, IN_MODULE_1 + 4 * DAY, "өргүү"
)


class TestDelegation:
    @pytest.fixture
    def office(self):
        office = Office()
        office.holdings.give(RoleHolding("dean", Role.DEANERY, MATH, IN_MODULE_1 + 9 * DAY))
        return office

    def test_the_role_is_lent_by_its_holder_and_noted(self, office):
        lent = office.delegating().delegate(attrs.evolve(LENT, delegator="somebody"))
        assert lent == office.delegations.get("d1") == LENT
        [event] = office.audit.about("delegation:d1")
        assert (event.action, event.actor) == ("delegation.give", "dean")
        assert event.after == "dean → clerk: deanery@unit:math, 2026-10-05 – 2026-10-09"

    def test_the_same_again_changes_nothing(self, office):
        office.delegating().delegate(LENT)
        before = office.stored
        assert office.delegating().delegate(LENT) == LENT
        assert office.stored == before
        other = attrs.evolve(LENT, delegate="head")
        office.refuses(Conflict, lambda: office.delegating().delegate(other))

    def test_it_gives_the_role_while_it_lasts_and_ends_by_itself(self, office):
        office.delegating().delegate(LENT)
        facts = Facts((MATH, UNIVERSITY))
        for day in (LENT.starts - DAY, LENT.starts, LENT.until, LENT.until + DAY):
            clerk = office.actor("clerk", day)
            decision = decide(clerk, Permission.ISSUE_STUDENT_CREDENTIALS, facts)
            assert decision.allowed is (LENT.starts <= day <= LENT.until)
            assert (decision.cause is Cause.EXPIRED) is (day > LENT.until)

    def test_it_ends_with_the_lender_s_own(self, office):
        office.delegating().delegate(LENT)
        office.holdings.give(RoleHolding("dean", Role.DEANERY, MATH, IN_MODULE_1))
        assert office.actor("clerk", IN_MODULE_1).holds(Role.DEANERY)
        assert not office.actor("clerk", IN_MODULE_1 + DAY).holds(Role.DEANERY)
        office.holdings.take("dean", Role.DEANERY, MATH)
        assert not office.actor("clerk", IN_MODULE_1).holds(Role.DEANERY)

    def test_it_rests_while_the_lender_lacks_the_role_until_it_is_ended(self, office):
        office.delegating().delegate(LENT)
        office.holdings.take("dean", Role.DEANERY, MATH)
        assert not office.actor("clerk", IN_MODULE_1).holds(Role.DEANERY)
        office.holdings.give(RoleHolding("dean", Role.DEANERY, MATH))
        assert office.actor("clerk", IN_MODULE_1).holds(Role.DEANERY)
        office.delegating().end(LENT.id, "бүттү")
        assert not office.actor("clerk", IN_MODULE_1).holds(Role.DEANERY)

    def test_it_is_not_lent_on(self, office):
        office.delegating().delegate(LENT)
        clerk = office.actor("clerk", IN_MODULE_1)
        further = attrs.evolve(LENT, id="d2", delegate="head")
        office.refuses(NotAllowed, lambda: office.delegating(clerk).delegate(further), clause="4.1")

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"until": IN_MODULE_1 + 10 * DAY}, Invalid),
            ({"until": LENT.starts - DAY}, Invalid),
            ({"starts": date(2026, 9, 1), "until": date(2026, 9, 2)}, Invalid),
            ({"delegate": "nobody"}, Invalid),
            ({"delegate": "dean"}, NotAllowed),
            ({"delegate": "s0"}, NotAllowed),
            ({"reason": ""}, Invalid),
            ({"role": Role.LEADERSHIP}, NotAllowed),
            ({"role": Role.ADMINISTRATOR}, NotAllowed),
            ({"scope": UNIVERSITY}, NotAllowed),
            ({"scope": Scope(ScopeKind.UNIT, "philology")}, NotAllowed),
        ],
    )
    def test_what_is_not_the_own_or_makes_no_sense_is_not_lent(self, office, changes, refusal):
        wanted = attrs.evolve(LENT, **changes)
        office.refuses(refusal, lambda: office.delegating().delegate(wanted))

    def test_who_may_lend_one_role_does_not_lend_another(self, office):
        office.holdings.give(RoleHolding("dean", Role.INSPECTOR, MATH))
        wanted = attrs.evolve(LENT, role=Role.INSPECTOR)
        office.refuses(NotAllowed, lambda: office.delegating().delegate(wanted), clause="4.1")

    def test_nobody_lends_what_is_the_administrator_s_or_follows_from_the_lists(self):
        assert DELEGABLE.isdisjoint(
            {Role.ADMINISTRATOR, Role.TEACHER, Role.SUBSTITUTE, Role.STUDENT, Role.INSPECTOR}
        )

    @pytest.mark.parametrize("actor", [DEAN, ADMINISTRATOR])
    def test_lender_and_administrator_end_it(self, office, actor):
        office.delegating().delegate(LENT)
        ended = office.delegating(actor).end("d1", "кайтты")
        assert not ended.lasts_on(IN_MODULE_1)
        assert office.delegating(actor).end("d1", "") == ended
        assert not office.actor("clerk", IN_MODULE_1).holds(Role.DEANERY)

    def test_nobody_else_ends_it(self, office):
        office.delegating().delegate(LENT)
        office.refuses(NotAllowed, lambda: office.delegating(HEAD).end("d1", "кайтты"))
        office.refuses(Invalid, lambda: office.delegating().end("d1", " "))
        office.refuses(NotFound, lambda: office.delegating().end("moon", "кайтты"))

    def test_a_given_role_that_is_over_is_told_from_none(self, office):
        late = office.actor("dean", IN_MODULE_1 + 10 * DAY)
        assert late.expired == {(Role.DEANERY, MATH)}
        assert office.actor("dean", IN_MODULE_1 + 9 * DAY).expired == frozenset()
