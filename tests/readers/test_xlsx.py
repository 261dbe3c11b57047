"""XLSX workbooks (extra ``xlsx``): stored values, flaws of cells, hostile archives."""

from __future__ import annotations

import io
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from vn766.errors import InvalidRecordError, MissingExtraError, ProblemCode, Severity
from vn766.files import limits, workbooks
from vn766.readers import PointsTable, read_points
from vn766.score import score_points

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from xlsxwriter.worksheet import Worksheet

HEAD = ["STT", "Tên đơn vị", "CKMB", "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH", "Tổng điểm", "Hạng"]
ROW: list[object] = [1, "UBND xã A", 18, 18.72, 7.93, 7.36, 18, 17.08, 87.09, "05/65"]
SHEET = "xl/worksheets/sheet1.xml"


def workbook(sheets: Mapping[str, Iterable[Sequence[object]]]) -> bytes:
    """Return a workbook with the rows of each sheet."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(at, column, value)
    book.close()
    return stream.getvalue()


def changed(content: bytes, parts: Mapping[str, Callable[[str], str] | None]) -> bytes:
    """Return a workbook with some parts rewritten, or without them."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for info in before.infolist():
            change = parts.get(info.filename, str)
            if change is not None:
                after.writestr(info.filename, change(before.read(info).decode()))
    return stream.getvalue()


GOOD = workbook({"Tháng 6": [HEAD, ROW]})


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


