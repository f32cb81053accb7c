"""The options of less, from the command line and the variable LESS."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

WITH_VALUE = "bhjkoOpPtTxyzD#"
LONG = {
    "chop-long-lines": "S", "LINE-NUMBERS": "N", "line-numbers": "n", "ignore-case": "i", "IGNORE-CASE": "I",
    "quit-at-eof": "e", "QUIT-AT-EOF": "E", "quit-if-one-screen": "F", "no-init": "X",
    "RAW-CONTROL-CHARS": "R",
    "raw-control-chars": "r", "squeeze-blank-lines": "s", "long-prompt": "m", "LONG-PROMPT": "M",
    "force": "f",
    "hilite-search": "g", "HILITE-SEARCH": "G", "quiet": "q", "silent": "q", "tilde": "~",
}  # fmt: skip


@dataclass(slots=True)
class Options:
    """What is switched on, by letter, the commands to begin with, and the files."""

    letters: set[str] = field(default_factory=set)
    commands: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    tabstop: int = 8
    wrong: str = ""
    shows: str = ""

    def read(self, words: list[str]) -> None:
        """Take the words of a command line."""
        words = list(words)
        while words:
            word = words.pop(0)
            if word == "--":
                self.names += words
                return
            if word in ("--help", "-?"):
                self.shows = "help"
            elif word in ("--version", "-V"):
                self.shows = "version"
            elif word.startswith("--"):
                self._long(word[2:])
            elif word.startswith("+"):
                self.commands.append(word[1:] if not word.startswith("++") else word[2:])
            elif word.startswith("-") and len(word) > 1:
                self._letters(word[1:], words)
            else:
                self.names.append(word)

    def _long(self, name: str) -> None:
        name, _, value = name.partition("=")
        if name == "pattern":
            self.commands.append("/" + value)
        elif name in LONG:
            self.switch(LONG[name])
        elif name not in (
            "mouse",
            "use-backslash",
            "no-keypad",
            "follow-name",
            "tabs",
            "prompt",
            "window",
            "jump-target",
        ):
            self.wrong = f"There is no {name} option"

    def _letters(self, text: str, words: list[str]) -> None:
        while text:
            letter, text = text[0], text[1:]
            if letter in "+$":
                continue
            if letter in WITH_VALUE:
                value = text or (words.pop(0) if words else "")
                text = ""
                if letter == "p":
                    self.commands.append("/" + value)
                elif letter == "x" and (match := re.match(r"\d{1,3}", value)):
                    self.tabstop = max(1, int(match[0]))
                continue
            if not letter.isalpha() and letter != "~":
                self.wrong = f'There is no {letter} option ("less --help" for help)'
                return
            self.switch(letter)

    def switch(self, letter: str) -> None:
        """Switch a letter on."""
        if letter == "n":
            self.letters.discard("N")
        self.letters.add(letter)
