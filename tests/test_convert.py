"""Records as documents: what is written is read back, and what is no record is refused."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from vn766.convert import from_dict, from_json, from_toml, to_dict, to_json, to_toml
from vn766.errors import InvalidRecordError, MissingExtraError, ProblemCode
from vn766.period import Month
from vn766.records import (
    DossierCounts,
    Origin,
    Published,
    Ratio,
    Record,
    Unit,
    UnitCounts,
    UnitPoints,
)
from vn766.score import iter_problems, score_counts, score_points
from vn766.testing import invalid_unit_points, periods, unit_counts, unit_points

POINTS = {"schema": "vn766-points-1"}
COUNTS = {"schema": "vn766-counts-1"}
VIETNAM = timezone(timedelta(hours=7))
EVERYTHING = UnitCounts(
    unit=Unit(name="UBND xã A", code="H21.801", level="commune"),
    period=Month(2026, 8, up_to=True),
    published=Published(
        total=Decimal("87.09"),
        rank=5,
        of=65,
        pool="xã, phường",
        band="Tốt",
        source="Báo cáo số 12",
        retrieved_at=datetime(2026, 9, 4, tzinfo=UTC),
    ),
    retrieved_at=datetime(2026, 9, 4, 8, 30, tzinfo=VIETNAM),
    provisional=True,
    origin=Origin(file="t8.xlsx", sheet="Tháng 8", row=7, columns={"5.4": "D"}),
    counts={"5.4": Ratio(755, 1120), "5.2": None, "5.3": (0, 0)},
    points={"CLGQ": Decimal("8.57"), "TTTT": None},
    dossiers=DossierCounts(received=161, on_time=156, overdue=5),
)

# Names of units are texts; of those with blanks alone nobody could say what they name.
texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).filter(str.strip)
times = st.datetimes(timezones=st.none() | st.sampled_from([UTC, VIETNAM]))
units = st.builds(
    Unit,
    name=texts,
    code=st.none() | texts,
    level=st.none() | st.sampled_from(["ministry", "province", "commune"]),
)
published = st.builds(
    Published,
    total=st.none() | st.decimals(0, 100, places=2) | st.integers(0, 100),
    rank=st.none() | st.integers(1, 65),
    of=st.none() | st.integers(65, 3400),
    band=st.none() | texts,
    retrieved_at=st.none() | times,
)
surroundings = st.fixed_dictionaries(
    {
        "unit": st.none() | units,
        "period": st.none() | periods(),
        "published": st.none() | published,
        "retrieved_at": st.none() | times,
        "provisional": st.booleans(),
    }
)


def problems_of(document, read=from_dict):
    with pytest.raises(InvalidRecordError) as caught:
        read(document)
    return [(problem.code, problem.path) for problem in caught.value.problems]


class TestRoundTrip:
    @given(unit_points(), surroundings)
    def test_of_points(self, record, about):
        record = evolve(record, **about)
        assert from_dict(to_dict(record)) == record
        assert from_json(to_json(record)) == record

    @given(unit_counts(), surroundings)
    def test_of_counts(self, record, about):
        record = evolve(record, **about)
        assert from_dict(to_dict(record)) == record
        assert from_json(to_json(record)) == record

    def test_of_every_field(self):
        again = from_json(to_json(EVERYTHING))
        assert again == EVERYTHING
        assert again.retrieved_at.utcoffset() == timedelta(hours=7)
        assert type(again.counts["5.3"]) is Ratio

    @given(unit_points(), unit_counts())
    def test_results_are_the_same(self, points, counts):
        assert score_points(from_dict(to_dict(points))) == score_points(points)
        assert score_counts(from_json(to_json(counts))) == score_counts(counts)

    @given(invalid_unit_points())
    def test_what_is_wrong_stays_wrong(self, case):
        record, code = case
        if code is ProblemCode.WRONG_TYPE:
            assert problems_of(to_dict(record))[0][0] is ProblemCode.FIELD_TYPE
            return
        assert [*iter_problems(from_dict(to_dict(record)))] != []
        assert [*iter_problems(from_json(to_json(record)))] != []


class TestFigures:
    @pytest.mark.parametrize(
        ("value", "written", "read"),
        [
            (Decimal("17.08"), "17.08", Decimal("17.08")),
            (Decimal("1.7E1"), "17", Decimal(17)),
            (Decimal("18.000"), "18.0000", Decimal(18)),  # three decimals may be thousands
            (Decimal("-0.005"), "-0.0050", Decimal("-0.005")),
            (18, 18, 18),
            (17.08, "17.08", Decimal("17.08")),
            (0.1 + 0.2, "0.30", Decimal("0.30")),
            (0.123, "0.123", "0.123"),
            (1e300, "1e+300", "1e+300"),
            (float("nan"), "nan", "nan"),
            ("17,08", "17,08", "17,08"),
            ("18.000", "18.000", "18.000"),
            ("17.50", "17.50", Decimal("17.50")),
            ("", "", ""),
            (None, [], None),
            (Decimal("NaN"), "NaN", "NaN"),
            (Decimal("1E+999999"), "1E+999999", "1E+999999"),
            (Decimal("1E-999999"), "1E-999999", "1E-999999"),
        ],
    )
    def test_each_is_written_exactly(self, value, written, read):
        document = to_dict(UnitPoints(points={"CKMB": value}))
        assert document["points"] == {"CKMB": written}
        found = from_dict(json.loads(json.dumps(document))).points["CKMB"]
        assert (found, type(found)) == (read, type(read))

    def test_a_float_in_a_dictionary_stays_one(self):
        assert from_dict({**POINTS, "points": {"CKMB": 17.5}}).points == {"CKMB": 17.5}

    def test_no_float_is_in_a_document(self):
        text = to_json(evolve(EVERYTHING, points={"CLGQ": 8.57}))
        assert json.loads(text, parse_float=pytest.fail)["points"] == {"CLGQ": "8.57"}

    @pytest.mark.parametrize("number", ["5.0", "1e40", "5.5"])
    def test_whole_numbers_in_json_are_written_so(self, number):
        text = f'{{"schema": "vn766-points-1", "published": {{"rank": {number}}}}}'
        assert problems_of(text, from_json) == [(ProblemCode.FIELD_TYPE, ("published", "rank"))]

    def test_toml_has_points_in_time_of_its_own(self):
        record = from_toml('schema = "vn766-points-1"\nretrieved_at = 2026-07-02T08:30:00+07:00')
        assert record.retrieved_at == datetime(2026, 7, 2, 8, 30, tzinfo=VIETNAM)

    def test_null_is_none(self):
        found = from_dict({**COUNTS, "period": None, "counts": {"5.2": None}, "unit": None})
        assert found == UnitCounts(counts={"5.2": None})


class TestRefused:
    @pytest.mark.parametrize("schema", ["vn766-points-2", "points", 1, None, []])
    def test_another_schema(self, schema):
        assert problems_of({"schema": schema}) == [(ProblemCode.FIELD_CHOICE, ("schema",))]

    def test_no_schema(self):
        assert problems_of({"points": {}}) == [(ProblemCode.FIELD_MISSING, ("schema",))]

    @pytest.mark.parametrize(
        ("fields", "code", "path"),
        [
            ({"points": []}, "field-type", "points"),
            ({"points": {"CKMB": True}}, "field-type", "points.CKMB"),
            ({"points": {"CKMB": {}}}, "field-type", "points.CKMB"),
            ({"counts": {}}, "field-unknown", "counts"),
            ({"unit": {"code": "H21"}}, "field-missing", "unit.name"),
            ({"unit": {"name": " "}}, "field-empty", "unit.name"),
            ({"unit": {"name": "A", "level": "city"}}, "field-choice", "unit.level"),
            ({"unit": "A"}, "field-type", "unit"),
            ({"period": "tháng 13/2026"}, "out-of-range", "period"),
            ({"period": 2026}, "field-type", "period"),
            ({"provisional": 1}, "field-type", "provisional"),
            ({"retrieved_at": "2026-07-02"}, "field-type", "retrieved_at"),
            ({"retrieved_at": "2026-07-02T99:00"}, "field-type", "retrieved_at"),
            ({"retrieved_at": date(2026, 7, 2)}, "field-type", "retrieved_at"),
            ({"published": {"rank": True}}, "field-type", "published.rank"),
            ({"published": {"total": {}}}, "field-type", "published.total"),
            ({"origin": {"file": "a", "row": 1, "columns": {"x": 1}}}, "field-type", None),
        ],
    )
    def test_points_that_are_none(self, fields, code, path):
        ((found, place),) = problems_of({**POINTS, **fields})
        assert (found, ".".join(place)) == (code, path or "origin.columns.x")

    @pytest.mark.parametrize("pair", [[1], [1, 2, 3], [1, 2.5], [True, 1], "1/2", {}, [None, 1]])
    def test_pairs_that_are_none(self, pair):
        found = problems_of({**COUNTS, "counts": {"5.4": pair}})
        assert found == [(ProblemCode.FIELD_TYPE, ("counts", "5.4"))]

    def test_everything_at_once(self):
        found = problems_of(
            {**POINTS, "unit": {"nam": "A"}, "points": {"a": True, "b": []}, "period": "mai"}
        )
        assert {".".join(place) for _, place in found} == {
            *("unit.name", "unit.nam", "points.a", "period")
        }

    @pytest.mark.parametrize("text", ["{", "[1]x", '{"a": 1, "a": 2}', "NaN", "[" * 100_000])
    def test_no_json(self, text):
        assert problems_of(text, from_json) == [(ProblemCode.DAMAGED_FILE, ())]

    def test_no_object(self):
        assert problems_of("[]", from_json) == [(ProblemCode.FIELD_TYPE, ())]

    @pytest.mark.parametrize("text", ["a", "\ud800", "a = 1\na = 2"])
    def test_no_toml(self, text):
        assert problems_of(text, from_toml) == [(ProblemCode.TOML_SYNTAX, ())]

    @pytest.mark.parametrize("read", [from_json, from_toml])
    def test_too_large(self, read):
        assert problems_of("#" * 300_000, read) == [(ProblemCode.FILE_TOO_LARGE, ())]

    @pytest.mark.parametrize("write", [to_dict, to_json])
    def test_no_record(self, write):
        with pytest.raises(TypeError, match="not a Record"):
            write(Record())

    def test_an_absent_extra_is_named(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "tomli_w", None)
        with pytest.raises(MissingExtraError, match=r"vn766\[toml\]"):
            to_toml(EVERYTHING)


def test_a_document_is_ready_for_toml():
    text = """
    schema = "vn766-counts-1"
    period = "đến tháng 8/2026"
    [counts]
    "5.4" = [755, 1120]
    """
    document = tomllib.loads(text)
    assert to_dict(from_dict(document)) == document


def test_scoring_stays_free_of_the_converter():
    code = "import vn766.score, sys; print({'cattrs', 'vn766.convert'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
