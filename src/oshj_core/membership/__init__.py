"""Who belongs to which group from when on: moves by order, subgroups, and errors in the lists
that teachers report and the deanery settles (3.2, 4.1, 7.5)."""

from oshj_core.membership.errors_in_lists import (
    ListError,
    ListErrorDesk,
    ListErrorKind,
    ListErrorState,
)
from oshj_core.membership.moves import NOWHERE, Move, MoveKind, Place, has_left, place_on
from oshj_core.membership.moving import Moving
from oshj_core.membership.ports import ListErrors, Moves
from oshj_core.membership.splitting import SUBGROUP_COLUMNS, by_alphabet, read_subgroups

__all__ = [
    "NOWHERE",
    "SUBGROUP_COLUMNS",
    "ListError",
    "ListErrorDesk",
    "ListErrorKind",
    "ListErrorState",
    "ListErrors",
    "Move",
    "MoveKind",
    "Moves",
    "Moving",
    "Place",
    "by_alphabet",
    "has_left",
    "place_on",
    "read_subgroups",
]
