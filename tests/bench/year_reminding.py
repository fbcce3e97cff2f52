"""The morning's reminders of a whole university, in a process of their own.

``python -m tests.bench.year_reminding FOLDER`` writes them into the database of a folder and
prints what it took, as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import attrs
import transaction

from oshj_core.journal import Act
from oshj_core.roles import Actor
from oshj_portal.notices.reminding import remind
from oshj_portal.persistence import database
from oshj_portal.store import site_of
from tests.bench.year_files import NOW
from tests.bench.year_loading import forget_peak, peak, portal_in


@attrs.frozen
class Reminded:
    """How many reminders there were, the seconds of the processor, and the memory in bytes."""

    count: int
    seconds: float
    memory: int


def remind_all(folder: Path) -> Reminded:
    """Write the reminders in a process of its own."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.bench.year_reminding", str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Reminded(**json.loads(done.stdout))


def _remind(folder: Path) -> Reminded:
    with portal_in(folder) as portal:
        manager = transaction.TransactionManager(explicit=True)
        connection = database(portal.registry).open(transaction_manager=manager)
        forget_peak()
        begin = time.process_time()
        with manager:
            act = Act(Actor("bench"), NOW, "bench")
            count = remind(site_of(connection), act, connection.cacheGC)
        taken = time.process_time() - begin
        connection.close()
        return Reminded(count, taken, peak())


if __name__ == "__main__":
    print(json.dumps(attrs.asdict(_remind(Path(sys.argv[1]).resolve()))))
