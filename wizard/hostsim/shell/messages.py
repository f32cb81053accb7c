"""Error messages of the shell's builtins."""

from __future__ import annotations

from wizard.hostsim.shell.state import Shell


def complaint(shell: Shell, name: str, message: str, status: int = 1) -> int:
    """Say what is wrong in a builtin's name, and return its status."""
    where = "" if shell.interactive else f"line {max(shell.line, 0)}: "
    shell.process.err(f"{shell.name}: {where}{name}: {message}\n")
    return status
