"""A station that writes one file a page gets its documents whole, also when the service is killed.

Pages are dropped one by one under names that count, the service is killed with -9 in between; at the
end every two pages are one document, in the order of their numbers, and no page is lost or doubled.
"""

import random
import time
import unittest

from support import CAMPAIGN, CONFIG, Dossier, administrator, png, wait_for

PAGES = 41 if CAMPAIGN else 9
KILLS = 40 if CAMPAIGN else 4
RULES = '[station.adf]\nseparation = "page_count:2"\nacross_files = true\nbatch_idle_s = 30\n'


class AcrossFilesTest(unittest.TestCase):
    def batches(self):
        """all pages to be on documents"""
        found = [self.boss.get(f"/api/v1/batches/{item['id']}")
                 for item in self.boss.get("/api/v1/batches?station=adf")["items"]]
        pages = [page for batch in found for file in batch["files"] for page in file["pages"]]
        return found if len(pages) == PAGES and all(page["document_id"] for page in pages) else None

    def test_every_two_pages_are_one_document_whatever_is_killed(self):
        dice = random.Random(PAGES)
        with Dossier("--demo", config=CONFIG + RULES) as service:
            service.start()
            self.boss = administrator(service)
            kills = sorted(dice.sample(range(1, PAGES + 1), KILLS))
            for number in range(1, PAGES + 1):
                service.drop(f"{number}.png", png(number), station="adf")
                if number in kills:
                    time.sleep(dice.random() * 2)
                    service.kill()
                    service.start()
            batches = wait_for(self.batches, 300, every=1)
            self.assertEqual(len(batches), 1)
            files = batches[0]["files"]
            self.assertEqual([file["source_name"] for file in files], [f"{n}.png" for n in range(1, PAGES + 1)])
            on = [file["pages"][0]["document_id"] for file in files]
            pairs = [set(on[at:at + 2]) for at in range(0, PAGES, 2)]
            self.assertTrue(all(len(pair) == 1 for pair in pairs), on)
            self.assertEqual(len(set(on)), len(pairs))
            self.assertEqual(len(batches[0]["documents"]), len(pairs), "no page is on two documents")
            service.stop()
            self.assertEqual(service.run("fsck").returncode, 0)

    def test_a_single_run_ends_the_last_document_with_the_last_page(self):
        with Dossier("--demo", config=CONFIG + RULES) as service:
            for number in range(1, 4):
                service.drop(f"{number}.png", png(number), station="adf")
            run = service.run("serve", "--once", "--demo", "--port", "0", "--config", service.config, timeout=120)
            self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
            rows = [line for line in run.stdout.splitlines() if ".png" in line]
            self.assertEqual([row.split("  ")[0] for row in rows], ["1.png – 2.png", "3.png"], run.stdout)


if __name__ == "__main__":
    unittest.main()
