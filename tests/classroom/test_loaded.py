"""A guest's wizard reads no module once it is confined: all that it imports late is there before."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from wizard.classroom.zygote import NOT_LOADED

ROOT = Path(__file__).parents[2]
PROGRAM = (
    "import json, sys; from wizard.classroom.zygote import load; load(); print(json.dumps([*sys.modules]))"
)


def imported_late() -> Iterator[str]:
    """Yield the modules that functions of a guest's wizard import."""
    for path in [*(ROOT / "wizard").rglob("*.py"), *(ROOT / "steps").rglob("*.py")]:
        if not ".".join(path.relative_to(ROOT).with_suffix("").parts).startswith(NOT_LOADED):
            for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                    for node in ast.walk(function):
                        if isinstance(node, ast.Import):
                            yield from (name.name for name in node.names)
                        elif isinstance(node, ast.ImportFrom) and node.module:
                            yield node.module


def test_what_is_imported_late_is_loaded_before_a_guest_is_confined() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, cwd=ROOT
    )
    late = {name for name in imported_late() if not name.startswith(NOT_LOADED)}
    assert late
    assert late - set(json.loads(done.stdout)) == set()
