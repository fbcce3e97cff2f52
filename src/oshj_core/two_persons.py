"""Acts that need a second, different person: the table, and the one check of it.

What would change a record that is locked, destroy one, or open many accounts at a stroke is
never left to one person (1.4, 5.7, 7.7).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.decisions import require
from oshj_core.errors import NotAllowed
from oshj_core.roles import Permission
from oshj_core.text import text

if TYPE_CHECKING:
    from oshj_core.roles import Actor, Facts

MAX_ALONE = 50
"""So many accounts one person may reissue at once (not confirmed: a proposal)."""


@attrs.frozen
class TwoPersons:
    """After somebody did ``first``, somebody else has to do ``second``.

    ``above`` is the number of objects up to which one person is enough; ``clause`` is why.
    """

    first: Permission
    second: Permission
    clause: str
    above: int = 0


TWO_PERSONS: tuple[TwoPersons, ...] = (
    TwoPersons(Permission.WRITE_PLAN, Permission.APPROVE_PLAN, "3.5"),
    TwoPersons(Permission.REQUEST_CORRECTION, Permission.APPROVE_CORRECTION, "1.4"),
    TwoPersons(Permission.PROPOSE_DISPOSAL, Permission.APPROVE_DISPOSAL, "5.7"),
    TwoPersons(Permission.APPROVE_DISPOSAL, Permission.APPROVE_DISPOSAL, "5.7"),
    TwoPersons(Permission.LIFT_HOLD, Permission.LIFT_HOLD, "5.7"),
    TwoPersons(Permission.UNDO_YEAR, Permission.UNDO_YEAR, "5.7"),
    TwoPersons(
        Permission.ISSUE_STAFF_CREDENTIALS, Permission.ISSUE_STAFF_CREDENTIALS, "7.7", MAX_ALONE
    ),
    TwoPersons(
        Permission.ISSUE_STUDENT_CREDENTIALS,
        Permission.ISSUE_STUDENT_CREDENTIALS,
        "7.7",
        MAX_ALONE,
    ),
)


def rule_of(permission: Permission) -> TwoPersons | None:
    """The rule for an act of which ``permission`` is the first half; ``None``: one is enough."""
    return next((rule for rule in TWO_PERSONS if rule.first is permission), None)


def needs_second(permission: Permission, count: int = 1) -> bool:
    """Whether an act on ``count`` objects under ``permission`` needs a second person.

    >>> needs_second(Permission.REQUEST_CORRECTION), needs_second(Permission.RECORD)
    (True, False)
    >>> needs_second(Permission.ISSUE_STUDENT_CREDENTIALS, 50)
    False
    >>> needs_second(Permission.ISSUE_STUDENT_CREDENTIALS, 51)
    True
    """
    rule = rule_of(permission)
    return rule is not None and count > rule.above


def second_person(first: str, second: Actor, permission: Permission, facts: Facts) -> None:
    """Check that ``second`` may finish what ``first`` began under ``permission``.

    :param first: the id of the person who did the first half.
    :param permission: the permission of the first half.
    :param facts: those of the object, for the permission of the second half.
    :raises NotAllowed: they are one person; the second one lacks the permission
        (:class:`~oshj_core.errors.Locked` when a state of the object is the cause).
    :raises ValueError: no rule of ``TWO_PERSONS`` begins with that permission.
    """
    rule = rule_of(permission)
    if rule is None:
        raise ValueError(f"{permission.value} needs no second person")
    require(second, rule.second, facts)
    if second.id == first:
        raise NotAllowed(
            text("This needs a second person; you have done the first half yourself."),
            clause=rule.clause,
            advice=text("Somebody else who may do it has to decide."),
        )
