"""``oshj remind``: tell people what is overdue; to be run every morning, as often as one likes."""

from __future__ import annotations

from secrets import token_hex

from pyramid_zodbconn import get_connection

from oshj_core.journal import Act
from oshj_core.roles import Actor
from oshj_portal.notices.reminding import remind
from oshj_portal.scripts.account import MACHINE
from oshj_portal.scripts.environment import open_environment
from oshj_portal.scripts.options import add_config


def add_command(subparsers) -> None:
    """Register the command."""
    parser = subparsers.add_parser(
        "remind", help="write today's reminders of overdue lessons and inspections"
    )
    add_config(parser)
    parser.set_defaults(run=run)


def run(args) -> None:
    """Write the reminders of today; a second run of the day adds only what is new."""
    with open_environment(args.config) as env:
        act = Act(Actor(MACHINE), env.clock.now(), token_hex(6))
        added = remind(env.site, act, get_connection(env.request).cacheGC)
        env.tm.commit()
    print(f"reminders: {added}")
