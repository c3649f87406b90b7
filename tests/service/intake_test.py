"""Intake under pressure: a full disk, an archive that fails, thousands of files at once, a network share."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from races_test import digest, picture
from support import BIN, CAMPAIGN, CONFIG, Dossier, administrator, wait_for

MANY = 10_000 if CAMPAIGN else 400


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
            wait_for(lambda: self.ready_reason(service, boss) == "disk_low", 10)
            pictures = [picture() for _ in range(20)]
            for number, content in enumerate(pictures):
                service.drop(f"{number}.png", content)
            status, answer, headers = boss.upload("late.png", picture())
            self.assertEqual((status, answer["type"]), (507, "disk_low"))
            self.assertIn("Retry-After", headers)
            self.assertEqual(len(self.waiting(service)), 20)
            disk.free()
            wait_for(lambda: not self.waiting(service), 10)
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
                wait_for(lambda: not self.waiting(service), 20)
                pictures = [picture() for _ in range(20)]
                switch.touch()
                for number, content in enumerate(pictures[:10]):
                    service.drop(f"{number}.png", content)
                for number, content in enumerate(pictures[10:]):
                    (service.data / "hot" / "window-1" / ".claimed" /
                     f"20261125T080000.{number:03}Z-0-{number}.png").write_bytes(content)
                wait_for(lambda: '"reason":"store_failing"' in service.log(), 20)
                self.assertTrue(self.waiting(service))
                switch.unlink()
                wait_for(lambda: not self.waiting(service), 40)
                wait_for(lambda: self.ready_reason(service, boss) is None, 10)
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
            wait_for(lambda: not self.waiting(service), 30)
            self.assertEqual(self.kept(boss), {digest(content) for content in pictures})

    def test_thousands_of_files_at_once_take_little_memory_and_do_not_starve_other_stations(self):
        with Dossier("--demo") as service:
            service.start()
            boss = administrator(service)
            # The peak from here on, without that of hashing passwords.
            pathlib.Path(f"/proc/{service.process.pid}/clear_refs").write_text("5")
            before = self.memory(service, "VmRSS")
            station = service.station("window-1")
            # As large as small scans; behind the end of a PNG may lie anything.
            contents = {}
            for number in range(MANY):
                content = picture() + os.urandom(300_000)
                contents[f"{number}.png"] = digest(content)
                (station / f".{number}").write_bytes(content)
            for number in range(MANY):
                (station / f".{number}").rename(station / f"{number}.png")
            wait_for(lambda: any((station / ".claimed").iterdir()), 20)
            urgent = picture()
            service.drop("urgent.png", urgent, "window-2")
            wait_for(lambda: not list(service.station("window-2").glob("*.png")), 30)
            self.assertTrue(list(station.glob("*.png")), "the other station was not served in its turn")
            wait_for(lambda: not self.waiting(service), 60 + MANY / 5)
            grown = self.memory(service, "VmHWM") - before
            print(f"\n{MANY} files of 300 kB: {grown / 1024:.0f} MiB more than before")
            self.assertLess(grown, 100 * 1024)
            self.assertEqual(self.kept(boss), set(contents.values()) | {digest(urgent)})

    def memory(self, service, what):
        """In KiB, of the service itself."""
        status = pathlib.Path(f"/proc/{service.process.pid}/status").read_text()
        return int(re.search(rf"{what}:\s+(\d+)", status)[1])


if __name__ == "__main__":
    unittest.main(verbosity=2)
