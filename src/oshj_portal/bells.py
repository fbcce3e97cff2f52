"""The clock times of the numbered lessons of the whole university."""

from __future__ import annotations

from oshj_portal.calendar.lookup import bell_times as bells

__all__ = ["bells"]
