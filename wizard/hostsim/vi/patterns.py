r"""Vim's regular expressions, as Python's: `\(`, `\|`, `\<`, `\{-1,}`, `\v`, `\zs`, `[[:alpha:]]` …"""

from __future__ import annotations

import re
from functools import lru_cache

CLASSES = {
    "s": r"[ \t]", "S": r"[^ \t]", "d": "[0-9]", "D": "[^0-9]", "w": "[0-9A-Za-z_]", "W": "[^0-9A-Za-z_]",
    "a": "[A-Za-z]", "A": "[^A-Za-z]", "l": "[a-z]", "L": "[^a-z]", "u": "[A-Z]", "U": "[^A-Z]",
    "x": "[0-9A-Fa-f]", "X": "[^0-9A-Fa-f]", "o": "[0-7]", "O": "[^0-7]", "h": "[A-Za-z_]", "H": "[^A-Za-z_]",
    "i": r"\w", "k": r"\w", "f": r"[\w/.\-+,#$%~=]", "p": r"[^\x00-\x1f\x7f]",
    "I": r"[^\W\d]", "K": r"[^\W\d]",
    "e": r"\x1b", "t": r"\t", "r": r"\r", "b": r"\x08", "n": r"\n",
}  # fmt: skip
POSIX = {
    "alpha": "A-Za-z", "digit": "0-9", "alnum": "0-9A-Za-z", "lower": "a-z", "upper": "A-Z",
    "space": r" \t\r\n\f\v",
    "blank": r" \t", "punct": r"!-/:-@\[-`{-~", "xdigit": "0-9A-Fa-f", "cntrl": r"\x00-\x1f\x7f",
    "print": r" -~\x80-\U0010ffff",
}  # fmt: skip
LONGEST = 4096
"""Characters of one pattern."""


class WrongPattern(Exception):
    """A pattern that vim would refuse; its message is vim's."""


@lru_cache(maxsize=64)
def compiled(pattern: str, ignore_case: bool) -> re.Pattern[str]:
    """Translate a pattern. Raises WrongPattern."""
    if len(pattern) > LONGEST:
        raise WrongPattern("E339: Pattern too long")
    reader = _Reader(pattern)
    try:
        source = reader.alternatives(top=True)
        ignore = ignore_case if reader.ignore is None else reader.ignore
        return re.compile(source, re.IGNORECASE if ignore else 0)
    except (re.error, OverflowError, RecursionError):
        raise WrongPattern(f"E383: Invalid search string: {pattern}") from None


