"""The CI examples of docs/ci-example: their shell lines, as they stand, against a lab's hosts over SSH."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pexpect
import pytest
from ruamel.yaml import YAML

EXAMPLES = Path(__file__).parents[2] / "docs" / "ci-example"
BIN = Path(sys.executable).parent
WAIT = 300


def read(name: str) -> Any:
    """Return what an example says."""
    return YAML(typ="safe", pure=True).load((EXAMPLES / name).read_text(encoding="utf-8"))


def lines(name: str) -> list[str]:
    """Return the shell lines of an example, in their order."""
    if name == "gitlab.yml":
        return list(read(name)["nova"]["script"])
    return [step["run"] for step in read(name)["jobs"]["check"]["steps"] if "run" in step]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a lab that runs, as `nova-lab start` leaves it."""
    folder = tmp_path_factory.mktemp("lab") / "lab"
    program = pexpect.spawn(str(BIN / "nova-lab"), ["start", str(folder), "--lang", "en"], timeout=WAIT)
    program.expect_exact("Ctrl-C ends the lab")
    yield folder
    program.sendintr()
    program.expect(pexpect.EOF)
    program.close()


@pytest.fixture
def job(lab: Path, tmp_path: Path) -> Path:
    """The folder of a job with the answers in it, and a `pip` that says what it was to install."""
    shutil.copy(lab / "answers.yaml", tmp_path / "answers.yaml")
    pip = tmp_path / "bin" / "pip"
    pip.parent.mkdir()
    pip.write_text('#!/bin/sh\necho "$@" > pip-was-asked\n')
    pip.chmod(0o755)
    return tmp_path


def run(line: str, job: Path) -> subprocess.CompletedProcess[str]:
    """Run a line as the runners do, in a shell that ends with the first command that fails."""
    path = f"{job / 'bin'}:{BIN}:{os.environ['PATH']}"
    environ = {**os.environ, "PATH": path, "NOVA_WIZARD_STATE": str(job / "state"), "LANG": "en_US.UTF-8"}
    return subprocess.run(
        ["bash", "-e", "-c", line],
        cwd=job,
        env=environ,
        capture_output=True,
        text=True,
        timeout=WAIT,
        check=False,
    )


def ended(name: str, job: Path) -> subprocess.CompletedProcess[str]:
    """Run an example's lines until one fails; return how the last one ended."""
    assert len(lines(name)) == 3
    for line in lines(name):
        last = run(line, job)
        if last.returncode:
            break
    return last


def reported(job: Path) -> ElementTree.Element:
    """Return the JUnit report that the job leaves."""
    return ElementTree.parse(job / "check.xml").getroot()


@pytest.mark.parametrize("name", ["github.yml", "gitlab.yml"])
def test_hosts_that_differ_end_the_job_with_5_and_a_junit_report(name: str, job: Path, lab: Path) -> None:
    made = run("nova-lab reset --dir " + str(lab), job)
    assert made.returncode == 0, made.stderr
    last = ended(name, job)
    assert last.returncode == 5, last.stderr
    assert "todo       4.4.2/prepare/1b  controller" in last.stdout
    assert int(reported(job).attrib["failures"]) > 20
    assert (job / "pip-was-asked").read_text() == "install ./nova-wizard\n"


@pytest.mark.parametrize("name", ["github.yml", "gitlab.yml"])
def test_hosts_that_are_as_the_guide_wants_them_end_the_job_with_0(name: str, job: Path, lab: Path) -> None:
    made = run("nova-lab reset --to 4.4.4 --dir " + str(lab), job)
    assert made.returncode == 0, made.stderr
    last = ended(name, job)
    assert last.returncode == 0, last.stdout
    assert (reported(job).attrib["failures"], reported(job).attrib["tests"]) == ("0", "39")


@pytest.mark.parametrize("name", ["github.yml", "gitlab.yml"])
def test_wrong_answers_end_the_job_with_2_before_a_host_is_contacted(name: str, job: Path) -> None:
    (job / "answers.yaml").write_text("version: 1\n")
    last = ended(name, job)
    assert last.returncode == 2
    assert "controller: " in last.stderr
    assert not (job / "check.xml").exists()


def test_the_report_is_published_however_the_check_ends() -> None:
    upload = read("github.yml")["jobs"]["check"]["steps"][-1]
    assert (upload["if"], upload["with"]["path"]) == ("always()", "check.xml")
    artifacts = read("gitlab.yml")["nova"]["artifacts"]
    assert (artifacts["when"], artifacts["reports"]["junit"]) == ("always", "check.xml")
    assert read("gitlab.yml")["nova"]["allow_failure"]["exit_codes"] == [5]
