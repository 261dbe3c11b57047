"""Counts to records: saved responses of the portal of 2026, or a table with a row a component."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from vn766._engine.plan import plan_of
from vn766.errors import InvalidRecordError, Problem, ProblemCode, Severity, Word
from vn766.files import read, refusal, unreadable
from vn766.framework import get_framework
from vn766.framework.registry import COUNTS_EDITION
from vn766.readers import endpoints, long_tables
from vn766.readers.tables import Found, check, in_order, merge, printed_problems, remarks
from vn766.records import Record, UnitCounts
from vn766.score.counts import no_rules_problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from vn766._engine.plan import Plan
    from vn766.files import Source
    from vn766.framework.model import Framework
    from vn766.period import Period
    from vn766.readers.endpoints import Response
    from vn766.readers.tables import Fragment, Merged

_NAMED: Final = 10  # units, in a text that lists them


@frozen(kw_only=True)
class CountsTable:
    """The counts of the units in one or several files, and everything found on the way to them.

    `records` are those without errors, in the order in which units come first; `broken` are
    the codes (else the names, else the places) of the units that were left out because of
    errors. `problems` lists all errors, warnings and notes, first those of whole files, then
    unit by unit, each with file and place as its `origin`. `remarks` holds, beside each record,
    the warnings and notes about it; what is about whole files is in `problems` alone. `extra`
    holds, beside each record, the text of everything that is not a count: in JSON by response,
    metric and field (``transparency.DOSSIER_SYNC.score``), in a table by indicator and header
    (``DOSSIER_SYNC.Ghi chú``). `sources` are the files that were read, and `rows` counts all
    units, with the broken ones.
    """

    records: tuple[UnitCounts, ...]
    problems: tuple[Problem, ...]
    broken: tuple[str, ...]
    extra: tuple[Mapping[str, str], ...] = field(repr=False)
    remarks: tuple[tuple[Problem, ...], ...] = field(repr=False)
    sources: tuple[str, ...]
    rows: int

    @property
    def source(self) -> str:
        """The files that were read, in one text."""
        return "; ".join(self.sources)


def read_counts(
    *sources: Source,
    framework: Framework | str | Path = COUNTS_EDITION,
    period: Period | None = None,
    retrieved_at: datetime | None = None,
    provisional: bool | None = None,
    sheet: str | None = None,
) -> CountsTable:
    """Return the counts of the units in saved responses of the portal, or in one table.

    **Responses** are any number of the six of 2026, in any order: ``transparency``,
    ``handling-satisfaction``, ``dossier-digitized``, ``dvc-progress-tree``,
    ``provide-online-tree`` and ``formality-online-payment-tree``. The content tells which one a
    file is. They are joined on `departmentId`; the code of a unit comes from those that have
    codes, and a warning names the units that get none. A unit that is not in a response has
    these components missing. Where the portal prints null for both counts, the counts are
    None. Counts are whole numbers: 12.0 is 12; 12.5 and a text are errors. Sub-units without
    components of the online services have their `totalScore` as points of that node. Scores
    that the portal prints stay in `extra`; where the counts give other points, a warning tells
    both. Unknown metrics and fields stay in `extra` too, with a note. A summary
    (``service-results``) beside them holds points: it is left out, with a note.

    **A table** (CSV or XLSX, as for `read_points`) has one row for a unit and an indicator,
    with heads such as "Mã đơn vị", "Tên đơn vị", "Cấp", "Chỉ số", "Tử số", "Mẫu số", "Điểm"
    or ``unit_code``, ``unit_name``, ``level``, ``indicator``, ``numerator``, ``denominator``,
    ``points``. Blank counts are missing; the word ``null`` in both cells says that null was
    published. Rows of one unit share its code, or its name if none of them has a code: where a
    name is there with a code and without, a warning says so. Points in a row without counts are
    those of its node or component; beside counts they are what was published, and compared. Dots
    may group thousands (1.234).

    Args:
        sources: JSON files, folders (which stand for the ``.json`` files in them), or one table;
            each a path, its content, a stream, or `Named` content.
        framework: the edition whose indicators are read.
        period: the time that all records are about; the files do not say it.
        retrieved_at: when the responses were saved.
        provisional: whether the period was still open then; None if nobody said.
        sheet: the sheet of a workbook; default: the only visible one with such a table.

    Raises:
        InvalidRecordError: if a file as a whole cannot be read, holds no counts
            (`ProblemCode.NO_COUNTS`), is one of the responses in a shape that has changed
            (`ProblemCode.UNKNOWN_SHAPE`), or is the same as another; it names file and place.
        FrameworkError: if the framework is unknown or broken.
        MissingExtraError: for a workbook, if the extra ``xlsx`` is not installed.
        TypeError: if no source is given.

    Example:
        >>> import json
        >>> from tempfile import TemporaryDirectory
        >>> from vn766.score import score_counts
        >>> unit = {"departmentId": "u-1", "departmentName": "UBND xã A", "departmentCode": "H00.1"}
        >>> tree = {"parent": {**unit, "totalReceived": 161, "totalOnTime": 156}, "children": []}
        >>> with TemporaryDirectory() as folder:
        ...     _ = Path(folder, "progress.json").write_text(json.dumps({"data": tree}), "utf-8")
        ...     table = read_counts(folder)
        >>> table.records[0].counts, table.records[0].dossiers.on_time_rate()
        ({'PROGRESS_ON_TIME': Ratio(numerator=156, denominator=161)}, Decimal('96.89'))
        >>> score_counts(table.records[0]).nodes["progress"].points
        Decimal('19.38')
    """
    if not sources:
        message = "read_counts needs at least one file or folder"
        raise TypeError(message)
    plan = plan_of(get_framework(framework), with_components=True)
    if not plan.rules:
        raise InvalidRecordError([no_rules_problem(plan)])
    about = Record(period=period, retrieved_at=retrieved_at, provisional=provisional)
    files = _files(sources)
    responses: dict[str, Response] = {}
    summaries: list[str] = []
    for file in files:
        content = read(file, called="table")
        content.refuse_binary()
        text = "" if content.is_zip else content.text()
        named = text and content.suffix == ".json"
        if not named and text.lstrip()[:1] not in {"{", "["}:
            if len(files) > 1:
                raise refusal(ProblemCode.NOT_ALONE, content.name)
            table = long_tables.read_table(content, text, sheet, plan)
            return _assemble(table.fragments, plan, about, (table.source,), table.notes)
        response = endpoints.read_response(text, content.name, plan)
        if response is None:
            summaries.append(content.name)
            continue
        other = responses.setdefault(response.endpoint.name, response)
        if other is not response:
            raise _same_group(other, response)
    if not responses:
        raise refusal(ProblemCode.NO_COUNTS, summaries[0])
    # However the files are named or ordered, the result is the same.
    in_line = [responses[e.name] for e in endpoints.ENDPOINTS if e.name in responses]
    fragments = [fragment for response in in_line for fragment in response.fragments]
    notes = [note for response in in_line for note in response.notes]
    notes += map(_left_out, sorted(summaries))
    return _assemble(
        fragments, plan, about, tuple(response.file for response in in_line), notes, joined=True
    )


def _files(sources: Sequence[Source]) -> list[Source]:
    """Return all files, each path once, those of a folder by their names."""
    found: dict[object, Source] = {}
    for at, source in enumerate(sources):
        if isinstance(source, str | Path):
            for path in _inside(Path(source)):
                found.setdefault(path.absolute(), path)
        else:
            found[at] = source
    return list(found.values())


def _inside(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    try:
        files = sorted(each for each in path.iterdir() if each.suffix.lower() == ".json")
    except OSError as error:
        raise unreadable(path, error) from None
    if not files:
        reason = Word("no .json file in it")
        raise refusal(ProblemCode.FILE_UNREADABLE, path.name, reason=reason)
    return files


def _left_out(summary: str) -> Problem:
    return Problem.of(
        ProblemCode.HOLDS_POINTS, (), value=summary, severity=Severity.NOTE, origin=summary
    )


def _same_group(a: Response, b: Response) -> InvalidRecordError:
    files = ", ".join(sorted((a.file, b.file)))
    problem = Problem.of(ProblemCode.SAME_GROUP, (), value=a.endpoint.name, files=files)
    return InvalidRecordError([problem], subject=files)


def _assemble(
    fragments: Sequence[Fragment],
    plan: Plan,
    about: Record,
    sources: tuple[str, ...],
    notes: Sequence[Problem],
    *,
    joined: bool = False,
) -> CountsTable:
    """Put fragments together, check the records, and compare what was published with them."""
    units = merge(fragments, plan, about)
    # In responses ids tell units apart, in a table codes and names alone.
    checked = check([unit.draft for unit in units], plan.framework, pieces=not joined)
    found: list[Found] = [(0, at, note) for at, note in enumerate(notes)]
    found += checked.found
    coded = any(unit.draft.record.unit and unit.draft.record.unit.code for unit in units)
    if joined or coded:
        found += _without_code(units)
    broken = {draft.row for draft in checked.broken}
    for unit in units:
        if unit.draft.row not in broken:
            found += printed_problems(unit, plan)
    return CountsTable(
        records=tuple(draft.record for draft in checked.sound),
        problems=in_order(found),
        broken=tuple(unit.name for unit in units if unit.draft.row in broken),
        extra=tuple(draft.extra for draft in checked.sound),
        remarks=remarks(checked.sound, (*found, *checked.shared)),
        sources=sources,
        rows=len(units),
    )


def _without_code(units: Sequence[Merged]) -> Iterator[Found]:
    """Yield the warning that names the units without a code."""
    unresolved = [u for u in units if u.draft.record.unit and u.draft.record.unit.code is None]
    if unresolved:
        names = [unit.name for unit in unresolved[:_NAMED]]
        if len(unresolved) > _NAMED:
            names.append("…")
        yield (
            0,
            len(units),
            Problem.of(
                ProblemCode.UNITS_WITHOUT_CODE,
                ("unit", "code"),
                value=len(unresolved),
                severity=Severity.WARNING,
                origin=unresolved[0].draft.place("name"),
                names=", ".join(names),
            ),
        )
