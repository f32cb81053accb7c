"""Three runs at once on one site do what one run would have done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Self

import pytest

from steps import SECTIONS
from tests.lab.runs import PASSWORDS, LabWizard, table
from tests.ssh.conftest import home, root, sshd, usable_sshd  # noqa: F401 - fixtures
from tests.support.cases import ANSWERS
from tests.support.sshd import Sshd, until
from tests.support.world import EngineWorld, act
from wizard.answers.load import load
from wizard.engine.run import Run
from wizard.hosts import Claim
from wizard.hosts.ssh import SshHost
from wizard.lab import Lab
from wizard.model.answers import Answers, Node
from wizard.model.commands import Result
from wizard.model.facts import Facts, ShellFact
from wizard.model.role import Role
from wizard.model.steps import Action, Guide, Source, Step
from wizard.secret import Text

RUNS = 3


def test_the_guide_on_one_lab(tmp_path: Path) -> None:
    """One compute service, three endpoints; one run did all, and the others found all done."""
    with Lab(PASSWORDS) as lab, ThreadPoolExecutor(RUNS) as workers:
        homes = [tmp_path / str(one) for one in range(RUNS)]
        for folder in homes:
            folder.mkdir()
        runs = list(workers.map(lambda folder: LabWizard(lab, folder).run(), homes))
        state = lab.state()
    assert [run.status for run in runs] == [0] * RUNS, runs
    assert [run.table for run in runs] == [table()] * RUNS
    assert [kind for _, kind, *_ in state["services"]].count("compute") == 1
    assert Counter(name for name, *_ in state["endpoints"])["nova"] == 3
    assert sorted(bool(run.changed) for run in runs) == [False, False, True]


class SlowLines(ShellFact):
    """The lines of a file, read slowly: whoever acts on it acts late."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        return Text(f"cat {answers.openrc}\nsleep 0.3\n")

    @classmethod
    def parse(cls, result: Result) -> Self:
        return cls(result.text.split())


def appended(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    if "line" not in facts[SlowLines].lines:
        yield act(f"echo line >>{answers.openrc}")


@pytest.mark.usefixtures("root")
def test_a_line_that_is_appended_if_absent(sshd: Sshd, tmp_path: Path) -> None:  # noqa: F811
    file = tmp_path / "file"
    file.touch()

    def ended(number: int) -> tuple[str, list[str]]:
        host = sshd.host()
        world = EngineWorld([Step("4.4.2/install/1", Role.CONTROLLER, Source.GUIDE, (SlowLines,), appended)])
        with closing(host):
            return run_of(world, host, file).run(), [line.split()[2] for line in world.finished]

    with ThreadPoolExecutor(RUNS) as workers:
        ends = list(workers.map(ended, range(RUNS)))
    assert file.read_text() == "line\n"
    assert sorted(ends) == [("done", ["changed"]), ("done", ["unchanged"]), ("done", ["unchanged"])]


def run_of(world: EngineWorld, host: SshHost, file: Path) -> Run:
    answers = Answers(host.node, (), ANSWERS.passwords, openrc=str(file))
    return Run(
        answers,
        Guide(tuple(world.steps), (), SECTIONS),
        {host.node.name: host},
        emit=world.events.append,
        approve=lambda step, node, actions: True,
        mask=str,
        transcript=world,
    )


def test_the_command_line_says_for_whom_it_waits(tmp_path: Path) -> None:
    """And goes on when that one has ended; meanwhile --check and --dry-run go on."""
    step = ("--only", "4.4.2/prepare/1b")
    with Lab(PASSWORDS) as lab, ThreadPoolExecutor() as workers:
        wizard = LabWizard(lab, tmp_path)
        (node,) = [node for node in load(wizard.file, {}).answers.nodes if node.name == "controller"]
        with closing(SshHost(node)) as other:
            other.open()
            assert other.acquire(Claim("0b", "kim@desk (pid 7)")) is None
            assert wizard.run(*step, "--check").status == 5
            assert wizard.run(*step, "--dry-run").status == 0
            run = workers.submit(wizard.run, *step, output="plain")
            until(lambda: "kim@desk (pid 7)" in (tmp_path / "stdout").read_text(), 60)
            other.release()
            assert run.result().status == 0
    assert "is in use by another run" in run.result().stdout
