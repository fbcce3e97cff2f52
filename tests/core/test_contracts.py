"""The store in memory keeps the contracts it comes with."""

import pytest

from oshj_core import testing


class TestMemoryUniversity(testing.UniversityContract):
    @pytest.fixture
    def university(self):
        return testing.MemoryUniversity()


class TestMemoryHoldings(testing.HoldingsContract):
    @pytest.fixture
    def holdings(self):
        return testing.MemoryHoldings()


class TestMemoryAccounts(testing.AccountStoreContract):
    @pytest.fixture
    def accounts(self):
        return testing.MemoryAccounts()


class TestMemoryAudit(testing.AuditTrailContract):
    @pytest.fixture
    def audit(self):
        return testing.MemoryAudit()


class TestMemoryRegisters(testing.RegisterContract):
    @pytest.fixture
    def registers(self):
        return testing.MemoryRegisters()


class TestErasableMemoryRegisters(testing.ErasableRegistersContract):
    @pytest.fixture
    def registers(self):
        return testing.MemoryRegisters()


class TestMemoryCalendar(testing.CalendarContract):
    @pytest.fixture
    def calendar(self):
        return testing.MemoryCalendar()
