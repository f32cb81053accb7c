"""Work that must not be interrupted is let alone soon: attempts without end would take all of its time."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import asyncio, signal, time
from wizard.hostsim import scheduling

scheduling.enable({"__main__"} if %(module)r else ())
attempts = 0
real = signal.setitimer

def counted(*arguments):
    global attempts
    attempts += 1
    real(*arguments)

signal.setitimer = counted

def busy(deep):
    if deep:
        return busy(deep - 1)
    end = time.thread_time() + 0.5
    while time.thread_time() < end:
        pass

async def work():
    if %(module)r:
        busy(%(deep)d)
    else:
        with scheduling.whole():
            busy(%(deep)d)

asyncio.run(scheduling.shared(work(), scheduling.Group()))
print(attempts)
"""


@pytest.mark.parametrize(("module", "deep"), [(True, 0), (True, 2000), (False, 0), (False, 2000)])
def test_attempts_are_few(module: bool, deep: int) -> None:
    """In half a second of a module's, or of a whole section, with few and many calls in each other."""
    program = PROGRAM % {"module": module, "deep": deep}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert 0 < int(done.stdout) < 100
