"""Nova's services: they read nova.conf, log in as it says, report, or end with the reason in the log."""

from __future__ import annotations

import errno
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
from urllib.parse import unquote, urlsplit

from wizard.hostsim import clock
from wizard.hostsim.network import Peer, TcpSocket
from wizard.hostsim.node import Node
from wizard.hostsim.streams import linux_number
from wizard.hostsim.systemd import Died, Unit
from wizard.lab.services import keystone_http
from wizard.lab.services.cluster import ServiceRecord
from wizard.lab.services.keystone import HttpError
from wizard.lab.services.keystone_http import Request
from wizard.lab.services.node import cluster_of, in_cluster
from wizard.lab.services.oslo import Config, ConfigProblem
from wizard.lab.services.session import MysqlSession, open_session
from wizard.lab.services.sql import SqlError

CONF = "/etc/nova/nova.conf"
STARTING = 1.0
SERVICE_UNAVAILABLE = 503
REFUSED = "Unable to validate token: Identity server rejected authorization necessary to fetch token data"
"""What the log has where Keystone does not let in nova-api itself."""
HEARTBEAT = 10.0
DOWN_AFTER = 60.0
API_PORT, METADATA_PORT, PROXY_PORT = 8774, 8775, 6080


class Trouble(Exception):
    """A reason for a service to end, as its log words it."""


LOG = 2**20
"""Characters of a service's log; the oldest ones go."""


class NovaService:
    """A running service of Nova's: it reads nova.conf, logs in to its servers and reports."""

    def __init__(self, node: Node, unit: Unit, name: str) -> None:
        self.node = node
        self.unit = unit
        self.name = name
        self.pid = unit.main_pid
        self.config = Config()

    def log(self, level: str, module: str, message: str) -> None:
        """Add a line to the service's log."""
        moment = clock.now() + self.node.skew
        stamp = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(moment)) + f".{int(moment * 1000) % 1000:03}"
        path = f"/var/log/nova/nova-{self.name}.log"
        line = f"{stamp} {self.pid} {level} {module} [-] {message}\n"
        self.node.tree.write(path, (self.node.tree.read(path) + line)[-LOG:], 0o644, 162, 162)

    def read_config(self) -> None:
        """Read nova.conf. Raises `Trouble` where oslo.config could not parse it."""
        tree = self.node.tree
        try:
            self.config = Config(tree.read("/usr/share/nova/nova-dist.conf"), tree.read(CONF))
        except ConfigProblem as problem:
            raise Trouble(f"ConfigFileParseError: Failed to parse {CONF}: {problem}") from None

    async def run(self, work: Callable[[NovaService], Awaitable[None]]) -> None:
        """Start, report every few seconds, and end at the first `Trouble`, which goes to the log."""
        await clock.wait(STARTING)
        try:
            self.read_config()
            await work(self)
        except (Trouble, ConfigProblem) as trouble:
            self.log("CRITICAL", "nova", str(trouble))
            raise Died(1) from None

    async def log_in_to_queue(self) -> None:
        """Log in to RabbitMQ by the settings of nova.conf. Raises `Trouble` with the log's words."""
        section = "oslo_messaging_rabbit"
        host = self.config.get(section, "rabbit_host", "localhost")
        port = self.config.get(section, "rabbit_port", "5672")
        user = self.config.get(section, "rabbit_userid", "guest")
        password = self.config.get(section, "rabbit_password", "guest")
        while (error := await self._tried(host, int(port))) is not None:
            reason = f"[Errno {linux_number(error)}] {error.strerror}"
            problem = f"AMQP server on {host}:{port} is unreachable: {reason}."
            if error.errno != errno.EHOSTUNREACH:
                raise Trouble(f"error: {problem}")
            # The host is off; oslo.messaging waits for it.
            self.log("ERROR", "oslo.messaging._drivers.impl_rabbit", f"{problem} Trying again in 10 seconds.")
            await clock.wait(HEARTBEAT)
        if not cluster_of(self.node).queue.lets_in(user, password):
            raise Trouble(
                "AccessRefused: (0, 0): (403) ACCESS_REFUSED - Login was refused for "
                f"user '{user}' on {host}:{port}. "
                "Check login credentials."
            )
        if not cluster_of(self.node).queue.permits(user):
            raise Trouble(
                "NotAllowed: Connection.open: (530) NOT_ALLOWED - "
                f"access to vhost '/' refused for user '{user}'"
            )

    async def _tried(self, host: str, port: int) -> OSError | None:
        """Return why a port cannot be connected to, or None."""
        try:
            (await self.node.connect(host, port)).open().close()
        except OSError as error:
            return error
        return None

    async def log_in_to_database(self, section: str, table: str) -> MysqlSession:
        """Log in to MariaDB by the URL of a section, and look for a table."""
        session = await log_in(self.node, self.config.get(section, "connection"), section)
        schema = session.schema
        if table not in cluster_of(self.node).database.schemas[schema].tables:
            raise Trouble(
                f"DBError: (pymysql.err.ProgrammingError) (1146, u\"Table '{schema}.{table}' doesn't exist\")"
            )
        return session

    def listed(self) -> list[ServiceRecord]:
        """Return Nova's services. Raises `HttpError` (503) where nova-api itself is refused by Keystone."""
        cluster = cluster_of(self.node)
        section = "keystone_authtoken"
        try:
            cluster.keystone.authenticate(
                self.config.get(section, "username"),
                self.config.get(section, "password"),
                self.config.get(section, "project_name"),
            )
        except (HttpError, ConfigProblem):
            self.log("CRITICAL", "keystonemiddleware.auth_token", REFUSED)
            raise HttpError(SERVICE_UNAVAILABLE, "Service Unavailable") from None
        return cluster.services

    def report(self) -> None:
        """Note in the database that this service runs, at the time that the writing node's clock shows.

        nova-conductor writes the reports of nova-compute. Raises `Trouble` where no conductor runs.
        """
        cluster = cluster_of(self.node)
        writer: Node = self.node
        if self.name == "compute":
            name = next((one.host for one in cluster.services if _conducts(one)), None)
            if name is None:
                raise Trouble("Lost connection to nova-conductor for reporting service status.")
            nodes = map(in_cluster, self.node.network.nodes.values())
            writer = next((node for node in nodes if node.name == name), self.node)
        if "services" in cluster.database.schemas["nova"].tables:
            cluster.report(f"nova-{self.name}", self.node.name, clock.now() + writer.skew)

    async def report_for_ever(self) -> None:
        """Report as long as the queue and the database answer."""
        self.log("INFO", "nova.service", f"Starting {self.name} node (version 13.1.4-1.el7)")
        while True:
            try:
                await self.log_in_to_queue()
                self.report()
            except (Trouble, ConfigProblem, KeyError) as trouble:
                self.log("ERROR", "nova.servicegroup.drivers.db", f"Cannot report: {trouble}")
            await clock.wait(HEARTBEAT)


