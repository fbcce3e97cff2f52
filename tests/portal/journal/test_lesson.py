"""The form of a lesson: it works without a script, and nothing typed is lost."""

import pytest

from oshj_core.register import Attendance, Missed
from tests.portal.journal.conftest import LESSON
from tests.support.university import JOURNAL_PATH


def form_of(browser, path):
    return browser.get(f"{path}/").forms["sheet"]


def test_the_whole_lesson_is_saved_at_once(teaching, asanova):
    form = form_of(asanova, teaching.lesson)
    form["attendance-0"] = "к"
    form["attendance-1"] = "с"
    form["oral-0"] = "4"
    form["test-1"] = "5"
    form["topic"] = "Матрицанын  рангы"
    form["task"] = "12-мисал"
    page = form.submit(status=303).follow()
    assert "сакталды" in page.html.select_one(".flashes").get_text()
    assert teaching.cell(LESSON, 0) == Attendance.PRESENT
    assert teaching.cell(LESSON, 1) == Attendance.EXCUSED
    assert teaching.cell(LESSON, 0, 1) == 400
    assert teaching.cell(LESSON, 1, 2) == 500
    saved = page.forms["sheet"]
    assert (saved["topic"].value, saved["task"].value) == ("Матрицанын рангы", "12-мисал")
    assert saved["attendance-1"].value == "с"


def test_saving_an_unchanged_form_writes_nothing(teaching, asanova):
    before = teaching.act(lambda journal: journal.register.log(LESSON))
    form_of(asanova, teaching.lesson).submit(status=303)
    assert teaching.act(lambda journal: journal.register.log(LESSON)) == before


def test_the_rest_are_absent(teaching, asanova):
    form = form_of(asanova, teaching.lesson)
    form["attendance-2"] = "ч"
    form.submit("rest", status=303)
    found = [teaching.cell(LESSON, slot) for slot in range(4)]
    assert found == [3, 3, Attendance.LATE, 3]


def test_a_wrong_mark_keeps_all_that_was_typed_and_stores_nothing(teaching, asanova):
    form = form_of(asanova, teaching.lesson)
    form["attendance-0"] = "ж"
    form["oral-1"] = "77"
    form["topic"] = "Жаңы тема"
    page = form.submit(status=422)
    again = page.forms["sheet"]
    assert (again["attendance-0"].value, again["oral-1"].value) == ("ж", "77")
    assert again["topic"].value == "Жаңы тема"
    assert "77" in page.html.select_one(".form-errors").get_text()
    assert teaching.cell(LESSON, 0) is None
    again["oral-1"] = "3"
    again.submit(status=303)
    assert teaching.cell(LESSON, 0) == Attendance.ABSENT
    assert teaching.cell(LESSON, 1, 1) == 300


def test_two_tabs_see_each_others_values(teaching, asanova):
    first, second = form_of(asanova, teaching.lesson), form_of(asanova, teaching.lesson)
    first["attendance-0"] = "ж"
    first["topic"] = "Биринчи"
    first.submit(status=303)
    second["attendance-0"] = "ч"
    second["attendance-1"] = "к"
    second["topic"] = "Экинчи"
    page = second.submit(status=409)
    said = page.html.select_one(".form-errors").get_text()
    assert "Биринчи" in said
    assert "Экинчи" in said
    note = page.html.select_one("#attendance-0 .note").get_text()
    assert "ж" in note
    assert "ч" in note
    assert teaching.cell(LESSON, 1) is None
    # Whoever sends it again has seen both and means it.
    page.forms["sheet"].submit(status=303)
    assert teaching.cell(LESSON, 0) == Attendance.LATE
    assert teaching.cell(LESSON, 1) == Attendance.PRESENT


def test_a_new_kind_of_work_gets_its_marks(teaching, asanova):
    form = form_of(asanova, teaching.lesson)
    boxes = {box._value: box for box in form.fields["works"]}
    boxes["independent-individual"].checked = True
    page = form.submit(status=303).follow()
    form = page.forms["sheet"]
    form["independent-individual-0"] = "5"
    form.submit(status=303)
    assert teaching.cell(LESSON, 0, 3) == 500


