# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""Tables in the layouts that offices have: each is read, or named as not read."""

from __future__ import annotations

import pytest

from vn766.audit import ClaimKind, audit, read_claims
from vn766.files.aligned import runs_of

TITLE = "Kết quả Bộ chỉ số 766 tháng 9/2025 của UBND phường Hòa An"
NAMES = (
    *("Công khai, minh bạch", "Tiến độ giải quyết", "Dịch vụ công trực tuyến"),
    *("Thanh toán trực tuyến", "Mức độ hài lòng", "Số hóa hồ sơ"),
)
MAXIMA = (18, 20, 12, 10, 18, 22)
POINTS = ("15,64", "18,99", "8,42", "7,36", "17,86", "17,08")  # 85,35
SHARES = ("86,89", "94,95", "70,17", "73,6", "99,22", "77,64")


def rows(*columns, total):
    return [list(row) for row in zip(*columns, strict=True)] + [total]


def tabs(table):
    return f"{TITLE}\n\n" + "".join("\t".join(map(str, row)) + "\n" for row in table)


def page(body):
    return f"<html><body><p>{TITLE}</p>{body}</body></html>"


PAIRS = [f"{points}/{most}" for points, most in zip(POINTS, MAXIMA, strict=True)]
PLAIN = rows(NAMES, MAXIMA, POINTS, total=("Tổng", 100, "{}"))
LAYOUTS = {
    "head of other words": tabs([("Nhóm chỉ số", "Điểm tối đa", "Điểm đánh giá"), *PLAIN]),
    "two heads": tabs(
        [("TT", "Nhóm", "Điểm", ""), ("", "", "Tối đa", "Đạt được")]
        + [(at, *row) for at, row in enumerate(PLAIN, 1)]
    ),
    "no head": tabs(PLAIN),
    "numbered, no head": tabs([(at, *row) for at, row in enumerate(PLAIN, 1)]),
    "a row of maxima": tabs(zip(*PLAIN, strict=True)),
    "rows of maxima, points and percents": tabs(
        zip(
            ("Nội dung", "Điểm tối đa", "Điểm đạt", "Tỷ lệ (%)"),
            *rows(NAMES, MAXIMA, POINTS, SHARES, total=("Tổng điểm", 100, "{}", "")),
            strict=True,
        )
    ),
    "pairs": tabs([("Chỉ số", "Đạt/Tối đa"), *rows(NAMES, PAIRS, total=("Tổng", "{}/100"))]),
    "points in words": tabs(
        rows(NAMES, [f"Đạt {pair} điểm" for pair in PAIRS], total=("Tổng điểm", "Đạt {}/100 điểm"))
    ),
    "maxima in names": tabs(
        [
            ("Chỉ số thành phần", "Kết quả tháng 9"),
            *rows(
                [f"{name} ({most} điểm)" for name, most in zip(NAMES, MAXIMA, strict=True)],
                POINTS,
                total=("Tổng điểm (100 điểm)", "{}"),
            ),
        ]
    ),
    "percents without a head": tabs(
        rows(NAMES, MAXIMA, POINTS, SHARES, total=("Cộng", 100, "{}", ""))
    ),
    "a list of terms": page(
        "<dl>"
        + "".join(f"<dt>{name}</dt><dd>{pair}" for name, pair in zip(NAMES, PAIRS, strict=True))
        + "<dt>Tổng điểm<dd>{}/100</dl>"
    ),
    "boxes": page(
        "<div class=t>"
        + "".join("<div>" + "".join(f"<div>{it}</div>" for it in row) + "</div>\n" for row in PLAIN)
        + "</div>"
    ),
    "set with blanks": f"{TITLE}\n\n  Nhóm chỉ số                   Tối đa    Đạt\n"
    + "".join(f"  {name:<30}{most:>5}{points:>9}\n" for name, most, points in PLAIN),
}


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
class TestGroups:
    def test_truthful(self, codes_of, text):
        assert codes_of(text.format("85,35")) == {"error": [], "warning": [], "note": []}
        coverage = audit(text.format("85,35").encode()).coverage
        assert (coverage.tables, coverage.unread_tables) == (1, 0)

    def test_a_wrong_total(self, codes_of, text):
        assert codes_of(text.format("86,35"))["error"] == ["total-mismatch"]


