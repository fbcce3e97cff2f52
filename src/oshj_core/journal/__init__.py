"""One journal: what it says (``reading``), what may be done in it (``writing``)."""

from oshj_core.journal.reading import Act, JournalReader, lesson_works
from oshj_core.journal.scopes import teaching_scopes, unit_scopes
from oshj_core.journal.writing import Journal, Write

__all__ = [
    "Act",
    "Journal",
    "JournalReader",
    "Write",
    "lesson_works",
    "teaching_scopes",
    "unit_scopes",
]
