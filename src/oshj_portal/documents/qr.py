"""QR codes as pictures inside a page."""

from __future__ import annotations

import base64
import io
from functools import lru_cache

import qrcode
from qrcode.constants import ERROR_CORRECT_M


@lru_cache(maxsize=64)
def qr_image(content: str) -> str:
    """The QR code of ``content`` as a ``data:`` address of a PNG, with its quiet zone."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=6, border=4)
    code.add_data(content)
    picture = io.BytesIO()
    code.make_image().save(picture, format="PNG")
    return "data:image/png;base64," + base64.b64encode(picture.getvalue()).decode("ascii")
