"""Objectivity of final marks: what deserves a second look, with the figures behind it (2.9).

Everything here is a hint, never a verdict: good teaching and a gifted group look the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from oshj_core.attendance.share import HUNDRED, in_hundredths, whole_number
from oshj_core.reports.evidence import Evidence, evidence_of
from oshj_core.reports.source import Side
from oshj_core.reports.spread import Method, mean, median, outliers
from oshj_core.reports.sums import Distribution, rounded
from oshj_core.reports.values import CellKind, Column, Note, Report, ReportKind, Row
from oshj_core.roles import Permission
from oshj_core.text import Text, text

if TYPE_CHECKING:
    from oshj_core.journal import JournalReader
    from oshj_core.reports.source import Source


class HintKind(Enum):
    """What deserves a second look."""

    OUTLIER = "outlier"
    """A total far from those of the others in the journal."""
    UNLIKE_OTHER_SUBJECTS = "unlike-other-subjects"
    """The group does far better or worse here than in its other subjects."""
    FINAL_UNLIKE_EARNED = "final-unlike-earned"
    """A final control far from what was earned before it."""
    ALL_EQUAL = "all-equal"
    """Everybody has the same total."""


HINTS: dict[HintKind, Text] = {
    HintKind.OUTLIER: text("Totals far from the others"),
    HintKind.UNLIKE_OTHER_SUBJECTS: text("Unlike the group's other subjects"),
    HintKind.FINAL_UNLIKE_EARNED: text("Final control unlike what was earned before it"),
    HintKind.ALL_EQUAL: text("All totals are equal"),
}


@attrs.frozen(kw_only=True)
class ObjectivityRules:
    """What counts as striking.  Not confirmed by any local act: configuration.

    ``method`` and ``deviations`` (0…100): how far a total lies from the others; ``subjects`` and
    ``final``: by how many percentage points (0…100) the group's mean in a subject may differ
    from that in its other subjects, and a student's final control from what was earned before;
    ``students``: the fewest totals (2…1000) that say anything about a journal.

    :raises Invalid: a number out of its range; the place names the field.
    """

    method: Method = Method.ROBUST
    deviations: Decimal = Decimal("3.5")
    subjects: Decimal = Decimal(20)
    final: Decimal = Decimal(35)
    students: int = 5

    def __attrs_post_init__(self) -> None:
        for place in ("deviations", "subjects", "final"):
            in_hundredths(getattr(self, place), place, HUNDRED)
        whole_number(self.students, "students", 2, 1000)


@attrs.frozen
class Hint:
    """Something striking in a journal: the ``text`` has the figures; ``students`` are those it
    is about, empty where it is about all."""

    kind: HintKind
    journal: str
    text: Text
    students: tuple[str, ...] = ()


@attrs.frozen
class JournalEvidence:
    """The evidence of one journal."""

    journal: str
    subject: str
    students: tuple[Evidence, ...]

    @classmethod
    def of(cls, journal: JournalReader) -> JournalEvidence:
        """Read it.  Raises :class:`oshj_core.errors.Invalid` for what the scheme does not know."""
        register = journal.register
        return cls(register.id, register.subject, evidence_of(journal))

    @property
    def totals(self) -> list[tuple[str, Fraction]]:
        """The students with a complete total, and it, as a part of the highest."""
        return [(one.student, one.total) for one in self.students if one.total is not None]

    @property
    def deciles(self) -> Distribution:
        """The complete totals by tenths of the highest: ``0–9`` … ``90–100`` percent."""
        return Distribution.of(_decile(total) for _, total in self.totals)


def _decile(total: Fraction) -> str:
    tenth = min(int(total * 10), 9)
    return f"{10 * tenth}–{100 if tenth == 9 else 10 * tenth + 9}"


OBJECTIVITY = ReportKind(
    "objectivity",
    text("Objectivity of final marks"),
    "2.9",
    Permission.INSPECT_JOURNAL,
    (
        Column("journal", text("Journal"), CellKind.WORDS),
        Column("group", text("Group"), CellKind.WORDS),
        Column("subject", text("Subject"), CellKind.WORDS),
        Column("totals", text("Totals"), CellKind.COUNT),
        Column("deciles", text("Totals by tenths of the highest"), CellKind.DISTRIBUTION),
        Column("hint", text("Hint"), CellKind.WORDS),
        Column("why", text("Why"), CellKind.WORDS),
        Column("students", text("Students"), CellKind.WORDS),
        Column("hints", text("Hints"), CellKind.COUNT),
    ),
    (Note(text("A hint, never a verdict: it says where to look, not who is wrong."), "2.9"),),
)


def objectivity_report(
    source: Source,
    semester: str,
    *,
    unit: str = "",
    side: Side = Side.STUDENTS,
    rules: ObjectivityRules | None = None,
) -> Report:
    """A row for each journal of the unit with its distribution, and one for each hint.

    The journals of a group are compared with each other, those of other units included; one
    group is in memory at a time.  A row of a hint repeats neither totals nor distribution, so
    that they add up.

    :raises NotFound: there is no such unit or semester.
    :raises NotAllowed: the actor may not inspect the unit's journals.
    """
    source.require(OBJECTIVITY.permission, unit)
    source.university.semesters.get(semester)
    chosen = rules or ObjectivityRules()

    def read() -> Iterator[Row]:
        teaching = frozenset(source.units_in(unit)) if side is Side.TEACHING else None
        for group in source.groups(unit if teaching is None else ""):
            journals = [JournalEvidence.of(one) for one in source.of_group(group.id, [semester])]
            for place, journal in enumerate(journals):
                subject = source.university.subjects.get(journal.subject)
                if teaching is not None and subject.unit not in teaching:
                    continue
                others = journals[:place] + journals[place + 1 :]
                yield from _rows(group.id, subject.name, journal, hints(journal, others, chosen))

    asked = Note(text("Semester: ${semester}", semester=semester), "2.9")
    return Report(OBJECTIVITY, (asked, *OBJECTIVITY.notes), read)


def _rows(
    group: str, subject: str, journal: JournalEvidence, found: Iterator[Hint]
) -> Iterator[Row]:
    head = (journal.journal, group, subject)
    yield (*head, len(journal.totals), journal.deciles, "", "", "", 0)
    for hint in found:
        students = ", ".join(hint.students)
        yield (*head, None, None, HINTS[hint.kind], hint.text, students, 1)


def hints(
    journal: JournalEvidence, others: Sequence[JournalEvidence], rules: ObjectivityRules
) -> Iterator[Hint]:
    """What is striking in a journal; ``others`` are the group's other journals of the semester,
    in any order."""
    totals = journal.totals
    if len(totals) >= rules.students:
        values = [total for _, total in totals]
        if len(set(values)) == 1:
            yield Hint(
                HintKind.ALL_EQUAL,
                journal.journal,
                text(
                    "All ${count} totals are ${percent} % of the highest.",
                    count=len(values),
                    percent=rounded(100 * values[0]),
                ),
            )
        yield from _outliers(journal, totals, rules)
        yield from _unlike_others(journal, mean(values), others, rules)
    yield from _final_unlike_earned(journal, rules)


def _outliers(
    journal: JournalEvidence, totals: Sequence[tuple[str, Fraction]], rules: ObjectivityRules
) -> Iterator[Hint]:
    values = [total for _, total in totals]
    places = outliers(values, Fraction(rules.deviations), rules.method)
    if places:
        yield Hint(
            HintKind.OUTLIER,
            journal.journal,
            text(
                "${count} totals lie more than ${deviations} deviations from the others, whose"
                " middle is ${middle} % of the highest.",
                count=len(places),
                deviations=rules.deviations,
                middle=rounded(100 * median(values)),
            ),
            tuple(totals[place][0] for place in places),
        )


def _unlike_others(
    journal: JournalEvidence,
    here: Fraction,
    others: Sequence[JournalEvidence],
    rules: ObjectivityRules,
) -> Iterator[Hint]:
    means = [
        mean([total for _, total in other.totals])
        for other in others
        if len(other.totals) >= rules.students
    ]
    if not means:
        return
    elsewhere = median(means)
    if abs(here - elsewhere) * 100 > Fraction(rules.subjects):
        yield Hint(
            HintKind.UNLIKE_OTHER_SUBJECTS,
            journal.journal,
            text(
                "The group's mean here is ${here} % of the highest; in its ${count} other"
                " subjects the middle one is ${elsewhere} %.",
                here=rounded(100 * here),
                count=len(means),
                elsewhere=rounded(100 * elsewhere),
            ),
        )


def _final_unlike_earned(journal: JournalEvidence, rules: ObjectivityRules) -> Iterator[Hint]:
    limit = Fraction(rules.final)
    striking = tuple(
        one.student
        for one in journal.students
        if one.final is not None
        and one.earned is not None
        and abs(one.final - one.earned) * 100 > limit
    )
    if striking:
        yield Hint(
            HintKind.FINAL_UNLIKE_EARNED,
            journal.journal,
            text(
                "${count} students have a final control more than ${limit} percentage points away"
                " from what they earned before it.",
                count=len(striking),
                limit=rules.final,
            ),
            striking,
        )
