"""HTML to PDF: the one place that knows xhtml2pdf and its traps.

The library draws letters it has no font for as black boxes and reports no error, reads and
fetches what a document names, and shares its fonts between documents.  So here every document
gets the four faces shipped in ``fonts/``, may read nothing else, is drawn one at a time, and
is refused if it came out in any other font.
"""

from __future__ import annotations

import io
import re
import threading
from functools import cache
from importlib.resources import files
from pathlib import Path

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus.doctemplate import LayoutError
from xhtml2pdf.config.resources import RenderLimitError, ResourceAccessPolicy
from xhtml2pdf.default import DEFAULT_CSS
from xhtml2pdf.document import pisaDocument

MAX_HTML_BYTES = 10 * 2**20
MAX_SECONDS = 300
MAX_SPAN = 100

FONT_FAMILY = "DejaVu Sans"
_FONTS = Path(str(files("oshj_portal.documents") / "fonts")).resolve()
_FACES = (
    ("DejaVuSans.ttf", "normal", "normal"),
    ("DejaVuSans-Bold.ttf", "bold", "normal"),
    ("DejaVuSans-Oblique.ttf", "normal", "italic"),
    ("DejaVuSans-BoldOblique.ttf", "bold", "italic"),
)
_CSS = DEFAULT_CSS + "".join(
    f'@font-face {{ font-family: "{FONT_FAMILY}"; src: url("{_FONTS / file}"); '
    f"font-weight: {weight}; font-style: {style}; }}\n"
    for file, weight, style in _FACES
) + f'html, body, th, td, pre, code {{ font-family: "{FONT_FAMILY}"; }}\n'  # fmt: skip

_OWN_FONTS = {Path(file).stem for file, _weight, _style in _FACES}
_BASE_FONTS = ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Helvetica-BoldOblique")

_POLICY = ResourceAccessPolicy.server(
    _FONTS,
    allow_remote=False,
    max_document_bytes=MAX_HTML_BYTES,
    max_render_seconds=MAX_SECONDS,
)
_SPAN = re.compile(r"(?:col|row)span\s*=\s*[\"']?\s*([0-9]+)", re.IGNORECASE)
_FONT_NAME = re.compile(rb"/BaseFont\s*/(?:[A-Z]{6}\+)?([^\s/<>\[\]()]+)")
_one_at_a_time = threading.Lock()


class DocumentError(Exception):
    """The document cannot be made; the message says why, for the developer."""


def render_pdf(html: str) -> bytes:
    """The PDF of a complete HTML page, in DejaVu Sans whatever the page asks for by default.

    Images may come as ``data:`` addresses only.  One document is drawn at a time in a process;
    others wait.  Raises :class:`DocumentError` if the page is too large, takes longer than
    ``MAX_SECONDS``, does not fit its paper, or would show letters in another font.
    """
    if len(html.encode("utf-8", "surrogatepass")) > MAX_HTML_BYTES:
        raise DocumentError(f"the page is larger than {MAX_HTML_BYTES} bytes")
    if any(int(span) > MAX_SPAN for span in _SPAN.findall(html)):
        raise DocumentError(f"a cell spans more than {MAX_SPAN} columns or rows")
    target = io.BytesIO()
    try:
        with _one_at_a_time:
            _replace_base_fonts()
            result = pisaDocument(
                html, target, encoding="utf-8", default_css=_CSS, resource_policy=_POLICY
            )
    except (LayoutError, RenderLimitError) as error:
        raise DocumentError(str(error)) from error
    if result.err:
        raise DocumentError(f"{result.err} errors: {result.log}")
    pdf = target.getvalue()
    foreign = {name.decode("latin-1") for name in _FONT_NAME.findall(pdf)} - _OWN_FONTS
    if foreign:
        raise DocumentError(f"fonts that are not ours: {', '.join(sorted(foreign))}")
    return pdf


@cache
def _replace_base_fonts() -> None:
    """Put our faces under the names ReportLab falls back to, none of which has a ң.

    It names them on every page and in every table even where they draw nothing.
    """
    for name, (file, _weight, _style) in zip(_BASE_FONTS, _FACES, strict=True):
        pdfmetrics.registerFont(TTFont(name, str(_FONTS / file)))
    pdfmetrics.registerFont(TTFont("Symbol", str(_FONTS / _FACES[0][0])))
    # Each registration declares its name to be the bold italic of a family of its own.
    pdfmetrics.registerFontFamily("Helvetica", *_BASE_FONTS)
    addMapping("symbol", 0, 0, "Symbol")
