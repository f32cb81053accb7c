"""What the first run found on a host, as it is kept there: what was there before is not taken back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from wizard.facts.lines import reason
from wizard.model.answers import Answers, Node
from wizard.model.commands import Result
from wizard.model.facts import ShellFact
from wizard.model.problems import Refused, Unknown
from wizard.model.steps import Found
from wizard.secret import Text

RECORD = "/var/lib/nova-wizard/found.json"
_VERSION, _STEPS = "version", "steps"
_FORM = 1
"""The version of the record's form; one without a number is of the first."""
_UNSAFE = 77
_SCRIPT = f"""\
file={RECORD} folder={RECORD.rpartition("/")[0]}
unsafe() {{ ls -ld "$1"; exit {_UNSAFE}; }}
if [ ! -e "$folder" ] && [ ! -L "$folder" ]; then exit 0; fi
[ "$(stat -c '%u %a %F' "$folder")" = '0 700 directory' ] || unsafe "$folder"
if [ ! -e "$file" ] && [ ! -L "$file" ]; then exit 0; fi
case $(stat -c '%u %a %F' "$file") in '0 600 regular '*) cat "$file" ;; *) unsafe "$file" ;; esac
"""
"""Prints the file where nobody but root can have written it: it says what an undo leaves alone."""


@dataclass(frozen=True)
class Entry:
    """What a step found before it was first done on the host."""

    found: Found | None
    """None where that could not be told."""
    taken_back: bool = False
    """Whether the step has been taken back since; the next run writes a new entry then."""


@dataclass(frozen=True)
class FoundBefore(ShellFact):
    """The host's record of what steps found, by their IDs; see `RECORD`.

    For example `FoundBefore(content=b"{…}", entries={"4.4.2/prepare/1b": Entry({"databases": ["nova"]})})`.
    """

    sensitive = True  # a line of fstab may be in it
    largest: ClassVar[int] = 256 << 10

    content: bytes = field(default=b"", repr=False)
    """The file itself, empty where there is none: a change of it names what it is to replace."""
    entries: Mapping[str, Entry] = field(default_factory=dict)

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """Print the file; nothing where there is none."""
        return Text(_SCRIPT)

    @classmethod
    def parse(cls, result: Result) -> Self:
        """Raises `Unknown` where it cannot be read, `Refused` where it has another form or is not safe."""
        if result.status == _UNSAFE:
            raise Refused("record-unsafe", path=RECORD, found=result.text.strip())
        if result.status != 0:
            raise Unknown("file-unreadable", path=RECORD, said=reason(result))
        if not result.stdout:
            return cls()
        try:
            data = json.loads(result.stdout)
            if data.get(_VERSION, _FORM) != _FORM:
                raise ValueError
            entries = {str(id_): _entry(entry) for id_, entry in data[_STEPS].items()}
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise Refused("record-odd", path=RECORD) from None
        return cls(result.stdout, entries)


def record_of(entries: Mapping[str, Entry]) -> bytes:
    """Return the file that holds these entries; empty for none."""
    if not entries:
        return b""
    steps = {id_: vars(entry) for id_, entry in entries.items()}
    return json.dumps({_VERSION: _FORM, _STEPS: steps}, sort_keys=True, indent=1).encode() + b"\n"


def _entry(data: Mapping[str, Any]) -> Entry:
    found = data["found"]
    if found is not None and not isinstance(found, dict):
        raise TypeError
    return Entry(found, data["taken_back"] is True)
