"""Aliases: words that are replaced by other text while commands are read."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.hostsim import limits
from wizard.hostsim.shell.tokens import TokenReader


class AliasReader(TokenReader):
    """Reads tokens, and replaces aliases by their text where it is told that a command's name comes next."""

    def __init__(self, text: str, first_line: int = 1, aliases: Mapping[str, str] | None = None) -> None:
        super().__init__(text, first_line)
        self.aliases = aliases or {}
        self.grown = 0
        """By how many characters aliases have made the text longer."""
        self._inside: list[tuple[str, int]] = []
        """The aliases whose text is being read, and how much of the whole text stands behind each."""
        self._next_too: int | None = None
        """Behind an alias that ends in a blank the next word may be one too: how much text is left there."""

    def _expand_alias(self) -> None:
        """Replace the word that comes next by what it is an alias of; nothing inside its own text."""
        while (name := self._look().plain or "") in self.aliases:
            start, end = self._look().start, self.position
            self._inside = [(other, rest) for other, rest in self._inside if start < len(self.text) - rest]
            if any(name == other for other, _ in self._inside):
                return
            value = self.aliases[name]
            self._inside.append((name, len(self.text) - end))
            self.text = self.text[:start] + value + self.text[end:]
            self.grown += len(value) - (end - start)
            self.position, self._token = start, None
            if len(self.text) > limits.INPUT:
                raise self.problem("memory exhausted")
            if value[-1:] in (" ", "\t"):
                self._next_too = len(self.text) - start - len(value)

    def _is_behind_alias(self) -> bool:
        """Whether the next word is the first one behind an alias that ends in a blank."""
        if self._next_too is None or self._look().start < len(self.text) - self._next_too:
            return False
        self._next_too = None
        return True
