"""The load: from the workbook to the pages of unit and teacher, and out again."""

from __future__ import annotations

import io
from decimal import Decimal

import attrs
import pytest
from openpyxl import load_workbook
from webtest import Upload

from oshj_core.timetable import Bells, weekly_lesson
from tests.support.university import AUTUMN, PRACTICE

PAGE = "/control/load"
UNIT = "/units/math/load"


@pytest.fixture
def admin(portal):
    browser = portal.browser("admin")
    yield browser
    portal.registry.job_worker.wait()


def filled(admin, *hours):
    """The workbook of the portal with those hours in its rows."""
    book = load_workbook(io.BytesIO(admin.get("/control/load-workbook").body))
    for row, value in enumerate(hours, 2):
        book.active.cell(row, 7, value)
    return book


def upload(portal, admin, book):
    """Send the file and wait for its check; gives the page of the check."""
    target = io.BytesIO()
    book.save(target)
    form = admin.get(PAGE).forms["upload"]
    form["file"] = Upload("load.xlsx", target.getvalue())
    answer = form.submit("check", status=303)
    portal.registry.job_worker.wait()
    return admin.get(answer.location)


def apply(portal, admin, page):
    form = next(one for one in page.forms.values() if "digest" in one.fields)
    answer = form.submit(status=303)
    portal.registry.job_worker.wait()
    return admin.get(answer.location)


def counts(page):
    return [int(part) for part in page.html.find(id="counts").text.split() if part.isdigit()]


def stored(portal):
    with portal.site() as site:
        return {line.id: line.hours for line in site.loads.in_semester("2026-1")}


def test_from_the_workbook_to_the_pages_and_a_second_time_nothing(portal, admin):
    book = filled(admin, 30, "16,5", 20, 44)
    page = upload(portal, admin, book)
    assert counts(page) == [4, 0, 0, 0]
    assert stored(portal) == {}
    assert apply(portal, admin, page).html.find("section", {"class": "good"})
    assert sorted(stored(portal).values()) == [Decimal("16.5"), 20, 30, 44]
    again = upload(portal, admin, filled(admin))
    assert counts(again) == [0, 0, 4, 0]
    assert "digest" not in {name for form in again.forms.values() for name in form.fields}


def test_a_wrong_file_is_told_by_row_and_column_and_stores_nothing(portal, admin):
    book = filled(admin, 30, "көп", 20, 44)
    book.active.cell(2, 1, "эмгек")
    page = upload(portal, admin, book)
    errors = [
        [cell.text for cell in row.find_all("td")][:3]
        for row in page.html.select(".table-wrap tbody tr")
    ]
    assert errors == [["Жүктөм", "2", "Окутуучу"], ["Жүктөм", "3", "Сааттар"]]
    assert stored(portal) == {}


def test_the_unit_sees_plan_timetable_and_fact_with_plot_table_and_file(portal, admin):
    apply(portal, admin, upload(portal, admin, filled(admin, 30, 16, 20, 44)))
    with portal.site() as site:
        site.timetable.put(weekly_lesson("w1", PRACTICE, AUTUMN, Bells.parse(), 1, 1))
    head = portal.browser("head")
    page = head.get(UNIT)
    assert page.html.find("svg", {"role": "img"}).find("title")
    rows = [
        [cell.text.strip() for cell in row.find_all("td")]
        for row in page.html.find("table").tbody.find_all("tr")
    ]
    assert len(rows) == 3, "the teacher of the other faculty is not here"
    practice = next(row for row in rows if row[4] != "0")
    assert Decimal(practice[3]) - Decimal(practice[4]) == Decimal(practice[6])
    kept = head.get(f"{UNIT}?kind=laboratory").html.tbody.find_all("tr")
    assert len(kept) == 1
    book = load_workbook(io.BytesIO(head.get(f"{UNIT}.xlsx?kind=laboratory").body))
    assert len(list(book.active.values)) == 2


def test_a_teacher_sees_the_own_load_and_no_units(portal, admin):
    apply(portal, admin, upload(portal, admin, filled(admin, 30, 16, 20, 44)))
    teacher = portal.browser("bekov")
    rows = teacher.get("/plans/load").html.tbody.find_all("tr")
    assert len(rows) == 1
    assert load_workbook(io.BytesIO(teacher.get("/plans/load.xlsx").body)).active.max_row == 2
    teacher.get(UNIT, status=403)
    teacher.get(PAGE, status=403)


def test_what_looks_like_a_formula_is_text_and_reads_back_as_it_was(portal, admin):
    with portal.site() as site:
        member = site.university.staff.get("asanova")
        name = attrs.evolve(member.name, family="=1+1")
        site.university.staff.put(attrs.evolve(member, name=name))
    apply(portal, admin, upload(portal, admin, filled(admin, 30, 16, 20, 44)))
    again = upload(portal, admin, filled(admin))
    assert counts(again) == [0, 0, 4, 0]
    book = load_workbook(io.BytesIO(portal.browser("head").get(f"{UNIT}.xlsx").body))
    [cell] = {row[0].value: row[0] for row in book.active.iter_rows(min_row=2)
              if str(row[0].value).startswith("=")}.values()  # fmt: skip
    assert cell.data_type == "s"


def test_an_empty_page_says_what_to_do(portal):
    assert portal.browser("head").get("/units/math/algebra/load").html.find("p", {"class": "empty"})
