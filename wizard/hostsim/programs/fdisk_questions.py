"""What fdisk asks: for a line, for the number of a partition, for a sector."""

from __future__ import annotations

import re

from wizard.hostsim.process import Process, decode
from wizard.hostsim.programs.fdisk_words import SUFFIXES
from wizard.hostsim.storage import SECTOR

UNITS = {"K": 2**10, "M": 2**20, "G": 2**30, "KB": 10**3, "MB": 10**6, "GB": 10**9}


class Ended(Exception):
    """The input has ended, or fdisk was told to quit."""


class Questions:
    """Asks on the terminal, or reads the answers from a pipe."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.changed = False
        """Whether something would be lost: then the end of input is asked about."""

    async def line(self, prompt: str, *, ended: str = "\n") -> str:
        """Print a prompt and return the line that is typed. Raises `Ended` at the end of input."""
        while True:
            self.process.out(prompt)
            await self.process.flush()
            line = await self.process.stdin.read_line()
            if line:
                return decode(line).strip()
            self.process.out(ended)
            if not self.changed:
                raise Ended
            self.process.err("Do you really want to quit? ")
            await self.process.flush()
            answer = decode(await self.process.stdin.read_line())
            if not answer or answer.lstrip()[:1] in ("y", "Y"):
                raise Ended

    async def number(self, numbers: list[int], default: int) -> int:
        """Ask for a partition's number; a single one is not asked for."""
        if len(numbers) == 1:
            self.process.out(f"Selected partition {numbers[0]}\n")
            return numbers[0]
        prompt = f"Partition number ({_ranges(numbers)}, default {default}): "
        while True:
            text = await self.line(prompt, ended="")
            if not text:
                return default
            if text.isascii() and text.isdigit() and len(text) < 20:
                if numbers[0] <= int(text) <= numbers[-1]:
                    return int(text)
                self.process.out("Value out of range.\n")

    async def sector(self, what: str, low: int, default: int, high: int, base: int = 0) -> tuple[int, bool]:
        """Ask for a sector; also return whether it was given by a size with a suffix."""
        given = low <= default <= high
        prompt = f"{what} ({low}-{high}, default {default}): " if given else f"{what} ({low}-{high}): "
        while True:
            text = await self.line(prompt)
            match = re.match(r"([+-]?)(\d{0,18})\s*(.*)", text, re.ASCII | re.DOTALL)
            if match is None or (text and not (match[1] or match[2])):
                continue
            sign, digits, suffix = match.groups()
            value = int(digits or 0)
            if sign and suffix:
                if suffix not in UNITS:
                    self.process.out(SUFFIXES.format(suffix))
                    continue
                value = (value * UNITS[suffix] + SECTOR // 2) // SECTOR
            if not digits and given:
                self.process.out(f"Using default value {default}\n")
                return default, False
            if sign:
                value = base + (-value if sign == "-" else value)
            if low <= value <= high:
                return value, bool(sign and suffix)
            self.process.out("Value out of range.\n")


def _ranges(numbers: list[int]) -> str:
    """Return numbers as fdisk lists them: `1,3,4`, `1-4`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ",".join(f"{run[0]}-{run[-1]}" if len(run) > 2 else ",".join(map(str, run)) for run in runs)
