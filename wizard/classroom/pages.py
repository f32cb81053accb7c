"""The pages as HTML: frames with texts; what is in them is brought by their scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from pathlib import Path

from aiohttp import web

from wizard.text import LANGUAGES, Words, words_in

STATIC = Path(__file__).parent / "static"
TEMPLATES = Path(__file__).parent / "templates"
_HOLE = re.compile(r"\{\{([a-z-]+)\}\}|\[\[([a-z]+)\]\]")
_KINDS = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}


@cache
def static_files() -> Mapping[str, tuple[bytes, str]]:
    """Return the content and the type of each file that pages load, by their names."""
    return {
        file.name: (file.read_bytes(), _KINDS[file.suffix])
        for file in STATIC.iterdir()
        if file.suffix in _KINDS
    }


def words_for(request: web.Request, otherwise: str) -> Words:
    """Return the words of the language that the address or the browser asks for."""
    asked = request.query.get("lang", "")
    if asked in LANGUAGES:
        return words_in(asked)
    for part in request.headers.get("Accept-Language", "").split(","):
        if (lang := part.strip()[:2].lower()) in LANGUAGES:
            return words_in(lang)
    return words_in(otherwise)


def login(words: Words, wrong: str = "", name: str = "") -> str:
    """Return the page where one comes in; `wrong` says why it did not work."""
    problem = f'<p class="wrong" role="alert">{escape(wrong)}</p>' if wrong else ""
    return _page(words, "login", (), (), problem=problem, name=escape(name))


def student(words: Words, name: str, terminals: Iterable[str]) -> str:
    """Return a student's page, with a tab for each terminal."""
    names = {terminal: terminal for terminal in terminals} | {"wizard": words.label("classroom-wizard")}
    tabs = (
        f'<button role="tab" data-terminal="{escape(terminal)}">{escape(text)}</button>'
        for terminal, text in names.items()
    )
    scripts = (*_TERMINALS, "student.js")
    return _page(words, "student", scripts, _STUDENTS_TEXTS, tabs="".join(tabs), name=escape(name))


def teacher(words: Words, faults: Mapping[str, str], steps: Iterable[str]) -> str:
    """Return the teacher's page; `faults` has what each of them is called."""
    options = (f'<option value="{escape(key)}">{escape(text)}</option>' for key, text in faults.items())
    ids = (f"<option>{escape(step)}</option>" for step in steps)
    scripts = (*_TERMINALS, "teacher.js")
    return _page(words, "teacher", scripts, _TEACHERS_TEXTS, faults="".join(options), steps="".join(ids))


_TERMINALS = ("xterm.js", "addon-fit.js", "terminal.js")
_STUDENTS_TEXTS = (
    "lost",
    "ended",
    "own-code",
    "hint-none",
    "hint-costs",
    "points",
    "fixed",
    "checking",
    "file",
)
_TEACHERS_TEXTS = (
    *("name", "here", "away", "holds", "points-head", "hints", "minutes", "watch", "read-only"),
    *("done", "sure", "sure-remove", "new-code", "lost", "check"),
)
"""What the scripts say, by the keys after `classroom-js-`; what they put in stands as `{name}` in them."""


def _page(words: Words, kind: str, scripts: Iterable[str], texts: Iterable[str], **parts: str) -> str:
    """Return a page; `parts` are pieces of HTML by their names in the template."""
    said = {key: words.label(f"classroom-js-{key}") for key in texts}
    loaded = "".join(f'<script src="static/{script}" defer></script>' for script in scripts)
    frame = {
        "lang": words.lang,
        "kind": kind,
        "scripts": loaded,
        "texts": escape(json.dumps(said, ensure_ascii=False)),
    }
    return _filled(words, "page", frame | {"body": _filled(words, kind, frame | parts)})


def _filled(words: Words, name: str, parts: Mapping[str, str]) -> str:
    """Return a template with texts for `{{key}}` and with parts for `[[name]]`."""

    def text(found: re.Match[str]) -> str:
        key = found[1]
        return escape(words.label(f"classroom-{key}")) if key else parts[found[2]]

    return _HOLE.sub(text, _template(name))


@cache
def _template(name: str) -> str:
    return (TEMPLATES / f"{name}.html").read_text(encoding="utf-8")
