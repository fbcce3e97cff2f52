"""Queueing a job from a request, and tidying up after old ones."""

from __future__ import annotations

import secrets
from typing import BinaryIO

from oshj_portal.store.jobs import DONE, FAILED, StoredJob

_DAY = 24 * 3600 * 1000
FILES_KEPT_MILLIS = _DAY
JOBS_KEPT_MILLIS = 30 * _DAY


def start_job(
    request, kind: str, parameters: dict[str, str], file: BinaryIO | None = None
) -> StoredJob:
    """Queue a job of that kind for the reader of the request; it runs after the commit."""
    act = request.act
    jobs = request.site.jobs
    _tidy(jobs, act.millis)
    job = StoredJob(secrets.token_hex(8), kind, act.actor.id, act.millis, parameters)
    if file is not None:
        job.keep_file(file)
    jobs[job.id] = job
    worker = request.registry.job_worker
    request.tm.get().addAfterCommitHook(lambda stored: worker.wake() if stored else None)
    return job


def _tidy(jobs, now: int) -> None:
    for job in list(jobs.values()):
        if job.state not in (DONE, FAILED):
            continue
        if job.at < now - JOBS_KEPT_MILLIS:
            del jobs[job.id]
        elif job.at < now - FILES_KEPT_MILLIS and job.has_file:
            job.drop_file()
