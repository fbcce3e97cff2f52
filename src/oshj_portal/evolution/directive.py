"""``config.add_evolution_step``: how a feature names a change of its stored data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from oshj_portal.evolution.steps import Step, in_order

if TYPE_CHECKING:
    from oshj_portal.evolution.steps import BatchFunction, StepFunction

AFTER_ALL_STEPS = 10_000


def add_evolution_step(
    config,
    name: str,
    function: StepFunction | BatchFunction,
    *,
    before: Iterable[str] = (),
    after: Iterable[str] = (),
    batched: bool = False,
) -> None:
    """Directive: a step, to be done once at every site, ordered by the names of others."""
    step = Step(name, function, tuple(before), tuple(after), batched)
    steps = config.registry.evolution_steps

    def register() -> None:
        steps[name] = step

    introspectable = config.introspectable("evolution steps", name, name, "evolution step")
    config.action(("evolution step", name), register, introspectables=(introspectable,))


def includeme(config):
    registry = config.registry
    registry.evolution_steps = {}
    config.add_directive("add_evolution_step", add_evolution_step)
    config.action(None, lambda: in_order(registry.evolution_steps), order=AFTER_ALL_STEPS)
