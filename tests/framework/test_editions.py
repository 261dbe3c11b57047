"""The facts of the shipped editions, against tables that were typed independently of them."""

from __future__ import annotations

import csv
import tomllib
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from attrs import evolve

from vn766.framework import Indicator, Status, Target, get_framework
from vn766.framework.elements import cited_values, walk
from vn766.framework.loader import EDITIONS, shipped_instruments
from vn766.framework.sources import Citation
from vn766.vocabulary import fold

if TYPE_CHECKING:
    from pathlib import Path

IDS = ("qd766", "portal-2025", "portal-2026")

NODES = """
transparency      CKMB            18  Công khai, minh bạch
progress          TDGQ            20  Tiến độ, kết quả giải quyết
online            ONLINE_SERVICE  22  Cung cấp dịch vụ trực tuyến
online.services   CLGQ            12  Dịch vụ công trực tuyến
online.payment    TTTT            10  Thanh toán trực tuyến
satisfaction      MDHL            18  Mức độ hài lòng
digitization      MDSH            22  Số hóa hồ sơ
"""

# no, code, node, maximum, rule (% of a target), 0/0, status of the rule, status of 0/0
COMPONENTS = """
1.1  PUBLISH_ON_TIME                    transparency    6  proportional null verified verified
1.2  PUBLIC_UPDATE_ON_TIME              transparency    4  proportional null verified verified
1.3  PUBLIC_CONTENT_FULL                transparency    2  proportional null verified inferred
1.4  DOSSIER_SYNC                       transparency    6  proportional null verified verified
2.1  PROGRESS_ON_TIME                   progress        20 proportional zero verified verified
2.2  PROGRESS_AVERAGE_TIME              progress        0  unscored     null inferred inferred
3.1  ONLINE_PROVIDED                    online.services 2  80           zero verified inferred
3.2  ONLINE_WITH_DOSSIERS               online.services 4  proportional zero verified inferred
3.3  ONLINE_FILED                       online.services 6  50           zero inferred inferred
3.4  PAYMENT_TRANSACTED                 online.payment  2  80           zero verified verified
3.5  PAYMENT_INTEGRATED                 online.payment  2  80           zero verified verified
3.6  PAYMENT_PAID_ONLINE                online.payment  6  proportional zero verified verified
5.1  PETITION_CLASSIFICATION_TTHC       satisfaction    0  unscored     null verified verified
5.1  PETITION_CLASSIFICATION_STAFF      satisfaction    0  unscored     null verified verified
5.2  PETITION_PROCESSING_ON_TIME        satisfaction    6  proportional full verified verified
5.3  PETITION_HANDLING_SATISFACTION     satisfaction    6  proportional full verified verified
5.4  DOSSIER_RECEIVING_SATISFACTION     satisfaction    6  90           zero verified verified
4.1  ORIGINAL_RESULT_AVAILABLE          digitization    6  proportional null verified verified
4.2  SO_HOA_GIAY_TO_GIAI_QUYET          digitization    4  proportional null disputed verified
4.3  REUSED_DIGITIZED_DATA              digitization    2  80           null verified verified
4.4  SYNCED_WITH_DVCQG_PERSONAL_STORAGE digitization    4  proportional null verified verified
4.5a CITIZEN_DATA_CONNECTED_FORMALITY   digitization    2  proportional null verified verified
4.5b CITIZEN_DATA_CONNECTED_DOSSIER     digitization    2  proportional null verified verified
4.6  ELECTRONIC_CERTIFIED_COPY          digitization    2  proportional full inferred verified
"""


def component(code: str) -> Indicator:
    return next(it for it in get_framework("portal-2026").indicators() if it.code == code)


