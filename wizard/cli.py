"""The command line. A front is imported only when it is asked for."""

from __future__ import annotations

from wizard import safe_path  # noqa: F401 - before any module that the working directory could stand in for

# isort: split
import argparse
import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from wizard import outermost, process
from wizard.arguments import NO_FILE, language, parsed
from wizard.model import Problem
from wizard.nearest import nearest
from wizard.outermost import say
from wizard.text import Words

if TYPE_CHECKING:
    from wizard.simulation import Simulation


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status."""
    return outermost.run(lambda words: _dispatch(parsed(argv), words), language(argv))


def _dispatch(options: argparse.Namespace, words: Words) -> int:
    only_with_replay = (
        options.only,
        options.start is not None,
        options.skip,
        options.output,
        options.mode != "run",
    )
    if any(only_with_replay) and not options.replay:
        raise Problem("only-with-replay")
    options.lab = options.lab or options.lab_dir is not None
    if any((options.lab_fault, options.lab_nodes)) and not options.lab:
        raise Problem("only-with-lab")
    if options.replay is NO_FILE and not options.lab:
        raise Problem("replay-what")
    if options.replay:
        return _replay(options)
    if options.init:
        from wizard.answers.init import init  # noqa: PLC0415

        init(options.init, words)
        say(words.label("init-written", file=str(options.init)))
    elif options.schema:
        from wizard.answers.json_schema import json_schema  # noqa: PLC0415

        say(json_schema(words))
    elif options.list:
        _list(words)
    elif options.lab_faults:
        _list_faults(words)
    elif options.version:
        from importlib.metadata import version  # noqa: PLC0415

        say(f"nova-wizard {version('nova-wizard')}")
    elif options.help:
        say(words.page("help.txt").removesuffix("\n"))
    else:
        return _wizard(options)
    return 0


def _wizard(options: argparse.Namespace) -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Problem("no-terminal")
    process.keep_from_textual(os.environ)
    process.prepare_for_passwords()
    gc.disable()  # until the first screen stands: `wizard.tui.start` turns it on again
    from wizard.tui.start import wizard  # noqa: PLC0415 - Textual is slow to import

    return wizard(options.answers, options.lang, _simulation(options))


def _replay(options: argparse.Namespace) -> int:
    from wizard.engine.modes import RunMode  # noqa: PLC0415
    from wizard.headless.replay import Options, replay  # noqa: PLC0415

    process.prepare_for_passwords()
    return replay(
        Options(
            answers=None if options.replay is NO_FILE else options.replay,
            mode=RunMode(options.mode),
            only=options.only,
            start=options.start,
            skip=options.skip,
            output=options.output,
            lang=options.lang,
            simulation=_simulation(options),
        )
    )


def _simulation(options: argparse.Namespace) -> Simulation | None:
    if not options.lab:
        return None
    from wizard.lab.faults import FAULTS  # noqa: PLC0415
    from wizard.simulation import BOOKS_OWN, Simulation, made_up  # noqa: PLC0415

    for fault in options.lab_fault:
        if fault not in FAULTS:
            raise Problem("no-such-fault", fault=fault, near=nearest(fault, FAULTS) or "none")
    with_file = options.answers or options.replay not in (None, NO_FILE)
    passwords = made_up() if with_file else BOOKS_OWN
    nodes = options.lab_nodes
    if options.lab_dir and not nodes and not with_file:
        from wizard.labfolder import compute_nodes_in  # noqa: PLC0415

        nodes = compute_nodes_in(options.lab_dir)
    return Simulation(options.lab_fault, options.lab_dir, nodes, passwords)


def _list(words: Words) -> None:
    from steps import GUIDE  # noqa: PLC0415

    for step in GUIDE:
        origin = words.label(f"source-{step.source}")
        say(f"{step.id:<16}  {words.say(step.title)}  [{origin}]")


def _list_faults(words: Words) -> None:
    from wizard.lab.faults import FAULTS  # noqa: PLC0415

    say("\n".join(f"{name:<20}  {words.label(f'lab-fault-{name}')}" for name in FAULTS))


if __name__ == "__main__":
    sys.exit(main())
