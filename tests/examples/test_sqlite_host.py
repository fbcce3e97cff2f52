"""The host on sqlite3: the demo, its transactions, and what disposal leaves behind."""

from __future__ import annotations

import json
import sqlite3
from datetime import date, datetime, timedelta
from decimal import Decimal

import attrs
import pytest

from examples.sqlite_journal import demo
from examples.sqlite_journal.__main__ import main
from examples.sqlite_journal.codec import dumps, loads
from examples.sqlite_journal.database import Database
from examples.sqlite_journal.names import TYPES
from examples.sqlite_journal.site import Site
from oshj_core import testing
from oshj_core.archive import BundleReader, Contents, bundle_spec, proofs_of, write_bundle
from oshj_core.archive.ed25519 import Ed25519Signer, check_ed25519
from oshj_core.errors import Locked
from oshj_core.journal import Write
from oshj_core.ports import RoleHolding
from oshj_core.register import Attendance, Field, Missed
from oshj_core.retention import Retention, shipped_schedules
from oshj_core.roles import UNIVERSITY, Role, Scope, ScopeKind
from oshj_core.structure import Group, StudyForm

CANARY = "Матрицалар"
UNIT = Scope(ScopeKind.UNIT, "MATH")


@pytest.fixture
def file(tmp_path):
    return tmp_path / "journal.sqlite"


@pytest.fixture
def opened(file):
    """Give a function that opens one more connection to the file."""
    databases = []

    def connect():
        databases.append(Database(file, wait=0))
        return databases[-1]

    yield connect
    for database in databases:
        database.close()


@pytest.fixture
def played(opened, tmp_path):
    """A site on which the demo was played, and the lines it said."""
    site, said = Site(opened()), []
    bundle = demo.play(site, tmp_path, said.append)
    return site, said, bundle


class TestDemo:
    def test_it_goes_from_the_lists_to_the_archive(self, played):
        said = "\n".join(played[1])
        assert f"journal {demo.JOURNAL} opened" in said
        assert "attendance and marks of 3 students recorded" in said
        assert "Абдиев А.: 29 so far" in said
        assert "Module 1: 28.5 of 30" in said
        assert "refused by 4.3: The intermediate total has been published" in said
        assert "a scan of it says “equal”" in said
        assert "signed and verified" in said

    def test_the_refused_edit_left_nothing(self, played):
        site, _, _ = played
        journal = site.journal(demo.JOURNAL, site.act(demo.TEACHER, demo.OVER))
        assert [total.points for total in journal.totals().values()] == [29, 24, 11]

    def test_the_bundle_says_what_the_site_says(self, played):
        site, _, bundle = played
        source = site.archive("MATH", "2026-1")
        assert testing.archive_snapshot(BundleReader(bundle)) == testing.archive_snapshot(source)

    def test_the_bundle_speaks_of_the_lesson(self, played):
        reader = BundleReader(played[2])
        (lesson,) = reader.lessons(demo.JOURNAL)
        assert (lesson.topic, lesson.works, lesson.room) == (CANARY, "oral", "214")
        letters = [row.value for row in reader.attendance(demo.JOURNAL)]
        assert sorted(letters) == ["absent", "late", "present"]
        points = [row.points for row in reader.marks(demo.JOURNAL)]
        assert points == [Decimal("11"), Decimal("28.5"), Decimal("24"), 5, 4]

    def test_the_bundle_keeps_who_did_not_come_to_a_control(self, opened, tmp_path):
        site = Site(opened())
        demo.begin(site, lambda _line: None)
        demo.teach(site, lambda _line: None)
        with site.database.transaction():
            journal = site.journal(demo.JOURNAL, site.act(demo.TEACHER, demo.CHECK))
            values = (2850, Missed.ABSENT, Missed.EXCUSED)
            writes = [Write(slot, Field.POINTS, value) for slot, value in enumerate(values)]
            journal.record("intermediate-1", writes)
        bundle = _export(site, tmp_path / "out", Ed25519Signer.generate(), demo.CHECK)
        reader = BundleReader(bundle)
        rows = [row for row in reader.attendance(demo.JOURNAL) if row.lesson == "intermediate-1"]
        assert sorted(row.value for row in rows) == ["absent", "excused"]
        points = [row.points for row in reader.marks(demo.JOURNAL) if not row.lesson]
        assert points == [Decimal("28.5")]

    def test_the_command_line(self, tmp_path, capsys):
        assert main(["demo"]) == 0
        assert "signed and verified" in capsys.readouterr().out
        assert main(["demo", "--into", str(tmp_path)]) == 0
        capsys.readouterr()
        assert main(["log", str(tmp_path / "journal.sqlite"), "--limit", "1"]) == 0
        assert "semester.close" in capsys.readouterr().out

    def test_the_command_line_keeps_what_is_there(self, tmp_path, capsys):
        (tmp_path / "journal.sqlite").write_bytes(b"")
        assert main(["demo", "--into", str(tmp_path)]) == 1
        assert "exists already" in capsys.readouterr().err
        assert main(["log", str(tmp_path / "none.sqlite")]) == 1
        assert not (tmp_path / "none.sqlite").exists()


