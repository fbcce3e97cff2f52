"""A plan as rows: what is written is read back, and every error names its row and column."""

from datetime import date
from decimal import Decimal

import attrs
import pytest

from oshj_core.lists import Problems
from oshj_core.planning import PLAN_COLUMNS, Task, compare_topics, read_topics, write_topics
from tests.core.builders import SEMESTER
from tests.core.planning.builders import LECTURE, PRACTICAL, TASK, topic

HEADINGS = tuple(column.heading for column in PLAN_COLUMNS)
ESSAY = Task("Эссе", date(2026, 11, 2))
TOPICS = (
    topic(1, hours="2.5", tasks=(TASK, ESSAY)),
    topic(2, kind=PRACTICAL),
    topic(3, title="Аныктагычтар"),
)


def read(*rows, headings=HEADINGS):
    return read_topics([(1, headings), *enumerate(rows, start=2)], SEMESTER)


def errors(*rows, headings=HEADINGS):
    found = read(*rows, headings=headings)
    assert isinstance(found, Problems)
    return [(error.row, error.column) for error in found.errors]


def test_what_is_written_is_read_back():
    rows = list(write_topics(TOPICS))
    assert len(rows) == 4
    assert rows[1] == ("", "", "", "", "Эссе", "02.11.2026", "жеке")
    assert read(*rows) == TOPICS


def test_topics_are_counted_anew():
    assert [one.number for one in read(("7", "А", "2", "лекция"), ("3", "Б", "2", "лекция"))] == [
        1,
        2,
    ]


def test_columns_are_known_by_heading_or_name_in_any_order():
    found = read(("лекция", "4", "Матрица"), headings=("kind", "саат", "topic"))
    assert found == (topic(1, title="Матрица"),)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("", "Матрица", "", "лекция")], [(2, "Саат")]),
        ([("", "Матрица", "көп", "лекция")], [(2, "Саат")]),
        ([("", "Матрица", "0", "лекция")], [(2, "Саат")]),
        ([("", "Матрица", "4", "")], [(2, "Сабактын түрү")]),
        ([("", "Матрица", "4", "бий")], [(2, "Сабактын түрү")]),
        ([("", "", "4", "лекция")], [(2, "Тема")]),
        ([("", "Т" * 301, "4", "лекция")], [(2, "Тема")]),
        ([("", "", "", "", "Эссе", "01.10.2026")], [(2, "Тема")]),
        ([("", "Матрица", "4", "лекция", "Эссе", "")], [(2, "Тапшыруу мөөнөтү")]),
        ([("", "Матрица", "4", "лекция", "Эссе", "01.07.2027")], [(2, "Тапшыруу мөөнөтү")]),
        ([("", "Матрица", "4", "лекция", "", "01.10.2026")], [(2, "СӨАИ тапшырмасы")]),
        (
            [("", "Матрица", "4", "лекция", "Эссе", "01.10.2026", "үчөө")],
            [(2, "Тапшырманын түрү")],
        ),
        (
            [("", "А", "х", "лекция"), ("", "", "", "", "Эссе", "жок"), ("", "Б", "2", "бий")],
            [(2, "Саат"), (3, "Тапшыруу мөөнөтү"), (4, "Сабактын түрү")],
        ),
    ],
)
def test_every_error_names_its_row_and_column(rows, expected):
    assert errors(*rows) == expected


def test_a_missing_column_is_named_once():
    assert errors(("Матрица", "4"), headings=("Тема", "Саат")) == [(0, "Сабактын түрү")]


def test_too_many_topics_are_refused_as_a_whole():
    assert errors(*[("", "А", "2", "лекция")] * 501) == [(0, "")]


def test_the_same_topics_have_no_changes():
    assert not compare_topics(TOPICS, TOPICS)


def test_what_came_went_and_changed():
    longer = attrs.evolve(TOPICS[2], number=2, hours=Decimal(6))
    new = topic(3, title="Жаңы", kind=LECTURE)
    found = compare_topics(TOPICS, (TOPICS[0], longer, new))
    assert (found.added, found.removed, found.changed) == ((new,), (TOPICS[1],), (longer,))
