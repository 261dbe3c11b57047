"""Documents out of results: every figure is that of the data (real: tests/data/reports.csv)."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import csv
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import get_args

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from vn766.errors import InvalidDocumentError, InvalidRecordError, NotComparableError
from vn766.nd30 import layout
from vn766.nd30.model import Frame, Heading, Items, Signature, Table
from vn766.period import Month, Quarter, Year
from vn766.records import Published, Ratio, Unit, UnitCounts, UnitPoints
from vn766.report import builders
from vn766.report.additions import Additions
from vn766.report.fields import DocumentKind
from vn766.report.figures import default_texts
from vn766.report.tables import ComponentColumn, points_table
from vn766.score import classify, rank_units, score_counts, score_points
from vn766.vi import parse_period, parse_rank

REPORTS = Path(__file__).parents[1] / "data" / "reports.csv"
COLUMNS = {
    "transparency": "cong_khai_18",
    "progress": "tien_do_20",
    "online.services": "dvctt_12",
    "online.payment": "thanh_toan_10",
    "satisfaction": "hai_long_18",
    "digitization": "so_hoa_22",
}


def published_results():
    """Return the results of the five real documents; the first one's online points are whole."""
    with REPORTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        points = {node: row[column] for node, column in COLUMNS.items() if row[column]}
        if row["period"] == "Quý II/2023":
            points["online"] = "15.2"
        rank, of = None, None
        if "/" in row["rank_published"]:
            rank, of = parse_rank(row["rank_published"])
        elif row["rank_published"]:
            rank = int(row["rank_published"])
        total = row["total_published"]
        yield score_points(
            UnitPoints(
                unit=Unit(name=row["unit"].partition(" (")[0], code=row["code"] or None),
                period=parse_period(row["period"].partition(" (")[0]),
                points=points,
                published=Published(
                    total=Decimal(total) if total else None,
                    rank=rank,
                    of=of,
                    pool="đơn vị" if rank else None,  # which the reports say in their titles
                    band=row["xep_loai_published"] or None,
                    source="Cổng Dịch vụ công quốc gia",
                ),
            )
        )


HIEP_TAN_QUARTER, HIEP_TAN_MONTH, MY_HAO, HOA_THANG, PHU_TAN_1, PHU_TAN_2 = published_results()


AUGUST = Month(2025, 8)


def lines_of(document):
    """Return all printed texts of a document's body, tables and annexes apart."""
    printed = layout.body_lines(document)
    return [it.text.replace("\u00a0", " ") for it in printed if not isinstance(it, Table)]


def body_of(document):
    return "\n".join(lines_of(document))


def annex_table(document):
    (annex,) = document.annexes
    (table,) = annex.blocks
    return table


def codes(build):
    with pytest.raises(InvalidDocumentError) as caught:
        build()
    return [(str(it.code), ".".join(map(str, it.path))) for it in caught.value.problems]


@pytest.fixture
def report_frame(frame):
    return evolve(frame, symbol="BC-UBND")


def scored(name="UBND xã A", level=None, **points):
    full = {
        "transparency": 18,
        "progress": "18,72",
        "online.services": "7,93",
        "online.payment": "7,36",
        "satisfaction": 18,
        "digitization": "17,08",
    }
    given = {key.replace("_", "."): value for key, value in points.items()}
    return score_points(full | given, unit=Unit(name=name, level=level), period=AUGUST)


