"""Paths, names and links of a simulated host are bounded as the kernel's are, and cost what they are long."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator

import pytest

from tests.security.lab_limits import connect, responsive, runaway
from wizard.hostsim import limits
from wizard.hostsim.tree import Directory, FileSystem, Regular, Symlink, Tree
from wizard.hostsim.walking import walk
from wizard.lab import Lab

NODE = "compute1"


@pytest.fixture
def tree() -> Tree:
    """An empty tree."""
    return Tree()


def refused(number: int, call: Callable[[], object]) -> None:
    """Fail unless the call is refused with this error."""
    with pytest.raises(OSError) as error:
        call()
    assert error.value.errno == number


def deep(tree: Tree, levels: int) -> str:
    """Make directories in each other, and return the last one's path."""
    inside = tree.mounts["/"].root
    for _ in range(levels):
        made = Directory()
        inside.entries["a"] = made
        inside = made
    return "/a" * levels


# --- Lengths


@pytest.mark.parametrize("one", ["a", "é", "가", "😀"])
def test_a_name_has_so_many_bytes(tree: Tree, one: str) -> None:
    """Bytes, not characters."""
    most = limits.NAME // len(one.encode())
    tree.put("/" + one * most, Regular())
    refused(errno.ENAMETOOLONG, lambda: tree.put("/" + one * (most + 1), Regular()))
    refused(errno.ENAMETOOLONG, lambda: tree.get("/" + one * (most + 1)))
    refused(errno.ENAMETOOLONG, lambda: tree.rename("/" + one * most, "/" + one * (most + 1)))
    refused(errno.ENAMETOOLONG, lambda: tree.put("/" + one * (most + 1) + "/x", Regular()))


