"""What people are told: the bell in the frame, the page of notices, and the daily reminders.

A feature says where a notice leads with ``config.add_notice_link(kind, link)``: ``kind`` is the
first part of what the notice is about (``substitution:…``), ``link(request, identifier)`` the
address for the reader, or ``None``.
"""

from oshj_portal.notices import views


def add_notice_link(config, kind, link) -> None:
    """Directive: where notices about things of that kind lead."""
    config.registry.notice_links[kind] = link


def includeme(config):
    config.registry.notice_links = {}
    config.add_directive("add_notice_link", add_notice_link)
    config.scan(views)
