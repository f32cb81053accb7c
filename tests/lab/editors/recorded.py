"""What a real vim made of each case; `python -m tests.lab.editors.recorded` records it anew."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tests.lab.editors.cases import TEXTS, cases
from tests.lab.editors.real_vim import run_vim
from tests.lab.editors.typing import typed

FILE = Path(__file__).with_name("vim.json")
WIDE = re.compile("[\u1100-\u11ff\uac00-\ud7a3]")


def key(case: tuple[str, str, int, int]) -> str:
    """Return the name of a case in the file."""
    name, typing, columns, rows = case
    return f"{name} {columns}x{rows} {typing}"


def changed(before: str, after: list[str]) -> list[Any]:
    """Return how many lines stayed at a text's beginning and at its end, and those between."""
    old = before.removesuffix("\n").split("\n")
    first = 0
    while first < min(len(old), len(after)) and old[first] == after[first]:
        first += 1
    last = 0
    while last < min(len(old), len(after)) - first and old[-1 - last] == after[-1 - last]:
        last += 1
    return [first, last, after[first : len(after) - last]]


def of_vim(case: tuple[str, str, int, int]) -> dict[str, Any] | None:
    """Return what vim makes of a case; None where its keys leave it in no state to tell."""
    name, typing, columns, rows = case
    found = run_vim(TEXTS[name].encode(), typing, columns=columns, rows=rows)
    if found["lines"] is None:
        return None
    screen = [row.rstrip() for row in found["rows"][:-1]]
    return {
        "text": changed(TEXTS[name], found["lines"]),
        "cursor": found["cursor"],
        "top": found["top"],
        # vim's own record of its screen is wrong in rows with wide characters
        "rows": ["" if WIDE.search(row) else row for row in screen]
        if columns != 80 or name == "odd"
        else None,
    }


async def of_ours(case: tuple[str, str, int, int], *, rows_too: bool) -> dict[str, Any]:
    """Return what the lab's vi makes of a case."""
    name, typing, columns, rows = case
    found = await typed(TEXTS[name], typing, columns=columns, rows=rows)
    editor = found.editor
    screen = ["" if WIDE.search(row) else row for row in found.rows[:-1]]
    return {
        "text": changed(TEXTS[name], list(editor.lines)),
        "cursor": [editor.line + 1, editor.column],
        "top": editor.window.top + 1,
        "rows": screen if rows_too else None,
    }


def record() -> None:
    """Write what vim makes of all cases."""
    found = {key(case): of_vim(case) for case in cases()}
    lines = [
        f"{json.dumps(name)}: {json.dumps(made, ensure_ascii=False)}" for name, made in found.items() if made
    ]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    record()
