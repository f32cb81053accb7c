"""The real guide on fake hosts that answer as new ones do: nothing is sent and no password shown."""

from __future__ import annotations

import json
import re

import pytest

from steps import GUIDE
from steps.facts import (
    BesidesNovaConf,
    Databases,
    Fstab,
    InstancesDisk,
    Mounted,
    NovaConf,
    Packages,
    PackagesToInstall,
    SelinuxConfig,
    Units,
)
from tests.support.cases import ANSWERS, PASSWORDS
from tests.support.printed import (
    ABSENT,
    FRESH_CATALOGUE,
    FRESH_IDENTITY,
    LOGIN,
    NO_GRANT,
    disk,
    file,
    printed,
    unit,
    units,
)
from tests.support.world import NODES, EngineWorld, FakeHost
from wizard.engine.events import Planned
from wizard.facts.batch import Batch
from wizard.facts.catalogue import Catalogue
from wizard.facts.compute_services import ComputeServices
from wizard.facts.identity import Identity
from wizard.facts.migrations import Migrations
from wizard.facts.openrc import Openrc
from wizard.facts.record import FoundBefore
from wizard.facts.system import HostIdentity, Processor, SelinuxMode
from wizard.model.answers import Node
from wizard.model.commands import Command, Result
from wizard.model.facts import ShellFact
from wizard.model.role import Role
from wizard.text import Words


def new_host(node: Node) -> dict[type[ShellFact], Result]:
    """What the facts' scripts print on a host where nothing is done yet."""
    return {
        BesidesNovaConf: printed(),
        Catalogue: printed(FRESH_CATALOGUE),
        ComputeServices: printed("", "Unable to establish connection\n", 1),
        Databases: printed(LOGIN, NO_GRANT, 1),
        InstancesDisk: printed(disk()),
        Mounted: printed(),
        FoundBefore: printed(),
        Fstab: printed(file("/dev/sda1 / xfs defaults 0 0\n", "/etc/fstab")),
        NovaConf: printed(ABSENT),
        SelinuxConfig: printed(file("SELINUX=enforcing\n", "/etc/selinux/config")),
        Identity: printed(FRESH_IDENTITY),
        HostIdentity: printed(f"name {node.name}\naddress {node.management_ip}\n"),
        SelinuxMode: printed("Enforcing\n"),
        Migrations: printed(),
        Openrc: printed(),
        Packages: printed(),
        PackagesToInstall: printed(),
        Processor: printed("0\n", "", 1),
        Units: printed(
            units(*(unit(name, "inactive", enabled="") for name in Units.wanted[node.role]), conf=None)
        ),
    }


def answering(host: FakeHost, command: Command) -> Result:
    """Answer a batch, section by section, each known by its script."""
    wire = command.stdin.wire()
    (marker,) = set(re.findall("fact-[0-9a-f]{16}", wire))
    known = {kind.script(ANSWERS, host.node).wire(): result for kind, result in new_host(host.node).items()}
    sections = re.findall(r"^\(\n(.*?)^\) </dev/null$", wire, re.MULTILINE | re.DOTALL)
    results = [known[section] for section in sections]
    return Result(
        0,
        b"".join(b"%s\n%s %d\n" % (result.stdout, marker.encode(), result.status or 0) for result in results),
        b"".join(b"%s\n%s %d\n" % (result.stderr, marker.encode(), result.status or 0) for result in results),
    )


@pytest.fixture
def world() -> EngineWorld:
    """The real guide on fake hosts."""
    hosts = {name: FakeHost(node, does={"read": answering}) for name, node in NODES.items()}
    return EngineWorld(GUIDE, hosts=hosts)


def test_the_answers_come_in_the_form_of_a_batch() -> None:
    batch = Batch([SelinuxMode, Processor], ANSWERS, NODES["compute1"])
    facts = batch.parse(answering(FakeHost(NODES["compute1"]), batch.command))
    assert (facts[SelinuxMode].mode, facts[Processor].accelerated) == ("enforcing", 0)


@pytest.mark.parametrize("mode", ["dry_run", "check", "scan"])
def test_nothing_is_sent_and_no_password_is_told(world: EngineWorld, mode: str) -> None:
    getattr(world.run, mode)()
    assert [host.sent for host in world.hosts.values()] == [[], [], []]
    say = Words("en").say
    told = "\n".join(json.dumps(event.json(say), ensure_ascii=False) for event in world.events)
    for value in PASSWORDS.values():
        assert json.dumps(value, ensure_ascii=False)[1:-1] not in told
    if mode != "check":
        assert {f"‹{name}›" for name in PASSWORDS if name != "dbpassword"} <= set(re.findall("‹.*?›", told))


def test_a_dry_run_of_new_hosts_shows_what_every_step_would_send(world: EngineWorld) -> None:
    assert world.run.dry_run() == "done"
    shown = {(event.id, event.host) for event in world.of(Planned)}
    looks = {"4.4.2/prepare/1a", "4.4.2/prepare/1d", "4.4.2/prepare/2", "4.4.4/1", "4.4.4/2"}
    on_disk = {"4.4.3/prepare/2a", "4.4.3/prepare/2b", "4.4.3/finish/3a", "4.4.3/finish/3b"}
    hosts = {Role.CONTROLLER: ["controller"], Role.COMPUTE: ["compute1", "compute2"], Role.READER: []}
    expected = {(step.id, host) for step in GUIDE for host in hosts[step.on] if step.id not in looks}
    assert shown == expected - {(id_, "compute2") for id_ in on_disk}
    assert "4.4.3/prepare/2a compute2 skipped no-disk" in world.finished
