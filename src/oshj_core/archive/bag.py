"""Writing the files of a bag: hashed while they are written, left alone where they are there.

A bag is written beside its final place.  An export that was interrupted finds its files there:
each is made from the records again and compared with what lies there, and only what differs is
written.  So nothing of an earlier state of the records remains.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple, Self

from oshj_core.archive.layout import walk
from oshj_core.archive.tagfiles import ALGORITHMS
from oshj_core.errors import Invalid, Refusal
from oshj_core.text import text

_READ = 1024 * 1024


class Written(NamedTuple):
    """A finished file: where, how many bytes, and its two digests in hexadecimal."""

    path: str
    size: int
    sha256: str
    sha512: str


def digests(
    path: str, chunks: Iterable[bytes], write: Callable[[bytes], object] | None = None
) -> Written:
    """What is noted of a file of that content; each piece goes to ``write`` on its way."""
    sha256, sha512, size = hashlib.sha256(), hashlib.sha512(), 0
    for chunk in chunks:
        sha256.update(chunk)
        sha512.update(chunk)
        size += len(chunk)
        if write is not None:
            write(chunk)
    return Written(path, size, sha256.hexdigest(), sha512.hexdigest())


def read_chunks(path: Path) -> Iterator[bytes]:
    """The content of a file, piece by piece."""
    with path.open("rb") as stream:
        yield from chunks_of(stream)


def chunks_of(stream: BinaryIO) -> Iterator[bytes]:
    """What is left to read of an open file, piece by piece."""
    return iter(partial(stream.read, _READ), b"")


class BagWriter:
    """Writes payload files into ``folder``, and the manifests as it goes.

    A folder that holds anything but files of a bundle is given up, and the export begins anew.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: Path | None = None
        self.size = 0
        self.files = 0
        self._left = _found(folder)
        self._stack = ExitStack()
        self._manifests = [
            self._stack.enter_context((folder / f"manifest-{name}.txt").open("wb"))
            for name in ALGORITHMS
        ]
        self._left.difference_update(f"manifest-{name}.txt" for name in ALGORITHMS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def add(self, path: str, chunks: Iterable[bytes]) -> None:
        """Write a file; one that an interrupted export left is changed where it differs.

        :raises Invalid: a file of that path has been written already.
        """
        written = self._write(path, chunks)
        self.size += written.size
        self.files += 1
        for manifest, digest in zip(self._manifests, written[2:], strict=True):
            manifest.write(f"{digest}  {path}\n".encode())

    def finish(self) -> str:
        """End the payload: what nobody wrote goes.  Gives its oxum: ``<bytes>.<files>``."""
        for path in self._left:
            stray = self._folder / path
            stray.unlink()
            parent = stray.parent
            while not any(parent.iterdir()):
                parent.rmdir()
                parent = parent.parent
        self._left.clear()
        self._stack.close()
        return f"{self.size}.{self.files}"

    def _write(self, path: str, chunks: Iterable[bytes]) -> Written:
        target = self._folder / path
        if path in self._left:
            self._left.remove(path)
            with target.open("r+b") as there:
                written = digests(path, chunks, partial(_write_over, there))
                if there.tell() < target.stat().st_size:
                    there.truncate()
            return written
        if target.parent != self._made:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._made = target.parent
        try:
            stream = target.open("xb")
        except FileExistsError as problem:
            raise Invalid(
                text("“${path}” would be written twice.", path=path), place=path
            ) from problem
        with stream:
            return digests(path, chunks, stream.write)


def _found(folder: Path) -> set[str]:
    """The files that an interrupted export left in ``folder``, which is made if need be."""
    if folder.is_dir() and not folder.is_symlink():
        try:
            return set(walk(folder))
        except Refusal:
            shutil.rmtree(folder)
    folder.unlink(missing_ok=True)
    folder.mkdir(parents=True)
    return set()


def _write_over(stream: BinaryIO, chunk: bytes) -> None:
    """Go on behind ``chunk`` where it stands there already; else write it."""
    at = stream.tell()
    if stream.read(len(chunk)) != chunk:
        stream.seek(at)
        stream.write(chunk)