class TestClassificationReport:
    def test_the_figures_of_a_real_one(self, report_frame):
        document = builders.classification_report([HIEP_TAN_QUARTER], frame=report_frame)
        assert annex_table(document).rows == (
            ("1", "UBND phường Hiệp Tân", "0,3", "18,4", "15,2", "18", "19,2", "71,1", "Khá"),
        )
        heads = [column.heads[0].text for column in annex_table(document).columns]
        assert heads[2:7] == [
            "Công khai, minh bạch (điểm đạt/18)",
            "Tiến độ, kết quả giải quyết (điểm đạt/20)",
            "Cung cấp dịch vụ trực tuyến (điểm đạt/22)",
            "Mức độ hài lòng (điểm đạt/18)",
            "Số hóa hồ sơ (điểm đạt/22)",
        ]
        assert "UBND phường Hiệp Tân đạt 71,1/100 điểm, xếp loại Khá." in body_of(document)
        assert document.subject.endswith("trên địa bàn phường An Bình Quý II/2023")
        assert document.basis[0].startswith(
            "Căn cứ Quyết định số 766/QĐ-TTg ngày 23/6/2022 của Thủ tướng Chính phủ phê duyệt"
        )

    def test_counts_classes_and_names_who_is_incomplete(self, report_frame):
        units = [
            scored("A"),
            scored("B", transparency=0),
            scored("C"),
            scored("D", digitization=None),
        ]
        document = builders.classification_report(units, frame=report_frame)
        text = body_of(document)
        assert "- 02 đơn vị xếp loại Tốt;\n- 01 đơn vị xếp loại Trung bình." in text
        assert "Chưa đủ số liệu để xếp loại: D." in text
        assert "của 04 đơn vị trên địa bàn phường An Bình" in text
        assert annex_table(document).rows[3][-3:] == ("-", "-", "-")

    def test_none_of_several_has_a_class(self, report_frame):
        units = [scored("A", progress=None), scored("B", progress=None)]
        document = builders.classification_report(units, frame=report_frame)
        assert "Chưa đủ số liệu để xếp loại: A; B." in body_of(document)
        assert not any(isinstance(block, Items) for block in document.body)

    def test_a_ranking_is_printed_in_its_order(self, report_frame):
        ranking = rank_units([scored("A", progress=10), scored("B"), scored("C")], pool="xã")
        document = builders.classification_report(ranking, frame=report_frame)
        rows = annex_table(document).rows
        assert [(row[1], row[-1]) for row in rows] == [("B", "1/3"), ("C", "1/3"), ("A", "3/3")]
        table = annex_table(document)
        assert table.columns[-1].heads[0].text == "Thứ hạng"
        assert table.notes[0] == "Thứ hạng xếp trong nhóm: xã."

    def test_several_pools_stand_beside_their_ranks(self, report_frame):
        units = [
            scored(name, level)
            for name, level in (
                ("A", "commune"),
                ("B", "department"),
                ("C", "commune"),
                ("D", None),
            )
        ]
        table = annex_table(builders.classification_report(rank_units(units), frame=report_frame))
        assert [column.heads[0].text for column in table.columns[-2:]] == [
            "Nhóm xếp hạng",
            "Thứ hạng",
        ]
        assert sorted((row[1], *row[-2:]) for row in table.rows) == [
            ("A", "xã, phường, đặc khu", "1/2"),
            ("B", "sở, ban, ngành", "1/1"),
            ("C", "xã, phường, đặc khu", "1/2"),
            ("D", "-", "-"),
        ]
        assert not any("nhóm" in note for note in table.notes)

    def test_a_published_pool_comes_before_that_of_the_ranking(self, report_frame):
        units = [evolve_published(HIEP_TAN_MONTH, pool="phường", rank=1, of=1)]
        ranking = rank_units(units, pool="đơn vị")
        table = annex_table(builders.classification_report(ranking, frame=report_frame))
        assert (table.notes[0], table.rows[0][-1]) == ("Thứ hạng xếp trong nhóm: phường.", "1/1")

    def test_needs_a_result(self, report_frame):
        with pytest.raises(ValueError, match="at least one"):
            builders.classification_report([], frame=report_frame)


