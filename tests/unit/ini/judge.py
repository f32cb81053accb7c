"""What oslo.config itself reads from an ini file."""

from __future__ import annotations

import io

from oslo_config.cfg import ConfigParser
from oslo_config.iniparser import BaseParser

Values = dict[str, dict[str, list[str]]]


def reading(content: bytes) -> Values:
    """Return oslo.config's values by normalised section and option.

    Its own parser does it, fed as its `open` would, except that bytes that are not UTF-8 survive, as they
    do under Mitaka's Python 2. Raises oslo.config's ParseError.
    """
    values: Values = {}
    parser = ConfigParser("nova.conf", {})
    parser._add_normalized(values)
    text = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", errors="surrogateescape")
    BaseParser.parse(parser, text.readlines())
    return values
