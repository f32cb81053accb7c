"""Other tools, each in a process of its own, as they come; run as a program it is that process."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from getpass import getuser
from pathlib import Path
from typing import Any, Self

from bench.row import timed
from tests.support.sshd import Sshd

Settings = dict[str, Any]


def missing(package: str) -> bool:
    """Whether a package is not installed; says so."""
    if importlib.util.find_spec(package):
        return False
    print(f"{package} is not here: `make bench` installs it", file=sys.stderr)
    return True


class Tool:
    """A tool that is connected and runs one `true` whenever it is told to."""

    def __init__(self, name: str, sshd: Sshd) -> None:
        self.name = name
        self.runs = not missing(name)
        self._settings = settings_for(sshd)
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        if self.runs:
            command = [sys.executable, "-m", "bench._tools", self.name, json.dumps(self._settings)]
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.communicate()

    def command(self) -> None:
        """Let it run one command, and wait for its end."""
        process = self._process
        assert process is not None and process.stdin is not None and process.stdout is not None
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "done\n", f"{self.name} failed"


def settings_for(sshd: Sshd) -> Settings:
    """Return how to get to the sshd."""
    return {
        "user": getuser(),
        "port": sshd.port,
        "key": str(sshd.user_key),
        "known_hosts": str(sshd.known_hosts),
    }


def fabric_command(settings: Settings) -> Callable[[], object]:
    """Return what runs one command with fabric."""
    from fabric import Connection  # noqa: PLC0415

    connection = Connection(
        "127.0.0.1", settings["user"], settings["port"], connect_kwargs={"key_filename": settings["key"]}
    )
    # Without in_stream it would read the pipe that tells this process to go on.
    return lambda: connection.run("true", hide=True, in_stream=False)


def pyinfra_command(settings: Settings) -> Callable[[], object]:
    """Return what runs one command with pyinfra."""
    from pyinfra.api.config import Config  # noqa: PLC0415
    from pyinfra.api.connect import connect_all  # noqa: PLC0415
    from pyinfra.api.inventory import Inventory  # noqa: PLC0415
    from pyinfra.api.state import State  # noqa: PLC0415

    data = {
        "ssh_user": settings["user"],
        "ssh_port": settings["port"],
        "ssh_key": settings["key"],
        "ssh_known_hosts_file": settings["known_hosts"],
    }
    inventory = Inventory((["127.0.0.1"], data))
    connect_all(State(inventory, Config()))
    host = inventory.get_host("127.0.0.1")
    return lambda: host.run_shell_command("true")


def ansible_command(sshd: Sshd, commands: int = 20) -> float:
    """Return the seconds of one command with ansible: many in one play, less a play with one."""
    home = Path(os.environ["HOME"])
    settings = settings_for(sshd)
    inventory = home / "inventory"
    inventory.write_text(
        f"bench ansible_host=127.0.0.1 ansible_port={settings['port']} ansible_user={settings['user']} "
        f"ansible_ssh_private_key_file={settings['key']} ansible_python_interpreter=/usr/bin/python3 "
        f"ansible_ssh_common_args='-F none -o UserKnownHostsFile={settings['known_hosts']}'\n"
    )

    def play(count: int) -> float:
        loop = {"name": "true", "ansible.builtin.command": "true", "loop": list(range(count))}
        book = home / f"play{count}.json"
        book.write_text(json.dumps([{"hosts": "bench", "gather_facts": False, "tasks": [loop]}]))
        command = [str(Path(sys.executable).parent / "ansible-playbook"), "-i", str(inventory), str(book)]
        environment = {**os.environ, "ANSIBLE_PIPELINING": "True", "ANSIBLE_HOME": str(home / "ansible")}
        return timed(lambda: subprocess.run(command, check=True, env=environment, capture_output=True))

    play(1)
    return (play(commands) - play(1)) / (commands - 1)


def main() -> None:
    """Run one command for each line on stdin."""
    tool, settings = sys.argv[1], json.loads(sys.argv[2])
    command = {"fabric": fabric_command, "pyinfra": pyinfra_command}[tool](settings)
    for _ in sys.stdin:
        command()
        print("done", flush=True)


if __name__ == "__main__":
    main()
