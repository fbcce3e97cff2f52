"""A host as a small JSON service, on Flask and the store of ``examples.sqlite_journal``.

``python -m examples.flask_service FILE`` serves a file on http://127.0.0.1:8000.  Who acts is
said by a header, which is an example and no sign-in: a real service checks credentials
(``oshj_core.accounts``) and keeps sessions.
"""

from examples.flask_service.service import make_service

__all__ = ["make_service"]
