"""Moves, subgroups and reports of list errors, from page to register and back."""

from __future__ import annotations

import io
from datetime import date
from urllib.parse import unquote

import attrs
import pytest
from openpyxl import Workbook, load_workbook
from webtest import Upload

from oshj_core.journal import Act, Journal, Write
from oshj_core.membership import ListErrorState, MoveKind, Moving
from oshj_core.ports import Lesson
from oshj_core.register import Attendance, Field
from oshj_core.timetable import Bells, weekly_lesson
from oshj_portal.security.identity import actor_of
from tests.support.university import (
    AUTUMN,
    GROUP_PATH,
    JOURNAL,
    JOURNAL_PATH,
    LABORATORY,
    LECTURE,
    PEOPLE,
)

OTHER = "АУБ-2-24"
OTHER_JOURNAL = "АУБ-2-24:algebra:2026-1"
OTHER_PATH = JOURNAL_PATH.replace("-1-24", "-2-24")


@pytest.fixture
def dean(portal):
    return portal.browser("dean")


def members(portal, journal=JOURNAL):
    with portal.site() as site:
        return {one.student: one for one in site.registers.get(journal).roster()}


def move(dean, student, **fields):
    """Fill in the form of a move and send it."""
    form = dean.get(f"{GROUP_PATH}/move?student={student}").forms["move"]
    for name, value in {"order": "№ 7", "reason": "өз каалоосу", **fields}.items():
        form[name] = value
    return form.submit("save", expect_errors=True)


def taught(portal, cells):
    """A lecture of both groups, held today, with those cells in the first group's journal."""
    with portal.site() as site:
        now = portal.clock.now()
        act = Act(actor_of(site, "asanova", PEOPLE["asanova"], now.date()), now, "lesson")
        for journal in (JOURNAL, OTHER_JOURNAL):
            register = Journal(site.registers.get(journal), site.university, act)
            lesson = register.open_lesson(LECTURE, now.date(), 2, "aaaaaaaaaa")
            register.describe(lesson, works=("oral",))
        Journal(site.registers.get(JOURNAL), site.university, act).record("aaaaaaaaaa", cells)


