"""Every way in: paths, bytes, open files, parsed JSON; and the letters of other encodings."""

from __future__ import annotations

import io
import json
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn766.errors import InvalidRecordError, ProblemCode, Severity
from vn766.files import Named
from vn766.readers import read_counts, read_points, read_portal, score_file

if TYPE_CHECKING:
    from pathlib import Path

POINTS = {"CKMB": 15.0, "TDGQ": 18, "CLGQ": 9.1, "TTTT": 8, "MDHL": 17, "MDSH": 19}
RECORDS: list[object] = [
    {"Tên đơn vị": "UBND xã A", **POINTS},
    {"Tên đơn vị": "UBND xã B", **POINTS, "CKMB": 15.5, "Xếp hạng": 1},
    {"Tên đơn vị": "Tổng cộng", **POINTS},
]
TEXT = json.dumps(RECORDS)


def codes(*sources: Any, **options: Any) -> list[tuple[str, str]]:
    """Return code and place of each problem for which a source is refused."""
    with pytest.raises(InvalidRecordError) as caught:
        score_file(*sources, **options)
    return [(str(problem.code), problem.where) for problem in caught.value.problems]


class TestSources:
    def test_one_file_in_every_form_is_one_result(self, tmp_path: Path) -> None:
        path = tmp_path / "t.json"
        path.write_text(TEXT, "utf-8")
        with path.open("rb") as binary, path.open(encoding="utf-8") as text:
            sources: list[Any] = [
                *(path, str(path), TEXT.encode(), io.BytesIO(TEXT.encode()), io.StringIO(TEXT)),
                *(RECORDS, {"data": RECORDS}, Named("t.json", TEXT.encode()), binary, text),
            ]
            tables = [score_file(source) for source in sources]
        totals = {tuple(str(row.result.total) for row in table.ranking) for table in tables}
        assert totals == {("86.60", "86.10")}

    def test_names_are_those_of_the_caller(self, tmp_path: Path) -> None:
        for source in (TEXT.encode(), io.BytesIO(TEXT.encode()), RECORDS):
            assert score_file(source, name="cổng.json").table.source == "cổng.json"
        for reading in (read_points, read_portal):
            for source in (TEXT.encode(), io.BytesIO(TEXT.encode()), RECORDS):
                assert reading(source, name="cổng.json").source == "cổng.json"
        path = tmp_path / "t.json"
        path.write_text(TEXT, "utf-8")
        with path.open("rb") as stream:
            assert read_points(stream, name="x").source == str(path)
        text = "Tên đơn vị;Chỉ số;Tử số;Mẫu số\nA;2.1;5;6\n"
        assert read_counts(text.encode(), name="đếm.csv").source == "đếm.csv"
        assert read_counts(io.StringIO(text), name="đếm.csv").source == "đếm.csv"

    def test_parsed_numbers_may_be_exact(self) -> None:
        exact = json.loads(TEXT, parse_float=Decimal)
        assert [str(row.result.total) for row in score_file(exact).ranking] == ["86.60", "86.10"]

    @pytest.mark.parametrize("strange", [{"a": {1}}, [object()], {"a": float("nan")}])
    def test_what_is_no_json_is_refused(self, strange: Any) -> None:
        assert codes(strange) == [("damaged-file", "")]
        loop: list[object] = []
        loop.append(loop)
        assert codes(loop) == [("damaged-file", "")]


