"""A bundle says what it was written from, to the byte, however often it was interrupted."""

import os
import shutil
import tracemalloc
from datetime import timedelta

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oshj_core.archive import BundleReader, Contents, verify_bundle, write_bundle
from oshj_core.archive.ed25519 import check_ed25519
from oshj_core.errors import Conflict, Invalid, NotFound
from oshj_core.testing import ArchiveSourceContract, archive_snapshot
from tests.core.archive.building import MADE_AT, certificates, export, spec, unit


def content(bag):
    return {
        path.relative_to(bag).as_posix(): path.read_bytes()
        for path in sorted(bag.rglob("*"))
        if path.is_file()
    }


class TestMemorySource(ArchiveSourceContract):
    @pytest.fixture
    def source(self):
        return unit()


class TestBundleAsSource(ArchiveSourceContract):
    @pytest.fixture
    def source(self, good):
        return BundleReader(good)


class TestWhatIsWritten:
    @pytest.mark.parametrize(
        ("source", "contents"),
        [
            (unit(), Contents.JOURNALS),
            (unit(groups=0), Contents.JOURNALS),
            (unit(journals=0), Contents.JOURNALS),
            (unit(students=0), Contents.JOURNALS),
            (unit(lessons=0), Contents.JOURNALS),
            (certificates(), Contents.CERTIFICATES),
            (certificates(0), Contents.CERTIFICATES),
        ],
    )
    def test_it_is_read_back_equal_and_verified(self, tmp_path, signer, source, contents):
        bundle = export(source, tmp_path, signer, contents)
        reader = BundleReader(bundle.path)
        assert archive_snapshot(reader) == archive_snapshot(source)
        assert reader.spec() == spec(contents)
        report = verify_bundle(bundle.path, [signer.public_key], check_ed25519)
        report.require()
        assert report.good
        assert report.digest == bundle.digest

    def test_the_same_data_make_the_same_bytes(self, tmp_path, signer):
        first, second = (export(unit(), tmp_path / name, signer) for name in ("first", "second"))
        assert content(first.path) == content(second.path)
        assert first.digest == second.digest

    def test_what_is_read_back_makes_the_same_bytes(self, good, tmp_path, signer):
        again = export(BundleReader(good), tmp_path, signer)
        assert content(again.path) == content(good)

    def test_five_and_twenty_five_years_are_never_mixed(self, tmp_path, signer):
        both = attrs.evolve(unit(), certificates_=certificates().certificates_)
        journals = content(export(both, tmp_path / "a", signer).path)
        papers = content(export(both, tmp_path / "b", signer, Contents.CERTIFICATES).path)
        assert not any("certificates/" in path for path in journals)
        assert not any("groups/" in path or "forum/" in path for path in papers)

    def test_tables_are_as_the_archivist_is_told(self, good):
        raw = next(good.glob("data/groups/*/*/attendance.csv")).read_bytes()
        assert raw.startswith(b"lesson,student,value,recorded_at,recorded_by\r\n")
        assert raw.count(b"\n") == raw.count(b"\r\n") == 21
        assert b",2026-09-01T08:00:00+06:00,asanova\r\n" in raw
        assert all(path.as_posix().isascii() for path in good.rglob("*"))

    def test_progress_is_told_file_by_file(self, tmp_path, signer):
        told = []
        bundle = export(unit(), tmp_path, signer, progress=told.append)
        files = [path for path in content(bundle.path) if path.startswith("data/")]
        assert {one.path for one in told} == set(files)
        assert [one.files for one in told] == list(range(1, len(files) + 1))
        assert told[-1].size == sum(len(content(bundle.path)[path]) for path in files)

    def test_a_bundle_is_never_overwritten(self, tmp_path, signer):
        bundle = export(unit(), tmp_path, signer)
        before = content(bundle.path)
        with pytest.raises(Conflict) as refused:
            export(unit(groups=1), tmp_path, signer)
        assert str(refused.value.advice) == "Move or remove the old bundle."
        assert content(bundle.path) == before

    def test_the_memory_does_not_grow_with_the_unit(self, tmp_path, signer):
        def peak(groups, name):
            source = unit(groups=groups, journals=3, students=25, lessons=16)
            tracemalloc.start()
            try:
                export(source, tmp_path / name, signer)
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

        peak(1, "warm")
        assert peak(20, "twenty") < 1.3 * peak(1, "one")

    def test_a_journal_given_in_two_groups_is_refused(self, tmp_path, signer):
        source = unit()
        twice = source.groups_[0].journals[0].row.journal
        other = source.groups_[1].journals[0]
        other.row = other.row._replace(journal=twice)
        with pytest.raises(Invalid, match=twice) as refused:
            export(source, tmp_path, signer)
        assert refused.value.place.endswith("/journals.csv")

    @pytest.mark.parametrize(
        "ask",
        [
            lambda reader, journal: reader.documents(journal),
            lambda reader, journal: list(reader.events(journal)),
            lambda reader, journal: list(reader.marks(journal)),
            lambda reader, journal: reader.papers(),
            lambda reader, journal: list(reader.students("x")),
            lambda reader, journal: reader.certificate_facts("x"),
            lambda reader, journal: reader.certificate_document("x").content(),
            lambda reader, journal: list(reader.forum_lines("x")),
        ],
    )
    def test_what_a_bundle_lacks_is_not_found(self, bag, ask):
        reader = BundleReader(bag)
        (journal, *_) = [
            row.journal for group in reader.groups() for row in reader.journals(group.group)
        ]
        shutil.rmtree(bag / "data")
        with pytest.raises(NotFound):
            ask(reader, journal)


