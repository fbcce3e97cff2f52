"""Whether a scheme can be the one of a subject's journals in a semester (2.4)."""

from __future__ import annotations

from functools import lru_cache

from oshj_core.calendar import Semester
from oshj_core.errors import Invalid, NotFound
from oshj_core.grading.loader import load_scheme
from oshj_core.grading.scheme import Scheme
from oshj_core.structure import ControlForm
from oshj_core.text import Text, text

_PLACE = "scheme"


@lru_cache(maxsize=64)
def scheme_of(scheme: str) -> Scheme:
    """The scheme of a register, from the text it keeps."""
    return load_scheme(scheme, source="journal")


def check_choice(scheme: Scheme, control: ControlForm, semester: Semester) -> None:
    """Raise unless a subject that ends so in the semester may go by the scheme.

    :raises Invalid: place ``scheme``: the scheme is for other control forms; not in force on any
        day of the semester; has a module or an entry window that the semester has not.
    """
    if not scheme.is_for(control):
        raise _unfit(
            text("The scheme “${id}” is not for this form of control", id=scheme.id),
            text("Choose a scheme for it, or correct the form of control."),
        )
    until = scheme.effective_until
    if scheme.effective_from > semester.ends or (until is not None and until < semester.starts):
        raise _unfit(
            text(
                "The scheme “${id}” is not in force in semester ${semester}",
                id=scheme.id,
                semester=semester.id,
            ),
            text("Choose the version that is in force then."),
        )
    modules = max((part.module for part in scheme.components if part.module is not None), default=0)
    if modules > len(semester.modules):
        raise _unfit(
            text(
                "The scheme “${id}” has ${modules} modules, semester ${semester} has ${count}",
                id=scheme.id,
                modules=modules,
                semester=semester.id,
                count=len(semester.modules),
            ),
            text("Give the semester its modules, or choose another scheme."),
        )
    for component in scheme.components:
        try:
            scheme.entry_window(component.id, semester)
        except (Invalid, NotFound) as refusal:
            raise _unfit(
                refusal.text, text("Correct the window, or choose another scheme.")
            ) from None


def _unfit(message: Text, advice: Text) -> Invalid:
    return Invalid(message, place=_PLACE, clause="2.4", advice=advice)
