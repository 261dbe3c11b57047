"""What is refused writes nothing and overwrites nothing, whatever was asked for."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import json
import sys
from decimal import Decimal

import pytest
from pyarrow import parquet

HEADS = "STT;Tên đơn vị;CKMB;TDGQ;CLGQ;TTTT;MDHL;MDSH"
POINTS = "15;18;9;8;17;19"


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        (f'{HEADS}\n1;Xã A;{POINTS}\n2;"Xã B;{POINTS}\n3;Xã C;{POINTS}\n', "t.csv", "dòng 3"),
        (f"{HEADS};;{HEADS}\n1;Xã A;{POINTS};;1;Xã B;{POINTS}\n", "t.csv", "t.csv, L1"),
        (f"{HEADS};CKMB\n1;Xã A;{POINTS};16\n", "t.csv", "t.csv, I1"),
        (f"{HEADS}\n1;Xã A;{POINTS}\n\nSTT;Tên;TDGQ;CKMB\n1;Xã B;1;2\n", "t.csv", "t.csv, 4"),
        ("[]", "t.json", "t.json"),
        (f"{HEADS}\n", "t.csv", "không có đơn vị nào"),
        (f"{HEADS.replace(';', ',')}\n1,Xã A,15,5,18,9,8,17,19\n", "t.csv", "t.csv, I2"),
    ],
)
def test_nothing_is_written(run, table, text, name, said):
    path, target = table(text, name), table("of last month", "out.csv")
    for options in ([], ["--keep-going"]):
        done = run("score", path, "-o", target, "--force", *options)
        assert (done.exit_code, done.stdout) == (2, "")
        assert said in done.stderr
        assert target.read_text("utf-8") == "of last month"
        assert sorted(each.name for each in path.parent.iterdir()) == ["out.csv", name]


class TestStandardInput:
    TEXT = f"{HEADS}\n1;Xã A;{POINTS}\n2;Xã B;{POINTS}\n"

    def test_a_dash_is_a_table(self, run):
        done = run("score", "-", stdin=self.TEXT)
        assert done.exit_code == 0
        assert "Nguồn: đầu vào chuẩn (2 dòng)" in done.stdout
        assert "Xã A" in run("explain", "-", "--unit", "Xã A", stdin=self.TEXT).stdout

    def test_problems_name_it(self, run):
        done = run("score", "-", "--lang", "en", stdin=f"{HEADS}\n1;Xã A;99;1;1;1;1;1\n")
        assert (done.exit_code, done.stdout) == (2, "")
        assert "standard input, C2" in done.stderr
        assert run("score", "-", stdin="").exit_code == 2

    def test_engines_need_a_file(self, run):
        done = run("score", "-", "--engine", "duckdb", stdin=self.TEXT)
        assert done.exit_code == 2
        assert "ghi đầu vào chuẩn vào tệp" in done.stderr


def test_small_files_become_parquet(run, table, tmp_path):
    records = [{"Tên": name, **dict.fromkeys(HEADS.split(";")[2:], 9.5)} for name in "AB"]
    path = table(json.dumps([*records, {"Tên": "C", "CKMB": 99}]), "t.json")
    done = run("score", path, "-o", "o.parquet", "--keep-going")
    assert done.exit_code == 1
    first, second = parquet.read_table(tmp_path / "o.parquet").to_pylist()
    assert (first["rank"], first["of"], first["unit"], first["total"]) == (1, 2, "A", Decimal(57))
    assert (second["satisfaction"], second["missing"]) == (Decimal("9.50"), None)
    again = run("score", "-", "-o", "stdin.parquet", stdin=json.dumps(records))
    assert again.exit_code == 0
    assert parquet.read_table(tmp_path / "stdin.parquet").num_rows == 2
    assert run("score", path, "-o", "o.parquet", "--keep-going").exit_code == 2  # it is there


def test_parquet_needs_its_extra(run, table, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = run("score", table('[{"Tên": "A", "CKMB": 1}]', "t.json"), "-o", "o.parquet")
    assert (done.exit_code, "vn766[parquet]" in done.stderr) == (2, True)
