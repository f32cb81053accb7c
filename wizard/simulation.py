"""The answers' hosts, simulated: a lab is started, and every login points at it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from wizard.lab import Lab, LabNode, Place, book
from wizard.model import Answers, Login, Node, Role


@dataclass(frozen=True)
class Simulation:
    """What the command line says of the lab."""

    faults: Sequence[str] = ()
    directory: Path | None = None
    """Where the lab is kept; None for one that is gone at exit."""
    compute_nodes: int | None = None
    """So many of the book's compute nodes in the place of the answers'."""


@contextmanager
def simulated(answers: Answers, simulation: Simulation) -> Iterator[Answers]:
    """Yield the answers with logins that lead to a lab, in which the earlier chapters were done with them.

    Raises ValueError for a fault that there is not.
    """
    if simulation.compute_nodes is not None:
        answers = replace(answers, compute=_of_the_book(simulation.compute_nodes))
    places = [Place(node.name, node.management_ip, node.disk is not None) for node in answers.nodes]
    book_passwords = answers.passwords
    passwords = {
        secret.name: secret.reveal()
        for secret in (
            book_passwords.dbpassword,
            book_passwords.novadbpass,
            book_passwords.novapass,
            book_passwords.rabbitpass,
        )
    }
    with Lab(passwords, faults=simulation.faults, directory=simulation.directory, places=places) as lab:
        yield replace(
            answers,
            controller=_pointed(answers.controller, lab.nodes),
            compute=tuple(_pointed(node, lab.nodes) for node in answers.compute),
        )


def _of_the_book(count: int) -> tuple[Node, ...]:
    _, *computes = book(count)
    return tuple(
        Node(Role.COMPUTE, place.name, place.management_ip, Login(place.management_ip), "/dev/sdb")
        for place in computes
    )


def _pointed(node: Node, nodes: dict[str, LabNode]) -> Node:
    found = nodes[node.name]
    login = Login(
        host=found.host,
        port=found.port,
        user=found.user,
        identity_file=found.identity_file,
        host_key=found.fingerprint,
    )
    return replace(node, login=login)
