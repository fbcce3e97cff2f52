"""Background work: all or nothing, also when it breaks or the server stops."""

from __future__ import annotations

import io
import os
from datetime import timedelta

import pytest

from oshj_core.errors import Invalid
from oshj_core.people import PersonName, Staff
from oshj_core.text import text
from oshj_portal.jobs import processes
from oshj_portal.jobs.processes import birth_of
from oshj_portal.jobs.worker import SILENCE_MILLIS, Worker
from oshj_portal.store.jobs import DONE, FAILED, QUEUED, RUNNING, StoredJob

SILENT = timedelta(milliseconds=SILENCE_MILLIS)


def staff(number: int) -> Staff:
    return Staff(f"new{number}", PersonName("Жаңы", str(number)), "math")


def fill(work) -> bytes:
    """Job: add as many people as the job says, with progress, then fail if it says so."""
    total = int(work.job.parameters["people"])
    for number in range(total):
        work.site.university.staff.put(staff(number))
        work.report(number + 1, total)
    if "refuse" in work.job.parameters:
        raise Invalid(text("There is no ${thing} today", thing="tea"), place="tea")
    if "break" in work.job.parameters:
        raise ZeroDivisionError
    with work.file_of(work.job) as file:
        return file.read()


@pytest.fixture
def worker(empty_portal):
    empty_portal.registry.job_kinds["fill"] = fill
    return empty_portal.registry.job_worker


def queue(portal, identifier="j1", data=b"", **parameters):
    with portal.site() as site:
        job = StoredJob(identifier, "fill", "admin", 1, {"people": "3", **parameters})
        job.keep_file(io.BytesIO(data))
        site.jobs[identifier] = job


def look(portal, identifier="j1"):
    with portal.site() as site:
        job = site.jobs[identifier]
        return job.state, job.message, job.result, len(site.university.staff)


def run(worker):
    worker.wake()
    worker.wait()


def test_the_work_and_its_end_are_stored_together(empty_portal, worker):
    queue(empty_portal, data=b"x" * 3_000_000)
    run(worker)
    assert look(empty_portal) == (DONE, None, b"x" * 3_000_000, 3)


def test_nothing_is_stored_of_work_that_is_refused(empty_portal, worker):
    queue(empty_portal, refuse="yes")
    run(worker)
    message = ("There is no ${thing} today", {"thing": "tea"})
    assert look(empty_portal) == (FAILED, message, b"", 0)


def test_nothing_is_stored_of_work_that_breaks_after_savepoints(empty_portal, worker, caplog):
    queue(empty_portal, people="4100", **{"break": "yes"})
    run(worker)
    state, message, _, people = look(empty_portal)
    assert (state, people) == (FAILED, 0)
    assert "nothing was stored" in message[0]
    assert "ZeroDivisionError" in caplog.text


def test_jobs_run_one_after_the_other(empty_portal, worker):
    for number in range(4):
        queue(empty_portal, f"j{number}")
    run(worker)
    assert {look(empty_portal, f"j{number}")[0] for number in range(4)} == {DONE}


def test_progress_is_seen_while_the_work_goes_on(empty_portal, worker):
    seen = []

    def watch(work) -> bytes:
        work.report(7, 9)
        with empty_portal.site() as site:
            job = site.jobs["j1"]
            seen.append((job.state, job.progress.done, job.progress.total))
        return b""

    empty_portal.registry.job_kinds["fill"] = watch
    queue(empty_portal)
    run(worker)
    assert seen == [(RUNNING, 7, 9)]
    assert look(empty_portal)[0] == DONE


def test_a_conflict_is_tried_again(empty_portal, worker):
    tries = []

    def rival(work) -> bytes:
        tries.append(work)
        settings = dict(work.site.settings)
        if len(tries) == 1:
            with empty_portal.site() as site:
                site.settings["title"] = "theirs"
        work.site.settings["job"] = len(settings)
        return b""

    empty_portal.registry.job_kinds["fill"] = rival
    queue(empty_portal)
    run(worker)
    assert len(tries) == 2
    assert look(empty_portal)[0] == DONE
    with empty_portal.site() as site:
        assert dict(site.settings) == {"title": "theirs", "job": 1}


