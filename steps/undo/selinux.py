"""SELinux as it was before (4.4.3/prepare/1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from steps.facts import SelinuxConfig, SelinuxCopy
from wizard.actions.command import RunCommand
from wizard.actions.file import Edit, Restore
from wizard.facts.system import SelinuxMode
from wizard.model.answers import Answers, Node
from wizard.model.facts import Facts
from wizard.model.message import Message
from wizard.model.steps import Action, Found, Inverse
from wizard.textfile import line_difference, raw_text, with_line

_ENFORCING = "enforcing"


def _find(answers: Answers, node: Node, facts: Facts) -> Found:
    """Return nothing where SELinux was enforcing, as CentOS 7 installs it."""
    found = {"now": facts[SelinuxMode].mode, "boot": _at_boot(facts[SelinuxConfig])}
    return found if set(found.values()) != {_ENFORCING} else {}


def _restore(answers: Answers, node: Node, facts: Facts, found: Found) -> Iterator[Action]:
    """Enforce again, now and at boot, where SELinux did before."""
    config, copy = facts[SelinuxConfig], facts[SelinuxCopy].content
    boot = found.get("boot", _ENFORCING)
    if config.content is not None and _at_boot(config) == "permissive" and boot not in ("", "permissive"):
        kept = copy is not None and with_line(copy, rb"^SELINUX=", b"SELINUX=permissive") == config.content
        wanted = f"SELINUX={boot}"
        after = copy if kept and copy else with_line(config.content, rb"^SELINUX=", wanted.encode())
        changes = line_difference(config.content, after, config.target)
        reason = Message("undo-selinux-at-boot", path=config.target, mode=boot)
        if kept:
            yield Restore(config.edited, config.content, after, changes, reason=reason, replaces=True)
        else:
            yield Edit(
                path=config.edited,
                lines=wanted,
                before=config.content,
                after=raw_text(after),
                changes=changes,
                reason=reason,
                replaces=True,
            )
    if facts[SelinuxMode].mode == "permissive" and found.get("now", _ENFORCING) == _ENFORCING:
        yield RunCommand("setenforce 1", reason=Message("undo-selinux"), replaces=True)


def _at_boot(config: SelinuxConfig) -> str:
    """Return the mode at boot in lower case; empty where the file has none, or several."""
    words = {
        word.strip().lower() for word in re.findall(rb"^SELINUX=(.*)$", config.content or b"", re.MULTILINE)
    }
    return words.pop().decode("ascii", "replace") if len(words) == 1 else ""


RESTORED = Inverse(_restore, reads=(SelinuxMode, SelinuxConfig, SelinuxCopy), finds=_find)
