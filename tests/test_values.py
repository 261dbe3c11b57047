"""Public values: what printing shows, how short they stay, and every key that finds a part."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import ast
import copy
import inspect
import operator
import pickle
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given

from vn766.advise import margins, reach, shortfalls
from vn766.audit import Unread, audit, read_claims
from vn766.codes import AgencyCode
from vn766.compare import Place, RankChange, compare, series
from vn766.framework import diff, get_framework
from vn766.period import Month
from vn766.readers import score_file
from vn766.records import DossierCounts, Origin, Published, Ratio, Unit, UnitCounts, UnitPoints
from vn766.score import rank_units, score_counts, score_points
from vn766.testing import unit_counts

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = Path(__file__).parents[1] / "examples"
EDITION = get_framework("portal-2026")
GROUP = EDITION.groups[0]
UNIT = Unit(name="UBND xã Bình Hòa", code="H99.204", level="commune")
POINTS: dict[str, Any] = {
    "CKMB": 18,
    "TDGQ": "18,72",
    "CLGQ": "7,93",
    "TTTT": "7,36",
    "MDHL": 18,
    "MDSH": "17,08",
}
JUNE = score_points(POINTS, unit=UNIT, period=Month(2026, 6))
MAY = score_points(POINTS | {"TDGQ": 10}, unit=UNIT, period=Month(2026, 5))
OPEN = score_counts({"5.4": (755, 1120)})
ADVICE = reach(
    UnitCounts(
        counts={"2.1": (900, 1000), "5.4": (80, 100)},
        points={
            "CKMB": 15,
            "online": 18,
            "5.2": 6,
            "5.3": 6,
            "4.1": 5,
            "4.3": 2,
            "4.4": 3,
            "4.2": "2,8",
            "4.5a": 2,
            "4.5b": 1,
            "4.6": 2,
        },
    ),
    87,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (EDITION, "Bộ chỉ số 766 trên Cổng Dịch vụ công quốc gia, cách tính từ năm 2026"),
        (GROUP, "Công khai, minh bạch"),
        (GROUP.indicators[0], "1.1 Tỷ lệ TTHC công bố đúng hạn"),
        (GROUP.indicators[0].rule, "theo tỷ lệ"),
        (GROUP.indicators[0].zero, "null"),
        (EDITION.bands[1], "Tốt"),
        (EDITION.ranking.source, "repo-766-analyze"),
        (EDITION.instruments[0], f"766/QĐ-TTg {EDITION.instruments[0].title}"),
        (get_framework().parties[0], get_framework().parties[0].label),
        (diff(get_framework(), EDITION)[0], "id: qd766 → portal-2026"),
        (Month(2026, 3), "tháng 3/2026"),
        (AgencyCode.parse("000.00.00.H37"), "000.00.00.H37"),
        (UNIT, "UBND xã Bình Hòa"),
        (Ratio(755, 1120), "755/1120"),
        (Origin(file="t6.xlsx", sheet="Tháng 6", row=7), "t6.xlsx, Tháng 6!7"),
        (JUNE, "UBND xã Bình Hòa, tháng 6/2026: 87,09 điểm, Tốt"),
        (score_points({"CKMB": 18}), "chưa đủ điểm, từ 18 đến 100"),
        (JUNE.nodes["progress"], "Tiến độ, kết quả giải quyết: 18,72/20"),
        (score_points({}).nodes["progress"], "Tiến độ, kết quả giải quyết: –/20"),
        (OPEN.indicators["5.4"], "5.4 Hài lòng trong tiếp nhận, giải quyết TTHC: 4,49/6"),
        (JUNE.explain().step, "Xếp loại Tốt: 80 ≤ 87,09 < 90"),
        (
            OPEN.explain().step.steps[0].steps[3].steps[-1].quotient,
            "6 × 755 ÷ 1.120 ÷ 0,9 = 4,494047… ≈ 4,49",
        ),
        (shortfalls(JUNE)[0], "Số hóa hồ sơ: mất 4,92 điểm (38,11%)"),
        (
            ADVICE,
            (
                "86,13 → 87 điểm\n"
                "2.1 Tỷ lệ hồ sơ xử lý trước hạn, đúng hạn: 900/1000 → 910/1000, thêm 0,2 điểm\n"
                "5.4 Hài lòng trong tiếp nhận, giải quyết TTHC: 80/100 → 90/100, thêm 0,67 điểm"
            ),
        ),
        (compare(MAY, JUNE), "UBND xã Bình Hòa: 78,37 → 87,09"),
        (compare(MAY, JUNE).nodes["TDGQ"], "Tiến độ, kết quả giải quyết: 10 → 18,72"),
        (
            compare(OPEN, score_counts({"5.4": (1, 1)})).indicators["5.4"],
            "5.4 Hài lòng trong tiếp nhận, giải quyết TTHC: 4,49 → 6",
        ),
        (compare(OPEN, OPEN), "– → –"),
        (UnitCounts(unit=UNIT, period=Month(2026, 6)), "UBND xã Bình Hòa, tháng 6/2026"),
        (UnitPoints(unit=UNIT), "UBND xã Bình Hòa"),
        (UnitPoints(points={"CKMB": 1}), repr(UnitPoints(points={"CKMB": 1}))),
        (Published(total="87,09", rank=5, of=65, pool="xã", band="Tốt"), "87,09; 5/65; xã; Tốt"),
        (Published(rank=5), "5"),
        (Published(source="x"), repr(Published(source="x"))),
        (get_framework("portal-2025").validity, "01/08/2022 – 31/12/2025"),
        (EDITION.validity, "01/01/2026 –"),
        (RankChange(before=Place(5, 65, 1), after=Place(3, 65, 1), pool="xã"), "5 → 3"),
        (
            series([MAY, score_points(POINTS, unit=UNIT, period=Month(2026, 7))]),
            (
                "UBND xã Bình Hòa, tháng 5/2026: 78,37 điểm, Khá\ntháng 6/2026: –\n"
                "UBND xã Bình Hòa, tháng 7/2026: 87,09 điểm, Tốt"
            ),
        ),
        (
            rank_units([JUNE, score_points({}, unit=Unit(name="UBND xã A"), framework=EDITION)]),
            (
                "hạng 1/1: UBND xã Bình Hòa, tháng 6/2026: 87,09 điểm, Tốt\n"
                "chưa xếp hạng: UBND xã A: chưa đủ điểm, từ 0 đến 100"
            ),
        ),
        (
            compare(rank_units([MAY], pool="xã"), rank_units([JUNE], pool="xã")),
            "UBND xã Bình Hòa: 78,37 → 87,09",
        ),
    ],
    ids=lambda value: "said" if isinstance(value, str) else type(value).__name__,
)
def test_printing_shows_what_a_person_would_write(value, text):
    assert str(value) == text


def test_a_file_prints_its_ranking_and_an_audit_its_findings():
    scored = score_file(EXAMPLES / "provinces-2025.csv")
    assert str(scored) == str(scored.ranking)
    assert len(str(scored).splitlines()) == 34
    report = audit(EXAMPLES / "notice.txt")
    assert str(report).splitlines() == [str(finding) for finding in report.findings]
    assert str(report.coverage) == report.coverage.text("en")
    problem = report.findings[0].problem
    assert str(Unread("x.docx", (problem,))) == f"x.docx: {problem}"


def test_claims_print_their_words_and_what_these_say():
    said = (
        "UBND xã A: Tổng điểm 86,54/100 điểm, xếp loại Tốt, hạng 3/9, tăng 1,5 điểm. "
        "Số hóa hồ sơ: 17,08 điểm, đạt 77,64%; đúng hạn 95/120 hồ sơ, 7 hồ sơ quá hạn. "
        "Theo Quyết định số 766/QĐ-TTg. Xếp thứ 5."
    )
    claims = read_claims(said.encode())
    assert [(str(claim), str(claim.value)) for claim in claims] == [
        ("UBND xã A", "UBND xã A"),
        ("Tổng điểm 86,54/100 điểm", "86,54/100"),
        ("xếp loại Tốt", "Tốt"),
        ("hạng 3/9", "3/9"),
        ("tăng 1,5 điểm", "1,5"),
        ("Số hóa hồ sơ: 17,08", "17,08"),
        ("77,64%", "77,64%"),
        ("95/120 hồ sơ", "95/120"),
        ("7 hồ sơ", "7"),
        ("Quyết định số 766/QĐ-TTg", "766/QĐ-TTg"),
        ("Xếp thứ 5", "5"),
    ]
    assert repr(claims[3]) == "Claim('rank', 'hạng 3/9')"


def test_a_notebook_of_a_ranking_stays_small():
    ranking = score_file(EXAMPLES / "provinces-2025.csv").ranking
    assert len(ranking) == 34
    assert len((ranking._repr_html_() + repr(ranking)).encode()) < 20_000


def test_what_is_shown_of_a_value_is_short():
    scored = score_file(EXAMPLES / "provinces-2025.csv")
    counted = score_file(EXAMPLES / "counts-2026-09.csv")
    ranking = scored.ranking
    values = [
        *(EDITION, GROUP, GROUP.indicators[0], *EDITION.bands, *EDITION.instruments),
        *(scored, scored.table, counted.table, ranking, ranking.rows[0], JUNE, JUNE.explain()),
        *(JUNE.explain().step, shortfalls(JUNE)[0], compare(MAY, JUNE), DossierCounts(received=3)),
        *(ADVICE, EDITION.validity, *audit(EXAMPLES / "notice.txt").claims),
        *(compare(ranking, ranking, same_basis=True), audit(EXAMPLES / "notice.txt")),
        *(series([MAY, JUNE]), audit(EXAMPLES / "notice.txt").findings[0]),
    ]
    assert [repr(value) for value in values if len(repr(value)) > 400] == []
    assert repr(EDITION) == "Framework(id='portal-2026')"
    assert repr(rank_units([JUNE], pool="xã")) == "Ranking(1 ranked, 0 unranked, pool='xã')"
    assert repr(DossierCounts(received=3)) == "DossierCounts(received=3)"


def results() -> Iterator[Any]:
    """Yield values as programs get them: of a file of points, one of counts, and an audit."""
    for name in ("provinces-2025.csv", "counts-2026-09.csv"):
        scored = score_file(EXAMPLES / name)
        yield from (scored, scored.table, scored.ranking, scored.ranking.rows[:1])
        yield from (scored.table.records[0], scored.results[0], scored.results[0].explain())
    report = audit(EXAMPLES / "notice.txt")
    yield from (
        report,
        report.findings[0],
        compare(MAY, JUNE),
        series([MAY, JUNE]),
        EDITION,
        ADVICE,
    )


class TestInOtherPrograms:
    """Caches hash, pickle and copy what they are given; templates look up and print."""

    @pytest.mark.parametrize("value", list(results()), ids=lambda value: type(value).__name__)
    def test_results_can_be_hashed_pickled_copied_and_printed(self, value):
        for twin in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
            assert (twin, hash(twin)) == (value, hash(value))
        assert str(value)
        assert repr(value)

    @pytest.mark.parametrize("value", list(results()), ids=lambda value: type(value).__name__)
    def test_a_cache_that_knows_no_type_of_ours_reduces_it(self, value):
        """Streamlit hashes what `__reduce__` tells of a value, part by part."""
        assert reduced(value) == reduced(pickle.loads(pickle.dumps(value)))

    @pytest.mark.parametrize(
        ("path", "text"),
        [
            ("0.rank", "1"),
            ("0.result.unit", "UBND xã Bình Hòa"),
            ("0.result.period", "tháng 6/2026"),
            ("0.result.band", "Tốt"),
            ("0.result.nodes.CKMB", "Công khai, minh bạch: 18/18"),
            ("0.result.nodes.transparency.points", "18.00"),
            ("0.result.percents.TDGQ", "93.60"),
            ("0.result.to_dict.total", "87.09"),
            ("H99.204", None),
            ("unranked.0", None),
        ],
        ids=lambda value: value if value and value.isascii() else "said",
    )
    def test_templates_look_up_by_dots(self, path, text):
        assert looked_up(rank_units([JUNE], pool="xã"), path) == text


def looked_up(value, path):
    """The text of a dotted path as Django finds it: by key, by attribute, by place; then called."""
    for part in path.split("."):
        finds = (operator.itemgetter(part), operator.attrgetter(part), partial(in_place, part))
        for find in finds:
            try:
                value = find(value)
            except (TypeError, AttributeError, KeyError, ValueError, IndexError):
                continue
            break
        else:
            return None
        value = value() if callable(value) else value
    return str(value)


def in_place(part, value):
    return value[int(part)]


def reduced(value, depth=0):
    """What a cache sees of a value that it has no rule for."""
    if isinstance(value, tuple | list):
        return [reduced(part, depth + 1) for part in value]
    if isinstance(value, dict):
        return [(reduced(key), reduced(part, depth + 1)) for key, part in value.items()]
    if value is None or isinstance(value, str | int | float | type) or depth > 12:
        return repr(value)
    return [type(value).__name__, reduced(list(value.__reduce_ex__(4))[1:3], depth + 1)]


class TestLookUps:
    @given(unit_counts())
    def test_every_key_of_an_input_finds_the_part(self, record):
        result = score_counts(record)
        for node in result.framework.nodes():
            assert result.nodes[node.id] == result.nodes[node.code or node.id]
            assert result.percents[node.id] == result.nodes[node.id].percent
        for each in result.framework.indicators():
            assert result.indicators[each.code].code == each.code
            if each.rule.gives_points:
                assert result.indicators[each.no] == result.indicators[each.code]

    def test_labels_and_aliases_are_keys(self):
        assert JUNE.nodes["công khai minh bạch"].id == "transparency"
        assert JUNE.nodes["Thanh toán trực tuyến"].id == "online.payment"
        assert "CKMB" in JUNE.nodes
        assert JUNE.nodes.get("no such") is None

    @pytest.mark.parametrize("key", ["no such", "", 5, "cung cấp dịch vụ công trực tuyến"])
    def test_what_means_nothing_or_two_parts_is_unknown(self, key):
        with pytest.raises(KeyError, match=r"nothing here|online and online\.services"):
            JUNE.nodes[key]

    def test_changes_answer_to_the_same_keys(self):
        changes = compare(MAY, JUNE).nodes
        assert changes["TDGQ"] is changes["progress"]

    def test_nodes_are_a_mapping_by_id(self):
        assert list(JUNE.nodes) == [node.id for node in EDITION.nodes()]
        assert dict(JUNE.nodes) == JUNE.nodes == pickle.loads(pickle.dumps(JUNE.nodes))
        assert repr(JUNE.nodes) == repr(dict(JUNE.nodes))
        assert len(score_points({}).indicators) == 0

    def test_rows_of_a_ranking(self):
        unit = Unit(name="UBND xã An Hòa", code="000.05.01.H99")
        other = score_points(POINTS | {"TDGQ": 2}, unit=unit, framework=EDITION)
        unnamed = score_points(POINTS | {"TDGQ": 1}, framework=EDITION)
        ranking = rank_units([JUNE, other, unnamed], pool="xã")
        assert ranking[0] is ranking.rows[0]
        assert ranking[1:] == ranking.rows[1:]
        assert ranking["h99.204"].result == ranking["ubnd xã bình hoà"].result == JUNE
        assert ranking[unit.key].result == ranking[unit.code].result == other
        assert [row.result.unit.code for row in ranking.find("hòa")] == [
            row.result.unit.code for row in ranking.rows if row.result.unit
        ]
        assert [row.result for row in ranking.find("H99.204")] == [JUNE]
        for key in ("h99.204", "UBND xã Bình Hoà", ranking[0]):
            assert key in ranking
        for key in ("UBND xã", "H99", rank_units([OPEN]), 5):
            assert key not in ranking
        with pytest.raises(KeyError, match="names 0 of the units"):
            ranking["UBND xã"]
        with pytest.raises(IndexError):
            ranking[3]

    def test_rows_of_margins_and_comparisons(self):
        before, after = rank_units([MAY], pool="xã"), rank_units([JUNE], pool="xã")
        for rows in (margins(after), compare(before, after)):
            assert rows["H99.204"] is rows["ubnd xã bình hoà"] is rows[0]
            assert rows[0].unit == after[0].unit == UNIT
            assert "H99.204" in rows
            assert "UBND xã" not in rows
            assert list(rows) == list(rows[:1])
            with pytest.raises(KeyError, match="names 0 of the units"):
                rows["UBND xã"]

    def test_units_without_a_rank_are_found(self):
        result = score_points({}, unit=UNIT)
        ranking = rank_units([result], pool="xã")
        assert [each.result for each in ranking.find("Bình Hoà")] == [result]
        assert ranking.unranked[0].unit == UNIT
        with pytest.raises(KeyError):
            ranking["H99.204"]


ROOMS = (
    *("score", "explain", "advise", "compare", "records", "framework", "period", "codes"),
    *("readers", "audit", "errors", "convert", "nd30", "report", "testing", "shown"),
)


def public_classes() -> Iterator[Any]:
    for room in ROOMS:
        module = import_module(f"vn766.{room}")
        for name in module.__all__:
            kind = getattr(module, name)
            if isinstance(kind, type) and (attrs.has(kind) or hasattr(kind, "_fields")):
                yield kind


@pytest.mark.parametrize("kind", sorted(set(public_classes()), key=str))
def test_every_field_says_what_it_is(kind):
    """Editors show the text below a field."""
    tree = ast.parse(inspect.getsource(kind)).body[0]
    assert isinstance(tree, ast.ClassDef)
    silent = [
        ast.unparse(field.target)
        for field, below in zip(tree.body, [*tree.body[1:], ast.Pass()], strict=True)
        if isinstance(field, ast.AnnAssign)
        and not ast.unparse(field.target).startswith("_")
        and not (isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant))
    ]
    assert silent == []
