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
        "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
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


def set_cookie(request: web.Request, response: web.StreamResponse, value: str, *, secure: bool) -> None:
    """Give the browser a cookie that no script reads and no other site sends.

    Its path is that of the page, whatever prefix a proxy puts before it.
    """
    # morsels without a path belong to the folder of the address that set them
    response.set_cookie(COOKIE, value, path=None, httponly=True, samesite="Strict", secure=secure)  # type: ignore[arg-type]
