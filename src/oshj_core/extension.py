"""What a plugin is to a host, and the points at which it adds to the journal.

A host finds plugins its own way, asks each for its manifest (:class:`Plugin`) and calls the
points it implements.  Whatever a plugin keeps is JSON-like and is kept by the host, so that
nothing of a plugin's code is needed to read the data after the plugin is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from typing import Any, Protocol, TypeAlias

import attrs

from oshj_core.errors import Invalid
from oshj_core.exchange import Exchange, File, Files, Incoming
from oshj_core.lists import Problems
from oshj_core.text import Text, text

Json: TypeAlias = bool | int | str | list["Json"] | dict[str, "Json"] | None
"""What a plugin may keep.  Without float: marks are decimals and are kept as texts."""

PluginData: TypeAlias = MutableMapping[str, Json]
"""A plugin's own data at one site.  A value read is a copy: change it, then set it again."""

API_MAJOR, API_MINOR = 1, 1
"""The version of this contract.  A minor version adds, a major one takes away."""


def check_api(api: str) -> None:
    """Refuse a plugin made for another contract than this one.

    ``api`` is ``"major.minor"``: the major version has to be ours, the minor at most ours.

    :raises Invalid: not written so, or not served here.
    """
    major, _, minor = api.partition(".")
    if not (major.isascii() and major.isdigit() and minor.isascii() and minor.isdigit()):
        raise Invalid(text("“${api}” is not a version such as 1.0", api=api), place="api")
    if int(major) != API_MAJOR or int(minor) > API_MINOR:
        raise Invalid(
            text(
                "The plugin needs the interface ${needed}, here is ${ours}",
                needed=api,
                ours=f"{API_MAJOR}.{API_MINOR}",
            ),
            place="api",
        )


@attrs.frozen
class Removal:
    """What uninstalling takes away (``goes``) and what is left in peace (``stays``), in words."""

    goes: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()


class GradingSchemes(Protocol):
    """The extension point for grading schemes (2.4)."""

    def __call__(self, settings: Mapping[str, Any]) -> Mapping[str, str]:
        """Scheme id → TOML text, made of the plugin's settings and nothing else.

        Equal settings give equal texts; another rule has another ``version`` in its text, so
        that the text a journal keeps tells which rules it has.
        """
        ...


class ExchangeFormat(Protocol):
    """The extension point for the file formats of other programs (3.7, 4.1).

    A format that only reads or only writes says ``None`` for what it does not do.
    """

    @property
    def id(self) -> str:
        """What the command line calls it; unique among all formats."""
        ...

    @property
    def title(self) -> Text: ...
    @property
    def reads(self) -> Text | None:
        """What of its files is taken, in a sentence; ``None``: nothing is read."""
        ...

    @property
    def writes(self) -> Text | None:
        """What its files are given, in a sentence; ``None``: nothing is written."""
        ...

    @property
    def endings(self) -> tuple[str, ...]:
        """How a single file of the format ends, the one we write first: ``(".fet",)``.
        Empty for a format of several files, which travel in a folder or a ZIP."""
        ...

    def write(self, exchange: Exchange) -> Iterator[File]:
        """The files, written while they are asked for; the same data give the same bytes.

        :raises Invalid: the exchange lacks what the format needs.
        """
        ...

    def read(self, files: Files, exchange: Exchange) -> Incoming | Problems:
        """What the files would change, or all that is wrong with them: each error by file,
        row and column.  Nothing is stored.

        :raises Invalid: not files of this format at all.
        """
        ...


class Plugin(Protocol):
    """A plugin's manifest.  ``settings`` is whatever the host describes settings with."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def api(self) -> str:
        """The contract it was made for, see :func:`check_api`."""
        ...

    @property
    def requires(self) -> tuple[str, ...]:
        """The ids of the plugins it cannot work without."""
        ...

    @property
    def settings(self) -> Any: ...
    @property
    def grading_schemes(self) -> GradingSchemes | None: ...
    @property
    def exchange_formats(self) -> Sequence[ExchangeFormat]:
        """The file formats it brings; since 1.1."""
        ...

    def register(self, registry: Any) -> None:
        """Tell the host's process what is needed.  Pure: no files, no network, no database."""
        ...

    def install(self, data: PluginData) -> None:
        """Begin at a site: ``data`` is empty."""
        ...

    @property
    def upgrade(self) -> Callable[[PluginData, str], None] | None:
        """Brings data kept by an older version (named by the ``str``) to this version's shape;
        safe to repeat.  ``None`` for a plugin that keeps no data."""
        ...

    def uninstall(self, data: PluginData) -> Removal:
        """Say what goes.  The host may ask with a copy first, to show it; then it removes all
        the data."""
        ...
