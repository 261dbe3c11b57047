# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""What `vn766.report` writes is read back whole and audits clean; each slip put in is caught."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import pytest

from vn766.audit import ClaimKind, audit, read_claims
from vn766.score import percent
from vn766.vi import format_number, format_percent

SEEDS = range(12)
LABELS = {
    "transparency": "Công khai, minh bạch",
    "progress": "Tiến độ, kết quả giải quyết",
    "online.services": "Dịch vụ công trực tuyến",
    "online.payment": "Thanh toán trực tuyến",
    "satisfaction": "Mức độ hài lòng",
    "digitization": "Số hóa hồ sơ",
}
KINDS = ("disclosure", "classification", "monthly", "office", "district")


def text_of(value):
    return format_number(value)


def in_table(text):
    """Return how a cell stands in the file."""
    return f">{text}<"


def in_column(content, *values):
    """Return values with the decimals that all figures of the first one's column have."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        xml = package.read("word/document.xml").decode()
    needed = len(text_of(values[0]).partition(",")[2])
    same = (format_number(values[0], decimals=decimals) for decimals in range(needed, 3))
    right = next(text for text in same if in_table(text) in xml)
    return right, *(format_number(value, decimals=2) for value in values[1:])


@pytest.mark.parametrize("seed", SEEDS)
class TestReadBack:
    @pytest.mark.parametrize("kind", KINDS)
    def test_audits_clean(self, papers, kind, seed):
        report = audit(getattr(papers, kind)(seed)[1])
        assert (*report.errors, *report.warnings) == ()

    def test_a_disclosure_says_all_its_figures(self, papers, seed):
        results, content = papers.disclosure(seed)
        claims = read_claims(content)
        own = results[0]
        points = {
            claim.subject.node: (claim.value.points, claim.value.maximum)
            for claim in claims
            if claim.kind is ClaimKind.POINTS
        }
        assert points == {
            node: (own.nodes[node].points, own.nodes[node].max_points) for node in points
        }
        assert points.keys() == LABELS.keys()
        percents = {
            claim.subject.node: claim.value.percent
            for claim in claims
            if claim.kind is ClaimKind.PERCENT
        }
        assert percents == {node: own.nodes[node].percent for node in LABELS}
        (total,) = [claim for claim in claims if claim.kind is ClaimKind.TOTAL]
        assert (total.value.points, total.value.maximum) == (own.total, 100)
        (grade,) = [claim for claim in claims if claim.kind is ClaimKind.CLASS]
        assert grade.value.band == own.band.id
        (rank,) = [claim for claim in claims if claim.kind is ClaimKind.RANK]
        better = sum(it.total > own.total for it in results)
        assert (rank.value.rank, rank.value.of) == (better + 1, len(results))
        assert rank.value.pool == "xã, phường, đặc khu"

    @pytest.mark.parametrize("kind", ["classification", "office", "district", "monthly"])
    def test_a_table_says_all_its_figures(self, papers, kind, seed):
        results, content = getattr(papers, kind)(seed)
        if kind == "classification":
            results = results.results
        elif kind == "office":
            results = results[1:]
        elif kind == "district":
            results = papers.results(seed)
        else:
            results = results[:1]
        rows = {}
        for claim in read_claims(content):
            if claim.in_table and claim.subject.unit is not None:
                rows.setdefault(claim.subject.unit.name, []).append(claim)
        for result in results:
            claims = rows[result.unit.name]
            points = {
                it.subject.node: it.value.points for it in claims if it.kind is ClaimKind.POINTS
            }
            assert points
            assert all(result.nodes[node].points == value for node, value in points.items())
            totals = [it.value.points for it in claims if it.kind is ClaimKind.TOTAL]
            grades = [it.value.band for it in claims if it.kind is ClaimKind.CLASS]
            printed = kind != "office"
            assert totals == [result.total] * printed
            assert grades == [result.band.id] * printed

    def test_a_series_says_all_its_periods(self, papers, seed):
        series, content = papers.district(seed)
        totals = {
            claim.subject.period: claim.value.points
            for claim in read_claims(content)
            if claim.kind is ClaimKind.TOTAL and claim.in_table and claim.subject.period
        }
        assert totals == {result.period: result.total for result in series}


def test_components_are_no_points(papers):
    report = audit(papers.of_counts())
    assert (*report.errors, *report.warnings) == ()
    kinds = [claim.kind for claim in report.claims if claim.in_table]
    assert ClaimKind.AGENCY_CODE in kinds
    assert ClaimKind.PERCENT in kinds


def caught(content, code, quote=None, severity="error"):
    """Whether an audit finds `code`, at the words that were put in."""
    found = [it for it in audit(content).findings if it.code == code and it.severity == severity]
    return any(quote is None or quote in it.quote for it in found)


@pytest.mark.parametrize("seed", SEEDS)
class TestSlips:
    @pytest.mark.parametrize("node", LABELS)
    def test_percent(self, papers, node, seed):
        results, content = papers.disclosure(seed)
        found = results[0].nodes[node]
        wrong = format_percent(found.percent - Decimal("1.37") * (seed + 1))
        points = f"{LABELS[node]}: {text_of(found.points)}/{text_of(found.max_points)} điểm"
        slip = papers.changed(
            content, f"{points}, tỷ lệ {format_percent(found.percent)}", f"{points}, tỷ lệ {wrong}"
        )
        assert caught(slip, "percent-mismatch", wrong)

    @pytest.mark.parametrize("node", LABELS)
    def test_points_and_their_percent(self, papers, node, seed):
        results, content = papers.disclosure(seed)
        found = results[0].nodes[node]
        points = found.points - Decimal("0.01") * (seed + 1)
        share = format_percent(percent(points, found.max_points))
        most = text_of(found.max_points)
        slip = papers.changed(
            content,
            f"{text_of(found.points)}/{most} điểm, tỷ lệ {format_percent(found.percent)}",
            f"{text_of(points)}/{most} điểm, tỷ lệ {share}",
        )
        assert caught(slip, "total-mismatch")

    def test_total(self, papers, seed):
        results, content = papers.disclosure(seed)
        total = results[0].total
        wrong = f"{text_of(total + Decimal('0.01') * (seed + 1))}/100"
        slip = papers.changed(content, f"{text_of(total)}/100", wrong)
        assert caught(slip, "total-mismatch", wrong)

    def test_class(self, papers, seed):
        results, content = papers.disclosure(seed)
        band = results[0].band
        other = "Yếu" if band.label != "Yếu" else "Tốt"
        slip = papers.changed(content, in_table(band.label), in_table(other))
        assert caught(slip, "class-mismatch", other)

    def test_points_above_their_maximum(self, papers, seed):
        results, content = papers.disclosure(seed)
        found = results[0].nodes["satisfaction"]
        slip = papers.changed(content, f"{text_of(found.points)}/18", f"18,{seed + 10}/18")
        assert caught(slip, "above-maximum")

    def test_rank(self, papers, seed):
        _, content = papers.disclosure(seed)
        rank = next(it for it in read_claims(content) if it.kind is ClaimKind.RANK).value
        slip = papers.changed(content, f"{rank.rank}/{rank.of}", f"{rank.of + seed + 1}/{rank.of}")
        assert caught(slip, "rank-outside-pool")

    def test_sum_of_a_row(self, papers, seed):
        ranking, content = papers.classification(seed)
        total = ranking.results[seed % len(UNITS_IN_TABLE)].total
        right, wrong = in_column(content, total, total + Decimal("0.3"))
        slip = papers.changed(content, in_table(right), in_table(wrong))
        assert caught(slip, "total-mismatch", wrong)

    def test_class_of_a_row(self, papers, seed):
        _, content = papers.classification(seed)
        report = audit(content)
        claim = [it for it in report.claims if it.in_table and it.kind is ClaimKind.CLASS][seed % 8]
        place = sum(
            it.in_table and it.kind is ClaimKind.CLASS and it.quote == claim.quote
            for it in report.claims[: report.claims.index(claim)]
        )
        other = "Yếu" if claim.value.band != "weak" else "Tốt"
        slip = papers.changed(content, in_table(claim.quote), in_table(other), at=place)
        assert caught(slip, "class-mismatch", other)

    def test_ranks_of_two_rows(self, papers, seed):
        _, content = papers.classification(seed)
        slip = papers.changed(content, in_table("2/8"), in_table("#"))
        slip = papers.changed(slip, in_table("5/8"), in_table("2/8"))
        slip = papers.changed(slip, in_table("#"), in_table("5/8"))
        assert caught(slip, "rank-order", "2/8")
        assert caught(slip, "rank-order", "5/8")

    def test_total_in_text_and_table(self, papers, seed):
        results, content = papers.monthly(seed)
        total = results[0].total
        wrong = text_of(total - Decimal("0.62"))
        slip = papers.changed(content, f"{text_of(total)}/100", f"{wrong}/100")
        assert caught(slip, "figures-differ")

    def test_rank_of_a_series(self, papers, seed):
        series, content = papers.district(seed)
        total = series[-1].total
        right, wrong = in_column(content, total, total - Decimal("0.62"))
        slip = papers.changed(content, in_table(right), in_table(wrong))
        assert caught(slip, "figures-differ", wrong)

    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            ("ngày 05 tháng 9 năm 2025", "ngày 31 tháng 9 năm 2025", "impossible-date"),
            ("ngày 05 tháng 9 năm 2025", "ngày 05 tháng 13 năm 2025", "out-of-range"),
            ("ngày 05 tháng 9 năm 2025", "ngày 05 tháng 7 năm 2025", "document-before-period"),
            ("ngày 04/9/2025", "ngày 06/9/2025", "data-after-document"),
            ("ngày 04/9/2025", "ngày 31/9/2025", "impossible-date"),
            ("15 giờ 10", "25 giờ 10", "no-such-time"),
            ("ngày 23/6/2022", "ngày 23/6/2023", "citation-date"),
            ("766/QĐ-TTg", "776/QĐ-TTg", "citation-number"),
            ("tháng\xa08/2025", "tháng\xa07/2025", "periods-differ"),
            ("tháng\xa08/2025", "tháng 13/2025", "out-of-range"),
        ],
    )
    def test_dates_and_texts(self, papers, old, new, code, seed):
        _, content = papers.disclosure(seed)
        assert caught(papers.changed(content, old, new), code)

    @pytest.mark.parametrize("new", ["ngày 5 tháng 9 năm 2025", "ngày 05 tháng 09 năm 2025"])
    def test_zeros_of_the_date(self, papers, new, seed):
        _, content = papers.disclosure(seed)
        slip = papers.changed(content, "ngày 05 tháng 9 năm 2025", new)
        assert caught(slip, "issue-date-padding", new, severity="warning")

    def test_period_of_the_annex(self, papers, seed):
        _, content = papers.classification(seed)
        slip = papers.changed(content, "QUÝ II/2025", "QUÝ I/2025")
        assert caught(slip, "periods-differ", "QUÝ I/2025")

    @pytest.mark.parametrize(
        ("code", "found", "severity"),
        [
            ("H99.21230612-0005", "lost-hyphen", "warning"),
            ("H99.21-230631-0005", "no-such-day", "error"),
            ("H99.21-251231-0005", "dossier-after-document", "error"),
            ("H99.21-2306120005", "lost-hyphen", "warning"),
            ("000.21.35.H99-23061-0005", "not-a-dossier-code", "warning"),
        ],
    )
    def test_codes(self, papers, code, found, severity, seed):
        tasks = [f"Xử lý hồ sơ quá hạn có mã hồ sơ {code} trước ngày {seed + 10}/9/2025."]
        _, content = papers.monthly(seed, tasks)
        assert caught(content, found, severity=severity)


UNITS_IN_TABLE = range(8)
