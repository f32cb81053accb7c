"""The guide on a fresh pair of hosts: previewed, carried out, carried out again, checked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from oslo_config.cfg import ConfigOpts, StrOpt

from tests.support.ended import At, Event, RunResult
from tests.support.transcript import Entry
from wizard.facts.record import RECORD

from .conf_lines import ALONE, additions, live_options
from .replay import SiteWizard
from .site import Machine, Site, byhand
from .state import BACKUP_CONF, CONF, Files, changing, dump, files, packaged

SERVICES = {
    (binary, "controller", True, True) for binary in ("nova-scheduler", "nova-consoleauth", "nova-conductor")
}
STEPS = 39

VALUES: Mapping[str, tuple[byhand.Settings, ...]] = {
    "controller": ({"DEFAULT": {"my_ip": "10.0.0.11"}}, byhand.SHARED, byhand.CONTROLLER),
    "compute1": ({"DEFAULT": {"my_ip": "10.0.0.31"}}, byhand.SHARED, byhand.COMPUTE),
}
HOSTS = pytest.mark.parametrize("host", list(VALUES))

COUNTED = ("changed", "unchanged", "skipped", "failed", "unknown")
STEP = {"id": str, "host": str}
FIELDS: Mapping[str, Mapping[str, type | tuple[type, ...]]] = {
    "run.started": {"mode": str, "hosts": list, "steps": int},
    "plan": {**STEP, "kind": str, "text": str, "diff": str},
    "step.started": STEP,
    "output": {**STEP, "line": str},
    "waiting": {**STEP, "message": str, "limit": float},
    "step.finished": {**STEP, "status": str, "seconds": float, "message": str},
    "check": {**STEP, "state": str, "message": str},
    "services": {"rows": list},
    "run.finished": {
        "status": str,
        "seconds": float,
        **dict.fromkeys(COUNTED, int),
    },
}


@dataclass
class Moment:
    """A run, and what the hosts had become after it."""

    ended: RunResult
    log: str
    """MariaDB's, during the run."""
    files: Mapping[str, Files]
    disk: tuple[str, str]
    """Its checksum, and what it is made of."""


@dataclass
class SiteRuns:
    """The runs on one site, one after the other, and what was seen after each."""

    site: Site
    fresh: Mapping[str, Files]
    fresh_disk: tuple[str, str]
    dry: Moment
    run: Moment
    again: Moment
    check: Moment

    def machine(self, host: str) -> Machine:
        """Return the machine of that name."""
        return next(machine for machine in self.site.machines if machine.name == host)

    def conf(self, host: str, name: str = CONF) -> Path:
        """Return the path, on this machine, of a host's file."""
        return self.machine(host).root / name


def all_files(site: Site) -> Mapping[str, Files]:
    """Return the changed files of every host, by its name."""
    return {machine.name: files(machine) for machine in site.machines}


def disk(site: Site) -> tuple[str, str]:
    """Return the checksum of the disk, and what is on it."""
    return site.disk.checksum(), site.disk.made_of()


@pytest.fixture(scope="module")
def site_runs() -> Iterator[SiteRuns]:
    """A site, and every run of this module on it."""
    with Site() as site:
        wizard = SiteWizard(site)

        def moment(*words: str) -> Moment:
            with site.general_log() as log:
                ended = wizard.run(*words)
                return Moment(ended, log(), all_files(site), disk(site))

        fresh, fresh_disk = all_files(site), disk(site)
        yield SiteRuns(site, fresh, fresh_disk, moment("--dry-run"), moment(), moment(), moment("--check"))


# --- The preview ------------------------------------------------------------------------------------


def test_the_preview_changes_no_byte(site_runs: SiteRuns) -> None:
    dry = site_runs.dry
    assert dry.ended.status == 0, dry.ended
    assert dry.files == site_runs.fresh
    assert dry.disk == site_runs.fresh_disk
    assert changing(dry.log) == []
    assert dry.ended.sent == []


def test_the_run_plans_what_the_preview_printed(site_runs: SiteRuns) -> None:
    """On each host in this order; the preview cannot see yet which lines the package brings by itself."""
    previewed, plans = (
        sorted(moment.ended.told("plan"), key=lambda event: str(event["host"]))
        for moment in (site_runs.dry, site_runs.run)
    )
    fields = ("id", "host", "kind", "text")
    assert [[event[name] for name in fields] for event in plans] == [
        [event[name] for name in fields] for event in previewed
    ]
    for before, event in zip(previewed, plans, strict=True):
        brought = packaged(site_runs.machine(event["host"])).read_text().splitlines()
        assert added(event) <= added(before)
        assert added(before) - added(event) <= set(brought)


