"""The schemes that come with the distribution, as texts."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType

from oshj_core.errors import SchemeError
from oshj_core.text import text

_PACKAGE = "oshj_schemes"
# A source tree goes by its own files, whatever else is installed.
_SOURCE_TREE = Path(__file__).parents[3] / "config" / "schemes"


def shipped_schemes() -> Mapping[str, str]:
    """Scheme id → TOML text, sorted by id.

    Raises :class:`~oshj_core.errors.SchemeError` if the distribution is not complete.
    """
    texts = {
        entry.name.removesuffix(".toml"): entry.read_text(encoding="utf-8")
        for entry in _directory().iterdir()
        if entry.name.endswith(".toml")
    }
    return MappingProxyType(dict(sorted(texts.items())))


def _directory() -> Traversable:
    if _SOURCE_TREE.is_dir():
        return _SOURCE_TREE
    try:
        return resources.files(_PACKAGE)
    except ModuleNotFoundError as missing:
        raise SchemeError(
            text("this part of the distribution is not installed; install oshj again"),
            source=_PACKAGE,
            key="*.toml",
        ) from missing
