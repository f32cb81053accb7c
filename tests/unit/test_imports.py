"""What is imported when: in a fresh process for the quick options, and by whom at all."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SLOW = {"asyncssh", "fabric", "paramiko", "pymysql", "configobj", "ruamel", "pydantic", "textual", "rich"}


def imported(program: str) -> set[str]:
    """Return the top-level packages that a fresh process has imported at the end of a program."""
    tail = "\nimport sys\nsys.stderr.write(' '.join({name.partition('.')[0] for name in sys.modules}))\n"
    done = subprocess.run(
        [sys.executable, "-c", program + tail], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stderr.split())


@pytest.mark.parametrize("option", ["--help", "--version", "--list"])
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_quick_options_import_nothing_slow(option: str, lang: str) -> None:
    found = imported(f"from wizard.cli import main\nassert main([{option!r}, '--lang', {lang!r}]) == 0")
    assert "wizard" in found
    assert found & SLOW == set()


def test_a_wrong_command_line_imports_nothing_slow() -> None:
    program = "import io, sys\nerr, sys.stderr = sys.stderr, io.StringIO()\nfrom wizard.cli import main\n"
    found = imported(f"{program}assert main(['--lost']) == 2\nsys.stderr = err")
    assert found & SLOW == set()


@pytest.mark.parametrize(
    ("module", "kept_out"),
    [
        (
            "wizard.headless.replay",
            {"textual", "asyncssh", "fabric", "paramiko", "pymysql", "rich", "configobj"},
        ),
        ("wizard.headless.jsonl", {"textual", "fabric", "paramiko", "pymysql", "rich"}),
        ("wizard.headless.plain", {"textual", "fabric", "paramiko", "pymysql"}),
        ("wizard.headless.live", {"textual", "fabric", "paramiko", "pymysql"}),
        ("wizard.engine.run", {"textual", "fabric", "paramiko", "pymysql", "rich", "ruamel", "pydantic"}),
        ("steps", SLOW),
    ],
)
def test_each_part_imports_no_more_than_it_needs(module: str, kept_out: set[str]) -> None:
    found = imported(f"import {module}")
    assert "wizard" in found
    assert found & kept_out == set()


# --- By whom at all ---------------------------------------------------------------------------------

OWNERS = {
    "aiohttp": {"wizard/classroom"},
    "fabric": {"wizard/hosts"},
    "paramiko": {"wizard/hosts"},
    "cryptography": {"wizard/hosts"},
    "asyncssh": {"wizard/classroom", "wizard/lab", "wizard/labcli"},
    "greenlet": {"wizard/hostsim"},
    "wcwidth": {"wizard/hostsim"},
    "textual": {"wizard/tui"},
    "pymysql": {"wizard/facts"},
    "configobj": {"wizard/ini"},
    "pydantic": {"wizard/answers", "wizard/classroom", "wizard/exercises", "wizard/lab", "wizard/labfolder"},
    "pydantic_core": {"wizard/answers", "wizard/exercises"},
    "ruamel": {"wizard/answers"},
    "rich": {"wizard/exercises", "wizard/headless", "wizard/labcli", "wizard/tui"},
    "ahocorasick_rs": {"wizard"},
    "fluent": {"wizard"},
    "markdown_it": {"wizard/report"},
    "shtab": {"wizard"},
    "platformdirs": {"wizard"},
}
"""Who may import a library, also inside functions."""


@cache
def imports(path: Path) -> frozenset[str]:
    """Return the modules that a source file imports."""
    return frozenset(_imports(ast.parse(path.read_text(encoding="utf-8"))))


def _imports(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


SOURCES = [path for part in ("wizard", "steps") for path in sorted((ROOT / part).rglob("*.py"))]


@pytest.mark.parametrize("library", OWNERS)
def test_a_library_is_imported_by_its_owner_alone(library: str) -> None:
    owners = {
        path.parent.relative_to(ROOT).as_posix()
        for path in SOURCES
        for name in imports(path)
        if name.partition(".")[0] == library
    }
    strangers = {
        owner for owner in owners if not any(f"{owner}/".startswith(f"{own}/") for own in OWNERS[library])
    }
    assert owners
    assert strangers == set()


def test_no_other_library_is_imported() -> None:
    found = {name.partition(".")[0] for path in SOURCES for name in imports(path)}
    assert found - sys.stdlib_module_names - {"wizard", "steps"} == OWNERS.keys()
