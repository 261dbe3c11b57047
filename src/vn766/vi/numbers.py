"""Numbers in figures: comma before decimals, dots between thousands.

The separators are those of Luật Kế toán (2003, Điều 12) and of Babel's data for `vi`; rounding
is half-up, exact, and independent of the caller's decimal context. Reading uses a grammar of
its own, since Babel's accepts much that is not a Vietnamese number (``NaN``, ``1e3``, ``1_000``,
foreign digits) and cannot refuse what is ambiguous.
"""

from __future__ import annotations

import re
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import cache
from numbers import Rational, Real
from typing import TYPE_CHECKING, Final, Literal, SupportsIndex, TypeAlias, get_args

from vn766.errors import FormatError, ProblemCode, Word, printed
from vn766.lazy import regex
from vn766.vocabulary.typed import integer, not_among, stripped, with_hyphens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Number: TypeAlias = SupportsIndex | Decimal | float
DecimalMark: TypeAlias = Literal[",", ".", "auto"]

_MAX_DIGITS = 40  # of a written number; with its dots it stays below the length that is read

# Half-up whatever the caller's context says, and with room for every number that can be written.
_HALF_UP = Context(
    prec=_MAX_DIGITS, rounding=ROUND_HALF_UP, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[InvalidOperation]
)
_PLACES = tuple(Decimal((0, (1,), -places)) for places in range(_MAX_DIGITS))

# Thousands are grouped in full or not at all, and no group begins with 0: "0.125" is not 125.
_VIETNAMESE = re.compile(r"-?(?:[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,[0-9]+)?").fullmatch
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?").fullmatch
_ENGLISH_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?").fullmatch
_SPACED_THOUSANDS = re.compile(r"-?[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?").fullmatch
_BESIDE_A_MARK: Final = regex(r"(?<=[-.,]) | (?=[.,])")


def exact(x: object) -> Decimal:
    """Return the finite number that `x` prints as.

    A float stands for its shortest text, never for its binary expansion: 0.1 is 0.1. Integers
    and floats of NumPy and others count as Python's.

    Raises:
        FormatError: `x` is not finite, or not an integer, Decimal or float (a bool is none).

    Example:
        >>> exact(17.085)
        Decimal('17.085')
    """
    try:
        number = _decimal(x)
    except Exception as error:  # the methods of a type that is not ours
        shown = printed(x, repr)
        raise FormatError.of(
            ProblemCode.UNSUPPORTED_NUMBER, shown, type=type(x).__name__
        ) from error
    if not number.is_finite():
        raise FormatError.of(ProblemCode.NOT_FINITE, str(number), label="x")
    return number


def _decimal(x: object) -> Decimal:
    if isinstance(x, Decimal):
        return Decimal(x)
    if isinstance(x, float):
        return Decimal(float.__repr__(x))  # NumPy's floats have another repr
    if (whole := integer(x)) is not None:
        return Decimal(whole)
    if isinstance(x, Real) and not isinstance(x, Rational | bool):
        return Decimal(str(x))  # NumPy's short floats, whose own digits are fewer
    raise TypeError


def count(x: object, part: str, most: int) -> int:
    """Return a whole number from 1 to `most`, which a float such as 5.0 may stand for.

    Raises:
        FormatError: it is no number, not whole or out of range; `part` says what it counts.

    Example:
        >>> count(5.0, "a rank", 65)
        5
    """
    number = exact(x)
    if 1 <= number <= most and number == number.to_integral_value():
        return int(number)
    raise FormatError.of(ProblemCode.OUT_OF_RANGE, str(number), part=Word(part), least=1, most=most)


def rounded(number: Decimal, places: int) -> Decimal:
    """Return `number` rounded half-up to `places` decimals, whatever the decimal context.

    Raises:
        FormatError: it would have more than 40 digits.

    Example:
        >>> rounded(Decimal("17.085"), 2), rounded(Decimal("-0.125"), 2)
        (Decimal('17.09'), Decimal('-0.13'))
    """
    try:
        return _HALF_UP.quantize(number, _PLACES[places])
    except InvalidOperation:
        raise FormatError.of(ProblemCode.TOO_LARGE, str(number), label="x") from None


