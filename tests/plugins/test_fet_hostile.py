"""Bad files of FET: every error by its line, nothing crashes, memory is bounded."""

from __future__ import annotations

import io
import random
import tracemalloc

import pytest

from oshj_core.errors import Invalid
from oshj_core.lists import Problems
from oshj_plugins.fet import records
from oshj_plugins.fet.reading import read_fet
from tests.plugins.fet_files import exchange_of, found_in, out, placed_source, stored

HEAD = b'<?xml version="1.0"?>\n'
ENTITIES = b'<!DOCTYPE fet [<!ENTITY a "aaaaaaaaaa">%s]>\n' % b"".join(
    b'<!ENTITY %s "%s">' % (one, b"&%s;" % before * 10)
    for before, one in zip(b"a b c d e f g h".split(), b"b c d e f g h i".split(), strict=True)
)
OUTSIDE = b'<!DOCTYPE fet [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n'


def good() -> bytes:
    return out(exchange_of(placed_source()))


def errors(data: bytes):
    """Line, column and words of what is wrong."""
    found = read_fet(io.BytesIO(data))
    assert isinstance(found, Problems)
    return [(one.row, one.column, str(one.text)) for one in found.errors]


@pytest.mark.parametrize(
    "declared",
    [
        ENTITIES,
        OUTSIDE,
        b'<!DOCTYPE fet SYSTEM "http://localhost/x.dtd">\n',
        b'<!DOCTYPE fet [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>\n',
    ],
)
def test_document_types_are_refused_before_anything_of_them_is_read(declared):
    data = HEAD + declared + b'<fet version="6.8.5"><Mode>&i;&x;</Mode></fet>'
    assert errors(data) == [(2, "", "Document types and entities are not read")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html></html>", "begins with <html>"),
        (b'<fet version="4.1"></fet>', "of FET 4.1"),
        (b'<fet version="x"></fet>', "of FET x"),
    ],
)
def test_other_files_are_refused(data, words):
    with pytest.raises(Invalid, match=words):
        read_fet(io.BytesIO(data))


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"", (1, "")),
        (b"<fet version='6.0.0'>\n<a>", (2, "")),
        (b"<fet version='6.0.0'>\n&nbsp;</fet>", (2, "")),
        (b"\xff\xfe\x00", (1, "")),
        (b"<fet version='6.0.0'></fet>", (0, "Activities_List")),
        (b"<fet version='6.0.0'>" + b"<a>" * 20, (1, "")),
    ],
)
def test_broken_xml_is_told_by_its_line(data, place):
    ((line, column, _words),) = errors(data)
    assert (line, column) == place


DAMAGES = [
    ("<Id>2</Id>", "<Id>1</Id>", "Activity 1", "Another activity has the same Id"),
    ("<Id>2</Id>", "", "Activity", "It has no Id"),
    ("<Id>2</Id>", "<Id>2</Id><Id>3</Id>", "Activity", "“Id” stands here twice"),
    ("<Duration>2</Duration>", "<Duration>-1</Duration>", "Activity, Duration", "“-1” is not"),
    ("<Duration>2</Duration>", "<Duration>0</Duration>", "Activity, Duration", "“0” is not"),
    ("<Duration>2</Duration>", f"<Duration>{'9' * 5000}</Duration>", "Activity, Duration", "“999"),
    ("<Active>true</Active>", "<Active>maybe</Active>", "Activity, Active", "“maybe” is neither"),
    ("<Teacher>other</Teacher>", "<Teacher>x</Teacher>", "Activity 1, Teacher", "The file has no"),
    ("<Subject>anatomy</Subject>", "", "Activity 1, Subject", "The file has no “”"),
    ("<Name>r-1</Name>", "<Name>r-2</Name>", "Room", "“r-2” stands in line"),
    ("<Name>r-1</Name>", "", "Room", "It has no name"),
    ("<Number_of_Days>6", "<Number_of_Days>7", "Number_of_Days", "It says 7, there are 6"),
    (">100</Weight_Percentage>\n\t<Activity_Id>1<", ">x</Weight_Percentage>\n\t<Activity_Id>1<",
     "ConstraintActivityPreferredStartingTime, Weight_Percentage", "“x” is not a number"),
    (">100</Weight_Percentage>\n\t<Activity_Id>1<", ">99</Weight_Percentage>\n\t<Activity_Id>1<",
     "Activity 1", "It has no starting time"),
    ("<Preferred_Day>дүйшөмбү", "<Preferred_Day>Sunday",
     "Activity 1, Preferred_Day", "The file has no “Sunday”"),
    ("<Preferred_Hour>1 так", "<Preferred_Hour>",
     "Activity 1, Preferred_Hour", "The file has no “"),
    ("<Room>r-2</Room>", "<Room>r-9</Room>", "Activity 1, Room", "The file has no “r-9”"),
    ("Id>2</Activity_Id>\n\t<Preferred_Day>", "Id>1</Activity_Id>\n\t<Preferred_Day>",
     "Activity 1", "Line "),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "column", "words"), DAMAGES)
