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
from pathlib import Path
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
        self._made: Path | None = None
        self._kept: set[Path] = set()
        self.size = 0
        self.files = 0
        header = json.dumps({"oshj archive export": 1, "identity": identity}).encode() + b"\n"
        self._resuming = _belongs(folder, sidecar, header)
        if not self._resuming:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            sidecar.write_bytes(header)
        self._finished = _finished(sidecar)
        self._stack = ExitStack()
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

    def add(self, path: str, chunks: Iterable[bytes]) -> None:
        """Write a file, or find it finished; ``chunks`` are read only if it is written.

        :raises Invalid: a file of that path has been written already.
        """
        written = self._recognised(path) or self._write(path, chunks)
        self.size += written.size
        self.files += 1
        for manifest, digest in zip(self._manifests, written[2:], strict=True):
            manifest.write(f"{digest}  {path}\n".encode())

    def finish(self) -> str:
        """End the payload.  Gives its oxum: ``<bytes>.<files>``."""
        if self._resuming:
            self._go_another_way()
        self._stack.close()
        return f"{self.size}.{self.files}"

    def _recognised(self, path: str) -> Written | None:
        if not self._resuming:
            return None
        target = self._folder / path
        known = next(self._finished, None)
        written = digests(path, read_chunks(target)) if target.is_file() else None
        if known is not None and known == written:
            self._kept.add(target)
            self._log.seek(len(_noted(known)), os.SEEK_CUR)
            return known
        self._go_another_way()
        return None

    def _go_another_way(self) -> None:
        """Whatever lies there beyond the recognised files goes, and so do the notes on it."""
        self._resuming = False
        for parent, _, names in os.walk(self._folder / "data", topdown=False):
            for name in names:
                if Path(parent, name) not in self._kept:
                    Path(parent, name).unlink()
            if not os.listdir(parent):
                Path(parent).rmdir()
        self._kept.clear()
        self._log.truncate()

    def _write(self, path: str, chunks: Iterable[bytes]) -> Written:
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
        self._log.write(_noted(written))
        self._log.flush()
        return written


def _belongs(folder: Path, sidecar: Path, header: bytes) -> bool:
    """Whether the sidecar is there and speaks of this export."""
    if not sidecar.is_file() or not folder.is_dir():
        return False
    with sidecar.open("rb") as stream:
        return stream.readline() == header


def _finished(sidecar: Path) -> Iterator[Written]:
    """The files noted as finished, in their order, up to the first line that is not whole."""
    with sidecar.open("rb") as stream:
        stream.readline()
        for line in stream:
            match line.decode("ascii", "replace").split("\t"):
                case [path, size, sha256, sha512] if size.isdigit() and sha512.endswith("\n"):
                    yield Written(path, int(size), sha256, sha512[:-1])
                case _:
                    return


def _noted(written: Written) -> bytes:
    return ("\t".join(map(str, written)) + "\n").encode()
