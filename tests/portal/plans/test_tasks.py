"""A student sees the tasks of independent work, and when they are due."""

from __future__ import annotations

from tests.support.portal import NOW


def shown(page):
    return [card.b.get_text() for card in page.html.select(".cards .card") if card.select(".bar")]


def test_tasks_of_the_plan_in_force_with_their_days(planners):
    planners.approved()
    planners.portal.clock.moment = NOW
    browser = planners.portal.browser("s1")
    page = browser.get("/people/s1/tasks")
    assert shown(page) == ["Матрица тууралуу эссе"]
    assert "01.10.2026" in page
    assert "Матрица тууралуу эссе" in browser.get("/")
    planners.portal.clock.moment = NOW.replace(month=10)
    page = browser.get("/people/s1/tasks")
    assert shown(page) == ["Матрица тууралуу эссе"]
    assert page.html.select(".chip.warn, .chip.bad") == []
    assert "Матрица тууралуу эссе" not in browser.get("/")


def test_a_plan_that_is_not_approved_gives_none(planners):
    planners.submitted()
    planners.portal.clock.moment = NOW
    page = planners.portal.browser("s1").get("/people/s1/tasks")
    assert shown(page) == []
    assert page.html.select(".empty")


def test_another_groups_student_has_none_and_nobody_sees_anothers(planners):
    planners.approved()
    planners.portal.clock.moment = NOW
    browser = planners.portal.browser("s6")
    assert shown(browser.get("/people/s6/tasks")) == []
    browser.get("/people/s1/tasks", status=403)
    planners.portal.browser("asanova").get("/people/s1/tasks", status=403)
