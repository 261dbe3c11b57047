"""Real files, changed at random: what comes of them is a result, or an error of this library.

Not part of the suite: `nox -s fuzz` tries some thousands of inputs on each target, and
``nox -s fuzz -- 100000`` as many as it says. The seeds are the examples, what is written from
them, and small files of each format; Hypothesis draws what is changed, and leaves out of an input
that fails all changes but those it needs. An input that failed once is kept in ``corpus/``, which
the suite tries. PDF files are taken apart here and not in a process of their own, for speed: a
clock ends what they do as that process would be ended.
"""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import io
import json
import os
import re
import signal
import sys
import zipfile
from collections import Counter
from contextlib import suppress
from datetime import date
from pathlib import Path
from random import Random
from time import process_time
from typing import NamedTuple

import openpyxl
import pyarrow as pa
import pytest
import xlsxwriter
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from vn766.errors import Vn766Error
from vn766.files import Named, pdf
from vn766.files.extraction import extract
from vn766.framework.loader import EDITIONS
from vn766.nd30.writer import docx_bytes
from vn766.readers import read_portal
from vn766.report import read_spec
from vn766.report.fields import definitions
from vn766.report.jobs import Jobs
from vn766.report.workbook import new_workbook

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.files import test_opendocument as spreadsheets
from tests.files.test_pdf import notice

EXAMPLES = Path(__file__).parents[2] / "examples"
INPUTS = int(os.environ.get("VN766_FUZZ", "2000"))
MOST = 4  # changes of one input
SLOW = 5.0  # seconds of a processor: an input that takes longer has failed, too
LINES = 8  # of a table
TOKENS = [
    *("", "\0", '"', ";", ",", "\t", "\n", "\r", "|", "<", ">", "&", "&#0;", "&a;", "'", "/", "="),
    *("[", "]", "{", "}", '"""', "<!--", "<!DOCTYPE a>", "<![CDATA[", "<w:tbl>", "</w:p>"),
    *("<w:p/>", "<tr>", "<td rowspan=9>", "-1", "0", "1e9", "9" * 40, "NaN", "17,5", "17.500"),
    *("5/65", "01/0", "١٧", "٪", "²", "½", "true", "null", "1_0", "1e999999999", "-0", "0,0", "%"),
    *("31/6/2026", "99999999999/1", "tháng 13/2026", "tháng 6/0000", "Quý V", "Quý II/2026"),
    *("2026-02-30", "9999-12-31", "0001-01-01", "2026-01-01T24:00+25:00", "đến ngày 31/12/9999"),
    *("xã", "tỉnh", "Tổng điểm", "Tổng cộng", "Trung bình", "Xuất sắc", "CKMB", "Xếp hạng", "I."),
    *("đ" * 99, "\u0301" * 40, "\u202e", "\ufeff", "\ud83d\ude00", "\ud800", "a" * 500, " "),
    *("file = ", "kind = ", "[[a.b]]", "{unit}", "A1:XFD9", "000.00.00.H37", "../a", "1048577"),
    *("CKMB: ", "100 điểm", "87,09/100 điểm", "tăng 5 bậc so với", "bằng", "từ", "đạt tỷ lệ", "."),
]
# Changes of what is written in a file, and not of how it is built, go where no parser looks.
WORDS = re.compile(r"""[^\s,;|"'=<>\[\]{}:()]+""")
VALUES = re.compile(r'(?<=>)[^<>]+|(?<==")[^"]*')  # of XML
TAGS = re.compile(r"<(/?)([A-Za-z][\w:.-]*)[^<>]*?(/?)>")


def some_bytes(data, random):
    """Return `data` with bytes put in, left out, repeated, moved or of other bits."""
    at = random.randrange(len(data) + 1)
    end = at + random.choice((1, 2, 8, 40, 200))
    match random.randrange(5):
        case 0:
            return data[:at] + _token(random) + data[at:]
        case 1:
            return data[:at] + data[end:]
        case 2:
            return data[:at] + 3 * data[at:end] + data[end:]
        case 3:
            return data[end:] + data[at:end] + data[:at]
    return data[:at] + bytes(byte ^ 1 << random.randrange(8) for byte in data[at:end]) + data[end:]


def a_value(data, random):
    """Return `data` with another text in place of a word, cell or value: a token, or of its own."""
    text = data.decode("utf-8", "surrogateescape")
    is_xml = text.lstrip("\ufeff").startswith("<")
    found = list((VALUES if is_xml else WORDS).finditer(text))
    if not found:
        return some_bytes(data, random)
    one, other = random.choice(found), random.choice(found)
    token = _token(random).decode("utf-8", "surrogateescape")
    if is_xml:
        token = token.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    new = random.choice((token, token, one[0] + token, other[0]))
    return (text[: one.start()] + new + text[one.end() :]).encode("utf-8", "surrogateescape")


