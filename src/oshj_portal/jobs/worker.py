"""One thread a process that runs the queued jobs, each in a transaction of its own."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import transaction
from ZODB.Connection import Connection

from oshj_core.errors import Refusal
from oshj_core.text import Text, text
from oshj_portal.jobs.processes import birth_of
from oshj_portal.jobs.work import Work
from oshj_portal.persistence import database
from oshj_portal.plugins.schemes import schemes
from oshj_portal.store import Site, site_of
from oshj_portal.store.jobs import QUEUED, RUNNING, StoredJob

log = logging.getLogger(__name__)

ATTEMPTS = 3
# A job that has said nothing for so long is taken for dead, wherever it runs.
SILENCE_MILLIS = 15 * 60 * 1000

_CRASHED = text("The work failed; nothing was stored. The reason is in the server's log.")
_INTERRUPTED = text("The server stopped during the work; nothing was stored. Start it again.")


class Worker:
    """Runs jobs while there are any; ``wake`` it after a job was queued."""

    def __init__(self, registry: Any) -> None:
        self._registry = registry
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._woken = False
        self._host = socket.gethostname()
        self.owner = f"{self._host} {os.getpid()} {birth_of(os.getpid())}"

    def wake(self) -> None:
        """Look for queued jobs, in the background."""
        with self._lock:
            self._woken = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="oshj-jobs", daemon=True)
                self._thread.start()

    def wait(self) -> None:
        """Until there is nothing to do."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        try:
            while self._still_woken():
                while (identifier := self._claim()) is not None:
                    self._run_job(identifier)
        except Exception:
            # The thread ends here; the next wake starts a new one.
            log.exception("the job thread broke")
            with self._lock:
                self._thread = None

    def _still_woken(self) -> bool:
        with self._lock:
            woken, self._woken = self._woken, False
            if not woken:
                self._thread = None
            return woken

    @contextmanager
    def _opened(self) -> Iterator[tuple[transaction.TransactionManager, Connection]]:
        manager = transaction.TransactionManager(explicit=True)
        connection = database(self._registry).open(transaction_manager=manager)
        try:
            yield manager, connection
        finally:
            connection.close()

    def _claim(self) -> str | None:
        """Take the oldest queued job; jobs whose process died are marked as failed."""
        claimed = None
        with self._opened() as (manager, connection):
            for attempt in manager.attempts(ATTEMPTS):
                with attempt:
                    claimed = self._claim_in(site_of(connection))
        return claimed

    def _claim_in(self, site: Site) -> str | None:
        queued: list[StoredJob] = []
        for job in site.jobs.values():
            if job.state == RUNNING and not self._lives(job):
                if not self._begins_again(job):
                    job.fail(_INTERRUPTED.msgid, {})
                    continue
                job.interrupt()
            if job.state == QUEUED:
                queued.append(job)
        if not queued:
            return None
        oldest = min(queued, key=lambda job: (job.at, job.id))
        oldest.state, oldest.owner = RUNNING, self.owner
        oldest.progress.at = self._now()
        return oldest.id

    def _begins_again(self, job: StoredJob) -> bool:
        """Whether a job whose process died is done once more: nothing of it was stored."""
        return job.kind in self._registry.jobs_begun_again and job.interruptions < ATTEMPTS

    def _lives(self, job: StoredJob) -> bool:
        """Whether somebody works at it; this thread itself works at one job at a time only."""
        if self._now() - max(job.progress.at, job.at) >= SILENCE_MILLIS:
            return False
        host, pid, birth = job.owner.split()
        return host != self._host or (int(pid) != os.getpid() and birth_of(int(pid)) == birth)

    def _now(self) -> int:
        return int(self._registry.clock.now().timestamp() * 1000)

    def _run_job(self, identifier: str) -> None:
        try:
            with self._opened() as (manager, connection):
                self._attempt(identifier, manager, connection)
        except Refusal as refusal:
            self._fail(identifier, refusal.text)
        except Exception:
            log.exception("job %s failed", identifier)
            self._fail(identifier, _CRASHED)

    def _attempt(
        self, identifier: str, manager: transaction.TransactionManager, connection: Connection
    ) -> None:
        registry = self._registry
        for attempt in manager.attempts(ATTEMPTS):
            with attempt:
                site = site_of(connection)
                job = site.jobs[identifier]
                if (job.state, job.owner) != (RUNNING, self.owner):
                    log.warning("job %s was taken for dead", identifier)
                    return
                work = Work(
                    job,
                    site,
                    schemes(site, registry),
                    registry.clock,
                    connection,
                    manager,
                    lambda done, total: self._tell(identifier, done, total),
                )
                job.finish(registry.job_kinds[job.kind](work))

    def _tell(self, identifier: str, done: int, total: int) -> None:
        with self._opened() as (manager, connection), manager:
            progress = site_of(connection).jobs[identifier].progress
            progress.done, progress.total = done, total
            progress.at = self._now()

    def _fail(self, identifier: str, why: Text) -> None:
        values = {
            name: value if isinstance(value, int) else str(value)
            for name, value in why.params.items()
        }
        with self._opened() as (manager, connection), manager:
            site_of(connection).jobs[identifier].fail(why.msgid, values)
