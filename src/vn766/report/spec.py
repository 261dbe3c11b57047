"""A whole document in one file: whose figures, which words, who signs.

A spec is a TOML file, or a workbook that was filled in (`vn766.report.workbook`); its entries are
defined in ``fields.toml``, and go by their names or by their Vietnamese labels. Data files are
found beside it. Texts of its frame may hold ``{unit}``, ``{locality}`` and ``{place}`` (a unit's
name without "UBND", and without "phường" as well) and the head of any further column of the data,
so that one spec serves all units of a table.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final, TypeAlias, cast

from attrs import asdict, evolve, field, frozen

from vn766._engine.exact import Number
from vn766.errors import FormatError, InvalidDocumentError, InvalidRecordError, Problem, ProblemCode
from vn766.files import Named, beginning, limits, read
from vn766.framework import Level
from vn766.framework.fields import (
    RefusedFieldError,
    new_converter,
    parse_toml,
    structure,
    structure_date,
    structure_str,
    structure_time,
    type_refused,
)
from vn766.nd30.measures import Sizes
from vn766.nd30.model import Head, Issued, Orientation
from vn766.period import Month, Period, Year
from vn766.records import Published
from vn766.report.additions import Section
from vn766.report.fields import (
    ABOUT_ONE_UNIT,
    DocumentKind,
    definitions,
    of_other_kinds,
    translated,
    unused,
)
from vn766.report.figures import texts_by_kind
from vn766.report.filled import read_filled
from vn766.report.places import Places, Written, lines_of
from vn766.report.tables import ComponentColumn
from vn766.vi import parse_date, parse_datetime, parse_period

# The tables, one of which a kind of document cannot do without.
_NEEDED: Final[Mapping[DocumentKind, tuple[str, ...]]] = {
    "classification-report": ("units",),
    "monthly-letter": ("result", "units"),
    "office-letter": ("result",),
    "disclosure-letter": ("result", "units"),
    "district-report": ("series",),
}

_List: TypeAlias = tuple[str, ...]  # one text stands for a list of one
_Words: TypeAlias = str | _List


@frozen(kw_only=True)
class Source:
    """A unit and the place of its figures: in a file, or here as points, counts or as published."""

    unit: str | None = None
    code: str | None = None
    level: Level | None = None
    file: str | None = None
    sheet: str | None = None
    period: Period | None = None
    points: Mapping[str, Number | None] | None = None
    counts: Mapping[str, tuple[int, int]] | None = None
    published: Published | None = None


@frozen(kw_only=True)
class OwnAnnex:
    """An annex with a table of one's own: written here, or in a file whose first row has the heads.

    A mark ``|`` divides the levels of a head, from above down.
    """

    title: str
    file: str | None = None
    sheet: str | None = None
    heads: _List = ()
    rows: tuple[_List, ...] = ()
    orientation: Orientation = "portrait"


@frozen(kw_only=True)
class Units:
    """The table of all units; with the name of their pool they are ranked."""

    file: str
    sheet: str | None = None
    pool: str | None = None


@frozen(kw_only=True)
class SignatureWords:
    """The lines above a signature, and the name below."""

    lines: _List
    name: str = ""


def _archive(lines: _List) -> _List:
    return lines or ("VT",)


@frozen(kw_only=True)
class FrameWords:
    """The frame as it is written, with names in braces not yet filled in."""

    signature: SignatureWords
    symbol: str
    place: str
    called: str
    area: str = ""
    issuer: _List
    parent: _List = ()
    addressees: _List = ()
    recipients: _List
    archive: _List = field(default=("VT",), converter=_archive)
    number: int | None = None
    issued_on: Issued = None


@frozen(kw_only=True)
class Options:
    """The choices that a builder leaves; None is its default."""

    nodes: _List = ()
    weak: str | None = None
    below: Number | None = None
    low: int | None = None
    orientation: Orientation | None = None
    sizes: Sizes | None = None


@frozen(kw_only=True)
class _Tasks:
    """The entries of a file of tasks, as ``vn766 advise`` writes it."""

    tasks: _List = ()
    duties: Mapping[str, _List] = field(factory=dict[str, _List])


@frozen(kw_only=True)
class _Tables:
    """The entries of a spec file."""

    document: DocumentKind
    frame: FrameWords
    texts: Mapping[str, _Words] = field(factory=dict[str, _Words])
    tasks: _List = ()
    requests: _List = ()
    duties: Mapping[str, _List] = field(factory=dict[str, _List])
    sections: tuple[Section, ...] = ()
    annex: OwnAnnex | None = None
    period: Period | None = None
    framework: str | None = None
    source: str | None = None
    retrieved_at: datetime | None = None
    provisional: bool | None = None
    result: Source | None = None
    cumulative: Source | None = None
    units: Units | None = None
    series: tuple[Source, ...] = ()
    components: tuple[ComponentColumn, ...] | None = None
    options: Options = Options()
    base: Path | None = None


@frozen(kw_only=True)
class Spec(_Tables):
    """A spec, its file's name and folder; `vn766.report.jobs` makes documents of it."""

    origin: str
    """The file that it was read from."""
    folder: Path
    """The folder that its paths start from."""
    places: Places = field(repr=False, eq=False)
    """Where its entries stand in the file."""

    @property
    def kind(self) -> DocumentKind:
        """The kind of the document."""
        return self.document

    @property
    def files(self) -> tuple[Path, ...]:
        """The other files that the document is made from: its data, and its base."""
        tables = (self.result, self.cumulative, self.units, self.annex, *self.series)
        data = (self.folder / each.file for each in tables if each is not None and each.file)
        return (*data, *(() if self.base is None else (self.base,)))

    @property
    def is_batch(self) -> bool:
        """Whether the spec is about every unit of its table, each in a document of its own."""
        return self.kind in ABOUT_ONE_UNIT and self.result is None


