"""Completion at the shell's prompt: commands, files, variables, and the arguments of some programs."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable

from wizard.hostsim import completers
from wizard.hostsim.interactive import Complete, Completions
from wizard.hostsim.interactive.completion import base_name
from wizard.hostsim.shell.state import Shell
from wizard.hostsim.shell.table import BUILTINS
from wizard.hostsim.shell.tokens import KEYWORDS
from wizard.hostsim.tree import EXECUTE, Directory, Symlink, permits

SPECIAL = re.compile(r"([\s\\'\"$`!&|;()<>*?\[\]{}#~=%])")
VARIABLE = re.compile(r"\$(\{?)(\w*)$")
BEFORE_COMMANDS = frozenset(
    ("sudo", "time", "exec", "nohup", "command", "env", "xargs", "!", "{", "if", "then", "else", "elif")
) | {"while", "until", "do"}
ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")
DIRECTORIES_ONLY = frozenset(("cd", "rmdir", "pushd"))
MOST = 5000
"""Possibilities that are looked at."""


class Typed:
    """The words of the command that the cursor is in, and the word that is being typed."""

    def __init__(self, before: str) -> None:
        self.words: list[str] = []
        self.word = ""
        self.quote = ""
        self.start = 0
        """Where the word begins in the line."""
        self._read(before)

    def _read(self, before: str) -> None:
        started = False
        at = 0
        while at < len(before):
            char = before[at]
            if self.quote:
                self.quote = "" if char == self.quote else self.quote
                self.word += char if self.quote else ""
            elif char == "\\" and at + 1 < len(before):
                at += 1
                self.word += before[at]
                started = True
            elif char in "'\"":
                self.quote, started = char, True
            elif char in " \t\n;|&<>()`":
                if started or self.word:
                    self.words.append(self.word)
                if char in ";|&()`\n":
                    self.words.clear()
                elif char in "<>":
                    self.words.append(char)
                self.word, started = "", False
                self.start = at + 1
            else:
                self.word += char
                started = True
            at += 1

    @property
    def is_command(self) -> bool:
        """Whether the word is a command's name."""
        words = self.words
        while words and (ASSIGNMENT.match(words[0]) or words[0] in BEFORE_COMMANDS):
            words = words[1:]
        self.words = words
        return not words


def completer(shell: Shell) -> Complete:
    """Return what completes the lines of a shell."""
    return lambda before: completions(shell, before)


def completions(shell: Shell, before: str) -> Completions:
    """Return what the word before the cursor can be completed to."""
    if match := VARIABLE.search(before):
        return _variables(shell, match)
    typed = Typed(before)
    if typed.is_command and "/" not in typed.word:
        names = [name for name in _commands(shell) if name.startswith(typed.word)]
        return Completions(typed.start, names[:MOST])
    if not typed.is_command and typed.words[-1] not in ("<", ">"):
        name = posixpath.basename(shell.aliases.get(typed.words[0], typed.words[0]).partition(" ")[0])
        found = completers.words(name, shell.process, typed.words[1:], typed.word)
        if found and not typed.quote:
            return Completions(typed.start, found[:MOST])
    directories = bool(typed.words) and typed.words[0] in DIRECTORIES_ONLY
    word, start = typed.word, typed.start
    if not typed.quote and "=" in word:
        start += before[typed.start :].rfind("=") + 1
        word = word.rpartition("=")[2]
    paths = _files(shell, word, directories=directories)
    return Completions(start, [_quoted(path, typed.quote) for path in paths], base_name)


def _variables(shell: Shell, match: re.Match[str]) -> Completions:
    end = "}" if match[1] else ""
    names = [name for name in shell.variables if name.startswith(match[2])]
    return Completions(match.start(), [f"${match[1]}{name}{end}" for name in names], lambda word: word)


def _commands(shell: Shell) -> Iterable[str]:
    names = {*BUILTINS, *shell.functions, *shell.aliases, *KEYWORDS}
    tree, user = shell.process.node.tree, shell.process.user
    for directory in shell.variables.get("PATH", "").split(":"):
        found = tree.find(directory, user)
        if isinstance(found, Directory):
            names |= {
                name
                for name, inode in found.entries.items()
                if isinstance(inode, Symlink)
                or (not isinstance(inode, Directory) and permits(inode, user, EXECUTE))
            }
    return sorted(names)


def _files(shell: Shell, word: str, *, directories: bool) -> list[str]:
    """Return the paths that a word can be completed to, directories with a slash."""
    folder, slash, begin = word.rpartition("/")
    path = folder + slash
    if path.startswith("~/"):
        path = shell.variables.get("HOME", "") + path[1:]
    process = shell.process
    directory = process.node.tree.find(posixpath.join(process.cwd, path), process.user)
    if not isinstance(directory, Directory):
        return []
    found = []
    for name in list(directory.entries):
        if name.startswith(begin) and (not name.startswith(".") or begin.startswith(".")):
            inode = process.node.tree.find(posixpath.join(process.cwd, path, name), process.user)
            if isinstance(inode, Directory):
                found.append(f"{folder}{slash}{name}/")
            elif not directories:
                found.append(f"{folder}{slash}{name}")
    return found[:MOST]


def _quoted(path: str, quote: str) -> str:
    if not quote:
        head = "~" if path.startswith("~/") else ""
        return head + SPECIAL.sub(r"\\\1", path[len(head) :])
    return quote + path + ("" if path.endswith("/") else quote)
