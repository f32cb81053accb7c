"""Completion in real shells, and that parser, help page and completion have the same options."""

from __future__ import annotations

import argparse
import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pexpect
import pytest

from steps import GUIDE
from wizard.arguments import SHELLS, parser
from wizard.cli import main
from wizard.exercises.load import shipped
from wizard.helptext import Entry, described, sections
from wizard.lab.fault_names import NAMES
from wizard.labcli.cli import main as lab_main
from wizard.labcli.cli import outer_parser
from wizard.labcli.completing import whole_parser
from wizard.text import LANGUAGES, Words

Capture = pytest.CaptureFixture[str]
PROGRAMS = {"nova-wizard": main, "nova-lab": lab_main}
WAIT = 60


@pytest.fixture
def script(tmp_path: Path, capsys: Capture) -> Callable[[str, str], Path]:
    """Writes a program's script for a shell."""

    def write(program: str, shell: str) -> Path:
        assert PROGRAMS[program](["--completion", shell, "--lang", "en"]) == 0
        path = tmp_path / f"{program}.{shell}"
        path.write_text(capsys.readouterr().out, encoding="utf-8")
        return path

    return write


def in_bash(script: Path, line: str) -> list[str]:
    """What bash offers at the end of a line."""
    words = line.split(" ")
    function = f"_shtab_{words[0].replace('-', '_')}"
    program = f"""
        source {shlex.quote(str(script))}
        COMP_WORDS=({shlex.join(words)}); COMP_CWORD={len(words) - 1}
        COMP_LINE={shlex.quote(line)}; COMP_POINT={len(line)}
        {function} {words[0]} {shlex.quote(words[-1])} {shlex.quote(words[-2])}
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    return shell_output("bash", program)


def in_fish(script: Path, line: str) -> list[str]:
    """What fish offers at the end of a line."""
    program = f"source {shlex.quote(str(script))}; complete -C {shlex.quote(line)}"
    return [offer.partition("\t")[0] for offer in shell_output("fish", program)]


def shell_output(shell: str, program: str) -> list[str]:
    """The lines that a shell prints, which must say nothing on stderr."""
    ended = subprocess.run([shell, "-c", program], capture_output=True, text=True, timeout=WAIT, check=True)
    assert ended.stderr == ""
    return ended.stdout.splitlines()


ASK: Mapping[str, Callable[[Path, str], list[str]]] = {"bash": in_bash, "fish": in_fish}


@pytest.mark.parametrize("shell", ASK)
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("nova-wizard --vali", ["--validate"]),
        ("nova-wizard --lang ", ["ko", "en"]),
        ("nova-wizard --output p", ["plain"]),
        ("nova-wizard --completion z", ["zsh"]),
        ("nova-wizard --only 4.4.3/fin", ["4.4.3/finish", *(s.id for s in GUIDE if "4.4.3/fin" in s.id)]),
        ("nova-wizard --lab-fault data", [name for name in NAMES if name.startswith("data")]),
        ("nova-lab res", ["restore", "reset"]),
        ("nova-lab snapshot --fo", ["--force"]),
        ("nova-lab check end", [name for name in shipped() if name.startswith("end")]),
        ("nova-lab start --fault rabbit", [name for name in NAMES if name.startswith("rabbit")]),
        ("nova-lab shell c", ["controller", "compute1"]),
    ],
)
def test_options_and_their_values_are_offered(
    shell: str, line: str, offered: list[str], script: Callable[[str, str], Path]
) -> None:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    found = ASK[shell](script(line.split(maxsplit=1)[0], shell), line)
    assert offered
    assert sorted(found) == sorted(offered)


@pytest.mark.parametrize(
    ("line", "offered"), [("--run 4", []), ("--against 4", []), ("--export a", ["ansible"])]
)
def test_runs_are_no_steps_and_what_is_exported_is_offered(
    line: str,
    offered: list[str],
    script: Callable[[str, str], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    found = in_bash(script("nova-wizard", "bash"), f"nova-wizard {line}")
    assert [word for word in found if word] == offered


@pytest.mark.parametrize("shell", ASK)
def test_files_are_offered(
    shell: str, script: Callable[[str, str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    made = script("nova-wizard", shell)
    folder = tmp_path / "here"
    (folder / "answers-folder").mkdir(parents=True)
    (folder / "answers.yaml").touch()
    monkeypatch.chdir(folder)
    found = {name.rstrip("/") for name in ASK[shell](made, "nova-wizard --replay ans")}
    assert found == {"answers.yaml", "answers-folder"}
    found = {name.rstrip("/") for name in ASK[shell](made, "nova-wizard --lab-dir ans")}
    assert found == {"answers-folder"}


def test_zsh_completes_on_a_terminal(script: Callable[[str, str], Path], tmp_path: Path) -> None:
    if not (zsh := shutil.which("zsh")):
        pytest.skip("zsh is not installed")
    files = [script(program, "zsh").rename(tmp_path / f"_{program}") for program in PROGRAMS]
    shell = pexpect.spawn(zsh, ["-f", "-i"], encoding="utf-8", timeout=WAIT, dimensions=(40, 200))
    try:
        shell.sendline("PS1='ready'\"> \"; unsetopt beep zle_bracketed_paste; bindkey -e")
        shell.expect("ready> ")
        shell.sendline(f"fpath=({tmp_path} $fpath); autoload -U compinit; compinit -u -D; echo load''ed")
        shell.expect("loaded")
        assert all(file.is_file() for file in files)
        for typed, completed in [
            ("nova-wizard --vali\t", "--validate"),
            ("nova-wizard --output pl\t", "--output plain"),
            ("nova-lab snap\t", "snapshot"),
            ("nova-lab check endp\t", "check endpoint-wrong-port"),
        ]:
            shell.send(typed)
            shell.expect_exact(completed)
            shell.sendcontrol("u")
    finally:
        shell.close(force=True)


# --- Nothing drifts -----------------------------------------------------------------------------------


def actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield every option of a parser and its subcommands."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from actions(inner)
        elif action.option_strings:
            yield action


def parsers() -> dict[str, argparse.ArgumentParser]:
    """The parsers by the pages that describe them."""
    return {
        "help.txt": parser(),
        "nova-lab.txt": whole_parser(outer_parser(), Words("en").page("nova-lab.txt")),
    }


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", ["help.txt", "nova-lab.txt"])
def test_the_help_page_has_the_options_of_the_parser_and_no_others(lang: str, page: str) -> None:
    text = Words(lang).page(page)
    entries = described(text)
    known = {name for action in actions(parsers()[page]) for name in action.option_strings}
    assert {name for name in known if name.startswith("--")} == set(entries)
    short = {name for name in known if not name.startswith("--")}
    assert short == {name for name in ("-h", "-V") if f" {name}, --" in text}
    for action in actions(parsers()[page]):
        [name] = [name for name in action.option_strings if name.startswith("--")]
        assert bool(entries[name].metavar) == (action.nargs != 0), name
        assert entries[name].text, name


def test_the_pages_have_the_same_form_in_both_languages() -> None:
    for page in ("help.txt", "nova-lab.txt"):
        korean, english = (
            [
                [block.term if isinstance(block, Entry) else "" for block in section.blocks]
                for section in sections(Words(lang).page(page))
            ]
            for lang in LANGUAGES
        )
        assert korean == english


def test_a_shell_that_is_none_of_these_is_told(capsys: Capture) -> None:
    assert main(["--completion", "tcsh", "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert all(shell in said for shell in SHELLS)
