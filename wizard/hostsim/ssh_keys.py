"""Keys and known hosts of simulated ssh clients: files of a node's tree that open no real server."""

from __future__ import annotations

import base64
import hashlib
import secrets
import struct

from wizard.hostsim.tree import Tree

TYPES = {"rsa": "ssh-rsa", "dsa": "ssh-dss", "ecdsa": "ecdsa-sha2-nistp256", "ed25519": "ssh-ed25519"}
NAMES = {"ssh-rsa": "RSA", "ssh-dss": "DSA", "ecdsa-sha2-nistp256": "ECDSA", "ssh-ed25519": "ED25519"}
MARK = b"simulated-key:"


def new_key(kind: str, bits: int) -> tuple[str, str]:
    """Return the text of a private key's file, and the public key as type and base64."""
    name = TYPES[kind]
    size = {"rsa": bits // 8, "dsa": 128, "ecdsa": 65, "ed25519": 32}[kind]
    blob = b"".join(
        struct.pack(">I", len(part)) + part for part in (name.encode(), secrets.token_bytes(size))
    )
    title = "OPENSSH" if kind == "ed25519" else "EC" if kind == "ecdsa" else kind.upper()
    inside = base64.b64encode(MARK + blob + secrets.token_bytes(64)).decode()
    lines = "\n".join(inside[at : at + 64] for at in range(0, len(inside), 64))
    private = f"-----BEGIN {title} PRIVATE KEY-----\n{lines}\n-----END {title} PRIVATE KEY-----\n"
    return private, f"{name} {base64.b64encode(blob).decode()}"


def public_of(private: str) -> str:
    """Return the public key, type and base64, of a private key's text; empty for what is none of ours."""
    body = "".join(line for line in private.splitlines() if not line.startswith("-"))
    try:
        data = base64.b64decode(body, validate=True)
        length = struct.unpack_from(">I", data, len(MARK))[0]
        name = data[len(MARK) + 4 :][:length]
        more = struct.unpack_from(">I", data, len(MARK) + 4 + length)[0]
    except (ValueError, struct.error):
        return ""
    blob = data[len(MARK) :][: 8 + length + more]
    known = data.startswith(MARK) and name.decode("ascii", "replace") in NAMES
    return f"{name.decode()} {base64.b64encode(blob).decode()}" if known else ""


def fingerprint(key: str) -> str:
    """Return the MD5 fingerprint of a public key, as OpenSSH 6.6 prints it."""
    try:
        blob = base64.b64decode(key.split()[1])
    except (ValueError, IndexError):
        blob = b""
    digest = hashlib.md5(blob, usedforsecurity=False).hexdigest()
    return ":".join(digest[at : at + 2] for at in range(0, 32, 2))


def art(key: str, title: str) -> str:
    """Return a key's picture, as ssh-keygen draws it (the drunken bishop)."""
    field = [[0] * 17 for _ in range(9)]
    x, y = 8, 4
    for byte in bytes.fromhex(fingerprint(key).replace(":", "")):
        for shift in (0, 2, 4, 6):
            x = min(max(x + (1 if byte >> shift & 1 else -1), 0), 16)
            y = min(max(y + (1 if byte >> shift & 2 else -1), 0), 8)
            field[y][x] += 1
    signs = " .o+=*BOX@%&#/^"
    rows = [[signs[min(count, len(signs) - 1)] for count in row] for row in field]
    rows[4][8], rows[y][x] = "S", "E"
    return f"+{f'--[{title}]':-<17}+\n" + "".join(f"|{''.join(row)}|\n" for row in rows) + f"+{'':-<17}+\n"


def known_keys(tree: Tree, path: str, names: tuple[str, ...]) -> list[tuple[int, str]]:
    """Return the lines of known_hosts for a host, by their numbers: each key as type and base64."""
    found = []
    for number, line in enumerate(tree.read(path).splitlines(), 1):
        hosts, _, key = line.partition(" ")
        if set(names) & set(hosts.split(",")):
            found.append((number, " ".join(key.split()[:2])))
    return found
