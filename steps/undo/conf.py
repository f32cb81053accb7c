"""nova.conf taken back: the copy from before the first edit, where nobody else has changed the file since."""

from __future__ import annotations

from collections.abc import Iterator

from steps.facts import NovaConf, NovaConfCopy
from steps.novaconf import CONFIGURED, settings_of
from steps.overriding import overriding
from wizard.actions.file import Restore
from wizard.ini import IniFile, Setting, difference, edited
from wizard.model.answers import Answers, Node
from wizard.model.facts import Facts
from wizard.model.message import Message
from wizard.model.problems import Refused, Skipped
from wizard.model.steps import Action, Found, Inverse


def _restore(answers: Answers, node: Node, facts: Facts, found: Found) -> Iterator[Action]:
    """Put the copy back. Raises `Refused`, with the diff, where the file is not what our edits make of it.

    Without the copy, a file that has passwords of the answers stays: it is not known how it was before.
    """
    content, copy = facts[NovaConf].content, facts[NovaConfCopy].content
    if content is None:
        return
    file = IniFile(content)
    steps = [(settings_of(one.printed, answers, node), one.exclusive) for one in CONFIGURED[node.role]]
    held = [(wanted, exclusive) for wanted, exclusive in steps if all(map(file.holds, wanted))]
    settings = [setting for wanted, _ in held for setting in wanted]
    if copy is None:
        if any(setting.value.secret for setting in settings):
            raise Skipped("undo-conf-no-copy", path=NovaConf.path)
        return
    expected = _with_stand_ins(copy, settings)
    for wanted, exclusive in held:
        expected = edited(expected, wanted, exclusive, overriding(IniFile(expected), wanted)).content
    present = _with_stand_ins(content, settings)
    if present != expected:
        changes = difference(expected, present, settings, NovaConf.path)
        raise Refused("undo-conf-changed", path=NovaConf.path, diff=changes.rstrip("\n"))
    yield Restore(
        NovaConf.path,
        content,
        copy,
        difference(content, copy, settings, NovaConf.path),
        reason=Message("undo-file", path=NovaConf.path),
        replaces=True,
    )


def _with_stand_ins(content: bytes, settings: list[Setting]) -> bytes:
    """Return a file with what `edited` writes in the place of the secrets that it holds."""
    file = IniFile(content)
    lines = [
        (entry, setting)
        for setting in settings
        if setting.value.secret
        for entry in file.live(setting.section, setting.option)
        if setting.holds([entry.value])
    ]
    for entry, setting in sorted(lines, key=lambda line: line[0].start, reverse=True):
        old = content[entry.start : entry.end]
        ending = old[len(old.rstrip(b"\r\n")) :]
        content = content[: entry.start] + setting.line + ending + content[entry.end :]
    return content


RESTORED = Inverse(
    _restore,
    reads=(NovaConf, NovaConfCopy),
    covers=("4.4.2/install/3", "4.4.3/install/2", "4.4.3/finish/1"),
)
