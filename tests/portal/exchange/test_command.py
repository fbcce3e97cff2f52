"""``oshj exchange``: the same as the page, on the command line."""

from __future__ import annotations

import argparse
import zipfile
from contextlib import contextmanager

import pytest
from pyramid.scripting import prepare

from oshj_core.errors import Invalid, NotFound
from oshj_portal.scripts import environment, exchange


@pytest.fixture
def command(with_lines, monkeypatch):
    """Runs the command in the portal's own environment; gives the exit code."""

    @contextmanager
    def bootstrap(_uri):
        request = with_lines.app.request_factory.blank("/")
        with prepare(request=request, registry=with_lines.registry) as env:
            yield env

    monkeypatch.setattr(environment, "bootstrap", bootstrap)

    def run(*arguments) -> int:
        parser = argparse.ArgumentParser()
        exchange.add_command(parser.add_subparsers())
        args = parser.parse_args(["exchange", *map(str, arguments)])
        return args.run(args)

    return run


def test_out_into_a_file_a_zip_and_a_folder(command, tmp_path, with_lines):
    target = tmp_path / "units.txt"
    assert command("lines", "out", target) == 0
    assert "math;Математика жана МТ факультети\n" in target.read_text("utf-8")
    with pytest.raises(Invalid, match="there already"):
        command("lines", "out", target)
    archive = tmp_path / "units.zip"
    assert command("only-out", "out", archive, "--semester", "2026-1") == 0
    with zipfile.ZipFile(archive) as opened:
        assert opened.namelist() == ["units.txt", "more.txt"]
    folder = tmp_path / "folder"
    folder.mkdir()
    assert command("only-out", "out", folder, "--semester", "2026-1") == 0
    assert (folder / "units.txt").read_bytes() == target.read_bytes()
    with with_lines.site() as site:
        assert [event.actor for event in site.audit.about("exchange:only-out")] == ["machine"] * 2


def test_in_applies_and_a_second_time_changes_nothing(command, tmp_path, with_lines, capsys):
    source = tmp_path / "units.txt"
    source.write_text("bio;Биология\nmath;Башка\n", "utf-8")
    assert command("lines", "in", source, "--dry-run") == 0
    assert command("lines", "in", source) == 1
    with with_lines.site() as site:
        assert site.university.units.find("bio") is None
    assert command("lines", "in", source, "--yes") == 0
    said = capsys.readouterr()
    assert "math · Аталышы: Математика жана МТ факультети → Башка" in said.out
    assert "2/2" in said.err
    with with_lines.site() as site:
        assert site.university.units.get("bio").name == "Биология"
    assert command("lines", "in", source) == 0


def test_errors_go_to_the_error_output_with_their_place(command, tmp_path, capsys):
    source = tmp_path / "units.txt"
    source.write_text("bio\n", "utf-8")
    assert command("lines", "in", source, "--yes") == 1
    assert "units.txt · 1 · code: " in capsys.readouterr().err


def test_what_cannot_be_is_refused(command, tmp_path):
    with pytest.raises(NotFound):
        command("none", "out", tmp_path / "a")
    with pytest.raises(Invalid):
        command("only-out", "in", tmp_path)
