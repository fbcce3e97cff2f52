"""Which process it is: its number alone may be another's after it ended, or after a restart."""

from __future__ import annotations

from pathlib import Path

_PROC = Path("/proc")
_BOOT = _PROC / "sys/kernel/random/boot_id"
_STARTED = 19
"""Where the time the process began stands behind its name (proc_pid_stat(5), field 22)."""
_UNTOLD = "-"


def birth_of(pid: int) -> str:
    """When that process of this host began: the boot, and the tick since it.

    Empty where there is no such process; the same for all where the system does not tell.
    """
    try:
        boot = _BOOT.read_text("ascii").strip()
    except OSError:
        return _UNTOLD
    try:
        told = (_PROC / str(pid) / "stat").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    # The name of the program stands in brackets and may hold anything.
    return f"{boot}/{told.rpartition(b')')[2].split()[_STARTED].decode('ascii')}"
