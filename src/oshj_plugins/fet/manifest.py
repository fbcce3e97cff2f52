"""The manifest of the plugin."""

from oshj_plugins.fet.format import Fet
from oshj_plugins.fet.settings import FetSettings
from oshj_portal.i18n import _
from oshj_portal.plugins.api import Plugin

plugin = Plugin(
    id="fet",
    title=_("FET, a program that makes timetables"),
    version="1.0",
    api="1.1",
    settings=FetSettings,
    exchange_formats=(Fet(),),
)
