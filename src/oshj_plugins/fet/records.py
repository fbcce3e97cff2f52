"""The XML of FET as a stream of records: no entities, no DTD, a bounded depth and size.

A record is what stands in one of the lists — a teacher, an activity, a constraint — or a leaf
right under the root; the first one is the root itself with its version, if it says one.
A record is dropped as soon as the next one is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, NoReturn
from xml.parsers import expat

import attrs

from oshj_core.errors import Invalid
from oshj_core.lists.cells import shown
from oshj_core.text import Text, text

MAX_BYTES = 100 * 2**20
MAX_ELEMENTS = 5_000_000
MAX_IN_RECORD = 200_000
MAX_DEPTH = 12
VERSIONS = ("5", "6")
_LIST = "_List"
_CHUNK = 64 * 2**10


class Unreadable(Exception):
    """The file stops being XML of FET at ``line``."""

    def __init__(self, line: int, reason: Text) -> None:
        super().__init__(str(reason))
        self.line = line
        self.reason = reason


@attrs.define
class Element:
    """An element: its name, the line on which it begins, its text or its children.

    Names of FET may begin or end with spaces, so a text is kept as it is written.
    """

    name: str
    line: int
    text: str = ""
    children: list[Element] = attrs.field(factory=list)

    def values(self, name: str) -> list[str]:
        """The texts of the children of that name."""
        return [child.text for child in self.children if child.name == name]

    def value(self, name: str) -> str:
        """The text of the only child of that name; empty without one.

        :raises Unreadable: there are several.
        """
        found = self.values(name)
        if len(found) > 1:
            raise Unreadable(self.line, text("“${name}” stands here twice", name=name))
        return found[0] if found else ""


@attrs.frozen
class Record:
    """A record and the list it stands in: empty for one right under the root."""

    place: str
    element: Element


def read_records(file: BinaryIO, roots: dict[str, int]) -> Iterator[Record]:
    """The records of a file.

    :param roots: the names a root may have, each with how deep below it the records are.
    :raises Invalid: this is no file of FET: another root, or a version not read here.
    :raises Unreadable: no XML, a document type, or more than the limits.
    """
    builder = _Builder(roots)
    size = 0
    while chunk := file.read(_CHUNK):
        size += len(chunk)
        if size > MAX_BYTES:
            raise Unreadable(builder.line, text("The file is too large"))
        builder.feed(chunk)
        yield from builder.taken()
    builder.feed(b"", last=True)
    yield from builder.taken()


class _Builder:
    def __init__(self, roots: dict[str, int]) -> None:
        self._roots = roots
        self._depth = 0
        self._open: list[Element] = []
        self._texts: list[str] = []
        self._records: list[Record] = []
        self._elements = self._in_record = 0
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._texts.append
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.ExternalEntityRefHandler = self._refuse

    @property
    def line(self) -> int:
        """Where the parser stands."""
        return self._parser.CurrentLineNumber

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        """Parse on.  Raises as :func:`read_records` does."""
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            raise Unreadable(error.lineno, text("Here the file is no XML any more")) from error

    def taken(self) -> Iterator[Record]:
        """The records that are complete."""
        records, self._records = self._records, []
        return iter(records)

    def _refuse(self, *declared: object) -> NoReturn:
        raise Unreadable(self.line, text("Document types and entities are not read"))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._open:
            self._depth = _record_depth(name, attributes, self._roots)
            if version := attributes.get("version", ""):
                self._records.append(Record("", Element(name, self.line, version)))
        self._elements += 1
        self._in_record += 1
        if (
            self._elements > MAX_ELEMENTS
            or self._in_record > MAX_IN_RECORD
            or len(self._open) > MAX_DEPTH
        ):
            raise Unreadable(self.line, text("The file is too large"))
        self._texts.clear()
        self._open.append(Element(name, self.line))

    def _end(self, name: str) -> None:
        element = self._open.pop()
        depth = len(self._open)
        if not element.children:
            element.text = "".join(self._texts)
        self._texts.clear()
        if depth > self._depth:
            self._open[-1].children.append(element)
        elif depth == self._depth or (depth == 1 and not name.endswith(_LIST)):
            place = self._open[-1].name if depth > 1 else ""
            self._records.append(Record(place, element))
            self._in_record = 0


def _record_depth(name: str, attributes: dict[str, str], roots: dict[str, int]) -> int:
    if name not in roots:
        raise Invalid(
            text("This is no file of FET: it begins with <${name}>", name=shown(name)),
            place="file",
            advice=text("Give a file that FET has saved."),
        )
    version = attributes.get("version", VERSIONS[-1])
    if version.partition(".")[0] not in VERSIONS:
        raise Invalid(
            text("The file is of FET ${version}", version=shown(version)),
            place="file",
            advice=text("Files of FET ${versions} are read.", versions=", ".join(VERSIONS)),
        )
    return roots[name]
