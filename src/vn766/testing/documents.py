"""A strategy for official documents."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, get_args

from attrs import evolve, frozen
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from vn766._engine.exact import to_decimal
from vn766.nd30.model import Frame, Orientation, Signature
from vn766.period import HalfYear, Month, NineMonths, Quarter, Year
from vn766.records import Published, UnitPoints
from vn766.report.additions import Additions
from vn766.report.builders import (
    classification_report,
    disclosure_letter,
    district_report,
    monthly_letter,
    office_letter,
)
from vn766.report.tables import ComponentColumn, Shows
from vn766.score import rank_units, score_counts, score_points
from vn766.testing.records import pools, unit_counts, unit_points
from vn766.testing.texts import periods

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from vn766.framework.model import Framework
    from vn766.nd30.model import Document
    from vn766.period import Period
    from vn766.records import Unit
    from vn766.report.fields import DocumentKind
    from vn766.score import UnitResult

_SOURCE = "Cổng Dịch vụ công quốc gia"
_POOL = "xã, phường, đặc khu"
_PLACES = ("An Bình", "Đắk Lấp", "Ô Loan", "Yên Sở")
_PERSONS = ("Lê Thị Bình", "Trần Quốc Khải", "Ê Ban Y Đức", "")
_TASKS = (
    "Số hóa thành phần hồ sơ ngay khi tiếp nhận.",
    "Trả kết quả đúng hạn; công khai hồ sơ quá hạn",
    "Hướng dẫn người dân nộp hồ sơ, thanh toán trực tuyến:",
    "Trả lời phản ánh, kiến nghị trong 05 ngày làm việc.",
)
_OFFICES = ("Các phòng chuyên môn", "Trung tâm Phục vụ hành chính công", "Sở Tư pháp")
_COMMITTEE = (
    ("Chủ tịch",),
    ("TM. Ủy ban nhân dân", "Chủ tịch"),
    ("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"),
    ("TL. Chủ tịch", "Chánh Văn phòng"),
    ("Q. Chủ tịch",),
)
_OFFICE = (("Chánh Văn phòng",), ("KT. Chánh Văn phòng", "Phó Chánh Văn phòng"))
# Whole years of one edition each: a series stands on one basis.
_FIRST_DAY, _LAST_DAY = date(2023, 1, 1), date(2030, 12, 31)
_ORIENTATIONS = st.sampled_from(get_args(Orientation))


@frozen(kw_only=True)
class _Case:
    """The figures that a document is written from: framework, units, times, and its writer."""

    framework: Framework | str | Path | None
    records: list[UnitPoints]
    period: Period
    retrieved_at: datetime | None
    provisional: bool | None

    def score(self, record: UnitPoints, period: Period | None = None) -> UnitResult:
        """Return the result of a record of the case, in its period or another."""
        return score_points(
            evolve(
                record,
                period=period or self.period,
                retrieved_at=self.retrieved_at,
                provisional=self.provisional,
            ),
            framework=self.framework,
        )


def report_documents(
    *,
    kind: DocumentKind | None = None,
    framework: Framework | str | Path | None = None,
    max_units: int = 6,
) -> st.SearchStrategy[Document]:
    """Generate official documents, as the builders of `vn766.report` make them out of results.

    They can be written (`vn766.report.docx_bytes`, extra ``docx``), say nothing that their results
    do not say, and keep the decree, but for a signer whose name may be left blank. What is drawn
    are units and their figures, some of which may be missing or known as published only, periods
    from 2023 to 2030, who issues and signs, dates that are known or left blank, and tasks. Shrinks
    towards a disclosure of one unit without points.

    Args:
        kind: the kind of document; any by default.
        framework: by what the results are scored; default: the edition of their period.
        max_units: the most units in one document, at least 1.

    Raises:
        InvalidArgument: an option is out of range.

    Example:
        >>> from hypothesis import given
        >>> @given(report_documents(kind="classification-report"))
        ... def test_a_classification_has_an_annex(document):
        ...     assert document.kind == "report" and len(document.annexes) == 1
        >>> test_a_classification_has_an_annex()
    """
    if max_units < 1 or not (kind is None or kind in _BUILDERS):
        message = f"no document is of kind={kind!r} with max_units={max_units!r}"
        raise InvalidArgument(message)
    kinds: list[DocumentKind] = list(_BUILDERS) if kind is None else [kind]
    return st.sampled_from(kinds).flatmap(lambda each: _documents(each, framework, max_units))


@st.composite
def _documents(
    draw: st.DrawFn, kind: DocumentKind, framework: Framework | str | Path | None, max_units: int
) -> Document:
    records = draw(pools(framework=framework, min_units=1, max_units=max_units))
    # The unit that a document is about has a total; the others may lack figures.
    own = draw(unit_points(framework=framework, allow_missing=False))
    records[0] = evolve(records[0], points=own.points)
    calendar = (Month, Quarter, HalfYear, NineMonths, Year)
    period = draw(periods(min_value=_FIRST_DAY, max_value=_LAST_DAY, kinds=calendar))
    case = _Case(
        framework=framework,
        records=records,
        period=period,
        retrieved_at=draw(st.none() | _moments(period)),
        provisional=draw(st.none() | st.booleans()),
    )
    return _BUILDERS[kind](draw, case)


def _disclosure(draw: st.DrawFn, case: _Case) -> Document:
    results = [case.score(record) for record in case.records]
    result, ranking = results[0], None
    if draw(st.booleans()):
        ranking = rank_units(results, pool=_POOL)
    else:
        result = draw(_perhaps_published(case, result))
    return disclosure_letter(
        result,
        frame=draw(_frames(case, "UBND-VP", of=result.unit)),
        additions=draw(_additions()),
        ranking=ranking,
        source=draw(_sources()),
    )


def _monthly(draw: st.DrawFn, case: _Case) -> Document:
    result = draw(_perhaps_published(case, case.score(case.records[0])))
    edition = result.framework
    columns = None
    if any(edition.indicators()) and draw(st.booleans()):
        counts = draw(unit_counts(framework=edition, level="commune", allow_missing=False))
        result = score_counts(
            evolve(
                counts,
                unit=result.unit,
                period=result.period,
                retrieved_at=case.retrieved_at,
                provisional=case.provisional,
            ),
            framework=edition,
        )
        columns = draw(st.lists(_columns(result), min_size=1, max_size=8))
    return monthly_letter(
        result,
        frame=draw(_frames(case, "UBND-VP")),
        additions=draw(_additions()),
        low=draw(st.integers(0, 3)),
        components=columns,
        source=draw(_sources()),
        orientation=draw(_ORIENTATIONS),
    )


def _office(draw: st.DrawFn, case: _Case) -> Document:
    own, *units = (case.score(record) for record in case.records)
    own = draw(_perhaps_published(case, own))
    known = [id_ for id_, node in own.nodes.items() if node.points is not None]
    some = st.lists(st.sampled_from(known), min_size=1, unique=True) if known else st.none()
    leaves = [node.id for node in own.framework.nodes() if not node.children]
    percents = st.integers(0, 100_00).map(to_decimal)
    return office_letter(
        own,
        frame=draw(_frames(case, "VP-KSTT")),
        nodes=draw(st.none() | some),
        additions=draw(_additions()),
        units=units,
        weak=draw(st.sampled_from(leaves)),
        below=draw(st.none() | percents),
        source=draw(_sources()),
        orientation=draw(_ORIENTATIONS),
    )


def _classification(draw: st.DrawFn, case: _Case) -> Document:
    results = [case.score(record) for record in case.records]
    return classification_report(
        rank_units(results, pool=_POOL) if draw(st.booleans()) else results,
        frame=draw(_frames(case, "BC-UBND")),
        additions=draw(_additions()),
        source=draw(_sources()),
        orientation=draw(_ORIENTATIONS),
    )


def _district(draw: st.DrawFn, case: _Case) -> Document:
    year, last, up_to = case.period.year, case.period.end.month, draw(st.booleans())
    months = sorted(draw(st.lists(st.integers(1, last), min_size=1, max_size=4, unique=True)))
    series: list[UnitResult] = []
    for month in months:
        own = draw(unit_points(framework=case.framework, allow_missing=False))
        record = evolve(case.records[0], points=own.points)
        result = case.score(record, Month(year, month, up_to=up_to))
        series.append(draw(_perhaps_published(case, result)))
    ranking = None
    if draw(st.booleans()):
        latest = series[-1].period
        ranking = rank_units([case.score(record, latest) for record in case.records], pool=_POOL)
    return district_report(
        series,
        frame=draw(_frames(case, "BC-UBND")),
        ranking=ranking,
        additions=draw(_additions()),
        source=draw(_sources()),
        orientation=draw(_ORIENTATIONS),
    )


_BUILDERS: dict[DocumentKind, Callable[[st.DrawFn, _Case], Document]] = {
    "disclosure-letter": _disclosure,
    "monthly-letter": _monthly,
    "office-letter": _office,
    "classification-report": _classification,
    "district-report": _district,
}


def _perhaps_published(case: _Case, result: UnitResult) -> st.SearchStrategy[UnitResult]:
    """Return a result as it is, with what an authority published beside it, or of that alone."""
    record = UnitPoints(
        unit=result.unit, points={id_: node.points for id_, node in result.nodes.items()}
    )

    def with_rank(ranks: tuple[int, int], *, points: bool) -> UnitResult:
        published = Published(
            total=result.total,
            rank=min(ranks),
            of=max(ranks),
            pool=_POOL,
            band=result.band.label if result.band else None,
            source=_SOURCE,
        )
        given = record if points else evolve(record, points={})
        return case.score(evolve(given, published=published), result.period)

    ranks = st.tuples(st.integers(1, 150), st.integers(1, 150))
    published = st.builds(with_rank, ranks, points=st.booleans())
    return st.just(result) | published


def _columns(result: UnitResult) -> st.SearchStrategy[ComponentColumn]:
    """Return columns on what there is: groups by points or percent, indicators in every way."""
    groups = st.sampled_from([node.id for node in result.framework.nodes()])
    indicators = st.sampled_from(list(result.indicators))
    shows = st.sampled_from(get_args(Shows))
    heads = st.sampled_from(["Thành phần", ("Kết quả trong kỳ", "Thành phần")])
    return st.builds(ComponentColumn, heads=heads, of=groups | indicators, shows=shows)


def _moments(period: Period) -> st.SearchStrategy[datetime]:
    """Return times at which the figures of a period can have been retrieved."""
    days = st.integers(0, 20).map(lambda days: period.end + timedelta(days=days))
    return st.builds(datetime.combine, days, st.times())


@st.composite
def _frames(draw: st.DrawFn, case: _Case, symbol: str, *, of: Unit | None = None) -> Frame:
    """Generate frames of a committee, that of the unit `of` or another, or of its office."""
    place = draw(st.sampled_from(_PLACES))
    called = of.name if of else f"UBND xã {place}"
    locality = called.removeprefix("UBND ")
    committee = of is not None or draw(st.booleans())
    known = case.period.end if case.retrieved_at is None else case.retrieved_at.date()
    day = known + timedelta(days=draw(st.integers(0, 20)))
    letter = not symbol.startswith("BC-")
    return Frame(
        issuer=("Ủy ban nhân dân", locality) if committee else "Văn phòng",
        parent=() if committee else called,
        called=called if committee else f"Văn phòng {called}",
        area=locality,
        symbol=symbol,
        place=place,
        number=draw(st.none() | st.integers(1, 2000)),
        issued_on=draw(st.sampled_from([None, Year(day.year), Month(day.year, day.month), day])),
        addressees=draw(_some(_OFFICES, min_size=int(letter))),
        recipients=draw(_some(_OFFICES, min_size=1)),
        archive=("VT", *draw(_some(("VP", "KSTT")))),
        signature=Signature(
            lines=draw(st.sampled_from(_COMMITTEE if committee else _OFFICE)),
            name=draw(st.sampled_from(_PERSONS)),
        ),
    )


def _some(texts: tuple[str, ...], *, min_size: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(texts), min_size=min_size, unique=True)


def _additions() -> st.SearchStrategy[Additions]:
    return st.builds(
        Additions,
        tasks=_some(_TASKS),
        duties=st.dictionaries(st.sampled_from(_OFFICES), _some(_TASKS, min_size=1)),
        requests=_some(_TASKS),
    )


def _sources() -> st.SearchStrategy[str | None]:
    return st.sampled_from((None, _SOURCE))
