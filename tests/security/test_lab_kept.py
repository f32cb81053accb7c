"""A kept lab is data, read whole and checked, or refused; only its owner reaches its file."""

from __future__ import annotations

import base64
import copy
import json
import os
import pickle
import pwd
import random
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from tests.lab.runs import PASSWORDS, LabWizard
from tests.security.programs import run
from wizard.lab import Lab, LabNode, LabRefused, book, keeping
from wizard.lab.consistency import DEEPEST
from wizard.lab.store import LARGEST, Store
from wizard.lab.world import World
from wizard.text import Words

Data = dict[str, Any]
CHECK = ("--lab", "--replay", "--check", "--output", "plain")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What a fresh lab keeps."""
    folder = tmp_path_factory.mktemp("kept")
    with Lab(PASSWORDS, directory=folder):
        pass
    return (folder / "lab").read_bytes()


@pytest.fixture
def data(kept: bytes) -> Data:
    """What is kept of a lab, parsed, for a test to change."""
    return dict(json.loads(kept))


# --- Round trips


async def _done(node: LabNode, command: str) -> None:
    async with await asyncssh.connect(
        node.host, node.port, username="root", client_keys=[node.identity_file], known_hosts=None
    ) as connection:
        await connection.run(command, check=True)


AWKWARD = r"""
printf '\377\376\000\200 \303\051' > /root/bytes
printf 'x' > "$(printf '/root/\377\376')"
printf '\355\240\200' > /root/half-a-character
ln -s "$(printf '/root/\377')" /root/link
ln /root/bytes /root/again
mkfifo /root/none 2>/dev/null
mkdir -p /root/a/b/c && chmod 2755 /root/a
useradd 2>/dev/null
systemctl stop memcached 2>/dev/null
true
"""


@pytest.mark.parametrize("until", ["nothing", "4.4.2/prepare", "everything"])
async def test_round_trip(tmp_path: Path, until: str) -> None:
    """Fresh, half done and done, with contents and names that are no UTF-8."""
    folder = tmp_path / "kept"
    with Lab(PASSWORDS, directory=folder) as lab:
        if until != "nothing":
            only = () if until == "everything" else ("--only", until)
            assert LabWizard(lab, tmp_path).run(*only).status == 0
        for node in lab.nodes.values():
            await _done(node, AWKWARD)
        state, fingerprints = lab.state(), [node.fingerprint for node in lab.nodes.values()]
    for _ in range(2):
        with Lab(directory=folder) as lab:
            assert lab.state() == state
            assert [node.fingerprint for node in lab.nodes.values()] == fingerprints
            assert lab.passwords == PASSWORDS


async def test_one_file_with_two_names_stays_one(tmp_path: Path) -> None:
    """A hard link is one after the round trip too."""
    with Lab(directory=tmp_path) as lab:
        await _done(lab.nodes["controller"], "echo 1 > /root/one; ln /root/one /root/two")
    with Lab(directory=tmp_path) as lab:
        await _done(lab.nodes["controller"], "echo 2 > /root/one; grep 2 /root/two")


async def test_deep_folders(tmp_path: Path) -> None:
    """What may be made in a lab can be kept."""
    with Lab(directory=tmp_path) as lab:
        await _done(lab.nodes["controller"], f"mkdir -p /root/{'/'.join('d' * 600)}")
        state = lab.state()
    with Lab(directory=tmp_path) as lab:
        assert lab.state() == state


async def test_kept_although_its_parent_was_killed(tmp_path: Path) -> None:
    """Also where another process holds the lab's standard input open; nothing of the lab remains."""
    program = (
        "import os, subprocess, sys\nfrom pathlib import Path\nfrom wizard.lab import Lab\n"
        "with Lab(directory=Path(sys.argv[1])) as lab:\n    node = lab.nodes['controller']\n"
        "    holder = lab._process.stdin.fileno()\n"
        "    held = subprocess.Popen(['sleep', '60'], stdout=subprocess.DEVNULL, pass_fds=[holder])\n"
        "    print(node.port, node.identity_file, held.pid, flush=True)\n    sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "kept")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        port, identity, held = parent.stdout.readline().split()
        async with await asyncssh.connect(
            "127.0.0.1", int(port), username="root", client_keys=[identity], known_hosts=None
        ) as connection:
            await connection.run("echo noted > /root/note", check=True)
        parent.kill()
    end = time.monotonic() + 30
    while Path(identity).exists() or _listens(int(port)):
        assert time.monotonic() < end
        time.sleep(0.05)
    with suppress(ProcessLookupError):
        os.kill(int(held), signal.SIGKILL)
    with Lab(directory=tmp_path / "kept") as lab:
        await _done(lab.nodes["controller"], "grep noted /root/note")


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 5).close()
    except OSError:
        return False
    return True


