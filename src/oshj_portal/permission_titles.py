"""What permissions allow and kinds of place are called, as the interface says it."""

from oshj_core import titles
from oshj_portal.i18n import translatable

PERMISSION_TITLES = {word: translatable(title) for word, title in titles.PERMISSIONS.items()}
PLACE_TITLES = {word: translatable(title) for word, title in titles.PLACES.items()}
STATE_TITLES = {word: translatable(title) for word, title in titles.STATES.items()}
