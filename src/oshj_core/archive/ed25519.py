"""Ed25519 by the library ``cryptography``: needs ``pip install oshj[archive]``.

The one module of the core that imports more than attrs; nothing in the core imports it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from oshj_core.errors import Invalid
from oshj_core.text import text

if TYPE_CHECKING:
    from typing import Self


class Ed25519Signer:
    """Signs with a private key kept in memory; a host with a hardware key has its own."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    @classmethod
    def generate(cls) -> Self:
        """A new key from the system's randomness."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_pem(cls, pem: bytes, password: bytes | None = None) -> Self:
        """The key in a PKCS #8 file, such as ``openssl genpkey -algorithm ed25519`` writes.

        :raises Invalid: it cannot be read with that password, or is of another kind.
        """
        try:
            key = load_pem_private_key(pem, password)
        except (TypeError, ValueError) as problem:
            raise Invalid(text("The signing key cannot be read."), place="key") from problem
        if not isinstance(key, Ed25519PrivateKey):
            raise Invalid(text("The signing key is not an Ed25519 key."), place="key")
        return cls(key)

    def to_pem(self) -> bytes:
        """The private key as PKCS #8, not encrypted: for the host to keep safe."""
        return self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    @property
    def public_key(self) -> bytes:
        """The 32 bytes of the public key."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the signature."""
        return self._key.sign(message)


def check_ed25519(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the signature is the key's for the message: a ``SignatureCheck``."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
