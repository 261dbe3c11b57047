"""What a project that depends on vn766 relies on."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from so_lieu_xa import FRAMEWORK, lines

import vn766
import vn766.score
from vn766 import Unit, UnitPoints, get_framework, list_frameworks
from vn766.testing import pools, unit_points

# Examples may be slow on a loaded machine without being wrong.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


def test_the_installed_package_is_used_and_not_a_checkout() -> None:
    assert "site-packages" in Path(vn766.__file__).parts


def test_the_framework_is_found_by_its_entry_point() -> None:
    assert FRAMEWORK in list_frameworks()
    assert get_framework(FRAMEWORK).max_points == 30


def test_lines_of_a_notice() -> None:
    records = [
        UnitPoints(unit=Unit(name="A"), points={"progress": "18,5", "satisfaction": "5,5"}),
        UnitPoints(unit=Unit(name="B"), points={"progress": "3,25", "satisfaction": 4}),
        UnitPoints(unit=Unit(name="C"), points={"progress": "3,25"}),
        UnitPoints(unit=Unit(name="D"), points={"progress": 19, "satisfaction": 5}),
    ]
    assert lines(records) == [
        "1/3 A: 24.00 (Tốt)",
        "1/3 D: 24.00 (Tốt)",
        "2/3 B: 7.25 (Chưa đạt)",
        "– C",
    ]


@given(pools(framework=FRAMEWORK, min_units=1))
def test_every_unit_has_a_line(records: list[UnitPoints]) -> None:
    assert len(lines(records)) == len(records)


@given(unit_points(framework=FRAMEWORK, allow_missing=False))
def test_totals_stay_within_the_framework(record: UnitPoints) -> None:
    total = vn766.score.score_points(record, framework=FRAMEWORK).total
    assert total is not None
    assert 0 <= total <= 30


@given(st.from_type(UnitPoints))
def test_hypothesis_knows_the_types_without_an_import_of_ours(record: UnitPoints) -> None:
    result = vn766.score.score_points(record)
    assert result.framework_digest == get_framework().digest
    assert pickle.loads(pickle.dumps(result)) == copy.deepcopy(result) == result


def test_the_command_scores_by_it(tmp_path: Path) -> None:
    table = tmp_path / "xã.csv"
    table.write_text(
        "Tên đơn vị;Tiến độ giải quyết;Mức độ hài lòng\r\nXã A;18,5;5,5\r\n", "utf-8-sig"
    )
    command = [sys.executable, "-m", "vn766", "score", str(table), "--framework", FRAMEWORK]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "24,00" in done.stdout.decode("utf-8")


def test_scores_are_exact() -> None:
    result = vn766.score.score_points({"online.services": 0.1, "online.payment": 0.2})
    assert result.nodes["online"].points == Decimal("0.30")
