"""4.4.2/prepare/1 and 4.4.2/install/4: databases, grants and schemas of MariaDB."""

from __future__ import annotations

import pytest

from steps.facts import Databases
from tests.support.cases import Case
from tests.support.printed import (
    DATABASES,
    LOGIN,
    NO_GRANT,
    NO_SERVER,
    NO_TABLE,
    ONLY_SOCKET,
    OTHER_DIGEST,
    SYNCED,
    WRONG_PASSWORD,
    grants,
    newer_grants,
    printed,
)
from tests.unit.steps.table import Table
from wizard.facts.logins import NovaInDatabase
from wizard.facts.migrations import Migrations
from wizard.facts.system import HostIdentity
from wizard.model.problems import Unknown

LOG_IN, CREATE, GRANT, LEAVE = (f"4.4.2/prepare/1{item}" for item in "abcd")
SYNC = "4.4.2/install/4"

BOTH = LOGIN + DATABASES
GRANTED = BOTH + grants("localhost") + grants("%")
LET_IN = NovaInDatabase(True, frozenset({"information_schema", "nova", "nova_api"}))
HERE = HostIdentity("controller", frozenset({"10.0.0.11", "127.0.0.1"}))
NOT_LET_IN = NovaInDatabase(False)
MITAKA_FILES = """\
nova 216_havana.py
nova 318_resource_provider_name_aggregates.py
nova 319_add_instances_deleted_created_at_index.py
nova 319_add_instances_deleted_created_at_index.pyc
nova __init__.py
nova_api 001_cell_mapping.py
nova_api 007_instance_mapping_nullable_cell.py
"""

