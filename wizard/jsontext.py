"""JSON that cannot control a terminal."""

from __future__ import annotations

import json
from typing import Any

from wizard.plaintext import rewritten


def as_json(value: Any, indent: int | None = None) -> str:
    r"""Return a value as JSON in which what `printable` would write out is escaped as `\uXXXX`.

    What JSON has no type for becomes its text.
    """
    written = json.dumps(value, ensure_ascii=False, default=str, indent=indent)
    return "\n".join(rewritten(line, _json_escape) for line in written.split("\n"))


def _json_escape(character: str) -> str:
    return "\\u007f" if character == "\x7f" else json.dumps(character)[1:-1]
