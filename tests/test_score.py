"""The verbs of scoring: what they take, what they refuse, what a result holds."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import copy
import pickle
import re
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from numbers import Real

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from vn766.errors import InvalidRecordError, ProblemCode, Vn766Error, foremost, unshown
from vn766.framework import get_framework
from vn766.period import Month, Year
from vn766.records import Origin, Published, Unit, UnitPoints
from vn766.score import classify, iter_problems, percent, rank_units, score_points
from vn766.testing import frameworks, invalid_unit_points, unit_points

FULL = {
    "transparency": 18,
    "progress": Decimal("18.72"),
    "online.services": "7,93",
    "online.payment": "7.36",
    "satisfaction": 18.0,
    "digitization": 17.08,
}


def bare(shown):
    """Return the table of something without the sides and spaces of its texts."""
    return shown._repr_html_().replace(' class="vn766-figure"', "")


def problems_of(points, **options):
    with pytest.raises(InvalidRecordError) as caught:
        score_points(points, **options)
    return caught.value.problems


def codes_of(points, **options):
    return [problem.code for problem in problems_of(points, **options)]


class TestValues:
    def test_every_type_of_number(self):
        assert score_points(FULL).total == Decimal("87.09")

    @pytest.mark.parametrize(
        ("value", "hundredths"),
        [
            (17, 1700),
            ("17", 1700),
            ("17,5", 1750),
            ("17.50", 1750),
            ("17,5000", 1750),
            (" 17,5 ", 1750),
            ("00", 0),
            ("18.000", 1800),  # as thousands it would be far above the maximum
            (Decimal("17.500000"), 1750),
            (Decimal("1.7E1"), 1700),
            (Decimal("-0"), 0),
            (17.08, 1708),
            (0.1 + 0.2, 30),
            (8.41 - 1e-9, 841),
        ],
    )
    def test_read_exactly(self, value, hundredths):
        points = score_points({"transparency": value}).nodes["transparency"].points
        assert points == Decimal(hundredths) / 100

    @pytest.mark.parametrize("off", [1.1e-6, -1.1e-6, 1e-5, 3e-5])
    def test_a_float_further_off_is_refused(self, off):
        assert codes_of({"transparency": 17 + off}) == [ProblemCode.TOO_PRECISE]

    @given(st.integers(0, 1800), st.floats(-9.9e-7, 9.9e-7))
    def test_a_float_near_a_hundredth_is_that_hundredth(self, hundredths, noise):
        value = max(0.0, hundredths / 100 + noise)
        got = score_points({"transparency": value}).nodes["transparency"].points
        assert got == Decimal(hundredths) / 100

    @pytest.mark.parametrize(
        ("value", "code"),
        [
            (-1, ProblemCode.NEGATIVE),
            ("-0,01", ProblemCode.NEGATIVE),
            (Decimal("-1e400000000"), ProblemCode.NEGATIVE),
            ("18,01", ProblemCode.ABOVE_MAXIMUM),
            pytest.param(10**5000, ProblemCode.ABOVE_MAXIMUM, id="huge"),
            (1e300, ProblemCode.ABOVE_MAXIMUM),
            (Decimal("1e400000000"), ProblemCode.TOO_LARGE),
            (Decimal("1e-400000000"), ProblemCode.TOO_PRECISE),
            (Decimal("17.005"), ProblemCode.TOO_PRECISE),
            ("17,005", ProblemCode.TOO_PRECISE),
            (17.005, ProblemCode.TOO_PRECISE),
            (float("nan"), ProblemCode.NOT_FINITE),
            (float("-inf"), ProblemCode.NOT_FINITE),
            (Decimal("NaN"), ProblemCode.NOT_FINITE),
            (Decimal("sNaN"), ProblemCode.NOT_FINITE),
            (Decimal("Infinity"), ProblemCode.NOT_FINITE),
            (True, ProblemCode.WRONG_TYPE),
            (False, ProblemCode.WRONG_TYPE),
            (Fraction(1, 2), ProblemCode.WRONG_TYPE),
            ([1], ProblemCode.WRONG_TYPE),
            (b"17", ProblemCode.WRONG_TYPE),
            ("", ProblemCode.BLANK),
            ("-", ProblemCode.BLANK),
            ("1e3", ProblemCode.NOT_A_NUMBER),
            ("NaN", ProblemCode.NOT_A_NUMBER),
            ("1_0", ProblemCode.NOT_A_NUMBER),
            ("17,5 điểm", ProblemCode.NOT_A_NUMBER),
        ],
    )
    def test_refused(self, value, code):
        (problem,) = problems_of({"transparency": value})
        assert problem.code is code
        assert problem.path == ("nodes", "transparency")
        for language in ("vi", "en"):
            assert len(problem.line(language)) < 500

    @given(invalid_unit_points())
    def test_one_thing_wrong_is_one_problem(self, case):
        record, code = case
        assert [problem.code for problem in iter_problems(record)] == [code]

    def test_swapped_columns_are_named(self):
        (problem,) = problems_of({"CLGQ": 7, "TTTT": "11,5"})
        assert problem.code is ProblemCode.SWAPPED
        assert "CLGQ" in problem.message
        assert "TTTT" in problem.message

    def test_no_swap_where_the_other_value_would_not_fit_either(self):
        assert codes_of({"CLGQ": 11, "TTTT": "11,5"}) == [ProblemCode.ABOVE_MAXIMUM]
        assert codes_of({"CLGQ": 13, "TTTT": 13}) == [ProblemCode.ABOVE_MAXIMUM] * 2

    def test_indexes_of_other_libraries_are_integers(self):
        class Index:
            def __index__(self):
                return 17

        assert score_points({"transparency": Index()}).nodes["transparency"].points == 17

    @pytest.mark.parametrize("name", ["NAType", "NaTType"])
    def test_what_is_absent_in_other_libraries_is_missing(self, name):
        absent = type(name, (), {})()
        assert "progress" in score_points({"TDGQ": absent}).missing
        other = type("NoneOfOurs", (), {})()
        assert codes_of({"TDGQ": other}) == [ProblemCode.WRONG_TYPE]

    def test_reals_of_other_libraries_are_floats(self):
        class Single:
            def __init__(self, value):
                self.as_integer_ratio = value.as_integer_ratio

        Real.register(Single)
        assert score_points({"TDGQ": Single(18.72)}).nodes["TDGQ"].points == Decimal("18.72")
        assert codes_of({"TDGQ": Single(18.725)}) == [ProblemCode.TOO_PRECISE]
        assert codes_of({"TDGQ": Fraction(1, 2)}) == [ProblemCode.WRONG_TYPE]


class TestKeys:
    @pytest.mark.parametrize(
        "key",
        [
            "transparency",
            "CKMB",
            "ckmb",
            "Công khai, minh bạch",
            "CÔNG KHAI MINH BẠCH",
            "Cong khai, minh bach",
            "Co\u0302ng khai, minh ba\u0323ch",  # NFD
        ],
    )
    def test_every_way_to_name_a_node(self, key):
        assert score_points({key: 9}).nodes["transparency"].points == 9

    def test_unknown_keys_name_the_nearest(self):
        (problem,) = problems_of({"Công khai minh bach 1": 3})
        assert problem.code is ProblemCode.UNKNOWN_KEY
        assert "Công khai" in problem.hint

    def test_unknown_keys_without_any_near(self):
        (problem,) = problems_of({"zzz": 3})
        assert "online.services" in problem.hint

    def test_a_label_of_two_nodes_is_never_guessed(self):
        (problem,) = problems_of({"Cung cấp dịch vụ công trực tuyến": 9})
        assert problem.code is ProblemCode.AMBIGUOUS_KEY
        assert "/22" in problem.message
        assert "/12" in problem.message

    @pytest.mark.parametrize("again", [None, 3, 4])
    def test_one_node_under_two_names(self, again):
        (problem,) = problems_of({"CKMB": 3, "transparency": again})
        assert problem.code is ProblemCode.DUPLICATE_KEY
        assert problem.path == ("nodes", "transparency")

    def test_keys_that_are_no_text(self):
        assert codes_of({7: 3}) == [ProblemCode.UNKNOWN_KEY]

    def test_what_only_looks_like_a_mapping(self):
        class Items:
            def items(self):
                return [("CKMB", 3)]

        with pytest.raises(TypeError, match="not be a Items"):
            score_points(Items())

    @pytest.mark.parametrize("points", [[("CKMB", 3)], 7, "CKMB"])
    def test_what_is_no_mapping(self, points):
        with pytest.raises(TypeError, match="points must map"):
            score_points(points)

    @given(
        st.dictionaries(
            st.sampled_from(["CKMB", "transparency", "online", "CLGQ", "TTTT", "Mức độ hài lòng"])
            | st.text(),
            st.none()
            | st.text()
            | st.floats()
            | st.decimals()
            | st.decimals(0, 25, places=2)
            | st.integers(-1, 25),
        )
    )
    def test_any_mapping_gives_a_result_or_all_problems(self, points):
        problems = list(iter_problems(points))
        if problems:
            with pytest.raises(InvalidRecordError) as caught:
                score_points(points)
            assert [*map(str, caught.value.problems)] == [*map(str, problems)]
            lines = [*map(str, foremost(problems)), *unshown(len(problems))]
            assert str(caught.value) == "\n".join(lines)
        else:
            least, most = score_points(points).bounds
            assert 0 <= least <= most <= 100


class TestAllProblemsAtOnce:
    POINTS = {"???": 1, "MDSH": 23, "TDGQ": -1, "CKMB": "x"}  # noqa: RUF012

    def test_in_the_order_of_the_framework(self):
        problems = problems_of(self.POINTS)
        assert [problem.path[1] for problem in problems] == [
            "transparency",
            "progress",
            "digitization",
            "???",
        ]

    def test_and_of_the_record(self):
        record = UnitPoints(
            unit=Unit(name="A", level="planet"),
            points={"online": 5, "CLGQ": 1, "TTTT": 1},
            published=Published(total=101, rank=9, of=8, band="Vàng"),
        )
        assert [problem.code for problem in iter_problems(record)] == [
            ProblemCode.SUM_MISMATCH,
            ProblemCode.UNKNOWN_LEVEL,
            ProblemCode.ABOVE_MAXIMUM,
            ProblemCode.UNKNOWN_BAND,
            ProblemCode.PUBLISHED_RANK,
        ]

    def test_a_cell_is_named_when_there_is_one(self):
        origin = Origin(file="t6.csv", row=7, columns={"CKMB": "C", "total": "K"})
        record = UnitPoints(unit=Unit(name="UBND xã A"), points={"CKMB": 19}, origin=origin)
        with pytest.raises(InvalidRecordError) as caught:
            score_points(record)
        assert str(caught.value).startswith("UBND xã A:\nt6.csv, C7: ")
        record = UnitPoints(points={"online": 5, "CLGQ": 6}, origin=origin)
        (problem,) = iter_problems(record)
        assert problem.origin == "t6.csv, 7"
        published = Published(total="x")
        (problem,) = iter_problems(UnitPoints(published=published, origin=origin))
        assert problem.origin == "t6.csv, K7"


class TestPublished:
    def test_beside_the_computed_values(self):
        published = Published(total="87,09", rank=5, of=65, band="TỐT", pool="xã, phường")
        result = score_points(UnitPoints(points=FULL, published=published))
        assert result.published == Published(
            total=Decimal("87.09"), rank=5, of=65, band="TỐT", pool="xã, phường"
        )
        assert result.total == result.known_total == Decimal("87.09")

    def test_for_a_unit_known_by_its_total_only(self):
        result = score_points(UnitPoints(published=Published(total="69,81")))
        assert result.total is None
        assert result.band is None
        assert result.known_total == Decimal("69.81")
        assert result.known_band.label == "Trung bình"

    def test_nothing_known(self):
        for published in (None, Published(rank=1)):
            result = score_points(UnitPoints(published=published))
            assert result.known_total is None
            assert result.known_band is None

    @pytest.mark.parametrize(
        ("published", "code"),
        [
            (Published(total="87,10"), ProblemCode.SUM_MISMATCH),
            (Published(total="abc"), ProblemCode.NOT_A_NUMBER),
            (Published(total=-1), ProblemCode.NEGATIVE),
            (Published(band="Khá"), ProblemCode.PUBLISHED_BAND),
            (Published(band="Giỏi"), ProblemCode.UNKNOWN_BAND),
            (Published(rank=0, of=5), ProblemCode.PUBLISHED_RANK),
            (Published(rank=0), ProblemCode.PUBLISHED_RANK),
            (Published(of=-5), ProblemCode.PUBLISHED_RANK),
            (Published(rank="5", of=6), ProblemCode.NOT_A_COUNT),  # type: ignore[arg-type]
            (Published(rank=True, of=6), ProblemCode.NOT_A_COUNT),
            (Published(band=5), ProblemCode.UNKNOWN_BAND),  # type: ignore[arg-type]
            (Published(rank=6, of=5), ProblemCode.PUBLISHED_RANK),
        ],
    )
    def test_contradictions(self, published, code):
        record = UnitPoints(points=FULL, published=published)
        assert [problem.code for problem in iter_problems(record)] == [code]

    def test_is_not_held_against_points_that_are_wrong_themselves(self):
        record = UnitPoints(points={**FULL, "progress": 99}, published=Published(total=50))
        assert [p.code for p in iter_problems(record)] == [ProblemCode.ABOVE_MAXIMUM]

    def test_a_total_out_of_reach_of_the_known_parts(self):
        record = UnitPoints(points={"MDSH": 1}, published=Published(total=90))
        assert [p.code for p in iter_problems(record)] == [ProblemCode.OUT_OF_BOUNDS]

    def test_a_class_that_is_still_possible(self):
        record = UnitPoints(points={"MDSH": 1}, published=Published(band="Yếu / Kém"))
        assert list(iter_problems(record)) == []


class TestFrameworkOfAResult:
    def test_the_default(self):
        assert score_points(FULL).framework_id == "qd766"

    @pytest.mark.parametrize(
        ("period", "edition"),
        [
            (Month(2023, 6), "portal-2025"),
            (Year(2025), "portal-2025"),
            (Month(2026, 1), "portal-2026"),
            (Month(2022, 7), "qd766"),
            (Year(2022), "qd766"),
            (Month(2019, 1), "qd766"),
        ],
    )
    def test_by_period(self, period, edition):
        result = score_points(FULL, period=period)
        assert result.framework_id == edition
        codes = [warning.code for warning in result.warnings]
        assert (ProblemCode.UNVERIFIED_VALIDITY in codes) == (edition != "qd766")
        covered = get_framework(edition).validity.covers(period.start, period.end)
        assert (ProblemCode.UNCOVERED_PERIOD in codes) == (not covered)

    def test_the_one_given_counts(self):
        result = score_points(FULL, period=Year(2025), framework="portal-2026")
        assert result.framework_id == "portal-2026"
        assert ProblemCode.UNCOVERED_PERIOD in [warning.code for warning in result.warnings]
        assert result.framework_digest == get_framework("portal-2026").digest

    def test_a_record_brings_its_unit_and_period(self):
        unit, other = Unit(name="A"), Unit(name="B")
        when = datetime(2025, 9, 4, tzinfo=UTC)
        record = UnitPoints(
            unit=unit, points=FULL, period=Year(2025), retrieved_at=when, provisional=True
        )
        result = score_points(record)
        assert (result.unit, result.period) == (unit, Year(2025))
        assert (result.retrieved_at, result.provisional) == (when, True)
        assert score_points(record, unit=other, period=Year(2026)).unit == other
        assert score_points(record, period=Year(2026)).framework_id == "portal-2026"

    def test_a_framework_without_codes(self):
        first, *others = get_framework().groups
        groups = (evolve(first, code=None), *others)
        result = score_points(FULL, framework=evolve(get_framework(), groups=groups))
        assert result.total == Decimal("87.09")

    def test_a_swap_in_a_framework_without_codes(self):
        common = get_framework()
        online = common.groups[2]
        children = tuple(evolve(child, code=None) for child in online.children)
        groups = (*common.groups[:2], evolve(online, children=children), *common.groups[3:])
        (problem,) = problems_of(
            {"online.services": 7, "online.payment": 11}, framework=evolve(common, groups=groups)
        )
        assert problem.message.startswith(
            "Thanh toán trực tuyến is 11, above its maximum of 10, but would fit "
            "Dịch vụ công trực tuyến (maximum 12)."
        )

    @given(st.data())
    def test_any_framework(self, data):
        framework = data.draw(frameworks())
        record = data.draw(unit_points(framework=framework))
        result = score_points(record, framework=framework)
        assert result.framework == framework


class TestResults:
    def test_say_what_they_are(self):
        result = score_points(FULL, unit=Unit(name="UBND xã A"))
        assert repr(result) == (
            "UnitResult('UBND xã A', total=87.09, band='Tốt', framework='qd766')"
        )
        assert repr(score_points({})) == "UnitResult(bounds=0.00..100.00, framework='qd766')"

    def test_compare_by_value(self):
        assert score_points(FULL) == score_points(dict(FULL))
        assert hash(score_points(FULL)) == hash(score_points(dict(FULL)))
        assert score_points(FULL) != score_points({**FULL, "progress": 1})

    @pytest.mark.parametrize(
        "clone", [copy.copy, copy.deepcopy, lambda r: pickle.loads(pickle.dumps(r))]
    )
    @pytest.mark.parametrize("framework", ["qd766", "portal-2026"])
    def test_can_be_pickled_and_copied(self, clone, framework):
        result = score_points(FULL, unit=Unit(name="A"), period=Year(2025), framework=framework)
        again = clone(result)
        assert again == result
        assert again.nodes == result.nodes
        assert again.framework_digest == result.framework_digest
        ranking = rank_units([result])
        assert clone(ranking) == ranking

    def test_hold_no_input(self):
        points = dict(FULL)
        result = score_points(points)
        points["progress"] = 0
        assert result.total == Decimal("87.09")

    def test_nodes(self):
        nodes = score_points(FULL).nodes
        assert list(nodes) == [node.id for node in get_framework().nodes()]
        online = nodes["online"]
        assert (online.points, online.max_points) == (Decimal("15.29"), Decimal(22))
        assert (nodes["progress"].code, nodes["progress"].id) == ("TDGQ", "progress")
        assert (online.lost, online.percent) == (Decimal("6.71"), Decimal("69.50"))
        nothing = score_points({}).nodes["online"]
        assert (nothing.points, nothing.lost, nothing.percent) == (None, None, None)

    def test_the_best_has_no_next_band(self):
        best = {node.id: node.max_points for node in get_framework().groups}
        assert score_points(best).to_next_band is None
        assert score_points({}).to_next_band is None

    def test_as_html(self):
        html = bare(score_points(FULL, unit=Unit(name="<b>A & B</b>")))
        assert "&lt;b&gt;A &amp; B&lt;/b&gt;: Tốt" in html
        assert "<td>17,08</td><td>22</td><td>77,64%</td>" in html
        assert "có thể: Xuất sắc" in score_points({})._repr_html_()

    def test_parts_of_a_group_are_indented_in_html(self):
        html = score_points(FULL)._repr_html_()
        assert '<th scope="row">Cung cấp dịch vụ trực tuyến</th>' in html
        assert '<th scope="row" class="vn766-part-1">Dịch vụ công trực tuyến</th>' in html

    def test_columns_of_figures_stand_right_whatever_is_missing_in_them(self):
        def sides(shown):
            heads = re.findall(r'<th scope="col"( class="vn766-figure")?>', shown._repr_html_())
            return ["right" if figures else "left" for figures in heads]

        assert sides(score_points({"progress": 20})) == ["left", "right", "right", "right"]
        # The rules of qd766 are all unknown: dashes are no figures.
        assert sides(get_framework()) == ["left", "left", "right", "left", "left"]

    def test_rankings_as_html(self):
        results = [score_points(p, unit=Unit(name=n)) for n, p in [("A", FULL), ("B", {})]]
        html = bare(rank_units(results, pool="xã, phường"))
        assert "<caption>xã, phường</caption>" in html
        assert '<th scope="row">1/1</th><td>A</td><td>87,09</td><td>Tốt</td>' in html
        assert '<th scope="row">–</th><td>B</td>' in html
        assert "<td>–</td>" in bare(rank_units([score_points({})]))

    def test_pools_and_ties_as_html(self):
        results = [score_points(FULL, unit=Unit(name=name)) for name in ("A1", "A2", "B<")]
        html = bare(rank_units(results, within=lambda result: result.unit.name[0]))
        assert html.count("<table>") == 2
        assert html.count('<th scope="row">=1/2</th>') == 2
        assert "B&lt;" in html

    def test_published_totals_as_html(self):
        result = score_points(UnitPoints(published=Published(total="80,11", band="Tốt")))
        for html in (bare(result), bare(rank_units([result]))):
            assert "<td>80,11*</td>" in html
            assert "theo số liệu công bố" in html
            assert "Tốt" in html


class TestPercentArguments:
    @pytest.mark.parametrize("decimals", [-1, 11, 10**9, 2.0, True, None])
    def test_decimals_have_a_range(self, decimals):
        with pytest.raises(ValueError, match=rf"from 0 to 10, not {re.escape(repr(decimals))}$"):
            percent(1, 2, decimals=decimals)

    @pytest.mark.parametrize(
        ("points", "out_of", "code"),
        [
            (1, 0, ProblemCode.NOT_POSITIVE),
            (1, -1, ProblemCode.NEGATIVE),
            (3, 2, ProblemCode.ABOVE_MAXIMUM),
            ("x", 2, ProblemCode.NOT_A_NUMBER),
        ],
    )
    def test_refused(self, points, out_of, code):
        with pytest.raises(InvalidRecordError) as caught:
            percent(points, out_of)
        assert [problem.code for problem in caught.value.problems] == [code]


def test_every_error_is_one_of_ours():
    with pytest.raises(Vn766Error):
        classify("abc")


def test_an_indicator_among_points_is_called_one_that_is_counted() -> None:
    for key in ("2.1", "PROGRESS_ON_TIME"):
        with pytest.raises(InvalidRecordError, match="which score_counts takes") as caught:
            score_points({key: 18}, framework="portal-2026")
        assert [problem.code for problem in caught.value.problems] == [ProblemCode.COUNTED]
    with pytest.raises(InvalidRecordError) as caught:
        score_points({"2.1": 18})
    assert [problem.code for problem in caught.value.problems] == [ProblemCode.UNKNOWN_KEY]
