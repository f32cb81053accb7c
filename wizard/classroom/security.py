"""What every request has to satisfy before anything else looks at it, and what every answer says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

COOKIE = "nova-class"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
HEADERS = {
    # xterm.js sets its colours in style elements of its own; scripts come from files of ours alone.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with none at all, browsers send no Origin either
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
    "Server": "nova-lab",
}


def of_same_origin(request: web.Request) -> bool:
    """Whether a request comes from a page of this server, by the Origin that browsers send."""
    origin = urlsplit(request.headers.get("Origin", ""))
    return origin.scheme in ("http", "https") and origin.netloc.lower() == request.host.lower()


@web.middleware
async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what another site's page has sent; put the headers on every answer, an error too."""
    changes = request.method not in ("GET", "HEAD")
    is_socket = request.headers.get("Upgrade", "").lower() == "websocket"
    try:
        if (changes or is_socket) and not of_same_origin(request):
            raise web.HTTPForbidden(text="Origin")
        response = await handler(request)
    except web.HTTPException as error:
        error.headers.update(HEADERS)
        raise
    if not response.prepared:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
    return response


def cookie_header(value: str, *, secure: bool) -> str:
    """Return the header that gives the browser a cookie, which no script reads and no other site sends.

    It names no path: that is then the page's folder, whatever prefix a proxy puts before it. An empty value
    takes the cookie back.
    """
    ending = "" if value else "; Max-Age=0"
    return f"{COOKIE}={value}; HttpOnly; SameSite=Strict{'; Secure' if secure else ''}{ending}"
