"""The pages as HTML: frames with texts; what is in them is brought by their scripts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from pathlib import Path

from aiohttp import web

from wizard.text import LANGUAGES, Words

STATIC = Path(__file__).parent / "static"
_KINDS = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}


@cache
def static_files() -> Mapping[str, tuple[bytes, str]]:
    """Return the content and the type of each file that pages load, by their names."""
    return {
        file.name: (file.read_bytes(), _KINDS[file.suffix]) for file in STATIC.iterdir() if file.suffix in _KINDS
    }


@cache
def words_in(lang: str) -> Words:
    """Return the words of a language."""
    return Words(lang)


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
    say = words.label
    problem = f'<p class="wrong" role="alert">{escape(wrong)}</p>' if wrong else ""
    body = f"""<main class="login"><h1>{escape(say("classroom-title"))}</h1>{problem}
<form method="post" action="login?lang={words.lang}" autocomplete="off">
<label>{escape(say("classroom-code"))}<input name="code" required autofocus maxlength="40"></label>
<label>{escape(say("classroom-your-name"))}<input name="name" maxlength="60" value="{escape(name)}"></label>
<label>{escape(say("classroom-own"))}<input name="own" maxlength="40"></label>
<button>{escape(say("classroom-enter"))}</button></form>
<p class="quiet">{escape(say("classroom-enter-hint"))}</p>
<p class="quiet"><a href="./?lang=ko">한국어</a> · <a href="./?lang=en">English</a></p></main>"""
    return _page(words, "login", body, {}, scripts=())


def student(words: Words, name: str, terminals: Iterable[str]) -> str:
    """Return a student's page."""
    say = words.label
    tabs = "".join(
        f'<button role="tab" data-terminal="{escape(one)}">{escape(say("classroom-wizard") if one == "wizard" else one)}'
        "</button>"
        for one in terminals
    )
    keys = "".join(f'<button class="key" data-key="{key}">Ctrl-{key.upper()}</button>' for key in "ntw")
    body = f"""<header><nav role="tablist">{tabs}</nav><span class="keys" title="{escape(say("classroom-keys"))}">{keys}</span>
<span id="state" class="quiet"></span><span id="points"></span>
<button id="show-task">{escape(say("classroom-task"))}</button><span class="name">{escape(name)}</span>
<form method="post" action="logout"><button class="quiet">{escape(say("classroom-leave"))}</button></form></header>
<div id="notice" hidden></div><div class="room"><div id="terminals"></div><aside id="task" hidden>
<h2 id="task-title"></h2><div id="task-text"></div><ol id="hints"></ol>
<p><button id="hint">{escape(say("classroom-hint"))}</button> <button id="check">{escape(say("classroom-check"))}</button></p>
<div id="result"></div><h3>{escape(say("classroom-files"))}</h3><ul id="files"></ul></aside></div>"""
    keys_of_texts = ("lost", "ended", "starting", "own-code", "hint-none", "hint-costs", "points", "fixed", "checking", "file")
    return _page(words, "student", body, _texts(words, keys_of_texts), ("xterm.js", "addon-fit.js", "terminal.js", "student.js"))


def teacher(words: Words, faults: Mapping[str, str], steps: Iterable[str]) -> str:
    """Return the teacher's page; `faults` has what each of them is called."""
    say = words.label
    options = "".join(f'<option value="{escape(key)}">{escape(text)}</option>' for key, text in faults.items())
    ids = "".join(f"<option>{escape(step)}</option>" for step in steps)
    acts = "".join(
        f'<button data-act="{act}">{escape(say(key))}</button>'
        for act, key in (
            ("snapshot", "classroom-snapshot"),
            ("restore", "classroom-restore"),
            ("reset", "classroom-reset"),
            ("code", "classroom-code-button"),
        )
    )
    body = f"""<header><h1>{escape(say("classroom-teacher"))}</h1><span id="state" class="quiet"></span>
<a href="grades.csv?lang={words.lang}" download>{escape(say("classroom-grades"))}</a>
<form method="post" action="logout"><button class="quiet">{escape(say("classroom-leave"))}</button></form></header>
<div id="notice" hidden></div><div class="class"><table><thead><tr id="head"></tr></thead><tbody id="students"></tbody></table></div>
<section id="watched" hidden><header><h2 id="who"></h2><nav id="watch-tabs" role="tablist"></nav>
<select id="fault">{options}</select>
<button data-act="break">{escape(say("classroom-break"))}</button><button data-act="repair">{escape(say("classroom-repair"))}</button>
<select id="step"><option value="">{escape(say("classroom-fresh"))}</option>{ids}</select>{acts}
<button id="close">{escape(say("classroom-close"))}</button></header><div id="terminals"></div></section>"""
    keys = ("name", "here", "away", "holds", "points-head", "hints", "minutes", "watch", "read-only", "done", "sure", "new-code", "lost", "check")
    return _page(words, "teacher", body, _texts(words, keys), ("xterm.js", "addon-fit.js", "terminal.js", "teacher.js"))


def _texts(words: Words, keys: Iterable[str]) -> Mapping[str, str]:
    """Return the texts of a script; what it puts in stands as `{name}` in them."""
    return {key: words.label(f"classroom-js-{key}") for key in keys}


def _page(words: Words, kind: str, body: str, texts: Mapping[str, str], scripts: Iterable[str]) -> str:
    loaded = "".join(f'<script src="static/{script}" defer></script>' for script in scripts)
    return f"""<!DOCTYPE html><html lang="{words.lang}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><title>{escape(words.label("classroom-title"))}</title>
<link rel="stylesheet" href="static/xterm.css"><link rel="stylesheet" href="static/classroom.css">{loaded}</head>
<body class="{kind}" data-texts="{escape(json.dumps(texts, ensure_ascii=False))}">{body}</body></html>"""
