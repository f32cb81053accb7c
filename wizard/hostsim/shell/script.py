"""Runs the commands of a text or of standard input, one after the other."""

from __future__ import annotations

from typing import NoReturn

from wizard.hostsim.process import decode, encode
from wizard.hostsim.shell.parser import first_command
from wizard.hostsim.shell.state import Abandoned, Exit, Shell
from wizard.hostsim.shell.syntax import Command, Incomplete, SyntaxProblem


async def run_script(shell: Shell, text: str, line: int, where: str = "") -> None:
    """Run the commands of a text, each as soon as it has been read."""
    position = 0
    while position < len(text):
        rest = text[position:]
        try:
            command, length = first_command(rest, line, shell.expanding)
        except SyntaxProblem as problem:
            await complain(shell, problem, where)
        if command is None:
            return
        if "n" not in shell.options:
            await shell.run(command)
        line += text.count("\n", position, position + length)
        position += length


async def run_input(shell: Shell) -> None:
    """Run the commands on standard input, taking no more of it than has been run."""
    line = 1
    while True:
        command, length, text = await _read_command(shell, line)
        if command is None:
            return
        shell.process.stdin.consume(len(encode(text[:length])))
        line += text.count("\n", 0, length)
        await shell.run(command)


async def _read_command(shell: Shell, line: int) -> tuple[Command | None, int, str]:
    """Return the next command, the length of its lines, and the text that they begin."""
    stdin = shell.process.stdin
    data = await stdin.peek()
    ended = not data
    while True:
        text = decode(data)
        try:
            command, length = first_command(text, line)
            if ended or (length < len(text) or text.endswith("\n")):
                if command is None and not ended:
                    # Blank lines and comments so far.
                    stdin.consume(len(encode(text[:length])))
                    data = await stdin.peek()
                    ended = not data
                    continue
                return command, length, text
        except Incomplete as problem:
            if ended:
                await complain(shell, problem, "")
        except SyntaxProblem as problem:
            await complain(shell, problem, "")
        longer = await stdin.peek(len(data))
        ended = len(longer) == len(data)
        data = longer


async def complain(shell: Shell, problem: SyntaxProblem, where: str) -> NoReturn:
    """Say what is wrong with the text and leave the shell as after a syntax error."""
    say_problem(shell, problem, where)
    await shell.process.flush()
    raise (Abandoned(1) if shell.interactive else Exit(2))


def say_problem(shell: Shell, problem: SyntaxProblem, where: str) -> None:
    """Say what is wrong with the text."""
    where = "" if shell.interactive and not where else f"{where}line {problem.line}: "
    shell.process.err(f"{shell.name}: {where}{problem.message}\n")
    if problem.source and not isinstance(problem, Incomplete) and not shell.interactive:
        shell.process.err(f"{shell.name}: {where}`{problem.source}'\n")
