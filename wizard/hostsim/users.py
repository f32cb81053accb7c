"""Users and groups of a node."""

from __future__ import annotations

from wizard.hostsim.tree import ROOT, Tree, User

SYSTEM_GROUPS = {
    "root": 0,
    "bin": 1,
    "daemon": 2,
    "sys": 3,
    "tty": 5,
    "disk": 6,
    "wheel": 10,
    "mail": 12,
    "nobody": 99,
    "sshd": 74,
}
SYSTEM_USERS = (
    ROOT,
    User("bin", 1, 1, "/bin"),
    User("daemon", 2, 2, "/sbin"),
    User("mail", 8, 12, "/var/spool/mail"),
    User("nobody", 99, 99, "/"),
    User("sshd", 74, 74, "/var/empty/sshd"),
)


class Users:
    """The accounts of a node; /etc/passwd and /etc/group say the same."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.groups = dict(SYSTEM_GROUPS)
        self.users = {user.name: user for user in SYSTEM_USERS}
        self.passwords: dict[str, str] = {}
        """Of those who may log in with one, by name."""
        self._publish()

    def add(self, user: User, *groups: tuple[str, int]) -> None:
        """Add a user and groups, unless they are there."""
        for name, gid in groups:
            self.groups.setdefault(name, gid)
        self.groups.setdefault(user.name, user.gid)
        self.users.setdefault(user.name, user)
        self._publish()

    def _publish(self) -> None:
        passwd = "".join(f"{self._passwd(user)}\n" for user in self.users.values())
        group = "".join(f"{name}:x:{gid}:{self._members(gid)}\n" for name, gid in self.groups.items())
        self.tree.write("/etc/passwd", passwd)
        self.tree.write("/etc/group", group)

    @staticmethod
    def _passwd(user: User) -> str:
        return f"{user.name}:x:{user.uid}:{user.gid}:{user.comment}:{user.home}:{user.shell}"

    def _members(self, gid: int) -> str:
        return ",".join(user.name for user in self.users.values() if gid in user.groups)

    def by_name(self, name: str) -> User:
        """Return a user; KeyError if there is none."""
        return self.users[name]

    def group_id(self, name: str) -> int:
        """Return a group's number; KeyError if there is none."""
        return self.groups[name]

    def user_name(self, uid: int) -> str:
        """Return the name of a number, as `ls` shows it."""
        return next((user.name for user in self.users.values() if user.uid == uid), "UNKNOWN")

    def group_name(self, gid: int) -> str:
        """Return the name of a group's number."""
        return next((name for name, number in self.groups.items() if number == gid), "UNKNOWN")

    def passwd_line(self, key: str) -> str:
        """Return the line of a user by name or number; empty if there is none."""
        found = (user for user in self.users.values() if key in (user.name, str(user.uid)))
        user = next(found, None)
        return self._passwd(user) if user else ""

    def group_line(self, key: str) -> str:
        """Return the line of a group by name or number; empty if there is none."""
        for name, gid in self.groups.items():
            if key in (name, str(gid)):
                return f"{name}:x:{gid}:{self._members(gid)}"
        return ""
