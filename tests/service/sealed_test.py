"""A service starts sealed, leaves the hot folder alone, and opens with its passphrase."""

import base64
import hashlib
import hmac
import os
import pathlib
import struct
import subprocess
import tempfile
import time
import unittest

from support import BIN, CONFIG, PASSWORD, Dossier, Person, png, wait_for

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
            self.assertEqual(person.get("/api/v1/state"), {"sealed": True, "ready": False, "has_token": False})
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


class TokenTest(unittest.TestCase):
    """The same with a SoftHSM token beside the passphrase."""

    PIN = "481516"

    def setUp(self):
        self.home = tempfile.TemporaryDirectory(prefix="dossier-token-")
        self.addCleanup(self.home.cleanup)
        home = pathlib.Path(self.home.name)
        (home / "tokens").mkdir()
        (home / "softhsm2.conf").write_text(f"directories.tokendir = {home / 'tokens'}\n")
        self.pin_file = home / "pin"
        self.pin_file.write_text(self.PIN + "\n")
        self.environment = {"SOFTHSM2_CONF": str(home / "softhsm2.conf")}
        subprocess.run(["softhsm2-util", "--init-token", "--free", "--label", "bank", "--so-pin", "11112222", "--pin", self.PIN],
                       check=True, capture_output=True, env=os.environ | self.environment)
        self.uri = "pkcs11:token=bank;object=dossier?module-path=/usr/lib/softhsm/libsofthsm2.so"

    def service(self, uri):
        return Dossier(config=CONFIG + f'[keys]\ntoken = "{uri}"\n', environment=self.environment)

    def add_token(self, service):
        service.data.mkdir()
        self.assertEqual(service.run("key", "init", input=PASSPHRASE + "\n").returncode, 0)
        added = service.run("key", "add-slot", "--new-token", f"{self.uri}&pin-source=file:{self.pin_file}", input=PASSPHRASE + "\n")
        self.assertEqual(added.returncode, 0, added.stderr)
        return added.stdout.split()[1]

    def test_a_token_opens_at_start_until_its_slot_is_removed(self):
        uri = f"{self.uri}&pin-source=file:{self.pin_file}"
        with self.service(uri) as service:
            slot = self.add_token(service)
            service.start()
            service.stop()
            listed = service.run("key", "slots", "--token", uri)
            self.assertEqual((listed.returncode, "token" in listed.stdout), (0, True), listed.stderr)
            self.assertEqual(service.run("key", "remove-slot", slot, "--token", uri).returncode, 0)
            service.start(ready=False)
            wait_for(lambda: service.answers("/readyz") == 503)

    def test_a_refusing_token_leaves_the_service_up_and_sealed_until_the_pin_is_said(self):
        with self.service(self.uri) as service:
            self.add_token(service)
            service.start(ready=False)
            wait_for(lambda: service.answers("/readyz") == 503)
            self.pin_file.write_text("999999\n")
            self.assertEqual(service.run("key", "unseal", "--pin-file", str(self.pin_file)).returncode, 1)
            self.assertEqual(service.answers("/readyz"), 503)
            self.assertTrue(Person(service).get("/api/v1/state")["has_token"])
            log = service.log()
            self.assertIn("the PIN of the token 'bank' is wrong", log)
            self.assertNotIn("999999", log)
            self.pin_file.write_text(self.PIN + "\n")
            done = service.run("key", "unseal", "--pin-file", str(self.pin_file))
            self.assertEqual(done.returncode, 0, done.stderr)
            wait_for(lambda: service.answers("/readyz") == 200)


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
