"""The record of what the first run found on a host: the command that replaces it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from typing import ClassVar

from wizard.facts.record import RECORD
from wizard.model.commands import Command
from wizard.model.steps import Action
from wizard.secret import Secret, Text
from wizard.textfile import raw_text

_NONE = "none"
"""Stands for the checksum of a record that is not there."""
_SCRIPT = f"""\
file={shlex.quote(RECORD)}
set -eu
umask 077
IFS= read -r before
IFS= read -r after
now={_NONE}
if [ -e "$file" ]; then now=$(sha256sum <"$file"); now=${{now%% *}}; fi
if [ "$now" = "$after" ]; then exit 0; fi
if [ "$now" != "$before" ]; then echo "$file: changed meanwhile" >&2; exit 76; fi
if [ "$after" = {_NONE} ]; then
  rm -f -- "$file"
  rmdir -- "${{file%/*}}" 2>/dev/null || :
  exit 0
fi
mkdir -p -- "${{file%/*}}"
trap 'rm -f -- "$file".??????' EXIT
trap 'exit 1' HUP INT TERM
new=$(mktemp "$file.XXXXXX")
dd of="$new" conv=fsync status=none
if [ "$(sha256sum <"$new")" != "$after  -" ]; then echo "$file: cut short" >&2; exit 75; fi
mv -f -- "$new" "$file"
"""
"""Does nothing where the record is already as it is to be: the connection may have broken behind it."""


def replace_record(before: bytes, after: bytes) -> Command:
    """Return the command that puts one record, empty for none, in the place of another one."""
    checksums = [raw_text(part).checksum() if part else _NONE for part in (before, after)]
    stdin = Text(checksums[0], "\n", checksums[1], "\n", Secret(RECORD, after.decode()))
    return Command(_SCRIPT, stdin=stdin, timeout=60.0, name=f"edit {RECORD}")


@dataclass(frozen=True)
class Forget(Action):
    """Takes out of the record what steps found that have been taken back."""

    kind: ClassVar[str] = "command"

    steps: tuple[str, ...]
    before: bytes = field(repr=False)
    after: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """The record's file, and the steps behind a `#`."""
        verb = "edit" if self.after else "rm"
        return f"{verb} {RECORD}\n# {', '.join(self.steps)}"

    @property
    def command(self) -> Command:
        """The script of `replace_record`."""
        return replace_record(self.before, self.after)
