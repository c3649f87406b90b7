"""Backups over the command line: while the service works, restored and proved, tampered with, and of an older time."""

import pathlib
import random
import tempfile
import unittest

from support import CAMPAIGN, PASSWORD, Dossier, Person, administrator, colleague, png

FILES = 2_000 if CAMPAIGN else 60
MOMENTS = 20 if CAMPAIGN else 3


class BackupTest(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="dossier-backup-")
        self.addCleanup(place.cleanup)
        self.place = pathlib.Path(place.name)
        self.to = self.place / "backup"

    def back_up(self, service):
        done = service.run("backup", "--to", self.to)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.split()[1].rstrip(":")

    def restore(self, service, name, *words):
        data = self.place / f"restored-{name}-{random.random()}"
        done = Dossier.run(DataOf(data), "restore", "--from", self.to, "--keys", service.data / "keys",
                           "--backup", name, *words)
        return data, done

    def test_what_is_backed_up_while_it_works_is_restored_as_of_that_moment(self):
        with Dossier("--demo") as service:
            service.start()
            boss = administrator(service)
            moments = {}
            stops = set(random.Random(7).sample(range(FILES), MOMENTS))
            for number in range(FILES):
                status, answer, _ = boss.upload(f"{number}.png", png(number))
                self.assertEqual(status, 201, answer)
                if number in stops:
                    moments[self.back_up(service)] = number + 1
            moments[self.back_up(service)] = FILES
            self.assertEqual(service.stop(), 0)
            listed = Dossier.run(DataOf(self.place), "restore", "--list", "--from", self.to).stdout.split()
            self.assertEqual(listed, sorted(moments))
            for name, count in moments.items():
                data, done = self.restore(service, name)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                self.compare(data, count)

    def compare(self, data, count):
        """A service on the restored folder knows every file that was sent until then, and people sign in as before."""
        with Dossier("--demo", data=data) as restored:
            restored.start()
            boss = Person(restored)
            status, answer, _ = boss.sign_in("admin", PASSWORD)
            self.assertEqual(status, 200, answer)
            names = [original["source_name"] for original in boss.everything("/api/v1/originals")]
            self.assertEqual(sorted(names), sorted(f"{number}.png" for number in range(count)))
            self.assertEqual(restored.stop(), 0)

    def test_a_drill_proves_a_backup_and_leaves_nothing_behind(self):
        with Dossier("--demo") as service:
            service.start()
            boss = administrator(service)
            for number in range(10):
                boss.upload(f"{number}.png", png(number))
            self.back_up(service)
            service.stop()
            scratch = self.place / "scratch"
            scratch.mkdir()
            words = ["restore", "--drill", "--from", self.to, "--scratch", scratch]
            done = service.run(*words)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertIn("sound: ", done.stdout)
            self.assertEqual(list(scratch.iterdir()), [])
            damaged = next(file for file in sorted((self.to / "objects").rglob("*")) if file.is_file())
            damaged.write_bytes(damaged.read_bytes()[:-1])
            done = service.run(*words)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(damaged.name, done.stderr)
            self.assertEqual(list(scratch.iterdir()), [])

    def test_a_backup_older_than_a_checkpoint_is_refused_unless_the_loss_is_accepted(self):
        with Dossier("--demo") as service:
            service.start()
            boss = administrator(service)
            boss.upload("1.png", png(1))
            name = self.back_up(service)
            colleague(boss, "anna", "auditor")
            service.stop()
            checkpoints = service.data / "checkpoints"
            _, done = self.restore(service, name, "--checkpoints", checkpoints)
            self.assertEqual(done.returncode, 1)
            self.assertIn("a checkpoint knows of", done.stderr)
            data, done = self.restore(service, name, "--checkpoints", checkpoints, "--accept-loss")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            report = Dossier.run(DataOf(data), "audit", "report").stdout
            self.assertIn("restored_with_loss", report)

    def test_shares_of_enough_people_open_what_was_restored(self):
        with Dossier("--demo") as service:
            service.start()
            service.stop()
            shares = service.run("key", "shares").stdout.splitlines()
            self.assertEqual(len(shares), 5)
            (service.data / "keys" / "demo.key").unlink()
            few = service.run("key", "recover", input="\n".join(shares[:2]) + "\n\n")
            self.assertEqual(few.returncode, 1)
            self.assertIn("too few", few.stderr)
            file = self.place / "shares"
            file.write_text("\n".join(shares[1:4]) + "\n")
            done = service.run("key", "recover", "--share-file", file, "--new-key-file", self.place / "new.key")
            self.assertEqual(done.returncode, 0, done.stderr)
            done = service.run("audit", "verify", "--key-file", self.place / "new.key")
            self.assertEqual(done.returncode, 0, done.stderr)
            report = service.run("audit", "report", "--key-file", self.place / "new.key").stdout
            self.assertIn("recovery_shares_made", report)
            self.assertIn("recovered_with_shares", report)
            done = service.run("key", "renew-root", "--key-file", self.place / "new.key",
                               "--new-key-file", self.place / "newest.key")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(service.run("key", "recover", "--share-file", file).returncode, 1)
            self.assertEqual(service.run("fsck", "--key-file", self.place / "newest.key").returncode, 0)


class DataOf:
    """A data folder without a service, for Dossier.run."""

    environment = None  # this process's own

    def __init__(self, data):
        self.data = data


if __name__ == "__main__":
    unittest.main()
