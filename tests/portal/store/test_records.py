"""What lies in the database: primitives, few objects, few bytes."""

from __future__ import annotations

import io
import pickletools

import attrs
from ZODB.serialize import referencesf

from oshj_core.ports import Lesson
from oshj_core.register import Entry, EntryKind, PackedSheet, cells_of, fold
from oshj_core.structure import LessonKind
from tests.portal.store.house import (
    CONTROL,
    DAY,
    JOURNAL,
    MILLIS,
    furnish,
    journal,
    use_everything,
)

OURS = ("persistent.", "BTrees.", "oshj_portal.store.")
LESSONS = 48


def records_under(connection, oid: bytes) -> dict[bytes, bytes]:
    """All records that can be reached from an object."""
    records, wanted = {}, [oid]
    while wanted:
        oid = wanted.pop()
        if oid not in records:
            records[oid], _ = connection._storage.load(oid)
            wanted.extend(referencesf(records[oid]))
    return records


def globals_of(record: bytes) -> set[str]:
    """The dotted names of all classes and functions that a record needs to be loaded."""
    stream, names = io.BytesIO(record), set()
    while stream.tell() < len(record):
        for opcode, argument, _ in pickletools.genops(stream):
            assert opcode.name != "STACK_GLOBAL", "the name would not be seen here"
            if opcode.name == "GLOBAL":
                names.add(argument.replace(" ", "."))
    return names


def test_only_the_store_is_named_in_the_database(database):
    with database.site() as site:
        use_everything(site)
    with database.opened() as connection:
        records = records_under(connection, connection.root()._p_oid)
    found = set().union(*map(globals_of, records.values()))
    assert "oshj_portal.store.registers.SealedModule" in found
    assert {name for name in found if not name.startswith(OURS)} == set()


def test_values_outlive_the_process(database):
    with database.site() as site:
        use_everything(site)
        expected = everything(site)
    database.reopen()
    with database.site() as site:
        assert everything(site) == expected
        assert site.search("students", "усон", 5) == ["s1"]


def everything(site) -> list[object]:
    """Each value that :func:`use_everything` left, read by the ports."""
    university, register = site.university, site.registers.get(JOURNAL)
    tables = ("units", "staff", "students", "groups", "subjects", "assignments", "semesters")
    lesson = register.lesson("abcdefghij")
    assert register.sealed(1)[lesson.id].columns
    return [
        *(list(getattr(university, table)) for table in tables),
        university.students_of("АУБ-1-24"),
        list(site.holdings),
        site.accounts.find("t1"),
        site.accounts.attempts("t1"),
        list(site.audit),
        site.audit.about("account:t1"),
        site.sessions.find("ab12"),
        dict(site.settings),
        list(site.evolution),
        (register.id, register.group, register.subject, register.semester, register.scheme),
        register.roster(),
        register.lessons(),
        register.log(lesson.id),
        register.log(CONTROL),
        register.sealed(1),
        [one.id for one in site.registers.of_group("АУБ-1-24")],
    ]


def fill_semester(site) -> None:
    """Hold all lessons of a journal: everybody present, everybody marked."""
    register = furnish(site, students=30)
    for number in range(LESSONS):
        lesson = Lesson(f"lesson{number:04}", "a1", "t1", DAY, number, LessonKind.PRACTICAL, 1)
        register.put_lesson(lesson)
        for act in (0, 1):
            cells = cells_of([(slot, act, 1 + act * 449) for slot in range(30)])
            at, request = MILLIS + act * 60_000, f"{number:011x}{act}"
            register.append(lesson.id, Entry(EntryKind.CELLS, at, "t240017", request, cells))
    for component in journal(site).controls:
        register.watch(component.id)


def test_a_semester_takes_few_objects_and_bytes(database):
    with database.site() as site:
        fill_semester(site)
    with database.site() as site:
        register = site.registers.get(JOURNAL)
        records = records_under(register._p_jar, register._p_oid)
        sheets = LESSONS + len(journal(site).controls)
        log = register._log("lesson0000")
        assert len(log.entries()) == 2
        assert len(fold(log.entries()).cells) == 60
        assert len(records[log._p_oid]) <= 12 * 60
    # One object is the text of the scheme, which the registers of a year share.
    assert len(records) - 1 <= 1.05 * sheets


def test_a_page_of_a_whole_journal_loads_each_log_once(database):
    with database.site() as site:
        fill_semester(site)
    database.reopen()
    with database.site() as site:
        connection, register = site._p_jar, site.registers.get(JOURNAL)
        connection.getTransferCounts(clear=True)
        register.load_all()
        assert register.scheme
        assert all(len(register.log(lesson.id)) == 2 for lesson in register.lessons())
        loads, _ = connection.getTransferCounts()
        assert loads <= 60


def test_a_page_fetches_the_logs_that_are_not_sealed_at_once(database, monkeypatch):
    with database.site() as site:
        fill_semester(site)
        register = site.registers.get(JOURNAL)
        register.put_lesson(attrs.evolve(register.lesson("lesson0000"), module=2))
        register.seal(1, {"lesson0001": PackedSheet((), ())})
    database.reopen()
    fetched = []
    with database.site() as site:
        register = site.registers.get(JOURNAL)
        monkeypatch.setattr(site._p_jar, "prefetch", fetched.extend, raising=False)
        register.load_all()
        logs = {one for one in fetched if type(one).__name__ == "SheetLog"}
        controls = {register._log(component.id) for component in journal(site).controls}
        assert logs == {register._log("lesson0000"), *controls}
        assert len(fetched) == len(logs) + len(["scheme", "sealed module"])


def test_a_timetable_opens_no_log(database):
    with database.site() as site:
        fill_semester(site)
    database.reopen()
    with database.site() as site:
        connection, register = site._p_jar, site.registers.get(JOURNAL)
        connection.getTransferCounts(clear=True)
        assert len(register.lessons()) == LESSONS
        assert connection.getTransferCounts() == (2, 0)


def test_reading_writes_nothing(database):
    with database.site() as site:
        use_everything(site)
    with database.opened() as connection:
        site = connection.root()["site"]
        everything(site)
        register = site.registers.get(JOURNAL)
        register.load_all()
        assert list(register.log("unknown")) == []
        assert connection._registered_objects == []


def marked(slot: int) -> Entry:
    """One act of the teacher."""
    cells = cells_of([(slot, 1, 450)])
    return Entry(EntryKind.CELLS, MILLIS + slot, "t240017", f"{slot:012x}", cells)


def test_a_log_is_equally_small_however_it_grew(database):
    with database.site() as site:
        register = furnish(site)
        for slot in range(3):
            register.append("at once", marked(slot))
        register.append("by steps", marked(0))
        register.append("merged", marked(0))
    database.reopen()
    with database.site() as later:
        later.registers.get(JOURNAL).append("merged", marked(2))
        with database.site() as earlier:
            earlier.registers.get(JOURNAL).append("merged", marked(1))
            earlier.registers.get(JOURNAL).append("by steps", marked(1))
    with database.site() as site:
        site.registers.get(JOURNAL).append("by steps", marked(2))
    with database.site() as site:
        register = site.registers.get(JOURNAL)
        records = records_under(register._p_jar, register._p_oid)
        logs = [register._log(name) for name in ("at once", "by steps", "merged")]
        assert [log.entries() for log in logs] == [logs[0].entries()] * 3
        assert [len(records[log._p_oid]) for log in logs] == [len(records[logs[0]._p_oid])] * 3
