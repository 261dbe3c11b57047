# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""``vn766 audit``: what it prints and writes, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import sys
import zipfile
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyarrow import parquet

from vn766.audit import audit
from vn766.cli import auditing, vn766
from vn766.cli.folders import each_outcome
from vn766.cli.terminal import output
from vn766.files import folders
from vn766.framework import get_framework

WRONG = "Số hóa hồ sơ: 17,08/22 điểm, tỷ lệ 77,74%. Thứ hạng 05.\n"
RIGHT = "Số hóa hồ sơ: 17,08/22 điểm, tỷ lệ 77,64%.\n"


def run(*arguments):
    return CliRunner().invoke(vn766, ["audit", *map(str, arguments)], catch_exceptions=False)


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "báo cáo"
    (place / "xã").mkdir(parents=True)
    (place / "a.txt").write_text(WRONG, "utf-8")
    (place / "xã" / "b.md").write_text(RIGHT, "utf-8")
    (place / "xã" / ".ẩn.txt").write_text(WRONG, "utf-8")
    (place / "ảnh.png").write_bytes(b"x")
    return place


class TestOneFile:
    def test_findings_by_severity(self, folder):
        shown = run(folder / "a.txt")
        assert shown.exit_code == 1
        assert "Lỗi: 1" in shown.stdout
        assert "• dòng 1: “77,74%”" in shown.stdout
        assert "[percent-mismatch]" in shown.stdout
        assert "Lưu ý: 1" in shown.stdout
        assert shown.stdout.index("Lỗi") < shown.stdout.index("Lưu ý")

    def test_english(self, folder):
        assert "but 17.08/22 points are" not in run(folder / "a.txt").stdout
        shown = run(folder / "a.txt", "--lang", "en").stdout
        assert "Errors: 1" in shown
        assert "line 1" in shown

    def test_nothing_found(self, tmp_path):
        file = tmp_path / "a.txt"
        file.write_text("Không có số liệu", "utf-8")
        shown = run(file)
        assert shown.exit_code == 0
        # The path of the file is as long as it is: the sentence may wrap anywhere.
        said = " ".join(shown.stdout.split())
        assert "không phát hiện sai lệch. Không đọc được số liệu nào của Bộ chỉ số" in said

    def test_notes_alone_are_no_errors(self, folder):
        assert run(folder / "xã" / "b.md").exit_code == 0

    def test_json(self, folder):
        shown = run(folder / "a.txt", "--json")
        (report,) = json.loads(shown.stdout)["reports"]
        assert report["file"] == str(folder / "a.txt")
        assert "percent-mismatch" in [found["code"] for found in report["findings"]]
        assert shown.exit_code == 1

    def test_sarif(self, folder):
        log = json.loads(run(folder / "a.txt", "--sarif").stdout)
        results = log["runs"][0]["results"]
        assert "percent-mismatch" in [result["ruleId"] for result in results]

    def test_one_form_at_a_time(self, folder, tmp_path):
        table = tmp_path / "claims.csv"
        shown = run(folder / "a.txt", "--json", "--sarif", "--claims", table)
        assert shown.exit_code == 2
        assert "--json hoặc --sarif" in json.loads(shown.stdout)["problems"][0]["message"]
        assert not table.exists()

    def test_framework(self, folder):
        assert run(folder / "a.txt", "--framework", "portal-2026").exit_code == 1
        assert run(folder / "a.txt", "--framework", "none").exit_code == 2