class Reader:
    """Reads bytes as the file ``t.xlsx``."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "t.xlsx"

    def __call__(self, content: bytes, sheet: str | None = None) -> PointsTable:
        self.path.write_bytes(content)
        return read_points(self.path, sheet=sheet)

    def rows(self, *rows: Sequence[object]) -> PointsTable:
        return self(workbook({"S": rows}))

    def drawn(self, draw: Callable[[xlsxwriter.Workbook, Worksheet], None]) -> PointsTable:
        book = xlsxwriter.Workbook(self.path)
        draw(book, book.add_worksheet("S"))
        book.close()
        return read_points(self.path)

    def refused(self, content: bytes, sheet: str | None = None) -> ProblemCode:
        with pytest.raises(InvalidRecordError) as caught:
            self(content, sheet)
        (problem,) = caught.value.problems
        assert caught.value.subject == "t.xlsx"
        assert problem.line("vi") != problem.line("en")
        return problem.code

    def changed(self, part: str, before: str, after: str) -> ProblemCode:
        def change(text: str) -> str:
            assert before in text
            return text.replace(before, after)

        return self.refused(changed(GOOD, {part: change}))


def found(table: PointsTable) -> list[tuple[str, str]]:
    return [
        ((problem.origin or "").removeprefix("t.xlsx, "), str(problem.code))
        for problem in table.problems
        if problem.severity is not Severity.NOTE
    ]


class TestTables:
    def test_stored_values_are_read(self, read: Reader) -> None:
        table = read(GOOD)
        (record,) = table.records
        assert table.problems == ()
        assert table.source == "t.xlsx, Tháng 6"
        assert record.origin is not None
        assert record.origin.cell("progress") == "t.xlsx, Tháng 6!D2"
        result = score_points(record)
        assert result.total == Decimal("87.09")
        assert record.published is not None
        assert (record.published.rank, record.published.of) == (5, 65)
        assert table.extra[0]["STT"] == "1"

    def test_content_decides_not_the_name(self, read: Reader, tmp_path: Path) -> None:
        path = tmp_path / "t.csv"
        path.write_bytes(GOOD)
        assert len(read_points(path).records) == 1
        assert len(read(b"Ten,CKMB\nA,1\n").records) == 1

    def test_merged_heads_of_two_rows(self, read: Reader) -> None:
        def draw(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
            bold = book.add_format({"bold": True})
            sheet.merge_range("A1:F1", "BẢNG TỔNG HỢP", bold)
            sheet.merge_range("A3:A4", "STT", bold)
            sheet.merge_range("B3:B4", "Tên Cơ quan/\nđơn vị", bold)
            sheet.merge_range("C3:D3", "Cung cấp dịch vụ trực tuyến", bold)
            sheet.write_row("C4", ["Dịch vụ công trực tuyến\n(12)", "Thanh toán trực tuyến\n(10)"])
            sheet.merge_range("E3:E4", "Công khai, minh bạch (%)", bold)
            sheet.write_row("A5", ["(1)", "(2)", "(3)", "(4)", "(5)"])
            sheet.merge_range("A6:E6", "I. KHỐI XÃ", bold)
            sheet.write_row("A7", [1, "UBND xã A", 7.93, "7,36/10", 0.936])
            sheet.write_row("B8", ["Tổng cộng", 7.93])

        table = read.drawn(draw)
        (record,) = table.records
        assert record.points == {"online.services": 7.93, "online.payment": Decimal("7.36")}
        assert table.title == ("BẢNG TỔNG HỢP",)
        assert table.extra[0]["Công khai, minh bạch (%)"] == "0.936"
        assert [(p.origin, str(p.code)) for p in table.problems] == [
            ("t.xlsx, S!A3", "missing-columns"),
            ("t.xlsx, S!5", "row-left-out"),
            ("t.xlsx, S!E3", "percent-column"),
            ("t.xlsx, S!6", "row-left-out"),
            ("t.xlsx, S!8", "row-left-out"),
        ]

    def test_floats_are_snapped_by_scoring(self, read: Reader) -> None:
        table = read.rows(HEAD, [*ROW[:7], 17.08 + 1e-12, 0.1 + 0.2 + 86.79, 5])
        assert (found(table), len(table.records)) == ([], 1)
        table = read.rows(HEAD, [*ROW[:7], 17.084, None, None])
        assert found(table) == [("S!H2", "too-precise")]

    def test_blank_rows_and_columns(self, read: Reader) -> None:
        table = read.rows([], [], [None, None, "Tên", "CKMB"], [], [None, None, "A", 1])
        assert table.records[0].origin is not None
        assert table.records[0].origin.cell("transparency") == "t.xlsx, S!D5"


class TestFlaws:
    def test_errors_and_formulas_without_a_result(self, read: Reader) -> None:
        def draw(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
            sheet.write_row("A1", ["Tên", "CKMB", "TDGQ", "MDHL", "Khác"])
            sheet.write_row("A2", ["A", 1, 2])
            sheet.write_formula("D2", "=1/0", None, "#DIV/0!")
            sheet.write_formula("E2", "=NA()", None, "#N/A")
            sheet.write_row("A3", ["B", 1])
            sheet.write_formula("C3", "=1+1", None, "")
            sheet.write_formula("D3", "=1+1", None, 2)
            sheet.write_row("A4", ["C", 1, 2, 3])
            sheet.write_formula("E4", "=NA()", None, "#N/A")

        table = read.drawn(draw)
        assert found(table) == [("S!D2", "error-cell"), ("S!C3", "uncomputed-cell")]
        assert [record.unit.name for record in table.records if record.unit] == ["C"]
        assert table.extra[0]["Khác"] == "#N/A"

    def test_a_formula_may_give_an_empty_text(self, read: Reader) -> None:
        def empty(text: str) -> str:
            cell = '<c r="I2"><v>87.09</v></c>'
            assert cell in text
            return text.replace(cell, '<c r="I2" t="str"><f>""</f><v></v></c>')

        table = read(changed(GOOD, {SHEET: empty}))
        assert found(table) == []
        assert table.records[0].published is not None
        assert table.records[0].published.total is None

    def test_a_rank_that_became_a_date(self, read: Reader) -> None:
        table = read.rows(["Tên", "CKMB", "Hạng", "Ngày"], ["A", 1, date(2025, 8, 7)])
        assert found(table) == [("S!C2", "date-cell")]
        assert "2025-08-07" in table.problems[-1].line("vi")

    @pytest.mark.parametrize(
        ("code", "percent"),
        [
            *(("0%", True), ("0.00%", True), ("0.0 %", True), ('0.00;[Red]-0.00%;"–"', True)),
            *(("0.00", False), ('0.00"%"', False), (r"0.00\%", False), ("0.00_%", False)),
        ],
    )
    def test_percentages_are_not_points(self, read: Reader, code: str, percent: bool) -> None:  # noqa: FBT001
        def draw(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
            shown = book.add_format({"num_format": code})
            sheet.write_row("A1", ["Tên", "CKMB", "TDGQ", "Tổng điểm", "Khác"])
            sheet.write_row("A2", ["A", 1, 2])
            sheet.write_row("A3", ["B", 1, None, None, 0.95], shown)
            sheet.write("C3", 0.95, shown)
            sheet.write_formula("D3", "=C3", shown, 0.95)
            sheet.write("B3", "-", shown)

        table = read.drawn(draw)
        wrong = [("S!C3", "percent-cell"), ("S!D3", "percent-cell")]
        assert [each for each in found(table) if each[1] == "percent-cell"] == wrong * percent
        if percent:
            assert table.broken == (3,)
            assert "0.95" in table.problems[-1].line("vi")

    def test_a_workbook_may_have_no_styles(self, read: Reader) -> None:
        assert len(read(changed(GOOD, {"xl/styles.xml": None})).records) == 1

    def test_the_styles_of_cells_count_not_those_they_come_from(self, read: Reader) -> None:
        def change(text: str) -> str:
            head, inner, tail = text.partition("<cellStyleXfs")
            before, end, after = tail.partition("</cellStyleXfs>")
            assert 'numFmtId="0"' in before
            return head + inner + before.replace('numFmtId="0"', 'numFmtId="9"') + end + after

        assert found(read(changed(GOOD, {"xl/styles.xml": change}))) == []

    def test_dates_in_other_columns_are_texts(self, read: Reader) -> None:
        when = [date(2025, 8, 7), datetime(2025, 8, 7, 15, 30)]  # noqa: DTZ001 (sheets know no zones)
        for value, text in zip(
            [*when, True], ["2025-08-07", "2025-08-07T15:30:00", "TRUE"], strict=True
        ):
            table = read.rows(["Tên", "CKMB", "Ngày"], ["A", 1, value])
            assert found(table) == []
            assert table.extra[0]["Ngày"].startswith(text)

    def test_times_are_texts(self) -> None:
        # Which of these calamine hands over depends on its version and the format of the cell.
        assert workbooks.cell_of(time(7, 8)) == ("07:08:00", True)
        assert workbooks.cell_of(timedelta(hours=7)) == ("7:00:00", True)
        assert workbooks.cell_of(7) == (7.0, False)

    def test_a_truth_value_is_no_number(self, read: Reader) -> None:
        assert found(read.rows(["Tên", "CKMB"], ["A", True])) == [("S!B2", "not-a-number")]

    def test_an_error_in_the_last_row(self, read: Reader) -> None:
        def draw(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
            sheet.write_row("A1", ["Tên", "CKMB"])
            sheet.write_row("A2", ["A", 1])
            sheet.write_formula("D4", "=NA()", None, "#N/A")

        assert read.drawn(draw).rows == 1


class TestSheets:
    def test_the_only_one_with_a_table_is_read(self, read: Reader) -> None:
        content = workbook({"Bìa": [["Báo cáo"]], "Số liệu": [HEAD, ROW], "Trống": []})
        assert read(content).source == "t.xlsx, Số liệu"

    def test_of_several_one_must_be_named(self, read: Reader) -> None:
        content = workbook({"T1": [HEAD, ROW], "T2": [HEAD, ROW, [2, *ROW[1:]]]})
        assert read.refused(content) is ProblemCode.SEVERAL_SHEETS
        assert read(content, "T2").rows == 2
        assert read.refused(content, "T3") is ProblemCode.UNKNOWN_SHEET

    def test_hidden_ones_are_read_only_by_name(self, read: Reader) -> None:
        def draw(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
            sheet.write_row("A1", ["Tên", "CKMB"])
            hidden = book.add_worksheet("Ẩn")
            hidden.write_row("A1", ["Tên", "TDGQ"])
            hidden.write_row("A2", ["A", 1])
            sheet.write_row("A2", ["A", 1])
            hidden.hide()

        assert read.drawn(draw).source == "t.xlsx, S"
        assert read_points(read.path, sheet="Ẩn").source == "t.xlsx, Ẩn"

    def test_charts_are_no_sheets(self, read: Reader) -> None:
        def draw(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
            sheet.write_row("A1", ["Tên", "CKMB"])
            sheet.write_row("A2", ["A", 1])
            chart = book.add_chart({"type": "column"})
            assert chart is not None
            chart.add_series({"values": "=S!$B$1:$B$2"})
            book.add_chartsheet("Biểu đồ").set_chart(chart)

        assert read.drawn(draw).source == "t.xlsx, S"

    def test_no_table(self, read: Reader) -> None:
        assert read.refused(workbook({"S": [["a", 1.5]]})) is ProblemCode.NO_HEADER

    def test_heads_of_points_that_were_not_understood(self, read: Reader) -> None:
        with pytest.raises(InvalidRecordError) as caught:
            read(workbook({"S": [["STT", "Tên đơn vị", "Số hóa hồ sơ lần 2"], [1, "A", 2]]}))
        assert [(p.code, p.origin) for p in caught.value.problems] == [
            (ProblemCode.UNKNOWN_KEY, "t.xlsx, S!C1")
        ]

    def test_legacy_letters(self, read: Reader) -> None:
        content = workbook({"S": [["Tªn ®¬n vÞ", "C«ng khai minh b¹ch", "TiÕn ®é"]]})
        assert read.refused(content) is ProblemCode.LEGACY_LETTERS


class TestLimits:
    @pytest.mark.parametrize(
        "cell",
        [
            *('<c r="XFD1048576"><v>1</v></c>', '<c r="A200001"><v>1</v></c>'),
            *('<c r="SG2"><v>1</v></c>', '<c r="AZ2"><v>1</v></c><c r="A150000"><v>1</v></c>'),
        ],
    )
    def test_a_far_cell_is_refused_before_it_is_laid_out(self, read: Reader, cell: str) -> None:
        assert read.changed(SHEET, "</row></sheetData>", f"{cell}</row></sheetData>") is (
            ProblemCode.TABLE_TOO_LARGE
        )

    def test_formats_without_values_count_for_nothing(self, read: Reader) -> None:
        far = '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
        content = changed(GOOD, {SHEET: lambda text: text.replace("</sheetData>", far)})
        assert len(read(content).records) == 1

    def test_rows_and_cells_without_numbers_follow_each_other(self, read: Reader) -> None:
        def strip(text: str) -> str:
            for column in "ABCDEFGHIJ":
                for row in "12":
                    text = text.replace(f' r="{column}{row}"', "")
            return text.replace(' r="1"', "").replace(' r="2"', "")

        table = read(changed(GOOD, {SHEET: strip}))
        assert score_points(table.records[0]).total == Decimal("87.09")

    def test_one_text_in_many_cells(self, read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "CELLS_LENGTH", 1000)
        content = workbook({"S": [["Tên", "CKMB"], *[["A" * 100, 1]] * 11]})
        assert read.refused(content) is ProblemCode.FILE_BEYOND_LIMIT

    def test_more_texts_than_cells(self, read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "CELLS", 20)
        assert read(workbook({"S": [["Tên", "CKMB"], ["A", 1]]})).rows == 1
        code = read.changed("xl/sharedStrings.xml", "</sst>", "<si><t/></si>" * 20 + "</sst>")
        assert code is ProblemCode.TABLE_TOO_LARGE

    def test_a_long_cell(self, read: Reader) -> None:
        content = workbook({"S": [["Tên", "CKMB"], ["A" * 10_001, 1]]})
        assert read.refused(content) is ProblemCode.CELL_TOO_LONG

    def test_a_bomb(self, read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "WORKBOOK_BYTES", 1_000_000)
        content = changed(GOOD, {SHEET: lambda text: text + " " * 1_000_000})
        assert len(content) < 20_000
        assert read.refused(content) is ProblemCode.FILE_BEYOND_LIMIT

    def test_a_bomb_that_lies_about_its_size(self, read: Reader) -> None:
        with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
            size = archive.getinfo(SHEET).file_size
        lying = GOOD.replace(size.to_bytes(4, "little"), (size - 9).to_bytes(4, "little"))
        assert lying != GOOD
        assert read.refused(lying) is ProblemCode.DAMAGED_FILE

    def test_a_directory_of_thousands(self, read: Reader) -> None:
        content = GOOD + b"PK\x01\x02" * 10_001
        assert read.refused(content) is ProblemCode.FILE_BEYOND_LIMIT


class TestBrokenWorkbooks:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ('r="A2"', 'r="A0"'),
            ('r="A2"', 'r="2A"'),
            ('r="A2"', 'r=""'),
            ('<row r="2"', '<row r="zwei"'),
            ('<row r="2"', '<row r="0"'),
            ("</sheetData>", ""),
            ("<worksheet ", "<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet "),
            ('encoding="UTF-8"', 'encoding="no-such"'),
            ("<v>0</v>", "<v>99999</v>"),
        ],
    )
    def test_broken_sheets(self, read: Reader, before: str, after: str) -> None:
        assert read.changed(SHEET, before, after) is ProblemCode.DAMAGED_FILE

    def test_words_in_a_number(self, read: Reader) -> None:
        content = changed(GOOD, {SHEET: lambda text: text.replace("18.72", "achtzehn")})
        try:
            assert found(read(content)) == [("Tháng 6!D2", "not-a-number")]
        except InvalidRecordError as error:
            assert error.problems[0].code is ProblemCode.DAMAGED_FILE  # noqa: PT017

    @pytest.mark.parametrize("part", ["xl/_rels/workbook.xml.rels", "[Content_Types].xml", SHEET])
    def test_missing_parts(self, read: Reader, part: str) -> None:
        try:
            read(changed(GOOD, {part: None}))
        except InvalidRecordError as error:
            assert error.problems[0].code in {  # noqa: PT017
                *(ProblemCode.DAMAGED_FILE, ProblemCode.NO_HEADER)
            }

    def test_no_shared_texts(self, read: Reader) -> None:
        content = changed(GOOD, {"xl/sharedStrings.xml": None})
        assert read.refused(content) in {ProblemCode.DAMAGED_FILE, ProblemCode.NO_HEADER}

    def test_indented_texts(self, read: Reader) -> None:
        content = changed(
            GOOD, {"xl/sharedStrings.xml": lambda text: text.replace("<si>", "\n <si>")}
        )
        assert len(read(content).records) == 1

    def test_two_sheets_of_one_name(self, read: Reader) -> None:
        content = workbook({"Một": [HEAD], "Hai": [HEAD]})
        content = changed(content, {"xl/workbook.xml": lambda text: text.replace("Hai", "Một")})
        assert read.refused(content) is ProblemCode.DAMAGED_FILE

    def test_two_sheets_in_one_part(self, read: Reader) -> None:
        sheet = '<sheet name="Hai" sheetId="2" r:id="rId1"/></sheets>'
        code = read.changed("xl/workbook.xml", "</sheets>", sheet)
        assert code is ProblemCode.DAMAGED_FILE

    def test_elements_nested_too_deep(self, read: Reader) -> None:
        code = read.changed(SHEET, "<sheetData>", "<a>" * 60 + "<sheetData>")
        assert code is ProblemCode.DAMAGED_FILE

    def test_targets_may_be_absolute(self, read: Reader) -> None:
        def change(text: str) -> str:
            return text.replace('"worksheets/', '"/xl/worksheets/')

        assert len(read(changed(GOOD, {"xl/_rels/workbook.xml.rels": change})).records) == 1

    def test_names_may_have_backslashes_and_capitals(self, read: Reader) -> None:
        stream = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(GOOD)) as before, zipfile.ZipFile(stream, "w") as after:
            for name in before.namelist():
                after.writestr(name.replace("/", "\\").upper(), before.read(name))
        assert len(read(stream.getvalue()).records) == 1

    @pytest.mark.parametrize(
        ("part", "found"),
        [
            ("xl/workbook.bin", "XLSB"),
            ("word/document.xml", "DOCX"),
            ("content.xml", "ODS/ODT"),
            ("a.txt", "ZIP"),
        ],
    )
    def test_other_archives_are_named(self, read: Reader, part: str, found: str) -> None:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr(part, "x")
        with pytest.raises(InvalidRecordError) as caught:
            read(stream.getvalue())
        assert found in caught.value.text("vi")

    def test_encrypted_entries(self, read: Reader) -> None:
        content = bytearray(GOOD)
        with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
            start = archive.start_dir
        content[start + 8] |= 1  # the flag of the first entry in the directory
        assert read.refused(bytes(content)) is ProblemCode.ENCRYPTED_FILE

    def test_unusual_compression(self, read: Reader) -> None:
        stream = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(GOOD)) as before,
            zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as after,
        ):
            for name in before.namelist():
                after.writestr(name, before.read(name))
        assert read.refused(stream.getvalue()) is ProblemCode.DAMAGED_FILE

    def test_a_cut_file(self, read: Reader) -> None:
        assert read.refused(GOOD[: len(GOOD) // 2]) is ProblemCode.DAMAGED_FILE

    def test_a_panic_is_damage_and_an_interrupt_is_not(
        self, read: Reader, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class PanicException(BaseException):
            pass

        def raising(error: BaseException) -> Callable[..., None]:
            def pack(_: object) -> None:
                raise error

            return pack

        monkeypatch.setattr(workbooks, "_pack", raising(PanicException("unreachable")))
        assert read.refused(GOOD) is ProblemCode.DAMAGED_FILE
        monkeypatch.setattr(workbooks, "_pack", raising(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            read(GOOD)

    def test_without_the_extra(self, read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "python_calamine", None)
        with pytest.raises(MissingExtraError, match="xlsx"):
            read(GOOD)


@settings(max_examples=300)
@given(
    st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=6),
    st.integers(0, len(GOOD)) | st.none(),
)
def test_any_change_of_bytes_gives_a_table_or_one_error(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]], end: int | None
) -> None:
    content = bytearray(GOOD)
    for at, byte in changes:
        content[at] = byte
    path = tmp_path_factory.getbasetemp() / "mutated.xlsx"
    path.write_bytes(content[:end])
    try:
        read_points(path)
    except InvalidRecordError as error:
        assert error.text("vi")  # noqa: PT017


PIECES = st.sampled_from(
    [
        *("<row>", "</row>", '<row r="3">', '<c t="s">', "<c>", '<c r="B2">', '<c t="e">', "</c>"),
        *("<v>", "</v>", "1", "0", "-1", "#N/A", "<f>", "</f>", "<is><t>", "</t></is>", "&#0;"),
        *('<c t="inlineStr">', '<c t="d">', "2025-08-07", '<c t="b">', "1e400", "<![CDATA[", "]]>"),
        *("<sheetData>", "</sheetData>", "<!--", "-->", '<c r="ZZZ9999999">', "&a;", '<c t="str">'),
        *('<mergeCell ref="A1:B2"/>', '<dimension ref="A1:XFD1048576"/>', '<c s="99">'),
    ]
)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=20).map("".join), st.booleans())
def test_any_sheet_gives_a_table_or_one_error(
    tmp_path_factory: pytest.TempPathFactory,
    piece: str,
    instead: bool,  # noqa: FBT001 (drawn)
) -> None:
    def change(text: str) -> str:
        start = text.index("<sheetData>") + len("<sheetData>")
        end = text.index("</sheetData>")
        return f"{text[:start]}{'' if instead else text[start:end]}{piece}{text[end:]}"

    path = tmp_path_factory.getbasetemp() / "pieces.xlsx"
    path.write_bytes(changed(GOOD, {SHEET: change}))
    try:
        read_points(path)
    except InvalidRecordError as error:
        assert error.text("vi")  # noqa: PT017


def test_the_limits_of_cells_hold_for_sheets_too(
    read: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ROWS", 1)
    assert read.refused(GOOD) is ProblemCode.TABLE_TOO_LARGE
