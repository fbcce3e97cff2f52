"""Both hosts keep every contract of the ports."""

from __future__ import annotations

import pytest
from flask import g

from examples.flask_service import make_service
from examples.flask_service.tokens import read_tokens
from examples.sqlite_journal import demo
from examples.sqlite_journal.database import Database
from examples.sqlite_journal.site import Site
from oshj_core import testing
from oshj_core.grading import shipped_schemes
from oshj_core.structure import Group, Unit, UnitKind
from oshj_core.testing.contracts.ports import SEMESTER

SCHEME = shipped_schemes()["example-100"]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "journal.sqlite"


@pytest.fixture
def sqlite_journal(file):
    database = Database(file)
    yield Site(database)
    database.close()


@pytest.fixture
def flask_service(file):
    """What a request of the service has to work with."""
    tokens = read_tokens("secret t1")
    service = make_service(file, tokens, lambda: demo.FIRST_DAY)
    with service.test_request_context(headers={"Authorization": "Bearer secret"}):
        assert service.preprocess_request() is None
        yield g.site


@pytest.fixture(params=["sqlite_journal", "flask_service"])
def site(request):
    return request.getfixturevalue(request.param)


class TestUniversity(testing.UniversityContract):
    @pytest.fixture
    def university(self, site):
        return site.university


class TestHoldings(testing.HoldingsContract):
    @pytest.fixture
    def holdings(self, site):
        return site.holdings


class TestAccounts(testing.AccountStoreContract):
    @pytest.fixture
    def accounts(self, site):
        return site.accounts


class TestAudit(testing.AuditTrailContract):
    @pytest.fixture
    def audit(self, site):
        return site.audit


class TestRegisters(testing.RegisterContract):
    @pytest.fixture
    def registers(self, site):
        return site.registers


class TestExcuses(testing.ExcusesContract):
    @pytest.fixture
    def excuses(self, site):
        return site.excuses


class TestCorrections(testing.CorrectionsContract):
    @pytest.fixture
    def corrections(self, site):
        return site.corrections


class TestDisputes(testing.DisputesContract):
    @pytest.fixture
    def disputes(self, site):
        return site.disputes


class TestSubstitutions(testing.SubstitutionsContract):
    @pytest.fixture
    def substitutions(self, site):
        return site.substitutions


class TestDelegations(testing.DelegationsContract):
    @pytest.fixture
    def delegations(self, site):
        return site.delegations


class TestPlans(testing.PlanStoreContract):
    @pytest.fixture
    def plans(self, site):
        return site.plans


class TestTimetable(testing.TimetableStoreContract):
    @pytest.fixture
    def timetable(self, site):
        return site.timetable


class TestCalendar(testing.CalendarContract):
    @pytest.fixture
    def calendar(self, site):
        return site.university.calendar


class TestLoads(testing.LoadsContract):
    @pytest.fixture
    def loads(self, site):
        return site.loads


class TestMoves(testing.MovesContract):
    @pytest.fixture
    def moves(self, site):
        return site.moves


class TestListErrors(testing.ListErrorsContract):
    @pytest.fixture
    def list_errors(self, site):
        return site.list_errors


class TestNotices(testing.NoticesContract):
    @pytest.fixture
    def notices(self, site):
        return site.notices


class TestInspections(testing.InspectionsContract):
    @pytest.fixture
    def inspections(self, site):
        return site.inspections


class TestCertificates(testing.CertificatesContract):
    @pytest.fixture
    def certificates(self, site):
        return site.certificates


class TestRetention(testing.RetentionStoreContract):
    @pytest.fixture
    def store(self, site):
        return site.retention

    @pytest.fixture
    def record(self, site):
        site.university.semesters.put(SEMESTER)
        site.university.units.put(Unit("math", "Математика", UnitKind.FACULTY))
        site.university.groups.put(Group("g", "math", "АУБ", 2024))
        site.registers.create("g:algebra:2026-1", "g", "algebra", "2026-1", SCHEME)
        (record,) = site.retention.records
        return record


class TestArchive(testing.ArchiveSourceContract):
    @pytest.fixture
    def source(self, site, tmp_path):
        demo.play(site, tmp_path, lambda line: None)
        return site.archive("MATH", "2026-1")


def test_no_contract_is_left_out():
    offered = {name for name in testing.__all__ if name.endswith("Contract")}
    taken = {
        base.__name__
        for suite in list(globals().values())
        if isinstance(suite, type)
        for base in suite.__bases__
    }
    # Schemes and formats are of plugins; these hosts do not undo an academic year.
    elsewhere = {"ErasableRegistersContract", "ExchangeFormatContract", "GradingSchemeContract"}
    assert offered - taken == elsewhere
