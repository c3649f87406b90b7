"""Receipts: what the archive signed reaches the station's folder, also when the service dies in between."""

import json
import pathlib
import tempfile
import unittest

from races_test import digest, picture
from support import BIN, Dossier, administrator, wait_for


class ReceiptsTest(unittest.TestCase):
    def test_a_receipt_that_was_signed_before_a_crash_is_laid_after_the_next_start(self):
        with tempfile.TemporaryDirectory() as folder:
            switch = pathlib.Path(folder) / "switch"
            switch.touch()  # from the start, nothing can be written below receipts/
            environment = {"LD_PRELOAD": str(BIN / "libbad_system.so"), "BAD_SYSTEM_SWITCH": str(switch),
                           "BAD_SYSTEM_FULL": "/receipts/"}
            with Dossier("--demo", environment=environment) as service:
                service.start()
                boss = administrator(service)
                content = picture()
                manifest = {"name": "B-2026-0001", "files": [{"name": "1.png", "sha256": digest(content)}]}
                service.drop("day.json", json.dumps(manifest).encode())
                service.drop("1.png", content)
                receipt = wait_for(lambda: self.receipt(boss))
                wait_for(lambda: "receipts_not_delivered" in service.log())
                self.assertEqual(self.laid(service), [])
                service.kill()
                switch.unlink()
                service.start()
                wait_for(lambda: self.laid(service))
                self.assertEqual([path.read_bytes() for path in self.laid(service)], [receipt])
                self.assertEqual(self.receipt(boss), receipt, "REST gives another one")
                self.assertTrue(self.laid(service)[0].name.startswith("B-2026-0001-"))

                # What the station takes away is its own; a restart does not bring it back.
                self.laid(service)[0].unlink()
                self.assertEqual(service.stop(), 0)
                service.start()
                service.drop("2.png", picture())
                wait_for(lambda: len(boss.everything("/api/v1/originals")) == 2)
                self.assertEqual(self.laid(service), [])

    def receipt(self, boss):
        """a signed receipt"""
        batches = [b for b in boss.everything("/api/v1/batches") if b["has_receipt"]]
        if not batches:
            return None
        status, answer, _ = boss.ask("GET", f"/api/v1/batches/{batches[0]['id']}/receipt")
        return answer if status == 200 else None

    def laid(self, service):
        """What a station sees in its receipts/."""
        return [p for p in (service.station() / "receipts").glob("*") if not p.name.startswith(".")]


if __name__ == "__main__":
    unittest.main(verbosity=2)
