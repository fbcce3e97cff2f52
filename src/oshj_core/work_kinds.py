"""Kinds of work a lesson may have (иштин түрлөрү, 3.4), independent work among them."""

from __future__ import annotations

import attrs

from oshj_core.errors import NotFound
from oshj_core.text import Text, text


@attrs.frozen
class WorkKind:
    """A kind of work; ``independent`` is the student's independent work (СӨАИ)."""

    id: str
    title: Text
    independent: bool = False


WORK_KINDS: dict[str, WorkKind] = {
    kind.id: kind
    for kind in (
        WorkKind("oral", text("Oral answer")),
        WorkKind("written", text("Written work")),
        WorkKind("test", text("Test")),
        WorkKind("laboratory", text("Laboratory work")),
        WorkKind("homework", text("Homework")),
        WorkKind("independent-individual", text("Independent work, individual"), True),
        WorkKind("independent-collective", text("Independent work, collective"), True),
    )
}


def work_kind(identifier: str) -> WorkKind:
    """The kind of that id.  Raises :class:`~oshj_core.errors.NotFound`.

    >>> work_kind("independent-individual").independent
    True
    >>> work_kind("dancing")
    Traceback (most recent call last):
    oshj_core.errors.NotFound: There is no kind of work “dancing”
    """
    try:
        return WORK_KINDS[identifier]
    except KeyError:
        raise NotFound("kind of work", identifier) from None
