"""Names, streams, specs, keys and packing."""

import io
import re
import subprocess
import tarfile
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.archive import (
    BundleSpec,
    Contents,
    bundle_spec,
    core_codes,
    facts_digest,
    file_name,
    pack_bundle,
    proofs_of,
    regulation_paper,
    verify_bundle,
    write_bundle,
)
from oshj_core.archive.ed25519 import Ed25519Signer, check_ed25519
from oshj_core.archive.rows import ForumLine
from oshj_core.archive.signatures import check_minisign, minisign, pem
from oshj_core.archive.streams import (
    read_events,
    read_facts,
    read_forum,
    write_events,
    write_facts,
    write_forum,
)
from oshj_core.audit import AuditEvent
from oshj_core.calendar import Semester
from oshj_core.errors import Conflict, Invalid
from oshj_core.register import Attendance
from oshj_core.regulation import clauses
from oshj_core.retention import Hold, shipped_schedules
from oshj_core.roles import UNIVERSITY
from oshj_core.structure import ControlForm, LessonKind, Unit, UnitKind
from oshj_core.work_kinds import WORK_KINDS
from tests.core.archive.building import MADE_AT, export, outcome, spec, unit

SAFE = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
WORDS = st.text(st.characters(exclude_categories=["C"]), max_size=20)
MOMENTS = st.integers(0, 4 * 10**12)


class TestNames:
    @given(st.text(min_size=1, max_size=200))
    def test_any_id_has_a_safe_name_or_is_refused(self, identifier):
        try:
            name = file_name(identifier)
        except Invalid:
            assert not identifier.isprintable() or identifier != identifier.strip()
        else:
            assert SAFE.fullmatch(name)
            assert len(name) <= 50

    @given(st.lists(st.text("aAаАbB1-", min_size=1, max_size=6), unique=True))
    def test_two_ids_never_share_a_name(self, identifiers):
        assert len({file_name(one) for one in identifiers}) == len(identifiers)

    @pytest.mark.parametrize("device", ["con", "nul", "com1", "lpt9"])
    def test_names_of_devices_are_marked(self, device):
        assert file_name(device) != device

    def test_a_name_that_looks_marked_is_marked_again(self):
        marked = file_name("АУБ-1-24")
        assert file_name(marked) != marked

    @pytest.mark.parametrize("identifier", ["", " a", "a\n", "\0", "x" * 201, None, 7, "\ud800"])
    def test_what_cannot_be_an_id(self, identifier):
        with pytest.raises(Invalid):
            file_name(identifier)


EVENTS = st.builds(AuditEvent, MOMENTS, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS)


