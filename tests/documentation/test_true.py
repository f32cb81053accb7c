"""What the pages say is true: commands, options, steps, keys of YAML, code, targets of make."""

from __future__ import annotations

import importlib
import re
import shlex
import tomllib
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from steps import GUIDE
from tests.documentation.pages import (
    PAGES,
    READMES,
    ROOT,
    SITE,
    Block,
    blocks,
    commands,
    indented,
    lines_of_code,
    name_of,
    spans,
    text_of,
)
from wizard.answers.schema import AnswersFile, BookPasswords, Compute, Keys, Undo
from wizard.arguments import parsed
from wizard.arguments import parser as wizard_parser
from wizard.cli import main
from wizard.exercises.load import find, shipped
from wizard.exercises.proof import prove
from wizard.exercises.schema import Change, Exercise, Graded, Hint, Title
from wizard.lab import FAULTS
from wizard.labcli.cli import outer_parser
from wizard.labcli.commands import COMMANDS
from wizard.labcli.completing import whole_parser
from wizard.labcli.parser import CommandParser
from wizard.model.ids import slug
from wizard.text import LANGUAGES, Words

EVERY = [*PAGES, *READMES]
NUMBERS = {"N": "2"}
"""What stands for a number in a sentence."""
OF_OTHERS = {"--diff"}
"""Options of other programs: Ansible's."""
EXERCISES = {"en": "en/instructors/exercises.md", "ko": "ko/instructors/exercises.md"}
ANSWERS = {"en": "en/administrators/answers.md", "ko": "ko/administrators/answers.md"}


def options_of(page: str) -> set[str]:
    """Return the long options that a program knows, as its help page has them."""
    return set(re.findall("--[a-z][a-z-]+", Words("en").page(page)))


_LINE = re.compile(r"\b(4\.4\.\d/\S+)  +(?:controller|compute\d)  +(?:\d/\d  +)?(.+?)(?:  +[\d.]+)?$")
"""A step in output: its ID, host, points of a grade, title, seconds."""


# --- Commands -----------------------------------------------------------------------------------------


def parse(program: str, arguments: str) -> None:
    """Parse a command as the program does. Raises `Problem` or `KeyError` for one that it does not know."""
    words = [NUMBERS.get(word, word) for word in shlex.split(arguments)]
    if program == "nova-wizard":
        parsed(words)
    elif words[0].startswith("-"):
        outer_parser().parsed(words)
    elif len(words) > 1 or words[0] in ("start", "status", "reset", "exercises", "hint", "grade", "serve"):
        command = importlib.import_module(f"wizard.labcli.commands.{COMMANDS[COMMANDS.index(words[0])]}")
        parser = CommandParser(command.USAGE)
        command.add_arguments(parser)
        parser.parsed(words[1:])
    else:
        assert words[0] in COMMANDS


@pytest.mark.parametrize("page", EVERY, ids=name_of)
def test_its_commands_are_those_of_the_programs(page: Path) -> None:
    for program, arguments in commands(text_of(page)):
        parse(program, arguments)


@pytest.mark.parametrize("page", EVERY, ids=name_of)
def test_its_options_are_those_of_the_programs(page: Path) -> None:
    known = options_of("help.txt") | options_of("nova-lab.txt")
    named = {span.split(" ")[0] for span in spans(text_of(page)) if re.match("--[a-z]", span)}
    assert named - known - OF_OTHERS == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_option_is_on_some_page(lang: str) -> None:
    said = "\n".join(text_of(page) for page in PAGES if page.is_relative_to(SITE / lang))
    missing = {
        option
        for option in options_of("help.txt") | options_of("nova-lab.txt")
        if not re.search(rf"{option}\b(?!-)", said)
    }
    assert missing == set()


def test_a_wrong_option_would_be_seen() -> None:
    [(program, arguments)] = commands("Use `nova-wizard --replay a.yaml --dryrun`.")
    with pytest.raises(Exception, match="command-line-unknown"):
        parse(program, arguments)
    assert set(wizard_parser()._option_string_actions) >= {"--replay", "--limit"}
    assert whole_parser(outer_parser(), Words("en").page("nova-lab.txt"))


@pytest.mark.parametrize("page", EVERY, ids=name_of)
def test_its_targets_modules_and_extras_exist(page: Path) -> None:
    code = "\n".join(lines_of_code(text_of(page)))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^\s*make ([a-z-]+)", code, re.M):
        assert f"\n{target}:" in makefile, target
    for module in re.findall(r"python -m ([a-z_.]+)", code):
        assert (ROOT / f"{module.replace('.', '/')}.py").is_file() or (ROOT / module).is_dir(), module
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    for extra in re.findall(r"pip install '\.\[([a-z]+)\]'", code):
        assert extra in extras


