"""Undoing on real hosts, compared file by file and row by row with the same hosts before the first run."""

from __future__ import annotations

import re
from collections.abc import Mapping

from steps.facts import Packages
from wizard.model.role import Role

from .replay import SiteWizard
from .site import Site
from .state import State, configuration, dump, files

LIVING = re.compile(r"var/lib/(nova|libvirt)/|etc/libvirt/|var/cache/")
"""What Nova's and libvirt's services write as they run."""


def install_packages(site: Site) -> None:
    """Install the guide's packages, which stay."""
    site.controller.run(f"yum -y install {' '.join(Packages.wanted[Role.CONTROLLER])}")
    for machine in site.computes:
        machine.run(f"yum -y install {' '.join(Packages.wanted[Role.COMPUTE])}")


def all_files(site: Site) -> dict[str, Mapping[str, str]]:
    """Return every host's /etc and its other changed files, but for those that services write as they run."""
    found = {
        machine.name: {
            **{name: what for name, what in files(machine).items() if not name.startswith("etc/")},
            **configuration(machine),
        }
        for machine in site.machines
    }
    return {
        host: {name: what for name, what in of_host.items() if not LIVING.match(name)}
        for host, of_host in found.items()
    }


def differences(before: State, after: State) -> list[str]:
    """Return what differs, as lines."""
    found = []
    for name in before.keys() | after.keys():
        old, new = before.get(name), after.get(name)
        if isinstance(old, dict) and isinstance(new, dict):
            found += [f"{name}: {line}" for line in differences(old, new)]
        elif old != new:
            found.append(f"{name}: {new} instead of {old}")
    return found


def test_undone_the_hosts_are_as_before_and_a_run_ends_as_the_first_did(site: Site) -> None:
    install_packages(site)
    wizard = SiteWizard(site)
    fresh, fresh_files = dump(site, with_databases=False), all_files(site)
    assert wizard.run().status == 0
    ran = dump(site)

    undone = wizard.run("--undo")
    assert undone.status == 0, undone
    kept = ("databases:", "tables:", "compute1: disk:")
    left = differences(fresh, dump(site, with_databases=False))
    assert [line for line in left if not line.startswith(kept)] == []
    again = wizard.run("--undo")
    assert (again.status, again.sent) == (0, []), again

    said = " ".join(event["message"] for event in again.told("step.finished"))
    wizard.answers["undo"] = {"databases": True, "disk": re.findall('disk: "([^"]*)"', said)}
    named = wizard.run("--undo")
    assert named.status == 0, named
    assert differences(fresh, dump(site, with_databases=False)) == []
    assert differences(fresh_files, all_files(site)) == []

    assert wizard.run().status == 0
    assert differences(ran, dump(site)) == []
