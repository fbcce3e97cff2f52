"""The jobs of a new year: the look at a step, its workbook, the beginning, the undoing.

A step is looked at in a transaction of its own, in which the steps before it are applied, and
which is never committed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

import attrs
from transaction import TransactionManager

from oshj_core.decisions import require
from oshj_core.errors import NotFound
from oshj_core.lists import Problems
from oshj_core.roles import Facts, Permission
from oshj_core.rollover import (
    BOOKS,
    RollingOver,
    StagedStep,
    Step,
    Way,
    apply_all,
    look_at,
    undo,
)
from oshj_core.rollover.planning import apply_before
from oshj_portal.exchange.summary import summarise
from oshj_portal.jobs.work import STEPS_BETWEEN_SAVEPOINTS, Work, write_aside
from oshj_portal.lists.summary import write
from oshj_portal.rollover.ground import YearWork
from oshj_portal.rollover.workbook import make_workbook
from oshj_portal.store import site_of

if TYPE_CHECKING:
    from oshj_core.exchange import Incoming
    from oshj_core.lists.applying import Progress
    from oshj_core.rollover import Rollover
    from oshj_portal.store import Site

LOOK, BOOK, BEGIN, UNDO = "rollover.look", "rollover.book", "rollover.begin", "rollover.undo"


class _Nowhere(list[Any]):
    """An undo log that keeps nothing: its transaction is aborted."""

    def append(self, _written: object) -> None:
        """Nothing."""


def look(registry: Any, work: Work) -> bytes:
    """Job: look at a step and keep it, if nothing is wrong with it; the result is a summary."""
    parameters, job = work.job.parameters, work.job
    year = YearWork(work.site, registry, int(parameters["year"]), work.clock.now(), job.id)
    rolling = RollingOver(work.site.rollovers, work.site.audit, year.act_of(job.started_by))
    step, way = Step(parameters["step"]), Way(parameters["way"])
    rollover = rolling.check_step(year.year, step, way)
    staged = rolling.new_step(
        step,
        way,
        file=parameters["file"],
        format_id=parameters["format"],
        note=parameters["note"],
    )
    looked, found = look_aside(year, rollover, staged, job.file_chunks, work)
    summary = summarise(found)
    if not isinstance(found, Problems):
        rolling.stage(year.year, looked)
        with work.file_of(job) as file:
            work.site.rollovers.keep_file(year.year, step, file, summary)
    job.drop_file()
    return write(summary)


def look_aside(
    year: YearWork,
    rollover: Rollover,
    staged: StagedStep,
    chunks: Callable[[], Iterator[bytes]],
    work: Work,
) -> tuple[StagedStep, Incoming | Problems]:
    """What a step would change, found out in a transaction that is not kept."""
    with _aside(year, work) as (site, progress):
        there = attrs.evolve(year, site=site)

        @contextmanager
        def opening(one: StagedStep) -> Iterator[Any]:
            given = there.material(one, chunks()) if one is staged else there.opening(one)
            with given as material:
                yield material

        return look_at(rollover, staged, there.ground(_Nowhere()), opening, there.acting, progress)


@contextmanager
def _aside(year: YearWork, work: Work) -> Iterator[tuple[Site, Progress]]:
    manager = TransactionManager(explicit=True)
    connection = work.connection.db().open(transaction_manager=manager)
    manager.begin()
    steps = 0

    def progress(done: int, total: int) -> None:
        nonlocal steps
        steps += 1
        if steps % STEPS_BETWEEN_SAVEPOINTS == 0:
            write_aside(manager, connection)

    try:
        yield site_of(connection), progress
    finally:
        manager.abort()
        connection.close()


def make_book(registry: Any, work: Work) -> bytes:
    """Job: write the workbook that a step begins with; it is kept with the job.

    :raises NotAllowed: the right was taken meanwhile.
    :raises NotFound: the step has none.
    """
    parameters, job = work.job.parameters, work.job
    year = YearWork(work.site, registry, int(parameters["year"]), work.clock.now(), job.id)
    rolling = RollingOver(work.site.rollovers, work.site.audit, year.act_of(job.started_by))
    require(rolling.act.actor, Permission.PREPARE_YEAR, Facts())
    step = Step(parameters["step"])
    if step not in BOOKS:
        raise NotFound("file", step.value)
    rollover = rolling.find(year.year)
    with _aside(year, work) as (site, progress):
        there = attrs.evolve(year, site=site)
        ground = there.ground(_Nowhere())
        apply_before(rollover, step, ground, there.opening, there.acting, progress)
        content = make_workbook(BOOKS[step](ground))
    job.keep_file(BytesIO(content))
    return write({})


def begin(registry: Any, work: Work) -> bytes:
    """Job: apply all prepared steps in their order, with an undo log; once more nothing.

    :raises NotAllowed: a right was taken meanwhile.
    :raises Invalid: see :func:`oshj_core.rollover.apply_all`.
    """
    site, job = work.site, work.job
    year = YearWork(site, registry, int(job.parameters["year"]), work.clock.now(), job.id)
    rolling = RollingOver(site.rollovers, site.audit, year.act_of(job.started_by))
    rolling.check_begin()
    rollover = rolling.find(year.year)
    if rollover.begun_at:
        return write({"count": 0})
    log = site.rollovers.new_log(year.year)
    count = apply_all(
        rollover, year.ground(log), year.opening, year.acting, _counted(rollover, work)
    )
    rolling.begun(year.year)
    return write({"count": count})


def _counted(rollover: Rollover, work: Work) -> Progress:
    """Counts the steps of all parts of the rollover as one."""
    expected = max(1, sum(one.count for one in rollover.steps))
    steps = 0

    def progress(done: int, total: int) -> None:
        nonlocal steps
        steps += 1
        work.report(steps, max(expected, steps))

    return progress


def take_back(registry: Any, work: Work) -> bytes:
    """Job: undo the rollover as a whole.

    :raises NotAllowed: the right was taken meanwhile, or nobody else had asked.
    :raises Invalid, Conflict: see :func:`oshj_core.rollover.undo`.
    """
    site, job = work.site, work.job
    year = YearWork(site, registry, int(job.parameters["year"]), work.clock.now(), job.id)
    act = year.act_of(job.started_by)
    rolling = RollingOver(site.rollovers, site.audit, act)
    rollover = rolling.check_undo(year.year)
    log = site.rollovers.log(year.year)
    count = len(log)
    undo(site, year.year, log, act, rollover.reason, year.in_use, work.report)
    rolling.undone(year.year)
    site.rollovers.drop_log(year.year)
    return write({"count": count})


JOBS: Mapping[str, Callable[[Any, Work], bytes]] = {
    LOOK: look,
    BOOK: make_book,
    BEGIN: begin,
    UNDO: take_back,
}
"""What runs for each kind of job, after the registry."""
