"""From specs to documents: one, or one for every unit of a table."""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple, assert_never, cast

from attrs import asdict, define, evolve

from vn766.errors import InvalidDocumentError, Problem, ProblemCode
from vn766.framework.checks import nearest
from vn766.lazy import regex
from vn766.nd30.model import Annex, Column, Frame, Signature, Table
from vn766.readers import score_file
from vn766.readers.scored import score_record
from vn766.records import Unit, UnitCounts, UnitPoints
from vn766.report import builders
from vn766.report.additions import Additions
from vn766.report.figures import fill
from vn766.report.filled import own_rows
from vn766.vocabulary import Vocabulary, fold, locality

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence

    from vn766.nd30.model import Align, Document
    from vn766.period import Period
    from vn766.readers import ScoredFile
    from vn766.records import Published
    from vn766.report.spec import OwnAnnex, SignatureWords, Source, Spec
    from vn766.score import Ranking, UnitResult

_KINDS: Final = regex(rf"(?:{'|'.join(Vocabulary('units').written('kinds'))}) ", re.IGNORECASE)
_PREFIX: Final = "van-ban"
_LONGEST_STEM: Final = 80  # characters of a file's name
_LONGEST_FIGURE: Final = 12  # characters
_LONGEST_CODE: Final = 40
_NAMED: Final = 5  # units that have one name
_LOW: Final = 3  # groups with the lowest percents that a letter names


class Job(NamedTuple):
    """One document of many: whose, its file's name without an ending, and how it is made."""

    unit: str
    """The unit that the document is about."""
    stem: str
    """The name of its file, without the ending."""
    document: Callable[[], Document]
    """The document."""


