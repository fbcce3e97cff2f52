"""Findings of the semester's control (5.2), each on a journal made for it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from oshj_core.errors import Invalid, NotAllowed
from oshj_core.register import EntryKind
from oshj_core.reports import (
    CONTROL,
    ControlRules,
    FindingKind,
    Severity,
    Side,
    control_report,
    findings,
)
from tests.core.builders import (
    IN_MODULE_1,
    JOURNAL,
    STREAM,
    STUDENT,
    House,
    attendance,
    mark,
    points,
    teacher_of,
)
from tests.core.reports.builders import AFTER, QUALITY_DEPARTMENT, Campus

RULES = ControlRules()


def found(house, on=AFTER, rules=RULES):
    journal = house.journal(QUALITY_DEPARTMENT, on)
    return {(one.kind, one.sheet): one for one in findings(journal, rules)}


def exemplary() -> House:
    """A journal there is nothing to say about."""
    house = House()
    for day in (IN_MODULE_1, date(2026, 11, 2)):
        lesson = house.lesson(day)
        house.journal(on=day).describe(lesson, topic="Матрица")
        marks = [mark(slot, 4) for slot in range(3)]
        house.journal(on=day).record(lesson.id, [*(attendance(s, 1) for s in range(3)), *marks])
    for component, day in (("intermediate-1", IN_MODULE_1), ("intermediate-2", date(2026, 11, 2))):
        house.publish(component, day)
    for component, value in (("independent", 8), ("final", 24)):
        house.journal(on=date(2026, 12, 1)).record(
            component, [points(slot, value) for slot in range(3)]
        )
    return house


def test_nothing_is_said_of_an_exemplary_journal():
    house = exemplary()
    assert found(house) == {}
    assert found(house, date(2026, 12, 1)) == {}


def test_an_empty_journal_lacks_everything():
    gone = found(House())
    assert set(gone) == {
        (FindingKind.NO_LESSONS, ""),
        (FindingKind.NO_CURRENT, ""),
        (FindingKind.NO_INTERMEDIATE, "intermediate-1"),
        (FindingKind.NO_INTERMEDIATE, "intermediate-2"),
        (FindingKind.NO_INDEPENDENT, "independent"),
        (FindingKind.NO_FINAL, "final"),
    }
    final = gone[FindingKind.NO_FINAL, "final"]
    assert (final.severity, final.clause, final.concerned) == (Severity.GRAVE, "5.2", 3)
    assert str(final.text) == "Экзамен: without points: 3 of 3 students"
    assert final.journal == JOURNAL


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 9, 1), set()),
        (date(2026, 10, 31), {(FindingKind.NO_LESSONS, "")}),
        (
            date(2026, 11, 1),
            {(FindingKind.NO_LESSONS, ""), (FindingKind.NO_INTERMEDIATE, "intermediate-1")},
        ),
    ],
)
def test_only_what_is_due_is_asked_for(day, expected):
    assert set(found(House(), day)) == expected


def test_a_lesson_not_filled_in_is_found_the_day_after():
    house = House()
    house.lesson()
    assert found(house, IN_MODULE_1) == {}
    (only,) = found(house, IN_MODULE_1 + timedelta(days=1)).values()
    assert (only.kind, only.concerned, only.clause) == (FindingKind.OVERDUE_LESSONS, 1, "4.3")


def test_points_without_publication_are_found():
    house = House()
    house.journal(teacher_of(STREAM)).record(
        "intermediate-1", [points(slot, 20) for slot in range(3)]
    )
    assert (FindingKind.NOT_PUBLISHED, "intermediate-1") in found(house)


def test_points_of_some_are_not_the_check_of_all():
    house = House()
    house.journal().record("intermediate-1", [points(0, 20)])
    assert found(house)[FindingKind.NO_INTERMEDIATE, "intermediate-1"].concerned == 2


def test_current_marks_far_from_the_final_are_a_notice():
    house = exemplary()
    house.journal(on=date(2026, 12, 1)).record("final", [points(slot, 10) for slot in range(3)])
    (only,) = found(house).values()
    assert (only.kind, only.severity) == (FindingKind.CURRENT_UNLIKE_FINAL, Severity.NOTICE)
    assert "80.00 %" in str(only.text)
    assert "33.33 %" in str(only.text)
    assert found(house, rules=ControlRules(gap=Decimal("46.67"))) == {}
    assert found(house, rules=ControlRules(gap=Decimal("46.66"))) != {}


def test_fewer_current_marks_than_asked_for():
    rules = ControlRules(marks=3, severities={FindingKind.NO_CURRENT: Severity.GRAVE})
    (only,) = found(exemplary(), rules=rules).values()
    assert (only.kind, only.concerned) == (FindingKind.NO_CURRENT, 3)
    assert only.severity is Severity.GRAVE


def test_a_correction_after_the_lock_is_told():
    campus = Campus(1, lessons=1)
    journal = campus.journal_ids()[0]
    campus.append(journal, "final", [(0, 1, 100), (1, 1, 100)], kind=EntryKind.CORRECTION, at=99)
    reader = campus.source().reader(campus.registers.get(journal))
    (corrected,) = [one for one in findings(reader, RULES) if one.kind is FindingKind.CORRECTED]
    assert (corrected.concerned, corrected.sheet, corrected.clause) == (2, "final", "1.4")


def test_the_report_has_a_row_for_each_finding():
    campus = Campus(2, lessons=2)
    source = campus.source()
    table = control_report(source, "2026-1", unit="math", language="en").table()
    expected = [
        (finding.journal, str(finding.text))
        for journal in source.journals("math", ["2026-1"])
        for finding in findings(journal, RULES, "en")
    ]
    shown = [CONTROL.named(row) for row in table.rows]
    assert [(row["journal"], str(row["finding"])) for row in shown] == expected
    assert table.totals.rows == len(expected) > 0
    taught = control_report(source, "2026-1", unit="botany", side=Side.TEACHING).table()
    assert {CONTROL.named(row)["teachers"] for row in taught.rows} == {"cholpon"}


@pytest.mark.parametrize(
    ("changes", "place"), [({"marks": -1}, "marks"), ({"gap": Decimal("NaN")}, "gap")]
)
def test_wrong_rules_are_refused(changes, place):
    with pytest.raises(Invalid) as refused:
        ControlRules(**changes)
    assert refused.value.place == place


def test_who_may_not():
    with pytest.raises(NotAllowed):
        control_report(Campus(1, lessons=0).source(STUDENT), "2026-1")
