"""When and where each assignment is taught: nobody is in two places at once."""

from __future__ import annotations

from collections import Counter
from itertools import product
from random import Random

import attrs

_USUAL, _LATE = range(1, 5), range(5, 9)
_WEEKDAYS = range(6)
_MAIN = "Башкы корпус"
# Rooms of a floor, and of a building; a step that has no divisor in common with it meets all.
_DOORS, _ROOMS, _STEP = 28, 112, 37


@attrs.frozen(order=True)
class Hour:
    """A lesson of every week: week day (Monday is 0), number of the lesson, room, building."""

    weekday: int
    slot: int
    room: str
    building: str


class Timetable:
    """The hours that are taken, by teacher and by group; in each hour, how many rooms are."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._taken: dict[str, set[tuple[int, int]]] = {}
        self._rooms: Counter[tuple[int, int]] = Counter()

    def place(
        self, who: tuple[str, ...], pairs: int, prefer: tuple[int, int] | None = None
    ) -> tuple[Hour, ...]:
        """So many hours of the week in which all of them are free, each on a day of its own
        as long as there are days, in their order; ``prefer`` is taken when it is free."""
        found: list[Hour] = []
        for _ in range(pairs):
            days = {hour.weekday for hour in found}
            cell = self._free(who, days, None if found else prefer)
            for one in who:
                self._taken.setdefault(one, set()).add(cell)
            found.append(Hour(*cell, *self._room(cell)))
        return tuple(sorted(found))

    def _room(self, cell: tuple[int, int]) -> tuple[str, str]:
        """A room that is free in that hour, another one for each lesson, and its building."""
        building, place = divmod(self._rooms[cell], _ROOMS)
        self._rooms[cell] += 1
        weekday, slot = cell
        floor, door = divmod((place * _STEP + weekday * _STEP + slot) % _ROOMS, _DOORS)
        name = _MAIN if building == 0 else f"№{building + 1} окуу корпусу"
        return str((floor + 1) * 100 + door + 1), name

    def _free(
        self, who: tuple[str, ...], days: set[int], prefer: tuple[int, int] | None
    ) -> tuple[int, int]:
        taken: set[tuple[int, int]] = set().union(*(self._taken.get(one, set()) for one in who))
        if prefer is not None and prefer not in taken:
            return prefer
        for slots in (_USUAL, _LATE):
            cells = [cell for cell in product(_WEEKDAYS, slots) if cell not in taken]
            others = [cell for cell in cells if cell[0] not in days]
            if others or cells:
                return self._rng.choice(others or cells)
        raise ValueError(f"no free hour in the week for {', '.join(who)}")
