"""JSON output: an object a line, and nothing else on stdout."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TextIO

from wizard.engine.events import Event
from wizard.headless.front import Front
from wizard.jsontext import as_json
from wizard.model.message import Message
from wizard.model.steps import Step
from wizard.text import Words


class Json(Front):
    """Writes every event as one JSON object a line, with the fields that the contract names."""

    def __init__(self, words: Words, steps: Sequence[Step], out: TextIO, err: TextIO | None = None) -> None:
        super().__init__(words, steps, out)
        self._err = err or sys.stderr

    def show(self, event: Event) -> None:
        """Write the event; JSON escapes by itself what would control a terminal."""
        self._show(event)

    def _show(self, event: Event) -> None:
        self.write(as_json(event.json(self.words.say)))

    def warn(self, message: Message) -> None:
        """What is no event goes to stderr."""
        self._err.write(f"{self.words.say(message)}\n")
