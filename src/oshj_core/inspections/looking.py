"""What an inspection finds in a journal: in the lessons of its fortnight, what is new beside them,
and what an earlier inspection found that is still open (3.5, 5.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.inspections.values import Found, Look, StillOpen
from oshj_core.journal.status import LessonStatus, lesson_status
from oshj_core.reports import Finding, FindingKind, Severity, findings
from oshj_core.reports.source import held_lessons
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from oshj_core.inspections.values import Inspection
    from oshj_core.journal import JournalReader
    from oshj_core.ports import Lesson
    from oshj_core.reports import ControlRules


def last_look(inspections: Iterable[Inspection], journal: str) -> Look | None:
    """The look that reached furthest into a journal's lessons; ``None`` if there was none."""
    looks = (look for one in inspections for look in one.looks if look.journal == journal)
    return max(looks, key=lambda look: look.until, default=None)


def found_in(
    journal: JournalReader,
    until: date,
    last: Look | None,
    rules: ControlRules,
    language: str = "ky",
) -> tuple[Found, ...]:
    """What is to be said of a journal on the day of the act, of its lessons up to ``until``.

    What the ``last`` look has seen already says since when it has been open; more cases of it
    are new.

    :raises Invalid: see :func:`oshj_core.reports.findings`.
    """
    known = {} if last is None else {(one.kind, one.sheet): one for one in last.found}
    others = (
        since_last(one, known)
        for one in findings(journal, rules, language)
        if one.kind is not FindingKind.OVERDUE_LESSONS
    )
    return (*_lessons(journal, until, last, rules), *others)


def since_last(finding: Finding, known: Mapping[tuple[FindingKind, str], StillOpen]) -> Found:
    """A finding with the day since which it has been open: of no more cases than is ``known`` of
    its kind and control."""
    seen = known.get((finding.kind, finding.sheet))
    if seen is None or finding.concerned > seen.concerned:
        return Found.of(finding)
    return Found.of(finding, seen.since)


def look_of(journal: str, until: date, found: Iterable[Found], today: date) -> Look:
    """What is kept of a look, for the next one to compare with."""
    return Look(
        journal,
        until,
        tuple(
            StillOpen(one.kind, one.sheet, one.concerned, one.since or today)
            for one in found
            if one.kind is not FindingKind.OVERDUE_LESSONS
        ),
    )


def _lessons(
    journal: JournalReader, until: date, last: Look | None, rules: ControlRules
) -> Iterator[Found]:
    """The lessons that were not filled in: those not looked at before, and the others."""
    lessons = [one for one in held_lessons(journal) if one.date <= until]
    fresh = [one for one in lessons if last is None or one.date > last.until]
    for some, is_fresh in ((fresh, True), ([one for one in lessons if one not in fresh], False)):
        overdue = [one for one in some if lesson_status(journal, one) is LessonStatus.OVERDUE]
        if overdue:
            since = None if is_fresh else min(one.date for one in overdue)
            yield Found.of(_not_filled(journal, overdue, some, rules), since)


def _not_filled(
    journal: JournalReader,
    overdue: Sequence[Lesson],
    lessons: Sequence[Lesson],
    rules: ControlRules,
) -> Finding:
    return Finding(
        rules.severities.get(FindingKind.OVERDUE_LESSONS, Severity.WARNING),
        FindingKind.OVERDUE_LESSONS,
        journal.register.id,
        text(
            "Lessons not filled in: ${count} of ${lessons}",
            count=len(overdue),
            lessons=len(lessons),
        ),
        "4.3",
        len(overdue),
    )
