"""How the wizard of a classroom's guest starts: on the guest's lab, with no folder and no environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from wizard.answers.draft import Draft
from wizard.model.answers import Answers, Login, Node, Passwords
from wizard.model.problems import Unreachable
from wizard.secret import Secret
from wizard.text import Words
from wizard.tui.guest import Guest, GuestDraft
from wizard.tui.guest_turns import HostInTurns, Turns
from wizard.tui.lab import fill_in_disks, fill_in_nodes, fill_in_passwords
from wizard.tui.setting import StartOptions, over_ssh

NOWHERE = Path("/nonexistent")
"""The folder of a guest's state, where nothing can be."""


def guest_setting(
    request: Mapping[str, Any], descriptor: int, turns: Turns, options: StartOptions
) -> StartOptions:
    """Return how the wizard starts on the lab of a request.

    The request has `nodes` (by name: host, port, user, password, fingerprint), `passwords` (by the book's
    names) and `computes`, how many compute nodes there are.
    """
    logins = {
        name: Login(
            host=node["host"],
            port=node["port"],
            user=node["user"],
            host_key=node["fingerprint"],
            password=Secret(f"{name}.password", node["password"]),
            ssh_config=False,
        )
        for name, node in request["nodes"].items()
    }
    passwords = {name: str(value) for name, value in request["passwords"].items()}

    def pointed(node: Node) -> Node:
        if node.name not in logins:
            raise Unreachable("lab-has-no-node", host=node.name, names=", ".join(logins))
        return replace(node, login=logins[node.name])

    def point(answers: Answers) -> Answers:
        secrets = Passwords(**{name: Secret(name, value) for name, value in passwords.items()})
        computes = tuple(map(pointed, answers.compute))
        return replace(answers, controller=pointed(answers.controller), compute=computes, passwords=secrets)

    return replace(
        options,
        draft=lambda: _draft(options.words, int(request["computes"])),
        state=NOWHERE,
        environ={},
        connect=lambda node: HostInTurns(over_ssh(node), turns),
        point=point,
        simulated=True,
        rehearsal=passwords,
        last=None,
        guest=Guest(descriptor),
    )


def _draft(words: Words, computes: int) -> Draft:
    found = GuestDraft(Draft.example(words.lang).data)
    found.remove("ssh")
    fill_in_passwords(found)
    fill_in_nodes(found, computes)
    fill_in_disks(found)
    return found
