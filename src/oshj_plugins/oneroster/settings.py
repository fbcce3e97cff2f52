"""What a university may choose about OneRoster."""

import colander

from oshj_portal.i18n import _
from oshj_portal.plugins.api import KyrgyzString

DEFAULT_SCHEME = "example-100"


class OneRosterSettings(colander.Schema):
    """Every setting has a default, so that files can be exchanged at once."""

    scheme = colander.SchemaNode(
        KyrgyzString(max_length=40),
        title=_("Grading scheme of files that name none"),
        description=_("The id of the scheme with which the journals of such files are opened."),
        missing=DEFAULT_SCHEME,
        default=DEFAULT_SCHEME,
    )