def a_line(data, random):
    """Return `data` with a line left out, twice, elsewhere, or cut off."""
    lines = data.splitlines(keepends=True)
    if len(lines) < 3:
        return an_element(data, random)
    at, other = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(4):
        case 0:
            del lines[at]
        case 1:
            lines.insert(other, lines[at])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case _:
            lines[at] = lines[at][: random.randrange(len(lines[at]) + 1)]
    return b"".join(lines)


def a_column(data, random):
    """Return `data` with a column of its cells left out, twice, or elsewhere."""
    mark = max((b";", b",", b"|", b"\t"), key=data.count)
    rows = [line.split(mark) for line in data.split(b"\n")]
    at, other = random.randrange(len(rows[0]) + 1), random.randrange(len(rows[0]) + 1)
    kind = random.choice(("left out", "twice", "elsewhere"))
    for row in rows:
        moved = row[at : at + 1]
        if kind != "twice":
            del row[at : at + 1]
        if kind != "left out":
            row[other:other] = moved
    return b"\n".join(mark.join(row) for row in rows)


def an_element(data, random):
    """Return `data` with a whole element of XML left out, twice, elsewhere, or another's child."""
    text = data.decode("utf-8", "surrogateescape")
    tags = list(TAGS.finditer(text))
    opened = [at for at, tag in enumerate(tags) if not tag[1]]
    if not opened:
        return a_value(data, random)
    first = random.choice(opened)
    depth, last = 0, first
    for last in range(first, len(tags)):
        tag = tags[last]
        if tag[2] == tags[first][2] and not tag[3]:
            depth += -1 if tag[1] else 1
        if depth <= 0:
            break
    start, end = tags[first].start(), tags[last].end()
    whole = text[start:end]
    rest = text[:start] + text[end:]
    place = random.choice(tags).end()
    match random.randrange(4):
        case 0:
            new = rest
        case 1:
            new = text[:end] + whole + text[end:]
        case 2:
            place = place if place <= start else max(start, place - len(whole))
            new = rest[:place] + whole + rest[place:]
        case _:
            new = text[:place] + whole + text[place:]
    return new.encode("utf-8", "surrogateescape")


def _token(random):
    if random.random() < 0.1:
        return random.randbytes(random.randrange(1, 5))
    return random.choice(TOKENS).encode("utf-8", "surrogatepass")


KINDS = (some_bytes, a_value, a_value, a_value, a_line, a_column, an_element)


class Seed(NamedTuple):
    """A file that is changed: its name, and its parts if it is an archive."""

    name: str
    data: bytes
    parts: dict[str, bytes]


def seed(content):
    if not content.is_zip:
        return Seed(content.name, content.data, {})
    with zipfile.ZipFile(io.BytesIO(content.data)) as archive:
        return Seed(*content, {name: archive.read(name) for name in archive.namelist()})


def made(seed, changes):
    """Return a seed with changes, each a number that chance begins with."""
    kind = Random(changes[0])
    if not seed.parts or kind.random() < 0.05:
        data = seed.data
        for number in changes:
            random = Random(number)
            data = (some_bytes if seed.parts else random.choice(KINDS))(data, random)
        return Named(seed.name, data)
    parts = dict(seed.parts)
    # Most of a package says little; the longest parts are what people read.
    longest = sorted(parts, key=lambda name: -len(parts[name]))
    for number in changes:
        random = Random(number)
        name = random.choice(longest[:3] if random.random() < 0.7 else longest)
        parts[name] = random.choice(KINDS)(parts[name], random)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return Named(seed.name, stream.getvalue())


# --- seeds ----------------------------------------------------------------------------------------


def files(pattern):
    return [Named(path.name, path.read_bytes()) for path in sorted(EXAMPLES.glob(pattern))]


def tables():
    """Return the beginnings of tables: what stands further down is read in the same way."""
    return [
        Named(name, b"".join(data.splitlines(keepends=True)[:LINES]))
        for name, data in files("*.csv")
    ]


def cells(table):
    lines = table.data.decode("utf-8-sig").splitlines()
    return [line.split(";" if ";" in line else ",") for line in lines]


def workbook(table):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Tháng 6")
        for at, line in enumerate(cells(table)):
            sheet.write_row(at, 0, line)
    return Named("a.xlsx", stream.getvalue())