async def log_in(node: Node, url: str, section: str) -> MysqlSession:
    """Log in to a database by an SQLAlchemy URL, such as a `connection` option of nova.conf has."""
    if not url:
        raise Trouble(
            f"CantStartEngineError: No sql_connection parameter is established ([{section}] connection)"
        )
    parts = urlsplit(url)
    if parts.scheme not in ("mysql+pymysql", "mysql"):
        raise Trouble(
            f"NoSuchModuleError: Can't load plugin: sqlalchemy.dialects:{parts.scheme.replace('+', '.')}"
        )
    host, user, password = parts.hostname or "", unquote(parts.username or ""), unquote(parts.password or "")
    try:
        (await node.connect(host, parts.port or 3306)).open().close()
    except OSError as error:
        raise Trouble(
            "DBConnectionError: (pymysql.err.OperationalError) (2003, \"Can't connect to "
            f"MySQL server on '{host}' "
            f'([Errno {linux_number(error)}] {error.strerror})")'
        ) from None
    try:
        database = cluster_of(node).database
        session = open_session(
            database, user, node.name, lambda account: account.password == password, using=bool(password)
        )
        session.use(parts.path.strip("/"))
    except SqlError as error:
        raise Trouble(
            f'OperationalError: (pymysql.err.OperationalError) ({error.number}, u"{error.message}")'
        ) from None
    return session


# --- the services


async def _controller(service: NovaService) -> None:
    await service.log_in_to_database("database", "services")
    await service.log_in_to_queue()
    await service.report_for_ever()


async def _compute(service: NovaService) -> None:
    libvirt = service.node.systemd.find("libvirtd")
    if libvirt is None or libvirt.state != "active":
        raise Trouble(
            "HypervisorUnavailable: Connection to the hypervisor is broken on host: " + service.node.name
        )
    await service.log_in_to_queue()
    while not any(_conducts(one) for one in cluster_of(service.node).services):
        service.log("WARNING", "nova.conductor.api", "Timed out waiting for nova-conductor.  Is it running?")
        await clock.wait(HEARTBEAT)
    await service.report_for_ever()