class TestStreams:
    @given(st.lists(EVENTS, max_size=6))
    def test_events_are_read_back_equal(self, events):
        events.sort(key=lambda event: event.at)
        raw = b"".join(write_events(events, "j", "e"))
        assert list(read_events(io.BytesIO(raw), "j", "e")) == events

    @given(st.lists(EVENTS, min_size=1, max_size=6), st.data())
    def test_a_changed_chain_is_refused(self, events, data):
        events.sort(key=lambda event: event.at)
        raw = bytearray(b"".join(write_events(events, "j", "e")))
        raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
        chain = read_events(io.BytesIO(bytes(raw)), "j", "e")
        read, place = outcome(list, chain)
        if read is None:
            assert place.startswith("e, line ")
        else:  # only the last line has no link behind it
            assert read[:-1] == events[:-1]

    @given(st.lists(st.builds(ForumLine, st.just("1"), st.just(MADE_AT), WORDS, WORDS, WORDS)))
    def test_forums_are_read_back_equal(self, lines):
        raw = b"".join(write_forum(lines, "f"))
        assert list(read_forum(io.BytesIO(raw), "f")) == lines

    @pytest.mark.parametrize(
        "events",
        [
            [AuditEvent(2, "a", "b", "c"), AuditEvent(1, "a", "b", "c")],
            [AuditEvent(0, "a", "b", "\ud800")],
            [AuditEvent(0, "a", "b", "c" * 1_000_000)],
            [AuditEvent(1.5, "a", "b", "c")],
            [AuditEvent(0, "a", None, "c")],
            [AuditEvent(10**20, "a", "b", "c")],
            [AuditEvent("0", "a", "b", "c")],
            [None],
        ],
    )
    def test_events_that_are_none_are_refused(self, events):
        with pytest.raises(Invalid):
            b"".join(write_events(events, "j", "e"))

    @given(
        st.dictionaries(
            WORDS,
            st.recursive(
                st.none() | st.booleans() | st.integers(-(2**53), 2**53) | WORDS,
                lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner),
                max_leaves=6,
            ),
            max_size=4,
        )
    )
    def test_facts_are_read_back_equal(self, facts):
        raw = write_facts(facts, "c")
        assert read_facts(raw, "c") == facts
        assert facts_digest(facts) == facts_digest(dict(reversed(facts.items())))

    @pytest.mark.parametrize(
        "facts",
        [{"a": 1.5}, {"a": float("nan")}, {"a": (1,)}, {1: 2}, {"a": 10**30}, {"a": {"b": "\0"}}],
    )
    def test_facts_that_json_would_bend_are_refused(self, facts):
        with pytest.raises(Invalid):
            write_facts(facts, "c")

    @pytest.mark.parametrize(
        "line",
        [
            ForumLine("", MADE_AT, "a", "b", ""),
            ForumLine("1", datetime(2027, 1, 1), "a", "b", ""),
            ForumLine("1", "2027-01-01", "a", "b", ""),
            ForumLine("2", MADE_AT, None, "b", ""),
            ForumLine(2, MADE_AT, "a", "b", ""),
            ForumLine("2", MADE_AT - timedelta(days=1), "a", "b", ""),
            None,
        ],
    )
    def test_lines_that_are_none_are_refused(self, line):
        with pytest.raises(Invalid) as refused:
            b"".join(write_forum([ForumLine("1", MADE_AT, "a", "b", ""), line], "f"))
        assert refused.value.place == "f, line 2"

    def test_facts_may_be_any_mapping(self):
        nested = {"a": MappingProxyType({"b": [MappingProxyType({"c": 1})]})}
        assert read_facts(write_facts(nested, "c"), "c") == {"a": {"b": [{"c": 1}]}}

    @pytest.mark.parametrize("depth", [1, 500, 900, 960, 980, 990, 995, 2000, 100_000])
    def test_lines_nested_without_end_are_refused(self, depth):
        nested = b"[" * depth + b"]" * depth
        keys = ("at", "actor", "action", "subject", "before", "after", "reason", "request")
        line = b'{"number":%s,' % nested + b"".join(b'"%s":"",' % key.encode() for key in keys)
        with pytest.raises(Invalid):
            list(read_events(io.BytesIO(line + b'"previous":""}\n'), "j", "e"))
        with pytest.raises(Invalid):
            read_facts(b'{"a":' + nested + b"}", "c")

    def test_an_hour_that_comes_twice_keeps_its_order(self):
        first = datetime(2026, 10, 25, 2, 40, tzinfo=ZoneInfo("Europe/Berlin"))
        again = first.replace(minute=10, fold=1)
        lines = [ForumLine(one, at, "a", "b", "") for one, at in (("1", first), ("2", again))]
        raw = b"".join(write_forum(lines, "f"))
        read = [line.at.astimezone(UTC) for line in read_forum(io.BytesIO(raw), "f")]
        assert read == [first.astimezone(UTC), again.astimezone(UTC)]
        with pytest.raises(Invalid):
            b"".join(write_forum(lines[::-1], "f"))

    def test_facts_nested_without_end_are_refused(self):
        facts = {}
        facts["a"] = facts
        with pytest.raises(Invalid):
            write_facts(facts, "c")