class TestTransactions:
    def test_what_raises_stores_nothing(self, opened):
        site = Site(opened())

        def half_done():
            with site.database.transaction():
                site.university.groups.put(Group("g", "u", "АУБ", 2024))
                site.registers.create("j", "g", "s", "2026-1", "scheme").append("sheet", None)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            half_done()
        assert "g" not in site.university.groups
        assert site.registers.find("j") is None

    def test_one_writes_at_a_time(self, opened):
        first, second = Site(opened()), Site(opened())
        with first.database.transaction():
            with pytest.raises(sqlite3.OperationalError), second.database.transaction():
                raise AssertionError("two writers at once")
            first.university.groups.put(Group("g", "u", "АУБ", 2024))
            assert "g" not in second.university.groups
        assert "g" in second.university.groups

    def test_a_reader_sees_one_moment_and_waits_for_nobody(self, opened):
        reader, writer = Site(opened()), Site(opened())
        with reader.database.snapshot():
            assert len(reader.university.groups) == 0
            with writer.database.transaction():
                writer.university.groups.put(Group("g", "u", "АУБ", 2024))
            assert len(reader.university.groups) == 0
        assert len(reader.university.groups) == 1

    def test_an_entry_does_not_slip_past_a_lock(self, opened, tmp_path):
        # Both ask at once; whoever comes second begins after the first has published (4.3).
        ours, theirs = Site(opened()), Site(opened())
        demo.begin(ours, lambda line: None)
        demo.teach(ours, lambda line: None)
        with ours.database.transaction():
            journal = ours.journal(demo.JOURNAL, ours.act(demo.TEACHER, demo.CHECK))
            points = [Write(slot, Field.POINTS, 100) for slot in range(3)]
            journal.record("intermediate-1", points)
            journal.publish(journal.control("intermediate-1"))
            with pytest.raises(sqlite3.OperationalError), theirs.database.transaction():
                raise AssertionError("two writers at once")
        with theirs.database.transaction():
            later = demo.CHECK + timedelta(minutes=1)
            journal = theirs.journal(demo.JOURNAL, theirs.act(demo.TEACHER, later))
            (lesson,) = journal.register.lessons()
            with pytest.raises(Locked):
                journal.record(lesson.id, [Write(0, Field.ATTENDANCE, Attendance.ABSENT)])


