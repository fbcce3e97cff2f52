"""What the check of files found, as primitives: kept with the job, shown by page and command."""

from __future__ import annotations

from typing import Any

from oshj_core.exchange import Incoming, Part, ShownChange, change_count
from oshj_core.lists import Problems
from oshj_portal.lists import summary
from oshj_portal.lists.summary import SHOWN, dump_text


def summarise(outcome: Incoming | Problems) -> dict[str, Any]:
    """The outcome of a check, with the keys that the pages of the lists show as well."""
    if isinstance(outcome, Problems):
        return summary.summarise(outcome)
    return {
        "errors": [],
        "error_count": 0,
        "sheets": list(map(_part, outcome.parts)),
        "change_count": change_count(outcome),
        "notes": [dump_text(note) for note in outcome.notes[:SHOWN]],
        "note_count": len(outcome.notes),
        "digest": outcome.digest,
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "heading": part.heading,
        "added": len(part.added),
        "changed": len(part.changed),
        "unchanged": part.unchanged,
        "missing": len(part.missing),
        "added_values": list(map(_change, part.added[:SHOWN])),
        "changed_values": list(map(_change, part.changed[:SHOWN])),
        "missing_codes": list(part.missing[:SHOWN]),
    }


def _change(change: ShownChange) -> dict[str, Any]:
    return {
        "id": change.id,
        "fields": [[one.heading, one.before, one.after] for one in change.fields],
    }
