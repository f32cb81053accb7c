"""A class with TLS of its own, and one behind a proxy that puts a prefix before its addresses."""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from yarl import URL

from tests.classroom.guests import Guest, guest
from tests.classroom.served import Served, served

LOOPBACK = "127.0.0.1"


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a self-signed certificate for the loopback address; return its file and its key's."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "class")])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(LOOPBACK))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    files = folder / "class.crt", folder / "class.key"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return files


@pytest.fixture(scope="module")
def with_tls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Path]]:
    """A class that is served with TLS, and its certificate."""
    folder = tmp_path_factory.mktemp("tls")
    cert, key = certificate(folder)
    with served(folder / "class", "--tls-cert", str(cert), "--tls-key", str(key)) as one:
        yield one, cert


async def test_with_tls_the_cookie_goes_by_tls_only_and_a_shell_answers(
    with_tls: tuple[Served, Path],
) -> None:
    class_, cert = with_tls
    assert class_.address.startswith("https://")
    trusting = ssl.create_default_context(cafile=str(cert))
    jar = aiohttp.CookieJar(unsafe=True)
    connector = aiohttp.TCPConnector(ssl=trusting)
    async with aiohttp.ClientSession(cookie_jar=jar, connector=connector) as session:
        one = Guest(class_, session)
        assert (await one.log_in("Kim"))[0] == 303
        (cookie,) = session.cookie_jar
        assert cookie["secure"] and cookie["httponly"]
        async with one.terminal("terminal/controller") as shell:
            await shell.type("hostname\r")
            await shell.until("controller\r\n")


async def test_with_tls_nothing_is_said_without(with_tls: tuple[Served, Path]) -> None:
    class_, _ = with_tls
    plain = replace(class_, address=class_.address.replace("https:", "http:"))
    async with guest(plain) as one:
        with pytest.raises(aiohttp.ClientError):
            await one.get("")


@pytest.mark.parametrize("spoiled", ["no certificate", "another key", "garbage"])
def test_a_certificate_that_cannot_be_used_is_told(tmp_path: Path, spoiled: str) -> None:
    cert, key = certificate(tmp_path)
    match spoiled:
        case "no certificate":
            cert.unlink()
        case "another key":
            (tmp_path / "other").mkdir()
            _, key = certificate(tmp_path / "other")
        case "garbage":
            cert.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    options = [
        "--dir",
        str(tmp_path / "class"),
        "--port",
        "0",
        "--tls-cert",
        str(cert),
        "--tls-key",
        str(key),
    ]
    ended = subprocess.run(
        [sys.executable, "-m", "wizard.labcli.cli", "serve", "--lang", "en", *options],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode in (1, 2)
    assert "certificate" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stdout.count("code") == 0


# --- Behind a proxy ---------------------------------------------------------------------------------

PREFIX = "/courses/nova/"


@asynccontextmanager
async def proxied(class_: Served) -> AsyncIterator[Served]:
    """A class as it is seen through a proxy that has TLS itself, takes a prefix off and keeps the Host."""
    async with aiohttp.ClientSession(auto_decompress=False, cookie_jar=aiohttp.DummyCookieJar()) as upstream:

        async def forward(request: web.Request) -> web.StreamResponse:
            target = class_.address + request.raw_path.removeprefix(PREFIX)
            kept = ("host", "cookie", "origin", "content-type")
            headers = {name: value for name, value in request.headers.items() if name.lower() in kept}
            headers["X-Forwarded-Proto"] = "https"
            if "upgrade" in request.headers.get("Connection", "").lower():
                return await _bridge(request, upstream, target, headers)
            body = await request.read()
            async with upstream.request(
                request.method, target, headers=headers, data=body, allow_redirects=False
            ) as answer:
                passed = {
                    name: answer.headers[name]
                    for name in ("Location", "Set-Cookie")
                    if name in answer.headers
                }
                return web.Response(status=answer.status, body=await answer.read(), headers=passed)

        app = web.Application()
        app.router.add_route("*", PREFIX + "{rest:.*}", forward)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, LOOPBACK, 0)
        await site.start()
        try:
            port = runner.addresses[0][1]
            yield replace(class_, address=f"http://{LOOPBACK}:{port}{PREFIX}")
        finally:
            await runner.cleanup()


async def _bridge(
    request: web.Request, upstream: aiohttp.ClientSession, target: str, headers: dict[str, str]
) -> web.WebSocketResponse:
    near = web.WebSocketResponse(max_msg_size=0)
    await near.prepare(request)
    async with upstream.ws_connect(target, headers=headers, max_msg_size=0) as far:

        async def pass_on(
            taken: aiohttp.ClientWebSocketResponse | web.WebSocketResponse,
            given: aiohttp.ClientWebSocketResponse | web.WebSocketResponse,
        ) -> None:
            async for message in taken:
                if message.type is aiohttp.WSMsgType.BINARY:
                    await given.send_bytes(message.data)
                else:
                    await given.send_str(message.data)
            await given.close()

        await asyncio.gather(pass_on(near, far), pass_on(far, near))
    return near


async def test_behind_a_proxy_with_a_prefix_a_student_logs_in_and_types(
    class_: Served, new_name: str
) -> None:
    async with proxied(class_) as seen, guest(seen) as one:
        form = {"code": class_.code, "name": new_name, "own": ""}
        async with one.session.post(
            one.url("login"), data=form, headers=one.from_page(), allow_redirects=False
        ) as answer:
            assert answer.status == 303
            landed = answer.url.join(URL(answer.headers["Location"]))
            assert landed.path == PREFIX
            cookie = answer.headers["Set-Cookie"]
            assert "Secure" in cookie
            value = cookie.partition(";")[0]
        back = {"Cookie": value}  # the test's way to the proxy has no TLS: its cookie jar keeps this one back
        assert new_name in (await one.get("", headers=back))[1]
        async with one.terminal("terminal/controller", headers=back) as shell:
            await shell.type("hostname\r")
            await shell.until("controller\r\n")


async def test_behind_a_proxy_another_sites_page_is_refused(class_: Served, new_name: str) -> None:
    async with proxied(class_) as seen, guest(seen) as one:
        status, _ = await one.post("login", {"code": class_.code, "name": new_name}, origin=class_.address)
        assert status == 403
