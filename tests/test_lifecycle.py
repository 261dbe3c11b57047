"""What may be done with values: sent to processes, copied, made by many threads at once."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import copy
import pickle
import subprocess
import sys

import pytest

from vn766 import Unit, get_framework, rank_units, score_points
from vn766.advise import reach, shortfalls
from vn766.codes import AgencyCode, DossierCode
from vn766.compare import compare, series
from vn766.errors import InvalidRecordError, MissingExtraError
from vn766.period import Month
from vn766.records import DossierCounts, Published, UnitCounts
from vn766.score import classify, score_counts

FULL = {"CKMB": 18, "TDGQ": "18,72", "CLGQ": "7,93", "TTTT": "7,36", "MDHL": 18, "MDSH": "17,08"}
UNIT = Unit(name="UBND xã A", code="H99.101", level="commune")
COUNTS = UnitCounts(
    unit=UNIT, counts={"5.4": (755, 1120), "5.2": None}, published=Published(total=80)
)


def scored(month, **changed):
    return score_points(FULL | changed, unit=UNIT, period=Month(2026, month))


def refused():
    with pytest.raises(InvalidRecordError) as caught:
        score_points({"CKMB": 19, "Khác": 1}, unit=UNIT)
    return caught.value


VALUES = {
    "framework": get_framework("portal-2026"),
    "band": classify(80),
    "period": Month(2025, 6, up_to=True),
    "agency": AgencyCode.parse("000.21.35.H53"),
    "dossier": DossierCode.parse("000.21.35.H53-230601-0001"),
    "dossiers": DossierCounts(received=9, on_time=8),
    "record": COUNTS,
    "points": scored(5),
    "counts": score_counts(COUNTS, framework="portal-2026"),
    "partial": score_points({}),
    "ranking": rank_units([scored(5)], pool="xã"),
    "explanation": scored(5).explain(),
    "shortfalls": shortfalls(scored(5)),
    "comparison": compare(scored(5), scored(6, TTTT=8)),
    "ranked": compare(
        rank_units([scored(5)], pool="xã"), rank_units([scored(6, TTTT=8)], pool="xã")
    ),
    "series": series([scored(5), scored(6, TTTT=8)]),
    "problem": refused().problems[0],
}


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_is_the_value_again(name, protocol):
    value = VALUES[name]
    again = pickle.loads(pickle.dumps(value, protocol))
    assert again == value
    assert type(again) is type(value)
    assert repr(again) == repr(value)


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize("how", [copy.copy, copy.deepcopy], ids=["copy", "deepcopy"])
def test_a_copy_is_the_value_again(name, how):
    assert how(VALUES[name]) == VALUES[name]


@pytest.mark.parametrize("again", [copy.deepcopy, lambda e: pickle.loads(pickle.dumps(e))])
def test_errors_travel_whole(again):
    error = again(refused())
    assert str(error) == str(refused())
    assert error.problems == refused().problems
    assert again(MissingExtraError("docx")).extra == "docx"


def test_advice_travels_too():
    half = {indicator.no: (1, 2) for indicator in get_framework("portal-2026").indicators()}
    advice = reach({no: pair for no, pair in half.items() if no not in {"2.2", "5.1"}}, "fair")
    assert pickle.loads(pickle.dumps(advice)) == copy.deepcopy(advice) == advice


TOGETHER = """
import sys, threading
sys.setswitchinterval(1e-6)
barrier, found, failed = threading.Barrier(16), set(), []

def use(number):
    barrier.wait()
    try:
        import vn766, vn766.framework, vn766.score
        from vn766.period import Month
        from vn766.vi import format_number
        points = {"CKMB": 18, "TDGQ": "18,72", "CLGQ": "7,93", "TTTT": "7,36", "MDHL": 18,
                  "mức độ số hoá": "17,08"}
        result = vn766.score.score_points(points, period=Month(2026, 1 + number % 2))
        counted = vn766.score.score_counts({"5.4": (755, 1120)})
        found.add((
            result.total, result.percent, result.band.label, result.framework_digest,
            counted.nodes["satisfaction"].points, counted.framework_digest,
            format_number(result.total), vn766.list_frameworks(),
            str(vn766.framework.lint(result.framework)), result.explain().text("vi")[-20:],
        ))
    except BaseException as error:
        failed.append(repr(error))

threads = [threading.Thread(target=use, args=(number,)) for number in range(16)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(found), failed)
"""


@pytest.mark.parametrize("attempt", range(3))
def test_the_first_use_may_be_by_many_threads(attempt):
    """Everything lazy (editions, plans, tables, Babel, modules) is met by all at the same time."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", TOGETHER],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert done.stdout.strip() == "1 []", attempt
