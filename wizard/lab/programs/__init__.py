"""The command-line clients of OpenStack, MariaDB and RabbitMQ. Importing this package registers them all."""

from wizard.lab.programs import (
    catalogue,
    identity,
    mysql,
    nova,
    openstack,
    rabbitmq,
)

__all__ = [
    "catalogue",
    "identity",
    "mysql",
    "nova",
    "openstack",
    "rabbitmq",
]
