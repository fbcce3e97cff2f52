"""Templates are compiled one at a time.

Two threads that met two new templates together failed at times with «AST constructor
recursion depth mismatch»: CPython 3.11's ``ast`` keeps its depth for all threads in one place.
"""

from __future__ import annotations

from functools import wraps
from threading import RLock

from chameleon.template import BaseTemplate

# A template may need another one, a macro's, while it is compiled.
_one_at_a_time = RLock()


def includeme(config):
    cook = BaseTemplate.cook
    if hasattr(cook, "__wrapped__"):
        return

    @wraps(cook)
    def cook_alone(self, body):
        with _one_at_a_time:
            return cook(self, body)

    BaseTemplate.cook = cook_alone  # type: ignore[method-assign]
