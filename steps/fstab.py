"""Lines of /etc/fstab: which ones are for a directory, and what is wrong with one. Pure."""

from __future__ import annotations

import re

from steps.facts import INSTANCES, Fstab
from wizard.actions.file import Edit
from wizard.facts.disk_probe import partition_of
from wizard.model.message import Message
from wizard.textfile import line_difference, raw_text, with_line


def lines_at(content: bytes, directory: str) -> list[str]:
    """Return the lines of the file that mount something at the directory."""
    lines = content.decode("utf-8", "surrogateescape").splitlines()
    fields = ((line, line.split()) for line in lines)
    return [
        line
        for line, words in fields
        if len(words) > 1 and not words[0].startswith("#") and words[1].rstrip("/") == directory
    ]


def corrected(line: str) -> str:
    """Return the line as it has to be for the disk to be mounted at boot; as it is where it is right."""
    device, directory, *rest = line.split()
    source, right = _as_text(device), _mounting(rest)
    if device == source and rest == right[: max(len(rest), 2)]:
        return line
    return "  ".join([source, directory, *right[:2], " ".join(right[2:])])


def line_for(disk: str) -> str:
    """Return the line by which a disk's partition is mounted on the instances' directory at boot."""
    return f"{partition_of(disk)}  {INSTANCES}  ext4  defaults  0 0"


def edit(before: bytes, line: str | None, wanted: str | None, reason: Message) -> Edit:
    """Return the edit that puts the wanted line in the place of another one, or at the end.

    Without a wanted line the other one goes.
    """
    old = None if line is None else re.escape(line.encode("utf-8", "surrogateescape")) + rb"\r?$"
    if wanted is None:
        lines = before.splitlines(keepends=True)
        after = b"".join(one for one in lines if old is None or not re.match(old, one))
    else:
        after = with_line(before, old, wanted.encode("utf-8", "surrogateescape"))
    return Edit(
        path=Fstab.path,
        lines=f"# {line}" if wanted is None else wanted,
        before=before,
        after=raw_text(after),
        changes=line_difference(before, after, Fstab.path),
        reason=reason,
        replaces=line is not None,
    )


def _as_text(device: str) -> str:
    """Return a device of fstab as mount(8) looks it up: tags in capitals, the UUID of ext4 in lower case."""
    tag, _, value = device.partition("=")
    if tag.upper() in ("UUID", "PARTUUID"):
        return f"{tag.upper()}={value.lower()}"
    return f"{tag.upper()}={value}" if tag.upper() in ("LABEL", "PARTLABEL") else device


def _mounting(fields: list[str]) -> list[str]:
    """Return type, options, dump and pass of a line of fstab, corrected where the disk would not be mounted.

    Wrong are a type other than ext4, the options noauto and ro, and a pass other than 0 and 2: 1 is for the
    root file system.
    """
    kind, options, dump, turn = [*fields, *("ext4", "defaults", "0", "0")[len(fields) :]][:4]
    kept = [option for option in options.split(",") if option not in ("noauto", "ro")]
    return [
        kind if kind in ("ext4", "auto") else "ext4",
        ",".join(kept) or "defaults",
        dump if dump in ("0", "1") else "0",
        turn if turn in ("0", "2") else "0",
    ]
