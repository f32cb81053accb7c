"""Values that look like somebody's secret: by the name that stands before them, or as a login in a URL.

The passwords of the answers are known, and `wizard.redact` masks them. This is about all others: those in
files that we edit, and in what services and clients print. Every search is linear in the text's length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

HIDDEN = "‹…›"
"""What stands in a secret's place."""

Span = tuple[int, int]

WORDS = (
    *(b"pass", b"pwd", b"secret", b"token", b"credential", b"authorization", b"cookie"),
    *(b"_key", b"-key", b"apikey", b"accesskey", b"privatekey", b"identified"),
)
"""One of them stands in a secret's name, or before it in SQL; in lower case."""
_QUOTED = rb"""[bu]?(?:"(?:[^"\\\n]|\\.|"")*+"?|'(?:[^'\\\n]|\\.|'')*+'?|\\+["'][^"'\n]*+)"""
_VALUE = rb"(?:(?:basic|bearer|digest|negotiate)[ \t]++)?(?:" + _QUOTED + rb"|[^\s<]++)"
_MARK = "‹".encode()
_MASKED = rb"\\*[\"']?(?:%s|\Z)" % _MARK
"""A mark that stands there already, in quotes or not; the text may be cut before it."""
_HARMLESS = rb"(?!>|%s|[{\[(]+\s*u?[\"']|[\"']?(?:no|yes|none|null|true|false)\b)" % _MASKED
"""What is masked, names in braces, or a word that says whether there is a secret."""
_WHOSE_KEY = b"|".join(
    b"(?<=%s)" % word
    for word in (b"secret", b"private", b"api", b"access", b"encryption", b"shared", b"master", b"auth")
)
_NAMED = re.compile(
    rb"(?:(?<!by)(?<!com)pass(?:w(?:or)?d|phrase|code|(?![a-z]))|pwd(?!=/)|secret|token|credential"
    rb"|authorization|cookie|apikey|accesskey|privatekey|(?:" + _WHOSE_KEY + rb")[_-]key)"
    rb"[\w.-]{0,40}+(?:\\*[\"'])?\]?[ \t]*+"
    rb"(?P<between>=>|:=|[=:>]|%3[ad]|\((?=\s*[\"'])|\|(?=[ \t]*+[^|\s]*\d)(?=[ \t]*+[^|\s]{6}))"
    rb"[ \t]*+" + _HARMLESS + rb"(?P<value>" + _VALUE + rb")",
    re.IGNORECASE,
)
_OPTION = re.compile(
    rb"-[\w-]{0,40}(?:passw(?:or)?d|secret|token)(?![\w-]*prompt)[\w-]{0,20}[ \t]++(?!-|[=:](?:\s|\Z))"
    + _HARMLESS
    + rb"(?P<value>"
    + _VALUE
    + rb")",
    re.IGNORECASE,
)
_SPACED = re.compile(rb" [=:] ")
"""As services log their options: the value goes to the end of the line."""
_ALONE = re.compile(rb"[#;+ \t-]*[\w.-]*")
"""What stands before the name of a line's only setting."""
_TO_LINES_END = re.compile(rb"[^\n]*+")
_SQL = re.compile(
    rb"identified\s++(?:by|via\s++\w++\s++(?:using|as))\s++(?:password\s*+)?(?!"
    + _MASKED
    + rb")(?P<value>"
    + _QUOTED
    + rb")",
    re.IGNORECASE,
)
_MYSQL = re.compile(rb"\b(?:mysql|mariadb)[\w-]*[^\n]{0,200}?\s-p(?P<value>[^\s<]++)")
_TOKEN_END = re.compile(rb"[^\s\"'<>]*+")
_TOKEN_START = re.compile(rb".*[\s\"'<>(,|]", re.DOTALL)
_LONGEST_URL = 400
"""Bytes before the @."""

