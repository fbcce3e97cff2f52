"""What a solved timetable would change here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from oshj_core.exchange import Part, ShownChange
from oshj_core.journal import Act
from oshj_core.lists import ErrorList, FieldChange, Problems, RowError
from oshj_core.lists.applying import Progress
from oshj_core.ports import AuditTrail
from oshj_core.text import Text, text
from oshj_core.timetable import (
    TimetableChanges,
    TimetableFile,
    TimetableHost,
    WeeklyLesson,
    apply_timetable,
    plan_timetable,
    read_timetable,
)
from oshj_core.timetable.index import lesson_of
from oshj_core.timetable.reading import same_lesson
from oshj_core.timetable.sheet import LESSON_COLUMNS, LESSONS_HEADING, lesson_cells
from oshj_plugins.fet.host import weekly_of
from oshj_plugins.fet.taking import Sheet


@attrs.frozen
class FetIncoming:
    """Implements :class:`oshj_core.exchange.Incoming` for a timetable without clashes."""

    changes: TimetableChanges
    host: TimetableHost
    audit: AuditTrail
    remarks: tuple[Text, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """The weekly lessons; one that goes or ends sooner is a change."""
        changes = self.changes
        changed = (
            *(_shown(old, new) for old, new in (*changes.changed, *changes.ended)),
            *(_shown(lesson, None) for lesson in changes.removed),
        )
        added = tuple(_shown(None, lesson) for lesson in changes.added)
        return (Part(LESSONS_HEADING, added, changed, changes.unchanged),)

    @property
    def notes(self) -> tuple[Text, ...]:
        """What goes because the file leaves it out, then what of the file is not read."""
        left_out = len(self.changes.removed) + len(self.changes.ended)
        if not left_out:
            return self.remarks
        goes = text(
            "Lessons of the load's rows that the file names, but which it leaves out: ${count}. "
            "They are removed, or end with the last one opened in a journal.",
            count=left_out,
        )
        return (goes, *self.remarks)

    @property
    def digest(self) -> str:
        """That of the changes."""
        return self.changes.digest

    def apply(self, act: Act, progress: Progress) -> None:
        """Apply the timetable; see :func:`oshj_core.timetable.apply_timetable`."""
        apply_timetable(self.changes, self.host, self.audit, act, progress=progress)


def compare(
    sheet: Sheet, host: TimetableHost, audit: AuditTrail, semester: str, file: str
) -> FetIncoming | Problems:
    """What the sheet would change; a lesson that cannot be, or clashes, is an error at its
    activity (3.2).

    :param file: what errors call the file.
    """
    read = read_timetable({LESSONS_HEADING: sheet.rows}, host)
    if isinstance(read, Problems):
        return _placed(read, sheet, file)
    lessons: Mapping[int, WeeklyLesson] = read.lessons
    kept = [one for one in weekly_of(host, semester).kept if one.assignment in sheet.named]
    errors = ErrorList()
    taken = {same_lesson(one): one for one in kept}
    for number, lesson in lessons.items():
        if same_lesson(lesson) in taken:
            _at(
                errors,
                sheet,
                file,
                number,
                text("A lesson with dates of its own stands in this hour, and it stays"),
                text("Choose another hour, or remove that lesson from the timetable first."),
            )
    # Negative numbers: they are no rows of the sheet.
    whole = {**lessons, **{-number: one for number, one in enumerate(kept, 1)}}
    changes = plan_timetable(TimetableFile((), whole), host)
    if isinstance(changes, Problems):
        return _placed(changes, sheet, file)
    numbers = {lesson.id: number for number, lesson in _as_stored(changes, lessons)}
    for clash in changes.clashes:
        number = next(numbers[lesson_of(one)] for one in clash.parties if lesson_of(one) in numbers)
        _at(
            errors,
            sheet,
            file,
            number,
            clash.message,
            text("Let FET solve it again, or load a workbook and say why both are to stand."),
        )
    if errors.count:
        return errors.problems((file,))
    return FetIncoming(changes, host, audit, sheet.notes)


def _as_stored(
    changes: TimetableChanges, lessons: Mapping[int, WeeklyLesson]
) -> Iterator[tuple[int, WeeklyLesson]]:
    """The row of each lesson that is added or changed, under the id it will have."""
    numbers = {same_lesson(lesson): number for number, lesson in lessons.items()}
    for lesson in (*changes.added, *(after for _, after in changes.changed)):
        yield numbers[same_lesson(lesson)], lesson


def _shown(before: WeeklyLesson | None, after: WeeklyLesson | None) -> ShownChange:
    empty = ("",) * len(LESSON_COLUMNS)
    old = lesson_cells(before) if before is not None else empty
    new = lesson_cells(after) if after is not None else empty
    fields = (
        FieldChange(column.heading, one, two)
        for column, one, two in zip(LESSON_COLUMNS, old, new, strict=True)
    )
    lesson = after or before
    return ShownChange(
        lesson.assignment if lesson else "",
        tuple(field for field in fields if field.before != field.after),
    )


def _placed(problems: Problems, sheet: Sheet, file: str) -> Problems:
    """The errors of our sheet at the activities they come from."""

    def moved(error: RowError) -> RowError:
        activity = sheet.activities.get(error.row)
        if activity is None:
            return attrs.evolve(error, sheet=file, row=0)
        return attrs.evolve(
            error,
            sheet=file,
            row=activity.line,
            column=", ".join(filter(None, (f"Activity {activity.id}", error.column))),
        )

    return Problems(tuple(map(moved, problems.errors)), problems.count)


def _at(errors: ErrorList, sheet: Sheet, file: str, number: int, what: Text, advice: Text) -> None:
    activity = sheet.activities[number]
    errors.add(RowError(file, activity.line, f"Activity {activity.id}", what, advice))
