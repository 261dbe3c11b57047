"""Records for scoring: units, and their points or counts as somebody published or computed them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias, cast, get_args

from attrs import asdict, field, frozen

from vn766._engine import formulas
from vn766._engine.exact import Number, is_null, to_decimal
from vn766.errors import FormatError, Problem, ProblemCode, Severity, Word, printed
from vn766.framework import Level
from vn766.period import Period
from vn766.vocabulary.typed import as_text, integer, not_a

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import SupportsIndex, TypeGuard

    from attrs import Attribute

__all__ = [
    "ON_TIME_RATES",
    "Counts",
    "DossierCounts",
    "OnTimeRate",
    "Origin",
    "Published",
    "Ratio",
    "Record",
    "Unit",
    "UnitCounts",
    "UnitPoints",
]


def _none_if_blank(code: object) -> str | None:
    if is_null(code):  # as columns of numbers and of dates have it, too
        return None
    try:
        text = str.__str__(code if isinstance(code, str) else str(code))  # some come as numbers
    except Exception as error:  # the methods of a type that is not ours
        raise FormatError.of(ProblemCode.NOT_A_TEXT, code, type=type(code).__name__) from error
    return text if text.strip() else None


def _name(name: str) -> str:
    return as_text(name)


def _level(level: Level | None) -> Level | None:
    return None if level is None else cast("Level", as_text(level))


def _integer(value: SupportsIndex | None) -> int | None:
    """Return an integer of any library as Python's, anything else as given."""
    found = integer(value)
    return cast("int | None", value) if found is None else found


def _points(points: Mapping[str, Number | None]) -> Mapping[str, Number | None]:
    return cast("Mapping[str, Number | None]", _figures(points))


def _counts(counts: Counts) -> Counts:
    return cast("Counts", _figures(counts))


def _figures(figures: object) -> object:
    """Return points or counts with the integers of other libraries as Python's."""
    if not isinstance(figures, Mapping):
        return figures  # which scoring refuses
    figures = cast("Mapping[object, object]", figures)
    if _USUAL.issuperset(map(type, figures.values())):
        return figures
    return {key: _figure(value) for key, value in figures.items()}


def _figure(value: object) -> object:
    kind = type(value)
    if kind in _USUAL:
        return value
    if kind not in {Ratio, tuple, list}:
        return _integer(cast("SupportsIndex", value))
    pair = map(_integer, cast("Iterable[SupportsIndex]", value))
    if kind is Ratio:
        return Ratio._make(pair)
    return list(pair) if kind is list else tuple(pair)


_USUAL: Final = frozenset({int, str, Decimal, float, type(None)})
"""Types of figures that are taken as they are."""


_A_TIME: Final = "a time (datetime.datetime), which vn766.vi.parse_datetime makes of a text"


def _check(needed: str) -> Callable[[object, Attribute[Any], object], None]:
    """Return a validator of a field of a record, whose types `needed` names."""

    def check(_: object, attribute: Attribute[Any], value: object) -> None:
        if value is not None and not isinstance(value, _TYPES[attribute.name]):
            raise not_a(value, attribute.name, needed)

    return check


@frozen(kw_only=True)
class Unit:
    """An office that is scored: a province, department, district or commune.

    Raises:
        FormatError: a name or level is no text, or a code has none.

    Example:
        >>> unit = Unit(name="UBND tỉnh Lạng Sơn", code="000.00.00.H37")
        >>> unit.key, str(unit)
        ('H37', 'UBND tỉnh Lạng Sơn')
    """

    name: str = field(converter=_name)
    """The name; names are unstable and may repeat."""
    code: str | None = field(default=None, converter=_none_if_blank)
    """The agency code (mã định danh) as printed, which is the identity; blank or NaN is none."""
    level: Level | None = field(default=None, converter=_level)
    """The level of government."""

    def __str__(self) -> str:
        return self.name

    @cached_property
    def key(self) -> str:
        """The identity: the normalised agency code, else the code in capitals, else the name.

        A code that is no agency code is compared without regard to case and spaces around it.
        """
        if self.code is None:
            return self.name
        from vn766.codes import AgencyCode  # many units have none

        try:
            return AgencyCode.parse(self.code).normalized
        except FormatError:
            return " ".join(self.code.split()).upper()


