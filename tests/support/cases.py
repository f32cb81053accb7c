"""A case of a step: what the programs of a host print, and what the step makes of it, exactly.

What is expected is written as lines, in a file under expected/ (`Table` in table.py):

    reason KEY: NAME = VALUE; …       why it acts; `reason (replaces) KEY` where it replaces something else
    note KEY: …                       what the reader should know of it
    = COMMAND                         what people see is what is sent
    | TEXT                            what people see, masked, where it is not
    ~ DIFF                            the diff, masked
    $ SCRIPT                          what is sent; a long script that other cases send too by its file's name
    < STDIN                           what it reads on the wire: with the passwords
    * STDIN                           its lines with passwords as the transcript shows them, masked
    ? PROMPT  ANSWER                  a prompt and its answer on the wire
    timeout SECONDS                   where it is not the usual one

An edit's stdin is not repeated: `< -LINE` and `< +LINE` are what it changes in the file.
All edits of nova.conf have one script, one timeout and one kind of diff; cases with `whole` show them. The
others show what changes on the wire, and below such a line how the diff shows it, where it is masked.
A step that does not act says `refused KEY: …`, `unknown …`, `not-yet …` or `skipped …`.
"""

from __future__ import annotations

import difflib
import hashlib
import subprocess
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from steps import GUIDE, PREREQUISITES, SECTIONS
from steps.facts import NovaConf
from wizard.actions.file import Edit
from wizard.engine.inverse import inverse
from wizard.model.answers import Answers, Login, Node, Passwords
from wizard.model.commands import Command, Result
from wizard.model.facts import Fact, Facts, ShellFact
from wizard.model.message import Message
from wizard.model.problems import Pending, Problem, Refused, Skipped, Unknown
from wizard.model.role import Role
from wizard.model.steps import Action, Guide
from wizard.secret import Secret

SCRIPTS = {file.name: file.read_text() for file in sorted((Path(__file__).parent / "scripts").glob("*.sh"))}

PASSWORDS = {
    "dbpassword": 'ro\\ot "db"',
    "novadbpass": "n'ova@db/50%\\",
    "novapass": "$nova pass#",
    "rabbitpass": "'rabbit;",
}
CONTROLLER = Node(Role.CONTROLLER, "controller", "10.0.0.11", Login("10.0.0.11"))
COMPUTE1 = Node(Role.COMPUTE, "compute1", "10.0.0.31", Login("10.0.0.31"), disk="/dev/sdb")
COMPUTE2 = Node(Role.COMPUTE, "compute2", "10.0.0.32", Login("10.0.0.32"))
ANSWERS = Answers(
    CONTROLLER,
    (COMPUTE1, COMPUTE2),
    Passwords(**{name: Secret(name, value) for name, value in PASSWORDS.items()}),
)

UNDONE = inverse(Guide(GUIDE, PREREQUISITES, SECTIONS)).steps

Given = Mapping[type[Fact], Result | Fact | Problem]


@dataclass(frozen=True)
class Case:
    """A step, a name for what is special, and the facts that the step is given."""

    step: str
    name: str
    given: Given
    holds: bool = False
    """Everything is as it should be: the step does nothing, and no text is expected."""
    whole: bool = False
    """An edit of nova.conf is shown with its diff, its script and its timeout."""
    node: Node | None = None
    answers: Answers = field(default=ANSWERS)
    undo: bool = False
    """The step is taken back."""

    def __str__(self) -> str:
        return f"{self.step} {self.name}"


def outcome(case: Case) -> str:
    """Return what a case's step does, in the notation above; fail where it does what no step may do."""
    steps = UNDONE if case.undo else GUIDE
    step = next(step for step in steps if step.id == case.step)
    assert set(case.given) <= set(step.reads), "given what the step does not read"
    node = case.node or (CONTROLLER if step.on is Role.CONTROLLER else COMPUTE1)
    try:
        actions = list(step.plan(case.answers, node, facts(case.given)))
    except Problem as problem:
        return _problem(problem)
    for action in actions:
        _check_masked(action)
        check_syntax(action.command)
    return "\n".join(line for action in actions for line in rendered(action, whole=case.whole))


def check_missing(id_: str, node: Node, given: Given, then: str) -> None:
    """Fail unless a prerequisite finds just this missing."""
    asked = next(prerequisite for prerequisite in PREREQUISITES if prerequisite.id == id_)
    assert node.role in asked.on
    assert set(given) <= set(asked.reads)
    missing = asked.missing(ANSWERS, node, facts(given))
    assert "\n".join(said(message) for message in missing) == textwrap.dedent(then).strip("\n")


