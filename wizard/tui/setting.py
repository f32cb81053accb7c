"""What the wizard is started with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wizard.answers.draft import Draft
from wizard.model import Prerequisite, Step
from wizard.text import Words
from wizard.tui.work import Connect, Point, as_they_are, over_ssh


@dataclass(frozen=True)
class Setting:
    """What the wizard is started with."""

    guide: Sequence[Step]
    prerequisites: Sequence[Prerequisite]
    draft: Draft
    words: Words
    state: Path
    environ: Mapping[str, str] = field(default_factory=dict)
    connect: Connect = over_ssh
    point: Point = as_they_are
    simulated: bool = False
    hangul_missing: bool = False
    """The terminal cannot show Hangul, and nobody asked for a language."""
    last: Path | None = None
    """The last session's answers, where one may go on from them; this session's are kept there."""
