"""One table through every way in: the same ranks and problems, or a refusal with advice."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import csv
import io
import json
import unicodedata
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
import xlsxwriter
from pyarrow import parquet
from tests.files.test_opendocument import ods, sheet
from tests.files.test_opendocument import row as row_of_ods

from vn766.errors import InvalidRecordError, Severity
from vn766.framework import get_framework
from vn766.period import Month
from vn766.readers import Named, score_file
from vn766.records import Unit
from vn766.tables.doubts import doubts_of
from vn766.tables.large import score_large
from vn766.tables.pieces import problems_of

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


def cells_of(at, head, *values):
    """Return the table with other values in a column, from a row on."""
    rows = [list(cells) for cells in ROWS]
    for cells, value in zip(rows[at:], values, strict=False):
        cells[HEADS.index(head)] = value
    return [HEADS, *rows]


def only(*heads, rows=ROWS):
    """Return the table with some columns alone."""
    return [list(heads), *([cells[HEADS.index(head)] for head in heads] for cells in rows)]


POINTS = [cells[5:] for cells in ROWS]
FIVE = ["Xã A", "Xã B", "Xã C", "Xã D", "Xã E"]


def numbered(*rows):
    """Return a table without codes: rows are a number, a name and, of units, points."""
    heads = ["STT", "Tên đơn vị", *HEADS[5:]]
    return [heads, *([*cells, *[""] * (len(heads) - len(cells))] for cells in rows)]


DOTTED = (
    ["1", "Khối sở"],
    ["1.1", "Sở A", *POINTS[0]],
    ["1.2", "Sở B", *POINTS[1]],
    ["2", "Khối xã", *POINTS[1]],
    ["2.1", "Xã C", *POINTS[2]],
)


def varied(*more):
    """Return a table whose columns differ from unit to unit, and rows of figures below it."""
    points = [["15", "18"], ["16", "17"], ["17,5", "16"], ["14", "15,5"], ["13", "14,5"]]
    rows = [
        [*cells[:5], *two, "9", "8", "17", "19"] for cells, two in zip(ROWS, points, strict=True)
    ]
    return [HEADS, *rows, *([*cells, "9", "8", "17", "19"] for cells in more)]


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
    "ranks of others": beside("Hạng", ["60/65", "50/65", "–", "", ""]),
    "lesser ranks of others": beside("Hạng", ["50/65", "60/65", "", "", ""]),
    "more than there are": beside("Hạng (trên 4 xã)", ["5", "3", "", "", "1"]),
    "a district": [HEADS, *changed(1, "Cấp", "huyện")],
    "a rank that is none": beside("Hạng", ["nhất", "", "", "", ""]),
    "a nought for a rank": beside("Hạng", ["0", "", "", "", ""]),
    "a total for what lacks": beside("Tổng điểm", ["86", "87", "88", "85", "88"]),
    "a total that cannot be": beside("Tổng điểm", ["86", "87", "88", "95", "88"]),
    "no total": beside("Tổng điểm", ["86", "chưa có", "88", "", "88"]),
    "a total above all": beside("Tổng điểm", ["86", "187", "88", "", "88"]),
    "a class for what lacks": beside("Xếp loại", ["Tốt", "Tốt", "Tốt", "Yếu", "Tốt"]),
    "a mean by value": varied(["", "", "Điểm chung", "xã", "Cụm 1", "15,1", "16,2"]),
    "a rounded mean": varied(["", "", "Điểm chung", "xã", "Cụm 1", "15", "16"]),
    "a sum by value": varied(["", "", "Cả huyện", "xã", "Cụm 1", "75,5", "81"]),
    "a mean with a code": varied(["6", "H99.106", "UBND xã F", "xã", "Cụm 1", "15,1", "16,2"]),
    "a row apart": varied(["", "", "Kết quả", "xã", "Cụm 1", "12", "11"]),
    "a row without a code": varied(["6", "", "UBND xã F", "xã", "Cụm 1", "12", "11"]),
    "all maxima": [
        HEADS,
        *ROWS,
        ["6", "", "UBND xã F", "xã", "Cụm 1", *["18", "20", "12", "10", "18", "22"]],
    ],
    "one name twice": [
        HEADS,
        *ROWS,
        *([*row(Mã="")[:2], name, *row()[3:]] for name in ("Xã Hòa", "XÃ  HOÀ")),
    ],
    "an unknown level": [HEADS, *changed(1, "Cấp", "thôn")],
    "rates": [HEADS, *([*cells[:5], *["0,8", "0,9", "0,75", "0,8", "1", "0,5"]] for cells in ROWS)],
    "dossiers": beside("Số hồ sơ tiếp nhận", ["150", "160", "170", "90", "80"]),
    "percents": [HEADS, *([*cells[:5], *["80", "90", "75", "80", "98", "50"]] for cells in ROWS)],
    "out of the maximum": cells_of(0, "CKMB", "15/18", "16 / 18", "17,5/18 điểm"),
    "out of another maximum": cells_of(0, "CKMB", "15/20", "16/18"),
    "commas": cells_of(0, "CKMB", "15,5", "16,25", "17.5", " 12,50 "),
    "signs of nothing": cells_of(0, "CKMB", "–", "n/a", "…", "NULL", "nan"),
    "errors of a spreadsheet": cells_of(0, "CKMB", "#N/A", "#DIV/0!", "#REF!", "#VALUE!"),
    "an error for a name": [HEADS, *changed(1, "Tên đơn vị", "#N/A")],
    "words for points": cells_of(0, "CKMB", "15 điểm", "mười", "15,555", "1.500", "-3"),
    "points as codes": only("Tên đơn vị", *HEADS[5:]),
    "codes for names": only(
        "Tên đơn vị", *HEADS[5:], rows=[[*c[:2], c[1], *c[3:]] for c in [*ROWS, ROWS[0]]]
    ),
    "no group": only(*HEADS[:-1]),
    "two groups": only(*HEADS[:7]),
    "heads again": [HEADS, *ROWS[:3], HEADS, *ROWS[3:]],
    "a name alone": [HEADS, *ROWS, ["6", "", "UBND xã F", *[""] * 8]],
    "a note": [HEADS, *ROWS, ["", "", "Ghi chú: số liệu đến 30/6", *[""] * 8]],
    "only totals": [[*HEADS[:5], "Tổng điểm"], *([*cells[:5], "86,5"] for cells in ROWS)],
    "a total and a class": [
        [*HEADS[:3], "Tổng điểm", "Xếp loại"],
        *([*cells[:3], "86,5", "Tốt"] for cells in ROWS),
    ],
    "a percentage": beside("Tỷ lệ (%)", ["86", "87", "88", "", "88"]),
    "letters apart": [
        [unicodedata.normalize("NFD", cell) for cell in cells] for cells in [HEADS, *ROWS]
    ],
    "a summary with a code": [HEADS, *ROWS, row(STT="", **{"Tên đơn vị": "Tổng cộng"})],
    "a numbered summary": [HEADS, *ROWS, row(Mã="", **{"Tên đơn vị": "Toàn tỉnh"})],
    "Roman numbers": numbered(
        ["I", "Xã A", *POINTS[0]], ["II", "Xã B"], ["III.", "Xã C", *POINTS[2]]
    ),
    "letters and codes": [
        HEADS,
        *([letter, *cells[1:]] for letter, cells in zip("ABCD", ROWS, strict=False)),
        ["E", "", "UBND xã E", "xã", "Cụm 1", *[""] * 6],
    ],
    "numbers below none": numbered(
        *(
            [f"1.{at}", name, *points]
            for at, name, points in zip(range(1, 6), FIVE, POINTS, strict=True)
        )
    ),
    "thousands": numbered(
        *(
            [at, name, *points]
            for at, name, points in zip(["1", "2", "1.000", "1.001"], FIVE, POINTS, strict=False)
        )
    ),
    "a signature": [
        HEADS,
        *ROWS,
        ["", "", "NGƯỜI LẬP BIỂU", "", "", *[""] * 4, "Chánh Văn phòng", ""],
    ],
    "periods": MONTHS,
    "one period": beside("Kỳ", ["Tháng 8", "tháng 8", "", "THÁNG 8", "Tháng 8"]),
    "a period each": beside("Kỳ", ["Tháng 8", "Tháng 9", "Tháng 9", "Tháng 8", "Tháng 10"]),
}
OPTIONS: dict[str, list[dict[str, Any]]] = {
    slip: [{"within": "Cụm"} if "Cụm" in table[0] else {}] for slip, table in SLIPS.items()
} | {
    "clean": [{}, {"within": "Cụm"}, {"within": ["Cụm", "Cấp"]}],
    "printed ranks": [{}, {"within": "Cụm"}],
    "a district": [{"pool": "đơn vị", "period": Month(2026, 9)}],
    "levels": [{}, {"within": "Cụm"}, {"within": "level"}, {"pool": "đơn vị"}],
    "no level": [{}, {"within": "Cấp"}, {"pool": "đơn vị"}],
    "periods": [{}, {"within": "Cụm"}, {"within": "Kỳ"}, {"within": ["Cụm", "kỳ"]}],
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
        source = Named(path.name, path.read_bytes())
        scored = score_file(source, framework=get_framework(), keep_going=True, **options)
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
        {code for code, severity in found if severity is not Severity.ERROR},
    )


def by_engine(path, options, engine, folder):
    folder.mkdir()
    given = dict(options)
    within = given.pop("within", [])
    within = [within] if isinstance(within, str) else within
    try:
        scored = score_large(
            path, engine=engine, framework=get_framework(), within=within, folder=folder, **given
        )
    except InvalidRecordError as error:
        return {str(problem.code) for problem in error.problems}
    placed = {}
    for line in parquet.read_table(scored.path).to_pylist():
        if line["rank"] is not None:
            said = {
                kind: line[scored.columns.names[at]] for kind, at in scored.columns.units.items()
            }
            unit = Unit(name=" ".join((said.get("name") or "").split()), code=said.get("code"))
            placed[unit.key, line.get("Kỳ") or ""] = (line["rank"], line["of"], line["tied"])
    errors = {code for table in problems_of(scored, "vi") for code in table["code"].to_pylist()}
    notes = (*scored.notes, *doubts_of(scored))
    errors |= {str(note.code) for note in notes if note.severity is Severity.ERROR}
    others = {str(note.code) for note in notes if note.severity is not Severity.ERROR}
    if not placed and "looks-like-percents" in errors:  # nobody is left
        return errors
    return placed, errors, others


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
    as_csv([HEADS, *ROWS, row(STT="I", Mã="")], tmp_path / "r.csv")
    assert by_engine(tmp_path / "r.csv", {}, "duckdb", tmp_path / "r") == {"sections-by-engine"}
    as_csv(table, tmp_path / "t.csv")
    assert by_engine(tmp_path / "t.csv", {}, "duckdb", tmp_path / "a") == {"sections-by-engine"}
    asked = by_engine(tmp_path / "t.csv", {"within": "section"}, "duckdb", tmp_path / "b")
    assert asked == {"sections-by-engine"}
    named = {"pool": "xã"}
    expected = by_reader(tmp_path / "t.csv", named)
    assert by_engine(tmp_path / "t.csv", named, "duckdb", tmp_path / "c") == expected


@pytest.mark.parametrize("ends", ["", ".", ")"])
def test_so_are_those_with_numbers(ends, tmp_path):
    path = tmp_path / "t.csv"
    as_csv(numbered(*([f"{cells[0]}{ends}", *cells[1:]] for cells in DOTTED)), path)
    assert by_engine(path, {}, "duckdb", tmp_path / "a") == {"sections-by-engine"}
    for engine in ("duckdb", "polars"):
        found = by_engine(path, {"pool": "x"}, engine, tmp_path / engine)
        assert found == by_reader(path, {"pool": "x"})
    as_csv([HEADS, row(STT="1", Mã=""), row(STT="1.1", Mã=""), *ROWS[1:]], path)
    assert by_engine(path, {}, "duckdb", tmp_path / "c") == {"sections-by-engine"}
    as_csv(numbered(*DOTTED, ["1", "Sở Z", *POINTS[0]]), path)
    assert by_engine(path, {"pool": "x"}, "polars", tmp_path / "b") == {"sections-by-engine"}


def test_numbers_may_be_those_of_a_spreadsheet(tmp_path):
    path = tmp_path / "t.parquet"
    heads, *rows = numbered(*DOTTED)
    columns = {head: [cells[at] or None for cells in rows] for at, head in enumerate(heads)}
    parquet.write_table(pa.table(columns | {"STT": [1.0, 1.1, 1.2, 2.0, 2.1]}), path)
    expected = by_reader(path, {"pool": "x"})
    assert {of for _, of, _ in expected[0].values()} == {3}
    assert by_engine(path, {"pool": "x"}, "polars", tmp_path / "a") == expected


def test_names_below_a_signature_are_errors_to_an_engine(tmp_path):
    path, blank = tmp_path / "t.csv", [""] * 4
    rows = (["1", "Xã A", *POINTS[0]], ["2", "Xã B", *POINTS[1]])
    signed = (["", "NGƯỜI LẬP", *blank, "Chánh Văn phòng"], ["", "Trần Thị B", *blank, "Lê An"])
    as_csv(numbered(*rows, *signed), path)
    placed, errors, others = by_reader(path, {})
    assert (len(placed), errors, others) == (2, set(), {"row-left-out"})
    assert by_engine(path, {}, "polars", tmp_path / "a")[:2] == (placed, {"not-a-number"})


def test_what_is_doubtful_is_counted(tmp_path):
    rows = [row(Mã=f"H99.{at}", STT=str(at)) for at in range(200, 225)]
    as_csv([[*HEADS, "Hạng"], *([*cells, "26"] for cells in rows)], tmp_path / "t.csv")
    folder = tmp_path / "folder"
    folder.mkdir()
    scored = score_large(
        tmp_path / "t.csv", engine="duckdb", framework=get_framework(), folder=folder
    )
    found = doubts_of(scored)
    assert [str(problem.code) for problem in found] == ["rank-above-pool"] * 20
    assert [problem.origin for problem in found[:2]] == ["t.csv (25)", "t.csv"]


def test_the_slips_are_told():
    """What the ways agree on is what a clerk should be told."""
    told = {}
    for slip, table in SLIPS.items():
        text = io.StringIO()
        csv.writer(text, delimiter=";").writerows(table)
        options = {"within": "Kỳ"} if slip == "periods" else OPTIONS[slip][0]
        try:
            scored = score_file(
                Named("t.csv", text.getvalue().encode()), keep_going=True, **options
            )
        except InvalidRecordError as error:
            told[slip] = (0, {str(problem.code) for problem in error.problems})
        else:
            codes = {str(problem.code) for problem in scored.problems}
            told[slip] = (len(scored.ranking), codes)
    assert told == {
        "clean": (4, set()),
        "a sum": (4, {"row-left-out"}),
        "an average": (4, {"row-left-out"}),
        "maxima": (4, {"row-left-out"}),
        "a commune of that name": (5, {"rows-apart"}),
        "no unit": (4, {"no-unit", "rows-apart"}),
        "blank rows": (4, set()),
        "a unit twice": (3, {"duplicate-unit"}),
        "a province twice": (4, {"duplicate-unit"}),
        "another spelling": (4, set()),
        "another tone": (5, {"similar-pools"}),
        "nearly one name": (4, {"similar-pools"}),
        "a blank pool": (3, {"blank-pool"}),
        "no pool": (3, {"blank-pool"}),
        "levels": (4, set()),
        "no level": (4, {"unknown-pool"}),
        "above the maximum": (3, {"above-maximum"}),
        "printed totals": (3, {"sum-mismatch"}),
        "printed classes": (3, {"published-band"}),
        "a class that is none": (3, {"unknown-band"}),
        "printed ranks": (4, {"rank-differs"}),
        "a date for a rank": (4, {"rank-above-pool"}),
        "ranks of others": (4, {"pool-size-differs"}),
        "lesser ranks of others": (4, {"pool-size-differs", "worse-rank"}),
        "more than there are": (3, {"pool-size-differs", "published-rank"}),
        "a district": (3, {"ended-level"}),
        "a rank that is none": (3, {"not-a-rank"}),
        "a nought for a rank": (3, {"published-rank"}),
        "a total for what lacks": (5, set()),
        "a total that cannot be": (4, {"out-of-bounds"}),
        "no total": (3, {"not-a-number"}),
        "a total above all": (3, {"above-maximum"}),
        "a class for what lacks": (4, {"published-band"}),
        "a mean by value": (5, {"row-left-out"}),
        "a rounded mean": (6, {"rows-apart"}),
        "a sum by value": (5, {"row-left-out"}),
        "a mean with a code": (6, {"row-sums-up"}),
        "a row apart": (6, {"rows-apart"}),
        "a row without a code": (6, {"rows-apart"}),
        "all maxima": (5, {"all-maxima", "rows-apart"}),
        "one name twice": (6, {"rows-apart", "same-name"}),
        "an unknown level": (4, {"unknown-level"}),
        "rates": (5, {"looks-like-rates"}),
        "dossiers": (4, {"looks-like-counts"}),
        "percents": (0, {"above-maximum", "looks-like-percents"}),
        "out of the maximum": (4, set()),
        "out of another maximum": (3, {"stated-maximum"}),
        "commas": (4, set()),
        "signs of nothing": (0, set()),
        "errors of a spreadsheet": (1, {"error-cell"}),
        "an error for a name": (3, {"error-cell"}),
        "words for points": (0, {"negative", "not-a-number", "too-precise"}),
        "points as codes": (4, set()),
        "codes for names": (3, {"duplicate-unit"}),
        "no group": (0, {"missing-columns"}),
        "two groups": (0, {"missing-columns"}),
        "heads again": (4, {"row-left-out"}),
        "a name alone": (4, {"blank-pool", "rows-apart"}),
        "a note": (4, {"row-left-out"}),
        "only totals": (5, set()),
        "a total and a class": (5, set()),
        "a percentage": (4, {"percent-column"}),
        "letters apart": (4, set()),
        "a summary with a code": (5, {"rows-apart"}),
        "a numbered summary": (4, {"row-left-out"}),
        "Roman numbers": (2, set()),
        "letters and codes": (3, {"rows-apart"}),
        "numbers below none": (4, set()),
        "thousands": (3, set()),
        "a signature": (4, {"row-left-out"}),
        "periods": (8, set()),
        "one period": (4, set()),
        "a period each": (0, {"several-periods"}),
    }
