"""The real hosts as fixtures; without them every test here is skipped, with one reason."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from .replay import SiteWizard
from .site import Site, available, byhand
from .state import State, dump

REASON = available()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies in this folder, and skip it where real hosts cannot run, unless they are required."""
    if REASON and os.environ.get("NOVA_WIZARD_REAL_HOSTS") == "required":
        raise pytest.UsageError(REASON)
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.real)
            if REASON:
                item.add_marker(pytest.mark.skip(reason=REASON))


@pytest.fixture
def site() -> Iterator[Site]:
    """A fresh controller and compute node, before section 4.4."""
    with Site() as fresh:
        yield fresh


@pytest.fixture(scope="session")
def shared_site() -> Iterator[Site]:
    """A site before section 4.4 for tests that leave it as it was."""
    with Site() as fresh:
        yield fresh


@pytest.fixture(scope="session")
def installed() -> Iterator[Site]:
    """A stopped site on which section 4.4 was carried out by hand, for others to start from."""
    with Site() as first:
        byhand.install(first)
        first.stop()
        yield first


@pytest.fixture
def installed_site(installed: Site) -> Iterator[Site]:
    """A site on which section 4.4 was carried out by hand, up again."""
    with Site(start_from=installed) as again:
        again.wait_for_services()
        yield again


@pytest.fixture(scope="session")
def first_run() -> Iterator[tuple[SiteWizard, State]]:
    """The wizard at a site that it has brought to the book's table, and what that left there."""
    with Site() as site:
        wizard = SiteWizard(site)
        ended = wizard.run()
        assert ended.status == 0, ended
        yield wizard, dump(site)


@pytest.fixture
def finished(first_run: tuple[SiteWizard, State]) -> SiteWizard:
    """The wizard at a finished site; a test leaves every step of the guide holding."""
    return first_run[0]


@pytest.fixture
def uncut(first_run: tuple[SiteWizard, State]) -> State:
    """What a run that nothing disturbed leaves on a site."""
    return first_run[1]
