"""The state of a lesson or control: a pure fold over its entries.

A correction (1.4) is a word like any other: it sets its cells, and nothing else changes.

Laws (tested): the order in which a store happened to merge entries does not matter; an
entry that comes twice counts once; the teacher's word beats a scan (7.4); nothing that
was ever entered disappears from the history.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

from oshj_core.register.entries import (
    CLEARED,
    WITHDRAWN,
    WORKS,
    Attendance,
    Entry,
    EntryKind,
    Field,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


_SET = frozenset({EntryKind.CELLS, EntryKind.CORRECTION})
"""Kinds of entry that set cells by somebody's word; the last one counts."""


@attrs.define
class SheetState:
    """What a lesson or control says now.

    ``cells`` maps ``(slot, field)`` to a value and lacks the empty ones; ``facts`` holds the
    topic and the like; ``published`` is the entry that locked the sheet.
    """

    cells: dict[tuple[int, int], int] = attrs.field(factory=dict)
    facts: dict[str, str] = attrs.field(factory=dict)
    published: Entry | None = None

    def attendance(self, slot: int) -> Attendance | None:
        """The attendance of the student in that slot."""
        value = self.cells.get((slot, Field.ATTENDANCE))
        return None if value is None else Attendance(value)

    def value(self, slot: int, field: int) -> int | None:
        """The value of a cell, ``None`` when it is empty."""
        return self.cells.get((slot, field))


@attrs.frozen
class Change:
    """One step in the history of a cell or fact; ``None`` is "empty"."""

    entry: Entry
    before: int | str | None
    after: int | str | None


class Overlap(Exception):
    """Two acts at the same time touch the same thing; the later one has to look again."""


def _in_time(entries: Iterable[Entry]) -> list[Entry]:
    entries = list(entries)
    if all(one.at < after.at for one, after in pairwise(entries)):
        return entries  # as almost always
    # Time, then request: an order that does not depend on how a store merged the log.
    return sorted(
        dict.fromkeys(entries),
        key=lambda entry: (
            entry.at,
            entry.request,
            entry.kind,
            entry.actor,
            entry.cells,
            entry.facts,
            entry.reason,
        ),
    )


def fold(entries: Iterable[Entry]) -> SheetState:
    """The state after all entries.

    >>> from oshj_core.register import cells_of
    >>> scan = Entry(EntryKind.SCAN, 1, "s1", "r1", cells_of([(0, 0, Attendance.PRESENT)]))
    >>> word = Entry(EntryKind.CELLS, 2, "t1", "r2", cells_of([(0, 0, Attendance.LATE)]))
    >>> fold([word, scan]).attendance(0) is Attendance.LATE
    True
    """
    state = SheetState()
    scanned: dict[tuple[int, int], int] = {}
    spoken: dict[tuple[int, int], int] = {}
    for entry in _in_time(entries):
        if entry.kind in _SET:
            for slot, field, value in entry.raw_cells():
                spoken[slot, field] = value
        elif entry.kind is EntryKind.SCAN:
            for slot, field, value in entry.raw_cells():
                scanned.setdefault((slot, field), value)
        elif entry.kind is EntryKind.PUBLISH:
            state.published = state.published or entry
        state.facts.update(entry.facts)
    cells = {**scanned, **spoken} if scanned else spoken  # 7.4
    state.cells = {place: value for place, value in cells.items() if value != CLEARED}
    return state


def history(entries: Iterable[Entry], place: tuple[int, int] | str) -> tuple[Change, ...]:
    """How a cell ``(slot, field)`` or a fact came to its value, oldest first.

    A scan that came after the teacher's word changed nothing; it is listed with ``before``
    equal to ``after``.
    """
    entries = _in_time(entries)
    said = _facts_said(entries, place) if isinstance(place, str) else _values_said(entries, place)
    changes: list[Change] = []
    for entry, after in said:
        changes.append(Change(entry, changes[-1].after if changes else None, after))
    return tuple(changes)


def _facts_said(entries: Iterable[Entry], name: str) -> Iterator[tuple[Entry, str]]:
    """The entries that name a fact, and what it is after each."""
    for entry in entries:
        for fact, value in reversed(entry.facts):
            if fact == name:
                yield entry, value
                break


def _values_said(
    entries: Iterable[Entry], place: tuple[int, int]
) -> Iterator[tuple[Entry, int | None]]:
    """The entries that name a cell, and what it holds after each."""
    scanned: int | None = None
    spoken: int | None = None
    for entry in entries:
        said = [value for *where, value in entry.raw_cells() if tuple(where) == place]
        if not said:
            continue
        if entry.kind in _SET:
            spoken = said[-1]
        elif entry.kind is EntryKind.SCAN and scanned is None:
            scanned = said[0]
        holds = scanned if spoken is None else spoken  # 7.4
        yield entry, None if holds == CLEARED else holds


def merge(
    old: Sequence[Entry], ours: Sequence[Entry], theirs: Sequence[Entry]
) -> tuple[Entry, ...]:
    """Both sides' additions after the common log, for a store that met a conflict.

    :raises Overlap: a side changed the common log; both set the same cell or fact by a
        teacher's hand (the second person must see the first one's value); one changed the
        kinds of work while the other gave marks for them; or one published, or withdrew the
        lesson, which nothing may slip past.
    """
    start = len(old)
    common = tuple(old)
    if tuple(ours[:start]) != common or tuple(theirs[:start]) != common:
        raise Overlap("the common log was changed")
    added_ours, added_theirs = tuple(ours[start:]), tuple(theirs[start:])
    if added_ours and added_theirs and _overlap(_places(added_ours), _places(added_theirs)):
        raise Overlap("both sides wrote the same place")
    return common + added_theirs + added_ours


@attrs.define
class _Places:
    """What a side touched, what its acts rest on, and whether they stand for the whole sheet."""

    touched: set[tuple[int, int] | str] = attrs.field(factory=set)
    rests_on: set[str] = attrs.field(factory=set)
    whole: bool = False


def _places(entries: Sequence[Entry]) -> _Places:
    places = _Places()
    for entry in entries:
        places.whole |= entry.kind is EntryKind.PUBLISH
        places.whole |= any(name == WITHDRAWN for name, _ in entry.facts)
        if entry.kind is not EntryKind.SCAN:
            for slot, field, _ in entry.raw_cells():
                places.touched.add((slot, field))
                if field >= Field.FIRST_WORK:
                    places.rests_on.add(WORKS)
        places.touched.update(name for name, _ in entry.facts)
    return places


def _overlap(one: _Places, other: _Places) -> bool:
    return (
        one.whole
        or other.whole
        or not one.touched.isdisjoint(other.touched)
        or not one.touched.isdisjoint(other.rests_on)
        or not other.touched.isdisjoint(one.rests_on)
    )