class TestColumns:
    def test_a_column_for_each_unit(self, codes_of):
        head = ("Nhóm chỉ số", "Điểm tối đa", "Xã An", "Xã Bình")
        table = rows(NAMES, MAXIMA, POINTS, POINTS, total=("Tổng", 100, "85,35", "{}"))
        text = tabs([head, *table, ("Xếp loại", "", "Tốt", "Tốt"), ("Xếp hạng", "", "1/2", "1/2")])
        assert codes_of(text.format("85,35"))["error"] == []
        (error,) = audit(text.format("85,45").encode()).errors
        assert (str(error.code), error.quote) == ("total-mismatch", "85,45")
        for old, new, code in (
            ("Tốt\tTốt", "Tốt\tKhá", "class-mismatch"),
            ("1/2\t1/2", "1/2\t3/2", "rank-outside-pool"),
            ("1/2\t1/2", "1/2\tx", None),
        ):
            found = codes_of(text.format("85,35").replace(old, new))["error"]
            assert found == [code] * (code is not None)

    def test_a_column_for_each_month(self, codes_of):
        head = ("Nhóm chỉ số", "Tháng 8/2025", "Tháng 9/2025", "Tăng, giảm")
        earlier = ("15,14", "18,99", "8,42", "7,36", "17,86", "17,58")
        change = ("+0,5", "0", "0", "0", "0", "{}")
        text = tabs(
            [head, *rows(NAMES, earlier, POINTS, change, total=("Tổng", "85,35", "85,35", ""))]
        )
        assert codes_of(text.format("-0,5"))["error"] == []
        assert codes_of(text.format("0,5"))["error"] == ["change-mismatch"]
        later = tabs(
            [head, *rows(NAMES, POINTS, earlier, change, total=("Tổng", "85,35", "85,35", ""))]
        )
        assert codes_of(later.format("giảm 0,5"))["error"] == []
        changes = [it for it in read_claims(text.format("-0,5").encode()) if it.kind == "change"]
        assert [it.to_dict()["value"] for it in changes] == ["0.5", *["0"] * 4, "-0.5"]

    def test_a_wrong_maximum(self, codes_of):
        text = tabs([("Nhóm", "Điểm tối đa", "Điểm"), *PLAIN]).replace("\t22\t", "\t20\t")
        assert codes_of(text)["warning"] == ["stated-maximum"]

    def test_two_columns_of_one_head_are_of_nobody_known(self):
        head = ("Nhóm", "Điểm tối đa", "Điểm đạt", "Điểm đạt")
        text = tabs([head, *rows(NAMES, MAXIMA, POINTS, POINTS, total=("Tổng", 100, 1, 2))])
        points = [it for it in read_claims(text.encode()) if it.kind is ClaimKind.POINTS]
        assert len(points) == 12
        assert not any(it.subject.clear for it in points)

    def test_heads_that_are_not_understood_are_named(self):
        head = ("Tên đơn vị", "Số hóa hồ sơ (22)", "Hồ sơ đúng hạn")
        text = tabs([head, ("Xã An", "17,08", "312"), ("Xã Bình", "16,5", "45")])
        (note,) = [it for it in audit(text.encode()).notes if it.code == "columns-not-read"]
        assert "Hồ sơ đúng hạn" in note.line("vi")


class TestClassColumns:
    """Classes are known by their words, under heads that may be those of the document's own."""

    TABLE = (
        "Bộ chỉ số 766\n\nTT\tĐơn vị\tTổng điểm\t{}\tHạng\n"
        "1\tXã An\t91\tXuất sắc\t1\n2\tXã Bình\t82,1\t{}\t2\n3\tXã Cao\t–\t–\t–\n"
    )

    @pytest.mark.parametrize("head", ["Loại", "Mức xếp loại", "Xếp loại chung", "Đánh giá"])
    def test_by_units(self, head, codes_of):
        assert codes_of(self.TABLE.format(head, "Tốt")) == {"error": [], "warning": [], "note": []}
        assert codes_of(self.TABLE.format(head, "Khá"))["error"] == ["class-mismatch"]

    @pytest.mark.parametrize("head", ["Loại tháng 8", "Kỳ trước", "Tự đánh giá", "Nhận xét"])
    def test_others_are_named(self, head):
        found = audit(self.TABLE.format(head, "Khá").encode()).findings
        assert [str(it.code) for it in found] == ["columns-not-read"]
        assert head in found[0].line("vi")

    def test_only_where_nothing_else_is_written(self, codes_of):
        assert codes_of(self.TABLE.format("Đánh giá", "Khá, cần cố gắng"))["note"] == [
            "columns-not-read"
        ]

    def test_one_column_is_that_of_classes(self, codes_of):
        text = "Đơn vị\tTổng điểm\tXếp loại\tĐánh giá\nXã An\t82,1\tTốt\tKhá\n"
        text += "Xã Bình\t70,5\tKhá\tTốt\n"
        found = codes_of(f"Bộ chỉ số 766\n\n{text}")
        assert (found["error"], found["note"]) == ([], ["columns-not-read"])

    @pytest.mark.parametrize("label", ["Loại", "Mức xếp loại", "Đánh giá"])
    def test_a_row_below_groups(self, label, codes_of):
        total = ("Tổng", "100", "85,35")
        text = tabs(
            [("Nhóm", "Điểm tối đa", "Điểm đạt"), *rows(NAMES, MAXIMA, POINTS, total=total)]
        )
        assert codes_of(f"{text}{label}\t\tTốt\n")["error"] == []
        assert codes_of(f"{text}{label}\t\tKhá\n")["error"] == ["class-mismatch"]


