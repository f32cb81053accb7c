"""4.4.3/install/2 and 4.4.3/finish/1: nova.conf on a compute node."""

from __future__ import annotations

from dataclasses import replace

import pytest

from steps.facts import NovaConf
from tests.support.cases import ANSWERS, COMPUTE2, CONTROLLER, Case
from tests.support.printed import printed
from tests.unit.steps.conf import (
    AFTER_ALL_STEPS,
    AS_PACKAGED,
    DONE_ON_COMPUTE,
    NO_PROCESSOR,
    NOT_YET,
    PACKAGED,
    after_all_steps,
    conf,
)
from tests.unit.steps.table import Table
from wizard.facts.system import Processor
from wizard.model.role import Role

FOUR = printed("4\n")
N = "4.4.3/install/2"

CASES = [
    Case(f"{N}a", "as packaged", {NovaConf: AS_PACKAGED}),
    Case(f"{N}a", "no package yet", {NovaConf: NOT_YET}),
    Case(
        f"{N}a",
        "another user",
        {NovaConf: conf(DONE_ON_COMPUTE, ("rabbit_userid = openstack", "rabbit_userid = guest"))},
    ),
    Case(f"{N}b", "as packaged", {NovaConf: AS_PACKAGED}, whole=True),
    Case(f"{N}b", "no package yet", {NovaConf: NOT_YET}),
    Case(
        f"{N}b",
        "another password",
        {NovaConf: conf(DONE_ON_COMPUTE, (r"password = \$nova pass#", "password = NOVA_PASS"))},
    ),
    Case(f"{N}c", "as packaged", {NovaConf: AS_PACKAGED}),
    Case(f"{N}c", "on the other node", {NovaConf: AS_PACKAGED}, node=COMPUTE2),
    Case(f"{N}c", "copied from the other node", {NovaConf: conf(DONE_ON_COMPUTE)}, node=COMPUTE2),
    Case(f"{N}c", "no package yet", {NovaConf: NOT_YET}),
    Case(f"{N}d", "as packaged", {NovaConf: AS_PACKAGED}),
    Case(f"{N}d", "half there", {NovaConf: conf(DONE_ON_COMPUTE, ("use_neutron = True\n", ""))}),
    Case(f"{N}d", "no package yet", {NovaConf: NOT_YET}),
    Case(f"{N}e", "as packaged", {NovaConf: AS_PACKAGED}),
    Case(
        f"{N}e",
        "for a browser that does not know the controller's name",
        {NovaConf: conf(DONE_ON_COMPUTE)},
        answers=replace(ANSWERS, console_host="10.0.0.11"),
    ),
    Case(f"{N}e", "no package yet", {NovaConf: NOT_YET}),
    Case(f"{N}f", "as packaged", {NovaConf: AS_PACKAGED}),
    Case(
        f"{N}f",
        "a controller of another name",
        {NovaConf: conf(DONE_ON_COMPUTE)},
        answers=replace(ANSWERS, controller=replace(CONTROLLER, name="ctl")),
    ),
    Case(f"{N}f", "no package yet", {NovaConf: NOT_YET}),
    Case(f"{N}g", "as packaged", {NovaConf: AS_PACKAGED}),
    Case(f"{N}g", "no package yet", {NovaConf: NOT_YET}),
    Case(
        f"{N}g",
        "another directory",
        {NovaConf: conf(DONE_ON_COMPUTE, ("lock_path = /var/lib", "lock_path = /run"))},
    ),
    *(Case(f"{N}{item}", "all there", {NovaConf: conf(DONE_ON_COMPUTE)}, holds=True) for item in "abcdefg"),
    Case("4.4.3/finish/1", "no acceleration", {Processor: NO_PROCESSOR, NovaConf: AS_PACKAGED}),
    Case(
        "4.4.3/finish/1",
        "no acceleration, and kvm is set",
        {
            Processor: NO_PROCESSOR,
            NovaConf: conf(PACKAGED, ("#virt_type=kvm", "#virt_type=kvm\nvirt_type = kvm")),
        },
    ),
    Case(
        "4.4.3/finish/1",
        "no acceleration, and qemu is set",
        {Processor: NO_PROCESSOR, NovaConf: conf(DONE_ON_COMPUTE)},
        holds=True,
    ),
    Case("4.4.3/finish/1", "four processors", {Processor: FOUR, NovaConf: AS_PACKAGED}, holds=True),
    Case("4.4.3/finish/1", "no package yet", {Processor: NO_PROCESSOR, NovaConf: NOT_YET}),
    Case(
        "4.4.3/finish/1",
        "no cpuinfo",
        {
            Processor: printed("", "grep: /proc/cpuinfo: No such file or directory\n", 2),
            NovaConf: AS_PACKAGED,
        },
    ),
]

TABLE = Table("conf-compute", CASES, AFTER_ALL_STEPS)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_conf(case: Case) -> None:
    TABLE.check(case)


def test_the_file_after_all_steps() -> None:
    TABLE.check_text(AFTER_ALL_STEPS, after_all_steps(Role.COMPUTE).removesuffix("\n"))


def test_headings() -> None:
    TABLE.check_headings()