class TestFolders:
    def test_what_is_passed_over_is_a_note_of_sarif(self, folder):
        (invocation,) = json.loads(run(folder, "--sarif").stdout)["runs"][0]["invocations"]
        assert invocation["executionSuccessful"]
        told = invocation["toolExecutionNotifications"]
        assert [each["level"] for each in told] == ["note", "note"]

    def test_all_documents_in_it(self, folder):
        shown = run(folder, "--json")
        reports = json.loads(shown.stdout)["reports"]
        assert [report["file"] for report in reports] == [
            str(folder / "a.txt"),
            str(folder / "xã" / "b.md"),
        ]
        hidden = str(folder / "xã" / ".ẩn.txt")
        assert json.loads(shown.stdout)["passed_over"] == [str(folder / "ảnh.png"), hidden]

    def test_what_is_passed_over_is_named(self, folder):
        shown = " ".join(run(folder).stderr.split())
        assert "Bỏ qua 2 tệp trong thư mục" in shown
        for at in range(30):
            (folder / f"{at}.png").write_bytes(b"")
        assert "Bỏ qua 32 tệp" in run(folder).stderr

    def test_a_folder_that_nobody_may_list_is_told(self, folder, monkeypatch):
        def walk(place, onerror):
            onerror(PermissionError(13, "Permission denied", str(place)))
            return iter(())

        monkeypatch.setattr(folders.os, "walk", walk)
        shown = run(folder)
        assert shown.exit_code == 2
        assert "không có quyền đọc" in shown.stderr

    def test_a_document_is_there_once(self, folder):
        shown = run(folder, folder / "a.txt", "--json")
        assert len(json.loads(shown.stdout)["reports"]) == 2

    def test_errors_only(self, folder):
        shown = run(folder)
        assert "Đã kiểm tra 2 tệp: 1 lỗi" in shown.stdout
        assert "--json" in shown.stdout
        assert "b.md" not in shown.stdout

    def test_nothing_found_in_any(self, tmp_path):
        for name in ("a.txt", "b.txt"):
            (tmp_path / name).write_text("Không có số liệu", "utf-8")
        shown = run(tmp_path)
        assert shown.stdout.splitlines() == ["Đã kiểm tra 2 tệp: 0 lỗi, 0 cảnh báo, 0 lưu ý."]

    def test_a_bad_file_stops_nothing(self, folder):
        (folder / "c.docx").write_bytes(b"PK\x03\x04word/")
        shown = run(folder)
        assert shown.exit_code == 2
        assert "1 tệp không đọc được" in shown.stderr
        assert "c.docx" in shown.stderr
        assert json.loads(run(folder, "--json").stdout)["unread"][0]["problems"]
        (folder / "a.txt").unlink()
        assert run(folder).exit_code == 2
        (folder / "xã" / "b.md").unlink()
        assert run(folder).exit_code == 2

    def test_no_documents(self, tmp_path):
        shown = run(tmp_path)
        assert shown.exit_code == 2
        assert "Không có tệp" in shown.stderr

    def test_many_files_by_several_processes(self, tmp_path):
        for at in range(20):
            (tmp_path / f"{at:02d}.txt").write_text(RIGHT if at % 2 else WRONG, "utf-8")
        reports = json.loads(run(tmp_path, "--json").stdout)["reports"]
        assert [report["errors"] for report in reports] == [1, 0] * 10

    @pytest.mark.skipif(sys.platform != "linux", reason="other systems do not fork workers")
    @pytest.mark.parametrize("always", [True, False])
    def test_a_process_that_dies_costs_its_file_alone(self, tmp_path, monkeypatch, always):
        for at in range(20):
            (tmp_path / f"{at:02d}.txt").write_text(RIGHT, "utf-8")
        real, died = auditing.audit_file, tmp_path / "died"

        def audit_file(path, framework):
            if path.name == "09.txt" and (always or not died.exists()):
                died.touch()
                os.kill(os.getpid(), signal.SIGKILL)  # as systems do that run out of memory
            return real(path, framework=framework)

        monkeypatch.setattr(auditing, "audit_file", audit_file)
        done = run(tmp_path, "--json")
        found = json.loads(done.stdout)
        assert (len(found["reports"]), done.exit_code) == ((19, 2) if always else (20, 0))
        assert [Path(unread["file"]).name for unread in found["unread"]] == ["09.txt"] * always
        assert done.stdout.count("bộ nhớ") == always

    def test_progress_where_somebody_watches(self, monkeypatch):
        console = output(errors=True)
        monkeypatch.setattr(type(console), "is_terminal", True)
        paths = [Path("a.txt")] * 10
        framework = get_framework()
        read = partial(audit, framework=framework)
        moving = each_outcome(paths, read, quiet=False, language="vi")
        still = each_outcome(paths, read, quiet=True, language="vi")
        assert moving.gi_code is not still.gi_code

    def test_what_nobody_foresaw_stops_nothing_either(self, folder, monkeypatch):
        real = auditing.audit_file

        def audit_file(path, framework):
            if path.name == "a.txt":
                message = "unforeseen"
                raise ZeroDivisionError(message)
            return real(path, framework=framework)

        monkeypatch.setattr(auditing, "audit_file", audit_file)
        done = run(folder)
        assert done.exit_code == 2
        assert "unforeseen" not in done.stderr
        assert "lỗi ngoài dự kiến" in done.stderr
        assert "a.txt" in done.stderr

    def test_a_missing_extra_is_told_for_its_file(self, tmp_path, monkeypatch):
        file = tmp_path / "a.xlsx"
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("xl/workbook.xml", "")
        monkeypatch.setitem(sys.modules, "python_calamine", None)
        shown = run(file)
        assert (shown.exit_code, "vn766[xlsx]" in shown.stderr) == (2, True)


