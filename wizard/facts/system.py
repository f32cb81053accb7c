"""A host as such: names, ports, packages, SELinux's mode, the processor."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import ClassVar, Self

from wizard.bounds import Quoted
from wizard.facts.lines import complaint, integer, odd, reason, worded
from wizard.model.answers import Answers, Node
from wizard.model.commands import Result
from wizard.model.facts import ShellFact
from wizard.model.problems import Unknown
from wizard.model.role import Role
from wizard.secret import Text

_WORD = 80
"""Characters of an unknown word that are shown."""


@dataclass(frozen=True)
class ControllerPorts(ShellFact):
    """Whether the controller's name resolves here, and which of its ports answer; a guide says which ports.

    For example `ControllerPorts(address="10.0.0.11", answering=frozenset({5672, 11211}))`.
    """

    ports: ClassVar[tuple[int, ...]]

    address: str
    """What the controller's name resolves to; empty where it does not."""
    answering: frozenset[int]

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """Open each port with bash's /dev/tcp: no other program on a CentOS 7 can do it."""
        name = shlex.quote(answers.controller.name)
        tries = "".join(
            f"timeout 5 bash -c ': </dev/tcp/'{name}'/{port}' 2>/dev/null && echo port {port}\n"
            for port in cls.ports
        )
        return Text(f"echo address $(getent hosts {name})\n{tries}:\n")

    @classmethod
    def parse(cls, result: Result) -> Self:
        """Return the fact; no address and ports that do not answer are findings, not errors."""
        found = list(worded(result.text))
        addresses = [rest.split()[0] for word, rest in found if word == "address" and rest]
        return cls(
            address=_address(addresses[0].partition("%")[0]) if addresses else "",
            answering=frozenset(integer("port", rest, 1, 65535) for word, rest in found if word == "port"),
        )


@dataclass(frozen=True)
class HostIdentity(ShellFact):
    """The host's own name and the addresses of its interfaces.

    For example `HostIdentity("compute1", frozenset({"127.0.0.1", "10.0.0.31"}))`.
    """

    name: str
    """As the kernel has it: what Python's `socket.gethostname()` returns."""
    addresses: frozenset[str]
    """Without their prefixes; none where `ip` does not tell."""

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """`ip -o` prints an address a line, as its fourth word; a peer's follows it."""
        return Text(
            "echo name $(uname -n)\nPATH=$PATH:/usr/sbin:/sbin\n"
            "ip -o address show | while read -r number device family address rest\n"
            'do echo "address ${address%%/*}"; done\n'
        )

    @classmethod
    def parse(cls, result: Result) -> Self:
        """Raises `Unreadable` for what is no address."""
        found = list(worded(result.text))
        return cls(
            name=next((rest for word, rest in found if word == "name"), ""),
            addresses=frozenset(_address(rest) for word, rest in found if word == "address"),
        )


def _address(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        raise odd("address", text) from None


@dataclass(frozen=True)
class InstalledPackages(ShellFact):
    """Which of the packages that a guide wants on a node are installed.

    For example `InstalledPackages(frozenset({"openstack-nova-api"}))`.
    """

    wanted: ClassVar[Mapping[Role, tuple[str, ...]]]

    installed: frozenset[str]

    @classmethod
    def prelude(cls, node: Node) -> str:
        """Ask rpm for all, then for each."""
        return _ask_rpm(cls.wanted[node.role])

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """Print what rpm said."""
        return Text('[ -z "$installed" ] || printf "installed %s\\n" $installed\n')

    @classmethod
    def parse(cls, result: Result) -> Self:
        """Return the fact; what rpm does not answer for is not installed."""
        return cls(frozenset(rest for word, rest in worded(result.text) if word == "installed"))


@dataclass(frozen=True)
class MissingPackages(ShellFact):
    """Which of the packages that a guide wants on a node are not installed, and which of those yum knows.

    For example `MissingPackages(missing=frozenset({"openstack-nova-api"}), known=frozenset())`.
    """

    timeout = 150.0
    wanted: ClassVar[Mapping[Role, tuple[str, ...]]]

    missing: frozenset[str]
    known: frozenset[str]
    said: str = ""
    """What yum said where it knows not all of them."""

    @classmethod
    def prelude(cls, node: Node) -> str:
        """Ask rpm as `InstalledPackages` does."""
        return _ask_rpm(cls.wanted[node.role])

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """Ask yum for what is missing: from its cache (-C), so that reading writes nothing."""
        return Text(
            '[ -n "$missing" ] || exit 0\n'
            'printf "missing %s\\n" $missing\n'
            'timeout 120 yum -q -C list $missing | sed "s/^/known /"\n'
        )

    @classmethod
    def parse(cls, result: Result) -> Self:
        """A package is known by a line that begins with NAME.ARCH; yum may break the line behind that."""
        found = list(worded(result.text))
        return cls(
            missing=frozenset(rest for word, rest in found if word == "missing"),
            known=frozenset(
                rest.split()[0].rpartition(".")[0] for word, rest in found if word == "known" and rest
            ),
            said=complaint(result),
        )


def _ask_rpm(packages: tuple[str, ...]) -> str:
    """Return sh that sets `installed` and `missing` to the packages which are that."""
    wanted = " ".join(packages)
    return (
        f'installed="{wanted}" missing=\n'
        f"rpm -q {wanted} >/dev/null 2>&1 </dev/null || {{\n"
        "  installed=\n"
        f"  for package in {wanted}; do\n"
        '    if rpm -q "$package" >/dev/null 2>&1 </dev/null; then installed="$installed $package"\n'
        '    else missing="$missing $package"; fi\n'
        "  done\n"
        "}\n"
    )


@dataclass(frozen=True)
class SelinuxMode(ShellFact):
    """What SELinux does now: enforcing, permissive or disabled.

    For example `SelinuxMode(mode="enforcing")`.
    """

    mode: str

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """A host without getenforce has no SELinux."""
        return Text("if command -v getenforce >/dev/null; then getenforce; else echo Disabled; fi\n")

    @classmethod
    def parse(cls, result: Result) -> Self:
        """Return the mode. Raises `Unknown` for any other word, quoting at most 80 characters of it."""
        mode = result.text.strip().lower()
        if mode not in ("enforcing", "permissive", "disabled"):
            odd_word = Quoted(mode, _WORD) if mode else reason(result)
            raise Unknown("selinux-unreadable", said=complaint(result) or odd_word)
        return cls(mode)


@dataclass(frozen=True)
class Processor(ShellFact):
    """How many logical processors have hardware virtualisation, vmx or svm (4.4.3/finish/1).

    For example `Processor(accelerated=4)`; 0 means that guests need QEMU's emulation.
    """

    accelerated: int

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """Run the book's own command; it exits 1 when it counts none."""
        return Text("egrep -c '(vmx|svm)' /proc/cpuinfo\n")

    @classmethod
    def parse(cls, result: Result) -> Self:
        """Raises `Unknown` where no number came back."""
        if not re.fullmatch(r"[0-9]{1,6}\n?", result.text):
            raise Unknown("processor-unreadable", said=reason(result))
        return cls(int(result.text))
