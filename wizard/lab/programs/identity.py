"""The openstack client's commands: tokens, users, projects, roles and who has them."""

from __future__ import annotations

import argparse
from typing import Any

from wizard.lab.programs.openstack import CommandError, OpenStackClient, Row, command
from wizard.lab.services.keystone import HttpError, KeystoneRecord

Arguments = argparse.Namespace


@command("token issue")
async def _token_issue(client: OpenStackClient, arguments: Arguments) -> Row:
    token = await client.authenticate()
    return {
        "expires": "2036-06-01T01:00:00.000000Z",
        "id": token.id,
        "project_id": token.project_id,
        "user_id": token.user_id,
    }


def _user_row(user: Any) -> Row:
    given = {name: text for name in ("description", "email") if (text := getattr(user, name))}
    row = {"domain_id": "default", "enabled": user.enabled, "id": user.id, "name": user.name, **given}
    return dict(sorted(row.items()))


@command(
    "user create",
    "--domain= --project= --project-domain= --password= --password-prompt --email= "
    "--description= --enable|--disable --or-show name",
)
async def _user_create(client: OpenStackClient, arguments: Arguments) -> Row:
    password = arguments.password or ""
    if arguments.password_prompt:
        password = await client.new_password()
    _domain(arguments.domain)
    existing = next((one for one in client.keystone.users if one.name == arguments.name), None)
    if existing and arguments.or_show:
        return _user_row(existing)
    user = client.keystone.create_user(arguments.name, password)
    user.enabled = not arguments.disable
    user.email = arguments.email or ""
    user.description = arguments.description or ""
    return _user_row(user)


def _domain(name: str | None) -> None:
    if name is not None and name.lower() != "default":
        raise CommandError(f"No domain with a name or ID of '{name}' exists.")


@command("user list", "--domain= --project= --group= --long")
async def _user_list(client: OpenStackClient, arguments: Arguments) -> list[Row]:
    _domain(arguments.domain)
    return [
        {"ID": one.id, "Name": one.name}
        | (
            {
                "Project": "",
                "Domain": "default",
                "Description": one.description,
                "Email": one.email,
                "Enabled": one.enabled,
            }
            if arguments.long
            else {}
        )
        for one in client.keystone.users
    ]


@command("user show", "--domain= user")
async def _user_show(client: OpenStackClient, arguments: Arguments) -> Row:
    return _user_row(client.find("user", client.keystone.users, arguments.user))


@command("user set", "--domain= --name= --password= --password-prompt --email= --enable|--disable user")
async def _user_set(client: OpenStackClient, arguments: Arguments) -> None:
    password = await client.new_password() if arguments.password_prompt else arguments.password
    user = client.find("user", client.keystone.users, arguments.user)
    if password is not None:
        user.password = password
    user.name = arguments.name or user.name
    user.email = arguments.email or user.email
    user.enabled = (user.enabled or arguments.enable) and not arguments.disable


@command("user delete", "--domain= users*")
async def _user_delete(client: OpenStackClient, arguments: Arguments) -> None:
    for key in arguments.users:
        user = client.find("user", client.keystone.users, key)
        client.keystone.users.remove(user)
        client.keystone.assignments = [entry for entry in client.keystone.assignments if entry[0] != user.id]


@command("project list", "--domain= --long")
async def _project_list(client: OpenStackClient, arguments: Arguments) -> list[Row]:
    long = arguments.long
    return [
        {"ID": one.id, "Name": one.name}
        | ({"Domain ID": "default", "Description": one.description, "Enabled": one.enabled} if long else {})
        for one in client.keystone.projects
    ]


@command("project show", "--domain= project")
async def _project_show(client: OpenStackClient, arguments: Arguments) -> Row:
    project = client.find("project", client.keystone.projects, arguments.project)
    return _project_row(project)


def _project_row(project: KeystoneRecord) -> Row:
    return {"description": project.description, "domain_id": "default", "enabled": project.enabled,
            "id": project.id, "is_domain": False, "name": project.name, "parent_id": "default"}  # fmt: skip


@command("project create", "--domain= --description= --enable|--disable --or-show name")
async def _project_create(client: OpenStackClient, arguments: Arguments) -> Row:
    existing = next((one for one in client.keystone.projects if one.name == arguments.name), None)
    if existing and not arguments.or_show:
        raise HttpError(409, "Conflict occurred attempting to store project - Duplicate Entry")
    project = existing or KeystoneRecord(arguments.name, description=arguments.description or "")
    if existing is None:
        client.keystone.projects.append(project)
    return _project_row(project)


