"""Take the pictures of the classroom: `python -m docs.browser_pictures` serves a class and looks at it.

It writes docs/site/pictures/<language>-<page>.png, and needs Chromium.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from docs.pictures import PICTURES
from tests.classroom.served import Served, served
from wizard.exercises.load import find
from wizard.text import LANGUAGES

EXERCISE = find("endpoint-wrong-port")
STUDENTS = {"en": ("Minji Kim", "Jiho Lee", "Seoyeon Park"), "ko": ("김민지", "이지호", "박서연")}
SIZE: ViewportSize = {"width": 1200, "height": 720}
PATIENCE = 120_000
"""Milliseconds."""


class Class:
    """A class in one language, and the browser that visits it."""

    def __init__(self, language: str, class_: Served, browser: Browser, folder: Path) -> None:
        self._language = language
        self._class = class_
        self._browser = browser
        self._folder = folder

    def enter(self, code: str, name: str = "") -> Page:
        """Log in from a browser of one's own."""
        page = self._browser.new_context(viewport=SIZE, locale=self._language).new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{self._class.address}?lang={self._language}")
        page.fill("[name=code]", code)
        page.fill("[name=name]", name)
        page.click("form button")
        return page

    def student(self, name: str) -> Page:
        """Log in as a student, whose wizard is there then."""
        page = self.enter(self._class.code, name)
        shown(page, "wizard", "F5")
        return page

    def take(self, page: Page, name: str) -> None:
        """Write the picture of a page."""
        page.evaluate("document.getElementById('notice').hidden = true")
        page.wait_for_timeout(500)  # the cursor's and the button's last change of colour
        page.screenshot(path=self._folder / f"{self._language}-{name}.png")


def shown(page: Page, terminal: str, text: str) -> None:
    """Wait until a student's terminal shows a text."""
    expect(page.locator(f"[data-of={terminal}] .xterm-rows")).to_contain_text(text, timeout=PATIENCE)


def check(page: Page) -> None:
    """Have the work checked, and see the result."""
    page.click("#check")
    expect(page.locator("#points")).not_to_be_empty(timeout=PATIENCE)
    expect(page.locator("#check")).to_be_enabled(timeout=PATIENCE)


def type_lines(page: Page, *lines: str) -> None:
    """Type at the controller, and see that the last line has ended."""
    page.click("[data-terminal=controller]")
    shown(page, "controller", "[root@controller ~]#")
    for line in lines:
        page.keyboard.type(f"{line}\n")
    page.keyboard.type("hostname -s\n")
    expect(page.locator("[data-of=controller] .xterm-rows")).to_contain_text(
        "]# hostname -scontroller", timeout=PATIENCE
    )


def looks(page: Page) -> None:
    """Read the hosts in the wizard."""
    page.click("[data-terminal=wizard]")
    page.keyboard.press("F5")
    shown(page, "wizard", "/39")
    page.keyboard.press("Control+n")


def visit(class_: Class, teachers: str, names: tuple[str, str, str]) -> None:
    """Be all students of a class, then its teacher."""
    first, second, third = (class_.student(name) for name in names)
    looks(second)
    second.click("#hint")
    expect(second.locator("#hints li")).to_have_count(1)
    check(second)
    class_.take(second, "student")
    type_lines(first, ". admin-openrc", *(one.sh.strip() for one in EXERCISE.solve))
    check(first)
    class_.take(first, "solved")
    looks(third)
    teacher = class_.enter(teachers)
    rows = teacher.locator("#students tr")
    expect(rows).to_have_count(len(names))
    for name in names:
        row = rows.filter(has_text=name)
        row.locator("button").nth(1).click()
        expect(row).to_contain_text("/7", timeout=PATIENCE)
    rows.filter(has_text=names[1]).locator("button").first.click()
    expect(teacher.locator("#terminals .xterm-rows")).to_contain_text("/39", timeout=PATIENCE)
    class_.take(teacher, "teacher")


def main(folder: Path = PICTURES) -> None:
    """Take the pictures in both languages."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory(prefix="pictures") as state:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for language in LANGUAGES:
            with served(Path(state) / language, "--exercise", EXERCISE.name) as class_:
                visit(Class(language, class_, browser, folder), class_.teachers, STUDENTS[language])
        browser.close()


if __name__ == "__main__":
    main()
