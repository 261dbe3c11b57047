"""Values that NumPy and pandas have for integers and for nothing, in records of ours."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest

from vn766 import convert
from vn766.compare import compare
from vn766.errors import NotComparableError
from vn766.records import Counts, DossierCounts, Published, Ratio, Unit, UnitCounts
from vn766.score import rank_units, score_points

POINTS = {"CKMB": 17, "TDGQ": 18, "CLGQ": 7, "TTTT": 7, "MDHL": 17, "MDSH": 20}


class TestIntegersOfNumPy:
    """Scoring takes them, so records, their documents and their rates do."""

    def test_in_points_and_counts(self) -> None:
        one: Any = np.int64(1)
        points: Any = {"CKMB": np.int64(17), "TDGQ": "18,72", "CLGQ": True, "TTTT": None}
        counts = {"2.1": (one, np.int64(2)), "5.2": Ratio(one, 2), "5.3": [one, 2], "5.4": (1, 2)}
        record = UnitCounts(counts=cast("Counts", counts), points=points)
        assert dict(record.points) == points
        assert type(record.points["CKMB"]) is int
        assert record.points["CLGQ"] is True  # no number, as scoring says
        assert {type(each) for pair in record.counts.values() for each in pair or ()} == {int}
        assert [type(record.counts[no]) for no in ("2.1", "5.2", "5.3")] == [tuple, Ratio, list]
        whole = UnitCounts(
            counts=cast("Counts", counts), points=cast("Any", {"CKMB": np.int64(17)})
        )
        assert convert.from_json(convert.to_json(whole)).points == {"CKMB": Decimal(17)}

    def test_in_counts_of_dossiers_and_published_ranks(self) -> None:
        dossiers = DossierCounts(received=np.int64(161), on_time=np.int64(156))
        assert dossiers.on_time_rate() == Decimal("96.89")
        assert not dossiers.problems()
        published = Published(rank=np.int64(5), of=np.int16(9))
        assert (type(published.rank), type(published.of), str(published)) == (int, int, "5/9")


NULLS: Any = (
    *(None, float("nan"), np.float32("nan"), np.float64("nan"), Decimal("NaN")),
    *(pd.NA, pd.NaT, pd.Series([None, 1.5])[0]),
)


@pytest.mark.parametrize("null", NULLS, ids=repr)
def test_what_libraries_have_for_nothing_is_no_code_and_no_pool(null: Any) -> None:
    """Else two units without a code would be one, and units without a pool would be ranked."""
    two = [
        score_points(POINTS | {"CKMB": points}, unit=Unit(name=name, code=null))
        for name, points in (("xã A", 17), ("xã B", 16))
    ]
    assert [result.unit and result.unit.code for result in two] == [None, None]
    assert [result.unit and result.unit.key for result in two] == ["xã A", "xã B"]
    assert len(rank_units(two)) == 2
    with pytest.raises(NotComparableError):
        compare(*two)
    pools = {"xã A": "xã", "xã B": null}
    ranking = rank_units(two, within=lambda result: pools[str(result.unit)])
    assert [(str(row.unit), row.of, row.pool) for row in ranking] == [("xã A", 1, "xã")]
    assert [(str(row.unit), row.pool) for row in ranking.unranked] == [("xã B", None)]
