"""What code in a guest's wizard could do, should any ever get to run there: it reaches the lab alone."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from wizard.classroom import landlock

_BEFORE = """
import ctypes, encodings.idna, os, resource, signal, socket, subprocess, sys, webbrowser
libc = ctypes.CDLL(None, use_errno=True)
PORT, PARENT = int(sys.argv[1]), os.getppid()
from wizard.classroom.confinement import confine
confine([PORT])
"""
_AFTER = """
except (OSError, ValueError) as error:
    print("refused", error)
else:
    print("DONE")
"""

AUDITED = {
    "starts a program": "subprocess.run(['/bin/true'])",
    "starts a shell": "os.system('true')",
    "becomes a program": "os.execv('/bin/true', ['true'])",
    "spawns a program": "os.posix_spawn('/bin/true', ['true'], {})",
    "forks": "os.fork() or os._exit(0)",
    "opens a browser": "webbrowser.GenericBrowser('true').open('http://127.0.0.1/')",
    "reads the users": "open('/etc/passwd')",
    "reads the passwords": "open('/etc/shadow')",
    "reads by a relative path": "open('../../../../../../etc/passwd')",
    "reads by dots": "open(sys.prefix + '/../../../../../../etc/passwd')",
    "reads another's environment": "open('/proc/1/environ')",
    "reads its own memory": "open('/proc/self/mem', 'rb')",
    "lists the machine": "os.listdir('/')",
    "lists home": "list(os.scandir('/root'))",
    "writes a file": "open('/tmp/nova-class-escaped', 'w')",
    "writes beside the program": "open(__import__('wizard').__path__[0] + '/escaped.py', 'w')",
    "removes a file": "os.remove('/tmp/nova-class-nothing')",
    "makes a link": "os.symlink('/etc/passwd', '/tmp/nova-class-link')",
    "makes a folder": "os.mkdir('/tmp/nova-class-folder')",
    "changes a mode": "os.chmod('/tmp', 0o777)",
    "connects elsewhere": "socket.create_connection(('127.0.0.1', PORT + 1))",
    "connects to another machine": "socket.create_connection(('10.0.0.1', 22), 1)",
    "connects by a name": "socket.create_connection(('localhost', PORT))",
    "connects over IPv6": "socket.socket(socket.AF_INET6).connect(('::1', PORT))",
    "connects to a local service": "socket.socket(socket.AF_UNIX).connect('/run/systemd/private')",
    "sends a datagram": "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 53))",
    "listens": "socket.socket().bind(('127.0.0.1', 0))",
    "asks for a name": "socket.gethostbyname('example.com')",
    "kills the class": "os.kill(PARENT, signal.SIGKILL)",
    "kills everybody": "os.kill(-1, signal.SIGKILL)",
    "loads a library": "ctypes.CDLL('libutil.so.1')",
    "raises its limits": "resource.setrlimit(resource.RLIMIT_NOFILE, (100000, 100000))",
}
KERNEL = {
    "opens past Python": "call(libc.open(b'/etc/passwd', 0))",
    "lists past Python": "call(libc.open(b'/', 0o200000))",
    "creates past Python": "call(libc.open(b'/tmp/nova-class-escaped', 0o102, 0o600))",
    "executes past Python": "call(libc.execv(b'/bin/true', (ctypes.c_char_p * 2)(b'true', None)))",
    "connects past Python": "call(libc.connect(s.fileno(), address(PORT + 1), 16))",
    "signals past Python": "call(libc.kill(PARENT, 0))",
    "becomes root again": "call(libc.setuid(0) if os.getuid() else libc.mount(b'a', b'/mnt', b'b', 0, None))",
    "follows a process": "call(libc.ptrace(16, PARENT, 0, 0))",
    "removes past Python": "call(libc.unlink(b'/tmp/nova-class-escaped'))",
}
_CALL = """
s = socket.socket()
def address(port):
    data = bytes([2, 0]) + port.to_bytes(2, "big") + bytes([127, 0, 0, 1]) + bytes(8)
    return (ctypes.c_char * 16).from_buffer_copy(data)
def call(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
"""


@contextmanager
def _lab() -> Iterator[int]:
    """A server on two ports, the first of which is the lab's."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as lab:
            port = lab.getsockname()[1]
            try:
                with socket.create_server(("127.0.0.1", port + 1)):
                    yield port
                    return
            except OSError:
                continue


def _ran(code: str) -> str:
    with _lab() as port:
        ended = subprocess.run(
            [sys.executable, "-c", code, str(port)], capture_output=True, text=True, timeout=120, check=False
        )
    return ended.stdout + ended.stderr


@pytest.mark.parametrize("attempt", AUDITED)
def test_python_refuses_what_a_guest(attempt: str) -> None:
    said = _ran(f"{_BEFORE}\ntry:\n    {AUDITED[attempt]}{_AFTER}")
    assert "refused" in said and "DONE" not in said
    assert not Path("/tmp/nova-class-escaped").exists()


@pytest.mark.parametrize("attempt", KERNEL)
def test_the_kernel_refuses_what_a_guest(attempt: str) -> None:
    if landlock.version() < 6:
        pytest.skip("this kernel's Landlock is older than version 6")
    said = _ran(f"{_BEFORE}{_CALL}\ntry:\n    {KERNEL[attempt]}{_AFTER}")
    assert "refused" in said and "DONE" not in said


def test_the_lab_is_reached() -> None:
    said = _ran(f"{_BEFORE}\ntry:\n    socket.create_connection(('127.0.0.1', PORT)){_AFTER}")
    assert "DONE" in said


def test_nothing_of_root_remains() -> None:
    if os.getuid() != 0:
        pytest.skip("only root has rights to give up")
    said = _ran(f"{_BEFORE}\nprint(os.getresuid(), os.getresgid(), os.getgroups())")
    assert "(65533, 65533, 65533) (65533, 65533, 65533) []" in said


def test_memory_ends_the_guest_alone() -> None:
    said = _ran(f"{_BEFORE}\ntry:\n    bytearray(3_000_000_000)\nexcept MemoryError:\n    print('refused')")
    assert "refused" in said
