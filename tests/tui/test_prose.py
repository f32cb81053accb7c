"""The explanations: one a place, in both languages, and no command in them."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from steps import GUIDE
from wizard.text import LANGUAGES, Words, folder
from wizard.tui.outline import NODES, SECTIONS
from wizard.tui.prose import blocks, file_of, laid_out, prose, when_it_fails

PLACES = [*(step.id for step in GUIDE), NODES, *SECTIONS]
PROGRAMS = r"openstack|mysql|systemctl|yum|su|vi|source|setenforce|fdisk|mkfs\S*|mount|chown|egrep"
COMMANDS = re.compile(rf"^#? ?({PROGRAMS}) -?\S+ -?\S+$", re.MULTILINE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_is_explained_and_nothing_else(language: str) -> None:
    found = {file.name for file in (folder(language) / "prose").iterdir()}
    assert found == {file_of(place) for place in PLACES}


@pytest.mark.parametrize("place", PLACES)
def test_both_languages_have_the_same_headings(place: str) -> None:
    korean, english = (re.findall(r"^(#+) ", prose(Words(lang), place), re.MULTILINE) for lang in LANGUAGES)
    assert korean == english


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PLACES)
def test_commands_come_from_the_plan(place: str, language: str) -> None:
    text = prose(Words(language), place)
    assert "```" not in text
    assert not COMMANDS.search(text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", [step.id for step in GUIDE[1:]])
def test_every_step_says_what_to_do_when_it_fails(step: str, language: str) -> None:
    heading = {"ko": "잘 안 될 때", "en": "When it fails"}[language]
    assert f"## {heading}\n" in prose(Words(language), step)
    assert when_it_fails(Words(language), step)


COMPONENTS = [
    *("nova-api", "nova-api-metadata", "nova-compute", "XenAPI", "libvirt", "VMwareAPI", "nova-scheduler"),
    *("nova-conductor", "nova-cert", "nova-network", "nova-consoleauth", "nova-novncproxy", "X509"),
    *("nova-spicehtml5proxy", "nova-xvncproxy", "RabbitMQ", "ZeroMQ", "SQLAlchemy", "SQLite3", "MySQL"),
    *("PostgreSQL", "euca-bundle-image"),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_names_every_component(language: str) -> None:
    text = prose(Words(language), "4.4.1")
    assert [name for name in COMPONENTS if name not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PLACES)
def test_all_of_it_is_shown_and_no_marks(place: str, language: str) -> None:
    text = prose(Words(language), place)
    for width in (30, 100):
        shown = laid_out(blocks(text), width).plain
        assert not re.search(r"[*`#\[|]", re.sub(r"\[[\w/]+\]", "", shown))
        assert max(cell_len(line) for line in shown.splitlines()) <= width
        assert re.sub(r"[\s•]", "", shown) == re.sub(r"[\s*]|^## |^- ", "", text, flags=re.MULTILINE)
