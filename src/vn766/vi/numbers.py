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
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never
from unicodedata import normalize

from vn766.errors import FormatError, ProblemCode, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Number: TypeAlias = int | Decimal | float
DecimalMark: TypeAlias = Literal[",", ".", "auto"]

MAX_LENGTH = 64  # of a text to read, in characters; refuses floods before they cost anything
_MAX_DIGITS = 40  # of a written number; with its dots it stays below MAX_LENGTH

# Half-up whatever the caller's context says, and with room for every number that can be written.
_HALF_UP = Context(
    prec=_MAX_DIGITS, rounding=ROUND_HALF_UP, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[InvalidOperation]
)
_PLACES = tuple(Decimal((0, (1,), -places)) for places in range(_MAX_DIGITS))

# Thousands are grouped in full or not at all, and no group begins with 0: "0.125" is not 125.
_VIETNAMESE = re.compile(r"-?(?:[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,[0-9]+)?").fullmatch
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?").fullmatch
_RANK = re.compile(r"([0-9]{1,9})\s?/\s?([0-9]{1,9})")
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"


def exact(x: object) -> Decimal:
    """Return the finite number that `x` prints as.

    A float stands for its shortest text, never for its binary expansion: 0.1 is 0.1.

    Raises:
        FormatError: `x` is not finite, or not an int, Decimal or float (a bool is none).

    Example:
        >>> exact(17.085)
        Decimal('17.085')
    """
    if isinstance(x, Decimal):
        number = x
    elif isinstance(x, float):
        number = Decimal(float.__repr__(x))  # NumPy's floats have another repr
    elif isinstance(x, int) and not isinstance(x, bool):
        number = Decimal(x)
    else:
        raise FormatError.of(ProblemCode.UNSUPPORTED_NUMBER, repr(x), type=type(x).__name__)
    if not number.is_finite():
        raise FormatError.of(ProblemCode.NOT_FINITE, str(number), label="x")
    return number


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
    places = max_decimals if decimals is None else decimals
    if not 0 <= places < _MAX_DIGITS:
        raise FormatError.of(
            ProblemCode.OUT_OF_RANGE,
            str(places),
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
    from babel.numbers import get_decimal_symbol, get_group_symbol, get_minus_sign_symbol

    mark, group, minus = (
        symbol("vi") for symbol in (get_decimal_symbol, get_group_symbol, get_minus_sign_symbol)
    )

    def write(number: Decimal, trim: bool) -> str:  # noqa: FBT001
        whole, _, fraction = f"{number:,f}".partition(".")
        if trim:
            fraction = fraction.rstrip("0")
        whole = whole.replace(",", group)
        if whole[0] == "-":
            whole = minus + whole[1:] if number else whole[1:]  # no negative zero
        return whole + mark + fraction if fraction else whole

    return write


def format_percent(percent: Number, *, decimals: int | None = None) -> str:
    """Return a percentage that is already in hundredths, rounded half-up: ``77,64%``.

    Args:
        percent: 77.64 for "77,64%", not 0.7764.
        decimals: as in `format_number`; at most two and no trailing zeros without it.

    Raises:
        FormatError: as `format_number`.

    Example:
        >>> format_percent(77.64), format_percent(100), format_percent(93.6, decimals=2)
        ('77,64%', '100%', '93,60%')
    """
    return f"{format_number(percent, decimals=decimals)}%"


def format_points(points: Number, out_of: Number) -> str:
    """Return points and their maximum, each as `format_number` writes it: ``17,08/22``.

    Raises:
        FormatError: as `format_number`.

    Example:
        >>> format_points(Decimal("17.08"), 22)
        '17,08/22'
    """
    return f"{format_number(points)}/{format_number(out_of)}"


def format_rank(rank: int, of: int, *, pad: bool = True) -> str:
    """Return a rank and the number of units: ``05/65``.

    Args:
        rank: 1 to `of`.
        of: how many units are ranked.
        pad: write the rank with as many digits as `of`.

    Raises:
        FormatError: the rank is not between 1 and `of`.

    Example:
        >>> format_rank(5, 65), format_rank(7, 8), format_rank(2, 11, pad=False)
        ('05/65', '7/8', '2/11')
    """
    _check_rank(rank, of, f"{rank}/{of}")
    width = len(str(of)) if pad else 1
    return f"{rank:0{width}d}/{of}"


def _check_rank(rank: int, of: int, text: str) -> None:
    if not 1 <= rank <= of:
        raise FormatError.of(ProblemCode.OUT_OF_RANGE, text, part=Word("a rank"), least=1, most=of)


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
            thousands. ``"auto"``: either, as long as only one of the two can be meant:
            ``18,9``, ``18.9`` and ``1.234.567`` are clear, ``79.995`` is not.
        max_value: with ``"auto"``, settles a text that can be read both ways when exactly one
            of its readings does not exceed it. It settles nothing else and is no limit.

    Raises:
        FormatError: the text is blank or a dash (no value is not 0), not a number, too long,
            or ambiguous.

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
    written = _stripped(text).replace("\u2212", "-")
    match decimal_mark:
        case ",":
            number = _read_vietnamese(written)
        case ".":
            number = _read_plain(written)
        case "auto":
            number = _read_either(text, written, max_value)
        case _:
            assert_never(decimal_mark)
    if number is None:
        raise _not_a_number(text, written, decimal_mark)
    return number or number.copy_abs()  # no negative zero


def _stripped(text: str) -> str:
    """Return `text` without the blanks around it, or refuse it for its length."""
    stripped = text.strip()
    if len(stripped) > MAX_LENGTH:
        raise FormatError.of(ProblemCode.TEXT_TOO_LONG, text, most=MAX_LENGTH)
    return stripped


def _read_vietnamese(written: str) -> Decimal | None:
    if _VIETNAMESE(written) is None:
        return None
    return Decimal(written.replace(".", "").replace(",", "."))


def _read_plain(written: str) -> Decimal | None:
    return Decimal(written) if _PLAIN(written) else None


def _read_either(text: str, written: str, max_value: int | Decimal | None) -> Decimal | None:
    if "." not in written or "," in written:
        return _read_vietnamese(written)  # integers are the same in both
    vietnamese, plain = _read_vietnamese(written), _read_plain(written)
    if vietnamese is None or plain is None:
        return plain if vietnamese is None else vietnamese
    readings = (vietnamese, plain)
    fitting = [number for number in readings if max_value is not None and number <= max_value]
    if len(fitting) == 1:
        return fitting[0]
    raise FormatError.of(
        ProblemCode.AMBIGUOUS_NUMBER,
        text,
        suggestions=(written.replace(".", ","), written.replace(".", "")),
    )


def _not_a_number(text: str, written: str, decimal_mark: DecimalMark) -> FormatError:
    if not written.strip(_DASHES):
        return FormatError.of(ProblemCode.BLANK, text)
    grammar = _PLAIN if decimal_mark == "." else _VIETNAMESE
    suggestions = dict.fromkeys(
        candidate for candidate in _candidates(written) if grammar(candidate)
    )
    return FormatError.of(ProblemCode.NOT_A_NUMBER, text, suggestions=suggestions)


def _candidates(written: str) -> Iterator[str]:
    """Yield what a slip of the hand may have made of a number; some are numbers, some not."""
    for joined in ("".join(written.split()), written.lstrip("+")):
        yield joined
        if joined.startswith((",", ".")):
            yield f"0{joined}"
        yield joined[:-1]
        yield ",".join(joined.rsplit(".", 1))
        yield ".".join(joined.rsplit(",", 1))
        yield joined.translate({ord(","): ".", ord("."): ","})


def parse_percent(text: str) -> Decimal:
    """Return the number before the percent sign of ``77,64%``.

    Either decimal mark is read; where both could be meant, the reading up to 100 is taken.

    Raises:
        FormatError: there is no percent sign, or no number before it.

    Example:
        >>> parse_percent("77,64%"), parse_percent("100 %"), parse_percent("77.742%")
        (Decimal('77.64'), Decimal('100'), Decimal('77.742'))
    """
    written = _stripped(text)
    if not written.endswith("%"):
        raise FormatError.of(ProblemCode.NOT_A_PERCENT, text)
    return _read_part(text, written[:-1], ProblemCode.NOT_A_PERCENT, "{}%", max_value=100)


def parse_points(text: str) -> tuple[Decimal, Decimal]:
    """Return points and their maximum out of ``87,09/100 điểm``.

    Either decimal mark is read (documents mix them); where both could be meant, the maximum
    decides. The word "điểm" may follow. Points above the maximum are read as they stand: to
    judge them is not the reader's part.

    Raises:
        FormatError: the text is not two numbers with a slash between them, the maximum is not
            above 0, or a number is ambiguous.

    Example:
        >>> parse_points("87,09/100 điểm"), parse_points("18.9/22")
        ((Decimal('87.09'), Decimal('100')), (Decimal('18.9'), Decimal('22')))
    """
    written = normalize("NFC", _stripped(text))
    if written[-4:].lower() == "điểm":
        written = written[:-4]
    left, _, right = written.partition("/")
    code = ProblemCode.NOT_POINTS
    maximum = _read_part(text, right, code, f"{left.strip()}/{{}}", max_value=None)
    if maximum <= 0:
        raise FormatError.of(code, text)
    points = _read_part(text, left, code, f"{{}}/{right.strip()}", max_value=maximum)
    return points, maximum


def _read_part(
    text: str, part: str, code: ProblemCode, template: str, *, max_value: int | Decimal | None
) -> Decimal:
    """Read a number inside `text`; what is wrong with it is said of the whole."""
    try:
        return parse_number(part, decimal_mark="auto", max_value=max_value)
    except FormatError as error:
        ambiguous = error.problem.code is ProblemCode.AMBIGUOUS_NUMBER
        raise FormatError.of(
            error.problem.code if ambiguous else code,
            text,
            suggestions=[template.replace("{}", number) for number in error.suggestions],
        ) from None


def parse_rank(text: str) -> tuple[int, int]:
    """Return rank and number of units out of ``05/65``.

    Raises:
        FormatError: the text is not two whole numbers of at most nine digits with a slash
            between them, or the rank is not between 1 and the number of units.

    Example:
        >>> parse_rank("05/65"), parse_rank("7/8")
        ((5, 65), (7, 8))
    """
    match = _RANK.fullmatch(_stripped(text))
    if match is None or not int(match[2]):
        raise FormatError.of(ProblemCode.NOT_A_RANK, text)
    rank, of = int(match[1]), int(match[2])
    _check_rank(rank, of, text)
    return rank, of
