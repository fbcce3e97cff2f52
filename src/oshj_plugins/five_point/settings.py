"""What a university may choose about its five-point scheme."""

from decimal import Decimal

import colander
from deform.widget import RadioChoiceWidget

from oshj_portal.i18n import _
from oshj_portal.plugins.api import KyrgyzDecimal

ROUNDINGS = (
    ("half-up", _("A half goes up: 4.5 gives 5")),
    ("half-even", _("A half goes to the even mark: 4.5 gives 4")),
)


class FivePointSettings(colander.Schema):
    """Every setting has a default, so that the scheme can be used at once."""

    lowest_mean = colander.SchemaNode(
        KyrgyzDecimal(places=2),
        title=_("Lowest passing mean of the lesson marks"),
        description=_("With a lower mean the subject is not passed, whatever the exam brings."),
        validator=colander.Range(Decimal(2), Decimal(5)),
        missing=Decimal("2.5"),
        default=Decimal("2.5"),
    )
    exam_percent = colander.SchemaNode(
        colander.Integer(),
        title=_("Weight of the exam in percent"),
        description=_("The mean of the lesson marks has the rest."),
        validator=colander.Range(1, 99),
        missing=50,
        default=50,
    )
    rounding = colander.SchemaNode(
        colander.String(),
        title=_("Rounding"),
        widget=RadioChoiceWidget(values=ROUNDINGS),
        validator=colander.OneOf([name for name, _title in ROUNDINGS]),
        missing="half-up",
        default="half-up",
    )
