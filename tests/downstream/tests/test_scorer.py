"""A foreign scorer held to the rules: in Python, and on the files that other languages read."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from so_lieu_xa import FRAMEWORK
from so_lieu_xa.scorer import Scorer

from vn766.testing import assert_counts_like, assert_ranks_like, assert_scores_like

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from vn766.schemas import CaseSuite

EDITIONS = ("portal-2026", "qd766", FRAMEWORK)


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Where the command writes the cases of an edition."""
    root = tmp_path_factory.mktemp("cases")

    def written(edition: str) -> Path:
        folder = root / edition
        if not folder.exists():
            command = [sys.executable, "-m", "vn766", "cases", "--framework", edition]
            subprocess.run([*command, "-o", str(folder)], check=True, capture_output=True)
        return folder

    return written


@pytest.fixture(params=EDITIONS)
def edition(request: pytest.FixtureRequest) -> str:
    """Each edition that the scorer is used for."""
    name = request.param
    assert isinstance(name, str)
    return name


def decimal_of(text: str | None) -> Decimal | None:
    """Return a figure of a case."""
    return None if text is None else Decimal(text)


def test_it_keeps_every_rule(edition: str, cases: Callable[[str], Path]) -> None:
    scorer = Scorer(cases(edition) / "framework.json")
    assert_scores_like(scorer.score, framework=edition)
    assert_ranks_like(scorer.ranks, framework=edition)


def test_it_keeps_the_rules_of_counts(cases: Callable[[str], Path]) -> None:
    scorer = Scorer(cases("portal-2026") / "framework.json")
    assert_counts_like(scorer.points)
    with pytest.raises(ValueError, match="has no rules for counts"):
        assert_counts_like(scorer.points, framework=FRAMEWORK)


def test_the_files_say_the_same(edition: str, cases: Callable[[str], Path]) -> None:
    folder = cases(edition)
    scorer = Scorer(folder / "framework.json")
    proved = 0
    for path in folder.glob("*.json"):
        suite: CaseSuite = json.loads(path.read_text("utf-8"))
        for case in suite.get("cases", []):
            if "indicator" in case:
                counts = case["indicator"], case["numerator"], case["denominator"]
                assert scorer.points(*counts) == case["expected"]["points"], suite["rule"]["vi"]
            elif "totals" in case:
                totals = [decimal_of(text) for text in case["totals"]]
                ranks = [place and place["rank"] for place in case["expected"]]
                assert scorer.ranks(totals) == ranks, suite["rule"]["vi"]
            elif "error" not in case["expected"]:
                points = {name: decimal_of(text) for name, text in case["points"].items()}
                got, expected = scorer.score(points), case["expected"]
                assert got.items() <= expected.items(), suite["rule"]["vi"]
            proved += 1
    assert proved > 50


def test_a_mistake_is_named_by_its_rule(cases: Callable[[str], Path]) -> None:
    scorer = Scorer(cases(FRAMEWORK) / "framework.json")

    def above(points: dict[str, Decimal | None]) -> dict[str, object]:
        got = scorer.score(points)
        return (
            got | {"band": scorer.score(dict.fromkeys(points, Decimal(0)))["band"]}
            if (got["total"] == "24.00")
            else got
        )

    with pytest.raises(AssertionError) as caught:
        assert_scores_like(above, framework=FRAMEWORK)
    assert str(caught.value).startswith("1 rule is broken.\n\nbounds: ")
    with pytest.raises(AssertionError, match=r"^1 rule is broken\.\n\nshared-ranks: "):
        assert_ranks_like(scorer.ranks)  # that of the province skips no rank, the portal's does
