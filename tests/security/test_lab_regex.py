"""Patterns that backtrack for ever end in bounded time, and nobody else waits for them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.lab import inside
from tests.security.lab_limits import END, responsive, runaway
from wizard.lab import Lab
from wizard.lab.services.select import like

NODE = "controller"
LINE = "printf '%040d!\\n' 0"
SQL = "mysql -uroot -pdbpassword -e"
HOSTILE = [
    (f"{LINE} | grep -E '^(0+)+$'", 2, "grep: memory exhausted"),
    (f"{LINE} | grep '^\\(0*\\)*$'", 2, "grep: memory exhausted"),
    (f"{LINE} | grep -Eo '(0|00)+$'", 2, "grep: memory exhausted"),
    (f"{LINE} | egrep -c '^(0|0?)+$'", 2, "grep: memory exhausted"),
    (f"{LINE} | sed -E 's/^(0+)+$/x/'", 1, "sed: memory exhausted"),
    (f"{LINE} | sed -n '/^\\(0*\\)*$/p'", 1, "sed: memory exhausted"),
    (f"{LINE} > f; sed -i -E 's/(0+)+$/x/' f", 1, "sed: memory exhausted"),
    (f"grep -E '{'(' * 6000}a{')' * 6000}' /etc/hosts", 2, "grep: "),
]
HARMLESS = [
    f"case $({LINE}) in *0*0*0*0*0*0*0*0*0*0*0*0*0*0*x) exit 1;; esac",
    f"x=$({LINE}); echo ${{x##*0*0*0*0*0*0*0*0*0*0*0*0*0*x}} | wc -c",
    "cd /root; touch $(printf '%0200d' 0); ls *0*0*0*0*0*0*0*0*0*0*0*0*0*0*x; rm -f 0*",
    "touch $(printf '/tmp/%0200d' 0); find /tmp -name '*0*0*0*0*0*0*0*0*0*0*0*0*0*x'; rm -f /tmp/0*",
    f"{SQL} \"SELECT '{'0' * 300}' LIKE '{'%0' * 30}x'\"",
    f'{SQL} "SELECT {"(" * 900}1{")" * 900}"',
]


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """A lab with one compute node."""
    with Lab() as started:
        yield started


@pytest.mark.parametrize(("command", "status", "message"), HOSTILE, ids=lambda value: str(value)[:40])
async def test_stopped(lab: Lab, command: str, status: int, message: str) -> None:
    """Others are answered meanwhile; the program ends as where memory is exhausted."""
    async with runaway(lab, NODE, command) as process:
        await responsive(lab, NODE)
        async with asyncio.timeout(END):
            errors = await process.stderr.read()
            ended = await process.wait()
    assert (ended.exit_status, message in errors.decode()) == (status, True), errors


@pytest.mark.parametrize("command", HARMLESS, ids=lambda value: value[:40])
async def test_linear(lab: Lab, command: str) -> None:
    """Patterns of the shell, of find and of LIKE are matched without backtracking: no time is used up."""
    async with runaway(lab, NODE, command) as process, asyncio.timeout(END):
        ended = await process.wait()
    assert ended.exit_signal is None


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("*a*b", "xaxxab", True),
        ("*a*b", "xaxxabc", False),
        ("a*", "a", True),
        ("*ab*ab", "ab", False),
        ("*ab*ab", "xabxxab", True),
        ("*[!a]?c*", "aabcc", True),
        ("**", "", True),
        ("?*?", "a", False),
        ("*.tar.*z", "x.tar.tar.gz", True),
    ],
)
async def test_shell_patterns(pattern: str, text: str, matches: bool) -> None:
    """What is linear is right, too."""
    ended = await inside.run(inside.node(), f"case '{text}' in {pattern}) echo yes;; *) echo no;; esac")
    assert ended.stdout == ("yes\n" if matches else "no\n")


def test_like() -> None:
    """LIKE's `%` and `_`."""
    assert like("nova_api", "nova%")
    assert like("NOVA", "_o_a")
    assert like("aXbXc", "a%b%c")
    assert not like("aXbX", "a%b%c")
    assert like("a_b", r"a\_b")
    assert not like("axb", r"a\_b")
