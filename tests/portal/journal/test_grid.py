"""The grid as a page: what stands where, what is locked, what it weighs."""

from decimal import Decimal
from io import BytesIO

import attrs
import pytest
from openpyxl import load_workbook

from oshj_portal.journal.cells import Cell, lesson_cell
from tests.support.university import JOURNAL_PATH


def heads(page):
    return [head.get_text(" ", strip=True) for head in page.html.select("thead th")]


def row(page, number):
    return [cell.get_text(strip=True) for cell in page.html.select("tbody tr")[number].select("td")]


@pytest.mark.parametrize(
    ("attendance", "mark", "text", "style"),
    [
        (None, None, "", None),
        (1, None, "·", None),
        (1, 400, "4", None),
        (None, 400, "4", "u"),
        (2, None, "ч", "l"),
        (2, 450, "4,5ч", "l"),
        (3, 300, "3ж", "a"),
        (4, None, "с", "e"),
    ],
)
def test_attendance_and_mark_share_a_cell(attendance, mark, text, style):
    assert lesson_cell(attendance, mark) == Cell(text, style)


def test_lessons_are_followed_by_their_check_then_the_other_controls(teaching, asanova):
    page = asanova.get(teaching.journal_path)
    assert [head.split()[0] for head in heads(page)[1:]] == [
        "28.09", "28.09", "28.09", "М1", "М2", "СӨАИ", "Экз.", "Жыйынтык", "Баа",
    ]  # fmt: skip
    names = [name.get_text() for name in page.html.select("tbody th")]
    assert names == [
        "1Абдыкеримова Айсулуу",
        "2Ниязов Ырыскелди",
        "3Өмүрзакова Алтынай",
        "4Үсөн кызы Каныкей",
    ]


def test_the_grid_shows_what_was_saved(teaching, asanova):
    teaching.save(asanova, teaching.lesson, [(0, 0, "ч"), (0, 1, "4"), (0, 2, "5"), (1, 0, "к")])
    teaching.save(asanova, f"{JOURNAL_PATH}/independent", [(0, 1, "9,5")])
    page = asanova.get(teaching.journal_path)
    assert row(page, 0) == ["4ч", "5", "", "", "", "9,5", "", "10", ""]
    assert row(page, 1)[:2] == ["·", ""]


def test_a_student_of_another_subgroup_has_no_cell_in_the_lesson(teaching, asanova):
    page = asanova.get(teaching.journal_path)
    laboratory = [line.select("td")[2].get("class") for line in page.html.select("tbody tr")]
    assert laboratory == [["n"], None, ["n"], None]


def test_only_ones_own_lessons_can_be_edited(teaching, portal, asanova):
    for person, editable in (("asanova", "11.1.11.."), ("bekov", "..11.11.."), ("dean", "." * 9)):
        page = portal.browser(person).get(teaching.journal_path)
        found = [head.get("data-e", ".") for head in page.html.select("thead th")[1:]]
        assert "".join(found) == editable, person


def test_a_published_module_looks_locked_and_says_by_which_clause(teaching, asanova):
    teaching.publish()
    page = asanova.get(teaching.journal_path)
    lock = page.html.select_one(".lock")
    assert "4.3" in lock.summary.get_text()
    assert "өзгөртүүгө укугу жок" in lock.select_one(".clause-quote").get_text()
    columns = [column.get("class", []) for column in page.html.select("colgroup col")[1:]]
    assert ["locked" in names for names in columns] == [True] * 5 + [False] * 4
    locked = [head for head in page.html.select("thead th") if head.get("data-l") == "0"]
    assert all(head.get("data-e") is None for head in locked)
    assert page.html.select_one("a[href$='intermediate-1/publish']") is None


def test_today_is_marked_and_every_lesson_can_be_reached_without_a_script(teaching, asanova):
    page = asanova.get(teaching.journal_path)
    assert "today" in page.html.select("colgroup col")[1]["class"]
    links = [head.a["href"] for head in page.html.select("thead th") if head.a]
    for link in links:
        asanova.get(link, status=200)
    assert len(links) == 7


def test_those_who_may_not_see_the_journal_do_not(teaching, portal):
    for person in ("other", "s1", "deanmed", "moder", "archive"):
        portal.browser(person).get(teaching.journal_path, status=403)
    for person in ("bekov", "dean", "head", "edu", "curator", "inspect", "rector"):
        portal.browser(person).get(teaching.journal_path, status=200)


def test_one_who_left_stays_in_the_table(teaching, portal, asanova):
    def leave(journal):
        member = journal.register.roster()[0]
        journal.register.enrol(attrs.evolve(member, left=portal.clock.now().date()))

    teaching.act(leave)
    page = asanova.get(teaching.journal_path)
    first = page.html.select("tbody tr")[0]
    assert first["class"] == ["gone"]
    assert first.select("td")[0]["class"] == ["n"]


def test_why_tells_the_steps_of_a_total(teaching, asanova):
    teaching.save(asanova, f"{JOURNAL_PATH}/final", [(2, 1, "24")])
    steps = asanova.get(f"{JOURNAL_PATH}/why?slot=2").json["steps"]
    assert any("24" in step["text"] for step in steps)


@pytest.mark.parametrize("slot", ["", "x", "-1", "4", "9" * 5000, "٣", "1.0"])
def test_why_refuses_a_slot_that_is_none(teaching, asanova, slot):
    asanova.get(f"{JOURNAL_PATH}/why", {"slot": slot}, status=422)


def test_the_workbook_holds_what_is_shown(teaching, asanova, portal):
    teaching.save(asanova, teaching.lesson, [(0, 0, "ж"), (0, 2, "4"), (1, 1, "5")])
    answer = asanova.get(f"{JOURNAL_PATH}/journal.xlsx")
    sheet = load_workbook(BytesIO(answer.body)).active
    rows = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert rows[1][1:4] == ["Аты-жөнү", "28.09", "28.09"]
    assert rows[3][:4] == [1, "Абдыкеримова Айсулуу", "ж", 4]
    assert Decimal(rows[4][2]) == 5
    portal.browser("other").get(f"{JOURNAL_PATH}/journal.xlsx", status=403)


def test_the_text_of_a_cell_is_escaped():
    assert Cell("<4>", "a").html == '<td class="a">&lt;4&gt;</td>'
    assert Cell("4").html == "<td>4</td>"
