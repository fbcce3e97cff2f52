"""The exchange in the control panel: in with a diff, out as a file; and who may not."""

from __future__ import annotations

import io
import zipfile

import pytest
from webtest import Upload

from oshj_core.roles import UNIVERSITY, Role
from tests.portal.exchange.conftest import zipped

PAGE = "/control/exchange"


def upload(portal, browser, data: bytes, name="units.txt", format_id="lines"):
    """Send the file and wait for its check; gives the page of the check."""
    form = browser.get(PAGE).forms["exchange-read"]
    form["format"] = format_id
    form["file"] = Upload(name, data)
    answer = form.submit("check", status=303)
    portal.registry.job_worker.wait()
    return browser.get(answer.location)


def apply_form(page):
    return next((one for one in page.forms.values() if "digest" in one.fields), None)


def apply(portal, browser, page):
    """Press the button and wait; gives the page of the result."""
    answer = apply_form(page).submit(status=303)
    portal.registry.job_worker.wait()
    return browser.get(answer.location)


def write(portal, browser, format_id="lines", semester=""):
    """Have the file written and wait; gives the page of the job."""
    form = browser.get(PAGE).forms["exchange-write"]
    form["format"] = format_id
    form["semester"] = semester
    answer = form.submit("write", status=303)
    portal.registry.job_worker.wait()
    return browser.get(answer.location)


def units(portal):
    with portal.site() as site:
        return {unit.id: unit.name for unit in site.university.units}


NEW = "math;Математика факультети\nbio;Биология факультети\n".encode()


def test_in_with_a_diff_and_a_second_time_nothing(with_lines, admin):
    before = units(with_lines)
    page = upload(with_lines, admin, NEW)
    assert "bio" in page
    assert "Names are taken as they are." in page
    assert units(with_lines) == before
    result = apply(with_lines, admin, page)
    assert result.html.find("section", {"class": "good"})
    assert units(with_lines)["bio"] == "Биология факультети"
    with with_lines.site() as site:
        (event,) = site.audit.about("exchange:lines")
        assert (event.actor, event.action) == ("admin", "exchange.read")
        assert event.request in result.request.url
    again = upload(with_lines, admin, NEW)
    assert apply_form(again) is None


def test_errors_by_file_and_row_and_nothing_is_stored(with_lines, admin):
    before = units(with_lines)
    page = upload(with_lines, admin, b"a;b\nc\n")
    row = [cell.text for cell in page.html.find("table").tbody.find_all("td")]
    assert row[:3] == ["units.txt", "2", "code"]
    assert apply_form(page) is None
    assert units(with_lines) == before


def damaged() -> bytes:
    """A ZIP whose member is not what its checksum says."""
    data = bytearray(zipped({"units.txt": NEW * 50}))
    data[60] ^= 0xFF
    return bytes(data)


def test_a_damaged_zip_is_no_fault_of_the_plugin(with_lines, admin):
    for _ in range(4):
        page = upload(with_lines, admin, damaged(), "units.zip")
        assert page.html.find("section", {"class": "bad"})
    with with_lines.site() as site:
        assert site.plugins["lines"]["state"] == "enabled"


@pytest.mark.parametrize("data", [b" ", b"crash;\n", b"\xff\xfe"])
def test_what_cannot_be_read_or_crashes_is_a_refusal(with_lines, admin, data):
    before = units(with_lines)
    page = upload(with_lines, admin, data)
    assert page.html.find("section", {"class": "bad"}) or page.html.find("table")
    assert apply_form(page) is None
    assert units(with_lines) == before


def test_out_as_a_file(with_lines, admin):
    page = write(with_lines, admin)
    answer = admin.get(page.html.find("a", {"download": True})["href"])
    assert answer.headers["Content-Disposition"] == 'attachment; filename="lines-2026-09-28.txt"'
    assert "math;Математика жана МТ факультети\n" in answer.body.decode()
    with with_lines.site() as site:
        (event,) = site.audit.about("exchange:lines")
        assert (event.actor, event.action) == ("admin", "exchange.write")


