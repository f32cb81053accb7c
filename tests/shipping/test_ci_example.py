"""The CI example of docs/ci-example, run as it stands, on the lab."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "docs" / "ci-example" / "check.sh"
WAIT = 300


def check(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the example in a folder, with this environment's nova-wizard."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environ = {**os.environ, "PATH": path, "NOVA_WIZARD_STATE": str(folder / "state"), "LANG": "en_US.UTF-8"}
    command = ["sh", str(SCRIPT), *arguments]
    return subprocess.run(
        command, cwd=folder, env=environ, capture_output=True, text=True, timeout=WAIT, check=False
    )


@pytest.fixture
def answers(tmp_path: Path) -> str:
    """The name of an answers file in the folder of the job."""
    shutil.copy(ROOT / "examples" / "answers.yaml", tmp_path / "answers.yaml")
    (tmp_path / "answers.yaml").chmod(0o600)
    return "answers.yaml"


def test_hosts_that_differ_end_with_5_and_a_record(tmp_path: Path, answers: str) -> None:
    ended = check(tmp_path, answers, "--lab")
    assert ended.returncode == 5, ended.stderr
    assert "To do, or different:" in ended.stdout
    assert '"4.4.2/prepare/1b"' in ended.stdout
    events = [json.loads(line) for line in (tmp_path / "check.jsonl").read_text().splitlines()]
    assert events[0]["event"] == "run.started"
    assert events[-1]["event"] == "run.finished"


def test_wrong_answers_end_with_2_before_a_host_is_contacted(tmp_path: Path, answers: str) -> None:
    (tmp_path / answers).write_text("version: 1\n")
    ended = check(tmp_path, answers, "--lab")
    assert ended.returncode == 2
    assert "controller: " in ended.stderr
    assert not (tmp_path / "check.jsonl").exists()
