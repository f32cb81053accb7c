"""The two languages: labels and messages from locale/<lang>/*.ftl, read at run time.

In a message, `{ $name }{ JOSA($name, "을/를") }` puts the Korean particle that fits after the word.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from wizard.model.message import Message, Variable
from wizard.plaintext import printable

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle
    from fluent.runtime.resolver import Pattern

LANGUAGES = ("ko", "en")
LONGEST = 100_000
"""Characters of one variable of a message; what a host printed may be longer and is cut."""
_ENTRIES = re.compile(r"\n(?=[A-Za-z#-])")
"""What parts two messages, terms or comments of a file."""
_VARIABLE = re.compile(r"\{ *\$([a-z]\w*) *\}")
_PLAIN = re.compile(rf"[\w-]+ *= *(?=\S)((?:[^{{}}\n]|{_VARIABLE.pattern})+?)\s*")
"""An entry of one line with nothing but text and variables."""
_REFERENCE = re.compile(r"\{\s*(-?[a-z][\w-]*)")


class MissingText(LookupError):
    """A key without a text, or a text that asks for a variable it was not given: a defect of the program."""


def folder(lang: str) -> Path:
    """Return the folder of one language: beside the package in a checkout, in it once installed."""
    here = Path(__file__).parent
    installed = here / "locale"
    return (installed if installed.is_dir() else here.parent / "locale") / lang


class Words:
    """Everything that the program can say, in one language.

    Fluent is slow to load, so it is loaded with the first text that has more than variables in it.
    """

    strict: ClassVar[bool] = False
    """The tests set it: a defective text raises `MissingText`, where a user sees the key instead."""

    def __init__(self, lang: str) -> None:
        if lang not in LANGUAGES:
            raise ValueError(lang)
        self.lang = lang
        self._parsed: set[str] = set()
        self._parsing = threading.Lock()

    def say(self, message: Message) -> str:
        """Return the text of a message. Raises `MissingText` in strict mode."""
        if (plain := self._plain(message)) is not None:
            return plain
        pattern = self._pattern(message.key)
        if pattern is None:
            return self._defect(message.key)
        text, errors = self._bundle.format_pattern(pattern, self._spoken(message.variables))
        return self._defect(message.key, errors) if errors else str(text)

    def _plain(self, message: Message) -> str | None:
        """Return a text that consists of words and variables; None where Fluent has to say it."""
        source = _PLAIN.fullmatch(self._sources.get(message.key, ""))
        if source is None:
            return None
        spoken: dict[str, str] = {}
        for name in _VARIABLE.findall(source[1]):
            value = message.variables.get(name)
            if value is None:
                return None
            spoken[name] = self._spoken_text(value) if isinstance(value, Message | str) else _digits(value)
        return _VARIABLE.sub(lambda found: spoken[found[1]], source[1])

    def label(self, key: str, /, **variables: Variable) -> str:
        """Return the text of a key. Raises `MissingText` in strict mode."""
        return self.say(Message(key, **variables))

    def has(self, key: str) -> bool:
        """Return whether there is a text of this key."""
        return key in self._sources

    def page(self, name: str) -> str:
        """Return a whole file of this language, such as `help.txt`, as it stands."""
        return (folder(self.lang) / name).read_text(encoding="utf-8")

    def _defect(self, key: str, errors: object = None) -> str:
        if self.strict:
            raise MissingText(f"{self.lang}: {key}: {errors or 'no text'}")
        return key

    @cached_property
    def _sources(self) -> dict[str, str]:
        """The source of each message and term by its key."""
        files = sorted(folder(self.lang).glob("*.ftl"))
        return {
            source.partition("=")[0].rstrip(): source
            for file in files
            for source in _ENTRIES.split(file.read_text(encoding="utf-8"))
            if not source.startswith("#")
        }

    @cached_property
    def _bundle(self) -> FluentBundle:
        from fluent.runtime import FluentBundle, resolver  # noqa: PLC0415 - slow: see `Words`

        # Fluent drops a whole message when one variable is longer than this; what a host printed may be.
        resolver.MAX_PART_LENGTH = 10 * LONGEST
        functions: dict[str, Any] = {"JOSA": josa}
        return FluentBundle([self.lang], functions, use_isolating=False)

    def _pattern(self, key: str) -> Pattern | None:
        with self._parsing:
            self._parse(key)
        return self._bundle.get_message(key).value if self._bundle.has_message(key) else None

    def _parse(self, key: str) -> None:
        """Put a message into the bundle, with those that it refers to; all there are would take 50 ms."""
        from fluent.runtime import FluentResource  # noqa: PLC0415 - slow: see `Words`

        if key not in self._sources or key in self._parsed:
            return
        source = self._sources[key]
        self._bundle.add_resource(FluentResource(source))
        self._parsed.add(key)
        for reference in _REFERENCE.findall(source):
            self._parse(reference)

    def _spoken(self, variables: Mapping[str, Variable]) -> dict[str, Any]:
        """Say messages in messages; let numbers read as ports do, `8774`, where Fluent writes `8,774`."""
        from fluent.runtime.types import fluent_number  # noqa: PLC0415 - slow: see `Words`

        def spoken(value: Variable) -> Any:
            if isinstance(value, Message | str):
                return self._spoken_text(value)
            return fluent_number(value, useGrouping=False)

        return {name: spoken(value) for name, value in variables.items()}

    def _spoken_text(self, value: Message | str) -> str:
        if isinstance(value, Message):
            return self.say(value)
        return printable(value if len(value) <= LONGEST else f"{value[:LONGEST]}…")


@cache
def words_in(lang: str) -> Words:
    """Return the words of a language, whose files are read once, and each text parsed once."""
    return Words(lang)


def _digits(number: float) -> str:
    """Return a number as Fluent writes it: no more than three decimals, and none that are zeros."""
    return str(number) if isinstance(number, int) else f"{number:.3f}".rstrip("0").rstrip(".")


# --- The language -----------------------------------------------------------------------------------


def choose(option: str | None, answers: str | None, environ: Mapping[str, str]) -> str:
    """Return `ko` or `en`: the option's, else the answers', else the locale's, else Korean.

    Where neither option nor answers ask for a language and the terminal cannot show Hangul: English.
    """
    if asked := option or answers:
        return asked
    if not shows_hangul(environ):
        return "en"
    language = locale_name(environ).partition(".")[0].partition("_")[0]
    return language if language in LANGUAGES else "ko"


def shows_hangul(environ: Mapping[str, str]) -> bool:
    """Return whether the terminal can: the Linux console cannot, nor can a locale that is not UTF-8."""
    locale = locale_name(environ)
    charset = locale.partition(".")[2].partition("@")[0].lower().replace("-", "")
    return environ.get("TERM") != "linux" and (not locale or charset == "utf8")


def locale_name(environ: Mapping[str, str]) -> str:
    """Return the locale's name as POSIX finds it, empty where none is set."""
    return next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")


