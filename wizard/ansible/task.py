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
from wizard.answers.load import check
from wizard.answers.passwords import Kind, Source
from wizard.answers.places import BOOK_PASSWORDS
from wizard.answers.problems import AnswersWrong
from wizard.engine.run import Run
from wizard.hosts.ssh import SshHost
from wizard.model import Answers, Command, Guide, Problem, Result, Role
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

    What is waited for and the table of services are told; in detail, what the commands print.
    """
    variables = given.variables[given.host]
    language = _plain(variables["nova_language"]) if "nova_language" in variables else None
    words = Words(choose(None, language if language in LANGUAGES else None, os.environ))
    try:
        process.prepare_for_passwords()
        return _performed(given, words, tell, tell_in_detail)
    except AnswersWrong as wrong:
        return _failed(words.say(wrong.message), *(f"  {line}" for line in wrong.lines(words)))
    except Problem as problem:
        return _failed(words.say(problem.message))


def _failed(*lines: str) -> dict[str, Any]:
    return {"failed": True, "changed": False, "msg": "\n".join(lines)}


def _performed(given: Given, words: Words, tell: Tell, tell_in_detail: Tell) -> dict[str, Any]:
    guide = _guide(given.id, check=given.check)
    answers = _answers(given)
    check_limit([given.host], [step for step in guide.steps if given.id in (step.id, BEFORE)], answers.nodes)
    redactor = Redactor(answers.secrets)
    told = Told(given.host, words, tell, tell_in_detail)
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


def _answers(given: Given) -> Answers:
    """Return the answers that the inventory's variables give. Raises `AnswersWrong`, `Problem`."""
    controllers, computes = (list(given.groups.get(name, ())) for name in (CONTROLLERS, COMPUTES))
    if len(controllers) != 1:
        raise Problem("ansible-one-controller", group=CONTROLLERS, count=len(controllers))
    of = {name: _known(given.variables[name], NAMES) for name in (*controllers, *computes)}
    secrets = _known(given.variables[given.host], BOOK_PASSWORDS)
    data: dict[str, Any] = {
        "version": 1,
        **general(of[controllers[0]]),
        "controller": host_of(controllers[0], of[controllers[0]], compute=False),
        "compute": [host_of(name, of[name], compute=True) for name in computes],
        "passwords": {name: Source(Kind.TYPED, str(secrets.get(name, ""))) for name in BOOK_PASSWORDS},
    }
    for host in (data["controller"], *data["compute"]):
        if "password" in host:
            host["password"] = Source(Kind.TYPED, str(host["password"]))
    checked = check(data, os.environ, Path(given.folder))
    if checked.answers is None:
        wrong = in_inventory(checked.wrong, controllers[0], computes)
        raise AnswersWrong(Path(given.folder, "inventory"), wrong)
    return checked.answers


def _known(variables: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: _plain(variables[name]) for name in names if name in variables}


def _plain(value: Any) -> Any:
    """Return a value without what Ansible notes of it: where it stands, how it was encrypted."""
    if value is None or isinstance(value, bool):
        return value
    return int(value) if isinstance(value, int) else "".join(str(value))


class _Nowhere:
    """Keeps no transcript: the record of a playbook is Ansible's own."""

    def command(self, host: str, command: Command, result: Result | None, seconds: float) -> None:
        """Do nothing."""
