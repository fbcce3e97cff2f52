"""Lessons of the timetable that are not as the teaching load and the bells say (3.2)."""

from __future__ import annotations

from functools import cache, partial

from oshj_core.timetable import Aligning
from oshj_portal.calendar.lookup import bells_for, teaching_weeks


def aligning(request, semester: str) -> Aligning:
    """The reader's work to let the timetable follow the load and the bells."""
    site = request.site
    return Aligning(
        site.timetable,
        site.university,
        site.registers,
        site.audit,
        request.act,
        teaching_weeks(site, semester),
        site.timetable.key,
        bells_of=cache(partial(bells_for, site)),
    )


def lessons_at_other_times(request) -> bool:
    """Whether the timetable has lessons, today or later, at another time than the bells."""
    today = request.act.today
    return any(
        found.before.time != found.after.time
        for semester in request.site.university.semesters
        if not semester.closed and semester.ends >= today
        for found in aligning(request, semester.id).outdated(today)
    )
