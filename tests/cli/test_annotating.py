"""``--annotate`` of both `audit` and `check`: comments in a copy of one document."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import docx
import pytest


@pytest.fixture
def letter(tmp_path):
    document = docx.Document()
    document.add_paragraph("BÁO CÁO")
    document.add_paragraph("Số hóa hồ sơ đạt 23,08/22 điểm, tỷ lệ 77,74%, đến ngày 31/6/2026.")
    document.add_paragraph("Nơi nhận:")
    for line in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 1/BC-UBND", "BÁO CÁO", "Nơi nhận:"):
        document.add_paragraph(line)
    document.save(tmp_path / "a.docx")
    return tmp_path / "a.docx"


def codes_of(path):
    comments = list(docx.Document(path).comments)
    return {each.text.rpartition("[")[2][:-1] for each in comments}, {it.author for it in comments}


@pytest.mark.parametrize("command", ["audit", "check"])
def test_a_copy_with_comments(run, letter, tmp_path, command):
    before = letter.read_bytes()
    done = run(command, letter, "--annotate", "b.docx", "--author", "Văn thư")
    assert (done.exit_code, "Đã ghi b.docx" in done.stderr) == (1, True)
    found, authors = codes_of(tmp_path / "b.docx")
    assert authors == {"Văn thư"}
    one = min(found)
    assert len(found) > 1
    assert run(command, letter, "--annotate", "b.docx").exit_code == 2  # it is there
    done = run(command, letter, "--annotate", "b.docx", "--code", one, "--force")
    assert codes_of(tmp_path / "b.docx") == ({one}, {"vn766"})
    assert letter.read_bytes() == before


@pytest.mark.parametrize("command", ["audit", "check"])
def test_what_cannot_be_annotated(run, letter, tmp_path, command):
    (tmp_path / "t.txt").write_text("Tổng điểm 187,09/100 điểm.", "utf-8")
    for args, said in (
        ([letter, "--annotate", letter, "--force"], "là tệp số liệu đầu vào"),
        ([letter, "--annotate", "b.txt"], ".docx"),
        ([letter, "--annotate", "b.docx", "--code", "x"], "Không có mã x"),
        ([letter, "--author", "A"], "chỉ dùng cùng với --annotate"),
        ([tmp_path, "--annotate", "b.docx"], "hãy chỉ nêu một tệp .docx"),
        (["t.txt", "--annotate", "b.docx"], "docx"),
    ):
        done = run(command, *args)
        assert (done.exit_code, said in done.stderr) == (2, True), (args, done.stderr)
    assert not (tmp_path / "b.docx").exists()
