"""The scale as a page for everybody who uses the portal."""

from pyramid.view import view_config

from oshj_core.grading import load_scheme
from oshj_core.kyrgyz import format_number
from oshj_plugins.five_point.manifest import plugin
from oshj_plugins.five_point.scheme import SCHEME_ID, five_point_schemes
from oshj_portal.plugins.api import Permission, University, site_settings


@view_config(
    context=University,
    name="five-point-scale",
    request_method="GET",
    permission=Permission.USE_PORTAL.value,
    plugin="five_point",
    renderer="templates/scale.pt",
)
def scale(request):
    """What the components weigh and what the totals are called."""
    toml = five_point_schemes(site_settings(request, plugin))[SCHEME_ID]
    scheme = load_scheme(toml, source=SCHEME_ID)
    language = request.locale_name
    return {
        "title": scheme.title[language],
        "components": [
            {
                "title": component.title[language],
                "percent": format_number(component.weight),
                "lowest": format_number(component.minimum) if component.minimum else "",
            }
            for component in scheme.components
        ],
        "rows": [
            {
                "at_least": format_number(row.at_least),
                "mark": row.letter,
                "words": row.words[language],
            }
            for row in scheme.scale
        ],
    }
