"""nova-lab, nova-wizard and ssh in processes of their own, as a user starts them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from wizard.labfolder import JoinedLab, joined

LAB = str(Path(sys.executable).with_name("nova-lab"))
WIZARD = str(Path(sys.executable).with_name("nova-wizard"))
LIMIT = 120.0
Ended = subprocess.CompletedProcess[str]


def environment(home: Path, **environ: str) -> dict[str, str]:
    """Return a user's environment with a home of its own."""
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "HOME": str(home),
        "NOVA_WIZARD_STATE": str(home / "state"),
        "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(home / "cache")),
        **environ,
    }


def run(home: Path, *command: str, text: str = "", **environ: str) -> Ended:
    """Run a program to its end, with a text on its standard input."""
    return subprocess.run(
        command,
        cwd=home,
        env=environment(home, **environ),
        input=text,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )


def until(condition: Callable[[], object], what: str) -> None:
    """Wait until a condition holds."""
    end = time.monotonic() + LIMIT
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.02)


@dataclass
class Started:
    """A `nova-lab start` at work."""

    process: subprocess.Popen[str]
    home: Path
    folder: Path
    lab: JoinedLab

    def ssh(self, *words: str, text: str = "") -> Ended:
        """Run ssh with the configuration in the folder."""
        config = str(self.folder / "ssh_config")
        return run(self.home, "ssh", "-F", config, "-o", "BatchMode=yes", *words, text=text)

    def command(self, name: str, *words: str, text: str = "", **environ: str) -> Ended:
        """Run a subcommand of nova-lab on the folder, in English."""
        argv = [LAB, "--lang", "en", name, "--dir", str(self.folder), *words]
        return run(self.home, *argv, text=text, **environ)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End it by a signal and return its exit status."""
        self.process.send_signal(number)
        return self.process.wait(LIMIT)

    @property
    def said(self) -> str:
        """What it has printed so far."""
        return (self.home / "said").read_text()


@contextmanager
def started(home: Path, folder: Path, *words: str, lang: str = "en", **environ: str) -> Iterator[Started]:
    """Yield a lab that `nova-lab start` runs in a folder; it is killed where it has not ended in the end."""
    home.mkdir(exist_ok=True)
    with (home / "said").open("w") as said:
        process = subprocess.Popen(
            [LAB, "--lang", lang, "start", str(folder), *words],
            env=environment(home, **environ),
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            text=True,
        )
    try:
        found: list[JoinedLab] = []

        def runs() -> bool:
            assert process.poll() is None, (home / "said").read_text()
            if lab := joined(folder) if folder.is_dir() else None:
                found.append(lab)
            return bool(found)

        until(runs, "the lab does not start")
        yield Started(process, home, folder, found[0])
    finally:
        process.terminate()
        try:
            process.wait(LIMIT)
        finally:
            process.kill()
            process.wait()


def start_refused(home: Path, folder: Path, *words: str, lang: str = "en") -> str:
    """Return what `nova-lab start` says that is refused at once."""
    ended = run(home, LAB, "--lang", lang, "start", str(folder), *words)
    assert ended.returncode == 2, ended
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1
    return ended.stderr
