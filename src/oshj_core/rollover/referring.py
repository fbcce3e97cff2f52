"""Nothing that stays may go by what is taken away with a year: what somebody stored after it
had begun is found before anything is touched (1.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from oshj_core.errors import Invalid
from oshj_core.text import text

if TYPE_CHECKING:
    from oshj_core.academic_calendar.periods import Reach
    from oshj_core.rollover.ports import Noted, YearStores
    from oshj_core.timetable import WeeklyLesson


class Reference(NamedTuple):
    """A value that goes by others: the ``table`` it stands in and its ``id``, and the tables and
    ids of those ``others``; empty ids are none."""

    table: str
    id: str
    others: tuple[tuple[str, str], ...]


Keys = Mapping[str, frozenset[str]]

ENDED = text("Undoing the year has ended with it: correct single values instead.")
_ADVICE = {
    table: text("Take that back first.") for table in ("lessons", "changes", "holdings", "periods")
}


def written_keys(log: Noted) -> tuple[Keys, Keys]:
    """The keys by their table of all that was written, and of those that were added by it."""
    written: dict[str, set[str]] = {}
    added: dict[str, set[str]] = {}
    for number in range(len(log)):
        one = log[number]
        known = written.setdefault(one.table, set())
        if one.id not in known and one.before is None:
            added.setdefault(one.table, set()).add(one.id)
        known.add(one.id)
    return _frozen(written), _frozen(added)


def _frozen(keys: Mapping[str, set[str]]) -> Keys:
    return {table: frozenset(found) for table, found in keys.items()}


def check_not_referred(stores: YearStores, log: Noted, others: Iterable[Reference]) -> None:
    """Refuse to take away what something goes by that stays.

    :param others: what else a host keeps that goes by its lists.
    :raises Invalid: the first that was found; its place is the table it stands in.
    """
    written, added = written_keys(log)
    for one in _all(stores, others):
        if one.id in written.get(one.table, ()):
            continue
        for table, identifier in one.others:
            if identifier in added.get(table, ()):
                raise Invalid(
                    text(
                        "“${id}” was stored after the year had begun and goes by “${other}”, "
                        "which came with it.",
                        id=one.id.replace("\n", " · "),
                        other=identifier,
                    ),
                    place=one.table,
                    clause="1.4",
                    advice=_ADVICE.get(one.table, ENDED),
                )
    _check_rosters(stores, written, added)


def _all(stores: YearStores, others: Iterable[Reference]) -> Iterator[Reference]:
    yield from _of_lists(stores)
    yield from _of_calendar(stores)
    yield from _of_timetable(stores)
    yield from others


def _of_lists(stores: YearStores) -> Iterator[Reference]:
    lists = stores.university
    for unit in lists.units:
        yield Reference("units", unit.id, (("units", unit.parent),))
    for member in lists.staff:
        yield Reference("staff", member.id, (("units", member.unit),))
    for group in lists.groups:
        yield Reference("groups", group.id, (("units", group.unit),))
    for subject in lists.subjects:
        yield Reference("subjects", subject.id, (("units", subject.unit),))
    for student in lists.students:
        yield Reference("students", student.id, (("groups", student.group),))
    for one in lists.assignments:
        own = (("staff", one.teacher), ("subjects", one.subject), ("semesters", one.semester))
        yield Reference("assignments", one.id, (*own, *_groups(one.groups)))
    for semester in lists.semesters:
        for line in stores.loads.in_semester(semester.id):
            own = (("staff", line.teacher), ("subjects", line.subject), ("semesters", semester.id))
            yield Reference("loads", line.id, (*own, *_groups(line.groups)))
    for group in lists.groups:
        for move in stores.moves.of_group(group.id):
            places = _groups((move.before.group, move.after.group))
            yield Reference("moves", move.id, (("students", move.student), *places))


def _groups(groups: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple(("groups", group) for group in groups)


def _of_calendar(stores: YearStores) -> Iterator[Reference]:
    calendar = stores.university.calendar
    for period in calendar.periods:
        own = (("semesters", period.semester), *_reached(period.reach))
        yield Reference("periods", period.id, own)
    for bells in calendar.bells:
        yield Reference("bells", bells.id, _reached(bells.reach))


def _reached(reach: Reach) -> tuple[tuple[str, str], ...]:
    return (("units", reach.unit),)


def _of_timetable(stores: YearStores) -> Iterator[Reference]:
    rooms = {(room.building, room.name): room.id for room in stores.rooms}
    for semester in stores.university.semesters:
        for lesson in stores.timetable.in_semester(semester.id):
            room = rooms.get((lesson.building, lesson.room), "")
            own = (("assignments", lesson.assignment), ("staff", lesson.teacher), ("rooms", room))
            yield Reference("lessons", lesson.id, (*own, ("semesters", semester.id)))
            yield from _of_changes(stores, lesson, rooms)


def _of_changes(
    stores: YearStores, lesson: WeeklyLesson, rooms: Mapping[tuple[str, str], str]
) -> Iterator[Reference]:
    for change in stores.timetable.changes_of(lesson.id):
        room = rooms.get((change.building or lesson.building, change.room or lesson.room), "")
        own = (("lessons", lesson.id), ("staff", change.teacher or ""), ("rooms", room))
        yield Reference("changes", f"{lesson.id}\n{change.original.isoformat()}", own)


def _check_rosters(stores: YearStores, written: Keys, added: Keys) -> None:
    """Refuse where somebody joined or left a journal that came with the year on some day."""
    known = written.get("students", frozenset())
    known |= {one.partition("\n")[0] for one in written.get("moves", ())}
    for identifier in added.get("registers", ()):
        register = stores.registers.find(identifier)
        for member in () if register is None else register.roster():
            if (member.joined or member.left) and member.student not in known:
                raise Invalid(
                    text("The list of the journal ${id} was changed.", id=identifier),
                    place="registers",
                    clause="1.4",
                    advice=ENDED,
                )


__all__ = ["ENDED", "Keys", "Reference", "check_not_referred", "written_keys"]
