"""What a journal says and what a decision about it needs to know."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from oshj_core.academic_calendar.resolving import semester_of
from oshj_core.cell_text import points
from oshj_core.errors import Invalid, NotFound
from oshj_core.grading import (
    Absence,
    Admission,
    Attended,
    Component,
    ComponentKind,
    Conclusion,
    Scheme,
    Total,
    compute_total,
    conclude,
)
from oshj_core.grading import admission as admission_of
from oshj_core.grading.choice import scheme_of
from oshj_core.journal.act import Act
from oshj_core.journal.scopes import unit_scopes
from oshj_core.numbers import is_whole
from oshj_core.ports import Lesson, Member
from oshj_core.register import (
    CLEARED,
    WORKS,
    Attendance,
    Field,
    Missed,
    PackedSheet,
    SheetState,
    fold,
    unpack,
)
from oshj_core.roles import Facts, Scope, ScopeKind, State
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from oshj_core.calendar import Window
    from oshj_core.ports import Register, University
    from oshj_core.structure import Assignment

_ABSENCES: dict[int | None, Absence] = {
    Missed.ABSENT: Absence.UNEXCUSED,
    Missed.EXCUSED: Absence.EXCUSED,
}


@attrs.frozen
class Sheet:
    """A lesson or a control as the rules see it.

    ``fields`` are the columns it has, ``slots`` the places of the students who belong to it;
    ``component`` is the id of the control, ``None`` for a lesson; ``day`` that of the lesson.
    """

    id: str
    module: int | None
    facts: Facts
    state: SheetState
    fields: frozenset[int]
    slots: frozenset[int]
    component: str | None = None
    day: date | None = None


class JournalReader:
    """A register, the rules that govern it, and the act that is going on: what it says."""

    def __init__(self, register: Register, university: University, act: Act) -> None:
        self.register = register
        self.university = university
        self.act = act
        self.semester = semester_of(university, register.group, register.semester)
        self._folded: dict[str, SheetState] = {}
        self._sealed: dict[int, dict[str, PackedSheet] | None] = {}
        self._members: dict[tuple[date, int], tuple[tuple[int, Member], ...]] = {}

    @cached_property
    def scheme(self) -> Scheme:
        """The grading scheme the journal was opened with."""
        return scheme_of(self.register.scheme)

    @cached_property
    def assignments(self) -> tuple[Assignment, ...]:
        """Who teaches what of it."""
        register = self.register
        return tuple(
            assignment
            for assignment in self.university.assignments_in(register.group)
            if assignment.subject == register.subject and assignment.semester == register.semester
        )

    @cached_property
    def scopes(self) -> tuple[Scope, ...]:
        """The scopes the journal lies in, from the journal up to the university."""
        group = self.university.groups.get(self.register.group)
        scopes = [Scope(ScopeKind.JOURNAL, self.register.id), Scope(ScopeKind.GROUP, group.id)]
        return (*scopes, *unit_scopes(self.university, group.unit))

    @cached_property
    def _taught(self) -> tuple[Scope, ...]:
        return tuple(Scope(ScopeKind.ASSIGNMENT, assignment.id) for assignment in self.assignments)

    @property
    def facts(self) -> Facts:
        """The facts of the journal as a whole: its places, and whether its year is closed."""
        return Facts((*self._taught, *self.scopes), frozenset(self._year_states()))

    def lesson_facts(self, lesson: Lesson) -> Facts:
        """The facts of a lesson: its own assignment only, and the locks of its module."""
        states = set(self._module_states(lesson.module))
        if lesson.date > self.act.today:
            states.add(State.FUTURE)
        scopes = (
            Scope(ScopeKind.LESSON, lesson.id),
            Scope(ScopeKind.ASSIGNMENT, lesson.assignment),
            *self.scopes,
        )
        return Facts(scopes, frozenset(states))

    def control_facts(self, component: Component) -> Facts:
        """The facts of a control: any teacher of the journal, its window and its own lock."""
        states = set(self._year_states())
        window = self.entry_window(component)
        if window is None or self.act.today not in window:  # 4.3
            states.add(State.OUTSIDE_WINDOW)
        if self._is_published(component):
            states.add(State.PUBLISHED)
        return Facts((*self._taught, *self.scopes), frozenset(states))

    def entry_window(self, component: Component) -> Window | None:
        """When the points of a control may be entered (4.3): in its own window, in that of its
        module, or all semester; ``None``: never, as the semester has neither."""
        try:
            return self.scheme.entry_window(component.id, self.semester)
        except (Invalid, NotFound):
            return None

    def _is_published(self, component: Component) -> bool:
        if component.module is not None:
            return self._sealed_module(component.module) is not None
        return self.control_state(component).published is not None

    def _year_states(self) -> Iterable[State]:
        if self.semester.closed:
            yield State.CLOSED_YEAR

    def _module_states(self, number: int) -> Iterable[State]:
        # 4.3: locked = the module's total is published, or its entry window is not open.
        yield from self._year_states()
        module = self.semester.module(number)
        if module is None or self.act.today not in module.entry:
            yield State.OUTSIDE_WINDOW
        if self._sealed_module(number) is not None:
            yield State.PUBLISHED

    def is_locked_on(self, day: date) -> bool:
        """Whether a lesson of that day can be opened no more: outside the modules, or in one
        that is locked today (4.3)."""
        module = self.semester.module_on(day)
        return module is None or any(True for _ in self._module_states(module.number))

    @cached_property
    def controls(self) -> tuple[Component, ...]:
        """The components whose points are entered by hand."""
        return tuple(part for part in self.scheme.components if part.source == "entered")

    def control(self, identifier: str) -> Component:
        """The control of that component.  Raises :class:`~oshj_core.errors.NotFound`."""
        for component in self.controls:
            if component.id == identifier:
                return component
        raise NotFound("control", identifier)

    def sheet(self, identifier: str) -> Sheet:
        """The lesson or control of that id.

        :raises NotFound: there is none.
        """
        for component in self.controls:
            if component.id == identifier:
                return Sheet(
                    identifier,
                    component.module,
                    self.control_facts(component),
                    self.control_state(component),
                    frozenset({Field.POINTS}),
                    frozenset(range(len(self.register.roster()))),
                    component.id,
                )
        lesson = self.register.lesson(identifier)
        if lesson.withdrawn is not None:
            raise NotFound("lesson", identifier)
        state = self.state(lesson)
        works = len(lesson_works(state))
        return Sheet(
            identifier,
            lesson.module,
            self.lesson_facts(lesson),
            state,
            frozenset({Field.ATTENDANCE, *range(Field.FIRST_WORK, Field.FIRST_WORK + works)}),
            frozenset(slot for slot, _ in self.members_on(lesson)),
            day=lesson.date,
        )

    def check_cell(self, sheet: Sheet, slot: int, field: int, value: int) -> None:
        """Raise unless the sheet has the cell and the scheme allows the value (2.4).

        :raises Invalid: the student does not belong to it; it has no such column; the value
            is no whole number, no attendance, no mark of the scheme, and of a control no
            ``Missed``.
        """
        if not is_whole(slot) or slot not in sheet.slots:
            raise Invalid(text("The student does not belong to this lesson."), place="student")
        if not is_whole(field) or field not in sheet.fields:
            raise Invalid(
                text("Name the kind of work first, then give marks for it."), place="works"
            )
        if not is_whole(value):
            raise Invalid(text("This is no value of a cell."), place="value")
        if value == CLEARED:
            return
        if sheet.component is not None and value in list(Missed):
            return
        if field != Field.ATTENDANCE:
            self._check_mark(value, sheet.component)
        elif value not in list(Attendance):
            raise Invalid(text("This is no attendance."), place="attendance")

    def _check_mark(self, value: int, component: str | None) -> None:
        try:
            self.scheme.parse_mark(str(points(value)), component)
        except Invalid as refusal:
            raise Invalid(
                refusal.text,
                place=refusal.place,
                clause=refusal.clause,
                advice=text("A value is whole hundredths: 5 is written as 500."),
            ) from None

    def state(self, lesson: Lesson) -> SheetState:
        """What the lesson says now; of a sealed module, what it said when it was sealed."""
        if lesson.withdrawn is not None:
            return fold(self.register.log(lesson.id))
        return self._sheet(lesson.id, lesson.module)

    def control_state(self, component: Component) -> SheetState:
        """The points of a control."""
        return self._sheet(component.id, component.module)

    def _sheet(self, sheet: str, module: int | None) -> SheetState:
        if sheet not in self._folded:
            sealed = self._sealed_module(module) if module is not None else None
            if sealed is None:
                self._folded[sheet] = fold(self.register.log(sheet))
            else:
                self._folded[sheet] = unpack(sealed[sheet]) if sheet in sealed else SheetState()
        return self._folded[sheet]

    def _sealed_module(self, number: int) -> dict[str, PackedSheet] | None:
        if number not in self._sealed:
            self._sealed[number] = self.register.sealed(number)
        return self._sealed[number]

    def forget(self, sheet: str | None = None) -> None:
        """Read a sheet, or all of them, anew: something was written."""
        self.__dict__.pop("_lesson_marks", None)
        if sheet is None:
            self._folded.clear()
            self._sealed.clear()
        else:
            self._folded.pop(sheet, None)

    def members_on(self, lesson: Lesson) -> tuple[tuple[int, Member], ...]:
        """The slots and members who belong to the lesson: that day, that subgroup."""
        key = (lesson.date, lesson.subgroup)
        if key not in self._members:
            self._members[key] = tuple(
                (slot, member)
                for slot, member in enumerate(self.register.roster())
                if (stay := member.stay_on(lesson.date)) is not None
                and (not lesson.subgroup or stay.subgroup == lesson.subgroup)
            )
        return self._members[key]

    @cached_property
    def counts_lesson_marks(self) -> bool:
        """Whether the scheme computes points from the marks of lessons."""
        return any(part.lesson_rule is not None for part in self.scheme.components)

    @cached_property
    def _lesson_marks(self) -> dict[int, list[Decimal]]:
        marks: dict[int, list[Decimal]] = {}
        for lesson in self.register.lessons():
            for (slot, field), value in self.state(lesson).cells.items():
                if field != Field.ATTENDANCE:
                    marks.setdefault(slot, []).append(points(value))
        return marks

    def recorded(self, slot: int) -> tuple[dict[str, Decimal], tuple[Decimal, ...]]:
        """What the total of a slot is computed from: the points of the controls by component,
        and the marks of the lessons where the scheme counts them."""
        entered = {}
        for component in self.controls:
            value = self.control_state(component).value(slot, Field.POINTS)
            if value is not None and value not in _ABSENCES:
                entered[component.id] = points(value)
        marks = self._lesson_marks.get(slot, ()) if self.counts_lesson_marks else ()
        return entered, tuple(marks)

    def totals(self, slots: Iterable[int] | None = None) -> dict[int, Total]:
        """The totals of those slots, of all by default."""
        wanted = range(len(self.register.roster())) if slots is None else slots
        return {slot: compute_total(self.scheme, *self.recorded(slot)) for slot in wanted}

    def absences(self, slot: int) -> dict[str, Absence]:
        """The controls a slot has missed, by component: without an excuse or with one."""
        values = {
            part.id: self.control_state(part).value(slot, Field.POINTS) for part in self.controls
        }
        return {part: _ABSENCES[value] for part, value in values.items() if value in _ABSENCES}

    def attended(self, slot: int) -> Attended:
        """The lessons of a slot whose attendance is marked, as an admission asks for them."""
        marked = Counter(
            attendance
            for lesson in self.register.lessons()
            if slot in dict(self.members_on(lesson))
            and (attendance := self.state(lesson).attendance(slot)) is not None
        )
        here = marked[Attendance.PRESENT] + marked[Attendance.LATE]
        return Attended(marked.total(), here, marked[Attendance.EXCUSED])

    def conclusion(
        self, slot: int, *, admission: Admission | None = None, language: str = "ky"
    ) -> Conclusion:
        """What the points and the absences of a slot come to.

        Once every other control has points, or was missed without an excuse, the scheme's rule
        of ``admission`` is asked with what the journal holds; a host that knows more, such as
        documents for missed lessons, gives its own.  ``language``: of names in the steps.
        """
        total = compute_total(self.scheme, *self.recorded(slot))
        absences = self.absences(slot)
        if admission is None and self._is_before_final(total, absences):
            admission = admission_of(self.scheme, total, self.attended(slot), language=language)
        return conclude(self.scheme, total, absences, admission=admission, language=language)

    def _is_before_final(self, total: Total, absences: Mapping[str, Absence]) -> bool:
        return all(
            part.id in total.parts or absences.get(part.id) is Absence.UNEXCUSED
            for part in self.controls
            if part.kind is not ComponentKind.FINAL
        )

    def missing_points(self, component: Component) -> tuple[str, ...]:
        """The students of today's roster of whom a control says nothing yet: neither points nor
        that they did not come."""
        state = self.control_state(component)
        return tuple(
            member.student
            for slot, member in enumerate(self.register.roster())
            if member.belongs_on(self.act.today) and state.value(slot, Field.POINTS) is None
        )


def lesson_works(state: SheetState) -> tuple[str, ...]:
    """The ids of the kinds of work of a lesson, in the order of their fields."""
    return tuple(state.facts.get(WORKS, "").split())
