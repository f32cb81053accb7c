"""The whole book typed by hand at the lab's hosts, over ssh on a terminal."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from tests.lab.runs import LabWizard
from tests.support.book_by_hand import (
    BOOK,
    LIST,
    MISPRINTS,
    NOVA_CONF,
    OPENRC,
    SERVICES_OF_CONTROLLER,
    Command,
    Vi,
    compute,
    controller,
)
from tests.support.hands import Hands
from wizard.lab import Lab

LIMIT = 120.0
HEADINGS = ["Id", "Binary", "Host", "Zone", "Status", "State", "Updated At"]
SERVICES = [
    ("nova-scheduler", "controller"),
    ("nova-consoleauth", "controller"),
    ("nova-conductor", "controller"),
    ("nova-compute", "compute1"),
]


def ssh_config(lab: Lab, folder: Path) -> Path:
    """Write a configuration for `ssh -F` and return its path."""
    hosts = "".join(
        f"Host {node.name}\n  HostName {node.host}\n  Port {node.port}\n  IdentityFile {node.identity_file}\n"
        for node in lab.nodes.values()
    )
    path = folder / "ssh_config"
    path.write_text(
        f"{hosts}Host *\n  User root\n  IdentitiesOnly yes\n  StrictHostKeyChecking no\n"
        f"  UserKnownHostsFile {folder}/known_hosts\n  LogLevel ERROR\n"
    )
    return path


class Classroom:
    """A lab, and a person who logs in to it with ssh."""

    def __init__(self, lab: Lab, folder: Path, columns: int, rows: int) -> None:
        self.size = {"columns": columns, "rows": rows}
        self.ssh = ["ssh", "-F", str(ssh_config(lab, folder))]
        self.env = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"}

    def log_in(self, host: str) -> Hands:
        """Log in to a host."""
        return Hands(self.ssh, host, env=self.env, **self.size)

    def wait_for(self, host: str) -> None:
        """Wait until a host lets people in."""
        end = time.monotonic() + LIMIT
        while subprocess.run([*self.ssh, host, "true"], env=self.env, check=False, capture_output=True).returncode:
            assert time.monotonic() < end, host


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (200, 60)])
def test_the_book(columns: int, rows: int, tmp_path: Path) -> None:
    """All steps hold in the end and the table is the book's; after a reboot of all hosts, too."""
    with Lab(BOOK) as lab:
        here = Classroom(lab, tmp_path, columns, rows)
        with here.log_in("controller") as hands:
            for entry in controller():
                hands.do(entry)
        with here.log_in("compute1") as hands:
            for entry in compute():
                hands.do(entry)
        wizard = LabWizard(lab, tmp_path, BOOK)
        with here.log_in("controller") as hands:
            hands.do(Command(OPENRC))
            heading, *services = hands.table(SERVICES)
            assert heading == HEADINGS
            assert sorted(tuple(row[1:3]) for row in services) == sorted(SERVICES)
        assert wizard.run("--check").differing == {}
        for host in lab.nodes:
            with here.log_in(host) as hands:
                hands.write("reboot")
                hands.type("\r")
                hands.end()
        for host in lab.nodes:
            here.wait_for(host)
        with here.log_in("controller") as hands:
            hands.do(Command(OPENRC))
            hands.table(SERVICES)
        assert wizard.run("--check").differing == {}


def test_as_printed(tmp_path: Path) -> None:
    """What the book's misprints do where they are typed as they are printed."""
    with Lab(BOOK) as lab:
        here = Classroom(lab, tmp_path, 80, 24)
        with here.log_in("controller") as hands:
            for entry in controller():
                hands.do(entry)
                if entry == Command(OPENRC):
                    for misprint in MISPRINTS:
                        hands.do(misprint)
            hands.edit(
                Vi(NOVA_CONF, ("/^\\[keystone_authtoken/s/auth/auths/", "g/proxyclient_address = /s/client/cient/"))
            )
            hands.do(Command(f"systemctl restart {SERVICES_OF_CONTROLLER}"))
            hands.do(Command("systemctl is-active openstack-nova-api", prints="^active$"))
            hands.repeat(LIST, lambda printed: "Service Unavailable (HTTP 503)" in printed)
            hands.do(Command("echo $?", prints="^1$"))
            hands.do(Command("tail -n 3 /var/log/nova/nova-api.log", prints="keystonemiddleware"))
        with here.log_in("compute1") as hands:
            for entry in compute():
                hands.do(entry)
        differing = LabWizard(lab, tmp_path, BOOK).run("--check").differing
        assert {step for step, _ in differing} == {
            "4.4.2/install/3d",
            "4.4.2/install/3g",
            "4.4.4/2",
        }
