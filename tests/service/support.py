"""A real `dossier serve` in a folder of its own, and people who work with it. Standard library only."""

import base64
import hashlib
import http.client
import json
import os
import pathlib
import re
import signal
import ssl
import struct
import subprocess
import tempfile
import threading
import time
import uuid
import zlib

BIN = pathlib.Path(os.environ["DOSSIER_BIN"])
CAMPAIGN = os.environ.get("DOSSIER_CAMPAIGN") == "1"
PASSWORD = "seven grey herons by the lake"

# Files are looked into after a fifth of a second; what is quiet and incomplete is given up after two.
INTAKE = "[intake]\nquiet_ms = 200\ngive_up_ms = 2000\ndisk_free_mib = 64\n"
# Each reader loads its models for more than a second of the processor, at every start of the service.
CONFIG = "[reading]\nworkers = 1\n" + INTAKE


def wait_for(what, seconds=60.0, every=0.1):
    """The first true answer of `what`, asked again and again."""
    end = time.monotonic() + seconds
    while True:
        answer = what()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s in vain for {what.__doc__ or what}")
        time.sleep(every)


SEGMENTS = ["abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc", "abcdefg", "abcdfg"]


def png(number, width=420, height=120):
    """A small picture of a number in pocket-calculator digits: cheap to read, and nobody else has it."""
    rows = [bytearray(b"\xff" * width) for _ in range(height)]

    def bar(x, y, wide, high):
        for row in rows[y:y + high]:
            row[x:x + wide] = bytes(wide)

    def digit(x, y, value, w=24, h=48, t=5):
        bars = {"a": (x, y, w, t), "g": (x, y + h // 2 - 2, w, t), "d": (x, y + h - t, w, t),
                "f": (x, y, t, h // 2), "b": (x + w - t, y, t, h // 2),
                "e": (x, y + h // 2, t, h // 2), "c": (x + w - t, y + h // 2, t, h // 2)}
        for segment in SEGMENTS[value]:
            bar(*bars[segment])

    for place, value in enumerate(f"{number:08}"):
        digit(40 + place * 42, 35, int(value))

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def numbered_jpeg(picture, number):
    """The same picture in other bytes: a comment with a number behind the start marker."""
    comment = f"copy {number}".encode()
    return picture[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + picture[2:]


class Dossier:
    """The service. Every start may take another port."""

    def __init__(self, *options, data=None, config=CONFIG, environment=None):
        self.folder = None if data else tempfile.TemporaryDirectory(prefix="dossier-service-")
        self.data = pathlib.Path(data or pathlib.Path(self.folder.name) / "data")
        self.config = self.data.parent / "dossier.toml"
        self.config.write_text(config)
        self.options = options
        self.environment = os.environ | (environment or {})
        self.process = None
        self.sessions = set()
        self.said = []
        self.errors = (self.data.parent / "log.jsonl").open("ab")

    def start(self, ready=True):
        self.said = []
        self.process = subprocess.Popen(
            [BIN / "dossier", "serve", "--data", self.data, "--config", self.config, "--port", "0", *self.options],
            stdout=subprocess.PIPE, stderr=self.errors, text=True, start_new_session=True, env=self.environment)
        self.sessions.add(self.process.pid)
        self.listener = threading.Thread(target=self.listen, args=(self.process.stdout, self.said), daemon=True)
        self.listener.start()
        if ready:
            wait_for(lambda: self.answers("/readyz") == 200)
        return self

    @staticmethod
    def listen(stream, said):
        with stream:
            said.extend(stream)

    def answers(self, path):
        """The status of an answer, None while nobody answers."""
        try:
            return Person(self).ask("GET", path)[0]
        except (OSError, http.client.HTTPException, AttributeError):
            return None

    @property
    def port(self):
        found = re.search(r"(?:localhost|127\.0\.0\.1):(\d+)", "".join(self.said))
        return int(found[1]) if found else None

    def one_time_password(self):
        return wait_for(lambda: re.search(r"password +(\S+)", "".join(self.said)))[1]

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.listener.join()

    def stop(self):
        """Asks it to end and returns its exit code."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(30)
        self.listener.join()
        return code

    def processes(self, name=""):
        """The ids of what lives of all its runs, by the start of the program's name."""
        found = []
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                command, rest = (folder / "stat").read_text().split("(", 1)[1].rsplit(")", 1)
                if int(rest.split()[3]) in self.sessions and command.startswith(name):
                    found.append(int(folder.name))
            except (OSError, IndexError):
                continue  # it ended while we looked
        return sorted(found)

    def strays(self):
        """What any of its runs left behind."""
        return self.processes()

    def run(self, *words, **more):
        """Another verb on the same data folder."""
        return subprocess.run([BIN / "dossier", *words, "--data", self.data], capture_output=True, text=True,
                              env=self.environment, **more)

    def station(self, name="window-1"):
        folder = self.data / "hot" / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def drop(self, name, content, station="window-1"):
        """As a careful scanner does: under a hidden name, then renamed."""
        folder = self.station(station)
        hidden = folder / f".{uuid.uuid4()}.part"
        hidden.write_bytes(content)
        hidden.rename(folder / name)

    def log(self):
        self.errors.flush()
        return (self.data.parent / "log.jsonl").read_text()

    def __enter__(self):
        return self

    def __exit__(self, failed, *_):
        if self.process and self.process.poll() is None:
            self.kill()
        if failed:
            print(self.log()[-6000:])
        self.errors.close()
        if self.folder:
            self.folder.cleanup()


class Person:
    """A browser: keeps its cookie and its session's token, also over restarts of the service."""

    tls = ssl.create_default_context()
    tls.check_hostname = False
    tls.verify_mode = ssl.CERT_NONE

    def __init__(self, service):
        self.service = service
        self.cookie = None
        self.token = None

    def ask(self, method, path, body=None, headers=None):
        """Status, answer (parsed when it is JSON), headers."""
        connection = http.client.HTTPSConnection("127.0.0.1", self.service.port, context=self.tls, timeout=60)
        sent = dict(headers or {})
        if self.cookie:
            sent["Cookie"] = self.cookie
        if self.token and method != "GET":
            sent["X-CSRF-Token"] = self.token
        content = body
        if body is not None and not isinstance(body, bytes):
            content = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        if content is None and method in ("POST", "PUT"):
            content = b""
        try:
            connection.request(method, path, content, sent)
            response = connection.getresponse()
            answer = response.read()
        finally:
            connection.close()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                self.cookie = value.split(";")[0]
        if answer and "json" in response.getheader("Content-Type", ""):
            answer = json.loads(answer)
            if isinstance(answer, dict) and "csrf_token" in answer:
                self.token = answer["csrf_token"]
        return response.status, answer, response.headers

    def get(self, path):
        status, answer, _ = self.ask("GET", path)
        assert status == 200, (path, status, answer)
        return answer

    def sign_in(self, name, password, totp=None):
        body = {"username": name, "password": password}
        if totp:
            body["totp"] = totp
        return self.ask("POST", "/api/v1/session", body)

    def settle_in(self, name, one_time_password):
        """The first sign-in: with the one-time password, then one's own."""
        status, answer, _ = self.sign_in(name, one_time_password)
        assert status == 200, answer
        status, answer, _ = self.ask("POST", "/api/v1/session/password",
                                     {"old_password": one_time_password, "new_password": PASSWORD})
        assert status == 200, answer
        return self

    def upload(self, name, content, number=None):
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
        return self.ask("PUT", f"/api/v1/uploads/{number or uuid.uuid4()}", content,
                        {"Digest": f"sha-256={digest}", "X-Source-Name": name,
                         "Content-Type": "application/octet-stream"})

    def everything(self, path):
        """All items of a list that comes in pages."""
        items, cursor = [], ""
        while True:
            page = self.get(f"{path}{'&' if '?' in path else '?'}cursor={cursor}")
            items += page["items"]
            cursor = page["next_cursor"]
            if not cursor:
                return items

    def decide(self, document, discrepancy, **decision):
        return self.ask("POST", f"/api/v1/discrepancies/{discrepancy['id']}/decision", decision,
                        {"If-Match": f"\"{document['version']}\""})

    def commit(self, document):
        return self.ask("POST", f"/api/v1/documents/{document['id']}/commit", None,
                        {"If-Match": f"\"{document['version']}\""})


def administrator(service):
    """The first one, with a password of their own."""
    return Person(service).settle_in("admin", service.one_time_password())


def colleague(boss, name, role):
    status, made, _ = boss.ask("POST", "/api/v1/users", {"username": name, "display_name": name, "role": role})
    assert status == 201, made
    return Person(boss.service).settle_in(name, made["one_time_password"])
