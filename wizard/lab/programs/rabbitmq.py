"""rabbitmqctl: it manages the users of the lab's RabbitMQ."""

from __future__ import annotations

from wizard.hostsim.process import Process
from wizard.hostsim.table import program
from wizard.lab.services.node import cluster_of
from wizard.lab.services.rabbitmq import EVERYTHING, QueueUser

USAGE = "Usage:\nrabbitmqctl [-n <node>] [-t <timeout>] [-q] <command> [<command options>] \n"


@program("rabbitmqctl", directory="/usr/sbin", package="rabbitmq-server")
async def rabbitmqctl(process: Process) -> int:  # noqa: PLR0911, PLR0912 - a case a branch
    """rabbitmqctl: list, add or delete users, change password and permissions, or try the password."""
    unit = process.node.systemd.find("rabbitmq-server")
    users = cluster_of(process.node).queue.users
    words = [word for word in process.args if word != "-q"]
    told = process.out if words == process.args else lambda _: None
    if process.user.uid != 0:
        process.err("Only root or rabbitmq should run rabbitmqctl\n")
        return 1
    if unit is None or unit.state != "active":
        process.err("Error: unable to connect to node rabbit@controller: nodedown\n")
        return 2
    match words:
        case ["status"]:
            told("Status of node rabbit@controller ...\n")
        case ["list_users"]:
            told("Listing users ...\n")
            process.out("".join(f"{user}\t[]\n" for user in sorted(users)))
        case ["add_user", user, password]:
            told(f'Creating user "{user}" ...\n')
            if user in users:
                process.err(f"Error: user_already_exists: {user}\n")
                return 2
            users[user] = QueueUser(password)
        case ["change_password", user, password]:
            told(f'Changing password for user "{user}" ...\n')
            if status := _known(process, user):
                return status
            users[user].password = password
        case ["authenticate_user", user, password]:
            told(f'Authenticating user "{user}" ...\n')
            if not cluster_of(process.node).queue.lets_in(user, password):
                process.err(f'Error: failed to authenticate user "{user}"\n')
                return 2
            process.out("Success\n")
        case ["delete_user", user]:
            told(f'Deleting user "{user}" ...\n')
            if status := _known(process, user):
                return status
            del users[user]
        case ["set_permissions" | "clear_permissions", "-p", host, *_] if host != "/":
            process.err(f"Error: no_such_vhost: {host}\n")
            return 2
        case ["set_permissions", "-p", "/", user, *permissions] | ["set_permissions", user, *permissions] if (
            len(permissions) == len(EVERYTHING)
        ):
            told(f'Setting permissions for user "{user}" in vhost "/" ...\n')
            if status := _known(process, user):
                return status
            users[user].permissions = permissions
        case ["clear_permissions", "-p", "/", user] | ["clear_permissions", user]:
            told(f'Clearing permissions for user "{user}" in vhost "/" ...\n')
            if status := _known(process, user):
                return status
            users[user].permissions = None
        case ["list_permissions"]:
            told('Listing permissions in vhost "/" ...\n')
            for name, found in sorted(users.items()):
                if found.permissions is not None:
                    process.out("\t".join([name, *found.permissions]) + "\n")
        case _:
            process.err(USAGE)
            return 64
    return 0


def _known(process: Process, user: str) -> int:
    """Return 0 for a user that is there; else say so and return the exit status."""
    if user in cluster_of(process.node).queue.users:
        return 0
    process.err(f"Error: no_such_user: {user}\n")
    return 2
