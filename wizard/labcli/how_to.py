"""How one logs in to a running lab, as `nova-lab start` prints it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from wizard.labcli.table import table
from wizard.labfolder import FolderRequests
from wizard.labfolder.names import ANSWERS, INVENTORY, SSH_CONFIG
from wizard.labfolder.typed import command, wizard_command
from wizard.text import Words


def how_to_log_in(lab: FolderRequests, words: Words) -> Iterator[str]:
    """Yield the lines: nodes, ports, passwords, and the commands as typed in a shell."""
    folder, label = lab.directory, words.label
    nodes = list(lab.nodes.values())
    first = nodes[0].name
    config = shlex.quote(str(folder / SSH_CONFIG))
    rows = [[label("lab-head-node"), label("lab-head-address"), label("lab-head-port")]]
    rows += [[node.name, node.management_ip, f"{node.host}:{node.port}"] for node in nodes]
    yield label("lab-runs", directory=str(folder))
    yield from table(rows)
    yield ""
    yield label("lab-how-shell")
    yield f"  {command('shell', folder, first)}"
    yield f"  ssh -F {config} {first}"
    yield label("lab-how-password", user=nodes[0].user, password=nodes[0].password)
    yield ""
    yield label("lab-how-wizard")
    yield f"  {wizard_command(folder)}"
    yield f"  nova-wizard --answers {shlex.quote(str(folder / ANSWERS))}"
    yield label("lab-how-ansible")
    yield f"  ansible -i {shlex.quote(str(folder / INVENTORY))} all -m raw -a hostname"
    by_name = all(name == password for name, password in lab.passwords.items())
    passwords = "lab-books-passwords" if by_name else "lab-other-passwords"
    yield label(passwords, names=", ".join(lab.passwords), file=str(folder / ANSWERS))
    yield ""
