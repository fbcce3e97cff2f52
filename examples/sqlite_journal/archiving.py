"""What goes into the archive: the journals of a unit's semester, and its certificates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from examples.sqlite_journal.papers import SqliteCertificates
from examples.sqlite_journal.retention import facts_of
from oshj_core.archive import CertificateRow, Document, RegisterArchiveSource
from oshj_core.certificate import Certificate
from oshj_core.errors import NotFound


@attrs.frozen(kw_only=True)
class SiteArchive(RegisterArchiveSource):
    """One unit's semester as the core's ``ArchiveSource``: its own part is the certificates."""

    kept: SqliteCertificates

    def certificates(self) -> Iterator[CertificateRow]:
        for one in self.kept.all():
            facts = facts_of(self.kept, one)
            ours = {group.group for group in self.groups()}
            if facts and facts["group"] in ours and facts["semester"] == self.semester:
                yield CertificateRow(one.id.hex(), one.journal, one.day, one.digest.hex())

    def certificate_facts(self, certificate: str) -> Mapping[str, object]:
        return facts_of(self.kept, self._certificate(certificate))

    def certificate_document(self, certificate: str) -> Document:
        paper = self.kept.paper(self._certificate(certificate).id)
        return Document(f"{certificate}.pdf", lambda: [paper])

    def _certificate(self, identifier: str) -> Certificate:
        found = self.kept.find(bytes.fromhex(identifier))
        if found is None:
            raise NotFound("certificate", identifier)
        return found
