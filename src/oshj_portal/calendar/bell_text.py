"""The bell schedule as text: ``1: 08:00–09:20``, a line for each lesson (пара)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from oshj_core.errors import Invalid
from oshj_core.text import text

_LINE = re.compile(r"(\d{1,2})\s*[:.)]?\s+(\d\d?:\d\d)\s*[-–—]\s*(\d\d?:\d\d)")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def write_bells(bells: Mapping[int, tuple[str, str]]) -> str:
    """The schedule, a line for each lesson."""
    return "\n".join(f"{number}: {begin}–{end}" for number, (begin, end) in sorted(bells.items()))


def read_bells(written: str) -> dict[int, tuple[str, str]]:
    """Number → begin and end, ``HH:MM``.

    :raises Invalid: a line that is not understood; a time that does not exist; a number given
        twice.  Whether they follow each other :class:`BellTable` checks.
    """
    bells: dict[int, tuple[str, str]] = {}
    for line in filter(None, map(str.strip, written.splitlines())):
        found = _LINE.fullmatch(line)
        times = [time.rjust(5, "0") for time in found.groups()[1:]] if found else []
        if found is None or not all(map(_TIME.fullmatch, times)):
            raise Invalid(
                text("“${line}” is not understood; write it like 1: 08:00–09:20", line=line),
                place="bells",
            )
        number = int(found.group(1))
        if number in bells:
            raise Invalid(text("Lesson ${number} stands twice", number=number), place="bells")
        bells[number] = (times[0], times[1])
    return bells
