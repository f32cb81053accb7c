"""The answers' hosts, simulated: a lab is started, and every login points at it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from wizard.lab import Lab, LabNode, LabRefused, Place, book
from wizard.model.answers import Answers, Login, Node, Passwords
from wizard.model.problems import Problem, Unreachable
from wizard.model.role import Role
from wizard.secret import Secret

if TYPE_CHECKING:
    from wizard.labfolder import FolderRequests

AnyLab: TypeAlias = "Lab | FolderRequests"
"""One of this run alone, or one that lives in a folder."""
BOOK_PASSWORDS = tuple(part.name for part in fields(Passwords))
BOOKS_OWN = {name: name for name in BOOK_PASSWORDS}
"""The book's words: each password is its own name."""


def made_up() -> dict[str, str]:
    """Return new random passwords, for a rehearsal whose answers' own passwords must not be read."""
    return {name: secrets.token_hex(16) for name in BOOK_PASSWORDS}


@dataclass(frozen=True)
class Simulation:
    """What the command line says of the lab."""

    faults: Sequence[str] = ()
    directory: Path | None = None
    """Where the lab is kept; None for one that is gone at exit."""
    compute_nodes: int | None = None
    """So many of the book's compute nodes in the place of the answers'."""
    passwords: Mapping[str, str] = field(default_factory=lambda: BOOKS_OWN, repr=False)
    """What the earlier chapters are done with; those of the answers never reach the lab."""


@contextmanager
def simulated(answers: Answers, simulation: Simulation) -> Iterator[Answers]:
    """Yield the answers as `lab_of` does."""
    with lab_of(answers, simulation) as (_, pointed):
        yield pointed


@contextmanager
def lab_of(answers: Answers, simulation: Simulation) -> Iterator[tuple[AnyLab, Answers]]:
    """Yield a lab, and the answers with logins that lead to it and with its passwords.

    These are the simulation's, or those of a lab that was kept. A lab that runs in the folder already is
    joined. Raises `Problem` for a lab that cannot be started, and at the end for one that cannot be kept;
    `Unreachable` for a host that the joined lab has not.
    """
    if simulation.compute_nodes is not None:
        answers = replace(answers, compute=_of_the_book(simulation.compute_nodes))
    places = [Place(node.name, node.management_ip, node.disk is not None) for node in answers.nodes]
    with _opened(places, simulation) as lab:
        yield lab, pointed_at(answers, lab)


def pointed_at(answers: Answers, lab: AnyLab) -> Answers:
    """Return the answers with a running lab's logins and passwords.

    Raises `Unreachable` for a host that it has not.
    """
    return replace(
        answers,
        passwords=_passwords(lab.passwords),
        controller=_pointed(answers.controller, lab.nodes),
        compute=tuple(_pointed(node, lab.nodes) for node in answers.compute),
    )


def keep(lab: AnyLab, directory: Path) -> None:
    """Keep a running lab in a folder, from which `--lab-dir` goes on. Raises `Problem`."""
    try:
        lab.keep(directory)
    except LabRefused as refused:
        raise Problem(refused.key, directory=str(directory), said=refused.said) from None


@contextmanager
def _opened(places: list[Place], simulation: Simulation) -> Iterator[AnyLab]:
    if simulation.directory is None:
        with _started(Lab(simulation.passwords, faults=simulation.faults, places=places)) as lab:
            yield lab
        return
    from wizard.labfolder import FolderLab, joined  # noqa: PLC0415 - pydantic is slow to import

    running = joined(simulation.directory)
    if running is None:
        with FolderLab(simulation.directory, simulation.passwords, places, simulation.faults) as own:
            yield own
        return
    for fault in simulation.faults:
        running.inject(fault)
    yield running


@contextmanager
def _started(lab: Lab) -> Iterator[Lab]:
    with ExitStack() as stack:
        try:
            stack.enter_context(lab)
        except LabRefused as refused:
            raise _problem(lab, refused) from None
        except OSError as error:
            raise Problem("lab-not-started", reason=error.strerror or str(error)) from error
        yield lab
        try:
            stack.close()
        except LabRefused as refused:
            raise _problem(lab, refused) from None


def _problem(lab: Lab, refused: LabRefused) -> Problem:
    return Problem(refused.key, directory=str(lab.directory), said=refused.said)


def _passwords(known: Mapping[str, str]) -> Passwords:
    return Passwords(**{name: Secret(name, known[name]) for name in BOOK_PASSWORDS})


def books_answers() -> Answers:
    """Return the answers to rehearse with where there is no file: the book's hosts and words."""
    return answers_for(book(), BOOKS_OWN)


def answers_for(places: Sequence[Place], passwords: Mapping[str, str]) -> Answers:
    """Return answers for hosts, the first of which is the controller; `lab_of` points them at a lab."""
    controller, *computes = places
    return Answers(
        _node(Role.CONTROLLER, controller),
        tuple(_node(Role.COMPUTE, place) for place in computes),
        _passwords(passwords),
    )


def _node(role: Role, place: Place) -> Node:
    return Node(
        role, place.name, place.management_ip, Login(place.management_ip), "/dev/sdb" if place.disk else None
    )


def _of_the_book(count: int) -> tuple[Node, ...]:
    _, *computes = book(count)
    return tuple(_node(Role.COMPUTE, place) for place in computes)


def _pointed(node: Node, nodes: dict[str, LabNode]) -> Node:
    if node.name not in nodes:
        raise Unreachable("lab-has-no-node", host=node.name, names=", ".join(nodes))
    found = nodes[node.name]
    login = Login(
        host=found.host,
        port=found.port,
        user=found.user,
        identity_file=found.identity_file,
        host_key=found.fingerprint,
        ssh_config=False,
    )
    return replace(node, login=login)
