"""The signed token of the QR code: it can be checked offline, and after the journal is gone.

Ninety-six bytes — version 1, key 1, id 10, day 2, digest 18, Ed25519 signature 64 — in base32,
which a QR code packs well: 154 characters.  The key is a number in the university's published
list of keys, so that old papers stay checkable after a new key.
"""

from __future__ import annotations

import struct
from base64 import b32decode, b32encode
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

import attrs

from oshj_core.certificate.digest import DIGEST_LENGTH
from oshj_core.errors import Invalid
from oshj_core.text import text

if TYPE_CHECKING:
    from oshj_core.archive.ports import SignatureCheck, Signer

VERSION = 1
ID_LENGTH = 10
SIGNATURE_LENGTH = 64
_BODY = struct.Struct(f">BB{ID_LENGTH}sH{DIGEST_LENGTH}s")
_FIRST_DAY = date(2020, 1, 1)
LAST_DAY = _FIRST_DAY + timedelta(days=2**16 - 1)
"""The last day a token can hold: in 2199."""


@attrs.frozen
class Token:
    """What the code says: which certificate, printed when, with which content, signed by which
    of the published keys (0–255)."""

    id: bytes
    day: date
    digest: bytes
    key: int
    signature: bytes = b""

    @property
    def body(self) -> bytes:
        """The bytes that are signed.

        :raises Invalid: the id or digest has another length; the key or day is out of range.
        """
        days = (self.day - _FIRST_DAY).days
        if len(self.id) != ID_LENGTH or len(self.digest) != DIGEST_LENGTH:
            raise Invalid(text("The certificate's id or digest has a wrong length."), place="id")
        if not 0 <= self.key <= 255:
            raise Invalid(text("There is no key of that number."), place="key")
        if not 0 <= days < 2**16:
            raise Invalid(text("The day cannot be written into the code."), place="day")
        return _BODY.pack(VERSION, self.key, self.id, days, self.digest)


def certificate_number(identifier: bytes) -> str:
    """The id as people read it aloud and type it: four groups of four characters."""
    written = b32encode(identifier).decode()
    return "-".join(written[start : start + 4] for start in range(0, len(written), 4))


def sign_token(token: Token, signer: Signer) -> Token:
    """The token with its signature.  Raises ``Invalid`` as :attr:`Token.body` does."""
    return attrs.evolve(token, signature=signer.sign(token.body))


def write_token(token: Token) -> str:
    """The text of the code: upper-case base32 without padding.

    :raises Invalid: the token is not signed.
    """
    if len(token.signature) != SIGNATURE_LENGTH:
        raise Invalid(text("The certificate is not signed."), place="signature")
    return b32encode(token.body + token.signature).decode().rstrip("=")


def read_token(written: str) -> Token:
    """Read what :func:`write_token` wrote; nothing is verified yet.

    :raises Invalid: it is no token, or one of a version this program does not know.
    """
    refusal = Invalid(text("This is not the code of a certificate."), place="token")
    if not _has_form(written):
        raise refusal
    try:
        raw = b32decode(written + "=" * (-len(written) % 8))
    except ValueError:
        raise refusal from None
    # Base32 has more than one way to write the last bits; only ours is read.
    if b32encode(raw).decode().rstrip("=") != written:
        raise refusal
    version, key, identifier, days, digest = _BODY.unpack(raw[: _BODY.size])
    if version != VERSION:
        raise Invalid(text("The code is of a newer version than this program."), place="version")
    day = _FIRST_DAY + timedelta(days=days)
    return Token(identifier, day, digest, key, raw[_BODY.size :])


def _has_form(written: object) -> bool:
    length = _BODY.size + SIGNATURE_LENGTH
    return isinstance(written, str) and len(written) == (length * 8 + 4) // 5 and written.isascii()


def is_genuine(token: Token, keys: Mapping[int, bytes], check: SignatureCheck) -> bool:
    """Whether one of the published keys (number → 32 bytes) signed the token.

    Needs no journal and no network: it answers after both are gone (5.8).
    """
    public_key = keys.get(token.key)
    return public_key is not None and check(public_key, token.signature, token.body)