class TestClaims:
    def test_csv(self, folder, tmp_path):
        target = tmp_path / "t.csv"
        shown = run(folder, "--claims", target)
        assert "Đã ghi" in shown.stderr
        text = target.read_bytes().decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
        points = [row for row in rows if row["kind"] == "points"]
        assert [(row["value"], row["maximum"], row["node"]) for row in points] == [
            ("17,08", "22", "digitization")
        ] * 2
        assert {(row["clear"], row["foreign"], row["as_of"]) for row in points} == {
            ("True", "False", "")
        }
        run(folder, "--claims", target, "--force", "--lang", "en")
        text = target.read_bytes().decode("utf-8-sig")
        assert next(csv.DictReader(io.StringIO(text)))["value"] == "17.08"

    def test_formulas_are_texts(self, tmp_path):
        file, target = tmp_path / "a.csv", tmp_path / "t.csv"
        file.write_text('Tên đơn vị,Tổng điểm\n"=HYPERLINK(1)",5\n', "utf-8")
        run(file, "--claims", target)
        assert "'=HYPERLINK(1)" in target.read_text("utf-8-sig")

    def test_parquet(self, folder, tmp_path):
        target = tmp_path / "t.parquet"
        (folder / "d.csv").write_text(
            f"Tên đơn vị,Tổng điểm\nUBND xã A,{'9' * 20}\nUBND xã B,1.{'9' * 15}\n", "utf-8"
        )
        run(folder, "--claims", target)
        table = parquet.read_table(target).to_pylist()
        assert [row["value"] for row in table if row["kind"] == "points"] == [Decimal("17.08")] * 2
        totals = [row["value"] for row in table if row["kind"] == "total"]
        assert totals == [Decimal("9" * 20), None]

    def test_parquet_needs_its_extra(self, folder, tmp_path, monkeypatch):
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        shown = run(folder, "--claims", tmp_path / "t.parquet")
        assert (shown.exit_code, "vn766[parquet]" in shown.stderr) == (2, True)

    @pytest.mark.parametrize("name", ["t.xlsx", "none/t.csv", "báo cáo/a.txt"])
    def test_targets_that_cannot_be(self, folder, tmp_path, name):
        assert run(folder, "--claims", tmp_path / name, "--force").exit_code == 2

    def test_nothing_is_overwritten(self, folder, tmp_path):
        target = tmp_path / "t.csv"
        target.write_text("mine", "utf-8")
        assert run(folder, "--claims", target).exit_code == 2
        source = folder / "d.csv"
        source.write_text("Tên đơn vị,Tổng điểm\nA,5\n", "utf-8")
        assert run(folder, "--claims", source, "--force").exit_code == 2
        assert target.read_text("utf-8") == "mine"
