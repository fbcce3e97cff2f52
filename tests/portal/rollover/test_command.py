"""``oshj rollover``: the same steps as on the pages, for scripts."""

from __future__ import annotations

import argparse
from contextlib import contextmanager

import pytest
from openpyxl import load_workbook
from pyramid.scripting import prepare

from oshj_core.errors import Invalid, NotAllowed
from oshj_core.rollover import RolloverState, Step
from oshj_portal.scripts import environment, rollover
from tests.portal.rollover.test_pages import dumped
from tests.portal.rollover.year_books import AUGUST, FILES, timetable_file


@pytest.fixture
def command(portal, monkeypatch):
    """Runs the command in the portal's own environment; gives the exit code."""
    portal.clock.moment = AUGUST

    @contextmanager
    def bootstrap(_uri):
        request = portal.app.request_factory.blank("/")
        with prepare(request=request, registry=portal.registry) as env:
            yield env

    monkeypatch.setattr(environment, "bootstrap", bootstrap)

    def run(*arguments) -> int:
        parser = argparse.ArgumentParser()
        rollover.add_command(parser.add_subparsers())
        args = parser.parse_args(["rollover", "2027", *map(str, arguments)])
        return args.run(args)

    return run


def test_a_year_is_begun_and_undone(command, portal, tmp_path, capsys):
    with portal.site() as site:
        before = dumped(site)
    assert command("prepare", "closing", "order", "--note", "17", "--by", "edu") == 0
    for step in (Step.PROMOTION, Step.CALENDAR, Step.LISTS, Step.LOAD):
        file = tmp_path / f"{step.value}.xlsx"
        file.write_bytes(FILES[step])
        assert command("prepare", step.value, "workbook", "--file", file, "--by", "admin") == 0
    target = tmp_path / "assignments-to-be.xlsx"
    assert command("workbook", "assignments", target, "--by", "admin") == 0
    codes = [row[0] for row in list(load_workbook(target)["Окуу жүктөмү"].values)[1:]]
    assert command("prepare", "assignments", "from-load", "--by", "admin") == 0
    file = tmp_path / "timetable.xlsx"
    file.write_bytes(timetable_file(*codes))
    assert command("prepare", "timetable", "workbook", "--file", file, "--by", "admin") == 0
    with portal.site() as site:
        assert dumped(site) == before
    capsys.readouterr()
    assert command("status") == 0
    assert "timetable.xlsx" in capsys.readouterr().out
    assert command("begin", "--by", "admin") == 0
    with portal.site() as site:
        assert len(site.timetable.in_semester("2027-1")) == 2
        assert site.rollovers.get("2027").state is RolloverState.BEGUN
    assert command("ask-undo", "--reason", "Ката", "--by", "admin") == 0
    with pytest.raises(NotAllowed):
        command("undo", "--by", "admin")
    assert command("undo", "--by", "edu") == 0
    with portal.site() as site:
        assert dumped(site) == before


def test_what_is_wrong_is_told_and_nothing_kept(command, portal, tmp_path, capsys):
    file = tmp_path / "load.xlsx"
    file.write_bytes(FILES[Step.LOAD])
    assert command("prepare", "load", "workbook", "--file", file, "--by", "admin") == 1
    assert "Жүктөм · 2 · Семестр" in capsys.readouterr().err
    with pytest.raises(Invalid):
        command("prepare", "load", "workbook", "--by", "admin")
    with pytest.raises(Invalid):
        command("begin", "--by", "admin")
    with pytest.raises(NotAllowed):
        command("prepare", "load", "left", "--by", "edu")
    assert command("prepare", "load", "left", "--by", "admin") == 0
    with portal.site() as site:
        assert [one.step for one in site.rollovers.get("2027").steps] == [Step.LOAD]
