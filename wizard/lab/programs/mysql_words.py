"""What the mysql client of MariaDB 10.1 says of itself: its version, its commands and its help."""

from __future__ import annotations

CLIENT = "mysql  Ver 15.1 Distrib 10.1.12-MariaDB, for Linux (x86_64) using readline 5.1"
SERVER = "10.1.12-MariaDB MariaDB Server"

WELCOME = f"""\
Welcome to the MariaDB monitor.  Commands end with ; or \\g.
Your MariaDB connection id is %d
Server version: {SERVER}

Copyright (c) 2000, 2016, Oracle, MariaDB Corporation Ab and others.

Type 'help;' or '\\h' for help. Type '\\c' to clear the current input statement.

"""

COMMANDS = (
    ("?", "?", "Synonym for `help'."),
    ("clear", "c", "Clear the current input statement."),
    ("connect", "r", "Reconnect to the server. Optional arguments are db and host."),
    ("delimiter", "d", "Set statement delimiter."),
    ("edit", "e", "Edit command with $EDITOR."),
    ("ego", "G", "Send command to mysql server, display result vertically."),
    ("exit", "q", "Exit mysql. Same as quit."),
    ("go", "g", "Send command to mysql server."),
    ("help", "h", "Display this help."),
    ("nopager", "n", "Disable pager, print to stdout."),
    ("notee", "t", "Don't write into outfile."),
    ("pager", "P", "Set PAGER [to_pager]. Print the query results via PAGER."),
    ("print", "p", "Print current command."),
    ("prompt", "R", "Change your mysql prompt."),
    ("quit", "q", "Quit mysql."),
    ("rehash", "#", "Rebuild completion hash."),
    ("source", ".", "Execute an SQL script file. Takes a file name as an argument."),
    ("status", "s", "Get status information from the server."),
    ("system", "!", "Execute a system shell command."),
    ("tee", "T", "Set outfile [to_outfile]. Append everything into given outfile."),
    ("use", "u", "Use another database. Takes database name as argument."),
    (
        "charset",
        "C",
        "Switch to another charset. Might be needed for processing binlog with multi-byte charsets.",
    ),
    ("warnings", "W", "Show warnings after every statement."),
    ("nowarning", "w", "Don't show warnings after every statement."),
)
"""Each with the letter that stands behind a backslash for it, and what `help` says about it."""

LETTERS = {name: letter for name, letter, _ in COMMANDS}
WITH_ARGUMENT = "rdPR.!TuCh?"
"""The letters of commands that take what is behind them on the line."""

HELP = (
    "\nGeneral information about MariaDB can be found at\nhttp://mariadb.org\n\n"
    "List of all MySQL commands:\nNote that all text commands must be first on line and end with ';'\n"
    + "".join(f"{name:<10}(\\{letter}) {meaning}\n" for name, letter, meaning in COMMANDS)
    + "\nFor server side help, type 'help contents'\n\n"
)

NO_SERVER_HELP = """
Nothing found
Please try to run 'help contents' for a list of all accessible topics

"""

COMPLETING = """\
Reading table information for completion of table and column names
You can turn off this feature to get a quicker startup with -A

"""

RULE = "--------------\n"

STATUS = (
    RULE
    + """\
{client}

Connection id:		{number}
Current database:	{schema}
Current user:		{user}
SSL:			Not in use
Current pager:		stdout
Using outfile:		''
Using delimiter:	{delimiter}
Server:			MariaDB
Server version:		{server}
Protocol version:	10
Connection:		{connection}
Server characterset:	utf8
Db     characterset:	utf8
Client characterset:	utf8
Conn.  characterset:	utf8
{address}
Uptime:			{uptime}

Threads: 1  Questions: {questions}  Slow queries: 0  Opens: 0  Flush tables: 1  Open tables: 63  \
Queries per second avg: {average:.3f}
"""
    + RULE
    + "\n"
)