_NAME = re.compile(
    r"pass|pwd|secret|token|cred|connection|transport_url|community|private|(?:^|[_\W])keys?(?:$|[_\W])|key$",
    re.IGNORECASE,
)
_SETTING = re.compile(
    rb"(?<![\w.-])(?P<name>[\w.-]++)[ \t]*+[=:][ \t]*+(?P<value>\"[^\"]*+\"?|'[^']*+'?|\S++)"
)
_ONE_OF_MANY = re.compile(rb"(?<=[/,])[\w.%+-]++:(?P<value>[^\s@/,:\xe2]++)@(?=[\w\[])")
"""A login in a URL of several hosts: `rabbit://a:x@h1:5672,b:y@h2:5672/`."""
_USER = re.compile(rb"\buser(?:name)?=[^\s%,]*+%(?P<value>\S++)", re.IGNORECASE)


def names_a_secret(name: str) -> bool:
    """Return whether an option of this name may hold a secret."""
    return bool(_NAME.search(name))


def secrets_in(printed: bytes) -> list[Span]:
    """Return where in a program's output something stands that looks like a secret; spans may overlap."""
    lower = printed.lower()
    found = [span for word in WORDS if word in lower for span in _by_name(printed, lower, word)]
    if b"identified" in lower:
        found += [match.span("value") for match in _SQL.finditer(printed)]
    if b" -p" in printed:
        found += [match.span("value") for match in _MYSQL.finditer(printed)]
    if b"@" in printed:
        found += _logins(printed)
        found += [match.span("value") for match in _ONE_OF_MANY.finditer(printed)]
    return found


def hidden(line: str) -> str:
    """Return a line of a file without the values that look like secrets: rather too many than too few."""
    raw = line.encode("utf-8", "surrogatepass")
    settings = (match for match in _SETTING.finditer(raw) if names_a_secret(match["name"].decode("latin-1")))
    chosen = [match.span("value") for matches in (settings, _USER.finditer(raw)) for match in matches]
    parts, end = [], 0
    for start, stop in sorted([*secrets_in(raw), *chosen]):
        if stop > end:
            if start >= end:
                parts += [raw[end:start], HIDDEN.encode()]
            end = stop
    return b"".join([*parts, raw[end:]]).decode("utf-8", "surrogatepass")


def _by_name(printed: bytes, lower: bytes, word: bytes) -> Iterator[Span]:
    at = lower.find(word)
    while at >= 0:
        match = _NAMED.match(printed, at) or _option(printed, at)
        if match:
            start, end = match.span("value")
            line = printed.rfind(b"\n", max(at - 100, 0), at) + 1
            quoted = printed[start] in b"\"'\\"
            alone = match.re is _NAMED and (
                _ALONE.fullmatch(printed, line, at) or _SPACED.match(printed, match.start("between") - 1)
            )
            if not quoted and alone:
                end = _TO_LINES_END.match(printed, end).end()  # type: ignore[union-attr]
            yield start, end
            at = end - 1
        at = lower.find(word, at + 1)


def _option(printed: bytes, at: int) -> re.Match[bytes] | None:
    """Return an option of a command line that a word at this place belongs to."""
    start = at
    while start > max(at - 40, 0) and (printed[start - 1 : start].isalnum() or printed[start - 1] in b"-_"):
        start -= 1
    return _OPTION.match(printed, start) if printed[start] == ord("-") else None


def _logins(printed: bytes) -> Iterator[Span]:
    at = printed.find(b"@")
    before = 0
    while at >= 0:
        end = _TOKEN_END.match(printed, at).end()  # type: ignore[union-attr]
        last = printed.rfind(b"@", at, end)
        head = printed[max(at - _LONGEST_URL, before) : last]
        start = last - len(head)
        if cut := _TOKEN_START.match(head):
            head, start = head[cut.end() :], start + cut.end()
        scheme = head.find(b"://")
        user = (
            scheme + 3 if scheme >= 0 else max(head.rfind(b"#", 0, head.find(b":") + 1), head.find(b"=")) + 1
        )
        colon = head.find(b":", user)
        is_login = colon >= 0 and b"/" not in head[user:colon] and last - start > colon + 1
        is_login = is_login and not head.startswith(_MARK, colon + 1)
        if is_login and (scheme >= 0 or (colon > user and b"/" not in head[colon:])):
            yield start + colon + 1, last
        before = end
        at = printed.find(b"@", max(end, at + 1))
