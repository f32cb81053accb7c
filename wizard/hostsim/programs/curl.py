"""curl 7.29, as far as HTTP between the hosts of the network goes."""

from __future__ import annotations

import asyncio
import errno
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from wizard.hostsim import limits
from wizard.hostsim.process import Failure, Process, encode
from wizard.hostsim.streams import Stream
from wizard.hostsim.table import program

LONG = ("silent", "show-error", "include", "head", "verbose", "request=", "header=", "data=", "output=",
    "location", "insecure", "max-time=", "connect-timeout=", "write-out=", "fail", "user-agent=", "help",
    "version", "data-raw=", "url=", "noproxy=", "compressed", "globoff")  # fmt: skip
USAGE = "curl: try 'curl --help' or 'curl --manual' for more information\n"
REDIRECTS = 10
SECONDS = 120.0
"""Seconds of the machine that one answer may take."""


class CurlError(Failure):
    """What curl says of a transfer that failed; the number is its exit status."""

    def __init__(self, number: int, message: str) -> None:
        super().__init__(f"({number}) {message}", number)


@dataclass
class Answer:
    """A response: status line and headers as they came, the headers by small names, and the body."""

    head: str
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@program("curl")
async def curl(process: Process) -> int:
    """curl: print what an HTTP server of the lab answers."""
    pairs, words = process.option_list("sSiIvX:H:d:o:LkfO#m:w:A:g4", *LONG)
    options = dict(pairs)
    if "--version" in options:
        process.out("curl 7.29.0 (x86_64-redhat-linux-gnu) libcurl/7.29.0 NSS/3.19.1 Basic ECC zlib/1.2.7\n")
        return 0
    if "--help" in options:
        process.out("Usage: curl [options...] <url>\n")
        return 0
    words += [value for option, value in pairs if option == "--url"]
    if not words:
        process.err(USAGE)
        return 2
    silent = {"-s", "--silent"} & options.keys()
    try:
        for url in words:
            await _transfer(process, url, options, pairs)
    except CurlError as error:
        if silent and not {"-S", "--show-error"} & options.keys():
            return error.status
        raise
    return 0


async def _transfer(
    process: Process, url: str, options: Mapping[str, str], pairs: list[tuple[str, str]]
) -> None:
    headers = [value for option, value in pairs if option in ("-H", "--header")]
    data = "&".join(value for option, value in pairs if option in ("-d", "--data", "--data-raw"))
    body = encode(await _given(process, data))
    only_head = bool({"-I", "--head"} & options.keys())
    method = options.get("-X", options.get("--request", "HEAD" if only_head else "POST" if body else "GET"))
    for _ in range(REDIRECTS):
        answer = await _ask(process, url, method, headers, body)
        where = answer.headers.get("location")
        if not where or answer.status not in range(300, 400) or not {"-L", "--location"} & options.keys():
            break
        url = urljoin(url, where)
    if answer.status >= 400 and {"-f", "--fail"} & options.keys():
        raise CurlError(
            22, f"The requested URL returned error: {answer.head.partition(' ')[2].splitlines()[0]}"
        )
    if only_head or {"-i", "--include"} & options.keys():
        process.out(answer.head)
    if {"-v", "--verbose"} & options.keys():
        process.err("".join(f"< {line}\n" for line in answer.head.splitlines()))
    await _put(process, answer.body, options.get("-o", options.get("--output")))
    if template := options.get("-w", options.get("--write-out")):
        shown = template.replace("%{http_code}", f"{answer.status:03}").replace(
            "%{size_download}", str(len(answer.body))
        )
        process.out(shown.replace("\\n", "\n").replace("\\t", "\t"))


async def _given(process: Process, data: str) -> str:
    """Return data for a request; `@FILE` stands for a file's content without its line ends."""
    if not data.startswith("@"):
        return data
    try:
        content = await process.read_file(data[1:])
    except OSError:
        return ""
    return content.decode("utf-8", "surrogateescape").replace("\r", "").replace("\n", "")


async def _put(process: Process, body: bytes, output: str | None) -> None:
    if output is None or output == "-":
        process.out(body)
        return

    stream = process.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC).open()
    try:
        await stream.write(body)
    finally:
        stream.close()


async def _ask(process: Process, url: str, method: str, headers: list[str], body: bytes) -> Answer:
    """Send one request and return the answer. Raises `CurlError` as curl words it."""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme == "https":
        raise CurlError(35, "SSL connect error")
    if parts.scheme != "http":
        raise CurlError(1, f"Protocol {parts.scheme} not supported or disabled in libcurl")
    try:
        host, port = parts.hostname or "", parts.port or 80
    except ValueError:
        raise CurlError(3, "<url> malformed") from None
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = {
        "user-agent": "User-Agent: curl/7.29.0",
        "host": f"Host: {parts.netloc}",
        "accept": "Accept: */*",
    }
    lines |= {one.partition(":")[0].strip().lower(): one for one in headers if one.partition(":")[2].strip()}
    if body:
        lines.setdefault("content-type", "Content-Type: application/x-www-form-urlencoded")
        lines["content-length"] = f"Content-Length: {len(body)}"
    head = "\r\n".join([f"{method} {target} HTTP/1.1", *lines.values()])
    if re.search(r"[\r\n]", head.replace("\r\n", "")):
        raise CurlError(3, "<url> malformed")
    try:
        socket = (await process.node.connect(host, port)).open()
    except OSError as error:
        if error.errno == -2:
            raise CurlError(6, f"Could not resolve host: {host}; Unknown error") from None
        what = {errno.ECONNREFUSED: "Connection refused", errno.EHOSTUNREACH: "No route to host"}
        text = what.get(error.errno or 0, "Connection timed out")
        raise CurlError(7, f"Failed connect to {host}:{port}; {text}") from None
    try:
        async with asyncio.timeout(SECONDS):
            await socket.write(encode(head) + b"\r\n\r\n" + body)
            return await _answer(socket, without_body=method == "HEAD")
    except TimeoutError:
        raise CurlError(28, "Operation timed out") from None
    except OSError:
        raise CurlError(56, "Recv failure: Connection reset by peer") from None
    finally:
        socket.close()


async def _answer(socket: Stream, *, without_body: bool) -> Answer:
    head = ""
    while line := (await socket.read_line(limits.LINE)).decode("utf-8", "replace"):
        head += line
        if not line.strip() or head.count("\n") > limits.HEADERS:
            break
    match = re.match(r"HTTP/1\.\d (\d{3})", head)
    if match is None:
        raise CurlError(52, "Empty reply from server") if not head else CurlError(1, "Unsupported response")
    pairs = (line.partition(":") for line in head.splitlines()[1:] if ":" in line)
    answer = Answer(head, int(match[1]), {name.strip().lower(): value.strip() for name, _, value in pairs})
    if without_body or answer.status in (204, 304):
        return answer
    length = answer.headers.get("content-length", "")
    parts: list[bytes] = []
    left = int(length) if length.isdigit() else limits.INPUT
    while left > 0 and (data := await socket.read(min(left, limits.BLOCK))):
        parts.append(data)
        left -= len(data)
    answer.body = b"".join(parts)
    return answer
