"""A plan on its pages: begun, written, handed in, decided on, read by those who may."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import attrs
import pytest
from openpyxl import Workbook
from webtest import Upload

from oshj_core.planning import PLAN_COLUMNS, PlanState, Topic, write_topics
from oshj_core.structure import LessonKind
from tests.portal.plans.conftest import PLAN, STREAM, SUMMER, TOPICS
from tests.support.university import JOURNAL_PATH

PATH = f"/plans/{PLAN}"
LAB = Topic(2, "Матрицаны көбөйтүү", Decimal(2), LessonKind.LABORATORY)
HEADINGS = [column.heading for column in PLAN_COLUMNS]


def workbook(rows, headings=HEADINGS, title="План") -> Upload:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in (headings, *rows):
        sheet.append(list(row))
    target = BytesIO()
    book.save(target)
    return Upload("plan.xlsx", target.getvalue())


def grid(page) -> list[list[str]]:
    form = page.forms["plan"]
    names = ("topic", "hours", "kind", "task", "due", "work")
    columns = [[field.value for field in form.fields[name]] for name in names]
    return [list(row) for row in zip(*columns, strict=True) if row[0] or row[3]]


def fill(form, row: int, **cells) -> None:
    for name, value in cells.items():
        form.fields[name][row].value = value


class TestBeginning:
    def test_a_teacher_begins_a_plan_from_the_list_of_those_owed(self, planners):
        browser = planners.portal.browser("asanova")
        page = browser.get("/plans")
        assert "01.09.2026" in page
        form = page.click(href="new-plan.*a-lec").forms["new-plan"]
        assert form["new-plan-source"].value == "-"
        page = form.submit("begin", status=303).follow()
        with planners.portal.site() as site:
            (plan,) = site.plans.of_author("asanova")
        assert (plan.groups, plan.lessons) == (STREAM, (LessonKind.LECTURE,))
        assert plan.state is PlanState.DRAFT
        assert grid(page) == []

    def test_the_same_form_twice_begins_one_plan(self, planners):
        browser = planners.portal.browser("asanova")
        form = browser.get(f"{JOURNAL_PATH}/new-plan").forms["new-plan"]
        first, second = form.submit("begin", status=303), form.submit("begin", status=303)
        assert first.location == second.location
        with planners.portal.site() as site:
            assert len(site.plans.of_author("asanova")) == 1

    def test_no_group_is_refused(self, planners):
        form = planners.portal.browser("asanova").get(f"{JOURNAL_PATH}/new-plan").forms["new-plan"]
        for box in form.fields["checkbox"]:
            box.checked = False
        form.submit("begin", status=422)

    def test_it_is_for_the_lessons_it_was_begun_for(self, planners):
        browser = planners.portal.browser("bekov")
        page = browser.get("/plans").click(href="new-plan.*a-lab")
        assert "Лаборатория" in page.html.h1.text
        assert "2-тайпача" in page.html.h1.text
        page.forms["new-plan"].submit("begin", status=303)
        with planners.portal.site() as site:
            (plan,) = site.plans.of_author("bekov")
        assert (plan.groups, plan.lessons, plan.subgroup) == (
            ("АУБ-1-24",),
            (LessonKind.LABORATORY,),
            2,
        )

    def test_a_colleagues_approved_plan_is_copied(self, planners):
        planners.approved(topics=(*TOPICS[:1], LAB))
        browser = planners.portal.browser("bekov")
        form = browser.get(f"{JOURNAL_PATH}/new-plan").forms["new-plan"]
        (_empty, offered) = form["new-plan-source"].options
        label = form.html.select("label")
        shown = " ".join(one.text for one in label)
        for said in ("Лекция 4", "Лаборатория", "2026–2027", "Asanovaова"):
            assert said in shown
        form["new-plan-source"] = offered[0]
        page = form.submit("begin", status=303).follow()
        assert grid(page)[0][0] == LAB.title
        with planners.portal.site() as site:
            (plan,) = site.plans.of_author("bekov")
        assert (plan.topics, plan.groups) == ((LAB,), ("АУБ-1-24",))

    def test_plans_of_other_kinds_of_lesson_are_not_offered(self, planners):
        """A lecture plan was copied into a seminar's."""
        planners.approved()
        form = planners.portal.browser("bekov").get(f"{JOURNAL_PATH}/new-plan").forms["new-plan"]
        assert [value for value, _checked, _text in form["new-plan-source"].options] == ["-"]

    def test_a_colleagues_draft_is_not_offered(self, planners):
        planners.draft(topics=(*TOPICS[:1], LAB))
        form = planners.portal.browser("bekov").get(f"{JOURNAL_PATH}/new-plan").forms["new-plan"]
        assert [value for value, _checked, _text in form["new-plan-source"].options] == ["-"]


