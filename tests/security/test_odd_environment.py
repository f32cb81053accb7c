"""An odd environment: each start ends with a status of the contract and says what is wrong, or works."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.security.program import ANSWERS, answers, command

LIMIT = 120.0
NOWHERE = ANSWERS + "ssh: {port: 1}\n"
"""Answers whose hosts refuse every connection."""

Environ = Mapping[str, str | None]
"""None takes a variable away; `{home}` stands for a folder of the test's."""
ENVIRONS: Mapping[str, Environ] = {
    "no HOME": {"HOME": None},
    "an empty HOME": {"HOME": ""},
    "a relative HOME": {"HOME": "home"},
    "a HOME that is not there": {"HOME": "{home}/none"},
    "a HOME that is a file": {"HOME": "{home}/file"},
    "a HOME that is a loop": {"HOME": "{home}/loop"},
    "a HOME that is too long": {"HOME": "/" + "x" * 5000},
    "COLUMNS that is no number": {"COLUMNS": "²"},
    "LINES that is no number": {"LINES": "³"},
    "COLUMNS without end": {"COLUMNS": "9" * 5000},
    "a negative COLUMNS": {"COLUMNS": "-1"},
    "TZ that never ends": {"TZ": ":/dev/zero"},
    "TZ that is no time zone": {"TZ": "{home}/file"},
    "TZ that is a file here": {"TZ": "file"},
    "a long TZ": {"TZ": "x" * 100_000},
    "an odd LANG": {"LANG": "../../x", "LC_ALL": "\udcff"},
    "no TERM": {"TERM": None},
    "an unknown TERM": {"TERM": "../nonsense"},
    "a state folder that is a loop": {"NOVA_WIZARD_STATE": "{home}/loop"},
    "a state folder that is a file": {"NOVA_WIZARD_STATE": "{home}/file"},
    "a state folder with a long name": {"NOVA_WIZARD_STATE": "x" * 5000},
    "a TMPDIR that is a file": {"TMPDIR": "{home}/file"},
    "an agent that is none": {"SSH_AUTH_SOCK": "/dev/zero"},
    "no PATH": {"PATH": None},
}
SHELLS: Mapping[str, str] = {
    "five open files": "ulimit -n 5",
    "twelve open files": "ulimit -n 12",
    "little memory": "ulimit -v 200000",
    "no room in any file": "ulimit -f 0",
    "closed streams": "exec <&- >&- 2>&-",
    "a closed stdout": "exec >&-",
    "a working directory that is gone": "mkdir gone && cd gone && rmdir ../gone",
}
CALLS: Mapping[str, tuple[str, ...]] = {
    "help": ("--help",),
    "list": ("--list",),
    "init": ("--init", "{home}/new.yaml"),
    "dry run": ("--replay", "{home}/answers.yaml", "--dry-run"),
    "lab": ("--lab", "--replay", "--check", "--only", "4.4.2/prepare/1a", "--output", "rich"),
}
STATUSES = {0, 1, 2, 3}
"""3: nobody listens at the port of the answers. 1: of what cannot be printed, and of no room for files."""


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose name is none of the tests', which say what must not be printed."""
    folder = tmp_path_factory.mktemp("odd")
    answers(folder, NOWHERE)
    (folder / "file").write_text("x\n")
    (folder / "loop").symlink_to("loop")
    (folder / "home").mkdir()
    return folder


def run(home: Path, call: str, environ: Environ, before: str = ":") -> subprocess.CompletedProcess[str]:
    """Start the program from a shell, in a folder of its own."""
    usual: Environ = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(home / "home")}
    merged = {**usual, "TMPDIR": str(home / "home"), **environ}
    words = [word.replace("{home}", str(home)) for word in CALLS[call]]
    return subprocess.run(
        ["/bin/bash", "-c", f'{before}; exec "$0" "$@"', *command("--lang", "en", *words)],
        env={name: value.replace("{home}", str(home)) for name, value in merged.items() if value is not None},
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=LIMIT,
        check=False,
    )


