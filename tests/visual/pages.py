"""What the pages of the examples look like, as LibreOffice lays them out: ``nox -s visual``.

Needs LibreOffice Writer, poppler-utils and a font of Times New Roman's measures that has all
Vietnamese letters (Debian: libreoffice-writer, poppler-utils, fonts-liberation2; the older
fonts-liberation lacks 93 of them). The pages are left as pictures beside the PDF files, whose
folder is printed: look at them when the writer or a text changes.
"""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest
from attrs import evolve

from vn766.nd30 import decree
from vn766.nd30.measures import sheet
from vn766.report import Annex, Column, Jobs, Table, read_spec, write_docx

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "documents").glob("*.toml"))
XHTML = "{http://www.w3.org/1999/xhtml}"
POINTS_PER_MM = 72 / 25.4
SLACK = 1.5  # points: the box of a line reaches that far below what is printed of it

PAGES = {
    "bao-cao-huyen": 3,
    "bao-cao-xep-loai-quy": 2,
    "cong-khai-cac-xa": 2,
    "cong-khai-xa": 2,
    "cong-van-thang": 3,
    "cong-van-van-phong": 3,
    "long": 6,
}
ANNEXES_BEGIN = {
    "bao-cao-huyen": [3],
    "bao-cao-xep-loai-quy": [2],
    "cong-van-thang": [3],
    "cong-van-van-phong": [3],
    "long": [3, 6],
}
"""The pages on which annexes begin, from 1."""


class Line(NamedTuple):
    """A printed line with its box in points from the upper left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class Page(NamedTuple):
    """A page with its lines."""

    width: float
    height: float
    lines: list[Line]


def long_document():
    """Return a document of many pages: a long text, a table across pages, and a second annex."""
    (spec,) = [path for path in EXAMPLES if path.stem == "bao-cao-xep-loai-quy"]
    document = Jobs(read_spec(spec)).document()
    columns = [Column(heads="STT"), Column(heads="Tên đơn vị", align="left")]
    columns += [Column(heads=("Kết quả số hóa hồ sơ", f"Tỷ lệ {n} (%)")) for n in range(4)]
    rows = [(str(n), f"UBND xã số {n}", *["87,11"] * 4) for n in range(1, 66)]
    table = Table(title="Điểm", columns=columns, rows=rows)
    second = Annex(title="Ghi chú", blocks=["Chú thích các cột của Phụ lục I."])
    first = Annex(title="Kết quả", blocks=[table], orientation="landscape")
    # So long that name and office would stand alone on the next page.
    body = [*["Câu văn dùng để kéo dài nội dung báo cáo. " * 8] * 6, *document.body]
    return evolve(document, body=body, annexes=[first, second])


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Return a folder with the examples as PDF and PNG files."""
    target = tmp_path_factory.mktemp("pages")
    for path in EXAMPLES:
        spec = read_spec(path)
        jobs = Jobs(spec)
        first = next(iter(jobs.each())).document if spec.is_batch else jobs.document
        write_docx(first(), target / f"{path.stem}.docx")
    write_docx(long_document(), target / "long.docx")
    files = sorted(map(str, target.glob("*.docx")))
    profile = f"-env:UserInstallation={(target / 'profile').as_uri()}"
    run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", target, *files)
    for path in sorted(target.glob("*.pdf")):
        run("pdftoppm", "-r", "80", "-png", path, path.with_suffix(""))
    print(f"\npages: {target}")  # noqa: T201 (for who looks at them)
    return target


def run(*command):
    shown = subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True)
    return shown.stdout


def pages_of(path):
    root = ET.fromstring(run("pdftotext", "-bbox-layout", path, "-"))  # noqa: S314 (our pages)
    found = []
    for page in root.iter(f"{XHTML}page"):
        lines = [
            Line(
                " ".join(word.text or "" for word in line.iter(f"{XHTML}word")),
                *(float(line.attrib[name]) for name in ("xMin", "yMin", "xMax", "yMax")),
            )
            for line in page.iter(f"{XHTML}line")
        ]
        size = (float(page.attrib[name]) for name in ("width", "height"))
        found.append(Page(*size, lines))
    return found


@pytest.mark.parametrize("name", PAGES)
class TestPages:
    def test_as_many_as_expected(self, folder, name):
        assert len(pages_of(folder / f"{name}.pdf")) == PAGES[name]

    def test_one_family_of_letters(self, folder, name):
        listed = run("pdffonts", folder / f"{name}.pdf").splitlines()[2:]
        families = {re.sub(r"^[A-Z]{6}\+|[-,].*", "", line.split()[0]) for line in listed}
        assert len(families) == 1

    def test_the_national_name_and_the_motto_stand_on_one_line_each(self, folder, name):
        texts = decree().texts
        lines = [line.text for line in pages_of(folder / f"{name}.pdf")[0].lines]
        for text in (texts.national_names[0], texts.motto):
            assert any(line.endswith(text) for line in lines)

    def test_nothing_stands_in_the_margins(self, folder, name):
        for number, page in enumerate(pages_of(folder / f"{name}.pdf"), 1):
            margins = sheet("portrait" if page.width < page.height else "landscape")
            for line in page.lines:
                assert line.left >= margins.left_mm * POINTS_PER_MM - SLACK, (number, line)
                assert line.right <= page.width - margins.right_mm * POINTS_PER_MM + SLACK
                assert line.bottom <= page.height - margins.bottom_mm * POINTS_PER_MM + SLACK
                in_header = line.bottom < margins.top_mm * POINTS_PER_MM
                assert line.text.isdigit() or not in_header, (number, line)

    def test_pages_are_numbered_from_the_second_on_and_anew_in_each_annex(self, folder, name):
        first = 1
        for number, page in enumerate(pages_of(folder / f"{name}.pdf"), 1):
            if number in ANNEXES_BEGIN.get(name, []):
                first = number
            top = sheet("portrait").top_mm * POINTS_PER_MM
            header = [line for line in page.lines if line.bottom < top]
            shown = number - first + 1
            assert [line.text for line in header] == ([] if shown == 1 else [str(shown)])
            for line in header:
                margins = sheet("portrait" if page.width < page.height else "landscape")
                middle = (margins.left_mm + margins.text_mm / 2) * POINTS_PER_MM
                assert (line.left + line.right) / 2 == pytest.approx(middle, abs=2)

    def test_who_signs_and_who_receives_stand_on_one_page_with_the_last_words(self, folder, name):
        for page in pages_of(folder / f"{name}.pdf"):
            texts = " ".join(line.text for line in page.lines)
            assert ("Nơi nhận:" in texts) == ("./." in texts)
            assert ("Nơi nhận:" in texts) == ("Lưu: VT" in texts)

    def test_no_text_lies_on_another(self, folder, name):
        for page in pages_of(folder / f"{name}.pdf"):
            lines = sorted(page.lines, key=lambda line: line.top)
            for at, line in enumerate(lines):
                for other in lines[at + 1 :]:
                    apart = other.left >= line.right - SLACK or other.right <= line.left + SLACK
                    overlap = line.bottom - other.top
                    # Boxes reach from accents to tails: those of neighbours touch by a third.
                    assert apart or overlap < (line.bottom - line.top) * 0.4, (line, other)


def test_heads_of_tables_are_repeated_on_every_page(folder):
    for page in pages_of(folder / "long.pdf")[2:5]:
        texts = " ".join(line.text for line in page.lines)
        assert "Kết quả số hóa hồ sơ" in texts
