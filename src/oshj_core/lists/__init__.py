"""The university's lists: read from neutral rows, checked as a whole, compared with the store,
shown, and only then applied (1.6, 4.1).

``read_lists`` → :class:`Lists` or :class:`Problems`; ``plan`` → :class:`ChangeSet`; ``apply``.
"""

from oshj_core.lists.applying import apply
from oshj_core.lists.columns import Column, Sheet
from oshj_core.lists.planning import Change, ChangeSet, FieldChange, plan
from oshj_core.lists.problems import ErrorList, Problems, RowError
from oshj_core.lists.reading import Lists, read_lists
from oshj_core.lists.rows import Row, SheetReader
from oshj_core.lists.sheets import NOTES_SHEET, SHEETS

__all__ = [
    "NOTES_SHEET",
    "SHEETS",
    "Change",
    "ChangeSet",
    "Column",
    "ErrorList",
    "FieldChange",
    "Lists",
    "Problems",
    "Row",
    "RowError",
    "Sheet",
    "SheetReader",
    "apply",
    "plan",
    "read_lists",
]
