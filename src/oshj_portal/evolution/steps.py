"""A step and the order of steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any

import attrs
from pyramid.exceptions import ConfigurationError

if TYPE_CHECKING:
    from oshj_core.text import Text

StepFunction = Callable[[Any], "Text"]
"""Changes the site and says what it changed.  Tests the shape, so that it can be run again."""

BatchFunction = Callable[[Any, str], "tuple[str | None, Text]"]
"""Changes a part of the site, beginning behind the cursor ("" at first); gives the next cursor,
``None`` when all is done, and says what it changed."""


@attrs.frozen
class Step:
    """A change of shape; ``batched`` says which of the two kinds of function it has."""

    name: str
    function: StepFunction | BatchFunction
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    batched: bool = False


def in_order(steps: Mapping[str, Step]) -> list[Step]:
    """The steps, each behind those it has to follow; the rest by name.

    :raises ConfigurationError: a step names one that is not known, or they form a circle.
    """
    earlier: dict[str, set[str]] = {name: set(step.after) for name, step in steps.items()}
    for step in steps.values():
        for named in (*step.before, *step.after):
            if named not in steps:
                raise ConfigurationError(f"Evolution step {step.name} names unknown step {named}")
        for later in step.before:
            earlier[later].add(step.name)
    sorter = TopologicalSorter(earlier)
    try:
        sorter.prepare()
    except CycleError as problem:
        circle = " → ".join(problem.args[1])
        raise ConfigurationError(f"Evolution steps form a circle: {circle}") from problem
    names: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        names += ready
        sorter.done(*ready)
    return [steps[name] for name in names]
