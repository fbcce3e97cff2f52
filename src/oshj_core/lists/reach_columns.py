"""The columns that say for whom something of the calendar is given (4.1)."""

from __future__ import annotations

from oshj_core.lists import cells
from oshj_core.lists.columns import Column
from oshj_core.text import text

REACH_COLUMNS = (
    Column(
        "unit",
        "Бөлүмү",
        text("The code of the unit it is given for; empty: for all."),
        cells.identifier,
        lambda value: value.reach.unit,
        required=False,
        refers="units",
    ),
    Column(
        "study_form",
        "Окуу формасы",
        text("The form of study it is given for; empty: for all."),
        cells.choice(cells.STUDY_FORMS),
        lambda value: (
            cells.STUDY_FORMS[value.reach.form][0] if value.reach.form is not None else ""
        ),
        required=False,
        default=None,
        choices=tuple(words[0] for words in cells.STUDY_FORMS.values()),
    ),
)
"""The unit and the form of study of a value's ``reach``."""
