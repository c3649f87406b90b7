"""Whatever is done to the trail, both verifiers notice, and name the same entry."""

import functools
import hashlib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

import verify_audit

BIN = pathlib.Path(os.environ["DOSSIER_BIN"])
HERE = pathlib.Path(__file__).parent
# A pure function of an entry: thousands of trails differ in an entry or two, so it is asked the same again and again.
verify_audit.canonical = functools.lru_cache(maxsize=None, typed=True)(verify_audit.canonical)
ALL = os.environ.get("DOSSIER_CAMPAIGN") == "1"


def second_verifier(*words):
    return subprocess.run([sys.executable, HERE / "verify_audit.py", *map(str, words)],
                          capture_output=True, text=True)


class VerifiersTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="dossier-audit-")
        cls.place = pathlib.Path(cls.folder.name)
        done = subprocess.run([BIN / "tampered_trails", cls.place, "all" if ALL else "some"],
                              capture_output=True, text=True, check=True)
        cls.trials = [json.loads(line) for line in done.stdout.splitlines()]
        cls.key_text = (cls.place / "key").read_text()
        key = verify_audit.Key(cls.key_text)
        notes = verify_audit.read_notes([cls.place / "checkpoints"])
        cls.checkpoints = [verify_audit.open_checkpoint(note, key) for note in notes]

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def setUp(self):
        self.database = sqlite3.connect(":memory:")
        with sqlite3.connect(self.place / "trail.db") as kept:
            kept.backup(self.database)
        kept.close()
        self.database.executescript("CREATE TABLE kept AS SELECT * FROM audit_entry")

    def tearDown(self):
        self.database.close()

    def first_altered(self, checkpoints=None):
        try:
            verify_audit.verify(verify_audit.entries_of(self.database),
                                self.checkpoints if checkpoints is None else checkpoints)
        except verify_audit.Altered as altered:
            return altered.seq
        return -1

    def test_the_trail_as_written_is_sound(self):
        self.assertEqual(self.first_altered(), -1)
        self.assertEqual([size for size, _ in self.checkpoints], [250, 500, 1000])

    def test_every_edit_deletion_swap_and_truncation_is_noticed_by_both_at_the_same_entry(self):
        self.assertGreaterEqual(len(self.trials), 11_000 if ALL else 4_000)
        for trial in self.trials:
            self.database.executescript(trial["do"])
            self.assertEqual(self.first_altered(), trial["seq"], trial["do"])
            self.assertGreater(trial["seq"], 0, trial["do"])
            self.database.executescript(trial["undo"])
        self.assertEqual(self.first_altered(), -1)
        print(f"{len(self.trials)} ways to alter the trail, all noticed by both")

    def rewrite_from(self, first):
        """What somebody does who knows the format: edits an entry and makes every hash right again."""
        previous = bytes(32)
        for entry in verify_audit.entries_of(self.database).fetchall():
            values = list(entry[:8])
            if entry[0] == first:
                values[2] = "nobody"
            leaf = hashlib.sha256(b"\x00" + verify_audit.canonical("dossier/audit/v1", *values, previous)).digest()
            self.database.execute("UPDATE audit_entry SET actor = ?, leaf_hash = ? WHERE seq = ?",
                                  (values[2], leaf, entry[0]))
            previous = leaf

    def test_a_history_with_right_hashes_fits_no_checkpoint(self):
        for first, stretch in [(1, 1), (100, 1), (251, 251), (777, 501), (1000, 501)]:
            with self.subTest(first=first):
                self.rewrite_from(first)
                self.assertEqual(self.first_altered([]), -1, "by itself it is consistent")
                self.assertEqual(self.first_altered(), stretch)
                self.database.executescript("DELETE FROM audit_entry; INSERT INTO audit_entry SELECT * FROM kept")

    def test_the_program_reads_a_database_and_says_what_it_found(self):
        trail = self.place / "copy.db"
        shutil.copy(self.place / "trail.db", trail)
        words = ["--key", self.key_text, "--checkpoint", self.place / "checkpoints", trail]
        done = second_verifier(*words)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        self.assertIn("sound: 1000 entries", done.stdout)
        with sqlite3.connect(trail) as database:
            database.execute("UPDATE audit_entry SET actor = 'nobody' WHERE seq = 321")
        database.close()
        done = second_verifier(*words)
        self.assertEqual((done.returncode, done.stdout), (1, "altered: entry 321: altered\n"))
        self.assertEqual(second_verifier(*words[:-1], self.place / "nothing").returncode, 2)

    def test_a_checkpoint_with_any_changed_letter_is_none(self):
        key = verify_audit.Key(self.key_text)
        note = next(verify_audit.read_notes([self.place / "checkpoints"]))
        for at in range(0, len(note), 1 if ALL else 5):
            with self.assertRaises(verify_audit.Altered, msg=at):
                verify_audit.open_checkpoint(note[:at] + chr(ord(note[at]) ^ 1) + note[at + 1:], key)

    def test_signatures_are_those_of_rfc_8032(self):
        public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
        signature = bytes.fromhex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                                  "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
        self.assertTrue(verify_audit.is_signed(public, b"r", signature))
        self.assertFalse(verify_audit.is_signed(public, b"s", signature))
        self.assertFalse(verify_audit.is_signed(public, b"r", signature[:32] + bytes(32)))

    def test_the_second_verifier_stays_small_enough_to_read(self):
        self.assertLessEqual(len((HERE / "verify_audit.py").read_text().splitlines()), 300)


if __name__ == "__main__":
    unittest.main()