class TestWriting:
    def test_rows_are_typed_and_saved(self, planners):
        planners.draft(topics=())
        browser = planners.portal.browser("asanova")
        form = browser.get(PATH).forms["plan"]
        fill(form, 0, topic="Матрицалар", hours="4", kind="лекция", task="Эссе", due="01.10.2026")
        fill(form, 1, task="Баяндама", due="05.10.2026", work="жамааттык")
        fill(form, 2, topic="Аныктагычтар", hours="2,5", kind="лекция")
        form.submit("save", status=303)
        topics = planners.latest().topics
        assert [(one.number, one.title, str(one.hours)) for one in topics] == [
            (1, "Матрицалар", "4"),
            (2, "Аныктагычтар", "2.5"),
        ]
        assert [task.collective for task in topics[0].tasks] == [False, True]

    def test_what_is_wrong_is_shown_and_what_was_typed_stays(self, planners):
        planners.draft(topics=())
        form = planners.portal.browser("asanova").get(PATH).forms["plan"]
        fill(form, 0, topic="Матрицалар", hours="көп", kind="лекция")
        page = form.submit("save", status=422)
        assert page.html.select_one("#row-1 input[name=hours]")["aria-invalid"] == "true"
        assert grid(page)[0][:2] == ["Матрицалар", "көп"]
        assert planners.latest().topics == ()

    def test_the_same_form_twice_changes_nothing(self, planners):
        planners.draft()
        form = planners.portal.browser("asanova").get(PATH).forms["plan"]
        form.fields["hours"][0].value = "6"
        form.submit("save", status=303)
        before = planners.latest()
        form.submit("save", status=303)
        assert planners.latest() == before

    def test_who_saw_an_older_one_is_told_and_may_replace_it(self, planners):
        planners.draft()
        browser = planners.portal.browser("asanova")
        stale, fresh = browser.get(PATH).forms["plan"], browser.get(PATH).forms["plan"]
        fresh.fields["hours"][0].value = "6"
        fresh.submit("save", status=303)
        stale.fields["hours"][0].value = "8"
        page = stale.submit("save", status=409)
        assert str(planners.latest().topics[0].hours) == "6"
        page.forms["plan"].submit("save", status=303)
        assert str(planners.latest().topics[0].hours) == "8"

    def test_a_stale_token_keeps_what_was_typed(self, planners):
        planners.draft()
        form = planners.portal.browser("asanova").get(PATH).forms["plan"]
        form["csrf_token"] = "stale"
        form.fields["hours"][0].value = "6"
        page = form.submit("save", status=422)
        assert grid(page)[0][1] == "6"
        assert planners.latest().topics == TOPICS

    def test_a_colleague_reads_and_does_not_write(self, planners):
        planners.draft()
        browser = planners.portal.browser("bekov")
        assert "plan" not in browser.get(PATH).forms
        planners.portal.post(browser, f"{PATH}/", {"revision": "2", "version": "1"}, status=403)
        assert planners.latest().topics == TOPICS

    def test_a_page_for_every_version(self, planners):
        planners.approved()
        browser = planners.portal.browser("asanova")
        form = next(
            form for form in browser.get(PATH).forms.values() if form.action.endswith("new-version")
        )
        form.submit(status=303)
        form = browser.get(PATH).forms["plan"]
        form.fields["topic"][0].value = "Матрицалар жана амалдар"
        form.submit("save", status=303)
        assert "Матрицалар жана амалдар" in browser.get(PATH)
        assert "Матрицалар жана амалдар" not in browser.get(f"{PATH}?version=1")
        browser.get(f"{PATH}?version=7", status=404)