CASES = [
    Case(LOG_IN, "let in", {Databases: printed(LOGIN)}, holds=True),
    Case(LOG_IN, "another password", {Databases: printed("", WRONG_PASSWORD, 1)}),
    Case(LOG_IN, "through the socket only", {Databases: printed("", ONLY_SOCKET, 1)}),
    Case(LOG_IN, "no server", {Databases: printed("", NO_SERVER, 1)}),
    Case(LOG_IN, "no client", {Databases: printed("", "timeout: failed to run command ‘mysql’\n", 127)}),
    Case(CREATE, "neither is there", {Databases: printed(LOGIN, NO_TABLE + NO_GRANT, 1)}),
    Case(CREATE, "one is there", {Databases: printed(LOGIN + "database\tnova\n", NO_TABLE, 1)}),
    Case(CREATE, "both are there", {Databases: printed(BOTH, NO_TABLE + NO_GRANT, 1)}, holds=True),
    Case(CREATE, "root is not let in", {Databases: printed("", WRONG_PASSWORD, 1)}),
    Case(
        GRANT,
        "nothing is granted",
        {Databases: printed(BOTH, NO_GRANT, 1), HostIdentity: HERE, NovaInDatabase: NOT_LET_IN},
    ),
    Case(
        GRANT,
        "all is granted, by MariaDB 10.1",
        {Databases: printed(GRANTED), HostIdentity: HERE, NovaInDatabase: LET_IN},
        holds=True,
    ),
    Case(
        GRANT,
        "all is granted, by MariaDB 10.11",
        {
            Databases: printed(BOTH + newer_grants("localhost") + newer_grants("%")),
            HostIdentity: HERE,
            NovaInDatabase: LET_IN,
        },
        holds=True,
    ),
    Case(
        GRANT,
        "everything is granted on *.*",
        {
            Databases: printed(BOTH + grants("localhost", on=["*"]).replace("`*`", "*") + grants("%")),
            HostIdentity: HERE,
            NovaInDatabase: LET_IN,
        },
        holds=True,
    ),
    Case(
        GRANT,
        "one database from one host is missing",
        {
            Databases: printed(BOTH + grants("localhost") + grants("%", on=["nova"])),
            HostIdentity: HERE,
            NovaInDatabase: NovaInDatabase(True, frozenset({"information_schema", "nova"})),
        },
    ),
    Case(
        GRANT,
        "only some privileges on one",
        {
            Databases: printed(
                GRANTED.replace(
                    "ALL PRIVILEGES ON `nova_api`.* TO 'nova'@'%'", "SELECT ON `nova_api`.* TO 'nova'@'%'"
                )
            ),
            HostIdentity: HERE,
            NovaInDatabase: LET_IN,
        },
    ),
    Case(
        GRANT,
        "another password",
        {Databases: printed(GRANTED), HostIdentity: HERE, NovaInDatabase: NOT_LET_IN},
    ),
    Case(
        GRANT,
        "anybody's account of the host goes before, and nothing is granted yet",
        {
            Databases: printed(BOTH + "account\t\tcontroller\t\naccount\t\tlocalhost\t\n", NO_GRANT, 1),
            HostIdentity: HERE,
            NovaInDatabase: NovaInDatabase(False, client="controller"),
        },
    ),
    Case(
        GRANT,
        "another account of nova's goes before",
        {
            Databases: printed(GRANTED + "account\tnova\t%\t\naccount\tnova\t10.0.0.%\t\n"),
            HostIdentity: HERE,
            NovaInDatabase: NOT_LET_IN,
        },
    ),
    Case(
        GRANT,
        "the account requires TLS",
        {
            Databases: printed(GRANTED + "account\tnova\t%\tANY\naccount\tnova\tlocalhost\t\n"),
            HostIdentity: HERE,
            NovaInDatabase: NOT_LET_IN,
        },
    ),
    Case(
        GRANT,
        "another password, and accounts that do not matter",
        {
            Databases: printed(
                GRANTED + "account\tnova\t%\t\naccount\t\tlocalhost\t\naccount\tnova\t10.0.0.12\tANY\n"
            ),
            HostIdentity: HERE,
            NovaInDatabase: NOT_LET_IN,
        },
    ),
    Case(
        GRANT,
        "let in by another account, which is shown nothing",
        {
            Databases: printed(GRANTED),
            HostIdentity: HERE,
            NovaInDatabase: NovaInDatabase(True, account="'nova'@'controller'"),
        },
    ),
    Case(
        GRANT,
        "two passwords, of which the network's is right",
        {
            Databases: printed(BOTH + grants("localhost", OTHER_DIGEST) + grants("%")),
            HostIdentity: HERE,
            NovaInDatabase: LET_IN,
        },
    ),
    Case(
        GRANT,
        "granted, let in, and shown nothing",
        {
            Databases: printed(GRANTED),
            HostIdentity: HERE,
            NovaInDatabase: NovaInDatabase(True, frozenset({"information_schema"})),
        },
    ),
    Case(
        GRANT,
        "nobody answers over the network",
        {
            Databases: printed(GRANTED),
            HostIdentity: HERE,
            NovaInDatabase: Unknown("login-no-way", address="controller", port="3306", said="refused"),
        },
    ),
    Case(LEAVE, "nothing to do", {}, holds=True),
    Case(SYNC, "empty databases", {Databases: printed(BOTH, NO_TABLE, 1), Migrations: printed(MITAKA_FILES)}),
    Case(
        SYNC,
        "both at Mitaka's head",
        {Databases: printed(BOTH + SYNCED), Migrations: printed(MITAKA_FILES)},
        holds=True,
    ),
    Case(
        SYNC,
        "no package yet, at Mitaka's head",
        {Databases: printed(BOTH + SYNCED), Migrations: printed()},
        holds=True,
    ),
    Case(
        SYNC,
        "one is behind",
        {Databases: printed(BOTH + SYNCED.replace("\t319\n", "\t313\n")), Migrations: printed(MITAKA_FILES)},
    ),
    Case(
        SYNC,
        "a sync was cut off",
        {Databases: printed(BOTH + "tables\tnova\t41\n", NO_TABLE, 1), Migrations: printed(MITAKA_FILES)},
    ),
    Case(
        SYNC,
        "a sync was cut off at its first table",
        {Databases: printed(BOTH + "tables\tnova\t2\n", NO_TABLE, 1), Migrations: printed(MITAKA_FILES)},
    ),
    Case(
        SYNC,
        "a newer Nova, whose migrations are chained by name",
        {
            Databases: printed(
                BOTH
                + "tables\tnova\t110\ntables\tnova_api\t32\n"
                + "version\tnova_api\tcdeec0c85668\nversion\tnova\t960aac0e09ea\n"
            ),
            Migrations: printed(
                "nova revision = '8f2f1571d55b'\nnova down_revision = None\n"
                "nova revision = '960aac0e09ea'\nnova down_revision = '8f2f1571d55b'\n"
                "nova_api revision = 'd67eeaabee36'\nnova_api down_revision = None\n"
                "nova_api revision = 'b30f573d3377'\nnova_api down_revision = 'd67eeaabee36'\n"
                "nova_api revision = 'cdeec0c85668'\nnova_api down_revision = 'b30f573d3377'\n"
            ),
        },
        holds=True,
    ),
]

TABLE = Table("database", CASES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_database(case: Case) -> None:
    TABLE.check(case)


def test_headings() -> None:
    TABLE.check_headings()
