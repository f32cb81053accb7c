"""The lines of JSON in which the lab's two processes answer the one that started them."""

from __future__ import annotations

import json
import sys
from typing import Any


def say(answer: dict[str, Any]) -> None:
    """Answer with a line of JSON."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
