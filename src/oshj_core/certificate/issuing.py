"""Printed certificates: who printed them, who signed, and what a scan is told (5.4–5.6)."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Protocol

import attrs

from oshj_core.audit import AuditEvent
from oshj_core.certificate.digest import summary_digest
from oshj_core.certificate.token import ID_LENGTH, Token, is_genuine, sign_token
from oshj_core.decisions import require
from oshj_core.errors import Invalid, NotFound
from oshj_core.issuing import needed_reason
from oshj_core.roles import Facts, Permission, Scope, ScopeKind
from oshj_core.text import text

if TYPE_CHECKING:
    from oshj_core.archive.ports import SignatureCheck, Signer
    from oshj_core.certificate.summary import FillInSummary
    from oshj_core.journal import Act
    from oshj_core.ports import AuditTrail


@attrs.frozen
class Certificate:
    """One printed certificate.  It is kept 25 years (5.8), longer than its journal.

    ``signed_by`` are the teachers whose signature stands on the paper; ``superseded_by`` is
    the id of the one printed later; ``revoked`` and ``destroyed`` are the reason of a
    revocation and the number of the act by which the journal was destroyed, else empty.
    """

    id: bytes
    journal: str
    day: date
    digest: bytes
    key: int
    printed_by: str
    signature: bytes = attrs.field(repr=False)
    signed_by: tuple[str, ...] = ()
    superseded_by: bytes = b""
    revoked: str = ""
    destroyed: str = ""

    @property
    def token(self) -> Token:
        """What its QR code says."""
        return Token(self.id, self.day, self.digest, self.key, self.signature)


class Certificates(Protocol):
    """The printed certificates, by id."""

    def find(self, identifier: bytes) -> Certificate | None: ...
    def put(self, certificate: Certificate) -> None: ...
    def of(self, journal: str) -> Sequence[Certificate]:
        """The journal's certificates, oldest first."""
        ...


class Verdict(Enum):
    """What somebody who scans the code is told."""

    FORGED = "forged"
    """No published key signed it."""
    UNKNOWN = "unknown"
    """The signature is good, but this host does not keep the certificate."""
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    """A later certificate of the journal was printed."""
    DESTROYED = "destroyed"
    """The journal's term is over; the signature proves the paper (5.8)."""
    EQUAL = "equal"
    """The paper says what the journal says now (5.6)."""
    CHANGED = "changed"
    """The journal was changed after it was printed."""


@attrs.frozen
class Finding:
    """The answer to a scan; ``certificate`` is what is kept of it, if anything."""

    verdict: Verdict
    token: Token
    certificate: Certificate | None = None