@pytest.mark.parametrize("name", IDS)
class TestAll:
    def test_nodes(self, name: str) -> None:
        nodes = get_framework(name).nodes()
        rows = [f"{it.id} {it.code} {it.max_points} {it.label}" for it in nodes]
        assert rows == [" ".join(row.split()) for row in NODES.strip().splitlines()]

    def test_maxima_are_verified(self, name: str) -> None:
        assert {it.source.status for it in get_framework(name).nodes()} == {Status.VERIFIED}

    def test_bands(self, name: str) -> None:
        bands = get_framework(name).bands
        assert [f"{it.id} {it.min_points} {it.label}" for it in bands] == [
            "excellent 90 Xuất sắc",
            "good 80 Tốt",
            "fair 70 Khá",
            "average 50 Trung bình",
            "weak 0 Yếu",
        ]
        assert [str(it.source.status) for it in bands] == [
            *("verified", "inferred", "inferred", "verified", "verified")
        ]

    @pytest.mark.parametrize("label", ["Yếu / Kém", "Kém", "Yếu/Kém", "yeu"])
    def test_the_lowest_band_has_several_names(self, name: str, label: str) -> None:
        weak = get_framework(name).bands[-1]
        assert fold(label) in {fold(it) for it in (weak.label, *weak.aliases)}

    def test_no_tie_rule_is_official(self, name: str) -> None:
        ranking = get_framework(name).ranking
        assert (ranking.method, ranking.source.status) == ("competition", "inferred")

    def test_rounding(self, name: str) -> None:
        rounding = get_framework(name).rounding
        assert (rounding.decimals, rounding.mode) == (2, "half-up")

    @pytest.mark.parametrize(
        ("label", "node"),
        [
            ("Công khai minh bạch", "transparency"),
            ("CÔNG KHAI, MINH BẠCH", "transparency"),
            ("Tiến độ giải quyết", "progress"),
            ("Tiến độ giải quyết công việc", "progress"),
            ("Tiến độ giải quyết hồ sơ", "progress"),
            ("Tiến độ, kết quả giải quyết", "progress"),
            ("Dịch vụ trực tuyến", "online"),
            ("Cung cấp dịch vụ trực tuyến", "online"),
            ("Cung cấp dịch vụ công trực tuyến", "online online.services"),
            ("Dịch vụ công trực tuyến", "online.services"),
            ("Thanh toán trực tuyến", "online.payment"),
            ("Mức độ hài lòng", "satisfaction"),
            ("Số hoá hồ sơ", "digitization"),
            ("Kết quả số hóa hồ sơ", "digitization"),
            ("Số hóa hồ sơ, khai thác và sử dụng lại dữ liệu số hóa", "digitization"),
        ],
    )
    def test_labels_as_reports_print_them(self, name: str, label: str, node: str) -> None:
        found = [
            it.id
            for it in get_framework(name).nodes()
            if fold(label) in {fold(written) for written in (it.label, *it.aliases)}
        ]
        assert found == node.split()

    def test_a_figure_that_is_not_verified_says_why(self, name: str) -> None:
        for place, value in walk(get_framework(name)):
            if isinstance(value, Citation):
                assert value.locator if value.status is Status.VERIFIED else value.note, place

    def test_nothing_is_from_memory(self, name: str) -> None:
        cited = [it for _, it in walk(get_framework(name)) if isinstance(it, Citation)]
        assert Status.RECALLED not in {it.status for it in cited}

    def test_published_totals_of_each_class(self, name: str) -> None:
        seen = {it.label: it.published for it in get_framework(name).bands}
        figures = {label: (it.lowest, it.highest) for label, it in seen.items() if it}
        assert figures == {
            "Xuất sắc": (Decimal("90.96"), Decimal("98.63")),
            "Tốt": (Decimal("80.11"), Decimal("87.18")),
            "Khá": (Decimal("71.1"), Decimal("71.1")),
        }

    def test_every_citation_in_the_file_is_used(self, name: str) -> None:
        document = tomllib.loads((EDITIONS / f"{name.replace('-', '_')}.toml").read_text("utf-8"))
        used = {value for value in walk_sources(document) if value}
        assert used == set(document["citations"])


def walk_sources(value: object) -> list[str]:
    if isinstance(value, list):
        return [source for item in value for source in walk_sources(item)]
    if not isinstance(value, dict):
        return []
    own = [name for key, name in value.items() if key == "source" or key.endswith("_source")]
    return own + [source for item in value.values() for source in walk_sources(item)]