# --- Not a lab at all


class Evil:
    """What runs a command when it is unpickled."""

    def __init__(self, command: str) -> None:
        self.command = command

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, (self.command,)


def contents(note: Path) -> Iterator[tuple[str, bytes]]:
    """Give what somebody may have put there."""
    yield "pickle", pickle.dumps(Evil(f"touch {note}"))
    yield "old pickle", pickle.dumps({"format": 2})
    yield "empty", b""
    yield "zeros", bytes(4096)
    yield "not UTF-8", b"\xff\xfe{"
    yield "a list", b"[]"
    yield "a number", b"3"
    yield "null", b"null"
    yield "deep", b"[" * 1_000_000
    yield "deep objects", b'{"nodes":' * 200_000
    yield "many digits", b'{"format": 3, "time": ' + b"9" * 100_000 + b"}"
    yield "NaN", b'{"format": 3, "time": NaN}'
    yield "another version", b'{"format": 4}'
    yield "cut", b'{"format": 3, "time": 1.0'
    yield "base64", base64.b64encode(bytes(1000))


def test_not_a_lab(tmp_path: Path) -> None:
    """LabRefused, whatever it is, and nothing was run or changed."""
    note = tmp_path / "was-run"
    store = Store(tmp_path / "kept")
    for name, content in contents(note):
        store.keep(content)
        with pytest.raises(LabRefused) as refused:
            keeping.read(store.kept() or b"")
        assert refused.value.key in ("lab-dir-damaged", "lab-dir-other"), name
        assert (tmp_path / "kept" / "lab").read_bytes() == content
    assert not note.exists()


@pytest.mark.parametrize(("name", "key"), [("pickle", "lab-dir-other"), ("deep", "lab-dir-damaged")])
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_how_it_is_told(tmp_path: Path, name: str, key: str, lang: str) -> None:
    """On one line, with exit status 2."""
    note, folder = tmp_path / "was-run", tmp_path / "kept"
    with closing(Store(folder)) as store:
        store.keep(dict(contents(note))[name])
    done = run(tmp_path, *CHECK, "--lab-dir", str(folder), "--lang", lang)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == Words(lang).label(key, directory=str(folder), said="JSON") + "\n"
    assert not note.exists()


def test_more_than_is_ever_read(tmp_path: Path) -> None:
    """A file of a terabyte takes neither time nor memory."""
    folder = tmp_path / "kept"
    store = Store(folder)
    file = folder / "lab"
    file.touch(0o600)
    os.truncate(file, 2**40)
    with pytest.raises(LabRefused, match=str(LARGEST)):
        store.kept()


# --- A lab that does not hold together


def _node(data: Data) -> Data:
    return dict(data["nodes"]["compute1"])


def _directories(data: Data) -> list[int]:
    inodes = data["nodes"]["compute1"]["inodes"]
    return [index for index, inode in enumerate(inodes) if inode["kind"] == "Directory"]


def _in_itself(data: Data) -> None:
    at = _directories(data)[3]
    data["nodes"]["compute1"]["inodes"][at]["entries"]["again"] = at


