"""``python -m examples.sqlite_journal``: play the demo, or show what a file holds."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from examples.sqlite_journal.database import Database
from examples.sqlite_journal.demo import play
from examples.sqlite_journal.site import Site


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="examples.sqlite_journal", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    demo = commands.add_parser("demo", help="play a semester through, in a file of its own")
    demo.add_argument("--into", type=Path, help="keep the file and the bundle in this folder")
    log = commands.add_parser("log", help="the newest events of a file")
    log.add_argument("file", type=Path)
    log.add_argument("--limit", type=int, default=20)
    chosen = parser.parse_args(arguments)
    if chosen.command == "log":
        return _log(chosen.file, chosen.limit)
    if chosen.into is not None:
        chosen.into.mkdir(parents=True, exist_ok=True)
        return _demo(chosen.into)
    with tempfile.TemporaryDirectory(prefix="oshj-") as folder:
        return _demo(Path(folder))


def _demo(folder: Path) -> int:
    file = folder / "journal.sqlite"
    if file.exists():
        print(f"{file} exists already", file=sys.stderr)
        return 1
    database = Database(file)
    try:
        play(Site(database), folder, print)
    finally:
        database.close()
    return 0


def _log(file: Path, limit: int) -> int:
    if not file.exists():
        print(f"{file} does not exist", file=sys.stderr)
        return 1
    database = Database(file)
    try:
        for event in Site(database).audit.latest(limit):
            print(event.at, event.actor, event.action, event.subject, event.after, sep="  ")
    finally:
        database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
