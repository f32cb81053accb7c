"""The modes that chmod and mkdir understand."""

from __future__ import annotations

from wizard.hostsim.process import Failure, Process


def new_mode(process: Process, text: str, old: int, *, directory: bool = False) -> int:
    """Return the mode that chmod's text makes of an old one."""
    wrong = f"invalid mode: {process.quote(text)}\nTry '{process.name} --help' for more information."
    if text.isdigit():
        try:
            return int(text, 8)
        except ValueError:
            raise Failure(wrong) from None
    shifts = {"u": 6, "g": 3, "o": 0}
    mode = old
    for clause in text.split(","):
        index = next((at for at, char in enumerate(clause) if char in "+-="), -1)
        if index < 0:
            raise Failure(wrong)
        who = clause[:index].replace("a", "ugo") or "ugo"
        bits = sum({"r": 4, "w": 2, "x": 1}.get(char, 0) for char in set(clause[index + 1 :]))
        if "X" in clause and (directory or old & 0o111):
            bits |= 1
        for one in who:
            if clause[index] == "=":
                mode &= ~(7 << shifts[one])
            mode = mode & ~(bits << shifts[one]) if clause[index] == "-" else mode | bits << shifts[one]
    return mode
