"""How many academic hours a lesson counts for: a setting of the site (3.1, 4.1)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from oshj_core.kyrgyz import parse_decimal
from oshj_core.planning import HoursRule

if TYPE_CHECKING:
    from oshj_portal.store import Site

SETTING = "academic-hours"
LEAST, LARGEST = Decimal("0.5"), Decimal(10)
# A lesson of the usual bells lasts 80 minutes, and an academic hour 40.
DEFAULT = Decimal(2)


def hours_of_lesson(site: Site) -> Decimal:
    """The academic hours of one lesson."""
    written = site.settings.get(SETTING)
    return DEFAULT if written is None else parse_decimal(written, 2)


def hours_rule(site: Site) -> HoursRule:
    """The rule by which hours are counted."""
    return HoursRule(hours_of_lesson(site))
