"""Options of nova.conf that go before a setting of the guide; data.

From the source of the libraries that Mitaka's Nova reads its file with (oslo.messaging 4.6, oslo.db 4.7) and
of Nova 13 itself. An old name of an option, such as `[DEFAULT] rabbit_hosts`, counts where the option
itself is not set: oslo.config looks for it last. What goes before the settings of [keystone_authtoken] is
no matter here: nothing else stays live in that section.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from steps.facts import API_PASTE, BesidesNovaConf
from wizard.facts.options import Option
from wizard.ini import IniFile, Setting


@dataclass(frozen=True)
class Overriding:
    """An option that goes before another one, unless its value is one of the `harmless`, in lower case."""

    section: str
    option: str
    harmless: frozenset[str] = frozenset()


_FALSE = frozenset({"false", "0", "no", "off"})
"""How oslo.config reads a Boolean."""
_NETWORK_CLASSES = frozenset({"nova.network.api.api", "nova.network.neutronv2.api.api"})
_QUEUE: Mapping[str, frozenset[str]] = {
    "rabbit_hosts": frozenset(),
    "rabbit_port": frozenset({"5672"}),
    "rabbit_use_ssl": _FALSE,
    "rabbit_login_method": frozenset({"amqplain", "plain"}),
    "rabbit_virtual_host": frozenset({"/"}),
    "fake_rabbit": _FALSE,
}
_URL = Overriding("DEFAULT", "transport_url")
_OVERRIDING: Mapping[tuple[str, str], tuple[Overriding, ...]] = {
    ("DEFAULT", "rpc_backend"): (_URL,),
    ("oslo_messaging_rabbit", "rabbit_host"): (
        _URL,
        *(
            Overriding(section, option, harmless)
            for option, harmless in _QUEUE.items()
            for section in ("oslo_messaging_rabbit", "DEFAULT")
        ),
    ),
    ("database", "connection"): (
        Overriding("database", "slave_connection"),
        Overriding("database", "backend", frozenset({"sqlalchemy"})),
        Overriding("DEFAULT", "db_backend", frozenset({"sqlalchemy"})),
    ),
    ("api_database", "connection"): (Overriding("api_database", "slave_connection"),),
    ("DEFAULT", "use_neutron"): (Overriding("DEFAULT", "network_api_class", _NETWORK_CLASSES),),
}


def overriding(file: IniFile, settings: Iterable[Setting]) -> list[tuple[str, str]]:
    """Return section and option of each live option that goes before one of the settings, each once."""
    return list(dict.fromkeys(_live(file, settings)))


def overriding_elsewhere(besides: BesidesNovaConf, places: Collection[tuple[str, str]]) -> list[Option]:
    """Return the options of other files that go before those at the places: sections and names."""
    before = {(other.section, other.option) for place in places for other in _OVERRIDING.get(place, ())}
    return [
        option
        for option in besides.options
        if (option.section, option.name) in before.union(places) or _configures_login(option)
    ]


def _configures_login(option: Option) -> bool:
    """Whether it is one of the filter that asks Keystone: it goes before [keystone_authtoken]."""
    if option.path != API_PASTE:
        return option.section == "keystone_authtoken"
    return option.section == "filter:authtoken" and not option.name.startswith("paste.")


def _live(file: IniFile, settings: Iterable[Setting]) -> Iterator[tuple[str, str]]:
    for wanted in settings:
        for other in _OVERRIDING.get((wanted.section, wanted.option), ()):
            values = {value.lower() for value in file.values(other.section, other.option)}
            if values - other.harmless:
                yield other.section, other.option
