"""One journal: what it says (``reading``), what may be done in it (``writing``), and what locks
it (``locks``)."""

from oshj_core.journal.act import Act
from oshj_core.journal.locks import Lock, LockKind, locks_of
from oshj_core.journal.reading import JournalReader, Sheet, lesson_works
from oshj_core.journal.scopes import teaching_scopes, unit_scopes
from oshj_core.journal.writing import Journal, Write

__all__ = [
    "Act",
    "Journal",
    "JournalReader",
    "Lock",
    "LockKind",
    "Sheet",
    "Write",
    "lesson_works",
    "locks_of",
    "teaching_scopes",
    "unit_scopes",
]
