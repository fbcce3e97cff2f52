"""«Тиркеме №1»: what it says, its digest, its code, and what a scan is told (5.4–5.8)."""

from __future__ import annotations

from base64 import b32encode
from datetime import date, datetime
from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.archive.ed25519 import Ed25519Signer, check_ed25519
from oshj_core.certificate import (
    CertificateOffice,
    ControlFill,
    FillInLine,
    FillInSummary,
    Token,
    Verdict,
    certificate_number,
    is_genuine,
    read_token,
    sign_token,
    snapshot,
    summarise,
    summary_digest,
    write_token,
)
from oshj_core.certificate.token import LAST_DAY
from oshj_core.errors import Invalid, NotAllowed, NotFound
from oshj_core.journal import Act
from oshj_core.register import Attendance
from oshj_core.roles import Facts, Role, Scope, ScopeKind
from oshj_core.structure import LessonKind
from oshj_core.testing import CertificatesContract, MemoryAudit, MemoryCertificates
from tests.core.builders import BISHKEK, IN_MODULE_1, SEMESTER, attendance, holder, points

SUMMARY = FillInSummary(
    "АУБ-1-24:algebra:2026-1",
    "math",
    "АУБ-1-24",
    "algebra",
    "2026-1",
    25,
    (FillInLine("t1", LessonKind.LECTURE, 16, 15, 16, Decimal("30.5")),),
    (ControlFill("intermediate-1", 25, True),),
)

numbers = st.integers(0, 500)
texts = st.text(max_size=8)
lines = st.builds(
    FillInLine,
    texts,
    st.sampled_from(LessonKind),
    numbers,
    numbers,
    numbers,
    st.none() | st.decimals(0, 500, places=2),
)
summaries = st.builds(
    FillInSummary,
    texts,
    texts,
    texts,
    texts,
    texts,
    numbers,
    st.lists(lines, max_size=3).map(tuple),
    st.lists(st.builds(ControlFill, texts, numbers, st.booleans()), max_size=3).map(tuple),
)
tokens = st.builds(
    Token,
    st.binary(min_size=10, max_size=10),
    st.dates(date(2020, 1, 1), LAST_DAY),
    st.binary(min_size=18, max_size=18),
    st.integers(0, 255),
    st.binary(min_size=64, max_size=64),
)


class TestMemoryCertificates(CertificatesContract):
    @pytest.fixture
    def certificates(self):
        return MemoryCertificates()


@given(summaries, summaries)
def test_the_digest_changes_if_and_only_if_the_content_does(one, other):
    assert (summary_digest(one) == summary_digest(other)) == (snapshot(one) == snapshot(other))
    assert summary_digest(one) == summary_digest(attrs.evolve(one))


@pytest.mark.parametrize("field", [field.name for field in attrs.fields(FillInSummary)])
def test_every_field_counts(field):
    other = {int: 26, str: "other", tuple: ()}[type(getattr(SUMMARY, field))]
    assert summary_digest(attrs.evolve(SUMMARY, **{field: other})) != summary_digest(SUMMARY)


def test_the_same_content_written_differently_is_the_same():
    decomposed = attrs.evolve(SUMMARY, group="Й-1")
    composed = attrs.evolve(SUMMARY, group="Й-1")
    assert summary_digest(decomposed) == summary_digest(composed)
    [line] = SUMMARY.lines
    longer = attrs.evolve(SUMMARY, lines=(attrs.evolve(line, planned_hours=Decimal("30.50")),))
    assert summary_digest(longer) == summary_digest(SUMMARY)


@given(tokens)
def test_a_token_reads_back(token):
    written = write_token(token)
    assert len(written) == 154
    assert written.isalnum()
    assert written == written.upper()
    assert read_token(written) == token


@given(
    st.text(max_size=200) | st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", min_size=154, max_size=154)
)
def test_anything_else_is_refused(written):
    try:
        token = read_token(written)
    except Invalid:
        return
    assert write_token(token) == written


@pytest.mark.parametrize("written", [None, 5, b"A" * 154])
def test_what_is_no_text_is_no_code(written):
    with pytest.raises(Invalid) as refused:
        read_token(written)
    assert refused.value.place == "token"


@pytest.mark.parametrize(
    "change",
    [
        {"id": b"short"},
        {"digest": b"short"},
        {"key": 256},
        {"key": -1},
        {"day": date(2019, 12, 31)},
        {"day": date(2200, 1, 1)},
    ],
)
def test_what_does_not_fit_is_not_signed(change, signer):
    token = Token(b"i" * 10, date(2027, 1, 20), b"d" * 18, 1)
    with pytest.raises(Invalid):
        sign_token(attrs.evolve(token, **change), signer)
    with pytest.raises(Invalid):
        write_token(token)


