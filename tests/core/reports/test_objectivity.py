"""Hints about final marks: what is striking and what is not (2.9)."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.errors import Invalid, NotAllowed
from oshj_core.reports import (
    OBJECTIVITY,
    HintKind,
    JournalEvidence,
    Method,
    ObjectivityRules,
    Side,
    hints,
    objectivity_report,
)
from oshj_core.reports.evidence import Evidence, evidence_of
from tests.core.builders import STUDENT
from tests.core.reports.builders import GROUPS, POINTS, Campus

RULES = ObjectivityRules()
CAMPUS = Campus(9, lessons=2, students=7)


def journal(totals, *, name="j", final=None, earned=None):
    students = tuple(
        Evidence(f"s{place}", None, None if earned is None else Fraction(earned, 100),
                 None if final is None else Fraction(final, 100), Fraction(total, 100))
        for place, total in enumerate(totals)
    )  # fmt: skip
    return JournalEvidence(name, "algebra", students)


def kinds(of, others=(), rules=RULES):
    return [hint.kind for hint in hints(of, others, rules)]


ORDINARY = [55, 61, 64, 68, 70, 72, 75, 80, 88]


def test_an_ordinary_group_gives_no_hint():
    others = [journal([total + 5 for total in ORDINARY], name=name) for name in "ab"]
    assert kinds(journal(ORDINARY, final=70, earned=60), others) == []


def test_a_total_far_from_the_others():
    (hint,) = hints(journal([*ORDINARY, 2]), (), RULES)
    assert (hint.kind, hint.students) == (HintKind.OUTLIER, ("s9",))
    assert "69.00 %" in str(hint.text)
    z_score = ObjectivityRules(method=Method.Z_SCORE, deviations=Decimal("2.5"))
    assert kinds(journal([*ORDINARY, 2]), (), z_score) == [HintKind.OUTLIER]


def test_all_equal_totals():
    assert kinds(journal([88] * 5)) == [HintKind.ALL_EQUAL]
    assert kinds(journal([88] * 4)) == []


def test_a_subject_unlike_the_groups_others():
    others = [journal(ORDINARY, name=name) for name in "abc"]
    high = journal([total + 12 for total in ORDINARY] * 1)
    assert kinds(high, others) == []
    higher = journal([min(100, total + 25) for total in ORDINARY])
    assert kinds(higher, others) == [HintKind.UNLIKE_OTHER_SUBJECTS]
    assert kinds(higher, [journal(ORDINARY[:4])]) == []


@pytest.mark.parametrize(("final", "earned", "told"), [
    (95, 59, True), (95, 60, False), (20, 56, True), (None, 50, False), (95, None, False),
])  # fmt: skip
def test_a_final_control_unlike_what_was_earned(final, earned, told):
    found = list(hints(journal([70, 71], final=final, earned=earned), (), RULES))
    assert [hint.kind for hint in found] == [HintKind.FINAL_UNLIKE_EARNED] * told
    assert not told or found[0].students == ("s0", "s1")


@given(st.lists(st.lists(st.integers(0, 100), max_size=12), min_size=1, max_size=4), st.randoms())
def test_hints_do_not_depend_on_order(groups, random: Random):
    first, *others = [journal(totals, name=str(place)) for place, totals in enumerate(groups)]
    shuffled = JournalEvidence(
        first.journal, first.subject, tuple(random.sample(first.students, len(first.students)))
    )
    plain = {(h.kind, str(h.text), frozenset(h.students)) for h in hints(first, others, RULES)}
    mixed = {
        (h.kind, str(h.text), frozenset(h.students))
        for h in hints(shuffled, random.sample(others, len(others)), RULES)
    }
    assert plain == mixed


def test_the_evidence_of_a_journal_equals_a_plain_recount():
    source = CAMPUS.source()
    for reader in source.journals("", ["2026-1"]):
        for one in evidence_of(reader):
            given = CAMPUS.points[reader.register.id, one.student]
            before = {part: value for part, value in given.items() if part != "final"}
            reachable = sum(100 * POINTS[part] for part in before)
            assert one.earned == (Fraction(sum(before.values()), reachable) if before else None)
            assert one.final == (Fraction(given["final"], 3000) if "final" in given else None)
            complete = set(given) == set(POINTS)
            total = Fraction((sum(given.values()) + 50) // 100, 100)
            assert one.total == (total if complete else None)


def test_current_marks_are_those_of_the_lessons():
    campus = Campus(9, lessons=0)
    name = campus.journal_ids()[0]
    assert {one.current for one in evidence_of(campus.source().reader(campus.registers.get(name)))
            } == {None}  # fmt: skip
    filled = Campus(9, lessons=4)
    for reader in filled.source().journals("", ["2026-1"]):
        marks = [mark for one in filled.filled if one.journal == reader.register.id
                 for mark in one.marks]  # fmt: skip
        shares = [one.current for one in evidence_of(reader)]
        assert any(shares) == bool(marks)
        assert all(Fraction(2, 5) <= share <= 1 for share in shares if share is not None)


def test_the_report_has_every_journal_and_every_hint():
    source = CAMPUS.source()
    table = objectivity_report(source, "2026-1").table()
    rows = [OBJECTIVITY.named(row) for row in table.rows]
    totals = OBJECTIVITY.named(table.totals.cells)
    assert {row["journal"] for row in rows} == set(CAMPUS.journal_ids())
    complete = sum(set(given) == set(POINTS) for given in CAMPUS.points.values())
    assert totals["totals"] == totals["deciles"].count == complete
    expected = 0
    for group in GROUPS:
        evidence = [JournalEvidence.of(one) for one in source.of_group(group, ["2026-1"])]
        for one in evidence:
            expected += len(list(hints(one, [o for o in evidence if o is not one], RULES)))
    assert totals["hints"] == expected > 0


def test_a_department_sees_its_subjects_compared_with_the_others():
    table = objectivity_report(
        CAMPUS.source(), "2026-1", unit="geometry", side=Side.TEACHING
    ).table()
    full = objectivity_report(CAMPUS.source(), "2026-1").table()
    assert table.rows
    assert list(table.rows) == [row for row in full.rows if ":geo:" in row[0]]


def test_the_deciles_hold_every_total():
    counts = journal([0, 9, 10, 89, 90, 99, 100]).deciles.counts
    assert counts == {"0–9": 2, "10–19": 1, "80–89": 1, "90–100": 3}


@pytest.mark.parametrize(("changes", "place"), [
    ({"students": 1}, "students"), ({"deviations": Decimal("NaN")}, "deviations"),
    ({"subjects": Decimal(-1)}, "subjects"), ({"final": 35}, "final"),
])  # fmt: skip
def test_wrong_rules_are_refused(changes, place):
    with pytest.raises(Invalid) as refused:
        ObjectivityRules(**changes)
    assert refused.value.place == place


def test_who_may_not():
    with pytest.raises(NotAllowed):
        objectivity_report(CAMPUS.source(STUDENT), "2026-1")
