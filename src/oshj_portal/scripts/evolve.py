"""``oshj evolve``: bring the stored data to the shape this version of the program knows."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from pyramid.paster import get_appsettings
from pyramid.scripting import prepare

from oshj_portal import main
from oshj_portal.evolution.runner import Change, evolve, pending, rehearse
from oshj_portal.scripts.environment import Environment
from oshj_portal.scripts.options import add_config


def add_command(subparsers) -> None:
    """Register the command."""
    parser = subparsers.add_parser(
        "evolve", help="bring the stored data to the shape this version knows; make a backup first"
    )
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--dry-run", action="store_true", help="say what would change, store nothing")
    mode.add_argument(
        "--list", action="store_true", help="name all steps and whether they are done"
    )
    add_config(parser)
    parser.set_defaults(run=run)


def run(args) -> None:
    """Do, rehearse or list the steps."""
    with _environment(args.config) as env:
        site = env.site
        if args.list:
            waiting = {step.name for step in pending(site, env.registry)}
            for name in sorted(env.registry.evolution_steps):
                _say(f"{'pending' if name in waiting else 'done   '}  {name}")
            return
        if not pending(site, env.registry):
            _say("Nothing to do: the data has the shape of this version.")
        elif args.dry_run:
            for change in rehearse(site, env.registry, env.tm):
                _report(change)
            _say("Dry run: nothing was stored.")
        else:
            for change in evolve(site, env.registry, env.tm):
                _report(change)


def _report(change: Change) -> None:
    _say(f"{change.step}: {change.text}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


@contextmanager
def _environment(config_uri: str) -> Iterator[Environment]:
    """As :func:`oshj_portal.scripts.environment.open_environment`, for data that is too old for
    every other command: the check at start-up is off, and the database is closed at the end."""

    settings = get_appsettings(config_uri)
    app = main(settings.global_conf, **{**settings, "oshj.evolve_check": "false"})
    databases = app.registry._zodb_databases.values()
    try:
        with prepare(registry=app.registry) as env:
            request = env["request"]
            request.tm.begin()
            try:
                yield Environment(request, request.tm)
            finally:
                request.tm.abort()
    finally:
        for database in databases:
            database.close()
