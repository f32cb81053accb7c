"""SELECT over small tables: expressions, and the clauses that an installer's statements have."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from wizard.hostsim.shell.patterns import linear
from wizard.lab.services.sql import ResultSet, Row, SqlError, StatementReader, Value

Expression = Callable[[Sequence[Row]], Any]
"""Computes a value from the rows of a group; the first one stands for all where it is no aggregate."""


class Expressions:
    """Parses the expressions of a SELECT into functions that compute them."""

    def __init__(self, reader: StatementReader, variables: Callable[[str], Value]) -> None:
        self.reader = reader
        self.variables = variables

    def read(self) -> Expression:
        """Parse the expression at the reader's position; return the function that computes it."""
        left = self._and()
        while self.reader.accept("OR"):
            left = _both(left, self._and(), lambda a, b: int(bool(a or b)))
        return left

    def _and(self) -> Expression:
        left = self._not()
        while self.reader.accept("AND"):
            left = _both(left, self._not(), lambda a, b: int(bool(a and b)))
        return left

    def _not(self) -> Expression:
        if self.reader.accept("NOT"):
            inner = self._not()
            return lambda rows: int(not inner(rows))
        return self._comparison()

    def _comparison(self) -> Expression:
        left = self._primary()
        reader = self.reader
        operators: dict[str, Callable[[Any, Any], Value]] = {
            "=": lambda a, b: int(_same(a, b)),
            "<>": lambda a, b: int(not _same(a, b)),
            "!=": lambda a, b: int(not _same(a, b)),
            "<": lambda a, b: _order(a, b, -1),
            ">": lambda a, b: _order(a, b, 1),
            "<=": lambda a, b: _order(a, b, -1, 0),
            ">=": lambda a, b: _order(a, b, 0, 1),
        }
        if reader.peek() in operators:
            operator = operators[reader.take().text]
            return _both(left, self._primary(), operator)
        negated = reader.accept("NOT")
        if reader.accept("LIKE"):
            return _both(left, self._primary(), lambda a, b: int(like(str(a), str(b)) != negated))
        if reader.accept("IN"):
            reader.expect("(")
            choices = [self.read()]
            while reader.accept(","):
                choices.append(self.read())
            reader.expect(")")
            return lambda rows: int(any(_same(left(rows), one(rows)) for one in choices) != negated)
        if reader.accept("IS"):
            wanted = not reader.accept("NOT")
            reader.expect("NULL")
            return lambda rows: int((left(rows) is None) == wanted)
        if negated:
            raise reader.problem()
        return left

    def _primary(self) -> Expression:  # noqa: PLR0911 - a case a branch
        reader = self.reader
        if reader.accept("("):
            inner = self.read()
            reader.expect(")")
            return inner
        token = reader.take()
        if token.kind == "string":
            text = token.value()
            return lambda rows: text
        if token.kind == "number":
            number = whole(token.text)
            return lambda rows: number
        if token.text.startswith("@@"):
            value = self.variables(token.text)
            return lambda rows: value
        if token.kind == "word" and token.text.upper() == "NULL":
            return lambda rows: None
        if token.kind == "word" and reader.peek() == "(":
            return self._call(token.text.upper())
        if token.kind in ("word", "name"):
            column = token.value()
            while reader.accept("."):
                column = reader.name()
            return lambda rows: _column(rows, column)
        reader.index -= 1
        raise reader.problem()

    def _call(self, name: str) -> Expression:
        reader = self.reader
        reader.expect("(")
        if name == "COUNT" and reader.accept("*"):
            reader.expect(")")
            return len
        arguments = []
        if not reader.accept(")"):
            arguments.append(self.read())
            while reader.accept(","):
                arguments.append(self.read())
            reader.expect(")")
        if name in ("COUNT", "MAX", "MIN", "LOWER", "UPPER") and len(arguments) != 1:
            message = f"Incorrect parameter count in the call to native function '{name}'"
            raise SqlError(1582, "42000", message)
        if name in ("COUNT", "MAX", "MIN"):
            inner = arguments[0]
            reducers: dict[str, Callable[[list[Any]], Any]] = {"COUNT": len, "MAX": _largest, "MIN": _least}
            reduce = reducers[name]
            return lambda rows: reduce([value for row in rows if (value := inner([row])) is not None])
        if name == "CONCAT":
            return lambda rows: "".join(str(one(rows)) for one in arguments)
        if name in ("LOWER", "UPPER"):
            return lambda rows: getattr(str(arguments[0](rows)), name.lower())()
        value = self.variables(f"{name}()")
        return lambda rows: value


def _both(left: Expression, right: Expression, operator: Callable[[Any, Any], Value]) -> Expression:
    return lambda rows: operator(left(rows), right(rows))