class TestMonthlyLetter:
    def test_the_figures_of_a_real_one(self, frame):
        document = builders.monthly_letter(
            evolve_published(HIEP_TAN_MONTH, pool="xã, phường"),
            frame=frame,
            additions=Additions(tasks="Hướng dẫn người dân.", requests="Cập nhật bộ thủ tục."),
        )
        text = body_of(document)
        assert "đạt 69,81/100 điểm, xếp loại Trung bình, xếp hạng 7/8 xã, phường." in text
        assert (
            "Các nhóm chỉ số có tỷ lệ điểm đạt thấp hơn: Dịch vụ công trực tuyến 7/12 điểm; "
            "Thanh toán trực tuyến 8/10 điểm; Số hóa hồ sơ 18,9/22 điểm."
        ) in text
        assert "1. Hướng dẫn người dân." in text
        assert "Kiến nghị:\n- Cập nhật bộ thủ tục." in text
        assert annex_table(document).rows[0][2:5] == ("7", "8", "18,9")

    def test_nothing_is_low_where_all_points_are_full(self, frame):
        full = {"transparency": 18, "progress": 20, "online.services": 12, "online.payment": 10}
        result = scored(
            **{key.replace(".", "_"): value for key, value in full.items()},
            satisfaction=18,
            digitization=22,
        )
        document = builders.monthly_letter(result, frame=frame)
        assert "đạt thấp hơn" not in body_of(document)
        assert "yêu cầu" not in body_of(document)

    def test_a_group_that_is_known_whole_is_printed_whole(self, frame):
        result = known_by(online="15,2", progress=18)
        document = builders.monthly_letter(result, frame=frame)
        heads = [column.heads[0].text for column in annex_table(document).columns]
        assert heads[2:4] == [
            "Tiến độ, kết quả giải quyết (điểm đạt/20)",
            "Cung cấp dịch vụ trực tuyến (điểm đạt/22)",
        ]
        assert "Cung cấp dịch vụ trực tuyến 15,2/22 điểm." in body_of(document)

    def test_so_many_are_named_as_asked(self, frame):
        document = builders.monthly_letter(scored(), frame=frame, low=1)
        assert "điểm đạt thấp hơn: Dịch vụ công trực tuyến 7,93/12 điểm." in body_of(document)
        assert "đạt thấp hơn" not in body_of(builders.monthly_letter(scored(), frame=frame, low=0))


def known_by(**points):
    """Return the result of a unit that is known by some points and its published total."""
    published = Published(total=60, source="Cổng")
    record = UnitPoints(unit=Unit(name="A"), period=AUGUST, points=points, published=published)
    return score_points(record)


def evolve_published(result, **changes):
    """Return a result whose published figures say something more."""
    points = {
        node.id: node.points
        for node in result.nodes.values()
        if (node.points is not None and "." in node.id) or node.id in {"progress", "digitization"}
    }
    return score_points(
        UnitPoints(
            unit=result.unit,
            period=result.period,
            points=points,
            published=evolve(result.published, **changes),
        )
    )


COUNTS = {
    "PROGRESS_ON_TIME": Ratio(628, 640),
    "ORIGINAL_RESULT_AVAILABLE": Ratio(9245, 10000),
    "SO_HOA_GIAY_TO_GIAI_QUYET": (8711, 10000),
    "ELECTRONIC_CERTIFIED_COPY": (17, 17),
}
TOTAL = Published(total=70, source="Cổng")


def counted(counts=None, **changes):
    record = UnitCounts(
        unit=Unit(name="UBND xã A", code="H99.27", level="commune"),
        period=Month(2026, 6),
        counts=COUNTS if counts is None else counts,
        published=TOTAL,
    )
    return score_counts(evolve(record, **changes))


class TestComponents:
    @pytest.fixture
    def frame(self, frame):
        return evolve(frame, issued_on=date(2026, 7, 2))

    def test_of_the_usual_annex(self, frame):
        since = counted({"4.6": (51, 51)}, period=Month(2026, 6, up_to=True), published=None)
        document = builders.monthly_letter(counted(), frame=frame, cumulative=since)
        table = annex_table(document)
        assert table.rows == (
            ("1", "UBND xã A", "H99.27", "-", "12", "-", "-", "92,45", "87,11", "17", "51"),
        )
        rows = layout.head_rows(table)
        assert [cell.text for cell in rows[0]][-1] == "Kết quả số hóa hồ sơ"
        assert rows[0][-1].columns == 4
        assert list(layout.notes_of(table)) == [
            "(*) Số hồ sơ quá hạn.",
            "(**) Lũy kế từ đầu năm.",
            "Dấu “-”: chưa có số liệu.",
        ]

    def test_without_figures_since_the_beginning_of_the_year(self, frame):
        table = annex_table(builders.monthly_letter(counted(), frame=frame))
        assert len(table.columns) == 10

    def test_each_way_to_show_one(self, frame):
        shown = ("points", "percent", "numerator", "denominator", "difference")
        columns = [
            ComponentColumn(heads=way, of="ORIGINAL_RESULT_AVAILABLE", shows=way) for way in shown
        ]
        columns += [
            ComponentColumn(heads="a", of="progress"),
            ComponentColumn(heads="b", of="progress", shows="percent"),
            ComponentColumn(heads="c", of="DOSSIER_SYNC", shows="difference"),
            ComponentColumn(heads="d", of="DOSSIER_SYNC", cumulative=True),
        ]
        document = builders.monthly_letter(counted(), frame=frame, components=columns)
        assert annex_table(document).rows[0][3:] == (
            "5,55",
            "92,45",
            "9.245",
            "10.000",
            "755",
            "19,63",
            "98,15",
            "-",
            "-",
        )

    def test_of_what_is_not_there(self, frame):
        columns = [
            ComponentColumn(heads="a", of="ORIGINAL_RESULT"),
            ComponentColumn(heads="b", of="x"),
        ]
        build = lambda: builders.monthly_letter(counted(), frame=frame, components=columns)  # noqa: E731
        assert codes(build) == [
            ("unknown-key", "components.0.of"),
            ("unknown-key", "components.1.of"),
        ]

    def test_a_unit_without_name_and_code(self, frame):
        nameless = score_points({"progress": 10})
        texts = {"opening": "Kết quả.", "subject": "a", "closing": "Hết.", "annex_title": "b"}
        table = annex_table(
            builders.monthly_letter(
                nameless,
                frame=frame,
                texts=texts,
                components=[ComponentColumn(heads="x", of="progress")],
            )
        )
        assert table.rows == (("1", "-", "10"),)


