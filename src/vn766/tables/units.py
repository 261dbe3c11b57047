"""Which rows of a large table are units, judged as readers judge those of small files.

Names, classes and pools are few, rows are many: the different texts are read and judged here, by
the functions of the readers, and engines apply what was found to all rows.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import narwhals.stable.v2 as nw
from attrs import evolve, field, frozen

from vn766._engine import tally
from vn766.codes import AGENCY
from vn766.errors import FormatError, InvalidRecordError, Problem, ProblemCode, Severity
from vn766.files import limits, refusal
from vn766.readers.asides import (
    ERROR,
    FIGURE,
    MISSING,
    NUMBER,
    SECTION,
    Numbering,
    Said,
    above,
    is_aside,
    is_missing,
    numbering_of,
    plain,
    section_of,
)
from vn766.readers.headers import text_of
from vn766.readers.points import LEVELS, read_rank, unknown_level
from vn766.score.intake import level_problems
from vn766.tables.columns import Column, kind_of_values
from vn766.tables.expressions import BLANKS, EXPRESSIONS, OWN, PROBLEMS, TOTAL, constant, hundredths
from vn766.tables.pools import is_text
from vn766.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from narwhals.stable.v2.dtypes import DType

    from vn766._engine.plan import Plan
    from vn766.period import Period
    from vn766.tables.columns import PointsColumns

Lazy = nw.LazyFrame[Any]

_ENUMERATOR: Final = f"^(?:{NUMBER})$"
_LETTERED: Final = f"(?i)^(?:{SECTION})$"
_PLAIN: Final = r"^[0-9]+[.)]?$"
_ANY: Final = "00"
"""Takes the place of the numbers of units, which are many."""
_NUMBER: Final = f"{OWN}number"
_MARKS: Final = (f"{OWN}called", _NUMBER, f"{OWN}valued", f"{OWN}figured")
_CODED: Final = f"{OWN}coded"
_OLD_PROVINCE: Final = r"^000\.00\.00\.[A-Z][0-9]{2}$"
_KEY: Final = f"{OWN}key"
_TIME: Final = f"{OWN}time"
_PRINTED: Final = f"{OWN}printed"
_BOUNDS: Final = (f"{OWN}least", f"{OWN}most")
_ERROR: Final = f"^(?:{ERROR})$"
_RANK: Final = "^[0-9]{1,9}$"
NAME: Final = f"{OWN}name"
"""The column of the names of units while they are looked at."""
COPIES: Final = "copies"
"""The column that says how often a unit is there in one period."""
BY_PUBLICATION: Final = "by_publication"
"""The column that says whether a total is known by publication only."""
_NAMED: Final = 5


@frozen(kw_only=True)
class Cells:
    """The columns of a table by what readers know them for.

    `kinds` are those of units and of what was printed about them (``name``, ``code``, ``ordinal``,
    ``level``, ``total``, ``rank``, ``band``), `points` those that were read, `times` those that
    tell periods apart, `within` those of the pools.
    """

    file: str
    heads: Mapping[str, str]
    """The heads of all columns."""
    kinds: Mapping[str, str]
    points: Mapping[str, str]
    """The ids of the nodes whose points were read, by columns."""
    counted: Sequence[str]
    """The heads of columns that count dossiers."""
    times: Mapping[str, str]
    """The columns that tell periods apart, and how their heads read."""
    within: Sequence[str] = ()
    of: int | None = None
    """The number of units that the head of the printed ranks states."""
    notes: list[Problem] = field(factory=list[Problem])

    def said(self, frame: Lazy, name: str) -> nw.Expr:
        """Return the texts of a column on one line, null where they say that nothing is known."""
        text = one_line(frame, name)
        is_known = ~text.str.to_lowercase().is_in(sorted(MISSING)) & ~text.str.contains(_ERROR)
        return nw.when(is_known).then(text)

    def kind(self, frame: Lazy, kind: str) -> nw.Expr:
        """Return what the column of a kind says; null in all rows if there is none."""
        name = self.kinds.get(kind)
        return nw.lit(None, dtype=nw.String) if name is None else self.said(frame, name)


def one_line(frame: Lazy, name: str) -> nw.Expr:
    """Return a column as texts on one line; whole numbers have no decimals."""
    dtype, column = frame.collect_schema()[name], nw.col(name)
    if dtype.is_float():
        whole = nw.when((column >= -limits.CELLS) & (column <= limits.CELLS)).then(column)
        number = nw.when(whole == whole.floor()).then(whole).cast(nw.Int64).cast(nw.String)
        text = nw.when(number.is_null()).then(column.cast(nw.String)).otherwise(number)
    else:
        text = column.cast(nw.String)
    return text.str.replace_all(BLANKS, " ").str.replace_all("^ | $", "")


def code_of(frame: Lazy, cells: Cells) -> nw.Expr:
    """Return the code of the unit in each row, in capitals: a name that is a code is one, too."""
    code = cells.kind(frame, "code").str.to_uppercase()
    name = cells.kind(frame, "name").str.to_uppercase()
    return (
        nw.when(~code.is_null())
        .then(code)
        .otherwise(nw.when(name.str.contains(f"^(?:{AGENCY})$")).then(name))
    )


def called(frame: Lazy, cells: Cells) -> nw.Expr:
    """Return the name of the unit in each row, else its code."""
    name = cells.kind(frame, "name")
    return nw.when(~name.is_null()).then(name).otherwise(cells.kind(frame, "code"))


def names_in(frame: Lazy, cells: Cells, *, name: str = NAME) -> list[tuple[str, int]]:
    """Return the different texts in a column, in order, and how many rows have each.

    Raises:
        InvalidRecordError: if they are too many to look at.
    """
    return sorted((str(text or "–"), int(count)) for text, count in _different(frame, cells, name))


def _different(frame: Lazy, cells: Cells, *names: str) -> list[tuple[Any, ...]]:
    """Return the different values in columns, and how many rows have each, at the end."""
    found = frame.group_by(*names).agg(nw.len().alias("rows"))
    rows = found.head(limits.ROWS + 1).collect("pyarrow").rows()
    if len(rows) > limits.ROWS:
        raise refusal(ProblemCode.TOO_MANY_NAMES, cells.file, limit=limits.ROWS)
    return rows


def doubt(
    cells: Cells, code: ProblemCode, severity: Severity = Severity.WARNING, **details: object
) -> Problem:
    """Return a doubt about some rows, or about a table as a whole."""
    count, value = details.pop("rows", 1), details.pop("value", None)
    origin = cells.file if count == 1 else f"{cells.file} ({count})"
    return Problem.of(code, ("rows",), value=value, severity=severity, origin=origin, **details)


def left_out(cells: Cells, text: str, count: int) -> Problem:
    """Return the note that rows are no unit."""
    code = ProblemCode.ROW_LEFT_OUT
    return doubt(cells, code, severity=Severity.NOTE, value=text, rows=count)


def readable(name: str, dtype: DType, maximum: int) -> nw.Expr:
    """Return a column of points in which what stands for "not known" in a file is null.

    Points may stand before their maximum (15/18); before another one they stay what they are.
    """
    column = nw.col(name)
    if not is_text(dtype):
        return column
    text = column.cast(nw.String)
    is_missing = text.str.strip_chars().str.to_lowercase().is_in(sorted(MISSING))
    whole, rest = divmod(maximum, 100)
    part = f"[.,]{rest:02}".rstrip("0") if rest else "(?:[.,]0+)?"
    out_of = rf"\s*/\s*{whole}{part}\s*(?:điểm)?\s*$"
    return nw.when(~is_missing).then(text.str.replace_all(out_of, ""))


# --- rows -----------------------------------------------------------------------------------------


def units_of(frame: Lazy, cells: Cells, *, is_one_pool: bool) -> Lazy:
    """Return the rows of units alone; what was left out is noted as readers note it.

    Raises:
        InvalidRecordError: if the table has sections, and nothing else says who is ranked among
            whom (`is_one_pool`); or too many names to look at.
    """
    schema = frame.collect_schema()
    names = schema.names()
    texts = {
        name: one_line(frame, name).fill_null("")
        for name, dtype in schema.items()
        if is_text(dtype)
    }
    # Texts come last: engines look at those alone of rows that have nothing else.
    written = [~nw.col(name).is_null() for name in cells.heads if name not in texts]
    written += [texts[name] != "" for name in cells.heads if name in texts]
    frame = frame.filter(nw.any_horizontal(*written, ignore_nulls=True))
    if texts.keys() >= cells.heads.keys():  # heads are printed again on each page
        again = [texts[name] == text_of(head) for name, head in cells.heads.items()]
        is_head = nw.all_horizontal(*again, ignore_nulls=True)
        count = len(frame.filter(is_head).select(next(iter(cells.heads))).collect("pyarrow"))
        if count:
            cells.notes.append(left_out(cells, " ".join(filter(None, cells.heads.values())), count))
            frame = frame.filter(~is_head)
    if cells.kinds.keys().isdisjoint({"name", "ordinal"}):
        return frame
    marked, rows = _marked(frame, cells, ())
    heads = _headings(frame, cells, {said.number for said, _ in rows})
    if heads:
        marked, rows = _marked(frame, cells, heads)
    numbering = _numbering(marked, cells, [said for said, _ in rows])
    asides = [(said, count) for said, count in rows if is_aside(said, numbering)]
    if not asides:
        return frame
    heads = [head for said, _ in asides if (head := section_of(said)) is not None]
    if heads and not is_one_pool:
        listed = "; ".join(sorted(heads)[:_NAMED])
        raise refusal(ProblemCode.SECTIONS_BY_ENGINE, cells.file, labels=listed)
    cells.notes.extend(
        left_out(cells, " ".join(filter(None, (said.number.removeprefix(_ANY), said.name))), count)
        for said, count in sorted(asides)
    )
    keys = [
        "\x1f".join((said.name, said.number, "x" * said.valued, "x" * said.figured))
        for said, _ in asides
    ]
    key = nw.concat_str(_MARKS, separator="\x1f")
    is_unit = nw.col(_CODED) | ~key.is_in(keys)
    return marked.filter(is_unit).select(*names)


def _marked(
    frame: Lazy, cells: Cells, heads: Collection[str]
) -> tuple[Lazy, list[tuple[Said, int]]]:
    """Return a table with what its rows say of a unit, and that of rows without a code, counted.

    `heads` are the numbers of headings. One stands for the other plain numbers, which are many.
    """
    number = cells.kind(frame, "ordinal").fill_null("")
    is_plain = number.str.contains(_PLAIN) & ~number.is_in(list(heads))
    printed = [cells.kinds[kind] for kind in ("total", "rank", "band") if kind in cells.kinds]
    known = [~nw.col(name).is_null() for name in cells.points]
    known += [~cells.said(frame, name).is_null() for name in printed]
    schema = frame.collect_schema()
    figures = [
        nw.col(name).cast(nw.String).str.contains(rf"^\s*{FIGURE}")
        if is_text(schema[name])
        else ~nw.col(name).is_null()
        for name in (*cells.points, *printed)
    ]
    code = cells.kind(frame, "code")
    marks = (
        cells.kind(frame, "name").fill_null(""),
        nw.when(is_plain).then(nw.lit(_ANY)).otherwise(number),
        *(
            nw.when(nw.any_horizontal(*each, ignore_nulls=True))
            .then(nw.lit("x"))
            .otherwise(nw.lit(""))
            for each in (known, figures)
        ),
    )
    frame = frame.with_columns((~code.is_null()).alias(_CODED))
    marks_of = dict(zip(_MARKS, marks, strict=True))
    marked = frame.with_columns(mark.alias(name) for name, mark in marks_of.items())
    rows = _different(marked.filter(~nw.col(_CODED)), cells, *_MARKS)
    return marked, [
        (Said(name, mark, "", bool(valued), bool(figured), mark in heads), count)
        for name, mark, valued, figured, count in rows
    ]


def _headings(frame: Lazy, cells: Cells, numbers: Iterable[str]) -> list[str]:
    """Return the numbers of rows that head those whose numbers go on from theirs.

    Raises:
        InvalidRecordError: if several rows have such a number, so that their order decides.
    """
    wanted = sorted({number for number in map(above, numbers) if number})
    if not wanted:
        return []
    forms = [
        number.replace(".", mark) + end
        for number in wanted
        for mark in ".,"
        for end in ("", ".", ")")
    ]
    if "code" in cells.kinds:
        frame = frame.filter(cells.kind(frame, "code").is_null())
    number = cells.kind(frame, "ordinal").alias(NAME)
    written = names_in(frame.filter(number.is_in(forms)).select(number), cells)
    times = Counter[str]()
    for text, count in written:
        times[plain(text)] += count
    if again := [number for number in wanted if times[number] > 1]:
        listed = "; ".join(again[:_NAMED])
        raise refusal(ProblemCode.SECTIONS_BY_ENGINE, cells.file, labels=listed)
    return [text for text, _ in written]


def _numbering(marked: Lazy, cells: Cells, rows: Sequence[Said]) -> Numbering:
    """Return how rows are numbered: those without a code, and those with one."""
    is_there = "ordinal" in cells.kinds
    coded = marked.filter(nw.col(_CODED))
    arabic = coded.filter(nw.col(_NUMBER).str.contains(_ENUMERATOR)).select(_NUMBER).head(1)
    if is_there and len(arabic.collect("pyarrow")):
        return Numbering(is_there, arabic=True)
    lettered = coded.filter(nw.col(_NUMBER).str.contains(_LETTERED))
    units = _different(lettered, cells, *_MARKS[1:]) if is_there else []
    told = [Said("", mark, "x", bool(valued), bool(figured)) for mark, valued, figured, _ in units]
    return numbering_of([*rows, *told], is_there=is_there)


def with_copies(frame: Lazy, cells: Cells) -> Lazy:
    """Return the rows with the keys of their units, and how often each is there in one period.

    Raises:
        InvalidRecordError: if rows are of several periods that are not told apart.
    """
    if not cells.times.keys() <= set(cells.within):  # else no pool has units of two periods
        read = [*cells.kinds.values(), *cells.times, *cells.within]
        _refuse_periods(_keyed(frame.select(*dict.fromkeys(read)).unique(), cells), cells)
    if cells.kinds.keys().isdisjoint({"name", "code"}):
        key = nw.lit(None, dtype=nw.String)
        return frame.with_columns(key.alias(_KEY), nw.lit(1, dtype=nw.Int32).alias(COPIES))
    frame = _keyed(frame, cells)
    cells.notes.extend(_same_names(frame, cells))
    copies = nw.col(_KEY).count().over(_KEY, _TIME)
    counted = nw.when(~nw.col(_KEY).is_null()).then(copies).otherwise(nw.lit(1))
    return frame.with_columns(counted.cast(nw.Int32).alias(COPIES))


def _keyed(frame: Lazy, cells: Cells) -> Lazy:
    """Return rows with the keys of their units, where they have codes, and their periods."""
    code = code_of(frame, cells)
    is_province = code.str.contains(_OLD_PROVINCE)
    code = (
        nw.when(is_province)
        .then(code.str.replace_all("000.00.00.", "", literal=True))
        .otherwise(code)
    )
    times = [cells.said(frame, name).fill_null("") for name in cells.times] or [nw.lit("")]
    time = times[0] if len(times) == 1 else nw.concat_str(times, separator="; ")
    return frame.with_columns(code.alias(_KEY), time.alias(_TIME))


def _refuse_periods(frame: Lazy, cells: Cells) -> None:
    """Refuse a table with figures of several periods in one pool; a blank one says nothing."""
    pools = [nw.lit("").alias(f"{OWN}all")]
    pools += [cells.said(frame, name).alias(f"{OWN}in{at}") for at, name in enumerate(cells.within)]
    frame = frame.filter(nw.col(_TIME).str.replace_all("[; ]", "") != "")
    told = frame.select(*pools, nw.col(_TIME).str.to_lowercase()).unique()
    keys = [name for name in told.collect_schema().names() if name != _TIME]
    mixed = told.group_by(*keys).agg(nw.len().alias("n")).filter(nw.col("n") > 1)
    if len(mixed.select("n").head(1).collect("pyarrow")):
        labels = frame.select(_TIME).unique().head(_NAMED + 1).collect("pyarrow")[_TIME].to_list()
        column = ", ".join(cells.times.values())
        code, listed = ProblemCode.SEVERAL_PERIODS, ", ".join(sorted(labels))
        problem = Problem.of(code, (), value=column, column=column, labels=listed)
        raise InvalidRecordError([problem], subject=cells.file)


def _same_names(frame: Lazy, cells: Cells) -> Iterator[Problem]:
    """Yield a doubt about each name that several units without codes have in one period."""
    units: dict[tuple[str, str], tuple[str, int]] = {}
    uncoded = frame.filter(nw.col(_KEY).is_null())
    name = cells.kind(uncoded, "name")
    apart = uncoded.select(name.alias(NAME), nw.col(_TIME)).filter(~nw.col(NAME).is_null())
    joined = apart.select(nw.concat_str(NAME, _TIME, separator="\x1f").alias(NAME))
    for text, count in names_in(joined, cells):
        written, _, time = text.partition("\x1f")
        key = fold(written) or written, time
        first, before = units.get(key, (written, 0))
        units[key] = first, before + count
    for written, count in units.values():
        if count > 1:
            yield doubt(cells, ProblemCode.SAME_NAME, value=written, count=count)


# --- what is wrong with them ----------------------------------------------------------------------


def judged(
    frame: Lazy, cells: Cells, found: PointsColumns, period: Period | None, pools: Sequence[str]
) -> Lazy:
    """Return scored rows with the problems that readers find beside those of points.

    They are: no unit, a unit twice, no pool, errors in cells, levels that have ended, and printed
    totals, classes and ranks that cannot be. A row with problems has no total; one that lacks
    points has the printed one. `pools` are the columns of the pools, null in one that is none.
    """
    plan = found.plan
    columns = [f"{OWN}{at}" if at in found.by_position else None for at in range(len(plan.ids))]
    given: Any = [name and nw.col(name) for name in columns]
    bounds = tally.span(plan, given, plan.groups, EXPRESSIONS)
    printed = cells.kinds.get("total")
    total: nw.Expr = nw.lit(None, dtype=nw.Int64)
    if printed is not None:
        dtype = frame.collect_schema()[printed]
        frame = frame.with_columns(readable(printed, dtype, plan.maximum).alias(_PRINTED))
        kind = kind_of_values(frame.collect_schema()[_PRINTED]) or "object"
        total = hundredths(Column((_PRINTED,), kind=kind, maximum=plan.maximum, unit=100))
    frame = frame.with_columns(
        total.alias(_PRINTED),
        *(constant(bound).alias(name) for name, bound in zip(_BOUNDS, bounds, strict=True)),
    )
    flaws = [nw.col(COPIES) > 1, *(nw.col(name).is_null() for name in pools)]
    flaws += _flaws(frame, cells, plan, period)
    if printed is not None:
        least, most = map(nw.col, _BOUNDS)
        total = nw.col(_PRINTED)
        flaws.append(~cells.said(frame, printed).is_null() & total.is_null())
        flaws.append((total < least) | (total > most))
    if (label := cells.kinds.get("band")) is not None:
        flaws.append(_contradicts(frame, cells.said(frame, label), plan))
    wrong = sum(flaw.cast(nw.Int64).fill_null(0) for flaw in flaws)
    frame = frame.with_columns((nw.col(PROBLEMS) + wrong).alias(PROBLEMS))
    is_sound, total = nw.col(PROBLEMS) == 0, nw.col(TOTAL)
    by_publication = is_sound & total.is_null() & ~nw.col(_PRINTED).is_null()
    frame = frame.with_columns(by_publication.alias(BY_PUBLICATION))
    known = nw.when(nw.col(BY_PUBLICATION)).then(nw.col(_PRINTED)).otherwise(total)
    return frame.with_columns(nw.when(is_sound).then(known).alias(TOTAL))


def _flaws(frame: Lazy, cells: Cells, plan: Plan, period: Period | None) -> Iterator[nw.Expr]:
    """Yield what is wrong with the unit of a row, its level and its printed rank."""
    if not cells.kinds.keys().isdisjoint({"name", "code"}):
        yield nw.col(_KEY).is_null() & cells.kind(frame, "name").is_null()
    yield from (one_line(frame, name).str.contains(_ERROR) for name in cells.kinds.values())
    if (name := cells.kinds.get("level")) is not None:
        text = cells.said(frame, name)
        ended: list[str] = []
        for written, rows in names_in(frame.select(text.alias(NAME)), cells):
            level = LEVELS.get(fold(written))
            if any(level_problems(level, period, plan.framework, ("unit", "level"))):
                ended.append(written)
            elif level is None and not is_missing(written):
                note = doubt(cells, ProblemCode.UNKNOWN_LEVEL, rows=rows)
                cells.notes.append(evolve(unknown_level(written, plan), origin=note.origin))
        yield text.is_in(ended)
    if (name := cells.kinds.get("rank")) is not None:
        text = cells.said(frame, name)
        number = nw.when(text.str.contains(_RANK)).then(text).cast(nw.Int64)
        yield number < 1 if cells.of is None else (number < 1) | (number > cells.of)
        others = frame.filter(~text.str.contains(_RANK)).select(text.alias(NAME))
        yield text.is_in(
            [written for written, _ in names_in(others, cells) if not _is_rank(written)]
        )


def _is_rank(text: str) -> bool:
    with suppress(FormatError):
        read_rank(text)
        return True
    return False


def _contradicts(frame: Lazy, text: nw.Expr, plan: Plan) -> nw.Expr:
    """Return whether a printed class is none, or none of those that the total may have."""
    texts = frame.select(text.alias("text")).unique().head(limits.COLUMNS).collect("pyarrow")
    printed = nw.col(_PRINTED)
    least, most = (
        nw.when(printed.is_null()).then(nw.col(bound)).otherwise(printed) for bound in _BOUNDS
    )
    wrong = ~text.is_null()
    for written in filter(None, texts["text"].to_list()):
        if (band := plan.band_labelled(written)) is not None:
            start, *beyond = plan.thresholds[-1 - plan.bands.index(band) :]
            is_wrong = (most < start) | (least >= (beyond or [plan.maximum + 1])[0])
            wrong = nw.when(text == written).then(is_wrong).otherwise(wrong)
    return wrong