def facts(given: Given) -> Facts:
    """Return the facts; what a program printed goes through the fact's own parser."""

    def read(kind: type[Fact], found: Result | Fact | Problem) -> Fact | Problem:
        if not isinstance(found, Result):
            return found
        assert issubclass(kind, ShellFact)
        try:
            return kind.parse(found)
        except Problem as problem:
            return problem

    return Facts({kind: read(kind, found) for kind, found in given.items()})


def rendered(action: Action, *, whole: bool = True) -> Iterator[str]:
    """Yield an action's lines in the notation above."""
    yield f"reason {'(replaces) ' if action.replaces else ''}{said(action.reason)}"
    if action.note:
        yield f"note {said(action.note)}"
    command = action.command
    assert command.changes
    same = action.text == command.script
    yield from _marked("=" if same else "|", action.text)
    if isinstance(action, Edit) and action.path == NovaConf.path and not whole:
        yield from _brief(action, command)
        return
    yield from _marked("~", action.diff)
    yield from _marked("$", "" if same else _named_script(command.script))
    if isinstance(action, Edit):
        yield from _edited(action, command)
    else:
        wire, shown = command.stdin.wire().splitlines(), command.stdin.shown.splitlines()
        yield from _marked("<", "\n".join(wire))
        yield from _marked("*", "\n".join(b for a, b in zip(wire, shown, strict=True) if a != b))
    for prompt in command.prompts:
        yield f"? {prompt.expects}  {prompt.answer.reveal()}"
    if command.timeout != 120:
        yield f"timeout {command.timeout:g}"


def said(message: Message) -> str:
    """Return a message's key and variables."""
    variables = "; ".join(f"{name} = {value}" for name, value in message.variables.items())
    return f"{message.key}: {variables}" if variables else message.key


def check_syntax(command: Command) -> None:
    """Fail unless both CentOS 7's bash and a strict sh can read the script."""
    for shell in (["dash", "-n"], ["bash", "--posix", "-n"]):
        run = subprocess.run(shell, input=command.script.encode(), capture_output=True, check=False)
        assert (run.returncode, run.stderr) == (0, b""), command.script


def _problem(problem: Problem) -> str:
    words = {Refused: "refused", Unknown: "unknown", Pending: "not-yet", Skipped: "skipped"}
    return f"{words[type(problem)]} {said(problem.message)}"


def _marked(mark: str, text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield f"{mark} {line}".rstrip()


def _named_script(script: str) -> str:
    for name, content in SCRIPTS.items():
        if script.endswith(content):
            return script.removesuffix(content) + f"({name})"
    return script


def _edited(action: Edit, command: Command) -> Iterator[str]:
    """What an edit changes, from its wire text alone; the checksums must be those of the two contents."""
    wire = command.stdin.wire().encode("utf-8", "surrogateescape")
    before, after, content = wire.split(b"\n", 2)
    assert before == hashlib.sha256(action.before).hexdigest().encode()
    assert after == hashlib.sha256(content).hexdigest().encode()
    assert not any(part.strip() for part in command.stdin.parts if isinstance(part, str))
    assert command.stdin.shown.startswith("‹checksum›\n‹checksum›\n")
    assert content == action.after.wire().encode("utf-8", "surrogateescape")
    old, new = action.before.decode().splitlines(), content.decode().splitlines()
    for line in list(difflib.unified_diff(old, new, lineterm="", n=0))[2:]:
        if not line.startswith("@@"):
            yield f"< {line}"


def _brief(action: Edit, command: Command) -> Iterator[str]:
    """What an edit of nova.conf changes, and how its diff shows that; all else is as in the whole cases."""
    assert _named_script(command.script) == f"path={NovaConf.path}\n(edit.sh)"
    assert (command.timeout, command.prompts) == (60, ())
    old, new = action.before.decode().splitlines(), action.after.wire().splitlines()
    plain = list(difflib.unified_diff(old, new, NovaConf.path, NovaConf.path, lineterm=""))
    shown = action.diff.splitlines()
    assert len(plain) == len(shown)
    for line, masked in zip(plain, shown, strict=True):
        assert masked.startswith(line) if line.startswith("@@") else masked == line or "‹" in masked
    changed = [masked for masked in shown[2:] if masked.startswith(("-", "+"))]
    for wire, masked in zip(_edited(action, command), changed, strict=True):
        yield wire
        yield from _marked("~", "" if wire == f"< {masked}".rstrip() else masked)


def _check_masked(action: Action) -> None:
    command = action.command
    shown: Sequence[object] = (
        action.text,
        action.diff,
        action.reason,
        action.note,
        command.script,
        command.stdin.shown,
        command,
        action,
    )
    for value in PASSWORDS.values():
        assert not [part for part in shown if value in str(part) or value in repr(part)]
