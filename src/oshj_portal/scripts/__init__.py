"""The command ``oshj``."""

import sys


def run() -> int:
    """Run the command, or say what is to be installed first."""
    try:
        from oshj_portal.scripts.main import main  # noqa: PLC0415 — it needs the portal's libraries
    except ModuleNotFoundError as missing:
        print(f"{missing}: install oshj[portal] to use this command.", file=sys.stderr)
        return 1
    return main()
