"""The book's edits of a nova.conf of real size."""

from __future__ import annotations

from pathlib import Path

import pytest
from oslo_config import cfg
from sqlalchemy.engine import make_url

from tests.unit.ini.judge import reading
from tests.unit.ini.opened import opened
from tests.unit.ini.sample import DEFAULTS, LINES, book, nova_conf
from wizard.ini import IniFile, difference, edited


@pytest.fixture(scope="module")
def before() -> bytes:
    """The made-up nova.conf, as packaged."""
    return nova_conf()


@pytest.fixture(scope="module")
def after(before: bytes) -> bytes:
    """The same file after the book's twelve edits."""
    for settings, exclusive in book():
        before = opened(edited(before, settings, exclusive))
    return before


def test_the_sample_is_like_the_packaged_file(before: bytes) -> None:
    lines = before.splitlines()
    assert abs(len(lines) - LINES) < 200
    assert sum(line.startswith(b"#") or not line for line in lines) > 0.98 * len(lines)
    assert sum(len(options) for options in reading(before).values()) > 10


def test_nova_reads_the_settings(after: bytes, tmp_path: Path) -> None:
    path = tmp_path / "nova.conf"
    path.write_bytes(after)
    conf = cfg.ConfigOpts()
    for settings, _ in book():
        for setting in settings:
            option = cfg.StrOpt(setting.option)
            conf.register_opt(option, None if setting.section == "DEFAULT" else setting.section)
    conf(["--config-file", str(path)], project="nova")
    assert conf.keystone_authtoken.password == "nova pass$ 'word'"
    assert conf.oslo_messaging_rabbit.rabbit_password == "rabbit\\$pass;#"
    assert conf.vnc.vncserver_listen == conf.my_ip == "10.0.0.11"
    url = make_url(conf.api_database.connection)
    assert (url.username, url.password, url.database) == ("nova", "nova@db/p:a%ss", "nova_api")


def test_each_setting_stands_below_its_commented_default(after: bytes) -> None:
    lines = after.decode().splitlines()
    for settings, _ in book():
        for setting in settings:
            at = lines.index(
                f"{setting.option} = {setting.value.wire()}", lines.index(f"[{setting.section}]")
            )
            if setting.option in DEFAULTS[setting.section]:
                assert lines[at - 1].startswith(f"#{setting.option} = ")


def test_the_order_of_the_edits_makes_no_difference(before: bytes, after: bytes) -> None:
    settings = [setting for settings, _ in book() for setting in settings]
    assert opened(edited(before, settings, ["keystone_authtoken"])) == after
    assert opened(edited(after, settings, ["keystone_authtoken"])) == after


def test_the_difference_shows_the_settings_and_nothing_else(before: bytes) -> None:
    settings = [setting for settings, _ in book() for setting in settings]
    after = edited(before, settings, ["keystone_authtoken"]).content
    shown = difference(before, after, settings, "/etc/nova/nova.conf").splitlines()[2:]
    added = [line[1:] for line in shown if line.startswith("+")]
    assert sorted(added) == sorted(f"{setting.option} = {setting.value.shown}" for setting in settings)
    gone = IniFile(before).live_options("keystone_authtoken")
    assert len([line for line in shown if line.startswith("-")]) == len(gone)
