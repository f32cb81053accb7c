"""The texts and the code: each key gets the variables of its text, and no text is left over."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, visitor
from fluent.syntax import ast as fluent

from steps import GUIDE
from tests.unit.test_headless import MODES
from tests.unit.test_locale import problem_names
from wizard.headless.replay import EXITS
from wizard.text import LANGUAGES, folder

ROOT = folder("en").parents[1]
SOURCES = [path for part in ("wizard", "steps") for path in sorted((ROOT / part).rglob("*.py"))]
SAYING = {"Message", "label", "StepFailed", *problem_names()}
"""What takes a key first."""


class Variables(visitor.Visitor):
    """Collects the variables of a text."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # noqa: N802 - Fluent's name
        self.found.add(node.id.name)


def texts() -> dict[str, set[str]]:
    """Every key with its variables; test_locale.py holds the other language to the same."""
    found: dict[str, set[str]] = {}
    for file in sorted(folder("en").glob("*.ftl")):
        for entry in FluentParser().parse(file.read_text(encoding="utf-8")).body:
            if isinstance(entry, fluent.Message):
                variables = Variables()
                variables.visit(entry)
                found[entry.id.name] = variables.found
    return found


@dataclass(frozen=True)
class Saying:
    """A place in the code that says a key."""

    place: str
    key: str
    variables: frozenset[str]
    others: bool
    """Variables come from a mapping too, so that not all are seen."""


def keys(node: ast.expr) -> Iterator[str]:
    """The keys that an expression may stand for, where they stand in it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from keys(node.body)
        yield from keys(node.orelse)


def sayings() -> Iterator[Saying]:
    """Yield every place in the code that says a key."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name not in SAYING:
                continue
            given = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
            others = any(keyword.arg is None for keyword in node.keywords)
            for key in keys(node.args[0]):
                yield Saying(f"{path.relative_to(ROOT)}:{node.lineno}", key, given, others)


TEXTS = texts()
SAYINGS = [saying for saying in sayings() if saying.key in TEXTS]


@pytest.mark.parametrize("saying", SAYINGS, ids=lambda saying: f"{saying.place} {saying.key}")
def test_a_text_gets_its_variables(saying: Saying) -> None:
    added = {"name"} if saying.place.startswith("wizard/answers/passwords.py") else set()
    if not saying.others:
        assert TEXTS[saying.key] <= saying.variables | added


def test_the_code_is_read_as_it_is_written() -> None:
    found = {saying.key for saying in SAYINGS}
    assert {"no-disk", "before-project", "before-role", "units-down", "stopping", "command-failed"} <= found


def strings() -> tuple[set[str], list[re.Pattern[str]]]:
    """Every text in the code, and every one that it puts together, as a pattern."""
    whole: set[str] = set()
    patterns: list[re.Pattern[str]] = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
                if re.search("[a-z]{3}", "".join(str(part) for part in parts if part)):
                    pattern = "".join(".+" if part is None else re.escape(str(part)) for part in parts)
                    patterns.append(re.compile(pattern))
    return whole, patterns


def test_no_text_is_left_over() -> None:
    whole, patterns = strings()
    ends = {f"{mode}-{status}" for mode in MODES for status in EXITS} | EXITS.keys()
    steps = {message.key for step in GUIDE for message in (step.title, step.holds)}
    said = whole | ends | steps
    assert [key for key in TEXTS if key not in said and not any(p.fullmatch(key) for p in patterns)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_commands_for_a_lab_name_its_folder(lang: str) -> None:
    """A text has them from the code, with `--dir` where the lab needs it; `DIR` is a folder to choose."""
    command = re.compile("nova-lab (shell|status|snapshot|restore|reset|reboot|hint|grade|start(?! DIR))")
    lines = [line for file in folder(lang).glob("*.ftl") for line in file.read_text("utf-8").splitlines()]
    assert [line for line in lines if command.search(line)] == []


def test_every_step_has_its_texts() -> None:
    for step in GUIDE:
        assert TEXTS[step.title.key] == TEXTS[step.holds.key] == set()


def test_the_sources_are_found() -> None:
    assert {Path("steps/compute.py"), Path("wizard/cli.py")} <= {path.relative_to(ROOT) for path in SOURCES}
