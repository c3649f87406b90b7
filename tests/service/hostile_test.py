"""Hostile files leave the service up: each is refused with its reason, and good ones still pass."""

import json
import pathlib
import subprocess
import tempfile
import unittest

from support import BIN, CAMPAIGN, Dossier, administrator, png, wait_for

# Enough of each kind for every run; all of them in a campaign.
SOME = 70


def hostile_files(folder):
    subprocess.run([BIN / "dossier-hostile", "--out", folder], check=True, stdout=subprocess.DEVNULL)
    listed = json.loads((pathlib.Path(folder) / "manifest.json").read_text())
    chosen = listed if CAMPAIGN else listed[:: max(1, len(listed) // SOME)]
    return [entry | {"bytes": (pathlib.Path(folder) / entry["file"]).read_bytes()} for entry in chosen]


class HostileTest(unittest.TestCase):
    def test_every_hostile_file_is_refused_with_its_reason(self):
        with tempfile.TemporaryDirectory() as folder, Dossier("--demo") as service:
            files = hostile_files(folder)
            self.assertGreaterEqual(len(files), 60)
            service.start()
            boss = administrator(service)
            for entry in files:
                service.drop(entry["file"], entry["bytes"])
            for number in range(5):
                service.drop(f"good-{number}.png", png(number))

            wait_for(lambda: not [p for p in service.station().iterdir() if p.is_file()], 60)
            wait_for(lambda: boss.get("/api/v1/queue")["counts"]["received"] == 0, 400)
            self.assertIsNone(service.process.poll(), "the service is still the one that was started")

            rejected = {p.name.removesuffix(".reason.txt"): p.read_text()
                        for p in (service.station() / "rejected").glob("*.reason.txt")}
            originals = {o["source_name"]: o for o in boss.everything("/api/v1/originals")}
            for entry in files:
                with self.subTest(entry["file"], what=entry["what"], expect=entry["expect"]):
                    self.check(entry, rejected, originals)
            for number in range(5):
                self.assertEqual(originals[f"good-{number}.png"]["state"], "read")
            self.assertEqual(service.stop(), 0)
            self.assertEqual(service.run("fsck").returncode, 0)

    def check(self, entry, rejected, originals):
        """In rejected/ with a sentence, or in the archive; quarantined there with a reason."""
        original = originals.get(entry["file"])
        sentence = rejected.get(entry["file"], "").strip()
        if original is None:
            self.assertGreater(len(sentence), 10, "neither rejected with a reason nor in the archive")
            return
        self.assertNotEqual(entry["expect"], "rejected", "taken in though it is no document")
        if entry["expect"] == "refused":
            self.assertEqual(original["state"], "quarantined")
        if original["state"] == "quarantined":
            self.assertGreater(len(original["reason"]["message"]), 10)


if __name__ == "__main__":
    unittest.main(verbosity=2)
