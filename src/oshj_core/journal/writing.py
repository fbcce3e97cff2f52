"""What may be done in a journal.

Every method asks :func:`oshj_core.decisions.require` first, stores all or nothing, and changes
nothing when it is called again with the same values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.decisions import require
from oshj_core.errors import Conflict, Invalid, NotAllowed
from oshj_core.journal.act import Act
from oshj_core.journal.ids import LONGEST_ID, is_safe_id
from oshj_core.journal.reading import JournalReader, lesson_works
from oshj_core.kyrgyz import normalise
from oshj_core.numbers import is_whole
from oshj_core.ports import Lesson
from oshj_core.register import (
    CLEARED,
    WITHDRAWN,
    WORKS,
    Entry,
    EntryKind,
    Field,
    PackedSheet,
    SheetState,
    cells_of,
    pack,
)
from oshj_core.roles import Facts, Permission, Role, Scope, ScopeKind
from oshj_core.text import text
from oshj_core.work_kinds import WORK_KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from oshj_core.grading import Component
    from oshj_core.structure import Assignment

MAX_TOPIC = 300
OPENED = "opened"
"""The fact by which the log of a lesson tells that it was opened."""
SLOTS = range(1, 21)
"""The numbers a lesson of the day (пара) may have."""


@attrs.frozen
class Write:
    """A value for one cell.  ``expected`` is the value the writer saw there (``CLEARED`` for an
    empty cell); ``None`` writes over whatever there is."""

    slot: int
    field: int
    value: int
    expected: int | None = None


class Journal(JournalReader):
    """A register seen by one actor in one request, to be read and written."""

    def open_lesson(
        self, assignment: Assignment, day: date, slot: int, identifier: str, room: str = ""
    ) -> Lesson:
        """Open a lesson under an assignment of this journal (3.4).

        Opening the same hour again gives the lesson that is there; one that was withdrawn is held
        again, with what was entered in it.  A substitute named for a
        planned lesson opens it under the id the timetable gives it: a host takes ``identifier``
        from there or makes it, and never lets it be chosen.

        :raises NotAllowed: not the actor's assignment; the module is locked.
        :raises Invalid: the assignment is of another journal; the day is outside the
            semester's modules or yet to come; no such slot of the day; the id is no id, see
            :func:`oshj_core.journal.ids.is_safe_id`, or already that of another sheet.
        """
        module = self.semester.module_on(day) if day >= self.semester.starts else None
        scopes = (
            Scope(ScopeKind.LESSON, identifier),
            Scope(ScopeKind.ASSIGNMENT, assignment.id),
            *self.scopes,
        )
        states = frozenset(self._module_states(module.number) if module else self._year_states())
        require(self.act.actor, Permission.OPEN_LESSON, Facts(scopes, states))
        if assignment.id not in {known.id for known in self.assignments}:
            raise Invalid(text("The assignment is of another journal."), place="assignment")
        if module is None:
            raise Invalid(text("The day lies outside the modules of the semester."), place="date")
        if day > self.act.today:
            raise Invalid(
                text("A lesson is opened on the day it is held, not before."),
                place="date",
                clause="4.3",
            )
        own = (Role.TEACHER, Scope(ScopeKind.ASSIGNMENT, assignment.id))
        if day < self.act.today and own not in self.act.actor.holdings:
            # 4.3: a substitution gives the lessons of its days, not those before it.
            raise NotAllowed(
                text("A substitute opens a lesson on its own day."),
                clause="4.3",
                advice=text("The teacher opens a lesson of an earlier day."),
            )
        if not is_whole(slot) or slot not in SLOTS:
            raise Invalid(text("There is no such lesson of the day."), place="slot")
        lessons = self.register.lessons()
        for lesson in lessons:
            if (lesson.assignment, lesson.date, lesson.slot) == (assignment.id, day, slot):
                return lesson
        if not is_safe_id(identifier):
            raise Invalid(
                text(
                    "The id of a lesson is made of at most ${limit} letters, digits and hyphens.",
                    limit=LONGEST_ID,
                ),
                place="lesson",
            )
        taken_back = {
            one.id for one in self.register.withdrawn() if one.assignment != assignment.id
        }
        taken = {lesson.id for lesson in lessons} | taken_back
        taken |= {part.id for part in self.scheme.components}
        if identifier in taken:
            raise Invalid(text("The id stands for another lesson."), place="lesson")
        opened = Lesson(
            identifier,
            assignment.id,
            assignment.teacher,
            day,
            slot,
            assignment.kind,
            module.number,
            assignment.subgroup,
            room.strip(),
        )
        self.watch_lock(module.number)
        again = any(one.id == identifier for one in self.register.withdrawn())
        self.register.put_lesson(opened)
        facts = ((OPENED, str(day)), *(((WITHDRAWN, ""),) if again else ()))
        self._enter(opened.id, EntryKind.FACTS, facts=facts)
        return opened

    def describe(
        self,
        lesson: Lesson,
        *,
        topic: str | None = None,
        works: Sequence[str] | None = None,
        task: str | None = None,
        expected: Mapping[str, str] | None = None,
    ) -> None:
        """Set the topic, the kinds of work and the independent-work task of a lesson (3.4).

        Fields are columns of the register, so a kind of work that already has marks stays.
        ``expected`` holds what the writer saw of each; a difference is a ``Conflict``.

        :raises NotFound: the lesson is not in this register.
        :raises NotAllowed: not the actor's, or locked (4.3).
        :raises Invalid: an over-long text; an unknown kind of work; one removed or moved that
            has marks; the lesson was withdrawn.
        """
        lesson = self.register.lesson(lesson.id)  # the caller's copy may be older than a lock
        require(self.act.actor, Permission.RECORD, self.lesson_facts(lesson))
        if lesson.withdrawn is not None:
            raise Invalid(text("The lesson was withdrawn."), place="lesson", clause="1.4")
        state = self.state(lesson)
        wanted: dict[str, str] = {}
        for name, written in (("topic", topic), ("task", task)):
            if written is not None:
                wanted[name] = normalise(written)
                if len(wanted[name]) > MAX_TOPIC:
                    raise Invalid(
                        text("At most ${limit} characters fit here.", limit=MAX_TOPIC), place=name
                    )
        if works is not None:
            wanted[WORKS] = " ".join(self._checked_works(state, works))
        for name, seen in (expected or {}).items():
            stored = state.facts.get(name, "")
            if name in wanted and stored not in (seen, wanted[name]):
                raise Conflict(
                    text("Somebody changed this meanwhile."),
                    stored=stored,
                    offered=wanted[name],
                    place=name,
                )
        changed = tuple(
            (name, value) for name, value in wanted.items() if state.facts.get(name, "") != value
        )
        if changed:
            self.watch_lock(lesson.module)
            self._enter(lesson.id, EntryKind.FACTS, facts=changed)

    def _checked_works(self, state: SheetState, works: Sequence[str]) -> Sequence[str]:
        if len(set(works)) != len(works):
            raise Invalid(text("A kind of work is named twice."), place="works")
        for identifier in works:
            if identifier not in WORK_KINDS:
                raise Invalid(
                    text("There is no kind of work “${id}”.", id=identifier), place="works"
                )
        for number, identifier in enumerate(lesson_works(state)):
            marked = any(field == Field.FIRST_WORK + number for _, field in state.cells)
            if marked and (number >= len(works) or works[number] != identifier):
                raise Invalid(text("This kind of work already has marks; it stays."), place="works")
        return works

    def record(self, sheet: str, writes: Sequence[Write], reason: str = "") -> None:
        """Set cells of a lesson or a control: all of them or none; of two values for one cell
        the last is meant.

        :raises NotFound: no such lesson or control.
        :raises NotAllowed: not the actor's, or locked (4.3).
        :raises Invalid: a slot, field or value the sheet does not have; a component that is
            computed.
        :raises Conflict: a cell does not hold what the writer saw.
        """
        self._check_entered(sheet)
        written = self.sheet(sheet)
        require(self.act.actor, Permission.RECORD, written.facts)
        for write in writes:
            self.check_cell(written, write.slot, write.field, write.value)
        meant = {(write.slot, write.field): write for write in writes}
        changed = [
            (write.slot, write.field, write.value)
            for write in meant.values()
            if self._changes(write, written.state)
        ]
        if changed:
            self.watch_lock(written.module)
            self._enter(sheet, EntryKind.CELLS, cells=cells_of(changed), reason=reason)

    def _check_entered(self, sheet: str) -> None:
        for component in self.scheme.components:
            if component.id == sheet and component.source != "entered":
                raise Invalid(
                    text(
                        "${component} is computed from the marks of the lessons.", component=sheet
                    ),
                    place="sheet",
                    clause="2.9",
                    advice=text("Enter or correct the marks of the lessons."),
                )

    @staticmethod
    def _changes(write: Write, state: SheetState) -> bool:
        """Whether the write changes anything; raises if somebody else was faster."""
        stored = state.cells.get((write.slot, write.field), CLEARED)
        if write.value == stored:
            return False
        if write.expected is not None and write.expected != stored:
            raise Conflict(
                text("Somebody changed this cell meanwhile."),
                stored=stored,
                offered=write.value,
                place=f"{write.slot}.{write.field}",
            )
        return True

    def publish(self, component: Component) -> None:
        """Publish the intermediate total: its module locks and is sealed with all controls
        and lessons it has (4.3); a control of no module locks alone.

        :raises NotFound: no such control.
        :raises NotAllowed: not the actor's journal; already published; window closed.
        :raises Invalid: of a student of the roster there are neither points, nor is it said that
            the student did not come.
        """
        component = self.control(component.id)
        require(self.act.actor, Permission.PUBLISH_TOTAL, self.control_facts(component))
        module = component.module
        controls = (component,) if module is None else self._controls_of(module)
        for control in controls:
            missing = self.missing_points(control)
            if missing:
                raise Invalid(
                    text(
                        "${count} students have no points yet: ${students}.",
                        count=len(missing),
                        students=", ".join(missing),
                    ),
                    place=control.id,
                    clause="4.3",
                    advice=text("Enter points, or that they did not come."),
                )
        self._enter(component.id, EntryKind.PUBLISH)
        if module is not None:
            self.register.seal(module, self._packed(module))
            self.forget()

    def _controls_of(self, module: int) -> tuple[Component, ...]:
        return tuple(control for control in self.controls if control.module == module)

    def _packed(self, module: int) -> dict[str, PackedSheet]:
        slots = len(self.register.roster())
        # 4.3: an entry that comes in at the same time must not slip past the lock.
        self.watch_lock(module)
        sheets = {
            control.id: pack(self.control_state(control), slots)
            for control in self._controls_of(module)
        }
        for lesson in self.register.lessons():
            if lesson.module == module:
                self.register.watch(lesson.id)
                sheets[lesson.id] = pack(self.state(lesson), slots)
        return sheets

    def watch_lock(self, module: int | None) -> None:
        """Make the transaction fail if the total of the module is published meanwhile (4.3)."""
        if module is not None:
            for control in self._controls_of(module):
                self.register.watch(control.id)

    def _enter(
        self,
        sheet: str,
        kind: EntryKind,
        *,
        cells: bytes = b"",
        facts: tuple[tuple[str, str], ...] = (),
        reason: str = "",
    ) -> None:
        log = self.register.log(sheet)
        entry = next_entry(log, self.act, kind, cells=cells, facts=facts, reason=reason)
        self.register.append(sheet, entry)
        self.forget(sheet)


def next_entry(
    log: Sequence[Entry],
    act: Act,
    kind: EntryKind,
    *,
    cells: bytes = b"",
    facts: tuple[tuple[str, str], ...] = (),
    reason: str = "",
) -> Entry:
    """The entry of an act for the end of a log.

    It comes after what was seen: the clocks of two hosts may differ, and the fold goes by time.
    """
    seen = max((entry.at for entry in log), default=0)
    at = max(act.millis, seen + 1)
    return Entry(kind, at, act.actor.id, act.request, cells, facts, reason)
