"""Responses of the portal with counts, and tables of counts, to records."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import csv
import json
import tempfile
from collections import defaultdict
from datetime import UTC, datetime
from decimal import Decimal
from errno import EACCES
from itertools import permutations
from pathlib import Path

import attrs
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vn766.errors import InvalidRecordError, ProblemCode, Severity
from vn766.files import limits
from vn766.framework import get_framework
from vn766.period import Month
from vn766.readers import CountsTable, read_counts
from vn766.readers.endpoints import ENDPOINTS
from vn766.records import DossierCounts, Ratio, Unit
from vn766.score import score_counts

DATA = Path(__file__).parents[1] / "data"


# --- responses as the portal serves them ------------------------------------------------------


def number(text):
    """Return a figure of the gold rows as the portal writes it: without quotes, or null."""
    if text in ("", "null"):
        return None
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() else float(value)


def gold(name, period=None):
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.DictReader(stream) if period in (None, row.get("period"))]


def identity(row):
    return {"departmentId": f"id-{row['unit_code']}", "departmentName": row["unit_name"]}


def kind_of(row):
    """Return departmentType as the portal gives it to units with such names."""
    name = row["unit_name"]
    if row["unit_code"] == "H44":
        return "PROVINCE"
    commune = name.startswith(("UBND xã", "UBND Phường"))
    return "COMMUNE_PEOPLE_COMMITTEE" if commune else "PROVINCIAL_DEPARTMENT"


def metric(row):
    return {
        "code": row["metric_code"],
        "name": "…",
        **{key: number(row[key]) for key in ("numerator", "denominator", "ratio", "score")},
        "maxScore": number(row["max_score"]),
        **({"dataQualityStatus": row["data_quality_status"]} if row["data_quality_status"] else {}),
    }


MORE_FIELDS = {
    "transparency": {"averageScore": 7.96},
    "handling-satisfaction": {
        "totalPetitions": 4,
        "classifiedPetitions": 4,
        "totalDossiers": 1120,
        "averageScore": None,
    },
}


def metric_group(group, period):
    """Return a metric group of Phú Thọ and units of it in a period."""
    metrics = defaultdict(list)
    for row in gold("component_metrics_h44.csv", period):
        if row["group"] == group:
            metrics[row["unit_code"]].append(metric(row))
    rows = [
        {
            "stt": at,
            **identity(row),
            **({"departmentCode": row["unit_code"]} if group == "dossier-digitized" else {}),
            "departmentType": kind_of(row),
            "departmentLevel": "PROVINCE",
            "agencyLevel": "level_2",
            **{key: number(row[key]) for key in ("totalScore", "totalMaxScore", "ratio")},
            "scoreDelta": None,
            "metrics": metrics[row["unit_code"]],
            **MORE_FIELDS.get(group, {}),
        }
        for at, row in enumerate(gold("component_group_totals.csv", period))
        if row["group"] == group
    ]
    pages = {"total": len(rows) - 1, "currentPage": 1, "pageSize": 200, "totalPages": 1}
    body = {"overview": rows[0], "evaluation": rows[1:], "pagination": pages, "source": "…"}
    return {"data": body}


def tree(name, period):
    """Return a tree of Phú Thọ and units of it in a period."""
    texts = {"time_type", "period", "scope", "role", "unit_code", "unit_name"}
    rows = []
    for row in gold(name, period):
        level = "COMMUNE" if kind_of(row).startswith("COMMUNE") else "PROVINCE"
        figures = {k: number(v) for k, v in row.items() if k not in texts and v != ""}
        code = {"departmentCode": row["unit_code"]}
        of_child = {"level": level} if row["role"] == "child" else {}
        rows.append({**identity(row), **code, **of_child, **figures})
    if "component_progress" in name:  # the root calls its points otherwise
        rows[0] |= {"totalScore": rows[0].pop("score"), "totalMaxScore": rows[0].pop("maxScore")}
    return {"data": {"parent": rows[0], "children": rows[1:], "monthlyChart": []}}


def online_with_children(period):
    """Return the online services, whose sub-units have their points only."""
    response = tree("component_online.csv", period)
    response["data"]["children"] = [
        {
            "departmentId": "id-H44.01",
            "departmentName": "Văn phòng UBND Tỉnh - Tỉnh Phú Thọ",
            "departmentCode": "H44.01",
            "level": "PROVINCE",
            "totalScore": 8.57,
            "totalMaxScore": 12,
            "ratio": 71.42,
            "scoreDelta": None,
        }
    ]
    return response


def all_six():
    """Return the six responses, of several periods: no period has all of them among the gold."""
    return {
        "a": metric_group("transparency", "2026-Q3"),
        "b": metric_group("handling-satisfaction", "2026-Q3"),
        "c": metric_group("dossier-digitized", "2026-Q3"),
        "d": tree("component_progress.csv", "2026"),
        "e": online_with_children("2026"),
        "f": tree("component_payment.csv", "2026"),
    }


class Reader:
    """Writes values, or texts of JSON, as files, and reads them."""

    def __init__(self, folder):
        self.folder = folder

    def write(self, name, content):
        path = self.folder / name
        text = content if isinstance(content, str) else json.dumps(content)
        path.write_text(text, "utf-8")
        return path

    def __call__(self, *contents, **options):
        paths = [self.write(f"{at}.json", content) for at, content in enumerate(contents)]
        return read_counts(*paths, **options)

    def refused(self, *contents):
        with pytest.raises(InvalidRecordError) as caught:
            self(*contents)
        (problem,) = caught.value.problems
        return f"{problem.code} {dict(problem.details).get('place', '')}".strip()

    def table(self, text, name="counts.csv", **options):
        return read_counts(self.write(name, text), **options)


@pytest.fixture
def read(tmp_path):
    return Reader(tmp_path)


def found(table, *, least=Severity.WARNING):
    order = list(Severity)
    return [
        (problem.origin, str(problem.code))
        for problem in table.problems
        if order.index(problem.severity) <= order.index(least)
    ]


def by_code(table):
    return {record.unit.code: record for record in table.records}


def unit(at=1, **fields):
    of_unit = {"departmentName": f"UBND xã {at}", "departmentCode": f"H00.{at:02}"}
    return {"departmentId": f"u-{at}", **of_unit, **fields}


def progress(*rows, **root):
    """Return a small tree with sound figures."""
    sound = {"totalReceived": 10, "totalOnTime": 9, "totalOverdue": 1}
    children = [{**unit(at), "level": "COMMUNE", **sound, **row} for at, row in enumerate(rows, 1)]
    parent = {"departmentId": "u-0", "departmentName": "UBND tỉnh", "departmentCode": "H00"}
    return {"data": {"parent": {**parent, **sound, **root}, "children": children}}


def transparency(*rows, metrics=None, **more):
    """Return a small metric group with sound figures."""
    metrics = metrics or [{"code": "DOSSIER_SYNC", "numerator": 1, "denominator": 2, "score": 3}]
    root = {"departmentId": "u-0", "departmentName": "UBND tỉnh", "metrics": metrics}
    children = [{**unit(at), "metrics": metrics, **row} for at, row in enumerate(rows, 1)]
    for child in children:
        del child["departmentCode"]
    return {"data": {"overview": root, "evaluation": children, **more}}


# --- the figures of Phú Thọ come back ----------------------------------------------------------


class TestPublishedFigures:
    @pytest.mark.parametrize(
        ("period", "groups"),
        [
            ("2026-Q3", ("transparency", "handling-satisfaction", "dossier-digitized")),
            ("2026-08", ("transparency", "handling-satisfaction")),
        ],
    )
    def test_metric_groups(self, read, period, groups):
        table = read(*(metric_group(group, period) for group in groups))
        # Warned of is only what has no code; every score is the published one.
        assert {problem.code for problem in table.problems} == {"units-without-code"}
        assert table.broken == ()
        records = {record.unit.name: record for record in table.records}
        nodes = {"handling-satisfaction": "satisfaction", "dossier-digitized": "digitization"}
        checked = 0
        for row in gold("component_group_totals.csv", period):
            result = score_counts(records[row["unit_name"]])
            node = result.nodes[nodes.get(row["group"], row["group"])]
            assert node.points == Decimal(row["totalScore"])
            checked += 1
        for row in gold("component_metrics_h44.csv", period):
            ratio = records[row["unit_name"]].counts[row["metric_code"]]
            pair = (None, None) if ratio is None else ratio
            assert pair == (number(row["numerator"]), number(row["denominator"]))
            checked += 1
        assert checked > 100

    def test_the_electronic_copy_is_null_and_full(self, read):
        table = read(metric_group("dossier-digitized", "2026-Q3"))
        for record in table.records:
            assert record.counts["ELECTRONIC_CERTIFIED_COPY"] is None
            result = score_counts(record).indicators["ELECTRONIC_CERTIFIED_COPY"]
            assert (result.points, result.status) == (2, "scored")

    def test_progress(self, read):
        table = read(tree("component_progress.csv", "2026"))
        assert (table.problems, table.rows) == ((), 10)
        records = by_code(table)
        for row in gold("component_progress.csv", "2026"):
            record = records[row["unit_code"]]
            assert score_counts(record).nodes["progress"].points == Decimal(row["score"])
            assert record.dossiers.on_time_rate() == Decimal(row["ratio"])
        assert records["H44"].dossiers.completed == 490441
        # More are on time than finished: on time counts those, too, that are not due yet.
        assert records["H44"].dossiers.on_time_rate("tt-01-2018-vpcp") is None

    @pytest.mark.parametrize("period", ["2026", "2026-Q3", "2026-08"])
    def test_online_services(self, read, period):
        table = read(online_with_children(period))
        assert table.problems == ()
        province, office = table.records
        (row,) = gold("component_online.csv", period)
        points = score_counts(province).nodes["online.services"].points
        assert points == Decimal(row["totalScore"])
        provided = province.counts["ONLINE_PROVIDED"]
        assert provided.numerator == int(row["partialCount"]) + int(row["fullCount"])
        assert province.dossiers.online_overdue == int(row["onlineOverdueSum"])
        assert (office.counts, office.points) == ({}, {"online.services": Decimal("8.57")})
        assert office.dossiers is None
        assert score_counts(office).nodes["online.services"].points == Decimal("8.57")

    def test_payment_prints_two_rows_otherwise(self, read):
        table = read(tree("component_payment.csv", "2026"))
        assert table.broken == ()
        path, warning = ("printed", "online.payment"), Severity.WARNING
        assert [(p.origin, p.path, p.severity) for p in table.problems] == [
            ("0.json, data.children[2].totalScore", path, warning),
            ("0.json, data.children[3].totalScore", path, warning),
        ]
        assert [(p.value, dict(p.details)["computed"]) for p in table.problems] == [
            (Decimal("7.22"), Decimal("7.23")),
            (Decimal("7.01"), Decimal("7.02")),
        ]
        printed = {r["unit_code"]: r["totalScore"] for r in gold("component_payment.csv", "2026")}
        for record, extra in zip(table.records, table.extra, strict=True):
            assert extra["formality-online-payment-tree.totalScore"] == printed[record.unit.code]
        assert read(tree("component_payment.csv", "2026-08")).problems == ()


class TestSixResponses:
    def test_they_are_joined(self, read):
        when = datetime(2026, 10, 5, 8, 30, tzinfo=UTC)
        options = {"period": Month(2026, 9), "retrieved_at": when, "provisional": True}
        table = read(*all_six().values(), **options)
        record = by_code(table)["H44"]
        assert record.unit == Unit(name="UBND tỉnh Phú Thọ", code="H44", level="province")
        assert (record.period, record.retrieved_at, record.provisional) == (*options.values(),)
        result = score_counts(record)
        printed = [
            *(r for r in gold("component_group_totals.csv", "2026-Q3") if r["unit_code"] == "H44"),
            gold("component_online.csv", "2026")[0],
            gold("component_payment.csv", "2026")[0],
        ]
        totals = [Decimal(row["totalScore"]) for row in printed]
        totals.append(Decimal(gold("component_progress.csv", "2026")[0]["score"]))
        assert (len(totals), result.missing, result.total) == (6, (), sum(totals))
        levels = {record.unit.level for record in table.records}
        assert levels == {"province", "department", "commune"}
        assert table.source == "; ".join(f"{at}.json" for at in (0, 3, 4, 5, 1, 2))

    def test_the_order_of_the_files_does_not_matter(self, read):
        paths = [read.write(f"{name}.json", content) for name, content in all_six().items()]
        expected = read_counts(*paths)
        for order in list(permutations(paths))[::97]:
            assert read_counts(*order) == expected

    def test_a_folder_stands_for_its_json_files(self, read):
        for name, content in all_six().items():
            read.write(f"{name}.JSON" if name == "a" else f"{name}.json", content)
        read.write("notes.txt", "nothing")
        table = read_counts(read.folder)
        assert table == read_counts(read.folder, read.folder / "b.json")
        assert len(table.sources) == 6

    def test_a_unit_that_is_not_in_a_response_lacks_its_components(self, read):
        table = read(*all_six().values())
        commune = by_code(table)["H44.158"]
        assert commune.counts.keys() == {
            *("PAYMENT_TRANSACTED", "PAYMENT_INTEGRATED", "PAYMENT_PAID_ONLINE")
        }
        result = score_counts(commune)
        assert result.total is None
        assert "PROGRESS_ON_TIME" in result.missing

    def test_a_summary_beside_them_is_left_out_with_a_note(self, read):
        for name, content in all_six().items():
            read.write(f"{name}.json", content)
        expected = read_counts(read.folder)
        path = read.write("service-results.json", SUMMARY)
        for paths in ([read.folder], [path, read.folder], [read.folder / "a.json", path]):
            table = read_counts(*paths)
            assert "service-results.json" not in table.sources
            notes = [p for p in table.problems if p.origin == "service-results.json"]
            assert [(p.code, p.severity) for p in notes] == [
                (ProblemCode.HOLDS_POINTS, Severity.NOTE)
            ]
            assert notes[0].message.startswith("'service-results.json' holds points, not counts")
            if len(table.sources) == 6:
                assert table.records == expected.records
        with pytest.raises(InvalidRecordError, match="holds no counts"):
            read_counts(path, read.write("another.json", SUMMARY))

    def test_units_without_code_are_named(self, read):
        table = read(metric_group("transparency", "2026-Q3"), progress())
        (problem,) = [p for p in table.problems if p.code is ProblemCode.UNITS_WITHOUT_CODE]
        assert problem.severity is Severity.WARNING
        assert problem.value == 15
        assert "Văn phòng UBND Tỉnh" in problem.message
        assert "…" in problem.message
        assert sum(record.unit.code is None for record in table.records) == 15

    def test_the_code_comes_from_any_response(self, read):
        table = read(transparency({}), progress({}))
        assert [record.unit.key for record in table.records] == ["H00", "H00.01"]
        assert [record.unit.level for record in table.records] == ["province", "commune"]
        assert table.problems == ()

    def test_one_file_alone_gives_a_level_only_if_it_says_one(self, read):
        assert read(progress()).records[0].unit.level is None

    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    def test_two_files_of_one_group(self, read, order):
        paths = [read.write(name, progress()) for name in ("a.json", "b.json")]
        with pytest.raises(InvalidRecordError) as caught:
            read_counts(*(paths[at] for at in order))
        (problem,) = caught.value.problems
        assert problem.code is ProblemCode.SAME_GROUP
        assert "a.json, b.json" in problem.message
        assert "dvc-progress-tree" in problem.message

    def test_no_path(self):
        with pytest.raises(TypeError, match="at least one"):
            read_counts()

    @pytest.mark.parametrize("path", ["missing.json", "\0", "empty"])
    def test_what_cannot_be_opened(self, tmp_path, path):
        (tmp_path / "empty").mkdir()
        with pytest.raises(InvalidRecordError) as caught:
            read_counts(tmp_path / path)
        assert caught.value.problems[0].code is ProblemCode.FILE_UNREADABLE

    def test_a_folder_without_responses(self, tmp_path):
        with pytest.raises(InvalidRecordError) as caught:
            read_counts(tmp_path)
        assert "(thư mục không có tệp .json nào)" in caught.value.text("vi")

    def test_a_folder_that_may_not_be_read(self, tmp_path, monkeypatch):
        def refuse(_):
            raise PermissionError(EACCES, "Permission denied")

        monkeypatch.setattr(Path, "iterdir", refuse)
        with pytest.raises(InvalidRecordError, match="no permission"):
            read_counts(tmp_path)


class TestContradictions:
    def test_two_ids_with_one_code(self, read):
        table = read(
            progress({}, {"departmentCode": "000.00.02.H00"}, {"departmentCode": "h00.01"})
        )
        assert found(table) == [
            (
                "0.json, data.children[0].departmentCode; 0.json, data.children[2].departmentCode",
                "duplicate-unit",
            )
        ]
        assert len(table.broken) == 2
        assert table.problems[0].text("vi")[0] == "Đơn vị có mã 'H00.01' xuất hiện 2 lần."

    def test_one_id_with_two_codes(self, read):
        payment = tree("component_payment.csv", "2026")
        payment["data"]["parent"] |= {"departmentId": "u-0", "departmentCode": "H44"}
        payment["data"]["parent"] |= {"departmentName": "UBND tỉnh"}
        table = read(payment, progress({}))
        place = "0.json, data.parent.departmentCode"
        assert found(table)[0] == (place, "contradicting-unit")
        assert "UBND tỉnh has two different codes: H00 and H44" in table.problems[0].message
        assert table.broken == ("H00",)

    def test_codes_of_both_layouts_are_one(self, read):
        online = online_with_children("2026")
        online["data"]["parent"]["departmentCode"] = "000.00.00.H44"
        table = read(online, tree("component_progress.csv", "2026"))
        assert table.broken == ()

    def test_two_names_are_a_warning(self, read):
        renamed = progress({"departmentName": "UBND phường 1"})
        table = read(transparency({}), renamed)
        assert found(table) == [("1.json, data.children[0].departmentName", "contradicting-unit")]
        assert table.records[1].unit.name == "UBND xã 1"

    def test_two_levels(self, read):
        table = read(transparency({"departmentType": "PROVINCIAL_DEPARTMENT"}), progress({}))
        assert found(table) == [("1.json, data.children[0].level", "contradicting-unit")]
        message = "Đơn vị UBND xã 1 có hai cấp khác nhau: sở và xã."
        assert table.problems[0].text("vi")[0] == message
        assert table.broken == ("H00.01",)

    def test_one_id_twice_in_a_response(self, read):
        table = read(progress({}, {"departmentId": "u-1"}))
        assert ("0.json, data.children[0]; 0.json, data.children[1]", "duplicate-unit") in found(
            table
        )
        assert table.broken == ("H00.01",)
        assert table.rows == 2
        assert table.problems[0].text("vi")[0] == "Đơn vị có id 'u-1' xuất hiện 2 lần."

    def test_one_metric_twice(self, read):
        metrics = [{"code": "DOSSIER_SYNC", "numerator": 1, "denominator": 2}] * 2
        table = read(transparency(metrics=metrics))
        assert found(table)[-1] == ("0.json, data.overview.metrics[1].code", "duplicate-key")
        assert table.broken == ("UBND tỉnh",)

    def test_names_are_in_form_nfc(self, read):
        content = json.dumps(progress({"departmentName": "xa\u0303  Ho\u00e0 "}))
        assert "\\u0303" in content
        assert read(content).records[1].unit.name == "x\u00e3 Ho\u00e0"


class TestRemarks:
    def test_they_stand_beside_their_records(self, read):
        first = transparency({"departmentName": "X", "mood": 1}, {}, {})
        second = progress({"totalOverdue": 2}, {"totalCompleted": 11}, {}, totalScore=17)
        table = read(first, second)
        assert [record.unit.code for record in table.records] == ["H00", "H00.02", "H00.03"]
        assert [[str(p.code) for p in remarks] for remarks in table.remarks] == [
            ["printed-score"],
            ["parts-above-whole"],
            [],
        ]
        said = [problem for remarks in table.remarks for problem in remarks]
        others = [str(p.code) for p in table.problems if p not in said]
        assert others == ["unknown-fields", "contradicting-unit", "unbalanced"]

    def test_in_a_table(self, read):
        table = read.table(
            "Tên đơn vị;Chỉ số;Tử số;Mẫu số;Điểm\nA;1.4;1;2;5\nB;1.4;1;2;3\nb;1.4;1;2;5\n"
        )
        printed, same, other = table.problems
        assert (printed.code, other.code) == (ProblemCode.PRINTED_SCORE,) * 2
        assert same.code is ProblemCode.SAME_NAME
        assert table.remarks == ((printed,), (same,), (same, other))


class TestFigures:
    @pytest.mark.parametrize(
        ("value", "code"),
        [
            ("12.5", "not-a-count"),
            ('"9"', "not-a-count"),
            ("true", "not-a-count"),
            ("[1]", "not-a-count"),
            ("{}", "not-a-count"),
            ("1e-99999", "not-a-count"),
            ("null", "not-counts"),
            ("-1", "negative-count"),
            ("11", "above-denominator"),
            ("1e400000000", "too-large"),
            ("9" * 5000, "too-large"),
        ],
    )
    def test_what_is_no_count(self, read, value, code):
        content = json.dumps(progress({"totalOnTime": "?", "totalOverdue": None}, {}))
        table = read(content.replace('"?"', value))
        assert found(table) == [("0.json, data.children[0].totalOnTime", code)]
        assert (table.broken, len(table.records)) == (("H00.01",), 2)

    @pytest.mark.parametrize("value", ["9", "9.0", "9.000", "0.9e1", "90e-1"])
    def test_whole_numbers_however_written(self, read, value):
        content = json.dumps(progress({"totalOnTime": "?"}))
        table = read(content.replace('"?"', value))
        assert table.problems == ()
        assert table.records[1].counts["PROGRESS_ON_TIME"] == Ratio(9, 10)
        assert type(table.records[1].counts["PROGRESS_ON_TIME"].numerator) is int

    def test_a_null_pair_is_none(self, read):
        nulls = {"totalOnTime": None, "totalReceived": None, "totalOverdue": None}
        (_, record) = read(progress(nulls)).records
        assert record.counts == {"PROGRESS_ON_TIME": None}
        assert record.dossiers is None

    def test_a_count_too_large_to_be_exact(self, read):
        large = 10**14
        table = read(progress({"totalReceived": large, "totalOnTime": large, "totalOverdue": 0}))
        assert found(table) == [("0.json, data.children[0].totalOnTime", "count-too-large")]

    def test_dossiers_that_contradict_a_score(self, read):
        table = read(progress({"totalOverdue": 2}))
        assert found(table) == [("0.json, data.children[0].totalReceived", "unbalanced")]
        assert table.broken == ("H00.01",)
        assert "10, but those on time and overdue add up to 11" in table.problems[0].message

    def test_dossiers_that_score_nothing(self, read):
        table = read(progress({}, totalCompleted="x"))
        assert found(table) == [("0.json, data.parent.totalCompleted", "not-a-count")]
        assert (table.broken, table.records[0].dossiers.completed) == ((), None)

        table = read(progress({}, totalCompleted=-1))
        assert found(table) == [("0.json, data.parent.totalCompleted", "negative-count")]
        assert (table.broken, table.problems[0].severity) == ((), Severity.WARNING)

    def test_channels_that_do_not_add_up(self, read):
        online = online_with_children("2026")
        online["data"]["parent"]["channelDirectSum"] += 1
        table = read(online)
        assert found(table) == [("0.json, data.parent.channelTotalSum", "unbalanced")]
        online = online_with_children("2026")
        online["data"]["parent"]["onlineOnTimeSum"] += 1
        table = read(online)
        assert [(p.severity, p.code) for p in table.problems] == [
            (Severity.WARNING, ProblemCode.UNBALANCED)
        ]
        assert len(table.records) == 2

    def test_points_of_a_part_that_are_no_points(self, read):
        online = online_with_children("2026")
        (child,) = online["data"]["children"]
        place = "0.json, data.children[0].totalScore"
        for value, code in [("8.57", "wrong-type"), (12.01, "above-maximum"), (-1, "negative")]:
            child["totalScore"] = value
            table = read(online)
            assert found(table) == [(place, code)]
            assert table.broken == ("H44.01",)
        child["totalScore"] = None
        assert read(online).records[1].points == {"online.services": None}

    def test_a_commune_has_no_3_1(self, read):
        online = online_with_children("2026")
        fields = {**online["data"]["parent"], "departmentId": "u", "departmentCode": "H44.99"}
        online["data"]["children"] = [{**fields, "level": "COMMUNE"}]
        table = read(online)
        assert found(table) == [("0.json, data.children[0].partialCount", "not-at-this-level")]


class TestWhatThePortalPrints:
    def test_scores_that_differ(self, read):
        metrics = [
            {"code": "DOSSIER_SYNC", "numerator": 1, "denominator": 2, "score": 2.99},
            {"code": "PUBLISH_ON_TIME", "numerator": 1, "denominator": 2, "score": None},
            {"code": "PUBLIC_CONTENT_FULL", "numerator": 1, "denominator": 2, "score": "?"},
            {"code": "PUBLIC_UPDATE_ON_TIME", "numerator": 0, "denominator": 0, "score": None},
        ]
        table = read(transparency(metrics=metrics))
        problems = [p for p in table.problems if p.code is ProblemCode.PRINTED_SCORE]
        assert [(p.origin, p.value, dict(p.details)["computed"]) for p in problems] == [
            ("0.json, data.overview.metrics[0].score", Decimal("2.99"), Decimal("3.00")),
            ("0.json, data.overview.metrics[1].score", "null", Decimal("3.00")),
            ("0.json, data.overview.metrics[2].score", "?", Decimal("1.00")),
        ]
        assert len(table.records) == 1
        assert table.extra[0]["transparency.DOSSIER_SYNC.score"] == "2.99"
        text = problems[0].text("vi")[0]
        assert "1.4 Tỷ lệ hồ sơ đồng bộ" in text
        assert "là 2,99, nhưng tính từ số liệu là 3." in text

    def test_a_sum_is_compared_only_if_all_its_parts_are_there(self, read):
        response = transparency()
        response["data"]["overview"] |= {"totalScore": 1}
        assert "printed-score" not in [code for _, code in found(read(response))]
        response = progress(totalScore=17)
        assert found(read(response)) == [("0.json, data.parent.totalScore", "printed-score")]

    def test_a_metric_that_a_filter_leaves_out_is_missing(self, read):
        response = metric_group("dossier-digitized", "2026-Q3")
        root = response["data"]["overview"]
        name = "CITIZEN_DATA_CONNECTED_FORMALITY"
        root["metrics"] = [each for each in root["metrics"] if each["code"] != name]
        table = read(response)
        assert table.problems == ()
        result = score_counts(table.records[0])
        assert name in result.missing
        assert result.nodes["digitization"].points is None

    def test_another_maximum(self, read):
        metrics = [{"code": "DOSSIER_SYNC", "numerator": 1, "denominator": 2, "maxScore": 5}]
        table = read(transparency(metrics=metrics), progress(totalMaxScore=18))
        assert [origin for origin, code in found(table) if code == "stated-maximum"] == [
            "0.json, data.overview.metrics[0].maxScore",
            "1.json, data.parent.totalMaxScore",
        ]
        assert len(table.records) == 1

    def test_unknown_metrics_and_fields_are_kept(self, read):
        metrics = [
            {"code": "DOSSIER_SYNC", "numerator": 1, "denominator": 2, "hue": "green"},
            {"code": "NEW_METRIC", "numerator": 3, "denominator": 4},
        ]
        response = transparency({"mood": [1, None]}, metrics=metrics)
        table = read(response, progress({}))
        notes = [p for p in table.problems if p.severity is Severity.NOTE]
        assert [(p.origin, p.code, dict(p.details)["names"]) for p in notes] == [
            ("0.json, data", ProblemCode.UNKNOWN_FIELDS, "NEW_METRIC, hue, mood")
        ]
        extra = table.extra[1]
        assert extra["transparency.NEW_METRIC.numerator"] == "3"
        assert extra["transparency.DOSSIER_SYNC.hue"] == "green"
        assert extra["transparency.mood"] == "[1, null]"
        assert extra["transparency.departmentId"] == "u-1"
        assert "NEW_METRIC" not in table.records[1].counts

    def test_what_is_not_known_is_kept_as_it_is(self, read):
        mood = '{"x": [1, 2.50, {"\u00e9\\"": "1"}, true], "y": {}, "z": [], "w": 1E+2}'
        table = read(json.dumps(progress(mood="?")).replace('"?"', mood))
        kept = table.extra[0]["dvc-progress-tree.mood"]
        assert kept == mood

    def test_how_deep_what_is_not_known_may_lie(self, read):
        response = json.dumps(progress(mood="?"))
        around = 3  # data, parent, and the object itself
        most = "[" * (limits.JSON_DEPTH - around) + "]" * (limits.JSON_DEPTH - around)
        assert read(response.replace('"?"', most)).extra[0]["dvc-progress-tree.mood"] == most
        assert read.refused(response.replace('"?"', f"[{most}]")) == "damaged-file"
        kept = '"' + "[{" * 100 + '\\"]"'  # letters of a text are none
        table = read(response.replace('"?"', kept))
        assert table.extra[0]["dvc-progress-tree.mood"] == json.loads(kept)

    def test_one_page_of_several(self, read):
        table = read(transparency(pagination={"totalPages": 2}), progress())
        assert found(table) == [("0.json, data.pagination", "one-page")]
        bare = transparency(pagination={"totalPages": 2})["data"]
        assert found(read(bare, progress())) == [("0.json, pagination", "one-page")]

    def test_an_unknown_level(self, read):
        table = read(progress({"level": "VILLAGE"}, {"level": 7}, {}))
        assert [origin for origin, code in found(table) if code == "unknown-level"] == [
            "0.json, data.children[0].level",
            "0.json, data.children[1].level",
        ]
        assert [r.unit.level for r in table.records] == ["province", None, None, "commune"]

    def test_metrics_of_one_unit_may_be_null(self, read):
        table = read(transparency({"metrics": None}, {}), progress({}, {}))
        assert found(table) == [("0.json, data.evaluation[0].metrics", "unknown-shape")]
        assert table.broken == ("H00.01",)


SUMMARY = {
    "data": {
        "overview": {"departmentName": "Cả nước", "totalScore": 61.86},
        "evaluation": [{"departmentId": "u", "departmentName": "X", "groupScores": {"CKMB": 8}}],
    }
}


class TestShapes:
    @pytest.mark.parametrize(
        "content",
        [
            *([], {}, 7, [{"MA_COQUAN": "H37"}], {"data": None}, {"data": {"data": []}}),
            *({"parent": {}}, {"data": {"parent": None, "children": []}}, {"children": [7]}),
            {"data": {"parent": {"departmentId": "u"}, "children": []}},
            *({"data": {"overview": [], "evaluation": []}}, {"overview": {}, "evaluation": {}}),
            SUMMARY,
        ],
    )
    def test_none_of_the_six_has_no_counts(self, read, content):
        assert read.refused(content) == "no-counts"

    @pytest.mark.parametrize(
        ("body", "place"),
        [
            ({"parent": {"totalOnTime": 1}}, "children"),
            ({"parent": {"totalOnTime": 1}, "children": {}}, "children"),
            ({"parent": {}, "children": [{"totalOnTime": 1}]}, "parent"),
            ({"children": [{"totalOnTime": 1}]}, "parent"),
            ({"overview": {"metrics": []}}, "evaluation"),
            ({"evaluation": [{"metrics": []}]}, "overview"),
            ({"overview": {}, "evaluation": [{"metrics": []}]}, "overview.metrics"),
            ({"overview": {"metrics": []}, "evaluation": []}, "overview.metrics"),
            ({"overview": {"metrics": []}, "evaluation": ["x"]}, "evaluation[0]"),
        ],
    )
    def test_one_of_the_six_that_has_changed(self, read, body, place):
        assert read.refused(body) == f"unknown-shape {place}"
        assert read.refused({"data": body}) == f"unknown-shape data.{place}"

    def test_the_place_that_changed_is_named(self, read):
        response = progress({}, {})
        del response["data"]["children"][1]["totalOnTime"]
        assert read.refused(response) == "unknown-shape data.children[1].totalOnTime"
        response = progress()
        del response["data"]["parent"]["totalReceived"]
        assert read.refused(response) == "unknown-shape data.parent.totalReceived"
        response = online_with_children("2026")
        del response["data"]["children"][0]["totalScore"]
        assert read.refused(response) == "unknown-shape data.children[0].totalScore"
        response = online_with_children("2026")
        del response["data"]["parent"]["authorityCount"]
        assert read.refused(response) == "unknown-shape data.parent.authorityCount"

    @pytest.mark.parametrize("identity", [None, "", " ", 7])
    def test_a_row_without_identity(self, read, identity):
        content = progress({"departmentId": identity})
        assert read.refused(content) == "unknown-shape data.children[0].departmentId"

    @pytest.mark.parametrize(
        ("metrics", "place"),
        [
            ({}, ""),
            (["x"], "[0]"),
            ([{"code": "DOSSIER_SYNC", "numerator": 1}], "[0]"),
            ([{"code": 7, "numerator": 1, "denominator": 1}], "[0].code"),
            ([{"code": "NEW", "numerator": 1, "denominator": 1}], ""),
            (
                [
                    {"code": "DOSSIER_SYNC", "numerator": 1, "denominator": 1},
                    {"code": "REUSED_DIGITIZED_DATA", "numerator": 1, "denominator": 1},
                ],
                "",
            ),
        ],
    )
    def test_metrics_of_another_shape(self, read, metrics, place):
        response = transparency()
        response["data"]["overview"]["metrics"] = metrics
        assert read.refused(response) == f"unknown-shape data.overview.metrics{place}"

    def test_the_message_names_file_and_place(self, read):
        with pytest.raises(InvalidRecordError, match=r"(?s)0\.json:.*data\.parent\.totalOnTime"):
            read({"data": {"parent": {"departmentId": "u", "totalReceived": 1}, "children": []}})

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ('{"b": 1, "a": 1, "a": 2}', "một trường xuất hiện hai lần, a"),
            ('{"\\ud800": 1, "\\ud800": 2}', "một trường xuất hiện hai lần, ?"),
            ("departmentId", "không đúng cú pháp JSON tại dòng:cột, 1:1"),
            ("{" * 100_000, "lồng quá nhiều cấp"),
            ('{"a": NaN}', "không phải số trong JSON, NaN"),
            ('{"a": "\\ud800"}', "có ký tự không trọn vẹn"),
            ('\n{"a": 1;}', "không đúng cú pháp JSON tại dòng:cột, 2:8"),
            ('{"a":1e' + "9" * 30 + "}", "có số vượt mọi giới hạn"),
        ],
    )
    def test_broken_json(self, read, text, reason):
        if text.startswith("{{"):
            text = '{"a":' * 100_000
        assert read.refused(text) == "damaged-file"
        with pytest.raises(InvalidRecordError) as caught:
            read(text)
        assert f"({reason})" in caught.value.text("vi")

    def test_limits(self, read, monkeypatch):
        monkeypatch.setattr(limits, "COLUMNS", 40)
        assert read.refused(progress({str(at): 1 for at in range(40)})).startswith("unknown-shape")
        many = [{"code": f"M{at}", "numerator": 0, "denominator": 0} for at in range(41)]
        assert read.refused(transparency(metrics=many)) == "table-too-large"
        assert read.refused(progress({"mood": "x" * 10_001})) == "cell-too-long"
        monkeypatch.setattr(limits, "ROWS", 2)
        assert read.refused(progress({}, {})) == "table-too-large"

    def test_frameworks_without_components(self, read):
        for path in (read.write("a.json", progress()), read.write("b.json", transparency())):
            with pytest.raises(InvalidRecordError) as caught:
                read_counts(path, framework="qd766")
            assert [it.code for it in caught.value.problems] == [ProblemCode.NO_COMPONENT_RULES]

    def test_every_field_is_one_of_the_edition(self):
        edition = get_framework("portal-2026")
        codes = {indicator.code for indicator in edition.indicators()}
        assert {code for e in ENDPOINTS for code in e.counts} <= codes
        assert {e.node for e in ENDPOINTS} <= {node.id for node in edition.nodes()}
        names = {each.name for each in attrs.fields(DossierCounts)}
        assert {name for e in ENDPOINTS for name in e.dossiers} <= names

    def test_a_framework_with_other_components(self, read):
        edition = get_framework("portal-2026")
        framework = evolve(edition, groups=tuple(map(renamed, edition.groups)))
        table = read(tree("component_payment.csv", "2026-08"), framework=framework)
        assert table.records[0].counts.keys() == {"PAYMENT_TRANSACTED", "PAYMENT_PAID_ONLINE"}
        (note,) = table.problems
        assert (note.severity, dict(note.details)["names"]) == (
            Severity.NOTE,
            "totalFeeDossierFormality",
        )
        assert table.extra[0]["formality-online-payment-tree.totalFeeDossierFormality"] == "56"


def renamed(node):
    """Return a node in which no indicator is called PAYMENT_INTEGRATED."""
    indicators = tuple(
        evolve(each, code="ANOTHER") if each.code == "PAYMENT_INTEGRATED" else each
        for each in node.indicators
    )
    return evolve(node, indicators=indicators, children=tuple(map(renamed, node.children)))


# --- tables ------------------------------------------------------------------------------------


def test_an_edition_without_component_rules(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("Mã;Chỉ số;Tử số;Mẫu số\nH01;2.1;1;2\n", "utf-8")
    with pytest.raises(InvalidRecordError) as caught:
        read_counts(path, framework="portal-2025")
    assert [problem.code for problem in caught.value.problems] == ["no-component-rules"]


class TestTables:
    def test_vietnamese_heads(self, read):
        table = read.table(
            "BẢNG SỐ LIỆU;;;;;;\n"
            "STT;Mã đơn vị;Tên đơn vị;Cấp;Chỉ số;Tử số;Mẫu số;Điểm;Ghi chú\n"
            "1;H00.01;UBND xã A;xã;1.4;1.234;2.468;3;ước tính\n"
            "2;H00.01;UBND xã A;xã;4.6;null;NULL;;\n"
            "3;H00.01;UBND xã A;xã;5.4;-;;;\n"
            "4;H00.01;UBND xã A;xã;Dịch vụ công trực tuyến;;;8,57;\n"
            "5;H00.02;UBND xã B;;DOSSIER_SYNC;5.0;5;5,99;\n",
            period=Month(2026, 9),
        )
        a, b = table.records
        assert a.unit == Unit(name="UBND xã A", code="H00.01", level="commune")
        assert a.counts == {"DOSSIER_SYNC": Ratio(1234, 2468), "ELECTRONIC_CERTIFIED_COPY": None}
        assert (a.points, a.period) == ({"online.services": "8,57"}, Month(2026, 9))
        assert "DOSSIER_RECEIVING_SATISFACTION" in score_counts(a).missing
        assert b.counts == {"DOSSIER_SYNC": Ratio(5, 5)}
        assert found(table) == [("counts.csv, H7", "printed-score")]
        assert table.extra[0]["DOSSIER_SYNC.Ghi chú"] == "ước tính"
        assert table.extra[1]["DOSSIER_SYNC.Điểm"] == "5,99"
        assert (table.source, table.rows, table.broken) == ("counts.csv", 2, ())
        assert a.origin.row == 3

    def test_the_published_rows_of_another_province(self, tmp_path):
        rows = gold("component_metrics.csv")
        for row in rows:
            row["metric_code"] = {"ON_TIME": "2.1"}.get(row["metric_code"], row["metric_code"])
            if not row["numerator"]:  # there it stands for the portal's null
                row["numerator"] = row["denominator"] = "null"
        path = tmp_path / "metrics.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, [*rows[0]])
            writer.writeheader()
            writer.writerows(rows)
        table = read_counts(path)
        assert table.broken == ()
        results = {record.unit.code: score_counts(record) for record in table.records}
        for row in rows:
            found_one = results[row["unit_code"]].indicators
            key = {"2.1": "PROGRESS_ON_TIME"}.get(row["metric_code"], row["metric_code"])
            printed = row["api_score"]
            expected = Decimal(printed) if printed not in ("", "null") else 0
            assert found_one[key].points == expected
        assert len(results) == 6

    def test_the_column_no(self, read):
        table = read.table("unit_code,no,numerator,denominator\nH00.01,1.4,1,2\n")
        assert table.records[0].counts == {"DOSSIER_SYNC": Ratio(1, 2)}
        table = read.table("no,unit_code,indicator,numerator,denominator\n1,H00.01,1.4,1,2\n")
        assert table.records[0].counts == {"DOSSIER_SYNC": Ratio(1, 2)}
        assert table.extra[0] == {"DOSSIER_SYNC.no": "1", "no": "1"}

    @pytest.mark.parametrize("mark", ["", ".", ":", " –"])
    def test_a_number_may_stand_before_its_name(self, read, mark):
        name = "Tỷ lệ hồ sơ xử lý trước hạn, đúng hạn"
        table = read.table(f"Đơn vị;Chỉ số;Tử số;Mẫu số\nXã A;2.1{mark} {name};82;89\n")
        assert found(table) == []
        assert table.records[0].counts == {"PROGRESS_ON_TIME": Ratio(82, 89)}
        groups = "Đơn vị;Chỉ số;Điểm\nXã A;PROGRESS_ON_TIME Tiến độ;12\n"
        assert [code for _, code in found(read.table(groups))] == ["unknown-key"]

    @pytest.mark.parametrize(
        ("cells", "origin", "code"),
        [
            ("1.4;12,5;20;", "B2", "not-a-count"),
            ("1.4;1,000;2000;", "B2", "not-a-count"),
            ("1.4;12.5;20;", "B2", "not-a-count"),
            ("1.4;1;x;", "B2", "not-a-count"),
            ("1.4;=1+1;2;", "B2", "not-a-count"),
            ("1.4;#N/A;2;", "B2", "not-a-count"),
            ("1.4;" + "9" * 400 + ";2;", "B2", "not-a-count"),
            ("1.4;٣;9;", "B2", "not-a-count"),
            ("1.4;1;;", "B2", "not-counts"),
            ("1.4;null;2;", "B2", "not-counts"),
            ("1.4;null;;", "B2", "not-counts"),
            ("1.4;-1;2;", "B2", "negative-count"),
            ("1.4;−1;2;", "B2", "negative-count"),
            ("1.4;3;2;", "B2", "above-denominator"),
            ("1.9;1;2;", "A2", "unknown-key"),
            ("2.1 Giá trị thanh toán;1;2;", "A2", "unknown-key"),
            ("2.1 1.4;1;2;", "A2", "unknown-key"),
            (";1;2;", "A2", "unknown-key"),
            ("5.1;1;2;", "A2", "ambiguous-key"),
            ("CLGQ;1;2;", "A2", "not-counted"),
            ("CLGQ;;;12,01", "D2", "above-maximum"),
            ("CLGQ;;;x", "D2", "not-a-number"),
            ("1.4;1;2;;9", "F2", "cell-beyond-heads"),
        ],
    )
    def test_what_is_wrong_with_a_row(self, read, cells, origin, code):
        heads = "Chỉ số;Tử số;Mẫu số;Điểm;Tên đơn vị"
        indicator, first, second, score, *more = cells.split(";")
        row = [indicator, first, second, score, "UBND xã A", *more]
        table = read.table(f"{heads}\n{';'.join(row)}\n1.1;1;2;;UBND xã B\n")
        assert found(table) == [(f"counts.csv, {origin}", code)]
        assert table.broken == ("UBND xã A",)
        assert [record.unit.name for record in table.records] == ["UBND xã B"]

    def test_rows_of_one_unit_that_contradict_each_other(self, read):
        table = read.table(
            "Mã đơn vị;Tên đơn vị;Cấp;Chỉ số;Tử số;Mẫu số\n"
            "H00.01;UBND xã A;xã;1.4;1;2\n"
            "h00.01;UBND xã Á;tỉnh;DOSSIER_SYNC;1;2\n"
            "h00.01;UBND xã Á;tỉnh;1.1;1;2\n"
            "H00.02;UBND xã B;thôn;1.4;1;2\n"
            "H00.02;UBND xã B;thôn;1.1;1;2\n"
        )
        assert found(table) == [
            ("counts.csv, B3", "contradicting-unit"),
            ("counts.csv, C3", "contradicting-unit"),
            ("counts.csv, E3", "duplicate-key"),
            ("counts.csv, C5", "unknown-level"),
        ]
        assert table.broken == ("H00.01",)

    def test_a_code_that_is_written_once_as_in_merged_cells(self, read):
        table = read.table(
            "Mã đơn vị;Tên đơn vị;Cấp;Chỉ số;Tử số;Mẫu số\n"
            "H00.1;A;xã;2.1;1;2\n"
            ";A;xã;1.1;1;2\n"
            "H00.2;B;xã;1.1;1;2\n"
            ";C;xã;1.1;1;2\n"
        )
        assert [(p.origin, p.code, p.severity) for p in table.problems] == [
            ("counts.csv, B3", ProblemCode.UNITS_WITHOUT_CODE, Severity.WARNING),
            ("counts.csv, B2; counts.csv, B3", ProblemCode.HALF_CODED, Severity.WARNING),
        ]
        assert "2 of the units: A, C" in table.problems[0].message
        assert "'A' is there with a code and without, and was read as 2 units" in (
            table.problems[1].message
        )
        assert [record.unit.key for record in table.records] == ["H00.1", "A", "H00.2", "C"]
        told = (table.problems[1],)
        assert table.remarks == (told, told, (), ())

    def test_a_table_without_any_code(self, read):
        table = read.table("Tên đơn vị;Chỉ số;Tử số;Mẫu số\nA;1.4;1;2\nB;1.4;1;2\n")
        assert table.problems == ()

    def test_rows_that_are_no_figures(self, read):
        table = read.table(
            "Mã đơn vị;Chỉ số;Tử số;Mẫu số\n"
            "I. Khối xã;;;\n"
            ";;;\n"
            "Mã đơn vị;Chỉ số;Tử số;Mẫu số\n"
            "H00.01;1.4;1;2\n"
            ";1.1;1;2\n"
        )
        assert [(p.origin, p.code) for p in table.problems] == [
            ("counts.csv, 2", ProblemCode.ROW_LEFT_OUT),
            ("counts.csv, 4", ProblemCode.ROW_LEFT_OUT),
            ("counts.csv, 6", ProblemCode.NO_UNIT),
        ]
        assert table.broken == ("counts.csv, 6",)

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("Tên đơn vị;Chỉ số\nA;1.4\n", "no-counts"),
            ("Tên đơn vị;Chỉ số;Tử số;Điểm\nA;1.4;1;2\n", "no-counts"),
            ("Tên đơn vị;CKMB\nA;17\n", "no-counts"),
            ("C«ng khai; minh b¹ch\nTiÕn ®é;x\n", "legacy-letters"),
            ("Tên đơn vị;Chỉ số;Tử số;Mẫu số;Tử số\nA;1.4;1;2;3\n", "duplicate-key"),
            ("x" * 10_001, "cell-too-long"),
            ("%PDF", "unknown-format"),
        ],
    )
    def test_no_such_table(self, read, text, code):
        with pytest.raises(InvalidRecordError) as caught:
            read.table(text)
        assert [p.code for p in caught.value.problems] == [code]

    def test_a_table_stands_alone(self, read):
        path = read.write("a.json", progress())
        table = read.write("t.csv", "Tên đơn vị;Chỉ số;Tử số;Mẫu số\nA;1.4;1;2\n")
        with pytest.raises(InvalidRecordError, match=r"t\.csv.*not read together"):
            read_counts(path, table)

    @given(st.text(alphabet='ab1.;,"\n=-null²٣ \t', max_size=60))
    @settings(deadline=None)
    def test_any_text_below_the_heads(self, text):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "t.csv")
            path.write_text("Tên đơn vị;Chỉ số;Tử số;Mẫu số;Điểm\n" + text, "utf-8")
            assert sound_or_refused(path)


# --- anything else ------------------------------------------------------------------------------


def sound_or_refused(*paths):
    """Read files; whatever is in them, records can be scored, and nothing but ours is raised."""
    try:
        table = read_counts(*paths)
    except InvalidRecordError as error:
        return bool(error.text("vi"))
    assert isinstance(table, CountsTable)
    assert len(table.records) + len(table.broken) == table.rows
    assert len(table.records) == len(table.extra) == len(table.remarks)
    for record in table.records:
        score_counts(record)
    for problem in table.problems:
        assert problem.origin
        assert problem.line("vi")
        assert problem.to_dict("en")
    return True


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-(10**40), 10**40),
    st.floats(allow_nan=True),
    st.text(st.characters(), max_size=8),
    st.sampled_from(["\ud800", "\0", "H44", "u-1", "<b>", "=1+1"]),
)
KEYS = st.sampled_from(
    [
        *("data", "overview", "evaluation", "parent", "children", "metrics", "pagination"),
        *("departmentId", "departmentName", "departmentCode", "departmentType", "level"),
        *("code", "numerator", "denominator", "score", "maxScore", "totalScore", "totalPages"),
        *("totalReceived", "totalOnTime", "totalOverdue", "totalCompleted"),
    ]
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.one_of(KEYS, st.text(max_size=4)), inner, max_size=6),
    ),
    max_leaves=25,
)


def places_in(value, place=()):
    """Yield the place of everything inside a value of JSON."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in inside:
        yield (*place, key)
        if isinstance(part, dict | list):
            yield from places_in(part, (*place, key))


