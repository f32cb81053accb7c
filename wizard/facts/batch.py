"""All of a host's facts in one round trip: one script over stdin, its output cut at markers."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence

from wizard.defect import kind_and_place
from wizard.facts.lines import Unreadable
from wizard.model.answers import Answers, Node
from wizard.model.commands import Command, Result
from wizard.model.facts import Fact, Facts, ShellFact
from wizard.model.message import Message
from wizard.model.problems import Problem, Unknown
from wizard.redact import Redactor
from wizard.secret import Text

SCRIPT = "exec sh -s"
_LOOKED_AT = 1 << 16
_END = """end=$(printf '\\n%s %d' "$marker" $?); echo "$end"; echo "$end" >&2\n"""
_STATUS = re.compile(rb"(\d{1,3})\n")
"""What stands behind a marker."""
_QUOTED = 200
"""Characters of an unreadable answer that are quoted."""


class Batch:
    """The reading of some facts of one host."""

    def __init__(self, kinds: Sequence[type[ShellFact]], answers: Answers, node: Node) -> None:
        self._kinds = kinds
        self._secrets = answers.secrets
        self._marker = f"fact-{secrets.token_hex(8)}"
        preludes = dict.fromkeys(kind.prelude(node) for kind in kinds)
        sections = [_section(kind.script(answers, node)) for kind in kinds]
        self.command = Command(
            SCRIPT,
            stdin=Text(*preludes, f"marker={self._marker}\n", *sections),
            timeout=sum(kind.timeout for kind in kinds),
            changes=False,
        )

    def parse(self, result: Result) -> Facts:
        """Return the facts; what could not be read stands in its place as the `Problem`."""
        printed = self._cut(result.stdout)
        complained = self._cut(result.stderr)
        found: dict[type[Fact], Fact | Problem] = {}
        for index, kind in enumerate(self._kinds):
            if index >= len(printed):
                key = "fact-too-long" if result.too_long else "fact-cut-short"
                found[kind] = Unknown(key, fact=kind.named())
                continue
            stdout, status = printed[index]
            stderr = complained[index][0] if index < len(complained) else b""
            found[kind] = self._parsed(kind, Result(status, stdout, stderr))
        return Facts(found)

    def redacted_result(self, result: Result) -> Result:
        """Return what the transcript keeps: of a sensitive fact's output, its size."""
        parts: list[bytes] = []
        for kind, (stdout, status) in zip(self._kinds, self._cut(result.stdout), strict=False):
            shown = b"(%d bytes)" % len(stdout) if kind.sensitive else stdout.rstrip(b"\n")
            parts.append(b"[%s: %d]\n%s\n" % (kind.__name__.encode(), status, shown))
        return Result(result.status, b"".join(parts), self._unmarked(result.stderr))

    def _unmarked(self, data: bytes) -> bytes:
        *parts, (rest, _) = self._parts(data)
        return b"".join([*(part for part, _ in parts), rest])

    def _cut(self, data: bytes) -> list[tuple[bytes, int]]:
        return self._parts(data)[:-1]

    def _parts(self, data: bytes) -> list[tuple[bytes, int]]:
        """Cut at the markers; each part has the status behind it, the last one none."""
        mark = f"\n{self._marker} ".encode()
        first, *others = data.split(mark)  # a regular expression would have to be compiled for each marker
        parts, pieces = [], [first]
        for other in others:
            if found := _STATUS.match(other):
                parts.append((b"".join(pieces), int(found[1])))
                pieces = [other[found.end() :]]
            else:
                pieces += mark, other
        return [*parts, (b"".join(pieces), 0)]

    def _parsed(self, kind: type[ShellFact], result: Result) -> ShellFact | Problem:
        """Parse what one script printed. No host ends the run for others: an odd answer is unknown."""
        try:
            if len(result.stdout) > kind.largest:
                raise Unreadable(Message("odd-size", size=len(result.stdout), most=kind.largest))
            return kind.parse(result)
        except Problem as problem:
            return problem
        except Unreadable as error:
            why = error.why
        except Exception as error:
            why = Message("odd-otherwise", **kind_and_place(error))
        if kind.sensitive and "found" in why.variables:
            why = Message(why.key, **{**why.variables, "found": "…"})
        return Unknown("fact-unreadable", fact=kind.named(), why=why, said=self._excerpt(kind, result.stdout))

    def _excerpt(self, kind: type[ShellFact], printed: bytes) -> Message:
        """Return the beginning of what was received, on one line; of a sensitive fact, its size."""
        if kind.sensitive or not printed.strip():
            return Message("received-bytes", count=len(printed))
        # Masked before it is cut: a part of a password would not be recognised later.
        text = Redactor(self._secrets).mask(printed[:_LOOKED_AT].decode("utf-8", "replace"))
        return Message("received", beginning=repr(text[:_QUOTED])[1:-1] + "…" * (len(text) > _QUOTED))


def _section(script: Text) -> Text:
    return Text("(\n", script, ") </dev/null\n", _END)


def shell_kinds(kinds: Mapping[type[Fact], object] | Sequence[type[Fact]]) -> list[type[ShellFact]]:
    """Those of the kinds that a script reads, each once, in their order."""
    return [kind for kind in dict.fromkeys(kinds) if issubclass(kind, ShellFact)]
