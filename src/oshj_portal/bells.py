"""The clock times of the numbered lessons, from the site's settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from oshj_core.calendar import DEFAULT_BELLS

if TYPE_CHECKING:
    from oshj_portal.store import Site

SETTING = "bells"


def bells(site: Site) -> Mapping[int, tuple[str, str]]:
    """Number → begin and end, ``HH:MM``."""
    return site.settings.get(SETTING) or DEFAULT_BELLS