class TestMoves:
    def test_a_transfer_by_order_moves_the_student_and_keeps_the_marks(self, portal, dean):
        slot = list(members(portal)).index("s3")
        taught(
            portal,
            [
                Write(slot, Field.ATTENDANCE, Attendance.PRESENT),
                Write(slot, Field.FIRST_WORK, 500),
            ],
        )
        done = move(dean, "s3", kind="transfer", group=OTHER, subgroup="0", day="28.09.2026")
        page = done.follow()
        assert "№ 7" in page.text
        assert page.html.find("p", {"class": "warn"}), "what was entered on that day is told"
        assert members(portal)["s3"].left == date(2026, 9, 28)
        assert members(portal, OTHER_JOURNAL)["s3"].joined == date(2026, 9, 28)
        # The mark of the day stays to be seen in the old journal and comes along as a summary.
        teacher = portal.browser("asanova")
        row = teacher.get(JOURNAL_PATH).html.find("tr", {"data-slot": str(slot)})
        assert "5" in row.text
        came = teacher.get(f"{OTHER_PATH}/list").html.find("article")
        assert "Үсөн кызы" in came.text
        assert "АУБ-1-24" in came.text

    def test_leave_and_return_are_told_on_the_pages_of_the_student(self, portal, dean):
        move(dean, "s3", kind="academic-leave", day="14.09.2026").follow()
        assert "s3" in dean.get(f"{GROUP_PATH}/members").text
        move(dean, "s3", kind="return", subgroup="1", day="21.09.2026").follow()
        member = members(portal)["s3"]
        assert [member.belongs_on(date(2026, 9, day)) for day in (13, 14, 20, 21)] == [1, 0, 0, 1]
        for browser, path in ((dean, "/people/s3"), (portal.browser("s3"), "/people/s3/progress")):
            page = browser.get(path)
            assert "14.09.2026" in page.text
            assert "21.09.2026" in page.text

    def test_the_form_says_what_is_wrong_and_nothing_is_stored(self, portal, dean):
        before = members(portal)
        answer = move(dean, "s3", kind="expulsion", order="", day="28.09.2026")
        assert answer.status_int == 422
        assert answer.html.find(id="move-order")["aria-invalid"] == "true"
        assert move(dean, "s3", kind="transfer", group="жок", day="28.09.2026").status_int == 422
        assert members(portal) == before

    def test_the_same_form_twice_is_one_move_and_a_second_writer_is_told(self, portal, dean):
        forms = [dean.get(f"{GROUP_PATH}/move?student=s3").forms["move"] for _ in range(3)]
        for form, kind in zip(forms, ("expulsion", "expulsion", "academic-leave"), strict=True):
            form["kind"], form["order"], form["reason"] = kind, "1", "буйрук"
        assert [one.submit("save", expect_errors=True).status_int for one in forms] == [
            303,
            303,
            409,
        ]
        with portal.site() as site:
            assert [one.kind for one in site.moves.of_student("s3")] == [MoveKind.EXPULSION]

    def test_a_transfer_sent_twice_is_one(self, portal, dean):
        form = dean.get(f"{GROUP_PATH}/move?student=s3").forms["move"]
        form["kind"], form["group"], form["subgroup"] = "transfer", OTHER, "0"
        form["order"], form["reason"] = "1", "которуу"
        for _ in range(2):
            form.submit("save", status=303)
        with portal.site() as site:
            assert [one.id for one in site.moves.of_student("s3")] == ["s3:0001"]

    def test_a_hidden_field_counts_no_moves_there_are_not(self, portal, dean):
        form = dean.get(f"{GROUP_PATH}/move?student=s3").forms["move"]
        form["kind"], form["order"], form["reason"] = "expulsion", "1", "буйрук"
        form["seen"].force_value("7")
        form.submit("save", status=409)
        with portal.site() as site:
            assert list(site.moves.of_student("s3")) == []

    def test_nobody_takes_in_whom_another_deanery_expelled(self, portal, dean):
        with portal.site() as site:
            act = Act(
                actor_of(site, "deanmed", PEOPLE["deanmed"], portal.clock.now().date()),
                portal.clock.now(),
                "expel",
            )
            moving = Moving(site.university, site.registers, site.moves, site.audit, act)
            moving.move("s6", MoveKind.EXPULSION, date(2026, 9, 20), "1", "буйрук", seen=0)
            expelled = site.university.students.get("s6")
        move(dean, "s4", kind="expulsion", day="14.09.2026")
        form = dean.get(f"{GROUP_PATH}/move?student=s4").forms["move"]
        form["kind"], form["subgroup"] = "reinstatement", "1"
        form["order"], form["reason"] = "1", "калыбына келтирүү"
        form["student"].force_value("s6")
        form.action = form.action.replace("=s4", "=s6")
        form.submit("save", status=404)
        with portal.site() as site:
            assert site.university.students.get("s6") == expelled

    def test_a_new_student_comes_by_order(self, portal, dean):
        form = dean.get(f"{GROUP_PATH}/enrol").forms["enrol"]
        values = {"id": "s9", "family": "Айтматов", "given": "Эрлан", "subgroup": "2"}
        for name, value in {**values, "order": "3", "reason": "кабыл алуу"}.items():
            form[name] = value
        form.submit("save", status=303)
        assert members(portal)["s9"].subgroup == 2

    @pytest.mark.parametrize("kind", ["academic-leave", "expulsion"])
    def test_the_list_says_since_when_somebody_is_away_and_why(self, portal, dean, kind):
        move(dean, "s3", kind=kind, day="28.09.2026")
        row = next(
            row
            for row in dean.get(f"{GROUP_PATH}/members").html.select("tbody tr")
            if "Үсөн" in row.text
        )
        cells = [cell.get_text(" ", strip=True) for cell in row.select("td")]
        head = [cell.text for cell in row.find_parent("table").select("thead th")]
        shown = dict(zip(head, cells, strict=True))
        assert shown["Башталганы"] == ""
        assert shown["Кеткен күнү"] == "28.09.2026"
        assert ("кеткен" in shown["Аты-жөнү"]) == (kind == "expulsion")
        assert bool(row.select(".chip.info")) == (kind == "academic-leave")

    def test_the_groups_of_the_own_deanery_are_offered(self, dean):
        page = dean.get(f"{GROUP_PATH}/move?student=s3")
        offered = [option["value"] for option in page.html.select("datalist option")]
        assert page.forms["move"]["group"].attrs["list"] == "groups"
        assert {"АУБ-1-24", "АУБ-2-24"} <= set(offered)
        assert "ДЛ-1-24" not in offered

    def test_a_group_that_is_not_there_is_named_in_the_language_of_the_page(self, portal, dean):
        form = dean.get(f"{GROUP_PATH}/move?student=s3").forms["move"]
        form["kind"], form["group"] = "transfer", "АУБ-9-99"
        form["order"], form["reason"] = "1", "которуу"
        page = form.submit("save", status="4*")
        assert "тайпа): «АУБ-9-99»" in page.text
        assert "(group)" not in page.text

    def test_nobody_moves_students_of_another_deanery(self, portal):
        form = portal.browser("dean").get(f"{GROUP_PATH}/move?student=s3").forms["move"]
        form["kind"], form["group"], form["subgroup"] = "transfer", "ДЛ-1-24", "0"
        form["order"], form["reason"] = "1", "которуу"
        assert form.submit("save", status=403)
        portal.browser("deanmed").get(f"{GROUP_PATH}/move?student=s3", status=403)


