"""A good bundle is accepted by six tools that know nothing of this project; a bad one is not."""

import json
import subprocess
import sys
from pathlib import Path

import bagit
import bagit_profile
import pikepdf
import pytest

from oshj_core.archive.spec import PROFILE

BIN = Path(sys.executable).parent
SIGNED = "tagmanifest-sha512.txt"


def run(bag, *command):
    return subprocess.run(command, cwd=bag, capture_output=True, text=True, check=False)


def bagit_py(bag):
    return run(bag, sys.executable, bagit.__file__, "--validate", ".")


def sha256sum(bag):
    return run(bag, "sha256sum", "--check", "--strict", "manifest-sha256.txt")


def sha512sum_of_tags(bag):
    return run(bag, "sha512sum", "--check", "--strict", SIGNED)


def minisign(bag):
    mini = f"signatures/{SIGNED}.minisig"
    return run(bag, "minisign", "-V", "-p", "signatures/minisign.pub", "-m", SIGNED, "-x", mini)


def openssl(bag):
    key = ("-pubin", "-inkey", "signatures/key.pem")
    signature = ("-sigfile", f"signatures/{SIGNED}.ed25519", "-in", SIGNED)
    return run(bag, "openssl", "pkeyutl", "-verify", "-rawin", *key, *signature)


def csvw(bag, table):
    return run(bag, str(BIN / "csvwvalidate"), f"data/schema/{table}.csv-metadata.json")


TABLES = [
    "codes",
    "groups",
    "students",
    "journals",
    "plan",
    "lessons",
    "attendance",
    "marks",
    "forums",
]


@pytest.fixture(params=["good", "good_certificates"])
def either(request):
    return request.getfixturevalue(request.param)


class TestAGoodBundle:
    @pytest.mark.parametrize("tool", [bagit_py, sha256sum, sha512sum_of_tags, minisign, openssl])
    def test_is_accepted(self, either, tool):
        done = tool(either)
        assert done.returncode == 0, done.stderr

    def test_keeps_its_profile(self, either):
        document = json.loads((either / "metadata/profile.json").read_text())
        profile = bagit_profile.Profile(PROFILE, profile=document)
        assert profile.validate(bagit.Bag(str(either))), profile.report

    @pytest.mark.parametrize("table", TABLES)
    def test_has_the_tables_it_describes(self, good, table):
        assert csvw(good, table).stdout == "OK\n"

    @pytest.mark.parametrize("table", ["codes", "certificates"])
    def test_of_certificates_too(self, good_certificates, table):
        assert csvw(good_certificates, table).stdout == "OK\n"

    def test_its_papers_say_they_are_pdf_a(self, either):
        papers = list(either.rglob("*.pdf"))
        assert papers
        for paper in papers:
            with pikepdf.open(paper) as document, document.open_metadata() as metadata:
                assert metadata.pdfa_status == "2B"


class TestABadBundle:
    """The tools do look at what they accept."""

    def test_a_changed_file(self, bag):
        target = next(bag.rglob("attendance.csv"))
        target.write_bytes(target.read_bytes().replace(b"present", b"presenT", 1))
        assert bagit_py(bag).returncode != 0
        assert sha256sum(bag).returncode != 0

    def test_a_changed_manifest(self, bag):
        (bag / SIGNED).write_bytes((bag / SIGNED).read_bytes() + b" ")
        assert minisign(bag).returncode != 0
        assert openssl(bag).returncode != 0
        assert sha512sum_of_tags(bag).returncode != 0

    def test_an_impossible_day(self, bag):
        target = next(bag.rglob("lessons.csv"))
        target.write_bytes(target.read_bytes().replace(b"2026-09-01", b"2026-09-31"))
        assert csvw(bag, "lessons").stdout == "FAIL\n"

    def test_a_tag_that_is_missing(self, bag):
        info = bag / "bag-info.txt"
        lines = info.read_text("utf-8").splitlines(keepends=True)
        info.write_text(
            "".join(one for one in lines if not one.startswith("Retain-Until")), "utf-8"
        )
        document = json.loads((bag / "metadata/profile.json").read_text())
        profile = bagit_profile.Profile(PROFILE, profile=document)
        assert not profile.validate(bagit.Bag(str(bag)))
