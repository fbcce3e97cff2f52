"""The grid and the lesson in a browser: keyboard, clipboard, undo, conflicts, lost connections."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from oshj_core.journal import Act, Journal, Write
from oshj_core.register import Field
from oshj_portal.security.identity import actor_of
from tests.support.chromium import accessibility_violations
from tests.support.portal import SECRET
from tests.support.university import JOURNAL, JOURNAL_PATH, LABORATORY, PEOPLE, PRACTICE

pytestmark = pytest.mark.browser

LESSON, EARLIER, LAB = "aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc"
SAVED = re.compile("✓")
# The columns: the earlier lesson, today's with two kinds of work, the laboratory, М1 …
EARLY, MAIN, TEST, FIRST, INDEPENDENT, TOTAL = 0, 1, 2, 4, 6, 8


@pytest.fixture
def storage(tmp_path, monkeypatch) -> str:
    """The browser's tests look at the pages, not at the storage."""
    (tmp_path / "var").mkdir()
    monkeypatch.chdir(tmp_path)
    return "filestorage"


@pytest.fixture
def journal(portal):
    """Do something with the journal as its teacher: ``journal(do)``."""

    def act(do, teacher: str = "asanova", day: datetime | None = None):
        with portal.site() as site:
            at = day or portal.clock.now()
            actor = actor_of(site, teacher, PEOPLE[teacher], at.date())
            act = Act(actor, at, f"test-{at:%m%d}-{do.__name__}")
            return do(Journal(site.registers.get(JOURNAL), site.university, act))

    return act


@pytest.fixture
def address(portal, journal, serve) -> str:
    now = portal.clock.now()

    def before(journal):
        lesson = journal.open_lesson(PRACTICE, journal.act.today, 2, EARLIER)
        journal.describe(lesson, topic="Матрица", works=("oral",))

    def today(journal):
        lesson = journal.open_lesson(PRACTICE, journal.act.today, 2, LESSON)
        journal.describe(lesson, topic="Ранг", works=("oral", "test"))

    def laboratory(journal):
        journal.open_lesson(LABORATORY, journal.act.today, 3, LAB)

    journal(before, day=now.replace(day=21))
    journal(today)
    journal(laboratory, "bekov")
    return serve(portal.app)


@pytest.fixture
def context(new_context) -> BrowserContext:
    return new_context(permissions=["clipboard-read", "clipboard-write"])


def sign_in(context: BrowserContext, address: str, person: str = "asanova") -> Page:
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("[name=login]", person)
    page.fill("[name=secret]", SECRET)
    page.click("#sign-in-sign_in")
    expect(page.locator(".who-name")).to_be_visible()
    return page


@pytest.fixture
def grid(context, address) -> Page:
    page = sign_in(context, address)
    page.goto(f"{address}{JOURNAL_PATH}/")
    expect(page.locator("table[role=grid]")).to_be_visible()
    return page


def cell(page: Page, row: int, column: int) -> Locator:
    return page.locator("tbody tr").nth(row).locator("td").nth(column)


def column_texts(page: Page, column: int) -> list[str]:
    return [cell(page, row, column).inner_text() for row in range(4)]


def type_down(page: Page, *texts: str) -> None:
    for text in texts:
        page.keyboard.type(text)
        page.keyboard.press("Enter")


