"""Manual pages, made from the texts of --help: `python -m docs.manpage DIRECTORY` writes them all.

The wheel takes them along (hatch_build.py), so that `man nova-wizard` works once it is installed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from wizard.helptext import Entry, Section, sections

PAGES = {"nova-wizard": "help.txt", "nova-lab": "nova-lab.txt"}
FOLDERS = {"en": "man1", "ko": "ko/man1"}
"""Where man looks for a language, under share/man."""
_TITLES = {"en": ("Name", "Description", "Notes"), "ko": ("이름", "설명", "참고")}
_LOCALE = Path(__file__).parents[1] / "locale"


def manpage(program: str, lang: str, version: str) -> str:
    """Return the manual page of a program in a language, in the macros of man(7)."""
    name, description, notes = _TITLES[lang]
    first, *others = sections((_LOCALE / lang / PAGES[program]).read_text(encoding="utf-8"))
    lines = [f'.TH {program.upper()} 1 "" "{program} {version}"', f".SH {name}"]
    lines.append(f"{_roff(program)} \\- {_roff(_summary(program, first))}")
    lines += [f".SH {description}", *_blocks(first)]
    for section in others:
        lines += [f".SH {_roff(section.title or notes)}", *_blocks(section)]
    return "\n".join([*lines, ""])


def write(folder: Path, version: str) -> dict[Path, str]:
    """Write all pages into a folder; return where each belongs, under the prefix of an installation."""
    written = {}
    for lang, place in FOLDERS.items():
        for program in PAGES:
            path = folder / place / f"{program}.1"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(manpage(program, lang, version), encoding="utf-8")
            written[path] = f"share/man/{place}/{program}.1"
    return written


def _summary(program: str, first: Section) -> str:
    """Return the first sentence of a page without the program's name and, in Korean, its particle."""
    sentence = re.split(r"(?<=[.다])[.:]? ", str(first.blocks[0]), maxsplit=1)[0]
    return re.sub(rf"^{program}\S* ", "", sentence).rstrip(".")


def _blocks(section: Section) -> Iterator[str]:
    for block in section.blocks:
        if isinstance(block, Entry):
            yield from (".TP", rf"\fB{_roff(block.term)}\fR", _roff(block.text))
        else:
            yield from (".PP", _roff(block))


def _roff(text: str) -> str:
    """Return a text that roff prints as it is; hyphens stay hyphens, to be copied into a shell."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


if __name__ == "__main__":
    from importlib.metadata import version as installed

    write(Path(sys.argv[1]), installed("nova-wizard"))
