"""The command-line clients of OpenStack, MariaDB and RabbitMQ. Importing this package registers them all."""

from wizard.lab.programs import (
    catalogue,
    completing,
    identity,
    mysql,
    nova,
    openstack,
    openstack_shell,
    rabbitmq,
)

__all__ = [
    "catalogue",
    "completing",
    "identity",
    "mysql",
    "nova",
    "openstack",
    "openstack_shell",
    "rabbitmq",
]
