"""Graduates leave and their groups are closed; all others are in the next course by themselves,
which follows from the year they entered (4.1, 7.5)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import attrs

from oshj_core.audit import AuditEvent
from oshj_core.errors import Invalid
from oshj_core.exchange import Part, ShownChange
from oshj_core.kyrgyz import format_date
from oshj_core.lists import (
    NOTES_SHEET,
    ErrorList,
    FieldChange,
    Problems,
    RowError,
    SheetReader,
    cells,
)
from oshj_core.lists.rows import heading_key
from oshj_core.membership import MoveKind, Moving
from oshj_core.rollover.promotion_sheet import (
    ASIDE_HEADINGS,
    GRADUATE_COLUMNS,
    GRADUATES_HEADING,
    GRADUATES_NAME,
    Graduation,
    graduation_cells,
)
from oshj_core.text import Text, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from oshj_core.journal import Act
    from oshj_core.lists import Row
    from oshj_core.lists.applying import Progress
    from oshj_core.people import Student
    from oshj_core.rollover.ground import Ground, Sheets

CLOSED = "group.close"


@attrs.frozen
class PromotionIncoming:
    """The groups that graduate, and which of their students still do."""

    ground: Ground
    graduations: tuple[tuple[Graduation, tuple[str, ...]], ...]
    unchanged: int

    @property
    def parts(self) -> tuple[Part, ...]:
        """The groups."""
        return (
            Part(GRADUATES_HEADING, (), tuple(map(self._shown, self.graduations)), self.unchanged),
        )

    def _shown(self, one: tuple[Graduation, tuple[str, ...]]) -> ShownChange:
        graduation, students = one
        heads = [column.heading for column in GRADUATE_COLUMNS[1:]]
        fields = [
            FieldChange(heading, "", after)
            for heading, after in zip(heads, graduation_cells(graduation)[1:], strict=True)
        ]
        fields.append(FieldChange("Студенттер", str(len(students)), "0"))
        return ShownChange(graduation.group, tuple(fields))

    @property
    def notes(self) -> tuple[Text, ...]:
        """How many groups go on."""
        going = {one.group for one, _ in self.graduations}
        groups = self.ground.stores.university.groups
        count = sum(1 for group in groups if not group.closed and group.id not in going)
        return (text("Groups that go on to the next course: ${count}", count=count),)

    @property
    def digest(self) -> str:
        """That of the graduations and their students."""
        return hashlib.sha256(repr(self.graduations).encode()).hexdigest()

    def apply(self, act: Act, progress: Progress) -> None:
        """Let the students leave by the order and close the groups.

        :raises NotAllowed: the actor may not move the students of a group.
        """
        stores = self.ground.stores
        moving = Moving(stores.university, stores.registers, stores.moves, stores.audit, act)
        total = sum(len(students) + 1 for _, students in self.graduations)
        done = 0
        for graduation, students in self.graduations:
            reason = f"{GRADUATES_HEADING}: {graduation.group}"
            for student in students:
                seen = len(stores.moves.of_student(student))
                moving.move(
                    student,
                    MoveKind.GRADUATION,
                    graduation.day,
                    graduation.order,
                    reason,
                    seen=seen,
                )
                progress(done := done + 1, total)
            self._close(graduation, act)
            progress(done := done + 1, total)

    def _close(self, graduation: Graduation, act: Act) -> None:
        stores = self.ground.stores
        group = stores.university.groups.get(graduation.group)
        stores.university.groups.put(attrs.evolve(group, closed=True))
        stores.audit.append(
            AuditEvent(
                act.millis,
                act.actor.id,
                CLOSED,
                f"group:{group.id}",
                after=format_date(graduation.day),
                reason=graduation.order,
                request=act.request,
            )
        )


def plan_promotion(sheets: Sheets, ground: Ground) -> PromotionIncoming | Problems:
    """What the sheet of graduates would change, or all that is wrong with it."""
    errors = ErrorList()
    graduations = []
    unchanged = 0
    for number, graduation in _read(sheets, ground, errors):
        students = _active(ground, graduation.group)
        if not students and ground.stores.university.groups.get(graduation.group).closed:
            unchanged += 1
            continue
        refusal = _refused(ground, graduation, students)
        if refusal is not None:
            heading = next(
                (one.heading for one in GRADUATE_COLUMNS if one.name == refusal.place), ""
            )
            errors.add(RowError(GRADUATES_HEADING, number, heading, refusal.text, refusal.advice))
        graduations.append((graduation, tuple(one.id for one in students)))
    if errors.count:
        return errors.problems((GRADUATES_HEADING,))
    return PromotionIncoming(ground, tuple(graduations), unchanged)


def _read(sheets: Sheets, ground: Ground, errors: ErrorList) -> Iterator[tuple[int, Graduation]]:
    found: Iterable[Row] | None = None
    for written, rows in sheets.items():
        key = heading_key(written)
        if key in (heading_key(GRADUATES_NAME), heading_key(GRADUATES_HEADING)):
            found = rows
        elif key != heading_key(NOTES_SHEET):
            errors.add(
                RowError(
                    cells.shown(written),
                    0,
                    "",
                    text("This sheet is not known"),
                    text("Name it as in the template, or take it out of the file."),
                )
            )
    if found is None:
        errors.add(
            RowError(
                GRADUATES_HEADING,
                0,
                "",
                text("This sheet is missing"),
                text("Add it as in the template; a sheet with headings alone changes nothing."),
            )
        )
        return
    yield from _rows(found, ground, errors)


def _rows(
    rows: Iterable[Row], ground: Ground, errors: ErrorList
) -> Iterator[tuple[int, Graduation]]:
    reader = SheetReader(GRADUATES_HEADING, GRADUATE_COLUMNS, errors, ASIDE_HEADINGS)
    first: dict[str, int] = {}
    for number, texts in reader.begin(rows):
        before = errors.count
        row = reader.read(number, texts)
        group = row["group"]
        if group and group not in ground.stores.university.groups:
            refusal = Invalid(
                text("There is no “${code}”", code=group),
                advice=text("Write the code of a group of the lists."),
            )
            reader.refuse(number, "group", refusal)
        elif group and first.setdefault(group, number) != number:
            refusal = Invalid(
                text("The code ${code} stands in row ${row} already", code=group, row=first[group]),
                advice=text("Take one of the two rows out."),
            )
            reader.refuse(number, "group", refusal)
        if errors.count == before and reader.complete:
            yield number, Graduation(**row)


def _active(ground: Ground, group: str) -> tuple[Student, ...]:
    return tuple(one for one in ground.stores.university.students_of(group) if one.active)


def _refused(
    ground: Ground, graduation: Graduation, students: tuple[Student, ...]
) -> Invalid | None:
    """Why the group cannot graduate on that day, if it cannot."""
    if graduation.day > ground.at.date():
        return Invalid(text("The day lies ahead: enter the move when it has come."), place="day")
    university, registers = ground.stores.university, ground.stores.registers
    last = max(
        (
            semester.ends
            for register in registers.of_group(graduation.group)
            if (semester := university.semesters.get(register.semester)).closed
        ),
        default=None,
    )
    if last is not None and graduation.day <= last:
        # 5.7: the rosters of a closed semester stay as they are.
        return Invalid(
            text("The semester that ends on ${day} is closed.", day=format_date(last)),
            place="day",
            clause="5.7",
            advice=text("Give a day after it, or leave the closing for later."),
        )
    known = {one.id for one in students}
    changed = [
        day
        for register in registers.of_group(graduation.group)
        for member in register.roster()
        if member.student in known
        for day in (member.joined, member.left)
        if day is not None
    ]
    changed += [move.day for one in students for move in ground.stores.moves.of_student(one.id)]
    latest = max(changed, default=None)
    if latest is not None and graduation.day < latest:
        return Invalid(
            text("The lists know of a change on ${day} already.", day=format_date(latest)),
            place="day",
            advice=text("Give that day or a later one."),
        )
    return None
