"""A plan as the rows of a sheet: written, pasted, read from a file, compared (2.3).

A row holds a topic; a row without a topic holds one more task of the topic above it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from oshj_core.errors import Invalid
from oshj_core.kyrgyz import fold, format_date, format_number, parse_decimal
from oshj_core.lists import Column, Problems
from oshj_core.lists import cells as lists_cells
from oshj_core.lists.problems import ErrorList
from oshj_core.lists.rows import SheetReader
from oshj_core.planning.plan import Task, Topic, check_topics
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from oshj_core.calendar import Semester
    from oshj_core.lists import Row
    from oshj_core.structure import LessonKind

PLAN_SHEET = "План"
"""The heading of the sheet."""

TASK_WORKS = {"independent-individual": "жеке", "independent-collective": "жамааттык"}
"""The words for whether a task is done alone or together, by kind of work."""

_WORKS = {
    fold(word): work
    for work, words in {
        "independent-individual": ("жеке", "жекече", "индивидуальная", "individual"),
        "independent-collective": ("жамааттык", "топтук", "коллективная", "collective"),
    }.items()
    for word in (work, *words)
}


def _read_hours(written: str) -> Decimal:
    return parse_decimal(written, 2)


def _read_work(written: str) -> str:
    try:
        return _WORKS[fold(written)]
    except KeyError:
        raise Invalid(
            text("“${value}” is not known here", value=lists_cells.shown(written)),
            advice=text("Write one of these: ${words}.", words=", ".join(TASK_WORKS.values())),
        ) from None


def _kind_word(kind: LessonKind) -> str:
    return lists_cells.LESSON_KINDS[kind][0]


PLAN_COLUMNS: tuple[Column, ...] = (
    Column(
        "number",
        "№",
        text("Counted anew from 1 when the plan is read; may be left empty."),
        lists_cells.written_text(20),
        str,
        required=False,
    ),
    Column(
        "topic",
        "Тема",
        text("The topic; empty in a row that holds one more task of the topic above it."),
        str,
        str,
        required=False,
    ),
    Column(
        "hours",
        "Саат",
        text("Academic hours of the topic, above 0."),
        _read_hours,
        format_number,
        required=False,
        default=None,
    ),
    Column(
        "kind",
        "Сабактын түрү",
        text("The kind of lesson."),
        lists_cells.choice(lists_cells.LESSON_KINDS),
        _kind_word,
        required=False,
        default=None,
        choices=tuple(words[0] for words in lists_cells.LESSON_KINDS.values()),
    ),
    Column(
        "task",
        "СӨАИ тапшырмасы",
        text("A task of the student's independent work."),
        str,
        str,
        required=False,
    ),
    Column(
        "due",
        "Тапшыруу мөөнөтү",
        text("The day on which the task is due, inside the semester."),
        lists_cells.day,
        format_date,
        required=False,
        default=None,
    ),
    Column(
        "work",
        "Тапшырманын түрү",
        text("Whether a student does the task alone or together with others."),
        _read_work,
        TASK_WORKS.__getitem__,
        required=False,
        default="independent-individual",
        choices=tuple(TASK_WORKS.values()),
    ),
)
"""The columns, in the order in which they are written."""

_NEEDED = ("topic", "hours", "kind")
_COLUMN_OF_FIELD = {"title": "topic", "hours": "hours", "kind": "kind", "due": "due"}


@attrs.define
class _Draft:
    """A topic while its rows are being read; ``wrong`` once one of them cannot be taken."""

    row: int
    title: str
    hours: Any
    kind: Any
    tasks: list[Task] = attrs.field(factory=list)
    wrong: bool = False


def read_topics(rows: Iterable[Row], semester: Semester) -> tuple[Topic, ...] | Problems:
    """The topics of the rows, numbered from 1, or everything that is wrong by row and column.

    The first row holds the headings; rows are numbered as in their file.
    """
    reader = SheetReader(PLAN_SHEET, PLAN_COLUMNS, ErrorList())
    lines = reader.begin(rows)
    present = {column.name for column in reader.found.values()}
    for name in _NEEDED:
        if name not in present:
            advice = text("Add it to the row of headings, the first row of the sheet.")
            reader.refuse(0, name, Invalid(text("This column is missing"), advice=advice))
    drafts: list[_Draft] = []
    if not reader.errors.count:
        for number, texts in lines:
            _read_row(reader, number, texts, semester, drafts)
    topics = [
        topic
        for place, draft in enumerate(drafts, start=1)
        if (topic := _made(reader, draft, place)) is not None
    ]
    if not reader.errors.count:
        try:
            check_topics(topics)
        except Invalid as refusal:
            reader.refuse(0, "", refusal)
    if reader.errors.count:
        return reader.errors.problems((PLAN_SHEET,))
    return tuple(topics)


def _read_row(
    reader: SheetReader,
    number: int,
    texts: Sequence[str],
    semester: Semester,
    drafts: list[_Draft],
) -> None:
    before = reader.errors.count
    row = reader.read(number, texts)
    readable = reader.errors.count == before
    if row["topic"]:
        drafts.append(_Draft(number, row["topic"], row["hours"], row["kind"]))
    if readable:
        for name in _missing(row, bool(drafts)):
            _empty(reader, number, name)
    if row["task"] and row["due"] is not None and drafts:
        if semester.starts <= row["due"] <= semester.ends:
            drafts[-1].tasks.append(Task(row["task"], row["due"], row["work"]))
        else:
            reader.refuse(number, "due", _outside(semester))
    if drafts and reader.errors.count > before:
        drafts[-1].wrong = True


def _missing(row: Mapping[str, Any], below_a_topic: bool) -> Iterator[str]:
    """The columns a row needs, for what stands in its other columns, and does not have."""
    if row["topic"]:
        yield from (name for name in ("hours", "kind") if row[name] is None)
    elif row["hours"] is not None or (row["task"] and not below_a_topic):
        yield "topic"
    if row["task"] and row["due"] is None:
        yield "due"
    if row["due"] is not None and not row["task"]:
        yield "task"


def _outside(semester: Semester) -> Invalid:
    return Invalid(
        text("The day lies outside the semester."),
        advice=text(
            "Write a day from ${first} to ${last}.",
            first=format_date(semester.starts),
            last=format_date(semester.ends),
        ),
    )


def _empty(reader: SheetReader, number: int, name: str) -> None:
    column = next(one for one in PLAN_COLUMNS if one.name == name)
    reader.refuse(number, name, Invalid(text("The cell is empty"), advice=column.explanation))


def _made(reader: SheetReader, draft: _Draft, number: int) -> Topic | None:
    if draft.wrong:
        return None
    try:
        return Topic(number, draft.title, draft.hours, draft.kind, tuple(draft.tasks))
    except Invalid as refusal:
        parts = refusal.place.split(".")
        column = "task" if "tasks" in parts else _COLUMN_OF_FIELD.get(parts[-1], "")
        reader.refuse(draft.row, column, refusal)
        return None


def write_topics(topics: Iterable[Topic]) -> Iterator[tuple[str, ...]]:
    """The topics as rows below the headings: what :func:`read_topics` reads back."""
    for topic in topics:
        head = (
            str(topic.number),
            topic.title,
            format_number(topic.hours),
            _kind_word(topic.kind),
        )
        for task in topic.tasks or (None,):
            tail = ("", "", "")
            if task is not None:
                tail = (task.title, format_date(task.due), TASK_WORKS[task.work])
            yield (*head, *tail)
            head = ("", "", "", "")


@attrs.frozen
class TopicChanges:
    """What distinguishes new topics from old ones: those only the new ones have, those only the
    old ones have, and those whose hours, tasks or place differ (each as it is now)."""

    added: tuple[Topic, ...]
    removed: tuple[Topic, ...]
    changed: tuple[Topic, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def compare_topics(old: Sequence[Topic], new: Sequence[Topic]) -> TopicChanges:
    """The changes from the old topics to the new ones; a topic is known by kind and title."""
    before: dict[tuple[LessonKind, str], list[Topic]] = {}
    for topic in old:
        before.setdefault((topic.kind, topic.title), []).append(topic)
    added, changed = [], []
    for topic in new:
        known = before.get((topic.kind, topic.title))
        if not known:
            added.append(topic)
        elif known.pop(0) != topic:
            changed.append(topic)
    removed = tuple(topic for left in before.values() for topic in left)
    return TopicChanges(tuple(added), removed, tuple(changed))
