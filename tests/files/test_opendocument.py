"""ODS spreadsheets: what is read, and how much of them."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn766.errors import InvalidRecordError, ProblemCode
from vn766.files import Named, limits
from vn766.files.blocks import read_text
from vn766.files.opendocument import read_spreadsheet
from vn766.readers import read_counts, score_file

SPACES = " ".join(
    f'xmlns:{prefix}="urn:{prefix}"' for prefix in ("office", "table", "text", "style", "calcext")
)
KIND = b"application/vnd.oasis.opendocument.spreadsheet"


def ods(body: str, *, styles: str = "", manifest: str = "<m/>", name: str = "t.ods") -> Named:
    """Return a spreadsheet with the sheets of `body`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", KIND)
        archive.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:spreadsheet>{body}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", manifest)
    return Named(name, packed.getvalue())


def cell(shown: str | float = "", /, *, inside: str = "", **attributes: object) -> str:
    """Return a cell with a text or number; the names of attributes have one underscore a dash."""
    said = {name.replace("_", "-"): str(each) for name, each in attributes.items()}
    if isinstance(shown, float):
        said = {"value-type": "float", "value": repr(shown)} | said
    more = "".join(f" table:{name}={quoteattr(each)}" for name, each in said.items())
    text = "" if shown == "" else f"<text:p>{escape(str(shown))}</text:p>"
    return f"<table:table-cell{more}>{inside or text}</table:table-cell>"


def row(*cells: str | float, **attributes: object) -> str:
    said = "".join(f' table:{k.replace("_", "-")}="{v}"' for k, v in attributes.items())
    parts = [each if str(each).startswith("<") else cell(each) for each in cells]
    return f"<table:table-row{said}>{''.join(map(str, parts))}</table:table-row>"


def sheet(*rows: str, name: str = "S", style: str = "a") -> str:
    return (
        f'<table:table table:name="{name}" table:style-name="{style}">{"".join(rows)}</table:table>'
    )


HEADS = row("Tên đơn vị", "CKMB", "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH")
UNIT = row("Xã A", 15.0, 18.5, 9.0, 8.0, 17.0, 19.0)


def refusal(content: Named) -> ProblemCode:
    with pytest.raises(InvalidRecordError) as caught:
        score_file(content)
    return caught.value.problems[0].code


def test_a_table_is_scored() -> None:
    trailing = cell(number_columns_repeated=16_000)
    blank = row(trailing, number_rows_repeated=1_048_000)
    content = ods(
        sheet(HEADS, UNIT, row("Xã B", 16.0, 18.0, 9.0, 8.0, 17.0, 19.0, trailing), blank)
    )
    scored = score_file(content)
    assert [(str(each.result.total), each.rank) for each in scored.ranking] == [
        *(("87.00", 1), ("86.50", 2))
    ]
    assert scored.table.source == "t.ods, S"


def test_what_a_cell_shows() -> None:
    (grid,) = read_spreadsheet(
        ods(
            sheet(
                row(
                    cell(inside="<text:p>Xã<text:s text:c='2'/>A</text:p><text:p>hai</text:p>"),
                    cell(inside="<text:p>a<text:span>b</text:span><text:tab/>c</text:p>"),
                    cell(inside="<office:annotation><text:p>ẩn</text:p></office:annotation>"),
                    cell(7.0, number_columns_repeated=2),
                    cell("Hoà".replace("à", "a\u0300")),
                    cell("x", value_type="boolean"),
                )
            )
        ),
        None,
    )
    assert grid.rows == [["Xã  A\nhai", "ab c", "", 7.0, 7.0, "Hoà", "x"]]


def test_flaws_are_told() -> None:
    (grid,) = read_spreadsheet(
        ods(
            sheet(
                row(),
                row(
                    "x",
                    cell("83%", value_type="percentage", value="0.83"),
                    cell("07/08", value_type="date", date_value="2025-08-07"),
                    cell("#DIV/0!", value_type="error"),
                    cell(formula="of:=A1"),
                    cell("x", formula="of:=A1", value_type="string"),
                    cell("1:00", value_type="time", time_value="PT1H"),
                    number_rows_repeated=2,
                ),
            )
        ),
        None,
    )
    assert grid.rows[1:] == [["x", 0.83, "2025-08-07", "#DIV/0!", "=", "x", "PT1H"]] * 2
    codes = {
        1: "percent-cell",
        2: "date-cell",
        3: "error-cell",
        4: "uncomputed-cell",
        6: "date-cell",
    }
    assert grid.flaws == {(at, column): code for at in (1, 2) for column, code in codes.items()}


