"""An archive that is already scanned: a made-up tree of forty files with planted faults reconciles exactly, a
second run adds nothing, a kill or Ctrl-C in the middle is gone on from, and what was read differently than
the index says waits for a person."""

import json
import os
import pathlib
import signal
import subprocess
import time
import unittest
import zipfile

from support import BIN, Dossier, administrator, numbered_jpeg, png, wait_for

SPECIMENS = pathlib.Path(__file__).resolve().parents[2] / "samples" / "specimens"
CARD = "01-id-card-portrait-side.jpg"
TRUTH = json.loads((SPECIMENS / "01-id-card-portrait-side.truth.json").read_text())["documents"][0]["fields"]

MAP = """name = "branch 7, 2019"
station = "old archive"
type = "id_card"
batch = "箱号"
[file]
column = "影像路径"
[fields]
name = "客户姓名"
id_number = "证件号码"
birth_date = "出生日期"
"""
HEADER = ["影像路径", "箱号", "客户姓名", "证件号码", "出生日期"]


def csv_text(rows):
    quoted = lambda cell: '"' + cell.replace('"', '""') + '"'
    return "".join(",".join(map(quoted, row)) + "\r\n" for row in [HEADER, *rows])


def xlsx(path, rows):
    """What a spreadsheet writes, the least of it: shared strings, and a date as a number with a style."""
    texts = []

    def cell(column, line, text):
        at = f"{chr(65 + column)}{line}"
        if text.startswith("day "):
            return f'<c r="{at}" s="1"><v>{text[4:]}</v></c>'
        texts.append(text)
        return f'<c r="{at}" t="s"><v>{len(texts) - 1}</v></c>'

    lines = "".join(f'<row r="{n}">' + "".join(cell(c, n, text) for c, text in enumerate(row) if text) + "</row>"
                    for n, row in enumerate([HEADER, *rows], 1))
    escape = lambda text: text.replace("&", "&amp;").replace("<", "&lt;")
    ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("xl/workbook.xml", f'<workbook {ns} xmlns:r="http://schemas.openxmlformats.org/officeDocument/'
                      '2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", '<Relationships><Relationship Id="r1" '
                      'Target="worksheets/sheet1.xml"/></Relationships>')
        book.writestr("xl/styles.xml", f'<styleSheet {ns}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
                      "</styleSheet>")
        book.writestr("xl/sharedStrings.xml",
                      f"<sst {ns}>" + "".join(f"<si><t>{escape(t)}</t></si>" for t in texts) + "</sst>")
        book.writestr("xl/worksheets/sheet1.xml", f"<worksheet {ns}><sheetData>{lines}</sheetData></worksheet>")