def held(ids):
    """The bundle of a unit with those holds on it."""
    return bundle_spec(
        code="oshsu",
        organisation="Ош мамлекеттик университети",
        unit=Unit("fac07", "Математика жана МТ факультети", UnitKind.FACULTY),
        semester=Semester("2026-1", 2026, 1, date(2026, 9, 1), date(2027, 1, 24)),
        contents=Contents.JOURNALS,
        schedule=next(iter(shipped_schedules())),
        holds=[Hold(one, UNIVERSITY, "соттук иш", "archivist", date(2027, 1, 1)) for one in ids],
        made_at=MADE_AT,
    )


class TestSpec:
    def test_it_follows_from_schedule_and_holds(self):
        (schedule,) = (one for one in shipped_schedules() if one.id == "appendix-1")
        hold = Hold("h1", UNIVERSITY, "соттук иш", "archivist", date(2027, 1, 1))
        over = attrs.evolve(hold, id="h0", until=date(2027, 1, 2))
        semester = Semester("2026-1", 2026, 1, date(2026, 9, 1), date(2027, 1, 24))
        made = bundle_spec(
            code="oshsu",
            organisation="Ош мамлекеттик университети",
            unit=Unit("fac07", "Математика жана МТ факультети", UnitKind.FACULTY),
            semester=semester,
            contents=Contents.CERTIFICATES,
            schedule=schedule,
            holds=[hold, over],
            made_at=MADE_AT,
        )
        assert made == spec(Contents.CERTIFICATES, legal_hold="h1")
        assert made.name == "oshsu-appendix-1-2026-2027-1-fac07"

    @pytest.mark.parametrize(
        "change",
        [
            {"code": "Osh SU"},
            {"organisation": "a\nPayload-Oxum: 1.1"},
            {"organisation": ""},
            {"unit_name": " x"},
            {"mandate": "5.7\n"},
            {"year": 26},
            {"year": True},
            {"term": 0},
            {"made_at": datetime(2027, 1, 1)},
            {"made_at": "2027-01-01"},
            {"made_at": None},
            {"retain_until": "2032-12-31"},
            {"retain_until": datetime(2032, 12, 31, tzinfo=UTC)},
            {"contents": "journals"},
            {"unit": "x" * 201},
            {"unit": 7},
            {"semester": None},
            {"retention_class": " journal"},
            {"legal_hold": "x" * 200_001},
            {"legal_hold": ""},
        ],
    )
    def test_a_spec_that_would_break_its_lines_is_refused(self, change):
        with pytest.raises(Invalid) as refused:
            spec(**change)
        assert refused.value.place == next(iter(change))

    @pytest.mark.parametrize(
        ("ids", "written"),
        [
            ([], "none"),
            (["none"], '"none"'),
            (["a, b"], '"a, b"'),
            (['"a"'], r'"\"a\""'),
            (
                [f"case-2027-{number:03d}" for number in range(3)],
                ", ".join(f"case-2027-{number:03d}" for number in range(3)),
            ),
        ],
    )
    def test_holds_are_named_one_by_one(self, ids, written):
        assert held(ids).legal_hold == written

    def test_a_unit_with_many_holds_can_be_archived(self, tmp_path, signer):
        many = held([f"{'иш' * 90}-{number:03d}" for number in range(1000)])
        bundle = write_bundle(unit(groups=0), many, tmp_path, signer, durable=False)
        verify_bundle(bundle.path, [signer.public_key], check_ed25519).require()

    def test_tags_are_read_back(self):
        one = spec()
        tags = one.tags("1.1")
        assert BundleSpec.from_tags(tags) == one
        for index in range(len(tags)):
            with pytest.raises(Invalid):
                BundleSpec.from_tags(tags[:index] + tags[index + 1 :])
        with pytest.raises(Invalid):
            BundleSpec.from_tags([*tags, ("Comment", "x")])