class TestRecords:
    """JSON objects whose fields have the names of heads are rows of a table."""

    def test_they_are_read_by_the_rules_of_tables(self) -> None:
        table = read_points(RECORDS)
        assert [r.unit.name for r in table.records if r.unit] == ["UBND xã A", "UBND xã B"]
        published = table.records[1].published
        assert published is not None
        assert (published.rank, table.records[0].published) == (1, None)
        assert [(p.code, p.where) for p in table.problems] == [
            (ProblemCode.ROW_LEFT_OUT, "table, [2]")
        ]
        assert table.records[1].origin is not None
        assert table.records[1].origin.row == 2

    def test_problems_name_the_field(self) -> None:
        rows: list[object] = [
            {"Mã": "H01", "CKMB": 19, "TDGQ": 1.234},
            {"Mã": "", "CKMB": 1, "x": [1]},
            {"Mã": "H02", "CKMB": 1},
        ]
        table = read_points({"data": rows}, name="t.json")
        errors = [p for p in table.problems if p.severity is Severity.ERROR]
        assert [(p.code, p.origin) for p in errors] == [
            (ProblemCode.ABOVE_MAXIMUM, "t.json, data[0].CKMB"),
            (ProblemCode.TOO_PRECISE, "t.json, data[0].TDGQ"),
            (ProblemCode.NO_UNIT, "t.json, data[1].Mã"),
        ]
        assert table.broken == (1, 2)

    def test_doubts_stand_at_the_right_rows(self) -> None:
        rows = [{"Mã": f"H{at:02}", "CKMB": at, "TDGQ": 2 * at} for at in range(1, 6)]
        rows += [{"Mã": "", "Tên": "X", "CKMB": 3, "TDGQ": 6}]
        table = read_points([*rows, {"Tên": "Y", "CKMB": 1, "TDGQ": 1}])
        found = [(p.code, p.where) for p in table.problems][-2:]
        assert found == [
            (ProblemCode.ROW_LEFT_OUT, "table, [5]"),
            (ProblemCode.ROWS_APART, "table, [6]"),
        ]

    def test_doubtful_heads_are_named(self) -> None:
        rows: list[object] = [{"Tên": "A", "CKMB": 1, "Số hóa giấy": 2}]
        assert codes({"data": rows}) == [("unknown-key", "table, data.Số hóa giấy")]
        assert codes(rows) == [("unknown-key", "table, Số hóa giấy")]


def windows_1258(text: str) -> bytes:
    """Return a text in Windows-1258: letters with their hats, tones behind them."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    parts: list[str] = []
    for letter in unicodedata.normalize("NFC", text):
        marks = unicodedata.normalize("NFD", letter)
        bare = unicodedata.normalize("NFC", "".join(m for m in marks if m not in tones))
        parts.append(bare + "".join(m for m in marks if m in tones))
    return "".join(parts).encode("cp1258")


class TestEncodings:
    NAMES = "UBND phường Đống Đa", "Uỷ ban xã Mỹ Đức", "SỞ KẾ HOẠCH VÀ ĐẦU TƯ", "xã Yên Nghĩa"

    @pytest.mark.parametrize("name", NAMES)
    def test_windows_1258_is_read_with_a_note(self, name: str) -> None:
        table = read_points(windows_1258(f"Tên đơn vị;CKMB\n{name};15,5\n"))
        assert table.records[0].unit is not None
        assert table.records[0].unit.name == name
        assert table.problems[0].code is ProblemCode.ENCODING_CONVERTED
        counts = read_counts(windows_1258(f"Tên đơn vị;Chỉ số;Tử số;Mẫu số\n{name};2.1;5;6\n"))
        assert counts.problems[0].code is ProblemCode.ENCODING_CONVERTED

    @given(st.text("aăâđeêoôơuưyAĂÂĐEÊOÔƠUƯYáàảãạấằẩẫậếềểễệốồộớờợứừựýỳỹ ,;.0123456789"))
    def test_the_letters_are_those_that_were_written(self, text: str) -> None:
        content = Named("t", windows_1258(f"đơn vị {text}"))
        assert content.is_windows_1258
        assert content.text() == unicodedata.normalize("NFC", f"đơn vị {text}")

    @pytest.mark.parametrize(
        ("text", "font"),
        [
            ("Tªn ®¬n vÞ,C«ng khai minh b¹ch,TiÕn ®é\nUBND x· A,1,2", "TCVN3 (ABC)"),
            ("Teân ñôn vò,Coâng khai minh baïch,Tieán ñoä\nUBND xaõ A,1,2", "VNI"),
        ],
    )
    @pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
    def test_letters_of_fonts_are_named(self, text: str, font: str, encoding: str) -> None:
        with pytest.raises(InvalidRecordError) as caught:
            read_points(text.encode(encoding))
        (problem,) = caught.value.problems
        assert (problem.code, font in problem.message) == (ProblemCode.LEGACY_LETTERS, True)

    @pytest.mark.parametrize("text", ["Hà Nam", "café", "naïve", "Ünicode đ"])
    def test_what_is_not_proved_is_not_converted(self, text: str) -> None:
        assert codes(f"Tên,CKMB\n{text},1\n".encode("cp1258")) == [("unknown-encoding", "")]
