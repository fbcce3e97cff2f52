"""Long work in the background: started after the commit, shown with its progress, safe to leave.

A feature registers what runs with ``config.add_job(kind, run)``; ``run`` gets a
:class:`oshj_portal.jobs.work.Work` and returns its result as bytes.  All it stores is one
transaction, which also marks the job as done.
"""

from oshj_portal.jobs.worker import Worker


def add_job(config, kind, run, *, again=False) -> None:
    """Directive: what runs for jobs of that kind; ``again``: also after its process died."""
    config.registry.job_kinds[kind] = run
    if again:
        config.registry.jobs_begun_again.add(kind)


def includeme(config):
    config.registry.job_kinds = {}
    config.registry.jobs_begun_again = set()
    config.registry.job_worker = Worker(config.registry)
    config.add_directive("add_job", add_job)
