"""Plugins: found by entry point, allowed by the ini, switched on and off at each site."""

from pyramid.settings import aslist

from oshj_core.roles import Permission
from oshj_portal.i18n import _
from oshj_portal.plugins import predicates, schemes, views
from oshj_portal.plugins.discovery import installed_entry_points, load_plugins
from oshj_portal.plugins.hooks import CrashCounter
from oshj_portal.resources import Control


def includeme(config):
    registry = config.registry
    allowed = aslist(config.get_settings().get("oshj.plugins", ""))
    registry.plugins = load_plugins(config, allowed, installed_entry_points())
    registry.plugin_crashes = CrashCounter()
    config.include(predicates)
    config.include(schemes)
    config.add_tab(Control, "plugins", _("Plugins"), Permission.MANAGE_SETTINGS, 60)
    config.scan(views)
