"""What each step would change, in the one form in which files of other programs are shown too
(:class:`oshj_core.exchange.Incoming`)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import attrs

from oshj_core.closing import close_semester
from oshj_core.exchange import Incoming, Part, ShownChange
from oshj_core.kyrgyz import format_date
from oshj_core.lists import ErrorList, FieldChange, Problems, RowError
from oshj_core.lists.semester_sheet import SEMESTERS
from oshj_core.load import LoadChanges, apply_load, plan_load, read_load
from oshj_core.load.sheet import HEADING as LOAD_HEADING
from oshj_core.text import Text, text
from oshj_core.timetable import (
    TimetableChanges,
    apply_timetable,
    plan_timetable,
    read_timetable,
)
from oshj_core.timetable.sheet import (
    LESSON_COLUMNS,
    LESSONS_HEADING,
    ROOM_COLUMNS,
    ROOMS_HEADING,
    lesson_cells,
    room_cells,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oshj_core.calendar import Semester
    from oshj_core.journal import Act
    from oshj_core.lists import Column
    from oshj_core.lists.applying import Progress
    from oshj_core.rollover.ground import Ground, Sheets


@attrs.frozen
class ClosingIncoming:
    """The semesters of the old years that are closed (5.2, 5.7)."""

    ground: Ground
    semesters: tuple[Semester, ...]
    unchanged: int
    reason: str

    @property
    def parts(self) -> tuple[Part, ...]:
        """The semesters."""
        shown = tuple(
            ShownChange(one.id, (FieldChange("Аягы", "", format_date(one.ends)),))
            for one in self.semesters
        )
        return (Part(SEMESTERS.heading, (), shown, self.unchanged),)

    @property
    def notes(self) -> tuple[Text, ...]:
        """What closing means."""
        if not self.semesters:
            return ()
        return (text("The journals of a closed semester keep their own rules and are only read."),)

    @property
    def digest(self) -> str:
        """That of the semesters."""
        return hashlib.sha256(repr([one.id for one in self.semesters]).encode()).hexdigest()

    def apply(self, act: Act, progress: Progress) -> None:
        """Close them; see :func:`oshj_core.closing.close_semester`."""
        stores, total = self.ground.stores, len(self.semesters)
        for done, one in enumerate(self.semesters, start=1):
            close_semester(stores.university, stores.audit, act, one.id, self.reason)
            progress(done, total)


def plan_closing(ground: Ground, reason: str) -> ClosingIncoming | Problems:
    """The semesters before the new year, or which of them last until today or later."""
    before = [one for one in ground.stores.university.semesters if one.year < ground.year]
    opened = tuple(one for one in before if not one.closed)
    errors = ErrorList()
    for one in opened:
        if ground.at.date() <= one.ends:
            errors.add(
                RowError(
                    SEMESTERS.heading,
                    0,
                    one.id,
                    text("The semester lasts until ${day}.", day=format_date(one.ends)),
                    text("Close it when its last day is over."),
                )
            )
    if opened and not reason:
        errors.add(
            RowError(
                SEMESTERS.heading,
                0,
                "",
                text("Say why: the reason is kept with the change."),
                text("Give the order of the closing."),
            )
        )
    if errors.count:
        return errors.problems((SEMESTERS.heading,))
    return ClosingIncoming(ground, opened, len(before) - len(opened), reason)


@attrs.frozen
class LoadIncoming:
    """The changes of the load (3.2)."""

    ground: Ground
    changes: LoadChanges

    @property
    def parts(self) -> tuple[Part, ...]:
        """The lines."""
        added = tuple(ShownChange(one.after.id, one.fields) for one in self.changes.added)
        changed = tuple(ShownChange(one.after.id, one.fields) for one in self.changes.changed)
        unchanged, missing = self.changes.unchanged, self.changes.missing
        return (Part(LOAD_HEADING, added, changed, unchanged, missing),)

    @property
    def notes(self) -> tuple[Text, ...]:
        """None: that an hour gives no journal yet is what the next step is for."""
        return ()

    @property
    def digest(self) -> str:
        """That of the changes."""
        return self.changes.digest

    def apply(self, act: Act, progress: Progress) -> None:
        """Apply them; see :func:`oshj_core.load.apply_load`."""
        stores = self.ground.stores
        apply_load(self.changes, stores.loads, stores.university, stores.audit, act)
        progress(len(self.changes.changes), len(self.changes.changes))


def plan_load_step(sheets: Sheets, ground: Ground) -> LoadIncoming | Problems:
    """What a sheet of the load would change, or all that is wrong with it."""
    university = ground.stores.university
    lines = read_load(sheets, university)
    if isinstance(lines, Problems):
        return lines
    return LoadIncoming(ground, plan_load(lines, ground.stores.loads, university))


@attrs.frozen
class TimetableIncoming:
    """The changes of the timetable; clashes stand for the reason given (3.2)."""

    ground: Ground
    changes: TimetableChanges
    despite: str

    @property
    def parts(self) -> tuple[Part, ...]:
        """The rooms and the lessons."""
        changes = self.changes
        rooms = [
            (
                one,
                _fields(
                    ROOM_COLUMNS, None if before is None else room_cells(before), room_cells(one)
                ),
            )
            for before, one in changes.rooms
        ]
        new = {room.id for before, room in changes.rooms if before is None}
        return (
            Part(
                ROOMS_HEADING,
                tuple(ShownChange(one.id, fields) for one, fields in rooms if one.id in new),
                tuple(ShownChange(one.id, fields) for one, fields in rooms if one.id not in new),
            ),
            Part(
                LESSONS_HEADING,
                tuple(
                    ShownChange(one.id, _fields(LESSON_COLUMNS, None, lesson_cells(one)))
                    for one in changes.added
                ),
                (
                    *(
                        ShownChange(
                            new.id, _fields(LESSON_COLUMNS, lesson_cells(old), lesson_cells(new))
                        )
                        for old, new in (*changes.changed, *changes.ended)
                    ),
                    *(
                        ShownChange(one.id, _fields(LESSON_COLUMNS, lesson_cells(one), None))
                        for one in changes.removed
                    ),
                ),
                changes.unchanged,
            ),
        )

    @property
    def notes(self) -> tuple[Text, ...]:
        """The clashes that stand."""
        return tuple(one.message for one in self.changes.clashes)

    @property
    def digest(self) -> str:
        """That of the changes."""
        return self.changes.digest

    def apply(self, act: Act, progress: Progress) -> None:
        """Apply them; see :func:`oshj_core.timetable.apply_timetable`."""
        host, audit = self.ground.timetable_host, self.ground.stores.audit
        apply_timetable(self.changes, host, audit, act, despite=self.despite, progress=progress)


def plan_timetable_step(
    sheets: Sheets, ground: Ground, despite: str
) -> TimetableIncoming | Problems:
    """What a workbook of the timetable would change, or all that is wrong with it; a clash is
    an error where no reason says why both are to stand."""
    host = ground.timetable_host
    file = read_timetable(sheets, host)
    changes = file if isinstance(file, Problems) else plan_timetable(file, host)
    if isinstance(changes, Problems):
        return changes
    if changes.clashes and not despite:
        errors = ErrorList()
        for clash in changes.clashes:
            errors.add(
                RowError(
                    LESSONS_HEADING,
                    0,
                    "",
                    clash.message,
                    text("Correct the file, or say why both are to stand."),
                )
            )
        return errors.problems((ROOMS_HEADING, LESSONS_HEADING))
    return TimetableIncoming(ground, changes, despite)


@attrs.frozen
class Remarked:
    """What a step would change, with a remark of its own before the others."""

    incoming: Incoming
    remark: Text

    @property
    def parts(self) -> Sequence[Part]:
        """Those of the step."""
        return self.incoming.parts

    @property
    def notes(self) -> tuple[Text, ...]:
        """The remark, then those of the step."""
        return (self.remark, *self.incoming.notes)

    @property
    def digest(self) -> str:
        """That of the step."""
        return self.incoming.digest

    def apply(self, act: Act, progress: Progress) -> None:
        """Apply the step."""
        self.incoming.apply(act, progress)


def _fields(
    columns: Sequence[Column], before: tuple[str, ...] | None, after: tuple[str, ...] | None
) -> tuple[FieldChange, ...]:
    empty = ("",) * len(columns)
    return tuple(
        FieldChange(column.heading, old, new)
        for column, old, new in zip(columns, before or empty, after or empty, strict=True)
        if old != new
    )
