"""What is sent keeps to what a CentOS 7.2 has; a host with its sshd is logged in to."""

from __future__ import annotations

import pytest

from tests.support.centos import complaints
from wizard.hosts import shell
from wizard.model.commands import Command, Prompt
from wizard.secret import Secret

from .replay import SiteWizard
from .site import OPENSSH_6_6

PLANTED = [
    "lsblk -J /dev/sdb",
    "lsblk -nJ",
    "findmnt --verify",
    "losetup -J",
    "systemctl show --value -p ActiveState x",
    "systemctl enable --now x",
    "systemctl is-system-running --wait",
    "python3 -c 'print(1)'",
    "echo x | jq .",
    "nc -z controller 5672",
    "ALTER USER IF EXISTS nova IDENTIFIED BY 'x';",
    "CREATE USER IF NOT EXISTS 'nova'@'%';",
    "sfdisk --delete /dev/sdb",
    "[[ -n $x ]] && echo yes",
    "cat <<< word",
    "diff <(ls) <(ls)",
    "source /root/admin-openrc",
    "set -o pipefail",
    "read -s password",
    "echo -e 'a\\nb'",
    "names=(a b)",
    "[ $x == y ]",
    ": < /dev/tcp/controller/5672",
    "for i in {1..3}; do :; done",
    "echo ${name//a/b}",
    "make &> /dev/null",
]


@pytest.mark.parametrize("script", PLANTED)
def test_what_centos_has_not_is_found(script: str) -> None:
    assert complaints(script)


@pytest.mark.parametrize("sudo", shell.Sudo)
@pytest.mark.parametrize("prompts", [(), (Prompt("Password: ", Secret("x", "y")),)])
@pytest.mark.parametrize("changes", [True, False])
def test_what_stands_around_every_command(
    sudo: shell.Sudo, prompts: tuple[Prompt, ...], changes: bool
) -> None:
    assert complaints(shell.line(Command("true", prompts=prompts, changes=changes), sudo, 60.0)) == []


@pytest.mark.long
def test_an_sshd_of_centos_is_logged_in_to_with_an_rsa_key(finished: SiteWizard) -> None:
    site = finished.site
    wizard = SiteWizard(site, name="rsa")
    wizard.answers["ssh"]["identity_file"] = str(site.ssh_dir / "id_rsa")
    config = (site.ssh_dir / "config").read_text()
    (site.ssh_dir / "config").write_text("Host *\n  IdentitiesOnly yes\n")
    try:
        for machine in site.machines:
            machine.sshd_config(OPENSSH_6_6)
        ended = wizard.run("--check")
        keys = "".join(machine.journal("ssh") for machine in site.machines)
    finally:
        (site.ssh_dir / "config").write_text(config)
        for machine in site.machines:
            machine.sshd_config(())
    assert ended.status == 0, ended
    assert keys.count("Accepted publickey for root") >= len(site.machines)
    assert "ssh2: RSA SHA256" in keys
