"""An exported project on a lab, and ansible-playbook in a process of its own, as a user starts it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.lab.runs import PASSWORDS, LabWizard
from wizard.lab import Lab

BIN = Path(sys.executable).parent
LIMIT = 590.0
_RECAP = re.compile(r"^(\S+) +: (.*)$", re.MULTILINE)
_TASK = re.compile(r"^TASK \[(.+?)\] \*+$", re.MULTILINE)


@dataclass(frozen=True)
class Played:
    """What a playbook printed, and its exit status."""

    status: int
    text: str

    @property
    def recap(self) -> dict[str, dict[str, int]]:
        """The counts of each host: `{"compute1": {"ok": 16, "changed": 0, …}}`."""
        counts = {host: re.findall(r"(\w+)=(\d+)", line) for host, line in _RECAP.findall(self.text)}
        return {host: {name: int(count) for name, count in found} for host, found in counts.items() if found}

    def count(self, name: str) -> dict[str, int]:
        """Return one of the recap's counts, by host."""
        return {host: counts[name] for host, counts in self.recap.items()}

    def of(self, title: str) -> str:
        """Return what is printed of the task whose name begins so."""
        _, *parts = _TASK.split(self.text)
        found = [said for name, said in zip(parts[::2], parts[1::2], strict=True) if name.startswith(title)]
        assert len(found) == 1, (title, found)
        return found[0].partition("\nPLAY ")[0]


class Project:
    """The project that nova-wizard exports for a lab, its passwords in an encrypted vault."""

    def __init__(self, lab: Lab, home: Path) -> None:
        self.wizard = LabWizard(lab, home)
        self.home = home
        self.folder = home / "project"
        exported = self.command(
            "nova-wizard", "--lang", "en", "--export", "ansible", "project", "--answers", "answers.yaml"
        )
        assert exported.returncode == 0, exported.stderr
        self.fill(PASSWORDS)

    def fill(self, passwords: Mapping[str, str]) -> None:
        """Fill these passwords into the vault, and encrypt it."""
        vault, word = self.folder / "group_vars/all/vault.yml", self.home / "word"
        names = [line.split(":")[0] for line in vault.read_text().splitlines() if line.endswith('""')]
        vault.write_text("".join(f"{name}: {json.dumps(passwords.get(name, ''))}\n" for name in names))
        word.write_text("of the vault")
        assert self.command("ansible-vault", "encrypt", str(vault), *self._word).returncode == 0

    def play(self, *words: str, **environ: str) -> Played:
        """Run the playbook to its end."""
        ended = self.command(*self._playbook, *words, **environ)
        return Played(ended.returncode, ended.stdout + ended.stderr)

    @contextmanager
    def playing(self, *words: str, **environ: str) -> Iterator[subprocess.Popen[bytes]]:
        """Yield a playbook at work; it is killed where it has not ended in the end."""
        name, *others = self._playbook
        process = subprocess.Popen(
            [BIN / name, *others, *words],
            cwd=self.folder,
            env=self._environ(environ),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    @property
    def _playbook(self) -> tuple[str, ...]:
        return "ansible-playbook", "-i", "inventory.yml", "site.yml", *self._word

    @property
    def _word(self) -> tuple[str, str]:
        return "--vault-password-file", str(self.home / "word")

    def command(self, name: str, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run one of the environment's programs in the project, once it is there."""
        return subprocess.run(
            [BIN / name, *words],
            cwd=self.folder if self.folder.is_dir() else self.home,
            env=self._environ(environ),
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=False,
        )

    def _environ(self, more: Mapping[str, str]) -> dict[str, str]:
        own = {"PATH": os.environ["PATH"], "HOME": str(self.home), "LANG": "C.UTF-8"}
        return {**own, "NOVA_WIZARD_STATE": str(self.home / "state"), **more}