@given(st.integers(0, 95), st.integers(1, 255))
def test_no_bit_of_a_code_may_change(position, flipped):
    signer = Ed25519Signer.from_pem(PEM)
    token = sign_token(Token(b"i" * 10, date(2027, 1, 20), b"d" * 18, 1), signer)
    keys = {1: signer.public_key}
    assert is_genuine(token, keys, check_ed25519)
    raw = bytearray(token.body + token.signature)
    raw[position] ^= flipped
    try:
        forged = read_token(b32encode(bytes(raw)).decode().rstrip("="))
    except Invalid:
        return
    assert not is_genuine(forged, keys, check_ed25519)


PEM = Ed25519Signer.generate().to_pem()


def test_the_number_can_be_read_aloud():
    assert certificate_number(bytes(range(10))) == "AAAQ-EAYE-AUDA-OCAJ"


def test_the_summary_counts_what_the_journal_holds(house):
    lesson = house.lesson()
    journal = house.journal()
    before = summarise(journal)
    [line] = before.lines
    assert (line.held, line.filled, line.attendance, line.percent) == (1, 0, 0, 0)
    journal.describe(lesson, topic="Матрицанын рангы")
    journal.record(
        lesson.id, [attendance(slot, Attendance.PRESENT) for slot, _ in journal.members_on(lesson)]
    )
    after = summarise(house.journal(), {(line.teacher, line.kind): Decimal(32)})
    [line] = after.lines
    assert (line.held, line.filled, line.attendance, line.percent) == (1, 1, 1, 100)
    assert line.planned_hours == 32
    assert (after.held, after.filled) == (1, 1)
    assert after.students == len(house.register.roster())
    assert [control.published for control in after.controls] == [False] * len(after.controls)
    assert FillInLine("t1", LessonKind.LECTURE, 0, 0, 0).percent is None


def test_after_its_end_a_semester_is_counted_as_it_ended(house):
    for number, member in enumerate(house.register.roster()):
        house.register.enrol(attrs.evolve(member, left=IN_MODULE_1 if number == 0 else None))
    house.journal(on=IN_MODULE_1).record("final", [points(0, 5), points(1, 7)])
    ended = summarise(house.journal(on=SEMESTER.ends))
    house.register.enrol(attrs.evolve(house.register.roster()[1], left=date(2027, 3, 1)))
    later = summarise(house.journal(on=date(2027, 3, 2)))
    assert ended == later
    assert (later.students, later.controls[-1].entered) == (len(house.register.roster()) - 1, 1)


