"""What somebody was sending when the session had ended: kept through the sign-in.

The fields travel in the sign-in form itself, so nothing of a stranger is ever stored.
"""

from __future__ import annotations

import json

MAX_KEPT = 200_000


def kept_post(request) -> str:
    """The fields of a posted form as JSON; empty when there is nothing to be kept."""
    if request.method != "POST" or request.path == "/sign-in":
        return ""
    fields = [
        [name, value]
        for name, value in request.POST.items()
        if isinstance(value, str) and name != "csrf_token"
    ]
    kept = json.dumps(fields, ensure_ascii=False)
    return kept if fields and len(kept) <= MAX_KEPT else ""


def read_kept(kept: str) -> list[tuple[str, str]]:
    """The fields again; none from a text that :func:`kept_post` did not write."""
    try:
        fields = json.loads(kept)
        # Half a character, which JSON can name, could not be sent in a page.
        json.dumps(fields, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return []
    if not isinstance(fields, list):
        return []
    return [
        (field[0], field[1])
        for field in fields
        if isinstance(field, list)
        and len(field) == 2
        and all(isinstance(part, str) for part in field)
    ]
