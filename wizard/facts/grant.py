"""What Keystone tells of a token: whose it is, for which project, with which roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from wizard.facts.admin_api import Unanswered, part
from wizard.facts.lines import Unreadable
from wizard.facts.rows import Row


@dataclass(frozen=True)
class IdentityRecord:
    """A user, a project or a role of Keystone's, as `openstack user|project|role list` prints it."""

    id: str
    name: str
    enabled: bool = True

    @classmethod
    def of(cls, row: Row) -> Self:
        """Return the record of a row. Raises `Unreadable`."""
        return cls(row.id("ID"), row.text("Name"), row.flag("Enabled", default=True))


@dataclass(frozen=True)
class Grant:
    """A user's token in a project: the user is enabled and has the roles there, as its own or as a group's.

    For example `Grant(user=IdentityRecord("8f1d…", "nova"), domain="default",
    project=IdentityRecord("04c2…", "service"), roles=(IdentityRecord("77ab…", "admin"),))`.
    """

    user: IdentityRecord
    domain: str
    """The ID of the user's domain."""
    project: IdentityRecord
    roles: tuple[IdentityRecord, ...]

    @classmethod
    def of(cls, answer: object) -> Self | None:
        """Return what the answer to a login tells; None where it does not tell all of it."""
        try:
            token = part(answer, "token", dict)
            user = part(token, "user", dict)
            return cls(
                user=IdentityRecord.of(Row(user)),
                domain=part(part(user, "domain", dict), "id", str),
                project=IdentityRecord.of(Row(part(token, "project", dict))),
                roles=tuple(IdentityRecord.of(Row(role)) for role in part(token, "roles", list)),
            )
        except (Unanswered, Unreadable):
            return None