@define
class Jobs:
    """The documents of a spec; files are read once."""

    spec: Spec
    """The document as its file has it."""

    def document(self) -> Document:
        """Return the one document.

        Raises:
            InvalidDocumentError: with everything that is wrong with it.
            InvalidRecordError: if data cannot be read or scored.
            NotComparableError: if results have no common basis.
        """
        with self._placing():
            return self._one()

    @contextmanager
    def _placing(self) -> Generator[None]:
        """Give the problems of a document the places of the entries that they are about."""
        try:
            yield
        except InvalidDocumentError as error:
            placed = map(self.spec.places.placed, error.problems)
            raise InvalidDocumentError(placed, subject=error.subject) from None

    def _one(self) -> Document:
        match self.spec.kind:
            case "classification-report":
                return self._classification()
            case "monthly-letter" | "disclosure-letter":
                result, extra = self._own()
                return self._of_unit(result, extra, self._ranked(result))
            case "office-letter":
                return self._office()
            case "district-report":
                return self._district()
            case _ as never:
                assert_never(never)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems of the table of all units, row by row, and of names of files."""
        return (*self._units.problems, *map(_one_file, self._namesakes.items()))

    def each(self) -> Iterator[Job]:
        """Yield a job for every unit of the table without errors, in its order.

        Left out are units whose files nothing but a number could tell apart: that number would
        change with the order of the rows, and with those that are sound.

        Raises:
            InvalidRecordError: if the table as a whole cannot be read; or if a row has errors and
                units are to be ranked, since the ranks of all others would be wrong.
        """
        ranking = self._ranking
        for result, extra in zip(self._units.results, self._units.table.extra, strict=True):
            stem = _stem(result.unit)
            if stem not in self._namesakes:
                document = partial(self._placed_of_unit, result, extra, ranking)
                yield Job(result.unit.name if result.unit else "", stem, document)

    @cached_property
    def _namesakes(self) -> dict[str, list[str]]:
        """The names of units whose files would have the same name, by that name."""
        found: dict[str, list[str]] = {}
        for result in self._units.results:
            found.setdefault(_stem(result.unit), []).append(result.unit.name if result.unit else "")
        return {stem: names for stem, names in found.items() if len(names) > 1}

    # Data.

    @cached_property
    def _units(self) -> ScoredFile:
        units = self.spec.units
        if units is None:
            raise self._refusal(ProblemCode.FIELD_MISSING, ("units",))
        return self._read(units.file, units.sheet, self.spec.period, units.pool)

    def _others(self, own: UnitResult) -> list[UnitResult]:
        """Return the results of all units but the one that the document is about."""
        key = own.unit.key if own.unit else None
        return [each for each in self._results if each.unit is None or each.unit.key != key]

    @property
    def _results(self) -> tuple[UnitResult, ...]:
        """The results of all units but the one that they belong to, of a table without errors."""
        return self._units.without_errors().members

    @cached_property
    def _ranking(self) -> Ranking | None:
        """The units ranked, if the spec names their pool."""
        if self.spec.units is None or self.spec.units.pool is None:
            return None
        ranking, members = self._units.without_errors().ranking, {*map(id, self._results)}
        listed = (unit for unit in ranking.unranked if id(unit.result) in members)
        return evolve(ranking, unranked=tuple(listed))

    def _ranked(self, result: UnitResult) -> Ranking | None:
        """Return the ranking that the unit of the document is in."""
        ranking = self._ranking
        members = {
            each.unit.key: each.unit.name
            for each in (ranking.results if ranking else ())
            if each.unit
        }
        if ranking is not None and (result.unit is None or result.unit.key not in members):
            asked = result.unit.name if result.unit else None
            raise self._not_found(asked, ("result", "unit"), self._units, members.values())
        return ranking

    def _read(
        self, file: str, sheet: str | None, period: Period | None, pool: str | None = None
    ) -> ScoredFile:
        return score_file(
            self.spec.folder / file,
            framework=self.spec.framework,
            period=period,
            pool=pool,
            sheet=sheet,
            retrieved_at=self.spec.retrieved_at,
            provisional=self.spec.provisional,
            keep_going=True,
        )

    def _own(self) -> tuple[UnitResult, Mapping[str, str]]:
        """Return the result that the document is about, and its further columns."""
        if self.spec.result is None:
            raise self._refusal(ProblemCode.FIELD_MISSING, ("result",))
        return self._found(self.spec.result, "result")

    def _found(self, source: Source, place: str) -> tuple[UnitResult, Mapping[str, str]]:
        """Return the result that a part of the spec describes, and its further columns."""
        period = source.period or self.spec.period
        if source.file is not None:
            return self._row(source, period, place)
        unit = Unit(name=source.unit, code=source.code, level=source.level) if source.unit else None
        record: UnitPoints | UnitCounts = UnitPoints(points=source.points or {})
        if source.counts is not None:
            record = UnitCounts(counts=source.counts, points=source.points or {})
        return self._scored(
            evolve(record, unit=unit, period=period, published=source.published)
        ), {}

    def _row(
        self, source: Source, period: Period | None, place: str
    ) -> tuple[UnitResult, Mapping[str, str]]:
        """Return the row of a file that a part of the spec names; the only row needs no name."""
        scored = self._read(str(source.file), source.sheet, period).without_errors()
        asked = source.code or source.unit
        found = [
            at
            for at, result in enumerate(scored.results)
            if asked is None or (result.unit is not None and _is(result.unit, asked))
        ]
        if len(found) != 1:
            names = [result.unit.name for result in scored.results if result.unit]
            raise self._not_found(asked, (place, "unit"), scored, names)
        (at,) = found
        result, record = scored.results[at], scored.table.records[at]
        if source.published is not None:
            published = _together(source.published, record.published)
            result = self._scored(evolve(record, published=published))
        return result, scored.table.extra[at]

    def _scored(self, record: UnitPoints | UnitCounts) -> UnitResult:
        spec = self.spec
        record = evolve(record, retrieved_at=spec.retrieved_at, provisional=spec.provisional)
        return score_record(record, spec.framework)

    def _not_found(
        self, asked: str | None, path: tuple[str, ...], scored: ScoredFile, names: Collection[str]
    ) -> InvalidDocumentError:
        near, file = nearest(asked or "", names), scored.table.source
        return self._refusal(ProblemCode.UNIT_NOT_FOUND, path, asked, file=file, known=near)

    def _refusal(
        self, code: ProblemCode, path: tuple[str, ...], value: object = None, **details: object
    ) -> InvalidDocumentError:
        problem = Problem(code=code, path=path, value=value, details=tuple(details.items()))
        return InvalidDocumentError([problem], subject=self.spec.origin)

    # Documents.

    def _placed_of_unit(
        self, result: UnitResult, extra: Mapping[str, str], ranking: Ranking | None
    ) -> Document:
        with self._placing():
            return self._of_unit(result, extra, ranking)

    def _of_unit(
        self, result: UnitResult, extra: Mapping[str, str], ranking: Ranking | None
    ) -> Document:
        spec, frame = self.spec, self._frame(result, extra)
        if spec.kind == "disclosure-letter":
            return builders.disclosure_letter(
                result,
                frame=frame,
                additions=self._additions,
                ranking=ranking,
                source=spec.source,
                texts=spec.texts,
            )
        options = spec.options
        since = spec.cumulative
        return builders.monthly_letter(
            result,
            frame=frame,
            additions=self._additions,
            ranking=ranking,
            low=_LOW if options.low is None else options.low,
            components=spec.components,
            cumulative=None if since is None else self._found(since, "cumulative")[0],
            source=spec.source,
            texts=spec.texts,
            orientation=options.orientation or "landscape",
        )

    def _classification(self) -> Document:
        spec, results = self.spec, self._results
        first = self._units.results.index(results[0])
        return builders.classification_report(
            self._ranking or results,
            frame=self._frame(results[0], self._units.table.extra[first]),
            additions=self._additions,
            source=spec.source,
            texts=spec.texts,
            orientation=spec.options.orientation or "landscape",
        )

    def _office(self) -> Document:
        spec, options = self.spec, self.spec.options
        result, extra = self._own()
        return builders.office_letter(
            result,
            frame=self._frame(result, extra),
            nodes=options.nodes or None,
            additions=self._additions,
            units=self._others(result) if spec.units is not None else (),
            weak=options.weak or "online.payment",
            below=options.below,
            source=spec.source,
            texts=spec.texts,
            orientation=options.orientation or "portrait",
        )

    def _district(self) -> Document:
        spec = self.spec
        series = [self._found(source, "series")[0] for source in spec.series]
        return builders.district_report(
            series,
            frame=self._frame(series[-1], {}),
            ranking=self._ranking,
            additions=self._additions,
            source=spec.source,
            texts=spec.texts,
            orientation=spec.options.orientation or "landscape",
        )

    @cached_property
    def _additions(self) -> Additions:
        """The words and tables of the office's own."""
        spec = self.spec
        return Additions(
            tasks=spec.tasks,
            duties=spec.duties,
            requests=spec.requests,
            sections=spec.sections,
            annexes=() if spec.annex is None else [self._annex(spec.annex)],
        )

    def _annex(self, own: OwnAnnex) -> Annex:
        """Return the annex with a table of the office's own.

        Raises:
            InvalidDocumentError: the table is not there, or there twice.
            InvalidRecordError: its file cannot be read.
        """
        if (own.file is None) == (not own.rows):
            raise self._refusal(ProblemCode.FIELD_MISSING, ("annex", "file"))
        heads, rows = own.heads, own.rows
        if own.file is not None:
            heads, *found = own_rows(self.spec.folder / own.file, own.sheet)
            rows = tuple(found)
        columns = [
            Column(heads=[part.strip() for part in head.split("|")], align=align)
            for head, align in zip(heads, _alignments(heads, rows), strict=True)
        ]
        table = Table(title=own.title, columns=columns, rows=rows)
        return Annex(title=own.title, blocks=[table], orientation=own.orientation)

    def _frame(self, result: UnitResult, extra: Mapping[str, str]) -> Frame:
        """Return the frame with the names of the unit filled in."""
        name = result.unit.name if result.unit else ""
        figures = {**extra, **_names(name)}
        problems: list[Problem] = []

        def filled(key: str, value: object) -> Any:
            if isinstance(value, str):
                return fill(value, figures, ("frame", key), problems)
            if isinstance(value, tuple):
                return tuple(filled(key, line) for line in cast("tuple[str, ...]", value))
            return value

        words = asdict(self.spec.frame, recurse=False)
        signature: SignatureWords = words.pop("signature")
        frame = Frame(
            **{key: filled(key, value) for key, value in words.items()},
            signature=Signature(
                lines=filled("signature", signature.lines), name=filled("signature", signature.name)
            ),
        )
        if problems:
            raise InvalidDocumentError(problems, subject=name or self.spec.origin)
        return frame