def marked_workbook():
    """Return a workbook with all that cells can be but texts."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("Tháng 6")
        percent = book.add_format({"num_format": "0.0%"})
        sheet.write_row(0, 0, ["Cụm", "Tên đơn vị", "CKMB", "TDGQ", "Ngày", "Tổng điểm"])
        for at in range(1, 5):
            sheet.write_row(at, 1, [f"Xã {at}", 17.5, 18])
            sheet.write(at, 3, 0.5, percent)
            sheet.write_datetime(at, 4, date(2026, 6, at))
            sheet.write_formula(at, 5, f"=C{at}+D{at}", value=35.5)
        sheet.merge_range(1, 0, 4, 0, "Cụm 1")
        sheet.set_row(3, options={"hidden": True})
        book.add_worksheet("Ẩn").hide()
    return Named("a.xlsx", stream.getvalue())


def filled_in(kind):
    """Return the workbook of a kind of document with the examples as answers."""
    book = openpyxl.load_workbook(io.BytesIO(new_workbook(kind)))
    for line in book["Văn bản"].iter_rows(min_row=4):
        line[1].value = line[1].value or line[2].value
    book["Số liệu"].append(["UBND xã A", "H01.02", "xã", *map(str, [15, 18, 17, 9, 8, 17, 19])])
    stream = io.BytesIO()
    book.save(stream)
    return Named("a.xlsx", stream.getvalue())


def parquet_file():
    stream = io.BytesIO()
    columns = {"Tên đơn vị": ["Xã A", "Xã B"], "CKMB": [17.5, None], "TDGQ": ["18,72", "20"]}
    days = pa.array([0, 2**62], pa.timestamp("us"))
    parquet.write_table(
        pa.table({**columns, "Ngày": days}), stream, compression="none", use_dictionary=False
    )
    return Named("a.parquet", stream.getvalue())


def other_formats():
    """Return a small file of each format that is no text."""
    return [
        Named("a.pdf", notice()),
        spreadsheets.ods(
            spreadsheets.sheet(
                spreadsheets.HEADS, spreadsheets.UNIT, spreadsheets.row("Tổng", 1.0, 2.0)
            )
        ),
        parquet_file(),
        marked_workbook(),
    ]


def letters():
    specs = (read_spec(path) for path in sorted((EXAMPLES / "documents").glob("*.toml")))
    return [
        Named("a.docx", docx_bytes(Jobs(spec).document())) for spec in specs if not spec.is_batch
    ]


ROW = {"TEN_COQUAN": "UBND xã A", "MA_COQUAN": "H01.02", "CKMB": "18", "TDGQ": "18,72", "CLGQ": "7"}
SUMMARY = {
    "departmentName": "UBND tỉnh X",
    "departmentCode": "H00",
    "totalScore": 57.36,
    "groupScores": {"CKMB": 8, "TDGQ": 16.17, "CLGQ": 8.73, "TTTT": 5.99, "MDHL": 9, "MDSH": 8},
}
RESPONSES = [
    Named("a.json", json.dumps(document, ensure_ascii=False).encode())
    for document in ([ROW, ROW], {"data": {"evaluation": [SUMMARY]}})
]
TEXTS = [
    *files("*.txt"),
    Named("a.md", "| Đơn vị | Điểm |\n|---|---|\n| xã A | 87,09/100 |\n".encode()),
    Named("a.html", "<html><table><tr><td>xã A<td>87,09/100</table><p>5/65".encode()),
]


def seeds_of(target):
    match target:
        case "readers":
            return [*tables(), *map(workbook, tables()[:3]), *RESPONSES, *other_formats()]
        case "specs":
            return [
                *files("documents/*.toml"),
                *map(filled_in, [kind.id for kind in definitions().kinds]),
            ]
        case "frameworks":
            return [Named(path.name, path.read_bytes()) for path in sorted(EDITIONS.glob("*.toml"))]
        case "checker":
            return letters()
    return [*letters(), *tables(), *TEXTS, *TEXTS, workbook(tables()[0]), *other_formats()]


def in_this_process(content):
    """Take a PDF file apart, for no longer than other inputs may take."""

    def end(*_):
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, SLOW / 2)
    try:
        return extract(content.data)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize("target", ["readers", "specs", "frameworks", "checker", "auditor"])
def test_no_foreign_exception(hostile, capsys, tmp_path, monkeypatch, target):
    monkeypatch.setattr(pdf, "_taken_apart", in_this_process)
    seeds = list(map(seed, seeds_of(target)))
    pairs = [
        (use, each)
        for use in hostile.uses_of(target, tmp_path)
        for each in seeds
        if use is not read_portal or each.name.endswith(".json")
    ]
    counts = Counter()
    slowest = 0.0

    @settings(
        max_examples=INPUTS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(st.sampled_from(pairs), st.lists(st.integers(0, 2**32), min_size=1, max_size=MOST))
    def try_one(pair, changes):
        nonlocal slowest
        use, seed = pair
        content = made(seed, changes)
        began = process_time()
        counts["tried"] += 1
        try:
            use(content)
            counts["read"] += 1
        except Vn766Error:
            counts["refused"] += 1
        except BaseException:
            with suppress(OSError):
                (Path.cwd() / f"fuzz-{target}-{content.name}").write_bytes(content.data)
            raise
        took = process_time() - began
        slowest = max(slowest, took)
        assert took < SLOW, took

    try:
        try_one()
    finally:
        with capsys.disabled():
            sys.stdout.write(f"\n{target}: {dict(counts)}, slowest {slowest:.2f} s\n")
