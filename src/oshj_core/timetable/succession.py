"""Lessons of a file that go on with stored ones: their days, and what hangs on them (3.2)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import attrs

from oshj_core.timetable.alignment import DroppedDay, dropped_days
from oshj_core.timetable.schedule import Schedule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oshj_core.timetable.occurrence import Change
    from oshj_core.timetable.reading import TimetableHost
    from oshj_core.timetable.weekly import WeeklyLesson

_BEFORE = timedelta(days=1)


def following(
    added: list[WeeklyLesson], left_out: Iterable[WeeklyLesson], *, gone: list[WeeklyLesson]
) -> tuple[tuple[WeeklyLesson, WeeklyLesson], ...]:
    """Let each added lesson go on with one that is left out on its weekday and over by then."""
    free = sorted(left_out, key=lambda one: (one.slot, one.id))
    pairs = []
    for number, new in enumerate(added):
        for old in free:
            same = (old.assignment, old.weekday) == (new.assignment, new.weekday)
            if same and (old in gone or old.ends < new.starts):
                free.remove(old)
                added[number] = attrs.evolve(new, series=old.root)
                pairs.append((old, added[number]))
                break
    return tuple(pairs)


def all_dropped(
    host: TimetableHost,
    follows: Iterable[tuple[WeeklyLesson, WeeklyLesson]],
    changed: Iterable[tuple[WeeklyLesson, WeeklyLesson]],
    ended: Iterable[tuple[WeeklyLesson, WeeklyLesson]],
    removed: Iterable[WeeklyLesson],
) -> tuple[DroppedDay, ...]:
    """What hangs on days that are gone."""
    later = {old.id: new for old, new in follows}
    after: list[tuple[WeeklyLesson, list[WeeklyLesson]]] = [(old, []) for old in removed]
    after += [(old, [rest]) for old, rest in ended]
    for old, new in changed:
        rest = rest_of(old, new)
        after.append((old, [new] if rest is None else [rest, new]))
    dropped: list[DroppedDay] = []
    for old, parts in after:
        if old.id in later:
            parts.append(later[old.id])
        changes = host.store.changes_of(old.id)
        schedule = Schedule(host.weeks_of(old.semester), [old], changes, host.key)
        dropped += dropped_days(schedule, old, parts, host.substitutions)
    return tuple(dropped)


def forget(host: TimetableHost, old: WeeklyLesson, new: WeeklyLesson) -> None:
    """Drop the changes of days that neither the lesson nor what it becomes has."""
    weeks = host.weeks_of(old.semester)
    parts = [one for one in (rest_of(old, new), new) if one is not None]
    for change in host.store.changes_of(old.id):
        if not any(weeks.plans(one, change.original) for one in parts):
            host.store.drop_change(old.id, change.original)


def moved_changes(host: TimetableHost, old: WeeklyLesson, new: WeeklyLesson) -> list[Change]:
    """The changes of single days that go with the lesson."""
    return [
        attrs.evolve(change, lesson=new.id)
        for change in host.store.changes_of(old.id)
        if host.weeks_of(new.semester).plans(new, change.original)
    ]


def rest_of(before: WeeklyLesson, after: WeeklyLesson) -> WeeklyLesson | None:
    """What is left of a lesson that another one goes on with."""
    return None if before.id == after.id else attrs.evolve(before, ends=after.starts - _BEFORE)
