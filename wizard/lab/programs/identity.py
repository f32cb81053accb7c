"""The openstack client's commands: users, projects, roles, the catalogue and Nova's services."""

from __future__ import annotations

import argparse
from typing import Any

from wizard.lab.programs.openstack import Client, CommandError, Failure_, Row, command
from wizard.lab.services import nova
from wizard.lab.services.keystone import Endpoint, Record, Refused, Service

Arguments = argparse.Namespace


@command("token issue")
async def _token_issue(client: Client, arguments: Arguments) -> Row:
    token = await client.authenticate()
    return {
        "expires": "2036-06-01T01:00:00.000000Z",
        "id": token.id,
        "project_id": token.project_id,
        "user_id": token.user_id,
    }


def _user_row(user: Any) -> Row:
    return {"domain_id": "default", "enabled": user.enabled, "id": user.id, "name": user.name}


@command(
    "user create",
    "--domain= --project= --project-domain= --password= --password-prompt --email= "
    "--description= --enable --disable --or-show name",
)
async def _user_create(client: Client, arguments: Arguments) -> Row:
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
    return _user_row(user)


def _domain(name: str | None) -> None:
    if name is not None and name.lower() != "default":
        raise CommandError(f"No domain with a name or ID of '{name}' exists.")


@command("user list", "--domain= --project= --group= --long")
async def _user_list(client: Client, arguments: Arguments) -> list[Row]:
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
async def _user_show(client: Client, arguments: Arguments) -> Row:
    return _user_row(client.find("user", client.keystone.users, arguments.user))


@command("user set", "--domain= --name= --password= --password-prompt --email= --enable --disable user")
async def _user_set(client: Client, arguments: Arguments) -> None:
    password = await client.new_password() if arguments.password_prompt else arguments.password
    user = client.find("user", client.keystone.users, arguments.user)
    if password is not None:
        user.password = password
    user.name = arguments.name or user.name
    user.email = arguments.email or user.email
    user.enabled = (user.enabled or arguments.enable) and not arguments.disable


@command("user delete", "--domain= users*")
async def _user_delete(client: Client, arguments: Arguments) -> None:
    for key in arguments.users:
        user = client.find("user", client.keystone.users, key)
        client.keystone.users.remove(user)
        client.keystone.assignments = [entry for entry in client.keystone.assignments if entry[0] != user.id]


@command("project list", "--domain= --long")
async def _project_list(client: Client, arguments: Arguments) -> list[Row]:
    long = arguments.long
    return [
        {"ID": one.id, "Name": one.name}
        | ({"Domain ID": "default", "Description": one.description, "Enabled": one.enabled} if long else {})
        for one in client.keystone.projects
    ]


@command("project show", "--domain= project")
async def _project_show(client: Client, arguments: Arguments) -> Row:
    project = client.find("project", client.keystone.projects, arguments.project)
    return _project_row(project)


def _project_row(project: Record) -> Row:
    return {"description": project.description, "domain_id": "default", "enabled": project.enabled,
            "id": project.id, "is_domain": False, "name": project.name, "parent_id": "default"}  # fmt: skip


@command("project create", "--domain= --description= --enable --disable --or-show name")
async def _project_create(client: Client, arguments: Arguments) -> Row:
    existing = next((one for one in client.keystone.projects if one.name == arguments.name), None)
    if existing and not arguments.or_show:
        raise Refused(409, "Conflict occurred attempting to store project - Duplicate Entry")
    project = existing or Record(arguments.name, description=arguments.description or "")
    if existing is None:
        client.keystone.projects.append(project)
    return _project_row(project)


@command("project delete", "--domain= projects*")
async def _project_delete(client: Client, arguments: Arguments) -> None:
    for key in arguments.projects:
        client.keystone.projects.remove(client.find("project", client.keystone.projects, key))


