"""4.4.2/prepare/2 to 4, and 4.4.4/1: Keystone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.cases import ANSWERS, Case
from tests.support.printed import (
    ENDPOINTS,
    FRESH_CATALOGUE,
    NO_TOKEN,
    PROJECTS,
    ROLES,
    SERVICE_ROW,
    URL,
    USER,
    catalogue,
    endpoint,
    newer_client,
    printed,
)
from tests.unit.steps.table import Table
from wizard.facts.catalogue import Catalogue
from wizard.facts.logins import NovaInKeystone
from wizard.model import Unknown

SOURCE, SOURCE_AGAIN = "4.4.2/prepare/2", "4.4.4/1"
USER_STEP, ROLE_STEP, SERVICE_STEP = (f"4.4.2/prepare/3{item}" for item in "abc")
ENDPOINTS_STEP = "4.4.2/prepare/4"

FRESH = printed(FRESH_CATALOGUE)
DONE = printed(catalogue())
NEWER = printed(
    newer_client(
        [USER],
        PROJECTS,
        ROLES,
        [{"Role": "0a1b", "User": "f47b", "Project": "5e71", "System": ""}],
        [SERVICE_ROW],
        ENDPOINTS,
    )
)
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
            Case(step, "a token", {Catalogue: DONE}, holds=True),
            Case(step, "no file", {Catalogue: NO_OPENRC}),
            Case(step, "no token", {Catalogue: REFUSED}),
            Case(step, "no answer", {Catalogue: printed("", "", 124)}),
        )
    ),
    Case(USER_STEP, "no user", {Catalogue: FRESH, NovaInKeystone: OTHER}),
    Case(USER_STEP, "no user, another openrc", {Catalogue: FRESH, NovaInKeystone: OTHER}, answers=ELSEWHERE),
    Case(USER_STEP, "it is there with that password", {Catalogue: DONE, NovaInKeystone: HOLDS}, holds=True),
    Case(USER_STEP, "the same by a newer client", {Catalogue: NEWER, NovaInKeystone: HOLDS}, holds=True),
    Case(USER_STEP, "another password", {Catalogue: DONE, NovaInKeystone: OTHER}),
    Case(
        USER_STEP,
        "disabled",
        {Catalogue: printed(catalogue(users=[{**USER, "Enabled": False}])), NovaInKeystone: OTHER},
    ),
    Case(
        USER_STEP,
        "Keystone does not answer",
        {Catalogue: DONE, NovaInKeystone: Unknown("keystone-odd-status", address="controller", status="503")},
    ),
    Case(USER_STEP, "no token", {Catalogue: NO_OPENRC, NovaInKeystone: OTHER}),
    Case(ROLE_STEP, "no role", {Catalogue: printed(catalogue(assignments=()))}),
    Case(ROLE_STEP, "no user yet", {Catalogue: FRESH}),
    Case(
        ROLE_STEP,
        "another role only",
        {Catalogue: printed(catalogue(assignments=[{"Role": "7e57", "User": "f47b", "Project": "5e71"}]))},
    ),
    Case(ROLE_STEP, "it has the role", {Catalogue: DONE, NovaInKeystone: HOLDS}, holds=True),
    Case(ROLE_STEP, "the same by a newer client", {Catalogue: NEWER, NovaInKeystone: HOLDS}, holds=True),
    Case(
        ROLE_STEP,
        "it has the role, and another password: that is the step before",
        {Catalogue: DONE, NovaInKeystone: OTHER},
        holds=True,
    ),
    Case(
        ROLE_STEP,
        "it has the role, and gets no token in the project",
        {Catalogue: DONE, NovaInKeystone: NovaInKeystone(password_holds=True, in_project=False)},
    ),
    Case(ROLE_STEP, "no project", {Catalogue: printed(catalogue(projects=PROJECTS[:1]))}),
    Case(ROLE_STEP, "no such role", {Catalogue: printed(catalogue(roles=ROLES[:1]))}),
    Case(SERVICE_STEP, "no service", {Catalogue: FRESH}),
    Case(SERVICE_STEP, "it is there", {Catalogue: DONE}, holds=True),
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
    Case(ENDPOINTS_STEP, "none", {Catalogue: FRESH}),
    Case(ENDPOINTS_STEP, "all three", {Catalogue: DONE}, holds=True),
    Case(ENDPOINTS_STEP, "all three by a newer client", {Catalogue: NEWER}, holds=True),
    Case(ENDPOINTS_STEP, "one is missing", {Catalogue: printed(catalogue(endpoints=ENDPOINTS[::2]))}),
    Case(ENDPOINTS_STEP, "in another region", {Catalogue: DONE}, answers=ELSEWHERE),
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
