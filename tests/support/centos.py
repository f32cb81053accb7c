"""What a CentOS 7.2 has not: words that no command sent to a host may use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tests.support.transcript import Entry

ABSENT: dict[str, str] = {
    r"\blsblk\b.*\s(-\w*J|--json)": "util-linux 2.27",
    r"\bfindmnt\b.*\s(--verify|-\w*J|--json)": "util-linux 2.27 and 2.29",
    r"\blosetup\b.*\s(-\w*J|--json)": "util-linux 2.27",
    r"\bsfdisk\b.*\s(-\w*J|--json|--delete|--wipe|--part-\w+|--append)": "util-linux 2.26 and later",
    r"\bwipefs\b.*\s(-\w*[Ji]|--json|--noheadings|--lock)": "util-linux 2.31",
    r"\bflock\b.*\s(--verbose|-F|--no-fork)": "util-linux 2.29",
    r"\b(blkid|mkfs|fdisk)\b.*\s--(json|wipe|lock|noheadings)": "util-linux 2.28 and later",
    r"\bsystemctl\b.*\s(--value|--now)\b": "systemd 220 and 230",
    r"\bis-system-running\b.*\s--wait": "systemd 240",
    r"\bjournalctl\b.*\s(-g|--grep|--output-fields|--no-hostname)": "systemd 230 and later",
    r"\bsystemd-run\b.*\s(--wait|--pipe)": "systemd 232",
    r"\bpython3": "python is 2.7",
    r"(^|[|;&(]\s*)(jq|nc|ncat|socat|ifconfig|netstat|killall|dig|rsync)\b": "not in a minimal installation",
    r"(?i)\b(ALTER|CREATE)\s+USER\b": "MariaDB 10.1: the book's GRANT",
    r"(?i)\bUSER\s+IF\s+(NOT\s+)?EXISTS": "MariaDB 10.1",
    r"\benv\s+(-S|-C|--chdir|--split-string)": "coreutils 8.28 and later",
    r"\bdd\b.*\bstatus=progress": "coreutils 8.24",
    r"\btee\b.*\s(-\w*p|--output-error)": "coreutils 8.24",
    r"\bsync\s+[^;&|\s]": "coreutils 8.24",
    r"\b(cut|head|tail|sort|uniq|wc)\b.*\s(-z|--zero-terminated)\b": "coreutils 8.25",
    r"\btimeout\b.*\s(-v|--verbose)\b": "coreutils 8.29",
    r"\bsed\b.*\s(--debug|--sandbox)": "sed 4.3 and later",
    r"\bmktemp\b.*--suffix": "none of it in POSIX",
    r"\bip\b.*\s(-j|-json|-br|-brief)\b": "iproute2 4.2 and later",
    r"\bss\b.*\s(-K|--kill)\b": "iproute2 4.5",
    r"\bmount\b.*\s--mkdir": "util-linux 2.35",
    r"\b--or-show\b.*": "python-openstackclient has it for users, not for services and endpoints",
    r"\bdnf\b": "yum",
}
NOT_POSIX: dict[str, str] = {
    r"(^|\s)\[\[\s": "[[",
    r"<<<": "a here string",
    r"(^|\s)[<>]\(": "process substitution",
    r"&>|\|&|>&\s*[\w/\"$]*[/\"]": "both streams at once",
    r"\$'": "$'…'",
    r"\$\{!|\$\{\w+(\^|,|//|:\d)": "an expansion of bash's",
    r"(^|[\s;({])(source|declare|typeset|shopt|mapfile|readarray|let|function|select)\s": "a builtin",
    r"\b(set|shopt)\s.*\bpipefail\b": "pipefail",
    r"\bread\s+-[^r\s]": "read with an option but -r",
    r"\becho\s+-[ne]": "echo with an option",
    r"(^|[\s;])\w+=\(": "an array",
    r"(^|[;&|\s])\(\((?!\()": "((",
    r"\[\s[^]]*\s==\s": "== in [",
    r"/dev/(tcp|udp)/": "bash's /dev/tcp",
    r"\{\w+\.\.\w+\}": "{a..b}",
    r"\bprintf\s+-v": "printf -v",
}
_BASH = re.compile(r"\bbash -c (?:'[^']*'|\S)+")
_BOOK = re.compile(r"'http://[^']*'|'n\\np[^']*'")
"""Quoted words of the book's."""


def complaints(script: str) -> list[str]:
    """Return what a CentOS 7.2 has not, or its sh does not know, of a script's lines."""
    return list(_complaints(script.splitlines()))


def _complaints(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        for pattern, since in ABSENT.items():
            if re.search(pattern, line):
                yield f"{since}: {line}"
        plain = _BASH.sub("bash", _BOOK.sub("''", line))
        for pattern, what in NOT_POSIX.items():
            if re.search(pattern, plain):
                yield f"{what}: {line}"


def too_new(entries: Iterable[Entry]) -> list[str]:
    """Return what is wrong with the commands of a transcript."""
    return [complaint for entry in entries for complaint in complaints(entry.shell)]
