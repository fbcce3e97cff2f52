"""For embedders: a store in memory, and the contract suites that any store has to pass.

A suite is a class of pytest tests; subclass it and override its fixture::

    from oshj_core.testing import RegisterContract

    class TestMyRegister(RegisterContract):
        @pytest.fixture
        def registers(self): return my_registers()

The stores need nothing but the core; pytest is imported when the first suite is asked for.
"""

from typing import TYPE_CHECKING

from oshj_core.testing.archive import (
    MemoryArchiveSource,
    MemoryGroup,
    MemoryJournal,
    archive_snapshot,
)
from oshj_core.testing.attendance import MemoryExcuses
from oshj_core.testing.certificate import MemoryCertificates
from oshj_core.testing.corrections import MemoryCorrections, MemoryDisputes
from oshj_core.testing.delegation import MemoryDelegations, MemorySubstitutions
from oshj_core.testing.exchange import MemorySource, files_of, written
from oshj_core.testing.inspections import MemoryInspections, MemoryNotices
from oshj_core.testing.load import MemoryLoads
from oshj_core.testing.membership import MemoryListErrors, MemoryMoves
from oshj_core.testing.memory import (
    MemoryAccounts,
    MemoryAudit,
    MemoryCalendar,
    MemoryHoldings,
    MemoryRegisters,
    MemoryTable,
    MemoryUniversity,
)
from oshj_core.testing.planning import MemoryPlans
from oshj_core.testing.retention import MemoryRetentionStore
from oshj_core.testing.timetable import MemoryTimetable

if TYPE_CHECKING:
    from oshj_core.testing.contracts import (
        AccountStoreContract,
        ArchiveSourceContract,
        AuditTrailContract,
        CalendarContract,
        CertificatesContract,
        CorrectionsContract,
        DelegationsContract,
        DisputesContract,
        ErasableRegistersContract,
        ExchangeFormatContract,
        ExcusesContract,
        GradingSchemeContract,
        HoldingsContract,
        InspectionsContract,
        ListErrorsContract,
        LoadsContract,
        MovesContract,
        NoticesContract,
        PlanStoreContract,
        RegisterContract,
        RetentionStoreContract,
        SubstitutionsContract,
        TimetableStoreContract,
        UniversityContract,
    )

__all__ = [
    "AccountStoreContract",
    "ArchiveSourceContract",
    "AuditTrailContract",
    "CalendarContract",
    "CertificatesContract",
    "CorrectionsContract",
    "DelegationsContract",
    "DisputesContract",
    "ErasableRegistersContract",
    "ExchangeFormatContract",
    "ExcusesContract",
    "GradingSchemeContract",
    "HoldingsContract",
    "InspectionsContract",
    "ListErrorsContract",
    "LoadsContract",
    "MemoryAccounts",
    "MemoryArchiveSource",
    "MemoryAudit",
    "MemoryCalendar",
    "MemoryCertificates",
    "MemoryCorrections",
    "MemoryDelegations",
    "MemoryDisputes",
    "MemoryExcuses",
    "MemoryGroup",
    "MemoryHoldings",
    "MemoryInspections",
    "MemoryJournal",
    "MemoryListErrors",
    "MemoryLoads",
    "MemoryMoves",
    "MemoryNotices",
    "MemoryPlans",
    "MemoryRegisters",
    "MemoryRetentionStore",
    "MemorySource",
    "MemorySubstitutions",
    "MemoryTable",
    "MemoryTimetable",
    "MemoryUniversity",
    "MovesContract",
    "NoticesContract",
    "PlanStoreContract",
    "RegisterContract",
    "RetentionStoreContract",
    "SubstitutionsContract",
    "TimetableStoreContract",
    "UniversityContract",
    "archive_snapshot",
    "files_of",
    "written",
]


def __getattr__(name: str) -> object:
    """The contract suites, which need pytest."""
    if not name.endswith("Contract"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from oshj_core.testing import contracts  # noqa: PLC0415 — pytest is asked for only here

    return getattr(contracts, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
