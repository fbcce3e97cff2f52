"""The catalogues in ``locales/``: extracted from the source, merged, and checked.

``python -m tests.support.catalogues`` brings ``locales/`` up to the source (``make messages``);
``tests/test_catalogues.py`` fails while it is not.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from lingua.extractors.xml import ChameleonExtractor

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src"
TEMPLATE = ROOT / "locales" / "oshj.pot"
KYRGYZ = ROOT / "locales" / "ky" / "LC_MESSAGES"

#: ``_`` is the portal's translation string factory, ``text`` the core's (:mod:`oshj_core.text`).
KEYWORDS = frozenset({"_", "text"})
PLACE = re.compile(r"\$\{(\w+)\}")
ENDING_ON_PLACE = re.compile(r"\$\{\w+\}[^\W\d_]")
NAMED_ELEMENT = re.compile(r'i18n:name="(\w+)"')
UNNAMED_ELEMENT = "<dynamic element>"


class Unextractable(Exception):
    """A text that would reach a person untranslated: where it stands and why."""


def python_messages(source: Path) -> Iterator[tuple[str, int]]:
    """Yield every literal first argument of ``_(…)`` and ``text(…)`` in a module, with its line."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"), str(source))):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[argument, *_]) if name in KEYWORDS:
                match argument:
                    case ast.Constant(value=str(msgid)):
                        yield msgid, argument.lineno
                    case ast.JoinedStr() | ast.BinOp():
                        raise Unextractable(
                            f"{source}:{argument.lineno}: a msgid is one literal; "
                            "values go into ${name} places"
                        )


def template_messages(source: Path) -> Iterator[tuple[str, int]]:
    """Yield every text of a Chameleon template marked for the domain ``oshj``, with its line.

    Chameleon fills ``${…}`` in before it looks a text up, so a value inside a text needs an
    element with ``i18n:name``, and an attribute with a value in it a text made in Python.
    """
    options = SimpleNamespace(domain="oshj", keywords=[], comment_tag=None)
    named = set(NAMED_ELEMENT.findall(source.read_text(encoding="utf-8")))
    for message in ChameleonExtractor()(str(source), options):
        _, line = message.location
        places = set(PLACE.findall(message.msgid))
        if places - named or "${" in PLACE.sub("", message.msgid):
            raise Unextractable(
                f"{source}:{line}: {message.msgid!r} has a value in it without i18n:name"
            )
        if UNNAMED_ELEMENT in message.msgid:
            raise Unextractable(
                f"{source}:{line}: {message.msgid!r} has an element in it without i18n:name"
            )
        yield message.msgid, line


def extract(source: Path = SOURCE) -> Catalog:
    """Return the catalogue of all texts below ``source``.

    :raises Unextractable: for a text that no catalogue could ever match.
    """
    catalog = Catalog(
        domain="oshj",
        project="oshj",
        version="0.1",
        copyright_holder="the oshj developers",
        msgid_bugs_address="-",
        last_translator="-",
        language_team="-",
        fuzzy=False,
        header_comment="# The texts of oshj. Made by `make messages`.",
    )
    extractors = {".py": python_messages, ".pt": template_messages}
    for path in sorted(source.rglob("*")):
        if extractor := extractors.get(path.suffix):
            place = path.relative_to(source.parent).as_posix()
            for msgid, line in extractor(path):
                catalog.add(msgid, locations=[(place, line)])
    return catalog


def read(path: Path) -> Catalog:
    """Return the catalogue stored in a ``.po`` or ``.pot`` file."""
    with path.open("rb") as file:
        return read_po(file, locale="ky" if path.suffix == ".po" else None)


def write(path: Path, catalog: Catalog) -> None:
    """Store a catalogue: sorted by place, without line numbers, so that diffs stay small."""
    for message in catalog:
        message.flags &= {"fuzzy"}  # ${name} is taken for a format of Python
    with path.open("wb") as file:
        write_po(file, catalog, width=100, sort_by_file=True, include_lineno=False)


def messages(catalog: Catalog) -> dict[str, Message]:
    """Return the messages of a catalogue by msgid, without the header."""
    return {str(message.id): message for message in catalog if message.id}


def places(catalog: Catalog) -> dict[str, list[str]]:
    """Return in which files each msgid stands."""
    return {
        msgid: sorted({file for file, _ in message.locations})
        for msgid, message in messages(catalog).items()
    }


def outdated(template: Catalog, extracted: Catalog) -> list[str]:
    """Say how a stored template differs from what the source has now."""
    stored, current = places(template), places(extracted)
    return [
        *(f"not in the template: {msgid!r} {current[msgid]}" for msgid in current.keys() - stored),
        *(f"no longer in the source: {msgid!r}" for msgid in stored.keys() - current.keys()),
    ]


def faults(translated: Catalog, msgids: Iterable[str]) -> list[str]:
    """Say what keeps a translation from being a complete and safe one of ``msgids``.

    A case ending written onto a ``${place}`` is a fault too: Kyrgyz endings follow the vowels
    of the word before them, which here nobody knows.
    """
    wanted, found = set(msgids), messages(translated)
    result = [f"missing: {msgid!r}" for msgid in sorted(wanted - found.keys())]
    result += [f"obsolete: {msgid!r}" for msgid in sorted(found.keys() - wanted)]
    result += [f"obsolete: {msgid!r}" for msgid in sorted(map(str, translated.obsolete))]
    for msgid in sorted(wanted & found.keys()):
        message = found[msgid]
        translation = str(message.string)
        if not translation.strip():
            result.append(f"not translated: {msgid!r}")
        elif message.fuzzy:
            result.append(f"fuzzy: {msgid!r}")
        elif set(PLACE.findall(msgid)) != set(PLACE.findall(translation)):
            result.append(f"other places than the msgid: {msgid!r} → {translation!r}")
        elif ENDING_ON_PLACE.search(translation):
            result.append(f"an ending hangs on a place: {translation!r}")
    return result


def update() -> list[str]:
    """Bring ``oshj.pot`` and the Kyrgyz ``oshj.po`` up to the source; return what is left to do."""
    extracted = extract()
    if places(read(TEMPLATE)) != places(extracted):
        write(TEMPLATE, extracted)
    translated = read(KYRGYZ / "oshj.po")
    translated.update(read(TEMPLATE), no_fuzzy_matching=True, update_header_comment=False)
    translated.obsolete.clear()
    translated.last_translator = translated.language_team = "the oshj developers"
    write(KYRGYZ / "oshj.po", translated)
    return faults(read(KYRGYZ / "oshj.po"), messages(extracted))


if __name__ == "__main__":
    left = update()
    sys.stdout.write("".join(f"{line}\n" for line in left))
    sys.stdout.write(f"{len(left)} left to translate in {KYRGYZ / 'oshj.po'}\n")
