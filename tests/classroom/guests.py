"""Guests of a class who speak HTTP and websockets themselves."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from tests.classroom.served import Served

PATIENCE = 120.0
"""Seconds after which something that should come is given up."""


class Guest:
    """One browser. `origin` is what it says of the page that its requests come from."""

    def __init__(self, class_: Served, session: aiohttp.ClientSession) -> None:
        self.class_ = class_
        self.session = session
        parts = urlsplit(class_.address)
        self.origin = f"{parts.scheme}://{parts.netloc}"

    def url(self, path: str) -> str:
        """Return the address of a path, which is taken as it stands."""
        return self.class_.address + path

    async def get(self, path: str, **options: Any) -> tuple[int, str]:
        """Return the status and the text of an answer."""
        async with self.session.get(self.url(path), allow_redirects=False, **options) as answer:
            return answer.status, await answer.text(errors="replace")

    async def post(
        self, path: str, data: Any = None, origin: str | None = "", **options: Any
    ) -> tuple[int, str]:
        """Post; with `origin` None, no Origin is sent. Return status and text."""
        headers = {**options.pop("headers", {}), **self.from_page(origin)}
        async with self.session.post(
            self.url(path), data=data, headers=headers, allow_redirects=False, **options
        ) as answer:
            return answer.status, await answer.text(errors="replace")

    def from_page(self, origin: str | None = "") -> dict[str, str]:
        """Return the header of a page's request."""
        return {} if origin is None else {"Origin": origin or self.origin}

    async def log_in(self, name: str, own: str = "", code: str | None = None) -> tuple[int, str]:
        """Log in as a student; return the status, and the own code where there is a new one."""
        form = {"code": self.class_.code if code is None else code, "name": name, "own": own}
        async with self.session.post(
            self.url("login"), data=form, headers=self.from_page(), allow_redirects=False
        ) as answer:
            return answer.status, answer.headers.get("Location", "").partition("#")[2]

    def cookie(self) -> str:
        """Return the cookie that the browser has."""
        return next(one.value for one in self.session.cookie_jar if one.key == "nova-class")

    @asynccontextmanager
    async def terminal(self, name: str, **options: Any) -> AsyncIterator[Page]:
        """Open a terminal as the student's page does."""
        headers = {**options.pop("headers", {}), **self.from_page(options.pop("origin", ""))}
        async with self.session.ws_connect(self.url(name), headers=headers, max_msg_size=0) as socket:
            yield Page(socket)


class Page:
    """A terminal in a page, which keeps what it was shown."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.shown = ""
        self.told: list[dict[str, Any]] = []

    async def type(self, text: str) -> None:
        """Type."""
        await self.socket.send_str(json.dumps({"in": text}))

    async def until(self, text: str, patience: float = PATIENCE, since: int = 0) -> str:
        """Wait until a text is shown, after so many characters, and return all that was."""
        async with asyncio.timeout(patience):
            while text not in self.shown[since:]:
                message = await self.socket.receive()
                if message.type is aiohttp.WSMsgType.BINARY:
                    self.shown += message.data.decode(errors="replace")
                elif message.type is aiohttp.WSMsgType.TEXT:
                    self.told.append(json.loads(message.data))
                else:
                    raise ConnectionError(f"closed: {message} after {self.shown[-500:]!r}")
        return self.shown

    async def read_for(self, seconds: float) -> None:
        """Take what is shown in so many seconds."""
        with suppress(TimeoutError):
            await self.until("\0", seconds)

    async def until_told(self, key: str) -> dict[str, Any]:
        """Wait for a message that has a key."""
        async with asyncio.timeout(PATIENCE):
            while not any(key in said for said in self.told):
                message = await self.socket.receive()
                assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), message
                if message.type is aiohttp.WSMsgType.TEXT:
                    self.told.append(json.loads(message.data))
                else:
                    self.shown += message.data.decode(errors="replace")
        return next(said for said in self.told if key in said)

    async def closed_with(self) -> int | None:
        """Wait until the other side closes, and return its code."""
        async with asyncio.timeout(PATIENCE):
            while (await self.socket.receive()).type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT):
                pass
        return self.socket.close_code


@asynccontextmanager
async def guest(class_: Served) -> AsyncIterator[Guest]:
    """A browser that has no cookie yet."""
    jar = aiohttp.CookieJar(unsafe=True)  # of an address, as browsers take them
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        yield Guest(class_, session)


_own_codes: dict[tuple[str, str], str] = {}


@asynccontextmanager
async def student(class_: Served, name: str) -> AsyncIterator[Guest]:
    """A student's browser, logged in."""
    async with guest(class_) as one:
        known = _own_codes.get((class_.address, name), "")
        status, own = await one.log_in(name, known)
        assert status == 303
        _own_codes[class_.address, name] = known or own
        yield one
