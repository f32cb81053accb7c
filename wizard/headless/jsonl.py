"""JSON output: an object a line, and nothing else on stdout."""

from __future__ import annotations

import json
import sys

from wizard.engine.events import Event
from wizard.headless.front import Front
from wizard.model import Message


class Json(Front):
    """Every event, as the contract names its fields."""

    def show(self, event: Event) -> None:
        """Write the event."""
        self.write(json.dumps(event.json(self.words.say), ensure_ascii=False))

    def warn(self, message: Message) -> None:
        """What is no event goes to stderr."""
        sys.stderr.write(f"{self.words.say(message)}\n")