class TestOfficeLetter:
    def test_the_figures_of_a_real_one(self, frame):
        document = builders.office_letter(
            MY_HAO, frame=frame, additions=Additions(tasks="Tăng cường.")
        )
        assert [line for line in lines_of(document) if line.startswith("- ")] == [
            "- Công khai, minh bạch: 7,3/18 điểm.",
            "- Tiến độ, kết quả giải quyết: 19,8/20 điểm.",
            "- Thanh toán trực tuyến: 7,9/10 điểm.",
            "- Số hóa hồ sơ: 17,6/22 điểm.",
        ]
        assert document.annexes == ()

    def test_names_units_below_a_percent_exactly(self, frame):
        units = [scored("A", online_payment="4,99"), scored("B", online_payment=5), scored("C")]
        document = builders.office_letter(scored(), frame=frame, units=units, below=50)
        (sentence,) = [line for line in lines_of(document) if "dưới 50%" in line]
        assert "thanh toán trực tuyến dưới 50% số điểm tối đa gồm: A." in sentence
        assert "Tổng điểm: 87,09/100 điểm, xếp loại Tốt." in body_of(document)
        assert [row[5] for row in annex_table(document).rows] == ["4,99", "5,00", "7,36"]

    def test_nobody_lags_behind(self, frame):
        units = [scored("A"), scored("B", online_payment=None)]
        document = builders.office_letter(scored(), frame=frame, units=units, below="12,5")
        assert "gồm" not in body_of(document)
        assert "đề nghị các cơ quan" not in body_of(document)

    def test_groups_in_the_order_asked_for(self, frame):
        nodes = ["digitization", "progress"]
        units = [scored("A", progress=None), scored("B", progress=None)]
        document = builders.office_letter(scored(), frame=frame, nodes=nodes, units=units)
        assert lines_of(document)[1].startswith("- Số hóa hồ sơ: 17,08/22")
        assert [column.heads[0].text for column in annex_table(document).columns][2:] == [
            "Số hóa hồ sơ (điểm đạt/22)"
        ]

    def test_what_is_asked_for_and_not_there(self, frame):
        build = lambda **more: builders.office_letter(MY_HAO, frame=frame, **more)  # noqa: E731
        assert codes(lambda: build(nodes=["progres"])) == [("unknown-key", "nodes.progres")]
        assert codes(lambda: build(nodes=["satisfaction"])) == [("figure-not-known", "texts.group")]
        assert codes(lambda: build(below=50, weak="x")) == [("unknown-key", "nodes.x")]
        with pytest.raises(InvalidRecordError):
            build(below="-1")


