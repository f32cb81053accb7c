"""The guide's prerequisites: what the book's chapters before 4.4 leave on the hosts."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address

from steps.facts import RABBITMQ, BesidesNovaConf, Databases, Network, NovaConf, Packages, PackagesToInstall
from steps.novaconf import SET
from steps.overriding import overriding_elsewhere
from steps.registry import prerequisite
from steps.shared import no_token
from wizard.facts.identity import Identity
from wizard.facts.logins import QueueLogin
from wizard.facts.system import HostIdentity
from wizard.ini import IniFile
from wizard.model.answers import Answers, Node
from wizard.model.facts import Facts
from wizard.model.message import Message
from wizard.model.problems import Problem
from wizard.model.role import Role

_EVERY = (Role.CONTROLLER, Role.COMPUTE)


@prerequisite("before/name", _EVERY, (Network,))
def controller_resolves(answers: Answers, node: Node, facts: Facts) -> Iterator[Message]:
    """Every node resolves the controller's name, and not to an address of its own loopback."""
    address = facts[Network].address
    if not address:
        yield Message("before-name", name=answers.controller.name)
    elif ip_address(address).is_loopback:
        management = answers.controller.management_ip
        yield Message("before-loopback", name=answers.controller.name, address=address, management=management)


@prerequisite("before/identity", _EVERY, (HostIdentity, NovaConf), for_undo=True)
def host_is_the_answers_one(answers: Answers, node: Node, facts: Facts) -> Iterator[Message]:
    """The host has the answers' address, and Nova will register under the answers' name."""
    host = facts[HostIdentity]
    if host.addresses and str(ip_address(node.management_ip)) not in host.addresses:
        yield Message("before-address", address=node.management_ip, found=", ".join(sorted(host.addresses)))
    configured = _configured_name(facts)
    if configured and configured != node.name:
        yield Message("before-conf-host", name=node.name, found=configured, path=NovaConf.path)
    elif not configured and host.name != node.name:
        yield Message("before-hostname", name=node.name, found=host.name)


def _configured_name(facts: Facts) -> str:
    """Return the name that nova.conf gives the host; empty also where the file cannot be read.

    The steps that edit the file say then why not.
    """
    try:
        return next(reversed(IniFile(facts[NovaConf].content or b"").values("DEFAULT", "host")), "")
    except Problem:
        return ""


@prerequisite("before/ports", _EVERY, (Network,))
def ports_answer(answers: Answers, node: Node, facts: Facts) -> Iterator[Message]:
    """RabbitMQ's and memcached's ports on the controller answer every node."""
    network = facts[Network]
    if network.address:
        for port in Network.ports:
            if port not in network.answering:
                key = "before-rabbitmq" if port == RABBITMQ else "before-memcached"
                yield Message(key, name=answers.controller.name, port=str(port))


@prerequisite("before/database", (Role.CONTROLLER,), (Databases,))
def root_in_database(answers: Answers, node: Node, facts: Facts) -> Iterator[Message]:
    """MariaDB lets root in with dbpassword."""
    if said := facts[Databases].refusal:
        yield Message("before-database", said=said)


@prerequisite("before/queue", (Role.CONTROLLER,), (Network, QueueLogin))
def openstack_in_queue(answers: Answers, node: Node, facts: Facts) -> Iterator[Message]:
    """RabbitMQ lets the user openstack in with rabbitpass, and do in its virtual host what Nova does."""
    if RABBITMQ not in facts[Network].answering:
        return
    login = facts[QueueLogin]
    if not login.authenticated:
        yield Message("before-queue-login")
    elif not login.opened:
        yield Message("before-queue-permissions", said=login.said or Message("queue-closed"))
    elif login.narrow:
        yield Message("before-queue-narrow", said=login.narrow)


@prerequisite("before/keystone", (Role.CONTROLLER,), (Identity,))
def keystone_is_ready(answers: Answers, node: Node, facts: Facts) -> Iterator[Message]:
    """The administrator gets a token; project service and role admin are there."""
    identity = facts[Identity]
    if not identity.openrc:
        yield Message("before-openrc", path=answers.openrc)
    elif identity.refusal:
        yield no_token(answers, identity)
    else:
        if identity.id_of(identity.projects, "service") is None:
            yield Message("before-project")
        if identity.id_of(identity.roles, "admin") is None:
            yield Message("before-role")


@prerequisite("before/packages", _EVERY, (PackagesToInstall,))
def packages_are_known(answers: Answers, node: Node, facts: Facts) -> Iterator[Message]:
    """Every package of the guide is installed, or yum knows it."""
    packages = facts[PackagesToInstall]
    missing = packages.missing - packages.known
    unknown = [name for name in Packages.wanted[node.role] if name in missing]
    if unknown:
        yield Message(
            "before-packages", packages=", ".join(unknown), said=packages.said or Message("nothing-printed")
        )


@prerequisite("before/files", _EVERY, (BesidesNovaConf,))
def no_other_file_overrides(answers: Answers, node: Node, facts: Facts) -> Iterator[Message]:
    """No file that Nova's services read after nova.conf sets what the guide sets there."""
    found = overriding_elsewhere(facts[BesidesNovaConf], SET[node.role])
    for path in dict.fromkeys(option.path for option in found):
        options = ", ".join(f"[{option.section}] {option.name}" for option in found if option.path == path)
        yield Message("before-files", path=path, options=options, conf=NovaConf.path)
