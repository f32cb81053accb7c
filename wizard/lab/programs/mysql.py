"""The mysql client and mysqladmin, as of MariaDB 10.1."""

from __future__ import annotations

from wizard.hostsim.process import Process
from wizard.hostsim.table import program
from wizard.lab.programs.mysql_client import SOCKET, MysqlClient
from wizard.lab.programs.mysql_monitor import Monitor
from wizard.lab.programs.mysql_options import asked_password, read_options
from wizard.lab.programs.mysql_words import CLIENT
from wizard.lab.services.sql import SqlError

PACKAGE = "mariadb"
SECURE = """\
mysql_secure_installation: this lab's MariaDB is set up already, as the book's earlier chapter leaves it:
root has its password, and there are no anonymous accounts. There is nothing to do.
"""


@program("mysql", package=PACKAGE)
async def mysql(process: Process) -> int:
    """mysql: run the statements of -e or of standard input on the server; on a terminal, ask for them."""
    options, operands, password = await read_options(process)
    client = MysqlClient(process, options)
    if client.has("--version"):
        process.out(f"{CLIENT}\n")
        return 0
    if password is None and client.has("-p", "--password"):
        password = await asked_password(process)
    client.password = password or ""
    schema = operands[0] if operands else options.get("-D", options.get("--database", ""))
    try:
        await client.connect(schema)
    except SqlError as error:
        client.fail(error)
    statements = options.get("-e", options.get("--execute"))
    if statements is None and client.on_terminal and not client.has("-B", "--batch"):
        await Monitor(client).converse()
        return client.status
    text = await process.read_text() if statements is None else statements
    await Monitor(client, batch=True).run(text)
    return client.status


@program("mysqladmin", package=PACKAGE)
async def mysqladmin(process: Process) -> int:
    """mysqladmin ping: tell whether the server answers."""
    if process.node.tree.find(SOCKET) is None:
        process.err("mysqladmin: connect to server at 'localhost' failed\n")
        return 1
    process.out("mysqld is alive\n")
    return 0


@program("mysql_secure_installation", package=PACKAGE)
async def mysql_secure_installation(process: Process) -> int:
    """mysql_secure_installation: say that the book's earlier chapter has done what it does."""
    process.err(SECURE)
    return 1
