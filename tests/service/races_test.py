"""Writers of every kind race with the hot folder while the service is killed between its steps.

Nothing partial is taken, nothing is missed, nothing is taken twice, and every file that was dropped is
accounted for: in the archive, or in rejected/ beside its reason. DOSSIER_FILES sets how many, DOSSIER_SEED
repeats a run's choices.
"""

import hashlib
import json
import os
import random
import struct
import threading
import time
import unittest
import uuid
import zlib

from support import CAMPAIGN, CONFIG, Dossier, administrator, wait_for

FILES = int(os.environ.get("DOSSIER_FILES", "20000" if CAMPAIGN else "500"))
KILLS = max(12, FILES // 20)
SEED = int(os.environ.get("DOSSIER_SEED", random.randrange(10**6)))
STATIONS = ["window-0", "window-1", "window-2"]


def picture():
    """A blank picture of sixteen pixels a side that nobody else has."""
    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", 16, 16, 8, 0, 0, 0, 0)
    text = b"Comment\0" + uuid.uuid4().hex.encode()
    pixels = zlib.compress((b"\0" + b"\xff" * 16) * 16)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"tEXt", text) + chunk(b"IDAT", pixels)
            + chunk(b"IEND", b""))


def digest(content):
    return hashlib.sha256(content).hexdigest()


class Ledger:
    """What the writers know. `owed` must be in the archive; what `robbed` names may be; the rest never."""

    def __init__(self, files):
        self.lock = threading.Lock()
        self.left = files
        self.owed = {}
        self.robbed = set()
        self.refused = []
        self.batches = []

    def next_number(self, count=1):
        """The number of the next file, None when enough were written."""
        with self.lock:
            if self.left < count:
                return None
            self.left -= count
            return self.left

    def wrote(self, name, content):
        with self.lock:
            self.owed[digest(content)] = name


class Writers:
    """Each is a thread that drops files in a manner of its own until enough were written."""

    def __init__(self, service, ledger, backlog):
        self.service, self.ledger, self.backlog = service, ledger, backlog

    def folder(self, dice):
        return self.service.station(dice.choice(STATIONS))

    def work(self, manner, seed):
        dice = random.Random(seed)
        while True:
            while self.backlog() > 40:  # scanners do not outrun a service that keeps dying
                time.sleep(0.05)
            number = self.ledger.next_number(5 if manner == self.batch else 1)
            if number is None:
                return
            manner(dice, number)

    def renames(self, dice, number):
        """Under a name in the making, then renamed."""
        content, folder = picture(), self.folder(dice)
        (folder / f"r{number}.png.part").write_bytes(content)
        (folder / f"r{number}.png.part").rename(folder / f"r{number}.png")
        self.ledger.wrote(f"r{number}.png", content)
        time.sleep(dice.uniform(0, 0.1))

    def trickles(self, dice, number):
        """A few bytes at a time, under its final name."""
        content, folder = picture(), self.folder(dice)
        step = dice.choice([1, 10, 40])
        with (folder / f"t{number}.png").open("wb", buffering=0) as file:
            for at in range(0, len(content), step):
                file.write(content[at:at + step])
                time.sleep(dice.uniform(0, 0.3) if at % (8 * step) == 0 else 0)
        self.ledger.wrote(f"t{number}.png", content)

    def reopens(self, dice, number):
        """Closes in the middle, longer than quiet lasts, and appends."""
        content, folder = picture(), self.folder(dice)
        cut = dice.randrange(len(content))
        (folder / f"o{number}.png").write_bytes(content[:cut])
        time.sleep(dice.uniform(0, 0.5))
        with (folder / f"o{number}.png").open("ab") as file:
            file.write(content[cut:])
        self.ledger.wrote(f"o{number}.png", content)

    def reuses(self, dice, number):
        """The same name again as soon as it is free, while the last file of that name is on its way."""
        content, folder = picture(), self.folder(dice)
        hidden = folder / f".{uuid.uuid4()}"
        hidden.write_bytes(content)
        while True:
            try:
                os.link(hidden, folder / "scan.png")
                break
            except FileExistsError:
                time.sleep(0.005)
        hidden.unlink()
        self.ledger.wrote("scan.png", content)

    def batch(self, dice, number):
        """A manifest, then its four files in any order."""
        folder = self.folder(dice)
        files = {f"b{number}-{i}.png": picture() for i in range(4)}
        manifest = {"files": [{"name": name, "sha256": digest(content)} for name, content in files.items()]}
        drops = list(files.items())
        dice.shuffle(drops)
        drops.insert(0, (f"b{number}.json", json.dumps(manifest).encode()))
        for name, content in drops:
            (folder / f".{name}").write_bytes(content)
        for name, content in drops:
            (folder / f".{name}").rename(folder / name)
        for name, content in files.items():
            self.ledger.wrote(name, content)
        self.ledger.batches.append({digest(content) for content in files.values()})
        time.sleep(dice.uniform(0, 0.3))

    def nasty(self, dice, number):
        """What must never be taken."""
        folder = self.folder(dice)
        kind = dice.randrange(7)
        path = folder / f"n{number}.png"
        if kind == 0:
            path.symlink_to("/etc/passwd")
        elif kind == 1:
            os.mkfifo(path)
        elif kind == 2:
            (folder / f".n{number}").write_bytes(picture())
            os.link(folder / f".n{number}", path)
        elif kind == 3:
            path = folder / f"n{number}\n.png"
            path.write_bytes(picture())
        elif kind == 4:
            path = os.fsencode(folder) + b"/n%d\xff.png" % number
            with open(path, "wb") as file:
                file.write(picture())
        elif kind == 5:
            with path.open("wb") as file:
                file.truncate(1 << 40)
        else:
            path.write_bytes(picture()[:-20])
        with self.ledger.lock:
            self.ledger.refused.append(f"n{number}")
        time.sleep(dice.uniform(0, 0.3))


