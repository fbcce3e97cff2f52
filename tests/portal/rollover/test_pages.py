"""A new year from workbooks, by two people and over days, begun, taught in, or undone."""

from __future__ import annotations

import io
import os

import pytest
from openpyxl import load_workbook
from webtest import Upload

from oshj_core.accounts import Account, Audience
from oshj_core.membership import MoveKind
from oshj_core.ports import Lesson, RoleHolding
from oshj_core.roles import Role, Scope, ScopeKind
from oshj_core.rollover import RolloverState, Step
from oshj_core.rollover.last_year import assignment_code
from oshj_core.structure import LessonKind
from oshj_portal.rollover.work import BEGIN
from oshj_portal.store.jobs import DONE, RUNNING, StoredJob
from tests.portal.exchange.conftest import PLUGIN, switch_on
from tests.portal.rollover.year_books import (
    AUGUST,
    FILES,
    GROUP,
    SEPTEMBER,
    timetable_file,
    workbook,
)
from tests.support.portal import HASHED

YEAR = "/new-year/2027"


@pytest.fixture
def august(portal):
    portal.clock.moment = AUGUST
    yield portal
    portal.registry.job_worker.wait()


@pytest.fixture
def admin(august):
    return august.browser("admin")


@pytest.fixture
def edu(august):
    return august.browser("edu")


def prepare(portal, browser, step, way, data=None, note=""):
    """Prepare a step as a person does; gives the page of what came of it."""
    form = browser.get(f"{YEAR}/step?step={step.value}").forms["step"]
    form["step-way"] = way
    if data is not None:
        form["file"] = Upload("year.xlsx", data)
    if note:
        form["note"] = note
    answer = form.submit("look", status=303)
    portal.registry.job_worker.wait()
    return browser.get(answer.location)


def prepare_all(portal, admin, edu):
    """Prepare all steps from workbooks, the assignments from the load."""
    prepare(portal, edu, Step.CLOSING, "order", note="17-буйрук")
    for step in (Step.PROMOTION, Step.CALENDAR, Step.LISTS, Step.LOAD):
        prepare(portal, admin, step, "workbook", FILES[step])
    prepare(portal, admin, Step.ASSIGNMENTS, "from-load")
    prepare(portal, admin, Step.TIMETABLE, "workbook", timetable_file(*codes(portal, admin)))


def codes(portal, admin):
    """The codes of the new assignments, as the portal writes them into the workbook."""
    answer = portal.post(admin, f"{YEAR}/book", {"step": "assignments"}, status=303)
    portal.registry.job_worker.wait()
    page = admin.get(answer.location)
    book = load_workbook(io.BytesIO(page.click(linkid=None, href="/step-file").body))
    return [row[0] for row in list(book["Окуу жүктөмү"].values)[1:]]


def press(portal, browser, view, **fields):
    answer = portal.post(browser, f"{YEAR}/{view}", fields, status=303)
    portal.registry.job_worker.wait()
    return browser.get(answer.location)


def states(browser):
    rows = browser.get(YEAR).html.find(id="steps").tbody.find_all("tr")
    return [row.find(class_="chip").text for row in rows]


def dumped(site):
    """All stored values that a new year may write."""
    university = site.university
    names = ("units", "staff", "students", "groups", "subjects", "assignments", "semesters")
    return {
        **{name: list(getattr(university, name)) for name in names},
        "periods": list(site.calendar.periods),
        "rooms": list(site.rooms),
        "loads": list(site.loads),
        "moves": list(site.moves),
        "lessons": list(site.timetable.lessons),
        "registers": {
            one.id: (one.roster(), one.scheme)
            for year in site.registers.years.values()
            for one in year.registers.values()
        },
        "years": list(site.registers.years),
    }


def test_a_year_is_prepared_begun_and_undone(august, admin, edu):
    with august.site() as site:
        before = dumped(site)
    assert len(states(admin)) == 7
    prepare_all(august, admin, edu)
    assert len(set(states(admin))) == 1
    with august.site() as site:
        assert dumped(site) == before, "nothing is applied yet"
    page = press(august, admin, "begin")
    assert page.html.find("section", {"class": "good"})
    with august.site() as site:
        assert site.university.semesters.get("2026-1").closed
        assert site.moves.of_student("s6")[0].kind is MoveKind.GRADUATION
        assert len(site.registers.get(f"{GROUP}:algebra:2027-1").roster()) == 3
        assert len(site.timetable.in_semester("2027-1")) == 2
        assert site.rollovers.get("2027").state is RolloverState.BEGUN
        assert site.university.groups.get("ДЛ-1-24").closed
        lines = list(site.loads.in_semester("2027-1"))
        assert {assignment_code(line) for line in lines} <= {
            one.id for one in site.university.assignments
        }

    unit = edu.get("/units/med").html
    assert [chip.parent.b.text for chip in unit.find_all(class_="chip")] == ["ДЛ-1-24"]
    august.clock.moment = SEPTEMBER
    teacher = august.browser("asanova")
    assert GROUP in teacher.get("/").text

    press(august, admin, "ask-undo", reason="Ката жүктөлдү")
    august.post(admin, f"{YEAR}/undo", status=403)
    page = press(august, edu, "undo")
    assert page.html.find("section", {"class": "good"})
    with august.site() as site:
        assert dumped(site) == before
        assert len(site.rollovers.get("2027").undecided) == 7
        (event,) = [
            one for one in site.audit.about("rollover:2027") if one.action == "rollover.undo"
        ]
        assert (event.actor, event.before, event.reason) == ("edu", "admin", "Ката жүктөлдү")


