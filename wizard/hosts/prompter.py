"""Answers to what a program asks on its terminal."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence

from wizard.model.commands import Prompt
from wizard.secret import Secret

_WINDOW = 4096
"""Characters that a prompt is looked for in."""


class Prompter:
    """The questions that a program asks on its terminal: answered in their order, once each.

    invoke's Responder, which fabric would use, searches all output again at each chunk and answers a prompt
    wherever it stands and however often it comes.
    """

    def __init__(self, prompts: Sequence[Prompt]) -> None:
        self._prompts = prompts
        self._expected = [re.compile(rf"(?:{prompt.expects})\Z") for prompt in prompts]
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._printed = ""
        self._answered = 0
        self.repeated = False
        """Whether a question that had been answered was asked again."""

    def answer(self, printed: bytes) -> Secret | None:
        """Return the answer to the question that stands at the end of what was printed, if one does.

        `printed` is what has come since the last call.
        """
        if not printed:
            return None
        self._printed = (self._printed + self._decoder.decode(printed))[-_WINDOW:]
        asked = [bool(question.search(self._printed)) for question in self._expected[: self._answered + 1]]
        if any(asked[self._answered :]):
            self._printed = ""
            self._answered += 1
            return self._prompts[self._answered - 1].answer
        self.repeated = any(asked)
        return None
