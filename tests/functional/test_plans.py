"""A plan in browsers: taken from a file, approved by the head, and a lesson takes its topic."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import Workbook
from playwright.sync_api import BrowserContext, Page, expect

from oshj_core.planning import PLAN_COLUMNS, PlanState
from tests.support.chromium import accessibility_violations
from tests.support.portal import NOW, SECRET
from tests.support.university import JOURNAL_PATH

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
ROWS = [
    ("1", "Матрицалар", "4", "лекция", "Матрица тууралуу эссе", "05.10.2026", "жеке"),
    ("2", "Аныктагычтар", "2", "лекция", "", "", ""),
]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def storage(tmp_path, monkeypatch) -> str:
    """The browser's tests look at the pages, not at the storage."""
    (tmp_path / "var").mkdir()
    monkeypatch.chdir(tmp_path)
    return "filestorage"


@pytest.fixture
def address(portal, serve) -> str:
    portal.clock.moment = NOW.replace(month=8, day=20)
    return serve(portal.app)


def workbook() -> dict[str, object]:
    book = Workbook()
    book.active.title = "План"
    for row in ([column.heading for column in PLAN_COLUMNS], *ROWS):
        book.active.append(row)
    target = BytesIO()
    book.save(target)
    return {"name": "plan.xlsx", "mimeType": XLSX, "buffer": target.getvalue()}


def sign_in(context: BrowserContext, address: str, person: str) -> Page:
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("[name=login]", person)
    page.fill("[name=secret]", SECRET)
    page.click("#sign-in-sign_in")
    expect(page.locator(".who-name")).to_be_visible()
    return page


def begin(page: Page, address: str) -> str:
    page.goto(f"{address}{JOURNAL_PATH}/new-plan")
    page.click("#new-plan button[type=submit]")
    expect(page.locator("#plan")).to_be_visible()
    return page.url


def topics(page: Page) -> list[str]:
    values = page.locator("#plan [name=topic]").evaluate_all("all => all.map(one => one.value)")
    return [value for value in values if value]


def test_from_a_file_to_a_lesson_that_takes_its_topic(new_context, address, portal):
    teacher = sign_in(new_context(), address, "asanova")
    plan = begin(teacher, address)
    teacher.set_input_files("#import input[type=file]", files=[workbook()])
    teacher.click("#import button[type=submit]")
    expect(teacher.locator("tr.added")).to_have_count(2)
    assert topics(teacher) == ["Матрицалар", "Аныктагычтар"]
    assert accessibility_violations(teacher) == []
    teacher.click("#submit")
    expect(teacher.locator("#state")).to_have_class("chip info")

    head = sign_in(new_context(), address, "head")
    head.click(".plan-line a")
    expect(head).to_have_url(plan)
    assert accessibility_violations(head) == []
    head.click("#approve")
    expect(head.locator("#state")).to_have_class("chip good")

    portal.clock.moment = NOW
    teacher = sign_in(new_context(viewport=PHONE), address, "asanova")
    teacher.goto(f"{address}{JOURNAL_PATH}/open-lesson")
    shown = teacher.locator("#open-lesson-plan_topic optgroup:not([hidden])")
    teacher.select_option("#open-lesson-assignment", "a-prac")
    expect(shown).to_have_count(0)
    teacher.select_option("#open-lesson-assignment", "a-lec")
    expect(shown).to_have_count(1)
    expect(teacher.locator("#open-lesson-plan_topic option:checked")).to_have_attribute(
        "value", "next"
    )
    teacher.locator("#open-lesson button[type=submit]").click()
    expect(teacher.locator("#topic-text")).to_have_value("Матрицалар")
    expect(teacher.locator("#plan-topic")).to_have_value("1")
    assert accessibility_violations(teacher) == []
    teacher.click("#save")
    expect(teacher.locator(".flashes .good")).to_be_visible()
    teacher.select_option("#plan-topic", "2")
    teacher.click("#save")
    expect(teacher.locator(".form-errors")).to_be_visible()
    expect(teacher.locator(".flashes .flash")).to_have_count(0)
    teacher.goto(f"{address}{JOURNAL_PATH}/coverage")
    expect(teacher.locator("#a-lec svg")).to_be_visible()
    assert accessibility_violations(teacher) == []
    assert teacher.evaluate("document.documentElement.scrollWidth <= innerWidth")

    student = sign_in(new_context(viewport=PHONE), address, "s1")
    student.goto(f"{address}/people/s1/tasks")
    expect(student.locator("main .card")).to_contain_text("Матрица тууралуу эссе")
    assert accessibility_violations(student) == []


def test_rows_are_pasted_moved_and_not_lost(new_context, address, portal):
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    page = sign_in(context, address, "asanova")
    begin(page, address)
    block = "\n".join("\t".join(row) for row in [*ROWS, ("3", "Рангы", "2", "Лекция")])
    page.evaluate("text => navigator.clipboard.writeText(text)", block)
    page.locator("#plan [name=topic]").first.focus()
    page.keyboard.press("Control+v")
    assert topics(page) == ["Матрицалар", "Аныктагычтар", "Рангы"]
    expect(page.locator("#unsaved")).to_be_visible()
    page.locator("#row-3 [data-row=up]").click()
    assert topics(page) == ["Матрицалар", "Рангы", "Аныктагычтар"]
    page.locator("#row-1 [data-row=remove]").click()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    with page.expect_event("dialog"):
        page.locator(".brand").click(no_wait_after=True)
    expect(page.locator("#plan")).to_be_visible()
    with page.expect_navigation():
        page.click("#save")
    expect(page.locator("#unsaved")).to_be_hidden()
    assert asked == ["beforeunload"]
    assert topics(page) == ["Рангы", "Аныктагычтар"]
    with portal.site() as site:
        (plan,) = site.plans.of_author("asanova")
    assert plan.state is PlanState.DRAFT
    assert [str(topic.hours) for topic in plan.topics] == ["2", "2"]


def test_the_grid_fits_a_phone(new_context, address):
    page = sign_in(new_context(viewport=PHONE), address, "asanova")
    begin(page, address)
    page.fill("#row-1 [name=topic]", "Матрицалар")
    page.fill("#row-1 [name=hours]", "4")
    page.select_option("#row-1 [name=kind]", "лекция")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.click("#save")
    assert topics(page) == ["Матрицалар"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert accessibility_violations(page) == []
