"""Work that outlives a request: a record of primitives, its progress, and the file it needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from persistent import Persistent

QUEUED, RUNNING, DONE, FAILED = "queued", "running", "done", "failed"

_CHUNK = 2**20


class Chunk(Persistent):
    """A piece of data in a record of its own, so that it is loaded only when it is needed."""

    def __init__(self, data: bytes) -> None:
        self.data = data


class Progress(Persistent):
    """How far a job is.  It is a record of its own: what writes it never conflicts with the
    transaction in which the job does its work."""

    def __init__(self) -> None:
        self.done = 0
        self.total = 0
        self.at = 0


class StoredJob(Persistent):
    """A job.

    ``state`` becomes ``done`` in the very transaction that does the work, so a job found
    ``running`` after a crash has stored nothing.  ``message`` is a msgid with its values;
    ``owner`` names the process that runs it, ``interruptions`` counts those that died at it;
    times are milliseconds since the epoch.
    """

    interruptions = 0

    def __init__(
        self, identifier: str, kind: str, started_by: str, at: int, parameters: dict[str, str]
    ) -> None:
        self.id = identifier
        self.kind = kind
        self.started_by = started_by
        self.at = at
        self.parameters = dict(parameters)
        self.state = QUEUED
        self.owner = ""
        self.message: tuple[str, dict[str, Any]] | None = None
        self.progress = Progress()
        self._result: Chunk | None = None
        self._file: tuple[Chunk, ...] = ()

    def keep_file(self, source: BinaryIO) -> None:
        """Keep the bytes of a file with the job."""
        self._file = tuple(Chunk(data) for data in iter(lambda: source.read(_CHUNK), b""))

    def file_chunks(self) -> Iterator[bytes]:
        """The bytes of the file; none when it was let go."""
        for chunk in self._file:
            yield chunk.data
            chunk._p_deactivate()

    @property
    def has_file(self) -> bool:
        """Whether the file is still there."""
        return bool(self._file)

    def drop_file(self) -> None:
        """Let the file go; the next pack frees its space."""
        self._file = ()

    def interrupt(self) -> None:
        """Its process died: it waits once more."""
        self.state, self.owner = QUEUED, ""
        self.interruptions += 1

    @property
    def result(self) -> bytes:
        """What the work gave; empty before it is done."""
        return b"" if self._result is None else self._result.data

    def finish(self, result: bytes) -> None:
        """The work is done."""
        self.state = DONE
        self._result = Chunk(result)

    def fail(self, msgid: str, values: dict[str, Any]) -> None:
        """The work failed and stored nothing."""
        self.state = FAILED
        self.message = (msgid, values)
