"""One step on one host as a task of Ansible: our connection, lock and verification, Ansible's result."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from steps import GUIDE, PREREQUISITES, SECTIONS
from wizard import process
from wizard.ansible.project import BEFORE
from wizard.ansible.result import Told
from wizard.ansible.variables import COMPUTES, CONTROLLERS, NAMES, general, host_of, in_inventory
from wizard.answers import shape  # noqa: F401 - slow: here once, for all workers, which are forked
from wizard.answers.load import check
from wizard.answers.passwords import Kind, Source
from wizard.answers.places import BOOK_PASSWORDS
from wizard.answers.problems import AnswersWrong
from wizard.defect import kind_and_place
from wizard.engine.run import Run
from wizard.hosts.ssh import SshHost
from wizard.model.answers import Answers
from wizard.model.commands import Command, Result
from wizard.model.problems import Problem
from wizard.model.role import Role
from wizard.model.steps import Guide
from wizard.nearest import nearest
from wizard.redact import Redactor
from wizard.selection import check_limit, ids
from wizard.text import LANGUAGES, Words, choose

Tell = Callable[[str], None]
"""Shows a text of several lines."""


@dataclass(frozen=True)
class Given:
    """What Ansible gives to a task. Its variables hold passwords."""

    id: str
    """A step's, or `BEFORE`."""
    host: str
    groups: Mapping[str, Sequence[str]]
    variables: Mapping[str, Mapping[str, Any]] = field(repr=False)
    """Of each host, read one by one: each is decrypted only then."""
    folder: str
    """Where relative paths start."""
    check: bool
    """Whether nothing is to be changed."""


def perform(given: Given, tell: Tell, tell_in_detail: Tell) -> dict[str, Any]:
    """Do one step on one host, or see what it would do, and return the task's result, masked.

    What is waited for and the table of services are told; in detail, what the commands print. Raises what
    Ansible raises for a variable that has no value.
    """
    variables = _read(given)
    language = variables.of[given.host].get("nova_language")
    words = Words(choose(None, language if language in LANGUAGES else None, os.environ))
    try:
        process.prepare_for_passwords()
        return _performed(given, variables, Told(given.host, words, tell, tell_in_detail))
    except AnswersWrong as wrong:
        said = "\n".join((words.say(wrong.message), *(f"  {line}" for line in wrong.lines(words))))
    except Problem as problem:
        said = words.say(problem.message)
    except Exception as error:  # its own words may quote what must not be shown
        said = words.label("defect", **kind_and_place(error))
    return {"failed": True, "changed": False, "msg": said}


def _performed(given: Given, variables: _Variables, told: Told) -> dict[str, Any]:
    guide = _guide(given.id, check=given.check)
    if given.host not in (*variables.controllers, *variables.computes):
        raise Problem("ansible-no-group", groups=f"{CONTROLLERS}, {COMPUTES}")
    answers = _answers(variables, Path(given.folder))
    asked = [step for step in guide.steps if given.id in (step.id, BEFORE)]
    check_limit([given.host], asked, answers.nodes)
    redactor = Redactor(answers.secrets)
    run = Run(
        answers,
        guide,
        {node.name: SshHost(node) for node in answers.nodes},
        emit=told.event,
        approve=lambda step, node, planned: True,
        mask=redactor.mask,
        unfinished=redactor.unfinished,
        transcript=_Nowhere(),
        limit=[given.host],
        records=GUIDE,
    )
    ended = run.scan() if given.check or given.id == BEFORE else run.run()
    return told.before() if given.id == BEFORE else told.result(given.id, ended)


def _guide(id_: str, *, check: bool) -> Guide:
    """Return a guide of one step and of those that have to hold before it, or of all that is looked at first.

    What it comes after is looked at where it is done, on other hosts. Raises `Problem`.
    """
    if id_ == BEFORE:
        verifying = {section.id for section in SECTIONS if section.verifies}
        steps = tuple(step for step in GUIDE if step.section not in verifying)
        return Guide(steps, PREREQUISITES, SECTIONS)
    found = next((step for step in GUIDE if step.id == id_ and step.on is not Role.READER), None)
    if found is None:
        raise Problem("no-such-step", id=id_, near=nearest(id_, ids(GUIDE)) or "none")
    earlier = tuple(step for step in GUIDE if step.section == found.after and not check)
    return Guide((*earlier, found), PREREQUISITES, SECTIONS)


# --- Answers from variables -------------------------------------------------------------------------


@dataclass(frozen=True)
class _Variables:
    """What was read of the inventory: each value decrypted, and plain."""

    controllers: Sequence[str]
    computes: Sequence[str]
    of: Mapping[str, Mapping[str, Any]] = field(repr=False)
    """By host."""
    secrets: Mapping[str, str] = field(repr=False)


def _read(given: Given) -> _Variables:
    """Read the variables of the host, and of those that its steps are about.

    That is the controller, and all compute nodes where the host is the controller itself: a fleet's nodes do
    not each read all the others.
    """
    controllers, computes = (list(given.groups.get(name, ())) for name in (CONTROLLERS, COMPUTES))
    if given.host not in controllers:
        computes = [name for name in computes if name == given.host]
    of = {name: _known(given.variables[name], NAMES) for name in {given.host, *controllers, *computes}}
    secrets = _known(given.variables[given.host], BOOK_PASSWORDS)
    return _Variables(controllers, computes, of, {name: str(value) for name, value in secrets.items()})


def _known(variables: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: _plain(variables[name]) for name in names if name in variables}


def _plain(value: Any) -> Any:
    """Return a value without what Ansible notes of it: where it stands, how it was encrypted."""
    if value is None or isinstance(value, bool):
        return value
    return int(value) if isinstance(value, int) else "".join(str(value))


def _answers(variables: _Variables, folder: Path) -> Answers:
    """Return the answers that the variables give. Raises `AnswersWrong`, `Problem`."""
    if len(variables.controllers) != 1:
        raise Problem("ansible-one-controller", group=CONTROLLERS, count=len(variables.controllers))
    (controller,) = variables.controllers
    data: dict[str, Any] = {
        "version": 1,
        **general(variables.of[controller]),
        "controller": host_of(controller, variables.of[controller], compute=False),
        "compute": [host_of(name, variables.of[name], compute=True) for name in variables.computes],
        "passwords": {name: Source(Kind.TYPED, variables.secrets.get(name, "")) for name in BOOK_PASSWORDS},
    }
    for host in (data["controller"], *data["compute"]):
        if "password" in host:
            host["password"] = Source(Kind.TYPED, str(host["password"]))
    checked = check(data, os.environ, folder)
    if checked.answers is None:
        raise AnswersWrong(folder, in_inventory(checked.wrong, controller, variables.computes))
    return checked.answers


class _Nowhere:
    """Keeps no transcript: the record of a playbook is Ansible's own."""

    def command(self, host: str, command: Command, result: Result | None, seconds: float) -> None:
        """Do nothing."""
