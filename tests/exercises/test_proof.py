"""What the proof of an exercise finds, and grades that stay the same while nothing changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exercises.test_file import written
from wizard.exercises import load
from wizard.exercises.grading import grade
from wizard.exercises.preparing import exercise_lab
from wizard.exercises.proof import Proof, prove
from wizard.text import words_in

EXERCISE = """\
version: 1
name: own
title: {{ko: 제목, en: Title}}
task: {{ko: 할 일, en: Task}}
before: 4.4.4
break:
  - {{on: controller, sh: "{broken}"}}
solve:
  - {{on: controller, sh: "{solved}"}}
grade:
  - {{step: 4.4.2/finish/1, points: 3}}
"""
STOP = "systemctl stop openstack-nova-api"
START = "systemctl start openstack-nova-api"


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> pytest.MonkeyPatch:
    """A cache of prepared labs for this file: the guide is done once."""
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    return patch


def proved(folder: Path, broken: str, solved: str) -> Proof:
    """Prove an exercise that does this to the controller."""
    return prove(load.find(str(written(folder, EXERCISE.format(broken=broken, solved=solved)))))


def test_a_service_that_is_not_broken(tmp_path: Path) -> None:
    """It was started a moment ago, with the lab: that is not taken for broken."""
    assert [one.id for one in proved(tmp_path, "true", "true").unbroken] == ["4.4.2/finish/1"]


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ("touch /root/leftover", "/root/leftover"),
        ("chmod 600 /etc/hosts", "/etc/hosts"),
        ("rm /root/.bashrc", "/root/.bashrc"),
        ("chown nova /etc/nova/nova.conf", "/etc/nova/nova.conf"),
    ],
)
def test_what_a_solution_changes_besides(tmp_path: Path, more: str, name: str) -> None:
    [changed] = proved(tmp_path, STOP, f"{START}; {more}").changed
    assert changed.endswith(name)


def test_a_service_restarted_in_the_same_instant(tmp_path: Path) -> None:
    """The file is written and the service restarted in one line: the grade is full, and stays so."""
    exercise = load.find(str(written(tmp_path, EXERCISE.format(broken=STOP, solved="true"))))
    with exercise_lab(exercise) as at:
        at.break_(exercise)
        assert grade(exercise, at.answers, words_in("en"), "x", None).points == 0
        solving = f"{START}; sed -i '' /etc/nova/nova.conf; systemctl restart openstack-nova-*"
        solved = load.find(str(written(tmp_path, EXERCISE.format(broken=STOP, solved=solving))))
        for _ in range(3):
            at.solve(solved)
            assert {grade(exercise, at.answers, words_in("en"), "x", None).points for _ in range(3)} == {3}