class TestPublished:
    """4.3: the page says before and after that published lessons keep whom they had."""

    @pytest.fixture
    def published(self, portal):
        slots = range(len(members(portal)))
        taught(portal, [Write(slot, Field.ATTENDANCE, Attendance.PRESENT) for slot in slots])
        with portal.site() as site:
            now = portal.clock.now()
            act = Act(actor_of(site, "asanova", PEOPLE["asanova"], now.date()), now, "publish")
            journal = Journal(site.registers.get(JOURNAL), site.university, act)
            laboratory = Lesson(
                "cccccccccc", "a-lab", "bekov", now.date(), 4, LABORATORY.kind, 1, subgroup=2
            )
            journal.register.put_lesson(laboratory)
            journal.record("intermediate-1", [Write(slot, Field.POINTS, 2000) for slot in slots])
            journal.publish(journal.control("intermediate-1"))

    def told(self, page, count):
        return str(count) in page.html.find("p", {"class": "warn"}).text

    def test_a_backdated_expulsion_is_asked_about_and_leaves_them_alone(
        self, portal, dean, published
    ):
        before = members(portal)
        page = move(dean, "s3", kind="expulsion", day="02.09.2026")
        assert page.status_int == 422
        assert "2" in page.html.find("section", {"class": "form-errors"}).text
        assert members(portal) == before
        form = page.forms["move"]
        form["confirmed"] = True
        assert self.told(form.submit("save", status=303).follow(), 2)
        form.submit("save", status=303)
        assert members(portal)["s3"].left == date(2026, 10, 26)
        lesson = portal.browser("asanova").get(f"{JOURNAL_PATH}/aaaaaaaaaa")
        assert "Үсөн кызы" in lesson.html.find("main").text
        assert "02.09.2026" in dean.get(f"{GROUP_PATH}/members").text

    def test_a_backdated_enrolment_too(self, portal, dean, published):
        form = dean.get(f"{GROUP_PATH}/enrol").forms["enrol"]
        values = {"id": "s9", "family": "Айтматов", "given": "Эрлан", "subgroup": "1"}
        for name, value in {**values, "order": "3", "reason": "кабыл алуу"}.items():
            form[name] = value
        form["day"] = "02.09.2026"
        form = form.submit("save", status=422).forms["enrol"]
        form["confirmed"] = True
        assert self.told(form.submit("save", status=303).follow(), 1)
        assert members(portal)["s9"].joined == date(2026, 10, 26)

    def test_a_backdated_split_too(self, portal, published):
        admin = portal.browser("admin")
        form = admin.get(f"{GROUP_PATH}/subgroups?count=2").forms["split"]
        form["day"], form["reason"] = "02.09.2026", "окуу жылы"
        page = form.submit(status=422)
        assert page.html.find("section", {"class": "form-errors"})
        form = page.forms["split"]
        form["confirmed"] = True
        assert self.told(form.submit(status=303).follow(), 1)
        assert {one.joined for one in members(portal).values()} == {None, date(2026, 10, 26)}


