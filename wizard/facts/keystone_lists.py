"""Lists that Keystone keeps, as its API or the openstack client has them."""

from __future__ import annotations

import shlex
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from wizard.facts.admin_api import AdminApi, AdminLogin, Unanswered
from wizard.facts.lines import Unreadable, complaint, reason, without_request
from wizard.facts.rows import Row, json_lists
from wizard.model.answers import Answers, Node
from wizard.model.commands import Dial, Result
from wizard.model.facts import Fact, Facts, ServedFact
from wizard.model.problems import Unknown
from wizard.secret import Text

Lists = Mapping[str, Sequence[Row]]
"""Rows as the client names their columns, by the name of the list."""


@dataclass(frozen=True)
class KeystoneLists(ServedFact):
    """Some of Keystone's lists, as the administrator sees them; a subclass says which."""

    needs: ClassVar[tuple[type[Fact], ...]] = (AdminLogin,)
    timeout = 240.0
    largest = 32 << 20
    lists: ClassVar[Mapping[str, str]]
    """The client's command for each list, by its name."""

    refusal: str = ""
    """What the client said where Keystone gave no token; empty where it did."""
    openrc: bool = True
    """Whether the file with the administrator's credentials is there."""

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """All lists in one start of the client; where it cannot do that, a start for each."""
        openrc = shlex.quote(answers.openrc)
        lists = " ".join(shlex.quote(line) for line in cls.lists.values())
        return Text(
            f"[ -r {openrc} ] || {{ echo no-openrc; exit 0; }}\n"
            f". {openrc}\n"
            f"out=$(printf '%s\\n' {lists} | timeout 120 openstack 2>/dev/null)\n"
            # Mitaka's client (cliff 2.0.0) ends a list without a line break.
            r"""begun=$(printf '%s\n' "$out" | sed 's/\]\((openstack) \)*\[/]\n[/g' | """
            r"""grep -c '^\((openstack) \)*\[')"""
            f'\nif [ "$begun" -eq {len(cls.lists)} ]\n'
            "then printf '%s\\n' \"$out\"\n"
            f"else for list in {lists}; do timeout 60 openstack $list || exit; done; fi\n"
        )

    @classmethod
    def parse(cls, result: Result) -> Self:
        """Raises `Unknown` where neither lists nor a reason came back."""
        if result.text.strip() == "no-openrc":
            return cls(openrc=False)
        lists = list(json_lists(result.text))
        if len(lists) != len(cls.lists):
            said = complaint(result)
            if not said:
                raise Unknown("catalogue-unreadable", said=reason(result))
            return cls(refusal=without_request(said))
        return cls.of(rows(dict(zip(cls.lists, lists, strict=True))))

    @classmethod
    def fetch(cls, answers: Answers, dial: Dial, known: Facts) -> Self | None:
        """The same lists by the API."""
        try:
            return cls.of(rows(cls.ask(AdminApi(known[AdminLogin], dial))))
        except (Unanswered, Unreadable):
            return None

    @classmethod
    @abstractmethod
    def ask(cls, api: AdminApi) -> Mapping[str, Sequence[object]]:
        """Return the API's lists with the columns that the client gives them. Raises `Unanswered`."""

    @classmethod
    @abstractmethod
    def of(cls, found: Lists) -> Self:
        """Return the fact of these lists. Raises `Unreadable`."""


def rows(lists: Mapping[str, Sequence[Any]]) -> Lists:
    """Return the lists with their values as rows. Raises `Unreadable` for what is no row."""
    return {name: [Row(value) for value in values] for name, values in lists.items()}
