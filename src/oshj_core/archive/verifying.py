"""Verifying a bundle, step by step, from what needs no trust to what it says (5.7, 5.8).

1. *layout* — links, unknown entries, ``fetch.txt``, ``..``, names that collide;
2. *signature* — against keys that are kept outside the bundle;
3. *tag manifests*, 4. *manifests* and the exact set of files;
5. *profile*; 6. *tables* — CSVW and ids across files; 7. *events* — the chains;
8. *read back* — what was read makes the same files again.

A step that fails ends the verification: what comes after would rest on it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterator
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import attrs

from oshj_core.archive.bag import Written, digests, read_chunks
from oshj_core.archive.checks import check_events, check_tables
from oshj_core.archive.layout import check_path, walk
from oshj_core.archive.payload import payload
from oshj_core.archive.ports import SignatureCheck
from oshj_core.archive.reading import BundleReader
from oshj_core.archive.refusals import refused
from oshj_core.archive.signatures import KEY_LENGTH, SIGNATURE_LENGTH, check_minisign
from oshj_core.archive.spec import Contents
from oshj_core.archive.streams import facts_digest
from oshj_core.archive.tagfiles import (
    ALGORITHMS,
    MANIFESTED,
    SIGNATURES,
    SIGNED,
    TAGMANIFESTS,
)
from oshj_core.archive.writing import Progress, tag_contents
from oshj_core.errors import Invalid, Refusal
from oshj_core.retention.disposal import Proof
from oshj_core.text import Text, text

_LINE = re.compile(r"([0-9a-f]+)  (\S(?:.*\S)?)\n")
_LONGEST_LINE = 1024
_LONGEST_TAG = 1024 * 1024


class Step(Enum):
    """The steps, in their order."""

    LAYOUT = "layout"
    SIGNATURE = "signature"
    TAG_MANIFESTS = "tag-manifests"
    MANIFESTS = "manifests"
    PROFILE = "profile"
    TABLES = "tables"
    EVENTS = "events"
    READ_BACK = "read-back"


@attrs.frozen
class Problem:
    """Why a bundle is refused: at which step, where in it, and what is wrong."""

    step: Step
    place: str
    reason: Text


@attrs.frozen
class Report:
    """What a verification found.  ``digest`` is the SHA-512 of what is signed, and ``key`` the
    public key that signed it; both are empty when it did not come so far."""

    name: str
    digest: str = ""
    key: bytes = b""
    passed: tuple[Step, ...] = ()
    problem: Problem | None = None

    @property
    def good(self) -> bool:
        """Whether every step was passed."""
        return self.problem is None and self.passed == tuple(Step)

    def require(self) -> None:
        """Do nothing for a good bundle.  Raises ``Invalid`` with what and where."""
        if self.problem is not None:
            raise Invalid(
                text(
                    "The bundle “${name}” is refused (${step}): ${reason}",
                    name=self.name,
                    step=self.problem.step.value,
                    reason=self.problem.reason,
                ),
                place=self.problem.place,
            )


def verify_bundle(
    bag: Path,
    keys: Collection[bytes],
    check: SignatureCheck,
    *,
    progress: Callable[[Progress], None] | None = None,
) -> Report:
    """Verify the bundle in the folder ``bag``.  Nothing in it is changed.

    :param keys: the public keys that are trusted, 32 bytes each, from outside the bundle.
    :param check: checks one Ed25519 signature, such as
        :func:`oshj_core.archive.ed25519.check_ed25519`.
    :param progress: called after each payload file whose digests were compared.
    """
    run = _Verification(bag, keys, check, progress)
    passed: list[Step] = []
    problem = None
    for step in Step:
        try:
            run.do(step)
        except Refusal as refusal:
            place = str(getattr(refusal, "place", getattr(refusal, "identifier", "")))
            problem = Problem(step, place, refusal.text)
        except OSError as error:
            place = str(error.filename or bag.name)
            problem = Problem(step, place, text("cannot be read: ${problem}", problem=error))
        if problem is not None:
            break
        passed.append(step)
    return Report(bag.name, run.digest, run.key, tuple(passed), problem)


class _Verification:
    """One verification: what a step found out is there for the next."""

    def __init__(
        self,
        bag: Path,
        keys: Collection[bytes],
        check: SignatureCheck,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self._bag = bag
        self._keys = keys
        self._check = check
        self._progress = progress
        self._reader = BundleReader(bag)
        self._files: set[str] = set()
        self._payload: dict[str, tuple[str, str]] = {}
        self._size = 0
        self.digest = ""
        self.key = b""

    def do(self, step: Step) -> None:
        """Do one step.  Raises :class:`Refusal` with the place of what is wrong."""
        getattr(self, f"_{step.name.lower()}")()

    def _layout(self) -> None:
        self._files = set(walk(self._bag))
        for needed in (*MANIFESTED, *TAGMANIFESTS, *SIGNATURES):
            if needed not in self._files:
                raise refused(text("is missing"), needed)
        for name in ALGORITHMS:
            for _, path in self._lines_of(f"manifest-{name}.txt"):
                check_path(path)

    def _content(self, path: str) -> bytes:
        """A small tag file."""
        with (self._bag / path).open("rb") as stream:
            content = stream.read(_LONGEST_TAG + 1)
        if len(content) > _LONGEST_TAG:
            raise refused(text("is too long"), path)
        return content

    def _signature(self) -> None:
        signed = self._content(SIGNED)
        raw, mini = map(self._content, SIGNATURES)
        if len(raw) != SIGNATURE_LENGTH:
            raise refused(text("is not a signature"), SIGNATURES[0])
        for key in self._keys:
            if len(key) == KEY_LENGTH and self._check(key, raw, signed):
                break
        else:
            raise refused(text("is by none of the keys that are trusted"), SIGNATURES[0])
        if not check_minisign(self._check, key, mini, signed, self._bag.name):
            raise refused(text("is not the minisign signature of this bundle"), SIGNATURES[1])
        self.key = key
        self.digest = hashlib.sha512(signed).hexdigest()

    def _tag_manifests(self) -> None:
        for name in ALGORITHMS:
            manifest = f"tagmanifest-{name}.txt"
            lines = list(islice(self._lines_of(manifest), len(MANIFESTED) + 1))
            if [path for _, path in lines] != list(MANIFESTED):
                raise refused(text("names other files than it should"), manifest)
            for digest, path in lines:
                found = digests(path, read_chunks(self._bag / path))
                if getattr(found, name) != digest:
                    raise refused(text("was changed: its ${name} differs", name=name), path)

    def _manifests(self) -> None:
        listed = [self._read_manifest(f"manifest-{name}.txt") for name in ALGORITHMS]
        if list(listed[0]) != list(listed[1]):
            raise refused(text("name different files"), "manifest-sha512.txt")
        present = {path for path in self._files if path.startswith("data/")}
        for path in sorted(present ^ set(listed[0])):
            reason = text("is missing") if path in listed[0] else text("is in no manifest")
            raise refused(reason, path)
        for number, (path, sha256) in enumerate(listed[0].items(), 1):
            found = digests(path, read_chunks(self._bag / path))
            if (found.sha256, found.sha512) != (sha256, listed[1][path]):
                raise refused(text("was changed: its digests differ"), path)
            self._size += found.size
            self._payload[path] = (found.sha256, found.sha512)
            if self._progress is not None:
                self._progress(Progress(number, self._size, path))

    def _read_manifest(self, manifest: str) -> dict[str, str]:
        listed: dict[str, str] = {}
        for digest, path in self._lines_of(manifest):
            if path in listed or not path.startswith("data/"):
                raise refused(text("names “${path}” wrongly", path=ascii(path)), manifest)
            listed[path] = digest
        return listed

    def _lines_of(self, manifest: str) -> Iterator[tuple[str, str]]:
        with (self._bag / manifest).open("rb") as stream:
            yield from _manifest(stream, manifest)

    def _profile(self) -> None:
        spec = self._reader.spec()
        oxum = dict(self._reader.tags())["Payload-Oxum"]
        if oxum != f"{self._size}.{len(self._payload)}":
            raise refused(text("gives another size of the payload"), "bag-info.txt")
        if spec.name != self._bag.name:
            raise refused(text("names another bundle"), "bag-info.txt")
        for path, content in tag_contents(spec, oxum, self.key).items():
            if self._content(path) != content:
                raise refused(text("is not what the profile asks for"), path)

    def _tables(self) -> None:
        check_tables(self._bag, self._reader)

    def _events(self) -> None:
        check_events(self._reader)

    def _read_back(self) -> None:
        left = set(self._payload)
        for path, chunks in payload(self._reader, self._reader.spec()):
            made: Written = digests(path, chunks)
            if self._payload.get(path) != (made.sha256, made.sha512):
                raise refused(text("does not say what it was written from"), path)
            left.discard(path)
        for path in sorted(left):
            raise refused(text("belongs to nothing in the bundle"), path)


def _manifest(stream: BinaryIO, place: str) -> Iterator[tuple[str, str]]:
    """The digests and paths of a manifest."""
    number = 0
    while line := stream.readline(_LONGEST_LINE):
        number += 1
        match = _LINE.fullmatch(line.decode("ascii", "replace"))
        if match is None:
            raise refused(text("is not written as it should be"), f"{place}, line {number}")
        yield match[1], match[2]


def proofs_of(bag: Path, keys: Collection[bytes], check: SignatureCheck) -> Iterator[Proof]:
    """Verify a bundle and give the proof of every journal or certificate in it (5.7).

    A journal's proof carries the digest its row gives, a certificate's that of its facts (see
    :func:`oshj_core.archive.facts_digest`).

    :raises Invalid: the bundle is refused; or a journal's row in it gives no digest, so that
        nothing says whether the journal of the system is the one in the bundle: the place is the
        journal.
    """
    report = verify_bundle(bag, keys, check)
    report.require()
    reader = BundleReader(bag)
    for identifier, digest in _records(reader):
        yield _proof(identifier, digest, report)


def _proof(record: str, digest: str, report: Report) -> Proof:
    try:
        return Proof(record, digest, report.name, report.digest)
    except Invalid as problem:
        raise Invalid(
            text(
                "“${record}” has no digest in the bundle, so that it proves nothing of it.",
                record=record,
            ),
            place=record,
            advice=text("Export it again with the SHA-256 of its content in its row."),
        ) from problem


def _records(reader: BundleReader) -> Iterator[tuple[str, str]]:
    if reader.spec().contents is Contents.CERTIFICATES:
        for certificate in reader.certificates():
            facts = reader.certificate_facts(certificate.certificate)
            yield certificate.certificate, facts_digest(facts)
    else:
        for group in reader.groups():
            for journal in reader.journals(group.group):
                yield journal.journal, journal.digest
