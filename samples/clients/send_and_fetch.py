#!/usr/bin/env python3
"""Sends a file to dossier, waits until it was read, and prints the record that came of it as JSON."""
import argparse, base64, hashlib, json, os, ssl, sys, time, urllib.parse, urllib.request, uuid


class Dossier:
    def __init__(self, address, ca):
        self.base = address.rstrip("/") + "/api/v1"
        context = ssl.create_default_context(cafile=ca)
        self.opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), urllib.request.HTTPCookieProcessor())
        self.csrf = ""

    def ask(self, method, path, body=None, **headers):
        request = urllib.request.Request(self.base + path, method=method, data=body, headers={k.replace("_", "-"): v for k, v in headers.items()})
        with self.opener.open(request, timeout=60) as answer:  # raises HTTPError, whose body is an RFC 9457 problem
            return json.loads(answer.read() or b"null")

    def send(self, file, token):
        """The id of the original. The same UUID again is the same delivery: after a broken line, just send it again."""
        with open(file, "rb") as stream:
            body = stream.read()
        digest = "sha-256=" + base64.b64encode(hashlib.sha256(body).digest()).decode()
        name = urllib.parse.quote(os.path.basename(file))
        kept = self.ask("PUT", f"/uploads/{uuid.uuid4()}", body, Authorization=f"Bearer {token}", Digest=digest, X_Source_Name=name, Content_Type="application/octet-stream")
        return kept["original_id"]

    def sign_in(self, user, password, totp=None):
        said = {"username": user, "password": password, **({"totp": totp} if totp else {})}
        self.csrf = self.ask("POST", "/session", json.dumps(said).encode(), Content_Type="application/json")["csrf_token"]

    def wait_until_read(self, original):
        while (row := self.ask("GET", f"/originals/{original}"))["state"] == "received":
            time.sleep(1)
        if row["state"] == "quarantined":
            sys.exit("it could not be read: " + row["reason"]["message"])

    def record_of(self, original):
        """Waits for the commit, which may be a person's: a webhook on record_committed spares this."""
        while True:
            for row in self.ask("GET", "/records")["items"]:  # the newest first
                record = self.ask("GET", f"/records/{row['id']}")
                if record["original"]["id"] == original:
                    return record
            time.sleep(2)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file")
    for name in ("to", "token-file", "user", "password-file"):
        arguments.add_argument("--" + name, required=True)
    arguments.add_argument("--ca", help="the certificate of the service, where no authority vouches for it")
    arguments.add_argument("--totp", help="six digits, where the account has a second factor")
    said = arguments.parse_args()
    read = lambda path: open(path).read().strip()
    dossier = Dossier(said.to, said.ca)
    original = dossier.send(said.file, read(said.token_file))
    dossier.sign_in(said.user, read(said.password_file), said.totp)
    dossier.wait_until_read(original)
    print(json.dumps(dossier.record_of(original), ensure_ascii=False))


if __name__ == "__main__":
    main()
