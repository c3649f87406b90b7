"""Services outside, real ones on loopback: asked over HTTPS and by mail, slow, killed and watched for what leaks."""

import base64
import hashlib
import hmac
import http.server
import json
import pathlib
import queue
import re
import socket
import ssl
import threading
import time
import unittest

from support import CONFIG, Dossier, administrator, colleague, numbered_jpeg, wait_for

SPECIMENS = pathlib.Path(__file__).resolve().parents[2] / "samples" / "specimens"
KEY = b"a key of the service tests"


def truth(name):
    return json.loads((SPECIMENS / f"{name}.truth.json").read_text())["documents"][0]["fields"]


CARD = (SPECIMENS / "01-id-card-portrait-side.jpg").read_bytes()
CARD_FIELDS = truth("01-id-card-portrait-side")
FORM = (SPECIMENS / "09-form-shaded-table.jpg").read_bytes()

# With a threshold of 1 every field waits for a person. The servers show the certificate of the service's own edge.
CONNECTORS = CONFIG + """
[verify]
accept = 1.0
proven = 1.0

[connector.police]
kind = "identity"
types = ["id_card"]
when = "{when}"
url = "https://localhost:{https}/v1/identity"
ca = "{folder}/data/edge/tls.crt"
key_id = "bank-0017"
key_file = "{folder}/police.key"
timeout_ms = 1000
retry_first_ms = 100
retry_longest_s = 1
valid_days = 180
[connector.police.request.fields]
name = "/person/name"
id_number = "/person/idNo"
[connector.police.answer]
outcome = "/result"
match = ["1"]
mismatch = ["2"]
reference = "/serial"

[connector.mail]
kind = "email"
smtp = "{mail_host}"
port = {smtp}
{mail_ca}
user = "dossier"
password_file = "{folder}/mail.password"
from = "A Bank <codes@bank.example>"
timeout_ms = 3000
retry_first_ms = 100
"""


def listening():
    """A port that is taken; who connects waits until somebody accepts."""
    return socket.create_server(("127.0.0.1", 0), backlog=64)


def tls_of(service):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(service.data / "edge" / "tls.crt", service.data / "edge" / "tls.key")
    return context


class Police:
    """Answers whether a name and a number belong together, as `answer` (a function of the asking) says."""

    def __init__(self, service, listener, answer):
        self.askings = []
        asked = self.askings

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                asked.append((self.path, dict(self.headers), body))
                status, text = answer(len(asked))
                try:
                    self.send_response(status)
                    self.send_header("Content-Length", str(len(text)))
                    self.end_headers()
                    self.wfile.write(text.encode())
                except OSError:
                    pass  # who asked is gone

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(listener.getsockname(), Handler, bind_and_activate=False)
        self.server.daemon_threads = True
        self.server.socket = tls_of(service).wrap_socket(listener, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Mailbox:
    """A mail server with STARTTLS and sign-in that keeps what it is sent."""

    def __init__(self, service, listener):
        self.service, self.listener = service, listener
        self.mails = queue.Queue()
        self.commands = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.talk, args=(connection,), daemon=True).start()

    def talk(self, connection):
        try:
            self.converse(connection)
        except (OSError, ValueError):
            pass

    def converse(self, connection):
        lines = connection.makefile("rb")

        def say(text):
            connection.sendall(text.encode() + b"\r\n")

        say("220 mail.example ESMTP")
        secure = signed_in = False
        while line := lines.readline().decode().rstrip("\r\n"):
            word = line.split()[0].upper()
            self.commands.append((secure, word))
            if word in ("EHLO", "HELO"):
                say("250-mail.example\r\n250-STARTTLS\r\n250 AUTH PLAIN")
            elif word == "STARTTLS":
                say("220 go on")
                connection = tls_of(self.service).wrap_socket(connection, server_side=True)
                lines, secure = connection.makefile("rb"), True
            elif word == "AUTH":
                token = line.split()[2] if len(line.split()) > 2 else None
                if token is None:
                    say("334 ")
                    token = lines.readline().decode().strip()
                signed_in = base64.b64decode(token).split(b"\0")[1:] == [b"dossier", b"a mail password"]
                say("235 welcome" if signed_in else "535 no")
            elif word == "RCPT" and "nobody@" in line:
                say("550 no such mailbox here: <nobody@example.com>")
            elif word == "DATA":
                say("354 go on")
                mail = b""
                while (part := lines.readline()) != b".\r\n":
                    mail += part
                if secure and signed_in:
                    self.mails.put(mail.decode())
                say("250 taken")
            else:
                say("221 bye" if word == "QUIT" else "250 fine")

    def code(self):
        mail = self.mails.get(timeout=60)
        text = mail.split("\r\n\r\n", 1)[1]
        return re.search(r"code is (\d{6})", text.replace("=\r\n", ""))[1]


