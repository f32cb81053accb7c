"""The site as readers get it: whole, in two languages, and without anything from other sites."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.documentation.conftest import build
from tests.documentation.pages import PAGES, ROOT, SITE
from wizard.text import LANGUAGES

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FROM_ELSEWHERE = re.compile(r"^(https?:)?//")
LARGEST_PICTURE = 300_000
"""Bytes."""
PATIENCE = 60_000
"""Milliseconds."""


class Loads(HTMLParser):
    """Collects the addresses that a browser loads with a page; links that a reader follows are none."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.styles: list[str] = []
        self._in_style = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag loads."""
        named = {name: value or "" for name, value in attrs}
        self.addresses += [named[name] for name in ("src", "srcset", "poster", "data") if name in named]
        self._in_style = tag == "style"
        self.styles.append(named.get("style", ""))
        if tag == "link" and named.get("rel") not in ("canonical", "alternate", "next", "prev"):
            self.addresses.append(named["href"])

    def handle_data(self, data: str) -> None:
        """Note what a style element says."""
        if self._in_style:
            self.styles.append(data)


def loaded_by_style(text: str) -> list[str]:
    """Return the addresses that a style sheet loads."""
    return re.findall(r"url\(\s*[\"']?([^)\"']+)|@import\s+[\"']([^\"']+)", text)


def test_every_page_is_there_in_both_languages(site: Path) -> None:
    expected = {page.relative_to(SITE).with_suffix(".html").as_posix().removeprefix("en/") for page in PAGES}
    built = {page.relative_to(site).as_posix() for page in site.rglob("*.html")}
    assert built == expected | {"404.html"}
    assert {name.removeprefix("ko/") for name in expected if name.startswith("ko/")} == {
        name for name in expected if not name.startswith("ko/")
    }


def test_a_page_loads_nothing_from_elsewhere(site: Path) -> None:
    pages = [Loads(page.read_text(encoding="utf-8")) for page in site.rglob("*.html")]
    addresses = [address for page in pages for address in page.addresses]
    sheets = [sheet.read_text(encoding="utf-8") for sheet in site.rglob("*.css")]
    sheets += [style for page in pages for style in page.styles]
    addresses += ["".join(found) for sheet in sheets for found in loaded_by_style(sheet)]
    assert len(addresses) > 100
    assert [address for address in addresses if FROM_ELSEWHERE.match(address.strip())] == []


@pytest.mark.parametrize(
    ("written", "loaded"),
    [
        ('<script src="https://x/y.js"></script>', "https://x/y.js"),
        ('<link rel="stylesheet" href="//x/y.css">', "//x/y.css"),
        ('<img src="http://x/y.png">', "http://x/y.png"),
    ],
)
def test_what_a_page_would_load_is_seen(written: str, loaded: str) -> None:
    assert [loaded] == [one for one in Loads(written).addresses if FROM_ELSEWHERE.match(one)]
    assert Loads('<a href="https://x/">x</a>').addresses == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "link", ["administrators/run.md#nowhere", "administrators/nowhere.md", "nowhere.svg"]
)
def test_a_broken_link_or_anchor_ends_the_build(lang: str, link: str, tmp_path: Path) -> None:
    copy = tmp_path / "docs"
    shutil.copytree(ROOT / "docs", copy)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    page = copy / "site" / lang / "index.md"
    page.write_text(f"{page.read_text(encoding='utf-8')}\n[x]({link})\n", encoding="utf-8")
    ended = build(tmp_path / "site", "--config-file", str(tmp_path / "mkdocs.yml"))
    assert ended.returncode == 1
    assert "nowhere" in ended.stdout + ended.stderr


def test_pictures_are_shown_and_small() -> None:
    said = "".join(page.read_text(encoding="utf-8") for page in (*PAGES, *ROOT.glob("README*.md")))
    pictures = [path for path in (SITE / "pictures").iterdir() if path.suffix == ".png"]
    assert len(pictures) == 6
    assert [path.name for path in pictures if path.stat().st_size > LARGEST_PICTURE] == []
    assert [path.name for path in pictures if f"pictures/{path.name}" not in said] == []


# --- In a browser ---------------------------------------------------------------------------------------


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Say nothing."""


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    """Where the site is served, below a prefix as on a project's pages."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site.parent))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{site.name}/"
        server.shutdown()


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")
@pytest.mark.parametrize(
    ("page", "word", "found", "other"),
    [
        ("administrators/undo.html", "fstab", "administrators/undo.html", "ko/administrators/undo.html"),
        ("ko/students/lab.html", "되돌리기", "ko/administrators/undo.html", "students/lab.html"),
    ],
)
def test_a_reader_searches_and_switches_the_language(
    address: str, page: str, word: str, found: str, other: str
) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    elsewhere: list[str] = []
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        shown = browser.new_page(viewport={"width": 1300, "height": 800})
        shown.on(
            "request",
            lambda asked: (
                None if asked.url.startswith((address, "data:", "blob:")) else elsewhere.append(asked.url)
            ),
        )
        shown.goto(address + page)
        query = shown.locator("[data-md-component=search-query]")
        query.fill(word)
        query.press("End")  # the page looks at the field when a key comes up
        link = shown.locator(f"a.md-search-result__link[href*='{Path(found).name}']").first
        playwright.expect(link).to_be_attached(timeout=PATIENCE)
        query.press("Escape")
        language = "ko" if other.startswith("ko/") else "en"
        shown.locator(".md-header [hreflang]").first.wait_for(state="attached")
        shown.goto(shown.locator(f".md-header a[hreflang={language}]").evaluate("link => link.href"))
        assert shown.url == address + other
        assert shown.locator("html").get_attribute("lang") == language
        browser.close()
    assert elsewhere == []
