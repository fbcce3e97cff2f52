"""The plugins in the control panel."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import deform
from deform import Button
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from oshj_core.errors import NotFound
from oshj_core.roles import Permission
from oshj_portal.forms.form import make_form
from oshj_portal.i18n import _, translatable
from oshj_portal.layout.frame import flash
from oshj_portal.plugins.lifecycle import Lifecycle
from oshj_portal.plugins.schemes import collect
from oshj_portal.plugins.settings import settings_form_schema
from oshj_portal.plugins.states import Plugins, PluginState, needs_upgrade
from oshj_portal.resources import Control

if TYPE_CHECKING:
    from oshj_portal.plugins.manifest import Plugin

STATE_TITLES = {
    PluginState.AVAILABLE: _("not installed"),
    PluginState.INSTALLED: _("installed"),
    PluginState.ENABLED: _("enabled"),
    PluginState.DISABLED: _("disabled"),
}


@view_defaults(context=Control, permission=Permission.MANAGE_SETTINGS.value)
class PluginPages:
    """The list, and for each plugin its moves, its settings and its removal.

    A plugin's own pages lie under ``<view>/<plugin id>``.
    """

    def __init__(self, context, request) -> None:
        self.context = context
        self.request = request
        self.lifecycle = Lifecycle(request.site, request.registry, request.act)

    @view_config(name="plugins", request_method="GET", renderer="templates/plugins.pt")
    def plugins(self):
        """All plugins that are loaded, those that could not be, and their faulty schemes."""
        request = self.request
        loaded, site_plugins = request.registry.plugins, Plugins(request.site)
        known = {*loaded.by_id, *(failure.id for failure in loaded.failures)}
        return {
            "rows": [self._row(plugin, site_plugins) for plugin in loaded.by_id.values()],
            "failures": [
                {"id": failure.id, "reason": translatable(failure.reason)}
                for failure in loaded.failures
            ],
            "strangers": [one for one in site_plugins.ids() if one not in known],
            "faults": [
                {
                    "scheme": fault.scheme,
                    "plugin": fault.plugin,
                    "reason": translatable(fault.reason),
                }
                for fault in collect(request.site, request.registry)[1]
            ],
        }

    def _row(self, plugin: Plugin, site_plugins: Plugins) -> dict[str, object]:
        record = site_plugins.record(plugin.id)
        upgrade = needs_upgrade(plugin, record)
        enabled = record.state is PluginState.ENABLED
        return {
            "id": plugin.id,
            "title": plugin.title,
            "version": plugin.version,
            "requires": ", ".join(plugin.requires),
            "state": STATE_TITLES[record.state],
            "enabled": enabled,
            "old_version": record.version if upgrade else "",
            "install": self._action("install", plugin.id) if not record.is_installed else None,
            "upgrade": self._action("upgrade", plugin.id) if upgrade else None,
            "enable": self._action("enable", plugin.id)
            if record.is_installed and not enabled
            else None,
            "disable": self._action("disable", plugin.id) if enabled else None,
            "settings": self._action("settings", plugin.id)
            if record.is_installed and plugin.settings is not None
            else None,
            "uninstall": self._action("uninstall", plugin.id)
            if record.is_installed and not enabled
            else None,
        }

    @view_config(name="plugin-install", request_method="POST")
    def install(self):
        """Available → installed."""
        self.lifecycle.install(self._plugin.id)
        return self._done(_("The plugin was installed. Enable it when its settings are right."))

    @view_config(name="plugin-upgrade", request_method="POST")
    def upgrade(self):
        """The plugin's data brought up to its version."""
        self.lifecycle.upgrade(self._plugin.id)
        return self._done(_("The plugin's data was upgraded."))

    @view_config(name="plugin-enable", request_method="POST")
    def enable(self):
        """Installed or disabled → enabled."""
        self.lifecycle.enable(self._plugin.id)
        return self._done(_("The plugin was enabled."))

    @view_config(name="plugin-disable", request_method="POST")
    def disable(self):
        """Enabled → disabled."""
        self.lifecycle.disable(self._plugin.id)
        return self._done(_("The plugin was disabled; its settings and data stay."))

    @view_config(
        name="plugin-settings", request_method="GET", renderer="templates/plugin_settings.pt"
    )
    def show_settings(self):
        """The settings in force."""
        plugin = self._plugin
        form = self._settings_form(plugin, values=dict(self.lifecycle.settings(plugin.id)))
        return self._settings_page(plugin, form)

    @view_config(
        name="plugin-settings", request_method="POST", renderer="templates/plugin_settings.pt"
    )
    def save_settings(self):
        """Keep the settings, or show what is wrong with them."""
        plugin = self._plugin
        form = self._settings_form(plugin)
        try:
            values = form.validate_post(self.request)
        except deform.ValidationFailure:
            self.request.response.status_int = 422
            return self._settings_page(plugin, form)
        self.lifecycle.configure(plugin.id, values)
        return self._done(_("The settings were stored."))

    @view_config(
        name="plugin-uninstall", request_method="GET", renderer="templates/plugin_uninstall.pt"
    )
    def confirm_uninstall(self):
        """What would go, before it goes."""
        plugin = self._plugin
        return {
            "title": plugin.title,
            "removal": self.lifecycle.preview_removal(plugin.id),
            "action": self._action("uninstall", plugin.id),
            "export": self._action("export", plugin.id),
            "back": self._list_path,
        }

    @view_config(name="plugin-uninstall", request_method="POST")
    def uninstall(self):
        """Installed or disabled → available."""
        self.lifecycle.uninstall(self._plugin.id)
        return self._done(_("The plugin was uninstalled; its settings and data are gone."))

    @view_config(name="plugin-export", request_method="GET")
    def export(self):
        """All that is kept for the plugin, as a JSON file."""
        plugin_id = self._plugin.id
        body = json.dumps(self.lifecycle.export(plugin_id), ensure_ascii=False, indent=2)
        return Response(
            body.encode(),
            content_type="application/json",
            content_disposition=f'attachment; filename="{plugin_id}.json"',
        )

    @property
    def _plugin(self) -> Plugin:
        """The plugin the path names."""
        named = "/".join(self.request.subpath)
        plugin = self.request.registry.plugins.find(named)
        if plugin is None:
            raise NotFound("plugin", named)
        return plugin

    @property
    def _list_path(self) -> str:
        return self.request.resource_path(self.context, "plugins")

    def _action(self, action: str, plugin_id: str) -> str:
        return self.request.resource_path(self.context, f"plugin-{action}", plugin_id)

    def _settings_form(self, plugin: Plugin, **kw):
        return make_form(
            self.request,
            settings_form_schema(plugin),
            action=self._action("settings", plugin.id),
            buttons=(Button("save", _("Save")),),
            formid="plugin-settings",
            **kw,
        )

    def _settings_page(self, plugin: Plugin, form) -> dict[str, object]:
        return {"title": plugin.title, "form": form.render(), "back": self._list_path}

    def _done(self, message) -> HTTPSeeOther:
        flash(self.request, message)
        return HTTPSeeOther(self._list_path)
