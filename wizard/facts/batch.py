"""All of a host's facts in one round trip: one script over stdin, its output cut at markers."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence

from wizard.model import Answers, Command, Fact, Facts, Node, Problem, Result, ShellFact, Unknown
from wizard.secret import Text

SCRIPT = "exec sh -s"


class Batch:
    """The reading of some facts of one host."""

    def __init__(self, kinds: Sequence[type[ShellFact]], answers: Answers, node: Node) -> None:
        self._kinds = kinds
        self._marker = f"fact-{secrets.token_hex(8)}"
        sections = [self._section(kind.script(answers, node)) for kind in kinds]
        self.command = Command(
            SCRIPT,
            stdin=Text(*sections),
            limit=sum(kind.limit for kind in kinds),
            changes=False,
        )

    def _section(self, script: Text) -> Text:
        end = f'end=$(printf \'\\n{self._marker} %d\' $?); echo "$end"; echo "$end" >&2\n'
        return Text("(\n", script, ") </dev/null\n", end)

    def parse(self, result: Result) -> Facts:
        """Return the facts; what could not be read stands in its place as the `Problem`."""
        printed = self._cut(result.stdout)
        complained = self._cut(result.stderr)
        found: dict[type[Fact], Fact | Problem] = {}
        for index, kind in enumerate(self._kinds):
            if index >= len(printed):
                key = "fact-too-long" if result.too_long else "fact-cut-short"
                found[kind] = Unknown(key, fact=kind.__name__)
                continue
            stdout, status = printed[index]
            stderr = complained[index][0] if index < len(complained) else b""
            found[kind] = _parsed(kind, Result(status, stdout, stderr))
        return Facts(found)

    def kept(self, result: Result) -> Result:
        """Return what the transcript keeps: of a quiet fact's output, its size."""
        parts: list[bytes] = []
        for kind, (stdout, status) in zip(self._kinds, self._cut(result.stdout), strict=False):
            shown = b"(%d bytes)" % len(stdout) if kind.quiet else stdout.rstrip(b"\n")
            parts.append(b"[%s: %d]\n%s\n" % (kind.__name__.encode(), status, shown))
        return Result(result.status, b"".join(parts), self._unmarked(result.stderr))

    def _unmarked(self, data: bytes) -> bytes:
        return re.sub(rf"\n{self._marker} \d+\n".encode(), b"", data)

    def _cut(self, data: bytes) -> list[tuple[bytes, int]]:
        parts = re.split(rf"\n{self._marker} (\d+)\n".encode(), data)
        return [(parts[at], int(parts[at + 1])) for at in range(0, len(parts) - 1, 2)]


def _parsed(kind: type[ShellFact], result: Result) -> ShellFact | Problem:
    try:
        return kind.parse(result)
    except Problem as problem:
        return problem
    except (ValueError, KeyError, IndexError, TypeError) as error:
        # A newer or older program that prints something else: not a fact, and no traceback.
        return Unknown("fact-unreadable", fact=kind.__name__, said=f"{type(error).__name__}: {error}")


def shell_kinds(kinds: Mapping[type[Fact], object] | Sequence[type[Fact]]) -> list[type[ShellFact]]:
    """Those of the kinds that a script reads, each once, in their order."""
    return [kind for kind in dict.fromkeys(kinds) if issubclass(kind, ShellFact)]
