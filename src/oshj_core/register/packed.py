"""The sealed form of a sheet: columns of fixed-width numbers, written once; only an approved
correction (1.4) puts another in its place.

A column holds one value for every slot of the roster, in the narrowest of 1, 2 or 4 bytes
that fits; -1 stands for "empty".
"""

from __future__ import annotations

import struct
from functools import lru_cache

import attrs

from oshj_core.register.entries import CLEARED, Entry, EntryKind
from oshj_core.register.fold import SheetState

_WIDTHS = (("b", 2**7), ("h", 2**15), ("i", 2**31))


@attrs.frozen
class PackedSheet:
    """One lesson or control, folded.  ``columns`` are ``(field, width, bytes)``; ``published``
    is ``(at, actor, request)`` or empty.  Everything is a primitive, for any store."""

    columns: tuple[tuple[int, str, bytes], ...]
    facts: tuple[tuple[str, str], ...]
    published: tuple[int, str, str] | tuple[()] = ()

    def astuple(self) -> tuple[object, ...]:
        """The sheet as primitives; ``PackedSheet(*stored)`` reads it back."""
        return (self.columns, self.facts, self.published)


def pack(state: SheetState, slots: int) -> PackedSheet:
    """Pack a state for a roster of ``slots`` slots.  ``unpack`` gives an equal state back.

    :raises ValueError: a cell lies outside the roster and would be lost.
    """
    columns = []
    outside = [slot for slot, _ in state.cells if slot >= slots]
    if outside:
        raise ValueError(f"slot {outside[0]} lies outside a roster of {slots}")
    for field in sorted({field for _, field in state.cells}):
        values = [state.cells.get((slot, field), CLEARED) for slot in range(slots)]
        least, most = min(values), max(values)
        width = next(code for code, limit in _WIDTHS if -limit <= least and most < limit)
        columns.append((field, width, struct.pack(f"<{slots}{width}", *values)))
    published = state.published
    return PackedSheet(
        tuple(columns),
        tuple(sorted(state.facts.items())),
        (published.at, published.actor, published.request) if published else (),
    )


def corrected(packed: PackedSheet, entry: Entry, slots: int) -> PackedSheet:
    """The sealed sheet after a correction: its cells hold the new values, all else is as sealed.

    :param slots: the length of the roster now, which may have grown since the sealing.
    :raises ValueError: the entry is no correction; a cell lies outside the roster.
    """
    if entry.kind is not EntryKind.CORRECTION:
        raise ValueError(f"a sealed sheet is not changed by {entry.kind.name}")
    state = unpack(packed)
    for slot, field, value in entry.raw_cells():
        if value == CLEARED:
            state.cells.pop((slot, field), None)
        else:
            state.cells[slot, field] = value
    return pack(state, slots)


def unpack(packed: PackedSheet) -> SheetState:
    """The state that was packed."""
    cells = {}
    for field, width, data in packed.columns:
        values = struct.unpack(f"<{len(data) // struct.calcsize(width)}{width}", data)
        places = zip(_places(field, len(values)), values, strict=True)
        cells.update({place: value for place, value in places if value != CLEARED})
    published = Entry(EntryKind.PUBLISH, *packed.published) if packed.published else None
    return SheetState(cells, dict(packed.facts), published)


@lru_cache(maxsize=1024)
def _places(field: int, slots: int) -> tuple[tuple[int, int], ...]:
    """The places of a column; shared, because a page unpacks a hundred columns alike."""
    return tuple((slot, field) for slot in range(slots))
