"""The weekly report against a plain recount of what was filled in (6.2)."""

import copy
from datetime import date, timedelta
from decimal import Decimal
from weakref import WeakSet

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oshj_core.attendance import CountingRules, Excusals, Share
from oshj_core.errors import Invalid, NotAllowed, NotFound
from oshj_core.grading.rules import ExcusedLessons
from oshj_core.register import Attendance
from oshj_core.reports import (
    WEEKLY,
    By,
    CellKind,
    Column,
    Report,
    ReportKind,
    Side,
    Source,
    Totals,
    change,
    control_report,
    objectivity_report,
    quality_report,
    teaching_report,
    weekly_report,
)
from oshj_core.roles import Role, Scope, ScopeKind
from oshj_core.structure import Unit, UnitKind
from tests.core.attendance.test_excuses import approved
from tests.core.builders import STUDENT, holder
from tests.core.reports.builders import AFTER, GROUPS, SUBJECTS, UNITS, Campus

ATTENDED = CountingRules(excused=ExcusedLessons.MISSED)
WEEKS = st.integers(0, 14).map(lambda week: date(2026, 9, 1) + timedelta(days=7 * week))
CAMPUS = Campus(1, lessons=6)


def figures(lessons, today):
    """(filled share, overdue, attendance share in lessons, marks) of plain records."""
    filled = overdue = attended = marked = 0
    marks = []
    for lesson in lessons:
        full = lesson.topic and set(lesson.attendance) == lesson.members
        filled += full
        overdue += not full and lesson.day < today
        there = (Attendance.PRESENT, Attendance.LATE)
        attended += sum(one in there for one in lesson.attendance.values())
        marked += len(lesson.attendance)
        marks += lesson.marks
    mean = {Decimal(5): (sum(marks), len(marks))} if marks else {}
    return (filled, len(lessons)), overdue, (attended, marked), mean


