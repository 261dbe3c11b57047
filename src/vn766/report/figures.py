"""The figures of results, in words ready to be printed; and texts with these words filled in.

A document takes its figures from here and from nowhere else, so that it cannot contradict its data.
What only an authority knows (a rank among units that the caller does not hold) is printed as it was
published, after it was checked against what can be computed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from attrs import frozen

from vn766.errors import InvalidDocumentError, Problem, ProblemCode
from vn766.framework.bases import ended_bases
from vn766.framework.checks import nearest
from vn766.framework.loader import shipped_instruments
from vn766.nd30.checks import every_text
from vn766.nd30.model import Annex, Document, Heading, Item, Items, Paragraph, Run
from vn766.period import VIETNAM_TIME
from vn766.vi import (
    format_date,
    format_datetime,
    format_number,
    format_period,
    format_points,
    format_rank,
)
from vn766.vocabulary import locality

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from vn766.framework.model import Framework, Node
    from vn766.nd30.model import Block, Frame, Kind, Marks, Orientation, Table
    from vn766.score import RankedUnit, Ranking, UnitResult

Texts: TypeAlias = Mapping[str, str | tuple[str, ...]]
"""Texts by their names; some are lists of paragraphs."""

MISSING: Final = "-"
"""The mark in a cell whose figure is not known."""

_FILE: Final = Path(__file__).with_name("texts.toml")
_PART: Final = re.compile(r"\[([^\[\]]*)\]")
_NAME: Final = re.compile(r"\{([^{}]*)\}")
_BOLD: Final = "**"


@cache
def _shipped_texts() -> dict[str, dict[str, str | list[str]]]:
    return cast("dict[str, dict[str, str | list[str]]]", tomllib.loads(_FILE.read_text("utf-8")))


def said(name: str, **details: object) -> str:
    """Return the words for a figure, with `details` filled in."""
    return str(_shipped_texts()["figures"][name]).format(**details)


def default_texts(kind: str) -> Texts:
    """Return our texts of one kind of document, by the names that replace them.

    ``{name}`` stands for a figure, ``[ … ]`` for a part that is left out if a figure in it is not
    known, ``** … **`` for bold letters.

    Example:
        >>> default_texts("disclosure-letter")["tasks_heading"]
        'Nhiệm vụ'
    """
    texts = _shipped_texts()[kind]
    return {name: text if isinstance(text, str) else tuple(text) for name, text in texts.items()}


def max_points(framework: Framework) -> str:
    """Return the maximum of a framework's total."""
    return format_number(framework.max_points)


def known_leaves(*results: UnitResult) -> tuple[Node, ...]:
    """Return the groups to print: parts where they are known, the group where only that is."""
    known = [
        {node.id for node in result.nodes.values() if node.points is not None} for result in results
    ]
    found: list[Node] = []
    for group in results[0].framework.groups if results else ():
        parts = [node for node in group.walk() if not node.children]
        ids = {node.id for node in parts}
        # Where one unit is known by the group only, all are printed by it.
        if any(group.id in there and ids.isdisjoint(there) for there in known):
            found.append(group)
        else:
            found += [node for node in parts if any(node.id in there for there in known)]
    return tuple(found)


def total_text(result: UnitResult) -> str | None:
    """Return the computed total, else the published one, else None."""
    total = result.known_total
    return None if total is None else format_number(total)


def class_of(result: UnitResult) -> str | None:
    """Return the class as published, else as computed, else None."""
    if result.published is not None and result.published.band:
        return result.published.band
    band = result.known_band
    return None if band is None else band.label


def rank_of(result: UnitResult, ranking: Ranking | None = None) -> str | None:
    """Return the rank as published, else that in `ranking`, else None."""
    published = result.published
    if published is not None and published.rank is not None:
        of = published.of
        return str(published.rank) if of is None else format_rank(published.rank, of)
    row = _row_of(result, ranking)
    return None if row is None else format_rank(row.rank, row.of)


