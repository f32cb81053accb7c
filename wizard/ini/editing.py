"""Settings put into an ini file: bytes in, bytes out, and only the wanted lines differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from wizard.ini.gates import check
from wizard.ini.reading import Block, Entry, IniFile, Setting, option_key, section_key
from wizard.secret import Secret, Text


class _Change(NamedTuple):
    """The bytes `start` to `end` become `text`."""

    start: int
    end: int
    text: bytes


@dataclass(frozen=True)
class Edited:
    """An edited file, in which something else stands for each secret: nothing here opens one."""

    content: bytes = field(repr=False)
    stand_ins: Mapping[str, Secret]

    @property
    def text(self) -> Text:
        """The file with the secrets in their places, for the last writer."""
        parts: list[str | Secret] = [self.content.decode("utf-8", "surrogateescape")]
        for name, secret in self.stand_ins.items():
            parts = [piece for part in parts for piece in _put_in(part, name, secret)]
        return Text(*parts)


def _put_in(part: str | Secret, name: str, secret: Secret) -> Iterator[str | Secret]:
    if isinstance(part, Secret):
        yield part
        return
    first, *others = part.split(name)
    yield first
    for other in others:
        yield from (secret, other)


def edited(
    content: bytes,
    settings: Sequence[Setting],
    exclusive: Sequence[str] = (),
    unwanted: Iterable[tuple[str, str]] = (),
) -> Edited:
    """Return the file with the settings in it; of two settings of one option the last one counts.

    A live line is replaced in place. Otherwise the setting goes right below its commented default, else at
    the end of its section, else in a new section at the end. In the sections `exclusive` every other live
    option is commented out, and everywhere the `unwanted` ones, each a section and an option. What is held
    already changes no byte.

    Raises `Refused`, with the line, where oslo.config cannot read the file, and where one of the gates
    finds that the edit did anything else than was wanted.
    """
    wanted = {setting.place: setting for setting in settings}
    exclusive_keys = {section_key(name.encode()) for name in exclusive}
    unwanted_places = {(section_key(section.encode()), option_key(option)) for section, option in unwanted}
    # A last line without an ending gets one for the time of the edit.
    whole = not content or content.endswith((b"\n", b"\r"))
    borrowed = b"" if whole else _ending(content, len(content))
    before = IniFile(content + borrowed)
    changes = [
        *(
            _comment(before, entry)
            for entry in before.entries
            if (entry.section in exclusive_keys or entry.place in unwanted_places)
            and entry.place not in wanted
        ),
        *(change for setting in wanted.values() for change in _set(before, setting)),
        *_new_sections(before, wanted.values()),
    ]
    stand_ins = {name: part for setting in settings for name, part in setting.stand_ins.items()}
    if not changes:
        return Edited(content, stand_ins)
    after = _spliced(before.content, changes)
    check(before, after, wanted, exclusive_keys, unwanted_places)
    return Edited(after.removesuffix(borrowed), stand_ins)


def _set(file: IniFile, setting: Setting) -> Iterable[_Change]:
    """Yield the changes for a setting, unless it needs a new section."""
    if live := file.live(setting.section, setting.option):
        *others, last = live
        yield from (_comment(file, entry) for entry in others if not setting.holds([entry.value]))
        if not setting.holds([last.value]):
            yield _Change(last.start, last.end, setting.line + _ending(file.content, last.end))
    elif blocks := _blocks(file, setting):
        place = _below_default(file.content, blocks, setting) or _end_of(file.content, blocks[0])
        yield _Change(place, place, setting.line + _ending(file.content, place))


def _new_sections(file: IniFile, settings: Iterable[Setting]) -> Iterable[_Change]:
    """Yield one addition to the end of the file for each section that is not there."""
    sections: dict[bytes, list[Setting]] = {}
    for setting in settings:
        if not _blocks(file, setting):
            sections.setdefault(setting.place[0], []).append(setting)
    size = len(file.content)
    ending = _ending(file.content, size)
    last = file.content[file.content.rfind(b"\n", 0, size - 1) + 1 :]
    apart = bool(last.strip())
    for group in sections.values():
        lines = [b"[%s]" % group[0].section.encode(), *(setting.line for setting in group)]
        yield _Change(size, size, ending * apart + b"".join(line + ending for line in lines))
        apart = True


def _spliced(content: bytes, changes: Iterable[_Change]) -> bytes:
    view, done = memoryview(content), 0
    parts: list[bytes | memoryview] = []
    for change in sorted(changes, key=lambda change: (change.start, change.end)):
        parts += [view[done : change.start], change.text]
        done = change.end
    return b"".join([*parts, view[done:]])


def _comment(file: IniFile, entry: Entry) -> _Change:
    lines = file.content[entry.start : entry.end].splitlines(keepends=True)
    return _Change(entry.start, entry.end, b"".join(b"#" + line for line in lines))


def _blocks(file: IniFile, setting: Setting) -> list[Block]:
    section, _ = setting.place
    return [block for block in file.blocks if block.section == section]


def _ending(content: bytes, place: int) -> bytes:
    """Return the line ending of the line above a place, else the file's first one, else a newline."""
    at = content.rfind(b"\n", 0, place)
    if at < 0:
        at = content.find(b"\n")
    return b"\r\n" if at > 0 and content[at - 1] == ord("\r") else b"\n"


def _below_default(content: bytes, blocks: Iterable[Block], setting: Setting) -> int | None:
    """Return the place below the option's commented default, None where there is none.

    `#my_ip = …`, as the packaged file has it, goes before `# my_ip = …`, which may be prose. Of several
    such lines in one block of comments it is the last one.
    """
    option = re.escape(setting.place[1])
    for form in (rb"[#;]%s[ \t]*[=:]", rb"[#;]+[ \t]*%s[ \t]*="):
        default = re.compile(form % option)
        place = None
        for start, end in _mentions(content, blocks, setting.place[1]):
            if not default.match(content, start):
                continue
            if place is not None and not _all_comments(content[place:start]):
                break
            place = end
        if place is not None:
            return place
    return None


def _mentions(content: bytes, blocks: Iterable[Block], name: bytes) -> Iterable[tuple[int, int]]:
    """Yield start and end of each line below the headers that has the name in it."""
    for block in blocks:
        end = block.body
        while (found := content.find(name, end, block.end)) >= 0:
            start = content.rfind(b"\n", 0, found) + 1
            end = content.find(b"\n", found) + 1
            yield start, end


def _all_comments(part: bytes) -> bool:
    return all(line.startswith((b"#", b";")) for line in part.splitlines())


def _end_of(content: bytes, block: Block) -> int:
    """Return the place after a section's last line that is not blank.

    Prose right above the next header belongs to that header.
    """
    place = block.end
    if place < len(content):
        place = _back_over(content, block.body, place, re.compile(rb"[#;](?![ \t]*[\w.-]+[ \t]*=)"))
    return _back_over(content, block.body, place, re.compile(rb"\s*\Z"))


def _back_over(content: bytes, start: int, place: int, line: re.Pattern[bytes]) -> int:
    """Return the place before the run of lines above it that match, not before `start`."""
    while place > start:
        above = max(start, content.rfind(b"\n", start, place - 1) + 1)
        if not line.match(content[above:place]):
            break
        place = above
    return place
