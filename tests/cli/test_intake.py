"""What is refused writes nothing and overwrites nothing, whatever was asked for."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import pytest

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
        for options in (("--engine", "duckdb"), ("-o", "o.parquet")):
            done = run("score", "-", *options, stdin=self.TEXT)
            assert done.exit_code == 2
            assert "ghi đầu vào chuẩn vào tệp" in done.stderr
