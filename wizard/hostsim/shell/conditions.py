"""`test` and `[`: files, strings and numbers."""

from __future__ import annotations

import re
from collections.abc import Callable

from wizard.hostsim.process import Failure, Process
from wizard.hostsim.tree import (
    EXECUTE,
    READ,
    WRITE,
    Device,
    Directory,
    Generated,
    Inode,
    Program,
    Regular,
    Socket,
    Symlink,
    permits,
)

FILE_TESTS = "bcdefghLprsSuwxtkGO"
INTEGER = re.compile(r"\s*[-+]?\d+\s*")
NUMERIC: dict[str, Callable[[int, int], bool]] = {
    "-eq": lambda a, b: a == b,
    "-ne": lambda a, b: a != b,
    "-lt": lambda a, b: a < b,
    "-le": lambda a, b: a <= b,
    "-gt": lambda a, b: a > b,
    "-ge": lambda a, b: a >= b,
}
BINARY = {"=", "==", "!=", "<", ">", "-nt", "-ot", "-ef", *NUMERIC}


def test(process: Process, words: list[str]) -> int:
    """Return the exit status of `test` or `[` with these words."""
    arguments = words[1:]
    if words[0] == "[":
        if not arguments or arguments[-1] != "]":
            raise Failure("missing `]'", 2)
        arguments = arguments[:-1]
    return int(not Condition(process, arguments).holds())


class Condition:
    """One expression, read as POSIX says for up to four arguments, by precedence for more."""

    def __init__(self, process: Process, arguments: list[str]) -> None:
        self.process = process
        self.arguments = arguments
        self.index = 0

    def holds(self) -> bool:
        """Whether the expression is true."""
        arguments = self.arguments
        if not arguments:
            return False
        if len(arguments) == 1:
            return bool(arguments[0])
        if len(arguments) == 2 and arguments[0] == "!":
            return not arguments[1]
        if len(arguments) == 2:
            return self._unary(arguments[0], arguments[1])
        if len(arguments) == 3 and arguments[1] in BINARY:
            return self._binary(*arguments)
        result = self._or()
        if self.index < len(arguments):
            raise Failure("too many arguments", 2)
        return result

    def _next(self) -> str | None:
        return self.arguments[self.index] if self.index < len(self.arguments) else None

    def _take(self) -> str:
        if self.index >= len(self.arguments):
            raise Failure("argument expected", 2)
        self.index += 1
        return self.arguments[self.index - 1]

    def _or(self) -> bool:
        result = self._and()
        while self._next() == "-o":
            self._take()
            result = self._and() or result
        return result

    def _and(self) -> bool:
        result = self._not()
        while self._next() == "-a":
            self._take()
            result = self._not() and result
        return result

    def _not(self) -> bool:
        if self._next() == "!":
            self._take()
            return not self._not()
        if self._next() == "(":
            self._take()
            result = self._or()
            if self._take() != ")":
                raise Failure("`)' expected", 2)
            return result
        word = self._take()
        following = self._next()
        if following in BINARY and self.index + 1 < len(self.arguments):
            return self._binary(word, self._take(), self._take())
        if re.fullmatch("-[a-zA-Z]", word) and following is not None and following not in ("-a", "-o", ")"):
            return self._unary(word, self._take())
        return bool(word)

    def _unary(self, operator: str, operand: str) -> bool:
        if operator == "-n":
            return bool(operand)
        if operator == "-z":
            return not operand
        if len(operator) != 2 or operator[0] != "-" or operator[1] not in FILE_TESTS:
            raise Failure(f"{operator}: unary operator expected", 2)
        if operator == "-t":
            stream = self.process.fds.get(int(operand)) if operand.isdigit() else None
            return stream is not None and stream.is_terminal
        inode = self._file(operand, follow=operator not in ("-h", "-L"))
        return inode is not None and self._is(operator[1], inode)

    def _file(self, name: str, *, follow: bool = True) -> Inode | None:
        if not name:
            return None
        return self.process.node.tree.find(self.process.path(name), self.process.user, follow=follow)

    def _is(self, kind: str, inode: Inode) -> bool:
        user = self.process.user
        answers = {
            "e": True,
            "f": isinstance(inode, Regular | Program | Generated),
            "d": isinstance(inode, Directory),
            "h": isinstance(inode, Symlink),
            "L": isinstance(inode, Symlink),
            "b": isinstance(inode, Device) and inode.block,
            "c": isinstance(inode, Device) and not inode.block,
            "S": isinstance(inode, Socket),
            "s": bool(inode.content)
            if isinstance(inode, Regular)
            else isinstance(inode, Program | Directory),
            "r": permits(inode, user, READ),
            "w": permits(inode, user, WRITE),
            "x": permits(inode, user, EXECUTE),
            "u": bool(inode.mode & 0o4000),
            "g": bool(inode.mode & 0o2000),
            "k": bool(inode.mode & 0o1000),
            "O": inode.uid == user.uid,
            "G": inode.gid == user.gid,
        }
        return answers.get(kind, False)

    def _binary(self, left: str, operator: str, right: str) -> bool:
        if operator in NUMERIC:
            for operand in (left, right):
                if not INTEGER.fullmatch(operand):
                    raise Failure(f"{operand}: integer expression expected", 2)
            return NUMERIC[operator](int(left), int(right))
        if operator in ("-nt", "-ot", "-ef"):
            first, second = self._file(left), self._file(right)
            if first is None or second is None:
                return operator == "-nt" and first is not None
            if operator == "-ef":
                return first is second
            return first.mtime > second.mtime if operator == "-nt" else first.mtime < second.mtime
        answers = {"=": left == right, "==": left == right, "!=": left != right, "<": left < right}
        return answers.get(operator, left > right)
