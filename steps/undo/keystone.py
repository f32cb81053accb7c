"""Nova in the Identity service taken back (4.4.2/prepare/3 and 4)."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from steps.shared import answered, endpoint_url
from wizard.actions.command import openstack
from wizard.facts.catalogue import Catalogue, Endpoint
from wizard.facts.identity import EveryIdentity, Identity
from wizard.model.answers import Answers, Node
from wizard.model.facts import Facts
from wizard.model.message import Message
from wizard.model.problems import Refused
from wizard.model.steps import Action, Found, Inverse

_INTERFACES = ("admin", "internal", "public")


def _find_user(answers: Answers, node: Node, facts: Facts) -> Found:
    user = answered(Identity, answers, facts).user("nova")
    return {"enabled": user.enabled} if user else {}


def _delete_user(answers: Answers, node: Node, facts: Facts, found: Found) -> Iterator[Action]:
    """Delete the user nova, unless it has other roles than the guide's; disable it where it was so before."""
    identity = answered(EveryIdentity, answers, facts)
    user = identity.user("nova")
    if user is None:
        return
    id_ = shlex.quote(user.id)
    if found:
        if user.enabled and not found["enabled"]:
            yield openstack(
                answers, f"user set --disable {id_}", reason=Message("undo-as-before"), replaces=True
            )
        return
    projects, roles = ({one.id: one.name for one in part} for part in (identity.projects, identity.roles))
    named = [
        (roles.get(one.role, one.role), projects.get(one.project, one.project or "-"))
        for one in identity.assignments
        if one.user == user.id
    ]
    if others := [
        f"{role} ({project})" for role, project in named if (role, project) != ("admin", "service")
    ]:
        raise Refused("undo-user-used", roles=", ".join(sorted(others)))
    yield openstack(answers, f"user delete {id_}", reason=Message("undo-user"))


def _find_role(answers: Answers, node: Node, facts: Facts) -> Found:
    return {"assigned": True} if _assigned(answered(Identity, answers, facts)) else {}


def _remove_role(answers: Answers, node: Node, facts: Facts, found: Found) -> Iterator[Action]:
    """Take the role admin in project service from nova."""
    if not found and (user := _assigned(answered(EveryIdentity, answers, facts))):
        yield openstack(
            answers,
            f"role remove --project service --user {shlex.quote(user)} admin",
            reason=Message("undo-role"),
        )


def _assigned(identity: Identity) -> str:
    """Return the ID of nova, where it is admin in project service; else nothing."""
    user = identity.user("nova")
    project = identity.id_of(identity.projects, "service")
    role = identity.id_of(identity.roles, "admin")
    if user and project and role and identity.has_role(user.id, project, role):
        return user.id
    return ""


def _find_service(answers: Answers, node: Node, facts: Facts) -> Found:
    found = answered(Catalogue, answers, facts).services("compute")
    return {"name": found[0].name, "enabled": found[0].enabled} if found else {}


def _delete_service(answers: Answers, node: Node, facts: Facts, found: Found) -> Iterator[Action]:
    """Delete the service of type compute, which deletes its endpoints: not where other regions have some."""
    catalogue = answered(Catalogue, answers, facts)
    services = catalogue.services("compute")
    if not services:
        return
    if len(services) > 1:
        raise Refused("two-services", ids=", ".join(one.id for one in services))
    service = services[0]
    if found:
        words = [f"--name {shlex.quote(found['name'])}"] if service.name != found["name"] else []
        words += ["--disable"] if service.enabled and not found["enabled"] else []
        if words:
            line = f"service set {' '.join(words)} {shlex.quote(service.id)}"
            yield openstack(answers, line, reason=Message("undo-as-before"), replaces=True)
        return
    endpoints = [one for one in catalogue.all_endpoints if one.service_type == "compute"]
    if others := [one for one in endpoints if not _ours(one, answers)]:
        raise Refused("undo-service-used", endpoints="\n".join(map(_shown, others)))
    yield openstack(answers, f"service delete {shlex.quote(service.id)}", reason=Message("undo-service"))


def _find_endpoints(answers: Answers, node: Node, facts: Facts) -> Found:
    catalogue = answered(Catalogue, answers, facts)
    found = {name: catalogue.endpoints("compute", name, answers.region) for name in _INTERFACES}
    return {name: {"url": one[0].url, "enabled": one[0].enabled} for name, one in found.items() if one}


def _delete_endpoints(answers: Answers, node: Node, facts: Facts, found: Found) -> Iterator[Action]:
    """Delete the three endpoints; one that was there before gets its URL back."""
    catalogue = answered(Catalogue, answers, facts)
    for interface in _INTERFACES:
        endpoints = catalogue.endpoints("compute", interface, answers.region)
        if len(endpoints) > 1:
            raise Refused("two-endpoints", interface=interface, ids=", ".join(one.id for one in endpoints))
        if not endpoints:
            continue
        endpoint = endpoints[0]
        before = found.get(interface)
        if before:
            words = [f"--url {shlex.quote(before['url'])}"] if endpoint.url != before["url"] else []
            words += ["--disable"] if endpoint.enabled and not before["enabled"] else []
            if words:
                line = f"endpoint set {' '.join(words)} {shlex.quote(endpoint.id)}"
                yield openstack(answers, line, reason=Message("undo-as-before"), replaces=True)
        elif not _ours(endpoint, answers):
            raise Refused("undo-endpoint-changed", endpoint=_shown(endpoint))
        else:
            yield openstack(
                answers,
                f"endpoint delete {shlex.quote(endpoint.id)}",
                reason=Message("undo-endpoint", interface=interface),
            )


def _ours(endpoint: Endpoint, answers: Answers) -> bool:
    return (endpoint.region, endpoint.url) == (answers.region, endpoint_url(answers))


def _shown(endpoint: Endpoint) -> str:
    return f"{endpoint.region} {endpoint.interface} {endpoint.url} ({endpoint.id})"


USER = Inverse(_delete_user, reads=(EveryIdentity,), finds=_find_user, after=("4.4.2/prepare/3b",))
ROLE = Inverse(_remove_role, reads=(EveryIdentity,), finds=_find_role)
SERVICE = Inverse(_delete_service, reads=(Catalogue,), finds=_find_service, after=("4.4.2/prepare/4",))
ENDPOINTS = Inverse(_delete_endpoints, reads=(Catalogue,), finds=_find_endpoints)
