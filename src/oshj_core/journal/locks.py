"""What keeps a sheet from being changed today: every lock with its cause and its clause."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

import attrs

from oshj_core.decisions import STATES
from oshj_core.kyrgyz import format_date
from oshj_core.roles import State
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oshj_core.calendar import Window
    from oshj_core.journal.reading import JournalReader, Sheet
    from oshj_core.register import Entry
    from oshj_core.text import Text


class LockKind(Enum):
    """The locks of the regulation and of the calendar."""

    INTERMEDIATE_TOTAL = "intermediate-total"
    """The intermediate total has been published (4.3)."""
    WINDOW = "window"
    """The entry window of the module, or the control's own, is not open (4.3)."""
    SEMESTER = "semester"
    """The semester has not begun or is over; for controls without module and window."""
    YEAR = "year"
    """The semester was closed for good (5.7)."""


@attrs.frozen
class Lock:
    """One lock: its kind, the state it puts the sheet into, its clause, and the cause in words."""

    kind: LockKind
    state: State
    clause: str
    cause: Text


def locks_of(journal: JournalReader, sheet: str) -> tuple[Lock, ...]:
    """The locks a lesson or control is under on the day of the act; none: it may be filled in.

    That a lesson is yet to come is no lock: it opens by itself.

    :raises NotFound: there is no such lesson or control.
    """
    seen = journal.sheet(sheet)
    return tuple(_locks(journal, seen))


def _locks(journal: JournalReader, sheet: Sheet) -> Iterator[Lock]:
    states = sheet.facts.states
    if State.PUBLISHED in states:
        yield _lock(LockKind.INTERMEDIATE_TOTAL, State.PUBLISHED, _published(journal, sheet))
    if State.OUTSIDE_WINDOW in states:
        yield _outside(journal, sheet)
    if State.CLOSED_YEAR in states:
        semester = journal.semester
        cause = text("The semester ${semester} has been closed.", semester=semester.id)
        yield _lock(LockKind.YEAR, State.CLOSED_YEAR, cause)


def _lock(kind: LockKind, state: State, cause: Text) -> Lock:
    return Lock(kind, state, STATES[state].clause, cause)


def _published(journal: JournalReader, sheet: Sheet) -> Text:
    entry = publication_of(journal, sheet)
    if entry is None:
        return STATES[State.PUBLISHED].reason
    moment = datetime.fromtimestamp(entry.at / 1000, journal.act.at.tzinfo)
    return text(
        "The intermediate total was published on ${day} by ${person}.",
        day=format_date(moment.date()),
        person=entry.actor,
    )


def publication_of(journal: JournalReader, sheet: Sheet) -> Entry | None:
    """The entry that published a control, or the total of the module of a lesson or control;
    ``None`` while there is none."""
    for control in journal.controls:
        own = control.id == sheet.id
        same_module = control.module is not None and control.module == sheet.module
        if own or same_module:
            published = journal.control_state(control).published
            if published is not None:
                return published
    return None


def _outside(journal: JournalReader, sheet: Sheet) -> Lock:
    control = None if sheet.component is None else journal.control(sheet.component)
    if control is not None and control.entry is not None:
        kind, cause = LockKind.WINDOW, _outside_own(journal.entry_window(control))
    elif sheet.module is not None:
        kind, cause = LockKind.WINDOW, _outside_module(journal, sheet.module)
    else:
        kind, cause = LockKind.SEMESTER, _outside_semester(journal)
    return _lock(kind, State.OUTSIDE_WINDOW, cause)


def _outside_own(window: Window | None) -> Text:
    if window is None:
        return text("The entry window of this control does not lie in the semester.")
    return text(
        "Points of this control are entered from ${opens} to ${closes}.",
        opens=format_date(window.opens),
        closes=format_date(window.closes),
    )


def _outside_module(journal: JournalReader, number: int) -> Text:
    module = journal.semester.module(number)
    if module is None:
        return text("The semester has no module ${number}.", number=number)
    if journal.act.today < module.entry.opens:
        return text("The entry window opens on ${day}.", day=format_date(module.entry.opens))
    return text("The entry window closed on ${day}.", day=format_date(module.entry.closes))


def _outside_semester(journal: JournalReader) -> Text:
    semester = journal.semester
    if journal.act.today < semester.starts:
        return text("The semester begins on ${day}.", day=format_date(semester.starts))
    return text("The semester ended on ${day}.", day=format_date(semester.ends))
