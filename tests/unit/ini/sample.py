"""A nova.conf of real size, made up: nearly all comments, as packaged. And the book's edits of it."""

from __future__ import annotations

import random

from wizard.encodings import oslo_value, url_password
from wizard.ini import Setting
from wizard.secret import Secret, Text

LINES = 10_000

# Options of the book that the packaged file has a commented default for, with that default.
DEFAULTS = {
    "DEFAULT": {
        "enabled_apis": "osapi_compute,metadata",
        "rpc_backend": "rabbit",
        "auth_strategy": "keystone",
        "my_ip": "10.89.104.70",
        "use_neutron": "false",
        "firewall_driver": "<None>",
    },
    "api_database": {"connection": "<None>"},
    "database": {"connection": "<None>"},
    "oslo_messaging_rabbit": {
        "rabbit_host": "localhost",
        "rabbit_userid": "guest",
        "rabbit_password": "guest",
    },
    "keystone_authtoken": {"auth_uri": "<None>", "memcached_servers": "<None>", "auth_type": "<None>"},
    "vnc": {"vncserver_listen": "127.0.0.1", "vncserver_proxyclient_address": "127.0.0.1"},
    "glance": {"api_servers": "<None>"},
    "oslo_concurrency": {"lock_path": "<None>"},
}
_SECTIONS = (
    "barbican cache cells cinder conductor cors cors.subdomain crypto ephemeral_storage_encryption guestfs "
    "hyperv image_file_url ironic key_manager libvirt matchmaker_redis metrics mks neutron osapi_v21 "
    "oslo_messaging_amqp oslo_messaging_notifications oslo_middleware oslo_policy rdp serial_console spice "
    "ssl trusted_computing upgrade_levels vmware workarounds xenserver"
)
OTHER_SECTIONS = _SECTIONS.split()
_PROSE = (
    "the a of to when used by compute instance host service network driver value number seconds "
    "interface address should image volume default enabled time list name path"
)
_WORDS = _PROSE.split()
_KINDS = ["(string value)", "(integer value)", "(boolean value)", "(multi valued)", ""]


def nova_conf(lines: int = LINES) -> bytes:
    """Return the file: about that many lines, the same on every call, with a live option here and there."""
    chance = random.Random(4)
    sections = sorted([*DEFAULTS, *OTHER_SECTIONS], key=lambda name: (name != "DEFAULT", name))
    made: list[str] = []
    for number, section in enumerate(sections):
        # The packaged file's first section has more than a third of all lines.
        upto = lines * 2 // 5 + lines * 3 // 5 * number // (len(sections) - 1)
        options = [*DEFAULTS.get(section, {}).items()]
        made += [f"[{section}]", "", "#", "# From nova.conf", "#", ""]
        while options or len(made) < upto:
            if options and (len(made) + 60 > upto or chance.random() < 0.05):
                name, default = options.pop(0)
            else:
                name, default = f"{chance.choice(_WORDS)}_{len(made)}", chance.choice(_WORDS)
            made += _entry(chance, name, default)
    return "\n".join(made).encode() + b"\n"


def _entry(chance: random.Random, name: str, default: str) -> list[str]:
    """Return an option as the generator of sample files writes it, sometimes set below its default."""
    prose = [f"# {' '.join(chance.choices(_WORDS, k=chance.randint(3, 12)))}" for _ in range(_length(chance))]
    live = [f"{name}={chance.choice(_WORDS)}"] if name[-1].isdigit() and chance.random() < 0.02 else []
    return [*prose[:-1], f"{prose[-1]} {chance.choice(_KINDS)}".rstrip(), f"#{name} = {default}", *live, ""]


def _length(chance: random.Random) -> int:
    return chance.choice([1, 2, 2, 3, 4, 6, 9, 14, 20])


def book() -> list[tuple[list[Setting], list[str]]]:
    """Return the book's twelve edits of the controller's nova.conf: settings, and exclusive sections."""
    novapass = Text(Secret("novapass", "nova pass$ 'word'").encoded(oslo_value))
    novadbpass = Secret("novadbpass", "nova@db/p:a%ss").encoded(url_password)
    rabbitpass = Text(Secret("rabbitpass", "rabbit\\$pass;#").encoded(oslo_value))

    def url(database: str) -> Text:
        return Text("mysql+pymysql://nova:", novadbpass, f"@controller/{database}")

    edits: list[tuple[str, dict[str, str | Text]]] = [
        ("DEFAULT", {"enabled_apis": "osapi_compute,metadata"}),
        ("api_database", {"connection": url("nova_api")}),
        ("database", {"connection": url("nova")}),
        ("DEFAULT", {"rpc_backend": "rabbit"}),
        (
            "oslo_messaging_rabbit",
            {"rabbit_host": "controller", "rabbit_userid": "openstack", "rabbit_password": rabbitpass},
        ),
        ("DEFAULT", {"auth_strategy": "keystone"}),
        (
            "keystone_authtoken",
            {
                "auth_uri": "http://controller:5000",
                "auth_url": "http://controller:35357",
                "memcached_servers": "controller:11211",
                "auth_type": "password",
                "project_domain_name": "default",
                "user_domain_name": "default",
                "project_name": "service",
                "username": "nova",
                "password": novapass,
            },
        ),
        ("DEFAULT", {"my_ip": "10.0.0.11"}),
        (
            "DEFAULT",
            {"use_neutron": "True", "firewall_driver": "nova.virt.firewall.NoopFirewallDriver"},
        ),
        ("vnc", {"vncserver_listen": "$my_ip", "vncserver_proxyclient_address": "$my_ip"}),
        ("glance", {"api_servers": "http://controller:9292"}),
        ("oslo_concurrency", {"lock_path": "/var/lib/nova/tmp"}),
    ]
    return [
        (
            [Setting(section, option, Text(value)) for option, value in options.items()],
            [section] * (section == "keystone_authtoken"),
        )
        for section, options in edits
    ]