def check(ended: subprocess.CompletedProcess[str], *, said: bool = True) -> None:
    """Check that an end is one of the contract's, and that a failure is told without a word of a defect."""
    printed = ended.stdout + ended.stderr
    assert ended.returncode in STATUSES, printed
    assert "Traceback" not in printed
    assert "defect" not in printed
    if said and ended.returncode:
        assert printed.strip()


@pytest.mark.parametrize("name", ENVIRONS)
def test_an_odd_variable_is_no_defect(home: Path, name: str) -> None:
    check(run(home, "dry run", ENVIRONS[name]))


@pytest.mark.parametrize("name", ["LINES that is no number", "a TMPDIR that is a file", "no PATH"])
def test_an_odd_variable_is_no_defect_on_the_lab(home: Path, name: str) -> None:
    check(run(home, "lab", ENVIRONS[name]))


@pytest.mark.parametrize(
    "name", ["no HOME", "COLUMNS that is no number", "TZ that never ends", "an odd LANG"]
)
def test_what_reads_no_host_works_with_any_variable(home: Path, name: str) -> None:
    for call in ("help", "list"):
        ended = run(home, call, ENVIRONS[name])
        assert ended.returncode == 0, ended.stderr
        assert ended.stdout


@pytest.mark.parametrize("call", ["init", "dry run", "lab"])
@pytest.mark.parametrize("name", SHELLS)
def test_an_odd_limit_or_stream_is_no_defect(home: Path, name: str, call: str) -> None:
    check(run(home, call, {}, SHELLS[name]), said=name != "closed streams")


@pytest.mark.parametrize(
    ("call", "environ", "before", "names"),
    [
        ("dry run", {}, "ulimit -n 5", "ulimit -n"),
        ("lab", {}, "ulimit -n 12", "ulimit -n"),
        ("dry run", {"HOME": "{home}/file"}, ":", "NOVA_WIZARD_STATE"),
        ("lab", {"NOVA_WIZARD_STATE": "x"}, SHELLS["a working directory that is gone"], "working directory"),
    ],
)
def test_the_message_names_what_to_mend(
    home: Path, call: str, environ: Environ, before: str, names: str
) -> None:
    ended = run(home, call, environ, before)
    assert ended.returncode == 2
    assert names in ended.stderr


@pytest.mark.parametrize(
    "name", ["COLUMNS that is no number", "TZ that never ends", "TZ that is a file here"]
)
def test_a_variable_that_only_looks_matter_to_is_passed_over(home: Path, name: str) -> None:
    ended = run(home, "lab", ENVIRONS[name])
    assert ended.returncode == 0, ended.stderr


def test_the_lab_needs_no_home(home: Path) -> None:
    ended = run(home, "lab", {"HOME": None, "NOVA_WIZARD_STATE": "{home}/state"})
    assert ended.returncode == 0, ended.stderr


PATHS = ["", "x" * 5000, "loop/x", "file/x", "/dev/zero", "~nobody-here/x", "-x", "\udcff"]


@pytest.mark.parametrize(
    ("option", "path"),
    [
        *(("--replay", path) for path in PATHS),
        *(("--init", path) for path in ("", "x" * 5000, "loop/x")),
        *(("--lab --lab-dir", path) for path in ("x" * 5000, "loop", "file/x")),
    ],
    ids=lambda value: ascii(value)[:20],
)
def test_an_odd_path_is_no_defect(home: Path, option: str, path: str) -> None:
    *flags, last = option.split()
    rest = ["--replay", "--check", "--only", "4.4.2/prepare/1a"] if flags else []
    ended = subprocess.run(
        command("--lang", "en", *flags, f"{last}={path}", *rest),
        cwd=home,
        env={**os.environ, "HOME": str(home / "home"), "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=LIMIT,
        check=False,
    )
    check(ended)
    if option == "--replay":
        assert ended.returncode == 2
