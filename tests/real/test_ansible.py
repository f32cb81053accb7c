"""The exported project, played by Ansible on the real hosts: it does what a run does."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from .replay import PROGRAM, SiteWizard
from .site import Site
from .state import State, dump

pytestmark = pytest.mark.long

PLAYBOOK = Path(sys.executable).with_name("ansible-playbook")
LIMIT = 900.0
PER_HOST = re.compile(r"^(\S+) +: .*?changed=(\d+) +unreachable=(\d+) +failed=(\d+)", re.MULTILINE)


def play(site: Site, project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Play the project at the site's workstation, in its folder."""
    argv = [PLAYBOOK, "-i", "inventory.yml", "site.yml", *words]
    line = " ".join(shlex.quote(str(word)) for word in argv)
    return site.workstation(["sh", "-c", f"cd {shlex.quote(str(project))} && exec {line}"], limit=LIMIT)


def exported(wizard: SiteWizard) -> Path:
    """Export the project for the wizard's answers, with the passwords in its vault, which stays plain."""
    project = wizard.site.home / "project"
    wizard.file.touch(mode=0o600)
    wizard.file.write_text(json.dumps(wizard.answers))
    argv: list[str | Path] = [
        PROGRAM,
        "--lang",
        "en",
        "--export",
        "ansible",
        project,
        "--answers",
        wizard.file,
    ]
    done = wizard.site.workstation(argv)
    assert done.returncode == 0, done.stderr
    vault = project / "group_vars/all/vault.yml"
    names = [line.partition(":")[0] for line in vault.read_text().splitlines() if line.endswith('""')]
    vault.write_text(json.dumps({name: wizard.answers["passwords"][name] for name in names}))
    return project


def counts(text: str) -> dict[str, tuple[int, int, int]]:
    """Return changed, unreachable and failed of each host in a playbook's recap."""
    return {host: (int(a), int(b), int(c)) for host, a, b, c in PER_HOST.findall(text)}


def test_the_playbook_leaves_what_a_run_leaves(site: Site, uncut: State) -> None:
    wizard = SiteWizard(site)
    project = exported(wizard)
    first = play(site, project)
    assert first.returncode == 0, first.stdout + first.stderr
    found = counts(first.stdout)
    assert all(changed for changed, _, _ in found.values()), found
    assert dump(site) == uncut
    check = wizard.run("--check")
    assert check.status == 0, check.differing
    again = play(site, project)
    assert again.returncode == 0, again.stdout + again.stderr
    assert counts(again.stdout) == dict.fromkeys(found, (0, 0, 0))
    for secret in wizard.answers["passwords"].values():
        assert secret not in first.stdout + first.stderr + again.stdout
