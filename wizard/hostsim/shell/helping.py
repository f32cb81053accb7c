"""The builtin `help`: what the shell carries out itself, and where the rest is described."""

from __future__ import annotations

from wizard.hostsim.interactive.completion import in_columns
from wizard.hostsim.shell.messages import complaint
from wizard.hostsim.shell.prompt import RELEASE
from wizard.hostsim.shell.state import Shell
from wizard.hostsim.shell.table import BUILTINS, builtin
from wizard.hostsim.shell.tokens import KEYWORDS

HEAD = f"""\
GNU bash, version {RELEASE}(1)-release (x86_64-redhat-linux-gnu)
These shell commands are defined internally.  Type `help' to see this list.
Type `help name' to find out more about the function `name'.
Use `info bash' to find out more about the shell in general.
Use `man -k' or `info' to find out more about commands not in this list.

"""
WIDTH = 80


@builtin("help")
async def _help(shell: Shell, words: list[str]) -> int:
    known = sorted({*BUILTINS, *KEYWORDS})
    if not words[1:]:
        terminal = shell.process.terminal
        shell.process.out(HEAD + in_columns(known, terminal.size.columns if terminal else WIDTH))
        return 0
    status = 0
    for word in words[1:]:
        if word in known:
            shell.process.out(f"{word}: {word} [argument ...]\n")
        else:
            status = complaint(
                shell, "help", f"no help topics match `{word}'.  Try `help help' or `man -k {word}'."
            )
    return status
