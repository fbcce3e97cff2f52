"""Evidence beside the teacher's record: where the two differ, for the teacher to look (7.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum

import attrs

from oshj_core.attendance.check_in import Evidence, Grade
from oshj_core.register import Attendance
from oshj_core.text import Text, text

_THERE = (Attendance.PRESENT, Attendance.LATE)


class Discrepancy(Enum):
    """How evidence and record differ.  None of them says who is right."""

    MARKED_ABSENT = "marked-absent"
    """There is evidence, the teacher says absent or excused."""
    LATER_THAN_MARKED = "later-than-marked"
    """The scan was late, the teacher says present."""
    WITHOUT_EVIDENCE = "without-evidence"
    """The teacher says present or late, and there was no scan."""
    UNCONFIRMED = "unconfirmed"
    """The evidence waits for the teacher."""
    HEAD_COUNT = "head-count"
    """The teacher counted fewer people than have strong or weak evidence."""


_TEXTS: dict[Discrepancy, Text] = {
    Discrepancy.MARKED_ABSENT: text("Scanned, but marked as not there."),
    Discrepancy.LATER_THAN_MARKED: text("Scanned late, but marked as in time."),
    Discrepancy.WITHOUT_EVIDENCE: text("Marked as there without a scan."),
    Discrepancy.UNCONFIRMED: text("The scan waits for the teacher."),
}


@attrs.frozen
class Difference:
    """One difference; ``student`` is "" for the head count."""

    student: str
    kind: Discrepancy
    text: Text


def differences(
    evidence: Mapping[str, Evidence],
    record: Mapping[str, Attendance],
    head_count: int | None = None,
) -> Iterator[Difference]:
    """Where the evidence of a lesson (by student) and the teacher's ``record`` differ.

    In the order of the students' ids; the head count, if one was taken, last.
    """
    for student in sorted(evidence.keys() | record.keys()):
        kind = _difference(evidence.get(student), record.get(student))
        if kind is not None:
            yield Difference(student, kind, _TEXTS[kind])
    claims = sum(one.grade in (Grade.STRONG, Grade.WEAK) for one in evidence.values())
    if head_count is not None and head_count < claims:
        yield Difference(
            "",
            Discrepancy.HEAD_COUNT,
            text("${claims} scanned, ${counted} were counted.", claims=claims, counted=head_count),
        )


def _difference(evidence: Evidence | None, word: Attendance | None) -> Discrepancy | None:
    if evidence is None:
        return Discrepancy.WITHOUT_EVIDENCE if word in _THERE else None
    if word is None:
        return Discrepancy.UNCONFIRMED if evidence.needs_teacher else None
    if word not in _THERE:
        return Discrepancy.MARKED_ABSENT
    if word is Attendance.PRESENT and evidence.attendance is Attendance.LATE:
        return Discrepancy.LATER_THAN_MARKED
    return None
