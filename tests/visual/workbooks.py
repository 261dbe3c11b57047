"""What the workbooks of `score` look like, as LibreOffice prints them: ``nox -s visual``.

Needs LibreOffice Calc and what `pages.py` needs; the pages are left as pictures beside the PDF.
"""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from vn766.cli import vn766
from vn766.period import Month
from vn766.readers import score_file
from vn766.show.files import scored_xlsx

EXAMPLES = Path(__file__).parents[2] / "examples"
A4_ACROSS = (842, 595)  # points
SHEETS = {"portal-2026-10.json": 1, "provinces-2025.csv": 1, "long.csv": 2}
"""The files, and on how many pages their units are printed; one more has the technical data."""
MONTHS = (5, 6, 8)
COMMUNES = [EXAMPLES / f"communes-2026-{month:02d}.csv" for month in MONTHS]
PERIODS = [arg for month in MONTHS for arg in ("--period", f"{month}/2026")]
OTHERS = {
    "compare": (3, ["compare", *COMMUNES[:2], *PERIODS[:4]]),
    "series": (3, ["compare", *COMMUNES, *PERIODS]),
    "advise": (6, ["advise", EXAMPLES / "counts-2026-09.csv", "--reach", "Tốt"]),
}
"""What other commands write, and on how many pages it is printed, technical data included."""


def long_table():
    """Return a table of as many units as a province has."""
    heads = "STT;Tên đơn vị;Mã định danh;CKMB;TDGQ;CLGQ;TTTT;MDHL;MDSH"
    names = ("xã Bình Hòa", "phường Tân Khánh Trung", "đặc khu Trường Sa")
    rows = [
        f"{n};UBND {names[n % 3]} {n};H99.{100 + n};17,62;19,04;8,55;7,90;17,93;{10 + n % 10},11"
        for n in range(1, 66)
    ]
    return "\n".join((heads, *rows)).encode()


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Return a folder with the workbooks as PDF and PNG files."""
    target = tmp_path_factory.mktemp("workbooks")
    (target / "long.csv").write_bytes(long_table())
    for name in SHEETS:
        source = EXAMPLES / name
        scored = score_file(source if source.exists() else target / name, period=Month(2026, 10))
        (target / name).with_suffix(".xlsx").write_bytes(scored_xlsx(scored, "vi"))
    for name, (_, args) in OTHERS.items():
        done = CliRunner().invoke(vn766, [*map(str, args), "-o", str(target / f"{name}.xlsx")])
        assert done.exit_code == 0, done.output
    profile = f"-env:UserInstallation={(target / 'profile').as_uri()}"
    books = sorted(map(str, target.glob("*.xlsx")))
    run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", target, *books)
    for path in sorted(target.glob("*.pdf")):
        run("pdftoppm", "-r", "80", "-png", path, path.with_suffix(""))
    print(f"\npages: {target}")  # noqa: T201 (for who looks at them)
    return target


def run(*command):
    shown = subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True)
    return shown.stdout


def paper(path):
    """Return how many pages a PDF file has, and the size of the first in points."""
    said = run("pdfinfo", path)
    size = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", said)
    return (
        int(re.search(r"Pages:\s+(\d+)", said)[1]),
        tuple(round(float(side)) for side in size.groups()),
    )


@pytest.mark.parametrize("name", OTHERS)
def test_what_other_commands_write(folder, name):
    file = folder / f"{name}.pdf"
    assert paper(file) == (OTHERS[name][0], A4_ACROSS)
    text = run("pdftotext", "-layout", file, "-")
    assert "###" not in text
    assert text.count("Mã băm") == 1


@pytest.mark.parametrize(("name", "pages"), SHEETS.items())
class TestPrinted:
    def test_one_page_wide(self, folder, name, pages):
        assert paper((folder / name).with_suffix(".pdf")) == (pages + 1, A4_ACROSS)

    def test_heads_stand_on_each_page_and_nothing_is_cut(self, folder, name, pages):
        for page in range(1, pages + 1):
            text = run(
                *("pdftotext", "-layout", "-f", page, "-l", page),
                *((folder / name).with_suffix(".pdf"), "-"),
            )
            assert text.count("Thứ hạng") == 1
            assert "###" not in text
        assert "Mã băm" not in text

    def test_the_digest_is_on_the_last_page_only(self, folder, name, pages):
        last = run(
            *("pdftotext", "-f", pages + 1, "-l", pages + 1),
            *((folder / name).with_suffix(".pdf"), "-"),
        )
        assert "Mã băm" in last