def added(event: Event) -> set[str]:
    """The options that an edit's diff adds."""
    return {line[1:] for line in event["diff"].splitlines() if re.match(r"\+\w", line)}


def test_the_run_sends_what_it_planned(site_runs: SiteRuns) -> None:
    ended = site_runs.run.ended
    for host in ("controller", "compute1"):
        plans = [event for event in ended.told("plan") if event["host"] == host]
        sent = [entry for entry in ended.sent_for_steps if entry.host == host]
        assert len(plans) == len(sent)
        for plan, entry in zip(plans, sent, strict=True):
            assert_carried_out(plan, entry)


def assert_carried_out(plan: Event, entry: Entry) -> None:
    """What a plan shows is what its command does."""
    first, *rest = plan["text"].splitlines()
    if plan["kind"] == "edit":
        assert entry.script.startswith(f"path={first.removeprefix('vi ')}\n")
    elif plan["kind"] == "sql":
        assert entry.script.splitlines()[-3].split()[:3] == ["HOME=/nonexistent", "timeout", "60"]
        assert "\n".join(rest) in entry.stdin
    elif plan["kind"] == "disk":
        typed = "".join(f"{key.rstrip('⏎')}\\n" for key in rest)
        command = f"printf '{typed}' | {first}" if rest else first
        lines = [line.replace('"$disk"', "/dev/sdb") for line in entry.script.splitlines()]
        assert [line for line in lines if line == command or line.startswith(f"{command} || ")]
    elif first.startswith("cp -a "):
        assert entry.script.startswith(f"path={first.split()[2]}\n")
        assert 'cp -a -- "$target" "$copy"' in entry.script
    else:
        assert entry.script == first
        assert [line.split() for line in entry.prompts.replace(" ?", "").splitlines()] == [
            line.split() for line in rest
        ]


def test_what_an_edit_shows_is_in_the_file(site_runs: SiteRuns) -> None:
    for event in site_runs.run.ended.told("plan"):
        if event["kind"] == "edit":
            path = event["text"].splitlines()[0].removeprefix("vi /")
            lines = site_runs.conf(event["host"], path).read_text().splitlines()
            for line in event["diff"].splitlines()[2:]:
                if line.startswith("+"):
                    # The book's passwords are their own names.
                    assert re.sub("[‹›]", "", line[1:]) in lines


# --- The run ----------------------------------------------------------------------------------------


def test_the_run_ends_in_the_books_table(site_runs: SiteRuns) -> None:
    ended = site_runs.run.ended
    assert ended.status == 0, ended
    assert ended.table == SERVICES | {("nova-compute", "compute1", True, True)}
    assert "nova-compute" in site_runs.site.wait_for_services()
    assert len(ended.statuses) == STEPS
    assert not ended.ending_in("skipped", "failed", "unknown")


def wanted(host: str) -> Mapping[tuple[str, str], str]:
    """The guide's values, by section and option."""
    return {
        (section, name): value
        for part in VALUES[host]
        for section, values in part.items()
        for name, value in values.items()
    }


@HOSTS
def test_oslo_config_reads_the_guides_values(site_runs: SiteRuns, host: str, tmp_path: Path) -> None:
    copy = tmp_path / "nova.conf"
    copy.write_bytes(site_runs.conf(host).read_bytes())
    conf = ConfigOpts()
    for section, name in wanted(host):
        conf.register_opt(StrOpt(name), group=None if section == "DEFAULT" else section)
    conf(["--config-file", str(copy)], project="nova")
    for (section, name), value in wanted(host).items():
        group = conf if section == "DEFAULT" else conf[section]
        assert getattr(group, name) == value.replace("$my_ip", site_runs.machine(host).address), (
            section,
            name,
        )
    brought = live_options(packaged(site_runs.machine(host)).read_text())
    kept = {at for at in brought if at[0] != ALONE}
    assert live_options(copy.read_text()).keys() == wanted(host).keys() | kept


