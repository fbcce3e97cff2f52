"""Steps ``subject-index`` and ``unit-index``: sites made before what is taught of a subject, and
the subjects of a unit, were found without looking at all of them.

The shape they test: a table whose stored indexes lack the one that its class declares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.text import Text, text
from oshj_portal.evolution.entering import enter

if TYPE_CHECKING:
    from oshj_portal.store import Site

BATCH = 10_000


def index_assignments(site: Site, cursor: str) -> tuple[str | None, Text]:
    """Enter at most :data:`BATCH` assignments by subject and semester."""
    following, count = enter(site, cursor, "subject", ("assignments",), BATCH)
    return following, text("Assignments found by their subject: ${count}", count=count)


def index_subjects(site: Site, cursor: str) -> tuple[str | None, Text]:
    """Enter at most :data:`BATCH` subjects by unit."""
    following, count = enter(site, cursor, "unit", ("subjects",), BATCH)
    return following, text("Subjects found by their unit: ${count}", count=count)


def includeme(config):
    config.add_evolution_step("subject-index", index_assignments, batched=True)
    config.add_evolution_step("unit-index", index_subjects, batched=True)
