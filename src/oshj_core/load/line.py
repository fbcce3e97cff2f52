"""What a teacher is planned to teach in a semester, in academic hours (3.2)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from oshj_core.errors import Invalid
from oshj_core.text import text

if TYPE_CHECKING:
    from oshj_core.structure import Assignment, LessonKind

MOST_HOURS = Decimal(9999)


@attrs.frozen
class LoadLine:
    """A line of the load (окуу жүктөмү): teacher × subject × kind, for groups in a semester.

    ``hours`` are academic hours of the whole semester, with two places at most; 0 says that
    nothing is planned any more.  Several ``groups`` make a stream, ``subgroup`` 0 is the whole
    group, as in an :class:`~oshj_core.structure.Assignment`.

    :raises Invalid: hours out of range or with more than two places; no group, one named twice,
        or a subgroup of a stream.  The place is the field.
    """

    teacher: str
    subject: str
    kind: LessonKind
    groups: tuple[str, ...]
    semester: str
    hours: Decimal
    subgroup: int = 0

    def __attrs_post_init__(self) -> None:
        hours = self.hours
        if not hours.is_finite() or not 0 <= hours <= MOST_HOURS or hours * 100 % 1:
            raise Invalid(
                text("Hours are a number from 0 to ${most}, with two places.", most=MOST_HOURS),
                place="hours",
            )
        if not self.groups or len(set(self.groups)) < len(self.groups):
            raise Invalid(text("A lesson is for one or several different groups."), place="groups")
        if self.subgroup and len(self.groups) > 1:
            raise Invalid(text("A stream has no subgroup."), place="subgroup")

    @property
    def id(self) -> str:
        """All of it but the hours: there is one line of each."""
        groups = "+".join(sorted(self.groups))
        parts = (self.semester, self.teacher, self.subject, self.kind.value, groups)
        return ":".join((*parts, str(self.subgroup)))

    def fits(self, assignment: Assignment) -> bool:
        """Whether the assignment gives the teacher the journals of these hours."""
        return (
            assignment.teacher,
            assignment.subject,
            assignment.kind,
            sorted(assignment.groups),
            assignment.semester,
            assignment.subgroup,
        ) == (
            self.teacher,
            self.subject,
            self.kind,
            sorted(self.groups),
            self.semester,
            self.subgroup,
        )
