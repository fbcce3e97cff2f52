"""The contract of the port that keeps certificates."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from oshj_core.certificate import Certificate


class CertificatesContract:
    """What was printed is found by id and by journal, in the order of printing."""

    @pytest.fixture
    def certificates(self) -> Any:
        raise NotImplementedError("override with a fixture that gives empty Certificates")

    def test_what_was_printed_is_found(self, certificates: Any) -> None:
        def printed(number: int, journal: str) -> Certificate:
            return Certificate(
                bytes([number]) * 10, journal, date(2027, 1, 20), b"d" * 18, 1, "dean", b"s" * 64
            )

        first, second, other = printed(9, "j"), printed(1, "j"), printed(5, "k")
        assert certificates.find(first.id) is None
        assert list(certificates.of("j")) == []
        for one in (first, other, second):
            certificates.put(one)
        assert certificates.find(first.id) == first
        assert list(certificates.of("j")) == [first, second]
        replaced = attrs.evolve(first, superseded_by=second.id, signed_by=("t1", "t2"))
        certificates.put(replaced)
        assert list(certificates.of("j")) == [replaced, second]
