"""Files that cannot be written: the host's words are shown, and nothing is left half written."""

from __future__ import annotations

import pytest

from .replay import SiteWizard
from .site import Machine
from .state import CONF
from .test_hosts_as_they_are import COMPUTE, INSTANCES, changed, kept

pytestmark = pytest.mark.long

NOVA_CONF = f"/{CONF}"
OTHER_ADDRESS = f"sed -i 's/^my_ip = .*/my_ip = 10.0.0.99/' {NOVA_CONF}"
ADDRESS = "4.4.3/install/2c"
FULL = (
    "mkdir /run/nova; cp -a /etc/nova/. /run/nova; mount -t tmpfs -o size=8m tmpfs /etc/nova;"
    f" cp -a /run/nova/. /etc/nova; {OTHER_ADDRESS}; cat /dev/zero > /etc/nova/full || :"
)


def assert_failed(wizard: SiteWizard, step: str, said: str, path: str) -> None:
    """Run one step, which fails with these words; its file and the folder stay as they were."""
    compute = wizard.site.compute
    before = contents(compute, path)
    ended = wizard.run("--only", step)
    assert ended.status == 1
    assert ended.ending_in("failed") == {(step, COMPUTE)}
    [message] = [event["message"] for event in ended.told("step.finished")]
    assert said in message
    assert contents(compute, path) == before


def contents(machine: Machine, path: str) -> str:
    """A file's checksum, and the names beside it."""
    return machine.run(f"sha256sum {path}; ls -A $(dirname {path})").stdout


def test_a_nova_conf_that_nobody_may_change(finished: SiteWizard) -> None:
    compute = finished.site.compute
    with kept(compute, NOVA_CONF):
        with changed(compute, f"{OTHER_ADDRESS}; chattr +i {NOVA_CONF}", f"chattr -i {NOVA_CONF}"):
            assert_failed(finished, ADDRESS, "Operation not permitted", NOVA_CONF)
        assert finished.run("--only", ADDRESS).status == 0


def test_an_fstab_that_nobody_may_change(finished: SiteWizard) -> None:
    compute = finished.site.compute
    with kept(compute, "/etc/fstab"):
        no_line = f"sed -i '\\#{INSTANCES}#d' /etc/fstab"
        with changed(compute, f"{no_line}; chattr +i /etc/fstab", "chattr -i /etc/fstab"):
            assert_failed(finished, "4.4.3/finish/3b", "Operation not permitted", "/etc/fstab")
        assert finished.run("--only", "4.4.3/finish/3b").status == 0


def test_a_disk_without_room(finished: SiteWizard) -> None:
    compute = finished.site.compute
    with changed(compute, FULL, "umount /etc/nova; rm -r /run/nova"):
        assert_failed(finished, ADDRESS, "No space left on device", NOVA_CONF)
        compute.run("rm /etc/nova/full")
        assert finished.run("--only", ADDRESS).status == 0


def test_a_run_that_is_read_only(finished: SiteWizard) -> None:
    """There is no place for the locks: nothing is changed, and the reason is said."""
    compute = finished.site.compute
    # systemd keeps files of the tmpfs itself open for writing.
    with changed(compute, "mount --bind /run /run; mount -o remount,bind,ro /run", "umount /run"):
        ended = finished.run()
        assert ended.status != 0
        assert any(
            "Read-only file system" in said for (_, host), said in ended.missing.items() if host == COMPUTE
        )
        assert ended.sent == []
        assert ended.statuses == {}
