"""ssh-keygen, ssh-copy-id and ssh-keyscan, as OpenSSH 6.6 has them."""

from __future__ import annotations

import os
import posixpath

from wizard.hostsim.process import Failure, Process
from wizard.hostsim.programs.ssh import destination
from wizard.hostsim.ssh_client import IDENTITIES, SshRefused, connect
from wizard.hostsim.ssh_keys import NAMES, TYPES, art, fingerprint, new_key, public_of
from wizard.hostsim.table import program
from wizard.hostsim.tree import ROOT

BITS = {"rsa": 2048, "dsa": 1024, "ecdsa": 256, "ed25519": 256}
MOST_BITS = 16384


@program("ssh-keygen")
async def ssh_keygen(process: Process) -> int:
    """ssh-keygen: make a key, print fingerprints (-l), or forget a known host (-R)."""
    options, _ = process.options("t:b:f:N:C:qlyR:P:F:hBe")
    if "-R" in options:
        return _forget(process, options["-R"])
    if "-l" in options or "-y" in options:
        return _show(process, options)
    return await _make(process, options)


async def _make(process: Process, options: dict[str, str]) -> int:
    kind = options.get("-t", "rsa")
    if kind not in TYPES:
        process.err(f"unknown key type {kind}\n")
        return 255
    bits = int(options["-b"]) if options.get("-b", "").isdigit() else BITS[kind]
    if not 256 <= bits <= MOST_BITS:
        process.err(f"Bits has bad value {options.get('-b')} (too small or too large)\n")
        return 1
    quiet = "-q" in options
    if not quiet:
        process.out(f"Generating public/private {kind} key pair.\n")
    usual = f"{process.user.home}/.ssh/id_{kind}"
    name = (
        options.get("-f")
        or await _asked(process, f"Enter file in which to save the key ({usual}): ")
        or usual
    )
    path = process.path(name)
    tree, user = process.node.tree, process.user
    if tree.find(path) is not None:
        process.out(f"{name} already exists.\n")
        if (await _asked(process, "Overwrite (y/n)? ")).lower() not in ("y", "yes"):
            return 1
    folder = posixpath.dirname(path)
    if tree.find(folder) is None:
        tree.makedirs(folder, 0o700, user.uid, user.gid)
        process.out(f"Created directory '{folder}'.\n" * (not quiet))
    if "-N" not in options and not await _passphrases(process):
        return 1
    private, public = new_key(kind, bits)
    comment = options.get("-C", f"{user.name}@{process.node.name}")
    for ending, text, mode in (("", private, 0o600), (".pub", f"{public} {comment}\n", 0o644)):
        await _put(process, path + ending, text, mode)
    if not quiet:
        process.out(
            f"Your identification has been saved in {name}.\nYour public key has been saved in {name}.pub.\n"
            f"The key fingerprint is:\n{fingerprint(public)} {comment}\nThe key's randomart image is:\n"
            + art(public, f"{NAMES[TYPES[kind]]:>4} {bits}")
        )
    return 0


async def _put(process: Process, path: str, text: str, mode: int) -> None:

    stream = process.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode).open()
    try:
        await stream.write(text.encode())
    finally:
        stream.close()
    process.node.tree.get(path).mode = mode


async def _asked(process: Process, prompt: str, *, hidden: bool = False) -> str:
    """Ask at the terminal, or read a line where there is none."""
    if process.terminal is not None:
        await process.flush()
        return (await process.terminal.ask(prompt, echo=not hidden)).rstrip("\n")
    process.out(prompt)
    await process.flush()
    return (await process.stdin.read_line()).decode("utf-8", "replace").rstrip("\n")


async def _passphrases(process: Process) -> bool:
    first = await _asked(process, "Enter passphrase (empty for no passphrase): ", hidden=True)
    again = await _asked(process, "Enter same passphrase again: ", hidden=True)
    if first != again:
        process.out("Passphrases do not match.  Try again.\n")
        return False
    return True


