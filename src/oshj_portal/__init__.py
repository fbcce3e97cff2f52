"""The electronic journal as a Pyramid portal over ZODB."""

PARTS = (
    "pyramid_chameleon",
    ".persistence",
    ".clock",
    ".language",
    ".security",
    ".resources",
    ".layout",
    ".forms",
    ".errors",
    ".plugins",
    ".evolution",
)

FEATURES = (
    ".signin",
    ".home",
    ".structure",
    ".people",
    ".journal",
    ".calendar",
    ".timetable",
    ".plans",
    ".notices",
    ".substitution",
    ".overdue",
    ".inspections",
    ".membership",
    ".load",
    ".student",
    ".control",
    ".audit",
    ".lists",
    ".jobs",
    ".exchange",
    ".rollover",
)


def main(global_config, **settings):
    """The WSGI application of an ini file's settings."""
    # Only here: the command ``oshj`` answers where the extra is not installed.
    from pyramid.config import Configurator  # noqa: PLC0415

    with Configurator(settings=settings) as config:
        for name in (*PARTS, *FEATURES):
            config.include(name)
        return config.make_wsgi_app()