class TestSubgroups:
    PAGE = f"{GROUP_PATH}/subgroups"

    def test_another_count_is_a_proposal_for_all_before_anything_is_stored(self, portal):
        before = members(portal)
        count = portal.browser("admin").get(self.PAGE).forms["count"]
        count["count"] = "3"
        form = count.submit().forms["split"]
        assert form["count"].value == "3"
        assert {form[f"part-s{number}"].value for number in (1, 2, 3)} == {"1", "2", "3"}
        assert members(portal) == before

    def test_a_group_that_is_not_divided_is_asked_for_the_number_first(self, portal):
        with portal.site() as site:
            group = site.university.groups.get("АУБ-1-24")
            site.university.groups.put(attrs.evolve(group, subgroups=0))
        page = portal.browser("admin").get(self.PAGE)
        assert page.html.select("#split select") == []
        assert page.html.select("#count select") != []

    def test_the_alphabet_proposes_and_the_form_stores(self, portal):
        admin = portal.browser("admin")
        form = admin.get(f"{self.PAGE}?count=2").forms["split"]
        proposal = {name: form[f"part-{name}"].value for name in ("s1", "s2", "s3", "s4")}
        # Абдыкеримова, Ниязов, Өмүрзакова, Үсөн кызы: Ө and Ү stand behind О and У.
        assert proposal == {"s1": "1", "s4": "1", "s2": "2", "s3": "2"}
        form["day"], form["reason"] = "21.09.2026", "окуу жылы"
        form.submit(status=303)
        assert members(portal)["s4"].subgroup == 1
        assert members(portal)["s4"].earlier[0].subgroup == 2
        admin.get(self.PAGE).forms["split"].submit(status=422)

    def test_no_subgroup_is_struck_that_is_still_taught(self, portal):
        with portal.site() as site:
            site.timetable.put(weekly_lesson("w-lab", LABORATORY, AUTUMN, Bells.parse(), 5, 1))
        admin = portal.browser("admin")
        form = admin.get(f"{self.PAGE}?count=0").forms["split"]
        form["day"], form["reason"] = "21.09.2026", "окуу жылы"
        told = form.submit(status=422).html.find("section", {"class": "form-errors"}).text
        assert all(name in told for name in ("a-lab", "w-lab"))
        with portal.site() as site:
            site.university.assignments.put(attrs.evolve(LABORATORY, id="a-lab-3", subgroup=3))
        book = load_workbook(io.BytesIO(admin.get(f"{self.PAGE}.xlsx").body))
        form = self.send(admin, book).forms["split"]
        form["reason"] = "окуу жылы"
        told = form.submit(status=422).html.find("section", {"class": "form-errors"}).text
        assert "a-lab-3" in told
        assert {one.subgroup for one in members(portal).values()} == {1, 2}

    def test_a_workbook_proposes_or_every_error_is_told_by_its_row(self, portal):
        admin = portal.browser("admin")
        book = load_workbook(io.BytesIO(admin.get(f"{self.PAGE}.xlsx").body))
        assert [row[0] for row in book.active.values][1:] == ["s1", "s4", "s2", "s3"]
        for row, part in enumerate((2, 1, 1, 2), 2):
            book.active.cell(row, 3, part)
        page = self.send(admin, book)
        assert page.forms["split"]["part-s1"].value == "2"
        book.active.cell(3, 3, "үч")
        book.active.cell(4, 1, "s1")
        page = self.send(admin, book, 422)
        told = page.html.find("section", {"class": "form-errors"}).text
        assert all(place in told for place in ("3", "4", "Тайпача", "Коду", "s2"))
        self.send(admin, Workbook(), 422)

    def test_a_name_that_looks_like_a_formula_is_text_in_the_workbook(self, portal):
        formula = '=HYPERLINK("http://evil","x")'
        with portal.site() as site:
            student = site.university.students.get("s1")
            name = attrs.evolve(student.name, family=formula)
            site.university.students.put(attrs.evolve(student, name=name))
        book = load_workbook(io.BytesIO(portal.browser("admin").get(f"{self.PAGE}.xlsx").body))
        cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row if cell.value]
        assert any(str(cell.value).startswith(formula) for cell in cells)
        assert {cell.data_type for cell in cells} == {"s"}

    def send(self, admin, book, status=200):
        target = io.BytesIO()
        book.save(target)
        form = admin.get(self.PAGE).forms["file"]
        form["file"] = Upload("subgroups.xlsx", target.getvalue())
        return form.submit(status=status)


