"""The options commands share."""

from __future__ import annotations

DEFAULT_CONFIG = "config/development.ini"


def add_config(parser) -> None:
    """The option every command has: which settings."""
    parser.add_argument(
        "--config", default=DEFAULT_CONFIG, metavar="INI", help=f"settings ({DEFAULT_CONFIG})"
    )