class TestDisclosureLetter:
    def test_the_figures_of_a_real_one(self, frame):
        document = builders.disclosure_letter(
            evolve_real(HOA_THANG, pool="xã, phường, đặc khu"), frame=frame
        )
        text = body_of(document)
        assert "với tổng điểm 87,09/100 điểm, xếp loại Tốt, xếp thứ 5/65 xã, phường" in text
        assert lines_of(document)[2:9] == [
            "1. Công khai, minh bạch: 18/18 điểm, tỷ lệ 100%.",
            "2. Tiến độ, kết quả giải quyết: 18,72/20 điểm, tỷ lệ 93,6%.",
            "3. Cung cấp dịch vụ trực tuyến:",
            "- Dịch vụ công trực tuyến: 7,93/12 điểm, tỷ lệ 66,08%.",
            "- Thanh toán trực tuyến: 7,36/10 điểm, tỷ lệ 73,6%.",
            "4. Mức độ hài lòng: 18/18 điểm, tỷ lệ 100%.",
            "5. Số hóa hồ sơ: 17,08/22 điểm, tỷ lệ 77,64%.",
        ]

    def test_tasks_of_departments(self, frame):
        tasks = {"Các phòng": ["Giải quyết đúng hạn."], "Trung tâm": ["Theo dõi.", "Đôn đốc."]}
        text = body_of(
            builders.disclosure_letter(scored(), frame=frame, additions=Additions(duties=tasks))
        )
        assert "II. NHIỆM VỤ" in text
        assert "1. Các phòng\n- Giải quyết đúng hạn.\n2. Trung tâm\n- Theo dõi.\n- Đôn đốc." in text

    def test_a_group_published_whole_and_one_not_known(self, frame):
        result = known_by(online="15,2", progress=18)
        lines = lines_of(builders.disclosure_letter(result, frame=frame))
        assert "3. Cung cấp dịch vụ trực tuyến: 15,2/22 điểm, tỷ lệ 69,09%." in lines
        assert "1. Công khai, minh bạch: chưa có số liệu." in lines

    def test_one_part_is_not_known(self, frame):
        result = known_by(**{"online.payment": 8})
        lines = lines_of(builders.disclosure_letter(result, frame=frame))
        assert "- Dịch vụ công trực tuyến: chưa có số liệu." in lines
        assert "- Thanh toán trực tuyến: 8/10 điểm, tỷ lệ 80%." in lines

    def test_a_table_says_which_part_of_a_group_is_not_known(self):
        result = known_by(**{"online.payment": 8})
        table = points_table([result], result.framework.groups, title="")
        known = "dịch vụ công trực tuyến: chưa có số liệu; thanh toán trực tuyến 8/10"
        assert table.rows[0][2:7] == ("-", "-", known, "-", "-")


def evolve_real(result, **changes):
    leaves = [node for node in result.framework.nodes() if not node.children]
    return score_points(
        UnitPoints(
            unit=result.unit,
            period=result.period,
            points={node.id: result.nodes[node.id].points for node in leaves},
            published=evolve(result.published, **changes),
        )
    )


