"""What was issued, as slips: the only place a secret is ever written (4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.accounts import Audience
from oshj_core.issuing import Issuing
from oshj_portal.documents.response import pdf_response
from oshj_portal.documents.slips import Slip, credential_slips
from oshj_portal.places import person_name
from oshj_portal.signin.passwords import Argon2Hasher
from oshj_portal.site_settings import portal_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyramid.response import Response

    from oshj_core.issuing import Issued

# What a slip has room for.
LONGEST_NAME = 120


def issuing(request) -> Issuing:
    """The issuing of this request's actor."""
    site = request.site
    return Issuing(site.accounts, site.audit, Argon2Hasher(), request.act)


def slips_response(request, issued: Sequence[Issued], title: str) -> Response:
    """The slips of what was issued, as a file to be printed once."""
    for one in issued:
        # The sessions of an older generation are over already; this removes what is left.
        request.site.sessions.close_all(one.account.person)
    slips = [_slip(request, one) for one in issued]
    response = pdf_response(credential_slips(request, slips, title), f"{title}.pdf")
    disposition = response.headers["Content-Disposition"]
    response.headers["Content-Disposition"] = disposition.replace("inline", "attachment", 1)
    return response


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _slip(request, issued: Issued) -> Slip:
    university, account = request.site.university, issued.account
    if account.audience is Audience.STUDENT:
        student = university.students.get(account.person)
        name, place = student.name, student.group
    else:
        member = university.staff.get(account.person)
        unit = university.units.find(member.unit)
        name, place = member.name, unit.name if unit is not None else ""
    return Slip(
        full_name=_shortened(name.full),
        group_or_unit=place,
        login=account.login,
        secret=issued.secret,
        address=portal_address(request),
        issued_on=request.act.today,
        issued_by=person_name(request.site, request.act.actor.id),
    )
