"""What a person or a program is told when something cannot be done."""

from oshj_portal.errors import views


def includeme(config):
    config.scan(views)
