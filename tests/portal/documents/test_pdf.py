"""Documents keep Kyrgyz letters, carry only our fonts and read nothing from outside."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from pypdf import PdfReader

from oshj_portal.documents import pdf as documents
from oshj_portal.documents.pdf import DocumentError, render_pdf
from oshj_portal.documents.response import pdf_response, render_template_pdf

SAMPLE = str(Path(__file__).with_name("sample.pt"))
LETTERS = "Ңң Өө Үү Ёё №«»—"


def fonts(pdf):
    """The names of all fonts of the document and whether each is embedded."""
    return {
        (
            font.get_object()["/BaseFont"].rpartition("+")[2].lstrip("/"),
            "/FontFile2" in font.get_object()["/FontDescriptor"],
        )
        for page in PdfReader(io.BytesIO(pdf)).pages
        for font in page["/Resources"]["/Font"].get_object().values()
    }


def text(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


class TestFonts:
    def test_every_face_is_ours_and_embedded(self):
        pdf = render_pdf(
            f"<p>{LETTERS} <b>{LETTERS}</b> <i>{LETTERS}</i> <b><i>{LETTERS}</i></b></p>"
        )
        assert fonts(pdf) == {
            ("DejaVuSans", True),
            ("DejaVuSans-Bold", True),
            ("DejaVuSans-Oblique", True),
            ("DejaVuSans-BoldOblique", True),
        }
        assert " ".join(text(pdf).split()) == " ".join([LETTERS] * 4)

    def test_plain_text_is_plain(self):
        assert fonts(render_pdf(f"<p>{LETTERS}</p>")) == {("DejaVuSans", True)}

    @pytest.mark.parametrize(
        "html",
        [
            f"<table><tr><td>{LETTERS}</td></tr></table>",
            f"<ul><li>{LETTERS}</li></ul>",
            f"<ol><li>{LETTERS}</li></ol>",
            f'<p style="font-family: Arial, sans-serif">{LETTERS}</p>',
            f"<pre>{LETTERS}</pre>",
        ],
    )
    def test_lists_tables_and_unknown_fonts_do_not_fall_back(self, html):
        pdf = render_pdf(html)
        assert {name for name, embedded in fonts(pdf) if embedded} == {"DejaVuSans"}
        assert len(fonts(pdf)) == 1
        assert LETTERS in text(pdf)

    def test_a_font_that_is_not_ours_is_an_error(self):
        with pytest.raises(DocumentError, match="Times-Roman"):
            render_pdf('<p style="font-family: Times New Roman">a</p>')


class TestReach:
    def test_nothing_is_fetched(self):
        asked = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                self.send_error(404)

        with HTTPServer(("127.0.0.1", 0), Handler) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            address = f"http://127.0.0.1:{server.server_port}"
            pdf = render_pdf(
                f'<link rel="stylesheet" href="{address}/a.css"><style>@import "{address}/b.css";'
                f'p {{ background-image: url("{address}/c.png") }}</style>'
                f'<img src="{address}/d.png"><p>сөз</p>'
            )
            server.shutdown()
        assert asked == []
        assert "сөз" in text(pdf)

    def test_no_file_is_read(self, tmp_path):
        secret = tmp_path / "secret.css"
        secret.write_text("p:before { content: 'купуя' }")
        picture = tmp_path / "secret.svg"
        picture.write_text('<svg width="9" height="9"><text>купуя</text></svg>')
        pdf = render_pdf(
            f'<link rel="stylesheet" href="{secret}"><img src="{picture}">'
            f'<img src="file://{picture}"><p>сөз</p>'
        )
        assert "купуя" not in text(pdf)
        assert "сөз" in text(pdf)


class TestCaps:
    def test_a_page_that_is_too_large(self, monkeypatch):
        monkeypatch.setattr(documents, "MAX_HTML_BYTES", 1000)
        with pytest.raises(DocumentError, match="larger than 1000 bytes"):
            render_pdf("<p>" + "ө" * 500 + "</p>")

    @pytest.mark.parametrize("span", ['colspan="999999"', "ROWSPAN = 101", "colspan='0101'"])
    def test_a_cell_that_spans_too_much(self, span):
        with pytest.raises(DocumentError, match="spans more than 100"):
            render_pdf(f"<table><tr><td {span}>x</td></tr></table>")

    def test_a_page_that_is_too_deep(self):
        with pytest.raises(DocumentError):
            render_pdf("<div>" * 1000)


def test_documents_made_at_once_do_not_mix():
    def make(number):
        return text(render_pdf(f"<p>{number} <b>ң{number}</b></p>"))

    with ThreadPoolExecutor(4) as pool:
        for number, extracted in enumerate(pool.map(make, range(12))):
            assert extracted.split() == [str(number), f"ң{number}"]


class TestPage:
    def test_header_title_and_page_numbers(self, request_):
        response = render_template_pdf(
            request_,
            SAMPLE,
            {"title": "Жумалык отчёт", "text": "Өзгөн", "rows": [f"Үсөн {n}" for n in range(60)]},
            filename="Отчёт АУБ-1-24.pdf",
        )
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(response.body)).pages]
        assert len(pages) > 1
        for number, page in enumerate(pages, start=1):
            assert "Ош мамлекеттик университети" in page
            assert f"бет {number} / {len(pages)}" in page
        assert "Жумалык отчёт" in pages[0]
        assert PdfReader(io.BytesIO(response.body)).metadata.title == "Жумалык отчёт"
        assert {name for name, embedded in fonts(response.body)} <= {
            "DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSans-BoldOblique",
        }  # fmt: skip

    def test_a_person_s_text_is_never_markup(self, request_):
        hostile = '<b>&"\'</p><img src="/etc/passwd"><pdf:nextpage/>'
        body = render_template_pdf(
            request_, SAMPLE, {"title": hostile, "text": hostile, "rows": []}
        ).body
        [page] = PdfReader(io.BytesIO(body)).pages
        shown = "".join(page.extract_text().split())
        assert shown.count("".join(hostile.split())) == 2


class TestResponse:
    @pytest.mark.parametrize(
        ("filename", "plain", "encoded"),
        [
            ("report.pdf", "report.pdf", "report.pdf"),
            ("Отчёт 1.pdf", "1.pdf", "%D0%9E%D1%82%D1%87%D1%91%D1%82%201.pdf"),
            ("Үсөн.pdf", "document.pdf", "%D2%AE%D1%81%D3%A9%D0%BD.pdf"),
            ('a"\r\nX: y.pdf', "aXy.pdf", "a%22%0D%0AX%3A%20y.pdf"),
        ],
    )
    def test_headers(self, filename, plain, encoded):
        response = pdf_response(b"%PDF", filename)
        assert response.content_type == "application/pdf"
        assert response.headers["Content-Disposition"] == (
            f"inline; filename=\"{plain}\"; filename*=UTF-8''{encoded}"
        )
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "private, no-store"
