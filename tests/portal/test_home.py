"""The start page and the walk through the university, for everybody."""

from __future__ import annotations

import pytest

from oshj_core.journal import Write
from oshj_core.register import Attendance, Field
from tests.support.places import LESSON, journal_of
from tests.support.university import GROUP_PATH, JOURNAL_PATH, PEOPLE, PRACTICE


@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_has_a_start_page(portal, person):
    page = portal.browser(person).get("/", status=200)
    assert page.html.h1 is not None


def test_the_teacher_sees_the_day_and_what_is_overdue(portal):
    with portal.site() as site:
        journal_of(portal, site, "asanova").open_lesson(
            PRACTICE, portal.clock.now().date(), 2, LESSON
        )
    browser = portal.browser("asanova")
    today = browser.get("/").html.find(class_="now")
    assert "09:30" in today.get_text()
    assert browser.get("/").html.find(class_="due") is None
    portal.clock.moment = portal.clock.moment.replace(day=30)
    assert "28.09.2026" in browser.get("/").html.find(class_="due").get_text()
    assert browser.get("/").html.find(class_="now") is None


def test_a_filled_lesson_counts(portal):
    with portal.site() as site:
        journal = journal_of(portal, site, "asanova")
        lesson = journal.open_lesson(PRACTICE, portal.clock.now().date(), 2, LESSON)
        journal.describe(lesson, topic="Матрицанын рангы")
        journal.record(
            LESSON,
            [
                Write(slot, Field.ATTENDANCE, Attendance.PRESENT)
                for slot, _ in journal.members_on(lesson)
            ],
        )
    page = portal.browser("asanova").get("/")
    assert page.html.find(class_="ring")["aria-label"] == "100 %"


def test_the_way_from_faculty_to_group_to_subject(portal):
    browser = portal.browser("asanova")
    page = browser.get("/units").click("Математика жана МТ факультети").click("АУБ-1-24")
    crumbs = page.html.find("nav", class_="crumbs").get_text()
    assert "Математика жана МТ факультети" in crumbs
    assert page.click("Алгебра").html.h1.get_text(strip=True).startswith("Алгебра")


def test_a_teacher_sees_neither_the_list_nor_the_journals_of_others(portal):
    page = portal.browser("other").get(GROUP_PATH)
    assert "Абдыкеримова" not in page
    assert "Алгебра" not in page.html.find("main").get_text()


def test_the_deanery_sees_the_list_of_its_own_unit_only(portal):
    assert "Үсөн кызы" in portal.browser("dean").get(GROUP_PATH)
    assert "Үсөн кызы" not in portal.browser("deanmed").get(GROUP_PATH)


@pytest.mark.parametrize(
    ("person", "words", "found"),
    [
        ("dean", "омурзакова", True),
        ("dean", "усон каны", True),
        ("deanmed", "омурзакова", False),
        ("s2", "омурзакова", False),
        ("asanova", "алг", True),
        ("other", "алг", False),
        ("edu", "ауб", True),
    ],
)
def test_the_search_folds_and_shows_what_one_may_open(portal, person, words, found):
    page = portal.browser(person).get("/search", {"q": words})
    assert bool(page.html.find("table")) is found


def test_a_student_sees_the_own_record_only(portal):
    browser = portal.browser("s1")
    browser.get("/people/s1/progress", status=200)
    browser.get("/people/s1/progress?subject=algebra@2026-1", status=200)
    browser.get("/people/s1/progress?subject=anatomy@2026-1", status=404)
    refused = browser.get("/people/s2/progress", status=403)
    assert "4.2" in refused
    browser.get(JOURNAL_PATH, status=403)
