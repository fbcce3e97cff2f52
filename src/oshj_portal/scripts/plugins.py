"""``oshj plugin``: the plugins of this site from the command line."""

from __future__ import annotations

import sys
from secrets import token_hex

from oshj_core.journal import Act
from oshj_core.roles import Actor
from oshj_portal.plugins.lifecycle import Lifecycle
from oshj_portal.plugins.states import Plugins, PluginState, needs_upgrade
from oshj_portal.plugins.switching_off import MACHINE
from oshj_portal.scripts.environment import Environment, open_environment
from oshj_portal.scripts.options import add_config

ACTIONS = ("install", "enable", "disable", "upgrade", "uninstall")


def add_command(subparsers) -> None:
    """Register the command and its actions."""
    parser = subparsers.add_parser("plugin", help="list, install, enable or disable plugins")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="the plugins the settings allow, and their states")
    add_config(listing)
    for action in ACTIONS:
        one = actions.add_parser(action, help=f"{action} a plugin at this site")
        one.add_argument("name", metavar="NAME", help="the plugin's id")
        add_config(one)
    parser.set_defaults(run=run)


def run(args) -> None:
    """List the plugins, or move one; the move is audited as the machine's."""
    with open_environment(args.config) as env:
        if args.action == "list":
            for line in listing(env):
                sys.stdout.write(line + "\n")
            return
        state = move(env, args.action, args.name)
        env.tm.commit()
    sys.stdout.write(f"{args.name}: {state.value}\n")


def move(env: Environment, action: str, name: str) -> PluginState:
    """Do one of :data:`ACTIONS` and give the state the plugin is in then.

    :raises NotFound: the plugin was not loaded.
    :raises Invalid: another plugin or the plugin's state stands against it.
    """
    act = Act(Actor(MACHINE), env.clock.now(), token_hex(6))
    getattr(Lifecycle(env.site, env.registry, act), action)(name)
    return Plugins(env.site).record(name).state


def listing(env: Environment) -> list[str]:
    """A line for every plugin: id, version, state; those that could not be loaded with why."""
    loaded, plugins = env.registry.plugins, Plugins(env.site)
    lines = []
    for plugin in loaded.by_id.values():
        record = plugins.record(plugin.id)
        hint = f" (upgrade from {record.version})" if needs_upgrade(plugin, record) else ""
        lines.append(f"{plugin.id} {plugin.version}: {record.state.value}{hint}")
    lines += [f"{failure.id}: not loaded: {failure.reason}" for failure in loaded.failures]
    return lines