def _show(process: Process, options: dict[str, str]) -> int:
    path = process.path(options.get("-f", f"{process.user.home}/.ssh/id_rsa"))
    tree = process.node.tree
    public = public_of(tree.read(path)) or next(iter(tree.read(path).splitlines()), "")
    if public.split(" ")[0] not in NAMES:
        process.err(
            f"{options.get('-f', path)}: No such file or directory\n"
            if not public
            else f"{path} is not a public key file.\n"
        )
        return 1
    if "-y" in options:
        process.out(f"{public}\n")
    else:
        kind, _, comment = public.partition(" ")
        process.out(f"2048 {fingerprint(public)}  {comment.partition(' ')[2] or path} ({NAMES[kind]})\n")
    return 0


def _forget(process: Process, host: str) -> int:
    path = f"{process.user.home}/.ssh/known_hosts"
    tree = process.node.tree
    if tree.find(path) is None:
        raise Failure(f"Cannot open {path}: No such file or directory", 255)
    lines = tree.read(path).splitlines()
    kept = [line for line in lines if host not in line.partition(" ")[0].split(",")]
    if kept == lines:
        process.out(f"Host {host} not found in {path}\n")
        return 0
    for number, line in enumerate(lines, 1):
        if line not in kept:
            process.out(f"# Host {host} found: line {number} type {NAMES.get(line.split()[1], 'RSA')}\n")
    tree.write(
        f"{path}.old", "".join(f"{line}\n" for line in lines), 0o644, process.user.uid, process.user.gid
    )
    tree.write(path, "".join(f"{line}\n" for line in kept))
    process.out(f"{path} updated.\nOriginal contents retained as {path}.old\n")
    return 0


@program("ssh-copy-id")
async def ssh_copy_id(process: Process) -> int:
    """ssh-copy-id: let another host know this user's public key."""
    pairs, words = process.option_list("i:p:o:nfh")
    name = "/usr/bin/ssh-copy-id"
    if len(words) != 1:
        process.err(
            f"Usage: {name} [-h|-?|-n] [-i [identity_file]] [-p port] [[-o <ssh -o options>] ...] "
            "[user@]hostname\n"
        )
        return 1
    tree = process.node.tree
    given = dict(pairs).get("-i", "")
    names = (
        [given.removesuffix(".pub")] if given else [f"{process.user.home}/.ssh/{one}" for one in IDENTITIES]
    )
    texts = [tree.read(process.path(f"{one}.pub")).strip() for one in names]
    keys = [text for text in texts if len(text.split()) > 1]
    if not keys:
        process.err(f"\n{name}: ERROR: No identities found\n")
        return 1
    process.err(
        f"{name}: INFO: attempting to log in with the new key(s), "
        "to filter out any that are already installed\n"
        f"{name}: INFO: {len(keys)} key(s) remain to be installed -- "
        "if you are prompted now it is to install the new keys\n"
    )
    to = destination(process, words[0], [pair for pair in pairs if pair[0] != "-i"])
    try:
        connection = await connect(process, to)
    except SshRefused as refused:
        process.err(f"{refused}\n")
        return 1
    home, user = connection.user.home, connection.user
    there = connection.node.tree
    path = f"{home}/.ssh/authorized_keys"
    known = there.read(path)
    new = [key for key in keys if key.split()[1] not in known.split()]
    if not new:
        process.err(
            f"\n{name}: WARNING: All keys were skipped because they already exist on the remote system.\n"
        )
        return 0
    there.makedirs(f"{home}/.ssh", 0o700, user.uid, user.gid)
    there.resolve(path, ROOT).system.take(sum(map(len, new)))
    there.write(path, known + "".join(f"{key}\n" for key in new), 0o600, user.uid, user.gid)
    process.out(
        f"\nNumber of key(s) added: {len(new)}\n\n"
        f"Now try logging into the machine, with:   \"ssh '{words[0]}'\"\n"
        "and check to make sure that only the key(s) you wanted were added.\n\n"
    )
    return 0


@program("ssh-keyscan")
async def ssh_keyscan(process: Process) -> int:
    """ssh-keyscan: print the keys of other hosts' sshd."""
    _, words = process.options("t:p:T:Hf:v")
    for word in words:
        node = process.node.network.nodes.get(process.node.resolve_or_none(word) or "")
        door = getattr(node, "sshd", None)
        if door is not None and node is not None and node.management_ip not in process.node.network.unplugged:
            process.err(f"# {word} SSH-2.0-OpenSSH_6.6.1\n")
            process.out(f"{word} {door.public_key()}\n")
    return 0
