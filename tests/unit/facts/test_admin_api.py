"""Keystone's and Nova's APIs, served on loopback: the same facts as by the client, or none."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, cast

import pytest

from tests.support.cases import ANSWERS
from tests.unit.facts.test_facts_parsers import FULL_CATALOGUE, FULL_IDENTITY
from wizard.facts import admin_api
from wizard.facts.admin_api import AdminLogin
from wizard.facts.catalogue import Catalogue
from wizard.facts.compute_services import ComputeService, ComputeServices
from wizard.facts.grant import Grant, IdentityRecord
from wizard.facts.identity import Identity
from wizard.facts.logins import NovaInKeystone
from wizard.facts.openrc import Openrc
from wizard.model.commands import Stream
from wizard.model.facts import Facts, ServedFact
from wizard.model.problems import Lost, Problem, Unknown
from wizard.secret import Secret

OPENRC = Openrc(
    "http://controller:35357/v3", "admin", Secret("OS_PASSWORD", 'p"\\한'), "default", "admin", "default"
)
TOKEN = "gAAAAABk_0-x"
AUTH = {
    "identity": {
        "methods": ["password"],
        "password": {"user": {"name": "admin", "domain": {"name": "default"}, "password": 'p"\\한'}},
    },
    "scope": {"project": {"name": "admin", "domain": {"name": "default"}}},
}
ENDPOINT = {"id": "public-1", "interface": "public", "region": "RegionOne", "region_id": "RegionOne"}
NOVA = {**ENDPOINT, "url": "http://controller:8774/v2.1/ad31"}
ROW = {
    "id": 4, "binary": "nova-compute", "host": "compute1", "zone": "nova", "status": "enabled", "state": "up",
    "updated_at": "2016-06-01T12:00:00.000000", "disabled_reason": None,
}  # fmt: skip
GOOD: Mapping[str, Any] = {
    "/v3/users?domain_id=default": {"users": [{"id": "f47b", "name": "nova", "enabled": True, "links": {}}]},
    "/v3/projects": {"projects": [{"id": "ad31", "name": "admin"}, {"id": "5e71", "name": "service"}]},
    "/v3/roles": {"roles": [{"id": "7e57", "name": "user"}, {"id": "0a1b", "name": "admin"}]},
    "/v3/role_assignments": {
        "role_assignments": [
            {
                "role": {"id": "0a1b"},
                "user": {"id": "f47b"},
                "scope": {"project": {"id": "5e71"}},
                "links": {},
            }
        ]
    },
    "/v3/services": {"services": [{"id": "91a0", "name": "nova", "type": "compute", "enabled": True}]},
    "/v3/endpoints": {
        "endpoints": [
            {
                **ENDPOINT,
                "service_id": "91a0",
                "url": "http://controller:8774/v2.1/%(tenant_id)s",
                "enabled": True,
            }
        ]
    },
    "/v3/auth/catalog": {
        "catalog": [{"type": "identity", "endpoints": []}, {"type": "compute", "endpoints": [NOVA]}]
    },
    "/v2.1/ad31/os-services": {"services": [ROW]},
}


@dataclass
class Api:
    """Serves these answers: JSON, or (status, headers, bytes); what is not there is 404."""

    answers: dict[str, Any] = field(default_factory=lambda: dict(GOOD))
    domain: str = "default"
    catalog: object = None
    """What comes with a token; None for nothing."""
    seen: list[str] = field(default_factory=list)
    dialled: list[tuple[str, int]] = field(default_factory=list)
    port: int = 0

    def dial(self, address: str, port: int) -> Stream:
        self.dialled.append((address, port))
        return cast(Stream, socket.create_connection(("127.0.0.1", self.port)))

    def answer(self, method: str, path: str, body: bytes, token: str) -> tuple[int, dict[str, str], bytes]:
        self.seen.append(f"{method} {path}")
        if method == "POST" and path not in self.answers:
            if path != "/v3/auth/tokens" or json.loads(body)["auth"] != AUTH:
                return 401, {}, b"{}"
            shown: dict[str, object] = {"user": {"domain": {"id": self.domain}}}
            if self.catalog is not None:
                shown["catalog"] = self.catalog
            return 201, {"X-Subject-Token": TOKEN}, json.dumps({"token": shown}).encode()
        if method == "GET" and token != TOKEN:
            return 401, {}, b"{}"
        found = self.answers.get(path, (404, {}, b"{}"))
        return found if isinstance(found, tuple) else (200, {}, json.dumps(found).encode())


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """A server of these APIs, which answers within a moment."""
    served = Api()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            status, headers, data = served.answer(
                self.command, self.path, body, self.headers.get("X-Auth-Token", "")
            )
            self.send_response(status)
            for name, value in {"Content-Length": str(len(data)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        do_POST = do_GET  # noqa: N815 - as the library calls it

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    monkeypatch.setattr(admin_api, "TIMEOUT", 10.0)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        served.port = server.server_port
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield served
        server.shutdown()


def login(api: Api, openrc: Openrc = OPENRC) -> AdminLogin:
    return AdminLogin.probe(ANSWERS, api.dial, Facts({Openrc: openrc}))


REFUSED = NovaInKeystone(password_holds=False, in_project=False)


def fetched(kind: type[ServedFact], api: Api, nova: NovaInKeystone | Problem = REFUSED) -> object:
    """Return the fact by a login of the administrator's, and what became of nova's."""
    return kind.fetch(ANSWERS, api.dial, Facts({AdminLogin: login(api), NovaInKeystone: nova}))


@pytest.mark.parametrize(
    ("kind", "full", "lists"), [(Identity, FULL_IDENTITY, 4), (Catalogue, FULL_CATALOGUE, 2)]
)
def test_the_lists_are_the_clients(api: Api, kind: type[ServedFact], full: ServedFact, lists: int) -> None:
    assert fetched(kind, api) == full
    assert set(api.dialled) == {("controller", 35357)}
    assert len(api.seen) == 1 + lists


ADMIN = IdentityRecord("0a1b", "admin")
GRANT = Grant(IdentityRecord("f47b", "nova"), "default", IdentityRecord("5e71", "service"), (ADMIN,))
IN_SERVICE = NovaInKeystone(True, True, GRANT)


def test_what_novas_token_shows_is_not_asked_again(api: Api) -> None:
    found = fetched(Identity, api, IN_SERVICE)
    assert isinstance(found, Identity)
    assert found.user("nova") == GRANT.user
    assert found.id_of(found.projects, "service") == "5e71"
    assert found.id_of(found.roles, "admin") == "0a1b"
    assert found.has_role("f47b", "5e71", "0a1b")
    assert (found.refusal, found.openrc) == ("", True)
    assert len(api.seen) == 1, "the login alone"


NO_PROOF: Mapping[str, NovaInKeystone | Problem] = {
    "refused": REFUSED,
    "not in the project": NovaInKeystone(True, False),
    "untold": NovaInKeystone(True, True),
    "no answer": Unknown("login-no-way"),
    "another user": NovaInKeystone(True, True, replace(GRANT, user=IdentityRecord("f47b", "Nova"))),
    "of another domain": NovaInKeystone(True, True, replace(GRANT, domain="4e1f")),
    "another project": NovaInKeystone(True, True, replace(GRANT, project=IdentityRecord("5e71", "services"))),
    "another role": NovaInKeystone(True, True, replace(GRANT, roles=(IdentityRecord("7e57", "user"),))),
    "no role": NovaInKeystone(True, True, replace(GRANT, roles=())),
}


@pytest.mark.parametrize("nova", NO_PROOF.values(), ids=NO_PROOF)
def test_where_it_shows_less_the_lists_are_asked(api: Api, nova: NovaInKeystone | Problem) -> None:
    assert fetched(Identity, api, nova) == FULL_IDENTITY


def test_the_services_are_asked_of_the_catalogues_endpoint(api: Api) -> None:
    row = ComputeService("nova-compute", "compute1", "nova", True, True, "4", "2016-06-01T12:00:00.000000")
    assert fetched(ComputeServices, api) == ComputeServices(rows=(row,))
    assert api.dialled[-1] == ("controller", 8774)


COMPUTE = {"type": "compute", "endpoints": [NOVA]}


def test_the_catalogue_that_came_with_the_token_is_not_asked_again(api: Api) -> None:
    api.catalog = [{"type": "identity", "endpoints": []}, COMPUTE]
    assert isinstance(fetched(ComputeServices, api), ComputeServices)
    assert api.seen == ["POST /v3/auth/tokens", "GET /v2.1/ad31/os-services"]


@pytest.mark.parametrize(
    "catalog",
    [[], [COMPUTE, COMPUTE], [{"type": "compute", "endpoints": [{**NOVA, "interface": "admin"}]}], 7, [7]],
    ids=["no compute", "two", "none public", "no list", "no objects"],
)
def test_it_is_asked_where_that_one_does_not_tell(api: Api, catalog: object) -> None:
    api.catalog = catalog
    assert isinstance(fetched(ComputeServices, api), ComputeServices)
    assert "GET /v3/auth/catalog" in api.seen


def test_a_token_is_kept_and_is_not_shown(api: Api) -> None:
    found = login(api)
    assert found.lasting == found
    assert TOKEN not in f"{found}{found!r}"


def test_where_nova_is_said_to_be_is_not_kept(api: Api) -> None:
    api.catalog = [COMPUTE]
    found = login(api)
    assert found.nova == NOVA["url"]
    assert found.lasting == replace(found, nova="")


def test_a_long_list_comes_whole(api: Api) -> None:
    many = [{"id": f"{at:032x}", "name": f"user{at}", "enabled": True} for at in range(20_000)]
    api.answers["/v3/users?domain_id=default"] = {"users": many}
    found = fetched(Identity, api)
    assert isinstance(found, Identity)
    assert [user.name for user in found.users] == [user["name"] for user in many]


def test_groups_and_domains_have_roles_too(api: Api) -> None:
    others = [
        {"role": {"id": "0a1b"}, "group": {"id": "9999"}, "scope": {"project": {"id": "5e71"}}},
        {"role": {"id": "0a1b"}, "user": {"id": "f47b"}, "scope": {"domain": {"id": "default"}}},
        {"role": {"id": "0a1b"}, "user": {"id": "f47b"}, "scope": {"system": {"all": True}}},
    ]
    api.answers["/v3/role_assignments"] = {"role_assignments": others}
    found = fetched(Identity, api)
    assert isinstance(found, Identity)
    assert not found.has_role("f47b", "5e71", "0a1b")


def test_an_endpoint_of_no_service_is_of_none(api: Api) -> None:
    api.answers["/v3/services"] = {"services": []}
    found = fetched(Catalogue, api)
    assert isinstance(found, Catalogue)
    assert [one.service_type for one in found.all_endpoints] == [""]


LISTS = ("users", "role_assignments", "services", "endpoints", "catalog")
ODD: Mapping[str, object] = {
    "refused": (401, {}, b"{}"),
    "forbidden": (403, {}, b"{}"),
    "not there": (404, {}, b"{}"),
    "broken": (503, {}, b"<html>"),
    "elsewhere": (302, {"Location": "http://127.0.0.1/"}, b""),
    "no JSON": (200, {}, b"<html>"),
    "no object": [],
    "no list": {},
    "a null": dict.fromkeys(LISTS),
    "rows that are none": {name: [7] for name in LISTS},
    "rows without names": {name: [{}] for name in LISTS},
    "deep": (200, {}, b"[" * 100_000),
    "a huge number": (200, {}, b'{"users": [' + b"9" * 10_000 + b"]}"),
    "not UTF-8": (200, {}, b'{"users": ["\xff"]}'),
    "too long": (200, {"Content-Length": str(1 << 40)}, b"{}"),
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
@pytest.mark.parametrize(
    ("kind", "path"),
    [
        (Identity, "/v3/users?domain_id=default"),
        (Identity, "/v3/role_assignments"),
        (Catalogue, "/v3/services"),
        (Catalogue, "/v3/endpoints"),
        (ComputeServices, "/v3/auth/catalog"),
        (ComputeServices, "/v2.1/ad31/os-services"),
    ],
)
def test_an_odd_answer_is_for_the_client_to_explain(
    api: Api, kind: type[ServedFact], path: str, odd: object
) -> None:
    api.answers[path] = odd
    assert fetched(kind, api) is None


@pytest.mark.parametrize("odd", [odd for odd in ODD.values() if isinstance(odd, tuple)])
def test_so_is_a_login_that_is_not_answered(api: Api, odd: object) -> None:
    api.answers["/v3/auth/tokens"] = odd
    assert login(api) == AdminLogin()
    assert not login(api).lasting
    assert fetched(Identity, api) is None
    assert fetched(Catalogue, api) is None


def test_without_openrc_nothing_is_dialled(api: Api) -> None:
    assert login(api, Openrc()) == AdminLogin()
    known = Facts({AdminLogin: AdminLogin(), NovaInKeystone: IN_SERVICE})
    assert Identity.fetch(ANSWERS, api.dial, known) is None
    assert Catalogue.fetch(ANSWERS, api.dial, Facts({AdminLogin: AdminLogin()})) is None
    assert ComputeServices.fetch(ANSWERS, api.dial, Facts({AdminLogin: AdminLogin()})) is None
    assert api.dialled == []


def test_a_problem_of_openrc_is_passed_on(api: Api) -> None:
    with pytest.raises(Unknown):
        AdminLogin.probe(ANSWERS, api.dial, Facts({Openrc: Unknown("fact-cut-short")}))


def test_an_administrator_of_another_domain_is_for_the_client(api: Api) -> None:
    api.domain = "4e1f"
    assert fetched(Identity, api) is None


@pytest.mark.parametrize(
    "endpoints",
    [
        [],
        [NOVA, {**NOVA, "region": "RegionTwo"}],
        [{**NOVA, "interface": "internal"}],
        [{**NOVA, "url": "https://controller:8774/v2.1/ad31"}],
        [{**NOVA, "url": "http://controller:x/v2.1"}],
        [{**NOVA, "url": "http://controller:8774/\r\nX: y"}],
        [{**NOVA, "url": "http:///v2.1"}],
    ],
    ids=["none", "two", "another interface", "TLS", "no port", "a header", "no host"],
)
def test_an_endpoint_that_is_not_plain_is_for_the_client(api: Api, endpoints: list[object]) -> None:
    api.answers["/v3/auth/catalog"] = {"catalog": [{"type": "compute", "endpoints": endpoints}]}
    assert fetched(ComputeServices, api) is None


@pytest.mark.parametrize("kind", [Identity, Catalogue, ComputeServices])
def test_no_way_is_for_the_client_and_a_lost_host_is_lost(kind: type[ServedFact], api: Api) -> None:
    known = Facts({AdminLogin: login(api), NovaInKeystone: REFUSED})

    def raising(error: Exception) -> Callable[[str, int], Stream]:
        def dial(address: str, port: int) -> Stream:
            raise error

        return dial

    assert kind.fetch(ANSWERS, raising(ConnectionRefusedError("administratively prohibited")), known) is None
    with pytest.raises(Lost):
        kind.fetch(ANSWERS, raising(Lost("connection-lost", host="controller")), known)
