"""The JSON Schema of answers.yaml, for editors and scripts."""

from __future__ import annotations

import json
from typing import Any

from wizard.text import Words


def json_schema(words: Words) -> str:
    """Return it as JSON (draft 2020-12), each key described in the user's language."""
    from wizard.answers.schema import AnswersFile  # noqa: PLC0415 - pydantic is slow to import

    schema = AnswersFile.model_json_schema()
    for name, model in {"": schema, **schema["$defs"]}.items():
        _describe(model, words, "undo-" if name == "Undo" else "")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "description": _note("file", words)}
    return json.dumps({**head, **schema}, ensure_ascii=False, indent=2)


def _describe(model: dict[str, Any], words: Words, prefix: str) -> None:
    """Put the words of locale/ in the place of what pydantic makes of the code."""
    del model["title"], model["description"]
    for key, rule in model["properties"].items():
        rule.pop("title", None)
        if rule.get("default", "") is None:
            del rule["default"]
        rule["description"] = _note(prefix + key, words)


def _note(key: str, words: Words) -> str:
    return words.label(f"answers-note-{key}").replace("\n", " ")
