"""Who hears what became of a plan, and where each plan is found again (2.12, 2.13)."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest

from oshj_core.load import LoadLine
from oshj_core.planning import PlanState
from oshj_core.roles import Role
from oshj_core.structure import LessonKind
from tests.portal.plans.conftest import PLAN, TOPICS
from tests.support.university import JOURNAL_PATH

PATH = f"/plans/{PLAN}"
GROUP = ("АУБ-1-24",)


def lines(planners, person):
    """The plans on the start page: the words, and where each line leads."""
    page = planners.portal.browser(person).get("/")
    return [(one.a.text, one.a["href"]) for one in page.html.select(".plan-line")]


def decide(planners, way, **fields):
    with planners.portal.site() as site:
        fields["revision"] = str(site.plans.latest(PLAN).revision)
    planners.portal.post(planners.portal.browser("head"), f"{PATH}/{way}", fields, status=303)


def test_those_who_decide_and_the_author_are_told(planners):
    assert lines(planners, "head") == []
    planners.draft()
    planners.portal.browser("asanova").get(PATH).forms["plan"].submit("submit", status=303)
    ((said, href),) = lines(planners, "head")
    assert "Asanovaова" in said
    assert href == f"{PATH}/"
    assert planners.portal.browser("head").get("/notices").html.select(f'a[href="{PATH}/"]')
    assert lines(planners, "other") == lines(planners, "asanova") == []

    decide(planners, "send-back", reason="Саат аз")
    assert lines(planners, "head") == []
    ((said, href),) = lines(planners, "asanova")
    assert "Саат аз" in said

    planners.portal.browser("asanova").get(PATH).forms["plan"].submit("submit", status=303)
    assert lines(planners, "asanova") == []
    assert len(lines(planners, "head")) == 1
    decide(planners, "approve")
    assert lines(planners, "head") == []
    assert len(lines(planners, "asanova")) == 1
    browser = planners.portal.browser("asanova")
    page = browser.get("/notices")
    next(one for one in page.forms.values() if one.action == "/notices").submit()
    assert lines(planners, "asanova") == []


def test_where_nobody_may_decide_it_is_said(planners):
    """3.5: the head wrote it and there is no methodist: it would wait for ever."""
    planners.submitted()
    browser = planners.portal.browser("asanova")
    assert browser.get(PATH).html.select_one("#nobody") is None
    with planners.portal.site() as site:
        for holding in list(site.holdings):
            if holding.role in (Role.HEAD, Role.METHODIST):
                site.holdings.take(holding.person, holding.role, holding.scope)
    assert browser.get(PATH).html.select_one("#nobody") is not None


class TestLists:
    @pytest.mark.parametrize("bring", ["draft", "submitted"])
    def test_the_author_finds_each_plan(self, planners, bring):
        """Also one that is for other groups than any assignment's lessons."""
        getattr(planners, bring)(groups=GROUP)
        page = planners.portal.browser("asanova").get("/plans")
        (row,) = page.html.select("#others tbody tr")
        assert row.select_one("a")["href"] == f"{PATH}/"
        assert row.select_one(".chip.warn") is not None

    def test_a_second_plan_for_the_same_lessons_is_listed_too(self, planners):
        planners.submitted()
        planners.draft(identifier="fedcbafedcba")
        page = planners.portal.browser("asanova").get("/plans")
        for identifier in (PLAN, "fedcbafedcba"):
            assert page.html.select(f'main a[href="/plans/{identifier}/"]')
        assert page.html.select_one("#others .chip.warn") is None

    def test_who_decides_finds_what_was_handed_in(self, planners):
        planners.draft(groups=GROUP)
        head = planners.portal.browser("head")
        assert head.get("/units/math/plans").html.select_one("#beside") is None
        with planners.portal.site() as site:
            planners.planning(site, "asanova").submit(PLAN)
        for state in ("", "?state=waiting"):
            page = head.get(f"/units/math/plans{state}")
            assert page.html.select_one("#beside tbody a")["href"] == f"{PATH}/"
        assert head.get("/units/math/plans?state=late").html.select_one("#beside") is None
        page = planners.portal.browser("edu").get("/units/plans")
        assert page.html.select_one("#beside") is not None


class TestPlanAndFact:
    def section(self, planners, person="asanova"):
        page = planners.portal.browser(person).get(f"{JOURNAL_PATH}/coverage")
        return page.html.select_one("#a-lec")

    def links(self, section):
        return {one["href"] for one in section.select("a.btn")}

    def test_what_is_begun_or_waits_is_named(self, planners):
        (begin,) = self.links(self.section(planners))
        assert begin.endswith("new-plan?assignment=a-lec")
        planners.draft()
        assert self.links(self.section(planners)) == {f"{PATH}/"}
        with planners.portal.site() as site:
            planners.planning(site, "asanova").submit(PLAN)
        section = self.section(planners)
        assert section.select_one(".chip.info") is not None
        assert self.links(section) == {f"{PATH}/"}
        decide(planners, "send-back", reason="Саат аз")
        assert "Саат аз" in self.section(planners).text

    def test_only_its_teacher_begins_it(self, planners):
        assert self.links(self.section(planners, "bekov")) == set()


class TestBeyondTheLoad:
    @pytest.fixture
    def loaded(self, planners):
        with planners.portal.site() as site:
            groups = site.university.assignments.get("a-lec").groups
            hours = Decimal(12)
            site.loads.put(
                LoadLine("asanova", "algebra", LessonKind.LECTURE, groups, "2026-1", hours)
            )
        return planners

    def test_it_is_said_and_handing_in_needs_a_reason(self, loaded):
        loaded.draft(topics=(*TOPICS[:2], attrs.evolve(TOPICS[2], hours=Decimal(20))))
        browser = loaded.portal.browser("asanova")
        page = browser.get(PATH)
        assert "26" in page.html.select_one("#beyond li").text
        page = page.forms["plan"].submit("submit", status=422)
        assert loaded.latest().state is PlanState.DRAFT
        page.forms["plan"]["reason"] = "Кошумча саат бөлүндү"
        page.forms["plan"].submit("submit", status=303)
        assert loaded.latest().steps[-1].reason == "Кошумча саат бөлүндү"
        assert "Кошумча саат бөлүндү" in loaded.portal.browser("head").get(PATH)

    def test_within_it_nothing_is_asked(self, loaded):
        loaded.draft()
        page = loaded.portal.browser("asanova").get(PATH)
        assert page.html.select_one("#beyond") is None
        page.forms["plan"].submit("submit", status=303)

    def test_what_is_typed_is_looked_at_before_it_is_stored(self, loaded):
        loaded.draft()
        page = loaded.portal.browser("asanova").get(PATH)
        form = page.forms["plan"]
        form.fields["hours"][0].value = "40"
        page = form.submit("submit", status=422)
        assert page.html.select_one("#beyond") is not None
        assert page.forms["plan"].fields["hours"][0].value == "40"
        assert loaded.latest().topics == TOPICS
