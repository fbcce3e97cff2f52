"""The two jobs of an import: the check of a file, and its application."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from oshj_core.accounts import Audience
from oshj_core.decisions import require
from oshj_core.errors import Invalid
from oshj_core.journal import Act
from oshj_core.lists import ChangeSet, Problems, Row, apply, plan, read_lists
from oshj_core.ports import Registers, University
from oshj_core.roles import Facts, Permission
from oshj_core.text import text
from oshj_portal.jobs.work import Work
from oshj_portal.lists import summary
from oshj_portal.lists.reading import open_stream
from oshj_portal.security.identity import actor_of
from oshj_portal.store.jobs import StoredJob

CHECK, APPLY = "lists.check", "lists.apply"


def compare(
    sheets: Mapping[str, Iterable[Row]],
    university: University,
    registers: Registers,
    schemes: Mapping[str, str],
    today: date | None = None,
) -> ChangeSet | Problems:
    """What a file would change, or all that is wrong with it; see
    :func:`oshj_core.lists.read_lists`."""
    lists = read_lists(sheets, university, schemes, today)
    if isinstance(lists, Problems):
        return lists
    return plan(lists, university, registers, schemes)


def check_file(work: Work) -> bytes:
    """Job: check the file that came with it; the result is a summary."""
    outcome = _compare_file(work, work.job)
    if isinstance(outcome, Problems):
        work.job.drop_file()
    return summary.write(summary.summarise(outcome))


def apply_file(work: Work) -> bytes:
    """Job: apply the file of a check, if it still does just what was shown.

    :raises NotAllowed: the right to import was taken meanwhile.
    :raises Invalid: something was changed since, so that the file would do something else.
    """
    now = work.clock.now()
    actor = actor_of(work.site, work.job.started_by, Audience.STAFF, now.date())
    require(actor, Permission.IMPORT_LISTS, Facts())
    check = work.site.jobs[work.job.parameters["check"]]
    changes = _compare_file(work, check)
    if isinstance(changes, Problems) or changes.digest != work.job.parameters["digest"]:
        raise Invalid(
            text(
                "The lists were changed since the file was checked; nothing was stored. "
                "Check the file again."
            ),
            place="file",
        )
    apply(
        changes,
        work.site.university,
        work.site.registers,
        work.schemes,
        work.site.audit,
        Act(actor, now, work.job.id),
        work.report,
        moves=work.site.moves,
    )
    work.site.jobs[check.id].drop_file()
    return summary.write(summary.summarise(changes))


def _compare_file(work: Work, job: StoredJob) -> ChangeSet | Problems:
    site = work.site
    with work.file_of(job) as file, open_stream(file, work.look) as sheets:
        today = work.clock.now().date()
        return compare(sheets, site.university, site.registers, work.schemes, today)
