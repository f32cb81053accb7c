"""SQL statements for MariaDB, run as root."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wizard import mysql
from wizard.model.commands import Command
from wizard.model.steps import Action
from wizard.secret import Secret, Text


@dataclass(frozen=True)
class Sql(Action):
    """Statements that the mysql client runs in their order, until one fails."""

    kind: ClassVar[str] = "sql"

    password: Secret
    """root's."""
    statements: tuple[Text, ...]

    @property
    def text(self) -> str:
        """The book's command and the statements typed in it."""
        return f"mysql -u root -p\n{self.typed}"

    @property
    def typed(self) -> str:
        """The statements alone: the client would take what comes after its command for the password."""
        return "\n".join(statement.shown for statement in self.statements)

    @property
    def command(self) -> Command:
        """The mysql client, which gets root's password and the statements over stdin."""
        lines = [part for statement in self.statements for part in (statement, "\n")][:-1]
        return Command(
            f"options=\n{mysql.CLIENT}", stdin=mysql.fed(self.password, Text(*lines)), timeout=90.0
        )