def shown(cells):
    return (
        tuple(cells["filled"]),
        cells["overdue"],
        tuple(number // 10_000 for number in cells["attendance"]),
        {maximum: tuple(mean) for maximum, mean in cells["marks"].by_maximum.items()},
    )


def top(unit: str) -> str:
    while UNITS[unit]:
        unit = UNITS[unit]
    return unit


KEYS = {
    (By.GROUP, Side.STUDENTS): lambda one: one.group,
    (By.SUBJECT, Side.STUDENTS): lambda one: one.subject,
    (By.UNIT, Side.STUDENTS): lambda one: top(GROUPS[one.group]),
    (By.UNIT, Side.TEACHING): lambda one: top(SUBJECTS[one.subject]),
}


@settings(max_examples=15)
@given(WEEKS, st.sampled_from(list(KEYS)), st.integers(0, 130))
def test_every_figure_equals_a_plain_recount(week, asked, later):
    by, side = asked
    today = week + timedelta(days=later)
    source = CAMPUS.source(on=today)
    table = weekly_report(source, week, by=by, side=side, counting=ATTENDED).table()
    monday = week - timedelta(days=week.weekday())
    last = min(today, monday + timedelta(days=6))
    of_week = [one for one in CAMPUS.filled if monday <= one.day <= last]
    seen = set()
    for row in table.rows:
        cells = WEEKLY.named(row)
        seen.add(cells["id"])
        chosen = [one for one in of_week if KEYS[asked](one) == cells["id"]]
        assert shown(cells) == figures(chosen, today)
    assert seen == {KEYS[asked](one) for one in CAMPUS.filled}
    assert table.totals.rows == len(seen)
    assert shown(WEEKLY.named(table.totals.cells)) == figures(of_week, today)
    assert WEEKLY.named(table.totals.cells)["journals"] == 15


@settings(max_examples=10)
@given(WEEKS)
def test_the_week_before_is_the_week_before(week):
    source = CAMPUS.source()
    now = weekly_report(source, week, by=By.GROUP).table()
    before = weekly_report(source, week - timedelta(days=7), by=By.GROUP).table()
    for row, earlier in zip(now.rows, before.rows, strict=False):
        mine, theirs = WEEKLY.named(row), WEEKLY.named(earlier)
        assert mine["filled-before"] == theirs["filled"]
        assert mine["attendance-before"] == theirs["attendance"]
        assert mine["marks-before"].by_maximum == theirs["marks"].by_maximum


def test_a_faculty_is_told_by_department_and_itself():
    rows = weekly_report(CAMPUS.source(), date(2026, 10, 5), unit="math").table().rows
    assert [row[:2] for row in rows] == [
        ("math", "Math"), ("algebra", "Algebra"), ("geometry", "Geometry"),
    ]  # fmt: skip
    taught = weekly_report(
        CAMPUS.source(), date(2026, 10, 5), unit="algebra", side=Side.TEACHING, by=By.GROUP
    )
    assert {row[0] for row in taught.table().rows} == set(GROUPS)


def test_approved_excuses_count():
    lesson = next(one for one in CAMPUS.filled if Attendance.ABSENT in one.attendance.values())
    student = next(k for k, v in lesson.attendance.items() if v is Attendance.ABSENT)
    view = Excusals.of([approved(student=student, first=lesson.day, last=lesson.day)])
    rules = CountingRules(excused=ExcusedLessons.ATTENDED)

    def attended(**more):
        report = weekly_report(CAMPUS.source(**more), lesson.day, counting=rules)
        return WEEKLY.named(report.table().totals.cells)["attendance"]

    without, with_it = attended(), attended(excusals=view)
    assert with_it.whole == without.whole
    assert with_it.part - without.part >= 10_000


def test_reading_writes_nothing_and_reads_anew():
    campus = Campus(3, lessons=2)
    before = copy.deepcopy(campus.registers)
    hurt = campus.filled[0]
    report = weekly_report(campus.source(), hurt.day)
    first = report.table()
    assert report.table() == first
    for name in campus.journal_ids():
        assert campus.registers.get(name) == before.get(name)
    campus.append(hurt.journal, hurt.lesson, [(slot, 0, 3) for slot in range(4)], at=10**6)
    assert report.table() != first


@attrs.frozen
class Watched(Source):
    """Counts the readers that are in memory at once."""

    alive: WeakSet = attrs.field(factory=WeakSet)
    most: list = attrs.field(factory=lambda: [0])

    def reader(self, register):
        reader = super().reader(register)
        self.alive.add(reader)
        self.most[0] = max(self.most[0], len(self.alive))
        return reader


@pytest.mark.parametrize(
    ("make", "most"),
    [
        (lambda source: weekly_report(source, date(2026, 10, 5)), 2),
        (lambda source: weekly_report(source, date(2026, 10, 5), side=Side.TEACHING), 2),
        (lambda source: quality_report(source, ["2026-1"]), 2),
        (lambda source: control_report(source, "2026-1"), 2),
        (lambda source: teaching_report(source, "2026-1"), 2),
        (lambda source: objectivity_report(source, "2026-1"), 3),
    ],
)
def test_a_report_holds_one_journal_or_one_group_at_a_time(make, most):
    plain = CAMPUS.source()
    source = Watched(plain.university, plain.registers, plain.act)
    assert make(source).each(lambda row: None).rows > 0
    assert 1 <= source.most[0] <= most < len(CAMPUS.journal_ids())


def test_a_million_rows_leave_only_their_totals():
    kind = ReportKind(
        "x", WEEKLY.title, "6.2", WEEKLY.permission, (Column("n", WEEKLY.title, CellKind.COUNT),)
    )
    report = Report(kind, (), lambda: ((number,) for number in range(10**6)))
    assert report.each(lambda row: None) == Totals(10**6, (499999500000,))


def test_totals_are_there_only_after_the_last_row():
    campus = Campus(4, lessons=1)
    hurt = campus.filled[-1]
    campus.append(hurt.journal, hurt.lesson, [(0, 0, 9)], at=10**6)
    report = weekly_report(campus.source(), hurt.day)
    with pytest.raises(Invalid) as refused:
        report.each(lambda row: None)
    assert refused.value.place == f"{hurt.journal}.{hurt.lesson}.0"


@pytest.mark.parametrize("mark", [-7, 501, 2**31 - 1])
def test_a_mark_no_scheme_knows_is_named(mark):
    campus = Campus(4, lessons=1)
    hurt = campus.filled[-1]
    campus.append(hurt.journal, hurt.lesson, [(2, 1, mark)], at=10**6)
    with pytest.raises(Invalid) as refused:
        weekly_report(campus.source(), hurt.day).table()
    assert refused.value.place == f"{hurt.journal}.{hurt.lesson}.2"


def test_who_may_read():
    dean = holder("dean", Role.DEANERY, Scope(ScopeKind.UNIT, "math"))
    week = date(2026, 10, 5)
    assert weekly_report(CAMPUS.source(dean), week, unit="algebra").table().rows
    for actor, unit in ((dean, "bio"), (dean, ""), (STUDENT, "math")):
        with pytest.raises(NotAllowed):
            weekly_report(CAMPUS.source(actor), week, unit=unit)


def test_what_cannot_be_asked():
    with pytest.raises(NotFound):
        weekly_report(CAMPUS.source(), AFTER, unit="none")
    with pytest.raises(Invalid) as refused:
        weekly_report(CAMPUS.source(on=date(2026, 10, 5)), date(2026, 10, 12))
    assert refused.value.place == "week"


def test_a_unit_below_itself_is_refused():
    campus = Campus(1, lessons=1)
    campus.university.units.put(Unit("math", "Math", UnitKind.FACULTY, "geometry"))
    with pytest.raises(Invalid) as refused:
        list(campus.source().units_in("math"))
    assert refused.value.place == "units.math"


def test_an_unknown_subject_is_named():
    campus = Campus(1, lessons=1)
    campus.registers.create("x", "А-1-26", "alchemy", "2026-1", "")
    with pytest.raises(NotFound) as refused:
        weekly_report(campus.source(), date(2026, 10, 5), side=Side.TEACHING).table()
    assert refused.value.identifier == "alchemy"


def test_a_change_is_in_percentage_points():
    assert change(Share(1, 2), Share(3, 4)) == Decimal("-25.00")
    assert change(Share(0, 0), Share(3, 4)) is None