class TestOffice:
    def test_a_printed_certificate_equals_its_journal(self, office, printing, current):
        certificate = printing()
        finding = office.answer(certificate.token, current)
        assert (finding.verdict, finding.certificate) == (Verdict.EQUAL, certificate)

    def test_printing_twice_prints_once(self, printing, certificates):
        assert printing() == printing()
        assert len(certificates.of(SUMMARY.journal)) == 1

    def test_a_changed_journal_is_told(self, office, printing):
        certificate = printing()
        changed = attrs.evolve(SUMMARY, students=24)
        assert office.answer(certificate.token, lambda _: changed).verdict is Verdict.CHANGED

    def test_a_later_certificate_supersedes(self, office, printing, current, certificates):
        first = printing()
        second = printing(attrs.evolve(SUMMARY, students=24), number=2)
        assert office.answer(first.token, current).verdict is Verdict.SUPERSEDED
        assert certificates.find(first.id).superseded_by == second.id
        third = printing(number=3)
        assert third.id not in (first.id, second.id)
        assert office.answer(third.token, current).verdict is Verdict.EQUAL

    def test_a_revoked_one_is_void(self, office, printing, current, facts, dean):
        certificate = printing()
        with pytest.raises(Invalid):
            office.revoke(certificate.id, "  ", facts, dean)
        office.revoke(certificate.id, "басып чыгаруу катасы", facts, dean)
        office.revoke(certificate.id, "дагы бир жолу", facts, dean)
        finding = office.answer(certificate.token, current)
        assert finding.verdict is Verdict.REVOKED
        assert finding.certificate.revoked == "басып чыгаруу катасы"

    def test_it_outlives_the_journal(self, office, printing, dean):
        certificate = printing()
        office.journal_destroyed(SUMMARY.journal, "№ 7", dean)
        office.journal_destroyed(SUMMARY.journal, "№ 8", dean)
        finding = office.answer(certificate.token, lambda _: None)
        assert (finding.verdict, finding.certificate.destroyed) == (Verdict.DESTROYED, "№ 7")

    def test_a_forged_and_an_unknown_one(self, office, current, signer):
        token = Token(b"x" * 10, date(2027, 1, 20), b"d" * 18, 1)
        forged = sign_token(token, Ed25519Signer.generate())
        assert office.answer(forged, current).verdict is Verdict.FORGED
        foreign_key = sign_token(attrs.evolve(token, key=9), signer)
        assert office.answer(foreign_key, current).verdict is Verdict.FORGED
        assert office.answer(sign_token(token, signer), current).verdict is Verdict.UNKNOWN

    def test_a_journal_that_is_gone_without_an_act_is_unknown(self, office, printing):
        assert office.answer(printing().token, lambda _: None).verdict is Verdict.UNKNOWN

    def test_signatures_of_the_teachers_are_recorded_once(
        self, office, printing, facts, teacher, dean
    ):
        certificate = printing()
        office.sign(certificate.id, facts, teacher)
        signed = office.sign(certificate.id, facts, teacher)
        assert signed.signed_by == ("t1",)
        with pytest.raises(NotFound):
            office.sign(b"n" * 10, facts, teacher)
        printing(attrs.evolve(SUMMARY, students=1), number=2)
        with pytest.raises(Invalid):
            office.sign(certificate.id, facts, teacher)

    def test_only_those_who_may_print_and_sign(self, office, printing, facts, teacher, act_of):
        stranger = act_of("x", Role.DEANERY, Scope(ScopeKind.UNIT, "med"))
        for act in (teacher, stranger):
            with pytest.raises(NotAllowed) as refused:
                printing(act=act)
            assert refused.value.clause == "5.4"
        certificate = printing()
        with pytest.raises(NotAllowed):
            office.sign(certificate.id, facts, stranger)
        with pytest.raises(NotAllowed):
            office.revoke(certificate.id, "себеп", facts, teacher)

    def test_the_facts_are_those_of_the_journal(self, office, printing, facts, dean, teacher):
        certificate = printing()
        elsewhere = Facts((Scope(ScopeKind.JOURNAL, "another"), *facts.scopes[-2:]), facts.states)
        for act in (
            lambda: office.revoke(certificate.id, "себеп", elsewhere, dean),
            lambda: office.sign(certificate.id, elsewhere, teacher),
        ):
            with pytest.raises(Invalid) as refused:
                act()
            assert refused.value.place == "facts"

    def test_a_retired_key_proves_nothing_so_another_is_printed(
        self, certificates, audit, facts, dean, signer
    ):
        other = Ed25519Signer.generate()
        keys = {1: signer.public_key, 2: other.public_key}
        first = CertificateOffice(certificates, audit, keys, check_ed25519).print(
            SUMMARY, facts, dean, signer, 1
        )
        del keys[1]
        second = CertificateOffice(certificates, audit, keys, check_ed25519).print(
            SUMMARY, facts, dean, other, 2
        )
        assert second.id != first.id
        assert certificates.find(first.id).superseded_by == second.id

    def test_a_key_that_is_not_published_prints_nothing(self, printing, certificates):
        with pytest.raises(Invalid) as refused:
            printing(signer=Ed25519Signer.generate())
        assert refused.value.place == "key"
        assert certificates.of(SUMMARY.journal) == []

    def test_an_id_is_never_used_twice(self, printing):
        printing(number=1)
        with pytest.raises(Invalid) as refused:
            printing(attrs.evolve(SUMMARY, students=3), number=1)
        assert refused.value.place == "id"

    def test_every_act_is_audited(self, office, printing, facts, dean, teacher, audit):
        certificate = printing()
        office.sign(certificate.id, facts, teacher)
        office.revoke(certificate.id, "себеп", facts, dean)
        office.journal_destroyed(SUMMARY.journal, "№ 7", dean)
        events = audit.about(f"certificate:{certificate.id.hex()}")
        assert [event.action for event in events] == [
            "certificate.print",
            "certificate.sign",
            "certificate.revoke",
            "certificate.journal-destroyed",
        ]
        assert events[2].reason == "себеп"


@pytest.fixture
def facts(house):
    return house.journal().facts


@pytest.fixture
def act_of():
    def act(person, role, scope):
        moment = datetime(2027, 1, 20, 9, tzinfo=BISHKEK)
        return Act(holder(person, role, scope), moment, f"request-{person}")

    return act


@pytest.fixture
def dean(act_of):
    return act_of("dean", Role.DEANERY, Scope(ScopeKind.UNIT, "math"))


@pytest.fixture
def teacher(act_of):
    return act_of("t1", Role.TEACHER, Scope(ScopeKind.JOURNAL, SUMMARY.journal))


@pytest.fixture
def signer():
    return Ed25519Signer.from_pem(PEM)


@pytest.fixture
def certificates():
    return MemoryCertificates()


@pytest.fixture
def audit():
    return MemoryAudit()


@pytest.fixture
def office(certificates, audit, signer):
    return CertificateOffice(certificates, audit, {1: signer.public_key}, check_ed25519)


@pytest.fixture
def current():
    return {SUMMARY.journal: SUMMARY}.get


@pytest.fixture
def printing(office, facts, dean, signer):
    def print_it(summary=SUMMARY, *, number=1, act=dean, signer=signer):
        return office.print(summary, facts, act, signer, 1, lambda length: bytes([number]) * length)

    return print_it
