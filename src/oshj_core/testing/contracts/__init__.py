"""The contracts of the ports as pytest classes: the one part of the library that needs pytest."""

from oshj_core.testing.contracts.academic_calendar import CalendarContract
from oshj_core.testing.contracts.archive import ArchiveSourceContract
from oshj_core.testing.contracts.attendance import ExcusesContract
from oshj_core.testing.contracts.certificate import CertificatesContract
from oshj_core.testing.contracts.corrections import CorrectionsContract, DisputesContract
from oshj_core.testing.contracts.delegation import DelegationsContract, SubstitutionsContract
from oshj_core.testing.contracts.exchange import ExchangeFormatContract
from oshj_core.testing.contracts.inspections import InspectionsContract, NoticesContract
from oshj_core.testing.contracts.load import LoadsContract
from oshj_core.testing.contracts.membership import ListErrorsContract, MovesContract
from oshj_core.testing.contracts.planning import PlanStoreContract
from oshj_core.testing.contracts.ports import (
    AccountStoreContract,
    AuditTrailContract,
    HoldingsContract,
    RegisterContract,
    UniversityContract,
)
from oshj_core.testing.contracts.retention import RetentionStoreContract
from oshj_core.testing.contracts.rollover import ErasableRegistersContract
from oshj_core.testing.contracts.schemes import GradingSchemeContract
from oshj_core.testing.contracts.timetable import TimetableStoreContract

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
    "MovesContract",
    "NoticesContract",
    "PlanStoreContract",
    "RegisterContract",
    "RetentionStoreContract",
    "SubstitutionsContract",
    "TimetableStoreContract",
    "UniversityContract",
]
