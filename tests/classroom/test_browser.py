"""The pages in a real Chromium: log in, read the hosts, type in a shell, reload, come back, look on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.classroom.served import Served

pytest.importorskip("playwright", reason="playwright is not installed")
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")
PATIENCE = 120_000
"""Milliseconds."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests; each has pages of its own."""
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield one
        one.close()


def _page(browser: Browser, wrong: list[str]) -> Page:
    page = browser.new_context(viewport={"width": 1200, "height": 760}, accept_downloads=True).new_page()
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on(
        "request",
        lambda asked: (
            None if "127.0.0.1" in asked.url or asked.url.startswith("data:") else wrong.append(asked.url)
        ),
    )
    return page


def _log_in(page: Page, class_: Served, code: str, name: str = "") -> None:
    page.goto(f"{class_.address}?lang=en")
    page.fill("[name=code]", code)
    page.fill("[name=name]", name)
    page.click("form button")


def _shown(page: Page, terminal: str, text: str) -> None:
    rows = page.locator(f"[data-of={terminal}] .xterm-rows")
    expect(rows).to_contain_text(text, timeout=PATIENCE)


def test_a_student_works_and_comes_back(browser: Browser, class_: Served) -> None:
    wrong: list[str] = []
    page = _page(browser, wrong)
    _log_in(page, class_, class_.code, "김학생")
    _shown(page, "wizard", "F5")
    expect(page.locator("#notice")).to_contain_text("Your own code is")
    page.keyboard.press("F5")  # reads the hosts, and does not reload the page
    _shown(page, "wizard", "5/39")
    page.click("[data-terminal=controller]")
    _shown(page, "controller", "[root@controller ~]#")
    page.keyboard.type("echo $((40+2)) 안녕하세요\n")
    _shown(page, "controller", "42 안녕하세요")
    page.reload()
    _shown(page, "controller", "42 안녕하세요")  # the tab that was open, as it was
    page.click("[data-terminal=wizard]")
    _shown(page, "wizard", "5/39")
    assert not wrong


def test_a_lost_network_loses_nothing(browser: Browser, class_: Served) -> None:
    wrong: list[str] = []
    page = _page(browser, wrong)
    _log_in(page, class_, class_.code, "offline")
    page.click("[data-terminal=compute1]")
    _shown(page, "compute1", "[root@compute1 ~]#")
    page.keyboard.type("X=kept\n")
    _shown(page, "compute1", "X=kept")
    page.evaluate("() => Object.values(views).forEach((view) => view.socket.close())")
    page.wait_for_timeout(1000)
    page.keyboard.type("echo still-$X\n")
    _shown(page, "compute1", "still-kept")


def test_hangul_is_composed(browser: Browser, class_: Served) -> None:
    page = _page(browser, [])
    _log_in(page, class_, class_.code, "composing")
    page.click("[data-terminal=controller]")
    _shown(page, "controller", "[root@controller ~]#")
    page.keyboard.type("echo ")
    _shown(page, "controller", "echo")
    session = page.context.new_cdp_session(page)
    for part in ("ㅎ", "하", "한"):
        session.send("Input.imeSetComposition", {"text": part, "selectionStart": 1, "selectionEnd": 1})
    session.send("Input.insertText", {"text": "한"})
    _shown(page, "controller", "echo 한")  # a person's keys do not come while one is being composed
    page.keyboard.type("글\n")
    _shown(page, "controller", "echo 한글")


def test_answers_are_downloaded(browser: Browser, class_: Served, tmp_path: Path) -> None:
    page = _page(browser, [])
    _log_in(page, class_, class_.code, "saving")
    _shown(page, "wizard", "F5")
    page.keyboard.press("Control+s")
    _shown(page, "wizard", "answers.yaml")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "answers.yaml")
    assert "novapass" in (tmp_path / "answers.yaml").read_text()


def test_the_teacher_looks_on_and_acts(browser: Browser, class_: Served) -> None:
    wrong: list[str] = []
    student, teacher = _page(browser, wrong), _page(browser, wrong)
    _log_in(student, class_, class_.code, "watched")
    student.click("[data-terminal=controller]")
    _shown(student, "controller", "[root@controller ~]#")
    student.keyboard.type("echo look-$((40+2))\n")
    _shown(student, "controller", "look-42")
    _log_in(teacher, class_, class_.teachers)
    row = teacher.locator("tr", has_text="watched")
    row.get_by_role("button", name="Watch").click()
    teacher.get_by_role("tab", name="controller").click()
    expect(teacher.locator("#terminals .xterm-rows")).to_contain_text("look-42", timeout=PATIENCE)
    teacher.locator("#terminals").click()
    teacher.keyboard.type("echo nobody-$((1+1))\n")
    student.keyboard.type("echo again-$((20+3))\n")
    expect(teacher.locator("#terminals .xterm-rows")).to_contain_text("again-23", timeout=PATIENCE)
    expect(teacher.locator("#terminals .xterm-rows")).not_to_contain_text("nobody")
    teacher.get_by_role("button", name="Snapshot", exact=True).click()
    expect(teacher.locator("#notice")).to_have_text("Done.", timeout=PATIENCE)
    row.get_by_role("button", name="Grade").click()
    expect(row).to_contain_text("/39", timeout=PATIENCE)
    with teacher.expect_download(timeout=PATIENCE) as download:
        teacher.get_by_text("Download grades").click()
    assert "watched" in Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert not wrong
