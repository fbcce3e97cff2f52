"""What a running job is given."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import BinaryIO

import attrs
from transaction import TransactionManager
from ZODB.Connection import Connection

from oshj_core.ports import Clock
from oshj_portal.store import Site
from oshj_portal.store.jobs import StoredJob

_SECONDS_BETWEEN_REPORTS = 0.5
STEPS_BETWEEN_SAVEPOINTS = 2_000


def write_aside(manager: TransactionManager, connection: Connection) -> None:
    """Write what the transaction changed to a temporary file and free its memory."""
    manager.savepoint(optimistic=True)
    connection.cacheMinimize()


@attrs.define
class Work:
    """The job, the site in the job's own transaction, and the way to tell how far it is."""

    job: StoredJob
    site: Site
    schemes: Mapping[str, str]
    clock: Clock
    connection: Connection
    manager: TransactionManager
    tell: Callable[[int, int], None]
    _told: float = attrs.field(default=0.0, init=False)

    def report(self, done: int, total: int) -> None:
        """Say how far the work is; to be called after every step.

        Every some steps what was changed is written aside and the memory is freed.
        """
        if done % STEPS_BETWEEN_SAVEPOINTS == 0:
            write_aside(self.manager, self.connection)
        self.look(done, total)

    def look(self, done: int, total: int) -> None:
        """Say how far reading is, which stores nothing; to be called as often as one likes."""
        now = time.monotonic()
        if now - self._told >= _SECONDS_BETWEEN_REPORTS:
            self._told = now
            self.tell(done, total)

    @contextmanager
    def file_of(self, job: StoredJob) -> Iterator[BinaryIO]:
        """The file kept with a job."""
        with TemporaryFile() as file:
            for data in job.file_chunks():
                file.write(data)
            file.seek(0)
            yield file