def _row_of(result: UnitResult, ranking: Ranking | None) -> RankedUnit | None:
    """Return the row of a unit, if it is ranked."""
    rows = () if ranking is None else ranking.rows
    for row in rows:
        if row.result is result:
            return row
    key = result.unit.key if result.unit else None
    return next((row for row in rows if row.result.unit and row.result.unit.key == key), None)


def figures_of(result: UnitResult, ranking: Ranking | None = None) -> dict[str, str | None]:
    """Return what can be said of one unit; None is what is not known.

    Points of a group stand under its id: ``{online.payment}`` is ``7,36/10``.
    """
    published = result.published
    pool = published.pool if published is not None else None
    pool = pool or (ranking.pool if ranking is not None else None)
    band, rank = class_of(result), rank_of(result, ranking)
    figures = {
        "unit": result.unit.name if result.unit else None,
        "period": format_period(result.period) if result.period else None,
        "total": total_text(result),
        "max": max_points(result.framework),
        "percent": None if result.percent is None else format_number(result.percent) + "%",
        "band": band,
        "band_capitals": band and band.upper(),
        "rank": rank,
        "pool": pool,
        "rank_in_pool": rank and " ".join(filter(None, (rank, pool))),
        "retrieved": time_text(result.retrieved_at) if result.retrieved_at else None,
        "framework": result.framework.title,
        "decision": _decision(result.framework),
    }
    for node in result.nodes.values():
        points = node.points
        figures[node.id] = None if points is None else format_points(points, node.max_points)
    return figures


def _decision(framework: Framework) -> str:
    """Return the legal text that the framework rests on, as documents cite it."""
    found = next(each for each in framework.instruments if each.id == framework.instrument)
    kind = str(_shipped_texts()["instruments"].get(found.kind, ""))
    parts = [kind]
    if found.number:
        parts.append(said("number", number=found.number))
    if found.issued_on:
        parts.append(said("issued_on", date=format_date(found.issued_on, "slash")))
    if found.issuer:
        parts.append(said("issuer", issuer=found.issuer))
    return " ".join(filter(None, (*parts, found.title.removeprefix(kind).strip())))


def published_problems(
    result: UnitResult, ranking: Ranking | None, source: str | None
) -> Iterator[Problem]:
    """Yield published figures without a source, and a rank that the ranking contradicts.

    Total and class were checked against the points when the unit was scored.
    """
    published = result.published
    if published is None:
        return
    unit = result.unit.name if result.unit else MISSING
    if not (published.source or source):
        yield Problem.of(ProblemCode.SOURCE_MISSING, ("published", "source"), unit=unit)
    row = _row_of(result, ranking)
    if row is None or published.rank is None or published.of not in (None, row.of):
        return
    if not row.may_print(published.rank):
        yield Problem.of(
            ProblemCode.RANK_DIFFERS,
            ("published", "rank"),
            value=published.rank,
            unit=unit,
            computed=row.rank,
        )


def _ended_bases(document: Document, result: UnitResult) -> Iterator[Problem]:
    """Yield the legal texts that a document is based on although they are no longer in force.

    A document whose day is left blank is not older than what its date leaves open, nor than its
    figures; where nothing is known of its day, nothing is checked.
    """
    issued, at = document.frame.issued_on, result.retrieved_at
    known = [issued if isinstance(issued, date) else issued.start] if issued is not None else []
    known += [at.date()] if at is not None and not isinstance(issued, date) else []
    if not known:
        return
    texts = (*shipped_instruments(), *result.framework.instruments)
    instruments = {instrument.id: instrument for instrument in texts}
    for path, text in every_text(document):
        for basis in ended_bases(text, max(known), instruments):
            yield Problem.of(ProblemCode.BASIS_ENDED, path, **basis._asdict())


def listed(items: Iterable[Item], *, marks: Marks = "number") -> list[Items]:
    """Return a list of the items that have a text; none if no item has."""
    said = [item for item in items if item.text]
    return [Items(said, marks=marks)] if said else []


