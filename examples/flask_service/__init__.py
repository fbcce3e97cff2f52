"""A host as a small JSON service, on Flask and the store of ``examples.sqlite_journal``.

``python -m examples.flask_service FILE --tokens TOKENS`` serves a file on http://127.0.0.1:8000;
Flask has to be installed.  TOKENS is a file with lines of a token and a person, ``secret t0101``;
whoever sends ``Authorization: Bearer secret`` acts as that person::

    curl -H 'Authorization: Bearer secret' http://127.0.0.1:8000/journals/JOURNAL/totals

Tokens are an example and no sign-in: a real service checks credentials (``oshj_core.accounts``)
and keeps sessions.
"""

from examples.flask_service.service import make_service

__all__ = ["make_service"]
