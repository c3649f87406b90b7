#!/usr/bin/env python3
"""A second verifier of dossier's audit trail, which shares no code with the first. Standard library only.

    verify_audit.py [--key KEY] [--checkpoint FILE-OR-FOLDER]... TRAIL

TRAIL is an export (`dossier audit export`, JSON lines) or the database `dossier.db` of a stopped service.
It recomputes every entry's hash, the chain from each to the next and the RFC 6962 tree, and holds the tree
against checkpoints (c2sp.org/tlog-checkpoint) that were signed earlier and kept elsewhere, and the one in the
export. KEY is what `dossier audit key` printed when the archive was set up; without it the export's own is
taken, which proves nothing against somebody who wrote the export.

Exit code 0: as it was signed. 1: altered, and the first altered entry is named. 2: not readable.
Formats: store/README.md. What it cannot see: the MACs, which need the archive's keys, and entries behind
the newest checkpoint.
"""

import argparse
import base64
import hashlib
import json
import pathlib
import sqlite3
import struct
import sys

COLUMNS = ("seq", "at", "actor", "role", "action", "object", "outcome", "detail", "leaf_hash")


class Altered(Exception):
    """The trail is not what was signed; `seq` is the first entry that differs, 0 where it is no entry."""

    def __init__(self, seq, reason):
        super().__init__(f"entry {seq}: {reason}" if seq else reason)
        self.seq = seq
        self.reason = reason


# --- Ed25519 (RFC 8032, section 6), verifying only; points as (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(number, point):
    product = (0, 1, 1, 0)
    while number:
        if number & 1:
            product = add(product, point)
        point = add(point, point)
        number >>= 1
    return product


def point_of(encoded):
    """The point of 32 bytes, None where there is none."""
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(public, message, signature):
    a, r = point_of(public), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER or len(signature) != 64:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left, right = multiply(s, BASE), add(r, multiply(h, a))
    return not ((left[0] * right[2] - right[0] * left[2]) % P or (left[1] * right[2] - right[1] * left[2]) % P)


# --- signed notes (c2sp.org/signed-note) and checkpoints

def unbase64(text):
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text:
        raise ValueError("not the one spelling of base64")
    return raw


class Key:
    """`name+id+base64(0x01, public key)`."""

    def __init__(self, text):
        self.name, key_id, encoded = text.strip().split("+", 2)
        typed = unbase64(encoded)
        self.id = hashlib.sha256(self.name.encode() + b"\n" + typed).digest()[:4]
        if len(typed) != 33 or typed[0] != 1 or self.id.hex() != key_id:
            raise ValueError("not a key of checkpoints")
        self.public = typed[1:]


def open_checkpoint(note, key):
    """(entries, root) of a genuine one."""
    try:
        text, _, signatures = note.rpartition("\n\n")
        text += "\n"
        for line in signatures.splitlines():
            name, stamp = line.removeprefix("\u2014 ").split(" ")
            stamp = unbase64(stamp)
            if line.startswith("\u2014 ") and name == key.name and stamp[:4] == key.id:
                if not is_signed(key.public, text.encode(), stamp[4:]):
                    break
                origin, entries, root = text.split("\n")[:3]
                if origin != key.name or str(int(entries)) != entries or int(entries) < 0:
                    break
                return int(entries), unbase64(root)
    except ValueError:
        pass
    raise Altered(0, "a checkpoint is not genuine, or of another archive")


# --- the trail

def canonical(*values):
    """Each value as a tag, its length and its bytes."""
    out = b""
    for value in values:
        if isinstance(value, int):
            tag, raw = b"n", struct.pack(">q", value)
        elif isinstance(value, bytes):
            tag, raw = b"b", value
        else:
            tag, raw = b"t", value.encode("utf-8", "surrogateescape")
        out += tag + struct.pack(">I", len(raw)) + raw
    return out


