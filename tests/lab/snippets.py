"""Reads shell.txt: snippets of sh with what a real shell printed and returned.

`$ ` begins a line of the snippet, `| ` one of its output (`|. ` one without a line end), `= ` its exit
status. After that, `bash` stands where dash prints or returns something else: CentOS 7's sh is bash.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("shell.txt")


@dataclass(frozen=True)
class Snippet:
    """A row of the table."""

    script: str
    output: str
    status: int
    bash_only: bool


def snippets() -> list[Snippet]:
    """Return the snippets of shell.txt with the output that each must have."""
    rows = []
    script: list[str] = []
    output = ""
    for line in TABLE.read_text(encoding="utf-8").split("\n"):
        if line.startswith("$ "):
            script.append(line[2:])
        elif line.startswith("| "):
            output += line[2:] + "\n"
        elif line.startswith("|. "):
            output += line[3:]
        elif line.startswith("= "):
            status, _, shell = line[2:].partition(" ")
            rows.append(Snippet("\n".join(script), output, int(status), shell == "bash"))
            script, output = [], ""
    return rows
