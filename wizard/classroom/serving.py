"""Serves a class until it is stopped."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from wizard.classroom.classroom import Classroom, Codes
from wizard.classroom.web import application
from wizard.model.problems import Problem


@dataclass(frozen=True)
class Place:
    """Where a class is served."""

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None

    @property
    def address(self) -> str:
        """The address for browsers on this machine."""
        scheme = "https" if self.certificate else "http"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}:{self.port}/"


async def serve(
    class_: Classroom, place: Place, opened: Callable[[str, Codes], None], stopped: asyncio.Event
) -> None:
    """Serve a class until `stopped` is set; `opened` is told where, and the codes. Raises `Problem`."""
    context = _context(place)
    try:
        await class_.open()
    except OSError as error:
        raise Problem("classroom-not-started", reason=error.strerror or str(error)) from None
    logging.getLogger("aiohttp").setLevel(logging.CRITICAL)  # a guest's broken request is nothing to report
    runner = web.AppRunner(
        application(class_, secure=context is not None), access_log=None, shutdown_timeout=2.0
    )
    try:
        await runner.setup()
        site = web.TCPSite(runner, place.host, place.port, ssl_context=context)
        try:
            await site.start()
        except OSError as error:
            reason = error.strerror or str(error)
            raise Problem("classroom-no-port", host=place.host, port=place.port, reason=reason) from None
        port = runner.addresses[0][1]
        opened(Place(place.host, port, place.certificate, place.key).address, class_.codes)
        await stopped.wait()
    finally:
        await runner.cleanup()
        await class_.close()


def _context(place: Place) -> ssl.SSLContext | None:
    """Return what TLS is served with; None for none. Raises `Problem` for files that cannot be used."""
    if place.certificate is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(place.certificate, place.key)
    except (OSError, ssl.SSLError) as error:
        raise Problem("classroom-certificate", reason=error.strerror or str(error)) from None
    return context
