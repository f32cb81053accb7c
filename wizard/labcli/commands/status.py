"""`nova-lab status`: the lab that runs in the folder, or what is kept there."""

from __future__ import annotations

from argparse import Namespace
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from wizard.exercises import load, record
from wizard.labcli.folder import folder_of
from wizard.labcli.parser import CommandParser
from wizard.labcli.table import table
from wizard.labfolder import joined, snapshots_in
from wizard.labfolder.typed import start_command, wizard_command
from wizard.model.problems import Problem
from wizard.outermost import say
from wizard.text import Words

USAGE = "nova-lab status [--dir DIR]"
NOT_RUNNING = 3


def add_arguments(parser: CommandParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_folder()


def run(options: Namespace, words: Words) -> int:
    """Print a table; return 3 where no lab runs. Raises `Problem`."""
    folder = folder_of(options)
    lab = joined(folder)
    if lab is None:
        start = start_command(folder)
        say(words.label("lab-not-running", directory=str(folder), start=start))
        if kept := snapshots_in(folder):
            say(words.label("lab-status-snapshots", names=_snapshots(kept)))
        return NOT_RUNNING
    say("\n".join(_lines(lab.status(), folder, words)))
    return 0


def _lines(status: dict[str, Any], folder: Path, words: Words) -> list[str]:
    label = words.label
    rows = [[label(f"lab-head-{name}") for name in ("node", "address", "port", "state")]]
    rows += [
        [
            node["name"],
            node["management_ip"],
            f"127.0.0.1:{node['port']}",
            label("lab-node-up" if node["up"] else "lab-node-down"),
        ]
        for node in status["nodes"]
    ]
    lines = [
        label("lab-status-runs", directory=str(folder), pid=str(status["pid"])),
        *table(rows),
        label("lab-status-faults", faults=", ".join(status["faults"]) or "none"),
    ]
    if at_work := record.read(folder):
        lines += _exercise(at_work, folder, words)
    lines.append(label("lab-status-snapshots", names=_snapshots(status["snapshots"]) or "none"))
    if status["kept"] is not None:
        lines.append(label("lab-status-kept", time=_moment(status["kept"])))
    return lines


def _exercise(at_work: record.Record, folder: Path, words: Words) -> list[str]:
    """Return which exercise is at work, since when, its title, and where its task can be read again."""
    lines = [
        words.label("lab-status-exercise", name=at_work.exercise, minutes=int(at_work.seconds) // 60),
        words.label("lab-status-task", wizard=wizard_command(folder)),
    ]
    with suppress(Problem):  # the exercise's file may be gone: the rest is to be said all the same
        lines.insert(1, f"  {load.find(at_work.exercise).title.of(words.lang)}")
    return lines


def _snapshots(found: list[dict[str, Any]]) -> str:
    return ", ".join(f"{one['name']} ({_moment(one['time'])})" for one in found)


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).strftime("%Y-%m-%d %H:%M:%S")
