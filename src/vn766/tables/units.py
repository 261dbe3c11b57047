"""Which rows of a large table are units, judged as readers judge those of small files.

Names, classes and pools are few, rows are many: the different texts are read and judged here, by
the functions of the readers, and engines apply what was found to all rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import narwhals.stable.v2 as nw
from attrs import field, frozen

from vn766.errors import InvalidRecordError, Problem, ProblemCode, Severity
from vn766.files import limits, refusal
from vn766.readers.asides import MISSING, Numbering, Said, is_aside, section_of
from vn766.tables.columns import Column, kind_of_values
from vn766.tables.expressions import BLANKS, OWN, PROBLEMS, ROW, TOTAL, hundredths
from vn766.tables.pools import is_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vn766._engine.plan import Plan

Lazy = nw.LazyFrame[Any]

_ENUMERATOR: Final = r"^[0-9]+[.)]?$"
_OLD_PROVINCE: Final = r"^000\.00\.00\.[A-Z][0-9]{2}$"
_KEY: Final = f"{OWN}key"
_TIME: Final = f"{OWN}time"
COPIES: Final = "copies"
"""The column that says how often a unit is there in one period."""
_NAMED: Final = 5


@frozen(kw_only=True)
class Cells:
    """The columns of a table by what readers know them for.

    `kinds` are those of units and of what was printed about them (``name``, ``code``, ``ordinal``,
    ``level``, ``total``, ``rank``, ``band``), `points` those that were read, `times` those that
    tell periods apart, `within` those of the pools.
    """

    file: str
    kinds: Mapping[str, str]
    points: Sequence[str]
    times: Mapping[str, str]
    """The columns that tell periods apart, and how their heads read."""
    within: Sequence[str] = ()
    notes: list[Problem] = field(factory=list[Problem])

    def said(self, frame: Lazy, name: str) -> nw.Expr:
        """Return the texts of a column on one line, null where they say that nothing is known."""
        text = one_line(frame, name)
        return nw.when(~text.str.to_lowercase().is_in(sorted(MISSING))).then(text)

    def kind(self, frame: Lazy, kind: str) -> nw.Expr:
        """Return what the column of a kind says; null in all rows if there is none."""
        name = self.kinds.get(kind)
        return nw.lit(None, dtype=nw.String) if name is None else self.said(frame, name)


def one_line(frame: Lazy, name: str) -> nw.Expr:
    """Return a column as texts on one line; whole numbers have no decimals."""
    dtype, column = frame.collect_schema()[name], nw.col(name)
    if dtype.is_float():
        whole = nw.when((column >= -limits.CELLS) & (column <= limits.CELLS)).then(column)
        column = nw.when(whole == whole.floor()).then(whole).cast(nw.Int64)
    text = column.cast(nw.String)
    return text.str.replace_all(BLANKS, " ").str.replace_all("^ | $", "")


# --- rows -----------------------------------------------------------------------------------------


def units_of(frame: Lazy, cells: Cells, *, is_one_pool: bool) -> Lazy:
    """Return the rows of units alone; what was left out is noted as readers note it.

    Raises:
        InvalidRecordError: if the table has sections, and nothing else says who is ranked among
            whom (`is_one_pool`); or too many names to look at.
    """
    names = frame.collect_schema().names()
    read = [name for name in names if name != ROW]
    blank = [
        one_line(frame, name).fill_null("") == ""
        if is_text(frame.collect_schema()[name])
        else nw.col(name).is_null()
        for name in read
    ]
    frame = frame.filter(~nw.all_horizontal(*blank, ignore_nulls=True))
    if cells.kinds.keys().isdisjoint({"name", "ordinal"}):
        return frame
    number = cells.kind(frame, "ordinal").fill_null("")
    is_number = number.str.contains(_ENUMERATOR)
    number = nw.when(is_number).then(nw.lit("1")).otherwise(number)
    values = [nw.col(name) for name in cells.points]
    values += [cells.kind(frame, kind) for kind in ("total", "rank", "band") if kind in cells.kinds]
    valued = nw.any_horizontal(*(~value.is_null() for value in values), ignore_nulls=True)
    marks = {
        f"{OWN}name": cells.kind(frame, "name").fill_null(""),
        f"{OWN}number": number,
        f"{OWN}valued": nw.when(valued).then(nw.lit("x")).otherwise(nw.lit("")),
        f"{OWN}code": nw.when(cells.kind(frame, "code").is_null()).then(nw.lit("")),
    }
    marked = frame.with_columns(expr.alias(name) for name, expr in marks.items())
    uncoded = marked.filter(nw.col(f"{OWN}code") == "").select(*list(marks)[:3])
    found = uncoded.group_by(*list(marks)[:3]).agg(nw.len().alias("rows"))
    rows = found.head(limits.ROWS + 1).collect("pyarrow").rows()
    if len(rows) > limits.ROWS:
        raise refusal(ProblemCode.TOO_MANY_NAMES, cells.file, limit=limits.ROWS)
    arabic = marked.filter(nw.col(f"{OWN}number") == "1").select(f"{OWN}number").head(1)
    numbering = Numbering(
        is_there="ordinal" in cells.kinds, arabic=bool(len(arabic.collect("pyarrow")))
    )
    asides = [
        (said, count)
        for name, mark, value, count in rows
        if is_aside(said := Said(name, mark, "", bool(value), bool(value)), numbering)
    ]
    if not asides:
        return frame
    heads = [head for said, _ in asides if (head := section_of(said)) is not None]
    if heads and not is_one_pool:
        listed = "; ".join(sorted(heads)[:_NAMED])
        raise refusal(ProblemCode.SECTIONS_BY_ENGINE, cells.file, labels=listed)
    cells.notes.extend(
        Problem.of(
            ProblemCode.ROW_LEFT_OUT,
            ("rows",),
            value=" ".join(filter(None, (said.number, said.name))),
            severity=Severity.NOTE,
            origin=cells.file if count == 1 else f"{cells.file} ({count})",
        )
        for said, count in sorted(asides)
    )
    keys = ["\x1f".join((said.name, said.number, "x" * said.valued)) for said, _ in asides]
    key = nw.concat_str(list(marks)[:3], separator="\x1f")
    is_unit = nw.col(f"{OWN}code").is_null() | ~key.is_in(keys)
    return marked.filter(is_unit).select(*names)


def with_copies(frame: Lazy, cells: Cells) -> Lazy:
    """Return the rows with the keys of their units, and how often each is there in one period.

    Raises:
        InvalidRecordError: if units have a row in each of several periods that are not told apart.
    """
    code = cells.kind(frame, "code").str.to_uppercase()
    is_province = code.str.contains(_OLD_PROVINCE)
    code = (
        nw.when(is_province)
        .then(code.str.replace_all("000.00.00.", "", literal=True))
        .otherwise(code)
    )
    times = [cells.said(frame, name).fill_null("") for name in cells.times] or [nw.lit("")]
    time = times[0] if len(times) == 1 else nw.concat_str(times, separator="; ")
    frame = frame.with_columns(code.alias(_KEY), time.alias(_TIME))
    _refuse_periods(frame, cells)
    copies = nw.col(_KEY).count().over(_KEY, _TIME)
    counted = nw.when(~nw.col(_KEY).is_null()).then(copies).otherwise(nw.lit(1))
    return frame.with_columns(counted.cast(nw.Int32).alias(COPIES))


def _refuse_periods(frame: Lazy, cells: Cells) -> None:
    if not cells.times:
        return
    unit = nw.when(~nw.col(_KEY).is_null()).then(nw.col(_KEY)).otherwise(cells.kind(frame, "name"))
    pools = [cells.said(frame, name).fill_null("") for name in cells.within]
    keys = [f"{OWN}unit", *(f"{OWN}in{at}" for at in range(len(pools)))]
    told = frame.select(
        *(expr.alias(name) for name, expr in zip(keys, [unit, *pools], strict=True)), nw.col(_TIME)
    )
    twice = told.unique().group_by(*keys).agg(nw.len().alias("n")).filter(nw.col("n") > 1)
    if len(twice.select("n").head(1).collect("pyarrow")):
        labels = frame.select(_TIME).unique().head(_NAMED + 1).collect("pyarrow")[_TIME].to_list()
        column = ", ".join(cells.times.values())
        code, listed = ProblemCode.SEVERAL_PERIODS, ", ".join(sorted(labels))
        problem = Problem.of(code, (), value=column, column=column, labels=listed)
        raise InvalidRecordError([problem], subject=cells.file)


# --- what is wrong with them ----------------------------------------------------------------------


def judged(frame: Lazy, cells: Cells, plan: Plan) -> Lazy:
    """Return scored rows with the problems that readers find beside those of points.

    They are: no unit, a unit twice, no pool, and printed totals and classes that are others than
    the points give. A row with problems has no total.
    """
    total = nw.col(TOTAL)
    flaws = [nw.col(COPIES) > 1]
    if not cells.kinds.keys().isdisjoint({"name", "code"}):
        flaws.append(nw.col(_KEY).is_null() & cells.kind(frame, "name").is_null())
    flaws += [cells.said(frame, name).is_null() for name in cells.within]
    if (printed := cells.kinds.get("total")) is not None:
        kind = kind_of_values(frame.collect_schema()[printed])
        column = Column((printed,), kind=kind or "object", maximum=plan.maximum, unit=100)
        is_given, read = ~cells.said(frame, printed).is_null(), hundredths(column)
        flaws.append(is_given & (read.is_null() | (read != total)))
    if (printed := cells.kinds.get("band")) is not None:
        flaws.append(_contradicts(frame, cells.said(frame, printed), plan))
    wrong = sum(flaw.cast(nw.Int64).fill_null(0) for flaw in flaws)
    frame = frame.with_columns((nw.col(PROBLEMS) + wrong).alias(PROBLEMS))
    return frame.with_columns(nw.when(nw.col(PROBLEMS) == 0).then(total).alias(TOTAL))


def _contradicts(frame: Lazy, text: nw.Expr, plan: Plan) -> nw.Expr:
    """Return whether a printed class is none, or another than that of the total."""
    texts = frame.select(text.alias("text")).unique().head(limits.COLUMNS).collect("pyarrow")
    total = nw.col(TOTAL)
    wrong = nw.lit(value=False)
    for written in filter(None, texts["text"].to_list()):
        band = plan.band_labelled(written)
        is_wrong = nw.lit(value=True)
        if band is not None:
            least, *beyond = plan.thresholds[-1 - plan.bands.index(band) :]
            is_wrong = (total < least) | (total >= (beyond or [plan.maximum + 1])[0])
        wrong = nw.when(text == written).then(is_wrong).otherwise(wrong)
    return wrong
