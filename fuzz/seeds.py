#!/usr/bin/env python3
"""Writes the inputs that each fuzz target begins with to fuzz/corpus/TARGET. Needs nothing but Python 3.

They are made of the test files of this repository, in the form that the target takes: of a package the number of a part and its content, of a
compound file its stream `Workbook`, of text and JSON the text.
"""
import hashlib
import json
import pathlib
import struct
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SUBMISSIONS = ROOT / "tests/fixtures/submissions"
CORPUS = ROOT / "fuzz/corpus"
ENDINGS = ["xlsx", "xls", "ods", "csv", "tsv", "json"]


def seed(target: str, content: bytes) -> None:
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha1(content).hexdigest()).write_bytes(content)


def package_parts(path: pathlib.Path, target: str, base: pathlib.Path) -> None:
    """Each part of `path` in the place of the part of `base` with the same name, else of its first sheet."""
    with zipfile.ZipFile(base) as package:
        names = package.namelist()
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            at = names.index(name) if name in names else next((i for i, own in enumerate(names) if "sheet1" in own), 0)
            seed(target, bytes([at]) + package.read(name))


def workbook_stream(path: pathlib.Path) -> bytes:
    """The stream `Workbook` of a compound file, found by its first record: the longest run from there on will do for a seed."""
    data = path.read_bytes()
    sector = 1 << struct.unpack_from("<H", data, 30)[0]
    count = struct.unpack_from("<I", data, 44)[0]
    fat = []
    for own in struct.unpack_from(f"<{min(count, 109)}I", data, 76):
        fat += struct.unpack_from(f"<{sector // 4}I", data, (own + 1) * sector)

    def chain(at: int) -> bytes:
        content = b""
        while at < 0xFFFFFFFA and len(content) <= len(data):
            content += data[(at + 1) * sector : (at + 2) * sector]
            at = fat[at]
        return content

    folder = chain(struct.unpack_from("<I", data, 48)[0])
    for at in range(0, len(folder), 128):
        length = struct.unpack_from("<H", folder, at + 64)[0]
        name = folder[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
        if name in ("Workbook", "Book"):
            start, size = struct.unpack_from("<IQ", folder, at + 116)
            return chain(start)[:size]
    return b""


def main() -> None:
    xlsx, ods = SUBMISSIONS / "07-another-unit.xlsx", SUBMISSIONS / "03-wanyuan.ods"
    for path in [xlsx, SUBMISSIONS / "04-totals-are-formulas.xlsx", ROOT / "examples/qingpu-2023-wrong-total.xlsx"]:
        package_parts(path, "xlsx_part", xlsx)
        package_parts(path, "annotate", xlsx)
    package_parts(ods, "ods_content", ods)
    for path in [*SUBMISSIONS.glob("*.xls"), *SUBMISSIONS.glob("*.et")]:
        seed("xls_stream", workbook_stream(path))
    # The number of each part of the target's own package: its records are short enough to be found by themselves.
    for at in range(5):
        seed("xlsb_part", bytes([at, 129, 1, 0, 145, 1, 0]))
    for path in SUBMISSIONS.glob("*.csv"):
        seed("text", path.read_bytes())
    for path in [*SUBMISSIONS.iterdir(), *(ROOT / "tests/fixtures/prose").glob("*.json")]:
        ending = {"et": "xls"}.get(path.suffix[1:], path.suffix[1:])
        if path.is_file() and ending in ENDINGS:
            seed("file", bytes([ENDINGS.index(ending)]) + path.read_bytes())
    for path in [*(ROOT / "tests/fixtures/prose").glob("*.json"), *(ROOT / "tests/cases").glob("*/*.json")]:
        text = path.read_bytes()
        seed("json", text)
        for section in json.loads(text).get("document", {}).get("sections", []):
            seed("prose", "\n".join(own["text"] for own in section.get("paragraphs", [])).encode())
    for line in (ROOT / "tests/fixtures/prose/sentences.txt").read_text().splitlines():
        seed("prose", line.encode())
    for path in (ROOT / "templates/layouts").glob("*.toml"):
        seed("layout", path.read_bytes())
    for at in range(8):
        seed("solver", bytes((at * 37 + i * 11) % 256 for i in range(40 + at * 20)))
    for target in sorted(CORPUS.iterdir()):
        print(f"{target.name}: {len(list(target.iterdir()))}")


if __name__ == "__main__":
    main()
