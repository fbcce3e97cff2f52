"""The journal as a table: columns with what they stand for, rows as tuples of text and style.

The lessons of a module are followed by its control, the modules by the other controls, the
total and the letter.  A lesson's first column shows attendance and the first mark; each
further kind of work has a column of its own.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from oshj_core.cell_text import write_cell
from oshj_core.decisions import Decision, decide
from oshj_core.journal.reading import lesson_works
from oshj_core.journal.status import FillIn, LessonStatus, lesson_status
from oshj_core.register import Field
from oshj_core.roles import Actor, Permission, Role, Scope, ScopeKind, State
from oshj_core.work_kinds import WORK_KINDS
from oshj_portal.journal.cells import (
    EMPTY,
    Cell,
    lesson_cell,
    outside_cell,
    partial_cell,
    points_cell,
    struck_cell,
)
from oshj_portal.journal.roster import RosterLine, roster

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from oshj_core.grading import Component, Total
    from oshj_core.journal import Journal
    from oshj_core.ports import Lesson
    from oshj_core.roles import Facts
    from oshj_core.text import Text

LESSON, WORK, POINTS, COMPUTED, TOTAL, LETTER = "lwpcts"


@attrs.frozen
class Lock:
    """Why columns may not be changed: the state, the number of the module it closes or the short
    name of the control, and the decision with its clause."""

    state: State
    closes: int | str
    decision: Decision


@attrs.frozen
class Column:
    """One column.  ``kind`` is one of the letters above; ``sheet`` and ``field`` say where its
    cells are stored; ``lesson``, ``component`` and ``work`` what it shows."""

    kind: str
    sheet: str = ""
    field: int = Field.POINTS
    lesson: Lesson | None = None
    component: Component | None = None
    work: Text | None = None
    status: LessonStatus | None = None
    has_work: bool = False
    editable: bool = False
    lock: int | None = None
    today: bool = False


@attrs.frozen
class Row:
    """One student: the line of the roster, the number shown, the cells in column order."""

    number: int
    line: RosterLine
    cells: tuple[Cell, ...]

    @property
    def left(self) -> bool:
        """Whether the student is no longer in the group."""
        return self.line.member.left is not None

    @property
    def html(self) -> str:
        """The cells as the row of a table shows them."""
        return "".join([cell.html for cell in self.cells])


@attrs.frozen
class Grid:
    """The table of a journal."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    locks: tuple[Lock, ...]
    fill: FillIn

    @property
    def editable(self) -> bool:
        """Whether any cell may be changed."""
        return any(column.editable for column in self.columns)


def make_grid(journal: Journal, language: str) -> Grid:
    """The table of a journal as its actor may see it."""
    return _Maker(journal, language).grid()


