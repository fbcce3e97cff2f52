"""In how many days a plan that was sent back is to be handed in again: a setting (2.13, 4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.planning import RETURN_DAYS

if TYPE_CHECKING:
    from oshj_portal.store import Site

SETTING = "plan-return-days"
LONGEST = 90


def return_days(site: Site) -> int:
    """The days of this site."""
    return int(site.settings.get(SETTING, RETURN_DAYS))