class TestKeys:
    def test_a_key_is_kept_as_pem(self, signer):
        again = Ed25519Signer.from_pem(signer.to_pem())
        assert again.public_key == signer.public_key
        assert again.sign(b"x") == signer.sign(b"x")

    def test_openssl_reads_and_makes_keys(self, tmp_path, signer):
        (tmp_path / "key.pem").write_bytes(signer.to_pem())
        command = ["openssl", "pkey", "-in", str(tmp_path / "key.pem"), "-pubout"]
        done = subprocess.run(command, capture_output=True, check=True)
        assert done.stdout == pem(signer.public_key)

    @pytest.mark.parametrize("content", [b"", b"x", b"-----BEGIN PRIVATE KEY-----\n"])
    def test_what_is_no_key_is_refused(self, content):
        with pytest.raises(Invalid):
            Ed25519Signer.from_pem(content)

    def test_a_key_of_another_kind_is_refused(self):
        command = ["openssl", "genpkey", "-algorithm", "X25519"]
        other = subprocess.run(command, capture_output=True, check=True).stdout
        with pytest.raises(Invalid):
            Ed25519Signer.from_pem(other)

    @given(st.binary(max_size=300))
    def test_no_bytes_are_a_signature(self, content):
        key = bytes(32)
        assert not check_ed25519(key, content, b"message")
        assert not check_minisign(check_ed25519, key, content, b"message", "comment")

    def test_minisign_signs_message_and_comment(self, signer):
        made = minisign(signer, b"message", "comment")
        key = signer.public_key
        assert check_minisign(check_ed25519, key, made, b"message", "comment")
        assert not check_minisign(check_ed25519, key, made, b"messagE", "comment")
        assert not check_minisign(check_ed25519, key, made, b"message", "commenT")


class TestCodes:
    def test_every_code_of_the_core_is_explained(self):
        known = {(code.list, code.code) for code in core_codes()}
        assert {("attendance", one.name.lower()) for one in Attendance} <= known
        assert {("lesson-kind", one.value) for one in LessonKind} <= known
        assert {("control-form", one.value) for one in ControlForm} <= known
        assert {("work", one) for one in WORK_KINDS} <= known


class TestPapers:
    def test_the_regulation_is_the_hosts(self, tmp_path, signer):
        own = attrs.evolve(unit(), papers_={"regulation.kk.txt": "Ереже".encode()})
        bag = export(own, tmp_path, signer).path
        names = [path.name for path in bag.glob("data/regulation*")]
        assert names == ["regulation.kk.txt"]
        verify_bundle(bag, [signer.public_key], check_ed25519).require()

    def test_that_of_the_core_says_every_clause(self):
        written = regulation_paper().content().decode()
        assert all(clause.ky in written for clause in clauses().values())


