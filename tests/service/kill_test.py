"""kill -9 at any moment loses nothing and doubles nothing.

Feeders drop and upload, a verifier decides and commits, and the service is killed again and again.
What was dropped, acknowledged and committed is written down outside; at the end the archive must
hold exactly that. DOSSIER_KILLS sets the number of kills, DOSSIER_SEED repeats a run.
"""

import collections
import hashlib
import http.client
import os
import pathlib
import random
import threading
import time
import unittest

from support import CAMPAIGN, INTAKE, Dossier, administrator, numbered_jpeg, png, wait_for

KILLS = int(os.environ.get("DOSSIER_KILLS", "1000" if CAMPAIGN else "50"))
SEED = int(os.environ.get("DOSSIER_SEED", random.randrange(10**6)))
SPECIMENS = pathlib.Path(__file__).resolve().parents[2] / "samples" / "specimens"
CARD = (SPECIMENS / "01-id-card-portrait-side.jpg").read_bytes()
GONE = (OSError, http.client.HTTPException, AttributeError)


class Ledger:
    """What the world outside knows: bytes handed over, commits acknowledged."""

    def __init__(self):
        self.dropped = set()
        self.acknowledged = {}
        self.committed = {}


class KillTest(unittest.TestCase):
    def setUp(self):
        self.random = random.Random(SEED)
        self.ledger = Ledger()
        self.number = 0
        self.over = threading.Event()
        self.surprises = []

    def next_picture(self):
        self.number += 1
        return numbered_jpeg(CARD, self.number) if self.number % 40 == 0 else png(self.number)

    def is_up(self):
        """the service to answer"""
        return self.service.answers("/readyz") == 200

    def fill_queue(self, count):
        """Gives the verifier something to commit from the first moment on."""
        for _ in range(count):
            content = self.next_picture()
            self.service.drop(f"early-{self.number:05}.bin", content)
            self.ledger.dropped.add(hashlib.sha256(content).hexdigest())
        wait_for(lambda: self.boss.get("/api/v1/queue")["counts"]["review"] >= count, 60 + 10 * count)

    def feed(self):
        """Drops and uploads, one after the other, until told to end."""
        while not self.over.is_set():
            if len(self.plain_files()) > 20:  # a scanner does not outrun a service that keeps dying
                time.sleep(0.1)
                continue
            content = self.next_picture()
            digest = hashlib.sha256(content).hexdigest()
            kind = "jpg" if content.startswith(b"\xff\xd8") else "png"
            name = f"scan-{self.number:05}.{kind}"
            if self.number % 3 == 0:
                self.hand_in(name, content, digest)
            else:
                self.service.drop(name, content, f"window-{self.number % 2}")
                self.ledger.dropped.add(digest)
            time.sleep(0.4)

    def hand_in(self, name, content, digest):
        try:
            status, answer, _ = self.boss.upload(name, content)
        except GONE:
            return  # nobody answered: may or may not be in, and that is all the sender may assume
        if status in (200, 201):
            self.ledger.acknowledged[digest] = answer["original_id"]
        elif status not in (502, 503, 507):
            self.surprises.append(("upload", status, answer))

    def work(self):
        """Claims, confirms everything, commits; whatever breaks is tried again."""
        while not self.over.is_set():
            try:
                self.settle_one()
            except GONE:
                time.sleep(0.05)

    def settle_one(self):
        status, document, _ = self.verifier.ask("POST", "/api/v1/queue/claim")
        if status != 200:
            time.sleep(0.2)
            return
        for doubt in [d for d in document["discrepancies"] if d["state"] == "open"]:
            status, document, _ = self.verifier.decide(document, doubt, action="mark_unreadable", reason="a test")
            if status != 200:
                return
        status, answer, _ = self.verifier.commit(document)
        if status == 201:
            self.ledger.committed[document["id"]] = answer["record_id"]

    def test_nothing_is_lost_and_nothing_doubled(self):
        begun = time.monotonic()
        print(f"\n{KILLS} kills, seed {SEED}")
        with Dossier("--demo", config=INTAKE) as self.service:  # readers get into each other's way too
            self.service.start()
            self.boss = administrator(self.service)
            self.verifier = self.boss
            self.fill_queue(KILLS // 2)
            threads = [threading.Thread(target=self.feed), threading.Thread(target=self.work)]
            for thread in threads:
                thread.start()
            kills = 0
            # On a busy machine few commits come between two kills: on until there were enough.
            while kills < KILLS or (len(self.ledger.committed) <= KILLS // 5 and kills < 4 * KILLS):
                kills += 1
                if self.random.random() < 0.7:
                    wait_for(self.is_up, 60, every=0.02)
                    time.sleep(self.random.uniform(0.0, 0.6))
                else:
                    time.sleep(self.random.uniform(0.0, 0.6))
                self.service.kill()
                self.service.start(ready=False)
            self.over.set()
            for thread in threads:
                thread.join()
            killed = time.monotonic()
            wait_for(self.is_up, 60)
            self.check_archive()
            self.check_soundness()
        print(f"{len(self.ledger.dropped)} dropped, {len(self.ledger.acknowledged)} uploads and "
              f"{len(self.ledger.committed)} commits acknowledged; {killed - begun:.0f} s of kills, "
              f"{time.monotonic() - killed:.0f} s to settle")

    def all_taken(self):
        """an empty hot folder"""
        return not self.plain_files()

    def plain_files(self):
        found = (self.service.data / "hot").rglob("*")
        return [path for path in found
                if path.is_file() and not path.name.endswith(".part") and path.parent.name != "receipts"]

    def all_read(self):
        """nothing waiting to be read"""
        return self.boss.get("/api/v1/queue")["counts"]["received"] == 0

    def check_archive(self):
        wait_for(self.all_taken, 180)
        # A killed reader's lease runs out after half a minute; then its file is read again.
        wait_for(self.all_read, 300)
        originals = self.boss.everything("/api/v1/originals")
        times = collections.Counter(o["sha256"] for o in originals)
        self.assertEqual([s for s, n in times.items() if n > 1], [], "doubled")
        self.assertEqual(self.ledger.dropped - set(times), set(), "dropped files lost")
        self.assertEqual(set(self.ledger.acknowledged) - set(times), set(), "acknowledged uploads lost")
        ids = {o["sha256"]: o["id"] for o in originals}
        for digest, original_id in self.ledger.acknowledged.items():
            self.assertEqual(ids[digest], original_id, "an upload is another original than was said")
        self.assertEqual(self.surprises, [])

        records = self.boss.everything("/api/v1/records")
        known = {record["id"] for record in records}
        self.assertEqual(set(self.ledger.committed.values()) - known, set(), "acknowledged commits lost")
        owners = collections.Counter(self.boss.get(f"/api/v1/records/{r['id']}")["document_id"] for r in records)
        self.assertEqual([d for d, n in owners.items() if n > 1], [], "a document has two records")
        numbers = [r["number"] for r in records]
        self.assertEqual(len(numbers), len(set(numbers)), "a number was given twice")
        self.assertGreater(len(self.ledger.dropped), KILLS // 2)
        self.assertGreater(len(self.ledger.committed), KILLS // 5)

    def check_soundness(self):
        self.assertEqual(self.service.stop(), 0)
        wait_for(lambda: not self.service.strays())
        for words in (["audit", "verify"], ["fsck"]):
            done = self.service.run(*words)
            self.assertEqual(done.returncode, 0, done.stderr)
            print(" ".join(words) + ":", done.stdout.strip())


if __name__ == "__main__":
    unittest.main(verbosity=2)
