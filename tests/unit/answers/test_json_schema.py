"""The JSON Schema says what the loader does."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from wizard.answers.json_schema import json_schema
from wizard.text import Words


@pytest.fixture(params=["ko", "en"])
def schema(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json_schema(Words(request.param)))
    return found


def test_its_frame(schema: dict[str, Any]) -> None:
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["required"] == ["version", "controller", "compute", "passwords"]
    assert schema["properties"]["version"]["const"] == 1
    assert schema["additionalProperties"] is False


def test_every_key_is_described_and_no_other_is_taken(schema: dict[str, Any]) -> None:
    for model in (schema, *schema["$defs"].values()):
        assert model["additionalProperties"] is False
        assert all(rule["description"] for rule in model["properties"].values())


def test_the_keys_of_a_host_a_login_and_the_passwords(schema: dict[str, Any]) -> None:
    models = schema["$defs"]
    ssh = {"user", "port", "identity_file", "known_hosts", "host_key", "password", "sudo"}
    assert set(models["Ssh"]["properties"]) == ssh
    assert set(models["Controller"]["properties"]) == ssh | {"host", "name", "management_ip"}
    assert set(models["Compute"]["properties"]) == ssh | {"host", "name", "management_ip", "disk", "erase"}
    assert models["Compute"]["required"] == ["host", "name", "management_ip"]
    assert list(models["BookPasswords"]["properties"]) == models["BookPasswords"]["required"]
    text, *sources = models["BookPasswords"]["properties"]["novapass"]["anyOf"]
    assert text["type"] == "string"
    assert [source["required"] for source in sources] == [["env"], ["file"], ["command"]]


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("host", "10.0.0.31", "-oProxyCommand=x"),
        ("name", "compute_1", "compute_"),
        ("disk", "/dev/sdb", "sdb"),
        ("host_key", f"SHA256:{'a' * 43}", "MD5:aa"),
        ("user", "root", "ro ot"),
    ],
)
def test_its_patterns(schema: dict[str, Any], key: str, good: str, bad: str) -> None:
    rule = schema["$defs"]["Compute"]["properties"][key]
    pattern = next(iter(rule.get("anyOf", [rule])))["pattern"]
    assert re.search(pattern, good)
    assert not re.search(pattern, bad)
