"""An office's month: a workbook made, filled in, scored, written, checked; and the next month."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import json
from pathlib import Path
from runpy import run_path

import openpyxl
import pytest
from click.testing import CliRunner

from vn766.cli import vn766
from vn766.report.fields import definitions

fill = run_path(str(Path(__file__).parents[1] / "report" / "clerk.py"))["fill"]

FRAME = {
    "Nguồn số liệu": "Cổng Dịch vụ công quốc gia",
    "Cơ quan ban hành": ["Ủy ban nhân dân", "phường Tân Khánh"],
    "Tên gọi trong văn bản": "UBND phường Tân Khánh",
    "Ký hiệu": "UBND-VP",
    "Địa danh": "Tân Khánh",
    "Kính gửi": ["Các phòng chuyên môn", "Trung tâm Phục vụ hành chính công"],
    "Nơi nhận": ["Chủ tịch, các Phó Chủ tịch UBND phường", "Trang thông tin điện tử phường"],
    "Lưu": ["VT", "VP"],
    "Quyền hạn, chức vụ": ["TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"],
    "Họ tên người ký": "Nguyễn Hoàng Long",
    "Đơn vị": "UBND phường Tân Khánh",
    "Nhóm xếp hạng": "xã, phường, đặc khu",
}
CONTENT = [
    ("Nhiệm vụ của đơn vị", None, "Các phòng chuyên môn", "Giải quyết hồ sơ **đúng hạn**."),
    (None, None, "Trung tâm Phục vụ hành chính công", "Số hóa hồ sơ ngay khi tiếp nhận."),
]
OCTOBER = [
    ("UBND phường Tân Khánh", "H99.23", "xã", 17.1, 18.95, None, 8.02, 7.38, 18, 17.09),
    ("UBND xã Cẩm Thượng", "H99.24", "xã", 14.75, 17.36, None, 7.62, 5.2, 17.1, 14.93),
    ("UBND xã Đông Hải", "H99.25", "xã", 15.88, 18.11, None, 8.27, 6.75, 17.82, 16.4),
]
NOVEMBER = [(*row[:-1], row[-1] + 0.5) for row in OCTOBER]


@pytest.fixture
def done(run):
    def done(*args, code=0):
        result = run(*args)
        assert result.exit_code == code, result.output + result.stderr
        return result

    return done


def findings(result):
    (report,) = json.loads(result.stdout)["reports"]
    return report["findings"]


def test_a_month_and_the_next(done, tmp_path):
    done("new", "công văn công khai", "-o", "thang-10.xlsx")
    october = {
        "Kỳ số liệu": "tháng 10/2026",
        "Thời điểm trích xuất": "15 giờ 10 phút ngày 01/11/2026",
        "Số văn bản": 87,
        "Ngày ban hành": "05/11/2026",
    }
    fill(tmp_path / "thang-10.xlsx", FRAME | october, data=OCTOBER, content=CONTENT)
    scored = json.loads(done("score", "thang-10.xlsx", "--period", "10/2026", "--json").stdout)
    assert [row["total"] for row in scored["rows"]] == ["86.54", "83.23", "76.96"]
    done("score", "thang-10.xlsx", "--period", "10/2026", "-o", "phu-luc.docx")
    done("check", "phu-luc.docx")
    assert findings(done("audit", "phu-luc.docx", "--json")) == []
    done("report", "thang-10.xlsx", "-o", "thang-10.docx")
    done("check", "thang-10.docx")
    assert findings(done("audit", "thang-10.docx", "--json")) == []
    done("check", "thang-10.docx", "--annotate", "da-xem.docx")
    done("check", "da-xem.docx")
    # Last month's workbook is the beginning of the next one.
    (tmp_path / "thang-11.xlsx").write_bytes((tmp_path / "thang-10.xlsx").read_bytes())
    november = {
        "Kỳ số liệu": "tháng 11/2026",
        "Thời điểm trích xuất": "01/12/2026",
        "Số văn bản": 95,
        "Ngày ban hành": "ngày 04 tháng 12 năm 2026",
    }
    fill(tmp_path / "thang-11.xlsx", november, data=NOVEMBER)
    done("report", "thang-11.xlsx", "-o", "thang-11.docx")
    done("check", "thang-11.docx")
    assert findings(done("audit", "thang-11.docx", "--json")) == []
    periods = ("--period", "10/2026", "--period", "11/2026")
    compared = done("compare", "thang-10.xlsx", "thang-11.xlsx", *periods, "--json")
    assert '"0.50"' in compared.stdout
    done("compare", "thang-10.xlsx", "thang-11.xlsx", *periods, "-o", "so-sanh.docx")
    done("check", ".")


def test_kinds_are_listed(done):
    listed = done("new").stdout
    for kind in definitions().kinds:
        assert kind.label in listed
    kinds = json.loads(done("new", "--json").stdout)["kinds"]
    assert [kind["id"] for kind in kinds] == [kind.id for kind in definitions().kinds]
    assert "A letter that publishes" in done("new", "--lang", "en").stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("thư mời", "-o", "a.xlsx"), "Công văn công khai (disclosure-letter)"),
        (("monthly-letter",), "-o TỆP.xlsx"),
        (("monthly-letter", "-o", "a.docx"), "phải là tệp .xlsx"),
        (("monthly-letter", "-o", "a.xlsx"), "a.xlsx"),
    ],
)
def test_what_new_refuses(done, tmp_path, args, said):
    (tmp_path / "a.xlsx").write_text("x")
    assert said in done("new", *args, code=2).stderr
    assert (tmp_path / "a.xlsx").read_text() == "x"


def test_what_was_written_is_told_to_programs(done):
    args = ("new", "monthly-letter", "--counts", "-o", "a.xlsx", "--json")
    told = json.loads(done(*args).stdout)
    assert told["written"] == ["a.xlsx"]
    assert [kind["id"] for kind in told["kinds"]] == ["monthly-letter"]
    heads = [cell.value for cell in openpyxl.load_workbook("a.xlsx")["Số liệu"][1]]
    assert heads[-3:] == ["Tử số", "Mẫu số", "Điểm"]


@pytest.mark.parametrize(("args", "typed"), [((), "4\n\n"), (("disclosure-letter",), "\n")])
def test_a_terminal_is_asked(monkeypatch, tmp_path, args, typed):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("vn766.cli.new._is_terminal", lambda: True)
    result = CliRunner().invoke(vn766, ["new", *args], input=typed)
    assert result.exit_code == 0, result.output
    assert (tmp_path / "cong-van-cong-khai.xlsx").exists()
