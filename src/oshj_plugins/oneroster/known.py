"""What the university's lists say already of what a OneRoster file names."""

from __future__ import annotations

from enum import Enum

import attrs

from oshj_core.ports import University


@attrs.frozen
class Known:
    """The lists before the import: what the files say nothing of stays as it is in them."""

    university: University

    def field(self, table: str, code: str, name: str, default: str = "") -> str:
        """A field of a row of the lists as a sheet has it; the default if the row is new.

        ``name`` may lead through a value: ``name.latin``.
        """
        value = getattr(self.university, table).find(code)
        if value is None:
            return default
        for part in name.split("."):
            value = getattr(value, part)
        return str(value.value if isinstance(value, Enum) else value)