def test_what_does_not_agree_is_told_at_its_element(old, new, column, words):
    data = good().decode()
    assert old in data
    found = errors(data.replace(old, new, 1).encode())
    assert [one for one in found if one[1] == column and one[2].startswith(words)], found


def test_a_file_without_a_timetable_is_told_in_one_sentence():
    data = good().replace(b"ActivityPreferredStartingTime>", b"ActivityPreferredDay>")
    ((_line, column, words),) = errors(data)
    assert column == "Activities_List"
    assert words.startswith("The file holds no timetable: none of the 5 activities")


@pytest.mark.parametrize("seed", range(60))
def test_random_damage_is_told_or_harmless(seed):
    chance = random.Random(seed)
    data = bytearray(good())
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(data))
        data[place : place + chance.randint(0, 40)] = chance.randbytes(chance.randint(0, 2))
    exchange = exchange_of(placed_source())
    before = stored(exchange)
    try:
        found = found_in(exchange, bytes(data))
    except Invalid:
        found = None
    if isinstance(found, Problems):
        assert found.count >= 1
    assert stored(exchange) == before


class Endless(io.RawIOBase):
    """A file of FET with so many activities, made while it is read."""

    def __init__(self, count: int, record: bytes) -> None:
        self._parts = iter((b"<fet version='6.0.0'><Subjects_List>", *(record,) * count))

    def read(self, _size: int = -1) -> bytes:
        return next(self._parts, b"")


def test_records_do_not_fill_the_memory_and_their_number_is_limited(monkeypatch):
    record = b"<Subject><Name>x</Name></Subject>" * 1000
    tracemalloc.start()
    with pytest.raises(records.Unreadable):
        for _ in records.read_records(Endless(50, record), {"fet": 2}):
            pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * 2**20
    monkeypatch.setattr(records, "MAX_ELEMENTS", 5000)
    with pytest.raises(records.Unreadable, match="too large"):
        list(records.read_records(Endless(50, record), {"fet": 2}))
    monkeypatch.setattr(records, "MAX_BYTES", 1000)
    with pytest.raises(records.Unreadable, match="too large"):
        list(records.read_records(Endless(2, record), {"fet": 2}))


def test_one_record_has_a_limit_too(monkeypatch):
    monkeypatch.setattr(records, "MAX_IN_RECORD", 100)
    data = b"<fet version='6.0.0'><L_List><a>" + b"<b/>" * 200 + b"</a></L_List></fet>"
    with pytest.raises(records.Unreadable, match="too large"):
        list(records.read_records(io.BytesIO(data), {"fet": 2}))


def test_a_deep_set_of_students_is_told():
    sets = b"<Group>" * 30 + b"</Group>" * 30
    data = b"<fet version='6.0.0'><Students_List><Year>%s</Year></Students_List></fet>" % sets
    ((line, _column, words),) = errors(data)
    assert (line, words) == (1, "The file is too large")


def test_a_set_that_is_part_of_itself_is_no_endless_loop():
    exchange = exchange_of(placed_source())
    data = good().decode()
    year = "<Group>\n\t\t<Name>Стрелка</Name><Subgroup><Name>Стрелка</Name></Subgroup>\n\t</Group>"
    data = data.replace("\t<Group>", f"\t{year}\n\t<Group>", 1)
    data = data.replace("<Students>ДЛ-1-24</Students>", "<Students>Стрелка</Students>")
    found = found_in(exchange, data.encode())
    assert isinstance(found, Problems)
