"""What a university may choose about OneRoster."""

import colander

from oshj_portal.i18n import _
from oshj_portal.plugins.api import KyrgyzString

# It needs no modules, which the files of other programs seldom have.
DEFAULT_SCHEME = "ects"
DEFAULT_CREDITS = 1
_MOST_CREDITS = 60


class OneRosterSettings(colander.Schema):
    """Every setting has a default, so that files can be exchanged at once."""

    scheme = colander.SchemaNode(
        KyrgyzString(max_length=40),
        title=_("Grading scheme of files that name none"),
        description=_("The id of the scheme with which the journals of such files are opened."),
        missing=DEFAULT_SCHEME,
        default=DEFAULT_SCHEME,
    )
    credits = colander.SchemaNode(
        colander.Integer(),
        title=_("Credits of subjects whose files name none"),
        description=_("Only of new subjects: one that is in the lists keeps its own."),
        validator=colander.Range(1, _MOST_CREDITS),
        missing=DEFAULT_CREDITS,
        default=DEFAULT_CREDITS,
    )