def test_a_path_has_so_many_bytes(tree: Tree) -> None:
    """With the zero byte at its end."""
    path = deep(tree, limits.PATH // 2 - 1)
    assert tree.get(path)
    tree.put(path + "a", Regular())
    refused(errno.ENAMETOOLONG, lambda: tree.get(path + "/a"))
    refused(errno.ENAMETOOLONG, lambda: tree.get("/" + "./" * limits.PATH))
    refused(errno.ENAMETOOLONG, lambda: tree.get("/가" * (limits.PATH // 3)))


def test_nothing_is_made_where_no_path_leads(tree: Tree) -> None:
    """Neither by way of a link."""
    path = deep(tree, limits.PATH // 2 - 1)
    tree.put("/link", Symlink(target=path))
    refused(errno.ENAMETOOLONG, lambda: tree.put("/link/inside", Directory()))


def test_a_target_has_so_many_bytes(tree: Tree) -> None:
    """As a path has, and they count as content does."""
    system = tree.mounts["/"]
    tree.put("/link", Symlink(target="a" * (limits.PATH - 1)))
    assert system.used > limits.PATH
    tree.unlink("/link")
    assert system.used == 0
    refused(errno.ENAMETOOLONG, lambda: tree.put("/link", Symlink(target="a" * limits.PATH)))
    refused(errno.ENAMETOOLONG, lambda: tree.put("/link", Symlink(target="가" * (limits.PATH // 3 + 1))))


# --- Links


def test_so_many_links_are_followed(tree: Tree) -> None:
    """One more is a loop."""
    tree.put("/0", Regular())
    for number in range(limits.LINKS + 1):
        tree.put(f"/{number + 1}", Symlink(target=str(number)))
    assert isinstance(tree.get(f"/{limits.LINKS}"), Regular)
    refused(errno.ELOOP, lambda: tree.get(f"/{limits.LINKS + 1}"))


def steps(tree: Tree, monkeypatch: pytest.MonkeyPatch, path: str) -> int:
    """Return how many directories are looked into on the way of a path."""
    count = 0

    def counted(*_: object) -> bool:
        nonlocal count
        count += 1
        return True

    monkeypatch.setattr("wizard.hostsim.tree.permits", counted)
    tree.find(path)
    return count


@pytest.mark.parametrize("absolute", [True, False])
def test_a_chain_of_long_targets(tree: Tree, monkeypatch: pytest.MonkeyPatch, absolute: bool) -> None:
    """Each link leads through as many directories as a path can have; all of them would take too long."""
    tree.put("/a", Directory())
    for number in range(limits.LINKS):
        target = ("/" if absolute else "") + "a/../" * 800 + str(number)
        tree.put(f"/{number + 1}", Symlink(target=target))
    assert steps(tree, monkeypatch, f"/{limits.LINKS}") <= limits.TARGETS
    refused(errno.ELOOP, lambda: tree.get(f"/{limits.LINKS}"))


# --- Mounts, by their whole path


@pytest.mark.parametrize("levels", [1, 3, 200, 2000])
def test_a_mount_deep_in_the_tree(tree: Tree, levels: int) -> None:
    """It is found at its path, and nowhere else."""
    path = deep(tree, levels)
    other = FileSystem("/dev/sdb", "xfs")
    other.root.entries["inside"] = Regular()
    tree.mounts[path] = other
    assert tree.resolve(path).inode is other.root
    assert tree.resolve(path + "/inside").system is other
    assert tree.resolve(path[:-2] or "/").system is not other
    tree.put("/to", Symlink(target=path))
    assert tree.resolve("/to/inside").path == path + "/inside"
    assert [at for at, _ in walk(tree, path)] == [path, path + "/inside"]


# --- Walking


def test_walking_goes_through_deep_directories(tree: Tree) -> None:
    """As deep as paths lead, once through each."""
    deep(tree, 5000)
    found = [path for path, _ in walk(tree)]
    assert len(found) == limits.PATH // 2
    assert found[:3] == ["/", "/a", "/a/a"]


def test_walking_is_in_order(tree: Tree) -> None:
    """A directory before what is in it, names in their order."""
    for path in ("/b/2", "/b/1", "/a", "/b/1x/y"):
        tree.write(path, "")
    assert [path for path, _ in walk(tree)] == ["/", "/a", "/b", "/b/1", "/b/1x", "/b/1x/y", "/b/2"]


# --- What counts


def test_names_count(tree: Tree) -> None:
    """Each name of a file has its room, however many the file has."""
    system = tree.mounts["/"]
    made = tree.put("/a", Regular())
    tree.link(made, "/b")
    assert system.used == 2 * limits.INODE
    tree.unlink("/a")
    tree.unlink("/b")
    assert system.used == 0
    directory = tree.put("/d", Directory())
    refused(errno.EPERM, lambda: tree.link(directory, "/e"))
    tree.put("/f", Directory())
    tree.rename("/d", "/f")
    assert system.used == limits.INODE


@pytest.mark.parametrize("inode", [Regular(content=b"x" * 100), Symlink(target="x" * 100)])
def test_what_finds_no_room_takes_none(tree: Tree, inode: Regular | Symlink) -> None:
    """A file that does not fit is not counted."""
    system = tree.mounts["/"]
    system.used = limits.TREE - limits.INODE - 10
    refused(errno.ENOSPC, lambda: tree.put("/a", inode))
    assert system.used == limits.TREE - limits.INODE - 10


# --- On a host


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """A lab that the tests below share."""
    with Lab() as started:
        yield started


@pytest.mark.parametrize("command", ["find / >/dev/null", "rm -rf /many"])
async def test_others_are_served_while_a_tree_is_walked(lab: Lab, command: str) -> None:
    """With thousands of directories in each other and beside each other."""
    made = "for a in 1 2 3 4; do mkdir -p /many/$a$(printf '/a%.0s' $(seq 900)); done"
    async with runaway(lab, NODE, f"{made}; {command}; rm -rf /many"):
        await responsive(lab, NODE)
    async with connect(lab.nodes[NODE]) as connection:
        await connection.run("rm -rf /many")


@pytest.mark.parametrize(
    ("command", "status", "said"),
    [
        ("touch $(printf 'n%.0s' $(seq 256))", 1, "File name too long"),
        ("ln -s $(printf 'n%.0s' $(seq 4096)) /root/l", 1, "File name too long"),
        ("mkdir -p /root/d; ln /root/d /root/d/d", 1, "hard link not allowed for directory"),
        ("ln -s /root/loop /root/loop; cat /root/loop", 1, "Too many levels of symbolic links"),
        ("mkdir -p $(printf '/a%.0s' $(seq 3000))", 1, "File name too long"),
        ("mkdir -p $(printf '/b%.0s' $(seq 1000)); find /b | tail -n 1 | wc -c; rm -r /b; ls /b", 2, "/b"),
    ],
)
async def test_what_a_host_says(lab: Lab, command: str, status: int, said: str) -> None:
    """The words and the status of CentOS."""
    async with connect(lab.nodes[NODE]) as connection:
        done = await connection.run(command)
    assert (done.exit_status, said in str(done.stderr)) == (status, True), done.stderr
