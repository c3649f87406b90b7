#!/usr/bin/env python3
"""Takes dossier's notices over HTTPS: checks signature, body and age, and prints each once as a line of JSON."""
import argparse, base64, hashlib, hmac, http.server, re, ssl, sys, time

longest_age = 300  # seconds
covered = ("@method", "@authority", "@path", "content-type", "content-digest", "idempotency-key")


def fault_of(method, path, headers, body, key, now, nonces):
    """Why a notice is not to be believed (RFC 9421 with hmac-sha256); empty when it is."""
    if headers.get("content-digest") != "sha-256=:" + base64.b64encode(hashlib.sha256(body).digest()).decode() + ":":
        return "the body is not what was signed"
    given = headers.get("signature-input", "")
    inputs = re.fullmatch(r'dossier=(\(([^)]*)\);created=(\d+);nonce="([^"]+)";alg="hmac-sha256";keyid="[^"]*")', given)
    if not inputs or inputs[2] != " ".join(f'"{name}"' for name in covered):
        return "it is not signed as agreed"
    values = {"@method": method, "@authority": headers["host"], "@path": path, **{name: headers.get(name, "") for name in covered[3:]}}
    base = "".join(f'"{name}": {values[name]}\n' for name in covered) + f'"@signature-params": {inputs[1]}'
    mac = base64.b64encode(hmac.new(key, base.encode(), hashlib.sha256).digest()).decode()
    if not hmac.compare_digest(headers.get("signature", ""), f"dossier=:{mac}:"):
        return "somebody else signed it"
    if abs(now - int(inputs[3])) > longest_age:
        return "it is too old"
    if inputs[4] in nonces:
        return "it was sent before"
    nonces.add(inputs[4])
    return ""


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    for name in ("key-file", "cert", "cert-key", "path"):
        arguments.add_argument("--" + name, required=True)
    arguments.add_argument("--port", type=int, default=9443)
    said = arguments.parse_args()
    key = open(said.key_file, "rb").read().rstrip(b"\r\n")
    nonces, told = set(), set()

    class Receiver(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            fault = fault_of("POST", self.path, headers, body, key, time.time(), nonces) if self.path == said.path else "nobody lives here"
            if not fault and headers["idempotency-key"] not in told:  # at least once: the key tells a repeat
                told.add(headers["idempotency-key"])
                print(body.decode(), flush=True)
            if fault:
                print(fault, file=sys.stderr)
            self.send_response(401 if fault else 204)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", said.port), Receiver)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(said.cert, said.cert_key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    print(f"listening on {server.server_port}", file=sys.stderr, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
