"""Percents, points and ranks: a number with its sign, or with the whole that it is a part of.

Their thousands have no dots, so that whoever reads them with either decimal mark reads one number:
1234% is never taken for 1,234%.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Final, Unpack

from vn766.errors import FormatError, ProblemCode, Word
from vn766.lazy import regex
from vn766.vi.numbers import count, exact, format_number, parse_figure, rounded
from vn766.vi.spoken import normal, parse_words
from vn766.vi.words import spell_number, spell_ordinal
from vn766.vocabulary import Vocabulary
from vn766.vocabulary.typed import WORDS_LENGTH, stripped, with_barred_d

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from decimal import Decimal

    from vn766.vi.numbers import Number
    from vn766.vi.words import Register, Spelling

_MOST_UNITS: Final = 10**9 - 1
_PERCENT: Final = ("%", "phần trăm")
_POINTS: Final = "điểm"
_OUT_OF: Final = " trên "
_COUNT: Final = r"[0-9]{1,9}|0*[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,2}"
_SPELLED_RANK: Final = regex(rf"(thứ .+){_OUT_OF}(.+?)(?: đơn vị)?")


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
    return f"{_ungrouped(percent, decimals)}%"


def format_points(points: Number, out_of: Number) -> str:
    """Return points and their maximum, each rounded half-up to two decimals: ``17,08/22``.

    Raises:
        FormatError: as `format_number`, or the maximum is not above 0.

    Example:
        >>> format_points(17.08, 22)
        '17,08/22'
    """
    text = f"{_ungrouped(points)}/{_ungrouped(out_of)}"
    if rounded(exact(out_of), 2) <= 0:
        raise FormatError.of(ProblemCode.NOT_POINTS, text)
    return text


def format_rank(rank: Number, of: Number, *, pad: bool = True) -> str:
    """Return a rank and the number of units: ``05/65``.

    Args:
        rank: 1 to `of`; frames rank in floats, and 5.0 is 5.
        of: how many units are ranked, fewer than 10^9.
        pad: write the rank with as many digits as `of`.

    Raises:
        FormatError: a number is not whole, or the rank is not between 1 and `of`.

    Example:
        >>> format_rank(5, 65), format_rank(7, 8), format_rank(2, 11, pad=False)
        ('05/65', '7/8', '2/11')
    """
    place, units = _rank(rank, of)
    width = len(str(units)) if pad else 1
    return f"{place:0{width}d}/{units}"


def spell_percent(percent: Number, **spelling: Unpack[Spelling]) -> str:
    """Return a percentage in words, with the options of `spell_number`.

    Example:
        >>> spell_percent(77.64)
        'bảy mươi bảy phẩy sáu bốn phần trăm'
    """
    return f"{spell_number(percent, **spelling)} phần trăm"


def spell_points(points: Number, out_of: Number, **spelling: Unpack[Spelling]) -> str:
    """Return points and their maximum in words, with the options of `spell_number`.

    Raises:
        FormatError: as `spell_number`, or the maximum is not above 0.

    Example:
        >>> spell_points(17.08, 22)
        'mười bảy phẩy không tám trên hai mươi hai điểm'
    """
    if exact(out_of) <= 0:
        raise FormatError.of(ProblemCode.NOT_POINTS, f"{points}/{out_of}")
    parts = (spell_number(number, **spelling) for number in (points, out_of))
    return f"{_OUT_OF.join(parts)} {_POINTS}"


def spell_rank(rank: Number, of: Number, *, register: Register = "north") -> str:
    """Return a rank and the number of units in words.

    Raises:
        FormatError: a number is not whole, or the rank is not between 1 and `of`.

    Example:
        >>> spell_rank(5, 65), spell_rank(1, 9)
        ('thứ năm trên sáu mươi lăm', 'thứ nhất trên chín')
    """
    place, units = _rank(rank, of)
    ordinal = spell_ordinal(place, register=register)
    return f"{ordinal}{_OUT_OF}{spell_number(units, register=register)}"


def parse_percent(text: str, *, max_value: int | Decimal | None = None) -> Decimal:
    """Return the number before the percent sign of ``77,64%``, or before "phần trăm".

    Either decimal mark is read, and a number in words; a comma is always one of decimals.

    Args:
        text: the percentage and nothing else; the number has 64 digits at most, or 300 letters.
        max_value: settles a text that can be read in two ways, ``77.742%``, when exactly one of
            its readings does not exceed it: 100 for shares of a whole.

    Raises:
        FormatError: there is no percent sign, or no number before it, or two can be meant.

    Example:
        >>> parse_percent("77,64%"), parse_percent("100 %"), parse_percent("tám mươi phần trăm")
        (Decimal('77.64'), Decimal('100'), Decimal('80'))
        >>> parse_percent("77.742%", max_value=100)
        Decimal('77.742')
    """
    written = normal(stripped(text, most=2 * WORDS_LENGTH))
    sign = next((sign for sign in _PERCENT if written.endswith(sign)), None)
    if sign is None:
        raise FormatError.of(ProblemCode.NOT_A_PERCENT, text)
    try:
        return _part(written.removesuffix(sign), max_value)
    except FormatError as error:
        meant = (f"{number}{'' if sign == '%' else ' '}{sign}" for number in error.suggestions)
        raise _of_the_whole(text, error, ProblemCode.NOT_A_PERCENT, parse_percent, meant) from None


def parse_points(text: str) -> tuple[Decimal, Decimal]:
    """Return points and their maximum out of ``87,09/100 điểm``.

    Either decimal mark is read (documents mix them), and numbers in words with "trên" between
    them; a comma is always one of decimals. Where both marks could be meant, the maximum decides.
    The word "điểm" may follow. Points above the maximum are read as they stand: to judge them is
    not the reader's part.

    Raises:
        FormatError: the text is not two numbers with a slash between them, the maximum is not
            above 0, or a number is ambiguous.

    Example:
        >>> parse_points("87,09/100 điểm"), parse_points("18.9/22")
        ((Decimal('87.09'), Decimal('100')), (Decimal('18.9'), Decimal('22')))
    """
    code = ProblemCode.NOT_POINTS
    written = normal(with_barred_d(stripped(text, most=2 * WORDS_LENGTH))).removesuffix(_POINTS)
    mark = "/" if "/" in written else _OUT_OF
    left, _, right = (part.strip() for part in written.partition(mark))
    try:
        maximum = _part(right, None)
        if maximum > 0:
            return _part(left, maximum), maximum
    except FormatError as error:
        meant = (f"{a}{mark}{b}" for a in _options(left) for b in _options(right))
        raise _of_the_whole(text, error, code, parse_points, meant) from None
    raise FormatError.of(code, text)


def parse_rank(text: str) -> tuple[int, int]:
    """Return rank and number of units out of ``05/65``, ``thứ 05/65``, ``=1/9`` or ``5/3.321 xã``.

    The equals sign, which tables print before a shared rank, is read over.

    Raises:
        FormatError: the text is not two whole numbers of at most nine digits with a slash
            between them, or the rank is not between 1 and the number of units.

    Example:
        >>> parse_rank("05/65"), parse_rank("hạng 5/3.321"), parse_rank("thứ năm trên chín")
        ((5, 65), (5, 3321), (5, 9))
    """
    written = normal(stripped(text, most=2 * WORDS_LENGTH))
    if match := _rank_pattern().fullmatch(written):
        rank, of = (int(part.replace(".", "")) for part in match.groups())
    elif match := _SPELLED_RANK.fullmatch(written):
        try:
            rank, of = (int(parse_words(part)) for part in match.groups())
        except FormatError:
            raise FormatError.of(ProblemCode.NOT_A_RANK, text) from None
    else:
        raise FormatError.of(ProblemCode.NOT_A_RANK, text)
    if of < 1:
        raise FormatError.of(ProblemCode.NOT_A_RANK, text)
    if not 1 <= rank <= of:
        word = Word("a rank")
        raise FormatError.of(ProblemCode.OUT_OF_RANGE, text, part=word, least=1, most=of)
    return rank, of


@cache
def _rank_pattern() -> re.Pattern[str]:
    words = Vocabulary("vi")
    before = "|".join(words.written("before_ranks"))
    levels: dict[str, list[str]] = Vocabulary("units").table("levels")
    behind = "|".join(chain(words.written("ranked"), *levels.values()))
    return re.compile(rf"(?:(?:{before}) ?)?({_COUNT}) ?/ ?({_COUNT})(?: (?:{behind}))?")


def _ungrouped(number: Number, decimals: int | None = None) -> str:
    return format_number(number, decimals=decimals).replace(".", "")


def _rank(rank: Number, of: Number) -> tuple[int, int]:
    units = count(of, "the number of units", _MOST_UNITS)
    return count(rank, "a rank", units), units


def _part(part: str, max_value: int | Decimal | None) -> Decimal:
    """Read a number in figures or words."""
    if part[:1].isalpha():
        return parse_words(part)
    return parse_figure(part, max_value=max_value)


def _options(part: str) -> tuple[str, ...]:
    """Return what a part of points may be: itself, if it is read by itself."""
    try:
        _part(part, None)
    except FormatError as error:
        return error.suggestions
    return (part,)


def _of_the_whole(
    text: str,
    error: FormatError,
    code: ProblemCode,
    reader: Callable[[str], object],
    meant: Iterable[str],
) -> FormatError:
    """Say of the whole text what is wrong with a number inside."""
    ambiguous = error.problem.code in {ProblemCode.AMBIGUOUS_NUMBER, ProblemCode.TWO_NUMBERS}
    found = error.problem.code if ambiguous else code
    return FormatError.of(found, text, suggestions=_read(reader, meant))


def _read(reader: Callable[[str], object], texts: Iterable[str]) -> Iterator[str]:
    """Yield the texts that `reader` reads: others are no help."""
    for text in texts:
        with suppress(FormatError):
            reader(text)
            yield text
