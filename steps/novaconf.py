"""nova.conf: the settings of a step, written as the book prints them, and the edit that puts them there."""

from __future__ import annotations

import string
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from steps.facts import NovaConf
from steps.overriding import overriding
from steps.registry import step
from wizard.actions.file import Edit
from wizard.encodings import oslo_value, url_password
from wizard.ini import IniFile, Setting, difference, edited
from wizard.model.answers import Answers, Node
from wizard.model.facts import Facts
from wizard.model.message import Message
from wizard.model.role import Role
from wizard.model.steps import Action, Inverse, Source
from wizard.secret import Secret, Text

_Place = tuple[str, str]
"""Section and option."""

# --- The settings that both sections print ------------------------------------------------------------

QUEUE = """
    [DEFAULT]
    rpc_backend = rabbit
    [oslo_messaging_rabbit]
    rabbit_host = {controller}
    rabbit_userid = openstack
    rabbit_password = {rabbitpass}
"""
"""RabbitMQ (4.4.2/install/3c, 4.4.3/install/2a)."""

IDENTITY_SECTION = "keystone_authtoken"
IDENTITY = """
    [DEFAULT]
    auth_strategy = keystone
    [keystone_authtoken]
    auth_uri = http://{controller}:5000
    auth_url = http://{controller}:35357
    memcached_servers = {controller}:11211
    auth_type = password
    project_domain_name = default
    user_domain_name = default
    project_name = service
    username = nova
    password = {novapass}
"""
"""Keystone (4.4.2/install/3d, 4.4.3/install/2b)."""

ADDRESS = """
    [DEFAULT]
    my_ip = {management_ip}
"""
"""The node's own address (4.4.2/install/3e, 4.4.3/install/2c)."""

NETWORKING = """
    [DEFAULT]
    use_neutron = True
    firewall_driver = nova.virt.firewall.NoopFirewallDriver
"""
"""Neutron, whose firewall takes the place of Nova's (4.4.2/install/3f, 4.4.3/install/2d)."""

IMAGES = """
    [glance]
    api_servers = http://{controller}:9292
"""
"""Glance (4.4.2/install/3h, 4.4.3/install/2f)."""

LOCKS = """
    [oslo_concurrency]
    lock_path = /var/lib/nova/tmp
"""
"""Where locks are kept (4.4.2/install/3i, 4.4.3/install/2g)."""

SET: Mapping[Role, set[_Place]] = {Role.CONTROLLER: set(), Role.COMPUTE: set()}
"""What `configure` has in nova.conf, by role."""


class Configured(NamedTuple):
    """What a step has in nova.conf: the printed settings, and the sections that it has alone."""

    printed: Sequence[str]
    exclusive: Sequence[str] = ()


CONFIGURED: Mapping[Role, list[Configured]] = {Role.CONTROLLER: [], Role.COMPUTE: []}
"""What the steps have in nova.conf, by role, in the order of the steps."""

# --- From the printed settings to a step ----------------------------------------------------------------


@dataclass(frozen=True)
class _Placeholder:
    """A name in braces in printed settings: which answer it stands for, and how that is written there."""

    asks: str
    """The answer's path; one that begins with a dot belongs to the step's own host."""
    value: Callable[[Answers, Node], str | Secret]


_PLACEHOLDERS: Mapping[str, _Placeholder] = {
    "controller": _Placeholder("controller.name", lambda answers, node: answers.controller.name),
    "management_ip": _Placeholder(".management_ip", lambda answers, node: node.management_ip),
    "console_host": _Placeholder("console_host", lambda answers, node: _url_host(answers.console_host)),
    # Printed in a URL only.
    "novadbpass": _Placeholder(
        "passwords.novadbpass", lambda answers, node: answers.passwords.novadbpass.encoded(url_password)
    ),
    "novapass": _Placeholder(
        "passwords.novapass", lambda answers, node: answers.passwords.novapass.encoded(oslo_value)
    ),
    "rabbitpass": _Placeholder(
        "passwords.rabbitpass", lambda answers, node: answers.passwords.rabbitpass.encoded(oslo_value)
    ),
}


