"""What is mounted on a directory of the host."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from wizard.facts.lines import Found, fields
from wizard.model.answers import Answers, Node
from wizard.model.commands import Result
from wizard.model.facts import ShellFact
from wizard.secret import Text


@dataclass(frozen=True)
class MountedDirectory(ShellFact):
    """What is mounted on a directory of instances, and whose it is; a guide says which directory.

    For example `MountedDirectory(source="/dev/sdb1", owners=("nova:nova", "nova:nova"), instances=())`.
    """

    directory: ClassVar[str]

    source: str
    """The device mounted there; empty for none."""
    owners: tuple[str, ...]
    """USER:GROUP of the directory and of its lost+found."""
    instances: tuple[str, ...] = ()
    """Directories of instances in it."""

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """Print where the directory is, links followed, the mounts there, owners, and instances' names."""
        uuid = "[0-9a-f]\\{8\\}-[0-9a-f-]\\{27\\}"
        return Text(
            f"at=$(readlink -f {cls.directory})\n"
            'echo "at $at"\n'
            'grep -F " $at " /proc/mounts |\n'
            'while read -r device place rest; do printf \'mount %s %s\\n\' "$device" "$place"; done\n'
            f"[ ! -e {cls.directory} ] ||\n"
            f"  stat -c 'owner %U:%G' {cls.directory} {cls.directory}/lost+found 2>/dev/null\n"
            f"ls {cls.directory} 2>/dev/null | sed -n 's/^{uuid}$/instance &/p'\n"
        )

    @classmethod
    def parse(cls, result: Result) -> Self:
        """Return the fact: of several mounts the last one counts.

        Nothing mounted and no directory are findings.
        """
        found = Found(result.text)
        mounted = [fields("mount", line, 2) for line in found.all("mount")]
        at = found.one("at") or cls.directory
        sources = [source for source, directory, *_ in mounted if directory == at]
        return cls(sources[-1] if sources else "", found.all("owner"), found.all("instance"))
