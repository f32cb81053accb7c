"""What 4.4.2 and 4.4.3 have in common: packages, settings of nova.conf, services."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wizard.actions.command import Run
from wizard.actions.file import Edit
from wizard.encodings import oslo_value
from wizard.facts.files import NovaConf
from wizard.facts.system import PACKAGES, Packages
from wizard.facts.units import UNITS, Unit, Units
from wizard.ini import IniFile, Setting, difference, edited
from wizard.model import Action, Answers, Facts, Message, Node, NotYet, Unknown
from wizard.secret import Secret, Text

SETTLED = 5.0
"""Seconds that a service has to live before it counts as started."""


def install(node: Node, facts: Facts) -> Iterator[Action]:
    """Install the node's packages (4.4.2/install/1, 4.4.3/install/1)."""
    names = PACKAGES[node.role]
    missing = [name for name in names if name not in facts[Packages].installed]
    if missing:
        yield Run(
            f"yum -y install {' '.join(names)}",
            limit=3600.0,
            because=Message("packages-missing", packages=", ".join(missing)),
        )


def setting(section: str, option: str, value: str | Text | Secret) -> Setting:
    """Return a setting; a secret is written as oslo.config reads it, other text as it stands."""
    if isinstance(value, Secret):
        value = value.encoded(oslo_value)
    return Setting(section, option, Text(value))


def configure(facts: Facts, settings: Sequence[Setting], *, alone: Sequence[str] = ()) -> Iterator[Edit]:
    """Put settings into nova.conf; in the sections `alone` every other live option is commented out."""
    conf = facts[NovaConf]
    before = conf.content or b""
    file = IniFile(before)
    missing = [wanted for wanted in settings if not file.holds(wanted)]
    others = [
        f"[{section}] {name}"
        for section in alone
        for name in file.live_options(section)
        if not any((wanted.section, wanted.option) == (section, name) for wanted in settings)
    ]
    if not missing and not others:
        return
    contradicted = [wanted for wanted in missing if file.values(wanted.section, wanted.option)]
    after = edited(before, settings, alone)
    yield Edit(
        path=NovaConf.path,
        lines=_as_printed(settings),
        before=before,
        after=after,
        changes=difference(before, after, settings, NovaConf.path),
        because=_why(contradicted, missing, others),
        differs=bool(contradicted or others),
        note=_note(conf, alone),
    )


def _as_printed(settings: Sequence[Setting]) -> str:
    lines: list[str] = []
    for wanted in settings:
        header = f"[{wanted.section}]"
        if header not in lines:
            lines.append(header)
        lines.append(f"{wanted.option} = {wanted.value.shown}")
    return "\n".join(lines)


def _why(contradicted: Sequence[Setting], missing: Sequence[Setting], others: Sequence[str]) -> Message:
    if contradicted:
        return Message("conf-differs", options=_named(contradicted))
    if missing:
        return Message("conf-missing", options=_named(missing))
    return Message("conf-others", options=", ".join(others))


def _named(settings: Sequence[Setting]) -> str:
    return ", ".join(f"[{wanted.section}] {wanted.option}" for wanted in settings)


def _note(conf: NovaConf, alone: Sequence[str]) -> Message | None:
    if conf.content is None:
        return Message("conf-not-there-yet", path=NovaConf.path)
    return Message("conf-alone", sections=", ".join(alone)) if alone else None


def queue(answers: Answers) -> list[Setting]:
    """RabbitMQ (4.4.2/install/3c, 4.4.3/install/2a)."""
    return [
        setting("DEFAULT", "rpc_backend", "rabbit"),
        setting("oslo_messaging_rabbit", "rabbit_host", answers.controller.name),
        setting("oslo_messaging_rabbit", "rabbit_userid", "openstack"),
        setting("oslo_messaging_rabbit", "rabbit_password", answers.passwords.rabbitpass),
    ]


IDENTITY = "keystone_authtoken"


def identity(answers: Answers) -> list[Setting]:
    """Keystone (4.4.2/install/3d, 4.4.3/install/2b)."""
    controller = answers.controller.name
    return [
        setting("DEFAULT", "auth_strategy", "keystone"),
        setting(IDENTITY, "auth_uri", f"http://{controller}:5000"),
        setting(IDENTITY, "auth_url", f"http://{controller}:35357"),
        setting(IDENTITY, "memcached_servers", f"{controller}:11211"),
        setting(IDENTITY, "auth_type", "password"),
        setting(IDENTITY, "project_domain_name", "default"),
        setting(IDENTITY, "user_domain_name", "default"),
        setting(IDENTITY, "project_name", "service"),
        setting(IDENTITY, "username", "nova"),
        setting(IDENTITY, "password", answers.passwords.novapass),
    ]


def address(node: Node) -> list[Setting]:
    """The node's own address (4.4.2/install/3e, 4.4.3/install/2c)."""
    return [setting("DEFAULT", "my_ip", node.management_ip)]


def networking() -> list[Setting]:
    """Neutron, whose firewall takes the place of Nova's (4.4.2/install/3f, 4.4.3/install/2d)."""
    return [
        setting("DEFAULT", "use_neutron", "True"),
        setting("DEFAULT", "firewall_driver", "nova.virt.firewall.NoopFirewallDriver"),
    ]


def images(answers: Answers) -> list[Setting]:
    """Glance (4.4.2/install/3h, 4.4.3/install/2f)."""
    return [setting("glance", "api_servers", f"http://{answers.controller.name}:9292")]


def locks() -> list[Setting]:
    """Where locks are kept (4.4.2/install/3i, 4.4.3/install/2g)."""
    return [setting("oslo_concurrency", "lock_path", "/var/lib/nova/tmp")]


def services(node: Node, facts: Facts) -> Iterator[Action]:
    """Enable and start the node's services; done when they have lived for a while.

    A service that started before nova.conf was last written works by older settings: it is restarted.
    """
    names = " ".join(UNITS[node.role])
    units = facts[Units].units
    told = {unit.name for unit in units}
    if untold := [name for name in UNITS[node.role] if name not in told]:
        raise Unknown("units-untold", units=", ".join(untold))
    disabled = [unit.name for unit in units if not unit.enabled]
    if disabled:
        yield Run(
            f"systemctl enable {names}",
            because=Message("units-disabled", units=", ".join(disabled)),
        )
    down = [unit for unit in units if unit.state not in ("active", "activating", "reloading")]
    if down:
        yield Run(
            f"systemctl start {names}",
            limit=600.0,
            because=Message("units-down", units=_states(down)),
            differs=not disabled,
        )
    stale = [unit.name for unit in units if unit not in down and unit.stale]
    if stale:
        yield Run(
            f"systemctl restart {' '.join(stale)}",
            limit=600.0,
            because=Message("units-stale", units=", ".join(stale)),
            differs=True,
        )
    if disabled or down or stale:
        return
    unsettled = [unit for unit in units if unit.state != "active" or unit.age < SETTLED]
    if unsettled:
        raise NotYet("units-settling", units=_states(unsettled))


def _states(units: Sequence[Unit]) -> str:
    return "; ".join(f"{unit.name}: {unit.state}" + (f"\n{unit.log}" if unit.log else "") for unit in units)
