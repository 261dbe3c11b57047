"""Real files, changed at random: what comes of them is a result, or an error of this library.

Not part of the suite: `nox -s fuzz` runs some thousands of inputs for each reader, and
``nox -s fuzz -- 100000`` as many as it says. The seeds are the examples, and what is written from
them; Hypothesis changes them, and makes an input that fails as small as can be.
"""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import io
import json
import os
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from vn766.audit import audit
from vn766.errors import Vn766Error
from vn766.files import Named
from vn766.files.blocks import Place
from vn766.files.comments import Comment, commented
from vn766.framework.loader import EDITIONS, read_framework
from vn766.nd30 import check
from vn766.nd30.writer import docx_bytes
from vn766.readers import read_counts, read_points, read_portal, score_file
from vn766.report import read_spec
from vn766.report.jobs import Jobs

EXAMPLES = Path(__file__).parents[2] / "examples"
INPUTS = int(os.environ.get("VN766_FUZZ", "2000"))
MOST = 8  # changes of one input
TOKENS = [
    *("", "\0", '"', ";", ",", "\t", "\n", "\r", "|", "<", ">", "&", "&#0;", "&a;", "'", "/", "="),
    *(
        "[",
        "]",
        "{",
        "}",
        '"""',
        "<!--",
        "<!DOCTYPE a>",
        "<![CDATA[",
        "<w:tbl>",
        "</w:p>",
        "<w:p/>",
    ),
    *("<tr>", "<td rowspan=9>", "-1", "0", "1e9", "9" * 40, "NaN", "17,5", "17.500", "5/65", "١٧"),
    *("31/6/2026", "99999999999/1", "½", "true", "tháng 13/2026", "Quý V", "xã", "Tổng điểm"),
    *("CKMB", "Xếp hạng", "I.", "đ" * 99, "\u0301" * 40, "\u202e", "\ufeff", "\ud83d\ude00"),
    *("2026-02-30", "9999-12-31", "0001-01-01", "file = ", "kind = ", "A1:XFD9", "000.00.00.H37"),
]
CHANGES = st.tuples(
    st.sampled_from(["insert", "delete", "repeat", "move", "flip"]),
    st.integers(0, 2**20),
    st.integers(0, 200),
    st.sampled_from(TOKENS).map(lambda token: token.encode("utf-8", "surrogatepass"))
    | st.binary(max_size=4),
)


def changed(data, change):
    """Return `data` with one change; places count from its start, again and again."""
    kind, at, length, token = change
    at %= len(data) + 1
    end = at + length
    if kind == "insert":
        return data[:at] + token + data[at:]
    if kind == "delete":
        return data[:at] + data[end:]
    if kind == "repeat":
        return data[:at] + 3 * data[at:end] + data[end:]
    if kind == "move":
        return data[end:] + data[at:end] + data[:at]
    return data[:at] + bytes(byte ^ 1 << length % 8 for byte in data[at : at + 1]) + data[at + 1 :]


def inputs(seeds):
    """Return a strategy of files that were changed; of archives mostly the parts."""
    return st.tuples(
        st.sampled_from(seeds), st.integers(0, 99), st.lists(CHANGES, min_size=1, max_size=MOST)
    ).map(lambda drawn: made(*drawn))


def made(seed, part, changes):
    data = seed.data
    if not seed.is_zip or part > 90:
        for change in changes:
            data = changed(data, change)
        return Named(seed.name, data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = sorted(parts)[part % len(parts)]
    for change in changes:
        parts[name] = changed(parts[name], change)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return Named(seed.name, stream.getvalue())


# --- seeds ----------------------------------------------------------------------------------------


def files(pattern, *, most=30_000):
    found = (Named(path.name, path.read_bytes()) for path in sorted(EXAMPLES.glob(pattern)))
    return [file for file in found if len(file.data) <= most]


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


def spec_of(content):
    path = EXAMPLES / "documents" / f".fuzz-{os.getpid()}.toml"  # beside its data
    path.write_bytes(content.data)
    try:
        spec = read_spec(path)
        for job in list(Jobs(spec).each())[:1] if spec.is_batch else [Jobs(spec)]:
            docx_bytes(job.document(), sizes=spec.options.sizes)
    finally:
        path.unlink()


def comment(content):
    commented(content, [Comment(Place(paragraph=2), "UBND", "a")], author="a")


@pytest.fixture(scope="module")
def seeds(hostile_workbook):
    tables, documents = files("*.csv"), letters()
    return {
        "points": (read_points, [*tables, *hostile_workbook, *RESPONSES]),
        "counts": (read_counts, [*tables, *hostile_workbook]),
        "responses": (read_portal, RESPONSES),
        "scores": (score_file, [*tables, *hostile_workbook]),
        "specs": (spec_of, files("documents/*.toml")),
        "frameworks": (
            lambda content: read_framework(content.data, origin=content.name),
            [Named(path.name, path.read_bytes()) for path in sorted(EDITIONS.glob("*.toml"))],
        ),
        "checks": (check, documents),
        "audits": (audit, [*documents, *tables, *TEXTS, *hostile_workbook]),
        "comments": (comment, documents),
    }


@pytest.fixture(scope="module")
def hostile_workbook():
    table = (EXAMPLES / "provinces-2025.csv").read_text("utf-8-sig").splitlines()[:8]
    mark = ";" if ";" in table[0] else ","
    rows = [[*line.split(mark)] for line in table]
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Tháng 6")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return [Named("a.xlsx", stream.getvalue())]


@pytest.mark.parametrize(
    "kind",
    [
        *("points", "counts", "responses", "scores", "specs"),
        *("frameworks", "checks", "audits", "comments"),
    ],
)
def test_no_foreign_exception(seeds, kind):
    use, files_of_kind = seeds[kind]

    @settings(
        max_examples=INPUTS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(inputs(files_of_kind))
    def try_one(content):
        with suppress(Vn766Error):
            use(content)

    try_one()
