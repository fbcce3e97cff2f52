"""Papers for a bundle that the core can give: the regulation its own rules come from."""

from __future__ import annotations

from oshj_core.archive.rows import Document
from oshj_core.regulation import clauses


def regulation_paper() -> Document:
    """``regulation.ky.txt``: the regulation of Osh State University, clause by clause.

    A host whose journals are kept by it gives it among its ``papers``; any other gives its own
    regulation in its place.  The core puts none into a bundle by itself.
    """
    return Document("regulation.ky.txt", _wording)


def _wording() -> list[bytes]:
    return [f"{clause.number}\n{clause.ky}\n\n".encode() for clause in clauses().values()]
