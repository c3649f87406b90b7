"""Intake under pressure: a full disk, an archive that fails, thousands of files at once, a network share."""

import os
import pathlib
import re
import subprocess
import tempfile
import time
import unittest

from races_test import digest, picture
from support import BIN, CAMPAIGN, CONFIG, Dossier, administrator, numbered_jpeg, wait_for

FEW, MANY = 50, int(os.environ.get("DOSSIER_FILES", "10000" if CAMPAIGN else "1500"))
CARD = (pathlib.Path(__file__).resolve().parents[2] / "samples/specimens/02-id-card-emblem-side.jpg").read_bytes()


class FullDisk:
    """A small file system of its own, mounted for as long as a test runs."""

    def __init__(self, size):
        self.folder = tempfile.TemporaryDirectory(prefix="dossier-disk-")
        self.path = pathlib.Path(self.folder.name) / "disk"
        self.path.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "dossier-test", self.path], check=True)

    def fill(self, leave):
        """Takes all room but `leave` bytes."""
        free = os.statvfs(self.path)
        with (self.path / "ballast").open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, free.f_bavail * free.f_frsize - leave)

    def free(self):
        (self.path / "ballast").unlink()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", "-l", self.path], check=True)
        self.folder.cleanup()


class IntakeTest(unittest.TestCase):
    def ready_reason(self, service, person):
        status, answer, _ = person.ask("GET", "/readyz")
        return None if status == 200 else answer["reason"]

    def kept(self, boss):
        return {o["sha256"] for o in boss.everything("/api/v1/originals")}

    def waiting(self, service):
        """What is neither kept nor rejected yet."""
        hot = service.data / "hot"
        return [p for p in hot.rglob("*") if p.is_file() and not {"rejected", "receipts"} & set(p.parts)]

    def test_a_full_disk_pauses_intake_which_resumes_by_itself(self):
        with FullDisk("192m") as disk, Dossier("--demo", data=disk.path / "data") as service:
            service.start()
            boss = administrator(service)
            disk.fill(leave=60 << 20)
            wait_for(lambda: self.ready_reason(service, boss) == "disk_low")
            pictures = [picture() for _ in range(20)]
            for number, content in enumerate(pictures):
                service.drop(f"{number}.png", content)
            status, answer, headers = boss.upload("late.png", picture())
            self.assertEqual((status, answer["type"]), (507, "disk_low"))
            self.assertIn("Retry-After", headers)
            self.assertEqual(len(self.waiting(service)), 20)
            disk.free()
            wait_for(lambda: not self.waiting(service))
            self.assertEqual(self.kept(boss), {digest(content) for content in pictures})
            self.assertEqual(service.stop(), 0)
            self.assertEqual(service.run("fsck").returncode, 0)

    def test_an_archive_that_cannot_write_pauses_intake_which_resumes_by_itself(self):
        with tempfile.TemporaryDirectory() as folder:
            switch = pathlib.Path(folder) / "switch"
            environment = {"LD_PRELOAD": str(BIN / "libbad_system.so"), "BAD_SYSTEM_SWITCH": str(switch),
                           "BAD_SYSTEM_FULL": "/objects/"}
            with Dossier("--demo", environment=environment) as service:
                service.start()
                boss = administrator(service)
                service.drop("before.png", picture())
                wait_for(lambda: not self.waiting(service))
                pictures = [picture() for _ in range(20)]
                switch.touch()
                for number, content in enumerate(pictures[:10]):
                    service.drop(f"{number}.png", content)
                for number, content in enumerate(pictures[10:]):
                    (service.data / "hot" / "window-1" / ".claimed" /
                     f"20261125T080000.{number:03}Z-0-{number}.png").write_bytes(content)
                wait_for(lambda: '"reason":"store_failing"' in service.log())
                self.assertTrue(self.waiting(service))
                switch.unlink()
                wait_for(lambda: not self.waiting(service))
                wait_for(lambda: self.ready_reason(service, boss) is None)
                self.assertLessEqual({digest(content) for content in pictures}, self.kept(boss))
                self.assertEqual(service.stop(), 0)
                self.assertEqual(service.run("fsck").returncode, 0)

    def test_a_network_share_without_notices_leases_and_guarded_renames_is_taken_from(self):
        environment = {"LD_PRELOAD": str(BIN / "libbad_system.so"), "BAD_SYSTEM_SHARE": "/hot/"}
        with Dossier("--demo", environment=environment, config=CONFIG + "network_quiet_ms = 400\n") as service:
            service.start()
            boss = administrator(service)
            pictures = [picture() for _ in range(30)]
            for number, content in enumerate(pictures):
                service.drop(f"{number}.png", content)
            wait_for(lambda: not self.waiting(service))
            self.assertEqual(self.kept(boss), {digest(content) for content in pictures})

    def test_thousands_of_files_at_once_take_no_more_memory_than_fifty_and_starve_no_other_station(self):
        with Dossier("--demo", config=CONFIG) as service:
            service.start()
            boss = administrator(service)
            expected, small = self.take_at_once(service, 0, FEW)
            begun = time.monotonic()
            more, large = self.take_at_once(service, FEW, MANY, self.drop_urgent_at_another_station)
            seconds = time.monotonic() - begun
            expected |= more | {digest(self.urgent)}
            print(f"\n{MANY} files of 93 kB in {seconds:.0f} s ({MANY / seconds:.0f} a second), dropping them included; "
                  f"peak {large / 1024:.0f} MiB, of {FEW} files {small / 1024:.0f} MiB")
            self.assertLess(large - small, 32 * 1024)
            originals = boss.everything("/api/v1/originals")
            self.assertEqual({o["sha256"] for o in originals}, expected, "missed or foreign")
            self.assertEqual(len(originals), len(expected), "twice")
            self.assertNotIn("original_repeated", service.log())
            counts = [batch["counts"] for batch in boss.everything("/api/v1/batches")]
            self.assertEqual(sum(c["files"] for c in counts), len(expected), "the ledger lacks files")
            self.assertEqual(sum(c["repeats"] for c in counts), 0)
            self.assertEqual(service.stop(), 0)
            self.assertEqual(service.run("fsck").returncode, 0)

    def take_at_once(self, service, first, count, meanwhile=lambda service, station: None):
        """Drops files all at once and waits for all: their digests, and the service's peak of memory in KiB."""
        station = service.station("window-1")
        digests = set()
        for number in range(first, first + count):
            content = numbered_jpeg(CARD, number)
            digests.add(digest(content))
            (station / f".{number}").write_bytes(content)
        # The peak from here on, without that of hashing passwords.
        pathlib.Path(f"/proc/{service.process.pid}/clear_refs").write_text("5")
        for number in range(first, first + count):
            (station / f".{number}").rename(station / f"{number}.jpg")
        meanwhile(service, station)
        wait_for(lambda: not self.waiting(service), 60 + count / 5)
        return digests, self.memory(service, "VmHWM")

    def drop_urgent_at_another_station(self, service, station):
        wait_for(lambda: any((station / ".claimed").iterdir()))
        self.urgent = picture()
        service.drop("urgent.png", self.urgent, "window-2")
        wait_for(lambda: not list(service.station("window-2").glob("*.png")))
        self.assertTrue(list(station.glob("*.jpg")), "the other station was not served in its turn")

    def memory(self, service, what):
        """In KiB, of the service itself."""
        status = pathlib.Path(f"/proc/{service.process.pid}/status").read_text()
        return int(re.search(rf"{what}:\s+(\d+)", status)[1])


if __name__ == "__main__":
    unittest.main(verbosity=2)