class Broken(Exception):
    """The power went."""


def interrupted(source, tmp_path, signer, after):
    def stop(progress):
        if progress.files == after:
            raise Broken

    with pytest.raises(Broken):
        export(source, tmp_path, signer, progress=stop)


def corrected():
    """The unit after somebody corrected it: a name, a mark, a document and a group gone."""
    source = unit()
    first = source.groups_[0]
    first.students[1] = first.students[1]._replace(family="Жаңы")
    journal = first.journals[0]
    journal.attendance[0] = journal.attendance[0]._replace(value="absent")
    del first.journals[1].documents["journal.pdf"]
    source.groups_.pop()
    return source


class TestInterruptions:
    @settings(max_examples=12, deadline=None)
    @given(stops=st.lists(st.integers(1, 45), max_size=3))
    def test_an_interrupted_export_ends_in_the_same_bytes(
        self, stops, tmp_path_factory, good, signer
    ):
        into = tmp_path_factory.mktemp("resumed")
        source = BundleReader(good)
        for after in stops:
            interrupted(source, into, signer, after)
        assert content(export(source, into, signer).path) == content(good)
        assert [path.name for path in into.iterdir()] == [good.name]

    def test_what_is_finished_is_not_written_again(self, tmp_path, signer):
        interrupted(unit(), tmp_path, signer, 30)
        (partial,) = tmp_path.glob("*.partial")
        finished = [path.relative_to(partial) for path in partial.glob("data/**/*.*")]
        for path in finished:
            os.utime(partial / path, (1, 1))
        bundle = export(unit(), tmp_path, signer).path
        assert len(finished) == 30
        assert {(bundle / path).stat().st_mtime for path in finished} == {1}

    @pytest.mark.parametrize("after", [1, 5, 8, 14, 20, 30, 41])
    def test_what_was_corrected_meanwhile_is_sealed_as_it_is(self, tmp_path, signer, after):
        """Students and attendance of two states in one bundle would verify as good."""
        interrupted(unit(), tmp_path, signer, after)
        bundle = export(corrected(), tmp_path, signer)
        assert content(bundle.path) == content(export(corrected(), tmp_path / "new", signer).path)
        verify_bundle(bundle.path, [signer.public_key], check_ed25519).require()

    def test_the_power_goes_inside_a_file(self, tmp_path, signer):
        torn = corrected()
        rows = torn.groups_[0].journals[0].attendance

        def half():
            yield from rows[:3]
            raise Broken

        torn.groups_[0].journals[0].attendance = half()
        with pytest.raises(Broken):
            export(torn, tmp_path, signer)
        bundle = export(unit(), tmp_path, signer)
        assert content(bundle.path) == content(export(unit(), tmp_path / "new", signer).path)

    @pytest.mark.parametrize("after", [1, 10, 30])
    @pytest.mark.parametrize("kept", [0, 3, -1])
    def test_a_finished_file_that_was_changed_is_written_again(
        self, tmp_path, good, signer, after, kept
    ):
        source = BundleReader(good)
        interrupted(source, tmp_path, signer, after)
        (partial,) = tmp_path.glob("*.partial")
        for spoilt in partial.rglob("*.*"):
            spoilt.write_bytes(spoilt.read_bytes()[:kept] + b"?" * 9)
        assert content(export(source, tmp_path, signer).path) == content(good)

    @pytest.mark.parametrize(
        "stray", [".nfs0001", "data/zz", "data/zz.pdf", "data/groups/x/y/z.pdf", "fetch.txt"]
    )
    def test_what_does_not_belong_there_goes(self, tmp_path, good, signer, stray):
        source = BundleReader(good)
        interrupted(source, tmp_path, signer, 9)
        (partial,) = tmp_path.glob("*.partial")
        (partial / stray).parent.mkdir(parents=True, exist_ok=True)
        (partial / stray).write_text("x")
        bundle = export(source, tmp_path, signer)
        assert content(bundle.path) == content(good)
        verify_bundle(bundle.path, [signer.public_key], check_ed25519).require()

    @pytest.mark.parametrize("link", ["data/codes.csv", "data", "."])
    def test_nothing_is_written_through_a_link(self, tmp_path, good, signer, link):
        source = BundleReader(good)
        interrupted(source, tmp_path, signer, 9)
        (partial,) = tmp_path.glob("*.partial")
        outside = tmp_path / "outside"
        (partial / link).rename(outside)
        before = content(outside) or outside.read_bytes()
        (partial / link).symlink_to(outside)
        assert content(export(source, tmp_path, signer).path) == content(good)
        assert (content(outside) or outside.read_bytes()) == before

    def test_another_state_begins_anew(self, tmp_path, signer):
        interrupted(unit(groups=3), tmp_path, signer, 40)
        later = spec(made_at=MADE_AT + timedelta(days=1))
        bundle = write_bundle(unit(groups=1), later, tmp_path, signer)
        fresh = write_bundle(unit(groups=1), later, tmp_path / "fresh", signer)
        assert content(bundle.path) == content(fresh.path)

    def test_another_key_begins_anew(self, tmp_path, signer, stranger):
        interrupted(unit(), tmp_path, stranger, 20)
        bundle = export(unit(), tmp_path, signer)
        verify_bundle(bundle.path, [signer.public_key], check_ed25519).require()

    def test_a_refused_export_leaves_nothing(self, tmp_path, signer):
        interrupted(unit(), tmp_path, signer, 10)
        source = unit()
        source.groups_[1].journals[1].attendance.append(("x",))
        with pytest.raises(Invalid):
            export(source, tmp_path, signer)
        assert list(tmp_path.iterdir()) == []
