"""openrc: read as a shell reads it; only what a login over plain HTTP needs is taken from it."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.cases import ANSWERS, CONTROLLER
from wizard.facts.openrc import Openrc
from wizard.model.commands import Result

BOOK = {
    "OS_PROJECT_DOMAIN_NAME": "default",
    "OS_USER_DOMAIN_NAME": "default",
    "OS_PROJECT_NAME": "admin",
    "OS_USERNAME": "admin",
    "OS_PASSWORD": "adminpass",
    "OS_AUTH_URL": "http://controller:35357/v3",
    "OS_IDENTITY_API_VERSION": "3",
    "OS_IMAGE_API_VERSION": "2",
}


def read(tmp_path: Path, text: str, *, client: bool = True, shell: str = "sh", **environment: str) -> Openrc:
    """Read a file with this text by the fact's script, in a shell that has the client or not."""
    if client:
        (tmp_path / "openstack").write_text("#!/bin/sh\n")
        (tmp_path / "openstack").chmod(0o755)
    openrc = tmp_path / "admin openrc"
    openrc.write_text(text)
    script = Openrc.script(replace(ANSWERS, openrc=str(openrc)), CONTROLLER).wire()
    path = f"{tmp_path}:{os.environ['PATH']}"
    done = subprocess.run(
        [shell],
        input=script.encode(),
        capture_output=True,
        check=False,
        env={"PATH": path, **environment},
    )
    return Openrc.parse(Result(done.returncode, done.stdout, done.stderr))


def exports(**changed: str | None) -> str:
    """Return the book's file with other values; None leaves a line out."""
    settings = {**BOOK, **changed}
    return "".join(f"export {name}='{value}'\n" for name, value in settings.items() if value is not None)


@pytest.mark.parametrize("shell", ["dash", "bash"])
def test_the_books_file_is_a_login(tmp_path: Path, shell: str) -> None:
    found = read(tmp_path, exports(), shell=shell)
    assert found.password is not None
    assert found.password.reveal() == "adminpass"
    assert replace(found, password=None) == Openrc(
        "http://controller:35357/v3", "admin", None, "default", "admin", "default"
    )
    assert "adminpass" not in f"{found!r}{found}"


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("http://controller:5000", "http://controller:5000/v3"),
        ("http://controller:5000/v3/", "http://controller:5000/v3"),
        ("http://10.0.0.11/identity", "http://10.0.0.11/identity/v3"),
        ("http://10.0.0.11/identity/v3", "http://10.0.0.11/identity/v3"),
        ("http://[fd00::11]:5000/v3", "http://[fd00::11]:5000/v3"),
    ],
)
def test_forms_of_the_url(tmp_path: Path, url: str, base: str) -> None:
    assert read(tmp_path, exports(OS_AUTH_URL=url)).url == base


@pytest.mark.parametrize("password", ["p'\"$`\\ 한", " ", "#", "a b  c ", "‹novapass›", "%s%n\\n"])
def test_any_password_of_one_line_comes_as_it_is(tmp_path: Path, password: str) -> None:
    quoted = password.replace("'", "'\\''")
    found = read(tmp_path, exports(OS_PASSWORD=quoted))
    assert found.password is not None
    assert found.password.reveal() == password


@pytest.mark.parametrize(
    "changed",
    [
        {"OS_AUTH_URL": "https://controller:5000/v3"},
        {"OS_AUTH_URL": "http://controller:5000/v2.0"},
        {"OS_AUTH_URL": "http://controller:5000/v2.0/"},
        {"OS_AUTH_URL": "http://admin:x@controller:5000/v3"},
        {"OS_AUTH_URL": "http://controller:5000/v3?x=1"},
        {"OS_AUTH_URL": "http://controller:123456/v3"},
        {"OS_AUTH_URL": "controller:5000/v3"},
        {"OS_AUTH_URL": None},
        {"OS_PASSWORD": None},
        {"OS_PASSWORD": ""},
        {"OS_PASSWORD": "two\nlines"},
        {"OS_USERNAME": None},
        {"OS_IDENTITY_API_VERSION": "2"},
        {"OS_IDENTITY_API_VERSION": None},
        {"OS_USER_DOMAIN_NAME": None, "OS_USER_DOMAIN_ID": "default"},
        {"OS_TOKEN": "abc"},
        {"OS_OAUTH2_ENDPOINT": "http://elsewhere"},
        {"OS_CLOUD": "devstack"},
        {"OS_AUTH_TYPE": "v3oidcpassword"},
        {"OS_REGION_NAME": "RegionTwo"},
        {"OS_INTERFACE": "internal"},
        {"OS_CACERT": "/etc/ssl/ca.pem"},
        {"http_proxy": "http://proxy:3128"},
        {"ALL_PROXY": "socks5://proxy"},
    ],
    ids=lambda changed: " ".join(f"{name}={value!r}" for name, value in changed.items()),
)
def test_whatever_else_is_set_is_for_the_client(tmp_path: Path, changed: dict[str, str | None]) -> None:
    assert read(tmp_path, exports(**changed)) == Openrc()


@pytest.mark.parametrize(
    "text",
    [
        "read -sp 'Please enter your OpenStack Password: ' OS_PASSWORD\n" + exports(OS_PASSWORD=None),
        exports() + "exit 1\n",
        exports() + "if\n",
        "",
    ],
    ids=["it asks", "it exits", "it is broken", "it is empty"],
)
def test_a_file_that_is_more_than_settings_is_for_the_client(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == Openrc()


def test_a_greeting_in_the_file_changes_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "echo hello; echo there >&2\n" + exports()).user == "admin"


def test_the_environment_counts_too(tmp_path: Path) -> None:
    assert read(tmp_path, exports(), OS_REGION_NAME="RegionTwo") == Openrc()
    assert read(tmp_path, exports(), https_proxy="http://proxy:3128") == Openrc()


def test_without_the_client_or_the_file_there_is_none(tmp_path: Path) -> None:
    assert read(tmp_path, exports(), client=False) == Openrc()
    script = Openrc.script(replace(ANSWERS, openrc=str(tmp_path / "absent")), CONTROLLER).wire()
    done = subprocess.run(["sh"], input=script.encode(), capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.parametrize(
    "printed",
    ["", "\n", "no-openrc\n", "http://controller:5000/v3\n", "a\nb\nc\nd\ne\nf\n3\n", "a\n" * 9, "\x00" * 8],
)
def test_odd_output_is_no_login(printed: str) -> None:
    assert Openrc.parse(Result(0, printed.encode())) == Openrc()
