"""Quality of a semester and a year against a plain recount (6.1)."""

from collections import Counter
from decimal import Decimal

import attrs
import pytest

from oshj_core.errors import Invalid, NotAllowed, NotFound
from oshj_core.grading import load_scheme, shipped_schemes
from oshj_core.reports import QUALITY, Base, By, QualityRules, Side, quality_report, year_semesters
from tests.core.builders import STUDENT
from tests.core.reports.builders import GROUPS, POINTS, SUBJECTS, Campus

SCHEME = load_scheme(shipped_schemes()["example-100"], source="example-100.toml")
CAMPUS = Campus(5, lessons=1, students=8)
SEMESTERS = ["2026-1"]


def plain_total(given):
    """Sum, half up to whole points, first row that fits: the scheme by hand."""
    if set(given) != set(POINTS):
        return None
    points = (sum(given.values()) + 50) // 100
    return points, next(row for row in SCHEME.scale if points >= row.at_least)


def recount(chosen):
    graded = [plain_total(given) for given in chosen]
    rows = [total for total in graded if total]
    marks = [row.traditional for _, row in rows]
    return {
        "students": len(graded),
        "ungraded": len(graded) - len(rows),
        "letters": Counter(row.letter for _, row in rows),
        "traditional": Counter(str(mark) for mark in marks),
        "quality": (sum(mark >= 4 for mark in marks), len(marks)),
        "success": (sum(row.passes for _, row in rows), len(rows)),
        "points": (100 * sum(points for points, _ in rows), len(rows)),
        "mark": (100 * sum(marks), len(marks)),
    }


def shown(row):
    cells = QUALITY.named(row)
    return {
        "students": cells["students"],
        "ungraded": cells["ungraded"],
        "letters": cells["letters"].counts,
        "traditional": cells["traditional"].counts,
        "quality": cells["quality"],
        "success": cells["success"],
        "points": cells["points"].by_maximum.get(Decimal(100), (0, 0)),
        "mark": cells["mark"].by_maximum.get(Decimal(5), (0, 0)),
    }


@pytest.mark.parametrize(
    ("by", "key"),
    [
        (By.GROUP, lambda journal: journal.split(":")[0]),
        (By.SUBJECT, lambda journal: journal.split(":")[1]),
    ],
)
def test_every_figure_equals_a_plain_recount(by, key):
    table = quality_report(CAMPUS.source(), SEMESTERS, by=by).table()
    assert {row[0] for row in table.rows} == set(GROUPS if by is By.GROUP else SUBJECTS)
    for row in table.rows:
        chosen = [given for (journal, _), given in CAMPUS.points.items() if key(journal) == row[0]]
        assert shown(row) == recount(chosen)
    assert shown(table.totals.cells) == recount(CAMPUS.points.values())


def test_a_department_counts_the_subjects_it_teaches():
    report = quality_report(CAMPUS.source(), SEMESTERS, unit="math", side=Side.TEACHING, by=By.UNIT)
    rows = {row[0]: shown(row) for row in report.table().rows}
    assert set(rows) == {"algebra", "geometry"}
    taught = [given for (journal, _), given in CAMPUS.points.items() if ":geo:" in journal]
    assert rows["geometry"] == recount(taught)


def test_the_base_may_be_all_who_are_enrolled():
    rules = QualityRules(base=Base.ENROLLED, good=frozenset({5}))
    total = quality_report(CAMPUS.source(), SEMESTERS, rules=rules).table().totals
    cells = QUALITY.named(total.cells)
    assert cells["quality"].whole == cells["success"].whole == cells["students"]
    assert cells["quality"].part == cells["traditional"].counts["5"]


def test_a_pass_fail_test_has_no_quality():
    campus = Campus(6, lessons=1)
    text = shipped_schemes()["pass-fail"]
    for journal in campus.journal_ids():
        campus.registers.get(journal).scheme = text
    scheme = load_scheme(text, source="x")
    assert all(row.traditional is None for row in scheme.scale)
    for base in Base:
        rules = QualityRules(base=base)
        cells = QUALITY.named(
            quality_report(campus.source(), SEMESTERS, rules=rules).table().totals.cells
        )
        assert cells["quality"].percent is None


def test_who_has_left_is_not_graded():
    campus = Campus(5, lessons=1)
    journal = campus.journal_ids()[0]
    register = campus.registers.get(journal)
    left = register.roster()[0]
    register.enrol(attrs.evolve(left, left=register.lessons()[0].date))
    del campus.points[journal, left.student]
    assert shown(quality_report(campus.source(), SEMESTERS).table().totals.cells) == recount(
        campus.points.values()
    )


def test_a_year_is_its_semesters():
    university = CAMPUS.university
    assert year_semesters(university, 2026) == ("2026-1",)
    with pytest.raises(NotFound):
        year_semesters(university, 1999)


@pytest.mark.parametrize(
    ("semesters", "refusal"),
    [([], Invalid), (["2026-1", "2026-1"], Invalid), (["1999-1"], NotFound)],
)
def test_wrong_semesters_are_refused(semesters, refusal):
    with pytest.raises(refusal):
        quality_report(CAMPUS.source(), semesters)


def test_another_years_journals_stay_out():
    assert quality_report(CAMPUS.source(), ["2025-1"]).table().rows == ()


@pytest.mark.parametrize("points", [-5, 3001, 2**31 - 1])
def test_points_no_scheme_knows_are_named(points):
    campus = Campus(5, lessons=1)
    journal = campus.journal_ids()[-1]
    campus.append(journal, "final", [(1, 1, points)], at=10**6)
    student = campus.registers.get(journal).roster()[1].student
    with pytest.raises(Invalid) as refused:
        quality_report(campus.source(), SEMESTERS).table()
    assert refused.value.place == f"{journal}.{student}.final"


def test_who_may_not():
    with pytest.raises(NotAllowed):
        quality_report(CAMPUS.source(STUDENT), SEMESTERS)
