"""What the administrator sets for the whole site; kept as primitives in ``site.settings``."""

from __future__ import annotations

from oshj_portal.i18n import _

UNIVERSITY_NAME = "university"
ADDRESS = "address"

DEFAULT_NAME = _("Osh State University")


def university_name(request) -> str:
    """The university as pages and documents name it."""
    chosen = request.site.settings.get(UNIVERSITY_NAME)
    return chosen or request.localizer.translate(DEFAULT_NAME)


def portal_address(request) -> str:
    """Where to sign in, as slips and codes say it; the ini file's unless one was set."""
    return request.site.settings.get(ADDRESS) or request.registry.settings["oshj.address"]
