"""The packages: the scripts run by a real sh, with an rpm and a yum that are none."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from steps.facts import Packages, PackagesToInstall
from tests.support.cases import ANSWERS, CONTROLLER
from wizard.facts.batch import Batch
from wizard.model.commands import Result
from wizard.model.facts import Facts, ShellFact
from wizard.model.role import Role

WANTED = Packages.wanted[Role.CONTROLLER]
RPM = """\
#!/bin/sh
echo "$*" >>asked
cat >>typed
shift
for name; do grep -qxF "$name" there || failed=1; done
exit ${failed:-0}
"""
YUM = """\
#!/bin/sh
echo "yum $*" >>asked
shift 3
for name; do echo "$name.noarch  1:13.1.4-1.el7  centos-openstack-mitaka"; done
"""


def read(folder: Path, kinds: list[type[ShellFact]], there: tuple[str, ...]) -> Facts:
    """Read facts of a controller on which these packages are installed."""
    (folder / "there").write_text("".join(f"{name}\n" for name in there))
    for name, program in (("rpm", RPM), ("yum", YUM)):
        (folder / name).write_text(program)
        (folder / name).chmod(0o755)
    batch = Batch(kinds, ANSWERS, CONTROLLER)
    done = subprocess.run(
        ["sh", "-s"],
        input=batch.command.stdin.wire().encode(),
        capture_output=True,
        check=False,
        cwd=folder,
        env={"PATH": f"{folder}:{os.environ['PATH']}"},
    )
    return batch.parse(Result(done.returncode, done.stdout, done.stderr))


def test_rpm_is_asked_once_for_both_facts_and_yum_not_at_all_where_all_are_there(tmp_path: Path) -> None:
    facts = read(tmp_path, [PackagesToInstall, Packages], WANTED)
    assert facts[Packages].installed == frozenset(WANTED)
    assert facts[PackagesToInstall].missing == frozenset()
    assert (tmp_path / "asked").read_text() == f"-q {' '.join(WANTED)}\n"


@pytest.mark.parametrize("there", [(), WANTED[:1], WANTED[1:]], ids=["none", "one", "all but one"])
def test_what_is_missing_is_told_by_both(there: tuple[str, ...], tmp_path: Path) -> None:
    facts = read(tmp_path, [Packages, PackagesToInstall], there)
    missing = frozenset(WANTED) - frozenset(there)
    assert facts[Packages].installed == frozenset(there)
    assert facts[PackagesToInstall] == PackagesToInstall(missing, missing)
    assert (tmp_path / "asked").read_text().count("yum") == 1
    assert (tmp_path / "typed").read_text() == ""


def test_each_of_the_facts_is_read_alone_too(tmp_path: Path) -> None:
    assert read(tmp_path, [Packages], WANTED[:2])[Packages].installed == frozenset(WANTED[:2])
    found = read(tmp_path, [PackagesToInstall], WANTED[:2])[PackagesToInstall]
    assert found.missing == frozenset(WANTED[2:])
