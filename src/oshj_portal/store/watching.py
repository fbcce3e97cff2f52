"""Making two transactions conflict that write different objects but must not both be kept."""

from __future__ import annotations

from persistent import Persistent


def watch(node: Persistent) -> None:
    """Let the commit fail if the object was changed since it was read."""
    if node._p_jar is not None:
        # A ghost does not know its serial yet, and would be watched in vain.
        node._p_activate()
        node._p_jar.readCurrent(node)


def touch(node: Persistent) -> None:
    """Write the object as it is: whoever writes or watches it at the same time conflicts."""
    if node._p_jar is not None:
        node._p_activate()
        node._p_changed = True
