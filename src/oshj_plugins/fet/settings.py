"""What a university may choose about FET."""

from decimal import Decimal

import colander

from oshj_portal.i18n import _
from oshj_portal.plugins.api import KyrgyzDecimal

# A lesson of the usual bells lasts 80 minutes, and an academic hour 40.
DEFAULT_HOURS = Decimal(2)


class FetSettings(colander.Schema):
    """Every setting has a default, so that files can be exchanged at once."""

    hours = colander.SchemaNode(
        KyrgyzDecimal(places=2),
        title=_("Academic hours of a lesson"),
        description=_("By them the hours of the load become lessons of the week."),
        validator=colander.Range(Decimal("0.5"), Decimal(10)),
        missing=DEFAULT_HOURS,
        default=DEFAULT_HOURS,
    )