class TestDecisions:
    def test_handed_in_and_approved(self, planners):
        planners.draft()
        planners.portal.browser("asanova").get(PATH).forms["plan"].submit("submit", status=303)
        assert planners.latest().state is PlanState.SUBMITTED
        page = planners.portal.browser("head").get(PATH)
        next(form for form in page.forms.values() if form.action.endswith("approve")).submit(
            status=303
        )
        plan = planners.latest()
        assert plan.state is PlanState.APPROVED
        assert plan.steps[-1].actor == "head"

    def test_sent_back_with_a_reason_the_author_sees(self, planners):
        planners.submitted()
        page = planners.portal.browser("head").get(PATH)
        form = next(one for one in page.forms.values() if one.action.endswith("send-back"))
        form.submit(status=422)
        form["reason"] = "Саат аз"
        form.submit(status=303)
        page = planners.portal.browser("asanova").get(PATH)
        assert "Саат аз" in page
        assert "plan" in page.forms

    def test_another_version_than_the_one_read_is_not_approved(self, planners):
        planners.submitted()
        browser = planners.portal.browser("head")
        planners.portal.post(browser, f"{PATH}/approve", {"revision": "1"}, status=409)
        assert planners.latest().state is PlanState.SUBMITTED

    def test_a_colleague_who_teaches_by_it_does_not_decide(self, planners):
        """3.5: who heads the department and teaches by the plan is no second person."""
        planners.submitted()
        with planners.portal.site() as site:
            lecture = site.university.assignments.get("a-lec")
            site.university.assignments.put(attrs.evolve(lecture, id="a-lec2", teacher="head"))
        browser = planners.portal.browser("head")
        page = browser.get(PATH)
        assert not any(one.action.endswith("approve") for one in page.forms.values())
        assert page.html.select_one("#not-mine") is not None
        planners.portal.post(browser, f"{PATH}/approve", {"revision": "3"}, status=403)
        reason = {"revision": "3", "reason": "жок"}
        planners.portal.post(browser, f"{PATH}/send-back", reason, status=403)
        assert planners.latest().state is PlanState.SUBMITTED

    @pytest.mark.parametrize("person", ["asanova", "bekov", "deanmed", "edu", "other", "s1"])
    def test_nobody_else_decides(self, planners, person):
        planners.submitted()
        browser = planners.portal.browser(person)
        planners.portal.post(browser, f"{PATH}/approve", {"revision": "3"}, status=403)

    def test_the_department_sees_who_owes_what(self, planners):
        planners.submitted()
        browser = planners.portal.browser("head")
        page = browser.get("/plans").click(href="/units/math/plans")
        # Of lecture, practical and laboratory class the plan has the lectures only.
        assert len(page.html.select("tbody td .chip.good")) == 1
        assert page.html.select(f'tbody a[href="{PATH}/"]')
        planners.portal.clock.moment = SUMMER + timedelta(days=30)
        page = browser.get("/units/math/plans?state=overdue")
        assert page.html.select("tbody td .chip.bad")

    def test_the_education_department_sees_all_units(self, planners):
        planners.submitted()
        page = planners.portal.browser("edu").get("/units/plans")
        assert "Медицина факультети" in page
        planners.portal.browser("head").get("/units/plans", status=403)
        planners.portal.browser("head").get("/units/med/plans", status=403)


class TestFiles:
    def upload(self, planners, file, status=200):
        page = planners.portal.browser("asanova").get(PATH)
        form = page.forms["import"]
        form["upload" if "upload" in form.fields else "file"] = file
        return form.submit("read", status=status)

    def test_a_file_is_shown_before_it_is_saved(self, planners):
        planners.draft(topics=TOPICS[:2])
        page = self.upload(planners, workbook(write_topics(TOPICS)))
        assert planners.latest().topics == TOPICS[:2]
        assert len(page.html.select("tr.added")) == 1
        page.forms["plan"].submit("save", status=303)
        assert planners.latest().topics == TOPICS

    def test_the_same_file_again_changes_nothing(self, planners):
        planners.draft()
        before = planners.latest()
        page = self.upload(planners, workbook(write_topics(TOPICS)))
        assert not page.html.select("tr.added, tr.changed")
        page.forms["plan"].submit("save", status=303)
        assert planners.latest() == before

    def test_every_error_names_its_place_and_nothing_is_taken(self, planners):
        planners.draft()
        rows = [("1", "А", "көп", "лекция"), ("2", "Б", "2", "бий")]
        page = self.upload(planners, workbook(rows), status=422)
        places = [
            [cell.text for cell in row.find_all("td")[:3]]
            for row in page.html.select(".form-errors tbody tr")
        ]
        assert places == [["План", "2", "Саат"], ["План", "3", "Сабактын түрү"]]
        assert planners.latest().topics == TOPICS

    @pytest.mark.parametrize("content", [b"not a workbook", b"PK\x03\x04broken"])
    def test_what_is_no_workbook_is_refused(self, planners, content):
        planners.draft()
        self.upload(planners, Upload("plan.xlsx", content), status=422)

    def test_the_download_is_read_back(self, planners):
        planners.draft(topics=(*TOPICS[:1], TOPICS[1].__class__(2, "=2+2", *_rest(TOPICS[1]))))
        content = planners.portal.browser("asanova").get(f"{PATH}/plan.xlsx").body
        page = self.upload(planners, Upload("plan.xlsx", content))
        assert not page.html.select("tr.added, tr.changed")

    def test_a_plan_is_printed(self, planners):
        planners.approved()
        response = planners.portal.browser("asanova").get(f"{PATH}/plan.pdf")
        assert response.content_type == "application/pdf"
        assert response.body.startswith(b"%PDF")


def _rest(topic):
    return topic.hours, topic.kind, topic.tasks
