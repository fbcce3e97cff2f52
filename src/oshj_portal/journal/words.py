"""The texts the grid's and the lesson's modules show, handed to them with the page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from oshj_portal.i18n import _

if TYPE_CHECKING:
    from pyramid.request import Request

WORDS = {
    "saved": _("Saved"),
    "saving": _("Saving…"),
    "unsaved": _("Not saved yet"),
    "offline": _("No connection. Entries are kept here and sent as soon as it is back."),
    "busy": _("The journal is busy. Entries are kept and sent again."),
    "signedOut": _(
        "The session has ended. Entries are kept here: sign in in a new tab and come back."
    ),
    "signIn": _("Sign in again"),
    "again": _("Try again"),
    "conflict": _("Somebody changed this cell meanwhile."),
    "theirs": _("Stored now"),
    "mine": _("Your value"),
    "empty": _("empty"),
    "keepTheirs": _("Keep the stored value"),
    "writeMine": _("Write mine"),
    "notSaved": _("Not saved"),
    "locked": _("Locked"),
    "clause": _("Clause"),
    "readOnly": _("This column is read-only for you."),
    "computed": _("This column is computed."),
    "outside": _("The student does not belong to this lesson."),
    "noWork": _("Name the kind of work on the lesson's page first, then give marks for it."),
    "openLesson": _("Open the lesson's page"),
    "badAttendance": _("к, ч, ж or с is written for attendance."),
    "badMark": _("A mark that is not allowed here"),
    "badPoints": _(
        "Points from 0 to the maximum with at most two decimals, "
        "or ж or с for those who did not come"
    ),
    "tooLarge": _("The block does not fit here: it is larger than the table."),
    "history": _("History"),
    "noHistory": _("Nothing has been entered here yet."),
    "scan": _("check-in by QR code"),
    "hand": _("by hand"),
    "close": _("Close"),
    "why": _("Why is the total so?"),
    "present": _("Present"),
    "late": _("Late"),
    "absent": _("Absent"),
    "excused": _("Excused"),
    "unmarked": _("attendance not marked"),
    "changes": _("Unsaved changes"),
    "failed": _("Nothing was stored yet. Check the connection and send it again."),
}


def words(request: Request) -> str:
    """The texts as JSON, in the language of the request."""
    translate = request.localizer.translate
    return json.dumps({name: translate(text) for name, text in WORDS.items()}, ensure_ascii=False)
