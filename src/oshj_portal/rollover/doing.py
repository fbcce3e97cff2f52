"""What is done with a new year, whether a job or a command asks for it.

A step is looked at in a transaction of its own, in which the steps before it are applied, and
which is never committed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

import attrs
from transaction import TransactionManager

from oshj_core.decisions import require
from oshj_core.errors import Invalid, NotFound
from oshj_core.lists import Problems
from oshj_core.roles import Facts, Permission
from oshj_core.rollover import (
    BOOKS,
    Material,
    RollingOver,
    Rollover,
    StagedStep,
    Step,
    Way,
    apply_all,
    look_at,
    undo,
)
from oshj_core.rollover.planning import apply_before
from oshj_portal.exchange.summary import summarise
from oshj_portal.jobs.work import STEPS_BETWEEN_SAVEPOINTS, write_aside
from oshj_portal.rollover.workbook import make_workbook
from oshj_portal.store import Site, site_of

if TYPE_CHECKING:
    from oshj_core.exchange import Incoming
    from oshj_core.lists.applying import Progress
    from oshj_portal.rollover.ground import YearWork

Content = Callable[[], Iterable[bytes]]
"""Gives the bytes of a file that came, each time it is called."""


class _Nowhere(list[Any]):
    """An undo log that keeps nothing: its transaction is aborted."""

    def append(self, _written: object) -> None:
        """Nothing."""


@attrs.frozen
class Given:
    """What somebody gives for a step: how it is done, with what file and note."""

    step: Step
    way: Way
    file: str = ""
    format_id: str = ""
    note: str = ""
    content: Content = tuple


def rolling_of(year: YearWork, person: str) -> RollingOver:
    """The person's work on the rollovers, with the roles held now."""
    return RollingOver(year.site.rollovers, year.site.audit, year.act_of(person))


def look(year: YearWork, person: str, given: Given) -> Incoming | Problems:
    """Look at a step, and keep it if nothing is wrong with it; gives what it would change.

    :raises NotAllowed: the person may not do the step.
    :raises Invalid: the year has begun; the file cannot be read.
    """
    rolling = rolling_of(year, person)
    rollover = rolling.check_step(year.year, given.step, given.way)
    staged = rolling.new_step(
        given.step, given.way, file=given.file, format_id=given.format_id, note=given.note
    )
    with _aside(year) as (there, progress):

        @contextmanager
        def opening(one: StagedStep) -> Iterator[Material]:
            mine = there.material(one, given.content()) if one is staged else there.opening(one)
            with mine as material:
                yield material

        ground = there.ground(_Nowhere())
        looked, found = look_at(rollover, staged, ground, opening, there.acting, progress)
        # Counted and written down while the stores it was compared with are open.
        summary = summarise(found)
    if not isinstance(found, Problems):
        rolling.stage(year.year, looked)
        content = b"".join(given.content())
        year.site.rollovers.keep_file(year.year, given.step, BytesIO(content), summary)
    return found


def look_again(year: YearWork, person: str) -> int | tuple[Step, Problems]:
    """Look, in their order, at all steps that have to be looked at again, and give how many
    there were; or the first with which something is wrong, behind which none is looked at.

    :raises NotAllowed: the person may not do one of the steps.
    :raises Invalid: the year has begun.
    """
    rollovers, count = year.site.rollovers, 0
    for staged in rolling_of(year, person).find(year.year).steps:
        if staged.checked:
            continue
        kept = rollovers.file(year.year, staged.step)
        content: Content = tuple if kept is None else kept.chunks
        given = Given(staged.step, staged.way, staged.file, staged.format, staged.note, content)
        found = look(year, person, given)
        if isinstance(found, Problems):
            return staged.step, found
        count += 1
    return count


def leave(year: YearWork, person: str, step: Step) -> None:
    """Leave a step for later.

    :raises NotAllowed: the person may not do the step.
    :raises Invalid: the year has begun.
    """
    rolling = rolling_of(year, person)
    rolling.stage(year.year, rolling.new_step(step, Way.LEFT))
    year.site.rollovers.drop_file(year.year, step)


def book(year: YearWork, person: str, step: Step) -> bytes:
    """The workbook that a step begins with, after the steps before it.

    :raises NotAllowed: the person may not prepare a year.
    :raises NotFound: the step has none.
    :raises Invalid: a step before it is not in order any more.
    """
    rolling = rolling_of(year, person)
    require(rolling.act.actor, Permission.PREPARE_YEAR, Facts())
    if step not in BOOKS:
        raise NotFound("file", step.value)
    rollover = rolling.find(year.year)
    with _aside(year) as (there, progress):
        ground = there.ground(_Nowhere())
        problems = apply_before(rollover, step, ground, there.opening, there.acting, progress)
        if problems is not None:
            (wrong,) = problems.errors
            raise Invalid(wrong.text, place=wrong.sheet, advice=wrong.advice)
        return make_workbook(BOOKS[step](ground))


def begin(year: YearWork, person: str, report: Progress) -> int:
    """Apply all prepared steps in their order, with an undo log, and give how many values were
    changed; a year that has begun stays as it is.

    :raises NotAllowed: a right was taken meanwhile.
    :raises Invalid: see :func:`oshj_core.rollover.apply_all`.
    """
    rolling = rolling_of(year, person)
    rollover = rolling.find(year.year)
    if rollover.begun_at:
        return 0
    rolling.check_begin(year.year)
    ground = year.ground(year.site.rollovers.new_log(year.year))
    count = apply_all(rollover, ground, year.opening, year.acting, _counted(rollover, report))
    rolling.begun(year.year)
    return count


def take_back(year: YearWork, person: str, report: Progress) -> int:
    """Undo the rollover as a whole, and give how many values were put back.

    :raises NotAllowed: the person may not, or has asked for it.
    :raises Invalid, Conflict: see :func:`oshj_core.rollover.undo`.
    """
    rolling = rolling_of(year, person)
    rollover = rolling.check_undo(year.year)
    year.claim()
    log = year.site.rollovers.log(year.year)
    count = len(log)
    act, reason = rolling.act, rollover.reason
    undo(year.site, year.year, log, act, reason, year.in_use, year.others(), report)
    year.close_accounts(log, act, reason)
    rolling.undone(year.year)
    year.site.rollovers.drop_log(year.year)
    return count


@contextmanager
def _aside(year: YearWork) -> Iterator[tuple[YearWork, Progress]]:
    """The same year in a transaction of its own, of which nothing is kept."""
    manager = TransactionManager(explicit=True)
    connection = year.site._p_jar.db().open(transaction_manager=manager)
    manager.begin()
    steps = 0

    def progress(_done: int, _total: int) -> None:
        nonlocal steps
        steps += 1
        if steps % STEPS_BETWEEN_SAVEPOINTS == 0:
            write_aside(manager, connection)

    try:
        site: Site = site_of(connection)
        yield attrs.evolve(year, site=site), progress
    finally:
        manager.abort()
        connection.close()


def _counted(rollover: Rollover, report: Progress) -> Progress:
    """Counts the steps of all parts of the rollover as one."""
    expected = max(1, sum(one.count for one in rollover.steps))
    steps = 0

    def progress(_done: int, _total: int) -> None:
        nonlocal steps
        steps += 1
        report(steps, max(expected, steps))

    return progress