def test_out_as_a_zip_for_one_semester(with_lines, admin):
    page = write(with_lines, admin, "only-out", "2026-1")
    answer = admin.get(page.html.find("a", {"download": True})["href"])
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        assert archive.namelist() == ["units.txt", "more.txt"]
    again = write(with_lines, admin, "only-out", "2026-1")
    assert admin.get(again.html.find("a", {"download": True})["href"]).body == answer.body
    refused = write(with_lines, admin, "only-out")
    assert refused.html.find("section", {"class": "bad"})
    assert refused.html.find("a", {"download": True}) is None


def test_a_format_that_only_writes_is_not_offered_for_reading(admin):
    page = admin.get(PAGE)
    assert [value for value, *_ in page.forms["exchange-read"]["format"].options] == ["lines"]
    form = page.forms["exchange-read"]
    form["format"].force_value("only-out")
    form["file"] = Upload("a.txt", b"a;b")
    form.submit("check", status=422)


def test_without_a_plugin_the_page_says_what_to_do(portal):
    page = portal.browser("admin").get(PAGE)
    assert not {"exchange-read", "exchange-write"} & set(page.forms)
    assert page.html.find("a", {"href": lambda href: href and href.endswith("/control/plugins")})


def test_what_was_shown_is_what_is_applied_or_nothing(with_lines, admin):
    page = upload(with_lines, admin, NEW)
    with with_lines.site() as site:
        site.university.units.put(
            type(site.university.units.get("med"))(
                "bio", "Башка", site.university.units.get("med").kind
            )
        )
    before = units(with_lines)
    result = apply(with_lines, admin, page)
    assert result.html.find("section", {"class": "bad"})
    assert units(with_lines) == before


def test_sent_twice_is_applied_once(with_lines, admin):
    form = apply_form(upload(with_lines, admin, NEW))
    first = form.submit(status=303).location
    assert form.submit(status=303).location == first
    with_lines.registry.job_worker.wait()
    with with_lines.site() as site:
        assert len(site.audit.about("unit:bio")) == 1


def test_who_lost_the_right_meanwhile_applies_nothing(with_lines, admin):
    page = upload(with_lines, admin, NEW)
    worker, with_lines.registry.job_worker.wake = with_lines.registry.job_worker, lambda: None
    answer = apply_form(page).submit(status=303)
    with with_lines.site() as site:
        site.holdings.take("admin", Role.ADMINISTRATOR, UNIVERSITY)
    del worker.wake
    worker.wake()
    worker.wait()
    with with_lines.site() as site:
        assert site.jobs[answer.location.rpartition("=")[2]].state == "failed"
    assert "bio" not in units(with_lines)


def test_a_forged_request_does_nothing(with_lines, admin):
    page = upload(with_lines, admin, NEW)
    job = page.request.url.rpartition("=")[2]
    with_lines.post(admin, "/control/exchange-apply", {"id": job, "digest": "0"}, status=422)
    with_lines.post(admin, "/control/exchange-apply", {"id": "none", "digest": ""}, status=404)
    admin.post("/control/exchange-apply", {"id": job}, status=400)
    admin.get(f"/control/exchange-file?id={job}", status=404)
    form = admin.get(PAGE).forms["exchange-write"]
    form["semester"].force_value("1999-1")
    form.submit("write", status=422)


def test_progress_and_a_file_that_was_let_go(with_lines, admin):
    page = write(with_lines, admin)
    job = page.request.url.rpartition("=")[2]
    assert admin.get(f"/control/exchange-progress?id={job}").json["finished"] is True
    with with_lines.site() as site:
        site.jobs[job].drop_file()
    assert admin.get(page.request.path_qs).html.find("a", {"download": True}) is None
    admin.get(f"/control/exchange-file?id={job}", status=422)


@pytest.mark.parametrize("person", ["rector", "dean", "edu", "asanova", "s1"])
def test_only_the_administrator_exchanges(with_lines, person):
    browser = with_lines.browser(person)
    for view in ("exchange", "exchange-job?id=x", "exchange-progress?id=x", "exchange-file?id=x"):
        browser.get(f"/control/{view}", status=403)
    for view in ("exchange", "exchange-write", "exchange-apply"):
        with_lines.post(browser, f"/control/{view}", status=403)
