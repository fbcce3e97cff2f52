"""A university's year loaded as an administrator does it: workbooks sent to the portal, checked
and applied by its background jobs while their progress is asked for.

``python -m tests.bench.year_loading FOLDER`` loads the workbooks of a folder into a database in
it and prints what it took, step by step, as JSON.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path
from typing import Any

import attrs

import oshj_portal
from oshj_core.accounts import Account, Audience
from oshj_core.people import PersonName, Staff
from oshj_core.ports import RoleHolding
from oshj_core.roles import UNIVERSITY, Role
from oshj_portal.persistence import database
from tests.bench.year_files import BEFORE, LISTS, LOAD, NOW, TIMETABLE
from tests.support.portal import HASHED, Portal, settings_for

OFFICE = "office"
_ROLES = (Role.ADMINISTRATOR, Role.EDUCATION_DEPARTMENT)
_UPLOADS = (
    (LISTS, "/control/lists", "lists"),
    (LOAD, "/control/load", "load"),
    (TIMETABLE, "/timetable/import", "import"),
)
# Not getrusage: its maximum begins with that of the process it was started from.
_PEAK = re.compile(r"VmHWM:\s+(\d+) kB")
_SECONDS_BETWEEN_LOOKS = 0.2


@attrs.frozen
class Step:
    """A check or an application of a workbook.

    ``seconds`` are those of the processor; ``memory`` is the most the process had meanwhile, in
    bytes; ``looks`` how many different figures of progress were seen.
    """

    work: str
    seconds: float
    memory: int
    looks: int


def load(folder: Path) -> list[Step]:
    """Load the workbooks of the folder in a process of its own."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.bench.year_loading", str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return [Step(**step) for step in json.loads(done.stdout)]


@contextmanager
def portal_in(folder: Path) -> Iterator[Portal]:
    """The portal on the database of the folder; several may be open."""
    (folder / "var").mkdir(exist_ok=True)
    with chdir(folder):
        portal = Portal(oshj_portal.main({}, **settings_for("filestorage")))
    portal.clock.moment = NOW
    try:
        yield portal
    finally:
        # The index is saved to the folder the path of the storage begins in.
        with chdir(folder):
            database(portal.registry).close()


def add_account(site: Any, person: str, audience: Audience = Audience.STAFF) -> None:
    """Let the person sign in."""
    site.accounts.put(Account(person, person, audience, HASHED, 1, "bench"))


def _steps(folder: Path) -> Iterator[Step]:
    with portal_in(folder) as portal:
        portal.clock.moment = BEFORE
        with portal.site() as site:
            site.university.staff.put(Staff(OFFICE, PersonName("Асанова", "Гүлнара"), ""))
            for role in _ROLES:
                site.holdings.give(RoleHolding(OFFICE, role, UNIVERSITY))
            add_account(site, OFFICE)
        yield Step("empty portal", 0.0, peak(), 0)
        browser = portal.browser(OFFICE)
        for file, page, view in _UPLOADS:
            form = browser.get(page).forms["upload"]
            form["file"] = (file, (folder / file).read_bytes())
            checked, step = _watched(browser, f"{file}: check", view, form, "check")
            yield step
            form = next(one for one in checked.forms.values() if one.action.endswith("-apply"))
            del checked
            _, step = _watched(browser, f"{file}: apply", view, form, None)
            yield step


def _watched(browser: Any, work: str, view: str, form: Any, button: str | None) -> tuple[Any, Step]:
    """Send the form, look at the progress until the job is done, and get its page."""
    forget_peak()
    begin = time.process_time()
    job = form.submit(button, status=303).headers["Location"]
    looks = set()
    while not (seen := browser.get(job.replace("-job", "-progress")).json)["finished"]:
        looks.add((seen["done"], seen["total"]))
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    step = Step(work, time.process_time() - begin, peak(), len(looks))
    page = browser.get(job)
    if page.html.select(".card.bad"):
        raise RuntimeError(f"{work}: {page.html.select_one('main').get_text(' ', strip=True)}")
    return page, step


def forget_peak() -> None:
    """Let :func:`peak` begin anew."""
    Path("/proc/self/clear_refs").write_text("5", "ascii")


def peak() -> int:
    """The most memory the process had since :func:`forget_peak`, in bytes."""
    found = _PEAK.search(Path("/proc/self/status").read_text(encoding="ascii"))
    assert found is not None
    return int(found[1]) * 1024


if __name__ == "__main__":
    print(json.dumps([attrs.asdict(step) for step in _steps(Path(sys.argv[1]).resolve())]))
