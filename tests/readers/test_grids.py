"""Bytes to rows of cells: what is read, and how everything else is refused."""

from __future__ import annotations

import os
from errno import EACCES, EIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn766.errors import InvalidRecordError, MissingExtraError, ProblemCode
from vn766.files import limits, shows_legacy_letters
from vn766.files.blocks import delimiters, letters, likeliest_delimiter
from vn766.readers import read_points

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEAD = "Tên đơn vị;CKMB;TDGQ"
TABLE = f"{HEAD}\nUBND xã A;17,5;18,72\n"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(reading: Callable[[], object]) -> ProblemCode:
    """Return the code with which a file is refused, and see that the error speaks."""
    with pytest.raises(InvalidRecordError) as caught:
        reading()
    (problem,) = caught.value.problems
    assert caught.value.subject
    assert caught.value.text("vi") != caught.value.text("en")
    return problem.code


def refused(path: Path, content: bytes) -> ProblemCode:
    path.write_bytes(content)
    return refusal(lambda: read_points(path))


class TestLetters:
    @given(st.integers(0, 20_000))
    def test_they_count_like_a_spreadsheet(self, column: int) -> None:
        name = letters(column)
        number = 0
        for letter in name:
            number = 26 * number + ord(letter) - ord("A") + 1
        assert number == column + 1

    def test_known_ones(self) -> None:
        assert [letters(at) for at in (0, 25, 26, 701, 702, 16383)] == [
            *("A", "Z", "AA", "ZZ", "AAA", "XFD")
        ]


