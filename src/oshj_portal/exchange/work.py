"""The three jobs of an exchange: the check of files, their application, the writing of files."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Any

from oshj_core.accounts import Audience
from oshj_core.audit import AuditEvent
from oshj_core.decisions import require
from oshj_core.errors import Invalid
from oshj_core.exchange import Incoming
from oshj_core.journal import Act
from oshj_core.lists import Problems
from oshj_core.roles import Facts, Permission
from oshj_core.text import text
from oshj_portal.exchange import summary
from oshj_portal.exchange.files import open_stream
from oshj_portal.exchange.offered import find
from oshj_portal.jobs.work import Work
from oshj_portal.lists.summary import write
from oshj_portal.security.identity import actor_of
from oshj_portal.store.jobs import StoredJob

CHECK, APPLY, WRITE = "exchange.check", "exchange.apply", "exchange.write"
READ = "exchange.read"


def check_files(registry: Any, work: Work) -> bytes:
    """Job: check the files that came with it; the result is a summary."""
    outcome = _read(registry, work, work.job)
    if isinstance(outcome, Problems):
        work.job.drop_file()
    return write(summary.summarise(outcome))


def apply_files(registry: Any, work: Work) -> bytes:
    """Job: apply the files of a check, if they still do just what was shown.

    :raises NotAllowed: the right to import was taken meanwhile.
    :raises Invalid: something was changed since, so that the files would do something else.
    """
    act = _act(work)
    check = work.site.jobs[work.job.parameters["check"]]
    incoming = _read(registry, work, check)
    if isinstance(incoming, Problems) or incoming.digest != work.job.parameters["digest"]:
        raise Invalid(
            text(
                "The data were changed since the file was checked; nothing was stored. "
                "Check the file again."
            ),
            place="file",
        )
    incoming.apply(act, work.report)
    audit(work.site.audit, act, READ, work.job.parameters["format"])
    work.site.jobs[check.id].drop_file()
    return write(summary.summarise(incoming))


def write_file(registry: Any, work: Work) -> bytes:
    """Job: write the files of a format; they are kept with the job as one file.

    :raises NotAllowed: the right to exchange was taken meanwhile.
    """
    act = _act(work)
    parameters = work.job.parameters
    one = find(work.site, registry, parameters["format"])
    with TemporaryFile() as target:
        one.write(
            target, parameters["semester"], act.at, lambda pieces: work.report(pieces, pieces + 1)
        )
        size = target.tell()
        target.seek(0)
        work.site.jobs[work.job.id].keep_file(target)
    audit(work.site.audit, act, WRITE, parameters["format"])
    return write({"size": size})


def audit(trail: Any, act: Act, action: str, format_id: str) -> None:
    """Leave the event that files came in or went out."""
    trail.append(
        AuditEvent(act.millis, act.actor.id, action, f"exchange:{format_id}", request=act.request)
    )


def _act(work: Work) -> Act:
    now = work.clock.now()
    actor = actor_of(work.site, work.job.started_by, Audience.STAFF, now.date())
    require(actor, Permission.IMPORT_LISTS, Facts())
    return Act(actor, now, work.job.id)


def _read(registry: Any, work: Work, job: StoredJob) -> Incoming | Problems:
    one = find(work.site, registry, job.parameters["format"])
    with work.file_of(job) as file, open_stream(file, job.parameters["file"]) as files:
        return one.read(files, job.parameters["semester"], work.clock.now())
