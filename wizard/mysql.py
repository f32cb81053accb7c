"""The mysql client as root, with its password and its statements over stdin.

The book types `mysql -u root -p`. Here the password reaches the client through a pipe that stands in
for an option file, and the statements through another, so that neither is in a process list, an
environment, a file or a history. `HOME` is set aside: root's own ~/.my.cnf would go before our password.
"""

from __future__ import annotations

import shlex

from wizard.encodings import option_file_value
from wizard.secret import Secret, Text

END = "-- nova-wizard: end of statements"
"""The last line of what the client is fed: without it, stdin was cut and nothing is run."""

CLIENT = f"""\
IFS= read -r login
sql=$(cat)
case $sql in *'{END}') ;; *) echo 'statements cut short' >&2; exit 75 ;; esac
printf '%s\\n' "$sql" | {{
  printf '[client]\\n%s\\n' "$login" |
    HOME=/nonexistent timeout 60 mysql --defaults-extra-file=/dev/fd/3 --user=root --batch \\
      --skip-column-names --default-character-set=utf8mb4 $options 3<&0 0<&4
}} 4<&0
"""


def login(password: Secret) -> Text:
    """Return the option file's line that logs root in."""
    return Text("password=", password.encoded(option_file_value))


def fed(password: Secret, statements: Text) -> Text:
    """Return the stdin of `CLIENT`.

    The session's sql_mode is set, so that a backslash escapes in strings whatever the server's is.
    """
    return Text(login(password), "\nSET SESSION sql_mode = '';\n", statements, f"\n{END}\n")


def query(password: Secret, statements: str) -> Text:
    """Return a script for a fact: every statement is tried, rows come as tab-separated lines."""
    line = login(password)
    return Text(
        "options=--force\nprintf '%s\\n' ",
        *(_word(part) for part in line.parts),
        f" {shlex.quote(statements)} '{END}' | {{\n{CLIENT}}}\n",
    )


def _word(part: str | Secret) -> str | Secret:
    return part.encoded(shlex.quote) if isinstance(part, Secret) else part
