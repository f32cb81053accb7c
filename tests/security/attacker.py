"""Another local user of the machine that the lab runs on, with OpenSSH's own clients."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from wizard.lab import LabNode

ROOT_ONLY = "needs root, and the user nobody"


def can_attack() -> bool:
    """Whether this is root, who may start programs as somebody else."""
    return os.geteuid() == 0 and shutil.which("sftp") is not None


class Attacker:
    """nobody, who got hold of a lab's key: what he does as the lab's root must not reach the machine."""

    def __init__(self, folder: Path) -> None:
        self.account = pwd.getpwnam("nobody")
        self.folder = folder

    def run(self, *words: str | Path, typed: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
        """Run a program as nobody."""
        return subprocess.run(
            [str(word) for word in words],
            input=typed,
            user=self.account.pw_uid,
            group=self.account.pw_gid,
            extra_groups=[],
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C", **environ},
            capture_output=True,
            text=True,
            errors="replace",
            timeout=60,
            check=False,
        )

    def options(self, node: LabNode) -> Sequence[str]:
        """Return what ssh, scp and sftp need to get in with the key."""
        key = self.folder / "key"
        if not key.exists():
            shutil.copy(node.identity_file, key)
            shutil.chown(key, self.account.pw_uid)
            key.chmod(0o600)
        return (
            "-F", "/dev/null", "-i", str(key), "-o", f"Port={node.port}", "-o", "BatchMode=yes",
            "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
        )  # fmt: skip


@contextmanager
def attacker() -> Iterator[Attacker]:
    """Give an attacker with a folder of his own."""
    with tempfile.TemporaryDirectory(prefix="nova-wizard-attacker-") as folder:
        os.chown(folder, pwd.getpwnam("nobody").pw_uid, -1)
        yield Attacker(Path(folder))


@contextmanager
def victim() -> Iterator[Path]:
    """Give a file of root's on the machine, in a folder that everybody may enter and read."""
    with tempfile.TemporaryDirectory(prefix="nova-wizard-victim-") as folder:
        Path(folder).chmod(0o755)
        file = Path(folder) / "shadow"
        file.touch(0o600)
        file.write_text("the machine's own secret\n")
        yield file
