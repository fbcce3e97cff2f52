"""«Тиркеме №1»: what was filled in, on paper that can be checked against the journal (5.4–5.6).

``summary`` computes the lines, ``digest`` makes them one number, ``token`` puts that number,
signed, into the QR code, ``issuing`` keeps what was printed and answers the one who scans.
"""

from oshj_core.certificate.digest import DIGEST_LENGTH, snapshot, summary_digest
from oshj_core.certificate.issuing import (
    Certificate,
    CertificateOffice,
    Certificates,
    Finding,
    Verdict,
)
from oshj_core.certificate.summary import ControlFill, FillInLine, FillInSummary, summarise
from oshj_core.certificate.token import (
    Token,
    certificate_number,
    is_genuine,
    read_token,
    sign_token,
    write_token,
)

__all__ = [
    "DIGEST_LENGTH",
    "Certificate",
    "CertificateOffice",
    "Certificates",
    "ControlFill",
    "FillInLine",
    "FillInSummary",
    "Finding",
    "Token",
    "Verdict",
    "certificate_number",
    "is_genuine",
    "read_token",
    "sign_token",
    "snapshot",
    "summarise",
    "summary_digest",
    "write_token",
]
