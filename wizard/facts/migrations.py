"""How far the installed Nova wants its database schemas to be."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from wizard.facts.lines import worded
from wizard.model.answers import Answers, Node
from wizard.model.commands import Result
from wizard.model.facts import ShellFact
from wizard.secret import Text

_NUMBERED = re.compile(r"([0-9]{1,9})_[^/]*\.py$")


@dataclass(frozen=True)
class Migrations(ShellFact):
    """The newest migration of each database, read from the files of the installed Nova package.

    Mitaka numbers its migrations (319 and 7); later releases chain them by name. For example
    `Migrations(heads={"nova": "319", "nova_api": "7"})`.
    """

    heads: Mapping[str, str]

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """List each migration on a line behind its database's name: `nova 319_add_instances_deleted.py`."""
        return Text(
            "for nova in /usr/lib/python*/site-packages/nova /usr/lib/python*/dist-packages/nova; do\n"
            '  [ -d "$nova/db" ] || continue\n'
            '  ls "$nova/db/sqlalchemy/migrate_repo/versions" 2>/dev/null | sed "s/^/nova /"\n'
            '  ls "$nova/db/sqlalchemy/api_migrations/migrate_repo/versions" 2>/dev/null |'
            ' sed "s/^/nova_api /"\n'
            '  cat "$nova"/db/main/migrations/versions/*.py 2>/dev/null |'
            " sed -n 's/^\\(down_\\)\\{0,1\\}revision = /nova &/p'\n"
            '  cat "$nova"/db/api/migrations/versions/*.py 2>/dev/null |'
            " sed -n 's/^\\(down_\\)\\{0,1\\}revision = /nova_api &/p'\n"
            "done\n"
        )

    @classmethod
    def parse(cls, result: Result) -> Self:
        """A database without migrations on the host has no head."""
        lines: dict[str, list[str]] = defaultdict(list)
        for database, rest in worded(result.text):
            lines[database].append(rest)
        heads = {database: _head(found) for database, found in lines.items()}
        return cls({database: head for database, head in heads.items() if head})


def _head(lines: list[str]) -> str:
    chained = dict.fromkeys(_named(lines, "revision"))
    for revision in _named(lines, "down_revision"):
        chained.pop(revision, None)
    if chained:
        return next(iter(chained))
    numbers = [int(match[1]) for line in lines if (match := _NUMBERED.match(line))]
    return str(max(numbers)) if numbers else ""


def _named(lines: list[str], name: str) -> list[str]:
    pattern = re.compile(rf"{name} = ['\"]([^'\"]+)['\"]")
    return [match[1] for line in lines if (match := pattern.match(line))]
