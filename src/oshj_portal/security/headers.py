"""The headers every answer carries."""

from __future__ import annotations

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def headers_tween_factory(handler, registry):
    """Add the headers; a page made for one person is never kept by a cache."""

    def headers_tween(request):
        response = handler(request)
        headers = response.headers
        headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=()"
        if registry.https:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        if not request.environ["PATH_INFO"].startswith("/static/"):
            headers.setdefault("Cache-Control", "no-store")
        return response

    return headers_tween


def includeme(config):
    config.add_tween("oshj_portal.security.headers.headers_tween_factory")
