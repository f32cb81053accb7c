"""A nova.conf as it is read, for the cases of its steps.

files/nova.conf is an excerpt of the packaged file; files/nova.conf.controller and nova.conf.compute are it
after all edits, read and found right by eye.
"""

from __future__ import annotations

from pathlib import Path

from tests.unit.facts.printed import ABSENT, file, printed
from wizard.model import Result

PATH = "/etc/nova/nova.conf"
PACKAGED, DONE_ON_CONTROLLER, DONE_ON_COMPUTE = (
    (Path(__file__).parent / "files" / name).read_text()
    for name in ("nova.conf", "nova.conf.controller", "nova.conf.compute")
)


def conf(content: str, *changes: tuple[str, str], kept: bool = True) -> Result:
    """Return the file as it is read, with some lines changed."""
    for old, new in changes:
        assert old in content
        content = content.replace(old, new)
    return printed(file(content, PATH, kept=kept))


NOT_YET = printed(ABSENT)
UNREADABLE = printed(f"no {PATH}\n", "cat: /etc/nova/nova.conf: Permission denied\n", 1)
AS_PACKAGED = conf(PACKAGED)