@HOSTS
def test_nova_conf_differs_from_the_packaged_one_only_as_the_book_wants(
    site_runs: SiteRuns, host: str
) -> None:
    before = packaged(site_runs.machine(host)).read_text()
    found = additions(before.splitlines(), site_runs.conf(host).read_text().splitlines())
    brought = live_options(before)
    assert {at: value for at, (value, _) in found.items()} == {
        at: value for at, value in wanted(host).items() if brought.get(at) != value
    }
    defaults = live_options(before, commented=True)
    in_place = found.keys() & brought.keys()
    assert [at for at, (_, above) in found.items() if at in defaults.keys() - in_place and above != at] == []


@HOSTS
def test_nova_conf_keeps_its_owner_and_mode_and_its_first_form(site_runs: SiteRuns, host: str) -> None:
    mine, kept = (site_runs.run.files[host][name].split()[:2] for name in (CONF, BACKUP_CONF))
    assert mine == kept
    assert mine == ["-rw-r-----", f"0:{site_runs.machine(host).run('id -g nova').stdout.strip()}"]
    assert site_runs.conf(host, BACKUP_CONF).read_bytes() == packaged(site_runs.machine(host)).read_bytes()


def test_selinux_config_stays_behind_its_link(site_runs: SiteRuns) -> None:
    found = dump(site_runs.site)["compute1"]
    assert found["etc/sysconfig/selinux"].endswith("-> ../selinux/config")
    assert found["selinux"] == "Permissive"
    assert "\nSELINUX=permissive\n" in site_runs.conf("compute1", "etc/selinux/config").read_text()


def test_nothing_temporary_stays(site_runs: SiteRuns) -> None:
    for machine in site_runs.site.machines:
        ours = machine.run("find / -xdev -name '*nova-wizard*'").stdout.split()
        kept = [name for name in ours if not name.endswith(".before-nova-wizard")]
        assert kept == [str(Path(RECORD).parent)]
        assert [path.name for path in (machine.root / kept[0][1:]).iterdir()] == [Path(RECORD).name]


# --- Again, and the check ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["again", "check"])
def test_another_run_changes_nothing(site_runs: SiteRuns, name: str) -> None:
    moment: Moment = getattr(site_runs, name)
    assert moment.ended.status == 0, moment.ended
    assert moment.ended.sent == []
    assert moment.ended.told("plan") == []
    assert changing(moment.log) == []
    assert moment.files == site_runs.run.files
    made_of = moment.disk[1]
    assert made_of == site_runs.run.disk[1]
    assert re.search(r'/dev/sdb1: UUID="[^"]+".* TYPE="ext4"', made_of)


def test_again_every_step_is_unchanged(site_runs: SiteRuns) -> None:
    statuses = site_runs.again.ended.statuses
    assert statuses.keys() == site_runs.run.ended.statuses.keys()
    assert set(statuses.values()) == {"unchanged"}


def test_there_is_one_of_each(site_runs: SiteRuns) -> None:
    found = dump(site_runs.site)
    services = [line.split("\t") for line in found["services"] if line.startswith("compute\t")]
    assert [(enabled, json.loads(extra)) for _, enabled, extra in services] == [
        ("1", {"name": "nova", "description": "OpenStack Compute"})
    ]
    assert [line for line in found["endpoints"] if line.startswith("compute\t")] == [
        f"compute\t{interface}\tRegionOne\t{byhand.ENDPOINT}\t1"
        for interface in ("admin", "internal", "public")
    ]
    fstab = site_runs.conf("compute1", "etc/fstab").read_text().splitlines()
    assert [line.split() for line in fstab if "/var/lib/nova/instances" in line] == [
        ["/dev/sdb1", "/var/lib/nova/instances", "ext4", "defaults", "0", "0"]
    ]


def test_the_check_says_that_every_step_holds(site_runs: SiteRuns) -> None:
    checks = site_runs.check.ended.told("check")
    found: dict[At, str] = {(event["id"], event["host"]): event["state"] for event in checks}
    assert found.keys() == site_runs.run.ended.statuses.keys()
    assert set(found.values()) == {"done"}


@pytest.mark.parametrize("name", ["dry", "run", "again", "check"])
def test_json_is_the_contracts(site_runs: SiteRuns, name: str) -> None:
    moment: Moment = getattr(site_runs, name)
    events = moment.ended.events
    assert (events[0]["event"], events[-1]["event"]) == ("run.started", "run.finished")
    for event in events:
        for field, kind in FIELDS[event["event"]].items():
            assert isinstance(event[field], kind), (field, event)
    statuses = list(moment.ended.statuses.values())
    for status in COUNTED:
        assert events[-1][status] == statuses.count(status)
