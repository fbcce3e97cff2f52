"""One file, a folder or a ZIP: what is opened, and what is refused before it is opened."""

from __future__ import annotations

import io

import pytest

from oshj_core.errors import Invalid
from oshj_portal.exchange.files import open_path, open_stream
from tests.portal.exchange.conftest import zipped


def opened(data: bytes, name="a.csv"):
    with open_stream(io.BytesIO(data), name) as files:
        return {name: opener().read() for name, opener in files.items()}


def test_one_file_can_be_opened_twice():
    with open_stream(io.BytesIO(b"one"), "a.fet") as files:
        for _ in range(2):
            with files["a.fet"]() as file:
                assert file.read() == b"one"


def test_a_zip_gives_its_files_by_name_without_folders():
    data = zipped({"in/a.csv": b"1", "b.csv": b"2", "__MACOSX/a.csv": b"x", ".hidden": b"x"})
    assert opened(data) == {"a.csv": b"1", "b.csv": b"2"}


def test_a_folder_gives_its_files(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"1")
    (tmp_path / "deeper").mkdir()
    with open_path(tmp_path) as files:
        assert {name: opener().read() for name, opener in files.items()} == {"a.csv": b"1"}
    with open_path(tmp_path / "a.csv") as files:
        assert list(files) == ["a.csv"]
    with pytest.raises(Invalid, match="cannot be opened"), open_path(tmp_path / "none"):
        pass


@pytest.mark.parametrize(
    "name", ["../a.csv", "in/../../a.csv", "/etc/a.csv", "..\\a.csv", "\\a.csv"]
)
def test_names_that_lead_out_are_refused(name):
    with pytest.raises(Invalid, match="leads out"):
        opened(zipped({name: b"1"}))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (zipped({"in/a.csv": b"1", "a.csv": b"2"}), "two files of the name a.csv"),
        (zipped({"a.csv": b"0" * (17 * 2**20)}), "too large when it is unpacked"),
        (zipped({"a.csv": b"1"})[:40], "damaged"),
    ],
)
def test_hostile_archives_are_refused(data, said):
    with pytest.raises(Invalid, match=said):
        opened(data)
