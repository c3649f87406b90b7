"""The edge against clients that frame HTTP wrongly, send too much, or too slowly."""

import os
import re
import signal
import socket
import ssl
import time
import unittest

from support import Dossier, Person, wait_for

HOST = "Host: localhost\r\n"


class EdgeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = Dossier("--demo").__enter__().start()

    @classmethod
    def tearDownClass(cls):
        cls.service.__exit__(None)

    def connect(self, timeout=20):
        plain = socket.create_connection(("127.0.0.1", self.service.port), timeout)
        return Person.tls.wrap_socket(plain)

    def exchange(self, sent, timeout=20):
        """All that comes back until the other side ends."""
        with self.connect(timeout) as connection:
            connection.sendall(sent if isinstance(sent, bytes) else sent.encode())
            answer = b""
            try:
                while part := connection.recv(65536):
                    answer += part
            except (ConnectionError, ssl.SSLError, TimeoutError):
                pass
            return answer.decode("latin-1")

    def statuses(self, sent):
        return [int(status) for status in re.findall(r"HTTP/1\.[01] (\d{3}) ", self.exchange(sent))]

    def test_refuses_what_is_framed_twice_or_wrongly(self):
        probes = {
            "length and coding": f"POST /api/v1/session HTTP/1.1\r\n{HOST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "two lengths": f"POST /api/v1/session HTTP/1.1\r\n{HOST}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
            "negative length": f"POST /api/v1/session HTTP/1.1\r\n{HOST}Content-Length: -1\r\n\r\n",
            "signed length": f"POST /api/v1/session HTTP/1.1\r\n{HOST}Content-Length: +4\r\n\r\nabcd",
            "unknown coding": f"POST /api/v1/session HTTP/1.1\r\n{HOST}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            "bad chunk size": f"POST /api/v1/session HTTP/1.1\r\n{HOST}Transfer-Encoding: chunked\r\n\r\nzz\r\n",
            "space before colon": f"GET /healthz HTTP/1.1\r\n{HOST}Content-Length : 3\r\n\r\nabc",
            "no host": "GET /healthz HTTP/1.1\r\n\r\n",
            "nul in a header": f"GET /healthz HTTP/1.1\r\n{HOST}Cookie: a\0b\r\n\r\n",
            "no method": f" /healthz HTTP/1.1\r\n{HOST}\r\n",
            "unknown version": f"GET /healthz HTTP/3.7\r\n{HOST}\r\n",
            "plain text": "hello there\r\n\r\n",
        }
        for name, probe in probes.items():
            with self.subTest(name):
                answered = self.statuses(probe)
                self.assertLessEqual(len(answered), 1, "one request, one answer")
                self.assertTrue(all(400 <= status < 600 for status in answered), answered)

    def test_never_takes_a_body_for_a_request(self):
        hidden = f"GET /metrics HTTP/1.1\r\n{HOST}\r\n"
        early = f"POST /api/v1/nowhere HTTP/1.1\r\n{HOST}Content-Length: {len(hidden)}\r\n\r\n{hidden}"
        after = f"GET /healthz HTTP/1.1\r\n{HOST}Connection: close\r\n\r\n"
        self.assertEqual(self.statuses(early + after), [404, 200])

    def test_reframes_a_bare_line_feed_before_it_goes_on(self):
        # nginx takes LF for CRLF; what reaches the service is written anew, so nothing can differ.
        smuggled = f"GET /healthz HTTP/1.1\n{HOST}Connection: close\r\nX: a\nX-Client-Address: 9.9.9.9\n\n"
        self.assertLessEqual(len(self.statuses(smuggled)), 1)

    def test_refuses_oversized_heads_and_bodies(self):
        cases = {
            "long address": (f"GET /{'a' * 9000} HTTP/1.1\r\n{HOST}\r\n", {414}),
            "long header": (f"GET /healthz HTTP/1.1\r\n{HOST}Cookie: {'a' * 9000}\r\n\r\n", {400}),
            "many headers": (f"GET /healthz HTTP/1.1\r\n{HOST}" + "".join(f"X-{i}: {'a' * 200}\r\n" for i in range(200)) + "\r\n", {400}),
            "large body": (f"POST /api/v1/session HTTP/1.1\r\n{HOST}Content-Length: 300000\r\n\r\n", {413}),
            "large upload": (f"PUT /api/v1/uploads/x HTTP/1.1\r\n{HOST}Content-Length: 60000000\r\n\r\n", {413}),
        }
        for name, (probe, expected) in cases.items():
            with self.subTest(name):
                answer = self.exchange(probe)
                self.assertIn(int(answer.split()[1]), expected)
                self.assertIn("application/problem+json", answer)
                self.assertIn("Content-Security-Policy", answer)

    def test_knows_its_methods_only(self):
        for method in ("TRACE", "CONNECT", "PATCH", "OPTIONS", "FOO"):
            with self.subTest(method):
                answered = self.statuses(f"{method} /api/v1/session HTTP/1.1\r\n{HOST}Connection: close\r\n\r\n")
                self.assertTrue(all(status in (400, 405) for status in answered), answered)

    def test_drops_clients_that_send_too_slowly_and_serves_the_others(self):
        slow = [self.connect() for _ in range(40)]
        for connection in slow:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: l")
        begun = time.monotonic()
        self.assertEqual(Person(self.service).ask("GET", "/healthz")[0], 200)
        self.assertLess(time.monotonic() - begun, 5)
        slow[0].settimeout(20)
        ended = slow[0].recv(4096)  # an answer of 408, or the end
        self.assertTrue(ended == b"" or b" 408 " in ended, ended)
        self.assertLess(time.monotonic() - begun, 18)
        for connection in slow:
            connection.close()

    def test_caps_the_connections_of_one_address(self):
        held = []
        for _ in range(80):
            connection = self.connect()
            connection.sendall(f"POST /api/v1/session HTTP/1.1\r\n{HOST}Content-Length: 10\r\n\r\n".encode())
            held.append(connection)
        wait_for(lambda: self.service.answers("/healthz") == 429)
        for connection in held:
            connection.close()
        wait_for(lambda: self.service.answers("/healthz") == 200)

    def test_speaks_only_modern_tls(self):
        old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        old.check_hostname = False
        old.verify_mode = ssl.CERT_NONE
        old.set_ciphers("ALL:@SECLEVEL=0")
        old.minimum_version = ssl.TLSVersion.TLSv1
        old.maximum_version = ssl.TLSVersion.TLSv1_1
        with self.assertRaises((ssl.SSLError, ConnectionError)):
            old.wrap_socket(socket.create_connection(("127.0.0.1", self.service.port), 5))
        weak = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        weak.check_hostname = False
        weak.verify_mode = ssl.CERT_NONE
        weak.maximum_version = ssl.TLSVersion.TLSv1_2
        weak.set_ciphers("ECDHE-ECDSA-AES128-SHA:AES128-GCM-SHA256:ECDHE-ECDSA-AES256-SHA384")
        with self.assertRaises((ssl.SSLError, ConnectionError)):
            weak.wrap_socket(socket.create_connection(("127.0.0.1", self.service.port), 5))

    def test_gives_the_workstation_and_its_headers(self):
        status, _, headers = Person(self.service).ask("GET", "/queue")
        built = (self.service.data / "edge" / "ui" / "index.html").exists()
        self.assertEqual(status, 200 if built else 404)
        self.assertIn("default-src 'none'", headers["Content-Security-Policy"])

    def test_tells_plain_http_that_it_wants_tls(self):
        with socket.create_connection(("127.0.0.1", self.service.port), 5) as plain:
            plain.sendall(f"GET / HTTP/1.1\r\n{HOST}\r\n".encode())
            self.assertIn(b"https_expected", plain.recv(65536))

    def test_leaves_no_body_on_the_disk(self):
        person = Person(self.service)
        person.ask("PUT", "/api/v1/uploads/0b6e6c3e-7d8f-4f59-9d6e-0a4b7f7f2f10", b"x" * 5_000_000)
        left = [p for p in (self.service.data / "edge" / "tmp").rglob("*") if p.is_file() and p.name != "nginx.pid"]
        self.assertEqual(left, [])


class LeftoverTest(unittest.TestCase):
    def test_a_large_upload_to_a_service_that_does_not_answer_may_come_again(self):
        with Dossier("--demo") as service:
            service.start()
            (service.data / "run" / "api.sock").unlink()
            for size in (1000, 1_000_000, 5_000_000):
                status, told, _ = Person(service).ask(
                    "PUT", "/api/v1/uploads/0b6e6c3e-7d8f-4f59-9d6e-0a4b7f7f2f10", b"x" * size)
                self.assertIn((status, told["type"]), [(502, "not_ready"), (503, "not_ready")], size)

    def test_an_edge_that_outlived_its_service_is_ended_by_the_next(self):
        with Dossier("--demo") as service:
            service.start()
            port = service.port
            for edge in service.processes("nginx"):
                os.kill(edge, signal.SIGSTOP)  # deaf to the signal of its parent's death
            service.kill()
            self.assertTrue(service.strays())
            service.options = ("--demo", "--port", str(port))
            service.start()
            self.assertEqual(service.port, port)
            self.assertEqual(service.stop(), 0)
            wait_for(lambda: not service.strays())


if __name__ == "__main__":
    unittest.main(verbosity=2)
