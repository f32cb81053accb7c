"""Each fault of the lab: what the wizard says of it, that nothing is lost, and that it goes on after it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from wizard.lab import FAULTS, Lab
from wizard.text import Words

TABLE: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("faults.toml").read_text(encoding="utf-8")
)
PASSWORDS = ("dbpassword", "novadbpass", "novapass", "rabbitpass")
LANGUAGES = ("en", "ko")


@dataclass(frozen=True)
class Ended:
    """What a run of the wizard left."""

    status: int
    said: str


class Wizard:
    """The program, with answers that lead to a lab."""

    def __init__(self, lab: Lab, folder: Path) -> None:
        self.folder = folder
        self.answers = folder / "answers.yaml"
        nodes = [
            f"host: {node.host}, name: {node.name}, management_ip: {node.management_ip}, port: {node.port}, "
            f"user: {node.user}, identity_file: {node.identity_file}, host_key: '{node.fingerprint}'"
            + (f", disk: {node.disk}" if node.disk else "")
            for node in lab.nodes.values()
        ]
        lines = ["version: 1", f"controller: {{{nodes[0]}}}", "compute:"]
        lines += [f"  - {{{node}}}" for node in nodes[1:]]
        lines += ["passwords:", *(f"  {name}: {name}" for name in PASSWORDS)]
        self.answers.touch(0o600)
        self.answers.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def run(self, lang: str, *options: str) -> Ended:
        """Do the guide, or what the options say, and return the end."""
        ended = subprocess.run(
            [
                sys.executable,
                "-m",
                "wizard.cli",
                "--replay",
                self.answers,
                "--output",
                "plain",
                "--lang",
                lang,
                *options,
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "NOVA_WIZARD_STATE": str(self.folder / "state"), "PYTHONIOENCODING": "utf-8"},
            timeout=300,
            check=False,
        )
        return Ended(ended.returncode, ended.stdout.decode())


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The state that a run without any fault leaves."""
    with Lab() as lab:
        assert Wizard(lab, tmp_path_factory.mktemp("wizard")).run("en").status == 0
        return lab.state()


def test_every_fault_is_in_the_table() -> None:
    """At least sixteen faults, each with what is said of it, and with a line in each language."""
    assert len(FAULTS) >= 16
    assert set(TABLE) == set(FAULTS)
    for lang in LANGUAGES:
        words = Words(lang)
        lines = [words.label(f"lab-fault-{name}") for name in FAULTS]
        assert len(set(lines)) == len(FAULTS)


@pytest.mark.long
@pytest.mark.parametrize("name", FAULTS)
def test_fault(name: str, tmp_path: Path, undisturbed: dict[str, Any]) -> None:
    """The cause is named in both languages; mended, the same run ends as if nothing had been."""
    expected = TABLE[name]
    with Lab(faults=[name]) as lab:
        wizard = Wizard(lab, tmp_path)
        for lang in LANGUAGES:
            ended = wizard.run(lang)
            assert ended.status == expected["status"], ended.said
            assert re.search(expected[lang], ended.said), ended.said
        lab.mend(name)
        ended = wizard.run("en")
        assert ended.status == 0, ended.said
        left = lab.state()
        for part, wanted in undisturbed.items():
            if part != "nodes" or not expected.get("goes-on"):
                assert left[part] == wanted, part
        assert wizard.run("en", "--check").status == 0
