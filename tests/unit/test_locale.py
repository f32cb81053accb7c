"""The two languages say the same: the same files, keys, variables and headings."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast, visitor
from rich.cells import cell_len

from wizard.model import problems
from wizard.model.problems import Problem
from wizard.text import LANGUAGES, Words, folder, josa

FILES = sorted({file.relative_to(folder(lang)) for lang in LANGUAGES for file in folder(lang).rglob("*.*")})
PROSE = [file for file in FILES if file.suffix == ".md"]
FLUENT = [file for file in FILES if file.suffix == ".ftl"]
CLOSING = "’”'\"`]>›»」』*_"


def entries(lang: str, file: Path) -> list[ast.EntryType]:
    """Return the entries of a Fluent file."""
    return FluentParser().parse((folder(lang) / file).read_text(encoding="utf-8")).body


def messages(lang: str, file: Path) -> dict[str, ast.Message | ast.Term]:
    """Return the messages and terms of a Fluent file by their keys."""
    return {
        entry.id.name: entry for entry in entries(lang, file) if isinstance(entry, ast.Message | ast.Term)
    }


class Variables(visitor.Visitor):
    """Collects the variables of a message."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - Fluent's name
        self.found.add(node.id.name)


def variables(entry: ast.Message | ast.Term) -> set[str]:
    """Return the names of the variables in a message."""
    visiting = Variables()
    visiting.visit(entry)
    return visiting.found


def headings(lang: str, file: Path) -> list[str]:
    """Return the levels of a page's headings, in order; what they say differs by language."""
    page = re.sub(r"^```.*?^```", "", (folder(lang) / file).read_text(encoding="utf-8"), flags=re.M | re.S)
    return re.findall(r"^#+", page, re.M)


def test_the_locale_folder_is_no_package() -> None:
    """With an __init__.py it would shadow the standard library's module of that name."""
    assert not list(folder("ko").parent.rglob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=str)
def test_every_file_is_there_in_both_languages(file: Path) -> None:
    assert [lang for lang in LANGUAGES if (folder(lang) / file).is_file()] == list(LANGUAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("file", FLUENT, ids=str)
def test_every_line_of_a_message_file_is_understood(lang: str, file: Path) -> None:
    assert [entry.content for entry in entries(lang, file) if isinstance(entry, ast.Junk)] == []


@pytest.mark.parametrize("file", FLUENT, ids=str)
def test_the_same_keys_with_the_same_variables(file: Path) -> None:
    korean, english = ({key: variables(e) for key, e in messages(lang, file).items()} for lang in LANGUAGES)
    assert korean == english


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_key_twice(lang: str) -> None:
    keys = Counter(
        entry.id.name
        for file in FLUENT
        for entry in entries(lang, file)
        if isinstance(entry, ast.Message | ast.Term)
    )
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_key_that_the_code_says_has_a_text() -> None:
    """As far as it stands there: as the first argument of a message, a problem or a label."""
    said = re.compile(
        r"\b(?:Message|Problem|label|" + "|".join(problem_names()) + r')\(\s*"([\w-]*\w)"\s*[,)]'
    )
    words = Words("en")
    missing = [
        f"{file.name}: {key}"
        for part in ("wizard", "steps")
        for file in sorted((folder("en").parents[1] / part).rglob("*.py"))
        for key in said.findall(file.read_text(encoding="utf-8"))
        if not words.has(key)
    ]
    assert missing == []


def problem_names() -> list[str]:
    """Return the names of the classes of problems in wizard.model.problems."""
    return [
        name for name, kind in vars(problems).items() if isinstance(kind, type) and issubclass(kind, Problem)
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_message_can_be_said(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each with texts for its variables, and again with numbers, by which plurals are chosen."""
    monkeypatch.setattr(Words, "strict", True)
    words = Words(lang)
    for file in FLUENT:
        for key, entry in messages(lang, file).items():
            names = variables(entry)
            for value in ("compute1", 1, 2):
                said = words.label(key, **dict.fromkeys(names, value))
                assert said.strip()
                assert "???" not in said


@pytest.mark.parametrize("file", FLUENT, ids=str)
def test_a_particle_stands_right_after_its_word(file: Path) -> None:
    source = (folder("ko") / file).read_text(encoding="utf-8")
    for found in re.finditer(r'\{ *JOSA\(\$(\w+), *"([^"]+)"\) *\}', source):
        before = source[: found.start()].rstrip(CLOSING)
        assert re.search(rf"\{{ *\${found[1]} *\}}$", before), found[0]
        josa("책", found[2])
    assert "JOSA" not in (folder("en") / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("file", FLUENT, ids=str)
def test_no_particle_is_written_by_hand_after_a_variable(file: Path) -> None:
    source = (folder("ko") / file).read_text(encoding="utf-8")
    by_hand = re.compile(
        rf"\$\w+ *\}}[{re.escape(CLOSING)}]*(을|를|은|는|이|가|과|와|으로|로)(?=[\s.,]|$)", re.M
    )
    assert [found[0] for found in by_hand.finditer(source)] == []


def test_pages_have_the_same_headings() -> None:
    korean, english = ({file: headings(lang, file) for file in PROSE} for lang in LANGUAGES)
    assert korean == english


@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_fits_a_terminal(lang: str) -> None:
    page = Words(lang).page("help.txt")
    assert page.endswith("\n")
    assert max(cell_len(line) for line in page.splitlines()) <= 80


@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_has_every_option_and_exit_status(lang: str) -> None:
    page = Words(lang).page("help.txt")
    options = "lab answers replay dry-run check only from skip lang output init schema list version help"
    assert [name for name in options.split() if f"--{name}" not in page] == []
    assert re.findall(r"^  (\d+)  ", page, re.M) == ["0", "1", "2", "3", "4", "5", "130"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_without_variables_is_what_fluent_makes_of_it(language: str) -> None:
    words = Words(language)
    plain = [key for key, source in words._sources.items() if "{" not in source and source.count("\n") < 2]
    for key in plain:
        pattern = words._pattern(key)
        assert pattern is not None
        assert words.label(key) == words._bundle.format_pattern(pattern)[0]
    assert len(plain) > 100
