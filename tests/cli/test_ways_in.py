"""One table through every way in: the same ranks and problems, or a refusal with advice."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pyarrow as pa
import pytest
import xlsxwriter
from pyarrow import parquet
from tests.files.test_opendocument import ods, sheet
from tests.files.test_opendocument import row as row_of_ods

from vn766.errors import InvalidRecordError, Severity
from vn766.framework import get_framework
from vn766.readers import Named, score_file
from vn766.tables.large import score_large
from vn766.tables.pieces import printed_ranks_of, problems_of

HEADS = ["STT", "Mã", "Tên đơn vị", "Cấp", "Cụm", "CKMB", "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH"]
ROWS = [
    ["1", "H99.101", "UBND xã A", "xã", "Cụm 1", "15", "18", "9", "8", "17", "19"],
    ["2", "H99.102", "UBND xã B", "xã", "Cụm 1", "16", "18", "9", "8", "17", "19"],
    ["3", "H99.103", "UBND xã C", "xã", "Cụm 2", "17", "18", "9", "8", "17", "19"],
    ["4", "H99.104", "UBND xã D", "xã", "Cụm 2", "17", "18", "9", "", "17", "19"],
    ["5", "H99.105", "UBND phường E", "phường", "Cụm 2", "17", "18", "9", "8", "17", "19"],
]


def row(**changes):
    """Return one more row, with some cells changed."""
    cells = dict(
        zip(HEADS, ["6", "H99.106", "UBND xã F", "xã", "Cụm 1", *ROWS[0][5:]], strict=True)
    )
    return [{**cells, **changes}[head] for head in HEADS]


def changed(at, head, value):
    rows = [list(cells) for cells in ROWS]
    rows[at][HEADS.index(head)] = value
    return rows


def beside(head, values):
    """Return the table with one more column."""
    return [[*HEADS, head], *([*cells, value] for cells, value in zip(ROWS, values, strict=True))]


MONTHS = [[*HEADS, "Kỳ"], *([*cells, month] for month in ("Tháng 8", "Tháng 9") for cells in ROWS)]
SLIPS = {
    "clean": [HEADS, *ROWS],
    "a sum": [HEADS, *ROWS, row(STT="", Mã="", **{"Tên đơn vị": "Tổng cộng"})],
    "an average": [HEADS, *ROWS, row(STT="", Mã="", **{"Tên đơn vị": "Điểm trung bình toàn tỉnh"})],
    "maxima": [HEADS, row(STT="", Mã="", **{"Tên đơn vị": "Điểm tối đa"}), *ROWS],
    "a commune of that name": [HEADS, *ROWS, row(Mã="", **{"Tên đơn vị": "Trung Bình"})],
    "no unit": [HEADS, *ROWS, row(STT="", Mã="", **{"Tên đơn vị": "–"})],
    "blank rows": [HEADS, ROWS[0], [""] * len(HEADS), *ROWS[1:]],
    "a unit twice": [HEADS, *ROWS, row(Mã="h99.101 ")],
    "a province twice": [HEADS, *ROWS, row(Mã="000.00.00.H99"), row(Mã="H99")],
    "another spelling": [HEADS, *changed(1, "Cụm", " CỤM  1")],
    "another tone": [HEADS, *changed(0, "Cụm", "Hoà"), row(Cụm="Hỏa")],
    "nearly one name": [HEADS, *changed(1, "Cụm", "Cụm 01")],
    "a blank pool": [HEADS, *changed(1, "Cụm", "")],
    "no pool": [HEADS, *changed(1, "Cụm", "–")],
    "levels": [HEADS, *changed(1, "Cấp", "sở")],
    "no level": [HEADS, *changed(2, "Cấp", ""), row(Cấp="sở")],
    "above the maximum": [HEADS, *changed(1, "CKMB", "19")],
    "printed totals": beside("Tổng điểm", ["86", "87", "87", "", "88"]),
    "printed classes": beside("Xếp loại", ["Tốt", "Khá", "Tốt", "", "tốt"]),
    "a class that is none": beside("Xếp loại", ["Tốt", "Tốt", "Tuyệt vời", "", ""]),
    "printed ranks": beside("Hạng", ["1", "2", "1", "", "1"]),
    "a date for a rank": beside("Hạng", ["45689", "", "", "", ""]),
    "ranks of others": beside("Hạng", ["60/65", "50/65", "", "", ""]),
    "periods": MONTHS,
}
OPTIONS = {slip: [{}, {"within": "Cụm"}] for slip in SLIPS} | {
    "levels": [{}, {"within": "Cụm"}, {"within": "level"}, {"pool": "đơn vị"}],
    "no level": [{}, {"within": "Cấp"}, {"pool": "đơn vị"}],
    "periods": [{}, {"within": "Cụm"}, {"within": "Kỳ"}],
}


def as_csv(table, path):
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(table)
    path.write_text(text.getvalue(), "utf-8")


def as_xlsx(table, path):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for at, cells in enumerate(table):
            for column, cell in enumerate(cells):
                number = at and column > 4 and cell.replace(".", "").isdecimal()
                write = sheet.write_number if number else sheet.write_string
                write(at, column, float(cell) if number else cell)


def as_parquet(table, path):
    heads, *rows = table
    columns = {head: [cells[at] or None for cells in rows] for at, head in enumerate(heads)}
    typed = {
        head: [None if cell is None else Decimal(cell) for cell in cells]
        if head in HEADS[5:] and all((cell or "0").isdecimal() for cell in cells)
        else pa.array(cells, pa.string())
        for head, cells in columns.items()
    }
    parquet.write_table(pa.table(typed), path)


def as_json(table, path):
    heads, *rows = table
    records = [dict(zip(heads, cells, strict=True)) for cells in rows]
    path.write_text(json.dumps(records), "utf-8")


def as_ods(table, path):
    path.write_bytes(ods(sheet(*(row_of_ods(*cells) for cells in table))).data)


def by_reader(path, options):
    """Return ranks by unit and period, and the codes of errors and of all else, or of a refusal."""
    try:
        scored = score_file(Named(path.name, path.read_bytes()), keep_going=True, **options)
    except InvalidRecordError as error:
        return {str(problem.code) for problem in error.problems}
    placed = {
        (row.result.unit.key, time): (row.rank, row.of, row.tied)
        for row in scored.ranking
        for result, time in zip(scored.results, scored.table.times, strict=True)
        if result is row.result
    }
    found = {(str(p.code), p.severity) for p in scored.problems}
    return (
        placed,
        {code for code, severity in found if severity is Severity.ERROR},
        {code for code, severity in found if severity is not Severity.ERROR} - LEFT,
    )


LEFT = {
    "missing-columns",
    "rows-apart",
    "same-name",
    "units-without-code",
    "unknown-pool",
    "worse-rank",
}
"""What engines leave to the reader of small files: notes on figures that are as they should be, and
the doubt about rows that lack the number or code which others have."""


def by_engine(path, options, engine, folder):
    folder.mkdir()
    given = dict(options)
    within = [given.pop("within")] if "within" in given else []
    try:
        scored = score_large(
            path, engine=engine, framework=get_framework(), within=within, folder=folder, **given
        )
    except InvalidRecordError as error:
        return {str(problem.code) for problem in error.problems}
    placed = {}
    for line in parquet.read_table(scored.path).to_pylist():
        if line["rank"] is not None:
            code = (
                (line["Mã"] or line["Tên đơn vị"]).strip().upper()
                if line["Mã"]
                else line["Tên đơn vị"]
            )
            placed[code, line.get("Kỳ", "")] = (line["rank"], line["of"], line["tied"])
    errors = {code for table in problems_of(scored, "vi") for code in table["code"].to_pylist()}
    notes = {str(note.code) for note in (*scored.notes, *printed_ranks_of(scored))}
    return placed, errors, notes - LEFT


@pytest.mark.parametrize(
    ("slip", "options"), [(slip, options) for slip in SLIPS for options in OPTIONS[slip]]
)
def test_they_say_the_same(slip, options, tmp_path):
    table = SLIPS[slip]
    writers = {
        "csv": as_csv,
        "xlsx": as_xlsx,
        "ods": as_ods,
        "json": as_json,
        "parquet": as_parquet,
    }
    paths = {suffix: tmp_path / f"t.{suffix}" for suffix in writers}
    for suffix, write in writers.items():
        write(table, paths[suffix])
    expected = by_reader(paths["csv"], options)
    for path in paths.values():
        assert by_reader(path, options) == expected, path.suffix
    for engine, suffix in (("duckdb", "csv"), ("polars", "parquet")):
        assert by_engine(paths[suffix], options, engine, tmp_path / engine) == expected


def test_sections_are_refused_with_advice(tmp_path):
    head = [""] * (len(HEADS) - 2)
    table = [HEADS, ["I", "", "Khối xã", *head[1:]], *ROWS]
    as_csv(table, tmp_path / "t.csv")
    assert by_engine(tmp_path / "t.csv", {}, "duckdb", tmp_path / "a") == {"sections-by-engine"}
    asked = by_engine(tmp_path / "t.csv", {"within": "section"}, "duckdb", tmp_path / "b")
    assert asked == {"sections-by-engine"}
    named = {"pool": "xã"}
    expected = by_reader(tmp_path / "t.csv", named)
    assert by_engine(tmp_path / "t.csv", named, "duckdb", tmp_path / "c") == expected


def test_the_slips_are_told():
    """What the ways agree on is what a clerk should be told."""
    told = {}
    for slip, table in SLIPS.items():
        text = io.StringIO()
        csv.writer(text, delimiter=";").writerows(table)
        options = {"within": "Kỳ"} if slip == "periods" else {"within": "Cụm"}
        scored = score_file(Named("t.csv", text.getvalue().encode()), keep_going=True, **options)
        codes = {str(problem.code) for problem in scored.problems} - LEFT
        told[slip] = (len(scored.ranking), codes)
    assert told == {
        "clean": (4, set()),
        "a sum": (4, {"row-left-out"}),
        "an average": (4, {"row-left-out"}),
        "maxima": (4, {"row-left-out"}),
        "a commune of that name": (5, set()),
        "no unit": (4, {"no-unit"}),
        "blank rows": (4, set()),
        "a unit twice": (3, {"duplicate-unit"}),
        "a province twice": (4, {"duplicate-unit"}),
        "another spelling": (4, set()),
        "another tone": (5, {"similar-pools"}),
        "nearly one name": (4, {"similar-pools"}),
        "a blank pool": (3, {"blank-pool"}),
        "no pool": (3, {"blank-pool"}),
        "levels": (4, set()),
        "no level": (4, set()),
        "above the maximum": (3, {"above-maximum"}),
        "printed totals": (3, {"sum-mismatch"}),
        "printed classes": (3, {"published-band"}),
        "a class that is none": (3, {"unknown-band"}),
        "printed ranks": (4, {"rank-differs"}),
        "a date for a rank": (4, {"rank-above-pool"}),
        "ranks of others": (4, {"pool-size-differs"}),
        "periods": (8, set()),
    }