def test_begun_twice_changes_nothing_more(august, admin, edu):
    prepare_all(august, admin, edu)
    press(august, admin, "begin")
    with august.site() as site:
        after, written = dumped(site), len(site.rollovers.log(2027))
    assert press(august, admin, "begin").html.find("section", {"class": "good"})
    with august.site() as site:
        assert dumped(site) == after
        assert len(site.rollovers.log(2027)) == written


def test_not_undone_after_the_first_lesson(august, admin, edu):
    prepare_all(august, admin, edu)
    press(august, admin, "begin")
    press(august, admin, "ask-undo", reason="Ката")
    august.clock.moment = SEPTEMBER
    with august.site() as site:
        register = site.registers.get(f"{GROUP}:algebra:2027-1")
        lecture = next(iter(site.timetable.in_semester("2027-1")))
        register.put_lesson(
            Lesson(
                *("aaaaaaaaaa", lecture.assignment, lecture.teacher),
                *(SEPTEMBER.date(), 1, LessonKind.LECTURE, 1),
            )
        )
    page = press(august, edu, "undo")
    assert "06.09.2027" in page.html.find("section", {"class": "bad"}).text


def give_account(portal):
    """A newcomer is issued an account; begun and asked to be undone before."""
    with portal.site() as site:
        site.accounts.put(Account("s27001", "s27001", Audience.STUDENT, HASHED, 1, "admin"))
        return dumped(site)


def test_accounts_that_nobody_used_go_with_the_year(august, admin, edu):
    prepare_all(august, admin, edu)
    press(august, admin, "begin")
    press(august, admin, "ask-undo", reason="Ката")
    give_account(august)
    assert press(august, edu, "undo").html.find("section", {"class": "good"})
    with august.site() as site:
        assert site.accounts.of("s27001") is None
        (event,) = site.audit.about("account:s27001")
        assert (event.action, event.actor, event.reason) == ("account.remove", "edu", "Ката")


def test_not_undone_after_a_newcomer_has_signed_in(august, admin, edu):
    prepare_all(august, admin, edu)
    press(august, admin, "begin")
    press(august, admin, "ask-undo", reason="Ката")
    after = give_account(august)
    august.browser("s27001")
    page = press(august, edu, "undo")
    assert "s27001" in page.html.find("section", {"class": "bad"}).text
    with august.site() as site:
        assert dumped(site) == after
        assert site.accounts.of("s27001") is not None


def test_not_undone_while_a_role_is_held_at_a_new_group(august, admin, edu):
    prepare_all(august, admin, edu)
    press(august, admin, "begin")
    press(august, admin, "ask-undo", reason="Ката")
    with august.site() as site:
        site.holdings.give(RoleHolding("bekov", Role.CURATOR, Scope(ScopeKind.GROUP, GROUP)))
    assert GROUP in press(august, edu, "undo").html.find("section", {"class": "bad"}).text
    with august.site() as site:
        site.holdings.take("bekov", Role.CURATOR, Scope(ScopeKind.GROUP, GROUP))
    assert press(august, edu, "undo").html.find("section", {"class": "good"})


def test_what_a_dead_process_left_is_done_once_more(august, admin, edu):
    prepare_all(august, admin, edu)
    worker = august.registry.job_worker
    with august.site() as site:
        job = StoredJob("dead", BEGIN, "admin", 1, {"year": "2027", "file": ""})
        job.state, job.owner = RUNNING, f"{worker.owner.split()[0]} {os.getpid()} gone"
        site.jobs[job.id] = job
    admin.get(f"{YEAR}/step-job?id=dead")
    worker.wait()
    with august.site() as site:
        assert (site.jobs["dead"].state, site.jobs["dead"].interruptions) == (DONE, 1)
        assert site.rollovers.get("2027").state is RolloverState.BEGUN


def test_a_wrong_workbook_is_told_by_place_and_is_not_prepared(august, admin):
    wrong = workbook(load=[["nobody", "algebra", "лекция", GROUP, "", "2027-1", "көп"]])
    page = prepare(august, admin, Step.LOAD, "workbook", wrong)
    errors = [
        [cell.text for cell in row.find_all("td")][:3]
        for row in page.html.select(".table-wrap tbody tr")
    ]
    assert {tuple(error) for error in errors} == {
        ("Жүктөм", "2", column) for column in ("Окутуучу", "Тайпалар", "Семестр", "Сааттар")
    }
    with august.site() as site:
        assert site.rollovers.find("2027") is None


