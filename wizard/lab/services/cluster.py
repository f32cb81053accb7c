"""The state of the controller's servers, which all nodes of a lab share."""

from __future__ import annotations

from dataclasses import dataclass, field

from wizard.lab.services.keystone import Keystone
from wizard.lab.services.mariadb import Database
from wizard.lab.services.rabbitmq import Queue


@dataclass(slots=True)
class ServiceRecord:
    """A row of Nova's table of services."""

    id: int
    binary: str
    host: str
    zone: str
    seen: float = 0.0
    disabled: bool = False


@dataclass(slots=True)
class Cluster:
    """What the controller's servers keep, which all nodes share."""

    database: Database
    keystone: Keystone
    queue: Queue
    services: list[ServiceRecord] = field(default_factory=list)

    def report(self, binary: str, host: str, moment: float) -> None:
        """Note that a service of Nova's has reported at `moment`; the first report adds its row."""
        record = next((one for one in self.services if (one.binary, one.host) == (binary, host)), None)
        if record is None:
            zone = "nova" if binary == "nova-compute" else "internal"
            record = ServiceRecord(len(self.services) + 1, binary, host, zone)
            self.services.append(record)
        record.seen = moment