class TestIdentity:
    @pytest.mark.parametrize(
        ("name", "first", "last"),
        [
            ("qd766", date(2022, 6, 23), None),
            ("portal-2025", date(2022, 8, 1), date(2025, 12, 31)),
            ("portal-2026", date(2026, 1, 1), None),
        ],
    )
    def test_validity_is_inferred(self, name: str, first: date, last: date | None) -> None:
        validity = get_framework(name).validity
        assert validity is not None
        assert (validity.first_day, validity.last_day) == (first, last)
        assert validity.source.status is Status.INFERRED

    def test_each_edition_has_a_method_of_its_own(self) -> None:
        assert len({get_framework(name).method for name in IDS}) == len(IDS)

    @pytest.mark.parametrize("name", ["qd766", "portal-2025"])
    def test_districts_ended_with_june_2025(self, name: str) -> None:
        [ended] = get_framework(name).ended_levels
        assert (ended.level, ended.ended_on) == ("district", date(2025, 7, 1))

    def test_districts_ended_before_2026(self) -> None:
        assert "district" in get_framework("portal-2025").levels
        assert "district" not in get_framework("portal-2026").levels

    @pytest.mark.parametrize("name", ["qd766", "portal-2025"])
    def test_only_2026_has_component_rules(self, name: str) -> None:
        assert list(get_framework(name).indicators()) == []


class TestParties:
    @pytest.mark.parametrize(
        ("day", "evaluates", "portal"),
        [
            (date(2022, 6, 22), [], []),
            (date(2022, 6, 23), ["Văn phòng Chính phủ"], []),
            (date(2022, 8, 1), ["Văn phòng Chính phủ"], ["(Văn phòng Chính phủ)"]),
            (date(2026, 8, 4), ["Văn phòng Chính phủ"], ["(Văn phòng Chính phủ)"]),
            (date(2026, 8, 5), ["Bộ Tư pháp"], ["(Bộ Công an)"]),
            (date(2026, 8, 6), ["Bộ Tư pháp"], ["(Bộ Công an)"]),
        ],
    )
    def test_who_evaluates_and_where(
        self, day: date, evaluates: list[str], portal: list[str]
    ) -> None:
        there = [it for it in get_framework().parties if it.covers(day)]
        assert [it.label for it in there if it.role == "evaluates"] == evaluates
        published = [it.label for it in there if it.role == "publishes"]
        assert published == [f"Cổng Dịch vụ công quốc gia {it}" for it in portal]

    def test_who_is_scored(self) -> None:
        [scored] = [it for it in get_framework().parties if it.role == "scored"]
        assert "Bảo hiểm xã hội Việt Nam" in scored.label
        assert scored.source.status is Status.VERIFIED


class TestComponents:
    def test_the_whole_table(self) -> None:
        rows = [
            f"{it.no} {it.code} {node.id} {it.max_points} "
            f"{it.rule.target_percent if isinstance(it.rule, Target) else it.rule.kind} "
            f"{it.zero.rule} {it.rule.source.status} {it.zero.source.status}"
            for node in get_framework("portal-2026").nodes()
            for it in node.indicators
        ]
        assert rows == [" ".join(row.split()) for row in COMPONENTS.strip().splitlines()]

    def test_they_add_up_to_their_nodes(self) -> None:
        sums = {
            node.id: sum(it.max_points for it in node.indicators)
            for node in get_framework("portal-2026").nodes()
            if node.indicators
        }
        assert sums == {
            "transparency": 18,
            "progress": 20,
            "online.services": 12,
            "online.payment": 10,
            "satisfaction": 18,
            "digitization": 22,
        }

    def test_4_2_keeps_both_rules_and_is_disputed(self) -> None:
        indicator = component("SO_HOA_GIAY_TO_GIAI_QUYET")
        [variant] = indicator.variants
        assert indicator.rule.kind == "proportional"
        assert isinstance(variant.rule, Target)
        assert variant.rule.target_percent == 80
        assert indicator.rule.source.status == variant.rule.source.status == "disputed"

    def test_3_1_is_not_for_communes(self) -> None:
        levels = {
            it.code: it.levels for it in get_framework("portal-2026").indicators() if it.levels
        }
        assert levels == {"ONLINE_PROVIDED": ("ministry", "province", "department")}

    def test_what_is_scored_says_what_it_counts(self) -> None:
        for it in get_framework("portal-2026").indicators():
            assert bool(it.numerator and it.denominator) == (it.rule.kind != "unscored")

    def test_4_2_as_the_portal_printed_it(self) -> None:
        # The rule as data, reckoned by hand: 83,48 % gave 3,34 points, 92,20 % gave 3,69.
        points = component("SO_HOA_GIAY_TO_GIAI_QUYET").max_points
        for rate, printed in (("83.48", "3.34"), ("92.20", "3.69")):
            assert abs(points * Decimal(rate) / 100 - Decimal(printed)) <= Decimal("0.005")