@frozen(kw_only=True)
class Published:
    """Figures that an authority printed of a unit whose peers or parts the caller may not hold.

    It is kept beside the computed values and checked against them, shown as published, and
    never overwritten.
    """

    total: Number | None = None
    """The total in points."""
    rank: int | None = field(default=None, converter=_integer)
    """The rank, from 1."""
    of: int | None = field(default=None, converter=_integer)
    """How many units the pool has."""
    pool: str | None = None
    """The units that the rank is among."""
    band: str | None = None
    """The class as it was printed."""
    source: str | None = None
    """Where it was printed."""
    retrieved_at: datetime | None = field(default=None, validator=_check(_A_TIME))
    """When it was taken from there."""

    def __str__(self) -> str:
        of = "" if self.of is None else f"/{printed(self.of)}"
        rank = None if self.rank is None else f"{printed(self.rank)}{of}"
        said = (self.total, rank, self.pool, self.band)
        return "; ".join(printed(part) for part in said if part is not None) or printed(self, repr)


@frozen(kw_only=True)
class Origin:
    """Where a record stands in a file, so that a problem can name the cell.

    Example:
        >>> origin = Origin(file="t6.xlsx", sheet="Tháng 6", row=7, columns={"progress": "D"})
        >>> origin.cell("progress"), origin.cell()
        ('t6.xlsx, Tháng 6!D7', 't6.xlsx, Tháng 6!7')
    """

    file: str
    """The name of the file."""
    row: int
    """The row, from 1."""
    sheet: str | None = None
    """The sheet of a workbook."""
    columns: Mapping[str, str] = field(factory=dict[str, str], hash=False)
    """The letters of columns by the keys of what they hold."""

    def __str__(self) -> str:
        return self.cell()

    def cell(self, key: str | None = None) -> str:
        """Return the file with the cell of `key`, or with the row if the key has no column."""
        column = self.columns.get(key, "") if key is not None else ""
        sheet = f"{self.sheet}!" if self.sheet else ""
        return f"{self.file}, {sheet}{column}{self.row}"


@frozen(kw_only=True)
class Record:
    """The unit and period of some figures, and what was published about them.

    Raises:
        TypeError: a unit, period, published figure or time is of another type.
    """

    unit: Unit | None = field(
        default=None, validator=_check('a Unit, such as Unit(name="UBND xã A")')
    )
    """The unit."""
    period: Period | None = field(
        default=None,
        validator=_check("a period, such as Month(2026, 6): vn766.vi.parse_period reads texts"),
    )
    """The period that the figures are about."""
    published: Published | None = field(
        default=None, validator=_check("a Published, such as Published(rank=5, of=65)")
    )
    """The figures that an authority printed about the unit."""
    retrieved_at: datetime | None = field(default=None, validator=_check(_A_TIME))
    """When the figures were taken from where they were published."""
    provisional: bool | None = None
    """Whether the period was still open then.

    None if nobody said: figures are neither provisional nor final by default.
    """
    origin: Origin | None = field(default=None, repr=False)
    """Where the record was read."""

    def __str__(self) -> str:
        about = (self.unit, self.period)
        return ", ".join(str(part) for part in about if part is not None) or printed(self, repr)


_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "unit": (Unit,),
    "period": get_args(Period),
    "published": (Published,),
    "retrieved_at": (datetime,),
}


@frozen(kw_only=True)
class UnitPoints(Record):
    """The points of one unit in one period, node by node, as given.

    Example:
        >>> record = UnitPoints(unit=Unit(name="UBND xã A"), points={"CKMB": "17,5"})
        >>> record.points["CKMB"]
        '17,5'
    """

    points: Mapping[str, Number | None] = field(
        factory=dict[str, "Number | None"], converter=_points, hash=False
    )
    """Points by node id, portal code, label or alias; None is missing."""


class Ratio(NamedTuple):
    """Two counts: how many of how many.

    Example:
        >>> Ratio(755, 1120), str(Ratio(755, 1120))
        (Ratio(numerator=755, denominator=1120), '755/1120')
    """

    numerator: int
    """How many."""
    denominator: int
    """Of how many."""

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}"