def test_an_earlier_step_changed_is_looked_at_again_from_the_kept_file(august, admin, edu):
    prepare_all(august, admin, edu)
    form = admin.get(f"{YEAR}/step?step=promotion").forms["step"]
    form["step-way"] = "left"
    form.submit("look", status=303)
    with august.site() as site:
        undecided = site.rollovers.get("2027").undecided
    assert [one.number for one in undecided] == [3, 4, 5, 6, 7]
    august.post(admin, f"{YEAR}/begin", status=422)
    for step in undecided:
        assert press(august, admin, "again", step=step.value).html.find(
            "section", {"class": "good"}
        )
    press(august, admin, "begin")
    with august.site() as site:
        assert site.university.students.get("s6").active


def test_all_changed_steps_are_looked_at_again_at_once(august, admin, edu):
    prepare_all(august, admin, edu)
    form = admin.get(f"{YEAR}/step?step=promotion").forms["step"]
    form["step-way"] = "left"
    form.submit("look", status=303)
    assert "look-again" in admin.get(YEAR).text
    assert "look-again" not in edu.get(YEAR).text
    assert press(august, admin, "look-again").html.find("section", {"class": "good"})
    with august.site() as site:
        assert site.rollovers.get("2027").undecided == ()
    form = admin.get(f"{YEAR}/step?step=lists").forms["step"]
    form["step-way"] = "left"
    form.submit("look", status=303)
    page = press(august, admin, "look-again")
    assert page.html.find("section", {"class": "warn"}).a["href"].endswith("step=load")
    with august.site() as site:
        assert Step.LOAD in site.rollovers.get("2027").undecided


def test_a_step_of_somebody_else_names_the_roles_that_may(august, admin):
    roles = admin.get(f"{YEAR}/step?step=closing").html.select("section.warn li")
    assert [one.text for one in roles] == ["Окуу бөлүмү"]


def test_a_workbook_after_a_step_that_is_not_in_order_says_so(august, admin, edu):
    prepare_all(august, admin, edu)
    form = admin.get(f"{YEAR}/step?step=lists").forms["step"]
    form["step-way"] = "left"
    form.submit("look", status=303)
    page = press(august, admin, "book", step="assignments")
    assert "5" in page.html.find("section", {"class": "bad"}).text


def test_another_year_than_the_coming_one_is_not_begun(august, admin):
    august.post(admin, "/new-year/2028/begin", status=422)
    with august.site() as site:
        assert site.rollovers.find("2028") is None


def test_each_step_needs_its_own_right_and_a_file(august, admin, edu):
    assert "step" not in edu.get(f"{YEAR}/step?step=lists").forms
    form = admin.get(f"{YEAR}/step?step=lists").forms["step"]
    form["step-way"] = "workbook"
    form.submit("look", status=422)
    august.post(edu, f"{YEAR}/begin", status=403)
    admin.get("/new-year/1999", status=404)
    admin.get(f"{YEAR}/step?step=none", status=404)
    assert admin.get("/control/new-year", status=303).location.endswith(YEAR)


def test_the_timetable_may_come_from_another_program(august, admin):
    switch_on(august, PLUGIN)
    with august.site() as site:
        before = dumped(site)
    for step in Step:
        if step not in (Step.TIMETABLE, Step.CLOSING):
            august.post(admin, f"{YEAR}/step?step={step.value}", {"way": "left"}, status=303)
    form = admin.get(f"{YEAR}/step?step=timetable").forms["step"]
    form["step-way"] = "format"
    form["file"] = Upload("units.txt", "bio;Биология\n".encode())
    form.submit("look", status=422)
    form["format"] = "lines"
    answer = form.submit("look", status=303)
    august.registry.job_worker.wait()
    assert admin.get(answer.location).html.find("section", {"class": "good"})
    with august.site() as site:
        assert dumped(site) == before
        edu = site.rollovers.get("2027").undecided
    assert edu == (Step.CLOSING,)
    august.post(august.browser("edu"), f"{YEAR}/step?step=closing", {"way": "left"}, status=303)
    press(august, admin, "again", step="timetable")
    press(august, admin, "begin")
    with august.site() as site:
        assert site.university.units.get("bio").name == "Биология"
        assert len(site.rollovers.log(2027)) == 1


def test_a_plugin_that_crashes_keeps_nothing(august, admin):
    switch_on(august, PLUGIN)
    form = admin.get(f"{YEAR}/step?step=timetable").forms["step"]
    form["step-way"], form["format"] = "format", "lines"
    form["file"] = Upload("units.txt", b"crash;1\n")
    answer = form.submit("look", status=303)
    august.registry.job_worker.wait()
    assert admin.get(answer.location).html.find("section", {"class": "bad"})
    with august.site() as site:
        assert site.rollovers.find("2027") is None


def test_the_record_of_changes_tells_of_each_act(august, admin, edu):
    prepare_all(august, admin, edu)
    press(august, admin, "begin")
    rows = admin.get("/control/audit").html.find("main").text
    assert "2027" in rows
    assert "rollover.begin" not in rows, "the act has a name"
    admin.get("/people/s6")