def format_number(x: Number, *, decimals: int | None = None, max_decimals: int = 2) -> str:
    """Return `x` in figures, rounded half-up: ``1.234,5``.

    Args:
        x: the number; a float stands for its shortest text.
        decimals: write exactly so many decimals (0 to 39), with trailing zeros.
        max_decimals: without `decimals`, write at most so many and no trailing zeros.

    Raises:
        FormatError: `x` is not a finite number, has more than 40 digits to write, or the
            number of decimals is out of range.

    Example:
        >>> format_number(87.09), format_number(1234.5), format_number(Decimal("17.085"))
        ('87,09', '1.234,5', '17,09')
        >>> format_number(18, decimals=2)
        '18,00'
    """
    given = max_decimals if decimals is None else decimals
    places = given if type(given) is int else integer(given)
    if places is None or not 0 <= places < _MAX_DIGITS:
        raise FormatError.of(
            ProblemCode.OUT_OF_RANGE,
            given,
            part=Word("the number of decimals"),
            least=0,
            most=_MAX_DIGITS - 1,
        )
    return _writer()(rounded(exact(x), places), decimals is None)


@cache
def _writer() -> Callable[[Decimal, bool], str]:
    """Return a function that writes a rounded number, made once from Babel's data for `vi`.

    Babel's own formatting interprets its pattern at each call and rounds with the caller's
    context. A test holds this one to Babel's texts, so that a change of its data shows.
    """
    from babel.core import Locale  # `babel.numbers` loads what dates and time zones need, too

    symbols = Locale("vi").number_symbols["latn"]
    mark, group, minus = symbols["decimal"], symbols["group"], symbols["minusSign"]

    def write(number: Decimal, trim: bool) -> str:  # noqa: FBT001
        whole, _, fraction = f"{number:,f}".partition(".")
        if trim:
            fraction = fraction.rstrip("0")
        whole = whole.replace(",", group)
        if whole[0] == "-":
            whole = minus + whole[1:] if number else whole[1:]  # no negative zero
        return whole + mark + fraction if fraction else whole

    return write


def parse_number(
    text: str, *, decimal_mark: DecimalMark = ",", max_value: int | Decimal | None = None
) -> Decimal:
    """Return the number that `text` writes, with the decimals as written.

    An optional minus (``-`` or U+2212), ASCII digits, and blanks around them. There is no plus
    sign and no exponent, and a mark has digits on both sides. At most 64 characters.

    Args:
        text: the number and nothing else.
        decimal_mark: how decimals are written. ``","``: the Vietnamese way, ``1.234,5``;
            thousands may have dots, all of them or none, and a single dot is one of
            thousands. ``"."``: the plain way of programs, ``1234.5``, without a mark between
            thousands. ``"auto"``: either, as long as only one number can be meant: ``18,9``,
            ``18.9`` and ``1.234.567`` are clear; ``79.995`` is not, nor is ``79,995``, since
            files that write decimals with a dot may write thousands with a comma.
        max_value: with ``"auto"``, settles a text that can be read in two ways when exactly one
            of its readings does not exceed it. It settles nothing else and is no limit.

    Raises:
        FormatError: the text is blank or a dash (no value is not 0), not a number, too long,
            or ambiguous. What is suggested keeps every digit, the sign and the magnitude.
        ValueError: there is no such decimal mark.

    Example:
        >>> parse_number("1.234,50")
        Decimal('1234.50')
        >>> parse_number("87.18", decimal_mark="auto")
        Decimal('87.18')
        >>> parse_number("79.995", decimal_mark="auto", max_value=100)
        Decimal('79.995')
        >>> parse_number("18.9")
        Traceback (most recent call last):
        vn766.errors.FormatError: '18.9' is not a number. Write it the Vietnamese way, for \
example 18,9 or 1.234,5. Did you mean '18,9'?
    """
    written = stripped(text).replace("\u2212", "-")
    match decimal_mark:
        case ",":
            number = _read_vietnamese(written)
        case ".":
            number = _read_plain(written)
        case "auto":
            number = _read_either(text, written, max_value, grouping_commas=True)
        case _:
            raise not_among(decimal_mark, "decimal_mark", get_args(DecimalMark))
    if number is None:
        raise _not_a_number(text, written, decimal_mark)
    return number or number.copy_abs()  # no negative zero


