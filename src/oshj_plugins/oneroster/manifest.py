"""The manifest of the plugin."""

from oshj_plugins.oneroster.format import OneRoster
from oshj_plugins.oneroster.settings import OneRosterSettings
from oshj_plugins.oneroster.tables import V11, V12
from oshj_portal.i18n import _
from oshj_portal.plugins.api import Plugin

plugin = Plugin(
    id="oneroster",
    title=_("OneRoster"),
    version="1.0",
    api="1.1",
    settings=OneRosterSettings,
    exchange_formats=(OneRoster(V11), OneRoster(V12)),
)