def test_hidden_rows_and_merged_cells_are_told() -> None:
    covered = "<table:covered-table-cell><text:p>nobody sees it</text:p></table:covered-table-cell>"
    (grid,) = read_spreadsheet(
        ods(
            sheet(
                row(cell("a", number_rows_spanned=2, number_columns_spanned=2), covered, "b"),
                row(covered, covered, "c", visibility="filter"),
                row("d", visibility="collapse"),
                row("e", visibility="visible"),
            )
        ),
        None,
    )
    assert grid.rows == [["a", "", "b"], ["", "", "c"], ["d"], ["e"]]
    assert (grid.merged, grid.hidden) == ([(0, 0, 1, 1)], frozenset({1, 2}))
    text = sheet(
        HEADS, UNIT.replace("<table:table-row", '<table:table-row table:visibility="filter"')
    )
    assert [p.code for p in score_file(ods(text)).problems] == [ProblemCode.HIDDEN_ROWS]


def test_hidden_sheets_are_read_by_name_alone() -> None:
    styles = (
        '<style:style style:name="a"/><style:style style:name="b">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    content = ods(
        sheet(HEADS, UNIT) + sheet(HEADS, UNIT, UNIT, name="Ẩn", style="b"), styles=styles
    )
    assert score_file(content).table.rows == 1
    assert score_file(content, sheet="Ẩn").table.rows == 2
    with pytest.raises(InvalidRecordError) as caught:
        score_file(content, sheet="X")
    assert [problem.code for problem in caught.value.problems] == [ProblemCode.UNKNOWN_SHEET]


def test_counts_and_texts_are_read_too() -> None:
    body = sheet(row("Tên đơn vị", "Chỉ số", "Tử số", "Mẫu số"), row("Xã A", "2.1", 5.0, 6.0))
    assert read_counts(ods(body)).rows == 1
    assert [getattr(block, "sheet", "") for block in read_text(ods(body)).blocks] == ["S"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (sheet(row("x"), name="A") + sheet(row("y"), name="A"), ProblemCode.DAMAGED_FILE),
        (sheet(row(cell("x", number_columns_repeated=501))), ProblemCode.TABLE_TOO_LARGE),
        (sheet(row(cell(number_columns_repeated=16_000), "x")), ProblemCode.TABLE_TOO_LARGE),
        (sheet(row("x", number_rows_repeated=200_001)), ProblemCode.TABLE_TOO_LARGE),
        (sheet(row(number_rows_repeated=1_000_000), row("x")), ProblemCode.TABLE_TOO_LARGE),
        (
            sheet(row(cell("x", number_columns_repeated=500), number_rows_repeated=9_000)),
            ProblemCode.TABLE_TOO_LARGE,
        ),
        (sheet(row(cell("x" * 10_001))), ProblemCode.CELL_TOO_LONG),
        (sheet(row(cell("x", number_columns_repeated=0))), ProblemCode.DAMAGED_FILE),
        (sheet(row(cell("x", number_columns_repeated="9" * 40))), ProblemCode.DAMAGED_FILE),
        (sheet(row(cell("x", value_type="float", value="y"))), ProblemCode.DAMAGED_FILE),
        (
            sheet(row(cell(inside="<text:p><text:s text:c='-1'/></text:p>"))),
            ProblemCode.DAMAGED_FILE,
        ),
        ("<table:table>", ProblemCode.DAMAGED_FILE),
        ("<table:table-row><table:table-cell/></table:table-row>", ProblemCode.NO_HEADER),
        ("", ProblemCode.NO_HEADER),
    ],
)
def test_what_is_too_large_or_broken_is_refused(body: str, code: ProblemCode) -> None:
    assert refusal(ods(body)) is code


def test_characters_of_all_cells_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CELLS_LENGTH", 99)
    for body in (
        row(cell("x" * 50, number_columns_repeated=2)),
        row("x" * 50) * 2,
        row("x" * 50, number_rows_repeated=2),
    ):
        assert refusal(ods(sheet(HEADS, body))) is ProblemCode.FILE_BEYOND_LIMIT


def test_a_password_is_named() -> None:
    manifest = "<m><manifest:encryption-data xmlns:manifest='urn:m'/></m>"
    assert refusal(ods(sheet(HEADS, UNIT), manifest=manifest)) is ProblemCode.ENCRYPTED_FILE


@given(st.lists(st.lists(st.integers(0, 3), max_size=6), max_size=6))
def test_repeated_cells_are_what_they_stand_for(rows: list[list[int]]) -> None:
    """Cells and rows written once with their number are read as those written one by one."""
    plain = sheet(*(row(*(cell(float(v)) if v else cell() for v in each)) for each in rows))
    packed = sheet(
        *(
            row(
                *(
                    cell(*([float(v)] if v else []), number_columns_repeated=n)
                    for v, n in _runs(each)
                )
            )
            for each in rows
        )
    )
    (one,), (other,) = (read_spreadsheet(ods(body), None) for body in (plain, packed))
    assert one.rows == other.rows


def _runs(values: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for value in values:
        if runs and runs[-1][0] == value:
            runs[-1] = (value, runs[-1][1] + 1)
        else:
            runs.append((value, 1))
    return runs