class TestInstruments:
    def test_each_is_there_once(self) -> None:
        path = EDITIONS.with_name("instruments.toml")
        ids = [it["id"] for it in tomllib.loads(path.read_text("utf-8"))["instruments"]]
        assert len(ids) == len(set(ids))

    def test_dates(self) -> None:
        path = EDITIONS.with_name("instruments.toml")
        listed = tomllib.loads(path.read_text("utf-8"))["instruments"]
        dates = {it["number"]: it["issued_on"] for it in listed if "issued_on" in it}
        assert dates == {
            "766/QĐ-TTg": date(2022, 6, 23),
            "30/2020/NĐ-CP": date(2020, 3, 5),
            "09/2025/QĐ-TTg": date(2025, 4, 14),
            "892/QĐ-UBND": date(2023, 4, 28),
            "895/QĐ-UBND": date(2023, 4, 28),
            "76/NQ-CP": date(2021, 7, 15),
            "367/2025/NĐ-CP": date(2025, 12, 31),
            "29/2026/QĐ-TTg": date(2026, 6, 4),
            "224/2026/NĐ-CP": date(2026, 6, 24),
            "309/2026/NĐ-CP": date(2026, 8, 5),
            "310/2026/NĐ-CP": date(2026, 8, 5),
            "87/UBND": date(2023, 7, 5),
        }

    def test_days_of_force(self) -> None:
        dated = {it.number: it for it in shipped_instruments()}
        assert {it.number: it.in_force_from for it in dated.values() if it.in_force_from} == {
            "766/QĐ-TTg": date(2022, 6, 23),
            "224/2026/NĐ-CP": date(2026, 7, 1),
            "29/2026/QĐ-TTg": date(2026, 7, 20),
            "309/2026/NĐ-CP": date(2026, 8, 5),
        }
        ended = {it.number: (it.ended_on, it.ended_by) for it in dated.values() if it.ended_on}
        assert ended == {
            "42/2022/NĐ-CP": (date(2026, 7, 1), "nd-224-2026"),
            "31/2021/QĐ-TTg": (date(2026, 7, 20), "qd-29-2026"),
        }

    def test_an_end_is_the_day_on_which_what_ends_it_comes_into_force(self) -> None:
        instruments = {it.id: it for it in shipped_instruments()}
        for it in instruments.values():
            if it.ended_by is not None:
                assert it.ended_on == instruments[it.ended_by].in_force_from
            assert (it.ended_by is None) == (it.ended_on is None)


def test_published_provinces_stay_within_the_maxima(data: Path) -> None:
    framework = get_framework("portal-2026")
    maxima = {it.code: it.max_points for it in framework.nodes()}
    with (data / "provinces_2026-10-05.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for code in ("CKMB", "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH"):
                assert 0 <= Decimal(row[code]) <= maxima[code]


def test_names_of_classes_without_a_source_are_not_said_to_have_one() -> None:
    edition = get_framework()
    own = evolve(edition, class_names_source=None)
    paths = [[path for path, _, _ in cited_values(each)] for each in (edition, own)]
    assert [path for path in paths[0] if path not in paths[1]] == ["bands.label"]
