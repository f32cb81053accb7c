"""A lab's state with the guide done up to a step: built by the engine on a fresh lab, then cached."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from platformdirs import user_cache_path

from wizard import saving, trusted
from wizard.lab import Place
from wizard.labfolder.requests import FolderRequests
from wizard.model.commands import Command, Result
from wizard.model.problems import Problem
from wizard.model.role import Role
from wizard.model.steps import Step
from wizard.nearest import nearest
from wizard.simulation import BOOKS_OWN, Simulation, answers_for, lab_of

MOST_KEPT = 30
"""States in the cache; the oldest ones go."""
LARGEST = 64 * 2**20
"""Bytes of one in the cache."""
BEFORE_RESET = "before-reset"
"""The snapshot that a reset makes first."""


def prepared(
    places: Sequence[Place],
    passwords: Mapping[str, str],
    until: str | None,
    on_run: Callable[[Callable[[], None]], None] = lambda _: None,
) -> bytes:
    """Return the state of a lab with the guide done up to and with a step, part or section.

    None for a fresh lab. `on_run` is handed what stops the building, from any thread; KeyboardInterrupt then.
    Raises `Problem` for an ID that no step has, and where the guide does not get that far.
    """
    from steps import GUIDE  # noqa: PLC0415 - slow to import

    steps = up_to(GUIDE, until) if until is not None else ()
    if dict(passwords) != BOOKS_OWN:  # others are secrets, or made up for one lab
        return _built(places, passwords, steps, on_run)
    file = _cached_as(places, steps[-1].id if steps else "")
    with suppress(OSError, Problem):
        return trusted.read(file, LARGEST).data
    data = _built(places, passwords, steps, on_run)
    with suppress(OSError, Problem):
        trusted.own_folder(file.parent)
        saving.replace(file, data.decode())
        _forget_the_oldest(file.parent)
    return data


def reset(
    lab: FolderRequests,
    until: str | None,
    on_run: Callable[[Callable[[], None]], None] = lambda _: None,
) -> None:
    """Put a running lab to where `prepared` has it, after a snapshot of what it is. Raises as that does."""
    data = prepared(lab.places(), lab.passwords, until, on_run)
    lab.replace(data, keep_as=BEFORE_RESET)


def up_to(guide: Sequence[Step], until: str) -> tuple[Step, ...]:
    """Return the guide's steps up to and with those of an ID or prefix. Raises `Problem` for another ID."""
    last = max((at for at, step in enumerate(guide) if step.within(until)), default=None)
    if last is None:
        known = dict.fromkeys(name for step in guide for name in (step.section, step.part, step.id))
        raise Problem("no-such-step", id=until, near=nearest(until, known) or "none")
    return tuple(guide[: last + 1])


class _Nowhere:
    """A transcript that nobody reads."""

    def command(self, host: str, command: Command, result: Result | None, seconds: float) -> None:
        """Note nothing."""


def _built(
    places: Sequence[Place],
    passwords: Mapping[str, str],
    steps: Sequence[Step],
    on_run: Callable[[Callable[[], None]], None],
) -> bytes:
    from steps import PREREQUISITES, SECTIONS  # noqa: PLC0415 - slow to import, as is fabric
    from wizard.engine import run as engine  # noqa: PLC0415
    from wizard.engine.modes import Ending  # noqa: PLC0415
    from wizard.hosts.ssh import SshHost  # noqa: PLC0415
    from wizard.model.steps import Guide  # noqa: PLC0415

    with lab_of(answers_for(places, passwords), Simulation(passwords=passwords)) as (lab, answers):
        if all(step.on is Role.READER for step in steps):
            return lab.data()
        run = engine.Run(
            answers,
            Guide(tuple(steps), PREREQUISITES, SECTIONS),
            {node.name: SshHost(node) for node in answers.nodes},
            emit=lambda event: None,
            approve=lambda step, node, actions: True,
            mask=str,
            transcript=_Nowhere(),
            simulated=True,
        )
        on_run(run.stop)
        ended = run.run()
        if ended is Ending.INTERRUPTED:
            raise KeyboardInterrupt
        if ended is not Ending.DONE:
            raise Problem("lab-not-prepared", until=steps[-1].id)
        return lab.data()


# --- The cache


def _cached_as(places: Sequence[Place], until: str) -> Path:
    """Return the file for a state, named by all that it depends on."""
    hosts = [[place.name, place.management_ip, place.disk] for place in places]
    parts = [version("nova-wizard"), _code(), hosts, until]
    name = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
    return user_cache_path("nova-wizard", appauthor=False) / "labs" / f"{name[:32]}.json"


def _code() -> str:
    """Return a digest of the guide, the engine and the lab: changed ones may leave another state."""
    here = Path(__file__).parent
    roots = [here / "lab", here / "hostsim", here / "actions", here / "facts", here / "engine", here / "ini"]
    digest = hashlib.sha256()
    for root in [*roots, here.parent / "steps"]:
        for file in sorted(root.rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _forget_the_oldest(folder: Path) -> None:
    files = sorted(folder.glob("*.json"), key=lambda file: file.lstat().st_mtime)
    for file in files[: max(0, len(files) - MOST_KEPT)]:
        file.unlink()
