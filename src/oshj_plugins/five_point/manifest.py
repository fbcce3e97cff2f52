"""The manifest of the plugin."""

from oshj_plugins.five_point.scheme import five_point_schemes
from oshj_plugins.five_point.settings import FivePointSettings
from oshj_portal.i18n import _
from oshj_portal.plugins.api import Plugin

plugin = Plugin(
    id="five_point",
    title=_("Five-point scheme"),
    version="1.0",
    api="1.0",
    settings=FivePointSettings,
    includeme="oshj_plugins.five_point",
    grading_schemes=five_point_schemes,
)
