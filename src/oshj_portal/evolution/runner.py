"""Doing the steps: a step is done exactly if its name came into the store with its changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import attrs

from oshj_portal.evolution.steps import Step, in_order

if TYPE_CHECKING:
    from transaction import TransactionManager

    from oshj_core.text import Text
    from oshj_portal.store import Site

CURSOR = "evolution-cursor:"


@attrs.frozen
class Change:
    """What a step, or one batch of it, changed."""

    step: str
    text: Text


def pending(site: Site, registry: Any) -> list[Step]:
    """The steps not yet done at the site, in their order."""
    return [step for step in in_order(registry.evolution_steps) if step.name not in site.evolution]


def mark_all_done(site: Site, registry: Any) -> None:
    """For a new site: it has the present shape, whatever the steps would change."""
    site.evolution.update(registry.evolution_steps)


def evolve(site: Site, registry: Any, manager: TransactionManager) -> Iterator[Change]:
    """Do what is pending, one transaction a step (or batch); yields each change once it is kept.

    A transaction has to have begun before ``site`` was first read; another one has begun when
    this ends.  An error of a step undoes its transaction and is passed on; the steps before it
    stay done.
    """
    for step in pending(site, registry):
        done = False
        while not done:
            try:
                change, done = _do(step, site)
                manager.commit()
            except BaseException:
                manager.abort()
                raise
            finally:
                manager.begin()
            yield change


def rehearse(site: Site, registry: Any, manager: TransactionManager) -> list[Change]:
    """What :func:`evolve` would change: all steps in the one transaction that has begun, which
    is undone."""
    changes = []
    try:
        for step in pending(site, registry):
            done = False
            while not done:
                change, done = _do(step, site)
                changes.append(change)
                # Lets go of what the batch has loaded; nothing of it reaches the store.
                manager.savepoint()
        return changes
    finally:
        manager.abort()
        manager.begin()


def _do(step: Step, site: Site) -> tuple[Change, bool]:
    """One batch of the step (an unbatched one has one); whether it was the last."""
    function: Any = step.function
    if step.batched:
        key = f"{CURSOR}{step.name}"
        cursor, told = function(site, site.settings.get(key, ""))
        if cursor is not None:
            site.settings[key] = cursor
            return Change(step.name, told), False
        site.settings.pop(key, None)
    else:
        told = function(site)
    site.evolution.insert(step.name)
    return Change(step.name, told), True
