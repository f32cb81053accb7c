"""Reads a YAML file into plain data, with the line of every path."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer, ComposerError, MaxDepthExceededError
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from wizard import trusted
from wizard.answers.problems import AnswersWrong, Wrong, join
from wizard.model.message import Message

_LONGEST = 1_000_000
"""Bytes of a file; an answers file for 1,000 nodes has some 250,000."""
_LONGEST_LINE = 200_000
_MOST = 40_000
"""Keys, values, mappings and lists: 1,000 nodes with every key that there is have fewer."""
_DEEPEST = 10
"""Mappings and lists within each other; the schema has four."""
_TAG = "tag:yaml.org,2002:"
_HALF = re.compile("[\ud800-\udfff]")
"""What an escape such as `\\ud83d` leaves: no text that could be written anywhere."""
_DIRECTIVE = re.compile("(?:\\A|[\n\r\x85\u2028\u2029])\ufeff*%")
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
    """Return what a file says. Raises `AnswersWrong` where it says nothing that could be checked.

    Raises `Untrusted` where someone else could have written it.
    """
    content = _content(path)
    yaml = YAML(typ="safe", pure=True)
    yaml.Composer = _Composer
    yaml.max_depth = _DEEPEST
    try:
        root = yaml.compose(_text(content.data))
    except Exception as error:  # the parser fails on odd text in many ways
        wrong = _syntax(error)
    else:
        if isinstance(root, MappingNode):
            return _Reading(content.open_to_others, yaml.composer.tagged).document(root)
        wrong = Wrong("", Message("answers-not-a-mapping" if root else "answers-empty"))
    # Raised here: inside the except block it would carry the parser's exception, which quotes the file.
    raise AnswersWrong(path, [wrong])


def is_mapping(content: bytes) -> bool:
    """Return whether this is a YAML document with a mapping, whatever is in it."""
    try:
        return isinstance(YAML(typ="safe", pure=True).compose(content), MappingNode)
    except Exception:  # the parser fails on odd text in many ways
        return False


class _Unfit(Exception):
    """The text has more of something than an answers file needs; the message says of what."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.key)
        self.message = message


class _Composer(Composer):
    """Composes a limited number of nodes, notes which of them have a tag, and never warns: it would quote."""

    def __init__(self, loader: Any = None) -> None:
        super().__init__(loader)
        self.warn_double_anchors = False
        self.tagged: set[int] = set()
        self._count = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        self._count += 1
        if self._count > _MOST:
            raise _Unfit(Message("answers-too-many-values", limit=_MOST))
        tagged = getattr(self.parser.peek_event(), "ctag", None) is not None
        node = super().compose_node(parent, index)
        if tagged:
            self.tagged.add(id(node))
        return node


def _content(path: Path) -> trusted.Content:
    """Return what is in a file. Raises `AnswersWrong`, `Untrusted`."""
    try:
        content = trusted.read(path, _LONGEST)
    except OSError as error:
        message = Message(_unreadable(error), reason=error.strerror or "")
        raise AnswersWrong(path, [Wrong("", message)]) from error
    if len(content.data) > _LONGEST:
        raise AnswersWrong(path, [Wrong("", Message("answers-too-long", limit=_LONGEST))])
    return content


def _text(content: bytes) -> str:
    """Return the content as text.

    Raises `_Unfit` for overlong lines, which the parser would take minutes for, and for directives: they
    change what plain words mean, and the parser fails on odd ones.
    """
    text = content.decode("utf-8-sig")
    if found := _DIRECTIVE.search(text):
        raise _Unfit(Message("answers-directive", line=text.count("\n", 0, found.end()) + 1))
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > _LONGEST_LINE:
            raise _Unfit(Message("answers-line-too-long", number=number, limit=_LONGEST_LINE))
    return text


def _unreadable(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "answers-no-file"
    return "answers-a-folder" if isinstance(error, IsADirectoryError) else "answers-unreadable"


def _syntax(error: Exception) -> Wrong:
    """Return where YAML breaks off, without the parser's words: they quote the file, passwords included."""
    if isinstance(error, _Unfit):
        return Wrong("", error.message)
    if isinstance(error, MaxDepthExceededError):
        return Wrong("", Message("answers-too-deep"))
    if isinstance(error, UnicodeDecodeError | ReaderError):
        return Wrong("", Message("answers-not-text"))
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return Wrong("", Message("answers-not-yaml"))
    mark = error.problem_mark
    if isinstance(error, ComposerError) and "another document" in str(error.problem):
        return Wrong("", Message("answers-several-documents", line=mark.line + 1))
    key = "answers-tab" if "'\\t'" in str(error.problem) else "answers-yaml"
    return Wrong("", Message(key, line=mark.line + 1, column=mark.column + 1))


class _Reading:
    """One walk over the nodes of a file."""

    def __init__(self, open_to_others: bool, tagged: Container[int]) -> None:
        self._found = Document(open_to_others)
        self._tagged = tagged
        self._seen: set[int] = set()

    def document(self, root: MappingNode) -> Document:
        """Return everything under the root."""
        if id(root) in self._tagged:
            self._refuse("", "answers-tag", root.start_mark.line + 1)
        self._found.data = self._mapping(root, "")
        return self._found

    def _value(self, node: Node, path: str) -> Any:
        line = self._found.lines.setdefault(path, node.start_mark.line + 1)
        if id(node) in self._seen:
            return self._refuse(path, "answers-alias", line)
        self._seen.add(id(node))
        if id(node) in self._tagged:
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
            if not isinstance(key, ScalarNode) or id(key) in self._tagged or _HALF.search(key.value):
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
        case "bool" if text.lower() in ("true", "false"):
            return text.lower() == "true"
        case "int" if _PORT.fullmatch(text):
            return int(text)
        case "int" | "float":
            return float("nan")  # no key takes such a number
    return text
