"""The headless front: what each output prints, exactly, and with which status a replay ends."""
# ruff: noqa: E501 - exact text is as long as it is

from __future__ import annotations

import io
import json
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from rich.cells import cell_len
from rich.console import Console

from steps import GUIDE
from tests.support.cases import PASSWORDS
from tests.support.printed import COMPUTE_SERVICES, newer_client, printed
from tests.support.world import EngineWorld, FakeHost, prerequisite, step
from wizard.engine import context
from wizard.engine.events import (
    Event,
    Missing,
    Output,
    Planned,
    RunFinished,
    RunStarted,
    Services,
    StepChecked,
    StepFinished,
    StepStarted,
    Waiting,
    WaitingFor,
)
from wizard.engine.modes import Ending, RunMode, Status, StepState
from wizard.engine.run import Run
from wizard.facts.compute_services import ComputeServices
from wizard.headless import replay as replaying
from wizard.headless.front import Front
from wizard.headless.jsonl import Json
from wizard.headless.live import Live
from wizard.headless.plain import Plain
from wizard.headless.replay import EXITS, Options, replay
from wizard.hosts import Host
from wizard.model.answers import Answers
from wizard.model.commands import Command, Result
from wizard.model.message import Message
from wizard.model.problems import Pending, Problem, Refused, Unreachable, UntrustedKey
from wizard.model.steps import Prerequisite, Step
from wizard.report.services import services_table
from wizard.text import Words

ROWS = ComputeServices.parse(printed(newer_client(COMPUTE_SERVICES))).rows
INSTALL, MY_IP, DISK, FINISH = (
    next(step for step in GUIDE if step.id == id_)
    for id_ in ("4.4.2/install/1", "4.4.2/install/3e", "4.4.3/prepare/2a", "4.4.3/finish/2")
)
SOME = (INSTALL, MY_IP, DISK, FINISH)
DIFF = """\
--- /etc/nova/nova.conf
+++ /etc/nova/nova.conf
@@ -7,6 +7,7 @@ [DEFAULT]
 #my_ip=10.89.104.70
+my_ip = 10.0.0.11
"""

RUN: Sequence[Event] = (
    RunStarted(RunMode.RUN, ["controller", "compute1"], 4),
    Waiting("before/ssh", "controller", Message("connecting"), 60.0, WaitingFor.CONNECTION),
    StepStarted(INSTALL.id, "controller", INSTALL.title),
    Planned(
        INSTALL.id, "controller", "command", "yum -y install x", "", Message("packages-missing", packages="x")
    ),
    Waiting(
        INSTALL.id, "controller", Message("running", command="yum -y install x"), 3600.0, WaitingFor.COMMAND
    ),
    Output(INSTALL.id, "controller", "Complete!"),
    StepFinished(INSTALL.id, "controller", Status.CHANGED, 12.34, INSTALL.holds),
    StepFinished(MY_IP.id, "controller", Status.UNCHANGED, 0.0, MY_IP.holds),
    StepFinished(DISK.id, "compute1", Status.SKIPPED, 0.0, Message("no-disk")),
    StepFinished(
        FINISH.id,
        "compute1",
        Status.FAILED,
        90.06,
        Message("units-down", units="openstack-nova-compute.service: failed\nERROR a\n\nERROR b"),
    ),
    Services(ROWS),
    RunFinished(Ending.FAILED, 1, 1, 1, 1, 0, 103.0),
)
PLAIN_RUN_EN = """\
changed    4.4.2/install/1   controller  Install the controller's Nova packages        12.3
unchanged  4.4.2/install/3e  controller  nova.conf: the controller's my_ip             0.0
skipped    4.4.3/prepare/2a  compute1    Partition the disk                            0.0
    The answers name no disk for this node, so the steps that use one are skipped. To use one, such as /dev/sdb, choose it in the answers of this step in the wizard, or add `disk: /dev/sdb` to the node in the answers file.
failed     4.4.3/finish/2    compute1    Enable and start the compute node's services  90.1
    Not running: openstack-nova-compute.service: failed
    ERROR a

    ERROR b
"""
TABLE = """\
+----+------------------+------------+----------+---------+-------+----------------------------+
| Id | Binary           | Host       | Zone     | Status  | State | Updated At                 |
+----+------------------+------------+----------+---------+-------+----------------------------+
| 1  | nova-scheduler   | controller | internal | enabled | up    | 2016-08-12T12:10:56.000000 |
| 2  | nova-consoleauth | controller | internal | enabled | up    | 2016-08-12T12:10:56.000000 |
| 3  | nova-conductor   | controller | internal | enabled | up    | 2016-08-12T12:10:56.000000 |
| 7  | nova-compute     | compute1   | nova     | enabled | up    | 2016-08-12T12:10:56.000000 |
| 8  | nova-compute     | compute2   | nova     | enabled | up    | 2016-08-12T12:10:56.000000 |
+----+------------------+------------+----------+---------+-------+----------------------------+
"""


