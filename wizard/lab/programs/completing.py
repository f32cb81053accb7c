"""What the arguments of the openstack client can be completed to: its commands and their options."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.hostsim.completers import completes
from wizard.hostsim.process import Process
from wizard.lab.programs.openstack import COMMANDS

GLOBAL = ("--help", "--os-auth-url", "--os-password", "--os-project-name", "--os-token", "--os-username",
    "--version")  # fmt: skip
OUTPUT = ("--column", "--format", "--help")


@completes("openstack")
def openstack(process: Process, arguments: Sequence[str], word: str) -> Sequence[str]:
    """Return the words that may come next: of a command, or the options of one that is complete."""
    words = [argument for argument in arguments if not argument.startswith("-")]
    entry = next((COMMANDS[name] for name in _prefixes(words) if name in COMMANDS), None)
    if entry is not None:
        options = [option.rstrip("=*") for word in entry.words for option in word.split("|")]
        return [option for option in (*options, *OUTPUT) if option.startswith("--")]
    if word.startswith("-"):
        return GLOBAL
    commands = [name.split() for name in COMMANDS]
    following = {
        name[len(words)] for name in commands if name[: len(words)] == words and len(name) > len(words)
    }
    return sorted(following)


def _prefixes(words: Sequence[str]) -> list[str]:
    return [" ".join(words[:length]) for length in range(len(words), 0, -1)]