def _root_in_itself(data: Data) -> None:
    node = data["nodes"]["compute1"]
    root = node["systems"][node["mounts"]["/"]]["root"]
    node["inodes"][root]["entries"]["again"] = root


def _twice(data: Data) -> None:
    inodes, directories = data["nodes"]["compute1"]["inodes"], _directories(data)
    inodes[directories[1]]["entries"]["again"] = directories[5]
    inodes[directories[2]]["entries"]["again"] = directories[5]


def _deep(data: Data) -> None:
    inodes = data["nodes"]["compute1"]["inodes"]
    at = next(index for index in _directories(data) if "root" in inodes[index]["entries"])
    for _ in range(DEEPEST + 2):
        inodes.append({**inodes[at], "entries": {}})
        inodes[at]["entries"]["deeper"] = len(inodes) - 1
        at = len(inodes) - 1


def _put(*path: str | int, value: Any) -> Callable[[Data], None]:
    def change(data: Data) -> None:
        inside: Any = data
        for key in path[:-1]:
            inside = inside[key]
        inside[path[-1]] = value

    return change


COMPUTE = ("nodes", "compute1")
CHANGES: dict[str, Callable[[Data], None]] = {
    "a directory in itself": _in_itself,
    "the root in itself": _root_in_itself,
    "a directory in two others": _twice,
    "too deep": _deep,
    "an inode that is not there": _put(*COMPUTE, "systems", 0, "root", value=10**6),
    "a root that is a file": lambda data: _put(
        *COMPUTE, "systems", 0, "root",
        value=next(at for at, one in enumerate(_node(data)["inodes"]) if one["kind"] == "Regular"),
    )(data),
    "a system that is not there": _put(*COMPUTE, "mounts", "/", value=99),
    "a negative place": _put(*COMPUTE, "mounts", "/", value=-1),
    "no root": lambda data: data["nodes"]["compute1"]["mounts"].pop("/"),
    "a mount of no path": _put(*COMPUTE, "mounts", "etc", value=0),
    "a name with a slash": _put(*COMPUTE, "inodes", 0, "entries", "../../etc", value=1),
    "a name of a dot": _put(*COMPUTE, "inodes", 0, "entries", "..", value=1),
    "a name of nothing": _put(*COMPUTE, "inodes", 0, "entries", "", value=1),
    "half a character": _put("queue", "x", value="\ud800"),
    "a mode as text": _put(*COMPUTE, "inodes", 0, "mode", value="755"),
    "a mode of many bits": _put(*COMPUTE, "inodes", 0, "mode", value=2**20),
    "a mode that is true": _put(*COMPUTE, "inodes", 0, "mode", value=True),
    "an unknown kind": _put(*COMPUTE, "inodes", 0, "kind", value="os.system"),
    "a kind that is a list": _put(*COMPUTE, "inodes", 0, "kind", value=["Regular"]),
    "an unknown program": lambda data: next(
        one for one in _node(data)["inodes"] if one["kind"] == "Program"
    ).update(name="../../bin/sh"),
    "an unknown generator": lambda data: next(
        one for one in _node(data)["inodes"] if one["kind"] == "Generated"
    ).update(generator="__class__"),
    "an unknown package": lambda data: data["nodes"]["compute1"]["installed"].append("rootkit"),
    "an unknown service": _put(
        *COMPUTE, "units", "x", value={"enabled": True, "state": "active", "journal": []}
    ),
    "no root user": lambda data: data["nodes"]["compute1"]["users"].pop("root"),
    "a user of another name": lambda data: _put(
        *COMPUTE, "users", "x", value=_node(data)["users"]["root"]
    )(data),
    "a time without end": _put("time", value=1e300),
    "a time before all": _put("time", value=-1e300),
    "a delay of years": _put(*COMPUTE, "delay", value=1e9),
    "no host key": lambda data: data["host_keys"].pop("compute1"),
    "a password of two lines": _put("passwords", "novapass", value="a\nb"),
    "an endless password": _put("passwords", "novapass", value="a" * 10_000),
    "a password that is a list": _put("passwords", "novapass", value=["a"]),
    "no passwords": lambda data: data.pop("passwords"),
    "one key more": _put("__reduce__", value="os.system"),
    "one key more in a node": _put(*COMPUTE, "host", value={}),
    "a volume without a disk": _put(
        *COMPUTE, "volumes", "x",
        value={"name": "x", "size": 1, "major": 1, "minor": 1, "content": None, "path": "/dev/x"},
    ),
    "a disk of another name": lambda data: data["nodes"]["compute1"]["disks"]["sdb"].update(name="sda"),
    "a content's system": lambda data: data["nodes"]["compute1"]["disks"]["sdb"].update(
        content={"kind": "ext4", "uuid": "", "label": "", "system": 1000}
    ),
    "an assignment of two": lambda data: data["keystone"]["assignments"].append(["a", "b"]),
    "a row that is deep": _put(
        "schemas", "keystone", "migrate_version", "rows", 0, "version", value={"b": 1}
    ),
    "other hosts": lambda data: data["nodes"].pop("compute1"),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_inconsistent(data: Data, change: Callable[[Data], None]) -> None:
    """Each is refused, with a place that is short and printable."""
    change(data)
    with pytest.raises(LabRefused) as refused:
        keeping.restore(keeping.read(json.dumps(data).encode()), World(book(), PASSWORDS))
    assert refused.value.key in ("lab-dir-damaged", "lab-dir-other")
    assert refused.value.said.isprintable()
    assert len(refused.value.said) < 100


@pytest.mark.parametrize(
    "change",
    [_put("client_key", value="x"), _put("time", value=1e300), _put("host_keys", "compute1", value="")],
)
def test_inconsistent_in_a_lab(tmp_path: Path, data: Data, change: Callable[[Data], None]) -> None:
    """Nothing listens; keys that are none are found there too."""
    change(data)
    with closing(Store(tmp_path / "kept")) as store:
        store.keep(json.dumps(data).encode())
    with pytest.raises(LabRefused, match="lab-dir-damaged"), Lab(directory=tmp_path / "kept"):
        pass


@pytest.mark.long
def test_any_change(data: Data) -> None:
    """Whatever a value is replaced by: read or refused, never a defect."""
    values: list[Any] = [None, True, -1, 0, 2**70, 1e308, "", "x", "\ud800", [], {}, [[]], {"": {}}]
    chance = random.Random(7)
    for _ in range(400):
        changed = copy.deepcopy(data)
        inside: Any = changed
        while True:
            key = chance.choice(list(inside) if isinstance(inside, dict) else range(len(inside)))
            if not isinstance(inside[key], dict | list) or not inside[key] or chance.random() < 0.1:
                break
            inside = inside[key]
        inside[key] = chance.choice(values)
        try:
            keeping.read(json.dumps(changed).encode())
        except LabRefused as refused:
            assert refused.key in ("lab-dir-damaged", "lab-dir-other")


# --- One lab at a time


def test_two_labs_in_one_folder(tmp_path: Path) -> None:
    """The second one says by which process the folder is used, and leaves it as it is."""
    folder = tmp_path / "kept"
    with Lab(directory=folder):
        before = sorted(folder.iterdir())
        done = run(tmp_path, *CHECK, "--lab-dir", str(folder))
        assert (done.returncode, done.stdout) == (2, "")
        said = Words("en").label("lab-dir-in-use", directory=str(folder), said=str(os.getpid()))
        assert done.stderr == said + "\n"
        assert sorted({*folder.iterdir()} - {folder / "running.lock"}) == before
    with Lab(directory=folder):
        pass


def test_by_another_path(tmp_path: Path) -> None:
    """It is the same folder behind a link."""
    (tmp_path / "link").symlink_to("kept")
    with (
        Lab(directory=tmp_path / "kept"),
        pytest.raises(LabRefused, match="lab-dir-in-use"),
        Lab(directory=tmp_path / "link"),
    ):
        pass


def test_a_lab_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    """The lock goes with the process."""
    folder = tmp_path / "kept"
    with Lab(directory=folder) as lab:
        assert lab._process is not None
        lab._process.kill()
        lab._process.wait()
        with Lab(directory=folder):
            pass


# --- Whose folder


def _others(folder: Path) -> None:
    os.chown(folder, pwd.getpwnam("nobody").pw_uid, -1)


def _link_of_another(folder: Path) -> None:
    folder.rmdir()
    folder.symlink_to(folder.with_name("target"))
    folder.with_name("target").mkdir(mode=0o700)
    os.chown(folder, pwd.getpwnam("nobody").pw_uid, -1, follow_symlinks=False)


def _behind_a_link_of_another(folder: Path) -> None:
    """A link of ours leads to one in a sticky folder, which is another user's."""
    folder.rmdir()
    shared, target = folder.with_name("shared"), folder.with_name("target")
    shared.mkdir()
    shared.chmod(0o1777)
    target.mkdir(mode=0o700)
    (shared / "second").symlink_to(target)
    os.chown(shared / "second", pwd.getpwnam("nobody").pw_uid, -1, follow_symlinks=False)
    folder.symlink_to(shared / "second")


def _behind_a_folder_of_another(folder: Path) -> None:
    """A link of ours leads through a folder that is another user's, and out of it again."""
    folder.rmdir()
    others = folder.with_name("others")
    others.mkdir()
    _others(others)
    folder.with_name("target").mkdir(mode=0o700)
    folder.symlink_to("others/../target")


LINKED: dict[str, tuple[Callable[[Path], None], str]] = {
    "a second link": (_behind_a_link_of_another, "shared/second"),
    "a folder on a link's way": (_behind_a_folder_of_another, "others"),
}


@as_root
@pytest.mark.parametrize("inside", ["", "new/folder"])
@pytest.mark.parametrize(("change", "named"), LINKED.values(), ids=LINKED)
def test_links_that_others_can_change(
    tmp_path: Path, change: Callable[[Path], None], named: str, inside: str
) -> None:
    """Every link and every folder that links lead through is looked at, and nothing is made behind them."""
    folder = tmp_path / "kept"
    folder.mkdir(mode=0o700)
    change(folder)
    with pytest.raises(LabRefused) as refused:
        Store(folder / inside)
    assert (refused.value.key, refused.value.said) == ("lab-dir-untrusted", str(tmp_path / named))
    assert list((tmp_path / "target").iterdir()) == []


def test_links_of_ours(tmp_path: Path) -> None:
    """They are followed, also to what is not there yet; those that lead to themselves are refused."""
    (tmp_path / "first").symlink_to("folder/../second")
    (tmp_path / "folder").mkdir()
    (tmp_path / "second").symlink_to(tmp_path / "new")
    with closing(Store(tmp_path / "first" / "er")) as store:
        store.keep(b"kept")
    assert (tmp_path / "new" / "er" / "lab").read_bytes() == b"kept"
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(LabRefused, match="lab-dir-refused"):
        Store(tmp_path / "loop" / "er")


FOLDERS: dict[str, tuple[Callable[[Path], None], str]] = {
    "writable by a group": (lambda folder: folder.chmod(0o770), ""),
    "writable by all": (lambda folder: folder.chmod(0o777), ""),
    "sticky": (lambda folder: folder.chmod(0o1777), ""),
    "somebody else's": (_others, ""),
    "a link of somebody else's": (_link_of_another, ""),
    "in a folder that is writable by all": (lambda folder: folder.chmod(0o777), "inside"),
    "in a folder that is writable by a group": (lambda folder: folder.chmod(0o775), "in/side"),
    "in a folder of somebody else's": (_others, "inside"),
}


@as_root
@pytest.mark.parametrize(("change", "inside"), FOLDERS.values(), ids=FOLDERS)
def test_a_folder_that_others_can_change(tmp_path: Path, change: Callable[[Path], None], inside: str) -> None:
    """Nothing is written there; the message names it."""
    folder = tmp_path / "kept"
    folder.mkdir()
    change(folder)
    done = run(tmp_path, *CHECK, "--lab-dir", str(folder / inside))
    assert (done.returncode, done.stdout) == (2, "")
    directory = str(folder / inside)
    assert done.stderr == Words("en").label("lab-dir-untrusted", directory=directory, said=str(folder)) + "\n"
    assert list(folder.iterdir()) == []


def test_in_a_sticky_folder(tmp_path: Path) -> None:
    """As in /tmp: what is ours there, others can neither rename nor remove."""
    tmp_path.chmod(0o1777)
    with Lab(directory=tmp_path / "kept"):
        pass
    assert stat.S_IMODE((tmp_path / "kept").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "kept" / "lab").stat().st_mode) == 0o600


