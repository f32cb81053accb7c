"""A nova.conf as it is read, for the cases of its steps.

files/nova.conf is an excerpt of the packaged file. What all steps make of it stands in the expected texts of
each table of cases, so that a new option is renewed in one file.
"""

from __future__ import annotations

from pathlib import Path

from steps import GUIDE
from steps.facts import NovaConf
from tests.support.cases import ANSWERS, COMPUTE1, CONTROLLER, Given, facts
from tests.support.printed import ABSENT, file, printed
from tests.unit.steps.table import RENEW, Expected
from wizard.actions.file import Edit
from wizard.facts.system import Processor
from wizard.model.commands import Result
from wizard.model.role import Role

AFTER_ALL_STEPS = "nova.conf after all steps"
"""The heading of that text."""
PACKAGED = (Path(__file__).parent / "files" / "nova.conf").read_text()
NO_PROCESSOR = printed("0\n", "", 1)


def conf(content: str, *changes: tuple[str, str], kept: bool = True) -> Result:
    """Return the file as it is read, with some lines changed."""
    for old, new in changes:
        assert old in content
        content = content.replace(old, new)
    return printed(file(content, NovaConf.path, kept=kept))


def after_all_steps(role: Role) -> str:
    """Return the packaged file as the edits of all steps leave it on a host without hardware acceleration."""
    node = CONTROLLER if role is Role.CONTROLLER else COMPUTE1
    content = PACKAGED
    for step in GUIDE:
        if step.on is role and NovaConf in step.reads:
            found: Given = {NovaConf: conf(content), Processor: NO_PROCESSOR}
            for action in step.plan(ANSWERS, node, facts(found)):
                assert isinstance(action, Edit)
                content = action.after.wire()
    return content


def _done(role: Role, name: str) -> str:
    """Return that file as it is expected, which the cases change; while texts are renewed, as it is now."""
    return after_all_steps(role) if RENEW else f"{Expected(name).texts[AFTER_ALL_STEPS]}\n"


DONE_ON_CONTROLLER = _done(Role.CONTROLLER, "conf-controller")
DONE_ON_COMPUTE = _done(Role.COMPUTE, "conf-compute")
NOT_YET = printed(ABSENT)
UNREADABLE = printed(f"no {NovaConf.path}\n", "cat: /etc/nova/nova.conf: Permission denied\n", 1)
AS_PACKAGED = conf(PACKAGED)