def read_spec(path: str | Path) -> Spec:
    """Return what the spec file at `path` says.

    Raises:
        InvalidDocumentError: the file cannot be read or is no spec; all problems are listed.
    """
    file = Path(path)
    problems: list[Problem] = []
    try:
        written = _written(file, problems)
    except InvalidRecordError as error:
        problems = [evolve(each, value=str(path)) for each in error.problems]
        written = None
    if written is None:
        raise InvalidDocumentError(problems, subject=str(path))
    document = written.document
    tables = structure(_CONVERTER, document, _Tables, (), problems)
    problems += _of_kind(document)
    if tables is None or problems:
        placed = map(written.places.within, problems)
        raise InvalidDocumentError(placed, subject=str(path))
    base = tables.base and file.parent / tables.base
    entries = asdict(evolve(tables, base=base), recurse=False)
    return Spec(origin=file.name, folder=file.parent, places=written.places, **entries)


def with_tasks(spec: Spec, path: str | Path) -> Spec:
    """Return a spec with the tasks and duties of a TOML file behind its own.

    Raises:
        InvalidDocumentError: the file cannot be read, or has other entries than tasks and duties.
    """
    file = Path(path)
    problems: list[Problem] = []
    try:
        data = beginning(file, limits.TOML_BYTES)
    except InvalidRecordError as error:
        raise InvalidDocumentError(error.problems, subject=str(path)) from error
    document, found = parse_toml(data, problems, longest_line=limits.SPEC_LINE), None
    if document is not None:
        found = structure(_CONVERTER, translated(document, problems), _Tasks, (), problems)
    if found is None or problems:
        raise InvalidDocumentError(problems, subject=str(path))
    duties = {
        department: (*spec.duties.get(department, ()), *found.duties.get(department, ()))
        for department in (*spec.duties, *found.duties)
    }
    return evolve(spec, tasks=(*spec.tasks, *found.tasks), duties=duties)


def _written(file: Path, problems: list[Problem]) -> Written | None:
    """Return what stands in a TOML file or a workbook; None after adding what is wrong with it."""
    data = beginning(file, limits.TOML_BYTES)
    if Named(file.name, data).is_zip:
        return read_filled(read(file), problems)
    document = parse_toml(data, problems, longest_line=limits.SPEC_LINE)
    if document is None:
        return None
    places = lines_of(data.decode("utf-8-sig"), file.name)
    return Written(document=translated(document, problems), places=places)


