"""From the name or the file of an exercise to the `Exercise`, with all that is wrong told at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from wizard.answers import document
from wizard.answers.collected import Place, message_of
from wizard.answers.problems import AnswersWrong, Wrong, path_of
from wizard.answers.schema import Keys
from wizard.exercises.schema import Change, Exercise, Graded, Hint, Text, Typed
from wizard.model.message import Message
from wizard.model.problems import Problem
from wizard.nearest import nearest

SHIPPED = Path(__file__).parent / "shipped"
"""The folder of the exercises that come with the program, each in NAME.yaml."""

_KEYS = {
    "missing": "answers-missing",
    "int_type": "exercise-wants-number",
    "string_type": "answers-wants-text",
    "string_unicode": "answers-half-character",
    "list_type": "exercise-wants-list",
    "model_type": "answers-wants-keys",
    "too_short": "exercise-empty-list",
    "greater_than_equal": "exercise-wants-number",
}
"""What pydantic finds by itself, and how it is said."""
_OF_ANSWERS = {
    "answers-no-file": "exercise-no-file",
    "answers-a-folder": "exercise-a-folder",
    "answers-empty": "exercise-empty",
    "answers-not-yaml": "exercise-not-yaml",
    "answers-too-long": "exercise-too-big",
    "answers-too-deep": "exercise-too-big",
    "answers-too-many-values": "exercise-too-big",
    "answers-line-too-long": "exercise-too-big",
}
"""What the reader of YAML says of a file of answers, and how it is said of an exercise."""
_MODELS: Mapping[str | int, type[Keys]] = {
    "title": Text,
    "task": Text,
    "break": Change,
    "hints": Hint,
    "solve": Typed,
    "grade": Graded,
}


def shipped() -> list[str]:
    """Return the names of the exercises that come with the program, in their order."""
    return sorted(file.stem for file in SHIPPED.glob("*.yaml"))


def find(asked: str) -> Exercise:
    """Return the exercise of this name, or that of a file. Raises `Problem`, as `load` does.

    What has a slash or a dot in it is a path; names have neither.
    """
    return load(path_of_exercise(asked))


def path_of_exercise(asked: str) -> Path:
    """Return where the exercise of this name or path is. Raises `Problem` for an unknown name."""
    if "/" in asked or "." in asked:
        return Path(asked)
    if asked in (names := shipped()):
        return SHIPPED / f"{asked}.yaml"
    raise Problem("exercise-unknown", name=asked, near=nearest(asked, names) or "none")


def load(path: Path) -> Exercise:
    """Return the exercise in a file.

    Raises `AnswersWrong` with everything that is wrong with it, each with its line and key, and `Untrusted`
    where someone else could have written the file, whose scripts run as root on the lab.
    """
    try:
        found = document.read(path)
    except AnswersWrong as unreadable:
        raise AnswersWrong(path, [_of_exercise(one) for one in unreadable.problems]) from None
    exercise, errors = check(found.data)
    wrong = [*found.wrong, *(error._replace(line=found.line(error.path)) for error in errors)]
    if exercise is None or wrong:
        raise AnswersWrong(path, wrong)
    return exercise


def check(data: Mapping[str, Any]) -> tuple[Exercise | None, list[Wrong]]:
    """Return the exercise that the data of a file make, or all that is wrong with it."""
    if data.get("version", 1) != 1:
        return None, [Wrong("version", Message("exercise-version"))]
    twice = list(_graded_twice(data))
    try:
        return Exercise.model_validate(data), twice
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
    return None, [*(Wrong(path_of(error["loc"]), _message(error)) for error in errors), *twice]


def _message(error: ErrorDetails) -> Message:
    if error["type"] == "missing" and error["loc"][-1] in Text.model_fields:
        return Message("exercise-no-language", lang=str(error["loc"][-1]))
    return message_of(error, _model, _KEYS)


def _model(place: Place) -> type[Keys]:
    return Exercise if len(place) == 1 else _MODELS[place[0]]


def _graded_twice(data: Mapping[str, Any]) -> Iterator[Wrong]:
    graded = data.get("grade")
    seen: dict[str, int] = {}
    for at, one in enumerate(graded if isinstance(graded, list) else []):
        step = one.get("step") if isinstance(one, Mapping) else None
        if isinstance(step, str) and seen.setdefault(step, at) != at:
            yield Wrong(path_of(("grade", at, "step")), Message("exercise-graded-twice"))


def _of_exercise(wrong: Wrong) -> Wrong:
    message = wrong.message
    key = _OF_ANSWERS.get(message.key, message.key)
    return wrong._replace(message=Message(key, **message.variables))
