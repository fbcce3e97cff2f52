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


class TestErasableStoredRegisters(testing.ErasableRegistersContract):
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


class TestStoredSubstitutions(testing.SubstitutionsContract):
    @pytest.fixture
    def substitutions(self, site):
        return site.substitutions


class TestStoredDelegations(testing.DelegationsContract):
    @pytest.fixture
    def delegations(self, site):
        return site.delegations


class TestStoredInspections(testing.InspectionsContract):
    @pytest.fixture
    def inspections(self, site):
        return site.inspections


class TestStoredNotices(testing.NoticesContract):
    @pytest.fixture
    def notices(self, site):
        return site.notices


class TestStoredCalendar(testing.CalendarContract):
    @pytest.fixture
    def calendar(self, site):
        return site.calendar


class TestStoredLoads(testing.LoadsContract):
    @pytest.fixture
    def loads(self, site):
        return site.loads


class TestStoredMoves(testing.MovesContract):
    @pytest.fixture
    def moves(self, site):
        return site.moves


class TestStoredListErrors(testing.ListErrorsContract):
    @pytest.fixture
    def list_errors(self, site):
        return site.list_errors