@st.composite
def mutated_responses(draw):
    """Draw one of the six responses in which a few things were dropped, replaced or repeated."""
    response = json.loads(json.dumps(draw(st.sampled_from(list(SMALL.values())))))
    for _ in range(draw(st.integers(1, 4))):
        places = list(places_in(response))
        if not places:
            break
        *above, last = draw(st.sampled_from(places))
        whole = response
        for key in above:
            whole = whole[key]
        change = draw(st.sampled_from(["drop", "replace", "rename", "repeat"]))
        if change == "drop":
            del whole[last]
        elif change == "replace":
            whole[last] = draw(JSON)
        elif isinstance(whole, dict):
            whole[draw(KEYS)] = whole.pop(last) if change == "rename" else whole[last]
        else:
            whole.append(whole[last])
    return response


def shortened(response):
    """Return a response with two of its units, for speed."""
    body = response["data"]
    units = "children" if "children" in body else "evaluation"
    return {"data": {**body, units: body[units][:2]}}


SMALL = {name: shortened(response) for name, response in all_six().items()}


class TestAnyJson:
    @given(JSON)
    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_arbitrary_values(self, value):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "p.json")
            path.write_text(json.dumps({"data": value}), "utf-8")
            assert sound_or_refused(path)

    @given(mutated_responses())
    @settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
    def test_mutated_responses(self, response):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "p.json")
            path.write_text(json.dumps(response), "utf-8")
            assert sound_or_refused(path)

    @given(st.lists(mutated_responses(), min_size=2, max_size=3), st.randoms())
    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_problems_do_not_depend_on_the_order_of_files(self, responses, random):
        with tempfile.TemporaryDirectory() as folder:
            paths = [Path(folder, f"{at}.json") for at in range(len(responses))]
            for path, response in zip(paths, responses, strict=True):
                path.write_text(json.dumps(response), "utf-8")
            try:
                table = read_counts(*paths)
            except InvalidRecordError:
                return
            random.shuffle(paths)
            assert read_counts(*paths) == table
