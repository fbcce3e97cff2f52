"""A WSGI application behind a real server on a free loopback port, for browsers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Event, Thread
from typing import Any

import pytest
from waitress import wasyncore
from waitress.server import create_server

#: Serves an application until the end of the test and returns its address, without a slash.
Serve = Callable[[Any], str]


@contextmanager
def serving(application: Any, threads: int = 4) -> Iterator[str]:
    """Serve ``application`` while the block runs; yield its address.

    The server stops even while a browser keeps its connections open.
    """
    sockets: dict[int, Any] = {}
    server = create_server(application, map=sockets, host="127.0.0.1", port=0, threads=threads)
    stopping = Event()

    def loop() -> None:
        while not stopping.is_set():
            wasyncore.loop(timeout=1, map=sockets, count=1)

    thread = Thread(target=loop, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        stopping.set()
        server.pull_trigger()
        thread.join()
        server.task_dispatcher.shutdown()
        for channel in list(sockets.values()):
            channel.close()


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve applications during one test: ``address = serve(application)``."""
    with ExitStack() as stack:
        yield lambda application: stack.enter_context(serving(application))