@frozen(kw_only=True)
class Provenance:
    """The grounds of figures: source, time of retrieval, framework, and whether they are final.

    `provisional` is None if nobody said; then nothing is printed of it.

    A time with a zone is printed in Vietnamese time (UTC+7).

    Example:
        >>> from datetime import datetime
        >>> Provenance(
        ...     source="Cổng Dịch vụ công quốc gia", retrieved_at=datetime(2023, 6, 30, 15, 10),
        ...     framework="Bộ chỉ số 766", provisional=False,
        ... ).text
        'Nguồn số liệu: Cổng Dịch vụ công quốc gia; thời điểm trích xuất: 15 giờ 10 phút ngày \
30/6/2023; khung chỉ số: Bộ chỉ số 766; số liệu đã chốt.'
    """

    framework: str
    source: str | None = None
    retrieved_at: datetime | None = None
    provisional: bool | None = None

    @property
    def text(self) -> str:
        """All of it in one sentence."""
        parts = [said("source", source=self.source)] if self.source else []
        if self.retrieved_at is not None:
            parts.append(said("retrieved_at", time=time_text(self.retrieved_at)))
        parts.append(said("framework", framework=self.framework))
        if self.provisional is not None:
            parts.append(said("provisional" if self.provisional else "final"))
        text = "; ".join(parts)
        return f"{text[0].upper()}{text[1:]}."


def time_text(time: datetime) -> str:
    """Return a time as documents write it, in Vietnamese time; a midnight is only its day.

    Example:
        >>> from datetime import UTC, datetime
        >>> time_text(datetime(2025, 9, 4)), time_text(datetime(2025, 9, 4, 7, 5, tzinfo=UTC))
        ('ngày 04/9/2025', '14 giờ 05 phút ngày 04/9/2025')
    """
    local = time.astimezone(VIETNAM_TIME) if time.tzinfo else time.replace(tzinfo=VIETNAM_TIME)
    if not (local.hour or local.minute):
        return f"ngày {format_date(local, 'slash')}"
    return format_datetime(local.replace(second=0, microsecond=0))


def fill(
    text: str, figures: Mapping[str, str | None], path: tuple[str, ...], problems: list[Problem]
) -> str:
    """Return `text` with a figure for each name in braces; one that is not known is a problem."""

    def figure(match: re.Match[str]) -> str:
        name = match[1]
        value = figures.get(name)
        if name not in figures:
            code, known = ProblemCode.UNKNOWN_PLACEHOLDER, ", ".join(figures)
            problems.append(Problem.of(code, path, value=name, known=known))
        elif value is None:
            code, unit = ProblemCode.FIGURE_NOT_KNOWN, figures["unit"] or MISSING
            problems.append(Problem.of(code, path, value=name, unit=unit))
        return value or ""

    return _NAME.sub(figure, text)


