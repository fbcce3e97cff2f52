"""The portal does not start on data older than itself; the command brings it up."""

from __future__ import annotations

from argparse import ArgumentParser

import pytest

import oshj_portal
from oshj_portal.evolution.pending import EvolutionPending
from oshj_portal.persistence import database, open_site
from oshj_portal.scripts import evolve
from tests.portal.evolution.conftest import make_old_shape
from tests.support.portal import settings_for
from tests.support.university import build_university


def started(storage: str, **settings: str):
    app = oshj_portal.main({}, **settings_for(storage), **settings)
    database(app.registry).close()
    return app


@pytest.fixture
def old_portal(storage):
    """The settings' store has a site of the old shape."""
    app = oshj_portal.main({}, **settings_for(storage))
    with open_site(app.registry) as site:
        build_university(site)
        make_old_shape(site)
    database(app.registry).close()
    return storage


def test_a_new_database_starts(storage):
    assert started(storage)
    assert started(storage)


def test_an_old_one_is_refused_with_the_command_that_helps(old_portal):
    with pytest.raises(EvolutionPending, match="search-index") as refused:
        oshj_portal.main({}, **settings_for(old_portal))
    assert "oshj evolve" in str(refused.value.advice)


def test_the_check_can_be_switched_off(old_portal):
    assert started(old_portal, **{"oshj.evolve_check": "false"})


@pytest.fixture
def ini(old_portal, tmp_path) -> str:
    path = tmp_path / "portal.ini"
    lines = [f"{name} = {value}" for name, value in settings_for(old_portal).items()]
    path.write_text("\n".join(["[app:main]", "use = egg:oshj", *lines]), encoding="utf-8")
    return str(path)


def test_the_command_lists_rehearses_and_does(ini, old_portal, capsys):
    parser = ArgumentParser()
    evolve.add_command(parser.add_subparsers())

    def told(*options: str) -> str:
        args = parser.parse_args(["evolve", "--config", ini, *options])
        args.run(args)
        return capsys.readouterr().out

    assert "pending  search-index" in told("--list")
    rehearsal = told("--dry-run")
    assert "search-index: Entered into the search index: 31" in rehearsal
    assert "nothing was stored" in rehearsal
    assert "pending  search-index" in told("--list")
    assert "search-index: Entered into the search index: 31\n" in told()
    assert "done     search-index" in told("--list")
    assert "Nothing to do" in told()
    assert "Nothing to do" in told("--dry-run")
    assert started(old_portal)