class TestDisposal:
    def test_after_the_term_nothing_of_the_journal_is_left(self, played, file, tmp_path):
        site, _, bundle = played
        due = datetime(2033, 1, 10, 12, 0, tzinfo=demo.ZONE)
        signer = Ed25519Signer.generate()
        bundle = _export(site, tmp_path / "kept", signer, due)
        for person in ("t0104", "rector-1"):
            site.holdings.give(RoleHolding(person, Role.LEADERSHIP, UNIVERSITY))

        def retention(person):
            act = site.act(person, due)
            return Retention(site.retention, shipped_schedules(), site.audit, act)

        assert CANARY.encode() in _bytes(file)
        with site.database.transaction():
            disposal = retention(demo.ARCHIVIST).draw_up("d1", UNIT)
            assert [item.record for item in disposal.items] == [demo.JOURNAL]
            retention("t0104").approve("d1")
            retention("rector-1").approve("d1")
            proofs = list(proofs_of(bundle, [signer.public_key], check_ed25519))
            retention(demo.ARCHIVIST).carry_out("d1", proofs, "1/2033")
        site.database.settle()
        assert site.registers.find(demo.JOURNAL) is None
        assert site.retention.acts.of_record(demo.JOURNAL).id == "1/2033"
        assert CANARY.encode() not in _bytes(file)

    def test_a_certificate_outlives_its_journal(self, played):
        site, _, _ = played
        (certificate,) = site.certificates.of(demo.JOURNAL)
        group = site.registers.get(demo.JOURNAL).group
        facts = json.dumps({"group": group, "unit": "MATH"}).encode()
        site.certificates.keep(certificate.id, facts, b"%PDF-1.7")
        journal = site.retention.records.find(demo.JOURNAL)
        places = {scope: site.retention.place_of(scope) for scope in journal.scopes}
        assert all(UNIT in place for scope, place in places.items() if scope != UNIVERSITY)
        record = site.retention.records.find(certificate.id.hex())
        site.retention.records.destroy(demo.JOURNAL)
        assert list(site.retention.records) == [record]
        assert record.schedule == "appendix-1"
        assert UNIT in record.scopes
        assert {scope: places[scope] for scope in record.scopes} == {
            scope: site.retention.place_of(scope) for scope in record.scopes
        }
        site.retention.records.destroy(certificate.id.hex())
        assert list(site.retention.records) == []


def _export(site, folder, signer, at):
    folder.mkdir()
    semester = site.university.semesters.get("2026-1")
    spec = bundle_spec(
        code="oshsu",
        organisation="Ош мамлекеттик университети",
        unit=site.university.units.get("MATH"),
        semester=semester,
        contents=Contents.JOURNALS,
        schedule=shipped_schedules().of("journal", semester.ends, at.date()),
        holds=[],
        made_at=at,
    )
    return write_bundle(site.archive("MATH", "2026-1"), spec, folder, signer).path


def _bytes(file):
    return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))


class TestCodec:
    @pytest.mark.parametrize(
        "value",
        [
            None,
            True,
            "Өң",
            (1, ("a", None)),
            date(2026, 9, 1),
            datetime(2026, 9, 1, 8, 0, 0, 5000, demo.ZONE),
            Decimal("4.50"),
            b"\x00\xff",
            frozenset({Scope(ScopeKind.UNIT, "m"), UNIVERSITY}),
            {"a": (1,), "b": Role.TEACHER},
        ],
    )
    def test_a_value_comes_back_of_its_type(self, value):
        back = loads(dumps(value))
        assert back == value
        assert type(back) is type(value)

    def test_sets_are_written_in_one_order(self):
        scopes = [Scope(ScopeKind.UNIT, str(number)) for number in range(20)]
        assert dumps(frozenset(scopes)) == dumps(frozenset(reversed(scopes)))

    def test_a_type_without_a_name_is_refused(self):
        with pytest.raises(TypeError, match="float has no name in the file"):
            dumps((1, 0.5))

    def test_a_new_last_field_takes_its_default(self, monkeypatch):
        written = dumps(Group("g", "u", "АУБ", 2024))

        @attrs.frozen
        class Wider:
            id: str
            unit: str
            speciality: str
            entry_year: int
            subgroups: int = 0
            study_form: StudyForm = StudyForm.FULL_TIME
            closed: bool = False
            language: str = "ky"

        monkeypatch.setitem(TYPES, "group", Wider)
        assert loads(written) == Wider("g", "u", "АУБ", 2024)