def shown(kind: type[Front], events: Sequence[Event], lang: str = "en", steps: Sequence[Step] = SOME) -> str:
    """Return what a front writes for these events."""
    out = io.StringIO()
    front = kind(Words(lang), steps, out)
    for event in events:
        front.show(event)
    front.close()
    return out.getvalue()


MODES = ("run", "dry-run", "check")


@pytest.fixture
def columns(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """A function that sets the terminal's width."""
    return lambda number: monkeypatch.setenv("COLUMNS", str(number))


# --- plain ------------------------------------------------------------------------------------------


def test_plain_run() -> None:
    ending = (
        "controller: 2 of 2 steps hold.\n"
        "compute1: 0 of 2 steps hold. Not: 4.4.3/prepare/2a (skipped), 4.4.3/finish/2 (failed).\n"
        "Not everything is done after 103.0 s: 1 changed, 1 unchanged, 1 skipped, 1 failed, 0 unknown."
        " Fix what is reported above, then run this again: it continues from there.\n"
    )
    assert shown(Plain, RUN) == PLAIN_RUN_EN + TABLE + ending


def test_plain_says_again_what_is_at_work_for_long() -> None:
    """The yum of minutes, and services that settle; not who waits for other hosts, nor what has ended."""
    out = io.StringIO()
    front = Plain(Words("en"), SOME, out, remind=0.01)

    def reminded(*words: str) -> None:
        before = len(out.getvalue())
        deadline = time.monotonic() + 30
        while not all(word in out.getvalue()[before:] for word in words):
            assert time.monotonic() < deadline, out.getvalue()
            time.sleep(0.001)

    front.show(RunStarted(RunMode.RUN, ["controller", "compute1"], 2))
    front.show(StepStarted(FINISH.id, "compute1", FINISH.title))
    reminded(f"running    {FINISH.id}    compute1", "\n")
    settling = Message("services-no-list", said="-")
    front.show(Waiting(FINISH.id, "compute1", settling, 120.0, WaitingFor.SETTLING))
    reminded("running", f"    {Words('en').say(settling)}")
    front.show(StepFinished(FINISH.id, "compute1", Status.CHANGED, 1.0, FINISH.holds))
    front.show(RunFinished(Ending.DONE, 1, 0, 0, 0, 0, 1.0))
    front.close()
    assert "running" not in out.getvalue().rpartition("changed")[2]


LINE = re.compile(r"(\S+) {2,}(\S+) {2,}(\S+) {2,}(.+?)(?: {2,}(\d+\.\d))?")


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_steps_line_can_be_taken_apart(lang: str) -> None:
    events = [StepFinished(step.id, "compute-node-17", Status.UNCHANGED, 1.0, step.holds) for step in GUIDE]
    lines = shown(Plain, events, lang, GUIDE).splitlines()
    words = Words(lang)
    assert len(lines) == len(GUIDE)
    for line, one in zip(lines, GUIDE, strict=True):
        found = LINE.fullmatch(line)
        assert found, line
        assert found.groups() == ("unchanged", one.id, "compute-node-17", words.say(one.title), "1.0")


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_seconds_stand_in_one_column(lang: str) -> None:
    events = [StepFinished(step.id, "compute1", Status.CHANGED, 1.0, step.holds) for step in GUIDE]
    lines = [line for line in shown(Plain, events, lang, GUIDE).splitlines() if "1.0" in line]
    assert len({cell_len(line) for line in lines}) == 1


def test_plain_dry_run() -> None:
    events = (
        RunStarted(RunMode.DRY_RUN, ["controller", "compute1"], 2),
        Missing("before/name", "compute1", Message("before-name", name="controller")),
        Planned(
            INSTALL.id,
            "controller",
            "command",
            "yum -y install x\nand more",
            "",
            Message("packages-missing", packages="x"),
            Message("note-prompt"),
        ),
        Planned(
            MY_IP.id,
            "controller",
            "edit",
            "vi /etc/nova/nova.conf\n[DEFAULT]\nmy_ip = 10.0.0.11",
            DIFF,
            Message("conf-missing", options="[DEFAULT] my_ip"),
        ),
        RunFinished(Ending.REFUSED, 0, 0, 0, 0, 0, 1.0),
    )
    assert (
        shown(Plain, events)
        == """\
4.4.3 on the compute nodes and 4.4.2 on the controller node run at the same time, up to “Enable and start the compute node's services”, which waits for 4.4.2.
missing    before/name       compute1
    The name controller does not resolve on this host. Add it with the controller's management address to /etc/hosts or to your DNS.
plan       4.4.2/install/1   controller  Install the controller's Nova packages
    # Not installed yet: x.
    # The password is typed at the prompts.
    yum -y install x
    and more
plan       4.4.2/install/3e  controller  nova.conf: the controller's my_ip
    # Not set yet: [DEFAULT] my_ip.
    vi /etc/nova/nova.conf
    [DEFAULT]
    my_ip = 10.0.0.11
    --- /etc/nova/nova.conf
    +++ /etc/nova/nova.conf
    @@ -7,6 +7,7 @@ [DEFAULT]
     #my_ip=10.89.104.70
    +my_ip = 10.0.0.11
controller: 0 of 2 steps hold.
Nothing was changed. A run would stop at the problems above.
"""
    )


LIST, PROCESSOR = (next(step for step in GUIDE if step.id == id_) for id_ in ("4.4.4/2", "4.4.3/finish/1"))
LOOKS = (
    RunStarted(RunMode.DRY_RUN, ["controller", "compute1"], 4),
    StepFinished(PROCESSOR.id, "compute1", Status.UNCHANGED, 0.0, PROCESSOR.holds),
    Planned(DISK.id, "compute1", "fdisk", "fdisk", "", Message("partition-missing", disk="/dev/sdb")),
    StepFinished(FINISH.id, "compute1", Status.FAILED, 0.0, Message("declined")),
    Waiting(LIST.id, "controller", Message("services-no-list", said="-"), 120.0, WaitingFor.SETTLING),
    RunFinished(Ending.DONE, 0, 1, 0, 1, 0, 1.0),
)


def test_plain_dry_run_shows_what_the_book_only_looks_at() -> None:
    """And counts every step that it shows."""
    assert (
        shown(Plain, LOOKS, steps=(DISK, PROCESSOR, FINISH, LIST))
        == """\
unchanged  4.4.3/finish/1    compute1    Check for hardware acceleration               0.0
    egrep -c '(vmx|svm)' /proc/cpuinfo
plan       4.4.3/prepare/2a  compute1    Partition the disk
    # /dev/sdb is free and has no partition.
    fdisk
failed     4.4.3/finish/2    compute1    Enable and start the compute node's services  0.0
    You did not approve it.
waiting    4.4.4/2           controller  List the service components
    Nova's API returns no list of services: -
    openstack compute service list
controller: 0 of 1 steps hold.
compute1: 1 of 3 steps hold. Not: 4.4.3/finish/2 (failed).
Nothing was changed. A run would send the commands above.
"""
    )


def test_rich_dry_run_shows_what_the_book_only_looks_at(columns: Callable[[int], None]) -> None:
    columns(100)
    text = shown(Live, LOOKS, steps=(DISK, PROCESSOR, FINISH, LIST))
    for said in (
        "egrep -c '(vmx|svm)' /proc/cpuinfo",
        "openstack compute service list",
        "controller: 0 of 1 steps",
    ):
        assert text.count(said) == 1


@pytest.mark.parametrize("kind", [Plain, Live])
def test_a_run_does_not_show_what_the_book_only_looks_at(kind: type[Front]) -> None:
    events = [
        RunStarted(RunMode.RUN, ["compute1"], 1),
        StepFinished(PROCESSOR.id, "compute1", Status.UNCHANGED, 0.0, PROCESSOR.holds),
        RunFinished(Ending.DONE, 0, 1, 0, 0, 0, 1.0),
    ]
    assert "egrep" not in shown(kind, events, steps=(PROCESSOR,))


AT_ONCE = {
    "en": "4.4.3 on the compute nodes and 4.4.2 on the controller node run at the same time, up to “Enable and start the compute node's services”, which waits for 4.4.2.",
    "ko": "컴퓨트 노드의 4.4.3은 컨트롤러 노드의 4.4.2와 동시에 진행. ‘컴퓨트 노드의 서비스 등록과 시작’ 단계는 4.4.2의 완료를 기다림.",
}


@pytest.mark.parametrize("kind", [Plain, Live])
@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize(
    ("steps", "mode", "told"),
    [
        (GUIDE, RunMode.DRY_RUN, True),
        (GUIDE, RunMode.RUN, False),
        ((INSTALL, DISK), RunMode.DRY_RUN, False),
        ((DISK, FINISH), RunMode.DRY_RUN, False),
    ],
    ids=["the guide", "no dry run", "without the step that waits", "without what it waits for"],
)
def test_a_dry_run_tells_what_is_done_at_the_same_time(
    columns: Callable[[int], None],
    kind: type[Front],
    lang: str,
    steps: Sequence[Step],
    mode: RunMode,
    told: bool,
) -> None:
    columns(200)
    events = [RunStarted(mode, ["controller", "compute1"], 4)]
    lines = shown(kind, events, lang, steps).splitlines()
    assert (AT_ONCE[lang] in lines) == told


HELD_UP = Waiting(
    FINISH.id,
    "compute1",
    Message("waiting-for-section", section="4.4.2", hosts="controller"),
    0.0,
    WaitingFor.OTHER_HOSTS,
)


def test_plain_tells_that_a_host_waits_for_another() -> None:
    assert (
        shown(Plain, [HELD_UP])
        == """\
waiting    4.4.3/finish/2    compute1
    waiting until 4.4.2 is done on controller
"""
    )


def test_rich_shows_those_that_wait_below_those_at_work(columns: Callable[[int], None]) -> None:
    columns(100)
    out = io.StringIO()
    front = Live(Words("en"), SOME, out)
    front.show(RunStarted(RunMode.RUN, ["controller", "compute1"], 4))
    front.show(HELD_UP)
    front.show(StepStarted(INSTALL.id, "controller", INSTALL.title))
    lines = moving(front)
    assert [line.split()[1:3] for line in lines] == [["controller", INSTALL.id], ["compute1", FINISH.id]]
    assert lines[1].startswith("◌ compute1  4.4.3/finish/2  waiting until 4.4.2 is done on controller  0 s")
    front.show(StepStarted(FINISH.id, "compute1", FINISH.title))
    assert "waiting" not in "".join(moving(front))
    front.close()


def moving(front: Live) -> list[str]:
    """Return the moving lines, as they are now."""
    console = Console(file=io.StringIO(), width=100)
    with console.capture() as captured:
        console.print(front._moving())
    return captured.get().splitlines()


@pytest.mark.parametrize("kind", [Plain, Live])
def test_the_hosts_are_counted_in_the_answers_order(kind: type[Front]) -> None:
    events = [
        RunStarted(RunMode.RUN, ["controller", "compute1", "compute2"], 2),
        StepFinished(DISK.id, "compute1", Status.CHANGED, 0.0, DISK.holds),
        StepFinished(INSTALL.id, "controller", Status.CHANGED, 0.0, INSTALL.holds),
        RunFinished(Ending.DONE, 2, 0, 0, 0, 0, 1.0),
    ]
    lines = shown(kind, events).splitlines()
    counted = [line for line in lines if "steps hold" in line]
    assert counted == ["controller: 1 of 1 steps hold.", "compute1: 1 of 1 steps hold."]


def test_plain_check() -> None:
    events = (
        RunStarted(RunMode.CHECK, ["controller", "compute1"], 2, simulated=True),
        StepChecked(INSTALL.id, "controller", StepState.DONE, INSTALL.holds),
        StepChecked(
            MY_IP.id, "controller", StepState.DIFFERS, Message("conf-differs", options="[DEFAULT] my_ip")
        ),
        StepChecked(DISK.id, "compute1", StepState.TODO, Message("partition-missing", disk="/dev/sdb")),
        RunFinished(Ending.DIFFERS, 0, 0, 0, 0, 0, 1.0),
    )
    assert (
        shown(Plain, events)
        == """\
These hosts are simulated: no real host is changed.
done       4.4.2/install/1   controller  Install the controller's Nova packages
differs    4.4.2/install/3e  controller  nova.conf: the controller's my_ip
    Set to another value: [DEFAULT] my_ip.
todo       4.4.3/prepare/2a  compute1    Partition the disk
    /dev/sdb is free and has no partition.
At least one step is to do or differs, as reported above.
"""
    )


@pytest.mark.parametrize("kind", [Plain, Live])
def test_what_a_run_does_not_touch_is_told_from_what_it_changes(kind: type[Front]) -> None:
    said = Message("disk-absent", disk="/dev/sdb")
    shapes = [
        shown(kind, [StepChecked(DISK.id, "compute1", StepState.DIFFERS, said, refused=refused)])
        for refused in (True, False)
    ]
    assert ["by hand" in shape for shape in shapes] == [True, False]
    assert all("differs" in shape for shape in shapes)
    assert kind is Plain or [("! " in shape, "≠ " in shape) for shape in shapes] == [
        (True, False),
        (False, True),
    ]


@pytest.mark.parametrize("kind", [Plain, Live])
@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize(
    ("mode", "status"),
    [
        *((mode, status) for mode in MODES for status in ("done", "unreachable", "untrusted", "interrupted")),
        *(
            ("run", "failed"),
            ("run", "refused"),
            ("dry-run", "refused"),
            ("check", "failed"),
            ("check", "differs"),
        ),
    ],
)
def test_every_end_has_words(kind: type[Front], lang: str, status: str, mode: str) -> None:
    events = (RunStarted(RunMode(mode), [], 0), RunFinished(Ending(status), 0, 0, 0, 0, 0, 1.0))
    assert shown(kind, events, lang).strip()


# --- json -------------------------------------------------------------------------------------------


def test_json_is_an_object_a_line() -> None:
    lines = shown(Json, RUN).splitlines()
    assert len(lines) == len(RUN)
    objects = [json.loads(line) for line in lines]
    say = Words("en").say
    assert objects == [json.loads(json.dumps(event.json(say))) for event in RUN]
    assert objects[6] == {
        "event": "step.finished",
        "id": "4.4.2/install/1",
        "host": "controller",
        "status": "changed",
        "seconds": 12.34,
        "message": "The five packages are installed.",
    }


def test_json_keeps_hangul_and_warns_beside(capsys: pytest.CaptureFixture[str]) -> None:
    front = Json(Words("ko"), SOME, sys.stdout, sys.stderr)
    front.show(StepFinished(INSTALL.id, "controller", Status.CHANGED, 1.0, INSTALL.holds))
    front.warn(Message("stopping"))
    out, err = capsys.readouterr()
    assert json.loads(out)["message"] in out
    assert re.search("[가-힣]", out)
    assert len(out.splitlines()) == 1
    assert err == Words("ko").label("stopping") + "\n"


# --- rich -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("width", [80, 132])
def test_rich_fits_the_terminal_and_says_the_same(
    columns: Callable[[int], None], lang: str, width: int
) -> None:
    columns(width)
    text = shown(Live, RUN, lang)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    words = Words(lang)
    titles = (words.say(one.title) for one in SOME)
    for word in " ".join(
        [*titles, "ERROR a", "90.1 s", "4.4.2/install/3e", "controller", "unchanged"]
    ).split():
        assert word in text


@pytest.mark.parametrize(
    ("width", "first"),
    [(132, "Id"), (96, "Id"), (95, "Id"), (80, "Id"), (67, "Id"), (66, "Binary"), (62, "Binary")],
)
def test_the_table_of_services_does_not_wrap(columns: Callable[[int], None], width: int, first: str) -> None:
    columns(width)
    text = shown(Live, [RunStarted(RunMode.RUN, [], 0), Services(ROWS)])
    lines = [line for line in text.splitlines() if line.startswith(("+", "|"))]
    assert len(lines) == len(ROWS) + 4
    assert len({len(line) for line in lines}) == 1
    assert lines[1].split()[1] == first
    assert ("Updated At" in text) == (width >= 96)


def test_the_table_is_the_books() -> None:
    assert "\n".join(services_table(ROWS)) + "\n" == TABLE


def test_rich_puts_the_seconds_at_the_right_edge(columns: Callable[[int], None]) -> None:
    columns(100)
    lines = shown(Live, RUN).splitlines()
    assert [len(line) for line in lines if re.search(r"\d+\.\d s$", line)] == [100] * 4


def test_rich_shows_plans_and_checks(columns: Callable[[int], None]) -> None:
    columns(100)
    text = shown(
        Live,
        [
            RunStarted(RunMode.DRY_RUN, ["controller"], 1, simulated=True),
            Planned(
                MY_IP.id,
                "controller",
                "edit",
                "vi x\nmy_ip = [/bold] [red]",
                DIFF,
                Message("conf-missing", options="[DEFAULT] my_ip"),
                Message("note-prompt"),
            ),
            Missing("before/name", "compute1", Message("before-name", name="controller")),
            StepChecked(DISK.id, "compute1", StepState.UNKNOWN, Message("fact-cut-short", fact="Disk")),
        ],
    )
    for line in ("my_ip = [/bold] [red]", "+my_ip = 10.0.0.11", "[DEFAULT] my_ip", "before/name", "unknown"):
        assert line in text
    assert "# The password is typed at the prompts." in text


# --- replay -----------------------------------------------------------------------------------------

ANSWERS = """\
version: 1
language: en
controller: {host: 127.0.0.1, name: controller, management_ip: 10.0.0.11}
compute:
  - {host: 127.0.0.2, name: compute1, management_ip: 10.0.0.31}
  - {host: 127.0.0.3, name: compute2, management_ip: 10.0.0.32}
passwords:
  dbpassword: {env: P_DBPASSWORD}
  novadbpass: {env: P_NOVADBPASS}
  novapass: {env: P_NOVAPASS}
  rabbitpass: {env: P_RABBITPASS}
"""


@pytest.fixture
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An answers file, with its passwords in the environment."""
    monkeypatch.setenv("NOVA_WIZARD_STATE", str(tmp_path / "state"))
    monkeypatch.setattr(context, "PAUSE", 0.0)
    for name, value in PASSWORDS.items():
        monkeypatch.setenv(f"P_{name.upper()}", value)
    path = tmp_path / "answers.yaml"
    path.write_text(ANSWERS)
    path.chmod(0o600)
    return path


Replay = Callable[..., tuple[int, str]]


@pytest.fixture
def run(answers: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Replay:
    """Replay a world's guide on its fake hosts; return the exit status and stdout."""

    def run(
        world: EngineWorld,
        mode: str = "run",
        output: str = "plain",
        lang: str | None = None,
        **others: Any,
    ) -> tuple[int, str]:
        @contextmanager
        def hosts_of(answers: Answers, simulation: object) -> Iterator[tuple[Answers, Mapping[str, Host]]]:
            yield answers, world.hosts

        prerequisites: Sequence[Prerequisite] = world.prerequisites
        monkeypatch.setattr(replaying, "GUIDE", tuple(world.steps))
        monkeypatch.setattr(replaying, "PREREQUISITES", tuple(prerequisites))
        monkeypatch.setattr(replaying, "_hosts_of", hosts_of)
        status = replay(Options(answers, RunMode(mode), output=output, lang=lang, **others))
        out, err = capsys.readouterr()
        assert err == ""
        return status, out

    return run


STEPS = [step("4.4.2/install/1", "a"), step("4.4.2/install/3e", "b")]


def raises(problem: Exception) -> Callable[[FakeHost, Command], Result]:
    """Return a behaviour of `FakeHost` that raises a problem."""

    def does(host: FakeHost, command: Command) -> Result:
        raise problem

    return does


def world(**values: str) -> EngineWorld:
    """Return the guide of this module on hosts with these values."""
    found = EngineWorld(STEPS)
    found.controller.values.update(values)
    return found


def failing() -> EngineWorld:
    """Return a world in which a command fails."""
    found = world()
    found.controller.does["set a 1"] = lambda host, command: Result(1)
    return found


def connect_failure(problem: Exception) -> EngineWorld:
    """Return a world whose controller cannot be opened."""
    found = world()
    found.controller.opening = [problem]
    return found


def refusing(problem: Exception) -> EngineWorld:
    """Return a world with one step, which raises a problem."""

    def plans(found: str) -> Iterator[object]:
        raise problem
        yield

    return EngineWorld([step("4.4.2/install/1", "a", plans)])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "mode", "status"),
    [
        (world, "run", 0),
        (lambda: world(a="1", b="1"), "run", 0),
        (failing, "run", 1),
        (lambda: EngineWorld(STEPS, [prerequisite("before/name", "p")]), "run", 1),
        (lambda: refusing(Refused("two-services", ids="1")), "run", 1),
        (lambda: refusing(Pending("units-settling", units="1")), "run", 1),
        (lambda: connect_failure(Unreachable("ssh-no-answer", host="controller")), "run", 3),
        (lambda: connect_failure(UntrustedKey("ssh-key-unknown", host="controller")), "run", 4),
        (world, "dry-run", 0),
        (lambda: refusing(Refused("two-services", ids="1")), "dry-run", 1),
        (lambda: world(a="1", b="1"), "check", 0),
        (lambda: world(a="1"), "check", 5),
        (lambda: world(a="1", b="2"), "check", 5),
        (lambda: refusing(Refused("two-services", ids="1")), "check", 5),
        (lambda: connect_failure(Unreachable("ssh-no-answer", host="controller")), "check", 3),
    ],
)
@pytest.mark.parametrize("output", ["plain", "json"])
def test_exit_status(
    run: Replay,
    monkeypatch: pytest.MonkeyPatch,
    found: Callable[[], EngineWorld],
    mode: str,
    status: int,
    output: str,
) -> None:
    monkeypatch.setattr(Words, "strict", False)  # the fakes' messages lack variables
    ended, out = run(found(), mode, output)
    assert ended == status
    if output == "json":
        objects = [json.loads(line) for line in out.splitlines()]
        assert (objects[0]["event"], objects[-1]["event"]) == ("run.started", "run.finished")
        assert {EXITS[objects[-1]["status"]]} == {status}


