"""What the check of a file found, as primitives: kept with the job, shown by page and command."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from oshj_core.lists import SHEETS, Change, ChangeSet, Problems
from oshj_core.text import Text

SHOWN = 200
"""How many errors, changes of a sheet or notes are shown; all are counted."""


def summarise(outcome: ChangeSet | Problems) -> dict[str, Any]:
    """The outcome of a check; see the two functions below for the keys."""
    return _problems(outcome) if isinstance(outcome, Problems) else _changes(outcome)


def _problems(problems: Problems) -> dict[str, Any]:
    return {
        "errors": [
            {
                "sheet": error.sheet,
                "row": error.row,
                "column": error.column,
                "text": dump_text(error.text),
                "advice": None if error.advice is None else dump_text(error.advice),
            }
            for error in problems.errors[:SHOWN]
        ],
        "error_count": problems.count,
    }


def _changes(changes: ChangeSet) -> dict[str, Any]:
    sheets = []
    for sheet in SHEETS:
        added, changed = changes.added(sheet), changes.changed(sheet)
        missing = changes.missing.get(sheet.name, ())
        sheets.append(
            {
                "heading": sheet.heading,
                "added": len(added),
                "changed": len(changed),
                "unchanged": changes.unchanged.get(sheet.name, 0),
                "missing": len(missing),
                "added_values": list(map(_change, added[:SHOWN])),
                "changed_values": list(map(_change, changed[:SHOWN])),
                "missing_codes": list(missing[:SHOWN]),
            }
        )
    return {
        "errors": [],
        "error_count": 0,
        "sheets": sheets,
        "change_count": len(changes.changes),
        "notes": [dump_text(note) for note in changes.notes[:SHOWN]],
        "note_count": len(changes.notes),
        "digest": changes.digest,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "id": change.sheet.called(change.after),
        "fields": [[one.heading, one.before, one.after] for one in change.fields],
    }


def dump_text(text: Text) -> list[Any]:
    """A text as primitives."""
    values: Iterable[tuple[str, object]] = text.params.items()
    return [
        text.msgid,
        {name: value if isinstance(value, int) else str(value) for name, value in values},
    ]


def load_text(dumped: list[Any]) -> Text:
    """The text of :func:`dump_text`."""
    msgid, values = dumped
    return Text(msgid, values)


def write(summary: dict[str, Any]) -> bytes:
    """The summary as a job's result."""
    return json.dumps(summary, ensure_ascii=False).encode()
