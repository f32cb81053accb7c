"""What MariaDB, the names and nova.conf of a host say against the answers: told before the first change."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from .replay import SiteWizard
from .site import Site
from .test_bad_input import COMPUTE, CONTROLLER, BrokenSite, assert_said, broken, run_unchanging

NAMES = [
    BrokenSite(
        "the controller at its own loopback",
        {("before/name", CONTROLLER): ("resolves to 127.0.0.1, the host itself", "a line for 10.0.0.11")},
        inject="cp -a /etc/hosts /run/hosts; sed -i '1i 127.0.0.1 controller' /etc/hosts",
        repair="mv /run/hosts /etc/hosts",
    ),
    BrokenSite(
        "another host name",
        {
            ("before/identity", COMPUTE): (
                "this host is rack7",
                "`name: rack7`",
                "set-hostname compute1",
            )
        },
        on=COMPUTE,
        inject="hostname rack7",
        repair="hostname compute1",
    ),
    BrokenSite(
        "another name in nova.conf",
        {("before/identity", COMPUTE): ("/etc/nova/nova.conf has `host = rack7`", "remove that line")},
        on=COMPUTE,
        inject="mkdir /etc/nova; printf '[DEFAULT]\\nhost = rack7\\n' > /etc/nova/nova.conf",
        repair="rm -r /etc/nova",
    ),
]


@pytest.mark.parametrize("case", NAMES, ids=lambda case: case.name)
def test_a_name_that_is_not_the_answers(shared_site: Site, case: BrokenSite) -> None:
    with broken(shared_site, case) as wizard:
        ended = run_unchanging(wizard)
    assert ended.status == 1
    assert ended.missing.keys() == case.said.keys()
    assert_said(ended, case.said)


def test_an_address_that_no_interface_has(shared_site: Site) -> None:
    wizard = SiteWizard(shared_site)
    wizard.answers["compute"][0]["management_ip"] = "10.0.0.99"
    ended = run_unchanging(wizard)
    assert ended.status == 1
    assert ended.missing.keys() == {("before/identity", COMPUTE)}
    assert_said(ended, {("before/identity", COMPUTE): ("has the address 10.0.0.99", "10.0.0.31")})


# --- Accounts that MariaDB prefers ------------------------------------------------------------------


@dataclass(frozen=True)
class Preferred:
    """An account that MariaDB chooses for nova's login in the place of the one that the book grants."""

    account: str
    create: str
    """What follows the account in the statement that creates it."""
    said: str


PREFERRED = [
    Preferred("''@'controller'", "", "to 'nova'@'%' and refuses the login"),
    Preferred("'nova'@'controller'", "IDENTIFIED BY 'other'", "to 'nova'@'%' and refuses the login"),
    Preferred("'nova'@'10.0.0.11'", "IDENTIFIED BY 'other'", "to 'nova'@'%' and refuses the login"),
    Preferred("'nova'@'%'", "IDENTIFIED BY 'novadbpass' REQUIRE SSL", "which requires TLS"),
]


@pytest.mark.parametrize("case", PREFERRED, ids=lambda case: case.account)
def test_an_account_that_the_grants_are_not_for(shared_site: Site, case: Preferred) -> None:
    """It is named; the statement that the message gives is enough for the run to go on."""
    grant = ("4.4.2/prepare/1c", CONTROLLER)
    shared_site.sql(f"CREATE USER {case.account} {case.create};")
    try:
        ended = run_unchanging(SiteWizard(shared_site))
        assert ended.status == 1
        assert ended.missing.keys() == {grant}
        assert_said(ended, {grant: (case.account, case.said)})
        advice = re.search(r"`([^`]*;)`", ended.missing[grant])
        assert advice
        shared_site.sql(advice[1])
        after = run_unchanging(SiteWizard(shared_site), "--dry-run", "--only", grant[0])
        assert after.status == 0, after
    finally:
        shared_site.sql(f"DROP USER IF EXISTS {case.account};")
