"""A PostgreSQL server of the test run's own, started on first use and stopped at its end.

It listens on a socket in its own folder only, so that it needs no free port, meets no server
of the machine, and every worker of pytest-xdist can have one.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg2
import pytest

#: The data is thrown away after the run: no crash needs to be survived.
OPTIONS = {
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "60",
    "synchronous_commit": "off",
}
OWNER = "oshj"


class ServerMissing(RuntimeError):
    """The machine has no PostgreSQL server; the tests that need one fail."""


class PostgresServer:
    """A running server, its data and its socket together in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def dsn(self, database: str) -> str:
        """Return the libpq connection string of a database."""
        return f"host={self.folder} port=5432 user={OWNER} dbname={database}"

    def create_database(self) -> str:
        """Create an empty database and return its connection string."""
        name = f"test_{uuid4().hex}"
        connection = psycopg2.connect(self.dsn("postgres"))
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(f'CREATE DATABASE "{name}"')
        finally:
            connection.close()
        return self.dsn(name)


def program(name: str) -> str:
    """Return the path of a server program: on ``PATH``, or the newest that Debian has installed.

    :raises ServerMissing: when there is none.
    """
    installed = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"),
        key=lambda path: int(path.parts[-3]),
        reverse=True,
    )
    if found := shutil.which(name) or next(map(str, installed), None):
        return found
    raise ServerMissing(f"{name} was not found: install a PostgreSQL server (Debian: postgresql)")


def account() -> pwd.struct_passwd:
    """Return the account that owns the server's files when root runs the tests."""
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def run(folder: Path, *command: str) -> None:
    """Run a server program in ``folder``, as a user it accepts: it refuses root."""
    owner = account()
    as_owner = ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
    subprocess.run(
        [*(as_owner if os.geteuid() == 0 else []), *command],
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def start(folder: Path) -> PostgresServer:
    """Make a cluster below ``folder`` and start its server; return when it takes connections."""
    initdb, pg_ctl, data = program("initdb"), program("pg_ctl"), f"{folder}/data"
    if os.geteuid() == 0:
        os.chown(folder, account().pw_uid, account().pw_gid)
    options = " ".join(f"-c {key}='{value}'" for key, value in OPTIONS.items())
    options += f" -k {folder} -p 5432"
    run(folder, initdb, "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
    run(folder, pg_ctl, "start", "-w", "-D", data, "-l", f"{folder}/log", "-o", options)
    return PostgresServer(folder)


def stop(server: PostgresServer) -> None:
    """Stop the server whose process id stands in the cluster's folder."""
    data = f"{server.folder}/data"
    run(server.folder, program("pg_ctl"), "stop", "-w", "-m", "immediate", "-D", data)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The server of this test run (of this worker)."""
    with tempfile.TemporaryDirectory(prefix="oshj-pg-") as folder:
        server = start(Path(folder))
        try:
            yield server
        finally:
            stop(server)


@pytest.fixture
def postgres_dsn(postgres_server: PostgresServer) -> str:
    """The connection string of an empty database."""
    return postgres_server.create_database()
