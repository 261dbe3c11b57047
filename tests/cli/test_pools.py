"""What the command says of pools."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import json

import docx
from tests.readers.test_pools import LEVELS, SECTIONS


def test_why_pools_are_what_they_are_is_said(run, tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(LEVELS)
    assert "riêng theo từng cấp, vì có đơn vị của nhiều cấp" in run("score", path).stdout
    found = json.loads(run("score", path, "--json").stdout)
    assert (found["basis"], found["levels_apart"]) == ("level", False)
    run("score", path, "-o", tmp_path / "out.csv")
    assert "Nhóm xếp hạng" in (tmp_path / "out.csv").read_text("utf-8-sig")
    path.write_bytes(SECTIONS)
    done = run("score", path)
    assert "riêng theo từng mục của bảng" in done.stdout
    assert "II. Cấp xã" in done.stdout


def responses(level):
    """Return a response: a province, and two communes, one of a level that may not be known."""
    figures = {"totalReceived": 90, "totalOnTime": 80, "totalOverdue": 10}
    children = [
        {"departmentId": name, "departmentName": name, "level": each, **figures}
        for name, each in (("Xã Mai Hạ", "COMMUNE"), ("Xã Mai Hịch", level))
    ]
    root = {"departmentId": "r", "departmentName": "UBND tỉnh Y", **figures}
    return json.dumps({"data": {"parent": root, "children": children}})


def test_units_below_a_province_stand_under_the_name_of_their_pool(run, tmp_path):
    path = tmp_path / "dvc-progress-tree.json"
    for level, title, basis in (
        ("COMMUNE", "xã, phường, đặc khu", "level"),
        ("WARD", "tất cả đơn vị trong tệp", "whole"),
    ):
        path.write_text(responses(level), "utf-8")
        done = run("score", path)
        titles = [line.strip() for line in done.stdout.splitlines()]
        assert title in titles, done.output
        assert json.loads(run("score", path, "--json").stdout)["basis"] == basis
        run("score", path, "--force", "-o", tmp_path / "a.docx")
        text = docx.Document(tmp_path / "a.docx").paragraphs
        assert any(f"Nhóm xếp hạng: {title} (không xếp hạng)" in each.text for each in text)