def _same(left: Value, right: Value) -> bool:
    """Compare as the server's default collation does: letters' case does not count."""
    if left is None or right is None:
        return False
    return str(left).lower() == str(right).lower()


def _order(left: Value, right: Value, *wanted: int) -> Value:
    """Compare two values: as numbers where one is a number; NULL with anything is NULL."""
    if left is None or right is None:
        return None
    a, b = _key(left, right), _key(right, left)
    return int((a > b) - (a < b) in wanted)


def _key(value: str | int, other: str | int) -> Any:
    if isinstance(value, str) and isinstance(other, str):
        return value.lower()
    return whole(match[0]) if (match := re.match(r"-?[0-9]+", str(value).strip())) else 0


def _largest(values: list[Any]) -> Value:
    return max(values, key=lambda value: (isinstance(value, str), value), default=None)


def _least(values: list[Any]) -> Value:
    return min(values, key=lambda value: (isinstance(value, str), value), default=None)


def whole(digits: str) -> int:
    """Return a number. Raises `SqlError` for one that no column can hold."""
    if len(digits) > 65:
        raise SqlError(1690, "22003", f"Value is out of range in '{digits[:65]}'")
    return int(digits)


def like(text: str, pattern: str) -> bool:
    """Whether a text matches a LIKE pattern."""
    pieces = re.escape(pattern.replace("\\_", "\0")).replace("_", ".").replace("\0", "_").split("%")
    source = linear(pieces)
    return re.fullmatch(source, text, re.IGNORECASE | re.DOTALL) is not None


def _column(rows: Sequence[Row], name: str) -> Value:
    if not rows:
        return None
    for key, value in rows[0].items():
        if key.lower() == name.lower():
            return value
    raise SqlError(1054, "42S22", f"Unknown column '{name}' in 'field list'")


Source = Callable[[str, str], tuple[list[str], list[Row]]]
"""Finds a table by schema and name: its columns and rows."""


def select(reader: StatementReader, variables: Callable[[str], Value], source: Source) -> ResultSet:
    """Carry out a SELECT whose first word has been read."""
    expressions = Expressions(reader, variables)
    chosen: list[tuple[str, Expression | None]] = []
    reader.accept("DISTINCT")
    while True:
        start = reader.tokens[reader.index].at if not reader.ended else 0
        if reader.accept("*"):
            chosen.append(("*", None))
        else:
            expression = expressions.read()
            end = reader.tokens[reader.index].at if not reader.ended else len(reader.text)
            title = reader.text[start:end].strip().strip("`'")
            if reader.accept("AS"):
                title = reader.name()
            chosen.append((title, expression))
        if not reader.accept(","):
            break
    columns: list[str] = []
    rows: list[Row] = [{}]
    if reader.accept("FROM"):
        schema, table = "", reader.name()
        if reader.accept("."):
            schema, table = table, reader.name()
        columns, rows = source(schema, table)
    groups, result_rows = _clauses(reader, expressions, rows)
    aggregate = re.search(r"\b(COUNT|MAX|MIN)\s*\(", reader.text, re.IGNORECASE)
    if groups is None:
        groups = [result_rows] if aggregate else [[row] for row in result_rows]
    titles = [title for entry in chosen for title in (columns if entry[1] is None else [entry[0]])]
    result = ResultSet(titles)
    for group in groups:
        line: list[Value] = []
        for _, one in chosen:
            first = group[0] if group else {}
            line += [first.get(column) for column in columns] if one is None else [one(group)]
        result.rows.append(line)
    return result


def _clauses(
    reader: StatementReader, expressions: Expressions, rows: list[Row]
) -> tuple[list[list[Row]] | None, list[Row]]:
    """Read and apply WHERE, GROUP BY, ORDER BY and LIMIT."""
    groups: list[list[Row]] | None = None
    if reader.accept("WHERE"):
        condition = expressions.read()
        rows = [row for row in rows if condition([row])]
    if reader.accept("GROUP", "BY"):
        key = expressions.read()
        keyed: dict[Any, list[Row]] = {}
        for row in rows:
            keyed.setdefault(key([row]), []).append(row)
        groups = list(keyed.values())
    if reader.accept("ORDER", "BY"):
        order = expressions.read()
        descending = reader.accept("DESC")
        reader.accept("ASC")
        rows = sorted(rows, key=lambda row: str(order([row])), reverse=descending)
        if groups is not None:
            groups.sort(key=lambda group: str(order(group)), reverse=descending)
    if reader.accept("LIMIT"):
        if reader.tokens[reader.index :] and reader.tokens[reader.index].kind != "number":
            raise reader.problem()
        rows = rows[: whole(reader.take().text)]
    reader.end()
    return groups, rows
