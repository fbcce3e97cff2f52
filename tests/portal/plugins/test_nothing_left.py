"""No class of a plugin is ever in the store, and after uninstalling nothing of it is."""

from __future__ import annotations

import pickletools
from collections.abc import Iterator
from io import BytesIO

from ZODB.serialize import referencesf
from ZODB.utils import z64

from oshj_portal.persistence import database


def stored_globals(portal) -> set[str]:
    """The modules of all classes named in the present record of any object."""
    connection = database(portal.registry).open()
    try:
        waiting, seen, modules = [z64], set(), set()
        while waiting:
            oid = waiting.pop()
            if oid not in seen:
                seen.add(oid)
                record, _serial = connection._storage.load(oid)
                modules.update(globals_of(record))
                waiting += referencesf(record)
        return modules
    finally:
        connection.close()


def globals_of(record: bytes) -> Iterator[str]:
    """A record is two pickles: the object's class, and its state."""
    stream = BytesIO(record)
    for _pickle in range(2):
        for opcode, argument, _place in pickletools.genops(stream):
            assert opcode.name != "STACK_GLOBAL", "the store writes protocol 3"
            if opcode.name == "GLOBAL":
                yield argument.partition(" ")[0]


def test_a_plugins_life_leaves_no_class_behind(portal):
    admin = portal.browser("admin")
    scans = [stored_globals(portal)]

    def move(action: str) -> None:
        portal.post(admin, f"/control/plugin-{action}/five_point", status=303)
        scans.append(stored_globals(portal))

    move("install")
    move("enable")
    form = admin.get("/control/plugin-settings/five_point").forms["plugin-settings"]
    form["lowest_mean"] = "3,25"
    form.submit("save", status=303)
    scans.append(stored_globals(portal))
    admin.get("/five-point-scale")
    move("disable")
    move("uninstall")
    assert all("oshj_portal.store.site" in modules for modules in scans)
    for modules in scans:
        roots = {module.partition(".")[0] for module in modules}
        assert roots <= {"oshj_portal", "BTrees", "persistent", "copyreg", "copy_reg", "builtins"}
        assert {module for module in modules if module.startswith("oshj_portal.")} == {
            module for module in modules if module.startswith("oshj_portal.store.")
        }
