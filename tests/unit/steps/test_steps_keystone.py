"""4.4.2/prepare/2 to 4, and 4.4.4/1: Keystone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.cases import ANSWERS, Case
from tests.support.printed import (
    ENDPOINTS,
    FRESH_CATALOGUE,
    FRESH_IDENTITY,
    NO_TOKEN,
    PROJECTS,
    ROLES,
    SERVICE_ROW,
    URL,
    USER,
    catalogue,
    endpoint,
    identity,
    newer_client,
    printed,
)
from tests.unit.steps.table import Table
from wizard.facts.catalogue import Catalogue
from wizard.facts.identity import Identity
from wizard.facts.logins import NovaInKeystone
from wizard.model.problems import Unknown

SOURCE, SOURCE_AGAIN = "4.4.2/prepare/2", "4.4.4/1"
USER_STEP, ROLE_STEP, SERVICE_STEP = (f"4.4.2/prepare/3{item}" for item in "abc")
ENDPOINTS_STEP = "4.4.2/prepare/4"

KNOWN = printed(identity())
NEWER = printed(
    newer_client([USER], PROJECTS, ROLES, [{"Role": "0a1b", "User": "f47b", "Project": "5e71", "System": ""}])
)
NOBODY = printed(FRESH_IDENTITY)
LISTED = printed(catalogue())
NEWER_LISTED = printed(newer_client([SERVICE_ROW], ENDPOINTS))
UNLISTED = printed(FRESH_CATALOGUE)
NO_OPENRC = printed("no-openrc\n")
REFUSED = printed("", NO_TOKEN, 1)
HOLDS = NovaInKeystone(password_holds=True, in_project=True)
OTHER = NovaInKeystone(password_holds=False, in_project=False)
ELSEWHERE = replace(ANSWERS, openrc="/root/my admin-openrc", region="RegionTwo")

CASES = [
    *(
        case
        for step in (SOURCE, SOURCE_AGAIN)
        for case in (
            Case(step, "a token", {Identity: KNOWN}, holds=True),
            Case(step, "no file", {Identity: NO_OPENRC}),
            Case(step, "no token", {Identity: REFUSED}),
            Case(step, "no answer", {Identity: printed("", "", 124)}),
        )
    ),
    Case(USER_STEP, "no user", {Identity: NOBODY, NovaInKeystone: OTHER}),
    Case(USER_STEP, "no user, another openrc", {Identity: NOBODY, NovaInKeystone: OTHER}, answers=ELSEWHERE),
    Case(USER_STEP, "it is there with that password", {Identity: KNOWN, NovaInKeystone: HOLDS}, holds=True),
    Case(USER_STEP, "the same by a newer client", {Identity: NEWER, NovaInKeystone: HOLDS}, holds=True),
    Case(USER_STEP, "another password", {Identity: KNOWN, NovaInKeystone: OTHER}),
    Case(
        USER_STEP,
        "disabled",
        {Identity: printed(identity(users=[{**USER, "Enabled": False}])), NovaInKeystone: OTHER},
    ),
    Case(
        USER_STEP,
        "Keystone does not answer",
        {Identity: KNOWN, NovaInKeystone: Unknown("keystone-odd-status", address="controller", status="503")},
    ),
    Case(USER_STEP, "no token", {Identity: NO_OPENRC, NovaInKeystone: OTHER}),
    Case(ROLE_STEP, "no role", {Identity: printed(identity(assignments=()))}),
    Case(ROLE_STEP, "no user yet", {Identity: NOBODY}),
    Case(
        ROLE_STEP,
        "another role only",
        {Identity: printed(identity(assignments=[{"Role": "7e57", "User": "f47b", "Project": "5e71"}]))},
    ),
    Case(ROLE_STEP, "it has the role", {Identity: KNOWN, NovaInKeystone: HOLDS}, holds=True),
    Case(ROLE_STEP, "the same by a newer client", {Identity: NEWER, NovaInKeystone: HOLDS}, holds=True),
    Case(
        ROLE_STEP,
        "it has the role, and another password: that is the step before",
        {Identity: KNOWN, NovaInKeystone: OTHER},
        holds=True,
    ),
    Case(
        ROLE_STEP,
        "it has the role, and gets no token in the project",
        {Identity: KNOWN, NovaInKeystone: NovaInKeystone(password_holds=True, in_project=False)},
    ),
    Case(ROLE_STEP, "no project", {Identity: printed(identity(projects=PROJECTS[:1]))}),
    Case(ROLE_STEP, "no such role", {Identity: printed(identity(roles=ROLES[:1]))}),
    Case(SERVICE_STEP, "no service", {Catalogue: UNLISTED}),
    Case(SERVICE_STEP, "it is there", {Catalogue: LISTED}, holds=True),
    Case(
        SERVICE_STEP,
        "by another name",
        {Catalogue: printed(catalogue(services=[{**SERVICE_ROW, "Name": "compute"}]))},
    ),
    Case(
        SERVICE_STEP,
        "disabled, which hides its endpoints",
        {Catalogue: printed(catalogue(services=[{**SERVICE_ROW, "Enabled": False}]))},
    ),
    Case(
        SERVICE_STEP,
        "twice",
        {Catalogue: printed(catalogue(services=[SERVICE_ROW, {**SERVICE_ROW, "ID": "92b1"}]))},
    ),
    Case(SERVICE_STEP, "no token", {Catalogue: REFUSED}),
    Case(ENDPOINTS_STEP, "none", {Catalogue: UNLISTED}),
    Case(ENDPOINTS_STEP, "all three", {Catalogue: LISTED}, holds=True),
    Case(ENDPOINTS_STEP, "all three by a newer client", {Catalogue: NEWER_LISTED}, holds=True),
    Case(ENDPOINTS_STEP, "one is missing", {Catalogue: printed(catalogue(endpoints=ENDPOINTS[::2]))}),
    Case(ENDPOINTS_STEP, "in another region", {Catalogue: LISTED}, answers=ELSEWHERE),
    Case(
        ENDPOINTS_STEP,
        "another URL, and one disabled",
        {
            Catalogue: printed(
                catalogue(
                    endpoints=[
                        endpoint("public", URL=URL.replace("v2.1", "v2")),
                        endpoint("internal"),
                        endpoint("admin", Enabled=False),
                    ]
                )
            )
        },
    ),
    Case(
        ENDPOINTS_STEP,
        "one twice",
        {Catalogue: printed(catalogue(endpoints=[*ENDPOINTS, endpoint("internal", ID="internal-2")]))},
    ),
    Case(ENDPOINTS_STEP, "no file", {Catalogue: NO_OPENRC}),
]

TABLE = Table("keystone", CASES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_keystone(case: Case) -> None:
    TABLE.check(case)


def test_headings() -> None:
    TABLE.check_headings()
