"""The traditional five-point scheme: lesson marks and an exam give 5, 4, 3 or 2."""

from oshj_plugins.five_point import views
from oshj_plugins.five_point.manifest import plugin

__all__ = ["plugin"]


def includeme(config):
    config.scan(views)
