"""Signing in and out, the sessions one has, the language of the pages."""

from oshj_portal.signin import views


def includeme(config):
    config.scan(views)
