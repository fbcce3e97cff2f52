"""``oshj import FILE``: the same as the page, on the command line."""

from __future__ import annotations

import argparse
import io
from contextlib import contextmanager

import pytest
from pyramid.scripting import prepare

from oshj_portal.scripts import environment, import_lists
from tests.core.lists.conftest import OCTOBER
from tests.portal.lists.conftest import csv_folder, workbook_of


@pytest.fixture
def command(empty_portal, monkeypatch, tmp_path):
    """Runs the command in the portal's own environment; gives the exit code."""

    @contextmanager
    def bootstrap(_uri):
        request = empty_portal.app.request_factory.blank("/")
        with prepare(request=request, registry=empty_portal.registry) as env:
            yield env

    monkeypatch.setattr(environment, "bootstrap", bootstrap)
    empty_portal.clock.moment = OCTOBER

    def run(path, *options) -> int:
        parser = argparse.ArgumentParser()
        import_lists.add_command(parser.add_subparsers())
        args = parser.parse_args(["import", str(path), *options])
        return args.run(args)

    return run


@pytest.fixture
def path(file, tmp_path):
    path = tmp_path / "lists.xlsx"
    path.write_bytes(workbook_of(file))
    return path


def students(portal):
    with portal.site() as site:
        return [one.id for one in site.university.students]


def test_a_file_is_applied_and_a_second_time_changes_nothing(empty_portal, command, path, capsys):
    assert command(path, "--yes") == 0
    assert students(empty_portal) == ["s1", "s2", "s3"]
    assert "18/18" in capsys.readouterr().err
    with empty_portal.site() as site:
        (event,) = site.audit.about("student:s1")
        assert event.actor == "machine"
        assert site.registers.find("АУБ-1-24:algebra:2026-1") is not None
    assert command(path, "--yes") == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    with empty_portal.site() as site:
        assert len(site.audit.about("student:s1")) == 1


def test_a_dry_run_stores_nothing(empty_portal, command, path, capsys):
    assert command(path, "--dry-run") == 0
    assert students(empty_portal) == []
    assert "Студенттер" in capsys.readouterr().out


def test_without_a_terminal_nothing_is_applied_unasked(empty_portal, command, path, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert command(path) == 1
    assert students(empty_portal) == []


def test_errors_are_printed_by_place(empty_portal, command, file, tmp_path, capsys):
    file["students"][2][3] = "ЖОК"
    assert command(csv_folder(file, tmp_path / "lists"), "--yes") == 1
    assert "Студенттер · 3 · Тайпасы: " in capsys.readouterr().err
    assert students(empty_portal) == []


def test_changes_are_printed_field_by_field(command, file, path, tmp_path, capsys):
    command(path, "--yes")
    file["units"][1][1] = "Алгебра жана геометрия"
    path.write_bytes(workbook_of(file))
    assert command(path, "--dry-run") == 0
    line = "  ALG · Аталышы: Алгебра кафедрасы → Алгебра жана геометрия"
    assert line in capsys.readouterr().out
