"""The lab stands for real hosts: the same answers give the same plan on both, and the same nova.conf."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from oslo_config.cfg import ConfigParser

from tests.lab import commands
from tests.lab import runs as lab_runs
from tests.support.ended import RunResult
from wizard.lab import Lab

from .replay import SiteWizard
from .site import Site
from .state import BACKUP_CONF, CONF, State

pytestmark = pytest.mark.long

Settings = Mapping[tuple[str, str], list[str]]


def test_the_same_plan(shared_site: Site) -> None:
    """One file of answers, with `--lab` and without."""
    wizard = SiteWizard(shared_site)
    faults = [word for fault in faults_of(shared_site) for word in ("--lab-fault", fault)]
    real, lab = wizard.run("--dry-run"), wizard.run("--dry-run", "--lab", *faults)
    assert (real.status, lab.status) == (0, 0)
    assert len(plan(real)) > 30
    assert plan(lab) == plan(real)


def faults_of(site: Site) -> list[str]:
    """Return what the lab needs to be like these hosts: their processors are this machine's."""
    accelerated = site.compute.run("grep -Eq '(vmx|svm)' /proc/cpuinfo", check=False).returncode == 0
    return [] if accelerated else ["no-acceleration"]


def plan(run: RunResult) -> list[tuple[str, ...]]:
    """Return what a run planned: of a diff the lines that change, as those around them are the host's."""
    return [
        (*(event[part] for part in ("id", "host", "kind", "text")), *changes(event["diff"]))
        for event in run.told("plan")
    ]


def changes(diff: str) -> list[str]:
    """Return the added and the removed lines of a unified diff."""
    return [line for line in diff.splitlines()[2:] if line[:1] in ("+", "-")]


def test_the_same_settings(first_run: tuple[SiteWizard, State], tmp_path: Path) -> None:
    """What a run makes of nova.conf, beside what the package brings: it is not the same on both."""
    wizard, _ = first_run
    with Lab(wizard.answers["passwords"], faults=faults_of(wizard.site)) as lab:
        ended = lab_runs.LabWizard(lab, tmp_path, wizard.answers["passwords"]).run()
        assert ended.status == 0, ended
        for machine in wizard.site.machines:
            client = commands.log_in(lab.nodes[machine.name])
            simulated = [
                commands.run(client, commands.ExpectedCommand(f"cat /{name}", 0)).stdout
                for name in (BACKUP_CONF, CONF)
            ]
            client.close()
            kept, real = (
                settings((machine.root / name).read_text(), tmp_path) for name in (BACKUP_CONF, CONF)
            )
            packaged, mine = (settings(text, tmp_path) for text in simulated)
            made = changed(kept, real) | changed(packaged, mine)
            assert len(made) >= 20
            assert {at: mine.get(at) for at in made} == {at: real.get(at) for at in made}


def settings(text: str, folder: Path) -> Settings:
    """Return what oslo.config reads, by section and option."""
    file = folder / "nova.conf"
    file.write_text(text)
    sections: dict[str, dict[str, list[str]]] = {}
    ConfigParser(str(file), sections).parse()
    return {(section, name): found for section, names in sections.items() for name, found in names.items()}


def changed(before: Settings, after: Settings) -> set[tuple[str, str]]:
    """Return the options that another value was given, or none any more."""
    return {at for at in before.keys() | after.keys() if before.get(at) != after.get(at)}
