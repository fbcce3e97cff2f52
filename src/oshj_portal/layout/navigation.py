"""Menus, tabs and the way up: the frame links what the reader may follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
from pyramid.traversal import lineage

from oshj_portal.security.views_check import AFTER_ALL_VIEWS

if TYPE_CHECKING:
    from pyramid.i18n import TranslationString

    from oshj_core.roles import Permission
    from oshj_portal.resources import Resource


@attrs.frozen
class MenuItem:
    """An entry of the main menu: a path below the root."""

    path: str
    title: TranslationString
    permission: Permission
    order: int


@attrs.frozen
class Tab:
    """A view of a resource, shown above its pages."""

    context: type[Resource]
    view: str
    title: TranslationString
    permission: Permission
    order: int


@attrs.frozen
class Link:
    """A menu item or tab as it is shown: where it leads, and whether one is there."""

    href: str
    title: TranslationString
    current: bool


def add_menu(config, path, title, permission, order) -> None:
    """Directive: an entry of the main menu."""
    config.registry.menu.append(MenuItem(path, title, permission, order))
    config.registry.menu.sort(key=lambda item: item.order)


def add_tab(config, context, view, title, permission, order) -> None:
    """Directive: a tab over the pages of a kind of resource and those below it."""
    config.registry.tabs.append(Tab(context, view, title, permission, order))
    config.registry.tabs.sort(key=lambda tab: tab.order)


def menu(request) -> list[Link]:
    """The entries the reader may follow."""
    root = request.root
    here = request.path.strip("/").partition("/")[0]
    return [
        Link(request.resource_path(root, item.path), item.title, here == item.path)
        for item in request.registry.menu
        if request.has_permission(item.permission.value, root)
    ]


def tabs(request) -> list[Link]:
    """The tabs of the nearest resource up the path that has any."""
    for resource in lineage(request.context):
        found = [tab for tab in request.registry.tabs if isinstance(resource, tab.context)]
        if found:
            return [
                Link(
                    request.resource_path(resource, *([tab.view] if tab.view else [])),
                    tab.title,
                    resource is request.context and request.view_name == tab.view,
                )
                for tab in found
                if request.has_permission(tab.permission.value, resource)
            ]
    return []


def may_open(request, place: Resource) -> bool:
    """Whether the reader may see the page of that place; no where it has none."""
    for kind in type(place).__mro__:
        permission = request.registry.pages.get(kind)
        if permission is not None:
            return bool(request.has_permission(permission, place))
    return False


def _find_pages(config) -> None:
    """Note which permission the page of each kind of place asks for."""
    for item in config.introspector.get_category("views"):
        view = item["introspectable"]
        if view["name"] == "" and "GET" in (view["request_methods"] or ()):
            for other in item["related"]:
                if other.category_name == "permissions":
                    config.registry.pages[view["context"]] = other["value"]


def includeme(config):
    config.registry.pages = {}
    config.action(None, _find_pages, args=(config,), order=AFTER_ALL_VIEWS)
    config.registry.menu = []
    config.registry.tabs = []
    config.add_directive("add_menu", add_menu)
    config.add_directive("add_tab", add_tab)
