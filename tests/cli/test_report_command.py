"""``vn766 report`` as its users meet it."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner

from vn766.cli import reporting, vn766
from vn766.cli.terminal import output

EXAMPLES = Path(__file__).parents[2] / "examples" / "documents"
LETTER = EXAMPLES / "cong-khai-xa.toml"
BATCH = EXAMPLES / "cong-khai-cac-xa.toml"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*args):
        return CliRunner().invoke(vn766, ["report", *map(str, args)])

    return run


@pytest.fixture
def batch(tmp_path):
    """Return a copy of the batch whose table may be changed."""
    folder = tmp_path / "spec"
    shutil.copytree(EXAMPLES, folder)
    return folder / BATCH.name


class TestOneDocument:
    def test_is_written_and_named(self, run, tmp_path):
        result = run(LETTER, "-o", "a.docx")
        assert (result.exit_code, result.stdout) == (0, "")
        assert result.stderr == "Đã ghi a.docx\n"
        assert (tmp_path / "a.docx").read_bytes()[:2] == b"PK"

    def test_as_json(self, run):
        done = json.loads(run(LETTER, "-o", "a.docx", "--json").stdout)
        assert (done["written"], done["kept"], done["failed"]) == (["a.docx"], [], [])

    @pytest.mark.parametrize("spec", ["bang.csv", "van-ban.doc", "thu-muc"])
    def test_what_is_no_spec_is_called_so(self, run, spec):
        result = run(spec, "-o", "a.docx")
        assert result.exit_code == 2
        assert result.stderr.startswith(f"{spec} không phải tệp soạn văn bản: cần tệp .xlsx")

    def test_a_spec_that_is_not_there(self, run):
        result = run("khong-co.toml", "-o", "a.docx")
        assert result.exit_code == 2
        assert "(không có tệp này)" in result.stderr

    def test_is_never_overwritten_without_being_told(self, run, tmp_path):
        (tmp_path / "a.docx").write_text("của tôi")
        result = run(LETTER, "-o", "a.docx")
        assert result.exit_code == 2
        assert "--force" in result.stderr
        assert (tmp_path / "a.docx").read_text() == "của tôi"
        assert run(LETTER, "-o", "a.docx", "--force").exit_code == 0
        assert (tmp_path / "a.docx").read_bytes()[:2] == b"PK"

    @pytest.mark.parametrize(
        ("target", "said"),
        [("a.pdf", ".docx"), ("no/a.docx", "Không có thư mục"), ("b.docx", "thư mục")],
    )
    def test_goes_only_where_a_document_can(self, run, tmp_path, target, said):
        (tmp_path / "b.docx").mkdir()
        result = run(LETTER, "-o", target)
        assert result.exit_code == 2
        assert said in result.stderr

    def test_a_broken_spec_is_told_whole(self, run, tmp_path):
        (tmp_path / "s.toml").write_text('document = "x"\n', "utf-8")
        result = run("s.toml", "-o", "a.docx")
        assert result.exit_code == 2
        assert "• s.toml:1, document: 'x' không phải là giá trị cho phép." in result.stderr
        assert "s.toml, frame: Thiếu mục này." in result.stderr
        assert not (tmp_path / "a.docx").exists()
        listed = json.loads(run("s.toml", "-o", "a.docx", "--json").stdout)["problems"]
        assert listed[0]["code"] == "field-choice"

    def test_in_english(self, run, tmp_path):
        (tmp_path / "s.toml").write_text('document = "x"\n', "utf-8")
        assert "This field is missing." in run("s.toml", "-o", "a.docx", "--lang", "en").stderr


class TestBatch:
    def test_every_unit_gets_its_document(self, run, tmp_path):
        result = run(BATCH, "-o", "out")
        assert result.exit_code == 1  # one unit lacks its progress
        assert len(list((tmp_path / "out").iterdir())) == 11
        assert "Đã ghi 11 văn bản vào out" in result.stderr
        assert "1 đơn vị chưa có văn bản" in result.stderr
        assert "UBND xã Nghĩa Hòa" in result.stderr

    def test_one_that_was_stopped_goes_on(self, run, tmp_path):
        run(BATCH, "-o", "out")
        files = sorted((tmp_path / "out").iterdir())
        files[0].write_text("đã sửa tay")
        files[1].unlink()
        result = run(BATCH, "-o", "out", "--json")
        done = json.loads(result.stdout)
        assert [Path(path).name for path in done["written"]] == [files[1].name]
        assert len(done["kept"]) == 10
        assert [failed["unit"] for failed in done["failed"]] == ["UBND xã Nghĩa Hòa"]
        assert done["failed"][0]["problems"][0]["code"] == "figure-not-known"
        assert files[0].read_text() == "đã sửa tay"
        assert "11 văn bản đã có được giữ nguyên" in run(BATCH, "-o", "out").stderr
        run(BATCH, "-o", "out", "--force")
        assert files[0].read_bytes()[:2] == b"PK"

    def test_all_is_well(self, run, batch):
        table = batch.parent / "xep-loai-quy.csv"
        table.write_text(table.read_text("utf-8").replace(";-;", ";18;"), "utf-8")
        result = run(batch, "-o", "out")
        assert result.exit_code == 0
        assert result.stderr == "Đã ghi 12 văn bản vào out\n"

    def test_rows_with_errors_are_told_and_do_not_stop_the_others(self, run, batch):
        table = batch.parent / "xep-loai-quy.csv"
        table.write_text(table.read_text("utf-8").replace(";17,52;", ";18,52;", 1), "utf-8")
        batch.write_text(batch.read_text("utf-8").replace("pool =", "# pool ="), "utf-8")
        result = run(batch, "-o", "out")
        assert result.exit_code == 1
        assert "xep-loai-quy.csv, D2" in result.stderr
        assert "Đã ghi 10 văn bản" in result.stderr

    def test_a_workbook_makes_the_same_documents_as_a_text_file(self, run, batch):
        table = batch.parent / "xep-loai-quy.csv"
        with xlsxwriter.Workbook(table.with_suffix(".xlsx")) as book:
            sheet = book.add_worksheet()
            for at, line in enumerate(table.read_text("utf-8-sig").splitlines()):
                sheet.write_row(at, 0, line.split(";"))
        of_text = run(batch, "-o", "of-text")
        batch.write_text(batch.read_text("utf-8").replace("quy.csv", "quy.xlsx"), "utf-8")
        of_book = run(batch, "-o", "of-book")
        assert of_book.exit_code == of_text.exit_code
        names = [
            sorted(path.name for path in Path(f"of-{it}").iterdir()) for it in ("text", "book")
        ]
        assert names[0] == names[1]

    def test_a_folder_is_needed(self, run, tmp_path):
        (tmp_path / "out").write_text("x")
        assert "cần một thư mục" in run(BATCH, "-o", "out").stderr
        assert "Không có thư mục" in run(BATCH, "-o", "no/out").stderr

    def test_a_bar_moves_where_somebody_sees_it(self, monkeypatch):
        console = output(errors=True)
        monkeypatch.setattr(type(console), "is_terminal", True)
        moving = reporting._watched([], quiet=False, language="vi")  # noqa: SLF001
        assert list(moving) == []
        assert moving is not reporting._watched([], quiet=True, language="vi")  # noqa: SLF001
