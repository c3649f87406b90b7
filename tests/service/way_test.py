"""The main job over the edge: a scan dropped into a folder becomes a record that opens again."""

import pathlib
import unittest

from support import CONFIG, Dossier, administrator, colleague, numbered_jpeg, wait_for

SPECIMENS = pathlib.Path(__file__).resolve().parents[2] / "samples" / "specimens"
CARD = (SPECIMENS / "01-id-card-portrait-side.jpg").read_bytes()
# With a threshold of 1 every field waits for a person, whatever the reader thinks of itself.
STRICT = CONFIG + "[verify]\naccept = 1.0\nproven = 1.0\n"


class TheWay(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = Dossier("--demo", config=STRICT).__enter__().start()
        cls.boss = administrator(cls.service)

    @classmethod
    def tearDownClass(cls):
        cls.service.__exit__(None)

    def queued(self, source_name):
        """The document of that file, once it waits in the queue."""
        return wait_for(lambda: [item for item in self.boss.get("/api/v1/queue")["items"]
                                 if item["source_name"] == source_name], 120)[0]

    def settle(self, person, document, corrections):
        """Corrects the fields named, confirms what was read, marks the rest unreadable."""
        for open_one in [d for d in document["discrepancies"] if d["state"] == "open"]:
            value = next((f["value"] for f in document["fields"] if f["name"] == open_one["field"]), "")
            if open_one["field"] in corrections:
                decision = {"action": "correct", "value": corrections[open_one["field"]], "override_reason": "a test"}
            elif value or open_one["field"] == "document":
                decision = {"action": "confirm"}
            else:
                decision = {"action": "mark_unreadable", "reason": "not on this side"}
            status, document, _ = person.decide(document, open_one, **decision)
            self.assertEqual(status, 200, document)
        return document

    def test_a_dropped_scan_becomes_a_sealed_record(self):
        self.service.drop("card.jpg", numbered_jpeg(CARD, 1))
        verifier = colleague(self.boss, "li", "verifier")
        self.queued("card.jpg")
        status, document, headers = verifier.ask("POST", "/api/v1/queue/claim")
        self.assertEqual(status, 200, document)
        self.assertEqual(headers["ETag"], f'"{document["version"]}"')
        self.assertEqual(document["type"], "id_card")
        status, picture, headers = verifier.ask("GET", f"/api/v1/documents/{document['id']}/pages/0/image")
        self.assertEqual((status, headers["Content-Type"], picture[:3]), (200, "image/jpeg", b"\xff\xd8\xff"))

        document = self.settle(verifier, document, {"address": "上海市徐汇区新路1号"})
        status, committed, _ = verifier.commit(document)
        self.assertEqual(status, 201, committed)

        clerk = colleague(self.boss, "chen", "records")
        record = clerk.get(f"/api/v1/records/{committed['record_id']}")
        address = next(f for f in record["fields"] if f["name"] == "address")
        self.assertEqual(address["value"], "上海市徐汇区新路1号")
        self.assertEqual(address["decided"]["by"], "li")
        status, picture, _ = clerk.ask("GET", f"/api/v1/records/{committed['record_id']}/pages/0/image")
        self.assertEqual((status, picture[:3]), (200, b"\xff\xd8\xff"))
        status, original, headers = clerk.ask("GET", f"/api/v1/records/{committed['record_id']}/original")
        self.assertEqual((status, original), (200, numbered_jpeg(CARD, 1)))
        self.assertIn("attachment", headers["Content-Disposition"])

        left = [p.name for p in self.service.station().rglob("*") if p.is_file()]
        self.assertNotIn("card.jpg", left, "the plain copy is gone")

    def test_the_second_of_two_people_is_told_that_the_version_changed(self):
        self.service.drop("two.jpg", numbered_jpeg(CARD, 2))
        first = colleague(self.boss, "zhao", "verifier")
        second = colleague(self.boss, "qian", "verifier")
        item = self.queued("two.jpg")
        seen = first.get(f"/api/v1/documents/{item['document_id']}")
        same = second.get(f"/api/v1/documents/{item['document_id']}")
        doubt = seen["discrepancies"][0]
        status, answer, _ = first.decide(seen, doubt, action="mark_unreadable", reason="a test")
        self.assertEqual(status, 200, answer)
        status, answer, _ = second.decide(same, doubt, action="mark_unreadable", reason="a test")
        self.assertEqual((status, answer["type"]), (412, "version_changed"))

    def test_the_same_bytes_twice_are_one_document_and_the_second_drop_says_so(self):
        self.service.drop("once.jpg", numbered_jpeg(CARD, 3))
        self.queued("once.jpg")
        self.service.drop("again.jpg", numbered_jpeg(CARD, 3))
        wait_for(lambda: "original_repeated" in self.service.log())
        names = [o["source_name"] for o in self.boss.everything("/api/v1/originals")]
        self.assertIn("once.jpg", names)
        self.assertNotIn("again.jpg", names)

    def test_an_upload_is_taken_once_under_its_uuid(self):
        number = "3f0c7f5e-0c38-4a55-9a53-1d61f2f6a001"
        status, first, _ = self.boss.upload("up.jpg", numbered_jpeg(CARD, 4), number)
        self.assertEqual(status, 201, first)
        status, again, _ = self.boss.upload("up.jpg", numbered_jpeg(CARD, 4), number)
        self.assertEqual((status, again["original_id"]), (200, first["original_id"]))

    def test_neither_log_nor_audit_shows_what_a_document_says(self):
        self.service.drop("quiet.jpg", numbered_jpeg(CARD, 5))
        item = self.queued("quiet.jpg")
        document = self.boss.get(f"/api/v1/documents/{item['document_id']}")
        values = [f["value"] for f in document["fields"] if len(f["value"]) > 3]
        self.assertTrue(values)
        trail = str(self.boss.everything("/api/v1/audit"))
        for value in values:
            self.assertNotIn(value, self.service.log())
            self.assertNotIn(value, trail)


if __name__ == "__main__":
    unittest.main(verbosity=2)
