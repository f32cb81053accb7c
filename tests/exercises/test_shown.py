"""How a task and a hint look on a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from wizard.exercises.load import find
from wizard.exercises.shown import hint_lines, task_lines
from wizard.text import Words


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize(("columns", "widest"), [(40, 40), (80, 80), (300, 100)])
def test_texts_are_broken_between_words_to_fit_the_terminal(
    lang: str, columns: int, widest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    words, exercise = Words(lang), find("endpoint-wrong-port")
    task = list(task_lines(exercise, Path("first"), words))
    lines = [line for line in task if line not in task[:4]] + list(hint_lines(exercise, 0, words))[1:]
    assert max(map(cell_len, lines)) <= widest
    said = " ".join(exercise.task.of(lang).replace("`", "").split())
    assert " ".join(" ".join(task[4:]).split()) == said