@pytest.mark.parametrize("page", EVERY, ids=name_of)
def test_its_steps_faults_and_exercises_exist(page: Path) -> None:
    code = "\n".join(lines_of_code(text_of(page)))
    ids = [step.id for step in GUIDE]
    for named in re.findall(r"\b4\.4\.[1-4](?:/[a-z0-9/]*[a-z0-9])?", code):
        assert any(one.startswith(named) for one in ids), named
    for fault in re.findall(r"--(?:lab-)?fault ([a-z-]+)|- fault: ([a-z-]+)", code):
        assert "".join(fault) in FAULTS, fault
    for exercise in re.findall(r"--exercise ([a-z-]+)(?![a-z./-])", code):
        assert exercise in shipped(), exercise


# --- What the programs show ---------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["students/class.md", "instructors/class.md"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_buttons_have_their_names(lang: str, page: str) -> None:
    texts = (ROOT / "locale" / lang / "classroom.ftl").read_text(encoding="utf-8")
    labels = {line.partition(" = ")[2] for line in texts.splitlines()}
    nodes = {"controller", "compute1", "Ctrl-N", "Ctrl-T", "Ctrl-W"}
    named = set(re.findall(r"\*\*(.+?)\*\*", text_of(SITE / lang / page)))
    assert len(named) > 5
    assert named - labels - nodes == set()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_steps_in_output_have_their_titles(page: Path) -> None:
    words = Words(page.relative_to(SITE).parts[0])
    titles = {step.id: words.label(f"title-{slug(step.id)}") for step in GUIDE}
    for line in "".join(indented(text_of(page))).splitlines():
        if found := re.search(
            r"\b(4\.4\.\d/\S+)  +(?:controller|compute\d)  +(?:\d/\d  +)?(.+?)(?:  +[\d.]+)?$", line
        ):
            assert found[2] == titles[found[1]], line


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_exit_statuses_are_those_of_the_help(lang: str) -> None:
    page = text_of(SITE / f"{lang}/administrators/run.md")
    told = re.findall(r"^\| (\d+) \|", page, re.M)
    assert told == re.findall(r"^  (\d+)  ", Words(lang).page("help.txt"), re.M)


# --- YAML and Python ------------------------------------------------------------------------------------


def titled(page: str, *titles: str) -> list[Block]:
    """Return the YAML of a page below these titles."""
    return [block for block in blocks(text_of(SITE / page)) if block.kind == "yaml" and block.title in titles]


def validated(text: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Have the program itself read answers."""
    path = folder / "answers.yaml"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    assert main(["--validate", str(path), "--lang", "en"]) == 0, capsys.readouterr().err


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_answers_can_be_read(lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole, ssh = (block for block in blocks(text_of(SITE / ANSWERS[lang])) if block.kind == "yaml")
    validated(whole.text, tmp_path, capsys)
    under_a_host = whole.text.replace(
        "    disk: /dev/sdb\n", "".join(f"    {line}\n" for line in ssh.text.splitlines())
    )
    validated(under_a_host, tmp_path, capsys)
    (undo,) = titled(f"{lang}/administrators/undo.md", "in answers.yaml", "answers.yaml")
    validated(f"{whole.text}{undo.text}", tmp_path, capsys)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_of_the_answers_is_explained(lang: str) -> None:
    said = text_of(SITE / ANSWERS[lang]) + text_of(SITE / f"{lang}/administrators/undo.md")
    models: list[type[Keys]] = [AnswersFile, Compute, BookPasswords, Undo]
    names = {name for model in models for name in model.model_fields}
    assert {name for name in names if not re.search(rf"\b{name}\b", said)} == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_of_an_exercise_is_explained_and_in_an_example(lang: str) -> None:
    text = text_of(SITE / EXERCISES[lang])
    examples = "".join(block.text for block in blocks(text))
    names = {field.alias or name for name, field in Exercise.model_fields.items()}
    assert {name for name in names if f"`{name}`" not in text.split("| --- |")[1]} == set()
    models: list[type[Keys]] = [Change, Graded, Hint, Title]
    inner = {name for model in models for name in model.model_fields}
    assert {name for name in names | inner if f"{name}:" not in examples} == set()


def test_the_examples_of_exercises_are_the_same_in_both_languages() -> None:
    korean, english = (blocks(text_of(SITE / EXERCISES[lang])) for lang in LANGUAGES)
    assert korean == english
    assert [f"{YAML(typ='safe').load(block.text)['name']}.yaml" for block in english] == [
        block.title for block in english
    ]


@pytest.mark.parametrize("block", blocks(text_of(SITE / EXERCISES["en"])), ids=lambda block: block.title)
def test_the_examples_of_exercises_can_be_solved(
    block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `nova-lab check` does."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    file = tmp_path / block.title
    file.write_text(block.text, encoding="utf-8")
    file.chmod(0o600)
    assert [Words("en").say(message) for message in prove(find(str(file))).messages()] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_python_on_a_page_stands_in_the_code(page: Path) -> None:
    for block in blocks(text_of(page)):
        if block.kind == "python":
            assert block.text in (ROOT / block.title).read_text(encoding="utf-8")


def test_there_is_code_to_look_at() -> None:
    texts = [text_of(page) for page in PAGES]
    assert sum(len(commands(text)) for text in texts) > 100
    assert sum(len(indented(text)) for text in texts) > 60
