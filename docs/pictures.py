"""The pictures of rendered pages in the documentation: ``python docs/pictures.py`` draws them anew.

Needs what ``nox -s visual`` does, and Chromium. Look at them before you commit them.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from vn766 import plot
from vn766.advise import margins
from vn766.compare import compare, series
from vn766.period import Month
from vn766.readers import score_file
from vn766.report import Jobs, docx_bytes, read_spec
from vn766.report.annexes import annex_file
from vn766.show.files import scored_html, scored_sheets, scored_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

DOCS = Path(__file__).parent
EXAMPLES = DOCS.parent / "examples"
# Spreadsheets write decimals as the settings of their user do.
VIETNAMESE = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>vi</value></prop></item></oor:items>
"""


def run(*command: object) -> None:
    """Run a program, which must succeed."""
    subprocess.run(list(map(str, command)), check=True, capture_output=True)


def print_pages(folder: Path, contents: dict[str, bytes], dots: int = 80) -> None:
    """Draw the first page of Word files and workbooks, called like the pictures."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(VIETNAMESE, "utf-8")
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    files = [folder / name for name in contents]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *files)
    for file in files:
        picture = DOCS / file.stem
        run("pdftoppm", "-r", dots, "-png", "-singlefile", file.with_suffix(".pdf"), picture)


def print_page(folder: Path, page: bytes, name: str, width: int, height: int, *more: str) -> None:
    """Draw the beginning of a web page."""
    (folder / "page.html").write_bytes(page)
    size, picture = f"--window-size={width},{height}", f"--screenshot={DOCS / name}.png"
    args = ("--headless=new", "--no-sandbox", "--hide-scrollbars", size, picture, *more)
    run("chromium", *args, (folder / "page.html").as_uri())


def plots() -> Iterator[tuple[str, Axes]]:
    """Yield a picture of each kind, in one language or the other, and its name."""
    months = {
        month: score_file(
            EXAMPLES / f"communes-2026-{month:02}.csv",
            period=Month(2026, month),
            pool="xã, phường, đặc khu",
        ).ranking
        for month in (5, 6, 8, 9)
    }
    over_time = [ranking["H21.801"].result for ranking in months.values()]
    ranking = score_file(EXAMPLES / "portal-2026-10.json", period=Month(2026, 10)).ranking
    yield "plot-unit", plot.unit(over_time[1])
    yield "plot-ranking", plot.ranking(ranking)
    yield "plot-margins", plot.margins(margins(ranking), language="en")
    yield "plot-series", plot.series(series(over_time))
    yield "plot-comparison", plot.comparison(compare(*over_time[:2]), language="en")


def main() -> None:
    """Draw a letter, a printed ranking, its annex, the page for leaders, and all plots."""
    for name, axes in plots():
        axes.figure.canvas.print_figure(DOCS / f"{name}.png", dpi=80, bbox_inches="tight")
    scored = score_file(EXAMPLES / "portal-2026-10.json", period=Month(2026, 10))
    letter = Jobs(read_spec(EXAMPLES / "documents" / "cong-khai-xa.toml")).document()
    page = scored_html(scored, "vi", "H99.208")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        print_pages(
            folder,
            {
                "document.docx": docx_bytes(letter),
                "phu-luc.docx": docx_bytes(annex_file(scored_sheets(scored, "vi"))),
                "bang-xep-hang.xlsx": scored_xlsx(scored, "vi"),
            },
        )
        print_page(folder, page, "trang-lanh-dao", 390, 1000)
        dark = "--blink-settings=preferredColorScheme=0"
        print_page(folder, page, "trang-lanh-dao-toi", 1280, 1000, dark)


if __name__ == "__main__":
    main()
