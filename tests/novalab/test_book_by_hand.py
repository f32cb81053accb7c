"""The whole book typed by hand at the lab's hosts, over `ssh -F` on a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.novalab.programs import WIZARD, Started, environment, run, started, until
from tests.support.book_by_hand import (
    LIST,
    MISPRINTS,
    NOVA_CONF,
    OPENRC,
    SERVICES,
    SERVICES_OF_CONTROLLER,
    Command,
    Vi,
    compute,
    controller,
)
from tests.support.ended import At, RunResult
from tests.support.hands import Hands


def log_in(lab: Started, host: str, columns: int = 80, rows: int = 24) -> Hands:
    """Log in to a host on a terminal."""
    ssh = ["ssh", "-F", str(lab.folder / "ssh_config")]
    return Hands(ssh, host, columns=columns, rows=rows, env=environment(lab.home))


def wait_for(lab: Started, host: str) -> None:
    """Wait until a host lets people in."""
    until(lambda: lab.ssh(host, "true").returncode == 0, f"{host} is not back")


def differing(lab: Started) -> dict[At, str]:
    """Return what each step says that does not hold, by `nova-wizard --check`."""
    answers = str(lab.folder / "answers.yaml")
    ended = run(lab.home, WIZARD, "--replay", answers, "--check", "--output", "json", "--lang", "en")
    found = RunResult(ended.returncode, ended.stdout, ended.stderr, None)
    assert found.told("check"), ended
    return found.differing


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (200, 60)])
def test_the_book(columns: int, rows: int, tmp_path: Path) -> None:
    """All steps hold in the end and the table is the book's; after a reboot of all hosts, too."""
    with started(tmp_path, tmp_path / "lab") as lab:
        with log_in(lab, "controller", columns, rows) as hands:
            for entry in controller():
                hands.do(entry)
        with log_in(lab, "compute1", columns, rows) as hands:
            for entry in compute():
                hands.do(entry)
        with log_in(lab, "controller", columns, rows) as hands:
            hands.do(Command(OPENRC))
            hands.table(SERVICES)
        assert differing(lab) == {}
        for host in lab.lab.nodes:
            with log_in(lab, host, columns, rows) as hands:
                hands.write("reboot")
                hands.type("\r")
                hands.end()
        for host in lab.lab.nodes:
            wait_for(lab, host)
        with log_in(lab, "controller", columns, rows) as hands:
            hands.do(Command(OPENRC))
            hands.table(SERVICES)
        assert differing(lab) == {}


def test_as_printed(tmp_path: Path) -> None:
    """What the book's misprints do where they are typed as they are printed."""
    with started(tmp_path, tmp_path / "lab") as lab:
        with log_in(lab, "controller") as hands:
            for entry in controller():
                hands.do(entry)
                if entry == Command(OPENRC):
                    for misprint in MISPRINTS:
                        hands.do(misprint)
            misspelt = (r"/^\[keystone_authtoken/s/auth/auths/", "g/proxyclient_address = /s/client/cient/")
            hands.edit(Vi(NOVA_CONF, misspelt))
            hands.do(Command(f"systemctl restart {SERVICES_OF_CONTROLLER}"))
            hands.do(Command("systemctl is-active openstack-nova-api", prints="^active$"))
            hands.repeat(LIST, lambda printed: "Service Unavailable (HTTP 503)" in printed)
            hands.do(Command("echo $?", prints="^1$"))
            log = "tail -n 3 /var/log/nova/nova-api.log"
            hands.do(Command(log, prints="CRITICAL keystonemiddleware.auth_token .*Unable to validate token"))
        with log_in(lab, "compute1") as hands:
            for entry in compute():
                hands.do(entry)
        steps = {step for step, _ in differing(lab)}
        assert steps == {"4.4.2/install/3d", "4.4.2/install/3g", "4.4.4/2"}
