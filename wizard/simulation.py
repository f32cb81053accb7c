"""The answers' hosts, simulated: a lab is started, and every login points at it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from wizard.lab import FolderRefused, Lab, LabNode, OtherLab, Place, book
from wizard.model import Answers, Login, Node, Problem, Role


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

    Raises `Problem` for a folder that is not for this lab.
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
    lab = Lab(passwords, faults=simulation.faults, directory=simulation.directory, places=places)
    with _started(lab):
        yield replace(
            answers,
            controller=_pointed(answers.controller, lab.nodes),
            compute=tuple(_pointed(node, lab.nodes) for node in answers.compute),
        )


@contextmanager
def _started(lab: Lab) -> Iterator[None]:
    with ExitStack() as stack:
        try:
            stack.enter_context(lab)
        except OtherLab:
            raise Problem("lab-dir-other", directory=str(lab.directory)) from None
        except FolderRefused as error:
            raise Problem("lab-dir-refused", directory=str(lab.directory), said=str(error)) from None
        yield


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
