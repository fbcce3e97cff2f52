"""The program does not start on data older than itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transaction import TransactionManager

from oshj_core.errors import NotFound, Refusal
from oshj_core.text import text
from oshj_portal.evolution.runner import pending
from oshj_portal.store import site_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oshj_portal.evolution.steps import Step


class EvolutionPending(Refusal):
    """Steps are to be done before the portal may read or write."""

    def __init__(self, steps: Iterable[Step]) -> None:
        names = ", ".join(step.name for step in steps)
        super().__init__(
            text(
                "The stored data is older than the program. Steps to be done: ${steps}",
                steps=names,
            ),
            advice=text(
                "Make a backup, stop the portal and run: oshj evolve --config INI"
                " (first with --dry-run)."
            ),
        )


def refuse_pending(event) -> None:
    """Raise :class:`EvolutionPending` if the application's store waits for a step.

    The database is closed then: there will be no application to use it.
    """
    registry = event.app.registry
    database = registry._zodb_databases[""]
    manager = TransactionManager(explicit=True)
    manager.begin()
    connection = database.open(transaction_manager=manager)
    try:
        steps = pending(site_of(connection), registry)
    except NotFound:
        # No site yet: the one to be made will have the present shape.
        steps = []
    finally:
        manager.abort()
        connection.close()
    if steps:
        database.close()
        raise EvolutionPending(steps)
