"""The contract of the port an archive is written from."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import pytest

from oshj_core.testing.archive import archive_snapshot


class ArchiveSourceContract:
    """A source says the same each time, in the order of its keys, and knows what it names."""

    @pytest.fixture
    def source(self) -> Any:
        raise NotImplementedError("override with a fixture that gives an ArchiveSource with data")

    def test_it_says_the_same_twice(self, source: Any) -> None:
        assert archive_snapshot(source) == archive_snapshot(source)

    def test_rows_come_in_the_order_of_their_keys(self, source: Any) -> None:
        def in_order(rows: Iterable[Any], key: int = 1) -> bool:
            return all(first[:key] < second[:key] for first, second in pairwise(rows))

        assert in_order(source.codes(), 2)
        assert in_order(source.groups())
        assert in_order(source.forums())
        assert in_order(source.certificates())
        for group in source.groups():
            assert in_order(source.students(group.group))
            assert in_order(source.journals(group.group))
            for row in source.journals(group.group):
                assert in_order(source.plan(row.journal))
                assert in_order(source.lessons(row.journal))
                assert in_order(source.attendance(row.journal), 2)
                assert in_order(source.marks(row.journal), 3)

    def test_rows_name_what_is_there(self, source: Any) -> None:
        works = {code.code for code in source.codes() if code.list == "work"}
        for group in source.groups():
            students = {row.student for row in source.students(group.group)}
            for row in source.journals(group.group):
                lessons = {lesson.lesson for lesson in source.lessons(row.journal)}
                for attended in source.attendance(row.journal):
                    assert attended.student in students
                    assert attended.lesson in lessons | works
                for mark in source.marks(row.journal):
                    assert mark.student in students
                    assert mark.lesson in lessons | {""}
