"""Looks for passwords, in every form that a program may give them, wherever they could stay."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from wizard.encodings import every_form

from .site import Machine, Site

KEEPERS = re.compile(
    r"etc/nova/nova\.conf$"  # where the guide puts them
    r"|root/admin-openrc$|etc/shadow-?$"  # where the earlier chapters put them
    r"|var/lib/(mysql|rabbitmq)/"  # the servers' own data
)
FLEETING = ("run", "tmp", "var/tmp", "dev/shm")
"""Not on the host's root file system, or not for long."""
LARGEST = 1 << 26
PAUSE = 0.05
"""Seconds between two looks at the processes: without it, looking is all that this machine does."""


class Canaries:
    """Passwords that are looked for."""

    def __init__(self, passwords: Mapping[str, str]) -> None:
        self._names = {
            form.encode("utf-8", "surrogateescape"): name
            for name, password in passwords.items()
            for form in every_form(password)
        }
        longest_first = sorted(self._names, key=len, reverse=True)
        self._any = re.compile(b"|".join(map(re.escape, longest_first)))

    def inside(self, content: bytes | str) -> set[str]:
        """Return the names of the passwords that are in it, in whatever form."""
        raw = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
        return {self._names[found] for found in self._any.findall(raw)}

    def in_files(self, root: Path) -> dict[str, set[str]]:
        """Return the files of a folder, by their path in it, with a password in content or name."""
        found = {}
        for path in _files(root):
            name = str(path.relative_to(root))
            if names := self.inside(name) | self.inside(path.read_bytes()):
                found[name] = names
        return found

    def on_host(self, machine: Machine) -> dict[str, set[str]]:
        """Return the files of a host that have a password in them and are not there to keep one."""
        found = {
            name: names for name, names in self.in_files(machine.upper).items() if not KEEPERS.search(name)
        }
        for place in FLEETING:
            for name, names in self.in_files(machine.root / place).items():
                found[f"{place}/{name}"] = names
        return found


def _files(root: Path) -> Iterator[Path]:
    """Yield the files of a folder, none of another file system's."""
    here = root.stat().st_dev
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if Path(folder, name).lstat().st_dev == here]
        for name in names:
            path = Path(folder, name)
            if path.is_file() and not path.is_symlink() and path.stat().st_size < LARGEST:
                yield path


class Watch:
    """All that another user of the hosts could have seen of their processes, sampled all the time."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._ended = threading.Event()
        self.rounds = 0
        self.seen: set[tuple[str, str]] = set()
        """A host, and a word of an argument list or an environment."""

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Watch for as long as the context lasts."""
        thread = threading.Thread(target=self._look)
        thread.start()
        try:
            yield
        finally:
            self._ended.set()
            thread.join()

    def _look(self) -> None:
        while not self._ended.wait(PAUSE):
            for machine in self._site.machines:
                for process in machine.processes():
                    self.seen.update((machine.name, word) for word in (*process.argv, *process.environ))
            self.rounds += 1

    def leaks(self, canaries: Canaries) -> set[tuple[str, str]]:
        """Return host and word of what shows a password; the book's own openrc exports one."""
        return {
            (host, word)
            for host, word in self.seen
            if canaries.inside(word) and not word.startswith("OS_PASSWORD=")
        }