def test_every_end_of_the_engine_has_an_exit_status() -> None:
    ends = {Ending.DONE, Ending.FAILED, Ending.REFUSED, Ending.UNREACHABLE, Ending.UNTRUSTED}
    assert EXITS.keys() == ends | {Ending.DIFFERS, Ending.INTERRUPTED}
    assert EXITS[Ending.INTERRUPTED] == 130


def test_interrupted_ends_with_130(run: Replay, monkeypatch: pytest.MonkeyPatch) -> None:
    found = world()
    asked = threading.Event()
    stop = Run.stop

    def noted(self: Run) -> None:
        stop(self)
        asked.set()

    monkeypatch.setattr(Run, "stop", noted)

    def interrupts(host: FakeHost, command: Command) -> None:
        os.kill(os.getpid(), 2)
        assert asked.wait(20)

    found.controller.does["set a 1"] = interrupts
    ended, out = run(found)
    assert ended == 130
    assert found.controller.sent == ["set a 1"]
    assert Words("en").label("stopping") in out
    assert "Interrupted after" in out
    assert "controller: when the run was interrupted, 1 of the 1 steps that it had come to held." in out
    assert "steps hold." not in out


def test_the_language_is_the_options_then_the_answers(run: Replay) -> None:
    assert "Done in" in run(world())[1]
    assert re.search("[가-힣]", run(world(), lang="ko")[1])