def _names(unit: str) -> dict[str, str]:
    """Return the name of a unit, of its territory, and of its place.

    A territory that has a number for a name is a place by its full name (Nghị định 30/2020/NĐ-CP,
    Phụ lục I, phần II, mục 4).

    Example:
        >>> _names("UBND phường Hòa Thắng")
        {'unit': 'UBND phường Hòa Thắng', 'locality': 'phường Hòa Thắng', 'place': 'Hòa Thắng'}
        >>> _names("UBND phường 12")["place"]
        'Phường 12'
    """
    territory = locality(unit)
    place = _KINDS.sub("", territory, count=1)
    if place[:1].isdecimal():
        place = f"{territory[0].upper()}{territory[1:]}"
    return {"unit": unit, "locality": territory, "place": place}


def _alignments(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Align]:
    """Yield how each column is set: what is long, or no figure, begins at the left."""
    for at in range(len(heads)):
        longest = max((len(row[at]) for row in rows if at < len(row)), default=0)
        yield "left" if longest > _LONGEST_FIGURE else "center"


def _together(given: Published, read: Published | None) -> Published:
    """Return what was published as a spec says, and what it does not say as the file does."""
    if read is None:
        return given
    said = asdict(given, filter=lambda _, value: value is not None)
    return evolve(read, **said)


def _is(unit: Unit, asked: str) -> bool:
    """Whether a unit is meant by its name or code."""
    return asked in {unit.name, unit.code, unit.key}


def _stem(unit: Unit | None) -> str:
    """Return the name of a unit's file: plain letters, never a device's name, its code whole."""
    name, code = ("", "") if unit is None else (unit.name, unit.code or "")
    letters = (fold(text).encode("ascii", "ignore").decode() for text in (name, code))
    name, code = ("".join(f"-{word}" for word in text.split()) for text in letters)
    room = _LONGEST_STEM - len(_PREFIX) - len(code[:_LONGEST_CODE])
    return f"{_PREFIX}{name[:room].rstrip('-')}{code[:_LONGEST_CODE]}"


def _one_file(found: tuple[str, list[str]]) -> Problem:
    """Return the problem of units whose files nothing but a number could tell apart."""
    stem, names = found
    listed = "; ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
    return Problem.of(ProblemCode.NAMESAKES, ("units",), value=listed, stem=stem)
