"""The names of the options in the files that a service reads after its own one; never the values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, Self

from wizard.facts.lines import worded
from wizard.model.answers import Answers, Node
from wizard.model.commands import Result
from wizard.model.facts import ShellFact
from wizard.model.role import Role
from wizard.secret import Text


class Option(NamedTuple):
    """A live option of a file."""

    path: str
    section: str
    name: str


@dataclass(frozen=True)
class OptionNames(ShellFact):
    """The live options of the files that go before another one; a guide says which files and which.

    For example `OptionNames((Option("/etc/nova/api-paste.ini", "filter:authtoken", "auth_url"),))`.
    """

    goes_after: ClassVar[str]
    """The file that they go before: a service that is started with --config-file reads it so, too."""
    files: ClassVar[Mapping[Role, tuple[str, ...]]]
    services: ClassVar[Mapping[Role, tuple[str, ...]]]
    """Units whose command line may name more files and directories."""

    options: tuple[Option, ...]

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """Print each file's name, its sections and its options' names."""
        own = " ".join(cls.files[node.role])
        units = " ".join(cls.services[node.role])
        return Text(
            f"named=$(systemctl show -p ExecStart {units} 2>/dev/null |\n"
            f"  sed 's#.*--config-file[= ]{cls.goes_after}##' |\n"
            "  grep -o -e '--config-file[= ][^ ;]*' -e '--config-dir[= ][^ ;]*' | sed 's/^[^= ]*[= ]//')\n"
            f"for file in {own} $named; do\n"
            '  [ ! -d "$file" ] || file=$file/*.conf\n'
            "  for file in $file; do\n"
            '    [ -f "$file" ] || continue\n'
            '    echo "file $file"\n'
            "    sed -n -e 's/^\\[\\(.*\\)\\].*/section \\1/p'"
            " -e 's/^\\([A-Za-z_][A-Za-z0-9_.]*\\)[[:space:]]*[=:].*/option \\1/p' \"$file\"\n"
            "  done\ndone\n:\n"
        )

    @classmethod
    def parse(cls, result: Result) -> Self:
        """Return the fact, each option once; no file is a finding."""
        path = section = ""
        found: list[Option] = []
        for word, rest in worded(result.text):
            if word == "file":
                path, section = rest, ""
            elif word == "section":
                section = rest
            elif word == "option":
                found.append(Option(path, section, rest))
        return cls(tuple(dict.fromkeys(found)))