class TestRowsOfColumns:
    """Groups as columns, and rows that are called by names that are no heads."""

    def test_names_are_units(self, codes_of):
        head = ["Nội dung", *NAMES, "Tổng"]
        text = tabs([head, ["Đông Sơn", *POINTS, "85,35"], ["Tây Sơn", *POINTS, "{}"]])
        assert codes_of(text.format("85,35"))["error"] == []
        assert codes_of(text.format("86,35"))["error"] == ["total-mismatch"]

    def test_percents_after_points_of_two(self, codes_of):
        head = ("Nhóm", "Điểm tối đa", "Tháng 8/2025", "Tỷ lệ", "Tháng 9/2025", "Tỷ lệ")
        table = rows(
            NAMES,
            MAXIMA,
            POINTS,
            SHARES,
            POINTS,
            SHARES,
            total=("Tổng", 100, "85,35", "", "{}", ""),
        )
        assert codes_of(tabs([head, *table]).format("85,35"))["error"] == []
        wrong = [list(row) for row in table]
        wrong[3][5] = "76,3"
        assert codes_of(tabs([head, *wrong]).format("85,35"))["error"] == ["percent-mismatch"]


class TestUnread:
    TABLE = "Lĩnh vực\tSố A\tSố B\nĐất đai\t12,5\t7\nHộ tịch\t3,5\t9\n"

    def test_a_table_is_named_as_not_read(self):
        report = audit(f"{TITLE}\n\n{self.TABLE}".encode())
        (note,) = report.notes
        assert str(note.code) == "table-not-read"
        assert "(ô có số: 4)" in note.line("vi")
        assert (report.coverage.tables, report.coverage.unread_tables) == (1, 1)
        assert "chưa đọc được 0 câu, 1 bảng" in report.coverage.text("vi")

    def test_tables_about_something_else_are_counted_only(self):
        report = audit(f"Công tác tháng 9\n\n{self.TABLE}".encode())
        assert report.findings == ()
        assert report.coverage.unread_tables == 1

    def test_sentences(self):
        text = f"{TITLE}\n\nCó 12 lớp. Tổng điểm 85,35/100 điểm. Không có số.\n"
        coverage = audit(text.encode()).coverage
        assert (coverage.figures, coverage.sentences, coverage.unread_sentences) == (1, 2, 1)


class TestSetWithBlanks:
    def test_a_letterhead_has_two_columns(self):
        text = (
            "ỦY BAN NHÂN DÂN                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
            "PHƯỜNG TÂN KHÁNH                    Độc lập - Tự do - Hạnh phúc\n"
            "Số: 15/UBND-VP                Tân Khánh, ngày 05 tháng 9 năm 2025\n\n"
            "Số liệu tính đến ngày 06/9/2025.\n"
        )
        (error,) = audit(text.encode()).errors
        assert str(error.code) == "data-after-document"

    def test_prose_with_two_blanks_stays_prose(self):
        assert runs_of(["Một câu.  Hai câu.", "Ba câu.  Bốn câu."]) == {}
        assert runs_of([f"{'a  ' * 50}1", f"{'a  ' * 50}1"]) == {}
        assert runs_of(["a" * 2000 + "  1", "| a  1", "\ta  1"]) == {}

    def test_a_cell_goes_on_in_the_next_line(self):
        lines = [
            "Tiến độ, kết quả      20     18,99",
            "giải quyết",
            "Thanh toán            10      7,36",
        ]
        (run,) = runs_of([*lines, "", "", "Hết."]).values()
        assert [texts for _, texts in run.rows] == [
            ("Tiến độ, kết quả", "20", "18,99"),
            ("giải quyết", "", ""),
            ("Thanh toán", "10", "7,36"),
        ]


class TestBoxes:
    @pytest.mark.parametrize(
        "body",
        [
            "<div><div><div>Trang</div><div>Tin</div></div><div><div>Thư</div></div></div>",
            "<div><div><div>Điểm 1</div></div><div><div>Điểm 2</div></div></div>",
            "</div><dt>Điểm 1</dt></dl>",
            "<div><div><div>A 1</div><div>B 2</div></div></div><div><div><div>C 3</div></div>",
        ],
    )
    def test_what_is_no_table(self, body):
        assert audit(page(body).encode()).coverage.tables == 0