class ConnectorsTest(unittest.TestCase):
    def setUp(self):
        self.https, self.smtp = listening(), listening()
        self.addCleanup(self.smtp.close)
        self.addCleanup(self.https.close)
        self.service = Dossier("--demo")
        self.addCleanup(lambda: self.service.__exit__(None))

    def start(self, when="read", mail_host="localhost", trusted=True):
        folder = self.service.data.parent
        mail_ca = f'ca = "{folder}/data/edge/tls.crt"' if trusted else ""
        for name, secret in (("police.key", KEY), ("mail.password", b"a mail password\n")):
            (folder / name).write_bytes(secret)
            (folder / name).chmod(0o600)
        self.service.config.write_text(CONNECTORS.format(
            when=when, folder=folder, mail_host=mail_host, mail_ca=mail_ca,
            https=self.https.getsockname()[1], smtp=self.smtp.getsockname()[1]))
        self.service.start()
        self.boss = administrator(self.service)
        self.verifier = colleague(self.boss, "vera", "verifier")

    def police(self, answer):
        police = Police(self.service, self.https, answer)
        self.addCleanup(police.close)
        return police

    def document(self, name, content):
        """The document of a dropped file, once it waits in the queue."""
        self.service.drop(name, content)
        item = wait_for(lambda: [item for item in self.boss.get("/api/v1/queue")["items"]
                                 if item["source_name"] == name], 120)[0]
        return self.verifier.get(f"/api/v1/documents/{item['document_id']}")

    def check(self, document, connector="police"):
        checks = self.verifier.get(f"/api/v1/documents/{document['id']}")["external_checks"]
        return next(check for check in checks if check["connector"] == connector)

    def answered(self, document, connector="police", seconds=40):
        wait_for(lambda: self.check(document, connector)["state"] == "answered", seconds)
        return self.check(document, connector)

    def settle(self, document, corrections=None):
        for doubt in [d for d in document["discrepancies"] if d["state"] == "open"]:
            value = next((f["value"] for f in document["fields"] if f["name"] == doubt["field"]), "")
            decision = {"action": "confirm"} if value else {"action": "mark_unreadable", "reason": "a test"}
            if doubt["field"] in (corrections or {}):
                decision = {"action": "correct", "value": corrections[doubt["field"]], "override_reason": "a test"}
            status, document, _ = self.verifier.decide(document, doubt, **decision)
            self.assertEqual(status, 200, document)
        return document

    def assert_nothing_leaked(self, *values):
        """Neither in the log nor in any file of the archive but the sealed ones' ciphertext."""
        values = [value.encode() for value in values]
        files = [self.service.data.parent / "log.jsonl", *self.service.data.glob("dossier.db*")]
        self.service.log()
        for file in files:
            content = file.read_bytes()
            for value in values:
                self.assertNotIn(value, content, file.name)

    def test_an_answer_is_asked_for_signed_and_kept_and_a_mismatch_waits_for_a_person(self):
        self.start()
        police = self.police(lambda n: (200, '{"result": "2", "serial": "S-4711"}'))
        document = self.document("card.jpg", numbered_jpeg(CARD, 1))
        check = self.answered(document)
        self.assertEqual((check["outcome"], check["reference"]), ("mismatch", "S-4711"))

        path, headers, body = police.askings[0]
        self.assertEqual(path, "/v1/identity")
        self.assertEqual(json.loads(body)["person"],
                         {"name": CARD_FIELDS["name"], "idNo": CARD_FIELDS["id_number"]})
        digest = "sha-256=:" + base64.b64encode(hashlib.sha256(body).digest()).decode() + ":"
        parameters = headers["Signature-Input"].removeprefix("dossier=")
        signed = "\n".join([
            '"@method": POST', f'"@authority": {headers["Host"]}', '"@path": /v1/identity',
            f'"content-type": {headers["Content-Type"]}', f'"content-digest": {digest}',
            f'"idempotency-key": {headers["Idempotency-Key"]}', f'"@signature-params": {parameters}'])
        mac = base64.b64encode(hmac.new(KEY, signed.encode(), hashlib.sha256).digest()).decode()
        self.assertEqual(headers["Signature"], f"dossier=:{mac}:")
        created = int(re.search(r";created=(\d+)", parameters)[1])
        self.assertLess(abs(created - time.time()), 60)

        document = self.verifier.get(f"/api/v1/documents/{document['id']}")
        self.assertIn("identity.mismatch", [finding["code"] for finding in document["findings"]])
        open_fields = [d["field"] for d in document["discrepancies"] if d["state"] == "open"]
        self.assertIn("id_number", open_fields)

        document = self.settle(document)
        status, committed, _ = self.verifier.commit(document)
        self.assertEqual(status, 201, committed)
        clerk = colleague(self.boss, "chen", "records")
        record = clerk.get(f"/api/v1/records/{committed['record_id']}")
        self.assertEqual(record["external_checks"][0]["outcome"], "mismatch")
        self.assertTrue(record["has_external_doubt"])
        self.assertIn("external_check_answered", [entry["action"] for entry in record["history"]])
        self.assertTrue(clerk.get("/api/v1/records")["items"][0]["has_external_doubt"])

        status, again, _ = clerk.ask("POST", f"/api/v1/records/{committed['record_id']}/external-checks/police")
        self.assertEqual((status, again["state"]), (202, "waiting"), again)
        wait_for(lambda: len(police.askings) == 2)
        self.assertNotEqual(police.askings[1][1]["Idempotency-Key"], headers["Idempotency-Key"], "asked anew")
        self.assertEqual(self.service.stop(), 0)
        self.assert_nothing_leaked(CARD_FIELDS["name"], CARD_FIELDS["id_number"], "S-4711")
        self.assertEqual(self.service.run("fsck", "--key-file", self.service.data / "keys" / "demo.key").returncode, 0)

    def test_a_service_that_is_down_queues_the_check_over_restarts_and_blocks_nothing(self):
        self.start(when="commit")
        port = self.https.getsockname()[1]
        self.https.close()  # nobody listens
        document = self.settle(self.document("card.jpg", numbered_jpeg(CARD, 2)))
        status, committed, _ = self.verifier.commit(document)
        self.assertEqual(status, 201, committed)
        wait_for(lambda: self.check(document)["trouble"] == "unreachable")
        self.service.kill()
        self.service.start()
        self.assertEqual(self.check(document)["state"], "waiting")
        standing = next(c for c in self.boss.get("/api/v1/connectors")["items"] if c["connector"] == "police")
        self.assertEqual((standing["waiting"], standing["kind"]), (1, "identity"))
        # It comes back, where it always was.
        self.https = socket.create_server(("127.0.0.1", port), backlog=64)
        self.police(lambda n: (200, '{"result": "1"}'))
        self.assertEqual(self.answered(document, seconds=60)["outcome"], "match")

    def test_a_kill_between_asking_and_keeping_asks_again_under_the_same_key(self):
        self.start()
        arrived = threading.Event()

        def answer(number):
            arrived.set()
            if number == 1:
                time.sleep(0.8)
            return 200, '{"result": "1"}'

        police = self.police(answer)
        self.service.drop("card.jpg", numbered_jpeg(CARD, 3))
        self.assertTrue(arrived.wait(120))
        self.service.kill()  # the answer is on its way for most of a second
        self.service.start()
        item = wait_for(lambda: self.boss.get("/api/v1/queue")["items"])[0]
        document = {"id": item["document_id"]}
        check = self.answered(document, seconds=60)
        self.assertEqual(check["outcome"], "match")
        self.assertGreater(len(police.askings), 1)
        keys = {headers["Idempotency-Key"] for _, headers, _ in police.askings}
        self.assertEqual(len(keys), 1, "the service can tell that it is the same question")
        answers = [entry for entry in self.boss.everything("/api/v1/audit")
                   if entry["action"] == "external_check_answered" and entry["outcome"] == "done"]
        self.assertEqual(len(answers), 1)

    def test_a_code_that_was_mailed_comes_back(self):
        self.start()
        mailbox = Mailbox(self.service, self.smtp)
        document = self.document("form.jpg", numbered_jpeg(FORM, 4))
        address = "canary.zhang@example.com"
        document = self.settle(document, {"email": address})
        path = f"/api/v1/documents/{document['id']}/external-checks/mail"
        status, check, _ = self.verifier.ask("POST", path)
        self.assertEqual((status, check["state"]), (202, "waiting"), check)
        code = mailbox.code()
        wait_for(lambda: self.check(document, "mail")["state"] == "code_sent")
        self.assertNotIn((False, "AUTH"), mailbox.commands, "no password before TLS")
        self.assertNotIn((False, "MAIL"), mailbox.commands)
        wrong = f"{(int(code) + 1) % 10**6:06}"
        status, answer, _ = self.verifier.ask("POST", path + "/email-code", {"code": wrong})
        self.assertEqual((status, answer["type"]), (422, "code_wrong"))
        self.assertEqual(self.check(document, "mail")["code_tries_left"], 4)
        self.assertEqual(self.verifier.ask("POST", path + "/email-code", {"code": code})[0], 204)
        self.assertEqual(self.check(document, "mail")["outcome"], "match")
        self.assertEqual(self.service.stop(), 0)
        self.assert_nothing_leaked(address, code)

    def assert_told_nothing(self, **options):
        self.start(**options)
        mailbox = Mailbox(self.service, self.smtp)
        document = self.document("form.jpg", numbered_jpeg(FORM, 6))
        document = self.settle(document, {"email": "canary.zhang@example.com"})
        self.verifier.ask("POST", f"/api/v1/documents/{document['id']}/external-checks/mail")
        wait_for(lambda: self.check(document, "mail")["trouble"] == "untrusted")
        self.assertTrue(all(word in ("EHLO", "HELO", "STARTTLS") for _, word in mailbox.commands))

    def test_a_mail_server_that_nobody_vouches_for_is_told_nothing(self):
        self.assert_told_nothing(trusted=False)

    def test_a_mail_server_of_another_name_is_told_nothing(self):
        self.assert_told_nothing(mail_host="127.1")

    def test_a_mailbox_that_does_not_exist_is_an_answer(self):
        self.start()
        Mailbox(self.service, self.smtp)
        document = self.document("form.jpg", numbered_jpeg(FORM, 5))
        document = self.settle(document, {"email": "nobody@example.com"})
        self.verifier.ask("POST", f"/api/v1/documents/{document['id']}/external-checks/mail")
        self.assertEqual(self.answered(document, "mail")["outcome"], "not_found")
        document = self.verifier.get(f"/api/v1/documents/{document['id']}")
        self.assertIn("email.not_found", [finding["code"] for finding in document["findings"]])
        self.assertEqual(self.verifier.commit(document)[0], 409, "a person decides first")
        self.service.stop()
        self.assert_nothing_leaked("nobody@example.com")


if __name__ == "__main__":
    unittest.main(verbosity=2)