# --- Korean particles -------------------------------------------------------------------------------

_PAIR = r"을/를|이/가|은/는|과/와|아/야|이(\w+)/\1|으(\w+)/\2"
_DIGIT_ENDINGS = ("ㅇ", "ㄹ", "", "ㅁ", "", "", "ㄱ", "ㄹ", "ㄹ", "")
"""영 일 이 삼 사 오 육 칠 팔 구. Tens, hundreds and thousands (십 백 천 만) end in a consonant as 영 does."""
_LETTER_ENDINGS = {"L": "ㄹ", "M": "ㅁ", "N": "ㄴ", "R": "ㄹ"}
"""엘 엠 엔 알; the other letters' names end in a vowel."""
_WORD_IN_RIEUL = r"le?$"
_WORD_IN_CONSONANT = r"([mn]e?|ng|[aeou]b|[aeiou]c|ck|ook|[aeiou]p|et|type)$"


def josa(word: str | float, pair: str) -> str:
    """Return the particle of a pair (`을/를`, `이/가`, `으로/로`, …) that fits after a word.

    Closing quotes and brackets are skipped. Hangul goes by its final consonant, a digit by its Sino-Korean
    name. Latin letters go as they are read: by their names where the last run of them is in capitals
    (`SQL`, `RabbitMQ`), has no vowel (`sdb`, `kvm`) or is one letter; else as a word, by an ending rule
    (`node`, `port`, `controller` end in a vowel in Korean, `shell`, `zone`, `openstack` do not). After
    anything else both forms are given: `을(를)`. Raises `ValueError` where the pair is none.
    """
    if not re.fullmatch(_PAIR, pair):
        raise ValueError(pair)
    with_final, without = pair.split("/")
    ending = _ending(str(word) if isinstance(word, str | int) else f"{word:g}")
    if ending is None:
        is_longer = with_final.endswith(without)
        return f"({with_final[0]}){without}" if is_longer else f"{with_final}({without})"
    if with_final.startswith("으") and ending == "ㄹ":
        return without
    return with_final if ending else without


def _ending(word: str) -> str | None:
    """Return the final consonant with which a word is read, `""` for none, None where it cannot be told.

    Only `ㄹ` and the empty one are told from the others: any other is right for some consonant.
    """
    read = unicodedata.normalize("NFKC", word)
    while read and not (read[-1].isalnum() or read[-1] == "%"):
        read = read[:-1]
    last = read[-1:]
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
        return "ㄹ" if final == 8 else "ㅇ" if final else ""
    if last.isascii() and last.isdigit():
        return _DIGIT_ENDINGS[int(last)]
    if last == "%":
        return ""
    return _latin_ending(read)


def _latin_ending(read: str) -> str | None:
    run = re.search(r"[A-Z]{2,}$|[A-Za-z]+$", read)
    if not run:
        return None
    letters = run[0]
    spelled = len(letters) == 1 or not re.search("[aeiouy]", letters, re.I) or _is_acronym(letters)
    if spelled:
        return _LETTER_ENDINGS.get(letters[-1].upper(), "")
    if re.search(_WORD_IN_RIEUL, letters.lower()):
        return "ㄹ"
    return "ㅇ" if re.search(_WORD_IN_CONSONANT, letters.lower()) else ""


def _is_acronym(letters: str) -> bool:
    """Longer capitals with a vowel, such as ERROR, are read as a word."""
    return letters.isupper() and len(letters) <= 4
