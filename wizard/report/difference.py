"""What differed between two runs: by step and host, and what was sent. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import unified_diff

from wizard.model.steps import Step
from wizard.plaintext import printable
from wizard.report.report import OnHost, Report
from wizard.report.wording import run_lines, state_word
from wizard.text import Words

Places = Mapping[tuple[str, str], tuple[Step, OnHost]]


def differences(first: Report, second: Report, words: Words) -> Iterator[str]:
    """Yield how the second run differed from the first, `first → second`; nothing where it did not.

    First the runs' own facts, then each step on each host whose state, reason or commands are not the same.
    Times and durations are no differences.
    """
    yield from _facts(first, second, words)
    before, after = _places(first), _places(second)
    for key in dict.fromkeys((*before, *after)):
        lines = list(_place(before.get(key), after.get(key), words))
        if lines:
            step, on_host = after.get(key) or before[key]
            yield printable(f"{step.id}  {on_host.host}  {words.say(step.title)}")
            yield from (f"    {printable(line)}".rstrip() for line in lines)


def _facts(first: Report, second: Report, words: Words) -> Iterator[str]:
    leave_out = {words.label(f"run-{name}") for name in ("began", "seconds")}
    before, after = dict(run_lines(first, words)), dict(run_lines(second, words))
    for name in dict.fromkeys((*before, *after)):
        if name not in leave_out and before.get(name) != after.get(name):
            yield printable(f"{name}: {before.get(name, '-')} → {after.get(name, '-')}")


def _places(report: Report) -> Places:
    """Return each step on each host, in the guide's order."""
    return {(line.step.id, host.host): (line.step, host) for line in report.lines for host in line.hosts}


def _place(
    before: tuple[Step, OnHost] | None, after: tuple[Step, OnHost] | None, words: Words
) -> Iterator[str]:
    states = [
        f"{one[1].mark.glyph} {state_word(*one, words)}".strip() if one else "-" for one in (before, after)
    ]
    if states[0] != states[1]:
        yield " → ".join(states)
    reasons = [words.say(one[1].message) if one else "" for one in (before, after)]
    if reasons[0] != reasons[1]:
        yield from _changed(reasons[0], reasons[1])
    yield from _changed(_commands(before), _commands(after))


def _commands(place: tuple[Step, OnHost] | None) -> str:
    if place is None:
        return ""
    return "\n".join(f"{one.text}\n{one.diff}".strip() for one in (*place[1].sent, *place[1].would_send))


def _changed(before: str, after: str) -> Iterator[str]:
    """Yield the lines that are in one of the texts alone, with `-` and `+` before them."""
    for line in list(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0))[2:]:
        if not line.startswith("@@"):
            yield line
