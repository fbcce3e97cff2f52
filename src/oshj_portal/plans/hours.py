"""How many academic hours a lesson counts for: a setting of the site."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from oshj_core.planning import HoursRule

if TYPE_CHECKING:
    from oshj_portal.store import Site

SETTING = "academic-hours"
# A lesson of the usual bells lasts 80 minutes, and an academic hour 40.
DEFAULT = Decimal(2)


def hours_rule(site: Site) -> HoursRule:
    """The rule in force; the administrator sets the hours of a lesson (3.1, 4.1)."""
    return HoursRule(Decimal(site.settings.get(SETTING) or DEFAULT))