class TestDistrictReport:
    def test_the_figures_of_a_real_one(self, report_frame):
        document = builders.district_report([PHU_TAN_2, PHU_TAN_1], frame=report_frame)
        (table,) = [block for block in document.body if isinstance(block, Table)]
        assert table.rows == (
            ("01/2025", "80,11", "TỐT", "2"),
            ("02/2025", "87,18", "TỐT", "02/11"),
        )
        text = body_of(document)
        assert "đạt 87,18/100 điểm, xếp hạng 2/11 đơn vị, xếp loại TỐT; tăng 7,07 điểm" in text
        assert "so với tháng 01/2025" in text

    def test_a_ranking_of_its_units_is_annexed(self, report_frame):
        ranking = rank_units([scored("A"), scored("B", progress=20)], pool="xã")
        document = builders.district_report(
            [PHU_TAN_2],
            frame=report_frame,
            ranking=ranking,
            additions=Additions(tasks="Rà soát.", duties={"Phòng Tư pháp": "Theo dõi."}),
        )
        assert [row[1] for row in annex_table(document).rows] == ["B", "A"]
        assert "1. Rà soát.\n2. Phòng Tư pháp:\n- Theo dõi." in body_of(document)
        assert not any(isinstance(block, Table) for block in document.body)

    @pytest.mark.parametrize(
        ("before", "after", "said"),
        [(80, 79, "giảm 1 điểm so với"), (80, 80, "không thay đổi so với"), (None, 80, None)],
    )
    def test_the_change_since_the_period_before(self, report_frame, before, after, said):
        months = [known(before, Month(2025, 1)), known(after, Month(2025, 2))]
        text = body_of(builders.district_report(months, frame=report_frame))
        assert (said in text) if said else ("so với" not in text)

    def test_the_change_since_the_beginning_of_the_year(self, report_frame):
        months = [known(total, Month(2025, total - 78, up_to=True)) for total in (79, 80)]
        text = body_of(builders.district_report(months, frame=report_frame))
        assert "tăng 1 điểm so với kết quả đến tháng 01/2025" in text.replace("\u00a0", " ")

    def test_other_periods_are_called_by_their_kind(self, report_frame):
        for period, head, cell in (
            (Month(2025, 8, up_to=True), "Kỳ", "đến tháng 8/2025"),
            (Quarter(2025, 1), "Quý", "Quý I/2025"),
            (Year(2025), "Năm", "năm 2025"),
        ):
            earlier = evolve(period, year=2024)
            series = [known(80, period), known(79, earlier)]
            document = builders.district_report(series, frame=report_frame)
            (table,) = [block for block in document.body if isinstance(block, Table)]
            assert table.columns[0].heads[0].text == head
            assert table.rows[1][0] == cell

    def test_what_makes_no_series_is_refused(self, report_frame):
        def refused(*series):
            with pytest.raises(NotComparableError) as caught:
                builders.district_report(series, frame=report_frame)
            return [str(it.code) for it in caught.value.problems]

        january = known(80, Month(2025, 1))
        assert refused(january, january) == ["series-of-periods"]
        assert refused(january, known(80, Quarter(2025, 1))) == ["series-of-periods"]
        assert "series-of-periods" in refused(january, known(80, None))
        assert refused(january, known(80, Month(2025, 2), name="B")) == ["series-of-units"]
        assert refused(january, known(80, Month(2026, 2)))[0] == "different-frameworks"
        with pytest.raises(ValueError, match="at least one"):
            builders.district_report([], frame=report_frame)


def known(total, period, name="huyện A"):
    published = Published(total=total, source="Cổng")
    return score_points(UnitPoints(unit=Unit(name=name), period=period, published=published))


