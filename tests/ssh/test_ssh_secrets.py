"""No password stands in any process's command line or environment while commands run."""

from __future__ import annotations

import os
import shutil
import threading
import traceback
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.ssh.conftest import StartSshd
from tests.support.sshd import ROOT, STUDENT_PASSWORD, until
from wizard.model.commands import Command, Prompt
from wizard.secret import Secret, Text

WORD = Secret("novapass", "Geheim-4711")


@contextmanager
def sampled() -> Iterator[list[bytes]]:
    """Collect each other process's arguments and environment, over and over, while the context lasts."""
    seen: list[bytes] = []
    end = threading.Event()

    def sample() -> None:
        while not end.is_set():
            for process in Path("/proc").iterdir():
                if process.name.isdigit() and int(process.name) != os.getpid():
                    seen.extend(_read(process / part) for part in ("cmdline", "environ"))

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield seen
    finally:
        end.set()
        thread.join()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def test_the_sampling_ends_with_a_test_that_fails() -> None:
    before = threading.active_count()
    with pytest.raises(AssertionError), sampled():
        raise AssertionError
    assert threading.active_count() == before


def test_neither_stdin_nor_answers_nor_logins_are_seen(start_sshd: StartSshd) -> None:
    login = Secret("ssh", STUDENT_PASSWORD)
    sudo = ROOT and shutil.which("sudo") is not None
    as_student: dict[str, Any] = {"user": "student", "password": login, "sudo": True} if sudo else {}
    sshd = start_sshd(sudoers="student ALL=(ALL) ALL")
    with closing(sshd.host(**as_student)) as host, sampled() as seen:
        host.open()
        mark = Command("cat >/dev/null; : seen-1; sleep 0.5; cat /dev/null", Text("a", WORD), changes=ROOT)
        host.run(mark)
        until(lambda: any(b"seen-1" in one for one in seen))
        if ROOT:
            asked = "printf Q:; read -r a; : seen-2; sleep 0.5; echo"
            host.run(Command(asked, prompts=(Prompt("Q:", WORD),)))
            until(lambda: any(b"seen-2" in one for one in seen))
    everything = b"".join(seen)
    assert WORD.reveal().encode() not in everything
    assert STUDENT_PASSWORD.encode() not in everything


def test_nor_in_what_is_raised(start_sshd: StartSshd, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Exception, match="ssh-login-refused") as refused:
        start_sshd().host(identity_file=None, password=WORD).open()
    text = "".join(traceback.format_exception(refused.value))
    assert WORD.reveal() not in text
