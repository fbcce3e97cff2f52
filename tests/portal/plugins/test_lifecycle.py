"""The moves of a plugin at a site: what they need, what they leave, what they refuse."""

from __future__ import annotations

from decimal import Decimal

import colander
import pytest

from oshj_core.errors import Invalid, NotFound, Refusal
from oshj_core.extension import Removal
from oshj_core.text import text
from oshj_portal.forms.types import KyrgyzDecimal
from oshj_portal.plugins.hooks import PluginFailed
from oshj_portal.plugins.states import Plugins, PluginState
from tests.portal.plugins.conftest import make_plugin


class Schema(colander.Schema):
    limit = colander.SchemaNode(KyrgyzDecimal(places=2), missing=Decimal("2.5"))
    name = colander.SchemaNode(colander.String(), missing=None)


def state(place, plugin_id: str) -> PluginState:
    return Plugins(place.site).record(plugin_id).state


def test_the_whole_life_of_a_plugin_is_audited(place):
    place.load(make_plugin("one"))
    assert state(place, "one") is PluginState.AVAILABLE
    place.lifecycle.install("one")
    assert state(place, "one") is PluginState.INSTALLED
    place.lifecycle.enable("one")
    assert state(place, "one") is PluginState.ENABLED
    place.lifecycle.disable("one")
    assert state(place, "one") is PluginState.DISABLED
    place.lifecycle.uninstall("one")
    assert state(place, "one") is PluginState.AVAILABLE
    assert Plugins(place.site).ids() == []
    events = place.site.audit.about("plugin:one")
    assert [(event.action, event.before, event.after) for event in events] == [
        ("plugin.install", "available", "installed"),
        ("plugin.enable", "installed", "enabled"),
        ("plugin.disable", "enabled", "disabled"),
        ("plugin.uninstall", "disabled", "available"),
    ]
    assert {(event.actor, event.request) for event in events} == {("admin", "r1")}


def test_every_move_is_safe_to_repeat(place):
    place.load(make_plugin("one"))
    for move in ("install", "enable", "disable", "uninstall"):
        getattr(place.lifecycle, move)("one")
        getattr(place.lifecycle, move)("one")
    assert len(place.actions("one")) == 4


@pytest.mark.parametrize("move", ["enable", "disable", "upgrade", "preview_removal", "export"])
def test_what_is_not_installed_cannot_be_moved(place, move):
    place.load(make_plugin("one"))
    with pytest.raises(Invalid):
        getattr(place.lifecycle, move)("one")
    with pytest.raises(NotFound):
        getattr(place.lifecycle, move)("unknown")
    assert place.actions("one") == []


def test_requirements_hold_in_both_directions(place):
    place.load(make_plugin("base"), make_plugin("top", requires=("base",)))
    with pytest.raises(Invalid, match="Install the plugin “base” first"):
        place.lifecycle.install("top")
    place.lifecycle.install("base")
    place.lifecycle.install("top")
    with pytest.raises(Invalid, match="Enable the plugin “base” first"):
        place.lifecycle.enable("top")
    place.lifecycle.enable("base")
    place.lifecycle.enable("top")
    with pytest.raises(Invalid, match="“top” needs it"):
        place.lifecycle.disable("base")
    place.lifecycle.disable("top")
    place.lifecycle.disable("base")
    with pytest.raises(Invalid, match="“top” needs it"):
        place.lifecycle.uninstall("base")
    place.lifecycle.uninstall("top")
    place.lifecycle.uninstall("base")
    assert Plugins(place.site).ids() == []


def test_an_enabled_plugin_is_not_uninstalled(place):
    place.load(make_plugin("one"))
    place.lifecycle.install("one")
    place.lifecycle.enable("one")
    with pytest.raises(Invalid, match="Disable the plugin first"):
        place.lifecycle.uninstall("one")


def test_a_plugin_whose_requirement_is_gone_rests(place):
    base, top = make_plugin("base"), make_plugin("top", requires=("base",))
    place.load(base, top)
    for one in ("base", "top"):
        place.lifecycle.install(one)
        place.lifecycle.enable(one)
    plugins = Plugins(place.site)
    assert plugins.is_active(place.registry.plugins, "top")
    place.load(top)
    assert not plugins.is_active(place.registry.plugins, "top")


