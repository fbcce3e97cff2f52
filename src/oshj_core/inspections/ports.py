"""What a host implements to keep inspections; see :mod:`oshj_core.testing`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oshj_core.inspections.values import Inspection, Report


class Inspections(Protocol):
    """Inspections and the reports they sent; none is ever removed."""

    def find(self, identifier: str) -> Inspection | None:
        """The inspection, or ``None``."""
        ...

    def put(self, inspection: Inspection) -> None:
        """Add it, or replace the one with its id."""
        ...

    def of_unit(self, unit: str) -> Sequence[Inspection]:
        """Those of the unit, by id."""
        ...

    def of_semester(self, semester: str) -> Sequence[Inspection]:
        """Those of the semester, by id."""
        ...

    def report(self, identifier: str) -> Report:
        """Raises :class:`oshj_core.errors.NotFound`."""
        ...

    def find_report(self, identifier: str) -> Report | None:
        """The report, or ``None``."""
        ...

    def put_report(self, report: Report) -> None:
        """Add it, or replace the one with its id."""
        ...

    def reports_of(self, inspection: str) -> Sequence[Report]:
        """The reports an inspection sent, by id."""
        ...

    def reports_to(self, teacher: str) -> Sequence[Report]:
        """The reports a teacher was sent, by id."""
        ...
