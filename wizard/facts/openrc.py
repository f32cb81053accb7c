"""What the administrator's openrc sets, where it is all that a login over HTTP needs."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from typing import Self

from wizard.model.answers import Answers, Node
from wizard.model.commands import Result
from wizard.model.facts import ShellFact
from wizard.secret import Secret, Text

_WANTED = ("AUTH_URL", "USERNAME", "PASSWORD", "USER_DOMAIN_NAME", "PROJECT_NAME", "PROJECT_DOMAIN_NAME")
_WITHOUT_EFFECT = ("IDENTITY_API_VERSION", "IMAGE_API_VERSION")
_VERSION = "/v3"
_PLAIN_HTTP = re.compile(r"http://([\w.-]+|\[[\da-fA-F:.]+\])(:\d{1,5})?(/(?!v\d)[\w.~-]+)*", re.ASCII)


@dataclass(frozen=True)
class Openrc(ShellFact):
    """The login of the administrator, of the file that the book's chapter on Keystone writes.

    For example `Openrc("http://controller:35357/v3", "admin", Secret("OS_PASSWORD", …), "default", "admin",
    "default")`. All is empty where the file is not there, and where it or the environment asks the client for
    more than that: another way to log in, TLS, a proxy, a region.
    """

    sensitive = True

    url: str = ""
    """Keystone's API, version 3, with `http:`."""
    user: str = ""
    password: Secret | None = None
    user_domain: str = ""
    project: str = ""
    project_domain: str = ""

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """A line for each setting; none where one of them is not known here, or where there is no client."""
        openrc = shlex.quote(answers.openrc)
        known = "|".join((*_WANTED, *_WITHOUT_EFFECT))
        values = " ".join(f'"$OS_{name}"' for name in (*_WANTED, *_WITHOUT_EFFECT[:1]))
        return Text(
            f"[ -r {openrc} ] || exit 0\n"
            f". {openrc} >/dev/null 2>&1\n"
            "command -v openstack >/dev/null || exit 0\n"
            "env | grep -iE '^(OS_[A-Z0-9_]+|[A-Z]+_PROXY)=' "
            f"| grep -qvE '^OS_({known})=' && exit 0\n"
            f"printf '%s\\n' {values}\n"
        )

    @classmethod
    def parse(cls, result: Result) -> Self:
        """A value of several lines is not known here either."""
        lines = result.text.split("\n")
        values, rest = lines[: len(_WANTED)], lines[len(_WANTED) :]
        if not all(values) or len(rest) != 2 or rest[0].partition(".")[0] != "3":
            return cls()
        url, user, password, user_domain, project, project_domain = values
        base = url.rstrip("/").removesuffix(_VERSION)
        if not _PLAIN_HTTP.fullmatch(base):
            return cls()
        secret = Secret("OS_PASSWORD", password)
        return cls(base + _VERSION, user, secret, user_domain, project, project_domain)
