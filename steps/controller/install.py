"""4.4.2, install and finalize: packages, nova.conf, the schemas, the services."""

from __future__ import annotations

from collections.abc import Iterator

from steps import shared
from steps.controller.prepare import database_facts
from steps.registry import step
from wizard.actions.command import Run
from wizard.actions.file import Keep
from wizard.encodings import url_password
from wizard.facts.databases import Databases
from wizard.facts.files import NovaConf
from wizard.facts.migrations import Migrations
from wizard.facts.system import Packages
from wizard.facts.units import Units
from wizard.ini import Setting
from wizard.model import Action, Answers, Facts, Message, Node, Refused, Role, Source
from wizard.secret import Text

_ON = Role.CONTROLLER


@step("4.4.2/install/1", _ON, Source.RESTORED, reads=(Packages,))
def install(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """The controller's five packages."""
    yield from shared.install(node, facts)


@step("4.4.2/install/2", _ON, Source.ADDED, reads=(NovaConf,))
def keep_conf(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """A copy of nova.conf as it is before the first edit."""
    conf = facts[NovaConf]
    if not conf.kept:
        yield Keep(NovaConf.path, because=Message("copy-missing", path=NovaConf.path))


@step("4.4.2/install/3a", _ON, Source.RESTORED, reads=(NovaConf,))
def enable_apis(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """The compute and the metadata API."""
    yield from shared.configure(facts, [shared.setting("DEFAULT", "enabled_apis", "osapi_compute,metadata")])


@step("4.4.2/install/3b", _ON, Source.RESTORED, reads=(NovaConf,))
def connect_databases(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """Where the databases are, and nova's password for them, in a URL."""
    yield from shared.configure(
        facts,
        [_connection(answers, "api_database", "nova_api"), _connection(answers, "database", "nova")],
    )


def _connection(answers: Answers, section: str, database: str) -> Setting:
    password = answers.passwords.novadbpass.encoded(url_password)
    value = Text("mysql+pymysql://nova:", password, f"@{answers.controller.name}/{database}")
    return shared.setting(section, "connection", value)


@step("4.4.2/install/3c", _ON, Source.RESTORED, reads=(NovaConf,))
def connect_queue(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """RabbitMQ."""
    yield from shared.configure(facts, shared.queue(answers))


@step(
    "4.4.2/install/3d",
    _ON,
    Source.CORRECTED,
    reads=(NovaConf,),
    printed="[keystone_authstoken]",
)
def connect_keystone(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """Keystone; printed as a section that nothing reads."""
    yield from shared.configure(facts, shared.identity(answers), alone=[shared.IDENTITY])


@step("4.4.2/install/3e", _ON, Source.GUIDE, reads=(NovaConf,))
def set_address(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """The controller's management address."""
    yield from shared.configure(facts, shared.address(node))


@step("4.4.2/install/3f", _ON, Source.GUIDE, reads=(NovaConf,))
def use_neutron(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """Neutron and no firewall of Nova's own."""
    yield from shared.configure(facts, shared.networking())


@step(
    "4.4.2/install/3g",
    _ON,
    Source.CORRECTED,
    reads=(NovaConf,),
    printed="vncserver_proxycient_address = $my_ip",
)
def set_vnc(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """The console proxy's addresses; `$my_ip` is oslo.config's and stays as it is."""
    yield from shared.configure(
        facts,
        [
            shared.setting("vnc", "vncserver_listen", "$my_ip"),
            shared.setting("vnc", "vncserver_proxyclient_address", "$my_ip"),
        ],
    )


@step("4.4.2/install/3h", _ON, Source.GUIDE, reads=(NovaConf,))
def set_images(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """Glance."""
    yield from shared.configure(facts, shared.images(answers))


@step("4.4.2/install/3i", _ON, Source.GUIDE, reads=(NovaConf,))
def set_locks(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """The lock directory."""
    yield from shared.configure(facts, shared.locks())


MITAKA_HEADS = {"nova_api": "7", "nova": "319"}
_SYNCS = {"nova_api": "api_db sync", "nova": "db sync"}


@step("4.4.2/install/4", _ON, Source.GUIDE, reads=(Databases, Migrations))
def sync_databases(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """Bring both schemas to the head of the installed Nova."""
    found = database_facts(facts)
    heads = {**MITAKA_HEADS, **facts[Migrations].heads}
    for database, sync in _SYNCS.items():
        tables, version = found.tables.get(database, 0), found.versions.get(database)
        if version is None and tables > 1:
            raise Refused("schema-half-made", database=database, tables=tables)
        if version != heads[database]:
            yield Run(
                f'su -s /bin/sh -c "nova-manage {sync}" nova',
                limit=1800.0,
                because=Message(
                    "schema-behind", database=database, version=version or "-", head=heads[database]
                ),
                differs=version is not None,
                note=Message("note-deprecations"),
            )


# --- finish -----------------------------------------------------------------------------------------


@step(
    "4.4.2/finish/1",
    _ON,
    Source.CORRECTED,
    reads=(Units,),
    printed="openstack-nova-\nnovncproxy.service",
    patience=90.0,
)
def start_services(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """Five services; one name is broken over two lines in print."""
    yield from shared.services(node, facts)
