"""The command line. A front is imported only when it is asked for."""

from __future__ import annotations

from wizard import safe_path  # noqa: F401 - before any module that the working directory could stand in for

# isort: split
import argparse
import gc
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from wizard import outermost, process
from wizard.arguments import ASKED, EXPORTS, NO_FILE, SHELLS, language, parsed, parser
from wizard.colour import tell_textual
from wizard.model.problems import Problem
from wizard.nearest import nearest
from wizard.outermost import complain, say, say_at_length
from wizard.text import Words

if TYPE_CHECKING:
    from wizard.simulation import Simulation


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status."""
    return outermost.run(lambda words: _dispatch(parsed(argv), words), language(argv))


def _check(options: argparse.Namespace) -> None:
    """Raise `Problem` for options that stand without those that they belong to."""
    of_replay = {
        f"--{options.mode}": options.mode != "run",
        "--undo": options.undo,
        "--only": options.only,
        "--from": options.start is not None,
        "--skip": options.skip,
        "--limit": options.limit,
        "--keep-going": options.keep_going,
        "--forks": options.forks,
        "--output": options.output,
    }
    given = [option for option, value in of_replay.items() if value]
    if given and not options.replay:
        raise Problem("only-with-replay", options=", ".join(given))
    if options.undo and options.mode == "check":
        raise Problem("options-exclude", option="--undo", other="--check")
    if any((options.lab_fault, options.lab_nodes)) and not options.lab:
        raise Problem("only-with-lab")
    if options.replay is NO_FILE and not options.lab:
        raise Problem("replay-what")
    if options.report and not options.replay and options.run is None:
        raise Problem("only-with-run")
    if options.against is not None and options.run is None:
        raise Problem("against-what")
    if options.inventory and not options.init:
        raise Problem("inventory-what")


def _dispatch(options: argparse.Namespace, words: Words) -> int:
    _check(options)
    if options.export:
        return _export(options)
    if options.replay:
        return _replay(options)
    if options.runs or options.run is not None:
        return _past(options, words)
    if options.init:
        _init(options, words)
    elif options.schema:
        from wizard.answers.json_schema import json_schema  # noqa: PLC0415

        say_at_length(json_schema(words))
    elif options.list:
        _list(words)
    elif options.lab_faults:
        _list_faults(words)
    elif options.version:
        from importlib.metadata import version  # noqa: PLC0415

        say(f"nova-wizard {version('nova-wizard')}")
    elif options.help:
        say_at_length(words.page("help.txt").removesuffix("\n"))
    elif options.validate:
        _validate(options.validate, words)
    elif options.completion:
        _complete(options.completion, words)
    else:
        return _wizard(options, words)
    return 0


def _past(options: argparse.Namespace, words: Words) -> int:
    from wizard.headless import past  # noqa: PLC0415

    shown = (
        past.runs(words) if options.runs else past.run(words, options.run, options.against, options.report)
    )
    for line in shown:
        say(line)
    return 0


def _wizard(options: argparse.Namespace, words: Words) -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Problem("no-terminal")
    process.keep_from_textual(os.environ)
    process.require_resources()
    if not options.exercise:  # whose lab is made ready before the first screen
        gc.disable()  # until that stands: `wizard.tui.start` turns it on again
    tell_textual(os.environ)
    simulation = _simulation(options)
    if options.exercise:
        complain(words.label("lab-preparing-exercise"))
    from wizard.tui.start import wizard  # noqa: PLC0415 - Textual is slow to import

    return wizard(options.answers, options.lang, simulation)


def _replay(options: argparse.Namespace) -> int:
    from wizard.engine.forks import FORKS  # noqa: PLC0415
    from wizard.engine.modes import RunMode  # noqa: PLC0415
    from wizard.headless.replay import Options, replay  # noqa: PLC0415

    process.prepare_for_passwords()
    return replay(
        Options(
            answers=None if options.replay is NO_FILE else options.replay,
            mode=RunMode(options.mode),
            reports=tuple(options.report),
            undo=options.undo,
            only=options.only,
            start=options.start,
            skip=options.skip,
            limit=options.limit,
            keep_going=options.keep_going,
            forks=options.forks or FORKS,
            output=options.output,
            lang=options.lang,
            simulation=_simulation(options),
        )
    )


def _export(options: argparse.Namespace) -> int:
    asked = {name for name in ASKED if getattr(options, name) not in (None, False)}
    if asked - {"answers"} or not (options.answers or options.lab):
        raise Problem("export-answers")
    kind, file = options.export
    if kind == "ansible":
        return _export_ansible(options, Path(file))
    if kind != "runbook":
        near = nearest(kind, EXPORTS) or "none"
        raise Problem("option-one-of", option="--export", choices=", ".join(EXPORTS), near=near)
    from wizard.engine.modes import RunMode  # noqa: PLC0415
    from wizard.headless.replay import Options, replay  # noqa: PLC0415

    process.prepare_for_passwords()
    return replay(
        Options(
            answers=options.answers,
            mode=RunMode.DRY_RUN,
            lang=options.lang,
            simulation=_simulation(options),
            runbook=Path(file),
        )
    )


def _export_ansible(options: argparse.Namespace, folder: Path) -> int:
    if not options.answers or options.lab:
        raise Problem("export-ansible-answers")
    from wizard.ansible.export import export  # noqa: PLC0415

    words = export(options.answers, folder, options.lang)
    say(words.label("ansible-written", folder=str(folder)))
    return 0


def _init(options: argparse.Namespace, words: Words) -> None:
    if options.inventory:
        from wizard.ansible.inventory import init_from  # noqa: PLC0415

        for message in init_from(options.inventory, options.init, words):
            complain(words.say(message))
        written = "init-written-inventory"
    else:
        from wizard.answers.init import init  # noqa: PLC0415

        init(options.init, words)
        written = "init-written"
    say(words.label(written, file=str(options.init)))


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
    if options.exercise:
        return _with_exercise(Simulation(options.lab_fault, options.lab_dir, nodes), options.exercise)
    return Simulation(options.lab_fault, options.lab_dir, nodes, passwords=passwords)


def _with_exercise(simulation: Simulation, name: str) -> Simulation:
    """Return the lab with an exercise and its hosts, in the folder of `nova-lab` unless another is named."""
    from wizard.exercises.load import find  # noqa: PLC0415
    from wizard.labfolder import compute_nodes_in  # noqa: PLC0415
    from wizard.state import lab_folder  # noqa: PLC0415

    directory = simulation.directory or lab_folder(os.environ)
    nodes = simulation.compute_nodes or compute_nodes_in(directory) or find(name).compute_nodes
    return replace(simulation, directory=directory, compute_nodes=nodes, exercise=name)


def _validate(path: Path, words: Words) -> None:
    from wizard.answers.load import validate  # noqa: PLC0415
    from wizard.answers.problems import shown  # noqa: PLC0415

    complain(*(words.say(warning) for warning in validate(path, os.environ)))
    say(words.label("answers-valid", file=shown(path)))


def _complete(shell: str, words: Words) -> None:
    from steps import GUIDE  # noqa: PLC0415
    from wizard.completion import script  # noqa: PLC0415
    from wizard.exercises.load import shipped  # noqa: PLC0415
    from wizard.lab.fault_names import NAMES  # noqa: PLC0415
    from wizard.selection import ids  # noqa: PLC0415

    values = {
        "ID": ids(GUIDE),
        "--run": (),  # the ID of an earlier run, which no script can know
        "--against": (),
        "--export": EXPORTS,
        "--lab-fault": NAMES,
        "--exercise": shipped(),
        "SHELL": SHELLS,
    }
    say(script(shell, parser(), words.page("help.txt"), values))


def _list(words: Words) -> None:
    from steps import GUIDE  # noqa: PLC0415

    origins = [words.label(f"source-{step.source}") for step in GUIDE]
    lines = [f"{step.id:<16}  {words.say(step.title)}" for step in GUIDE]
    say_at_length("\n".join(f"{line}  [{origin}]" for line, origin in zip(lines, origins, strict=True)))


def _list_faults(words: Words) -> None:
    from wizard.lab.faults import FAULTS  # noqa: PLC0415

    say_at_length("\n".join(f"{name:<20}  {words.label(f'lab-fault-{name}')}" for name in FAULTS))


if __name__ == "__main__":
    sys.exit(main())