def test_the_journal_has_the_events_and_the_transcript_the_commands(run: Replay, tmp_path: Path) -> None:
    assert run(world(), output="json")[0] == 0
    (folder,) = (tmp_path / "state").iterdir()
    names = [json.loads(line)["event"] for line in (folder / "journal.jsonl").read_text().splitlines()]
    assert (names[0], names[-1]) == ("run.started", "run.finished")
    transcript = (folder / "transcript.log").read_text()
    assert transcript.count("$ set a 1") == 1
    assert not [value for value in PASSWORDS.values() if value in transcript]


# --- Reports ----------------------------------------------------------------------------------------

RESULTS = {
    "done": [(), ()],
    "failed": [("failure",), ("skipped",)],
    "missing": [("failure",), ("skipped",), ("skipped",)],
    "unreachable": [("failure",), ("skipped",), ("skipped",)],
}
"""The element of each test of the JUnit report, in its order, that says that it did not pass."""


@pytest.mark.parametrize(
    ("found", "status", "results"),
    [
        (world, 0, RESULTS["done"]),
        (failing, 1, RESULTS["failed"]),
        (lambda: EngineWorld(STEPS, [prerequisite("before/name", "p")]), 1, RESULTS["missing"]),
        (
            lambda: connect_failure(Unreachable("ssh-no-answer", host="controller")),
            3,
            RESULTS["unreachable"],
        ),
    ],
    ids=RESULTS,
)
def test_reports_are_written_however_the_run_ends(
    run: Replay,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    found: Callable[[], EngineWorld],
    status: int,
    results: list[tuple[str, ...]],
) -> None:
    monkeypatch.setattr(Words, "strict", False)  # the fakes' messages lack variables
    files = [tmp_path / f"report.{ending}" for ending in ("html", "json", "md", "xml", "csv")]
    assert run(found(), reports=files)[0] == status
    assert [file.stat().st_mode & 0o777 for file in files] == [0o600] * 5
    tests = Xml.parse(tmp_path / "report.xml").iter("testcase")
    assert [tuple(part.tag for part in test if part.tag != "system-out") for test in tests] == results
    ending = json.loads((tmp_path / "report.json").read_text())["run"]["ending"]
    assert EXITS[ending] == status


