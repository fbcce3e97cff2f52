"""Taking back a lesson opened by mistake, on its page, and how the journal shows it (1.4, 4.3)."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from urllib.parse import quote

import attrs
import pytest
from openpyxl import load_workbook

from tests.support.university import GROUP, JOURNAL, JOURNAL_PATH, LECTURE

SECOND = "АУБ-2-24:algebra:2026-1"
SECOND_PATH = quote("/units/math/АУБ-2-24/algebra@2026-1")


@pytest.fixture
def lesson(portal):
    """The stream's lecture of today, opened by its teacher: its address."""
    form = portal.browser("asanova").get(f"{JOURNAL_PATH}/open-lesson").forms["open-lesson"]
    form["assignment"], form["slot"] = "a-lec", "1"
    return form.submit("open", status=303).follow().request.path


def withdraw(browser, path, reason="Жаңылыш ачылды", **kw):
    form = browser.get(path).forms["withdraw-form"]
    form["reason"] = reason
    return form.submit(**kw)


def mark(browser, path):
    form = browser.get(path).forms["sheet"]
    form["attendance-0"] = "к"
    form.submit(status=303)


def regroup(portal):
    """The second group leaves the stream."""
    with portal.site() as site:
        site.university.assignments.put(attrs.evolve(LECTURE, groups=(GROUP.id,)))


def registers(portal):
    with portal.site() as site:
        found = [site.registers.get(one) for one in (JOURNAL, SECOND)]
        return [(len(one.lessons()), len(one.withdrawn())) for one in found]


def test_the_teacher_takes_it_back_and_it_is_shown_struck_through(portal, lesson):
    teacher = portal.browser("asanova")
    page = withdraw(teacher, lesson, status=303).follow()
    assert "Жаңылыш ачылды" in page.html.select_one("p.flash.warn").get_text()
    assert page.html.select_one("h1 s")
    assert "withdraw-form" not in page.forms
    assert page.html.select_one("fieldset.plain[disabled]")
    assert registers(portal) == [(0, 1), (0, 1)]
    for path in (JOURNAL_PATH, SECOND_PATH):
        grid = teacher.get(f"{path}/").html
        (head,) = grid.select("th.withdrawn")
        assert head.select_one(f"a[href$='/{lesson.split('/')[-2]}/']")
        assert head.select_one(".st") is None
        assert grid.select("td.struck")
        assert grid.select_one("#fill") is None
    with portal.site() as site:
        events = [one for one in site.audit.latest(9) if one.action == "lesson.withdraw"]
    assert {one.subject for one in events} == {f"journal:{JOURNAL}", f"journal:{SECOND}"}
    assert {one.reason for one in events} == {"Жаңылыш ачылды"}
    history = portal.browser("dean").get(f"{JOURNAL_PATH}/history")
    assert "Жаңылыш ачылды" in history


def test_a_regrouped_stream_s_lesson_goes_from_all_the_journals_it_was_opened_in(portal, lesson):
    regroup(portal)
    withdraw(portal.browser("asanova"), lesson, status=303)
    assert registers(portal) == [(0, 1), (0, 1)]


def test_marks_of_a_group_that_left_the_stream_still_bind_the_teacher(portal, lesson):
    teacher = portal.browser("asanova")
    mark(teacher, lesson.replace(JOURNAL_PATH, SECOND_PATH))
    regroup(portal)
    assert "withdraw-form" not in teacher.get(lesson).forms
    portal.post(teacher, f"{lesson}withdraw", {"reason": "Жаңылыш"}, status=403)
    assert registers(portal) == [(1, 0), (1, 0)]


def test_it_counts_for_nobody_and_is_not_overdue(portal, lesson):
    mark(portal.browser("asanova"), lesson)
    assert portal.browser("s1").get("/").status_int == 200
    withdraw(portal.browser("dean"), lesson, status=303)
    portal.clock.moment += timedelta(days=1)
    assert portal.browser("asanova").get("/overdue").html.select("td a") == []
    page = portal.browser("s1").get(f"/people/s1/{quote('algebra@2026-1')}", expect_errors=True)
    assert "28.09.2026" not in page


def test_with_marks_or_later_the_teacher_asks_the_deanery(portal, lesson):
    teacher = portal.browser("asanova")
    mark(teacher, lesson)
    assert "withdraw-form" not in teacher.get(lesson).forms
    portal.post(teacher, f"{lesson}withdraw", {"reason": "Х"}, status=403)
    assert registers(portal) == [(1, 0), (1, 0)]
    dean = portal.browser("dean")
    assert withdraw(dean, lesson, " ", expect_errors=True).status_int == 422
    withdraw(dean, lesson, status=303)
    sheet = load_workbook(BytesIO(dean.get(f"{JOURNAL_PATH}/journal.xlsx").body)).active
    struck = [cell for row in sheet.iter_rows() for cell in row if cell.font.strike]
    assert struck
    for person in ("other", "s1", "deanmed"):
        portal.post(portal.browser(person), f"{lesson}withdraw", {"reason": "Х"}, status=403)


def test_what_was_withdrawn_takes_no_more_and_may_be_opened_again(portal, lesson):
    teacher = portal.browser("asanova")
    form = teacher.get(lesson).forms["sheet"]
    withdraw(teacher, lesson, status=303)
    form["topic"] = "Матрицалар"
    assert form.submit(expect_errors=True).status_int == 422
    withdrawn = teacher.get(lesson)
    assert "Матрицалар" not in withdrawn
    form = teacher.get(f"{JOURNAL_PATH}/open-lesson").forms["open-lesson"]
    form["assignment"], form["slot"] = "a-lec", "1"
    form.submit("open", status=303)
    assert [lessons for lessons, _gone in registers(portal)] == [1, 1]
