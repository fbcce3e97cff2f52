"""Credential slips: a login and a secret on paper, cut off and handed over (3.3, 4.2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import attrs
from pyramid.request import Request

from oshj_core import kyrgyz
from oshj_portal.documents.qr import qr_image
from oshj_portal.documents.response import render_document

SLIPS_A_PAGE = 6
MAX_SLIPS = 2000

_short: Callable[..., None] = attrs.validators.max_len(200)


@attrs.frozen
class Slip:
    """One person's slip; ``secret`` exists here and on the paper only.

    ``address`` is where to sign in, ``issued_by`` the name of who answers for the slip.
    """

    full_name: str = attrs.field(validator=_short)
    group_or_unit: str = attrs.field(validator=_short)
    login: str = attrs.field(validator=_short)
    secret: str = attrs.field(validator=_short, repr=False)
    address: str = attrs.field(validator=_short)
    issued_on: date
    issued_by: str = attrs.field(validator=_short)


def credential_slips(request: Request, slips: Sequence[Slip], title: str) -> bytes:
    """The slips as a PDF, six on a sheet with cut lines, in the request's language.

    Raises :class:`ValueError` for no slips or more than ``MAX_SLIPS``.
    """
    if not 0 < len(slips) <= MAX_SLIPS:
        raise ValueError(f"{len(slips)} slips; 1 to {MAX_SLIPS} go into one document")
    return render_document(
        request,
        "oshj_portal.documents:templates/slips.pt",
        {
            "title": title,
            "sheets": [
                slips[start : start + SLIPS_A_PAGE] for start in range(0, len(slips), SLIPS_A_PAGE)
            ],
            "qr_image": qr_image,
            "format_date": kyrgyz.format_date,
        },
    )
