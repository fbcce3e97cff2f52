"""No page of the academic year is wider than a phone or a small desk's window (WCAG 1.4.10)."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import plaster
import pytest

from oshj_portal.persistence import database, open_site
from oshj_portal.scripts.demo import LOGINS
from tests.portal.demo.test_build import TODAY, make_demo
from tests.support.chromium import windows
from tests.support.portal import NOW, SetClock
from tests.support.serving import serving

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
UNIT = "/units/mit"
PAGES = {
    "t0001": (
        *("/", "/overdue", "/plans", "/findings", "/delegations", "/notices", "/calendar"),
        *("/timetable", "/people/t0001/timetable", "/plans/load"),
        *("{journal}/list", "{journal}/coverage", "{journal}/open-lesson", "{journal}/history"),
    ),
    "dean-mit": (
        *("/", UNIT, "/calendar", "/rooms"),
        *(f"{UNIT}/{name}" for name in ("list-errors", "load", "overdue", "substitutions")),
        *(f"{UNIT}/{name}" for name in ("inspections", "coverage", "plans")),
        *("{group}/members", "{group}/timetable", "{journal}/list"),
    ),
    "admin": (
        *(
            "/people/admin/rights",
            "/calendar/edit",
            "/calendar/holidays",
            "/control",
            "/control/load",
        ),
        *("/timetable/import", "/timetable/clashes", "{group}/subgroups", "{group}/add-lesson"),
    ),
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The served demo university: its address, its passwords, and where a student came in."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        app = plaster.get_loader(make_demo(folder), protocols=["wsgi"]).get_wsgi_app()
        app.registry.clock = SetClock(datetime.combine(TODAY, NOW.timetz()))
        with open_site(app.registry) as site:
            move = next(one for one in site.moves if one.before.group and one.after.group)
            group = site.university.groups.get(move.after.group)
            register = site.registers.of_group(group.id)[0]
            place = f"/units/{group.unit}/{quote(group.id)}"
            journal = f"{place}/{register.subject}@{register.semester}"
        words = Path(LOGINS).read_text(encoding="utf-8").split()
        logins = {code: secret for code, secret in pairwise(words) if secret.count("-") == 2}
        with serving(app) as address:
            yield address, logins, {"group": place, "journal": journal}
        database(app.registry).close()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("person", PAGES)
def test_no_page_is_wider_than_its_window(demo, browser, person, size):
    address, logins, places = demo
    with windows(browser) as make:
        page = make(viewport=size).new_page()
        page.goto(f"{address}/sign-in")
        page.fill("[name=login]", person)
        page.fill("[name=secret]", logins[person])
        page.click("#sign-in-sign_in")
        page.wait_for_selector(".who-name")
        wide = {}
        for path in PAGES[person]:
            answer = page.goto(address + path.format(**places))
            assert answer.status == 200, path
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > size["width"]:
                wide[path] = width
        assert wide == {}
