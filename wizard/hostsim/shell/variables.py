"""The builtins that set variables and options: export, unset, local, set, read."""

from __future__ import annotations

import re

from wizard.hostsim.process import decode
from wizard.hostsim.shell.messages import complaint
from wizard.hostsim.shell.state import Shell
from wizard.hostsim.shell.table import builtin
from wizard.hostsim.shell.words import NAME

OPTION_NAMES = {
    "errexit": "e",
    "nounset": "u",
    "xtrace": "x",
    "noglob": "f",
    "noexec": "n",
    "allexport": "a",
    "noclobber": "C",
    "verbose": "v",
    "pipefail": "pipefail",
    "posix": "posix",
}


@builtin("export", "readonly", special=True)
async def _declare(shell: Shell, words: list[str]) -> int:
    status = 0
    marked = shell.exported if words[0] == "export" else shell.read_only
    names = words[1:]
    if not names or names == ["-p"]:
        for name in sorted(marked & shell.variables.keys()):
            shell.process.out(f"{words[0]} {name}={quoted(shell.variables[name])}\n")
        return 0
    for word in names:
        name, equals, value = word.partition("=")
        if not NAME.fullmatch(name):
            status = complaint(shell, words[0], f"`{word}': not a valid identifier")
            continue
        if equals:
            shell.assign(name, value)
        marked.add(name)
    return status


@builtin("unset", special=True)
async def _unset(shell: Shell, words: list[str]) -> int:
    names = words[1:]
    functions = names[:1] == ["-f"]
    for name in names:
        if name in ("-f", "-v"):
            continue
        if functions:
            shell.functions.pop(name, None)
            continue
        if name in shell.read_only:
            return complaint(shell, "unset", f"{name}: cannot unset: readonly variable")
        shell.variables.pop(name, None)
        shell.exported.discard(name)
    return 0


@builtin("local")
async def _local(shell: Shell, words: list[str]) -> int:
    if not shell.locals:
        return complaint(shell, "local", "can only be used in a function")
    for word in words[1:]:
        name, equals, value = word.partition("=")
        shell.locals[-1].setdefault(name, shell.variables.get(name))
        if equals:
            shell.assign(name, value)
        else:
            shell.variables.pop(name, None)
    return 0


@builtin("set", special=True)
async def _set(shell: Shell, words: list[str]) -> int:
    arguments = words[1:]
    if not arguments:
        for name in sorted(shell.variables):
            shell.process.out(f"{name}={quoted(shell.variables[name])}\n")
    while arguments:
        word = arguments[0]
        if word == "--" or word[:1] not in ("-", "+") or len(word) < 2:
            break
        arguments.pop(0)
        letters = list(word[1:])
        if letters == ["o"] and arguments:
            name = arguments.pop(0)
            if name not in OPTION_NAMES:
                return complaint(shell, "set", f"{name}: invalid option name", 2)
            letters = [OPTION_NAMES[name]]
        for letter in letters:
            if letter not in OPTION_NAMES.values():
                return complaint(shell, "set", f"{word[0]}{letter}: invalid option", 2)
            (shell.options.add if word[0] == "-" else shell.options.discard)(letter)
    else:
        return 0
    shell.positional = arguments[1:] if arguments[0] == "--" else arguments
    return 0


@builtin("read")
async def _read(shell: Shell, words: list[str]) -> int:
    raw = "-r" in words
    names = [word for word in words[1:] if word != "-r"] or ["REPLY"]
    for name in names:
        if not NAME.fullmatch(name):
            return complaint(shell, "read", f"`{name}': not a valid identifier")
    line, ended = await _line(shell, raw=raw)
    separators = shell.variables.get("IFS", " \t\n")
    for name, value in zip(names, _split(line, separators, len(names)), strict=True):
        shell.assign(name, value)
    return 0 if ended else 1


async def _line(shell: Shell, *, raw: bool) -> tuple[str, bool]:
    line = ""
    while True:
        try:
            text = decode(await shell.process.stdin.read_line())
        except OSError as error:
            complaint(shell, "read", f"read error: 0: {error.strerror}")
            return line, False
        ended = text.endswith("\n")
        line += text.removesuffix("\n")
        if raw or not ended or (len(line) - len(line.rstrip("\\"))) % 2 == 0:
            break
        line = line[:-1]
    return (line if raw else re.sub(r"\\(.)", r"\1", line)), ended


def _split(line: str, separators: str, count: int) -> list[str]:
    """Split a line for `read`: the last name takes the rest."""
    blanks = "".join(char for char in separators if char in " \t\n")
    rest = line.strip(blanks) if blanks else line
    values: list[str] = []
    while len(values) < count - 1 and rest:
        index = next((at for at, char in enumerate(rest) if char in separators), len(rest))
        values.append(rest[:index])
        end = index
        while end < len(rest) and rest[end] in blanks:
            end += 1
        if end < len(rest) and rest[end] in separators and rest[end] not in blanks:
            end += 1
            while end < len(rest) and rest[end] in blanks:
                end += 1
        rest = rest[end:]
    if len(rest) > 1 and rest[-1] in separators and rest[-1] not in blanks and rest.count(rest[-1]) == 1:
        rest = rest[:-1]
    values.append(rest)
    return values + [""] * (count - len(values))


def quoted(text: str) -> str:
    """Return text in single quotes, as a shell prints it."""
    return "'" + text.replace("'", "'\\''") + "'"
