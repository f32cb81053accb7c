"""rabbitmqctl: it manages the users of the lab's RabbitMQ."""

from __future__ import annotations

from wizard.hostsim.process import Process
from wizard.hostsim.table import program
from wizard.lab.services.node import cluster_of

USAGE = "Usage:\nrabbitmqctl [-n <node>] [-t <timeout>] [-q] <command> [<command options>] \n"


@program("rabbitmqctl", directory="/usr/sbin", package="rabbitmq-server")
async def rabbitmqctl(process: Process) -> int:  # noqa: PLR0911, PLR0912 - a case a branch
    """rabbitmqctl: list, add or delete users, change their password or try it."""
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
            users[user] = password
        case ["change_password", user, password]:
            told(f'Changing password for user "{user}" ...\n')
            return _known(process, user) or _set(users, user, password)
        case ["authenticate_user", user, password]:
            told(f'Authenticating user "{user}" ...\n')
            if users.get(user) != password:
                process.err(f'Error: failed to authenticate user "{user}"\n')
                return 2
            process.out("Success\n")
        case ["delete_user", user]:
            told(f'Deleting user "{user}" ...\n')
            if status := _known(process, user):
                return status
            del users[user]
        case ["set_permissions", user, *_]:
            told(f'Setting permissions for user "{user}" in vhost "/" ...\n')
            return _known(process, user)
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


def _set(users: dict[str, str], user: str, password: str) -> int:
    users[user] = password
    return 0