class TestListErrors:
    def report(self, portal, kind="wrong-subgroup", student="s3", words="1-тайпачада окуйт"):
        teacher = portal.browser("asanova")
        form = teacher.get(f"{JOURNAL_PATH}/list").forms["list-error"]
        form["kind"], form["student"], form["words"] = kind, student, words
        form.submit("report", status=303)
        return teacher

    def queue(self, dean):
        return [link["href"] for link in dean.get("/units/math/list-errors").html.select(".card a")]

    def test_the_deanery_settles_with_the_change_and_the_teacher_is_told(self, portal, dean):
        teacher = self.report(portal)
        (href,) = self.queue(dean)
        change = dean.get(href).html.select_one("a.primary")["href"]
        form = dean.get(change).forms["move"]
        assert form["kind"].value == "subgroup"
        form["subgroup"], form["reason"] = "1", "тизме оңдолду"
        page = form.submit("save", status=303).follow()
        assert "тизме оңдолду" in page.text
        assert members(portal)["s3"].subgroup == 1
        assert self.queue(dean) == []
        assert "тизме оңдолду" in teacher.get(JOURNAL_PATH).text
        assert "тизме оңдолду" in teacher.get(f"{JOURNAL_PATH}/list").text
        with portal.site() as site:
            (report,) = site.list_errors.of_journal(JOURNAL)
            assert report.state is ListErrorState.CORRECTED
            assert report.move == "s3:0001"
            assert site.notices.unread("asanova") == 1

    def test_the_deanery_learns_of_a_report_without_looking_for_it(self, portal, dean):
        assert dean.get("/").html.select("a[href$='list-errors']") == []
        teacher = self.report(portal)
        assert dean.get("/").html.select_one("main a[href='/units/math/list-errors']")
        (link,) = dean.get("/notices").html.select(".notices a")
        assert "1-тайпачада окуйт" in link.text
        form = dean.get(link["href"]).forms["answer"]
        form["answer"] = "тизме туура"
        form.submit("refused", status=303)
        assert dean.get("/").html.select("main a[href$='list-errors']") == []
        (link,) = teacher.get("/notices").html.select(".notices a")
        assert "тизме туура" in teacher.get(link["href"]).text

    def test_a_refusal_needs_a_reason(self, portal, dean):
        teacher = self.report(portal, "left")
        (href,) = self.queue(dean)
        form = dean.get(href).forms["answer"]
        assert form.submit("refused", status=422)
        form["answer"] = "буйрук жок"
        form.submit("refused", status=303)
        assert "буйрук жок" in teacher.get(JOURNAL_PATH).text
        assert "буйрук жок" not in portal.browser("bekov").get(JOURNAL_PATH).text

    def test_a_wrong_name_is_corrected_from_the_report(self, portal, dean):
        self.report(portal, "wrong-name")
        (href,) = self.queue(dean)
        form = dean.get(dean.get(href).html.select_one("a.primary")["href"]).forms["rename"]
        form["given"], form["reason"] = "Канышай", "паспорт боюнча"
        form.submit("save", status=303)
        with portal.site() as site:
            assert site.university.students.get("s3").name.given == "Канышай"
        assert self.queue(dean) == []

    def test_a_missing_student_is_enrolled_from_the_report(self, portal, dean):
        self.report(portal, "missing", "", "Айтматов Эрлан жок")
        (href,) = self.queue(dean)
        change = dean.get(href).html.select_one("a.primary")["href"]
        assert unquote(change).startswith(unquote(f"{GROUP_PATH}/enrol?report="))

    def test_the_queue_is_that_of_the_own_unit(self, portal):
        self.report(portal)
        deanmed = portal.browser("deanmed")
        assert deanmed.get("/units/med/list-errors").html.select(".card a") == []
        deanmed.get("/units/math/list-errors", status=403)