def configure(
    id_: str,
    on: Role,
    source: Source,
    *printed: str,
    exclusive: Sequence[str] = (),
    misprint: str = "",
    inverse: Inverse | None = None,
) -> None:
    """Add a step that has these settings in nova.conf, printed as `[section]` and `option = value` lines.

    In the `exclusive` sections every other live option is commented out. What the step asks for follows
    from the placeholders in its settings.
    """

    def plan(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
        yield from missing_settings(facts, settings_of(printed, answers, node), exclusive=exclusive)

    asks = _asks(printed, on)
    register = step(
        *(id_, on, source),
        reads=(NovaConf,),
        asks=asks,
        misprint=misprint,
        sets=names_of(printed),
        inverse=inverse,
    )
    register(plan)
    CONFIGURED[on].append(Configured(printed, exclusive))
    SET[on].update((section, option) for section, option, _ in _options(printed))


def names_of(printed: Sequence[str]) -> tuple[str, ...]:
    """Return the sections and options of printed settings: `[DEFAULT] my_ip`."""
    return tuple(f"[{section}] {option}" for section, option, _ in _options(printed))


def settings_of(printed: Sequence[str], answers: Answers, node: Node) -> list[Setting]:
    """Return printed settings with the answers in the place of their placeholders."""
    return [
        Setting(section, option, _filled_in(value, answers, node))
        for section, option, value in _options(printed)
    ]


def missing_settings(
    facts: Facts, settings: Sequence[Setting], *, exclusive: Sequence[str] = ()
) -> Iterator[Edit]:
    """Put settings into nova.conf; in the `exclusive` sections every other live option is commented out.

    So is, in any section, what goes before one of the settings (`steps.overriding`).
    """
    conf = facts[NovaConf]
    before = conf.content or b""
    file = IniFile(before)
    missing = [wanted for wanted in settings if not file.holds(wanted)]
    others = [
        (section, name)
        for section in exclusive
        for name in file.live_options(section)
        if not any((wanted.section, wanted.option) == (section, name) for wanted in settings)
    ]
    overrides = overriding(file, settings)
    if not missing and not others and not overrides:
        return
    contradicted = [wanted for wanted in missing if file.values(wanted.section, wanted.option)]
    after = edited(before, settings, exclusive, overrides)
    yield Edit(
        path=NovaConf.path,
        lines=_as_printed(settings),
        before=before,
        after=after.text,
        changes=difference(before, after.content, settings, NovaConf.path),
        reason=_reason(contradicted, missing, others, overrides),
        replaces=bool(contradicted or others or overrides),
        note=_note(conf, exclusive, overrides),
    )


def _options(printed: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield (section, option, value with its placeholders) of each printed setting."""
    section = ""
    for line in "\n".join(map(textwrap.dedent, printed)).split("\n"):
        if line.startswith("["):
            section = line.strip("[]")
        elif line:
            option, _, value = line.partition(" = ")
            yield section, option, value


def _filled_in(value: str, answers: Answers, node: Node) -> Text:
    return Text(
        *(
            part
            for literal, name, _, _ in string.Formatter().parse(value)
            for part in (literal, _PLACEHOLDERS[name].value(answers, node) if name else "")
            if part
        )
    )


def _asks(printed: Sequence[str], on: Role) -> tuple[str, ...]:
    """Return the paths of the answers that printed settings have placeholders for, each once."""
    host = "controller" if on is Role.CONTROLLER else "compute[*]"
    paths = [
        _PLACEHOLDERS[name].asks
        for _, _, value in _options(printed)
        for _, name, _, _ in string.Formatter().parse(value)
        if name
    ]
    return tuple(dict.fromkeys(host + path if path.startswith(".") else path for path in paths))


def _url_host(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _as_printed(settings: Sequence[Setting]) -> str:
    lines: list[str] = []
    for wanted in settings:
        header = f"[{wanted.section}]"
        if header not in lines:
            lines.append(header)
        lines.append(f"{wanted.option} = {wanted.value.shown}")
    return "\n".join(lines)


def _reason(
    contradicted: Sequence[Setting],
    missing: Sequence[Setting],
    others: Sequence[_Place],
    overrides: Sequence[_Place],
) -> Message:
    if contradicted:
        return Message("conf-differs", options=_named(map(_place, contradicted)))
    if missing:
        return Message("conf-missing", options=_named(map(_place, missing)))
    if overrides:
        return Message("conf-overridden", options=_named(overrides))
    return Message("conf-others", options=_named(others))


def _place(wanted: Setting) -> _Place:
    return wanted.section, wanted.option


def _named(places: Iterable[_Place]) -> str:
    return ", ".join(f"[{section}] {option}" for section, option in places)


def _note(conf: NovaConf, exclusive: Sequence[str], overrides: Sequence[_Place]) -> Message | None:
    if conf.content is None:
        return Message("conf-not-there-yet", path=NovaConf.path)
    if overrides:
        return Message("conf-overriding", options=_named(overrides))
    return Message("conf-alone", sections=", ".join(exclusive)) if exclusive else None
