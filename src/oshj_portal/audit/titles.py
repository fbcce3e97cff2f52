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
    "lesson.open": _("Lesson opened"),
    "journal.publish": _("Publication of the total"),
    "list.add": _("Added from the lists"),
    "list.change": _("Changed from the lists"),
    "exchange.read": _("Files taken in"),
    "exchange.write": _("Files given out"),
    "plugin.install": _("Plugin installed"),
    "plugin.enable": _("Plugin switched on"),
    "plugin.disable": _("Plugin switched off"),
    "plugin.upgrade": _("Plugin upgraded"),
    "plugin.configure": _("Plugin set up"),
    "plugin.uninstall": _("Plugin uninstalled"),
}