@command("role list", "--project= --user= --domain=")
async def _role_list(client: Client, arguments: Arguments) -> list[Row]:
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
async def _role_create(client: Client, arguments: Arguments) -> Row:
    existing = next((one for one in client.keystone.roles if one.name == arguments.name), None)
    if existing and not arguments.or_show:
        raise Refused(409, "Conflict occurred attempting to store role - Duplicate Entry")
    role = existing or Record(arguments.name)
    if existing is None:
        client.keystone.roles.append(role)
    return {"domain_id": None, "id": role.id, "name": role.name}


@command("role delete", "roles*")
async def _role_delete(client: Client, arguments: Arguments) -> None:
    for key in arguments.roles:
        client.keystone.roles.remove(client.find("role", client.keystone.roles, key))


@command("role show", "role")
async def _role_show(client: Client, arguments: Arguments) -> Row:
    role = client.find("role", client.keystone.roles, arguments.role)
    return {"domain_id": None, "id": role.id, "name": role.name}


@command("role add", "--project= --user= --domain= --user-domain= --project-domain= role")
async def _role_add(client: Client, arguments: Arguments) -> None:
    entry = _assignment(client, arguments)
    if entry not in client.keystone.assignments:
        client.keystone.assignments.append(entry)


@command("role remove", "--project= --user= --domain= --user-domain= --project-domain= role")
async def _role_remove(client: Client, arguments: Arguments) -> None:
    entry = _assignment(client, arguments)
    if entry not in client.keystone.assignments:
        raise Refused(
            404,
            f"Could not find role assignment with role: {entry[2]}, user or group: "
            f"{entry[0]}, project or domain: {entry[1]}",
        )
    client.keystone.assignments.remove(entry)


def _assignment(client: Client, arguments: Arguments) -> tuple[str, str, str]:
    if not arguments.user or not arguments.project:
        raise CommandError(
            "Role not added, incorrect set of arguments provided. See openstack --help for more details"
        )
    role = client.find("role", client.keystone.roles, arguments.role)
    user = client.find("user", client.keystone.users, arguments.user)
    return user.id, client.find("project", client.keystone.projects, arguments.project).id, role.id


@command("role assignment list", "--user= --project= --role= --names --effective")
async def _assignment_list(client: Client, arguments: Arguments) -> list[Row]:
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
        user, project, role = entry
        rows.append(
            {"Role": role, "User": user, "Group": "", "Project": project, "Domain": "", "Inherited": False}
        )
    return rows


def _service_row(service: Service) -> Row:
    return {
        "description": service.description,
        "enabled": service.enabled,
        "id": service.id,
        "name": service.name,
        "type": service.type,
    }


@command("service create", "--name= --description= --enable --disable type")
async def _service_create(client: Client, arguments: Arguments) -> Row:
    service = Service(arguments.name or "", description=arguments.description or "", type=arguments.type)
    service.enabled = not arguments.disable
    client.keystone.services.append(service)
    return _service_row(service)


@command("service list", "--long")
async def _service_list(client: Client, arguments: Arguments) -> list[Row]:
    return [
        {"ID": one.id, "Name": one.name, "Type": one.type}
        | ({"Description": one.description, "Enabled": one.enabled} if arguments.long else {})
        for one in client.keystone.services
    ]


@command("service show", "service")
async def _service_show(client: Client, arguments: Arguments) -> Row:
    return _service_row(client.service(arguments.service))


@command("service set", "--type= --name= --description= --enable --disable service")
async def _service_set(client: Client, arguments: Arguments) -> None:
    service = client.service(arguments.service)
    service.name = arguments.name or service.name
    service.type = arguments.type or service.type
    service.description = arguments.description or service.description
    service.enabled = (service.enabled or arguments.enable) and not arguments.disable


@command("service delete", "service")
async def _service_delete(client: Client, arguments: Arguments) -> None:
    service = client.service(arguments.service)
    client.keystone.services.remove(service)
    client.keystone.endpoints = [one for one in client.keystone.endpoints if one.service_id != service.id]


