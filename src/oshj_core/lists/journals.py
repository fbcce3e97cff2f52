"""Whether the journals that follow from the lists can go by their schemes (2.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from oshj_core.enrolment import check_agreement, check_scheme, journals_of
from oshj_core.errors import Invalid
from oshj_core.text import text

if TYPE_CHECKING:
    from oshj_core.calendar import Semester
    from oshj_core.ports import University
    from oshj_core.structure import Assignment


def journal_faults(
    rows: Mapping[str, int],
    assignments: Mapping[str, Assignment],
    university: University,
    semester: Callable[[str], Semester | None],
    schemes: Mapping[str, str],
) -> Iterator[tuple[Assignment, Invalid]]:
    """Each assignment that cannot fill its journals, and why; at most one fault of each.

    :param rows: the row of each assignment in the file, by its code.
    :param assignments: the right ones of the file, by their codes.
    :param university: where others stand that fill the same journals.
    :param semester: the semester of a code, of the file or the university.
    :param schemes: the text of each grading scheme by its id.
    """
    first: dict[str, Assignment] = {}
    for assignment in assignments.values():
        try:
            for journal in journals_of(assignment):
                _check_alike(assignment, first.setdefault(journal, assignment), rows)
            if university.assignments.find(assignment.id) == assignment:
                continue  # what is stored keeps the rules it was opened with
            _check_going_on(assignment, university)
            check_agreement(
                assignment,
                (
                    other
                    for group in assignment.groups
                    for other in university.assignments_in(group)
                    if other.id not in rows
                ),
            )
            taught = semester(assignment.semester)
            if taught is not None:
                check_scheme(assignment, taught, schemes)
        except Invalid as refusal:
            yield assignment, refusal


def _check_going_on(assignment: Assignment, university: University) -> None:
    for code in assignment.groups:
        group = university.groups.find(code)
        if group is not None and group.closed:
            raise Invalid(
                text("The group ${group} has graduated.", group=code),
                place="groups",
                advice=text("Nothing is taught to it any more: take it out."),
            )


def _check_alike(assignment: Assignment, other: Assignment, rows: Mapping[str, int]) -> None:
    if other.scheme != assignment.scheme:
        raise Invalid(
            text("Row ${row} names another scheme for the same journal", row=rows[other.id]),
            place="scheme",
            advice=text("One journal has one scheme: write the same in both rows."),
        )
    if other.control is not assignment.control:
        raise Invalid(
            text(
                "Row ${row} names another form of control for the same journal", row=rows[other.id]
            ),
            place="control",
            advice=text("A subject ends in one form: write the same in both rows."),
        )
