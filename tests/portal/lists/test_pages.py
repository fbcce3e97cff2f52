"""The import in the control panel: upload, see, apply, come back; and who may not."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from webtest import Upload

from oshj_core.lists import NOTES_SHEET
from oshj_core.roles import UNIVERSITY, Role
from tests.core.lists.conftest import FILE, copy_of
from tests.portal.lists.conftest import workbook_of

PAGE = "/control/lists"


@pytest.fixture
def admin(portal):
    browser = portal.browser("admin")
    yield browser
    portal.registry.job_worker.wait()


def upload(portal, browser, data: bytes, name="lists.xlsx"):
    """Send the file and wait for its check; gives the page of the check."""
    form = browser.get(PAGE).forms["upload"]
    form["file"] = Upload(name, data)
    answer = form.submit("check", status=303)
    portal.registry.job_worker.wait()
    return browser.get(answer.location)


def apply(portal, browser, page):
    """Press the button and wait; gives the page of the result."""
    form = next(one for one in page.forms.values() if "digest" in one.fields)
    answer = form.submit(status=303)
    portal.registry.job_worker.wait()
    return browser.get(answer.location)


def counts(page):
    """The table of counts: sheet → added, changed, unchanged, missing."""
    return {
        row.th.text: [int(cell.text) for cell in row.find_all("td")]
        for row in page.html.find("table").tbody.find_all("tr")
    }


def stored(portal):
    with portal.site() as site:
        university = site.university
        return (
            list(university.units),
            list(university.students),
            list(university.assignments),
            [one.roster() for one in site.registers.of_group("АУБ-1-24")],
            len(site.audit.latest(10_000)),
        )


def test_from_the_file_to_the_journals(portal, admin, file):
    page = upload(portal, admin, workbook_of(file))
    assert counts(page)["Студенттер"] == [0, 3, 0, 3]
    assert counts(page)["Дисциплиналар"] == [0, 1, 0, 1]
    assert counts(page)["Окуу жүктөмү"][0] == 1
    before = stored(portal)
    result = apply(portal, admin, page)
    assert result.html.find("section", {"class": "good"})
    after = stored(portal)
    assert after != before
    with portal.site() as site:
        assert site.university.students.get("s1").name.family == "Үсөн кызы"
        (event,) = site.audit.about("unit:ALG")
        assert (event.actor, event.action) == ("admin", "list.add")
        assert event.request in result.request.url

    again = upload(portal, admin, workbook_of(file))
    assert not [one for one in again.forms.values() if "digest" in one.fields]
    assert {tuple(row[:2]) for row in counts(again).values()} == {(0, 0)}
    assert stored(portal) == after


def test_a_changed_file_shows_the_fields_before_and_after(portal, admin, file):
    apply(portal, admin, upload(portal, admin, workbook_of(file)))
    file["students"][1][1] = "Үсөн кызы Асан"
    page = upload(portal, admin, workbook_of(file))
    (changed,) = [one for one in page.html.main.find_all("details") if one.tbody]
    cells = [cell.text for cell in changed.tbody.find_all("td")]
    assert cells == ["s1", "Фамилиясы", "Үсөн кызы", "Үсөн кызы Асан"]
    apply(portal, admin, page)
    with portal.site() as site:
        event = site.audit.about("student:s1")[-1]
        assert (event.before, event.after) == (
            "Фамилиясы: Үсөн кызы",
            "Фамилиясы: Үсөн кызы Асан",
        )


def test_errors_are_shown_by_place_and_nothing_is_stored(portal, admin, file):
    before = stored(portal)
    file["students"][2][3] = "ЖОК-1-24"
    file["units"][1][2] = "<b>кафедре</b>"
    page = upload(portal, admin, workbook_of(file))
    rows = [
        [cell.text for cell in row.find_all("td")][:3]
        for row in page.html.find("table").tbody.find_all("tr")
    ]
    assert rows == [["Түзүмдүк бөлүмдөр", "2", "Түрү"], ["Студенттер", "3", "Тайпасы"]]
    assert page.html.find("table").find("b") is None
    assert not [one for one in page.forms.values() if "digest" in one.fields]
    assert stored(portal) == before


def test_a_file_that_cannot_be_read_is_refused_in_words(portal, admin):
    page = upload(portal, admin, b"not a workbook")
    assert page.html.find("section", {"class": "bad"}).h2.text.strip()
    assert page.html.find("table") is None


def test_no_file_is_an_error_of_the_form(admin):
    form = admin.get(PAGE).forms["upload"]
    answer = form.submit("check", status=422)
    assert answer.html.find("div", {"class": "form-errors"})


def test_what_was_shown_is_what_is_applied_or_nothing(portal, admin, file):
    page = upload(portal, admin, workbook_of(file))
    with portal.site() as site:
        site.university.units.put(site.university.units.get("math"))
        student = site.university.students.get("s1")
        site.university.students.put(type(student)("s1", student.name, "АУБ-2-24"))
    before = stored(portal)
    result = apply(portal, admin, page)
    assert result.html.find("section", {"class": "bad"})
    assert stored(portal) == before


def test_who_lost_the_right_meanwhile_applies_nothing(portal, admin, file):
    page = upload(portal, admin, workbook_of(file))
    before = stored(portal)
    worker, portal.registry.job_worker.wake = portal.registry.job_worker, lambda: None
    form = next(one for one in page.forms.values() if "digest" in one.fields)
    answer = form.submit(status=303)
    with portal.site() as site:
        site.holdings.take("admin", Role.ADMINISTRATOR, UNIVERSITY)
    del worker.wake
    worker.wake()
    worker.wait()
    job = answer.location.rpartition("=")[2]
    with portal.site() as site:
        assert site.jobs[job].state == "failed"
    assert stored(portal) == before


def test_sent_twice_is_applied_once(portal, admin, file):
    page = upload(portal, admin, workbook_of(file))
    form = next(one for one in page.forms.values() if "digest" in one.fields)
    first = form.submit(status=303).location
    assert form.submit(status=303).location == first
    portal.registry.job_worker.wait()
    assert form.submit(status=303).location == first
    with portal.site() as site:
        assert len([job for job in site.jobs.values() if job.kind == "lists.apply"]) == 1
        assert len(site.audit.about("unit:ALG")) == 1


def test_a_forged_digest_applies_nothing(portal, admin, file):
    page = upload(portal, admin, workbook_of(file))
    job = page.request.url.rpartition("=")[2]
    portal.post(admin, "/control/lists-apply", {"id": job, "digest": "0"}, status=422)
    portal.post(admin, "/control/lists-apply", {"id": "none", "digest": ""}, status=404)
    admin.post("/control/lists-apply", {"id": job}, status=400)


def test_the_progress_can_be_asked_for(portal, admin, file):
    page = upload(portal, admin, workbook_of(file))
    answer = admin.get(page.request.path_qs.replace("lists-job", "lists-progress")).json
    assert answer["finished"] is True
    admin.get("/control/lists-progress?id=none", status=404)


def test_a_running_job_can_be_left_and_found_again(portal, admin, file):
    worker = portal.registry.job_worker
    worker.wake = lambda: None
    form = admin.get(PAGE).forms["upload"]
    form["file"] = Upload("lists.xlsx", workbook_of(file))
    place = form.submit("check", status=303).location
    page = admin.get(place)
    assert page.html.find("progress")
    assert page.html.find("script", {"src": lambda src: src.endswith("/job.js")})
    assert page.html.find("a", {"class": "btn"})["href"] in place
    assert "lists.xlsx" in admin.get(PAGE)
    del worker.wake
    # Whoever looks at a job that waits has it taken up.
    admin.get(place)
    worker.wait()
    assert admin.get(place).html.find("progress") is None


def test_the_template_is_downloaded_in_the_reader_s_language(admin):
    answer = admin.get("/control/lists-template")
    assert "attachment" in answer.headers["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.body))
    assert book.sheetnames[0] == NOTES_SHEET


def test_the_csv_template_imports_as_it_is(portal, admin):
    answer = admin.get("/control/lists-csv-template")
    assert "oshj-lists-csv.zip" in answer.headers["Content-Disposition"]
    page = upload(portal, admin, answer.body, "lists.zip")
    assert {tuple(row[:3]) for row in counts(page).values()} == {(0, 0, 0)}


VIEWS = ("lists", "lists-template", "lists-csv-template", "lists-job?id=x", "lists-progress?id=x")


@pytest.mark.parametrize("person", ["rector", "dean", "edu", "asanova", "s1"])
def test_only_the_administrator_imports(portal, person):
    browser = portal.browser(person)
    for view in VIEWS:
        browser.get(f"/control/{view}", status=403)
    portal.post(browser, "/control/lists", status=403)
    portal.post(browser, "/control/lists-apply", status=403)


def test_a_guest_signs_in_first(portal):
    for view in VIEWS:
        portal.browser().get(f"/control/{view}", status=401)


def test_old_files_are_let_go(portal, admin, file):
    page = upload(portal, admin, workbook_of(copy_of(FILE)))
    job = page.request.url.rpartition("=")[2]
    with portal.site() as site:
        assert site.jobs[job].has_file
        site.jobs[job].at -= 2 * 24 * 3600 * 1000
    upload(portal, admin, workbook_of(file))
    with portal.site() as site:
        assert not site.jobs[job].has_file
        site.jobs[job].at -= 31 * 24 * 3600 * 1000
    upload(portal, admin, workbook_of(file))
    with portal.site() as site:
        assert job not in site.jobs