class RacesTest(unittest.TestCase):
    def setUp(self):
        self.dice = random.Random(SEED)

    def claimed(self):
        return [path for station in STATIONS for path in (self.service.station(station) / ".claimed").glob("*")]

    def drafts(self):
        return list((self.service.data / "objects" / "tmp").glob("*"))

    def dropped(self):
        """What still lies where it was dropped."""
        return [path for station in STATIONS for path in self.service.station(station).iterdir()
                if not path.name.startswith(".") and path.name not in ("rejected", "receipts")]

    def rob(self):
        """Deletes a claimed file under the service's eyes."""
        for path in self.claimed():
            try:
                content = path.read_bytes()
                path.unlink()
            except OSError:
                continue
            self.ledger.robbed.add(digest(content))
            return

    def kill_at_a_moment(self):
        """At a state of the folders that lasts milliseconds, or at any time."""
        if self.dice.random() < 0.8:
            wait_for(lambda: self.service.answers("/readyz") == 200, 60, every=0.02)
        moment = self.dice.choice([self.claimed, self.drafts, lambda: []])
        known = set(moment())
        end = time.monotonic() + self.dice.uniform(0.1, 1.5)
        while time.monotonic() < end and known.issuperset(moment()):
            time.sleep(0.0005)
        if self.dice.random() < 0.1:
            self.rob()
        self.service.kill()
        self.service.start(ready=False)

    def test_nothing_is_partial_missed_or_doubled(self):
        print(f"\n{FILES} files, {KILLS} kills, seed {SEED}")
        self.ledger = Ledger(FILES)
        with Dossier("--demo", config=CONFIG + "batch_give_up_ms = 8000\n") as self.service:
            for station in STATIONS:
                self.service.station(station)
            self.service.start()
            self.boss = administrator(self.service)
            writers = Writers(self.service, self.ledger, lambda: len(self.dropped()) + len(self.claimed()))
            manners = [writers.renames, writers.trickles, writers.trickles, writers.reopens, writers.reopens,
                       writers.reuses, writers.batch, writers.nasty]
            threads = [threading.Thread(target=writers.work, args=(manner, SEED + i))
                       for i, manner in enumerate(manners)]
            begun = time.monotonic()
            for thread in threads:
                thread.start()
            kills = 0
            while kills < KILLS or any(thread.is_alive() for thread in threads):
                self.kill_at_a_moment()
                kills += 1
            for thread in threads:
                thread.join()
            wait_for(lambda: self.service.answers("/readyz") == 200, 60)
            quiet = time.monotonic()
            wait_for(self.all_accounted_for, 60 + FILES / 20)
            settled = time.monotonic() - quiet
            print(f"{kills} kills in {quiet - begun:.0f} s, {settled:.1f} s to settle")
            if not CAMPAIGN:
                self.assertLess(settled, 15, "a file was missed for more than fifteen seconds of quiet")
            self.check()

    def all_accounted_for(self):
        """empty folders"""
        return not self.dropped() and not self.claimed()

    def check(self):
        originals = self.boss.everything("/api/v1/originals")
        kept = [o["sha256"] for o in originals]
        self.assertEqual(set(kept) - set(self.ledger.owed) - self.ledger.robbed, set(), "partial or foreign")
        for batch in self.ledger.batches:
            if batch & self.ledger.robbed and not batch & set(kept):
                self.ledger.robbed |= batch  # returned whole
        self.assertEqual(set(self.ledger.owed) - set(kept) - self.ledger.robbed, set(), "missed")
        self.assertEqual(len(kept), len(set(kept)), "twice")
        self.assertNotIn("original_repeated", self.service.log(), "taken twice")
        self.assertEqual(self.refused_by_mistake(), set(), "good files were rejected")
        for station in STATIONS:
            names = {os.fsdecode(p.name) for p in (self.service.station(station) / "rejected").iterdir()}
            self.assertEqual([n for n in names if not n.endswith(".reason.txt") and f"{n}.reason.txt" not in names],
                             [], "rejected without a reason")
        rejected = [p.name for s in STATIONS for p in (self.service.station(s) / "rejected").iterdir()
                    if not p.name.endswith(".reason.txt")]
        self.assertEqual([n for n in self.ledger.refused if not any(r.startswith(n) for r in rejected)], [],
                         "hostile files not refused")
        self.assertEqual(self.service.stop(), 0)
        self.assertEqual(self.service.run("fsck").returncode, 0)
        print(f"{len(kept)} kept, {len(rejected)} rejected, {len(self.ledger.robbed)} robbed")

    def refused_by_mistake(self):
        """Good pictures in rejected/ (a file of a batch that was robbed of another is none)."""
        found = set()
        for station in STATIONS:
            for path in (self.service.station(station) / "rejected").iterdir():
                if path.is_file() and not path.is_symlink() and path.stat().st_size < 10_000:
                    found.add(digest(path.read_bytes()))
        for batch in self.ledger.batches:
            if batch & self.ledger.robbed:
                found -= batch
        return found & set(self.ledger.owed)


if __name__ == "__main__":
    unittest.main(verbosity=2)
