"""Integer arithmetic of `$((…))`, as in POSIX sh, with numbers of 64 bits."""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping

TOKEN = re.compile(
    r"\s*(?:(0[xX][0-9a-fA-F]+|\d+)|([A-Za-z_]\w*)|(<<=|>>=|&&|\|\||<<|>>|[<>=!*/%+\-&|^]=|[-+*/%<>!~()&|^?:=]))"
)


DIGITS = 1000
"""The longest constant; bash takes any and lets it overflow."""


class ArithmeticProblem(Exception):
    """The expression is none, or divides by zero."""


def _divide(left: int, right: int) -> int:
    if right == 0:
        raise ArithmeticProblem("division by 0")
    quotient = abs(left) // abs(right)
    return quotient if (left < 0) == (right < 0) else -quotient


LEVELS: list[dict[str, Callable[[int, int], int]]] = [
    {"||": lambda a, b: int(bool(a or b))},
    {"&&": lambda a, b: int(bool(a and b))},
    {"|": lambda a, b: a | b},
    {"^": lambda a, b: a ^ b},
    {"&": lambda a, b: a & b},
    {"==": lambda a, b: int(a == b), "!=": lambda a, b: int(a != b)},
    {
        "<": lambda a, b: int(a < b),
        ">": lambda a, b: int(a > b),
        "<=": lambda a, b: int(a <= b),
        ">=": lambda a, b: int(a >= b),
    },
    {"<<": lambda a, b: a << (b & 63), ">>": lambda a, b: a >> (b & 63)},
    {"+": lambda a, b: a + b, "-": lambda a, b: a - b},
    {"*": lambda a, b: a * b, "/": _divide, "%": lambda a, b: a - b * _divide(a, b)},
]
ALL = {operator: function for level in LEVELS for operator, function in level.items()}


def _wrapped(value: int) -> int:
    return (value + 2**63) % 2**64 - 2**63


def number(text: str) -> int:
    """Return the value of a constant: decimal, octal or hexadecimal."""
    if len(text) > DIGITS:
        raise ArithmeticProblem(f'value too great for base (error token is "{text[:DIGITS]}")')
    lowered = text.lower()
    if lowered.startswith("0x"):
        return _wrapped(int(lowered, 16))
    return _wrapped(
        int(text, 8) if len(text) > 1 and text.startswith("0") and set(text) <= set("01234567") else int(text)
    )


class Calculator:
    """Evaluates one expression; variables are read and assigned in the shell's."""

    def __init__(self, text: str, variables: MutableMapping[str, str]) -> None:
        self.variables = variables
        self.tokens: list[str] = []
        position = 0
        text = text.rstrip()
        while position < len(text):
            match = TOKEN.match(text, position)
            if match is None:
                raise ArithmeticProblem(
                    f'syntax error: operand expected (error token is "{text[position:]}")'
                )
            self.tokens.append(match[1] or match[2] or match[3])
            position = match.end()
        self.index = 0

    def value(self) -> int:
        """Return the value; an empty expression is 0."""
        if not self.tokens:
            return 0
        result = self._assignment()
        if self.index < len(self.tokens):
            raise ArithmeticProblem(
                f'syntax error in expression (error token is "{self.tokens[self.index]}")'
            )
        return result

    def _next(self) -> str:
        return self.tokens[self.index] if self.index < len(self.tokens) else ""

    def _take(self) -> str:
        token = self._next()
        self.index += 1
        return token

    def _assignment(self) -> int:
        if self.index + 1 < len(self.tokens) and self._next().isidentifier():
            operator = self.tokens[self.index + 1]
            compound = operator.endswith("=") and operator[:-1] in ALL
            if (operator == "=" or compound) and operator not in ("==", "<=", ">=", "!="):
                name = self._take()
                self._take()
                value = self._assignment()
                if operator != "=":
                    value = ALL[operator[:-1]](self._variable(name), value)
                self.variables[name] = str(_wrapped(value))
                return _wrapped(value)
        condition = self._binary(0)
        if self._next() != "?":
            return condition
        self._take()
        first = self._assignment()
        if self._take() != ":":
            raise ArithmeticProblem("`:' expected for conditional expression")
        second = self._assignment()
        return first if condition else second

    def _binary(self, level: int) -> int:
        if level == len(LEVELS):
            return self._unary()
        left = self._binary(level + 1)
        while self._next() in LEVELS[level]:
            operator = self._take()
            left = _wrapped(LEVELS[level][operator](left, self._binary(level + 1)))
        return left

    def _unary(self) -> int:  # noqa: PLR0911 - a case a branch
        symbol = self._take()
        if symbol == "-":
            return _wrapped(-self._unary())
        if symbol == "+":
            return self._unary()
        if symbol == "!":
            return int(not self._unary())
        if symbol == "~":
            return ~self._unary()
        if symbol == "(":
            value = self._assignment()
            if self._take() != ")":
                raise ArithmeticProblem("missing `)'")
            return value
        if symbol[:1].isdigit():
            return number(symbol)
        if symbol.isidentifier():
            return self._variable(symbol)
        raise ArithmeticProblem(f'syntax error: operand expected (error token is "{symbol}")')

    def _variable(self, name: str) -> int:
        text = self.variables.get(name, "").strip() or "0"
        try:
            return number(text.lstrip("+-")) * (-1 if text.startswith("-") else 1)
        except ValueError:
            return Calculator(text, self.variables).value()
