"""What the actions of events are called."""

from oshj_portal.i18n import _

ACTION_TITLES = {
    "account.issue": _("Credentials issued"),
    "account.reissue": _("Credentials reissued"),
    "account.close": _("Account closed"),
    "account.open": _("Account opened again"),
    "session.open": _("Signed in"),
    "sessions.end": _("All sessions ended"),
    "role.give": _("Role given"),
    "role.take": _("Role taken"),
    "settings.change": _("Setting changed"),
}
