"""What can be read from a host."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Self, TypeVar

from wizard.model.answers import Answers, Node
from wizard.model.commands import Dial, Result
from wizard.model.message import Message
from wizard.model.problems import Problem
from wizard.secret import Text


class Fact:
    """Something that is read from a host: a `ShellFact`, a `ServedFact` or a `LoginFact`.

    What is not there yet is part of the fact; where that cannot be determined, reading raises `Unknown`.
    """

    needs: ClassVar[tuple[type[Fact], ...]] = ()
    """The facts that reading this one takes."""

    @property
    def lasting(self) -> Self | None:
        """What of it is kept for the whole run, as nothing of the guide changes it; None for nothing."""
        return None

    @classmethod
    def named(cls) -> Message:
        """Return the fact's name for people: the text `fact-CLASS` of locale/."""
        return Message(f"fact-{cls.__name__}")


class ShellFact(Fact, ABC):
    """A fact that a read-only script prints and a pure parser understands."""

    sensitive: ClassVar[bool] = False
    """True where the output is a file that may hold other people's passwords."""
    timeout: ClassVar[float] = 60.0
    """Seconds that the script may take."""
    largest: ClassVar[int] = 4 << 20
    """Bytes that the script may print; more is not parsed."""

    @classmethod
    def prelude(cls, node: Node) -> str:
        """Return sh that sets variables which the scripts of several facts use; where facts are read
        together, it runs once for all that have the same. It must not read stdin or print anything.
        """
        return ""

    @classmethod
    @abstractmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """Return the sh script that reads it. It goes over stdin, so it may hold secrets."""

    @classmethod
    @abstractmethod
    def parse(cls, result: Result) -> Self:
        """Return the fact from what the script printed.

        Raises `Unknown`, or the facts' `Unreadable` where it is not in a known form.
        """


class ServedFact(ShellFact):
    """A fact that a server's API tells in less time than the host's own client, which the script calls."""

    @classmethod
    @abstractmethod
    def fetch(cls, answers: Answers, dial: Dial, known: Facts) -> Self | None:
        """Return the fact as the API tells it; None where the script has to.

        `dial` opens a TCP stream from the host. `known` has the facts that this one `needs`.
        """


class TableFact(ServedFact):
    """A fact that is a table of its own; a step that `shows` it has it shown when a run has ended."""

    rows: tuple[Any, ...]
    """A dataclass a row, of the kind that the event `Services` carries."""


class LoginFact(Fact, ABC):
    """A fact that a login shows: the wizard speaks the server's protocol through the host's SSH."""

    @classmethod
    @abstractmethod
    def probe(cls, answers: Answers, dial: Dial, known: Facts) -> Self:
        """Log in and return what was seen.

        `dial` opens a TCP stream from the host. `known` has the facts that this one `needs`.
        """


F = TypeVar("F", bound=Fact)


class Facts:
    """The facts of one host at one moment, by their type."""

    def __init__(self, found: Mapping[type[Fact], Fact | Problem]) -> None:
        self._found = dict(found)

    def __getitem__(self, kind: type[F]) -> F:
        """Return the fact; raises the `Problem` that reading it met."""
        fact = self._found[kind]
        if isinstance(fact, Problem):
            raise fact
        assert isinstance(fact, kind)  # noqa: S101 - for the type checker
        return fact

    def __contains__(self, kind: type[Fact]) -> bool:
        return kind in self._found

    def lasting(self) -> Facts:
        """Return what of them is kept for the whole run."""
        facts = {kind: fact for kind, fact in self._found.items() if isinstance(fact, Fact)}
        return Facts({kind: kept for kind, fact in facts.items() if (kept := fact.lasting) is not None})

    def with_(self, other: Facts) -> Facts:
        """Return these facts, with those of `other` in the place of older ones."""
        return Facts({**self._found, **other._found})
