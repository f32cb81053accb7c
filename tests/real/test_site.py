"""The hosts themselves: they are what the book's section 4.4 expects, and its commands, typed by hand, work on them."""

from __future__ import annotations

from .site import Site, byhand


def test_the_book_by_hand_ends_in_its_table(site: Site) -> None:
    table = byhand.install(site)
    for service, host in (
        ("nova-scheduler", "controller"),
        ("nova-consoleauth", "controller"),
        ("nova-conductor", "controller"),
        ("nova-compute", "compute1"),
    ):
        row = next(line for line in table.splitlines() if f"| {service} " in line)
        assert all(f"| {word} " in row for word in (host, "enabled", "up"))