def parse_figure(text: str, *, max_value: int | Decimal | None = None) -> Decimal:
    """Return the number that a figure in a Vietnamese document writes.

    Documents mix both decimal marks, but a comma never stands between thousands: ``79,995`` is
    one number, ``79.995`` one of two, which `max_value` may settle.

    Raises:
        FormatError: as `parse_number`.

    Example:
        >>> parse_figure("79,995"), parse_figure("18.9")
        (Decimal('79.995'), Decimal('18.9'))
    """
    written = stripped(text).replace("\u2212", "-")
    number = _read_either(text, written, max_value, grouping_commas=False)
    if number is None:
        raise _not_a_number(text, written, "auto")
    return number or number.copy_abs()


def _read_vietnamese(written: str) -> Decimal | None:
    if _VIETNAMESE(written) is None:
        return None
    return Decimal(written.replace(".", "").replace(",", "."))


def _read_plain(written: str) -> Decimal | None:
    return Decimal(written) if _PLAIN(written) else None


def _read_english(written: str) -> Decimal | None:
    return Decimal(written.replace(",", "")) if _ENGLISH_THOUSANDS(written) else None


def _read_either(
    text: str, written: str, max_value: int | Decimal | None, *, grouping_commas: bool
) -> Decimal | None:
    comma = "," in written
    # Three digits at the end may be thousands in the English way; with more marks there is one
    # reading, or none.
    if not (grouping_commas and written[-4:-3] == "," if comma else "." in written):
        return _read_vietnamese(written)
    vietnamese = _read_vietnamese(written)
    other = _read_english(written) if comma else _read_plain(written)
    if vietnamese is None:
        return None if comma else other
    if other is None:
        return vietnamese
    least, most = sorted((vietnamese, other))
    if max_value is not None and least <= max_value < most:
        return least
    # A fourth decimal says that a comma is no mark of thousands.
    decimals = written.replace(".", ",") + ("0" if grouping_commas else "")
    suggestions = (decimals, written.replace(".", "").replace(",", ""))
    raise FormatError.of(ProblemCode.AMBIGUOUS_NUMBER, text, suggestions=suggestions)


def _not_a_number(text: str, written: str, decimal_mark: DecimalMark) -> FormatError:
    written = with_hyphens(written)
    if not written.strip("-"):
        return FormatError.of(ProblemCode.BLANK, text)
    grammar = _PLAIN if decimal_mark == "." else _VIETNAMESE
    suggestions = dict.fromkeys(
        candidate for candidate in _candidates(written, decimal_mark) if grammar(candidate)
    )
    return FormatError.of(ProblemCode.NOT_A_NUMBER, text, suggestions=suggestions)


def _candidates(written: str, decimal_mark: DecimalMark) -> Iterator[str]:
    """Yield what a slip of the hand may have made of a number; some are numbers, some not.

    All have the digits, the sign and the magnitude of what is written.
    """
    joined = _BESIDE_A_MARK.sub("", " ".join(written.removeprefix("+").split()))
    joined = joined.replace(" ", "") if _SPACED_THOUSANDS(joined) else joined
    yield joined
    if _VIETNAMESE(joined) and decimal_mark != ".":
        return
    if joined.startswith((",", ".")):
        yield f"0{joined}"
    if joined.endswith((",", ".")):
        yield joined[:-1]
    yield ",".join(joined.rsplit(".", 1))
    yield ".".join(joined.rsplit(",", 1))
    yield joined.translate({ord(","): ".", ord("."): ","})
    if decimal_mark == "." and _ENGLISH_THOUSANDS(joined):
        yield joined.replace(",", "")
