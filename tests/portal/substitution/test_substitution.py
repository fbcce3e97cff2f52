"""A colleague takes the lessons of a teacher who is away (4.3): pages, rights, what is seen."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from oshj_core.delegation import Substitution
from oshj_core.journal import Act
from oshj_core.roles import Actor
from oshj_core.timetable import Bells, occurrence_id, weekly_lesson
from oshj_portal.overdue.lookup import Overdue
from tests.support.university import AUTUMN, JOURNAL_PATH, LABORATORY, PRACTICE

TODAY = "28.09.2026"
OTHER_DAY = "05.10.2026"
DAY = timedelta(days=1)


@pytest.fixture
def planned(portal):
    """A practical lesson of Asanova's each Monday, and one of Bekov's at the same hour."""
    with portal.site() as site:
        site.timetable.put(weekly_lesson("l-prac", PRACTICE, AUTUMN, Bells.parse(), 1, 2))
        key = site.timetable.key
    today = portal.clock.now().date()
    return [occurrence_id("l-prac", day, key) for day in (today, today + 7 * DAY)]


def enter(browser, *, teacher="asanova", starts=TODAY, until=OTHER_DAY):
    """The lessons of an absence."""
    form = browser.get("/units/math/substitutions").forms["absence"]
    form["teacher"], form["starts"], form["until"] = teacher, starts, until
    form["reason"] = "Оорулуу, №12 буйрук"
    return form.submit("show", status=303).follow()


def name_for_all(browser, substitute="bekov", **days):
    form = enter(browser, **days).forms["substitute"]
    form["substitute"] = substitute
    return form.submit(status=303)


def overdue_of(portal, site, person):
    act = Act(Actor("machine"), portal.clock.now(), "t")
    return Overdue(site, act).of_person(person)


def named(portal):
    with portal.site() as site:
        return list(site.substitutions)


class TestNaming:
    def test_the_deanery_names_one_for_all_lessons(self, portal, planned):
        dean = portal.browser("dean")
        page = enter(dean)
        assert [cell.text for cell in page.html.select("tbody td b")] == ["Алгебра", "Алгебра"]
        form = page.forms["substitute"]
        form["substitute"] = "bekov"
        listed = form.submit(status=303).follow()
        assert "Bekovова Г. Т." in listed.text
        [one] = named(portal)
        assert (one.teacher, one.substitute, one.lessons) == ("asanova", "bekov", ())
        assert (one.named_by, one.reason) == ("dean", "Оорулуу, №12 буйрук")

    def test_the_same_form_sent_again_changes_nothing(self, portal, planned):
        form = enter(portal.browser("dean")).forms["substitute"]
        form["substitute"] = "bekov"
        form.submit(status=303)
        before = named(portal)
        form.submit(status=303)
        assert named(portal) == before

    def test_lessons_are_shared_out(self, portal, planned):
        form = enter(portal.browser("head")).forms["substitute"]
        form[f"take-{planned[0]}"] = "bekov"
        form.submit(status=303)
        [one] = named(portal)
        assert (one.substitute, one.lessons) == ("bekov", (planned[0],))

    def test_a_clash_is_shown_before_it_is_stored(self, portal, planned):
        with portal.site() as site:
            site.timetable.put(weekly_lesson("l-lab", LABORATORY, AUTUMN, Bells.parse(), 1, 2))
        form = enter(portal.browser("dean")).forms["substitute"]
        form["substitute"] = "bekov"
        page = form.submit(status=409)
        assert named(portal) == []
        assert page.html.select(".form-errors li b")[0].text == "Bekovова Г. Т."
        form = page.forms["substitute"]
        assert form["substitute"].value == "bekov"
        form["despite"] = True
        form.submit(status=303)
        assert len(named(portal)) == 1

    @pytest.mark.parametrize("substitute", ["nobody", "asanova", "s1", ""])
    def test_who_cannot_take_them_is_refused_and_nothing_is_stored(
        self, portal, planned, substitute
    ):
        form = enter(portal.browser("dean")).forms["substitute"]
        form[f"take-{planned[0]}"] = "bekov" if substitute else ""
        form["substitute"] = substitute
        assert form.submit(status=422).html.select(".form-errors p")
        assert named(portal) == []

    def test_days_that_run_backwards_are_refused_at_their_field(self, portal):
        form = portal.browser("dean").get("/units/math/substitutions").forms["absence"]
        form["teacher"], form["starts"], form["until"] = "asanova", OTHER_DAY, TODAY
        form["reason"] = "Оорулуу"
        assert form.submit("show", status=422).html.select("#error-absence-until")

    @pytest.mark.parametrize(
        "query", ["", "?teacher=other&starts=2026-09-28&until=2026-09-28", "?starts=x"]
    )
    def test_a_query_of_no_page_of_ours(self, portal, query):
        portal.browser("dean").get(f"/units/math/substitute{query}", status=400)

    def test_the_same_attempt_with_other_words_is_a_conflict_that_is_said(self, portal, planned):
        dean = portal.browser("dean")
        fields = {
            "teacher": "asanova",
            "starts": "2026-09-28",
            "until": "2026-09-28",
            "substitute": "bekov",
            "attempt": "a/../b?x",
            "reason": "Оорулуу",
        }
        portal.post(dean, "/units/math/substitute", fields, status=303)
        before = named(portal)
        again = portal.post(
            dean, "/units/math/substitute", fields | {"reason": "Иш сапар"}, status=409
        )
        assert again.html.select(".form-errors p")
        assert named(portal) == before
        # Whatever the attempt was called, the substitution has an address.
        [one] = before
        portal.post(dean, f"/substitutions/{one.id}/end", {"reason": "Айыкты"}, status=303)

    def test_days_of_no_known_academic_year_are_refused(self, portal):
        form = (
            portal.browser("dean")
            .get(
                "/units/math/substitute?teacher=asanova&starts=9999-12-31&until=9999-12-31&reason=x"
            )
            .forms["substitute"]
        )
        form["substitute"] = "bekov"
        assert form.submit(status=422).html.select(".form-errors p")
        assert named(portal) == []

    def test_an_absence_that_began_before_gives_no_lesson_of_those_days(self, portal, planned):
        teacher = portal.browser("asanova")
        form = teacher.get(f"{JOURNAL_PATH}/open-lesson").forms["open-lesson"]
        form["assignment"], form["date"], form["slot"] = "a-prac", TODAY, "2"
        held = form.submit("open", status=303).follow().request.path
        portal.clock.moment += 7 * DAY
        page = enter(portal.browser("dean"), starts="02.09.2026", until=OTHER_DAY)
        assert [cell.text for cell in page.html.select("tbody td:first-child")] == [
            "05.10.2026, дүйшөмбү"
        ]
        form = page.forms["substitute"]
        form["substitute"] = "bekov"
        form.submit(status=303)
        assert portal.browser("asanova").get(held).html.select_one(".taken") is None
        portal.post(portal.browser("bekov"), held, {"topic": "Х"}, status=403)
        with portal.site() as site:
            assert "asanova" in {one.responsible for one in overdue_of(portal, site, "asanova")}
            assert overdue_of(portal, site, "bekov") == []

    def test_what_is_open_already_is_not_offered(self, portal, planned):
        teacher = portal.browser("asanova")
        form = teacher.get(f"{JOURNAL_PATH}/open-lesson").forms["open-lesson"]
        form["assignment"], form["date"], form["slot"] = "a-prac", TODAY, "2"
        form.submit("open", status=303)
        page = enter(portal.browser("dean"))
        assert f"take-{planned[0]}" not in page.forms["substitute"].fields
        assert f"take-{planned[1]}" in page.forms["substitute"].fields

    def test_another_faculty_sees_nothing(self, portal):
        portal.browser("deanmed").get("/units/math/substitutions", status=403)


class TestTaking:
    def test_it_fills_one_lesson_and_is_refused_the_next(self, portal, planned):
        form = enter(portal.browser("dean")).forms["substitute"]
        form[f"take-{planned[0]}"] = "bekov"
        form.submit(status=303)
        substitute = portal.browser("bekov")
        home = substitute.get("/")
        page = (
            next(form for form in home.forms.values() if "lesson" in form.fields)
            .submit(status=303)
            .follow()
        )
        assert page.request.path.endswith(f"/{planned[0]}/")
        lesson = page.forms["sheet"]
        lesson["topic"] = "Матрицанын рангы"
        lesson.submit(status=303)
        with portal.site() as site:
            register = site.registers.get("АУБ-1-24:algebra:2026-1")
            opened = register.lesson(planned[0])
            assert opened.teacher == "asanova"
            assert {entry.actor for entry in register.log(planned[0])} == {"bekov"}
            actions = [event.action for event in site.audit.latest(9)]
        assert "substitution.name" in actions
        # The next one is the teacher's own again.
        portal.clock.moment += 7 * DAY
        self._open_as_teacher(portal)
        refused = portal.post(
            substitute_of(portal), f"{JOURNAL_PATH}/{planned[1]}/", {"topic": "Х"}, status=403
        )
        assert "4.3" in refused.text

    def _open_as_teacher(self, portal):
        teacher = portal.browser("asanova")
        form = teacher.get(
            f"{JOURNAL_PATH}/open-lesson?assignment=a-prac&date=2026-10-05&slot=2"
        ).forms["open-lesson"]
        form["assignment"], form["date"], form["slot"] = "a-prac", OTHER_DAY, "2"
        form.submit("open", status=303)

    def test_one_named_for_days_opens_any_hour_of_them(self, portal):
        name_for_all(portal.browser("dean"))
        substitute = portal.browser("bekov")
        page = substitute.get(f"{JOURNAL_PATH}/open-lesson")
        form = page.forms["open-lesson"]
        form["assignment"], form["date"], form["slot"] = "a-prac", TODAY, "3"
        form["topic"] = "Аныктагыч"
        lesson = form.submit("open", status=303).follow()
        assert "Аныктагыч" in lesson.text
        assert "Asanovaова" in lesson.html.select_one(".taken").text

    def test_who_is_named_later_takes_it_from_the_one_before(self, portal, planned):
        dean = portal.browser("dean")
        name_for_all(dean)
        form = enter(dean).forms["substitute"]
        form[f"take-{planned[0]}"] = "head"
        listed = form.submit(status=303).follow()
        assert "Headова Г. Т." in listed.html.select_one("td small").parent.parent.text
        first = next(one for one in named(portal) if one.substitute == "bekov")
        bekov = portal.browser("bekov")
        home = bekov.get("/")
        assert not [form for form in home.forms.values() if "lesson" in form.fields]
        portal.post(bekov, f"/substitutions/{first.id}/open", {"lesson": planned[0]}, status=404)
        form = bekov.get(f"{JOURNAL_PATH}/open-lesson").forms["open-lesson"]
        form["assignment"], form["date"], form["slot"] = "a-prac", TODAY, "2"
        assert "4.3" in form.submit("open", status=403).text
        form["slot"] = "3"
        form.submit("open", status=303)
        with portal.site() as site:
            told = [one.kind.value for one in site.notices.of("bekov")]
            assert "substitution.replace" in {one.action for one in site.audit.latest(9)}
        assert sorted(told) == ["substitute-replaced", "takes-lessons"]

    def test_it_ends_early_and_by_itself(self, portal):
        dean = portal.browser("dean")
        name_for_all(dean)
        substitute = portal.browser("bekov")
        assert "Asanovaова Г. Т." in substitute.get("/").text
        portal.clock.moment += DAY
        [one] = named(portal)
        portal.post(dean, f"/substitutions/{one.id}/end", {"reason": "Айыкты"}, status=303)
        assert "Asanovaова Г. Т." not in substitute_of(portal).get("/").text
        portal.browser("bekov").get(f"{JOURNAL_PATH}/open-lesson", status=200)  # the own lab
        with portal.site() as site:
            [event] = [one for one in site.audit.latest(3) if one.action == "substitution.end"]
        assert event.reason == "Айыкты"

    def test_nothing_of_it_is_opened_by_others(self, portal, planned):
        name_for_all(portal.browser("dean"))
        [one] = named(portal)
        stranger = portal.browser("other")
        portal.post(stranger, f"/substitutions/{one.id}/open", {"lesson": planned[0]}, status=403)
        portal.post(
            portal.browser("bekov"),
            f"/substitutions/{one.id}/open",
            {"lesson": planned[1]},
            status=404,
        )


def substitute_of(portal):
    return portal.browser("bekov")


class TestSeen:
    @pytest.fixture
    def held(self, portal, planned):
        name_for_all(portal.browser("dean"))
        [one] = named(portal)
        portal.post(
            portal.browser("bekov"),
            f"/substitutions/{one.id}/open",
            {"lesson": planned[0]},
            status=303,
        )
        return planned[0]

    def test_the_journal_says_who_taught_for_whom(self, portal, held):
        page = portal.browser("asanova").get(f"{JOURNAL_PATH}/")
        note = page.html.select_one(".substitutes")
        assert "Bekovова Г. Т." in note.text
        assert "Asanovaова Г. Т." in note.text

    def test_so_does_the_workbook(self, portal, held):
        response = portal.browser("asanova").get(f"{JOURNAL_PATH}/journal.xlsx")
        sheet = load_workbook(BytesIO(response.body)).active
        texts = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
        assert any("Bekovова Г. Т." in one and "Asanovaова Г. Т." in one for one in texts)

    def test_both_teachers_are_told(self, portal, held):
        with portal.site() as site:
            told = {
                person: [notice.kind.value for notice in site.notices.of(person)]
                for person in ("asanova", "bekov", "other")
            }
        assert told == {"asanova": ["substitute-named"], "bekov": ["takes-lessons"], "other": []}

    def test_the_teacher_sees_it_today(self, portal, held):
        assert "Bekovова Г. Т." in portal.browser("asanova").get("/").text


def test_a_lesson_page_of_one_s_own_says_nothing_of_it(portal, planned):
    with portal.site() as site:
        today = portal.clock.now().date()
        site.substitutions.put(Substitution("v1", "asanova", "bekov", today, today, "х", ("x",)))
    teacher = portal.browser("asanova")
    form = teacher.get(f"{JOURNAL_PATH}/open-lesson").forms["open-lesson"]
    form["assignment"], form["date"], form["slot"] = "a-prac", TODAY, "5"
    page = form.submit("open", status=303).follow()
    assert page.html.select_one(".taken") is None
    assert quote("АУБ-1-24") in page.request.path_qs
