"""Credential slips: what stands on them, that they can be scanned, and that many can be made."""

from __future__ import annotations

import io
import time
import tracemalloc
from datetime import date

import attrs
import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from oshj_portal.documents.slips import MAX_SLIPS, Slip, credential_slips

SLIP = Slip(
    full_name="Өмүрбекова Жаңыл Үсөн кызы",
    group_or_unit="АУБ-1-24",
    login="s240017",
    secret="hk3m-pq7r-wx2y",
    address="https://journal.oshsu.kg/sign-in",
    issued_on=date(2026, 9, 1),
    issued_by="Асанов Ө.",
)


def numbered(count):
    return [attrs.evolve(SLIP, login=f"s{number:06}") for number in range(count)]


def pages(pdf):
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_what_stands_on_a_slip(request_):
    [page] = pages(credential_slips(request_, [SLIP], "АУБ-1-24"))
    for part in (
        "Ош мамлекеттик университети · электрондук журнал",
        "Өмүрбекова Жаңыл Үсөн кызы",
        "Логин: s240017",
        "Пароль: hk3m-pq7r-wx2y",
        "Берилди: 01.09.2026, Асанов Ө.",
        "https://journal.oshsu.kg/sign-in",
        "Купуя сактаңыз: эч кимге көрсөтпөңүз.",
        "Студент логин менен паролду эч качан өзгөртпөйт жана эч кимге бербейт (4.2).",
        "Окутуучу өз логини менен студенттин да, кесиптешинин да иштешине жол бербейт (4.3).",
        "Студент деканатка, кызматкер администраторго кайрылат: жаңы пароль берилет.",
    ):
        assert part in page


def test_only_our_fonts(request_):
    reader = PdfReader(io.BytesIO(credential_slips(request_, [SLIP], "АУБ-1-24")))
    names = {
        font.get_object()["/BaseFont"].rpartition("+")[2].lstrip("/")
        for page in reader.pages
        for font in page["/Resources"]["/Font"].get_object().values()
    }
    assert names == {"DejaVuSans", "DejaVuSans-Bold"}


@pytest.mark.parametrize(("count", "sheets"), [(1, 1), (6, 1), (7, 2), (13, 3)])
def test_six_slips_on_a_sheet_and_each_once(request_, count, sheets):
    read = pages(credential_slips(request_, numbered(count), "АУБ-1-24"))
    assert len(read) == sheets
    for number in range(count):
        assert f"s{number:06}" in read[number // 6]
    assert "".join(read).count("Логин:") == count


def test_every_code_leads_to_the_address(request_):
    pdf = credential_slips(request_, numbered(6), "АУБ-1-24")
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=200 / 72).to_pil()
    codes = zxingcpp.read_barcodes(picture)
    assert [code.text for code in codes] == [SLIP.address] * 6


def test_a_hostile_name_is_only_text(request_):
    hostile = '<b>&"</td><img src="/etc/passwd">${1}'
    slip = attrs.evolve(SLIP, full_name=hostile, group_or_unit=hostile, issued_by=hostile)
    [page] = pages(credential_slips(request_, [slip], hostile))
    assert page.replace(" ", "").count(hostile.replace(" ", "")) == 4


def test_long_names_take_more_paper_and_lose_nothing(request_):
    name = " ".join(f"Ысымы{number:02}" for number in range(24))
    slips = [attrs.evolve(slip, full_name=name, group_or_unit=name) for slip in numbered(6)]
    read = "".join(pages(credential_slips(request_, slips, "АУБ-1-24")))
    assert [f"s{number:06}" in read for number in range(6)] == [True] * 6
    assert read.count("Ысымы23") == 12


def test_a_name_has_its_measure():
    with pytest.raises(ValueError, match="full_name"):
        attrs.evolve(SLIP, full_name="а" * 201)


def test_the_secret_does_not_show_in_logs():
    assert SLIP.secret not in repr(SLIP)


@pytest.mark.parametrize("count", [0, MAX_SLIPS + 1])
def test_none_or_too_many(request_, count):
    with pytest.raises(ValueError, match=f"{count} slips"):
        credential_slips(request_, [SLIP] * count, "АУБ-1-24")


def test_five_hundred_slips_take_time_in_proportion(request_):
    def seconds(count):
        begun = time.process_time()
        credential_slips(request_, numbered(count), "АУБ-1-24")
        return time.process_time() - begun

    seconds(1)
    assert seconds(500) < 20 * seconds(50)


def test_more_slips_take_memory_in_proportion(request_):
    def peak(count):
        tracemalloc.start()
        credential_slips(request_, numbered(count), "АУБ-1-24")
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    peak(1)
    assert peak(60) < 10 * peak(6)