def test_a_kind_of_work_with_marks_stays(teaching, asanova):
    teaching.save(asanova, teaching.lesson, [(0, 1, "4")])
    form = form_of(asanova, teaching.lesson)
    for box in form.fields["works"]:
        box.checked = False
    page = form.submit(status=422)
    assert page.html.select_one(".form-errors a")["href"] == "#works"
    assert teaching.cell(LESSON, 0, 1) == 400


def test_a_page_that_was_open_too_long_keeps_what_was_typed(teaching, asanova):
    form = form_of(asanova, teaching.lesson)
    form["csrf_token"] = "stale"
    form["attendance-0"] = "ж"
    page = form.submit(status=422)
    assert teaching.cell(LESSON, 0) is None
    again = page.forms["sheet"]
    assert again["attendance-0"].value == "ж"
    again.submit(status=303)
    assert teaching.cell(LESSON, 0) == Attendance.ABSENT


@pytest.mark.parametrize("person", ["bekov", "dean"])
def test_others_read_it_and_cannot_send_it(teaching, portal, person):
    browser = portal.browser(person)
    page = browser.get(f"{teaching.lesson}/")
    assert page.html.select_one("#sheet fieldset")["disabled"] == "disabled"
    assert page.html.select_one("#save") is None
    portal.post(browser, f"{teaching.lesson}/", {"attendance-0": "к"}, status=403)
    assert teaching.cell(LESSON, 0) is None


def test_a_locked_lesson_says_by_which_clause(teaching, portal, asanova):
    teaching.publish()
    page = asanova.get(f"{teaching.lesson}/")
    assert page.html.select_one("#save") is None
    assert "өзгөртүүгө укугу жок" in page.html.select_one(".clause-quote").get_text()
    portal.post(asanova, f"{teaching.lesson}/", {"attendance-0": "к"}, status=403)


@pytest.mark.parametrize(
    "fields",
    [
        {"works": "nonsense", "seen-works": "oral test"},
        {"topic": "x" * 5000},
        {"attendance-0": "к\x00" * 50},
        {"oral-0": "٤"},
        {"seen-attendance-0": "???", "attendance-0": "к"},
    ],
)
def test_no_form_makes_a_server_error(teaching, portal, asanova, fields):
    answer = portal.post(asanova, f"{teaching.lesson}/", fields, expect_errors=True)
    assert answer.status_int == 422
    assert teaching.cell(LESSON, 0) is None


def test_who_did_not_come_to_a_control_has_a_letter_instead_of_points(teaching, asanova):
    form = form_of(asanova, f"{JOURNAL_PATH}/intermediate-1")
    for slot, typed in enumerate(("20", "ж", "С", "-")):
        form[f"points-{slot}"] = typed
    page = form.submit(status=303).follow()
    assert [page.forms["sheet"][f"points-{slot}"].value for slot in range(4)] == [
        "20",
        "ж",
        "с",
        "ж",
    ]
    assert [one["value"] for one in page.html.select("#missed option")] == ["ж", "с"]
    assert teaching.cell("intermediate-1", 1, 1) == Missed.ABSENT
    assert teaching.cell("intermediate-1", 2, 1) == Missed.EXCUSED
    form_of(asanova, f"{JOURNAL_PATH}/intermediate-1").submit(status=303)
    published = asanova.get(f"{JOURNAL_PATH}/intermediate-1/publish").forms["publish"]
    published.submit(status=303)


def test_the_points_of_a_control_are_entered_without_a_script(teaching, asanova):
    form = form_of(asanova, f"{JOURNAL_PATH}/intermediate-1")
    form["points-0"] = "12,5"
    form["points-1"] = "31"
    page = form.submit(status=422)
    assert "31" in page.html.select_one(".form-errors").get_text()
    again = page.forms["sheet"]
    again["points-1"] = "30"
    again.submit(status=303)
    assert teaching.cell("intermediate-1", 0, 1) == 1250
    assert teaching.cell("intermediate-1", 1, 1) == 3000