@command("project delete", "--domain= projects*")
async def _project_delete(client: OpenStackClient, arguments: Arguments) -> None:
    for key in arguments.projects:
        client.keystone.projects.remove(client.find("project", client.keystone.projects, key))


@command("role list", "--project= --user= --domain=")
async def _role_list(client: OpenStackClient, arguments: Arguments) -> list[Row]:
    if not arguments.user:
        return [{"ID": one.id, "Name": one.name} for one in client.keystone.roles]
    user = client.find("user", client.keystone.users, arguments.user)
    project = client.find("project", client.keystone.projects, arguments.project or "")
    held = {entry[2] for entry in client.keystone.assignments if entry[:2] == (user.id, project.id)}
    return [
        {"ID": one.id, "Name": one.name, "Project": project.name, "User": user.name}
        for one in client.keystone.roles
        if one.id in held
    ]


@command("role create", "--or-show name")
async def _role_create(client: OpenStackClient, arguments: Arguments) -> Row:
    existing = next((one for one in client.keystone.roles if one.name == arguments.name), None)
    if existing and not arguments.or_show:
        raise HttpError(409, "Conflict occurred attempting to store role - Duplicate Entry")
    role = existing or KeystoneRecord(arguments.name)
    if existing is None:
        client.keystone.roles.append(role)
    return {"domain_id": None, "id": role.id, "name": role.name}


@command("role delete", "roles*")
async def _role_delete(client: OpenStackClient, arguments: Arguments) -> None:
    for key in arguments.roles:
        client.keystone.roles.remove(client.find("role", client.keystone.roles, key))


@command("role show", "role")
async def _role_show(client: OpenStackClient, arguments: Arguments) -> Row:
    role = client.find("role", client.keystone.roles, arguments.role)
    return {"domain_id": None, "id": role.id, "name": role.name}


@command("role add", "--project= --user= --domain= --user-domain= --project-domain= role")
async def _role_add(client: OpenStackClient, arguments: Arguments) -> None:
    entry = _assignment(client, arguments)
    if entry not in client.keystone.assignments:
        client.keystone.assignments.append(entry)


@command("role remove", "--project= --user= --domain= --user-domain= --project-domain= role")
async def _role_remove(client: OpenStackClient, arguments: Arguments) -> None:
    entry = _assignment(client, arguments)
    if entry not in client.keystone.assignments:
        raise HttpError(
            404,
            f"Could not find role assignment with role: {entry[2]}, user or group: "
            f"{entry[0]}, project or domain: {entry[1]}",
        )
    client.keystone.assignments.remove(entry)


def _assignment(client: OpenStackClient, arguments: Arguments) -> tuple[str, str, str]:
    if not arguments.user or not arguments.project:
        raise CommandError("Must specify either a domain or project")
    role = client.find("role", client.keystone.roles, arguments.role)
    user = client.find("user", client.keystone.users, arguments.user)
    return user.id, client.find("project", client.keystone.projects, arguments.project).id, role.id


@command("role assignment list", "--user= --project= --role= --names --effective")
async def _assignment_list(client: OpenStackClient, arguments: Arguments) -> list[Row]:
    keystone = client.keystone
    wanted = (
        client.find("user", keystone.users, arguments.user).id if arguments.user else None,
        client.find("project", keystone.projects, arguments.project).id if arguments.project else None,
        client.find("role", keystone.roles, arguments.role).id if arguments.role else None,
    )
    rows: list[Row] = []
    for entry in keystone.assignments:
        if any(key is not None and key != found for key, found in zip(wanted, entry, strict=True)):
            continue
        user, project, role = _named(client, entry) if arguments.names else entry
        rows.append(
            {"Role": role, "User": user, "Group": "", "Project": project, "Domain": "", "Inherited": False}
        )
    return rows


def _named(client: OpenStackClient, entry: tuple[str, str, str]) -> tuple[str, str, str]:
    """Return an assignment by its names; all are of the domain Default."""
    keystone, (user, project, role) = client.keystone, entry
    return (
        f"{client.find('user', keystone.users, user).name}@Default",
        f"{client.find('project', keystone.projects, project).name}@Default",
        client.find("role", keystone.roles, role).name,
    )
