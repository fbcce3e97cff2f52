"""For embedders: a store in memory, and the contract suites that any store has to pass.

A suite is a class of pytest tests; subclass it and override its fixture::

    from oshj_core.testing import RegisterContract

    class TestMyRegister(RegisterContract):
        @pytest.fixture
        def registers(self): return my_registers()
"""

from oshj_core.testing.academic_calendar import CalendarContract
from oshj_core.testing.archive import (
    ArchiveSourceContract,
    MemoryArchiveSource,
    MemoryGroup,
    MemoryJournal,
    archive_snapshot,
)
from oshj_core.testing.attendance import ExcusesContract, MemoryExcuses
from oshj_core.testing.certificate import CertificatesContract, MemoryCertificates
from oshj_core.testing.contracts import (
    AccountStoreContract,
    AuditTrailContract,
    HoldingsContract,
    RegisterContract,
    UniversityContract,
)
from oshj_core.testing.corrections import (
    CorrectionsContract,
    DisputesContract,
    MemoryCorrections,
    MemoryDisputes,
)
from oshj_core.testing.delegation import (
    DelegationsContract,
    MemoryDelegations,
    MemorySubstitutions,
    SubstitutionsContract,
)
from oshj_core.testing.exchange import (
    ExchangeFormatContract,
    MemorySource,
    files_of,
    written,
)
from oshj_core.testing.inspections import (
    InspectionsContract,
    MemoryInspections,
    MemoryNotices,
    NoticesContract,
)
from oshj_core.testing.load import LoadsContract, MemoryLoads
from oshj_core.testing.membership import (
    ListErrorsContract,
    MemoryListErrors,
    MemoryMoves,
    MovesContract,
)
from oshj_core.testing.memory import (
    MemoryAccounts,
    MemoryAudit,
    MemoryCalendar,
    MemoryHoldings,
    MemoryRegisters,
    MemoryTable,
    MemoryUniversity,
)
from oshj_core.testing.planning import MemoryPlans, PlanStoreContract
from oshj_core.testing.retention import MemoryRetentionStore, RetentionStoreContract
from oshj_core.testing.schemes import GradingSchemeContract
from oshj_core.testing.timetable import MemoryTimetable, TimetableStoreContract

__all__ = [
    "AccountStoreContract",
    "ArchiveSourceContract",
    "AuditTrailContract",
    "CalendarContract",
    "CertificatesContract",
    "CorrectionsContract",
    "DelegationsContract",
    "DisputesContract",
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