class ImportTest(unittest.TestCase):
    def setUp(self):
        self.service = Dossier("--demo").__enter__().start()
        self.addCleanup(self.service.__exit__, None)
        self.boss = administrator(self.service)
        self.folder = self.service.data.parent
        self.tree = self.folder / "scans"
        self.map = self.file("map.toml", MAP.encode())

    def file(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def command(self, index, *more):
        return [BIN / "dossier", "import", self.tree, "--index", index, "--map", self.map, *more]

    def run_import(self, index, *more):
        return subprocess.run(self.command(index, *more), capture_output=True, text=True, timeout=300)

    def forty_files(self):
        """Forty files, and rows that are right for most of them."""
        rows = []
        for number in range(40):
            name = f"2019/box-{number // 10}/{number:03}.png"
            content = png(5000 + number)
            if number == 20:
                content = content[:-20]  # cut
            if number == 21:
                content = b"a letter that is no picture"
            if number == 22:
                content = png(5000)  # the bytes of the first
            self.file(f"scans/{name}", content)
            if number not in (30, 31, 32):  # three files that nobody wrote down
                rows.append([name.replace("/", "\\"), f"B-{number // 10}", "", "", ""])
        rows += [["2019\\box-9\\900.png", "B-9", "", "", ""],  # two rows without a file
                 ["2019\\box-9\\901.png", "B-9", "", "", ""],
                 ["2019\\box-0\\001.png", "B-0", "", "", ""],  # a row twice
                 ["2019\\box-0\\002.png", "B-4", "", "", ""],  # a row that says something else
                 ["..\\..\\etc\\passwd", "B-0", "", "", ""],
                 ["2019\\box-0\\link.png", "B-0", "", "", ""]]
        (self.tree / "2019" / "box-0" / "link.png").symlink_to(self.tree / "2019" / "box-1" / "010.png")
        return rows

    def test_forty_files_with_planted_faults_reconcile_exactly(self):
        index = self.file("index.csv", csv_text(self.forty_files()).encode("gb18030"))
        report = self.folder / "report.jsonl"
        # 37 good rows and six faulty ones: 35 to keep (two cannot be taken), of which one repeats bytes.
        expected = "rows 43 = kept 34 + repeated 2 + refused 7 + not done 0"
        refused = ["bad_path", "incomplete", "missing", "missing", "not_a_document", "not_a_file", "row_contradicts"]

        dry = self.run_import(index, "--dry-run", "--report", report)  # the service runs meanwhile
        self.assertEqual(dry.returncode, 1, dry.stderr)
        self.assertIn(f"dry run, nothing changed: {expected}", dry.stdout)
        self.assertIn("files 40, without a row 3;", dry.stdout)
        lines = [json.loads(line) for line in report.read_text().splitlines()]
        self.assertEqual(len(lines), 43 + 3)
        self.assertEqual(sorted(l["code"] for l in lines if l["state"] == "refused"), refused)
        self.assertEqual(sorted(l["path"] for l in lines if l["state"] == "unlisted"),
                         [f"2019/box-3/{n:03}.png" for n in (30, 31, 32)])
        self.assertEqual(report.stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.boss.everything("/api/v1/originals"), [])

        busy = self.run_import(index, "--data", self.service.data)
        self.assertEqual(busy.returncode, 3, "the service holds the folder")
        self.assertEqual(self.service.stop(), 0)
        first = self.run_import(index, "--data", self.service.data, "--report", report)
        self.assertEqual(first.returncode, 1, first.stderr)
        self.assertIn(expected, first.stdout)
        self.assertIn("by earlier runs 0", first.stdout)
        self.assertEqual(len([l for l in first.stderr.splitlines() if l.startswith("dossier import: ")]), 7 + 3)
        second = self.run_import(index, "--data", self.service.data, "--report", self.folder / "second.csv")
        self.assertIn(expected, second.stdout)
        self.assertIn("by earlier runs 35", second.stdout)
        self.assertEqual(self.service.run("fsck").returncode, 0)

        self.service.start()
        originals = self.boss.everything("/api/v1/originals")
        self.assertEqual(len(originals), 34, "a second run added nothing")
        self.assertEqual({o["station"] for o in originals}, {"old archive"})
        kept = {json.loads(l)["original_id"] for l in report.read_text().splitlines()} - {None}
        self.assertEqual({o["id"] for o in originals}, kept)
        ended = [e for e in self.boss.everything("/api/v1/audit") if e["action"] == "import_ended"]
        self.assertEqual([e["detail"] for e in ended],
                         ["rows 43 kept 34 repeated 2 refused 7 not_done 0 unlisted 3"] * 2)

    def test_an_index_that_is_right_imports_with_exit_code_zero(self):
        rows = []
        for number in range(3):
            self.file(f"scans/{number}.png", png(6000 + number))
            rows.append([f"{number}.png", "B-1", "", "", ""])
        xlsx(self.folder / "index.xlsx", rows)
        self.service.stop()
        done = self.run_import(self.folder / "index.xlsx", "--data", self.service.data)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)

    def test_what_is_read_differently_than_the_index_says_waits_for_a_person(self):
        card = (SPECIMENS / CARD).read_bytes()
        self.file("scans/right.jpg", card)
        self.file("scans/wrong.jpg", numbered_jpeg(card, 1))
        year, month, day = TRUTH["birth_date"].split("-")
        serial = 25569 + int(time.mktime((int(year), int(month), int(day), 12, 0, 0, 0, 0, 0)) // 86400)
        xlsx(self.folder / "index.xlsx",
             [["right.jpg", "B-1", TRUTH["name"], TRUTH["id_number"].lower(), f"day {serial}"],
              ["wrong.jpg", "B-1", "某某某", TRUTH["id_number"], f"{year}年{int(month)}月{int(day)}日"]])
        self.service.stop()
        done = self.run_import(self.folder / "index.xlsx", "--data", self.service.data)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("某某某", done.stdout + done.stderr)
        for path in self.service.data.rglob("*"):
            if path.is_file():
                self.assertNotIn("某某某".encode(), path.read_bytes(), path)
        self.service.start()
        wait_for(lambda: self.boss.get("/api/v1/queue")["counts"]["received"] == 0, 120)
        found = {}
        for original in self.boss.everything("/api/v1/originals"):
            for id_ in original["documents"]:
                document = self.boss.get(f"/api/v1/documents/{id_}")
                found[original["source_name"]] = document
        codes = {name: [f["code"] for f in d["findings"] if f["code"].endswith(".announced")]
                 for name, d in found.items()}
        self.assertEqual(codes, {"right.jpg": [], "wrong.jpg": ["name.announced"]})
        name = next(f for f in found["wrong.jpg"]["fields"] if f["name"] == "name")
        self.assertEqual(name["status"], "review")
        self.assertEqual(found["wrong.jpg"]["announced"]["name"], "某某某")
        self.assertEqual(found["wrong.jpg"]["state"], "review")

    def test_a_kill_or_ctrl_c_is_gone_on_from(self):
        rows = []
        for number in range(300):
            self.file(f"scans/{number}.png", png(7000 + number))
            rows.append([f"{number}.png", "", "", "", ""])
        index = self.file("index.csv", csv_text(rows).encode())
        self.service.stop()
        for how in (signal.SIGKILL, signal.SIGINT, signal.SIGKILL):
            running = subprocess.Popen(self.command(index, "--data", self.service.data),
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            time.sleep(0.35)
            os.kill(running.pid, how)
            said, _ = running.communicate(timeout=60)
            if how == signal.SIGINT and running.returncode != 0:
                self.assertEqual(running.returncode, 1)
                self.assertRegex(said, r"rows 300 = kept \d+ \+ repeated 0 \+ refused 0 \+ not done \d+")
        done = self.run_import(index, "--data", self.service.data)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("rows 300 = kept 300 + repeated 0 + refused 0 + not done 0", done.stdout)
        checked = self.service.run("fsck")
        self.assertEqual(checked.returncode, 0, checked.stderr)

    def test_says_where_a_map_or_an_index_is_wrong(self):
        index = self.file("index.csv", csv_text([["a.png", "", "", "", ""]]).encode())
        self.tree.mkdir()
        self.file("map.toml", MAP.replace("客户姓名", "姓名").encode())
        done = self.run_import(index, "--dry-run")
        self.assertEqual(done.returncode, 2)
        self.assertIn("map.toml:8: the index has no column 姓名", done.stderr)
        done = self.run_import(self.file("bad.csv", b'a,b\n"1,2\n'), "--dry-run")
        self.assertEqual(done.returncode, 2)
        self.assertIn("bad.csv:2: a quotation mark is never closed", done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
