"""Signatures over a bundle in two forms that outside tools read: raw Ed25519 and minisign.

``openssl pkeyutl -verify -rawin`` reads the raw one with ``key.pem``; ``minisign -V`` the
other with ``minisign.pub``.  Both are made with one key; the arithmetic is a port.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode

from oshj_core.archive.ports import SignatureCheck, Signer

KEY_LENGTH = 32
SIGNATURE_LENGTH = 64
_PREHASHED = b"ED"
_KEY = b"Ed"
_UNTRUSTED = "signature of an oshj archive bundle"
# The fixed beginning of an Ed25519 key in a SubjectPublicKeyInfo (RFC 8410).
_SPKI = bytes.fromhex("302a300506032b6570032100")


def key_id(public_key: bytes) -> bytes:
    """The eight bytes by which minisign names a key: the beginning of its SHA-256."""
    return hashlib.sha256(public_key).digest()[:8]


def pem(public_key: bytes) -> bytes:
    """The public key as PEM, for OpenSSL."""
    body = b64encode(_SPKI + public_key)
    return b"-----BEGIN PUBLIC KEY-----\n" + body + b"\n-----END PUBLIC KEY-----\n"


def minisign_key(public_key: bytes) -> bytes:
    """The public key as minisign keeps it."""
    number = key_id(public_key)
    comment = f"untrusted comment: minisign public key {number[::-1].hex().upper()}\n"
    return comment.encode() + b64encode(_KEY + number + public_key) + b"\n"


def minisign(signer: Signer, message: bytes, comment: str) -> bytes:
    """A minisign signature; ``comment``, one line, is signed along."""
    signature = signer.sign(hashlib.blake2b(message).digest())
    whole = signer.sign(signature + comment.encode())
    return _minisign_file(signer.public_key, signature, comment, whole)


def _minisign_file(public_key: bytes, signature: bytes, comment: str, whole: bytes) -> bytes:
    return (
        f"untrusted comment: {_UNTRUSTED}\n".encode()
        + b64encode(_PREHASHED + key_id(public_key) + signature)
        + f"\ntrusted comment: {comment}\n".encode()
        + b64encode(whole)
        + b"\n"
    )


def check_minisign(
    check: SignatureCheck, public_key: bytes, content: bytes, message: bytes, comment: str
) -> bool:
    """Whether ``content`` is, to the byte, what :func:`minisign` writes for the message."""
    lines = content.split(b"\n")
    try:
        signature = b64decode(lines[1], validate=True)[-SIGNATURE_LENGTH:]
        whole = b64decode(lines[3], validate=True)
    except (IndexError, ValueError):
        return False
    return (
        content == _minisign_file(public_key, signature, comment, whole)
        and check(public_key, signature, hashlib.blake2b(message).digest())
        and check(public_key, whole, signature + comment.encode())
    )
