"""The geometry of plots, in the units of their viewBox; ``templates/plot.pt`` draws them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

import attrs

from oshj_core.kyrgyz import format_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from oshj_core.planning import WeekPoint

WIDTH = 760
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 16, 12, 28
_HEIGHT = 260
_TICKS = 4
_LABEL, _BAR, _GAP = 220, 10, 14
_LONGEST_LABEL = 29


@attrs.frozen
class Tick:
    """A line of the grid with its number."""

    at: float
    label: str


@attrs.frozen
class CoursePlot:
    """Hours over the weeks of a semester: lines of what was scheduled and held, the hours
    planned, and where today is."""

    height: int
    scheduled: str
    held: str
    planned: float
    today: float | None
    hours: tuple[Tick, ...]
    weeks: tuple[Tick, ...]
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    bottom: int = _HEIGHT - _BOTTOM
    top: int = _TOP
    width: int = WIDTH


def course_plot(points: Sequence[WeekPoint], planned: Decimal) -> CoursePlot:
    """The plot of an assignment; ``points`` are not empty."""
    most = max(planned, points[-1].scheduled, *(one.held or Decimal(0) for one in points))
    scale = float(most) or 1.0
    room, high = WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM

    def across(week: int) -> float:
        return round(_LEFT + room * week / len(points), 1)

    def down(hours: Decimal | float) -> float:
        return round(_TOP + high * (1 - float(hours) / scale), 1)

    def line(places: Iterable[tuple[int, Decimal]]) -> str:
        steps = [(0, Decimal(0)), *places]
        return " ".join(f"{across(week)},{down(hours)}" for week, hours in steps)

    past = [one for one in points if one.held is not None]
    every = max(1, len(points) // 10)
    return CoursePlot(
        _HEIGHT,
        line((one.week, one.scheduled) for one in points),
        line((one.week, one.held) for one in past if one.held is not None),
        down(planned),
        across(past[-1].week) if past and len(past) < len(points) else None,
        tuple(
            Tick(down(scale * part / _TICKS), format_number(most * part / _TICKS, 1))
            for part in range(_TICKS + 1)
        ),
        tuple(Tick(across(one.week), str(one.week)) for one in points if one.week % every == 0),
    )


@attrs.frozen
class Bar:
    """A bar: what it stands for (a class of the style sheet), its place and length, its number."""

    kind: str
    y: float
    length: float
    label: str


@attrs.frozen
class BarRow:
    """The bars of one line of the table beside the plot."""

    label: str
    y: float
    bars: tuple[Bar, ...]


@attrs.frozen
class BarPlot:
    """Planned, scheduled and held hours of several subjects, groups, teachers or units."""

    height: int
    rows: tuple[BarRow, ...]
    left: int = _LABEL
    width: int = WIDTH


class Hours(Protocol):
    """What the bars of a line stand for."""

    @property
    def planned(self) -> Decimal: ...
    @property
    def scheduled(self) -> Decimal: ...
    @property
    def held(self) -> Decimal: ...


def bar_plot(totals: Sequence[tuple[str, Hours]]) -> BarPlot:
    """The plot of the totals, in their order."""
    return _bars(
        [
            (name, (("planned", one.planned), ("scheduled", one.scheduled), ("held", one.held)))
            for name, one in totals
        ]
    )


def count_plot(kind: str, counts: Sequence[tuple[str, int]]) -> BarPlot:
    """A bar of that kind for each count, in their order."""
    return _bars([(name, ((kind, Decimal(count)),)) for name, count in counts])


def _bars(lines: Sequence[tuple[str, Sequence[tuple[str, Decimal]]]]) -> BarPlot:
    most = max((hours for _name, amounts in lines for _kind, hours in amounts), default=0)
    room, scale = WIDTH - _LABEL - 60, float(most) or 1.0
    rows, step = [], max((len(amounts) for _name, amounts in lines), default=0) * _BAR + _GAP
    for number, (name, amounts) in enumerate(lines):
        top = number * step + _GAP
        bars = tuple(
            Bar(
                kind,
                top + place * _BAR,
                round(room * float(hours) / scale, 1),
                format_number(hours),
            )
            for place, (kind, hours) in enumerate(amounts)
        )
        shown = name if len(name) <= _LONGEST_LABEL else f"{name[: _LONGEST_LABEL - 1]}…"
        rows.append(BarRow(shown, top, bars))
    return BarPlot(len(lines) * step + _GAP, tuple(rows))
