"""How events name a lesson of the timetable, its change, and what is dropped with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from oshj_core.timetable.alignment import DroppedDay
    from oshj_core.timetable.occurrence import Change
    from oshj_core.timetable.weekly import WeeklyLesson


def written(lesson: WeeklyLesson) -> str:
    """``1 08:00–09:20 every 2026-09-01–2027-01-24 asanova 214``: the form events name it in."""
    room = "/".join(filter(None, (lesson.building, lesson.room)))
    days = f"{lesson.starts}–{lesson.ends}"
    parts = (str(lesson.weekday), str(lesson.time), lesson.weeks.value, days, lesson.teacher, room)
    return " ".join(filter(None, parts))


def written_change(change: Change) -> str:
    """``cancelled``, or what differs as ``name=value``."""
    if change.cancelled:
        return "cancelled"
    values = attrs.asdict(change, recurse=False)
    names = ("day", "slot", "time", "room", "building", "teacher")
    return " ".join(f"{name}={values[name]}" for name in names if values[name] is not None)


def written_dropped(dropped: DroppedDay) -> str:
    """What differed on the day, and who was to take it."""
    change = dropped.day.change
    parts = ["" if change is None else written_change(change)]
    parts += [f"substitute={one.substitute}" for one in dropped.taken]
    return " ".join(filter(None, parts))
