"""Passwords, and text with passwords in it: shown by name, revealed only to the wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

Encoding = Callable[[str], str]


class Secret:
    """A password: it shows its name, `‹novapass›`, and gives its value only through `reveal`.

    It is no str and no dataclass, so that neither formatting nor `asdict` opens it.
    """

    __slots__ = ("_value", "name")

    def __init__(self, name: str, value: str) -> None:
        self.name = name
        self._value = value

    def reveal(self) -> str:
        """Return the password itself; only the last writer before the wire calls this."""
        return self._value

    def encoded(self, encoding: Encoding) -> Secret:
        """Return the same secret in the form that one place asks for (a URL, an SQL string, …)."""
        return Secret(self.name, encoding(self._value))

    def __str__(self) -> str:
        return f"‹{self.name}›"

    __repr__ = __str__

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"{self} is not to be pickled or copied")


class Text:
    """Text with secrets in it, which reads two ways: `shown` to people, `wire` to the remote program."""

    __slots__ = ("parts",)

    def __init__(self, *parts: str | Secret | Text) -> None:
        flat: list[str | Secret] = []
        for part in parts:
            flat.extend(part.parts if isinstance(part, Text) else (part,))
        self.parts: tuple[str | Secret, ...] = tuple(flat)

    @property
    def shown(self) -> str:
        """The text with each secret as its name."""
        return "".join(str(part) for part in self.parts)

    def wire(self) -> str:
        """The text with each secret opened; only the last writer before the wire calls this."""
        return "".join(part.reveal() if isinstance(part, Secret) else part for part in self.parts)

    @property
    def secret(self) -> bool:
        """Whether a secret is in it."""
        return any(isinstance(part, Secret) for part in self.parts)

    def encoded(self, encoding: Encoding) -> Text:
        """Return the whole text in the form that one place asks for: one secret, where one is in it."""
        if not self.secret:
            return Text(encoding(self.wire()))
        return Text(Secret(self.shown, encoding(self.wire())))

    def obeys(self, rule: Callable[[str], bool]) -> bool:
        """Whether the text as it is sent obeys a rule, told without keeping it anywhere."""
        return rule(self.wire())

    def checksum(self) -> Secret:
        """Return the SHA-256 of the text in hex, a secret too: a short password can be guessed from it."""
        import hashlib  # noqa: PLC0415 - slow to import

        content = self.wire().encode("utf-8", "surrogateescape")
        return Secret("checksum", hashlib.sha256(content).hexdigest())

    def same_as(self, other: str) -> bool:
        """Whether this is what `other` says, told without opening the secrets to the caller."""
        import hmac  # noqa: PLC0415 - slow to import

        return hmac.compare_digest(self.wire().encode(), other.encode("utf-8", "surrogateescape"))

    def __add__(self, other: str | Secret | Text) -> Text:
        return Text(self, other)

    def __bool__(self) -> bool:
        return bool(self.parts)

    def __str__(self) -> str:
        return self.shown

    def __repr__(self) -> str:
        return f"Text({self.shown!r})"