class TestPacking:
    def test_the_same_bundle_makes_the_same_tar(self, good, tmp_path, signer):
        again = export(unit(document=_document(good)), tmp_path, signer).path
        pack_bundle(good, tmp_path / "a.tar")
        pack_bundle(again, tmp_path / "b.tar")
        assert (tmp_path / "a.tar").read_bytes() == (tmp_path / "b.tar").read_bytes()
        with tarfile.open(tmp_path / "a.tar") as packed:
            members = packed.getmembers()
            assert {member.mtime for member in members} == {int(MADE_AT.timestamp())}
            assert {member.mode for member in members} == {0o644}
            packed.extractall(tmp_path / "out", filter="data")
        for path in good.rglob("*"):
            if path.is_file():
                unpacked = tmp_path / "out" / good.name / path.relative_to(good)
                assert unpacked.read_bytes() == path.read_bytes()
        with pytest.raises(Conflict):
            pack_bundle(good, tmp_path / "a.tar")

    @pytest.mark.parametrize("folder", ["nope", "empty", "file"])
    def test_what_is_no_bundle_is_not_packed(self, tmp_path, folder):
        (tmp_path / "empty").mkdir()
        (tmp_path / "file").write_text("x")
        with pytest.raises(Invalid):
            pack_bundle(tmp_path / folder, tmp_path / "a.tar")
        assert not list(tmp_path.glob("a.tar*"))

    def test_nothing_is_left_of_a_bundle_that_cannot_be_packed(self, bag, tmp_path):
        (bag / "data" / "zz").symlink_to("/etc/passwd")
        with pytest.raises(Invalid):
            pack_bundle(bag, tmp_path / "a.tar")
        (bag / "data" / "zz").unlink()
        (tmp_path / "a.tar.partial").write_text("of an export that was killed")
        pack_bundle(bag, tmp_path / "a.tar")
        assert [path.name for path in tmp_path.glob("a.tar*")] == ["a.tar"]

    @pytest.mark.parametrize(
        "made_at", [MADE_AT, datetime(1969, 1, 1, tzinfo=UTC), datetime(9998, 1, 1, tzinfo=UTC)]
    )
    def test_every_legal_name_and_moment_can_be_packed(self, tmp_path, signer, made_at):
        long = "математика-жана-маалыматтык-технологиялар-факультети"
        source = unit(groups=1, journals=1)
        group = source.groups_[0]
        group.row = group.row._replace(group=long + "-1")
        group.journals[0].row = group.journals[0].row._replace(subject=long + "-2")
        group.journals[0].documents["x" * 76 + ".pdf"] = b"x"
        named = spec(unit=long, retention_class=long, made_at=made_at)
        bundle = write_bundle(source, named, tmp_path, signer, durable=False)
        pack_bundle(bundle.path, tmp_path / "a.tar")
        with tarfile.open(tmp_path / "a.tar") as packed:
            packed.extractall(tmp_path / "out", filter="data")
            assert {one.mtime for one in packed.getmembers()} == {int(made_at.timestamp())}
        unpacked = tmp_path / "out" / bundle.path.name
        verify_bundle(unpacked, [signer.public_key], check_ed25519).require()


def _document(bag):
    return (bag / "data/regulation.pdf").read_bytes()


class TestProofs:
    def test_every_record_of_a_good_bundle_is_proved(self, good, good_certificates, signer):
        keys = [signer.public_key]
        journals = list(proofs_of(good, keys, check_ed25519))
        assert len(journals) == 4
        assert {proof.digest for proof in journals} == {"ab" * 32}
        assert {proof.bundle for proof in journals} == {good.name}
        papers = list(proofs_of(good_certificates, keys, check_ed25519))
        assert [proof.record for proof in papers] == ["T1-0000", "T1-0001", "T1-0002"]
        assert len({proof.digest for proof in papers}) == 3

    def test_a_journal_without_a_digest_is_named(self, tmp_path, signer):
        source = unit(groups=1)
        second = source.groups_[0].journals[1]
        second.row = second.row._replace(digest="")
        bag = export(source, tmp_path, signer).path
        proofs = proofs_of(bag, [signer.public_key], check_ed25519)
        assert next(proofs).record == source.groups_[0].journals[0].row.journal
        with pytest.raises(Invalid, match=second.row.journal) as refused:
            next(proofs)
        assert refused.value.place == second.row.journal
        assert "SHA-256" in str(refused.value.advice)

    def test_a_bad_bundle_proves_nothing(self, bag, signer):
        next(bag.rglob("marks.csv")).unlink()
        with pytest.raises(Invalid):
            next(proofs_of(bag, [signer.public_key], check_ed25519))


def test_a_moment_is_written_in_the_universitys_zone():
    assert spec(made_at=datetime(2027, 1, 31, 20, tzinfo=UTC)).tags("")[-3] == (
        "Bagging-Date",
        "2027-02-01",
    )
