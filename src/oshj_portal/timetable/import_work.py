"""The jobs of an import of the timetable: the check of a workbook, and its application."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from oshj_core.accounts import Audience
from oshj_core.errors import Invalid
from oshj_core.journal import Act
from oshj_core.kyrgyz import format_date
from oshj_core.lists import Problems
from oshj_core.text import text
from oshj_core.timetable import (
    Occurrence,
    TimetableChanges,
    TimetableHost,
    apply_timetable,
    plan_timetable,
    read_timetable,
)
from oshj_core.timetable.index import lesson_of
from oshj_core.timetable.sheet import (
    LESSON_COLUMNS,
    LESSONS_HEADING,
    ROOM_COLUMNS,
    ROOMS_HEADING,
    WEEKDAYS,
    lesson_cells,
    reading_cells,
    room_cells,
)
from oshj_portal.calendar.lookup import bells_for, teaching_weeks
from oshj_portal.lists import summary as lists_summary
from oshj_portal.lists.reading import open_stream
from oshj_portal.security.identity import actor_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from oshj_core.lists import Column, Row
    from oshj_core.ports import University
    from oshj_core.timetable import Clash, DroppedDay, WeeklyLesson
    from oshj_portal.jobs.work import Work
    from oshj_portal.store import Site
    from oshj_portal.store.jobs import StoredJob

CHECK, APPLY = "timetable.check", "timetable.apply"
SHOWN = lists_summary.SHOWN


def host_of(site: Site) -> TimetableHost:
    """The site as what a timetable is read and compared by; calendars are looked up once."""
    weeks: dict[str, Any] = {}
    bells: dict[str, Any] = {}

    def weeks_of(semester: str) -> Any:
        if semester not in weeks:
            weeks[semester] = teaching_weeks(site, semester)
        return weeks[semester]

    def bells_of(group: str) -> Any:
        if group not in bells:
            bells[group] = bells_for(site, group)
        return bells[group]

    return TimetableHost(
        site.university,
        site.registers,
        site.rooms,
        site.timetable,
        weeks_of,
        bells_of,
        site.timetable.key,
        site.substitutions,
        site.notices,
    )


def compare(
    sheets: Mapping[str, Iterable[Row]], host: TimetableHost, since: date
) -> TimetableChanges | Problems:
    """What a workbook would change from that day on, or all that is wrong with it."""
    file = read_timetable(sheets, host)
    return file if isinstance(file, Problems) else plan_timetable(file, host, since)


def since_of(job: StoredJob) -> date:
    """From which day on the file is the timetable; checks of old asked for none."""
    return date.fromisoformat(job.parameters.get("since", date.min.isoformat()))


def check_file(work: Work) -> bytes:
    """Job: check the file that came with it; the result is a summary."""
    outcome = _compare_file(work, work.job)
    if isinstance(outcome, Problems):
        work.job.drop_file()
    return lists_summary.write(summarise(outcome, work.site.university))


def apply_file(work: Work) -> bytes:
    """Job: apply the file of a check, if it still does just what was shown.

    :raises NotAllowed: the right was taken meanwhile.
    :raises Invalid: something was changed since; there are clashes and no reason.
    """
    now, parameters = work.clock.now(), work.job.parameters
    actor = actor_of(work.site, work.job.started_by, Audience.STAFF, now.date())
    check = work.site.jobs[parameters["check"]]
    changes = _compare_file(work, check)
    if isinstance(changes, Problems) or changes.digest != parameters["digest"]:
        raise Invalid(
            text(
                "The timetable was changed since the file was checked; nothing was stored. "
                "Check the file again."
            ),
            place="file",
        )
    apply_timetable(
        changes,
        host_of(work.site),
        work.site.audit,
        Act(actor, now, work.job.id),
        despite=parameters["despite"],
        dropping="dropping" in parameters,
        progress=work.report,
    )
    work.site.jobs[check.id].drop_file()
    return lists_summary.write(summarise(changes, work.site.university))


def _compare_file(work: Work, job: StoredJob) -> TimetableChanges | Problems:
    with work.file_of(job) as file, open_stream(file, work.look) as sheets:
        return compare(sheets, host_of(work.site), since_of(job))


def summarise(outcome: TimetableChanges | Problems, university: University) -> dict[str, Any]:
    """The outcome of a check as primitives."""
    if isinstance(outcome, Problems):
        return lists_summary.summarise(outcome)
    rooms = [
        _cells(ROOM_COLUMNS, room.title, room_cells(before) if before else None, room_cells(room))
        for before, room in outcome.rooms
    ]

    def change(old: WeeklyLesson | None, new: WeeklyLesson | None) -> dict[str, Any]:
        lesson = new or old
        assert lesson is not None
        subject, groups, teacher = reading_cells(lesson, university)
        hour = f"{WEEKDAYS[lesson.weekday - 1]}, {lesson.slot}"
        title = " · ".join(filter(None, (subject, groups, teacher, hour)))
        written = [None if one is None else lesson_cells(one) for one in (old, new)]
        return _cells(LESSON_COLUMNS, title, *written)

    lessons = [
        *(change(None, one) for one in outcome.added),
        *(change(old, new) for old, new in (*outcome.changed, *outcome.ended)),
        *(change(one, None) for one in outcome.removed),
    ]
    return {
        "errors": [],
        "error_count": 0,
        "sheets": [
            {"heading": ROOMS_HEADING, "count": len(rooms), "changes": rooms[:SHOWN]},
            {"heading": LESSONS_HEADING, "count": len(lessons), "changes": lessons[:SHOWN]},
        ],
        "added": len(outcome.added),
        "changed": len(outcome.changed) + len(outcome.ended),
        "removed": len(outcome.removed),
        "unchanged": outcome.unchanged,
        "past": outcome.past,
        "change_count": outcome.count,
        "clash_count": len(outcome.clashes),
        "drop_count": len(outcome.dropped),
        "dropped": [_dropped(one) for one in outcome.dropped[:SHOWN]],
        "clashes": [_clash(one) for one in outcome.clashes[:SHOWN]],
        "digest": outcome.digest,
    }


def _cells(
    columns: tuple[Column, ...],
    title: str,
    before: tuple[str, ...] | None,
    after: tuple[str, ...] | None,
) -> dict[str, Any]:
    empty = ("",) * len(columns)
    pairs = zip(columns, before or empty, after or empty, strict=True)
    kind = "add" if before is None else "remove" if after is None else "change"
    return {
        "kind": kind,
        "title": title,
        "fields": [[column.heading, old, new] for column, old, new in pairs if old != new],
    }


def _dropped(one: DroppedDay) -> dict[str, Any]:
    change = one.day.change
    return {
        "assignment": one.day.assignment,
        "groups": list(one.day.groups),
        "day": format_date(one.day.day),
        "slot": one.day.slot,
        "reason": "" if change is None else change.reason,
        "substitutes": [taken.substitute for taken in one.taken],
    }


def _clash(clash: Clash) -> dict[str, Any]:
    return {
        "kind": clash.resource.kind.value,
        "id": clash.resource.id,
        "building": clash.resource.building,
        "time": str(clash.time),
        "slot": clash.slot,
        "days": [format_date(day) for day in clash.days[:4]],
        "more": max(0, len(clash.days) - 4),
        "parties": [
            {
                "id": lesson_of(party),
                "assignment": party.assignment,
                "teacher": party.teacher,
                "groups": list(party.groups),
                "room": ", ".join(filter(None, (party.building, party.room))),
                "time": str(party.time),
                "weeks": "" if isinstance(party, Occurrence) else party.weeks.value,
            }
            for party in clash.parties
        ],
    }
