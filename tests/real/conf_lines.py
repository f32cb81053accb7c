"""How an edited nova.conf differs from the packaged one, line by line, without the wizard's own reader."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

Option = tuple[str, str]
"""A section and a name in it."""

_LIVE = re.compile(r"(?P<name>\w+)\s*=\s*(?P<value>.*)")
_DEFAULT = re.compile(r"#(?P<name>\w+)\s*=\s*(?P<value>.*)")
ALONE = "keystone_authtoken"
"""The section in which everything else is commented out."""


def live_options(text: str, commented: bool = False) -> Mapping[Option, str]:
    """Return the options that are live in a file, or those that stand there as a commented default."""
    form = _DEFAULT if commented else _LIVE
    return {
        (section, found["name"]): found["value"]
        for section, line in _with_section(text.splitlines())
        if (found := form.match(line))
    }


def additions(before: Sequence[str], after: Sequence[str]) -> Mapping[Option, tuple[str, Option | None]]:
    """Return the options that were set: each one's value, and the commented default right above it.

    Raises AssertionError for any other difference than a new line for an option, in the place of its old
    one or where there was none, an old line of keystone_authtoken commented out, a new section's header.
    """
    found: dict[Option, tuple[str, Option | None]] = {}
    old = 0
    above: Option | None = None
    for section, line in _with_section(after):
        was = before[old] if old < len(before) else None
        live, default = _LIVE.match(line), _DEFAULT.match(line)
        if line == was or (section == ALONE and line == f"#{was}"):
            old += 1
        elif live:
            assert (section, live["name"]) not in found, f"set twice: {line}"
            found[section, live["name"]] = (live["value"], above)
            if was is not None and (replaced := _LIVE.match(was)) and replaced["name"] == live["name"]:
                old += 1
            continue
        else:
            assert was is None, f"{line!r} in the place of {was!r}"
            assert not line or line == f"[{section}]", line
        above = (section, default["name"]) if default else above if line.startswith("#") else None
    assert old == len(before), f"gone: {before[old]!r}"
    return found


def _with_section(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    section = ""
    for line in lines:
        if line.startswith("["):
            section = line.strip("[]")
        yield section, line
