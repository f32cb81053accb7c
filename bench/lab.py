"""The whole guide on the embedded lab: one compute node, all done already, fifty at once; and the memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.row import Measurement
from wizard.lab import Lab, LabNode

MANY = 50
WHOLE_GOAL, DONE_GOAL = 15.0, 5.0
"""Seconds."""
MANY_GOAL = 4.0
"""Times as long as one compute node."""
PASSWORDS = ("dbpassword", "novadbpass", "novapass", "rabbitpass")
IN_MAXRSS = 1 if sys.platform == "darwin" else 1024
MB = 1_000_000


@dataclass(frozen=True)
class Measured:
    """A lab's start and two runs on it, in seconds, and the memory of the lab and of the wizard in bytes."""

    start: float
    whole: float
    done: float
    lab: int
    wizard: int

    @property
    def memory(self) -> str:
        """Return the memory as text, apart."""
        return f"lab {self.lab / MB:.0f} MB, wizard {self.wizard / MB:.0f} MB"


def rows() -> list[Measurement]:
    """Measure from the start of the lab on, as `--lab` does it; the runs alone where nodes are compared."""
    one, many = measured(1), measured(MANY)
    return [
        Measurement("the whole guide, one compute node", one.start + one.whole, "15 s", WHOLE_GOAL, 1.0),
        Measurement("finding all done", one.done, "5 s", DONE_GOAL, 1.0),
        Measurement(
            f"{MANY} compute nodes at once ({many.memory})",
            many.whole,
            f"one ({one.memory})",
            one.whole,
            MANY_GOAL,
        ),
        Measurement(f"{MANY} compute nodes, finding all done", many.done, "one", one.done),
        Measurement(f"a lab of {MANY} compute nodes started", many.start, "one", one.start),
    ]


def measured(compute_nodes: int) -> Measured:
    """Do the guide twice on a new lab."""
    with tempfile.TemporaryDirectory(prefix="bench") as home:
        began = time.perf_counter()
        with Lab(compute_nodes=compute_nodes) as lab:
            start = time.perf_counter() - began
            answers = written(Path(home), lab)
            (whole, memory), (done, _) = replayed(answers), replayed(answers)
            assert lab._process is not None
            return Measured(start, whole, done, resident(lab._process.pid), memory)


def written(home: Path, lab: Lab) -> Path:
    """Write the answers for a lab's hosts, and return their file."""
    answers = home / "answers.yaml"
    answers.touch(mode=0o600)
    answers.write_text(json.dumps(answers_for(list(lab.nodes.values()))))
    return answers


def answers_for(nodes: list[LabNode]) -> dict[str, object]:
    """Return what answers.yaml has for these hosts; JSON is YAML."""
    controller, *computes = (
        {
            "host": node.host,
            "port": node.port,
            "user": node.user,
            "identity_file": node.identity_file,
            "host_key": node.fingerprint,
            "name": node.name,
            "management_ip": node.management_ip,
            **({"disk": node.disk} if node.disk else {}),
        }
        for node in nodes
    )
    passwords = {name: name for name in PASSWORDS}
    return {"version": 1, "controller": controller, "compute": computes, "passwords": passwords}


def replayed(answers: Path, *words: str, status: int = 0) -> tuple[float, int]:
    """Return the seconds of a run with these options, and the most memory that its process took."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "wizard", "--replay", answers, "--output", "plain", *words],
        stdout=subprocess.DEVNULL,
        env={**os.environ, "NOVA_WIZARD_STATE": str(answers.with_name("state")), "SSH_AUTH_SOCK": ""},
    )
    _, ended, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(ended)
    assert process.returncode == status
    return time.perf_counter() - began, usage.ru_maxrss * IN_MAXRSS


def resident(process: int) -> int:
    """Return the memory of a process and of all that it has started, in bytes."""
    said = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,rss="], capture_output=True, text=True, check=True)
    rows = [tuple(map(int, line.split())) for line in said.stdout.splitlines()]
    family, total = {process}, 0
    while found := [row for row in rows if row[0] in family or row[1] in family]:
        family.update(pid for pid, _, _ in found)
        total += sum(size for _, _, size in found)
        rows = [row for row in rows if row not in found]
    return total * 1024
