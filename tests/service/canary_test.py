"""200 values that nobody else has go in wherever customers' data goes in; none lies in a log, an error, a metric,
the trail, the database, its log, or a temporary file, in any of the spellings that a careless line would leave."""

import base64
import json
import pathlib
import random
import tempfile
import time
import unittest
import urllib.parse
import zlib

from support import CONFIG, PASSWORD, Dossier, Person, administrator, colleague, numbered_jpeg, png, wait_for

SPECIMENS = pathlib.Path(__file__).resolve().parents[2] / "samples" / "specimens"
CARD = (SPECIMENS / "01-id-card-portrait-side.jpg").read_bytes()
STRICT = CONFIG + "[verify]\naccept = 1.0\nproven = 1.0\n"
CHARACTERS = "鸿雁梅兰竹菊松柏榕槐桐枫杉桂荷莲芸芷蓉薇"


class Canaries:
    """Each is planted once and known by where."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.planted = {}

    def next(self, where):
        letters = "".join(self.chance.choices("BCDFGHJKLMNPQRSTVWXZ", k=12))
        return self.plant(where, f"canary{letters}")

    def chinese(self, where):
        return self.plant(where, "".join(self.chance.choices(CHARACTERS, k=10)))

    def plant(self, where, value):
        self.planted[value] = where
        return value

    def spellings(self):
        """Bytes to look for, and which canary they are."""
        found = {}
        for value in self.planted:
            raw = value.encode()
            for form in (raw, value.encode("utf-16-le"), value.encode("gb18030"), raw.hex().encode(),
                         raw.hex().upper().encode(), json.dumps(value)[1:-1].encode(),
                         urllib.parse.quote(value).encode()):
                found[form] = value
            for shift in range(3):  # wherever the value stands in what was encoded
                inner = base64.b64encode(b"\0" * shift + raw)
                found[inner[4 if shift else 0:(len(inner) - 4) // 4 * 4]] = value
        return found


def with_comment(picture, text):
    """The same JPEG with a comment of its own."""
    raw = text.encode()
    return picture[:2] + b"\xff\xfe" + (len(raw) + 2).to_bytes(2, "big") + raw + picture[2:]


def png_with_text(number, text):
    """The same small picture with a text of its own."""
    picture = png(number)
    body = b"tEXt" + b"Comment\0" + text.encode("latin-1")
    return picture[:33] + len(body[4:]).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big") + picture[33:]


class CanaryTest(unittest.TestCase):
    def setUp(self):
        seed = random.SystemRandom().randrange(10**6)
        print("seed", seed)
        self.canaries = Canaries(seed)
        self.answers = []

    def ask(self, person, method, path, body=None, headers=None):
        """Keeps what is wrong: an error must not say what it was given."""
        status, answer, sent = person.ask(method, path, body, headers)
        if status >= 400:
            self.answers.append(str(answer).encode() + str(sent).encode())
        return status, answer

    def plant_files(self, service, boss):
        for number in range(40):
            status, answer, _ = boss.upload(self.canaries.next("file name") + ".png",
                                            png_with_text(number, self.canaries.next("inside a file")))
            self.assertEqual(status, 201, answer)
        for number in range(10):
            service.drop(self.canaries.chinese("dropped file's name") + ".jpg",
                         with_comment(numbered_jpeg(CARD, number), self.canaries.next("inside a dropped file")))
        for number in range(6):
            self.canaries.next("a damaged file's name")
            name = list(self.canaries.planted)[-1] + ".png"
            boss.upload(name, png(1000 + number)[:60] + self.canaries.next("a damaged file").encode())

    def plant_decisions(self, boss):
        people = [colleague(boss, name, "verifier") for name in ("li", "wu")]
        wait_for(lambda: len([i for i in boss.everything("/api/v1/queue") if i["type"] == "id_card"]) >= 6, 240)
        cards = [i for i in boss.everything("/api/v1/queue") if i["type"] == "id_card"]
        for place, item in enumerate(cards[:6]):
            person = people[place % 2]
            document = person.get(f"/api/v1/documents/{item['document_id']}")
            if place >= 4:
                status, answer = self.ask(person, "POST", f"/api/v1/documents/{document['id']}/reject",
                                          {"reason": self.canaries.chinese("a reason for rejecting")},
                                          {"If-Match": f"\"{document['version']}\""})
                self.assertEqual(status, 200, answer)
                continue
            for doubt in [d for d in document["discrepancies"] if d["state"] == "open"]:
                if doubt["field"] in ("name", "address", "authority", "nation"):
                    decision = {"action": "correct", "value": self.canaries.chinese("a typed value"),
                                "override_reason": self.canaries.next("a reason for a value")}
                else:
                    decision = {"action": "mark_unreadable", "reason": self.canaries.next("a reason for a field")}
                status, document, _ = person.decide(document, doubt, **decision)
                self.assertEqual(status, 200, document)
            status, answer, _ = person.commit(document)
            self.assertEqual(status, 201, answer)
        clerk = colleague(boss, "chen", "records")
        for record in clerk.get("/api/v1/records")["items"][:3]:
            status, answer = self.ask(clerk, "POST", f"/api/v1/records/{record['id']}/corrections",
                                      {"field": "name", "value": self.canaries.chinese("a correction"),
                                       "reason": self.canaries.chinese("a correction's reason"),
                                       "override_reason": self.canaries.next("a correction's override")})
            self.assertEqual(status, 201, answer)

    def plant_nonsense(self, service, boss):
        stranger = Person(service)
        for _ in range(8):
            word = self.canaries.next("a wrong password")
            self.ask(stranger, "POST", "/api/v1/session", {"username": "admin", "password": word})
            word = self.canaries.next("a name nobody has")
            self.ask(stranger, "POST", "/api/v1/session", {"username": word, "password": PASSWORD})
        for _ in range(6):
            self.ask(boss, "GET", "/api/v1/" + self.canaries.next("an address"))
            self.ask(boss, "GET", "/api/v1/records?cursor=" + self.canaries.next("a query"))
            self.ask(boss, "GET", "/api/v1/records/" + self.canaries.next("an id"))
            self.ask(boss, "POST", "/api/v1/users", {self.canaries.next("a member's name"): "x"})
            self.ask(boss, "POST", "/api/v1/discrepancies/0/decision",
                     {"action": self.canaries.next("an action"), "value": self.canaries.chinese("a value for nothing")},
                     {"If-Match": "\"1\""})
            self.ask(boss, "POST", "/api/v1/users", f"{{\"username\": \"{self.canaries.next('broken JSON')}".encode())
            self.ask(boss, "GET", "/api/v1/state", None, {"Cookie": "__Host-session=" + self.canaries.next("a cookie"),
                                                          "Authorization": "Bearer dst_" + self.canaries.next("a token")})

    def look(self, spellings, place, content, found):
        for form, value in spellings.items():
            if form in content:
                found.append(f"{self.canaries.planted[value]} ({value}) in {place}")

    def look_into_files(self, spellings, folders, found):
        for folder in folders:
            for file in pathlib.Path(folder).rglob("*"):
                if file.is_file() and "hot" not in file.relative_to(folder).parts:
                    self.look(spellings, file, file.read_bytes(), found)

    def test_none_of_200_canaries_is_found_where_none_belongs(self):
        with tempfile.TemporaryDirectory(prefix="dossier-tmp-") as temporary, \
                Dossier("--demo", config=STRICT, environment={"TMPDIR": temporary}) as service:
            service.start()
            boss = administrator(service)
            self.plant_files(service, boss)
            self.plant_decisions(boss)
            self.plant_nonsense(service, boss)
            for _ in range(max(0, 200 - len(self.canaries.planted))):
                boss.upload(self.canaries.next("file name") + ".png", png(2000 + len(self.canaries.planted)))
            self.assertGreaterEqual(len(self.canaries.planted), 200)
            spellings = self.canaries.spellings()
            found = []
            for path in ("/metrics", "/api/v1/audit/report"):
                self.look(spellings, path, str(boss.get(path)).encode(), found)
            self.look(spellings, "the trail", str(boss.everything("/api/v1/audit")).encode(), found)
            for answer in self.answers:
                self.look(spellings, "an error", answer, found)
            time.sleep(1)
            self.look_into_files(spellings, [service.data.parent, temporary], found)  # with its log, while it works
            self.assertEqual(service.stop(), 0)
            service.run("fsck")
            self.look(spellings, "an export", service.run("audit", "export").stdout.encode(), found)
            backup = pathlib.Path(temporary) / "backup"
            self.assertEqual(service.run("backup", "--to", backup).returncode, 0)
            self.look_into_files(spellings, [service.data.parent, temporary], found)
            self.assertEqual(sorted(set(found)), [])
            print(len(self.canaries.planted), "canaries,", len(spellings), "spellings")


if __name__ == "__main__":
    unittest.main()
