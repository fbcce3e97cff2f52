"""Writing the files of a bag: hashed while they are written, and remembered for a resumption.

A bag is written beside its final place; what is finished stands in a *sidecar* outside the
bag.  An export that was interrupted finds the finished files there, checks that they still are
what they were, and goes on behind them.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from typing import NamedTuple, Self

from oshj_core.archive.tagfiles import ALGORITHMS
from oshj_core.errors import Invalid
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
        while chunk := stream.read(_READ):
            yield chunk


class BagWriter:
    """Writes payload files into ``folder``, and the manifests as it goes.

    ``identity`` says what is being exported: a sidecar of anything else is given up together
    with the folder, and the export begins anew.
    """

    def __init__(self, folder: Path, sidecar: Path, identity: str) -> None:
        self._folder = folder
        self._sidecar = sidecar
        self._stack = ExitStack()
        self._made: Path | None = None
        self.size = 0
        self.files = 0
        header = json.dumps({"oshj archive export": 1, "identity": identity}) + "\n"
        if not self._belongs(header):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            sidecar.write_text(header, encoding="ascii")
        self._finished = self._remembered(len(header))
        self._log = self._stack.enter_context(sidecar.open("r+b"))
        self._log.seek(len(header))
        self._manifests = [
            self._stack.enter_context((folder / f"manifest-{name}.txt").open("wb"))
            for name in ALGORITHMS
        ]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def _belongs(self, header: str) -> bool:
        if not self._sidecar.is_file() or not self._folder.is_dir():
            return False
        with self._sidecar.open(encoding="ascii", errors="replace") as stream:
            return stream.readline() == header

    def _remembered(self, start: int) -> Iterator[Written | str]:
        """The finished files in their order; a path alone: a file that was being written."""
        with self._sidecar.open("rb") as stream:
            stream.seek(start)
            begun = ""
            for line in stream:
                match line.decode("ascii", "replace").rstrip("\n").split("\t"):
                    case [path] if path:
                        begun = path
                    case [path, size, *both] if (
                        path == begun and size.isdigit() and line.endswith(b"\n")
                    ):
                        begun = ""
                        yield Written(path, int(size), *both)
            if begun:
                yield begun

    def add(self, path: str, chunks: Iterable[bytes]) -> None:
        """Write a file, or find it finished; ``chunks`` are read only if it is written.

        :raises Invalid: a file of that path has been written already.
        """
        written = self._recognised(path) or self._write(path, chunks)
        self._log.flush()
        self.size += written.size
        self.files += 1
        for manifest, digest in zip(self._manifests, written[2:], strict=True):
            manifest.write(f"{digest}  {path}\n".encode())

    def finish(self) -> str:
        """End the payload; what an earlier run wrote beyond it goes.  Gives its oxum."""
        left = next(self._finished, None)
        if left is not None:
            self._give_up(left)
        self.__exit__()
        return f"{self.size}.{self.files}"

    def _recognised(self, path: str) -> Written | None:
        known = next(self._finished, None)
        if known is None:
            return None
        target = self._folder / path
        written = digests(path, read_chunks(target)) if target.is_file() else None
        if isinstance(known, Written) and known == written:
            self._log.seek(len(_begun(path) + _done(known)), os.SEEK_CUR)
            return known
        self._give_up(known)
        return None

    def _give_up(self, known: Written | str) -> None:
        """From here on the export goes another way: what was written after goes."""
        for one in (known, *self._finished):
            path = PurePosixPath(one.path if isinstance(one, Written) else one)
            if path.parts[0] != "data" or ".." in path.parts:
                raise Invalid(
                    text("The export cannot be resumed: its notes were changed."),
                    place=str(self._sidecar),
                )
            (self._folder / path).unlink(missing_ok=True)
            for parent in (self._folder / path).parents:
                if not parent.is_dir() or any(parent.iterdir()):
                    break
                parent.rmdir()
        self._log.truncate()
        self._log.flush()

    def _write(self, path: str, chunks: Iterable[bytes]) -> Written:
        self._log.write(_begun(path))
        self._log.flush()
        target = self._folder / path
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
            written = digests(path, chunks, stream.write)
        self._log.write(_done(written))
        return written


def _begun(path: str) -> bytes:
    return f"{path}\n".encode()


def _done(written: Written) -> bytes:
    return ("\t".join(map(str, written)) + "\n").encode()
