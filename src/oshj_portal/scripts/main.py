"""``oshj COMMAND``: what the responsible employee and the administrator type (3.1, 4.1)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from pyramid.i18n import make_localizer

from oshj_core.errors import Refusal
from oshj_portal.i18n import translatable
from oshj_portal.language import catalogues
from oshj_portal.scripts import (
    account,
    demo,
    evolve,
    exchange,
    import_lists,
    plugins,
    remind,
    rollover,
)

COMMANDS = (demo, account, import_lists, exchange, rollover, plugins, remind, evolve)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; a refusal is printed with its clause and gives the exit code 1."""
    parser = argparse.ArgumentParser(prog="oshj", description="The electronic journal of OshSU.")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_command(subparsers)
    args = parser.parse_args(argv)
    try:
        return args.run(args) or 0
    except Refusal as refusal:
        translate = make_localizer("ky", [catalogues()]).translate
        clause = f"{refusal.clause}: " if refusal.clause else ""
        print(f"{clause}{translate(translatable(refusal.text))}", file=sys.stderr)
        if refusal.advice is not None:
            print(translate(translatable(refusal.advice)), file=sys.stderr)
        return 1
