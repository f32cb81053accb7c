"""Commands over SSH: what they are given, what they leave, and how they end."""

from __future__ import annotations

import threading
import time
from contextlib import closing

import pytest

from tests.ssh.conftest import StartSshd
from tests.support.sshd import Sshd, until
from wizard.hosts.ssh import SshHost
from wizard.model.commands import Command, Result
from wizard.model.problems import Lost
from wizard.secret import Secret, Text


def read(host: SshHost, script: str, stdin: Text | None = None, limit: float = 30.0) -> Result:
    """Run a script as a reading command and return its result."""
    return host.run(Command(script, stdin=stdin or Text(), changes=False, timeout=limit))


def test_status_and_both_streams(host: SshHost) -> None:
    result = read(host, "echo out; echo err >&2; exit 3")
    assert (result.status, result.stdout, result.stderr) == (3, b"out\n", b"err\n")


def test_stdin_comes_whole_and_ends(host: SshHost) -> None:
    text = Text("하나\n", Secret("novapass", "둘"), "\x00\r\n")
    assert read(host, "cat", text).stdout == text.wire().encode()


def test_much_goes_in_and_comes_out_at_once(host: SshHost) -> None:
    many = "0123456789abcde\n" * 500_000
    began = time.monotonic()
    result = read(host, "tee /dev/stderr", Text(many))
    assert result.stdout == result.stderr == many.encode()
    assert time.monotonic() - began < 10


def test_eight_megabytes_come_within_seconds(host: SshHost) -> None:
    began = time.monotonic()
    result = read(host, "head -c 8000000 /dev/zero")
    assert result.stdout == bytes(8_000_000)
    assert time.monotonic() - began < 2


def test_bytes_survive(host: SshHost) -> None:
    every = "".join(f"\\{byte:03o}" for byte in range(256))
    assert read(host, f"printf '{every}'").stdout == bytes(range(256))


def test_a_script_may_hold_any_bytes(host: SshHost) -> None:
    assert read(host, "printf %s '\udcff한글'").stdout == b"\xff\xed\x95\x9c\xea\xb8\x80"


def test_a_command_need_not_read(host: SshHost) -> None:
    assert read(host, "exit 0", Text("x" * 5_000_000)).status == 0


def test_a_signal_leaves_no_status(host: SshHost) -> None:
    assert read(host, "echo on; kill -TERM $$").status is None


def test_stderr_after_stdout_was_closed(host: SshHost) -> None:
    result = read(host, "echo early; exec >&-; sleep 0.2; echo late >&2; exit 4")
    assert (result.status, result.stdout, result.stderr) == (4, b"early\n", b"late\n")


def test_the_locale_is_c_and_root_finds_its_tools(host: SshHost) -> None:
    result = read(host, "echo $LC_ALL; command -v mkfs.ext4 fdisk >/dev/null && echo found")
    assert result.text == "C\nfound\n"


def test_lines_come_as_they_are_printed(host: SshHost) -> None:
    lines: list[str] = []
    came: list[float] = []

    def take(line: str) -> None:
        lines.append(line)
        came.append(time.monotonic())

    host.run(Command("echo one; sleep 0.5; echo two >&2; printf three", changes=False), take)
    assert lines == ["one", "two", "three"]
    assert came[1] - came[0] > 0.3


def test_hangul_survives_whatever_the_chunks_are(host: SshHost) -> None:
    lines: list[str] = []
    script = r"for byte in 355 225 234 352 270 200; do printf \\$byte; sleep 0.05; done; echo"
    result = host.run(Command(script, changes=False), lines.append)
    assert (result.text, lines) == ("한글\n", ["한글"])


def test_a_callers_error_is_the_callers(host: SshHost) -> None:
    def fail(_: str) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        host.run(Command("echo one", changes=False), fail)
    assert read(host, "echo two").text == "two\n"


def test_past_its_limit_a_command_is_let_go(sshd: Sshd) -> None:
    with closing(sshd.host()) as host:
        host.open()
        began = time.monotonic()
        with pytest.raises(Lost) as lost:
            read(host, "sleep 60", limit=0.5)
        assert lost.value.message.key == "command-limit"
        assert time.monotonic() - began < 5
        assert read(host, "echo on").text == "on\n"


def test_one_that_prints_without_end_is_let_go_too(sshd: Sshd) -> None:
    with closing(sshd.host()) as host:
        host.open()
        with pytest.raises(Lost):
            read(host, "while echo; do sleep 0.01; done", limit=0.5)
        assert read(host, "echo on").text == "on\n"


def test_closing_ends_a_command_that_is_waited_for(sshd: Sshd) -> None:
    host = sshd.host()
    host.open()
    began = threading.Event()

    def close() -> None:
        began.wait(20)
        host.close()

    closing = threading.Thread(target=close)
    closing.start()
    with pytest.raises(Lost) as lost:
        host.run(Command("echo on; exec sleep 60", changes=False), lambda _: began.set())
    closing.join()
    assert lost.value.message.key == "connection-lost"


def test_a_closed_host_can_be_opened_again(sshd: Sshd) -> None:
    with closing(sshd.host()) as host:
        host.open()
        host.close()
        with pytest.raises(Lost):
            read(host, "true")
        host.open()
        host.open()
        assert read(host, "true").status == 0


def test_after_a_cut_it_opens_again(start_sshd: StartSshd) -> None:
    sshd = start_sshd()
    with closing(sshd.host()) as host:
        host.open()
        with pytest.raises(Lost) as lost:
            host.run(Command("echo on; exec sleep 5", changes=False), lambda _: sshd.cut())
        assert lost.value.message.key == "connection-lost"
        until(lambda: host._open_connection is None)
        host.open()
        assert read(host, "echo back").text == "back\n"