def _linked(file: Path, target: Path) -> None:
    file.unlink()
    file.symlink_to(target)


def _fifo(file: Path, target: Path) -> None:
    file.unlink()
    os.mkfifo(file, 0o600)


def _folder(file: Path, target: Path) -> None:
    file.unlink()
    file.mkdir(mode=0o700)


FILES: dict[str, Callable[[Path, Path], None]] = {
    "a link": _linked,
    "a FIFO": _fifo,
    "a folder": _folder,
    "writable by all": lambda file, target: file.chmod(0o666),
    "readable by a group": lambda file, target: file.chmod(0o640),
}


@pytest.mark.parametrize("change", FILES.values(), ids=FILES)
def test_a_lock_that_is_not_ours_alone(tmp_path: Path, change: Callable[[Path, Path], None]) -> None:
    """It is refused as such a lab is, and what it leads to is not written."""
    folder, target = tmp_path / "kept", tmp_path / "target"
    folder.mkdir(mode=0o700)
    for file in (target, folder / "lab.lock"):
        file.touch(0o600)
    change(folder / "lab.lock", target)
    with pytest.raises(LabRefused, match=r"lab-dir-(untrusted|refused)"):
        Store(folder)
    assert target.read_bytes() == b""


@pytest.mark.parametrize("change", FILES.values(), ids=FILES)
def test_a_file_that_is_not_ours_alone(
    tmp_path: Path, kept: bytes, change: Callable[[Path, Path], None]
) -> None:
    """It is not read, and what it leads to is not written."""
    folder, target = tmp_path / "kept", tmp_path / "target"
    for file in (target, folder / "lab"):
        file.parent.mkdir(mode=0o700, exist_ok=True)
        file.touch(0o600)
        file.write_bytes(kept)
    change(folder / "lab", target)
    with pytest.raises(LabRefused, match="lab-dir-untrusted"), Lab(directory=folder):
        pass
    assert target.read_bytes() == kept


def test_names_that_lie_there_are_not_written_to(tmp_path: Path) -> None:
    """Links with the names that an earlier version used lead nowhere."""
    folder, target = tmp_path / "kept", tmp_path / "target"
    folder.mkdir(mode=0o700)
    for name in ("lab.new", "lab.tmp", "lab~"):
        (folder / name).symlink_to(target)
    with Lab(directory=folder):
        pass
    assert not target.exists()
    assert (folder / "lab").is_file()


def test_the_folder_is_the_same_one_at_the_end(tmp_path: Path) -> None:
    """A folder that is exchanged meanwhile gets nothing."""
    folder = tmp_path / "kept"
    with Lab(directory=folder):
        folder.rename(tmp_path / "away")
        folder.symlink_to(tmp_path / "other")
        (tmp_path / "other").mkdir()
    assert list((tmp_path / "other").iterdir()) == []
    assert (tmp_path / "away" / "lab").is_file()


def test_a_folder_that_is_gone_at_the_end(tmp_path: Path) -> None:
    """That the lab is not kept is told."""
    folder = tmp_path / "kept"
    with pytest.raises(LabRefused, match="lab-dir-not-kept"), Lab(directory=folder):
        shutil.rmtree(folder)
