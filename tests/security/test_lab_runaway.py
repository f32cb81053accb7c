"""A command without end or measure harms nobody but itself: the lab's other sessions and nodes answer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.security.lab_limits import END, responsive, runaway
from wizard.lab import Lab

NODE = "compute1"
ENDLESS = [
    "yes",
    "yes >/dev/null",
    "yes | cat >/dev/null",
    "while :; do :; done",
    "until false; do echo x; done >/dev/null",
    "cat /dev/zero >/dev/null",
    "dd if=/dev/zero of=/dev/null",
    "yes | sed s/y/n/ | cat >/dev/null",
    "seq 1 999999999",
    "while :; do find / >/dev/null; done",
    "trap '' HUP TERM INT; while :; do :; done",
    "i=0; while :; do i=$((i+1)); eval v$i=1; done",
    "b() { b | b & }; b; while :; do b; done",
    "f() { (f) & (f); }; f",
    "echo 'while :; do sh /tmp/self & done' >/tmp/self; sh /tmp/self; rm /tmp/self",
    "x=a; while :; do x=a$x; case $x in *b) break; esac; done",
]
LIMITED = [
    ("f() { f; }; f", 139, ""),
    ("x=$(yes)", 2, "cannot allocate memory"),
    ("x=`cat /dev/zero`", 2, "cannot allocate memory"),
    ("x=$(head -c 1G /dev/zero)", 2, "cannot allocate memory"),
    ("x=a; while :; do x=$x$x; done", 2, "cannot allocate memory"),
    ('set -- a; while :; do set -- "$@" "$@"; done', 2, "cannot allocate memory"),
    ("printf '%999999999d' 1", 2, "cannot allocate memory"),
    ("yes | tr -d '\\n' | sort", 0, "memory exhausted"),
    ("read x </dev/zero", 1, "Cannot allocate memory"),
    ("dd if=/dev/zero of=/x", 153, "File size limit exceeded"),
    ("cat /dev/zero > /x", 153, "File size limit exceeded"),
    ("yes > /x", 153, "File size limit exceeded"),
    ("truncate -s 1000G /x", 1, "File too large"),
    (
        "for i in $(seq 9); do head -c 15M /dev/zero > /x$i || exit 9; done",
        9,
        "No space left on device",
    ),
    ("while mkdir x; do cd x; done", 0, "File name too long"),
    ("dd if=/dev/zero bs=1G count=1", 1, "memory exhausted"),
    ("sort /dev/zero", 2, "memory exhausted"),
    ("seq 1 99999999 | sort", 2, "memory exhausted"),
    ("yes | grep -c n", 2, "memory exhausted"),
    ("yes | sed -n '$p'", 1, "memory exhausted"),
    ("yes | sed 'H;G'", 1, "memory exhausted"),
    ("head -c 4000000 /dev/zero | gzip | cat >/g; for i in 1 2 3; do cat /g; done | gunzip", 1, "memory"),
    ("cut -c 1-999999999999 /etc/hosts >/dev/null", 0, ""),
    ("echo $((1 << 999999999999)) $((7 >> 99999))", 0, ""),
    ("x=y y=x; echo $((x))", 127, "expression recursion level exceeded"),
    ("yes '(' | head -20000 | sh", 2, "memory exhausted"),
    ("x=$(yes '$(' | head -20000 | tr -d '\\n'); eval \"$x\"", 2, "memory exhausted"),
    ("echo $(yes '(' | head -20000 | tr -d '\\n' >/e; echo '1') $(($(cat /e)))", 127, "recursion"),
    ("/bin/echo $(head -c 3M /dev/zero | tr '\\0' a)", 126, "Argument list too long"),
    ("case $(head -c 300 /dev/zero | tr '\\0' a)c in *a*a*a*a*a*a*a*a*a*a*b) exit 3;; esac", 0, ""),
]
CLEAN = "rm -rf /x* /g /e /root/x"


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """A lab that has to survive all of it."""
    with Lab() as started:
        yield started


@pytest.mark.parametrize("command", ENDLESS)
async def test_endless(lab: Lab, command: str) -> None:
    """Others answer while it runs, and it ends with its connection."""
    async with runaway(lab, NODE, command):
        await responsive(lab, NODE)


@pytest.mark.parametrize(("command", "status", "message"), LIMITED)
async def test_limited(lab: Lab, command: str, status: int, message: str) -> None:
    """Others answer while it runs; it ends by a limit, with what CentOS would say."""
    async with runaway(lab, NODE, command) as process:
        await responsive(lab, NODE)
        async with asyncio.timeout(END):
            errors = await process.stderr.read()
            ended = await process.wait()
    assert message in errors.decode()
    shown = 128 + {"SEGV": 11, "XFSZ": 25}[ended.exit_signal[0]] if ended.exit_signal else ended.exit_status
    assert shown == status, errors[-300:]
    async with runaway(lab, NODE, CLEAN) as process:
        await process.wait()


@pytest.mark.long
async def test_left_behind(lab: Lab) -> None:
    """What its client has left behind is not kept for ever, even if it only sleeps."""
    async with runaway(lab, NODE, "sleep 99999999999999999999999999999999999"):
        await responsive(lab, NODE)


@pytest.mark.long
async def test_processor_time(lab: Lab) -> None:
    """A login that has used its processor time is killed."""
    async with runaway(lab, NODE, "while :; do :; done") as process, asyncio.timeout(END):
        ended = await process.wait()
    assert ended.exit_signal is not None
    assert ended.exit_signal[0] == "KILL"


async def test_many_at_once(lab: Lab) -> None:
    """A dozen runaways on one node leave the others their time."""
    async with asyncio.TaskGroup() as group, asyncio.timeout(END):
        ready = asyncio.Barrier(7)

        async def one(command: str) -> None:
            async with runaway(lab, NODE, command):
                await ready.wait()
                await ready.wait()

        for command in ENDLESS[:6]:
            group.create_task(one(command))
        await ready.wait()
        await responsive(lab, NODE)
        await ready.wait()
