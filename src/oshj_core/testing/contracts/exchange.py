"""The contract of :class:`oshj_core.extension.ExchangeFormat`."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import attrs
import pytest

from oshj_core.errors import Invalid
from oshj_core.exchange import Exchange, change_count
from oshj_core.extension import ExchangeFormat
from oshj_core.journal import Act
from oshj_core.lists import Problems
from oshj_core.roles import UNIVERSITY, Actor, Role
from oshj_core.testing.exchange import MemorySource, files_of, written

_NAME = re.compile(r"[^/\\\x00-\x1f]{1,100}")


class ExchangeFormatContract:
    """What every format keeps to.

    Override ``exchange_format`` and ``exchange``, whose source holds something to write;
    override ``empty``, whose source holds what has to be there before its files can be read
    (nothing, by default).
    """

    @pytest.fixture
    def exchange_format(self) -> ExchangeFormat:
        """The format under test."""
        raise NotImplementedError

    @pytest.fixture
    def exchange(self) -> Exchange:
        """An exchange with data."""
        raise NotImplementedError

    @pytest.fixture
    def empty(self, exchange: Exchange) -> Exchange:
        """The exchange of a host that knows nothing of these data yet."""
        return attrs.evolve(exchange, source=MemorySource())

    def test_the_same_data_give_the_same_files(
        self, exchange_format: ExchangeFormat, exchange: Exchange
    ) -> None:
        files = written(exchange_format, exchange)
        assert files
        assert all(_NAME.fullmatch(name) for name in files)
        assert any(files.values())
        assert written(exchange_format, exchange) == files

    def test_what_was_written_changes_nothing_where_it_came_from(
        self, exchange_format: ExchangeFormat, exchange: Exchange
    ) -> None:
        found = exchange_format.read(files_of(written(exchange_format, exchange)), exchange)
        assert not isinstance(found, Problems), found
        assert change_count(found) == 0

    def test_reading_stores_nothing_and_applying_it_brings_the_data(
        self, exchange_format: ExchangeFormat, exchange: Exchange, empty: Exchange
    ) -> None:
        files = written(exchange_format, exchange)
        found = exchange_format.read(files_of(files), empty)
        assert not isinstance(found, Problems), found
        assert change_count(found) > 0
        again = exchange_format.read(files_of(files), empty)
        assert not isinstance(again, Problems)
        assert again.digest == found.digest
        assert re.fullmatch("[0-9a-f]{64}", found.digest)
        steps: list[tuple[int, int]] = []
        administrator = Actor("test", frozenset({(Role.ADMINISTRATOR, UNIVERSITY)}))
        act = Act(administrator, datetime(2026, 9, 28, tzinfo=UTC), "test")
        found.apply(act, lambda done, total: steps.append((done, total)))
        assert steps[-1][0] == steps[-1][1]
        after = exchange_format.read(files_of(files), empty)
        assert not isinstance(after, Problems)
        assert change_count(after) == 0
        assert written(exchange_format, empty) == files

    @pytest.mark.parametrize(
        "junk", [b"", b"\x00\xff\xfe junk", b"PK\x03\x04", b"<?xml version='1.0'?><a", b"a,b\r\n"]
    )
    def test_junk_is_refused_in_words(
        self, exchange_format: ExchangeFormat, exchange: Exchange, junk: bytes
    ) -> None:
        for name in (*written(exchange_format, exchange), "junk"):
            try:
                found = exchange_format.read(files_of({name: junk}), exchange)
            except Invalid:
                continue
            assert isinstance(found, Problems)
            assert found.count
