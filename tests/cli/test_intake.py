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
