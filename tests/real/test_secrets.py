"""Hostile passwords: the guide ends in the same table, and none of them is anywhere but where it belongs."""

from __future__ import annotations

import json
import shlex
import subprocess
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.support.ended import RunResult

from .canaries import Canaries, Watch
from .replay import SiteWizard, answers_for
from .site import Passwords, Site
from .site.tools import wait_for
from .test_guide import SERVICES

pytestmark = pytest.mark.long

EARLIER = Passwords(
    dbpassword=""" dB1'"$(id)`x`\\%#;@:/ root """,
    rabbitpass=""" '래빗'"$HOME\\%(x)s#;@:/?&= rabbit""",
    adminpass="관리자'\"$(id) \\ %#;@:/ admin",
)
CHOSEN = {
    "novadbpass": """n0va'"$$x${y}\\\\%%#;@:/?+ d b """,
    "novapass": """"노바'$my_ip\\$ %(a)s#;@:/ pass '""",
}
LOGIN = "s'sh\"$(id)\\%#;@:/ 비번 "
SECRETS = {
    "dbpassword": EARLIER.dbpassword,
    "rabbitpass": EARLIER.rabbitpass,
    "adminpass": EARLIER.adminpass,
    **CHOSEN,
    "ssh": LOGIN,
}


@dataclass
class WatchedRuns:
    """The runs on one site, and the command lines and environments of its hosts' processes meanwhile."""

    site: Site
    canaries: Canaries
    watch: Watch
    scratch: Path
    runs: list[RunResult]


@pytest.fixture(scope="module")
def watched_runs() -> Iterator[WatchedRuns]:
    """A site, and every run of this module on it, watched."""
    with Site(passwords=EARLIER) as site:
        for machine in site.machines:
            machine.run("chpasswd", stdin=f"stack:{LOGIN}\n")
            machine.run("rm /home/stack/.ssh/authorized_keys")
            # How the earlier chapters set their passwords is in it.
            machine.run("journalctl --rotate --vacuum-size=1K")
        canaries = Canaries(SECRETS)
        assert [canaries.on_host(machine) for machine in site.machines] == [{}, {}]
        scratch = site.home / "scratch"
        scratch.mkdir()
        wizard = SiteWizard(site, answers_for(site, CHOSEN))
        wizard.answers["ssh"] = {"user": "stack", "password": LOGIN, "sudo": True}
        watch = Watch(site)
        env = {"TMPDIR": str(scratch)}
        with watch.going_on():
            runs = [
                wizard.run("--dry-run", output="plain", env=env),
                wizard.run(env=env),
                wizard.run("--check", output="rich", env=env),
                wizard.run(env=env),
            ]
        wrong = SiteWizard(site, wizard.answers, name="wrong")
        wrong.answers["passwords"] |= {"dbpassword": "another one"}
        runs.append(wrong.run("--check", output="plain", env=env))
        yield WatchedRuns(site, canaries, watch, scratch, runs)


def test_hostile_passwords_end_in_the_same_table(watched_runs: WatchedRuns) -> None:
    dry, run, check, again, _ = watched_runs.runs
    assert dry.status == 0, dry.stdout[-3000:]
    assert run.status == 0, run
    assert run.table == SERVICES | {("nova-compute", "compute1", True, True)}
    assert check.status == 0, check.stdout[-3000:]
    assert again.status == 0, again
    assert set(again.statuses.values()) == {"unchanged"}
    assert again.sent == []


def test_nothing_that_the_wizard_says_or_keeps_shows_a_secret(watched_runs: WatchedRuns) -> None:
    for ended in watched_runs.runs:
        assert watched_runs.canaries.inside(ended.stdout) == set()
        assert watched_runs.canaries.inside(ended.stderr) == set()
        assert ended.folder is not None
        assert watched_runs.canaries.in_files(ended.folder) == {}


def test_the_hosts_processes_show_no_secret(watched_runs: WatchedRuns) -> None:
    assert watched_runs.watch.leaks(watched_runs.canaries) == set()
    assert watched_runs.watch.rounds > 100
    seen = {word for _, word in watched_runs.watch.seen}
    assert any("nova-manage" in word for word in seen)
    assert any("mysql" in word for word in seen)
    assert any("sudo" in word for word in seen)


def test_no_file_of_a_host_keeps_a_secret(watched_runs: WatchedRuns) -> None:
    for machine in watched_runs.site.machines:
        assert watched_runs.canaries.on_host(machine) == {}
        histories = machine.run("ls -a /root /home/stack").stdout
        assert "_history" not in histories


def test_the_workstation_keeps_none_but_in_the_answers(watched_runs: WatchedRuns) -> None:
    assert list(watched_runs.scratch.iterdir()) == []
    assert watched_runs.canaries.in_files(watched_runs.site.home).keys() == {"answers.yaml", "wrong.yaml"}


# --- The search itself ------------------------------------------------------------------------------

FORMS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "in a URL": partial(quote, safe=""),
    "in base64": lambda text: b64encode(f"x{text}y".encode()).decode(),
    "in hexadecimal": lambda text: text.encode().hex(),
    "in JSON": json.dumps,
    "in a shell word": shlex.quote,
    "in SQL": lambda text: text.replace("\\", "\\\\").replace("'", "''"),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_is_found_in_any_form(name: str, form: str) -> None:
    assert name in Canaries(SECRETS).inside(f"before {FORMS[form](SECRETS[name])} after")


def test_planted_files_are_found(watched_runs: WatchedRuns) -> None:
    """Each of the secrets, in a place of its own."""
    places = dict(
        zip(
            SECRETS,
            (
                "tmp/left-behind",
                "run/left-behind",
                "root/.bash_history",
                "home/stack/.mysql_history",
                "var/log/nova/nova-api.log.1",
                "etc/nova/nova.conf.nova-wizard.x1y2z3",
            ),
            strict=True,
        )
    )
    host = watched_runs.site.controller
    for name, place in places.items():
        (host.root / place).write_text(f"before\n{SECRETS[name]}\nafter\n")
    try:
        assert watched_runs.canaries.on_host(host) == {place: {name} for name, place in places.items()}
    finally:
        for place in places.values():
            (host.root / place).unlink()


@pytest.mark.parametrize("argv", [["sh", "-c", "sleep 1000; :", "{}"], ["env", "X={}", "sleep", "1000"]])
def test_planted_processes_are_found(watched_runs: WatchedRuns, argv: list[str]) -> None:
    compute = watched_runs.site.compute
    inside = ["nsenter", "--target", str(compute.leader), "--pid", "--mount"]
    planted = [
        subprocess.Popen([*inside, *(word.format(secret) for word in argv)], stderr=subprocess.DEVNULL)
        for secret in SECRETS.values()
    ]
    watch = Watch(watched_runs.site)
    try:
        with watch.going_on():
            wait_for("all of them", lambda: len(watch.leaks(watched_runs.canaries)) == len(SECRETS))
        assert {host for host, _ in watch.leaks(watched_runs.canaries)} == {"compute1"}
    finally:
        compute.run("pkill -x sleep")
        for process in planted:
            process.wait()


@pytest.mark.parametrize("file", ["journal.jsonl", "transcript.log"])
def test_a_planted_line_is_found(watched_runs: WatchedRuns, file: str) -> None:
    folder = watched_runs.runs[0].folder
    assert folder is not None
    kept = (folder / file).read_text()
    (folder / file).write_text(kept + SECRETS["novapass"])
    try:
        assert watched_runs.canaries.in_files(folder) == {file: {"novapass"}}
    finally:
        (folder / file).write_text(kept)
