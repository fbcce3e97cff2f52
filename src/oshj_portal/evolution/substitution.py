"""Step ``substitution``: sites made before rights were lent, journals inspected, people told.

The shape it tests: a site without the attribute.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.text import Text, text
from oshj_portal.store.inspections import StoredInspections
from oshj_portal.store.notices import StoredNotices
from oshj_portal.store.substitution import StoredDelegations, StoredSubstitutions

if TYPE_CHECKING:
    from oshj_portal.store import Site

_STORES = (
    ("substitutions", StoredSubstitutions),
    ("delegations", StoredDelegations),
    ("inspections", StoredInspections),
    ("notices", StoredNotices),
)


def add_substitution(site: Site) -> Text:
    """Give the site what it lacks."""
    for name, make in _STORES:
        if not hasattr(site, name):
            setattr(site, name, make())
    return text("Substitutions, delegations, inspections and notices were added.")


def includeme(config):
    config.add_evolution_step("substitution", add_substitution)