def test_settings_are_checked_and_come_back_exact(place):
    place.load(make_plugin("one", settings=Schema))
    place.lifecycle.install("one")
    assert place.lifecycle.settings("one")["limit"] == Decimal("2.5")
    place.lifecycle.configure("one", {"limit": Decimal("3.75"), "name": None})
    assert dict(place.lifecycle.settings("one")) == {"limit": Decimal("3.75"), "name": None}
    place.lifecycle.configure("one", {"limit": Decimal("3.75"), "name": None})
    assert place.actions("one") == ["plugin.install", "plugin.configure"]
    with pytest.raises(Invalid, match="no setting “colour”"):
        place.lifecycle.configure("one", {"colour": "red"})
    assert place.lifecycle.settings("one")["limit"] == Decimal("3.75")


def test_settings_kept_by_another_schema_fall_back_to_the_defaults_in_the_form(place):
    place.load(make_plugin("one", settings=Schema))
    place.lifecycle.install("one")
    place.lifecycle.configure("one", {"limit": Decimal(4), "name": None})
    place.load(make_plugin("one"))
    assert dict(place.lifecycle.settings("one")) == {}


def test_data_is_json_like_and_every_value_read_is_a_copy(place):
    place.load(make_plugin("one", install=lambda data: data.update(seen=[1], name="ң")))
    place.lifecycle.install("one")
    data = Plugins(place.site).data("one")
    data["seen"].append(2)
    assert dict(data) == {"seen": [1], "name": "ң"}
    for wrong in (1.5, Decimal(1), object(), {1: "key"}, {"a": {2}}):
        with pytest.raises(TypeError):
            data["wrong"] = wrong
    with pytest.raises(TypeError):
        data[1] = "key"
    del data["seen"]
    assert list(data) == ["name"]
    assert len(data) == 1


def test_uninstalling_is_shown_first_and_changes_nothing_then(place):
    def uninstall(data):
        told = Removal(goes=(f"notes: {len(data)}",), stays=("marks",))
        data.clear()
        return told

    place.load(make_plugin("one", install=lambda data: data.update(a=1, b=2), uninstall=uninstall))
    place.lifecycle.install("one")
    told = place.lifecycle.preview_removal("one")
    assert told == Removal(("notes: 2",), ("marks",))
    assert place.lifecycle.export("one") == {
        "plugin": "one",
        "version": "1.0",
        "settings": {},
        "data": {"a": 1, "b": 2},
    }
    assert place.lifecycle.uninstall("one") == told
    assert place.lifecycle.uninstall("one") == Removal()
    assert Plugins(place.site).ids() == []


def test_a_plugin_with_data_rests_until_it_is_upgraded(place):
    def upgrade(data, old):
        data["count"] = f"{data['count']} since {old}"

    place.load(make_plugin("one", install=lambda data: data.update(count=1)))
    place.lifecycle.install("one")
    place.lifecycle.enable("one")
    place.load(make_plugin("one", version="2.0", upgrade=upgrade))
    plugins = Plugins(place.site)
    assert not plugins.is_active(place.registry.plugins, "one")
    place.lifecycle.upgrade("one")
    place.lifecycle.upgrade("one")
    assert plugins.is_active(place.registry.plugins, "one")
    assert plugins.data("one")["count"] == "1 since 1.0"
    assert place.actions("one")[-1] == "plugin.upgrade"


def test_enabling_upgrades_first(place):
    place.load(make_plugin("one"))
    place.lifecycle.install("one")
    place.load(make_plugin("one", version="2.0", upgrade=lambda data, old: data.update(old=old)))
    place.lifecycle.enable("one")
    assert Plugins(place.site).data("one")["old"] == "1.0"
    assert Plugins(place.site).record("one").version == "2.0"


def test_a_new_version_of_a_plugin_without_data_just_works(place):
    place.load(make_plugin("one"))
    place.lifecycle.install("one")
    place.lifecycle.enable("one")
    place.load(make_plugin("one", version="2.0"))
    assert Plugins(place.site).is_active(place.registry.plugins, "one")


def test_a_crash_while_installing_is_a_refusal_and_stores_nothing(place):
    def install(data):
        data["half"] = True
        raise ZeroDivisionError

    place.load(make_plugin("one", install=install))
    with pytest.raises(PluginFailed):
        place.lifecycle.install("one")
    place.undo()
    assert Plugins(place.site).ids() == []


def test_a_plugin_may_refuse_in_its_own_words(place):
    def install(data):
        raise Refusal(text("Not here"))

    place.load(make_plugin("one", install=install))
    with pytest.raises(Refusal, match="Not here"):
        place.lifecycle.install("one")