class TestEncodings:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_unicode_is_read(self, tmp_path: Path, encoding: str) -> None:
        path = tmp_path / "a.csv"
        path.write_bytes(TABLE.encode(encoding))
        (record,) = read_points(path).records
        assert record.unit is not None
        assert record.unit.name == "UBND xã A"
        assert record.points == {"transparency": "17,5", "progress": "18,72"}

    def test_big_endian_with_its_mark(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes(b"\xfe\xff" + TABLE.replace(";", "\t").encode("utf-16-be"))
        assert len(read_points(path).records) == 1

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "cp1258", "utf-32"])
    def test_other_encodings_are_refused_by_name(self, tmp_path: Path, encoding: str) -> None:
        text = "Tên,CKMB\nUBND Hà Nam,1\n"
        code = refused(tmp_path / "a.csv", text.encode(encoding))
        assert code is ProblemCode.UNKNOWN_ENCODING

    @pytest.mark.parametrize(
        "text",
        [
            "Tªn ®¬n vÞ,C«ng khai minh b¹ch,TiÕn ®é\nUBND x· A,1,2",
            "Teân ñôn vò,Coâng khai minh baïch,Tieán ñoä giaûi quyeát\nUBND xaõ A,1,2",
        ],
        ids=["TCVN3", "VNI"],
    )
    def test_legacy_letters_are_named_when_nothing_is_understood(
        self, tmp_path: Path, text: str
    ) -> None:
        assert refused(tmp_path / "a.csv", text.encode()) is ProblemCode.LEGACY_LETTERS

    @pytest.mark.parametrize("text", ["Ên, Tà, Cô", "Trường ®«µ", "xã, phường: « »"])
    def test_vietnamese_is_never_taken_for_legacy(self, text: str) -> None:
        assert not shows_legacy_letters(text)

    def test_names_come_in_nfc(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_text("Tên đơn vị,CKMB\nHòa Thắng,1\n", "utf-8")  # one accent by itself
        (record,) = read_points(path).records
        assert record.unit is not None
        assert record.unit.name == "Hòa Thắng"


class TestDelimiters:
    @pytest.mark.parametrize("delimiter", [",", ";", "|", "\t"])
    def test_each_is_found(self, tmp_path: Path, delimiter: str) -> None:
        path = tmp_path / "a.csv"
        cells = ["STT", "Tên Cơ quan/ đơn vị", "Tiến độ, kết quả giải quyết (điểm đạt/20)", "MDHL"]
        rows = [cells, ["1", "UBND xã A", "18,72", "17,5"]]
        lines = [delimiter.join(f'"{cell}"' for cell in row) for row in rows]
        path.write_text("\r\n".join(lines), "utf-8")
        (record,) = read_points(path).records
        assert record.points == {"progress": "18,72", "satisfaction": "17,5"}

    def test_commas_in_semicolon_files_part_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_text(
            "STT;Tên;Công khai, minh bạch;Tiến độ, kết quả giải quyết\n1;A;17,5;18,72\n", "utf-8"
        )
        (record,) = read_points(path).records
        assert record.points == {"transparency": "17,5", "progress": "18,72"}

    def test_a_spreadsheet_may_be_told_the_delimiter(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_text(f"sep=;\n{TABLE}", "utf-8")
        table = read_points(path)
        assert len(table.records) == 1
        assert list(delimiters("sep=;\n")) == [";"]
        assert list(delimiters("sep=x\n")) == ["\t", "|", ";", ","]

    @pytest.mark.parametrize(
        ("mark", "text"),
        [
            (";", "Tên;Công khai | CKMB;Tiến độ | TDGQ\nXã A;18;18,72\nXã B;17,5;18,5\n"),
            ("|", "Tên|CKMB|Ghi chú\nXã A|18|a, b, c, d, e\nXã B|17|\n"),
            (",", "Tên,Ghi chú\nXã A,x; y\nXã B,\n"),
            ("\t", "UBND xã A, xã B\n\nTên\tCKMB\nXã A\t17,5\nXã B\t18\n"),
        ],
    )
    def test_it_parts_most_rows_alike(self, mark: str, text: str) -> None:
        assert likeliest_delimiter(text, "a.csv") == mark


def said(path: Path) -> tuple[str, str]:
    """Return the message with which a file is refused, in both languages."""
    with pytest.raises(InvalidRecordError) as caught:
        read_points(path)
    (problem,) = caught.value.problems
    return problem.text("vi")[0], problem.message


class TestFiles:
    def test_reasons_are_said_in_the_language_of_the_reader(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "j").mkdir()
        assert said(tmp_path / "j") == (
            "Không đọc được tệp 'j' (đây là thư mục, không phải tệp).",
            "The file 'j' cannot be read (this is a folder).",
        )
        assert said(tmp_path / "none")[0] == "Không đọc được tệp 'none' (không có tệp này)."
        assert said(tmp_path / "a\0")[0].endswith("(tên tệp có ký tự NUL).")
        (tmp_path / "b").write_bytes(b"A\0B,1,2")
        assert said(tmp_path / "b")[0].startswith("Nội dung tệp là dữ liệu nhị phân,")
        errors = [PermissionError(EACCES, "x"), OSError(EIO, "I/O error"), OSError()]
        reasons: list[str] = []
        for error in errors:

            def fail(*_: object, error: OSError = error) -> None:
                raise error

            monkeypatch.setattr(type(tmp_path), "open", fail)
            reasons.append(said(tmp_path / "b")[0].partition("(")[2])
        assert reasons == ["không có quyền đọc).", *["hệ thống không cho đọc)."] * 2]

    def test_a_missing_file(self, tmp_path: Path) -> None:
        code = refusal(lambda: read_points(tmp_path / "none.csv"))
        assert code is ProblemCode.FILE_UNREADABLE

    def test_a_folder(self, tmp_path: Path) -> None:
        assert refusal(lambda: read_points(tmp_path)) is ProblemCode.FILE_UNREADABLE

    def test_a_name_with_nul(self) -> None:
        assert refusal(lambda: read_points("a\0b.csv")) is ProblemCode.FILE_UNREADABLE

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
    def test_a_pipe_is_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.csv")
        code = refusal(lambda: read_points(tmp_path / "pipe.csv"))
        assert code is ProblemCode.FILE_UNREADABLE

    @pytest.mark.parametrize("content", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n"])
    def test_empty_ones(self, tmp_path: Path, content: bytes) -> None:
        assert refused(tmp_path / "a.csv", content) is ProblemCode.EMPTY_FILE

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (OLE2 + bytes(600), ProblemCode.OLD_EXCEL),
            (OLE2 + "EncryptedPackage".encode("utf-16-le"), ProblemCode.ENCRYPTED_FILE),
            (OLE2 + "WordDocument".encode("utf-16-le"), ProblemCode.UNKNOWN_FORMAT),
            (b"%PDF-1.7\n", ProblemCode.UNKNOWN_FORMAT),
            (b"{\\rtf1 CKMB}", ProblemCode.UNKNOWN_FORMAT),
            (b"<html><table>", ProblemCode.UNKNOWN_FORMAT),
            (b"Ten,CKMB\nA\0B,1,\n", ProblemCode.UNKNOWN_FORMAT),
            (b"Ten,CKMB\n\xff,1\n", ProblemCode.UNKNOWN_ENCODING),
            (b"a,b\n1,2\n", ProblemCode.NO_HEADER),
        ],
    )
    def test_what_is_no_table_is_named(
        self, tmp_path: Path, content: bytes, code: ProblemCode
    ) -> None:
        assert refused(tmp_path / "a.csv", content) is code

    def test_reading_changes_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_text(TABLE, "utf-8")
        path.chmod(0o400)
        before = path.stat()
        read_points(path)
        assert (path.read_text("utf-8"), path.stat().st_mtime_ns) == (TABLE, before.st_mtime_ns)


class TestLimits:
    def test_bytes(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "BYTES", len(TABLE.encode()))
        path = tmp_path / "a.csv"
        path.write_text(TABLE, "utf-8")
        assert len(read_points(path).records) == 1
        code = refused(tmp_path / "b.csv", TABLE.encode() + b" ")
        assert code is ProblemCode.FILE_BEYOND_LIMIT

    def test_rows(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "ROWS", 100)
        rows = "UBND xã A;1;2\n" * 99
        path = tmp_path / "a.csv"
        path.write_text(f"{HEAD}\n{rows}", "utf-8")
        assert read_points(path).rows == 99
        code = refused(tmp_path / "b.csv", f"{HEAD}\n{rows}UBND xã B;1;2".encode())
        assert code is ProblemCode.TABLE_TOO_LARGE

    def test_columns(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_text("Tên,CKMB" + "," * 498 + "\nA,1\n", "utf-8")
        assert len(read_points(path).records) == 1
        code = refused(tmp_path / "b.csv", ("Tên,CKMB" + "," * 499).encode())
        assert code is ProblemCode.TABLE_TOO_LARGE

    def test_cells(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "CELLS", 5)
        assert refused(tmp_path / "a.csv", TABLE.encode()) is ProblemCode.TABLE_TOO_LARGE

    @pytest.mark.parametrize("length", [limits.CELL_LENGTH + 1, 140_000])
    def test_characters_of_a_cell(self, tmp_path: Path, length: int) -> None:
        longest = "x" * limits.CELL_LENGTH
        path = tmp_path / "a.csv"
        path.write_text(f"Tên,CKMB,Ghi chú\nA,1,{longest}\n", "utf-8")
        assert read_points(path).extra[0]["Ghi chú"] == longest
        content = f'Tên,CKMB\nA,"{"x" * length}'.encode()
        assert refused(tmp_path / "b.csv", content) is ProblemCode.CELL_TOO_LONG


class TestAnyBytes:
    """Whatever a file holds, it is a table or one clear error."""

    @given(
        st.binary(max_size=400) | st.text(max_size=400).map(lambda t: t.encode("utf-8", "replace"))
    )
    def test_as_csv(self, tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
        path = tmp_path_factory.getbasetemp() / "any.csv"
        path.write_bytes(content)
        try:
            read_points(path)
        except InvalidRecordError as error:
            assert error.text("vi")  # noqa: PT017
        except MissingExtraError as error:  # the bytes are those of a workbook
            assert content.startswith(b"PK")
            assert error.extra == "xlsx"  # noqa: PT017

    @given(
        st.lists(
            st.lists(
                st.sampled_from(
                    [
                        *("STT", "Tên đơn vị", "CKMB", "Dịch vụ công trực tuyến (12)", "Tổng"),
                        *("Tổng điểm", "Xếp hạng", "Xếp loại", "Mã", "Cấp", "(1)", "1", "7/12"),
                        *("5/65", "", "-", "18,5", "Tốt", "xã", "%", "Điểm tối đa", "UBND xã A"),
                        *("Cung cấp dịch vụ trực tuyến", "Điểm", "99", '"', "H01", "ckmb_18", "("),
                    ]
                )
                | st.text(max_size=8),
                max_size=8,
            ),
            max_size=8,
        )
    )
    def test_as_rows_of_words(
        self, tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
    ) -> None:
        path = tmp_path_factory.getbasetemp() / "words.csv"
        path.write_bytes("\n".join(";".join(row) for row in rows).encode("utf-8", "replace"))
        try:
            table = read_points(path)
        except InvalidRecordError:
            return
        assert table.rows == len(table.records) + len(table.broken)
        assert len(table.extra) == len(table.records)
        for problem in table.problems:
            assert problem.line("vi")
            assert problem.line("en")
            assert (problem.origin or "").startswith("words.csv")
