"""4.4.2, prerequisites: the databases, and nova in the Identity service."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from ipaddress import ip_address

from steps.facts import Databases
from steps.registry import step
from steps.shared import answered, database_facts, endpoint_url
from steps.undo import database, keystone
from wizard.actions.command import openstack
from wizard.actions.sql import Sql
from wizard.encodings import sql_characters
from wizard.facts.accounts import Account, chosen
from wizard.facts.catalogue import Catalogue
from wizard.facts.identity import Identity
from wizard.facts.logins import NovaInDatabase, NovaInKeystone
from wizard.facts.system import HostIdentity
from wizard.model.answers import Answers, Node
from wizard.model.commands import Prompt
from wizard.model.facts import Facts
from wizard.model.message import Message
from wizard.model.problems import Refused, Unknown
from wizard.model.role import Role
from wizard.model.steps import Action, Source
from wizard.secret import Text

_ON = Role.CONTROLLER
_OVER_STDIN = Message("note-sql-stdin")
_AT_PROMPT = Message("note-prompt")


@step(
    "4.4.2/prepare/1a",
    _ON,
    Source.GUIDE,
    reads=(Databases,),
    asks=("passwords.dbpassword",),
    book_commands=("mysql -u root -p",),
)
def log_in_to_database(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """Root can log in to MariaDB with dbpassword."""
    if said := facts[Databases].refusal:
        raise Refused("before-database", said=said)
    yield from ()


@step(
    "4.4.2/prepare/1b",
    _ON,
    Source.GUIDE,
    reads=(Databases,),
    asks=("passwords.dbpassword",),
    inverse=database.DROPPED,
)
def create_databases(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """Create nova_api and nova, those that are not there."""
    found = database_facts(facts)
    missing = [name for name in Databases.wanted if name not in found.names]
    if missing:
        yield Sql(
            answers.passwords.dbpassword,
            tuple(Text(f"CREATE DATABASE {name};") for name in missing),
            reason=Message("databases-missing", databases=", ".join(missing)),
            note=_OVER_STDIN,
        )


@step(
    "4.4.2/prepare/1c",
    _ON,
    Source.GUIDE,
    reads=(Databases, NovaInDatabase, HostIdentity),
    asks=("passwords.dbpassword", "passwords.novadbpass"),
    inverse=database.REVOKED,
)
def grant(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """Grant nova both databases, from this host and from any, by one password."""
    found = database_facts(facts)
    _insist_on_account(facts)
    accounts = {account for _, account in found.grants}
    missing = [
        (database, account)
        for database in Databases.wanted
        for account in Databases.accounts
        if not {(database, account), ("*", account)} & found.grants
    ]
    other_password = (bool(accounts) and "%" in accounts and not facts[NovaInDatabase].authenticated) or len(
        set(found.digests.values())
    ) > 1
    if other_password:
        yield _grants(
            answers,
            [(database, account) for database in Databases.wanted for account in Databases.accounts],
            reason=Message("grants-other-password"),
            replaces=True,
        )
    elif missing:
        named = ", ".join(f"{database}: 'nova'@'{account}'" for database, account in missing)
        yield _grants(answers, missing, reason=Message("grants-missing", grants=named))
    elif not set(Databases.wanted) <= facts[NovaInDatabase].sees:
        login = facts[NovaInDatabase]
        raise Unknown("grants-unseen", databases=", ".join(Databases.wanted), account=login.account or "-")


def _insist_on_account(facts: Facts) -> None:
    """Raise `Refused` where no grant could let nova in, because MariaDB chooses another account for it."""
    found, host = facts[Databases], facts[HostIdentity]
    addresses = sorted(address for address in host.addresses if not ip_address(address).is_loopback)
    if _in_the_way(found, [host.name, *addresses]) is None:
        return
    login = facts[NovaInDatabase]
    account = None if login.authenticated else _in_the_way(found, [login.client, *addresses])
    if account is not None:
        key = "account-needs-tls" if account.requires_tls else "account-preferred"
        raise Refused(key, account=str(account), client=login.client or "-")


def _in_the_way(found: Databases, clients: list[str]) -> Account | None:
    """Return the account that MariaDB chooses for nova's login from there, if the grants are not for it.

    They are not for another account either way, and of no use to one that requires TLS.
    """
    granted = [Account(Databases.user, host) for host in Databases.accounts]
    # One that is there goes before the same one as the grants would make it.
    account = chosen([*found.known, *granted], Databases.user, clients)
    return account if account not in granted else None


def _grants(
    answers: Answers, wanted: list[tuple[str, str]], *, reason: Message, replaces: bool = False
) -> Sql:
    password = answers.passwords.novadbpass.encoded(sql_characters)
    return Sql(
        answers.passwords.dbpassword,
        tuple(
            Text(
                f"GRANT ALL PRIVILEGES ON {database}.* TO 'nova'@'{account}' IDENTIFIED BY '", password, "';"
            )
            for database, account in wanted
        ),
        reason=reason,
        replaces=replaces,
        note=_OVER_STDIN,
    )


@step("4.4.2/prepare/1d", _ON, Source.GUIDE, book_commands=("exit",))
def leave_database(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """The client ends by itself after its statements."""
    yield from ()


@step(
    "4.4.2/prepare/2",
    _ON,
    Source.GUIDE,
    reads=(Identity,),
    asks=("openrc",),
    book_commands=("source /root/admin-openrc",),
)
def source_openrc(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """The administrator's credentials are there and get a token."""
    answered(Identity, answers, facts)
    yield from ()