async def _api(service: NovaService) -> None:
    node = service.node
    for section, table in (("api_database", "cell_mappings"), ("database", "services")):
        await service.log_in_to_database(section, table)
    ports = {"osapi_compute": API_PORT, "metadata": METADATA_PORT}
    enabled = [
        name.strip()
        for name in service.config.get("DEFAULT", "enabled_apis", "osapi_compute,metadata").split(",")
    ]
    for name in enabled:
        if name not in ports:
            raise Trouble(f"PasteAppNotFound: Could not load paste app '{name}' from /etc/nova/api-paste.ini")
        if ports[name] in node.ports_taken:
            raise Trouble(f"error: [Errno 98] Address already in use: ('0.0.0.0', {ports[name]})")
    try:
        for name in enabled:
            node.network.listen(node.management_ip, ports[name], _serve_api(service))
            service.log("INFO", "nova.wsgi", f"{name} listening on 0.0.0.0:{ports[name]}")
        await clock.wait(float("inf"))
    finally:
        for name in enabled:
            node.network.hang_up(node.management_ip, ports.get(name, 0))


def _serve_api(service: NovaService):  # type: ignore[no-untyped-def]
    async def serve(socket: TcpSocket, client: Peer) -> None:
        while (request := await keystone_http.read_request(socket)) is not None:
            try:
                status, body = _respond(service, request)
            except HttpError as refusal:
                status, body = refusal.status, keystone_http.problem(refusal.status, refusal.message)
            await keystone_http.answer(socket, status, body)

    serve.listed = service.listed  # type: ignore[attr-defined]
    return serve


def _respond(service: NovaService, request: Request) -> tuple[int, Any]:
    """Return status and body for a request to the compute API."""
    cluster = cluster_of(service.node)
    try:
        token = keystone_http.token_of(cluster.keystone, request)
    except HttpError:
        raise HttpError(401, "Authentication required") from None
    if request.method != "GET" or request.path != f"/v2.1/{token.project_id}/os-services":
        raise HttpError(404, "The resource could not be found.")
    records = service.listed()
    if not cluster.keystone.is_admin(token):
        raise HttpError(403, "Policy doesn't allow os_compute_api:os-services to be performed.")
    return 200, {"services": [shown(service.node, record) for record in records]}


async def _proxy(service: NovaService) -> None:
    node = service.node

    async def serve(socket: TcpSocket, client: Peer) -> None:
        await keystone_http.read_request(socket)

    node.network.listen(node.management_ip, PROXY_PORT, serve)
    try:
        await clock.wait(float("inf"))
    finally:
        node.network.hang_up(node.management_ip, PROXY_PORT)


def _daemon(
    name: str, work: Callable[[NovaService], Awaitable[None]]
) -> Callable[[Node, Unit], Coroutine[Any, Any, None]]:
    async def daemon(node: Node, unit: Unit) -> None:
        await NovaService(node, unit, name).run(work)

    return daemon


DAEMONS = {
    "api": _daemon("api", _api),
    "conductor": _daemon("conductor", _controller),
    "consoleauth": _daemon("consoleauth", _controller),
    "scheduler": _daemon("scheduler", _controller),
    "novncproxy": _daemon("novncproxy", _proxy),
    "compute": _daemon("compute", _compute),
}


# --- what the API answers


def _conducts(record: ServiceRecord) -> bool:
    """Whether this is a nova-conductor that answers: that is a call to it, not a look at a clock."""
    return record.binary == "nova-conductor" and clock.now() - record.seen < DOWN_AFTER


def _is_up(node: Node, record: ServiceRecord) -> bool:
    return abs(clock.now() + node.skew - record.seen) < DOWN_AFTER


def _no_api() -> list[ServiceRecord]:
    raise HttpError(SERVICE_UNAVAILABLE, "Service Unavailable")


async def service_rows(node: Node, url: str) -> list[dict[str, str | int]]:
    """Return Nova's services as the API at a URL lists them to an administrator."""
    parts = urlsplit(url.replace("%(tenant_id)s", "x"))
    socket = (await node.connect(parts.hostname or "", parts.port or 80)).open()
    socket.close()
    address = node.resolve_or_none(parts.hostname or "") or ""
    api = in_cluster(node.network.nodes[address])
    listener = node.network.listeners[address, parts.port or 80]
    listed: Callable[[], list[ServiceRecord]] = getattr(listener, "listed", _no_api)
    names = ("Id", "Binary", "Host", "Zone", "Status", "State", "Updated At")
    rows = [shown(api, record) for record in listed()]
    return [{name: row[name.lower().replace(" ", "_")] for name in names} for row in rows]


def shown(api: Node, record: ServiceRecord) -> dict[str, str | int]:
    """Return a service as nova-api lists it, by its host's clock."""
    return {
        "id": record.id,
        "binary": record.binary,
        "host": record.host,
        "zone": record.zone,
        "status": "disabled" if record.disabled else "enabled",
        "state": "up" if _is_up(api, record) else "down",
        "updated_at": time.strftime("%Y-%m-%dT%H:%M:%S.000000", time.gmtime(record.seen)),
    }
