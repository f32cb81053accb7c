"""The databases and nova's accounts in MariaDB taken back (4.4.2/prepare/1)."""

from __future__ import annotations

from collections.abc import Iterator

from steps.facts import Databases
from steps.shared import database_facts
from wizard.actions.sql import Sql
from wizard.facts.databases import LiveInstances
from wizard.model.answers import Answers, Node
from wizard.model.facts import Facts
from wizard.model.message import Message
from wizard.model.problems import Refused, Skipped
from wizard.model.steps import Action, Found, Inverse
from wizard.secret import Text

_OVER_STDIN = Message("note-sql-stdin")


def _find_databases(answers: Answers, node: Node, facts: Facts) -> Found:
    return {"databases": sorted(database_facts(facts).names)} if database_facts(facts).names else {}


def _drop_databases(answers: Answers, node: Node, facts: Facts, found: Found) -> Iterator[Action]:
    """Drop the databases, only where the answers name them and Nova has no instances."""
    names = database_facts(facts).names
    ours = [name for name in Databases.wanted if name in names and name not in found.get("databases", ())]
    if not ours:
        return
    if not answers.undo.databases:
        raise Skipped("undo-databases-stay", databases=", ".join(ours))
    if count := facts[LiveInstances].count:
        raise Refused("undo-databases-used", count=count)
    yield Sql(
        answers.passwords.dbpassword,
        tuple(Text(f"DROP DATABASE {name};") for name in ours),
        reason=Message("undo-databases", databases=", ".join(ours)),
        note=_OVER_STDIN,
    )


def _find_grants(answers: Answers, node: Node, facts: Facts) -> Found:
    databases = database_facts(facts)
    found = {"accounts": _accounts(databases), "grants": sorted(map(list, databases.grants))}
    return found if any(found.values()) else {}


def _revoke(answers: Answers, node: Node, facts: Facts, found: Found) -> Iterator[Action]:
    """Drop the accounts that the guide's grants have made; revoke the grants of those that have others."""
    databases = database_facts(facts)
    before = {(database, account) for database, account in found.get("grants", ())}
    statements: list[str] = []
    for account in Databases.accounts:
        name = f"'{Databases.user}'@'{account}'"
        made = account in _accounts(databases) and account not in found.get("accounts", ())
        if made and account not in databases.elsewhere:
            statements.append(f"DROP USER {name};")
        else:
            statements += [
                f"REVOKE ALL PRIVILEGES ON {database}.* FROM {name};"
                for database in Databases.wanted
                if (database, account) in databases.grants - before
            ]
    if statements:
        yield Sql(
            answers.passwords.dbpassword,
            tuple(map(Text, statements)),
            reason=Message("undo-grants", user=Databases.user),
            note=_OVER_STDIN,
        )


def _accounts(databases: Databases) -> list[str]:
    return sorted(account.host for account in databases.known if account.user == Databases.user)


DROPPED = Inverse(
    _drop_databases,
    reads=(Databases, LiveInstances),
    finds=_find_databases,
    after=("4.4.2/prepare/1c",),
    covers=("4.4.2/install/4",),
)
REVOKED = Inverse(_revoke, reads=(Databases,), finds=_find_grants)
