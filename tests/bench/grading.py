"""Totals and averages of a semester of 50,000 students, beside a plain loop over the same data.

The registers hold points as whole hundredths, a column for each component.  The plain loop
reads them student by student and computes the same figures for the one scheme and the one
policy it knows, without a check.
"""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal
from time import perf_counter

from oshj_core.grading import (
    GpaPolicy,
    Scheme,
    SubjectColumn,
    gpa_column,
    load_gpa_policy,
    load_scheme,
    shipped_gpa_policies,
    shipped_schemes,
    total_column,
)
from oshj_core.structure import ControlForm

STUDENTS = 50_000
CREDITS = (2, 3, 4, 5, 6, 2, 3, 4, 5, 6)
GOAL = 3.0

#: Component id → the students' points in hundredths.
Register = dict[str, list[int]]


def semester(scheme: Scheme, students: int, seed: int = 1) -> list[Register]:
    """The registers of ten subjects, the same for the same seed; points in quarters."""
    chance = random.Random(seed)
    return [
        {
            one.id: [25 * chance.randint(0, int(one.maximum) * 4) for _ in range(students)]
            for one in scheme.components
        }
        for _ in CREDITS
    ]


def by_columns(
    scheme: Scheme, policy: GpaPolicy, registers: list[Register]
) -> list[Decimal | None]:
    """Whole registers at once, checked."""
    return gpa_column(
        policy,
        [
            SubjectColumn(credits_, ControlForm.EXAM, scheme, total_column(scheme, register))
            for credits_, register in zip(CREDITS, registers, strict=True)
        ],
    )


def by_a_plain_loop(scheme: Scheme, registers: list[Register]) -> list[Decimal]:
    """The same figures for one scheme and one policy only."""
    rows = [(row.at_least, row.equivalent or Decimal(0)) for row in scheme.scale]
    one, hundredth = Decimal(1), Decimal("0.01")
    averages = []
    students = len(next(iter(registers[0].values())))
    for student in range(students):
        weighted = Decimal(0)
        for credits_, register in zip(CREDITS, registers, strict=True):
            hundredths = 0
            for column in register.values():
                hundredths += column[student]
            total = (Decimal(hundredths) / 100).quantize(one, ROUND_HALF_UP)
            for at_least, equivalent in rows:
                if total >= at_least:
                    weighted += credits_ * equivalent
                    break
        averages.append((weighted / sum(CREDITS)).quantize(hundredth, ROUND_HALF_UP))
    return averages


def measure(students: int = STUDENTS) -> float:
    """How many times as long as the plain loop the library takes, to the same figures."""
    scheme = load_scheme(shipped_schemes()["example-100"], source="example-100")
    policy = load_gpa_policy(shipped_gpa_policies()["weighted"], source="weighted")
    registers = semester(scheme, students)
    begun = perf_counter()
    expected = by_a_plain_loop(scheme, registers)
    between = perf_counter()
    found = by_columns(scheme, policy, registers)
    ended = perf_counter()
    assert found == expected
    return (ended - between) / (between - begun)


def run() -> list[tuple[str, float, float]]:
    """What was measured: (name, ratio, the most it may be)."""
    return [("totals and GPA of 50,000 students × 10 subjects / plain loop", measure(), GOAL)]
