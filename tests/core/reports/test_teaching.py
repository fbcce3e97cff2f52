"""What was taught, and how it was filled in (2.8)."""

from datetime import date
from decimal import Decimal

import pytest

from oshj_core.attendance import CountingRules
from oshj_core.errors import NotAllowed, NotFound
from oshj_core.journal import teaching_scopes
from oshj_core.register import Entry, EntryKind, cells_of
from oshj_core.reports import TEACHERS_REPORT, UNITS_TEACHING, teachers_report, teaching_report
from oshj_core.reports.teaching import edits_in
from oshj_core.roles import Role, Scope, ScopeKind
from oshj_core.structure import LessonKind
from tests.core.builders import holder
from tests.core.reports.builders import GROUPS, TEACHERS, Campus

CAMPUS = Campus(7, lessons=6)
HOURS = CountingRules(hours={kind: Decimal(number) / 2 for number, kind in enumerate(LessonKind)})


def taught_by(teacher):
    return [one for one in CAMPUS.filled if TEACHERS[one.subject] == teacher]


def check(cells, lessons, once):
    assert cells["lessons"] == len(once)
    hours = sum((HOURS.hours[kind] for _, kind in once), Decimal(0))
    assert cells["hours"] == hours
    by_kind = [cells[f"hours-{kind.value}"] for kind in LessonKind]
    assert sum(by_kind, Decimal(0)) == hours
    full = sum(one.topic and set(one.attendance) == one.members for one in lessons)
    assert cells["filled"] == (full, len(lessons))
    assert cells["overdue"] == len(lessons) - full
    assert cells["marks"] == sum(len(one.marks) for one in lessons)


@pytest.mark.parametrize("teacher", sorted(set(TEACHERS.values())))
def test_the_teachers_report_equals_a_plain_recount(teacher):
    table = teachers_report(CAMPUS.source(), teacher, "2026-1", HOURS).table()
    lessons = taught_by(teacher)
    assert {row[0] for row in table.rows} == {one.journal for one in lessons}
    once = {(one.lesson, one.kind) for one in lessons}
    check(TEACHERS_REPORT.named(table.totals.cells), lessons, once)


def test_the_units_report_has_each_teacher_once():
    table = teaching_report(CAMPUS.source(), "2026-1", unit="math", counting=HOURS).table()
    rows = {row[0]: UNITS_TEACHING.named(row) for row in table.rows}
    assert set(rows) == {"aida", "bolot"}
    assert rows["aida"]["name"] == "Aida А."
    for teacher, cells in rows.items():
        lessons = taught_by(teacher)
        check(cells, lessons, {(one.lesson, one.kind) for one in lessons})


def test_who_has_held_nothing_is_in_the_report():
    campus = Campus(7, lessons=0)
    rows = teaching_report(campus.source(), "2026-1").table().rows
    assert {row[0] for row in rows} == set(TEACHERS.values())
    assert all(UNITS_TEACHING.named(row)["lessons"] == 0 for row in rows)
    own = teachers_report(campus.source(), "aida", "2026-1").table()
    assert len(own.rows) == len(GROUPS)
    assert TEACHERS_REPORT.named(own.totals.cells)["hours"] == 0


def test_a_lesson_of_a_substitute_is_the_substitutes():
    campus = Campus(8, lessons=1)
    journal = "Б-1-26:bot:2026-1"
    register = campus.registers.get(journal)
    (lesson,) = register.lessons()
    register.put_lesson(type(lesson)(**{
        name: getattr(lesson, name) for name in ("id", "assignment", "date", "slot", "kind",
                                                 "module")
    }, teacher="dinara"))  # fmt: skip
    rows = {row[0]: UNITS_TEACHING.named(row) for row in
            teaching_report(campus.source(), "2026-1", unit="bio").table().rows}  # fmt: skip
    assert rows["dinara"]["lessons"] == 1
    assert rows["dinara"]["name"] == "dinara"
    assert rows["cholpon"]["lessons"] == len(GROUPS) - 1


def test_lessons_of_days_to_come_are_not_held():
    report = teaching_report(CAMPUS.source(on=date(2026, 8, 31)), "2026-1").table()
    assert UNITS_TEACHING.named(report.totals.cells)["lessons"] == 0


class TestEdits:
    def entry(self, at, cells, kind=EntryKind.CELLS):
        return Entry(kind, at, "t", f"r{at}", cells_of(cells))

    def test_another_value_is_a_change_the_same_is_none(self):
        log = [
            self.entry(1, [(0, 0, 1), (1, 0, 1)]),
            self.entry(2, [(0, 0, 3), (1, 0, 1)]),
            self.entry(3, [(0, 0, -1)]),
        ]
        assert edits_in(log) == (2, 0)
        assert edits_in([*log[::-1], log[0]]) == (2, 0)

    def test_a_scan_is_no_edit_and_an_act_is_a_correction(self):
        log = [
            self.entry(1, [(0, 0, 1)], EntryKind.SCAN),
            self.entry(2, [(0, 0, 3)]),
            self.entry(3, [(0, 0, 4), (1, 0, 4)], EntryKind.CORRECTION),
        ]
        assert edits_in(log) == (0, 2)


class TestWhoMay:
    def teacher(self, name):
        own = CAMPUS.university.assignments_of(name)
        return holder(name, Role.TEACHER, *teaching_scopes(own))

    def test_a_teacher_reads_the_own_report_only(self):
        source = CAMPUS.source(self.teacher("bolot"))
        assert teachers_report(source, "bolot", "2026-1").table().rows
        with pytest.raises(NotAllowed):
            teachers_report(source, "aida", "2026-1")
        with pytest.raises(NotAllowed):
            teaching_report(source, "2026-1", unit="geometry")

    def test_the_head_reads_those_of_the_unit(self):
        head = holder("head", Role.HEAD, Scope(ScopeKind.UNIT, "geometry"))
        assert teachers_report(CAMPUS.source(head), "bolot", "2026-1").table().rows
        assert teaching_report(CAMPUS.source(head), "2026-1", unit="geometry").table().rows
        with pytest.raises(NotAllowed):
            teachers_report(CAMPUS.source(head), "aida", "2026-1")

    def test_what_is_not_there(self):
        with pytest.raises(NotFound):
            teachers_report(CAMPUS.source(), "nobody", "2026-1")
        with pytest.raises(NotFound):
            teachers_report(CAMPUS.source(), "aida", "1999-1")
        with pytest.raises(NotFound):
            teaching_report(CAMPUS.source(), "2026-1", unit="none")
