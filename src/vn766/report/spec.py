"""A whole document in one file: whose figures, which words, who signs.

A spec is a TOML file. Data files are found beside it. Texts of its frame may hold ``{unit}``,
``{locality}`` and ``{place}`` (a unit's name without "UBND", and without "phường" as well) and the
head of any further column of the data, so that one spec serves all units of a table.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from attrs import evolve, frozen

from vn766.errors import FormatError, InvalidDocumentError, Problem, ProblemCode, reason_of
from vn766.framework.fields import parse_toml
from vn766.framework.model import Level
from vn766.nd30.measures import Sizes
from vn766.nd30.model import Orientation
from vn766.period import Month, Year
from vn766.records import Published
from vn766.report.entries import Entries
from vn766.vi import parse_period

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from decimal import Decimal

    from vn766.period import Period

DocumentKind: TypeAlias = Literal[
    "classification-report",
    "monthly-letter",
    "office-letter",
    "disclosure-letter",
    "district-report",
]
"""The kinds of documents: each has a builder of the same name."""

_LONGEST_LINE: Final = 20_000  # bytes: a line may hold a paragraph
_ABOUT_ONE_UNIT: Final = frozenset({"monthly-letter", "disclosure-letter"})


@frozen(kw_only=True)
class Source:
    """Whose figures, and where they are: in a file, or here as points, counts or as published."""

    unit: str | None = None
    code: str | None = None
    level: Level | None = None
    file: str | None = None
    sheet: str | None = None
    period: Period | None = None
    points: Mapping[str, int | str | Decimal | None] | None = None
    counts: Mapping[str, tuple[int, int]] | None = None
    published: Published | None = None


@frozen(kw_only=True)
class Units:
    """The table of all units; with the name of their pool they are ranked."""

    file: str
    sheet: str | None = None
    pool: str | None = None


@frozen(kw_only=True)
class FrameWords:
    """The frame as it is written, with names in braces not yet filled in."""

    symbol: str
    place: str
    called: str
    area: str
    issuer: tuple[str, ...]
    parent: tuple[str, ...]
    addressees: tuple[str, ...]
    recipients: tuple[str, ...]
    archive: tuple[str, ...]
    lines: tuple[str, ...]
    name: str
    number: int | None
    issued_on: date | Month | Year | None


@frozen(kw_only=True)
class Options:
    """What a builder leaves to be chosen; None is its default."""

    nodes: tuple[str, ...] | None = None
    weak: str | None = None
    below: int | str | Decimal | None = None
    low: int | None = None
    orientation: Orientation | None = None
    sizes: Sizes | None = None


@frozen(kw_only=True)
class Spec:
    """What a spec file says; `vn766.report.jobs` makes documents of it."""

    origin: str
    folder: Path
    kind: DocumentKind
    frame: FrameWords
    texts: Mapping[str, str | tuple[str, ...]]
    tasks: tuple[str, ...]
    requests: tuple[str, ...]
    duties: Mapping[str, tuple[str, ...]]
    period: Period | None
    framework: str | None
    source: str | None
    retrieved_at: datetime | None
    provisional: bool | None
    result: Source | None
    cumulative: Source | None
    units: Units | None
    series: tuple[Source, ...]
    options: Options
    base: Path | None

    @property
    def is_batch(self) -> bool:
        """Whether the spec is about every unit of its table, each in a document of its own."""
        return self.kind in _ABOUT_ONE_UNIT and self.result is None


def read_spec(path: str | Path) -> Spec:
    """Return what the spec file at `path` says.

    Raises:
        InvalidDocumentError: the file cannot be read or is no spec; all problems are listed.
    """
    file = Path(path)
    problems: list[Problem] = []
    spec = None
    try:
        data = file.read_bytes()
    except (OSError, ValueError) as error:
        reason = reason_of(error)
        problem = Problem.of(ProblemCode.FILE_UNREADABLE, (), value=str(path), reason=reason)
        problems.append(problem)
    else:
        document = parse_toml(data, problems, longest_line=_LONGEST_LINE)
        if document is not None:
            spec = _spec(Entries(document, (), problems), file, problems)
    if spec is None or problems:
        raise InvalidDocumentError([_placed(it, file) for it in problems], subject=str(path))
    return spec


def _placed(problem: Problem, file: Path) -> Problem:
    place = ".".join(map(str, problem.path))
    return evolve(problem, origin=f"{file.name}, {place}" if place else None)


def _spec(entries: Entries, file: Path, problems: list[Problem]) -> Spec:
    """Return the spec, and add all that is wrong with it."""
    kind: DocumentKind | None = entries.choice("document", get_args(DocumentKind), required=True)
    frame = entries.table("frame", required=True)
    result, cumulative = entries.table("result"), entries.table("cumulative")
    units, options = entries.table("units"), entries.table("options")
    base = entries.text("base")
    spec = Spec(
        origin=file.name,
        folder=file.parent,
        kind=kind or "monthly-letter",
        frame=_frame(frame or Entries({}, ("frame",), []), problems),
        texts=entries.words("texts"),
        tasks=entries.texts("tasks"),
        requests=entries.texts("requests"),
        duties=entries.lists("duties"),
        period=entries.period("period"),
        framework=entries.text("framework"),
        source=entries.text("source"),
        retrieved_at=entries.time("retrieved_at"),
        provisional=entries.flag("provisional"),
        result=None if result is None else _source(result),
        cumulative=None if cumulative is None else _source(cumulative),
        units=None if units is None else _units(units),
        series=tuple(map(_source, entries.tables("series"))),
        options=Options() if options is None else _options(options),
        base=file.parent / base if base else None,
    )
    entries.finish()
    if kind is not None:
        problems += _missing_parts(spec)
    return spec


def _missing_parts(spec: Spec) -> list[Problem]:
    """Return which tables this kind of document cannot do without."""
    own = spec.result is not None
    needs: dict[DocumentKind, tuple[str, bool]] = {
        "classification-report": ("units", spec.units is not None),
        "office-letter": ("result", own),
        "district-report": ("series", bool(spec.series)),
        "monthly-letter": ("result", own or spec.units is not None),
        "disclosure-letter": ("result", own or spec.units is not None),
    }
    table, there = needs[spec.kind]
    return [] if there else [Problem.of(ProblemCode.FIELD_MISSING, (table,))]


def _source(entries: Entries) -> Source:
    published = entries.table("published")
    source = Source(
        unit=entries.text("unit"),
        code=entries.text("code"),
        level=entries.choice("level", get_args(Level)),
        file=entries.text("file"),
        sheet=entries.text("sheet"),
        period=entries.period("period"),
        points=entries.numbers("points"),
        counts=entries.pairs("counts"),
        published=None if published is None else _published(published),
    )
    entries.finish()
    return source


def _published(entries: Entries) -> Published:
    published = Published(
        total=entries.number("total"),
        rank=entries.whole("rank"),
        of=entries.whole("of"),
        pool=entries.text("pool"),
        band=entries.text("band"),
        source=entries.text("source"),
    )
    entries.finish()
    return published


def _units(entries: Entries) -> Units:
    units = Units(
        file=entries.text("file", required=True) or "",
        sheet=entries.text("sheet"),
        pool=entries.text("pool"),
    )
    entries.finish()
    return units


def _options(entries: Entries) -> Options:
    options = Options(
        nodes=entries.texts("nodes") or None,
        weak=entries.text("weak"),
        below=entries.number("below"),
        low=entries.whole("low"),
        orientation=entries.choice("orientation", get_args(Orientation)),
        sizes=entries.choice("sizes", get_args(Sizes)),
    )
    entries.finish()
    return options


def _frame(entries: Entries, problems: list[Problem]) -> FrameWords:
    signature = entries.table("signature", required=True) or Entries({}, ("frame",), [])
    words = FrameWords(
        symbol=entries.text("symbol", required=True) or "",
        place=entries.text("place", required=True) or "",
        called=entries.text("called", required=True) or "",
        area=entries.text("area") or "",
        issuer=entries.texts("issuer", required=True),
        parent=entries.texts("parent"),
        addressees=entries.texts("addressees"),
        recipients=entries.texts("recipients", required=True),
        archive=entries.texts("archive") or ("VT",),
        lines=signature.texts("lines", required=True),
        name=signature.text("name") or "",
        number=entries.whole("number"),
        issued_on=_issued_on(entries.day("issued_on"), problems),
    )
    signature.finish()
    entries.finish()
    return words


def _issued_on(value: date | str | None, problems: list[Problem]) -> date | Month | Year | None:
    """Return the day; or the month or year, whose day is left blank."""
    if not isinstance(value, str):
        return value
    try:
        period = parse_period(value)
        if not isinstance(period, Month | Year):
            raise FormatError.of(ProblemCode.NOT_A_DATE, value)
    except FormatError as error:
        problems.append(evolve(error.problem, path=("frame", "issued_on")))
        return None
    return period