class Draft:
    """A document while it is written: its texts, its figures, and all that is wrong so far."""

    def __init__(
        self,
        kind: str,
        frame: Frame,
        result: UnitResult,
        *,
        texts: Mapping[str, str | Sequence[str]] | None,
        ranking: Ranking | None = None,
        source: str | None = None,
    ) -> None:
        self.frame = frame
        self._result = result
        self.problems: list[Problem] = list(published_problems(result, ranking, source))
        self.texts = {**default_texts(kind), **self._own(kind, texts or {})}
        published = result.published
        self.provenance = Provenance(
            framework=result.framework.title,
            source=source or (published.source if published is not None else None),
            retrieved_at=result.retrieved_at,
            provisional=result.provisional,
        )
        self.figures = figures_of(result, ranking) | {
            "issuer": frame.called,
            "area": frame.area or locality(frame.called),
            "source": self.provenance.source,
            "provenance": self.provenance.text,
        }

    def check(self, other: UnitResult, ranking: Ranking | None = None) -> None:
        """Note what is wrong with the published figures of another unit of the document."""
        self.problems += published_problems(other, ranking, self.provenance.source)

    def nodes(self, names: Sequence[str] | None) -> tuple[Node, ...]:
        """Return the groups of these ids; default: all whose points are known."""
        if names is None:
            return known_leaves(self._result)
        by_id = {node.id: node for node in self._result.framework.nodes()}
        self.problems += [
            Problem.of(
                ProblemCode.UNKNOWN_KEY, ("nodes", name), value=name, nearest=nearest(name, by_id)
            )
            for name in names
            if name not in by_id
        ]
        return tuple(by_id[name] for name in names if name in by_id)

    def _own(
        self, kind: str, texts: Mapping[str, str | Sequence[str]]
    ) -> dict[str, str | tuple[str, ...]]:
        """Return the user's texts; one that the kind of document does not have is a problem."""
        known = default_texts(kind)
        self.problems += [
            Problem.of(
                ProblemCode.UNKNOWN_TEXT, ("texts", name), value=name, nearest=nearest(name, known)
            )
            for name in texts
            if name not in known
        ]
        return {
            name: text if isinstance(text, str) else tuple(text)
            for name, text in texts.items()
            if name in known
        }

    def filled(self, name: str, **more: str | None) -> list[tuple[Run, ...]]:
        """Return the texts called `name`, filled in, without those that are empty."""
        found = self.texts[name]
        texts = (found,) if isinstance(found, str) else found
        path = ("texts", name)
        return [runs for text in texts if (runs := self._runs(text, path, self.figures | more))]

    def text(self, name: str, **more: str | None) -> str:
        """Return the text called `name` without its bold letters."""
        return " ".join("".join(run.text for run in runs) for runs in self.filled(name, **more))

    def paragraphs(self, *names: str, **more: str | None) -> list[Paragraph]:
        """Return the paragraphs of texts by their names; none of one that is empty."""
        return [Paragraph(runs) for name in names for runs in self.filled(name, **more)]

    def under(
        self, heading: str, items: Sequence[Item | str], *, marks: Marks = "number"
    ) -> list[Block]:
        """Return a list below the text called `heading`; neither if there are no items."""
        return [*self.paragraphs(heading), Items(items, marks=marks)] if items else []

    @property
    def table_title(self) -> str:
        """The title of the annex as that of its table, which cannot be empty."""
        return self.text("annex_title") or "Điểm"

    def annex(self, table: Table, orientation: Orientation) -> Annex:
        """Return the annex with a table."""
        return Annex(title=self.text("annex_title"), blocks=[table], orientation=orientation)

    def headings(self, name: str) -> list[Heading]:
        """Return the text called `name` as a heading; none if it is empty."""
        text = self.text(name)
        return [Heading(text)] if text else []

    def _runs(
        self, text: str, path: tuple[str, ...], figures: Mapping[str, str | None]
    ) -> tuple[Run, ...]:
        """Fill a text in; what stands between two ``**`` is bold."""

        def part(match: re.Match[str]) -> str:
            names = _NAME.findall(match[1])
            known = all(name not in figures or figures[name] is not None for name in names)
            return match[1] if known else ""

        # Marks are read before figures are put in: asterisks of a figure are its own.
        parts = _PART.sub(part, text).split(_BOLD)
        filled = [fill(words, figures, path, self.problems) for words in parts]
        return tuple(
            Run(words, bold=at % 2 == 1) for at, words in enumerate(filled) if words.strip()
        )

    def document(self, kind: Kind, body: Iterable[Block], *annexes: Annex) -> Document:
        """Return the document, or raise all problems that were found on the way to it."""
        subject = self.text("subject")
        basis = [paragraph.text for paragraph in self.paragraphs("basis")]
        try:
            document = Document(
                kind=kind,
                frame=self.frame,
                subject=subject,
                basis=basis,
                body=body,
                annexes=annexes,
                provenance=self.provenance,
            )
        except InvalidDocumentError as error:
            self.problems += error.problems
        else:
            self.problems += _ended_bases(document, self._result)
            if not self.problems:
                return document
        problems = dict.fromkeys(self.problems)
        raise InvalidDocumentError(problems, subject=subject or self.frame.called)
