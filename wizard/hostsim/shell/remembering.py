"""The builtins of a person's shell: history, alias, unalias, logout."""

from __future__ import annotations

import re

from wizard.hostsim.shell.messages import complaint
from wizard.hostsim.shell.state import Exit, Shell
from wizard.hostsim.shell.table import builtin
from wizard.hostsim.shell.variables import quoted

ALIAS = re.compile(r"[^\s\\/$`=|&;()<>'\"]+")
MOST = 1000
"""Aliases of a shell."""


@builtin("history")
async def _history(shell: Shell, words: list[str]) -> int:
    history = shell.history
    if history is None:
        return 0
    option = words[1] if len(words) > 1 else ""
    if option == "-c":
        history.clear()
    elif option == "-d" and len(words) > 2:
        if not words[2].isdigit() or not history.delete(int(words[2])):
            return complaint(shell, "history", f"{words[2]}: history position out of range")
    elif option in ("-a", "-w"):
        await history.save(shell.process, shell.variables.get("HISTFILE", "~/.bash_history"))
    elif option == "-s":
        history.add(" ".join(words[2:]))
    elif option and not option.isdigit():
        if option.startswith("-"):
            complaint(shell, "history", f"{option}: invalid option")
            shell.process.err("history: usage: history [-c] [-d offset] [n] or history -anrw [filename] or ")
            shell.process.err("history -ps arg [arg...]\n")
            return 2
        return complaint(shell, "history", f"{option}: numeric argument required")
    else:
        count = int(option) if option else len(history)
        for number, line in list(enumerate(history, history.first))[-count or len(history) :]:
            shell.process.out(f"{number:5}  {line}\n")
    return 0


@builtin("alias")
async def _alias(shell: Shell, words: list[str]) -> int:
    names = [word for word in words[1:] if word != "-p"]
    if not names:
        names = sorted(shell.aliases)
    status = 0
    for word in names:
        name, equals, value = word.partition("=")
        if equals and (not ALIAS.fullmatch(name) or len(shell.aliases) >= MOST):
            status = complaint(shell, "alias", f"`{name}': invalid alias name")
        elif equals:
            shell.aliases[name] = value
        elif name in shell.aliases:
            shell.process.out(f"alias {name}={quoted(shell.aliases[name])}\n")
        else:
            status = complaint(shell, "alias", f"{name}: not found")
    return status


@builtin("unalias")
async def _unalias(shell: Shell, words: list[str]) -> int:
    if "-a" in words:
        shell.aliases.clear()
        return 0
    status = 0
    for name in words[1:]:
        if shell.aliases.pop(name, None) is None:
            status = complaint(shell, "unalias", f"{name}: not found")
    return status


@builtin("logout")
async def _logout(shell: Shell, words: list[str]) -> int:
    if not shell.login:
        return complaint(shell, "logout", "not login shell: use `exit'")
    raise Exit(int(words[1]) % 256 if len(words) > 1 and words[1].isdigit() else shell.status)


@builtin("shopt", "bind", "complete", "enable", "suspend")
async def _accepted(shell: Shell, words: list[str]) -> int:
    return 0
