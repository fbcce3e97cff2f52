"""A substitute finds every lesson taken: today's, the next ones, the overdue ones (4.3)."""

from __future__ import annotations

import pytest

from tests.portal.substitution.test_substitution import DAY, enter, named, planned

__all__ = ["planned"]


@pytest.fixture
def taken(portal, planned):
    """Bekov takes today's lesson and the one in a week."""
    form = enter(portal.browser("dean")).forms["substitute"]
    form["substitute"] = "bekov"
    for lesson in planned:
        form[f"take-{lesson}"] = "bekov"
    form.submit(status=303)
    (one,) = named(portal)
    return one


def section(page, one):
    return page.html.find(id=f"taken-{one.id}")


def test_today_and_next_stand_on_the_start_page(portal, taken):
    found = section(portal.browser("bekov").get("/"), taken)
    assert len(found.select("form")) == 1
    assert "05.10.2026" in found.text


def test_an_overdue_one_is_linked_and_counted_as_the_list_counts(portal, taken, planned):
    portal.post(
        portal.browser("bekov"),
        f"/substitutions/{taken.id}/open",
        {"lesson": planned[0]},
        status=303,
    )
    portal.clock.moment += DAY
    substitute = portal.browser("bekov")
    page = substitute.get("/")
    (link,) = section(page, taken).select("a[href*='" + planned[0] + "']")
    assert "28.09.2026" in link.text
    substitute.get(link["href"], status=200)
    listed = substitute.get("/overdue").html.select("tbody tr")
    counted = page.html.select_one("a[href='/overdue']").text
    assert counted.split()[-1] == str(len(listed))


def test_the_notice_leads_to_the_lessons(portal, taken):
    substitute = portal.browser("bekov")
    (link,) = substitute.get("/notices").html.select(".notices a")
    assert link["href"] == f"/#taken-{taken.id}"


def test_the_notice_of_one_lesson_leads_to_it_once_it_is_open(portal, planned):
    form = enter(portal.browser("dean")).forms["substitute"]
    form[f"take-{planned[0]}"] = "bekov"
    form.submit(status=303)
    (one,) = named(portal)
    substitute = portal.browser("bekov")
    portal.post(substitute, f"/substitutions/{one.id}/open", {"lesson": planned[0]}, status=303)
    (link,) = substitute.get("/notices").html.select(".notices a")
    assert link["href"].endswith(f"/{planned[0]}/")


def test_the_deanery_s_list_names_the_lessons(portal, planned):
    dean = portal.browser("dean")
    form = enter(dean).forms["substitute"]
    form[f"take-{planned[1]}"] = "bekov"
    page = form.submit(status=303).follow()
    row = page.html.select_one("tbody tr").text
    assert "05.10.2026" in row
    assert "Алгебра" in row