class TestFigures:
    def test_published_figures_have_a_source(self, frame):
        result = score_points(
            UnitPoints(unit=Unit(name="A"), period=Month(2025, 8), published=Published(total=80))
        )
        assert codes(lambda: builders.disclosure_letter(result, frame=frame)) == [
            ("source-missing", "published.source")
        ]
        document = builders.disclosure_letter(result, frame=frame, source="Cổng")
        assert document.provenance.source == "Cổng"

    @pytest.mark.parametrize(
        ("rank", "of", "refused"),
        [(1, 3, False), (2, 3, False), (3, 3, True), (3, 65, False), (3, None, True)],
    )
    def test_a_published_rank_agrees_with_the_ranking(self, frame, rank, of, refused):
        points = dict.fromkeys(COLUMNS, 10)
        own = UnitPoints(
            unit=Unit(name="A"),
            period=Month(2025, 8),
            points=points,
            published=Published(rank=rank, of=of, source="Cổng"),
        )
        others = [
            UnitPoints(unit=Unit(name=name), period=Month(2025, 8), points=points | {"progress": p})
            for name, p in (("B", 10), ("C", 9))
        ]
        ranking = rank_units(map(score_points, [own, *others]), pool="xã")
        build = lambda: builders.disclosure_letter(score_points(own), frame=frame, ranking=ranking)  # noqa: E731
        if refused:
            assert codes(build) == [("rank-differs", "published.rank")]
        else:
            assert f"xếp thứ {rank}/{of or 3} xã" in body_of(build())

    def test_a_published_rank_names_its_pool(self, frame):
        points, printed = {"progress": 10}, Published(rank=1, of=3, source="Cổng")
        record = UnitPoints(unit=Unit(name="A"), points=points, published=printed)
        result = score_points(record)
        build = lambda: builders.disclosure_letter(result, frame=frame)  # noqa: E731
        assert ("rank-without-pool", "published.pool") in codes(build)

    def test_a_rank_among_levels_names_that_of_the_unit(self, frame):
        own, other = (
            score_points(
                UnitPoints(
                    unit=Unit(name=name, level=level),
                    period=Month(2025, 8),
                    points=dict.fromkeys(COLUMNS, 10),
                )
            )
            for name, level in (("A", "commune"), ("B", "department"))
        )
        ranking = rank_units([own, other])
        letter = builders.disclosure_letter(own, frame=frame, ranking=ranking)
        assert "xếp thứ 1/1 xã, phường, đặc khu" in body_of(letter)

    def test_a_rank_comes_from_the_ranking(self, frame):
        own = scored("A")
        ranking = rank_units([own, scored("B", progress=20)], pool="xã")
        text = body_of(builders.disclosure_letter(own, frame=frame, ranking=ranking))
        assert "xếp thứ 2/2 xã" in text
        elsewhere = builders.disclosure_letter(scored("C"), frame=frame, ranking=ranking)
        assert "xếp thứ" not in body_of(elsewhere)

    def test_what_is_needed_and_not_known(self, frame):
        result = score_points({"progress": 18}, unit=Unit(name="A"), period=Month(2025, 8))
        assert codes(lambda: builders.disclosure_letter(result, frame=frame)) == [
            ("figure-not-known", "texts.opening")
        ]
        nameless = score_points({"progress": 18})
        found = codes(lambda: builders.monthly_letter(nameless, frame=frame))
        assert ("figure-not-known", "texts.subject") in found

    @pytest.mark.parametrize("kind", get_args(DocumentKind))
    def test_a_document_names_the_source_that_was_given_and_no_other(self, frame, kind):
        frame = frame if kind.endswith("letter") else evolve(frame, symbol="BC-UBND")
        its = {"frame": frame, "texts": {"provenance": ""}}
        assert "Cổng Dịch vụ công" not in body_of(BUILT[kind](**its))
        named = body_of(BUILT[kind](**its, source="Hệ thống Y"))
        assert (" trên Hệ thống Y" in named) == (kind != "district-report")

    def test_provenance_is_a_sentence_and_can_be_left_out(self, frame):
        record = UnitPoints(
            unit=Unit(name="A"),
            period=Month(2025, 8),
            points=dict.fromkeys(COLUMNS, 10),
            retrieved_at=datetime.fromisoformat("2025-09-04T15:10:00"),
            provisional=True,
        )
        result = score_points(record)
        document = builders.disclosure_letter(result, frame=frame, source="Cổng")
        assert document.provenance.text in body_of(document)
        assert "15 giờ 10 phút ngày 04/9/2025" in body_of(document)
        assert "(Số liệu tạm thời, trích xuất từ Cổng lúc" in body_of(document)
        without = builders.disclosure_letter(result, frame=frame, texts={"provenance": ""})
        assert "trích xuất" not in body_of(without)


def _units():
    return [scored("A", online_payment=1), scored("B"), scored("C", progress=None)]


ADDED = Additions(tasks="a", requests="b")
BUILT = {
    "classification-report": lambda **its: builders.classification_report(
        _units(), additions=ADDED, **its
    ),
    "monthly-letter": lambda **its: builders.monthly_letter(scored(), additions=ADDED, **its),
    "office-letter": lambda **its: builders.office_letter(
        scored(), units=_units(), additions=ADDED, below=50, **its
    ),
    "disclosure-letter": lambda **its: builders.disclosure_letter(
        known_by(progress=18, **{"online.payment": 8}), additions=ADDED, **its
    ),
    "district-report": lambda **its: builders.district_report(
        [known(79, Month(2025, 1)), known(80, Month(2025, 2))],
        ranking=rank_units(_units(), pool="xã"),
        additions=ADDED,
        **its,
    ),
}


