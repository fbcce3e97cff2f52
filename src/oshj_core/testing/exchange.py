"""A source of exchanged data in memory, and what reads and writes its files."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import BinaryIO

import attrs

from oshj_core.exchange import Exchange, Files
from oshj_core.extension import ExchangeFormat
from oshj_core.testing.load import MemoryLoads
from oshj_core.testing.membership import MemoryMoves
from oshj_core.testing.memory import MemoryAudit, MemoryRegisters, MemoryTable, MemoryUniversity
from oshj_core.testing.timetable import MemoryTimetable
from oshj_core.timetable import Room


@attrs.define
class MemorySource:
    """Implements :class:`oshj_core.exchange.ExchangeSource` and
    :class:`oshj_core.rollover.YearStores` in memory."""

    university: MemoryUniversity = attrs.field(factory=MemoryUniversity)
    registers: MemoryRegisters = attrs.field(factory=MemoryRegisters)
    rooms: MemoryTable[Room] = attrs.field(factory=lambda: MemoryTable[Room]("room"))
    timetable: MemoryTimetable = attrs.field(factory=MemoryTimetable)
    loads: MemoryLoads = attrs.field(factory=MemoryLoads)
    audit: MemoryAudit = attrs.field(factory=MemoryAudit)
    moves: MemoryMoves = attrs.field(factory=MemoryMoves)


def files_of(contents: dict[str, bytes]) -> Files:
    """Files in memory, as a format is given them."""

    def opener(data: bytes) -> Callable[[], BinaryIO]:
        return lambda: BytesIO(data)

    return {name: opener(data) for name, data in contents.items()}


def written(exchange_format: ExchangeFormat, exchange: Exchange) -> dict[str, bytes]:
    """All files the format writes, by name."""
    return {name: b"".join(content) for name, content in exchange_format.write(exchange)}
