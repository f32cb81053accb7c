"""Whether to write in colour, as NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE and CLICOLOR ask for it."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from enum import Enum


class Colour(Enum):
    """What the environment asks for."""

    NEVER = "never"
    ALWAYS = "always"
    ON_A_TERMINAL = "on a terminal"


def wished(environ: Mapping[str, str]) -> Colour:
    """Return what the variables say; the first that is set decides.

    NO_COLOR (https://no-color.org) with any value but an empty one: never. FORCE_COLOR and CLICOLOR_FORCE
    with any value but an empty one, `0` and `false`: always. FORCE_COLOR=0, CLICOLOR=0: never.
    """
    if environ.get("NO_COLOR"):
        return Colour.NEVER
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):
        if environ.get(name, "").lower() not in ("", "0", "false"):
            return Colour.ALWAYS
    if environ.get("FORCE_COLOR") or environ.get("CLICOLOR") == "0":
        return Colour.NEVER
    return Colour.ON_A_TERMINAL


def tell_textual(environ: MutableMapping[str, str]) -> None:
    """Leave NO_COLOR set, which is all that Textual knows, exactly where no colour is to be shown."""
    never = wished(environ) is Colour.NEVER
    environ.pop("NO_COLOR", None)
    if never:
        environ["NO_COLOR"] = "1"
