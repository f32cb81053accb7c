"""The client's table in a narrow terminal, as python-openstackclient 2.3.1 with cliff 2.0.0 printed it."""

from __future__ import annotations

from wizard.lab.programs.openstack_tables import NARROWEST_OF_LIST, fitted

HEAD = ["Id", "Binary", "Host", "Zone", "Status", "State", "Updated At"]
ROWS = [
    ["1", "nova-consoleauth", "controller", "internal", "enabled", "up", "2026-11-26T18:52:34.000000"],
    ["6", "nova-compute", "compute1", "nova", "enabled", "up", "2026-11-26T18:52:34.000000"],
]
NUMBERS = [True] + [False] * 6
AT_80 = """\
+----+--------------+------------+----------+---------+-------+--------------+
| Id | Binary       | Host       | Zone     | Status  | State | Updated At   |
+----+--------------+------------+----------+---------+-------+--------------+
|  1 | nova-        | controller | internal | enabled | up    | 2026-11-26T1 |
|    | consoleauth  |            |          |         |       | 8:52:34.0000 |
|    |              |            |          |         |       | 00           |
|  6 | nova-compute | compute1   | nova     | enabled | up    | 2026-11-26T1 |
|    |              |            |          |         |       | 8:52:34.0000 |
|    |              |            |          |         |       | 00           |
+----+--------------+------------+----------+---------+-------+--------------+
"""


def test_as_the_client_printed_it() -> None:
    assert fitted(HEAD, ROWS, NUMBERS, 80, NARROWEST_OF_LIST) == AT_80


def test_not_wrapped_where_it_fits_or_goes_elsewhere() -> None:
    whole = fitted(HEAD, ROWS, NUMBERS, None, NARROWEST_OF_LIST)
    assert len(whole.splitlines()) == 6
    assert fitted(HEAD, ROWS, NUMBERS, len(whole.splitlines()[0]), NARROWEST_OF_LIST) == whole


def test_headings_are_wrapped_too() -> None:
    lines = fitted(HEAD, ROWS, NUMBERS, 40, NARROWEST_OF_LIST).splitlines()
    assert lines[1].endswith("| Updated  |")
    assert lines[2].endswith("| At       |")
    assert lines[3] == lines[0]
