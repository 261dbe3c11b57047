"""``vn766 plot`` as its users meet it."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

HEADER = "Mã định danh;Tên đơn vị;CKMB (18);TDGQ (20);CLGQ (12);TTTT (10);MDHL (18);MDSH (22)\n"
ROWS = "H01.02;UBND xã A;18;18,72;7,93;7,36;18;17,08\nH01.03;UBND xã B;18;18;7;7;18;12\n"
PERIODS = ("--period", "4/2026", "--period", "5/2026", "--period", "6/2026")


@pytest.fixture
def paths(table):
    texts = [HEADER + ROWS.replace("18,72", points) for points in ("15,72", "16,72", "18,72")]
    return [table(text, f"t{month}.csv") for month, text in enumerate(texts, 4)]


@pytest.mark.parametrize("ending", ["svg", "png"])
@pytest.mark.parametrize(("count", "unit"), [(1, False), (1, True), (2, True), (3, True)])
def test_what_the_files_show(run, paths, count, unit, ending):
    chosen = ("--unit", "H01.02") if unit else ()
    done = run("plot", *paths[:count], *PERIODS[: 2 * count], *chosen, "-o", f"x.{ending}")
    assert done.exit_code == 0, done.stderr
    content = Path(f"x.{ending}").read_bytes()
    assert content.startswith(b"<svg" if ending == "svg" else b"\x89PNG")
    assert "Đã ghi x." in done.stderr


def test_two_months_of_all_units(run, paths):
    done = run("plot", *paths[:2], *PERIODS[:4], "-o", "x.svg", "--json")
    assert json.loads(done.stdout)["written"] == ["x.svg"]
    assert "85,09 (+1,00)" in Path("x.svg").read_text("utf-8")
    done = run("plot", *paths[:2], *PERIODS[:4], "-o", "x.png")
    assert done.exit_code == 2
    assert "--unit" in done.stderr


def test_several_months_are_of_one_unit(run, paths):
    done = run("plot", *paths, *PERIODS, "-o", "x.svg")
    assert done.exit_code == 2
    assert "hãy chọn bằng --unit" in done.stderr


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_margins_of_a_file(run, paths, ending):
    done = run("plot", paths[0], "--margins", "-o", f"x.{ending}")
    assert done.exit_code == 0, done.stderr
    content = Path(f"x.{ending}").read_bytes()
    assert content.startswith(b"<svg" if ending == "svg" else b"\x89PNG")
    if ending == "svg":
        assert "-4,09 / –" in content.decode()


def test_margins_are_those_of_all_units_of_one_file(run, paths):
    for more in ((paths[1], *PERIODS[:4]), ("--unit", "H01.02")):
        done = run("plot", paths[0], *more, "--margins", "-o", "x.svg", "--lang", "en")
        assert done.exit_code == 2
        assert "--margins draws all units of one file" in done.stderr


def test_a_unit_of_one_month_only_has_no_change(run, table, paths):
    new = table(HEADER + ROWS + "H01.09;UBND xã C;18;18;7;7;18;12\n", "new.csv")
    done = run("plot", paths[0], new, *PERIODS[:4], "--unit", "H01.09", "-o", "x.svg")
    assert done.exit_code == 2


def test_svg_needs_no_matplotlib(run, paths, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert run("plot", paths[0], "-o", "x.svg").exit_code == 0


@pytest.mark.parametrize("name", ["x.gif", "none/x.svg"])
def test_targets_that_cannot_be(run, paths, name):
    assert run("plot", paths[0], "-o", name).exit_code == 2
