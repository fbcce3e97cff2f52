"""A format made up for the tests: the units of the university as lines of text."""

from __future__ import annotations

import io
import zipfile

import pytest

from oshj_core.errors import Invalid
from oshj_core.exchange import ListsIncoming
from oshj_core.lists import Problems, RowError, plan, read_lists
from oshj_core.text import text
from oshj_portal.i18n import _
from oshj_portal.plugins.discovery import LoadedPlugins
from oshj_portal.plugins.lifecycle import Lifecycle
from oshj_portal.plugins.manifest import Plugin

HEADS = {
    "teachers": "id family_name given_name unit",
    "groups": "id unit speciality entry_year",
    "students": "id family_name given_name group",
    "subjects": "id name unit credits",
    "assignments": "id teacher subject groups semester kind control scheme",
}


class Lines:
    """Units: ``code;name`` in each line."""

    id = "lines"
    title = text("Lines")
    reads = text("Units.")
    writes = text("Units.")
    endings = (".txt",)

    def write(self, exchange):
        yield (
            "units.txt",
            (f"{one.id};{one.name}\n".encode() for one in exchange.source.university.units),
        )

    def read(self, files, exchange):
        ((name, opener),) = files.items()
        with opener() as file:
            rows = [line.split(";") for line in file.read().decode().splitlines()]
        if rows and rows[0][0] == "crash":
            raise RuntimeError("crash")
        if not rows:
            raise Invalid(text("The file is empty"), place="file")
        wrong = [
            RowError(name, number, "code", text("The cell is empty"))
            for number, row in enumerate(rows, 1)
            if len(row) != 2
        ]
        if wrong:
            return Problems(tuple(wrong), len(wrong))
        sheets = {one: [(1, head.split())] for one, head in HEADS.items()}
        sheets["units"] = [
            (1, ["id", "name", "kind"]),
            *((number, [*row, "факультет"]) for number, row in enumerate(rows, 1)),
        ]
        source = exchange.source
        lists = read_lists(sheets, source.university, exchange.schemes)
        assert not isinstance(lists, Problems), lists
        changes = plan(lists, source.university, source.registers, exchange.schemes)
        return ListsIncoming(exchange, changes, (text("Names are taken as they are."),))


class OnlyOut(Lines):
    """Written, never read; several files, so that they travel in a ZIP."""

    id = "only-out"
    title = text("Only out")
    reads = None
    endings = ()

    def write(self, exchange):
        exchange.one_semester()
        yield from super().write(exchange)
        yield "more.txt", iter([b"more"])


PLUGIN = Plugin(id="lines", title=_("Plugins"), version="1", exchange_formats=(Lines(), OnlyOut()))


def switch_on(portal, *plugins):
    """Load, install and enable the plugins at the portal's site."""
    from oshj_core.journal import Act
    from oshj_core.roles import Actor

    portal.registry.plugins = LoadedPlugins({one.id: one for one in plugins})
    with portal.site() as site:
        lifecycle = Lifecycle(site, portal.registry, Act(Actor("test"), portal.clock.now(), "t"))
        for one in plugins:
            lifecycle.install(one.id)
            lifecycle.enable(one.id)


def zipped(members: dict[str, bytes]) -> bytes:
    """A ZIP of these members."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


@pytest.fixture
def with_lines(portal):
    """The portal with the made-up formats."""
    switch_on(portal, PLUGIN)
    return portal


@pytest.fixture
def admin(with_lines):
    """The administrator's browser."""
    browser = with_lines.browser("admin")
    yield browser
    with_lines.registry.job_worker.wait()