class TestTexts:
    def test_are_replaced_one_by_one(self, frame):
        texts = {"closing": ["Đề nghị {issuer} thực hiện.", "Hết."], "basis": []}
        document = builders.disclosure_letter(scored(), frame=frame, texts=texts)
        assert lines_of(document)[-2:] == ["Đề nghị UBND phường An Bình thực hiện.", "Hết./."]
        assert document.basis == ()

    @pytest.mark.parametrize("kind", list(BUILT))
    def test_that_are_empty_are_left_out(self, frame, report_frame, kind):
        its = report_frame if kind.endswith("report") else frame
        whole = BUILT[kind](frame=its)
        unused = {"one_unit", "provenance"}  # there are several, and nobody named a source
        for name in {name for name, text in default_texts(kind).items() if text} - {
            "subject",
            "annex_reference",
        }:
            document = BUILT[kind](frame=its, texts={name: ""})
            assert (document != whole) or name in unused
            assert len(body_of(document)) <= len(body_of(whole))

    def test_are_wrong_together_with_the_frame(self, frame):
        wrong = evolve(frame, symbol="UBND", addressees=())
        found = codes(
            lambda: builders.disclosure_letter(scored(), frame=wrong, texts={"opening": "{x}"})
        )
        assert found == [
            ("unknown-placeholder", "texts.opening"),
            ("field-missing", "frame.addressees"),
            ("not-a-symbol", "frame.symbol"),
        ]

    def test_may_name_any_figure_of_the_unit(self, frame):
        texts = {"opening": "{online.payment} {percent} {band_capitals} {decision} {framework}"}
        opening = lines_of(builders.disclosure_letter(scored(), frame=frame, texts=texts))[0]
        assert opening.startswith("7,36/10 87,09% TỐT Quyết định số 766/QĐ-TTg ngày 23/6/2022")

    def test_that_are_not_known_are_refused(self, frame):
        texts = {"closng": "a", "closing": "{totl} {total}", "opening": "[{x}] b"}
        assert codes(lambda: builders.disclosure_letter(scored(), frame=frame, texts=texts)) == [
            ("unknown-text", "texts.closng"),
            ("unknown-placeholder", "texts.opening"),
            ("unknown-placeholder", "texts.closing"),
        ]

    @pytest.mark.parametrize("text", ["{unit.__class__}", "{0}", "{}", "{total!r}", "{total:>9}"])
    def test_reach_nothing_but_figures(self, frame, text):
        found = codes(
            lambda: builders.disclosure_letter(scored(), frame=frame, texts={"closing": text})
        )
        assert found == [("unknown-placeholder", "texts.closing")]

    def test_marks_in_figures_are_no_marks(self, frame):
        result = scored("UBND **xã** [A] {total}")
        texts = {"opening": "**{unit}** đạt"}
        document = builders.disclosure_letter(result, frame=frame, texts=texts)
        assert [(run.text, run.bold) for run in document.body[0].runs] == [
            ("UBND **xã** [A] {total}", True),
            (" đạt", False),
        ]

    def test_the_defaults_cannot_be_changed_from_outside(self):
        default_texts("disclosure-letter")["closing"] = "x"
        assert default_texts("disclosure-letter")["closing"] != "x"


FRAME = Frame(
    issuer="UBND xã A",
    called="UBND xã A",
    symbol="UBND-VP",
    place="A",
    addressees="Các phòng",
    recipients="Sở Nội vụ",
    signature=Signature(lines="Chủ tịch", name="Lê Thị B"),
)


@given(st.lists(st.integers(0, 1000), min_size=6, max_size=6))
def test_a_disclosure_prints_exactly_the_figures_of_its_result(hundredths):
    """What is printed follows from the points, by Fraction and written once more."""
    points = {node: Decimal(value) / 100 for node, value in zip(COLUMNS, hundredths, strict=True)}
    result = score_points(points, unit=Unit(name="UBND xã A"), period=Month(2025, 8))
    text = body_of(builders.disclosure_letter(result, frame=FRAME))
    total = Fraction(sum(hundredths), 100)
    assert f"{said(total)}/100 điểm, xếp loại {classify(sum(points.values())).label}" in text
    for node, value in zip(COLUMNS, hundredths, strict=True):
        most = result.nodes[node].max_points
        percent = Fraction(value, int(most))
        rounded = Fraction(floor(percent * 100 + Fraction(1, 2)), 100)
        assert f": {said(Fraction(value, 100))}/{most:.0f} điểm, tỷ lệ {said(rounded)}%." in text


def said(number):
    """Return a number of at most two decimals as documents write it."""
    return f"{float(number):.2f}".rstrip("0").rstrip(".").replace(".", ",")


def test_headings_are_numbered_in_the_document(frame):
    document = builders.disclosure_letter(scored(), frame=frame)
    assert [block.text for block in document.body if isinstance(block, Heading)] == [
        "Kết quả Bộ chỉ số phục vụ người dân, doanh nghiệp"
    ]