class _Maker:
    def __init__(self, journal: Journal, language: str) -> None:
        self.journal = journal
        self.language = language
        self.slots = len(journal.register.roster())
        self.locks: list[Lock] = []
        self.held = {scope for _, scope in journal.act.actor.holdings}
        self.decided: dict[tuple[str, int, bool, str], tuple[bool, int | None]] = {}
        self.statuses: list[LessonStatus] = []
        self.totals: dict[int, Total] = journal.totals()

    def grid(self) -> Grid:
        columns, values = [], []
        for column, cells in self._columns():
            columns.append(column)
            values.append(cells)
        by_slot = list(zip(*values, strict=True))
        rows = tuple(
            Row(number, line, by_slot[line.slot])
            for number, line in enumerate(roster(self.journal), 1)
        )
        fill = FillIn(self.statuses.count(LessonStatus.FILLED), len(self.statuses))
        return Grid(tuple(columns), rows, tuple(self.locks), fill)

    def _columns(self) -> Iterator[tuple[Column, Sequence[Cell]]]:
        by_module: dict[int, list[Lesson]] = {}
        register = self.journal.register
        both = (*register.lessons(), *register.withdrawn())
        for lesson in sorted(both, key=lambda one: (one.date, one.slot, one.id)):
            by_module.setdefault(lesson.module, []).append(lesson)
        components = self.journal.scheme.components
        ends = {part.module for part in components if part.module is not None}
        for module in sorted(by_module.keys() | ends):
            for lesson in by_module.get(module, ()):
                yield from self._lesson(lesson)
            for component in components:
                if component.module == module:
                    yield self._component(component)
        for component in components:
            if component.module is None:
                yield self._component(component)
        totals = [self.totals[slot] for slot in range(self.slots)]
        yield Column(TOTAL), [total_cell(total) for total in totals]
        yield Column(LETTER), [letter_cell(total) for total in totals]

    def _lesson(self, lesson: Lesson) -> Iterator[tuple[Column, Sequence[Cell]]]:
        journal = self.journal
        state = journal.state(lesson)
        works = lesson_works(state)
        status: LessonStatus | None = None
        editable, lock = False, None
        if lesson.withdrawn is None:
            status = lesson_status(journal, lesson)
            self.statuses.append(status)
            editable, lock = self._lesson_rights(lesson)
        first = Column(
            LESSON,
            lesson.id,
            Field.ATTENDANCE,
            lesson,
            work=WORK_KINDS[works[0]].title if works else None,
            status=status,
            has_work=bool(works),
            editable=editable,
            lock=lock,
            today=lesson.date == journal.act.today,
        )
        members = {slot for slot, _ in journal.members_on(lesson)}
        find, attendance, mark = state.cells.get, Field.ATTENDANCE, Field.FIRST_WORK

        def shown(slot: int, cell: Cell) -> Cell:
            if lesson.withdrawn is not None:
                return struck_cell(cell)
            return cell if slot in members else outside_cell(cell)

        yield (
            first,
            [
                shown(slot, lesson_cell(find((slot, attendance)), find((slot, mark))))
                for slot in range(self.slots)
            ],
        )
        for field, work in enumerate(works[1:], Field.FIRST_WORK + 1):
            column = attrs.evolve(first, kind=WORK, field=field, work=WORK_KINDS[work].title)
            yield (
                column,
                [shown(slot, points_cell(find((slot, field)))) for slot in range(self.slots)],
            )

    def _component(self, component: Component) -> tuple[Column, Sequence[Cell]]:
        if component.lesson_rule is not None:
            parts = (self.totals[slot].parts.get(component.id) for slot in range(self.slots))
            return Column(COMPUTED, component=component), [decimal_cell(part) for part in parts]
        module = component.module if component.entry is None else None
        closes = module or component.short[self.language]
        editable, lock = self._rights(self.journal.control_facts(component), closes)
        column = Column(POINTS, component.id, component=component, editable=editable, lock=lock)
        cells = self.journal.control_state(component).cells
        return column, [points_cell(cells.get((slot, Field.POINTS))) for slot in range(self.slots)]

    def _lesson_rights(self, lesson: Lesson) -> tuple[bool, int | None]:
        """The rights in a lesson; lessons alike in all that a decision looks at share one."""
        journal = self.journal
        named = Scope(ScopeKind.LESSON, lesson.id) in self.held
        future = lesson.date > journal.act.today
        alike = (lesson.assignment, lesson.module, future, lesson.id if named else "")
        if alike not in self.decided:
            self.decided[alike] = self._rights(journal.lesson_facts(lesson), lesson.module)
        return self.decided[alike]

    def _rights(self, facts: Facts, closes: int | str) -> tuple[bool, int | None]:
        """Whether the actor may write there, and the number of the lock on it.

        A lock is shown to everybody: it is what the teacher of the lesson would be told.
        """
        teacher = Actor("", frozenset((Role.TEACHER, scope) for scope in facts.scopes))
        decision = decide(teacher, Permission.RECORD, facts)
        if decision.state is not None:
            lock = Lock(decision.state, closes, decision)
            if lock not in self.locks:
                self.locks.append(lock)
            return False, self.locks.index(lock)
        return decide(self.journal.act.actor, Permission.RECORD, facts).allowed, None


def decimal_cell(value: Decimal | None) -> Cell:
    """Computed points."""
    return EMPTY if value is None else points_cell(int(value * 100))


def total_cell(total: Total) -> Cell:
    """The total; of one that lacks components, the sum so far in the style ``p``."""
    cell = decimal_cell(total.points)
    return cell if total.complete else partial_cell(cell.text)


def letter_cell(total: Total) -> Cell:
    """The letter of a complete total."""
    return EMPTY if total.row is None else Cell(total.row.letter)


def total_values(total: Total) -> dict[str, object]:
    """A total as the grid shows it, for an answer in JSON."""
    return {
        "points": total_cell(total).text,
        "letter": letter_cell(total).text,
        "missing": list(total.missing),
    }


def mark_limits(journal: Journal) -> dict[str, str]:
    """What a mark of a lesson may be, for the check before sending."""
    mark = journal.scheme.lesson_mark
    return {
        name: write_cell(Field.POINTS, int(value * 100), decimal_mark=".")
        for name, value in (("min", mark.minimum), ("max", mark.maximum), ("step", mark.step))
    }
