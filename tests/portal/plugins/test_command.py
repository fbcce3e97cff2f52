"""The plugins from the command line."""

from __future__ import annotations

from argparse import ArgumentParser

import pytest
from pyramid.scripting import prepare

from oshj_core.errors import Invalid, NotFound
from oshj_core.text import Text
from oshj_portal.plugins.discovery import LoadedPlugins, LoadFailure
from oshj_portal.scripts import plugins
from oshj_portal.scripts.environment import Environment


@pytest.fixture
def env(portal):
    with prepare(registry=portal.registry) as prepared:
        request = prepared["request"]
        request.tm.begin()
        yield Environment(request, request.tm)
        request.tm.abort()


def test_a_plugin_is_moved_and_the_move_is_the_machines(env):
    states = [
        plugins.move(env, action, "five_point").value
        for action in ("install", "enable", "upgrade", "disable", "uninstall")
    ]
    assert states == ["installed", "enabled", "enabled", "disabled", "available"]
    events = env.site.audit.about("plugin:five_point")
    assert {event.actor for event in events} == {"machine"}
    assert len(events) == 4


def test_a_refused_move_is_a_refusal(env):
    with pytest.raises(Invalid):
        plugins.move(env, "enable", "five_point")
    with pytest.raises(NotFound):
        plugins.move(env, "install", "unknown")


def test_the_list_names_every_plugin_and_what_failed(env):
    assert plugins.listing(env) == ["five_point 1.0: available"]
    plugins.move(env, "install", "five_point")
    loaded = env.registry.plugins
    env.registry.plugins = LoadedPlugins(
        loaded.by_id, (LoadFailure("broken", Text("It is not installed on this machine")),)
    )
    assert plugins.listing(env) == [
        "five_point 1.0: installed",
        "broken: not loaded: It is not installed on this machine",
    ]
    env.registry.plugins = loaded


@pytest.mark.parametrize("action", plugins.ACTIONS)
def test_every_action_is_a_command(action):
    parser = ArgumentParser()
    plugins.add_command(parser.add_subparsers())
    args = parser.parse_args(["plugin", action, "five_point", "--config", "some.ini"])
    assert (args.action, args.name, args.config) == (action, "five_point", "some.ini")
    assert args.run is plugins.run
