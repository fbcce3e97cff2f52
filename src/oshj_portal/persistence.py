"""Transactions and the database: one connection a request, opened only when it is used."""

from __future__ import annotations

import pyramid_tm
from pyramid_zodbconn import get_connection

from oshj_portal.store import Site, site_of

# Hot lessons meet conflicts in bursts; three attempts were measured to be too few.
RETRY_ATTEMPTS = 8


def get_site(request) -> Site:
    """The stored university; the connection opens at the first use."""
    return site_of(get_connection(request))


def includeme(config):
    settings = config.get_settings()
    settings["tm.commit_veto"] = pyramid_tm.default_commit_veto
    settings["tm.manager_hook"] = pyramid_tm.explicit_manager
    settings.setdefault("retry.attempts", RETRY_ATTEMPTS)
    config.include("pyramid_retry")
    config.include("pyramid_tm")
    config.include("pyramid_zodbconn")
    config.add_request_method(get_site, "site", reify=True)
