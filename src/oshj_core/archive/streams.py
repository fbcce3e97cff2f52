"""The files of a bundle that are not tables: chains of events, what a forum said, facts.

One JSON object a line, its keys in a fixed order; each event carries the SHA-256 of the line
before it, so that none can be changed, left out or put in unnoticed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from json.encoder import encode_basestring as _json
from operator import attrgetter
from typing import Any, BinaryIO

from oshj_core.archive.kinds import ZONE, read_moment, write_moment, write_text
from oshj_core.archive.names import check_id
from oshj_core.archive.refusals import refused, unreadable, unwritable
from oshj_core.archive.rows import ForumLine
from oshj_core.audit import AuditEvent
from oshj_core.errors import Invalid
from oshj_core.text import text

LONGEST_LINE = 1_000_000
MOST_NUMBER = 2**53
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC).astimezone(ZONE)
_MILLISECOND = timedelta(milliseconds=1)
_TEXTS = ("actor", "action", "subject", "before", "after", "reason", "request")
_EVENT_KEYS = ["number", "at", *_TEXTS, "previous"]
_FORUM_KEYS = list(ForumLine._fields)
_DEEPEST = 20
_PIECE = 64 * 1024
_STR = frozenset({str})
_FLAT = frozenset({str, int})


_EVENT = '{"number":%d,' + ",".join(f'"{key}":%s' for key in _EVENT_KEYS[1:]) + "}"
_FORUM = "{" + ",".join(f'"{key}":%s' for key in _FORUM_KEYS) + "}"
_texts_of = attrgetter(*_TEXTS)


def chain_start(journal: str) -> str:
    """What the first event of a journal names as the line before it."""
    return hashlib.sha256(journal.encode()).hexdigest()


def _filled(line: str, values: tuple[object, ...], here: str) -> bytes:
    """A line with its values, without its end."""
    try:
        written = (line % values).encode()
    except ValueError as problem:  # a text that is no Unicode
        raise unwritable(problem, here) from problem
    if len(written) >= LONGEST_LINE:
        raise refused(text("is too long"), here)
    return written


def write_events(events: Iterable[AuditEvent], journal: str, place: str) -> Iterator[bytes]:
    """The chain of a journal's events, in pieces.

    :raises Invalid: an event is older than the one before it or cannot be written.
    """
    previous = chain_start(journal)
    latest = None
    for number, event in enumerate(events, 1):
        here = f"{place}, line {number}"
        if type(event) is not AuditEvent or type(event.at) is not int:
            raise refused(text("is not an event"), here)
        texts = _texts_of(event)
        if not _STR.issuperset(map(type, texts)):
            raise refused(text("is of a wrong type"), here)
        if latest is not None and event.at < latest:
            raise refused(text("is older than the line before it"), here)
        latest = event.at
        try:
            at = write_moment(_EPOCH + event.at * _MILLISECOND)
        except OverflowError as problem:
            raise unwritable(problem, here) from problem
        written = _filled(_EVENT, (number, *map(_json, (at, *texts, previous))), here)
        previous = hashlib.sha256(written).hexdigest()
        yield written + b"\n"


def read_events(stream: BinaryIO, journal: str, place: str) -> Iterator[AuditEvent]:
    """The events of a chain, checked link by link.

    :raises Invalid: the chain is broken, or a line is not an event; the place names the line.
    """
    previous = chain_start(journal)
    latest = None
    for count, raw, line in _lines(stream, _EVENT_KEYS, place):
        here = f"{place}, line {count}"
        number, at, *texts, link = line
        if link != previous or (type(number), number) != (int, count):
            raise refused(text("is not the next link of the chain"), here)
        if not _STR.issuperset(map(type, texts)):
            raise refused(text("is of a wrong type"), here)
        millis = (_moment(at, here) - _EPOCH) // _MILLISECOND
        if latest is not None and millis < latest:
            raise refused(text("is older than the line before it"), here)
        latest = millis
        previous = hashlib.sha256(raw).hexdigest()
        yield AuditEvent(millis, *texts)


def write_forum(lines: Iterable[ForumLine], place: str) -> Iterator[bytes]:
    """What was said in a forum, in pieces.

    :raises Invalid: a line cannot be written, or is older than the one before it.
    """
    latest = None
    for number, line in enumerate(lines, 1):
        here = f"{place}, line {number}"
        if type(line) is not ForumLine or type(line.at) is not datetime:
            raise refused(text("is not a line of a forum"), here)
        identifier, at, *texts = line
        if not _STR.issuperset(map(type, (identifier, *texts))):
            raise refused(text("is of a wrong type"), here)
        try:
            check_id(identifier)
            written_at = write_moment(at)
        except Invalid as problem:
            raise unwritable(problem, here) from problem
        at = read_moment(written_at)
        if latest is not None and at < latest:
            raise refused(text("is older than the line before it"), here)
        latest = at
        values = tuple(map(_json, (identifier, written_at, *texts)))
        yield _filled(_FORUM, values, here) + b"\n"


def read_forum(stream: BinaryIO, place: str) -> Iterator[ForumLine]:
    """What was said in a forum.

    :raises Invalid: a line is not what :func:`write_forum` writes; the place names it.
    """
    latest = None
    for count, _, line in _lines(stream, _FORUM_KEYS, place):
        here = f"{place}, line {count}"
        identifier, written_at, *texts = line
        if not _STR.issuperset(map(type, (identifier, *texts))):
            raise refused(text("is of a wrong type"), here)
        try:
            check_id(identifier)
        except Invalid as problem:
            raise unreadable(problem, here) from problem
        at = _moment(written_at, here)
        if latest is not None and at < latest:
            raise refused(text("is older than the line before it"), here)
        latest = at
        yield ForumLine(identifier, at, *texts)


def _moment(written: object, here: str) -> datetime:
    try:
        return read_moment(str(written))
    except (ValueError, Invalid) as problem:
        raise unreadable(problem, here) from problem


def _lines(stream: BinaryIO, keys: list[str], place: str) -> Iterator[tuple[int, bytes, list[Any]]]:
    number = 0
    while raw := stream.readline(LONGEST_LINE + 1):
        number += 1
        here = f"{place}, line {number}"
        if not raw.endswith(b"\n"):
            raise refused(text("is not ended, or too long"), here)
        raw = raw[:-1]
        try:
            line = json.loads(raw)
        except (ValueError, RecursionError) as problem:
            raise unreadable(problem, here) from problem
        if (
            not isinstance(line, dict)
            or list(line) != keys
            or not _FLAT.issuperset(map(type, line.values()))
            or not _is_plain(line, raw)
        ):
            raise refused(text("is not written as it should be"), here)
        yield number, raw, list(line.values())


def _is_plain(line: dict[str, Any], raw: bytes) -> bool:
    """Whether the line is written in the one way there is."""
    plain = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
    return plain.encode("utf-8", "surrogatepass") == raw


def write_facts(facts: Mapping[str, object], place: str) -> bytes:
    """What a certificate says, as JSON with sorted keys.

    :raises Invalid: something in it is neither text, whole number, true, false, nothing, list
        nor object; the place names it.
    """
    written = json.dumps(_plain(facts, place, 0), ensure_ascii=False, sort_keys=True, indent=1)
    return written.encode() + b"\n"


def facts_digest(facts: Mapping[str, object]) -> str:
    """The SHA-256 of what a certificate says, as it is written: the digest of its record.

    :raises Invalid: see ``write_facts``.
    """
    return hashlib.sha256(write_facts(facts, "facts")).hexdigest()


def read_facts(content: bytes, place: str) -> dict[str, object]:
    """Read what ``write_facts`` wrote.

    :raises Invalid: it is written in another way.
    """
    try:
        facts = json.loads(content)
    except (ValueError, RecursionError) as problem:
        raise unreadable(problem, place) from problem
    if not isinstance(facts, dict) or write_facts(facts, place) != content:
        raise refused(text("is not written as it should be"), place)
    return facts


def _plain(value: object, place: str, depth: int) -> object:
    """The value as dictionaries, lists and what stands in them."""
    if depth > _DEEPEST:
        raise refused(text("is nested too deeply"), place)
    if isinstance(value, Mapping):
        for key in value:
            if type(key) is not str:
                raise refused(text("cannot be a name"), place)
            _plain(key, place, depth)
        return {key: _plain(part, f"{place}, {key}", depth + 1) for key, part in value.items()}
    if type(value) is list:
        return [_plain(part, f"{place}, {number}", depth + 1) for number, part in enumerate(value)]
    if type(value) is str:
        try:
            return write_text(value)
        except Invalid as problem:
            raise refused(problem.text, place) from problem
    if type(value) is int:
        if abs(value) > MOST_NUMBER:
            raise refused(text("is too large a number"), place)
    elif value is not None and type(value) is not bool:
        raise refused(text("is of a wrong type"), place)
    return value


def pieces(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of some 64 KiB, so that each is worth a call."""
    gathered: list[bytes] = []
    size = 0
    for line in lines:
        gathered.append(line)
        size += len(line)
        if size >= _PIECE:
            yield b"".join(gathered)
            gathered, size = [], 0
    if gathered:
        yield b"".join(gathered)
