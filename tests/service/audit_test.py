"""The audit trail from outside: checkpoints that the service lays elsewhere, exports, a database put back."""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from support import CONFIG, Dossier, administrator, colleague

VERIFIER = pathlib.Path(__file__).parent.parent / "audit" / "verify_audit.py"


def second_verifier(*words):
    return subprocess.run([sys.executable, VERIFIER, *map(str, words)], capture_output=True, text=True)


class AuditTest(unittest.TestCase):
    def setUp(self):
        outside = tempfile.TemporaryDirectory(prefix="dossier-outside-")
        self.addCleanup(outside.cleanup)
        self.outside = pathlib.Path(outside.name) / "checkpoints"
        self.config = CONFIG + f"[audit]\ncheckpoints = \"{self.outside}\"\n"

    def work(self, service):
        service.start()
        boss = administrator(service)
        for name in ("anna", "bert"):
            colleague(boss, name, "auditor")
        return boss

    def put_database(self, source, target):
        """With its log: a service that was cut short leaves one."""
        for old in target.glob("dossier.db*"):
            old.unlink()
        for file in source.glob("dossier.db*"):
            shutil.copy(file, target)

    def test_what_the_service_signed_at_its_end_fits_an_export_and_both_verifiers_say_so(self):
        with Dossier("--demo", config=self.config) as service:
            self.work(service)
            self.assertEqual(service.stop(), 0)
            self.assertEqual(len(list(self.outside.glob("audit-*.checkpoint"))), 2, "at the start, and at the end")
            done = service.run("audit", "verify", "--checkpoint", self.outside)
            self.assertEqual(done.returncode, 0, done.stderr)
            key = service.run("audit", "key").stdout.strip()
            trail = service.data.parent / "trail.jsonl"
            self.assertEqual(service.run("audit", "export", "--out", trail).returncode, 0)
            done = second_verifier("--key", key, "--checkpoint", self.outside, trail)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            database = second_verifier("--key", key, "--checkpoint", self.outside, service.data / "dossier.db")
            self.assertEqual(done.stdout.split(",")[0], database.stdout.split(",")[0])

            lines = trail.read_text().splitlines()
            altered = json.loads(lines[5])
            trail.write_text("\n".join(lines[:5] + [json.dumps(altered | {"actor": "nobody"})] + lines[6:]) + "\n")
            self.assertEqual(second_verifier("--key", key, trail).stdout, "altered: entry 5: altered\n")

    def test_a_database_put_back_is_sound_by_itself_and_fits_no_checkpoint(self):
        with Dossier("--demo", config=self.config) as service:
            service.start()
            self.assertEqual(service.stop(), 0)
            older = service.data.parent / "older"
            older.mkdir()
            self.put_database(service.data, older)
            known = int(service.run("audit", "verify").stdout.split()[1])
            service.start()
            self.assertEqual(service.stop(), 0)
            self.put_database(older, service.data)
            self.assertEqual(service.run("audit", "verify").returncode, 0)
            done = service.run("audit", "verify", "--checkpoint", self.outside)
            self.assertEqual(done.returncode, 1)
            self.assertIn(f"entry {known + 1}: missing", done.stderr)
            done = service.run("audit", "checkpoint", "--folder", self.outside)
            self.assertEqual((done.returncode, done.stdout), (1, ""), "never signed against an earlier one")
            service.start()
            service.stop()
            self.assertIn("checkpoint_refused", service.log())

    def test_auditors_fetch_checkpoints_and_counts_while_it_runs(self):
        with Dossier("--demo", config=self.config) as service:
            boss = self.work(service)
            person = colleague(boss, "carl", "auditor")
            status, note, _ = person.ask("POST", "/api/v1/audit/checkpoint")
            self.assertEqual(status, 200, note)
            kept = service.data.parent / "mine.checkpoint"
            kept.write_bytes(note)
            report = person.get("/api/v1/audit/report?since=2020-01-01")["items"]
            made = [item for item in report if item["action"] == "user_created" and item["actor"] == "admin"]
            self.assertEqual(sum(item["count"] for item in made), 3, report)
            self.assertEqual(person.ask("GET", "/api/v1/audit/report?since=yesterday")[0], 422)
            key = person.get("/api/v1/checkpoint-key").decode().strip()
            status, rotation, _ = boss.ask("POST", "/api/v1/keys/rotation")
            self.assertEqual((status, rotation), (202, {"key_version": 2}))
            self.assertEqual(person.ask("POST", "/api/v1/keys/rotation")[0], 403)
            service.stop()
            done = second_verifier("--key", key, "--checkpoint", kept, service.data / "dossier.db")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