@step(
    "4.4.2/prepare/3a",
    _ON,
    Source.GUIDE,
    reads=(Identity, NovaInKeystone),
    asks=("openrc", "passwords.novapass"),
    inverse=keystone.USER,
)
def create_user(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """The user nova, with novapass."""
    user = answered(Identity, answers, facts).user("nova")
    prompts = (
        Prompt("User Password: ?", answers.passwords.novapass),
        Prompt("Repeat User Password: ?", answers.passwords.novapass),
    )
    if user is None:
        yield openstack(
            answers,
            "user create --domain default --password-prompt nova",
            *prompts,
            reason=Message("user-missing"),
            note=_AT_PROMPT,
        )
        return
    if not user.enabled:
        yield openstack(
            answers,
            f"user set --enable {shlex.quote(user.id)}",
            reason=Message("user-disabled"),
            replaces=True,
        )
    elif not facts[NovaInKeystone].password_holds:
        yield openstack(
            answers,
            f"user set --password-prompt {shlex.quote(user.id)}",
            *prompts,
            reason=Message("user-other-password"),
            replaces=True,
            note=_AT_PROMPT,
        )


@step(
    "4.4.2/prepare/3b",
    _ON,
    Source.GUIDE,
    reads=(Identity, NovaInKeystone),
    asks=("openrc",),
    inverse=keystone.ROLE,
)
def add_role(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """Nova is admin in project service, and Keystone gives it a token there."""
    identity = answered(Identity, answers, facts)
    user = identity.user("nova")
    project = identity.id_of(identity.projects, "service")
    role = identity.id_of(identity.roles, "admin")
    if project is None or role is None:
        raise Refused("before-project" if project is None else "before-role")
    if user is None or not identity.has_role(user.id, project, role):
        yield openstack(
            answers, "role add --project service --user nova admin", reason=Message("role-missing")
        )
        return
    nova = facts[NovaInKeystone]
    if nova.password_holds and not nova.in_project:
        raise Refused("role-without-token")


@step(
    "4.4.2/prepare/3c",
    _ON,
    Source.GUIDE,
    reads=(Catalogue,),
    asks=("openrc",),
    inverse=keystone.SERVICE,
)
def create_service(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """One service of type compute; a second `create` would make a second one."""
    found = answered(Catalogue, answers, facts).services("compute")
    if len(found) > 1:
        raise Refused("two-services", ids=", ".join(service.id for service in found))
    if not found:
        yield openstack(
            answers,
            'service create --name nova --description "OpenStack Compute" compute',
            reason=Message("service-missing"),
        )
    elif found[0].name != "nova":
        yield openstack(
            answers,
            f"service set --name nova {shlex.quote(found[0].id)}",
            reason=Message("service-other-name", name=found[0].name),
            replaces=True,
        )
    elif not found[0].enabled:
        yield openstack(
            answers,
            f"service set --enable {shlex.quote(found[0].id)}",
            reason=Message("service-disabled"),
            replaces=True,
        )


@step(
    "4.4.2/prepare/4",
    _ON,
    Source.CORRECTED,
    reads=(Catalogue,),
    asks=("openrc", "region", "controller.name"),
    misprint="http://controller:8774/v2.1/%(tenant_id)s",
    inverse=keystone.ENDPOINTS,
)
def create_endpoints(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """One endpoint for each interface; printed without quotes, which sh refuses for the parentheses."""
    catalogue = answered(Catalogue, answers, facts)
    url = endpoint_url(answers)
    for interface in ("public", "internal", "admin"):
        found = catalogue.endpoints("compute", interface, answers.region)
        if len(found) > 1:
            ids = ", ".join(endpoint.id for endpoint in found)
            raise Refused("two-endpoints", interface=interface, ids=ids)
        if not found:
            yield openstack(
                answers,
                f"endpoint create --region {shlex.quote(answers.region)} compute {interface} '{url}'",
                reason=Message("endpoint-missing", interface=interface),
            )
        elif found[0].url != url:
            yield openstack(
                answers,
                f"endpoint set --url '{url}' {shlex.quote(found[0].id)}",
                reason=Message("endpoint-other-url", interface=interface, url=found[0].url),
                replaces=True,
            )
        elif not found[0].enabled:
            yield openstack(
                answers,
                f"endpoint set --enable {shlex.quote(found[0].id)}",
                reason=Message("endpoint-disabled", interface=interface),
                replaces=True,
            )