class _Reader:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.magic = "m"
        self.ignore: bool | None = None
        self.groups = 0

    def _special(self) -> tuple[str, bool]:
        """Return the next character, and whether it has a special meaning in the pattern's magic."""
        char = self.pattern[self.at]
        self.at += 1
        if char == "\\" and self.at < len(self.pattern):
            char = self.pattern[self.at]
            self.at += 1
            return char, not self._alone(char)
        return char, self._alone(char)

    def _alone(self, char: str) -> bool:
        """Whether a character is special without a backslash."""
        if self.magic == "v":
            return not (char.isalnum() or char == "_" or ord(char) > 126) and char not in "\"',-/:;!#`}] \t"
        return char in {"m": "^$.*[~", "M": "^$", "V": ""}[self.magic]

    def alternatives(self, *, top: bool = False) -> str:
        branches = [self._branch(top=top)]
        while self.at < len(self.pattern) and self._take("|"):
            branches.append(self._branch(top=top))
        return "|".join(branches)

    def _take(self, wanted: str) -> bool:
        before = self.at
        if self._special() == (wanted, True):
            return True
        self.at = before
        return False

    def _branch(self, *, top: bool) -> str:
        parts: list[str] = []
        start = True
        while self.at < len(self.pattern):
            before = self.at
            char, special = self._special()
            if special and char in "|&":
                self.at = before
                break
            if special and char == ")":
                if top:
                    raise WrongPattern("E55: Unmatched \\)")
                self.at = before
                break
            atom = self._atom(char, special=special, start=start)
            if atom is not None:
                parts.append(self._repeated(atom))
                start = atom == r"\n"
        return "".join(parts)

    def _atom(self, char: str, *, special: bool, start: bool) -> str | None:  # noqa: PLR0911, PLR0912
        if not special:
            return re.escape(char)
        match char:
            case "^":
                return "(?m:^)" if start else r"\^"
            case "$":
                return "(?m:$)" if self._ends() else r"\$"
            case ".":
                return "[^\n]"
            case "*" | "+" | "=" | "?" | "{" | "@":
                if char != "*" or not start:
                    raise WrongPattern(f"E64: {'' if char == '*' else chr(92)}{char} follows nothing")
                return r"\*"
            case "[":
                return self._collection()
            case "~":
                return ""
            case "<":
                return r"\b(?=\w)"
            case ">":
                return r"\b(?<=\w)"
            case "(":
                return self._group("(")
            case "%":
                return self._percent()
            case "z":
                return self._zero()
            case "_":
                return self._underscore()
            case "m" | "M" | "v" | "V":
                self.magic = char
                return None
            case "c" | "C":
                self.ignore = char == "c"
                return None
            case _ if char in CLASSES:
                return CLASSES[char]
            case _ if char.isdigit():
                return rf"(?:\{char})"
        return re.escape(char)

    def _ends(self) -> bool:
        """Whether a `$` here is the end of a branch."""
        rest = self.pattern[self.at :]
        ends = ("|", ")", "&", "\n") if self.magic == "v" else (r"\|", r"\)", r"\&", r"\n")
        return not rest or rest.startswith(ends) or rest in (r"\c", r"\C")

    def _group(self, opening: str) -> str:
        if opening == "(":
            self.groups += 1
            if self.groups > 9:
                raise WrongPattern("E51: Too many \\(")
        inner = self.alternatives()
        if not (self.at < len(self.pattern) and self._take(")")):
            raise WrongPattern("E54: Unmatched \\(")
        return f"{opening}{inner})"

    def _percent(self) -> str:
        rest = self.pattern[self.at :]
        if rest.startswith("("):
            self.at += 1
            return self._group("(?:")
        for name, source in (("^", r"\A"), ("$", r"\Z")):
            if rest.startswith(name):
                self.at += 1
                return source
        if match := re.match(r"([dxu])([0-9A-Fa-f]+)", rest):
            self.at += match.end()
            return re.escape(chr(int(match[2], 10 if match[1] == "d" else 16)))
        raise WrongPattern("E71: Invalid character after \\%")

    def _zero(self) -> str:
        which = self.pattern[self.at : self.at + 1]
        self.at += 1
        if which not in ("s", "e"):
            raise WrongPattern("E68: Invalid character after \\z")
        return f"(?P<z{which}>)"

    def _underscore(self) -> str:
        which = self.pattern[self.at : self.at + 1]
        self.at += 1
        if which == ".":
            return r"[\s\S]"
        if which in ("^", "$"):
            return f"(?m:{which})"
        if which in CLASSES:
            return f"(?:{CLASSES[which]}|\\n)"
        raise WrongPattern("E63: Invalid use of \\_")

    def _collection(self) -> str:
        """Read `[…]` after its bracket; a bracket that nothing closes is one."""
        at = self.at
        source = "["
        if self.pattern[at : at + 1] == "^":
            source += "^\n"
            at += 1
        first = at
        while at < len(self.pattern):
            char = self.pattern[at]
            if char == "]" and at > first:
                self.at = at + 1
                return source + "]"
            if match := re.match(r"\[:(\w+):\]", self.pattern[at : at + 12]):
                source += POSIX.get(match[1], "")
                at += match.end()
                continue
            if char == "\\" and (escaped := self.pattern[at + 1 : at + 2]) and escaped in "etrbn\\]^-":
                source += CLASSES.get(escaped, "\\" + escaped)
                at += 2
                continue
            source += char if char == "-" else re.escape(char)
            at += 1
        return r"\["

    def _repeated(self, atom: str) -> str:
        while self.at < len(self.pattern):
            before = self.at
            char, special = self._special()
            if special and char in "*+=?":
                atom = f"(?:{atom}){'?' if char in '=?' else char}"
            elif special and char == "{":
                atom = f"(?:{atom}){self._braces()}"
            elif special and char == "@":
                atom = self._look(atom)
            else:
                self.at = before
                break
        return atom

    def _braces(self) -> str:
        match = re.compile(r"(-?)(\d{0,5})(,?)(\d{0,5})\\?\}").match(self.pattern, self.at)
        if match is None:
            raise WrongPattern("E554: Syntax error in \\{...}")
        self.at = match.end()
        lazy, least, comma, most = match.groups()
        exactly = f"{{{least}}}" if least else "*"
        bounds = f"{{{least or 0},{most}}}" if comma else exactly
        return bounds + ("?" if lazy else "")

    def _look(self, atom: str) -> str:
        rest = self.pattern[self.at :]
        for name, opening in (("<=", "(?<="), ("<!", "(?<!"), ("=", "(?="), ("!", "(?!"), (">", "(?>")):
            if rest.startswith(name):
                self.at += len(name)
                return f"{opening}{atom})"
        raise WrongPattern("E59: Invalid character after \\@")


def span(match: re.Match[str]) -> tuple[int, int]:
    r"""Return where a match begins and ends, as `\zs` and `\ze` say."""
    names = match.re.groupindex
    start = match.start("zs") if "zs" in names and match.start("zs") >= 0 else match.start()
    end = match.end("ze") if "ze" in names and match.end("ze") >= 0 else match.end()
    return start, max(start, end)


def groups(match: re.Match[str]) -> list[str]:
    r"""Return what `\(…\)` matched, in order, without the marks of `\zs` and `\ze`."""
    named = set(match.re.groupindex.values())
    return [match[number] or "" for number in range(1, match.re.groups + 1) if number not in named]