def paste(page: Page, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+v")


def stored(journal, sheet: str, field: int = Field.ATTENDANCE) -> list[int | None]:
    def read(journal):
        if len(sheet) == len(LESSON):
            state = journal.state(journal.register.lesson(sheet))
        else:
            state = journal.control_state(journal.control(sheet))
        return [state.value(slot, field) for slot in range(4)]

    return journal(read)


def test_attendance_and_marks_by_keyboard(grid, journal):
    cell(grid, 0, MAIN).click()
    type_down(grid, "k", "x", "j4", "c")  # the keys of к ч ж с in the Latin layout
    expect(grid.locator("#saved")).to_have_text(SAVED)
    assert column_texts(grid, MAIN) == ["·", "ч", "4ж", "с"]
    # By the alphabet: Абдыкеримова, Ниязов, Өмүрзакова, Үсөн кызы — the slots of the roster.
    assert stored(journal, LESSON) == [1, 2, 3, 4]
    assert stored(journal, LESSON, 1) == [None, None, 400, None]
    grid.keyboard.press("Control+Home")
    grid.keyboard.press("ArrowRight")
    grid.keyboard.press("5")
    grid.keyboard.press("Tab")
    expect(cell(grid, 0, TEST)).to_be_focused()
    grid.keyboard.press("F2")
    grid.keyboard.insert_text("3")
    grid.keyboard.press("Escape")
    expect(cell(grid, 0, TEST)).to_have_text("")
    grid.keyboard.press("Shift+Tab")
    expect(cell(grid, 0, MAIN)).to_have_text("5")
    grid.keyboard.press("Delete")
    expect(cell(grid, 0, MAIN)).to_have_text("")
    expect(grid.locator("#saved")).to_have_text(SAVED)
    grid.reload()
    assert column_texts(grid, MAIN) == ["", "ч", "4ж", "с"]


def test_the_grid_is_an_aria_grid(grid):
    table = grid.locator("table[role=grid]")
    expect(table).to_have_attribute("aria-rowcount", "5")
    assert grid.locator("td[tabindex='0']").count() == 1
    expect(cell(grid, 0, TOTAL)).to_have_attribute("aria-readonly", "true")
    assert cell(grid, 0, MAIN).get_attribute("aria-readonly") is None
    assert accessibility_violations(grid) == []


def test_a_wrong_value_stays_in_the_editor_with_the_reason(grid, journal):
    cell(grid, 0, MAIN).click()
    grid.keyboard.type("9")
    grid.keyboard.press("Enter")
    expect(grid.locator(".pop")).to_be_visible()
    expect(grid.locator("input.edit")).to_have_value("9")
    grid.keyboard.press("Escape")
    expect(cell(grid, 0, MAIN)).to_have_text("")
    assert stored(journal, LESSON, 1) == [None] * 4


def test_a_block_is_pasted_and_copied(grid, journal):
    cell(grid, 0, FIRST).click()
    paste(grid, "28\t5\n12,5\t\n30\t\n0\t\n")
    expect(grid.locator(".problem")).to_contain_text("2-модуль")  # its window is not open yet
    cell(grid, 0, FIRST).click()
    paste(grid, "28\r\n12,5\r\n30\r\n0\r\n")
    expect(grid.locator("#saved")).to_have_text(SAVED)
    assert stored(journal, "intermediate-1", Field.POINTS) == [2800, 1250, 3000, 0]
    expect(cell(grid, 1, TOTAL)).to_have_text("13")
    cell(grid, 0, FIRST).click()
    grid.keyboard.press("Shift+ArrowDown")
    grid.keyboard.press("Control+c")
    assert grid.evaluate("navigator.clipboard.readText()") == "28\n12,5"


def test_a_block_with_a_wrong_cell_is_not_sent_at_all(grid, journal):
    cell(grid, 0, FIRST).click()
    paste(grid, "28\n99\n30\n0")
    expect(cell(grid, 1, FIRST)).to_have_class(re.compile("x"))
    expect(grid.locator(".problem")).to_contain_text("Ниязов")
    assert column_texts(grid, FIRST) == [""] * 4
    assert stored(journal, "intermediate-1", Field.POINTS) == [None] * 4


def test_fill_down_undo_and_redo(grid, journal):
    cell(grid, 0, MAIN).click()
    type_down(grid, "k")
    cell(grid, 0, MAIN).click()
    for _ in range(3):
        grid.keyboard.press("Shift+ArrowDown")
    grid.keyboard.press("Control+d")
    expect(cell(grid, 3, MAIN)).to_have_text("·")
    expect(grid.locator("#saved")).to_have_text(SAVED)
    assert stored(journal, LESSON) == [1] * 4
    grid.keyboard.press("Control+z")
    expect(cell(grid, 3, MAIN)).to_have_text("")
    expect(grid.locator("#saved")).to_have_text(SAVED)
    assert stored(journal, LESSON) == [1, None, None, None]
    grid.keyboard.press("Control+y")
    expect(cell(grid, 3, MAIN)).to_have_text("·")
    expect(grid.locator("#saved")).to_have_text(SAVED)
    assert stored(journal, LESSON) == [1] * 4
    # Nothing is erased: the log holds every step.
    assert len(journal(lambda journal: journal.register.log(LESSON))) == 6


def test_a_filled_lesson_raises_the_fill_in(grid):
    expect(grid.locator("#fill")).to_have_text("0")
    cell(grid, 0, MAIN).click()
    type_down(grid, "k", "k", "k", "k")
    expect(grid.locator("#fill")).to_have_text("33")


def test_a_conflict_shows_both_values_and_lets_choose(grid, context, address, journal):
    other = context.new_page()
    other.goto(grid.url)
    cell(other, 0, MAIN).click()
    type_down(other, "j")
    expect(other.locator("#saved")).to_have_text(SAVED)
    cell(grid, 0, MAIN).click()
    type_down(grid, "x")
    problem = grid.locator(".problem")
    expect(problem).to_contain_text("ж")
    expect(problem).to_contain_text("ч")
    expect(cell(grid, 0, MAIN)).to_have_text("ж")
    assert stored(journal, LESSON)[0] == 3
    problem.locator(".btn").last.click()
    expect(cell(grid, 0, MAIN)).to_have_text("ч")
    expect(grid.locator("#saved")).to_have_text(SAVED)
    assert stored(journal, LESSON)[0] == 2


def test_a_lost_connection_loses_nothing(grid, context, journal):
    context.set_offline(True)
    cell(grid, 0, MAIN).click()
    type_down(grid, "k", "x")
    expect(grid.locator("#saved.bad")).to_contain_text("2")
    expect(cell(grid, 0, MAIN)).to_have_class(re.compile("w"))
    assert stored(journal, LESSON) == [None] * 4
    context.set_offline(False)
    expect(grid.locator("#saved.good")).to_have_text(SAVED)
    assert stored(journal, LESSON) == [1, 2, None, None]


def test_unsaved_cells_hold_the_page(grid, context):
    context.set_offline(True)
    cell(grid, 0, MAIN).click()
    type_down(grid, "k")
    expect(grid.locator("#saved.bad")).to_be_visible()
    asked = []
    grid.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    grid.close(run_before_unload=True)
    grid.wait_for_event("close")
    assert asked == ["beforeunload"]


def test_an_ended_session_keeps_the_cells_until_one_has_signed_in_again(
    grid, context, address, portal, journal
):
    with portal.site() as site:
        site.sessions.close_all("asanova")
    cell(grid, 0, MAIN).click()
    type_down(grid, "k")
    expect(grid.locator("#saved a[href='/sign-in']")).to_be_visible()
    assert stored(journal, LESSON) == [None] * 4
    sign_in(context, address).close()
    grid.locator("#saved button").click()
    expect(grid.locator("#saved.good")).to_have_text(SAVED)
    assert stored(journal, LESSON)[0] == 1


def test_a_locked_column_says_which_clause_locked_it(grid, journal):
    def publish(journal):
        points = [Write(slot, Field.POINTS, 2000) for slot in range(4)]
        journal.record("intermediate-1", points)
        journal.publish(journal.control("intermediate-1"))

    journal(publish)
    grid.reload()
    cell(grid, 0, MAIN).click()
    grid.keyboard.type("k")
    expect(grid.locator(".pop")).to_contain_text("өзгөртүүгө укугу жок")
    expect(grid.locator("input.edit")).to_have_count(0)
    expect(cell(grid, 0, MAIN)).to_have_attribute("aria-readonly", "true")
    assert stored(journal, LESSON) == [None] * 4


def test_a_publication_meanwhile_is_told_at_the_cell(grid, journal):
    def publish(journal):
        points = [Write(slot, Field.POINTS, 2000) for slot in range(4)]
        journal.record("intermediate-1", points)
        journal.publish(journal.control("intermediate-1"))

    journal(publish)
    cell(grid, 0, MAIN).click()
    type_down(grid, "k")
    expect(grid.locator(".problem")).to_contain_text("4.3")
    expect(cell(grid, 0, MAIN)).to_have_text("")


def test_why_and_history_open_over_the_cell(grid):
    cell(grid, 0, INDEPENDENT).click()
    type_down(grid, "9")
    expect(grid.locator("#saved")).to_have_text(SAVED)
    cell(grid, 0, TOTAL).click()
    expect(grid.locator(".pop")).to_contain_text("9 / 10")
    cell(grid, 0, INDEPENDENT).click()
    grid.keyboard.press("Shift+F10")
    expect(grid.locator(".pop")).to_contain_text("– → 9")
    grid.keyboard.press("Escape")
    expect(cell(grid, 0, INDEPENDENT)).to_be_focused()


def test_the_lesson_on_a_phone(new_context, address, journal):
    page = sign_in(new_context(viewport={"width": 390, "height": 844}, has_touch=True), address)
    page.goto(f"{address}{JOURNAL_PATH}/{LESSON}/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("#attendance-0 label.late").tap()
    page.locator("#attendance-1 label.present").tap()
    page.locator("#oral-1").fill("7")
    page.locator("#rest").tap()
    expect(page.locator("#here-count")).to_have_text("2")
    expect(page.locator("#changes")).to_contain_text("5")
    assert accessibility_violations(page) == []
    page.locator("#save").tap()
    expect(page.locator(".form-errors")).to_contain_text("7")
    expect(page.locator("#oral-1")).to_have_value("7")
    page.locator("#oral-1").fill("5")
    page.locator("#save").tap()
    expect(page.locator(".flash.good")).to_be_visible()
    assert stored(journal, LESSON) == [2, 1, 3, 3]
    assert stored(journal, LESSON, 1) == [None, 500, None, None]


def test_a_lesson_typed_without_a_connection_is_not_lost(new_context, address, journal):
    context = new_context()
    page = sign_in(context, address)
    page.goto(f"{address}{JOURNAL_PATH}/{LESSON}/")
    page.locator("#attendance-0 label.late").click()
    context.set_offline(True)
    page.locator("#save").click()
    expect(page.locator("#changes.bad")).to_be_visible()
    context.set_offline(False)
    page.locator("#save").click()
    expect(page.locator(".flash.good")).to_be_visible()
    assert stored(journal, LESSON)[0] == 2


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_can_be_used_by_everybody(new_context, address, width):
    page = sign_in(new_context(viewport={"width": width, "height": 844}), address)
    for path in (
        "",
        "open-lesson",
        "history",
        f"{LESSON}/",
        f"{LESSON}/history",
        "intermediate-1/",
        "intermediate-1/publish",
    ):
        page.goto(f"{address}{JOURNAL_PATH}/{path}")
        assert accessibility_violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_the_journal_is_read_and_filled_without_a_script(new_context, address, journal):
    page = sign_in(new_context(java_script_enabled=False), address)
    page.goto(f"{address}{JOURNAL_PATH}/")
    page.locator("thead a[href$='aaaaaaaaaa/']").first.click()
    page.locator("#attendance-0 label.late").click()
    page.locator("#save").click()
    expect(page.locator(".flash.good")).to_be_visible()
    assert stored(journal, LESSON)[0] == 2