def test_a_report_is_written_when_the_run_is_interrupted(
    run: Replay, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = world()
    asked = threading.Event()
    stop = Run.stop

    def noted(self: Run) -> None:
        stop(self)
        asked.set()

    def interrupts(host: FakeHost, command: Command) -> None:
        os.kill(os.getpid(), 2)
        assert asked.wait(20)

    monkeypatch.setattr(Run, "stop", noted)
    found.controller.does["set a 1"] = interrupts
    assert run(found, reports=[tmp_path / "report.json"])[0] == 130
    report = json.loads((tmp_path / "report.json").read_text())
    hosts = [step["hosts"][0] for step in report["steps"]]
    assert report["run"]["ending"] == "interrupted"
    assert [(host["state"], host["message"]["en"], len(host["sent"])) for host in hosts] == [
        ("done", Words("en").label("holds-4-4-2-install-1"), 1),
        ("unknown", Words("en").label("step-not-come-to"), 0),
    ]


def test_a_report_that_cannot_be_written_in_the_end_is_told_and_fails_the_run(
    run: Replay, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    found = world()

    def vanishes(host: FakeHost, command: Command) -> None:
        if folder.is_dir():
            folder.rmdir()

    found.controller.does["set a 1"] = vanishes
    status, out = run(found, reports=[folder / "report.md", tmp_path / "report.md"])
    assert (status, (tmp_path / "report.md").is_file()) == (1, True)
    assert f"{folder}/report.md could not be written" in out


@pytest.mark.parametrize(
    "name", ["report", "report.txt", "report.yaml", "no/folder/report.md", "folder.md", "link.md"]
)
def test_a_report_that_cannot_be_written_is_told_before_any_host_is_contacted(
    run: Replay, tmp_path: Path, name: str
) -> None:
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "link.md").symlink_to(tmp_path / "answers.yaml")
    found = world()
    with pytest.raises(Problem):
        run(found, reports=[tmp_path / name])
    assert found.controller.log == []
    assert not (tmp_path / "state").exists()


def test_a_report_is_given_once(run: Replay, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="report-twice"):
        run(world(), reports=[tmp_path / "report.md"] * 2)
