"""The security policy Pyramid asks: identity from the session, permission from the node."""

from __future__ import annotations

from pyramid.authorization import ACLHelper

from oshj_portal.security.acl import principals
from oshj_portal.security.cookies import ticket


class JournalSecurityPolicy:
    """Sessions in the store, access control lists computed by core's policy."""

    def __init__(self) -> None:
        self._acl = ACLHelper()

    def identity(self, request):
        """The actor, or ``None`` for a guest."""
        return request.actor if request.session_record is not None else None

    def authenticated_userid(self, request):
        """The id of the person, or ``None`` for a guest."""
        return request.actor.id if request.session_record is not None else None

    def permits(self, request, context, permission):
        """Whether the actor may."""
        return self._acl.permits(context, principals(request.actor), permission)

    def remember(self, request, userid, **kw):
        """The headers that set the session cookie to the reference ``userid``."""
        return ticket(request.registry).remember(request, userid, **kw)

    def forget(self, request, **kw):
        """The headers that remove the session cookie."""
        return ticket(request.registry).forget(request, **kw)