Counts: TypeAlias = Mapping[str, Ratio | tuple[int, int] | None]
"""Counts by the code or number of an indicator; None is what the portal publishes as null."""


@frozen(kw_only=True)
class UnitCounts(Record):
    """The counts of one unit in one period, component by component, as given.

    A component that is not there is missing.

    Example:
        >>> record = UnitCounts(counts={"5.4": Ratio(755, 1120)}, points={"CLGQ": "8,57"})
        >>> record.counts["5.4"].denominator
        1120
    """

    counts: Counts = field(
        factory=dict[str, "Ratio | tuple[int, int] | None"], converter=_counts, hash=False
    )
    """Counts by code or number (``"4.2"``) of an indicator.

    None is a count that was published as null: not applicable, unless the framework says otherwise.
    """
    points: Mapping[str, Number | None] = field(
        factory=dict[str, "Number | None"], converter=_points, hash=False
    )
    """Points of nodes whose components are not published."""
    dossiers: DossierCounts | None = None
    """The dossiers that the counts were taken from, as far as known; they must agree."""


# --- dossiers -------------------------------------------------------------------------------------

OnTimeRate: TypeAlias = Literal["qd-766-2022", "tt-01-2018-vpcp"]

ON_TIME_RATES: Final[Mapping[OnTimeRate, str]] = MappingProxyType(
    {"qd-766-2022": "received", "tt-01-2018-vpcp": "completed"}
)
"""The whole that `on_time` is a share of, by the id of the instrument that says so."""


@frozen(kw_only=True, repr=False)
class DossierCounts:
    """The dossiers of one unit in one period; None is not known.

    `received` splits into `on_time` and `overdue`, and into `completed` and `pending`;
    `channel_total` splits into `online`, `direct` and `postal` by the channel of filing; and
    `online` into `online_on_time` and `online_overdue`. A dossier that is not finished counts
    as on time as long as it is not due: on the portal `on_time` may exceed `completed`.

    Example:
        >>> counts = DossierCounts(received=161, on_time=156, overdue=6)
        >>> for problem in counts.problems():
        ...     print(problem.severity, problem.message)
        error Received dossiers: 161, but those on time and overdue add up to 162.
        >>> counts.on_time_rate(), counts.on_time_rate("tt-01-2018-vpcp")
        (Decimal('96.89'), None)
    """

    received: int | None = field(default=None, converter=_integer)
    """Those received."""
    on_time: int | None = field(default=None, converter=_integer)
    """Those on time, or not due yet."""
    overdue: int | None = field(default=None, converter=_integer)
    """Those overdue."""
    completed: int | None = field(default=None, converter=_integer)
    """Those completed."""
    pending: int | None = field(default=None, converter=_integer)
    """Those not completed."""
    channel_total: int | None = field(default=None, converter=_integer)
    """Those filed by whatever channel."""
    online: int | None = field(default=None, converter=_integer)
    """Those filed online."""
    direct: int | None = field(default=None, converter=_integer)
    """Those filed in person."""
    postal: int | None = field(default=None, converter=_integer)
    """Those filed by post."""
    online_on_time: int | None = field(default=None, converter=_integer)
    """Those filed online and on time."""
    online_overdue: int | None = field(default=None, converter=_integer)
    """Those filed online and overdue."""

    def __repr__(self) -> str:
        known = asdict(self, filter=lambda _, count: count is not None)
        return f"DossierCounts({', '.join(f'{name}={count!r}' for name, count in known.items())})"

    def on_time_rate(self, instrument: OnTimeRate = "qd-766-2022") -> Decimal | None:
        """Return the share of dossiers on time in percent, half-up to 2 places.

        Quyết định 766/QĐ-TTg takes it of those received (``"qd-766-2022"``), Thông tư
        01/2018/TT-VPCP of those completed (``"tt-01-2018-vpcp"``). None if a count is not known
        or sound, if there are no dossiers, or if more are on time than there are: then `on_time`
        and the whole count different dossiers, and a share above 100 % says nothing. The second
        rate is that of the circular only where `on_time` counts completed dossiers alone; the
        portal's counts those, too, that are not due yet.

        Raises:
            ValueError: if no rate is known by that name.

        Example:
            >>> counts = DossierCounts(received=1840, on_time=1689, completed=1750)
            >>> counts.on_time_rate("qd-766-2022"), counts.on_time_rate("tt-01-2018-vpcp")
            (Decimal('91.79'), Decimal('96.51'))
        """
        if instrument not in ON_TIME_RATES:
            message = f"instrument must be one of {', '.join(ON_TIME_RATES)}, not {instrument!r}"
            raise ValueError(message)
        part, whole = self.on_time, cast("int | None", getattr(self, ON_TIME_RATES[instrument]))
        if not _is_count(part) or not _is_count(whole) or not 0 <= part <= whole or whole == 0:
            return None
        return to_decimal(formulas.percent(part, whole))

    def problems(self) -> tuple[Problem, ...]:
        """Return what is wrong with the counts, value by value, then sum by sum.

        Each is a count from 0 upwards; parts add up to their whole and never exceed it. An
        error is what puts a score in doubt: a sum that holds both figures of an indicator
        (received and on time of 2.1; all channels and online of 3.3), and any of these figures
        that is no count. All else is a warning: these figures score nothing, and completed or
        pending ones may be dossiers of an earlier period.
        """
        flawed = tuple(self._flawed())
        return flawed or tuple(self._unbalanced())

    def _flawed(self) -> Iterator[Problem]:
        for name in _WORDS:
            value = cast("object", getattr(self, name))
            if value is None:
                continue
            if not _is_count(value):
                code = ProblemCode.NOT_A_COUNT
            elif value < 0:
                code = ProblemCode.NEGATIVE_COUNT
            else:
                continue
            severity = Severity.ERROR if name in _SCORED else Severity.WARNING
            yield Problem.of(
                code, ("dossiers", name), value=value, label=_WORDS[name], severity=severity
            )

    def _unbalanced(self) -> Iterator[Problem]:
        for balance in _BALANCES:
            whole = cast("int | None", getattr(self, balance.whole))
            parts = {name: cast("int | None", getattr(self, name)) for name in balance.parts}
            known = {name: part for name, part in parts.items() if part is not None}
            complete = len(known) == len(parts)
            total = sum(known.values())
            # Parts that are not known may be anything from 0 upwards.
            if whole is not None and (total > whole or (complete and total < whole)):
                yield Problem.of(
                    ProblemCode.UNBALANCED if complete else ProblemCode.PARTS_ABOVE_WHOLE,
                    ("dossiers", balance.whole),
                    value=whole,
                    severity=balance.severity,
                    label=_WORDS[balance.whole],
                    parts=balance.word if complete else tuple(_WORDS[name] for name in known),
                    sum=total,
                )


