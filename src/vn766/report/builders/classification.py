"""The báo cáo that classifies units of a quarter or another period, with their points annexed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vn766.nd30.model import Annex, Items
from vn766.report.builders.tables import points_table
from vn766.report.figures import Draft
from vn766.score import Ranking

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vn766.nd30.model import Block, Document, Frame, Orientation
    from vn766.score import UnitResult


def classification_report(
    results: Ranking | Iterable[UnitResult],
    *,
    frame: Frame,
    source: str | None = None,
    texts: Mapping[str, str | Sequence[str]] | None = None,
    orientation: Orientation = "landscape",
) -> Document:
    """Return the báo cáo on the classes of units, with the points of each in its annex.

    Args:
        results: the units: a ranking, whose order and ranks are printed, or results in the order
            in which they are to stand. There is at least one.
        frame: who issues, signs and receives it.
        source: where the figures are from; default: the source of what was published.
        texts: replacements for `default_texts("classification-report")`.
        orientation: of the annex.

    Raises:
        InvalidDocumentError: with everything that is wrong with texts, figures and frame.
        ValueError: if there is no result.

    Example:
        >>> from vn766.period import Quarter
        >>> from vn766.records import Unit
        >>> from vn766.nd30.model import Signature, Frame
        >>> from vn766.score import score_points
        >>> result = score_points(
        ...     {"transparency": "0,3", "progress": "18,4", "online": "15,2", "satisfaction": 18,
        ...      "digitization": "19,2"},
        ...     unit=Unit(name="UBND phường Hiệp Tân"), period=Quarter(2023, 2),
        ... )
        >>> frame = Frame(issuer=("Ủy ban nhân dân", "phường Hiệp Tân"), symbol="BC-UBND",
        ...     place="Hiệp Tân", called="UBND phường Hiệp Tân", recipients="UBND thị xã",
        ...     signature=Signature(lines=("KT. Chủ tịch", "Phó Chủ tịch")))
        >>> report = classification_report([result], frame=frame)
        >>> report.annexes[0].blocks[0].rows[0][-2:]
        ('71,1', 'Khá')
    """
    ranking = results if isinstance(results, Ranking) else None
    units = results.results if isinstance(results, Ranking) else tuple(results)
    if not units:
        message = "a report needs at least one result"
        raise ValueError(message)
    first = units[0]
    draft = Draft(
        "classification-report", frame, first, texts=texts, ranking=ranking, source=source
    )
    for other in units[1:]:
        draft.check(other, ranking)
    body: list[Block] = [*draft.paragraphs("opening", units=f"{len(units):02d} đơn vị")]
    if len(units) == 1:
        body += draft.paragraphs("one_unit")
    else:
        body += _classes(draft, units)
    body += draft.paragraphs("annex_reference")
    body += draft.paragraphs("provenance")
    body += draft.paragraphs("closing")
    title = draft.text("annex_title")
    nodes = first.framework.groups
    table = points_table(units, nodes, title=title or "Điểm", ranking=ranking)
    annex = Annex(title=title, blocks=[table], orientation=orientation)
    return draft.document(kind="report", body=body, annexes=[annex])


def _classes(draft: Draft, units: Sequence[UnitResult]) -> list[Block]:
    """Return how many units are in each class, best first, and which ones are in none."""
    bands = units[0].framework.bands
    counted = Counter(band.id for result in units if (band := result.known_band) is not None)
    items = [
        text
        for band in bands
        if counted[band.id]
        and (text := draft.text("classes", count=f"{counted[band.id]:02d} đơn vị", band=band.label))
    ]
    incomplete = [result.unit.name for result in units if result.known_band is None and result.unit]
    blocks: list[Block] = []
    if items:
        blocks.append(Items([f"{text};" for text in items[:-1]] + [f"{items[-1]}."], marks="dash"))
    if incomplete:
        blocks += draft.paragraphs("incomplete", names=", ".join(incomplete))
    return blocks
