"""Archive bundles: a unit's semester as plain files that speak for themselves (4.1, 5.7, 5.8).

A host implements :class:`ArchiveSource`; :func:`write_bundle` makes a signed BagIt bag of it,
:func:`verify_bundle` says whether a bag is what was signed, :class:`BundleReader` gives the
same rows back.  A signer that needs ``oshj[archive]`` is in
:mod:`oshj_core.archive.ed25519`.
"""

from oshj_core.archive.codes import core_codes
from oshj_core.archive.names import file_name
from oshj_core.archive.packing import pack_bundle
from oshj_core.archive.papers import regulation_paper
from oshj_core.archive.ports import ArchiveSource, SignatureCheck, Signer
from oshj_core.archive.reading import BundleReader
from oshj_core.archive.registers import RegisterArchiveSource, register_digest
from oshj_core.archive.rows import (
    AttendanceRow,
    CertificateRow,
    Code,
    Document,
    ForumLine,
    ForumRow,
    GroupRow,
    JournalRow,
    LessonRow,
    MarkRow,
    PlanRow,
    StudentRow,
)
from oshj_core.archive.spec import BundleSpec, Contents, bundle_spec
from oshj_core.archive.streams import facts_digest
from oshj_core.archive.verifying import Problem, Report, Step, proofs_of, verify_bundle
from oshj_core.archive.writing import Bundle, Progress, write_bundle

__all__ = [
    "ArchiveSource",
    "AttendanceRow",
    "Bundle",
    "BundleReader",
    "BundleSpec",
    "CertificateRow",
    "Code",
    "Contents",
    "Document",
    "ForumLine",
    "ForumRow",
    "GroupRow",
    "JournalRow",
    "LessonRow",
    "MarkRow",
    "PlanRow",
    "Problem",
    "Progress",
    "RegisterArchiveSource",
    "Report",
    "SignatureCheck",
    "Signer",
    "Step",
    "StudentRow",
    "bundle_spec",
    "core_codes",
    "facts_digest",
    "file_name",
    "pack_bundle",
    "proofs_of",
    "register_digest",
    "regulation_paper",
    "verify_bundle",
    "write_bundle",
]
