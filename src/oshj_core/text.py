"""Texts that a person will read, kept apart from the language they are read in.

The core never translates: it names a text by its English wording (the msgid) and
the values that belong into it.  A host that speaks one language prints ``str(text)``;
a host with catalogues looks the ``msgid`` up and fills in ``params``.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Template
from types import MappingProxyType

import attrs

_NO_PARAMS: Mapping[str, object] = MappingProxyType({})


@attrs.frozen
class Text:
    """A translatable text: ``msgid`` with ``${name}`` places, and ``params`` to fill them.

    >>> str(Text("Row ${row} has no name", {"row": 7}))
    'Row 7 has no name'
    """

    msgid: str
    params: Mapping[str, object] = attrs.field(default=_NO_PARAMS, hash=False)

    def __str__(self) -> str:
        return Template(self.msgid).safe_substitute(
            {name: str(value) for name, value in self.params.items()}
        )


def text(msgid: str, **params: object) -> Text:
    """Make a :class:`Text`; catalogue extraction looks for calls of this name."""
    return Text(msgid, params or _NO_PARAMS)
