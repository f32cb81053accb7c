"""4.4.2/prepare/2 to 4, and 4.4.4/1: Keystone."""
# ruff: noqa: E501 - exact text is as long as it is

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.facts.printed import (
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
from tests.unit.steps.cases import ANSWERS, Case, check
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
            Case(step, "a token", {Catalogue: DONE}),
            Case(step, "no file", {Catalogue: NO_OPENRC}, "refused before-openrc: path = /root/admin-openrc"),
            Case(
                step,
                "no token",
                {Catalogue: REFUSED},
                "refused before-token: path = /root/admin-openrc; said = The request you have made requires"
                " authentication. (HTTP 401) (Request-ID: req-1)",
            ),
            Case(
                step, "no answer", {Catalogue: printed("", "", 124)}, "unknown catalogue-unreadable: said = -"
            ),
        )
    ),
    Case(
        USER_STEP,
        "no user",
        {Catalogue: FRESH, NovaInKeystone: OTHER},
        """
        because user-missing
        note note-prompt
        | . /root/admin-openrc && openstack user create --domain default --password-prompt nova
        | User Password: ‹novapass›
        | Repeat User Password: ‹novapass›
        $ . /root/admin-openrc && openstack user create --domain default --password-prompt nova
        ? User Password: ?  $nova pass#
        ? Repeat User Password: ?  $nova pass#
        """,
    ),
    Case(
        USER_STEP,
        "no user, another openrc",
        {Catalogue: FRESH, NovaInKeystone: OTHER},
        """
        because user-missing
        note note-prompt
        | . '/root/my admin-openrc' && openstack user create --domain default --password-prompt nova
        | User Password: ‹novapass›
        | Repeat User Password: ‹novapass›
        $ . '/root/my admin-openrc' && openstack user create --domain default --password-prompt nova
        ? User Password: ?  $nova pass#
        ? Repeat User Password: ?  $nova pass#
        """,
        answers=ELSEWHERE,
    ),
    Case(USER_STEP, "it is there with that password", {Catalogue: DONE, NovaInKeystone: HOLDS}),
    Case(USER_STEP, "the same by a newer client", {Catalogue: NEWER, NovaInKeystone: HOLDS}),
    Case(
        USER_STEP,
        "another password",
        {Catalogue: DONE, NovaInKeystone: OTHER},
        """
        differs because user-other-password
        note note-prompt
        | . /root/admin-openrc && openstack user set --password-prompt f47b
        | User Password: ‹novapass›
        | Repeat User Password: ‹novapass›
        $ . /root/admin-openrc && openstack user set --password-prompt f47b
        ? User Password: ?  $nova pass#
        ? Repeat User Password: ?  $nova pass#
        """,
    ),
    Case(
        USER_STEP,
        "disabled",
        {Catalogue: printed(catalogue(users=[{**USER, "Enabled": False}])), NovaInKeystone: OTHER},
        """
        differs because user-disabled
        = . /root/admin-openrc && openstack user set --enable f47b
        """,
    ),
    Case(
        USER_STEP,
        "Keystone does not answer",
        {
            Catalogue: DONE,
            NovaInKeystone: Unknown("keystone-odd-status", address="controller", status="503"),
        },
        "unknown keystone-odd-status: address = controller; status = 503",
    ),
    Case(
        USER_STEP,
        "no token",
        {Catalogue: NO_OPENRC, NovaInKeystone: OTHER},
        "refused before-openrc: path = /root/admin-openrc",
    ),
    Case(
        ROLE_STEP,
        "no role",
        {Catalogue: printed(catalogue(assignments=()))},
        """
        because role-missing
        = . /root/admin-openrc && openstack role add --project service --user nova admin
        """,
    ),
    Case(
        ROLE_STEP,
        "no user yet",
        {Catalogue: FRESH},
        """
        because role-missing
        = . /root/admin-openrc && openstack role add --project service --user nova admin
        """,
    ),
    Case(
        ROLE_STEP,
        "another role only",
        {Catalogue: printed(catalogue(assignments=[{"Role": "7e57", "User": "f47b", "Project": "5e71"}]))},
        """
        because role-missing
        = . /root/admin-openrc && openstack role add --project service --user nova admin
        """,
    ),
    Case(ROLE_STEP, "it has the role", {Catalogue: DONE, NovaInKeystone: HOLDS}),
    Case(ROLE_STEP, "the same by a newer client", {Catalogue: NEWER, NovaInKeystone: HOLDS}),
    Case(
        ROLE_STEP,
        "it has the role, and another password: that is the step before",
        {Catalogue: DONE, NovaInKeystone: OTHER},
    ),
    Case(
        ROLE_STEP,
        "it has the role, and gets no token in the project",
        {Catalogue: DONE, NovaInKeystone: NovaInKeystone(password_holds=True, in_project=False)},
        "refused role-without-token",
    ),
    Case(
        ROLE_STEP,
        "no project",
        {Catalogue: printed(catalogue(projects=PROJECTS[:1]))},
        "refused before-project",
    ),
    Case(ROLE_STEP, "no such role", {Catalogue: printed(catalogue(roles=ROLES[:1]))}, "refused before-role"),
    Case(
        SERVICE_STEP,
        "no service",
        {Catalogue: FRESH},
        """
        because service-missing
        = . /root/admin-openrc && openstack service create --name nova --description "OpenStack Compute" compute
        """,
    ),
    Case(SERVICE_STEP, "it is there", {Catalogue: DONE}),
    Case(
        SERVICE_STEP,
        "by another name",
        {Catalogue: printed(catalogue(services=[{**SERVICE_ROW, "Name": "compute"}]))},
        """
        differs because service-other-name: name = compute
        = . /root/admin-openrc && openstack service set --name nova 91a0
        """,
    ),
    Case(
        SERVICE_STEP,
        "disabled, which hides its endpoints",
        {Catalogue: printed(catalogue(services=[{**SERVICE_ROW, "Enabled": False}]))},
        """
        differs because service-disabled
        = . /root/admin-openrc && openstack service set --enable 91a0
        """,
    ),
    Case(
        SERVICE_STEP,
        "twice",
        {Catalogue: printed(catalogue(services=[SERVICE_ROW, {**SERVICE_ROW, "ID": "92b1"}]))},
        "refused two-services: ids = 91a0, 92b1",
    ),
    Case(
        SERVICE_STEP,
        "no token",
        {Catalogue: REFUSED},
        """
        refused before-token: path = /root/admin-openrc; said = The request you have made requires authentication. (HTTP 401) (Request-ID: req-1)
        """,
    ),
    Case(
        ENDPOINTS_STEP,
        "none",
        {Catalogue: FRESH},
        """
        because endpoint-missing: interface = public
        = . /root/admin-openrc && openstack endpoint create --region RegionOne compute public 'http://controller:8774/v2.1/%(tenant_id)s'
        because endpoint-missing: interface = internal
        = . /root/admin-openrc && openstack endpoint create --region RegionOne compute internal 'http://controller:8774/v2.1/%(tenant_id)s'
        because endpoint-missing: interface = admin
        = . /root/admin-openrc && openstack endpoint create --region RegionOne compute admin 'http://controller:8774/v2.1/%(tenant_id)s'
        """,
    ),
    Case(ENDPOINTS_STEP, "all three", {Catalogue: DONE}),
    Case(ENDPOINTS_STEP, "all three by a newer client", {Catalogue: NEWER}),
    Case(
        ENDPOINTS_STEP,
        "one is missing",
        {Catalogue: printed(catalogue(endpoints=ENDPOINTS[::2]))},
        """
        because endpoint-missing: interface = internal
        = . /root/admin-openrc && openstack endpoint create --region RegionOne compute internal 'http://controller:8774/v2.1/%(tenant_id)s'
        """,
    ),
    Case(
        ENDPOINTS_STEP,
        "in another region",
        {Catalogue: DONE},
        """
        because endpoint-missing: interface = public
        = . '/root/my admin-openrc' && openstack endpoint create --region RegionTwo compute public 'http://controller:8774/v2.1/%(tenant_id)s'
        because endpoint-missing: interface = internal
        = . '/root/my admin-openrc' && openstack endpoint create --region RegionTwo compute internal 'http://controller:8774/v2.1/%(tenant_id)s'
        because endpoint-missing: interface = admin
        = . '/root/my admin-openrc' && openstack endpoint create --region RegionTwo compute admin 'http://controller:8774/v2.1/%(tenant_id)s'
        """,
        answers=ELSEWHERE,
    ),
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
        """
        differs because endpoint-other-url: interface = public; url = http://controller:8774/v2/%(tenant_id)s
        = . /root/admin-openrc && openstack endpoint set --url 'http://controller:8774/v2.1/%(tenant_id)s' public-1
        differs because endpoint-disabled: interface = admin
        = . /root/admin-openrc && openstack endpoint set --enable admin-1
        """,
    ),
    Case(
        ENDPOINTS_STEP,
        "one twice",
        {Catalogue: printed(catalogue(endpoints=[*ENDPOINTS, endpoint("internal", ID="internal-2")]))},
        "refused two-endpoints: interface = internal; ids = internal-1, internal-2",
    ),
    Case(
        ENDPOINTS_STEP, "no file", {Catalogue: NO_OPENRC}, "refused before-openrc: path = /root/admin-openrc"
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_keystone(case: Case) -> None:
    check(case)
