"""Files that the guide edits, and their backups."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from typing import ClassVar, Self

from wizard.facts.lines import reason
from wizard.model.answers import Answers, Node
from wizard.model.commands import Result
from wizard.model.facts import ShellFact
from wizard.model.problems import Unknown
from wizard.secret import Text

PLAIN_FILE = 128 << 10
"""Bytes of a file of some lines. difflib, which shows what an edit changes, may take quadratic time."""
BACKUP = ".before-nova-wizard"
"""What is put behind a file's name for its backup."""


@dataclass(frozen=True)
class File(ShellFact):
    """A file of the host, links followed; a guide says which.

    For example `Fstab(content=b"/dev/sda1 / xfs defaults 0 0\\n", target="/etc/fstab", backed_up=False)`.
    """

    sensitive = True
    path: ClassVar[str]
    read: ClassVar[str] = ""
    """The file that programs read, where the path is meant to be a link to it; empty where it is itself."""

    content: bytes | None = field(repr=False)
    """None where it is not there."""
    target: str = ""
    """The file that the path leads to."""
    backed_up: bool = False
    """Whether a copy from before the first edit is there."""
    unlinked: bool = False
    """Whether the path is no link to the file that programs read; this fact is about the latter then."""

    @property
    def edited(self) -> str:
        """The path by which the file is edited."""
        return self.read if self.unlinked else self.path

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """A line of what is there, then the content."""
        path, read = shlex.quote(cls.path), shlex.quote(cls.read)
        other = f'[ "$target" = {read} ] || {{ target=$(readlink -f {read}); link=unlinked-; }}\n'
        return Text(
            f"link=; target=$(readlink -f {path})\n{other if cls.read else ''}"
            'if [ ! -e "$target" ]; then echo absent; exit 0; fi\n'
            f'kept=no; if [ -e "$target"{BACKUP} ]; then kept=kept; fi\n'
            'echo "$link$kept $target"; cat "$target"\n'
        )

    @classmethod
    def parse(cls, result: Result) -> Self:
        """Raises `Unknown` where it is there and cannot be read."""
        head, _, content = result.stdout.partition(b"\n")
        if head == b"absent":
            return cls(content=None)
        if result.status != 0 or b" " not in head:
            raise Unknown("file-unreadable", path=cls.path, said=reason(result))
        backup, target = head.decode("utf-8", "surrogateescape").split(" ", 1)
        unlinked = backup.startswith("unlinked-")
        return cls(content, target, backed_up=backup.endswith("kept"), unlinked=unlinked)


@dataclass(frozen=True)
class KeptCopy(ShellFact):
    """A file's copy from before the first edit; a guide says of which file.

    For example `FstabCopy(content=b"/dev/sda1 / xfs defaults 0 0\\n")`.
    """

    sensitive = True
    path: ClassVar[str]

    content: bytes | None = field(repr=False)
    """None where there is none."""

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """A line of what is there, then the content."""
        return Text(
            f"copy=$(readlink -f {shlex.quote(cls.path)}){BACKUP}\n"
            'if [ ! -e "$copy" ]; then echo absent; exit 0; fi\n'
            'echo kept; cat "$copy"\n'
        )

    @classmethod
    def parse(cls, result: Result) -> Self:
        """Raises `Unknown` where it is there and cannot be read."""
        head, _, content = result.stdout.partition(b"\n")
        if head == b"absent":
            return cls(content=None)
        if result.status != 0 or head != b"kept":
            raise Unknown("file-unreadable", path=f"{cls.path}{BACKUP}", said=reason(result))
        return cls(content)