def _of_kind(document: Mapping[str, object]) -> list[Problem]:
    """Return what the kind of document cannot do without, and what it does not use."""
    kind = document.get("document")
    known = definitions().kind(kind) if isinstance(kind, str) else None
    if known is None:
        return []
    needed = _NEEDED[known.id]
    problems = unused(document, known.id)
    if not any(document.get(name, []) != [] for name in needed):
        problems.append(Problem.of(ProblemCode.FIELD_MISSING, needed[:1]))
    units = document.get("units")
    about_one = known.id in ABOUT_ONE_UNIT and "result" in document
    if about_one and isinstance(units, dict) and "pool" not in units:
        problems.append(Problem.of(ProblemCode.UNITS_NOT_USED, ("units",)))
    texts = document.get("texts")
    by_kind = texts_by_kind()
    for name in cast("dict[str, object]", texts) if isinstance(texts, dict) else ():
        kinds = [other for other, names in by_kind.items() if name in names]
        if kinds and known.id not in kinds:
            problems.append(of_other_kinds(("texts", name), known.id, kinds))
    return problems


def _structure_list(value: object, _: object = None) -> _List:
    """Take a list of texts; empty ones replace our own."""
    refused = type_refused(value, '["…", "…"]')
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list):
        raise refused
    texts = cast("list[object]", items)
    if not all(isinstance(text, str) for text in texts):
        raise refused
    return tuple(cast("list[str]", texts))


def _structure_words(value: object, _: object) -> _Words:
    return value if isinstance(value, str) else _structure_list(value)


def _structure_issued(value: object, _: object) -> Issued:
    """Take the day; or the month or year, whose day is left blank."""
    if not isinstance(value, str):
        return structure_date(value)
    try:
        return parse_date(value)
    except FormatError as error:
        refused = error.problem
    with suppress(FormatError):
        period = parse_period(value)
        if isinstance(period, Month | Year):
            return period
    raise _refused(refused, value)


def _structure_time(value: object, _: object) -> datetime:
    """Take a point in time, or a day, which has no zone."""
    if not isinstance(value, str):
        return datetime.combine(value, time()) if type(value) is date else structure_time(value)
    with suppress(RefusedFieldError):
        return structure_time(value)
    try:
        return datetime.combine(parse_date(value), time())
    except FormatError as error:
        refused = error.problem
    try:
        return parse_datetime(value)
    except FormatError as error:
        # A day that does not exist is more to the point than a time that is missing.
        is_day = refused.code is not ProblemCode.NOT_A_DATE
        raise _refused(refused if is_day else error.problem, value) from None


def _refused(problem: Problem, value: str) -> RefusedFieldError:
    """Return what is wrong with a day or time as a problem of its entry."""
    details: dict[str, Any] = dict(problem.details)
    return RefusedFieldError(problem.code, value, **details)


def _structure_heads(value: object, _: object) -> tuple[Head, ...]:
    """Take heads from above down: texts, or tables of a text and its note."""
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list):
        raise type_refused(value, '["…", "…"]')
    return tuple(
        Head(item) if isinstance(item, str) else _CONVERTER.structure(item, Head)
        for item in cast("list[object]", items)
    )


def _structure_base(value: object, _: object) -> Path:
    return Path(structure_str(value))


_CONVERTER = new_converter()
_CONVERTER.register_structure_hook_func(lambda kind: bool(kind == _List), _structure_list)
_CONVERTER.register_structure_hook(_Words, _structure_words)
_CONVERTER.register_structure_hook(Issued, _structure_issued)
_CONVERTER.register_structure_hook(datetime, _structure_time)
_CONVERTER.register_structure_hook(Path, _structure_base)
_CONVERTER.register_structure_hook_func(
    lambda kind: bool(kind == tuple[Head, ...]), _structure_heads
)