class Tree:
    """The roots of the full subtrees of an RFC 6962 tree, largest first."""

    def __init__(self):
        self.size = 0
        self.subtrees = []

    def append(self, leaf):
        self.subtrees.append(leaf)
        full = self.size
        while full & 1:
            right = self.subtrees.pop()
            self.subtrees[-1] = hashlib.sha256(b"\x01" + self.subtrees[-1] + right).digest()
            full >>= 1
        self.size += 1

    def root(self):
        if not self.subtrees:
            return hashlib.sha256(b"").digest()
        root = self.subtrees[-1]
        for left in reversed(self.subtrees[:-1]):
            root = hashlib.sha256(b"\x01" + left + root).digest()
        return root


def verify(entries, checkpoints):
    """Goes through (seq, at, …, leaf_hash) in order; the tree of all, or Altered. `checkpoints`: (entries, root)."""
    tree, previous, vouched = Tree(), bytes(32), 0
    roots = {}
    for size, root in checkpoints:
        roots.setdefault(size, set()).add(root)

    def compare():
        nonlocal vouched
        if tree.size in roots:
            if roots[tree.size] != {tree.root()}:
                raise Altered(vouched + 1, f"written anew: entries {vouched + 1} to {tree.size} are not those "
                                           f"of the checkpoint at {tree.size}")
            vouched = tree.size

    compare()
    for entry in entries:
        expected = tree.size + 1
        if entry[0] != expected:
            raise Altered(expected, "missing")
        try:
            leaf = hashlib.sha256(b"\x00" + canonical("dossier/audit/v1", *entry[:8], previous)).digest()
        except (AttributeError, struct.error):
            raise Altered(expected, "altered") from None
        if leaf != entry[8]:
            raise Altered(expected, "altered")
        tree.append(leaf)
        previous = leaf
        compare()
    newest = max(roots, default=0)
    if newest > tree.size:
        raise Altered(tree.size + 1, f"missing: a checkpoint knows of {newest} entries")
    return tree


def entries_of(database):
    database.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    return database.execute(f"SELECT {', '.join(COLUMNS)} FROM audit_entry ORDER BY seq")


def read_export(path):
    """(key, entries, checkpoint) of JSON lines."""
    head, entries, checkpoint = None, [], None
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            said = json.loads(line)
            if number == 0:
                if said.get("format") != "dossier-audit/1":
                    raise ValueError("not an export of an audit trail")
                head = said["key"]
            elif "checkpoint" in said:
                checkpoint = said["checkpoint"]
            else:
                entries.append(tuple(said[name] for name in COLUMNS[:8]) + (bytes.fromhex(said["leaf_hash"]),))
    if head is None:
        raise ValueError("an empty file")
    return head, entries, checkpoint


def read_notes(paths):
    for path in map(pathlib.Path, paths):
        for file in sorted(path.glob("*.checkpoint")) if path.is_dir() else [path]:
            yield file.read_bytes().decode("utf-8", "replace")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--key")
    parser.add_argument("--checkpoint", action="append", default=[])
    parser.add_argument("trail")
    asked = parser.parse_args()
    try:
        notes = list(read_notes(asked.checkpoint))
        with open(asked.trail, "rb") as file:
            is_database = file.read(16) == b"SQLite format 3\0"
        if is_database:
            if not asked.key:
                raise ValueError("a database needs --key")
            key = Key(asked.key)
            path = pathlib.Path(asked.trail).resolve().as_uri()
            entries = entries_of(sqlite3.connect(path + "?mode=ro", uri=True))
        else:
            head, entries, last = read_export(asked.trail)
            key = Key(asked.key or head)
            if last is None:
                raise Altered(len(entries) + 1, "missing: the export's end is gone")
            notes.append(last)
        tree = verify(entries, [open_checkpoint(note, key) for note in notes])
    except Altered as altered:
        print(f"altered: {altered}")
        return 1
    except (OSError, ValueError, KeyError, TypeError, sqlite3.Error) as error:
        print(f"not readable: {error}", file=sys.stderr)
        return 2
    print(f"sound: {tree.size} entries, root {tree.root().hex()}, {len(notes)} checkpoints")
    return 0


if __name__ == "__main__":
    sys.exit(main())
