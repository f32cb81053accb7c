"""A command of the book, sent as it is shown."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import Any, ClassVar

from wizard.model.answers import Answers
from wizard.model.commands import Command, Prompt
from wizard.model.steps import Action


@dataclass(frozen=True)
class RunCommand(Action):
    """A command line that sh runs; its prompts are answered on a terminal of its own."""

    kind: ClassVar[str] = "command"

    script: str
    prompts: tuple[Prompt, ...] = ()
    timeout: float = 120.0
    """Seconds."""
    gives_up: int = 0
    """Seconds after which timeout(1) ends it on the host, where nothing breaks by that; 0 for never."""

    @property
    def text(self) -> str:
        """The command, then each prompt with its masked answer."""
        asked = [f"{prompt.expects.rstrip(' ?')} {prompt.answer}" for prompt in self.prompts]
        return "\n".join([self.script, *asked])

    @property
    def typed(self) -> str:
        """The command alone: it asks for its answers itself."""
        return self.script

    @property
    def command(self) -> Command:
        """The script as it is shown, with the prompts to answer and the timeout."""
        return Command(self.script, prompts=self.prompts, timeout=self.timeout, gives_up=self.gives_up)


def openstack(answers: Answers, line: str, *prompts: Prompt, **why: Any) -> RunCommand:
    """Return `openstack LINE` as the administrator: each command is a shell of its own (4.4.2/prepare/2)."""
    return RunCommand(f". {shlex.quote(answers.openrc)}; openstack {line}", prompts=prompts, **why)
