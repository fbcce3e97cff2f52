"""The two jobs of the load's import: the check of a file, and its application (3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oshj_core.accounts import Audience
from oshj_core.errors import Invalid
from oshj_core.journal import Act
from oshj_core.lists import Problems
from oshj_core.load import LoadChange, LoadChanges, apply_load, plan_load, read_load
from oshj_core.load.sheet import HEADING
from oshj_core.text import text
from oshj_portal.lists import summary
from oshj_portal.lists.reading import open_stream
from oshj_portal.lists.summary import SHOWN, dump_text
from oshj_portal.places import person_name
from oshj_portal.security.identity import actor_of

if TYPE_CHECKING:
    from oshj_portal.jobs.work import Work
    from oshj_portal.store import Site
    from oshj_portal.store.jobs import StoredJob

CHECK, APPLY = "load.check", "load.apply"


def check_file(work: Work) -> bytes:
    """Job: check the file that came with it; the result is a summary."""
    outcome = _compare(work, work.job)
    if isinstance(outcome, Problems):
        work.job.drop_file()
    return summary.write(_summarise(outcome, work.site))


def apply_file(work: Work) -> bytes:
    """Job: apply the file of a check, if it still does just what was shown.

    :raises NotAllowed: the right to fill in the load was taken meanwhile.
    :raises Invalid: something was changed since, so that the file would do something else.
    """
    now, site = work.clock.now(), work.site
    check = site.jobs[work.job.parameters["check"]]
    changes = _compare(work, check)
    if isinstance(changes, Problems) or changes.digest != work.job.parameters["digest"]:
        raise Invalid(
            text(
                "The load was changed since the file was checked; nothing was stored. "
                "Check the file again."
            ),
            place="file",
        )
    actor = actor_of(site, work.job.started_by, Audience.STAFF, now.date())
    act = Act(actor, now, work.job.id)
    apply_load(changes, site.loads, site.university, site.audit, act, progress=work.report)
    check.drop_file()
    return summary.write(_summarise(changes, work.site))


def _compare(work: Work, job: StoredJob) -> LoadChanges | Problems:
    site = work.site
    with work.file_of(job) as file, open_stream(file, work.look) as sheets:
        lines = read_load(sheets, site.university)
    if isinstance(lines, Problems):
        return lines
    return plan_load(lines, site.loads, site.university)


def _summarise(outcome: LoadChanges | Problems, site: Site) -> dict[str, Any]:
    """As :func:`oshj_portal.lists.summary.summarise`, of the one sheet there is."""
    if isinstance(outcome, Problems):
        return summary.summarise(outcome)
    return {
        "errors": [],
        "error_count": 0,
        "heading": HEADING,
        "added": len(outcome.added),
        "changed": len(outcome.changed),
        "unchanged": outcome.unchanged,
        "missing": len(outcome.missing),
        "values": [_change(one, site) for one in outcome.changes[:SHOWN]],
        "missing_lines": list(outcome.missing[:SHOWN]),
        "change_count": len(outcome.changes),
        "notes": [dump_text(note) for note in outcome.notes[:SHOWN]],
        "note_count": len(outcome.notes),
        "digest": outcome.digest,
    }


def _change(change: LoadChange, site: Site) -> dict[str, Any]:
    line = change.after
    subject = site.university.subjects.get(line.subject).name
    parts = (person_name(site, line.teacher), subject, "; ".join(line.groups), line.semester)
    return {
        "title": " · ".join(parts),
        "added": change.before is None,
        "fields": [[one.heading, one.before, one.after] for one in change.fields],
    }