def _endpoint_row(client: Client, endpoint: Endpoint) -> Row:
    service = next((one for one in client.keystone.services if one.id == endpoint.service_id), Service(""))
    return {
        "enabled": endpoint.enabled, "id": endpoint.id, "interface": endpoint.interface,
        "region": endpoint.region,
        "region_id": endpoint.region, "service_id": endpoint.service_id, "service_name": service.name,
        "service_type": service.type, "url": endpoint.url,
    }  # fmt: skip


@command("endpoint create", "--region= --enable --disable service interface url")
async def _endpoint_create(client: Client, arguments: Arguments) -> Row:
    if arguments.interface not in ("admin", "public", "internal"):
        raise Failure_(
            "openstack endpoint create: error: argument <interface>: invalid choice: "
            f"'{arguments.interface}' "
            "(choose from 'admin', 'public', 'internal')\n"
        )
    service = client.service(arguments.service)
    endpoint = Endpoint(service.id, arguments.interface, arguments.url, arguments.region or "")
    endpoint.enabled = not arguments.disable
    client.keystone.endpoints.append(endpoint)
    return _endpoint_row(client, endpoint)


@command("endpoint list", "--service= --interface= --region=")
async def _endpoint_list(client: Client, arguments: Arguments) -> list[Row]:
    service = client.service(arguments.service).id if arguments.service else None
    rows = []
    for endpoint in client.keystone.endpoints:
        wanted = (service, arguments.interface, arguments.region)
        found = (endpoint.service_id, endpoint.interface, endpoint.region)
        if any(key is not None and key != value for key, value in zip(wanted, found, strict=True)):
            continue
        row = _endpoint_row(client, endpoint)
        rows.append({
            "ID": endpoint.id, "Region": endpoint.region, "Service Name": row["service_name"],
            "Service Type": row["service_type"], "Enabled": endpoint.enabled, "Interface": endpoint.interface,
            "URL": endpoint.url,
        })  # fmt: skip
    return rows


def _endpoint(client: Client, key: str) -> Endpoint:
    found = next((one for one in client.keystone.endpoints if one.id == key), None)
    if found is None:
        raise Refused(404, f"Could not find endpoint: {key}")
    return found


@command("endpoint show", "endpoint")
async def _endpoint_show(client: Client, arguments: Arguments) -> Row:
    return _endpoint_row(client, _endpoint(client, arguments.endpoint))


@command("endpoint set", "--region= --interface= --url= --service= --enable --disable endpoint")
async def _endpoint_set(client: Client, arguments: Arguments) -> None:
    endpoint = _endpoint(client, arguments.endpoint)
    endpoint.url = arguments.url or endpoint.url
    endpoint.region = arguments.region or endpoint.region
    endpoint.interface = arguments.interface or endpoint.interface
    endpoint.enabled = (endpoint.enabled or arguments.enable) and not arguments.disable


@command("endpoint delete", "endpoint")
async def _endpoint_delete(client: Client, arguments: Arguments) -> None:
    client.keystone.endpoints.remove(_endpoint(client, arguments.endpoint))


@command("domain list")
async def _domain_list(client: Client, arguments: Arguments) -> list[Row]:
    return [{"ID": "default", "Name": "Default", "Enabled": True, "Description": "The default domain"}]


@command("compute service list", "--host= --service=")
async def _compute_service_list(client: Client, arguments: Arguments) -> list[Row]:
    endpoint = client.keystone.endpoint_of("compute")
    if endpoint is None:
        raise CommandError("public endpoint for compute service not found")
    try:
        rows = await nova.service_rows(client.process.node, endpoint.url)
    except OSError:
        url = endpoint.url.replace("%(tenant_id)s", (client.token.project_id or "") if client.token else "")
        raise CommandError(f"Unable to establish connection to {url}/os-services") from None
    return [
        row
        for row in rows
        if arguments.host in (None, row["Host"]) and arguments.service in (None, row["Binary"])
    ]
