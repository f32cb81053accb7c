"""Reads a YAML file into plain data, with the line of every path."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from wizard.answers.problems import AnswersWrong, Wrong, join
from wizard.model import Message

_LONGEST = 1_000_000
_TAG = "tag:yaml.org,2002:"
_HALF = re.compile("[\ud800-\udfff]")
"""What an escape such as `\\ud83d` leaves: no text that could be written anywhere."""
_PORT = re.compile("[0-9]{1,9}")


@dataclass
class Document:
    """A mapping of plain data (dict, list, str, int, float, bool, None) and where it stands in its file."""

    open_to_others: bool
    """Whether anybody but the owner may read the file."""
    data: dict[str, Any] = field(default_factory=dict, repr=False)
    wrong: list[Wrong] = field(default_factory=list)
    """What YAML allows and answers do not: keys given twice, aliases, tags."""
    lines: dict[str, int] = field(default_factory=dict)
    """The line of each path, from 1."""

    def line(self, path: str) -> int | None:
        """Return the line of a path, or of the nearest mapping or list that it would be in."""
        while path and path not in self.lines:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.lines.get(path)


def read(path: Path) -> Document:
    """Return what a file says. Raises `AnswersWrong` where it says nothing that could be checked."""
    content, open_to_others = _content(path)
    try:
        root = YAML(typ="safe", pure=True).compose(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, YAMLError, RecursionError) as error:
        wrong = _syntax(error)
    else:
        if isinstance(root, MappingNode):
            return _Reading(open_to_others).document(root)
        wrong = Wrong("", Message("answers-not-a-mapping" if root else "answers-empty"))
    # Raised here: inside the except block it would carry the parser's exception, which quotes the file.
    raise AnswersWrong(str(path), [wrong])


def _content(path: Path) -> tuple[bytes, bool]:
    """Return the bytes of a file or a pipe, and whether others may read it. Raises `AnswersWrong`."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(_LONGEST + 1)
    except OSError as error:
        message = Message(_unreadable(error), reason=error.strerror or "")
        raise AnswersWrong(str(path), [Wrong("", message)]) from error
    if len(content) > _LONGEST:
        raise AnswersWrong(str(path), [Wrong("", Message("answers-too-long", limit=_LONGEST))])
    return content, bool(mode & 0o077)


def _unreadable(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "answers-no-file"
    return "answers-a-folder" if isinstance(error, IsADirectoryError) else "answers-unreadable"


def _syntax(error: Exception) -> Wrong:
    """Return where YAML breaks off, without the parser's words: they quote the file, passwords included."""
    if isinstance(error, RecursionError):
        return Wrong("", Message("answers-too-deep"))
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return Wrong("", Message("answers-not-text"))
    key = "answers-tab" if "'\\t'" in str(error.problem) else "answers-yaml"
    mark = error.problem_mark
    return Wrong("", Message(key, line=mark.line + 1, column=mark.column + 1))


class _Reading:
    """One walk over the nodes of a file."""

    def __init__(self, open_to_others: bool) -> None:
        self._found = Document(open_to_others)
        self._seen: set[int] = set()

    def document(self, root: MappingNode) -> Document:
        """Return everything under the root."""
        self._found.data = self._mapping(root, "")
        return self._found

    def _value(self, node: Node, path: str) -> Any:
        line = self._found.lines.setdefault(path, node.start_mark.line + 1)
        if id(node) in self._seen:
            return self._refuse(path, "answers-alias", line)
        self._seen.add(id(node))
        if not str(node.tag).startswith(_TAG):
            return self._refuse(path, "answers-tag", line)
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self._value(item, join(path, index)) for index, item in enumerate(node.value)]
        if _HALF.search(node.value):
            return self._refuse(path, "answers-half-character", line)
        return _scalar(node)

    def _mapping(self, node: MappingNode, path: str) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, ScalarNode) or _HALF.search(key.value):
                self._refuse(path, "answers-key", line)
                continue
            inner = join(path, key.value)
            if key.value in data:
                self._refuse(inner, "answers-twice", line)
                continue
            self._found.lines[inner] = line
            data[key.value] = self._value(value, inner)
        return data

    def _refuse(self, path: str, key: str, line: int) -> None:
        self._found.wrong.append(Wrong(path, Message(key), line))


def _scalar(node: Node) -> str | int | float | bool | None:
    """Return the value of a scalar as YAML 1.2 has it."""
    text: str = node.value
    match str(node.tag).removeprefix(_TAG):
        case "null":
            return None
        case "bool":
            return text.lower() == "true"
        case "int" if _PORT.fullmatch(text):
            return int(text)
        case "int" | "float":
            return float("nan")  # no key takes such a number
    return text