class _Balance(NamedTuple):
    """A whole, the parts that add up to it, and what they are called."""

    whole: str
    parts: tuple[str, ...]
    word: Word
    severity: Severity


_WORDS: Final[Mapping[str, Word]] = {
    "received": Word("received dossiers"),
    "on_time": Word("dossiers on time"),
    "overdue": Word("overdue dossiers"),
    "completed": Word("completed dossiers"),
    "pending": Word("pending dossiers"),
    "channel_total": Word("dossiers of all channels"),
    "online": Word("dossiers filed online"),
    "direct": Word("dossiers filed in person"),
    "postal": Word("dossiers filed by post"),
    "online_on_time": Word("online dossiers on time"),
    "online_overdue": Word("overdue online dossiers"),
}
_SCORED: Final = frozenset({"received", "on_time", "channel_total", "online"})
"""The numerators and denominators of 2.1 and 3.3."""
_BALANCES: Final = (
    _Balance(
        whole="received",
        parts=("on_time", "overdue"),
        word=Word("those on time and overdue"),
        severity=Severity.ERROR,
    ),
    _Balance(
        whole="received",
        parts=("completed", "pending"),
        word=Word("those completed and pending"),
        severity=Severity.WARNING,
    ),
    _Balance(
        whole="channel_total",
        parts=("online", "direct", "postal"),
        word=Word("those of the single channels"),
        severity=Severity.ERROR,
    ),
    _Balance(
        whole="online",
        parts=("online_on_time", "online_overdue"),
        word=Word("those on time and overdue"),
        severity=Severity.WARNING,
    ),
)


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
