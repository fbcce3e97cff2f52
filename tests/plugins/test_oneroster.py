"""OneRoster: the contract of formats, and what becomes what."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import pytest

from oshj_core.exchange import Exchange
from oshj_core.grading import shipped_schemes
from oshj_core.testing import ExchangeFormatContract, MemoryHoldings, MemorySource
from oshj_plugins.oneroster.manifest import plugin
from tests.support.university import build_university

NOW = datetime(2026, 9, 28, 10, 0, tzinfo=timezone(timedelta(hours=6)))
SETTINGS = {"scheme": "example-100"}


def small_source() -> MemorySource:
    """The small university of the tests."""
    source = MemorySource()
    build_university(
        SimpleNamespace(
            university=source.university, registers=source.registers, holdings=MemoryHoldings()
        )
    )
    return source


def exchange_of(source, semester="") -> Exchange:
    return Exchange(source, NOW, semester, shipped_schemes(), SETTINGS)


class TestContract(ExchangeFormatContract):
    @pytest.fixture(params=plugin.exchange_formats, ids=lambda one: one.version)
    def exchange_format(self, request):
        return request.param

    @pytest.fixture
    def exchange(self):
        return exchange_of(small_source())
