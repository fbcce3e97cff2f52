"""What a host implements to keep plans; see :class:`oshj_core.testing.MemoryPlans`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oshj_core.planning.plan import Plan
    from oshj_core.planning.tie import Tie


class PlanStore(Protocol):
    """Plans with all their versions, and which topic a lesson took."""

    def versions(self, identifier: str) -> Sequence[Plan]:
        """The versions of a plan, oldest first; none for an unknown one."""
        ...

    def latest(self, identifier: str) -> Plan:
        """The newest version.  Raises :class:`oshj_core.errors.NotFound`."""
        ...

    def put(self, plan: Plan) -> None:
        """Add the version or replace the one of its number."""
        ...

    def of_subject(self, subject: str, semester: str) -> Sequence[Plan]:
        """All versions of the plans of the subject in the semester, by id and version."""
        ...

    def of_group(self, subject: str, semester: str, group: str) -> Sequence[Plan]:
        """Of these, the versions that are for the group, alone or among others."""
        ...

    def of_author(self, author: str) -> Sequence[Plan]:
        """All versions that person wrote, by id and version."""
        ...

    def tie(self, lesson: str) -> Tie | None:
        """The topic the lesson took."""
        ...

    def put_tie(self, tie: Tie) -> None:
        """Keep the topic of a lesson, in place of another if there is one."""
        ...

    def ties_of(self, plan: str) -> Sequence[Tie]:
        """The ties to any version of the plan, by lesson."""
        ...
