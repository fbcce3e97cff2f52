"""ZIP files that strangers made: looked through before anything of them is unpacked."""

from __future__ import annotations

from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from oshj_core.errors import Invalid
from oshj_core.text import text

MAX_MEMBERS = 2_000
MAX_UNPACKED = 256 * 2**20
# Only worksheets are read piece by piece; everything else is in memory as a whole.
MAX_IN_MEMORY = 128 * 2**20
# A sheet of names and marks shrinks to a tenth or a fortieth of its size, nothing to much less.
MAX_RATIO = 100
_SMALL = 16 * 2**20
_READ_IN_PIECES = ("xl/worksheets/", ".csv")
_ENCRYPTED = 0x1
_XML_HEAD = 4096
_XML = (".xml", ".rels", ".vml")


def open_archive(source: BinaryIO) -> ZipFile:
    """The archive, if it may be unpacked.

    Python unpacks no more of a member than its entry announces, so the announced sizes count.

    :raises Invalid: broken, encrypted, too large when unpacked, or with declarations in its XML
        that a spreadsheet never writes.
    """
    try:
        archive = ZipFile(source)
        _check_sizes(archive)
        _check_declarations(archive)
    except (BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise broken() from error
    return archive


def broken() -> Invalid:
    """The refusal of a file that cannot be read."""
    return Invalid(
        text("The file is damaged or is not what its name says"),
        place="file",
        advice=text("Open it in the spreadsheet program and save it again as XLSX."),
    )


def _check_sizes(archive: ZipFile) -> None:
    members = archive.infolist()
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise Invalid(
            text("The file is protected by a password"),
            place="file",
            advice=text("Save it without a password."),
        )
    in_memory = sum(
        one.file_size
        for one in members
        if not any(part in one.filename for part in _READ_IN_PIECES)
    )
    if (
        len(members) > MAX_MEMBERS
        or sum(member.file_size for member in members) > MAX_UNPACKED
        or in_memory > MAX_IN_MEMORY
        or any(_is_bomb(member) for member in members)
    ):
        raise Invalid(
            text("The file is too large when it is unpacked"),
            place="file",
            advice=text("Copy the rows into the template, which holds nothing else."),
        )


def _is_bomb(member: ZipInfo) -> bool:
    return member.file_size > max(_SMALL, MAX_RATIO * member.compress_size)


def _check_declarations(archive: ZipFile) -> None:
    for member in archive.infolist():
        if member.filename.endswith(_XML):
            with archive.open(member) as content:
                head = content.read(_XML_HEAD)
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise broken()
