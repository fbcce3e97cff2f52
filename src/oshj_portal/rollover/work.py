"""The jobs of a new year: the look at a step, its workbook, the beginning, the undoing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from oshj_core.rollover import Step, Way
from oshj_portal.exchange.summary import summarise
from oshj_portal.jobs.work import Work
from oshj_portal.lists.summary import write
from oshj_portal.rollover import doing
from oshj_portal.rollover.ground import YearWork

LOOK, BOOK, BEGIN, UNDO = "rollover.look", "rollover.book", "rollover.begin", "rollover.undo"
LOOK_AGAIN = "rollover.look-again"


def _year(registry: Any, work: Work) -> YearWork:
    job = work.job
    return YearWork(work.site, registry, int(job.parameters["year"]), work.clock.now(), job.id)


def look(registry: Any, work: Work) -> bytes:
    """Job: look at a step, see :func:`doing.look`; the result is a summary."""
    job = work.job
    parameters = job.parameters
    given = doing.Given(
        Step(parameters["step"]),
        Way(parameters["way"]),
        parameters["file"],
        parameters["format"],
        parameters["note"],
        job.file_chunks,
    )
    summary = summarise(doing.look(_year(registry, work), job.started_by, given))
    job.drop_file()
    return write(summary)


def look_again(registry: Any, work: Work) -> bytes:
    """Job: see :func:`doing.look_again`; the result is a count, or the summary of a step."""
    found = doing.look_again(_year(registry, work), work.job.started_by)
    if isinstance(found, int):
        return write({"count": found})
    step, problems = found
    return write({**summarise(problems), "step": step.value})


def make_book(registry: Any, work: Work) -> bytes:
    """Job: write the workbook that a step begins with; it is kept with the job."""
    step = Step(work.job.parameters["step"])
    content = doing.book(_year(registry, work), work.job.started_by, step)
    work.job.keep_file(BytesIO(content))
    return write({})


def begin(registry: Any, work: Work) -> bytes:
    """Job: begin the year, see :func:`doing.begin`."""
    return write({"count": doing.begin(_year(registry, work), work.job.started_by, work.report)})


def take_back(registry: Any, work: Work) -> bytes:
    """Job: undo the year, see :func:`doing.take_back`."""
    year = _year(registry, work)
    return write({"count": doing.take_back(year, work.job.started_by, work.report)})


JOBS: Mapping[str, Callable[[Any, Work], bytes]] = {
    LOOK: look,
    LOOK_AGAIN: look_again,
    BOOK: make_book,
    BEGIN: begin,
    UNDO: take_back,
}
"""What runs for each kind of job, after the registry."""
