"""What a student sees: the own marks and attendance, and nothing else (2.5, 4.2)."""

from oshj_portal.student import views


def includeme(config):
    config.scan(views)
