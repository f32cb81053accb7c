"""`nova-lab check`: proves an exercise on a lab of its own."""

from __future__ import annotations

from argparse import Namespace

from wizard.labcli.parser import CommandParser
from wizard.outermost import complain, say
from wizard.text import Words

USAGE = "nova-lab check NAME|FILE [--lang ko|en]"


def add_arguments(parser: CommandParser) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("exercise")


def run(options: Namespace, words: Words) -> int:
    """Return 0 for an exercise that can be used, 1 with what does not hold. Raises `Problem` for its file."""
    from wizard.exercises.load import find  # noqa: PLC0415 - slow to import
    from wizard.exercises.proof import prove  # noqa: PLC0415
    from wizard.exercises.shells import ScriptFailed  # noqa: PLC0415
    from wizard.model.problems import HostProblem  # noqa: PLC0415

    exercise = find(options.exercise)
    complain(words.label("exercise-proving", name=exercise.name))
    try:
        proof = prove(exercise)
    except (ScriptFailed, HostProblem) as problem:
        say(words.say(problem.message))
        return 1
    if proof.holds:
        say(words.label("exercise-proved", name=exercise.name))
        return 0
    say("\n".join(words.say(message) for message in proof.messages()))
    return 1