def leave_running(portal, owner: str, silent=timedelta()):
    queue(portal)
    with portal.site() as site:
        job = site.jobs["j1"]
        job.state, job.owner = RUNNING, owner
        job.at = int((portal.clock.now() - silent).timestamp() * 1000)


def test_a_job_that_a_dead_process_left_is_marked_as_failed(empty_portal, worker):
    host, pid, birth = worker.owner.split()
    dead = os.spawnlp(os.P_NOWAIT, "true", "true")
    os.waitpid(dead, 0)
    parent = f"{host} {os.getppid()}"
    for owner, silent in (
        (f"{host} {dead} {birth}", timedelta()),
        (f"{host} {pid} earlier", timedelta()),
        # Its number is another process's now, or the machine was started anew since.
        (f"{parent} {birth}", timedelta()),
        (f"{parent} another-boot/{birth_of(os.getppid()).partition('/')[2]}", timedelta()),
        (f"{parent} {birth_of(os.getppid())}", SILENT),
        ("elsewhere 1 x", SILENT),
    ):
        leave_running(empty_portal, owner, silent)
        run(worker)
        state, message, _, people = look(empty_portal)
        assert (state, people) == (FAILED, 0)
        assert "Start it again" in message[0]


def test_a_job_that_another_process_runs_is_left_alone(empty_portal, worker):
    host, _, _ = worker.owner.split()
    almost = SILENT - timedelta(milliseconds=1)
    for owner in (f"{host} {os.getppid()} {birth_of(os.getppid())}", "elsewhere 1 x"):
        leave_running(empty_portal, owner, almost)
        run(worker)
        assert look(empty_portal)[0] == RUNNING


def test_a_job_that_waited_long_is_not_dead_when_it_begins(empty_portal, worker):
    lives = []

    def look_at_itself(work) -> bytes:
        with empty_portal.site() as site:
            lives.append(elsewhere._lives(site.jobs["j1"]))
        return b""

    elsewhere = Worker(empty_portal.registry)
    elsewhere._host = "elsewhere"
    empty_portal.registry.job_kinds["fill"] = look_at_itself
    queue(empty_portal)
    run(worker)
    assert lives == [True]


def test_work_that_was_taken_for_dead_stores_nothing_and_is_not_done_twice(empty_portal, worker):
    tries = []

    def taken_for_dead(work) -> bytes:
        tries.append(work)
        work.site.university.staff.put(staff(1))
        with empty_portal.site() as site:
            site.jobs["j1"].fail("Gone", {})
        return b""

    empty_portal.registry.job_kinds["fill"] = taken_for_dead
    queue(empty_portal)
    run(worker)
    assert len(tries) == 1
    assert look(empty_portal) == (FAILED, ("Gone", {}), b"", 0)


def test_a_process_is_known_from_another_of_its_number():
    assert birth_of(os.getpid()) == birth_of(os.getpid()) != birth_of(os.getppid())


def test_where_the_system_tells_nothing_of_processes_silence_alone_counts(monkeypatch, tmp_path):
    monkeypatch.setattr(processes, "_BOOT", tmp_path / "none")
    assert birth_of(os.getpid()) == birth_of(os.getppid()) != ""


def test_two_workers_do_not_take_the_same_job(empty_portal, worker):
    runs = []
    empty_portal.registry.job_kinds["fill"] = lambda work: runs.append(work.job.id) or b""
    for number in range(6):
        queue(empty_portal, f"j{number}")
    other = Worker(empty_portal.registry)
    # As in another process: neither knows the other's jobs to be dead.
    other._lives = worker._lives = lambda job: True
    worker.wake()
    other.wake()
    worker.wait()
    other.wait()
    assert sorted(runs) == [f"j{number}" for number in range(6)]


def test_a_job_waits_until_somebody_wakes_the_worker(empty_portal, worker):
    queue(empty_portal)
    assert look(empty_portal)[0] == QUEUED
