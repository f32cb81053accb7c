"""The options of `:set`, with vim's names, short names and messages."""

from __future__ import annotations

import re

BOOLEAN = {
    "number": "nu", "ignorecase": "ic", "smartcase": "scs", "hlsearch": "hls", "incsearch": "is",
    "list": "list",
    "paste": "paste", "autoindent": "ai", "expandtab": "et", "wrap": "wrap", "wrapscan": "ws",
    "readonly": "ro",
    "ruler": "ru", "showmode": "smd", "showcmd": "sc", "modified": "mod", "compatible": "cp", "backup": "bk",
    "writebackup": "wb", "swapfile": "swf", "errorbells": "eb", "visualbell": "vb", "startofline": "sol",
    "shiftround": "sr", "smarttab": "sta", "hidden": "hid", "gdefault": "gd", "magic": "magic",
    "warn": "warn",
    "cindent": "cin", "smartindent": "si", "showmatch": "sm", "autowrite": "aw", "cursorline": "cul",
    "relativenumber": "rnu", "endofline": "eol", "bomb": "bomb", "binary": "bin", "modifiable": "ma",
}  # fmt: skip
NUMBERS = {
    "tabstop": "ts", "shiftwidth": "sw", "softtabstop": "sts", "scroll": "scr", "scrolloff": "so",
    "history": "hi",
    "textwidth": "tw", "undolevels": "ul", "laststatus": "ls", "timeoutlen": "tm", "report": "report",
    "numberwidth": "nuw", "window": "wi", "cmdheight": "ch",
}  # fmt: skip
TEXTS = {
    "fileformat": "ff", "fileformats": "ffs", "fileencoding": "fenc", "fileencodings": "fencs",
    "encoding": "enc",
    "backspace": "bs", "background": "bg", "filetype": "ft", "syntax": "syn", "term": "term",
    "mouse": "mouse",
    "matchpairs": "mps", "whichwrap": "ww", "shell": "sh", "listchars": "lcs", "display": "dy",
}  # fmt: skip
DEFAULTS: dict[str, bool | int | str] = {
    **dict.fromkeys(BOOLEAN, False), "wrap": True, "wrapscan": True, "ruler": True, "showmode": True,
    "writebackup": True, "startofline": True, "magic": True, "warn": True, "endofline": True,
    "modifiable": True,
    "tabstop": 8, "shiftwidth": 8, "softtabstop": 0, "scroll": 0, "scrolloff": 0, "history": 50,
    "textwidth": 0,
    "undolevels": 1000, "laststatus": 1, "timeoutlen": 1000, "report": 2, "numberwidth": 4, "window": 0,
    "cmdheight": 1, "fileformat": "unix", "fileformats": "unix,dos", "fileencoding": "utf-8",
    "fileencodings": "ucs-bom,utf-8,latin1", "encoding": "utf-8", "backspace": "indent,eol,start",
    "background": "light", "filetype": "", "syntax": "", "term": "xterm", "mouse": "", "shell": "/bin/bash",
    "matchpairs": "(:),{:},[:]", "whichwrap": "b,s", "listchars": "eol:$", "display": "",
}  # fmt: skip
LONG = {short: name for table in (BOOLEAN, NUMBERS, TEXTS) for name, short in table.items()}
LARGEST = 9999


class WrongSetting(Exception):
    """What vim says about a `:set` that it refuses."""


class Settings:
    """The values of all options."""

    def __init__(self) -> None:
        self.values = dict(DEFAULTS)

    def on(self, name: str) -> bool:
        """Whether a switch is on."""
        return bool(self.values[name])

    def number(self, name: str) -> int:
        """Return the value of a number."""
        return int(self.values[name])

    def text(self, name: str) -> str:
        """Return the value of a text."""
        return str(self.values[name])

    def shown(self, name: str) -> str:
        """Return an option as `:set NAME?` shows it."""
        value = self.values[name]
        if isinstance(value, bool):
            return f"  {name}" if value else f"no{name}"
        return f"  {name}={value}"

    def changed(self) -> list[str]:
        """Return the options that are not at their defaults, as `:set` shows them."""
        return [self.shown(name) for name in sorted(self.values) if self.values[name] != DEFAULTS[name]]

    def set(self, word: str) -> str:
        """Do what one word of `:set` says; returns what is to be shown. Raises WrongSetting."""
        match = re.fullmatch(r"(no|inv)?([a-z]+)(?:([?!&])|([-+^]?[=:])(.*))?", word)
        if match is None:
            raise WrongSetting(f"E518: Unknown option: {word}")
        prefix, name, sign, operator, value = match.groups()
        full = LONG.get(name, name)
        if full not in self.values and prefix:
            full, prefix = LONG.get(prefix + name, prefix + name), None
        if full not in self.values:
            raise WrongSetting(f"E518: Unknown option: {word}")
        old = self.values[full]
        if sign == "?":
            return self.shown(full)
        if sign == "&":
            self.values[full] = DEFAULTS[full]
        elif isinstance(old, bool):
            if operator:
                raise WrongSetting(f"E474: Invalid argument: {word}")
            self.values[full] = not old if prefix == "inv" or sign == "!" else prefix != "no"
        elif prefix or sign:
            raise WrongSetting(f"E474: Invalid argument: {word}")
        elif not operator:
            return self.shown(full)
        elif isinstance(old, int):
            self._set_number(full, old, operator, value, word)
        else:
            self._set_text(full, str(old), operator, value, word)
        return ""

    def _set_number(self, name: str, old: int, operator: str, value: str, word: str) -> None:
        if not re.fullmatch(r"-?\d{1,9}", value):
            raise WrongSetting(f"E521: Number required after =: {word}")
        number = int(value)
        number = {"+": old + number, "-": old - number}.get(operator[0], number)
        if name in ("tabstop", "shiftwidth") and number <= (0 if name == "tabstop" else -1):
            raise WrongSetting(f"E487: Argument must be positive: {word}")
        self.values[name] = max(0, min(number, LARGEST))

    def _set_text(self, name: str, old: str, operator: str, value: str, word: str) -> None:
        if name == "fileformat" and value not in ("unix", "dos", "mac"):
            raise WrongSetting(f"E474: Invalid argument: {word}")
        if operator[0] == "+":
            value = f"{old},{value}" if old else value
        elif operator[0] == "-":
            value = ",".join(part for part in old.split(",") if part != value)
        self.values[name] = value[:1000]
