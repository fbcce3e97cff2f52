"""The bell and the page of notices: told once, read by their reader alone."""

from __future__ import annotations

import pytest

from oshj_core.notices import TEXTS, Notice, NoticeKind, said


@pytest.fixture
def told(portal):
    with portal.site() as site:
        for number, person in enumerate(("asanova", "asanova", "bekov"), 1):
            kind = NoticeKind.OVERDUE_LESSONS
            site.notices.add(
                Notice(f"n{number}", person, number, kind, said(count=number), f"overdue:{person}")
            )
    return portal


def bell(page):
    chip = page.html.select_one(".bell .chip")
    return "" if chip is None else chip.text


def test_the_bell_counts_what_is_unread(told):
    assert bell(told.browser("asanova").get("/")) == "2"
    assert bell(told.browser("bekov").get("/")) == "1"
    assert bell(told.browser("dean").get("/")) == ""


def test_they_are_read_one_by_one_and_all_together(told):
    teacher = told.browser("asanova")
    page = teacher.get("/notices")
    assert [link["href"] for link in page.html.select(".notices a")] == ["/overdue"] * 2
    token = {"notice": "n2"}
    page = told.post(teacher, "/notices", token, status=303).follow()
    assert bell(page) == "1"
    all_read = next(form for form in page.forms.values() if "notice" in form.fields)
    assert bell(all_read.submit(status=303).follow()) == ""
    assert len(teacher.get("/notices").html.select(".notices .card")) == 2


def test_nobody_reads_those_of_others(told):
    told.post(told.browser("dean"), "/notices", {"notice": "n1"}, status=303)
    assert bell(told.browser("asanova").get("/")) == "2"


def test_who_was_told_nothing_reads_why(portal):
    assert portal.browser("s1").get("/notices").html.select_one(".empty") is not None


def test_every_kind_has_its_words():
    assert set(TEXTS) == set(NoticeKind)
    notice = Notice("n", "p", 1, NoticeKind.TAKES_LESSONS, said(teacher="А", starts="1", until="2"))
    assert str(notice.text) == "You take the lessons of А from 1 to 2."
