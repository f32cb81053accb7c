"""The programs `sh` and `bash`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress

from wizard.hostsim.process import Process, decode
from wizard.hostsim.shell import builtins, helping, remembering  # noqa: F401 - they fill the table
from wizard.hostsim.shell.interpreter import Interpreter
from wizard.hostsim.shell.parser import first_command
from wizard.hostsim.shell.script import run_input, run_script
from wizard.hostsim.shell.session import interact
from wizard.hostsim.shell.state import Exit, Shell
from wizard.hostsim.shell.syntax import Simple, SyntaxProblem
from wizard.hostsim.shell.variables import OPTION_NAMES


async def main(process: Process) -> int:
    """Run a shell: `-c text`, `-s`, or a script."""
    shell = Interpreter(process, process.argv[0])
    process.env.setdefault("PATH", shell.variables["PATH"])
    words = process.args
    shell.login = process.argv[0].startswith("-")
    mode = ""
    while words and words[0][:1] in ("-", "+") and words[0] not in ("-", "--"):
        word = words.pop(0)
        letters = word[1:]
        if letters == "o" and words:
            letters = OPTION_NAMES.get(words.pop(0), "")
            shell.options.add(letters)
            continue
        if word.startswith("--"):
            if word not in ("--posix", "--login", "--norc", "--noprofile"):
                process.err(f"{shell.name}: {word}: invalid option\n")
                return 2
            shell.login = shell.login or word == "--login"
            continue
        for letter in letters:
            if letter in "cs":
                mode = letter
            elif letter in OPTION_NAMES.values():
                (shell.options.add if word[0] == "-" else shell.options.discard)(letter)
            elif letter == "l":
                shell.login = True
            elif letter != "i":
                process.err(f"{shell.name}: -{letter}: invalid option\n")
                return 2
    if words[:1] in (["-"], ["--"]):
        words.pop(0)
    return await shell.guard(_work(shell, mode, words))


def _work(shell: Interpreter, mode: str, words: list[str]) -> Callable[[], Awaitable[None]]:
    """Return what the shell is to do."""
    if mode == "c":
        if not words:
            shell.process.err(f"{shell.name}: -c: option requires an argument\n")
            return lambda: _leave(2)
        text = words[0]
        shell.name = words[1] if len(words) > 1 else shell.name
        shell.positional = words[2:]
        shell.fatal = 127
        return lambda: _run_text(shell, text)
    if mode == "s" or not words:
        shell.positional = words
        if not mode and _on_terminal(shell.process):
            return lambda: interact(shell, shell.process)
        return lambda: run_input(shell)
    return lambda: _run_file(shell, words)


def _on_terminal(process: Process) -> bool:
    """Whether a person is there: the shell is interactive."""
    return (
        process.terminal is not None
        and process.fds.get(0) is process.terminal
        and process.fds.get(2) is process.terminal
    )


async def _leave(status: int) -> None:
    raise Exit(status)


async def _run_text(shell: Shell, text: str) -> None:
    # bash counts the lines of -c from 0
    with suppress(SyntaxProblem):
        command, length = first_command(text, 0)
        shell.alone = isinstance(command, Simple) and length == len(text)
    await run_script(shell, text, 0, where="-c: ")


async def _run_file(shell: Shell, words: list[str]) -> None:
    try:
        text = decode(await shell.process.read_file(words[0]))
    except OSError as error:
        shell.process.err(f"{shell.name}: {words[0]}: {error.strerror}\n")
        raise Exit(127) from None
    shell.name = words[0]
    shell.positional = words[1:]
    await run_script(shell, text, 1)
