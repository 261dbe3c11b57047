"""Numbers in and out: what a caller writes, as integer hundredths, and back.

`read` is the one door for numbers. It never rounds: a value is a whole number of hundredths,
or it is refused with the reason.
"""

from __future__ import annotations

import operator
from contextlib import suppress
from decimal import Context, Decimal, Inexact, InvalidOperation
from functools import cache
from math import isnan
from numbers import Rational, Real
from typing import TYPE_CHECKING, Final, TypeAlias

from vn766._engine.formulas import percent
from vn766.errors import FormatError, Problem, ProblemCode, Vn766Error

if TYPE_CHECKING:
    from collections.abc import Callable

Number: TypeAlias = int | str | Decimal | float

# Own contexts throughout: the caller's ambient decimal context must not change a result.
_EXACT: Final = Context(prec=40, traps=[Inexact, InvalidOperation])
_CENT: Final = Decimal("0.01")
_LARGEST_EXPONENT: Final = 15  # beyond any score; keeps 1e999999999 from being expanded

_TABLE_END: Final = 10_000  # 100 points, in hundredths


class RefusedError(Vn766Error):
    """A value that is not a number of points; whoever knows its place makes a `Problem` of it."""

    def __init__(self, code: ProblemCode, **details: object) -> None:
        self.code = code
        self.details = details
        super().__init__(code)

    def problem(self, path: tuple[str, ...], value: object, details: dict[str, object]) -> Problem:
        """Return the problem of `value` at `path`, whose texts quote `details` as well."""
        quoted = details | self.details
        return Problem(code=self.code, path=path, value=value, details=tuple(quoted.items()))


class _Decimals(dict[int, Decimal]):
    """The Decimals of hundredths, 0,00 to 100,00 kept: a look-up costs a tenth of making one."""

    def __missing__(self, hundredths: int) -> Decimal:
        value = shift(hundredths, 2)
        return self.setdefault(hundredths, value) if 0 <= hundredths <= _TABLE_END else value


to_decimal = _Decimals().__getitem__
"""Return hundredths as a Decimal with two places."""
_PLAIN: Final = (Decimal, int)  # others may be equal to what they are not
KNOWN: Final[dict[object, int]] = {}
"""The hundredths of numbers of 0 to 100 points; equal ones hash alike, whatever their type."""


class Percents(dict[int, Decimal]):
    """The percents of a maximum, half-up to 2 places, by points; of a maximum of 0 they are 0.

    Each is computed when it is first asked for: looking up costs a tenth of dividing.
    """

    def __init__(self, maximum: int) -> None:
        super().__init__()
        self._maximum = maximum

    def __missing__(self, points: int) -> Decimal:
        value = to_decimal(percent(points, self._maximum) if self._maximum else 0)
        return self.setdefault(points, value)


percents_of = cache(Percents)


def shift(digits: int, places: int) -> Decimal:
    """Return `digits` as a Decimal with `places` implied places, exactly."""
    return _EXACT.scaleb(Decimal(digits), -places)


def is_absent(value: object) -> bool:
    """Whether a value says that nothing is known: None, or what pandas has for it, NA and NaT.

    A NaN says so in columns of pandas only: a float that is no number may be a mistake elsewhere.
    """
    return value is None or type(value).__name__ in {"NAType", "NaTType"}


def is_null(value: object) -> bool:
    """Whether a value of a column of objects is null: pandas has NaN, NaT and NA for it."""
    if is_absent(value):
        return True
    with suppress(Exception):  # a NaN that signals, and the methods of a type that is not ours
        return isinstance(value, (float, Decimal, Real)) and isnan(value)
    return False


def read(value: object, maximum: int | None = None) -> int:
    """Return `value` in hundredths, exactly.

    Args:
        value: an int; a Decimal or text with at most two decimals (trailing zeros aside); a
            float within 1e-6 of a hundredth, which is what printing and reading a decimal
            number of this size leaves at most.
        maximum: the largest value possible here, in hundredths. It decides texts that read as
            two different numbers, and nothing else: larger values are returned.

    Raises:
        RefusedError: for anything else.
    """
    try:
        if isinstance(value, Decimal):
            return _of_decimal(value)
        if isinstance(value, str):
            return _of_text(value, maximum)
        if isinstance(value, float):
            return _of_float(value)
        return _of_other(value)
    except RefusedError:
        raise
    except Exception as error:  # the methods of a type that is not ours
        raise _wrong_type(value) from error


def whole(value: object) -> int:
    """Return a whole number of any type, or raise RefusedError."""
    try:
        return operator.index(value)  # type: ignore[arg-type] # a TypeError is the answer
    except Exception as error:  # the methods of a type that is not ours
        raise _wrong_type(value) from error


def _wrong_type(value: object) -> RefusedError:
    return RefusedError(ProblemCode.WRONG_TYPE, type=type(value).__name__)


def _of_other(value: object) -> int:
    if isinstance(value, bool):
        raise _wrong_type(value)
    is_real = not hasattr(value, "__index__") and isinstance(value, Real)
    if is_real and not isinstance(value, Rational) and hasattr(value, "as_integer_ratio"):
        return _of_float(value)  # type: ignore[arg-type] # as NumPy's: it has the methods of one
    return _kept(value, whole(value) * 100)


def _kept(value: object, hundredths: int) -> int:
    if type(value) in _PLAIN and 0 <= hundredths <= _TABLE_END:
        KNOWN[value] = hundredths
    return hundredths


def _of_decimal(value: Decimal) -> int:
    known = None if value.is_snan() else KNOWN.get(value)
    if known is not None:
        return known
    if not value.is_finite():
        raise RefusedError(ProblemCode.NOT_FINITE)
    if value and value.adjusted() > _LARGEST_EXPONENT:
        raise RefusedError(ProblemCode.NEGATIVE if value.is_signed() else ProblemCode.TOO_LARGE)
    try:
        cents = value.quantize(_CENT, context=_EXACT)
    except Inexact:
        raise RefusedError(ProblemCode.TOO_PRECISE) from None
    return _kept(value, int(_EXACT.scaleb(cents, 2)))


@cache
def _parser() -> Callable[..., Decimal]:
    # The language room is only needed for texts, and an import statement costs at every call.
    from vn766.vi.numbers import parse_number

    return parse_number


def _of_text(value: str, maximum: int | None) -> int:
    limit = None if maximum is None else to_decimal(maximum)
    try:
        number = _parser()(value, decimal_mark="auto", max_value=limit)
    except FormatError as error:
        raise RefusedError(error.problem.code, **dict(error.problem.details)) from None
    return _of_decimal(number)


def _of_float(value: float) -> int:
    # value != value and the infinities are the floats that have no ratio.
    try:
        numerator, denominator = value.as_integer_ratio()
    except (ValueError, OverflowError):
        raise RefusedError(ProblemCode.NOT_FINITE) from None
    hundredths = (200 * numerator + denominator) // (2 * denominator)
    off_by = abs(100 * numerator - hundredths * denominator)
    if off_by * 10_000 > denominator:  # more than 1e-6 of a point from the nearest hundredth
        raise RefusedError(ProblemCode.TOO_PRECISE)
    return hundredths
