"""A substitute meets no link that is refused (4.3): every link of every page is walked."""

from __future__ import annotations

from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import attrs
import pytest

from tests.portal.substitution.test_substitution import (  # noqa: F401
    name_for_all,
    named,
    planned,
)
from tests.support.university import JOURNAL_PATH

FILES = (".css", ".js", ".svg", ".ico", ".woff2")


def links(page):
    """The addresses of the portal that a page leads to."""
    if page.content_type != "text/html":
        return []
    found = [link["href"] for link in page.html.select("a[href]")]
    found = [urldefrag(urljoin(page.request.url, href)).url for href in found]
    parts = [urlsplit(url) for url in found if url.startswith(page.request.host_url)]
    return [f"{one.path}?{one.query}" if one.query else one.path for one in parts]


def refused(browser, *starts, most=150):
    """The links that are refused, each with the page it stands on, walked from those pages."""
    waiting = [(start, "") for start in starts]
    seen, bad = set(starts), []
    while waiting and len(seen) < most:
        path, on = waiting.pop(0)
        page = browser.get(path, expect_errors=True)
        if page.status_int >= 400:
            bad.append((path, on, page.status_int))
            continue
        for link in links(page):
            key = link.partition("?")[0]
            if key not in seen and not key.endswith(FILES):
                seen.add(key)
                waiting.append((link, path))
    return bad


@pytest.fixture
def lesson(portal, planned):  # noqa: F811
    """A lesson that the substitute opened."""
    name_for_all(portal.browser("dean"))
    [one] = named(portal)
    form = {"lesson": planned[0]}
    portal.post(portal.browser("other"), f"/substitutions/{one.id}/open", form, status=403)
    return portal.post(
        portal.browser("bekov"), f"/substitutions/{one.id}/open", form, status=303
    ).location


@pytest.mark.parametrize("own", [True, False])
def test_every_link_a_substitute_sees_may_be_followed(portal, lesson, own):
    if not own:
        with portal.site() as site:
            assignment = site.university.assignments.get("a-lab")
            site.university.assignments.put(attrs.evolve(assignment, teacher="other"))
    browser = portal.browser("bekov")
    assert refused(browser, "/", urlsplit(lesson).path, f"{JOURNAL_PATH}/open-lesson") == []
    page = browser.get(lesson)
    crumbs = page.html.select_one(".crumbs")
    assert "Алгебра" in crumbs.get_text()
    assert (f"{unquote(JOURNAL_PATH)}/" in hrefs(crumbs)) is own


def hrefs(element):
    return [unquote(link["href"]) for link in element.select("a")]


def test_the_teacher_still_gets_back_to_the_journal(portal, lesson):
    page = portal.browser("asanova").get(lesson)
    journal = f"{unquote(JOURNAL_PATH)}/"
    assert journal in hrefs(page.html.select_one(".crumbs"))
    assert journal in hrefs(page.html.select_one(".sticky"))