class CertificateOffice:
    """Prints, and answers about, the certificates of one host.

    ``keys`` are the published keys by number, ``signer`` holds the one of ``key``.
    """

    def __init__(
        self,
        certificates: Certificates,
        audit: AuditTrail,
        keys: Mapping[int, bytes],
        check: SignatureCheck,
    ) -> None:
        self._certificates = certificates
        self._audit = audit
        self._keys = keys
        self._check = check

    def print(
        self,
        summary: FillInSummary,
        facts: Facts,
        act: Act,
        signer: Signer,
        key: int,
        new_id: Callable[[int], bytes] = secrets.token_bytes,
    ) -> Certificate:
        """Print the certificate of a journal (5.4); an unchanged one is not printed twice while
        the key that signed it is published.

        :param facts: those of the journal.
        :raises NotAllowed: the actor may not print it.
        :raises Invalid: the signer's key is not the published one of that number; the facts are
            of another journal.
        """
        _require(act, Permission.PRINT_CERTIFICATE, facts, summary.journal)
        if self._keys.get(key) != signer.public_key:
            raise Invalid(text("The signing key is not among the published ones."), place="key")
        digest = summary_digest(summary)
        earlier = [one for one in self._certificates.of(summary.journal) if not one.revoked]
        if earlier and self._still_says(earlier[-1], digest):
            return earlier[-1]
        token = sign_token(Token(new_id(ID_LENGTH), act.today, digest, key), signer)
        if self._certificates.find(token.id) is not None:
            raise Invalid(text("A certificate of that id exists."), place="id")
        printed = Certificate(
            token.id, summary.journal, token.day, digest, key, act.actor.id, token.signature
        )
        for one in earlier:
            if not one.superseded_by:
                self._certificates.put(attrs.evolve(one, superseded_by=printed.id))
        self._certificates.put(printed)
        self._record(act, "certificate.print", printed, after=digest.hex())
        return printed

    def sign(self, identifier: bytes, facts: Facts, act: Act) -> Certificate:
        """Record the actor's word that the own signature stands on the paper (5.4).

        :raises NotFound: no such certificate.
        :raises NotAllowed: the actor is no teacher of the journal.
        :raises Invalid: it is no longer the valid one; the facts are of another journal.
        """
        certificate, teacher = self._get(identifier), act.actor.id
        _require(act, Permission.SIGN_CERTIFICATE, facts, certificate.journal)
        if certificate.revoked or certificate.superseded_by:
            raise Invalid(text("A later certificate has taken its place."), place="certificate")
        if teacher in certificate.signed_by:
            return certificate
        signed = attrs.evolve(certificate, signed_by=(*certificate.signed_by, teacher))
        self._certificates.put(signed)
        self._record(act, "certificate.sign", signed, after=teacher)
        return signed

    def revoke(self, identifier: bytes, reason: str, facts: Facts, act: Act) -> Certificate:
        """Declare a certificate void.

        :raises NotFound: no such certificate.
        :raises NotAllowed: the actor may not.
        :raises Invalid: no reason was given; the facts are of another journal.
        """
        certificate = self._get(identifier)
        _require(act, Permission.PRINT_CERTIFICATE, facts, certificate.journal)
        reason = needed_reason(reason)
        if certificate.revoked:
            return certificate
        revoked = attrs.evolve(certificate, revoked=reason)
        self._certificates.put(revoked)
        self._record(act, "certificate.revoke", revoked, reason=reason)
        return revoked

    def journal_destroyed(self, journal: str, act_number: str, act: Act) -> None:
        """Note on every certificate of a journal by which act it was destroyed (5.7, 5.8)."""
        for certificate in self._certificates.of(journal):
            if not certificate.destroyed:
                noted = attrs.evolve(certificate, destroyed=act_number)
                self._certificates.put(noted)
                self._record(act, "certificate.journal-destroyed", noted, after=act_number)

    def answer(self, token: Token, current: Callable[[str], FillInSummary | None]) -> Finding:
        """What a scan is told (5.6).  ``current`` gives the fill-in of a journal as it stands
        now, ``None`` when the host no longer has it."""
        if not is_genuine(token, self._keys, self._check):
            return Finding(Verdict.FORGED, token)
        certificate = self._certificates.find(token.id)
        if certificate is None or certificate.token != token:
            return Finding(Verdict.UNKNOWN, token)
        return Finding(self._verdict(certificate, current), token, certificate)

    def _still_says(self, printed: Certificate, digest: bytes) -> bool:
        valid = not printed.superseded_by and printed.key in self._keys
        return valid and printed.digest == digest

    @staticmethod
    def _verdict(
        certificate: Certificate, current: Callable[[str], FillInSummary | None]
    ) -> Verdict:
        if certificate.revoked:
            return Verdict.REVOKED
        if certificate.destroyed:
            return Verdict.DESTROYED
        if certificate.superseded_by:
            return Verdict.SUPERSEDED
        summary = current(certificate.journal)
        if summary is None:
            return Verdict.UNKNOWN
        equal = summary_digest(summary) == certificate.digest
        return Verdict.EQUAL if equal else Verdict.CHANGED

    def _get(self, identifier: bytes) -> Certificate:
        certificate = self._certificates.find(identifier)
        if certificate is None:
            raise NotFound("certificate", identifier.hex())
        return certificate

    def _record(
        self, act: Act, action: str, certificate: Certificate, *, after: str = "", reason: str = ""
    ) -> None:
        self._audit.append(
            AuditEvent(
                act.millis,
                act.actor.id,
                action,
                f"certificate:{certificate.id.hex()}",
                after=after,
                reason=reason,
                request=act.request,
            )
        )


def _require(act: Act, permission: Permission, facts: Facts, journal: str) -> None:
    if Scope(ScopeKind.JOURNAL, journal) not in facts.scopes:
        raise Invalid(text("The facts are those of another journal."), place="facts")
    require(act.actor, permission, facts)
