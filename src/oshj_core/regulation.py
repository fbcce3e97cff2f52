"""The regulation's clauses, so that a refusal can quote the sentence it rests on."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from oshj_core.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping


@attrs.frozen
class Clause:
    """One clause: its number (``4.3``), its Kyrgyz wording, and its gist in English."""

    number: str
    ky: str
    en: str


@cache
def clauses() -> Mapping[str, Clause]:
    """All clauses by number, in the order of the regulation."""
    data = tomllib.loads(files("oshj_core").joinpath("regulation.toml").read_text("utf-8"))
    return MappingProxyType(
        {number: Clause(number, **wording) for number, wording in data["clause"].items()}
    )


def clause(number: str) -> Clause:
    """The clause of that number.  Raises ``NotFound`` for a number that does not exist."""
    try:
        return clauses()[number]
    except KeyError:
        raise NotFound("clause", number) from None
