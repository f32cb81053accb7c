"""An undo on hosts that somebody has been at: the record of what was found, and the copies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab.runs import PASSWORDS, LabWizard, differences
from wizard.facts.record import RECORD
from wizard.lab import Lab

FOLDER = str(Path(RECORD).parent)
CONF, COPY = "/etc/nova/nova.conf", "/etc/nova/nova.conf.before-nova-wizard"


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Lab, LabWizard]]:
    """A lab on which the guide was run, with copies of what the tests change."""
    with Lab(PASSWORDS) as lab:
        wizard = LabWizard(lab, tmp_path_factory.mktemp("attacked"))
        assert wizard.run().status == 0
        for host in ("controller", "compute1"):
            lab.console(
                host, f"cp -p {RECORD} /root/record; cp -p {CONF} /root/conf; cp -p {COPY} /root/copy"
            )
        yield lab, wizard


@pytest.fixture
def attacked(ran: tuple[Lab, LabWizard]) -> tuple[Lab, LabWizard]:
    """The same lab, as the run left it."""
    lab, _ = ran
    for host in ("controller", "compute1"):
        lab.console(host, f"rm -rf {FOLDER}; mkdir -m 700 {FOLDER}; cp -p /root/record {RECORD}")
        lab.console(host, f"cp -p /root/conf {CONF}; cp -p /root/copy {COPY}")
    return ran


@pytest.mark.parametrize(
    ("script", "key"),
    [
        (f"echo '{{oops' > {RECORD}", "record-odd"),
        (f"printf 'a\\0b' > {RECORD}", "record-odd"),
        (f"""echo '{{"version": 2, "steps": {{}}}}' > {RECORD}""", "record-odd"),
        (f"""echo '{{"version": 1, "steps": [1]}}' > {RECORD}""", "record-odd"),
        (f": > {RECORD}", "undo-unrecorded"),
        (f"rm -r {FOLDER}", "undo-unrecorded"),
        (f"chown nova {RECORD}", "record-unsafe"),
        (f"chmod 666 {RECORD}", "record-unsafe"),
        (f"rm {RECORD}; mkdir {RECORD}", "record-unsafe"),
        (f"mv {RECORD} /tmp/found; ln -s /tmp/found {RECORD}", "record-unsafe"),
        (f"rm {RECORD}; ln -s /tmp/nothing {RECORD}", "record-unsafe"),
        (f"rm -rf /tmp/away; mv {FOLDER} /tmp/away; ln -s /tmp/away {FOLDER}", "record-unsafe"),
        (f"chmod 777 {FOLDER}", "record-unsafe"),
        (f"chown nova {FOLDER}", "record-unsafe"),
    ],
)
def test_a_record_that_is_not_as_it_was_written_is_not_believed(
    attacked: tuple[Lab, LabWizard], script: str, key: str
) -> None:
    lab, wizard = attacked
    assert lab.console("controller", script)[0] == 0
    before = lab.state()
    undone = wizard.run("--undo")
    assert (undone.status, undone.sent) == (1, [])
    assert key in wizard.said()
    assert {host for _, host in undone.missing} == {"controller"}
    assert list(differences(before, lab.state())) == []


def test_a_run_changes_nothing_on_a_host_whose_record_others_can_write(
    attacked: tuple[Lab, LabWizard],
) -> None:
    lab, wizard = attacked
    lab.console("controller", f"chown nova {RECORD}; systemctl stop openstack-nova-api")
    ran = wizard.run()
    assert (ran.status, ran.sent) == (1, [])
    assert "record-unsafe" in wizard.said()
    lab.console("controller", f"chown root {RECORD}")
    assert wizard.run().status == 0


def test_a_copy_that_was_edited_is_not_put_back(attacked: tuple[Lab, LabWizard]) -> None:
    lab, wizard = attacked
    lab.console("controller", f"echo 'debug = True' >> {COPY}")
    before = lab.state()
    refused = wizard.run("--undo")
    assert (refused.status, refused.sent, list(differences(before, lab.state()))) == (1, [], [])
    assert "-debug = True" in refused.missing["4.4.2/install/2", "controller"].splitlines()


def test_without_its_copy_a_file_stays_and_that_is_told(attacked: tuple[Lab, LabWizard]) -> None:
    lab, wizard = attacked
    lab.console("compute1", f"rm {COPY}")
    conf = lab.console("compute1", f"cat {CONF}")
    undone = wizard.run("--undo", "--only", "4.4.3/install")
    assert (undone.status, undone.sent) == (0, [])
    assert ("4.4.3/install/2a", "compute1") in undone.ending_in("skipped")
    assert "undo-conf-no-copy" in wizard.said()
    assert lab.console("compute1", f"cat {CONF}") == conf
