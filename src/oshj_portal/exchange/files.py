"""The files of an exchange: one file, a folder, or a ZIP; in and out.

A ZIP that came is looked through before anything of it is unpacked, and its names are only
names: nothing is ever written where they point to.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from oshj_core.errors import Invalid
from oshj_core.exchange import File, Files
from oshj_core.extension import ExchangeFormat
from oshj_core.lists.cells import shown
from oshj_core.text import text
from oshj_portal.lists.archive import broken, open_archive
from oshj_portal.lists.limits import MAX_MEGABYTES

# The same data give the same ZIP: no clock in it.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_ZIP = b"PK"

DAMAGED = (BadZipFile, EOFError, zlib.error)
"""What reading a file of a damaged ZIP raises."""


def single_file(exchange_format: ExchangeFormat) -> bool:
    """Whether the format is one file."""
    return bool(exchange_format.endings)


def file_name(exchange_format: ExchangeFormat, day: str) -> str:
    """What a file that goes out is called."""
    ending = exchange_format.endings[0] if exchange_format.endings else ".zip"
    return f"{exchange_format.id}-{day}{ending}"


@contextmanager
def open_path(path: Path) -> Iterator[Files]:
    """The files of a file, folder or ZIP on this machine.

    :raises Invalid: it cannot be opened, or is too large or broken.
    """
    if path.is_dir():
        members = sorted(one for one in path.iterdir() if one.is_file())
        _check_size(max((one.stat().st_size for one in members), default=0))
        yield {one.name: _path_opener(one) for one in members}
        return
    try:
        stream = path.open("rb")
    except OSError as error:
        raise Invalid(text("The file ${name} cannot be opened", name=path), place="file") from error
    with stream, open_stream(stream, path.name) as files:
        yield files


@contextmanager
def open_stream(source: BinaryIO, name: str) -> Iterator[Files]:
    """The files of an upload: those in it if it is a ZIP, else the one file itself.

    :raises Invalid: too large, broken, or with names that lead out of the archive.
    """
    _check_size(source.seek(0, 2))
    source.seek(0)
    head = source.read(len(_ZIP))
    source.seek(0)
    if head != _ZIP:
        yield {name: lambda: _whole(source)}
        return
    with open_archive(source) as archive:
        yield _members(archive)


def _check_size(size: int) -> None:
    if size > MAX_MEGABYTES * 2**20:
        raise Invalid(
            text("The file is larger than ${megabytes} MB", megabytes=MAX_MEGABYTES), place="file"
        )


def _whole(source: BinaryIO) -> BinaryIO:
    """The stream's bytes from the beginning: whoever reads them may close them."""
    source.seek(0)
    return BytesIO(source.read())


def _members(archive: ZipFile) -> Files:
    files: dict[str, Callable[[], BinaryIO]] = {}
    for member in archive.infolist():
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise Invalid(
                text("The archive has a name that leads out of it: ${name}", name=shown(str(path))),
                place="file",
                advice=text("Make the archive anew, from the files alone."),
            )
        if member.is_dir() or "__MACOSX" in path.parts or path.name.startswith("."):
            continue
        if path.name in files:
            raise Invalid(
                text("The archive has two files of the name ${name}", name=shown(path.name)),
                place="file",
                advice=text("Leave one of them."),
            )
        files[path.name] = _member_opener(archive, member)
    return files


def _member_opener(archive: ZipFile, member: ZipInfo) -> Callable[[], BinaryIO]:
    def opener() -> BinaryIO:
        try:
            return archive.open(member)  # type: ignore[return-value]
        except (BadZipFile, NotImplementedError, OSError) as error:
            raise broken() from error

    return opener


def _path_opener(path: Path) -> Callable[[], BinaryIO]:
    return lambda: path.open("rb")


def pack(
    exchange_format: ExchangeFormat,
    files: Iterable[File],
    target: BinaryIO | Path,
    progress: Callable[[int], None],
) -> None:
    """Write the files of a format into a folder, or into a stream: its one file, or a ZIP.

    :param progress: told how many pieces were written.
    """
    pieces = 0

    def counted(content: Iterable[bytes]) -> Iterator[bytes]:
        nonlocal pieces
        for piece in content:
            yield piece
            pieces += 1
            progress(pieces)

    if isinstance(target, Path):
        for name, content in files:
            with (target / name).open("wb") as file:
                file.writelines(counted(content))
    elif single_file(exchange_format):
        for _name, content in files:
            target.writelines(counted(content))
    else:
        with ZipFile(target, "w", ZIP_DEFLATED) as archive:
            for name, content in files:
                info = ZipInfo(name, _NO_TIME)
                info.compress_type = ZIP_DEFLATED
                with archive.open(info, "w", force_zip64=True) as member:
                    for piece in counted(content):
                        member.write(piece)
