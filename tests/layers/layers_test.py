"""The walls of the house (README: "Data flows right, includes point left"), checked on the tree.

Include direction, private headers, calls that belong to one place, and what each of the three
programs links directly. DOSSIER_BIN names the folder of the built programs.
"""

import os
import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
ORDER = ["capture", "ocr", "verify", "store", "web"]
BIN = pathlib.Path(os.environ["DOSSIER_BIN"])

# What may be called, and the only files that may call it.
ONE_PLACE = {
    r"\bsystem_clock::now\b": {"web/clock.cpp", "store/rows/vault.cpp"},  # there for names only
    r"\bRAND_(priv_)?bytes\b": {"store/crypto/random.cpp"},
    r"\bgetenv\b": {"web/config.cpp"},
    r"\bstd::j?thread\b": {"web/"},
    r"\b(std::cout|std::cerr|fprintf|printf)\b": {"web/", "ocr/main.cpp"},
    r"\bProcessPages\b": set(),
    r"\bcatch \(\.\.\.\)": {"web/", "ocr/main.cpp", "ocr/child/launcher.cpp"},
}


def sources():
    for folder in ORDER:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".cpp", ".h"} and "node_modules" not in path.parts:
                yield folder, path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def without_comments(text):
    return re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.S)


def direct_needs(program):
    listing = subprocess.run(["readelf", "-d", program], check=True, capture_output=True, text=True).stdout
    return re.findall(r"\(NEEDED\).*\[(.+?)\]", listing)


class Includes(unittest.TestCase):
    def test_point_only_to_the_left_and_only_at_root_headers(self):
        wrong = []
        for folder, name, text in sources():
            for target in re.findall(r'#include "([^"]+)"', text):
                first, *rest = target.split("/")
                if first not in ORDER:
                    wrong.append(f"{name}: {target} is not written from the repository root")
                elif ORDER.index(first) > ORDER.index(folder):
                    wrong.append(f"{name}: {target} points right")
                elif first != folder and len(rest) > 1:
                    wrong.append(f"{name}: {target} is private to {first}")
        self.assertEqual(wrong, [])

    def test_headers_start_with_pragma_once(self):
        wrong = [name for _, name, text in sources() if name.endswith(".h") and not text.startswith("#pragma once")]
        self.assertEqual(wrong, [])


class Calls(unittest.TestCase):
    def test_that_belong_to_one_place_stay_there(self):
        wrong = []
        for _, name, text in sources():
            code = without_comments(text)
            for pattern, places in ONE_PLACE.items():
                allowed = any(name == place or (place.endswith("/") and name.startswith(place)) for place in places)
                if not allowed and re.search(pattern, code):
                    wrong.append(f"{name}: {pattern}")
        self.assertEqual(wrong, [])


class DirectNeeds(unittest.TestCase):
    def test_dossier_never_links_what_decodes_pictures(self):
        wrong = [lib for lib in direct_needs(BIN / "dossier")
                 if re.search(r"opencv|lept|tesseract|jpeg|png|tiff|openjp2|webp|qpdf|poppler|dnnl|ZXing", lib)]
        self.assertEqual(wrong, [])

    def test_dossier_read_owns_no_database_and_no_network(self):
        wrong = [lib for lib in direct_needs(BIN / "dossier-read")
                 if re.search(r"libpq|sqlite3|Poco|libssl|libcurl", lib)]
        self.assertEqual(wrong, [])

    def test_dossier_token_brings_nothing_that_a_module_could_clash_with(self):
        wrong = [lib for lib in direct_needs(BIN / "dossier-token") if not re.match(r"lib(stdc\+\+|gcc_s|c|m)\.so|ld-linux", lib)]
        self.assertEqual(wrong, [])

    def test_nothing_links_imgcodecs(self):
        for program in ("dossier", "dossier-read", "dossier-token"):
            self.assertEqual([lib for lib in direct_needs(BIN / program) if "imgcodecs" in lib], [])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
