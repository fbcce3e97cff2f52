"""Printed certificates in memory."""

from __future__ import annotations

from collections.abc import Sequence

from oshj_core.certificate import Certificate


class MemoryCertificates:
    """Certificates in a dict."""

    def __init__(self) -> None:
        self._certificates: dict[bytes, Certificate] = {}

    def find(self, identifier: bytes) -> Certificate | None:
        return self._certificates.get(identifier)

    def put(self, certificate: Certificate) -> None:
        self._certificates[certificate.id] = certificate

    def of(self, journal: str) -> Sequence[Certificate]:
        return [one for one in self._certificates.values() if one.journal == journal]
