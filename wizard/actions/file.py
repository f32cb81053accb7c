"""Files: an edit of one, and its backup."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from typing import ClassVar

from wizard.facts.files import BACKUP
from wizard.model.commands import Command
from wizard.model.steps import Action
from wizard.secret import Secret, Text
from wizard.textfile import raw_text

_BACK_UP = f"""\
set -eu
umask 077
target=$(readlink -f "$path")
fresh="$target.nova-wizard."
trap 'rm -f -- "$fresh"??????' EXIT
trap 'exit 1' HUP INT TERM
if [ ! -e "$target"{BACKUP} ]; then
  copy=$(mktemp "$fresh"XXXXXX)
  cp -a -- "$target" "$copy"
  mv -f -- "$copy" "$target"{BACKUP}
fi
"""
_REPLACE = """\
IFS= read -r before
IFS= read -r after
if [ "$(sha256sum <"$target")" != "$before  -" ]; then echo "$target: changed meanwhile" >&2; exit 76; fi
new=$(mktemp "$fresh"XXXXXX)
cp -a -- "$target" "$new"
dd of="$new" conv=fsync status=none
if [ "$(sha256sum <"$new")" != "$after  -" ]; then echo "$target: cut short" >&2; exit 75; fi
mv -f -- "$new" "$target"
"""

_RESTORE = f"""\
set -eu
target=$(readlink -f "$path")
for file in "$target" "$target"{BACKUP}; do
  IFS= read -r wanted
  if [ "$(sha256sum <"$file")" != "$wanted  -" ]; then echo "$file: changed meanwhile" >&2; exit 76; fi
done
mv -f -- "$target"{BACKUP} "$target"
"""


@dataclass(frozen=True)
class Backup(Action):
    """Copies a file beside itself, once, before the first edit."""

    kind: ClassVar[str] = "command"

    path: str

    @property
    def text(self) -> str:
        """The `cp -a` that a person would type."""
        path = shlex.quote(self.path)
        return f"cp -a {path} {path}{BACKUP}"

    @property
    def command(self) -> Command:
        """The copy, made under another name and renamed, so that it is complete or absent."""
        return Command(f"path={shlex.quote(self.path)}\n{_BACK_UP}", timeout=30.0)


@dataclass(frozen=True)
class Edit(Action):
    """A file's new content, in the place of the content that was read.

    It is written beside the file, with its owner, mode and SELinux label, flushed, checked, and renamed
    over it; a link is followed. A file that has changed since it was read is left alone (status 76).
    """

    kind: ClassVar[str] = "edit"

    path: str
    lines: str
    """What is wanted in the file, as the book prints it, masked."""
    before: bytes = field(repr=False)
    after: Text = field(repr=False)
    changes: str
    """The diff, masked."""

    @property
    def text(self) -> str:
        """The book's editor, and what to write in it."""
        return f"vi {self.path}\n{self.lines}"

    @property
    def typed(self) -> str:
        """What to write, without the editor, which would take it for keys."""
        return self.lines

    @property
    def diff(self) -> str:
        """The unified diff between the content that was read and the new one, with passwords masked."""
        return self.changes

    @property
    def command(self) -> Command:
        """A script that gets the old and the new content's checksums and the new content over stdin."""
        before = Text(self.before.decode("utf-8", "surrogateescape"))
        # The rest of the file may hold other people's passwords, so it is not shown either.
        content = [part if isinstance(part, Secret) else Secret(self.path, part) for part in self.after.parts]
        return Command(
            f"path={shlex.quote(self.path)}\n{_BACK_UP}{_REPLACE}",
            stdin=Text(before.checksum(), "\n", self.after.checksum(), "\n", *content),
            timeout=60.0,
        )


@dataclass(frozen=True)
class Restore(Action):
    """Puts a file's copy from before the first edit in its place, with its owner, mode, times and label.

    A file or a copy that has changed since it was read is left alone (status 76).
    """

    kind: ClassVar[str] = "edit"

    path: str
    before: bytes = field(repr=False)
    copy: bytes = field(repr=False)
    changes: str
    """The diff, masked."""

    @property
    def text(self) -> str:
        """The `mv` that a person would type."""
        path = shlex.quote(self.path)
        return f"mv {path}{BACKUP} {path}"

    @property
    def diff(self) -> str:
        """The unified diff between the file and its copy, with passwords masked."""
        return self.changes

    @property
    def command(self) -> Command:
        """A script that gets both checksums over stdin: a short password can be guessed from one."""
        checksums = [raw_text(content).checksum() for content in (self.before, self.copy)]
        stdin = Text(*(part for checksum in checksums for part in (checksum, "\n")))
        return Command(f"path={shlex.quote(self.path)}\n{_RESTORE}", stdin=stdin, timeout=30.0)
