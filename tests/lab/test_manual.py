"""Manual pages: each command of the book has one in both languages, which agree; and usage lines."""

from __future__ import annotations

import re

import pytest

from tests.lab import inside
from wizard.hostsim import manual
from wizard.hostsim.table import PROGRAMS
from wizard.hostsim.width import width
from wizard.lab import manuals

manuals.load()
BOOK = ["mysql", "openstack", "nova-manage", "systemctl", "setenforce", "fdisk", "mkfs.ext4", "mount",
    "chown", "yum", "su", "egrep", "vi", "fstab"]  # fmt: skip


@pytest.mark.parametrize("lang", manuals.LANGUAGES)
@pytest.mark.parametrize("name", BOOK)
def test_the_books_commands_have_a_page(name: str, lang: str) -> None:
    page = manual.find(name, lang)
    assert page is not None
    assert name in page.names


def test_the_languages_have_the_same_commands_and_options() -> None:
    english, korean = ({page.name: page for page in manual.pages(lang)} for lang in manuals.LANGUAGES)
    assert english.keys() == korean.keys()
    for name, page in english.items():
        other = korean[name]
        assert page.section == other.section
        assert page.synopsis == other.synopsis
        assert re.findall(r"^`.*`$|^    .*", page.text, re.M) == re.findall(
            r"^`.*`$|^    .*", other.text, re.M
        )


@pytest.mark.parametrize("lang", manuals.LANGUAGES)
@pytest.mark.parametrize("columns", [40, 80])
def test_pages_fit_the_screen(lang: str, columns: int) -> None:
    """Only what is typed may be wider: it is not wrapped."""
    for page in manual.pages(lang):
        typed = [line.strip() for line in page.text.splitlines() if line.startswith(("    ", "`"))]
        lines = manual.shown(page, columns, bold=False).splitlines()
        assert all(
            width(line) <= columns for line in lines if line.strip().strip("`") not in "\n".join(typed)
        ), page.name


async def said(script: str) -> tuple[int, str]:
    """Return the status and all output of a script on a node with nothing but its system."""
    ended = await inside.run(inside.node(), script)
    return ended.status, ended.stdout + ended.stderr


async def test_man() -> None:
    status, text = await said("man reboot")
    assert status == 0
    assert text.startswith(
        "REBOOT(8)"
        + " " * 62
        + "REBOOT(8)\nNAME\n       reboot - restart the host\n\nSYNOPSIS\n       reboot\n"
    )
    assert (await said("LANG=ko_KR.UTF-8 LC_ALL= man shutdown"))[1].splitlines()[1:3] == [
        "이름",
        "       reboot - 호스트를 다시 시작합니다",
    ]
    assert await said("man nosuch") == (16, "No manual entry for nosuch\n")
    assert await said("man 5 mount") == (16, "No manual entry for mount in section 5\n")
    assert await said("man") == (1, "What manual page do you want?\n")
    assert await said("whatis fdisk") == (0, "fdisk (8)            - change the partition table of a disk\n")
    assert (await said("man -k partition"))[1].startswith("fdisk (8) ")


@pytest.mark.parametrize(
    "name", sorted(set(PROGRAMS) & {name for page in manual.pages() for name in page.names})
)
async def test_every_program_with_a_page_tells_its_usage(name: str) -> None:
    node = inside.node()
    await inside.run(node, "yum -y install net-tools openstack-nova-common")
    if (await inside.run(node, f"command -v {name}")).status == 0:
        ended = await inside.run(node, f"{name} --help")
        assert (ended.status, ended.stderr) == (0, ""), ended
        assert re.search(rf"\b{re.escape(name)} \[?|Usage: {re.escape(name)}", ended.stdout), ended
