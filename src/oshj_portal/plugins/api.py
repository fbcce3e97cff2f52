"""All that a plugin may use of the portal; nothing else of it is promised to stay.

Together with ``oshj_core`` and :mod:`oshj_portal.i18n` this is the whole public interface.
"""

from oshj_core.extension import Json, PluginData, Removal
from oshj_core.roles import Permission
from oshj_portal.forms.types import KyrgyzDate, KyrgyzDecimal, KyrgyzString
from oshj_portal.plugins.manifest import Plugin
from oshj_portal.plugins.settings import read_settings
from oshj_portal.plugins.states import Plugins
from oshj_portal.resources import University

__all__ = [
    "Json",
    "KyrgyzDate",
    "KyrgyzDecimal",
    "KyrgyzString",
    "Permission",
    "Plugin",
    "PluginData",
    "Removal",
    "University",
    "site_settings",
]


def site_settings(request, plugin: Plugin):
    """The settings of the plugin at the request's site, defaults included.

    :raises Invalid: what is stored does not fit the plugin's schema.
    """
    return read_settings(plugin, Plugins(request.site).record(plugin.id).settings)
