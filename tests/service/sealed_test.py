"""A service starts sealed, leaves the hot folder alone, and opens with its passphrase."""

import base64
import hashlib
import hmac
import struct
import subprocess
import time
import unittest

from support import BIN, PASSWORD, Dossier, Person, png, wait_for

PASSPHRASE = "many quiet words in a row"


def totp(secret):
    """RFC 6238 with SHA-1, six digits, thirty seconds."""
    digest = hmac.new(base64.b32decode(secret + "=" * (-len(secret) % 8)), struct.pack(">Q", int(time.time()) // 30),
                      hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7fffffff) % 10**6:06}"


class SealedTest(unittest.TestCase):
    def key_init(self, service):
        service.data.mkdir(exist_ok=True)
        done = service.run("key", "init", input=PASSPHRASE + "\n")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_without_a_keyring_it_does_not_start_and_says_what_to_do(self):
        with Dossier() as service:
            done = service.run("serve", "--port", "0")
            self.assertEqual(done.returncode, 3)
            self.assertIn("dossier key init", done.stderr)

    def test_it_starts_sealed_and_opens_with_the_passphrase_only(self):
        with Dossier() as service:
            self.key_init(service)
            service.start(ready=False)
            wait_for(lambda: service.answers("/healthz") == 200)
            person = Person(service)
            self.assertEqual(person.get("/api/v1/state"), {"sealed": True, "ready": False})
            self.assertEqual(service.answers("/readyz"), 503)
            status, answer, _ = person.sign_in("admin", "anything at all")
            self.assertEqual((status, answer["type"]), (503, "sealed"))

            service.drop("early.png", png(1))
            time.sleep(1.5)
            self.assertTrue((service.station() / "early.png").exists(), "nothing is taken while sealed")

            status, answer, _ = person.ask("POST", "/api/v1/unseal", {"passphrase": "not the right one at all"})
            self.assertEqual((status, answer["type"]), (403, "wrong_passphrase"))
            self.assertEqual(service.run("key", "unseal", input="wrong again and again\n").returncode, 1)
            done = service.run("key", "unseal", input=PASSPHRASE + "\n")
            self.assertEqual(done.returncode, 0, done.stderr)
            wait_for(lambda: service.answers("/readyz") == 200)
            wait_for(lambda: not (service.station() / "early.png").exists())
            self.assert_second_factor_is_required(service)

    def assert_second_factor_is_required(self, service):
        person = Person(service).settle_in("admin", service.one_time_password())
        status, answer, _ = person.ask("GET", "/api/v1/queue")
        self.assertEqual((status, answer["type"]), (403, "second_factor_required"))
        status, begun, _ = person.ask("POST", "/api/v1/session/second-factor")
        self.assertEqual(status, 200, begun)
        status, session, _ = person.ask("POST", "/api/v1/session/second-factor/confirm", {"code": totp(begun["secret"])})
        self.assertEqual((status, session["second_factor"]), (200, "enrolled"), session)
        self.assertEqual(person.ask("GET", "/api/v1/queue")[0], 200)
        status, answer, _ = Person(service).sign_in("admin", PASSWORD)
        self.assertEqual((status, answer["type"]), (401, "second_factor_needed"))

    def test_a_second_service_on_the_same_folder_ends_at_once(self):
        with Dossier("--demo") as service:
            service.start()
            done = service.run("serve", "--demo", "--port", "0")
            self.assertEqual(done.returncode, 3)
            self.assertEqual(len(done.stderr.strip().splitlines()), 1)

    def test_a_taken_port_is_named(self):
        with Dossier("--demo") as first, Dossier("--demo") as second:
            first.start()
            done = second.run("serve", "--demo", "--port", str(first.port))
            self.assertEqual(done.returncode, 3)
            self.assertIn(str(first.port), done.stderr)

    def test_without_an_edge_it_listens_to_this_machine_only(self):
        with Dossier("--demo", "--no-edge") as service:
            service.start(ready=False)
            wait_for(lambda: service.port)
            self.assertIn("http://127.0.0.1", "".join(service.said))
            import http.client
            connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=5)
            connection.request("GET", "/healthz")
            self.assertEqual(connection.getresponse().status, 200)


class VerbsTest(unittest.TestCase):
    def dossier(self, *words):
        return subprocess.run([BIN / "dossier", *words], capture_output=True, text=True)

    def test_every_verb_explains_itself(self):
        listed = self.dossier("help")
        self.assertEqual(listed.returncode, 0)
        verbs = [line.split()[0] for line in listed.stdout.splitlines() if line.startswith("  ")]
        self.assertIn("serve", verbs)
        for verb in verbs:
            self.assertEqual(self.dossier(verb, "--help").returncode, 0)

    def test_wrong_usage_is_one_line_and_exit_code_two(self):
        for words in ([], ["nonsense"], ["read"], ["read", "--jobs", "0", "x"], ["check"], ["check", "nothing", "1"],
                      ["serve"], ["serve", "--data"], ["audit", "--data", "."], ["key", "init"],
                      ["user", "add", "li", "--role", "king", "--data", "."]):
            done = self.dossier(*words)
            self.assertEqual((done.returncode, len(done.stderr.strip().splitlines())), (2, 1), words)

    def test_check_gives_a_line_a_value_and_counts_the_wrong(self):
        done = self.dossier("check", "cn-id", "11010519491231002X", "110105194912310021")
        self.assertEqual((done.returncode, len(done.stdout.splitlines())), (1, 2))

    def test_read_tells_of_a_file_that_is_not_there(self):
        done = self.dossier("read", "/nowhere/scan.jpg")
        self.assertEqual(done.returncode, 1)
        self.assertIn('"error":{"code":"not_found"', done.stdout)


if __name__ == "__main__":
    unittest.main(verbosity=2)
