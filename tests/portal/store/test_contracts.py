"""The store keeps the core's contracts on both storages."""

import pytest

from oshj_core import testing


class TestStoredUniversity(testing.UniversityContract):
    @pytest.fixture
    def university(self, site):
        return site.university


class TestStoredHoldings(testing.HoldingsContract):
    @pytest.fixture
    def holdings(self, site):
        return site.holdings


class TestStoredAccounts(testing.AccountStoreContract):
    @pytest.fixture
    def accounts(self, site):
        return site.accounts


class TestStoredAudit(testing.AuditTrailContract):
    @pytest.fixture
    def audit(self, site):
        return site.audit


class TestStoredRegisters(testing.RegisterContract):
    @pytest.fixture
    def registers(self, site):
        return site.registers


class TestStoredTimetable(testing.TimetableStoreContract):
    @pytest.fixture
    def timetable(self, site):
        return site.timetable


class TestStoredPlans(testing.PlanStoreContract):
    @pytest.fixture
    def plans(self, site):
        return site.plans
