"""The mysql client's script, run by sh with a client that shows what it was given."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from wizard.actions.sql import Sql
from wizard.model.message import Message
from wizard.secret import Secret, Text

SQL = Sql(
    Secret("dbpassword", "a'b\"c\\d $(e)"),
    (Text("CREATE DATABASE nova;"), Text("GRANT x IDENTIFIED BY '", Secret("novadbpass", "n''o"), "';")),
    reason=Message("databases-missing", databases="nova"),
)
CLIENT = """\
#!/bin/sh
printf '%s\\n' "$*"
cat /dev/fd/3
cat
exit 3
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    client = tmp_path / "mysql"
    client.write_text(CLIENT)
    client.chmod(0o755)
    return {"PATH": f"{tmp_path}:{os.environ['PATH']}", "HOME": str(tmp_path)}


def ran(environment: dict[str, str], stdin: str, shell: str = "dash") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [shell, "-c", SQL.command.script],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )


@pytest.mark.parametrize("shell", ["dash", "bash"])
def test_the_client_gets_password_and_statements_and_its_status_comes_back(
    environment: dict[str, str], shell: str
) -> None:
    done = ran(environment, SQL.command.stdin.wire(), shell)
    assert done.returncode == 3
    assert done.stdout.splitlines() == [
        "--defaults-extra-file=/dev/fd/3 --user=root --batch --skip-column-names"
        " --default-character-set=utf8mb4",
        "[client]",
        'password="a\'b\\"c\\\\d $(e)"',
        "SET SESSION sql_mode = '';",
        "CREATE DATABASE nova;",
        "GRANT x IDENTIFIED BY 'n''o';",
        "-- nova-wizard: end of statements",
    ]


def test_statements_that_were_cut_short_are_not_run(environment: dict[str, str]) -> None:
    wire = SQL.command.stdin.wire()
    for end in (0, 5, len(wire) // 2, len(wire) - 2):
        done = ran(environment, wire[:end])
        assert (done.returncode, done.stdout, done.stderr) == (75, "", "statements cut short\n")


def test_nothing_secret_stands_in_the_script_or_is_shown() -> None:
    for text in (SQL.command.script, SQL.command.stdin.shown, SQL.text, repr(SQL)):
        assert "$(e)" not in text
        assert "n''o" not in text
    statements = "CREATE DATABASE nova;\nGRANT x IDENTIFIED BY '‹novadbpass›';"
    assert (SQL.text, SQL.typed) == (f"mysql -u root -p\n{statements}", statements)
