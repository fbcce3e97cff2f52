"""The lessons of today, from the timetable: to be opened by the teacher, seen by the student."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oshj_core.enrolment import journals_of
from oshj_core.timetable.following import opened
from oshj_portal.resources import journal_resource
from oshj_portal.timetable.lines import Lines
from oshj_portal.timetable.lookup import Whose, occurrences, schedule_for, semesters_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from oshj_core.ports import Lesson, Register
    from oshj_core.structure import Assignment
    from oshj_core.timetable import Occurrence
    from oshj_portal.store import Site


def planned(site: Site, assignment: Assignment, day: date, slot: int) -> Occurrence | None:
    """What the timetable holds for the assignment at that hour, unless it is cancelled."""
    found = _on(site, assignment, day)
    return next((one for one in found if one.slot == slot and not one.cancelled), None)


def day_lines(request, whose: Whose) -> list[dict[str, Any]]:
    """Today's lessons of somebody by time, cancelled ones included."""
    today = request.act.today
    _schedule, found = occurrences(request.site, whose, today, today)
    lines = Lines(request)
    return [lines.occurrence(one) for one in found]


def lessons_to_open(request) -> list[dict[str, Any]]:
    """Today's lessons of the teacher that no journal has yet, each with the way to open it."""
    site = request.site
    lines = Lines(request)
    waiting = []
    for assignment, one in _of_assignments(request):
        if not one.cancelled and not any(True for _ in _opened(site, assignment, one)):
            line = lines.occurrence(one)
            line["href"] = _open_path(request, assignment, one)
            waiting.append(line)
    return waiting


def _of_assignments(request) -> list[tuple[Assignment, Occurrence]]:
    """Today's lessons of what the teacher teaches by the load of today, by their time: who may
    open a lesson is not asked of the timetable, which may still name another (4.3)."""
    site, today = request.site, request.act.today
    semesters = {one.id for one in semesters_at(site, today, today)}
    found = [
        (assignment, one)
        for assignment in site.university.assignments_of(request.actor.id)
        if assignment.semester in semesters
        for one in _on(site, assignment, today)
    ]
    return sorted(found, key=lambda pair: (pair[1].time, pair[1].id))


def _on(site: Site, assignment: Assignment, day: date) -> Sequence[Occurrence]:
    lessons = site.timetable.of_assignment(assignment.id)
    return schedule_for(site, assignment.semester, lessons).day(day) if lessons else ()


def way_to(request, one: Occurrence) -> str | None:
    """Where its teacher goes from a lesson of the timetable: to the lesson if it is open, from
    its day on to opening it, else to the journal; ``None`` where there is no journal yet."""
    site = request.site
    assignment = site.university.assignments.get(one.assignment)
    found = next(_opened(site, assignment, one), None)
    if found is not None:
        register, lesson = found
        return request.resource_path(journal_resource(request, register), lesson.id, "")
    if one.day <= request.act.today and not one.cancelled:
        return _open_path(request, assignment, one)
    first = site.registers.find(journals_of(assignment)[0])
    return None if first is None else request.resource_path(journal_resource(request, first))


def _opened(
    site: Site, assignment: Assignment, one: Occurrence
) -> Iterator[tuple[Register, Lesson]]:
    """The registers and the lesson it was opened as: this one or by hand for the same hour."""
    yield from opened(site.registers, assignment, one.id)
    hour = (assignment.id, one.day, one.slot)
    for register in map(site.registers.find, journals_of(assignment)):
        if register is not None:
            for lesson in register.lessons():
                if (lesson.assignment, lesson.date, lesson.slot) == hour:
                    yield register, lesson


def _open_path(request, assignment: Assignment, one: Occurrence) -> str | None:
    register = request.site.registers.find(journals_of(assignment)[0])
    if register is None:
        return None
    query = {"assignment": assignment.id, "date": one.day.isoformat(), "slot": str(one.slot)}
    journal = journal_resource(request, register)
    return request.resource_path(journal, "open-lesson", query=query)
