"""Two things timed in turns, so that a busy moment of the machine meets both."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import attrs

Clock = Callable[[], float]

TURNS = 100
_TURN_SECONDS = 0.002


@attrs.frozen
class Figure:
    """A line of the table: ``value`` is to be at least ``target``, or at most if ``most``.

    ``detail`` says what was measured in the units people know; it is never judged.
    """

    work: str
    store: str
    value: float
    target: float
    detail: str
    most: bool = False

    @property
    def met(self) -> bool:
        """Whether the target is met."""
        return self.value <= self.target if self.most else self.value >= self.target


@attrs.frozen
class Pair:
    """Seconds of one call of the limit and of the work."""

    limit: float
    work: float

    @property
    def ratio(self) -> float:
        """How near the work comes to its limit: 1 is as fast as the limit itself."""
        return self.limit / self.work

    @property
    def detail(self) -> str:
        """Both times in words."""
        return f"{seconds(self.work)} against {seconds(self.limit)}"


def compare(
    limit: Callable[[], object],
    work: Callable[[], object],
    turns: int = TURNS,
    clock: Clock = time.process_time,
) -> Pair:
    """Time both in short turns; the best turn of each counts, the others met somebody else.

    The clock of the process leaves out what others do with the machine meanwhile; what waits
    for a disk needs the one on the wall.
    """
    calls = [(one, _calls(one)) for one in (limit, work)]
    best = [float("inf"), float("inf")]
    gc.collect()
    for _ in range(turns):
        for place, (call, times) in enumerate(calls):
            best[place] = min(best[place], timed(call, times, clock))
    return Pair(*best)


def _calls(call: Callable[[], object]) -> int:
    """How often to call it in a turn; the first call warms it up."""
    call()
    return max(1, round(_TURN_SECONDS / max(timed(call, 2), 1e-7)))


def timed(call: Callable[[], object], times: int = 1, clock: Clock = time.perf_counter) -> float:
    """Seconds of one call out of so many."""
    begin = clock()
    for _ in range(times):
        call()
    return (clock() - begin) / times


def seconds(value: float) -> str:
    """A time in the unit it is read best in."""
    if value < 1e-3:
        return f"{value * 1e6:.1f} µs"
    if value < 1:
        return f"{value * 1e3:.2f} ms"
    return f"{value:.2f} s"
