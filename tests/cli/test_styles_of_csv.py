"""One table in every style that programs write CSV in: the same by the small reader and engines."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import csv
import io
from unicodedata import normalize

import pytest
from tests.cli.test_ways_in import HEADS, ROWS, by_engine, by_reader
from tests.readers.test_sources import windows_1258

TABLE = [HEADS, *([*cells[:5], f"{cells[5]},5", *cells[6:]] for cells in ROWS)]
NAMED = {"encoding-converted"}


def written(delimiter=";", end="\n", quoting=csv.QUOTE_MINIMAL):
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerows(TABLE)
    return text.getvalue()


PLAIN = written()
LINES = PLAIN.splitlines()
STYLES = {
    "semicolons": PLAIN.encode(),
    "commas and quotes": written(",").encode(),
    "tabs": written("\t").encode(),
    "bars": written("|").encode(),
    "bars and blanks": written("|").replace("|", " | ").encode(),
    "the bar named": f"sep=|\r\n{written('|', chr(13) + chr(10))}".encode(),
    "all quoted": written(quoting=csv.QUOTE_ALL).encode(),
    "line ends of Windows": written(end="\r\n").encode(),
    "line ends of old Macs": written(end="\r").encode(),
    "a mark of UTF-8": PLAIN.encode("utf-8-sig"),
    "UTF-16 of Excel": written("\t", "\r\n").encode("utf-16"),
    "UTF-16, the other way round": b"\xfe\xff" + written(end="\r\n").encode("utf-16-be"),
    "Windows-1258": windows_1258(PLAIN),
    "the mark named": f"sep=;\r\n{written(end=chr(13) + chr(10))}".encode(),
    "the mark named in UTF-16": f"SEP=\t\n{written(chr(9))}".encode("utf-16"),
    "the mark named behind that of UTF-8": f"sep=,\n{written(',')}".encode("utf-8-sig"),
    "blank lines": PLAIN.replace("\n", "\n\n").encode(),
    "lines of one blank cell": PLAIN.replace("\n", '\n""\n').encode(),
    "lines of blank quoted cells": PLAIN.replace(
        "\n", "\n" + ";".join(['""'] * 11) + "\n"
    ).encode(),
    "lines of marks alone": PLAIN.replace("\n", "\n;;;;;;;;;;\n").encode(),
    "no end of the last line": PLAIN.rstrip().encode(),
    "a mark at the end of each line": "".join(f"{line};\n" for line in LINES).encode(),
    "blanks around cells": PLAIN.replace(";", " ; ").encode(),
    "blanks that do not break": PLAIN.replace(";", "\xa0;").encode(),
    "a line end in a name": PLAIN.replace("UBND xã A", '"UBND\nxã A"').encode(),
    "letters apart": normalize("NFD", PLAIN).encode(),
}


@pytest.mark.parametrize("style", STYLES)
def test_style(style, tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(PLAIN.encode())
    places, *_ = expected = by_reader(path, {"within": "Cụm"})
    assert len(places) == 4
    path.write_bytes(STYLES[style])
    found = by_reader(path, {"within": "Cụm"})
    assert (found[0], found[1], found[2] - NAMED) == expected
    assert (found[2] == NAMED) == (style == "Windows-1258")
    for engine in ("duckdb", "polars"):
        assert by_engine(path, {"within": "Cụm"}, engine, tmp_path / engine) == found, engine


@pytest.mark.parametrize("engine", ["duckdb", "polars"])
@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (b"\xff\xfe" + PLAIN.encode("utf-16-le") + b"\x00\xd8\x00", {"unknown-encoding"}),
        (
            windows_1258(PLAIN) + windows_1258(f"{LINES[1]}\n") * 30_000 + b"\x9d",
            {"unknown-encoding"},
        ),
        (PLAIN.replace(";17;19\n", ";17;19;20\n", 1).encode(), {"engine-failed"}),
    ],
)
def test_what_cannot_be_read_is_refused(content, codes, engine, tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    assert by_engine(path, {"within": "Cụm"}, engine, tmp_path / "folder") == codes
