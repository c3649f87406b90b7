"""Stations that upload: resumed after a kill between any two parts, nothing in plain on the disk, and a
token that opens nothing but uploads."""

import base64
import hashlib
import http.client
import json
import os
import pathlib
import random
import shutil
import ssl
import struct
import subprocess
import time
import unittest
import uuid
import zlib

from support import BIN, CAMPAIGN, Dossier, Person, administrator, png, wait_for

PART = 1024 * 1024
SEED = int(os.environ.get("DOSSIER_SEED", random.randrange(10**6)))
KILLS = int(os.environ.get("DOSSIER_KILLS", "60" if CAMPAIGN else "6"))
GONE = (OSError, http.client.HTTPException, AttributeError)


def large_png(number, size):
    """A small picture that a private chunk makes as large as wanted; the filling is recognisable."""
    small = png(number)
    filling = (b"plain text of upload %08d. " % number) * (size // 31 + 1)
    body = filling[:size - len(small) - 12]
    chunk = struct.pack(">I", len(body)) + b"prVt" + body + struct.pack(">I", zlib.crc32(b"prVt" + body))
    return small[:-12] + chunk + small[-12:]


class Sender:
    """A station: one file, part by part, going on wherever the service says."""

    def __init__(self, service, token, content):
        self.service, self.token, self.content = service, token, content
        self.address = f"/api/v1/uploads/{uuid.uuid4()}"
        self.digest = "sha-256=" + base64.b64encode(hashlib.sha256(content).digest()).decode()

    def ask(self, method, path, body=None, headers=None):
        return Person(self.service).ask(method, path, body, {"Authorization": f"Bearer {self.token}", **(headers or {})})

    def put(self, first, last):
        return self.ask("PUT", self.address, self.content[first:last + 1],
                        {"Digest": self.digest, "Content-Range": f"bytes {first}-{last}/{len(self.content)}",
                         "X-Source-Name": "large.png"})

    def part(self, offset):
        return self.put(offset, min(offset + PART, len(self.content)) - 1)

    def offset(self):
        status, answer, _ = self.ask("GET", self.address)
        return answer["offset"] if status == 200 else 0


class UploadsTest(unittest.TestCase):
    def setUp(self):
        self.random = random.Random(SEED)

    def station(self, boss, name):
        status, made, _ = boss.ask("POST", "/api/v1/stations", {"name": name})
        self.assertEqual(status, 201, made)
        return made["token"]

    def test_a_kill_between_any_two_parts_loses_nothing_acknowledged(self):
        print(f"\n{KILLS} kills, seed {SEED}")
        with Dossier("--demo") as service:
            service.start()
            boss = administrator(service)
            sender = Sender(service, self.station(boss, "branch-7"), large_png(1, 5 * PART + 12345))
            acknowledged, kills, answer = 0, 0, None
            while answer is None:
                if kills < KILLS and self.random.random() < 0.6:
                    service.kill()
                    self.no_plain_text(service, 1)
                    service.start()
                    kills += 1
                    self.assertEqual(sender.offset(), acknowledged, "what was acknowledged is there")
                status, told, _ = sender.part(acknowledged)
                self.assertIn(status, (201, 202), told)
                if status == 201:
                    answer = told
                else:
                    self.assertEqual(told["offset"], min(acknowledged + PART, len(sender.content)))
                    acknowledged = told["offset"]
                    if acknowledged + PART > len(sender.content) and kills < KILLS:
                        sender.ask("DELETE", sender.address)  # once more: not every kill has been
                        acknowledged = 0
            self.assertEqual(sender.part(0)[:2], (200, answer), "and answered the same for ever")
            originals = boss.everything("/api/v1/originals")
            self.assertEqual([o["sha256"] for o in originals], [hashlib.sha256(sender.content).hexdigest()])
            self.assertEqual(originals[0]["station"], "branch-7")
            self.no_plain_text(service, 1)
            self.assertEqual(service.stop(), 0)
            checked = service.run("fsck")
            self.assertEqual(checked.returncode, 0, checked.stderr)
            self.assertIn(" 0 orphans", checked.stdout)

    def test_a_kill_in_the_middle_of_a_part_is_a_part_sent_again(self):
        with Dossier("--demo") as service:
            service.start()
            boss = administrator(service)
            token = self.station(boss, "branch-7")
            for number in range(KILLS // 2):
                sender = Sender(service, token, large_png(100 + number, 3 * PART + number))
                self.send_through_a_kill(service, sender)
            originals = boss.everything("/api/v1/originals")
            self.assertEqual(len(originals), KILLS // 2)

    def send_through_a_kill(self, service, sender):
        """Kills at some moment of the upload, whatever the sender then knows."""
        killer = self.random.uniform(0.0, 0.12)
        begun, killed, acknowledged = time.monotonic(), False, 0
        while True:
            try:
                offset = sender.offset()
                self.assertGreaterEqual(offset, acknowledged)
                status, told, _ = sender.part(min(offset, len(sender.content) - 1))
            except GONE:
                status = None
            if status in (200, 201):
                return
            if status == 202:
                acknowledged = told["offset"]
            if not killed and time.monotonic() - begun > killer:
                service.kill()
                service.start()
                killed = True
            elif status != 202:
                wait_for(lambda: service.answers("/readyz") == 200)

    def no_plain_text(self, service, number):
        needle = b"plain text of upload %08d" % number
        for path in pathlib.Path(service.data).rglob("*"):
            if path.is_file():
                self.assertNotIn(needle, path.read_bytes(), path)

    def test_a_token_opens_nothing_but_uploads(self):
        with Dossier("--demo") as service:
            service.start()
            boss = administrator(service)
            token = self.station(boss, "branch-7")
            sender = Sender(service, token, png(5))
            self.assertEqual(sender.ask("GET", "/api/v1/station")[:2], (200, {"station": "branch-7"}))
            for method, path in (("GET", "/api/v1/records"), ("GET", "/api/v1/originals"), ("GET", "/api/v1/queue"),
                                 ("GET", "/api/v1/audit"), ("GET", "/api/v1/users"), ("GET", "/api/v1/stations"),
                                 ("POST", "/api/v1/queue/claim"), ("GET", "/api/v1/session"),
                                 ("GET", f"/api/v1/records/{'0' * 32}"), ("POST", "/api/v1/stations")):
                with self.subTest(path):
                    status, told, _ = sender.ask(method, path)
                    self.assertEqual((status, told["type"]), (403, "forbidden"))
            self.assertEqual(sender.part(0)[0], 201)
            boss.ask("POST", "/api/v1/stations/branch-7/disable")
            self.assertEqual(sender.ask("GET", "/api/v1/station")[0], 401)
            trail = boss.everything("/api/v1/audit")
            denied = [e for e in trail if e["actor"] == "branch-7" and e["outcome"] == "denied"]
            self.assertEqual(len(denied), 11, "ten forbidden addresses and one ended token")

    def test_the_edge_holds_parts_in_small_memory_and_apart_from_whole_uploads(self):
        with Dossier("--demo") as service:
            service.start()
            token = self.station(administrator(service), "branch-7")
            sender = Sender(service, token, large_png(7, 3 * PART))
            self.assertEqual(sender.put(0, PART - 1)[0], 202)
            status, told, _ = sender.put(PART, 2 * PART)  # a byte more than a part holds
            self.assertEqual((status, told["type"]), (413, "body_too_large"))
            status, _, headers = sender.ask("HEAD", sender.address)
            self.assertEqual((status, headers["Upload-Offset"], headers["Upload-Complete"]), (200, str(PART), "?0"))
            left = [p for p in (service.data / "edge" / "tmp").rglob("*") if p.is_file() and p.name != "nginx.pid"]
            self.assertEqual(left, [])
            # Many slow parts at once leave room for whole uploads.
            held = [self.begin_part(service, token) for _ in range(20)]
            self.assertEqual(Sender(service, token, png(9)).ask("GET", "/api/v1/station")[0], 200)
            whole = png(9)
            digest = base64.b64encode(hashlib.sha256(whole).digest()).decode()
            self.assertEqual(sender.ask("PUT", f"/api/v1/uploads/{uuid.uuid4()}", whole,
                                        {"Digest": f"sha-256={digest}"})[0], 201)
            for connection in held:
                connection.close()

    @staticmethod
    def begin_part(service, token):
        connection = http.client.HTTPSConnection("127.0.0.1", service.port, context=Person.tls, timeout=20)
        connection.putrequest("PUT", f"/api/v1/uploads/{uuid.uuid4()}")
        for name, value in (("Authorization", f"Bearer {token}"), ("Content-Range", "bytes 0-99/100"),
                            ("Content-Length", "100")):
            connection.putheader(name, value)
        connection.endheaders(b"x" * 10)
        return connection

    def test_tokens_are_made_and_ended_on_the_command_line(self):
        with Dossier("--demo") as service:
            service.start()
            refused = service.run("station", "list")
            self.assertEqual(refused.returncode, 3, "the service holds the folder")
            service.stop()
            made = service.run("station", "add", "branch-7")
            self.assertEqual(made.returncode, 0, made.stderr)
            token = made.stdout.split()[-1]
            self.assertEqual(service.run("station", "add", "branch-7").returncode, 1)
            self.assertEqual(service.run("station", "add", "a/b").returncode, 2)
            self.assertIn("branch-7", service.run("station", "list").stdout)
            service.start()
            self.assertEqual(Sender(service, token, b"").ask("GET", "/api/v1/station")[0], 200)
            service.stop()
            second = service.run("station", "token", "branch-7").stdout.split()[-1]
            self.assertEqual(service.run("station", "disable", "branch-7").returncode, 0)
            self.assertIn("(disabled)", service.run("station", "list").stdout)
            service.start()
            for ended in (token, second):
                self.assertEqual(Sender(service, ended, b"").ask("GET", "/api/v1/station")[0], 401)

class CommandLineTest(unittest.TestCase):
    """`dossier upload` against a real service with its self-made certificate."""

    def setUp(self):
        self.service = Dossier("--demo").__enter__().start()
        self.addCleanup(self.service.__exit__, None)
        self.boss = administrator(self.service)
        self.folder = self.service.data.parent
        self.token_file = self.folder / "token"
        status, made, _ = self.boss.ask("POST", "/api/v1/stations", {"name": "branch-7"})
        self.assertEqual(status, 201)
        self.token_file.write_text(made["token"] + "\n")

    def file(self, name, content):
        path = self.folder / name
        path.write_bytes(content)
        return path

    def command(self, *files, host="localhost", ca="data/edge/tls.crt", more=("--give-up", "20")):
        words = [BIN / "dossier", "upload", *files, "--to", f"https://{host}:{self.service.port}",
                 "--token-file", self.token_file, *more]
        return words + (["--ca", self.folder / ca] if ca else [])

    def upload(self, *files, **options):
        done = subprocess.run(self.command(*files, **options), capture_output=True, text=True, timeout=120)
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr

    def test_files_go_in_once_and_bad_ones_are_named(self):
        files = [self.file("a.png", large_png(1, 3 * PART)), self.file("b.png", png(2)), self.file("text.png", b"text"),
                 self.file("again.png", png(2)), self.folder / "missing.png", self.folder, self.file("empty.png", b"")]
        code, lines, errors = self.upload(*files)
        self.assertEqual(code, 1, errors)
        self.assertEqual([line["source"] for line in lines], [str(file) for file in files])
        self.assertEqual([line["error"] and line["error"]["code"] for line in lines],
                         [None, None, "not_a_document", None, "unreadable", "not_a_file", "empty"])
        self.assertEqual(lines[3]["duplicate_of"], lines[1]["original_id"])
        self.assertIn("text.png", errors)
        originals = {o["id"]: o for o in self.boss.everything("/api/v1/originals")}
        self.assertEqual(set(originals), {lines[0]["original_id"], lines[1]["original_id"]})
        self.assertEqual({o["station"] for o in originals.values()}, {"branch-7"})
        code, repeated, _ = self.upload(*files[:2], host="127.0.0.1")
        self.assertEqual((code, repeated), (0, lines[:2]))
        self.assertEqual(len(self.boss.everything("/api/v1/originals")), 2)

    def test_an_upload_goes_on_through_kills_of_the_service(self):
        files = [self.file(f"{n}.png", large_png(n, 4 * PART)) for n in range(10, 22)]
        self.service.options = ("--demo", "--port", str(self.service.port))
        running = subprocess.Popen(self.command(*files, more=("--jobs", "3", "--give-up", "60")),
                                   stdout=subprocess.PIPE, text=True)
        for _ in range(3):
            time.sleep(0.25)
            self.service.kill()
            self.service.start()
        said, _ = running.communicate(timeout=120)
        self.assertEqual(running.returncode, 0)
        kept = {line["original_id"] for line in map(json.loads, said.splitlines())}
        originals = {o["id"]: o["sha256"] for o in self.boss.everything("/api/v1/originals")}
        self.assertEqual(set(originals), kept)
        self.assertEqual(set(originals.values()), {hashlib.sha256(f.read_bytes()).hexdigest() for f in files})

    def test_nobody_else_gets_the_token(self):
        file = self.file("a.png", png(1))
        for options in ({"ca": None}, {"ca": "other.crt"}, {"host": "127.0.0.2"}):
            if options.get("ca"):
                shutil.copy(ssl.get_default_verify_paths().cafile or "/etc/ssl/certs/ca-certificates.crt",
                            self.folder / "other.crt")
            with self.subTest(str(options)):
                code, lines, errors = self.upload(file, **options, more=("--give-up", "0"))
                self.assertEqual((code, lines), (3, []))
                self.assertRegex(errors, "untrusted|unreachable")
        self.assertEqual(self.boss.everything("/api/v1/originals"), [])

    def test_says_what_is_wrong_before_it_opens_a_file(self):
        file = self.file("a.png", png(1))
        self.token_file.write_text("dst_wrong\n")
        code, lines, errors = self.upload(file)
        self.assertEqual((code, lines), (3, []))
        self.assertIn("bad_token", errors)
        for words in ([], [file], [file, "--to", "http://localhost"], [file, "--to", "https://localhost"],
                      [file, "--to", "https://localhost", "--token-file", self.token_file, "--jobs", "0"]):
            with self.subTest(words):
                done = subprocess.run([BIN / "dossier", "upload", *words], capture_output=True, text=True)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertEqual(done.stderr.count("\n"), 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
