"""Who is known to Keystone, as its API or the openstack client lists it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

from wizard.facts.admin_api import AdminApi, AdminLogin, part
from wizard.facts.grant import Grant, IdentityRecord
from wizard.facts.keystone_lists import KeystoneLists, Lists
from wizard.facts.logins import NovaInKeystone
from wizard.facts.rows import Row
from wizard.model.answers import Answers
from wizard.model.commands import Dial
from wizard.model.facts import Facts
from wizard.model.problems import Unknown

_DOMAIN = "default"


@dataclass(frozen=True)
class Assignment:
    """A role that a user has in a project, by their IDs; empty where it is a group's or a domain's."""

    role: str
    user: str
    project: str


@dataclass(frozen=True)
class Identity(KeystoneLists):
    """Users, projects and roles of Keystone, and who has which role where (4.4.2/prepare/2 to 3b).

    For example, shortened:

        Identity(
            users=(IdentityRecord(id="8f1d…", name="nova"),),
            projects=(IdentityRecord(id="04c2…", name="service"),),
            roles=(IdentityRecord(id="77ab…", name="admin"),),
            assignments=(Assignment(role="77ab…", user="8f1d…", project="04c2…"),),
        )
    """

    needs = (AdminLogin, NovaInKeystone)
    lists: ClassVar[Mapping[str, str]] = {
        "users": "user list --domain default --long -f json",
        "projects": "project list -f json",
        "roles": "role list -f json",
        "assignments": "role assignment list -f json",
    }

    users: tuple[IdentityRecord, ...] = ()
    projects: tuple[IdentityRecord, ...] = ()
    roles: tuple[IdentityRecord, ...] = ()
    assignments: tuple[Assignment, ...] = ()

    @classmethod
    def fetch(cls, answers: Answers, dial: Dial, known: Facts) -> Self | None:
        """The same lists; where nova's own token tells what the guide wants of them, only that, unasked.

        To the client, `default` is a domain's ID or its name; here, the ID.
        """
        login = known[AdminLogin]
        if login.token and (grant := _nova_is_admin(known)):
            return cls(
                users=(grant.user,),
                projects=(grant.project,),
                roles=grant.roles,
                assignments=tuple(
                    Assignment(role.id, grant.user.id, grant.project.id) for role in grant.roles
                ),
            )
        return super().fetch(answers, dial, known) if login.domain == _DOMAIN else None

    @classmethod
    def ask(cls, api: AdminApi) -> Mapping[str, Sequence[object]]:
        """Ask for all four at once."""
        users, projects, roles, assignments = api.keystone(
            f"users?domain_id={_DOMAIN}", "projects", "roles", "role_assignments"
        )
        return {
            "users": users,
            "projects": projects,
            "roles": roles,
            "assignments": [_client_assignment(entry) for entry in assignments],
        }

    @classmethod
    def of(cls, found: Lists) -> Self:
        """Return the fact of these lists. Raises `Unreadable`."""
        return cls(
            users=tuple(map(IdentityRecord.of, found["users"])),
            projects=tuple(map(IdentityRecord.of, found["projects"])),
            roles=tuple(map(IdentityRecord.of, found["roles"])),
            assignments=tuple(map(_assignment, found["assignments"])),
        )

    def id_of(self, entries: tuple[IdentityRecord, ...], name: str) -> str | None:
        """Return the ID of the entry of that name, or None where there is none."""
        return next((entry.id for entry in entries if entry.name == name), None)

    def user(self, name: str) -> IdentityRecord | None:
        """Return the user of that name in the default domain, or None where there is none."""
        return next((user for user in self.users if user.name == name), None)

    def has_role(self, user: str, project: str, role: str) -> bool:
        """Return whether the user has the role in the project; all three are IDs."""
        return Assignment(role, user, project) in self.assignments


class EveryIdentity(Identity):
    """The same, always with all users and assignments: what nova's own token proves is not enough."""

    @classmethod
    def fetch(cls, answers: Answers, dial: Dial, known: Facts) -> Self | None:
        """The lists by the API, in the domain that the client means too."""
        if known[AdminLogin].domain != _DOMAIN:
            return None
        return super(Identity, cls).fetch(answers, dial, known)


def _nova_is_admin(known: Facts) -> Grant | None:
    """Return what nova's token tells, where nova is of the default domain and admin in project service."""
    try:
        grant = known[NovaInKeystone].grant
    except Unknown:
        return None
    if grant is None or not any(role.name == "admin" for role in grant.roles):
        return None
    whose = grant.domain, grant.user.name, grant.project.name
    return grant if whose == (_DOMAIN, "nova", "service") else None


def _client_assignment(entry: object) -> dict[str, str]:
    """Return an assignment as the client lists it: it may be a group's, or for a whole domain."""

    def id_of(value: object, name: str) -> str:
        return part(part(value, name, dict), "id", str)

    scope = part(entry, "scope", dict)
    found = {"Role": id_of(entry, "role")}
    if isinstance(entry, dict) and "user" in entry:
        found["User"] = id_of(entry, "user")
    if "project" in scope:
        found["Project"] = id_of(scope, "project")
    return found


def _assignment(row: Row) -> Assignment:
    return Assignment(row.text("Role"), row.text_or_none("User"), row.text_or_none("Project"))
