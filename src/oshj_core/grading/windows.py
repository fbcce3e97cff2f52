"""When a component may be entered or a resit taken, as data (the «модулдук график»)."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum

import attrs

from oshj_core.calendar import Semester, Window
from oshj_core.errors import Invalid, NotFound
from oshj_core.text import text

#: A window given by dates belongs to the year of a semester; resits may follow its end.
_A_YEAR = timedelta(days=366)


class Anchor(Enum):
    """The day from which a :class:`RelativeWindow` is counted."""

    SEMESTER_START = "semester-start"
    SEMESTER_END = "semester-end"
    MODULE_START = "module-start"
    MODULE_END = "module-end"


#: The anchors that need the number of a module.
MODULE_ANCHORS = frozenset({Anchor.MODULE_START, Anchor.MODULE_END})


@attrs.frozen
class RelativeWindow:
    """The days from ``anchor`` + ``opens`` to ``anchor`` + ``closes``, both included.

    ``opens`` and ``closes`` are days, negative before the anchor, from -366 to 366.
    """

    anchor: Anchor
    opens: int
    closes: int


#: A window by dates, or by days counted from the semester or the module.
EntryWindow = Window | RelativeWindow


def window_in(entry: EntryWindow, semester: Semester, module: int | None = None) -> Window:
    """The dates of ``entry`` in ``semester``, for the module of that number.

    Raises :class:`~oshj_core.errors.NotFound` if the semester has no such module, and
    :class:`~oshj_core.errors.Invalid` (place ``window``) for dates of another year.

    >>> from datetime import date
    >>> autumn = Semester("2026-1", 2026, 1, date(2026, 9, 1), date(2027, 1, 24))
    >>> resits = window_in(RelativeWindow(Anchor.SEMESTER_END, 1, 7), autumn)
    >>> str(resits.opens), str(resits.closes)
    ('2027-01-25', '2027-01-31')
    """
    if isinstance(entry, RelativeWindow):
        day = _anchor_day(entry.anchor, semester, module)
        return Window(day + timedelta(days=entry.opens), day + timedelta(days=entry.closes))
    if entry.closes < semester.starts or entry.opens > semester.ends + _A_YEAR:
        raise Invalid(
            text(
                "The window from ${opens} to ${closes} does not belong to semester ${semester}",
                opens=entry.opens,
                closes=entry.closes,
                semester=semester.id,
            ),
            place="window",
        )
    return entry


def _anchor_day(anchor: Anchor, semester: Semester, number: int | None) -> date:
    if anchor is Anchor.SEMESTER_START:
        return semester.starts
    if anchor is Anchor.SEMESTER_END:
        return semester.ends
    module = None if number is None else semester.module(number)
    if module is None:
        raise NotFound("module", number)
    return module.starts if anchor is Anchor.MODULE_START else module.ends
