"""``python -m examples.flask_service FILE``: serve the file on this machine alone."""

from __future__ import annotations

import argparse
from datetime import datetime, timedelta, timezone
from pathlib import Path

from examples.flask_service.service import make_service
from examples.flask_service.tokens import read_tokens

ZONE = timezone(timedelta(hours=6))


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="examples.flask_service", description=__doc__)
    parser.add_argument("file", type=Path, help="the file of examples.sqlite_journal")
    parser.add_argument("--tokens", type=Path, required=True, help="lines of: token person")
    parser.add_argument("--port", type=int, default=8000)
    chosen = parser.parse_args()
    tokens = read_tokens(chosen.tokens.read_text(encoding="utf-8"))
    service = make_service(chosen.file, tokens, lambda: datetime.now(ZONE))
    service.run(port=chosen.port)


if __name__ == "__main__":
    main()
