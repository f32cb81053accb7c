"""The explanations: one a place, in both languages, and no command in them."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from steps import GUIDE
from wizard.prose import file_of, prose, when_it_fails
from wizard.text import LANGUAGES, Words, folder
from wizard.tui.outline import NODES, SECTIONS
from wizard.tui.prose import blocks, laid_out

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
    heading = {"ko": "문제 해결", "en": "If it fails"}[language]
    assert f"## {heading}\n" in prose(Words(language), step)
    assert when_it_fails(Words(language), step)


COMPONENTS = [
    *("nova-api", "nova-api-metadata", "nova-compute", "XenAPI", "libvirt", "VMwareAPI", "nova-scheduler"),
    *("nova-conductor", "nova-cert", "nova-network", "nova-consoleauth", "nova-novncproxy", "X509"),
    *("nova-spicehtml5proxy", "nova-xvpvncproxy", "RabbitMQ", "ZeroMQ", "SQLAlchemy", "SQLite3", "MySQL"),
    *("PostgreSQL", "euca-bundle-image"),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_names_every_component(language: str) -> None:
    text = prose(Words(language), "4.4.1")
    assert [name for name in COMPONENTS if name not in text] == []


# What is to be read on a page in both languages: facts of the book and of Mitaka's sources.
FACTS = {
    "4.4.1": [*COMPONENTS, "ec2-api", "os-certificates"],
    "4.4.2/prepare/1a": ["Enter password:", "MariaDB [(none)]>", "dbpassword"],
    "4.4.2/prepare/1c": ["'localhost'", "'%'", "controller", "novadbpass"],
    "4.4.2/prepare/1d": ["MariaDB [(none)]>", "exit"],
    "4.4.2/prepare/3a": ["User Password:", "Repeat User Password:", "default"],
    "4.4.2/prepare/4": ["%(tenant_id)s", "public", "internal", "admin", "RegionOne"],
    "4.4.2/install/1": ["vault.centos.org"],
    "4.4.2/install/3a": ["osapi_compute", "metadata", "8774", "8775"],
    "4.4.2/install/3d": ["[keystone_authstoken]", "[keystone_authtoken]", "5000", "35357", "11211"],
    "4.4.2/install/3e": ["10.0.0.11", "$my_ip", "nova-compute"],
    "4.4.2/install/3g": ["vncserver_proxycient_address", "vncserver_proxyclient_address", "nova-compute"],
    "4.4.2/install/4": ["nova-manage", "root", "eprecation"],
    "4.4.3/prepare/1": ["enforcing", "permissive", "/etc/sysconfig/selinux"],
    "4.4.3/prepare/2a": ["2048-104857599", "2048-209715199", "209715200", "VMware Player"],
    "4.4.3/install/2c": ["10.0.0.31"],
    "4.4.3/install/2e": ["0.0.0.0", "$my_ip"],
    "4.4.3/install/2g": ["lock_path", "nova"],
    "4.4.3/finish/1": ["Virtualize Intel VT-x/EPT or AMD-V/RVI", "vmx", "svm", "virt_type", "qemu"],
    "4.4.4/2": ["Zone", "internal", "nova", "Updated At", "UTC", "enabled", "up"],
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("place", "facts"), FACTS.items(), ids=FACTS)
def test_the_facts_are_on_the_page(place: str, facts: list[str], language: str) -> None:
    text = prose(Words(language), place)
    assert [fact for fact in facts if fact not in text] == []


# What the book prints and is wrong, by the place that corrects it.
STRUCK = {"4.4.1": 5, "4.4.3/prepare/2a": 1, "4.4.3/install/2e": 1}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PLACES)
def test_the_errors_of_the_book_are_struck_through(place: str, language: str) -> None:
    styles = [str(span.style) for block in blocks(prose(Words(language), place)) for span in block.text.spans]
    assert sum("strike" in style for style in styles) == STRUCK.get(place, 0)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PLACES)
def test_all_of_it_is_shown_and_no_marks(place: str, language: str) -> None:
    text = prose(Words(language), place)
    for width in (30, 100):
        shown = laid_out(blocks(text), width).plain
        assert not re.search(r"[*`#\[|]|~~", re.sub(r"\[[\w/]+\]|\[\(none\)\]", "", shown))
        assert max(cell_len(line) for line in shown.splitlines()) <= width
        assert re.sub(r"[\s•]", "", shown) == re.sub(r"[\s*]|~~|^## |^- ", "", text, flags=re.MULTILINE)
