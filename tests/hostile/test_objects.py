"""Objects whose own methods raise: a value of the wrong kind is refused, whatever it does.

What is raised is an error of this library, a TypeError or a ValueError, and it can be told.
"""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from vn766 import convert, vi
from vn766._engine.exact import is_null
from vn766.advise import reach, what_if
from vn766.codes import AgencyCode
from vn766.errors import FormatError, Problem, ProblemCode, Vn766Error, printed
from vn766.framework import get_framework
from vn766.period import VIETNAM_TIME, Days, Month
from vn766.records import Published, Unit, UnitPoints
from vn766.score import classify, percent, rank_units, score_counts, score_points

POINTS = {"CKMB": 17, "TDGQ": 18, "CLGQ": 7, "TTTT": 7, "MDHL": 17, "MDSH": 20}
COUNTS = {"1.1": (1, 2)}
OPERATORS = (
    *("__str__", "__repr__", "__format__", "__len__", "__iter__", "__contains__", "__getitem__"),
    *("__index__", "__int__", "__float__", "__bool__", "__eq__", "__ne__", "__lt__", "__le__"),
    *("__gt__", "__ge__", "__add__", "__sub__", "__mul__", "__neg__", "__abs__"),
)
METHODS = (
    *("strip", "split", "casefold", "lower", "translate", "encode", "isascii", "endswith"),
    *("is_finite", "is_nan", "is_snan", "adjusted", "as_tuple", "as_integer_ratio", "date"),
    *("bit_length", "tzinfo", "year"),
)
BASES = (
    *((object,), (str, "17"), (str, ""), (str, "quý II/2026"), (int, 17), (float, 17.0)),
    *((Decimal, "17"), (tuple, (1, 2)), (list, [1, 2]), (dict, {"a": 1}), (bytes, b"17")),
    *((date, 2026, 7, 1), (datetime, 2026, 7, 1)),
)


class EvilError(Exception):
    pass


def refuse(*_):
    raise EvilError


def odd(base, *of, names):
    """Return a value of a type whose methods of these names raise."""
    own = [name for name in names if base is object or hasattr(base, name)]
    # What says how it compares must say how it is hashed, too.
    methods = {"__hash__": base.__hash__} | dict.fromkeys(own, refuse)
    return type(f"Odd{base.__name__}", (base,), methods)(*of)


def values():
    for base, *of in BASES:
        for name in (*OPERATORS, *METHODS):
            if base is object or hasattr(base, name):
                yield f"{base.__name__} {of} {name}", odd(base, *of, names=[name])
        yield f"{base.__name__} {of}", odd(base, *of, names=(*OPERATORS, *METHODS))


RESULT = score_points(POINTS, unit=Unit(name="A"))


def of_unit(**given):
    unit = Unit(**({"name": "A"} | given))
    result = score_points(POINTS, unit=unit)
    return unit.key, str(unit), result, str(rank_units([result, RESULT]))


def of_published(**given):
    published = Published(**given)
    record = UnitPoints(unit=Unit(name="A"), points=POINTS, published=published)
    return str(published), str(rank_units([score_points(record)]))


CALLS = {
    "format_number": vi.format_number,
    "format_number decimals": lambda value: vi.format_number(1, decimals=value),
    "format_percent": vi.format_percent,
    "format_points": lambda value: vi.format_points(1, value),
    "format_rank": lambda value: vi.format_rank(value, 65),
    "format_date": vi.format_date,
    "format_datetime": vi.format_datetime,
    "parse_number": vi.parse_number,
    "parse_date": vi.parse_date,
    "parse_datetime": vi.parse_datetime,
    "parse_percent": vi.parse_percent,
    "parse_period": vi.parse_period,
    "parse_points": vi.parse_points,
    "parse_rank": vi.parse_rank,
    "parse_words": vi.parse_words,
    "from_roman": vi.from_roman,
    "to_roman": vi.to_roman,
    "sort_key": vi.sort_key,
    "spell_date": vi.spell_date,
    "spell_number": vi.spell_number,
    "spell_ordinal": vi.spell_ordinal,
    "spell_rank": lambda value: vi.spell_rank(value, 65),
    "Month": lambda value: Month(2026, value),
    "Days": lambda value: Days(value, value),
    "AgencyCode": AgencyCode.parse,
    "name": lambda value: of_unit(name=value),
    "code": lambda value: of_unit(code=value),
    "level": lambda value: of_unit(level=value),
    "pool": lambda value: str(rank_units([RESULT], pool=value)),
    "points": lambda value: score_points(POINTS | {"CKMB": value}),
    "key of points": lambda value: score_points({value: 1}),
    "counts": lambda value: score_counts({"1.1": value}),
    "count": lambda value: score_counts({"1.1": (value, 5)}),
    "key of counts": lambda value: score_counts({value: (1, 2)}),
    "framework": lambda value: get_framework(value) if isinstance(value, str) else None,
    "target": lambda value: reach(COUNTS, value),
    "movable": lambda value: reach(COUNTS, 80, movable=[value]),
    "limit": lambda value: reach(COUNTS, 80, limits={"1.1": value}),
    "change": lambda value: what_if(COUNTS, {"1.1": value}),
    "classify": classify,
    "percent": lambda value: percent(value, 20),
    "decimals": lambda value: percent(1, 2, decimals=value),
    "JSON": convert.from_json,
    "TOML": convert.from_toml,
    **{
        name: lambda value, name=name: of_published(**{name: value})
        for name in ("total", "rank", "of", "pool", "band", "source", "retrieved_at")
    },
}
HASHED = {"key of points", "key of counts"}


@pytest.mark.parametrize("call", CALLS)
def test_only_errors_of_ours(call):
    for what, value in values():
        if call in HASHED and type(value).__hash__ is None:
            continue
        try:
            CALLS[call](value)
        except (Vn766Error, TypeError, ValueError) as error:
            told = [str(error), repr(error)]
            for problem in getattr(error, "problems", ()):
                told += (*problem.text("vi"), str(problem), repr(problem))
                assert problem.to_dict("vi")["message"]
            assert all(type(each) is str for each in told), what


def test_a_text_counts_whatever_its_methods_do():
    for name in ("strip", "__str__", "__len__", "translate", "endswith"):
        text = odd(str, "17,5", names=[name])
        assert vi.parse_number(text) == Decimal("17.5")
        assert get_framework(odd(str, "qd766", names=[name])) is get_framework("qd766")
        assert Unit(name="A", code=odd(str, "H1", names=[name])).code == "H1"
    assert vi.format_number(odd(Decimal, "17.5", names=["is_finite", "__eq__"])) == "17,5"
    assert vi.format_date(odd(date, 2026, 7, 1, names=["__str__"])).endswith("năm 2026")


@pytest.mark.parametrize("given", [{"name": 17}, {"name": None}, {"name": "A", "level": 5}])
def test_names_and_levels_are_texts(given):
    with pytest.raises(FormatError) as caught:
        Unit(**given)
    assert caught.value.problem.code is ProblemCode.NOT_A_TEXT


@pytest.mark.parametrize("known", [0, Decimal(0), False, Decimal("Infinity"), Decimal("sNaN")])
def test_what_is_something_is_no_null(known):
    assert not is_null(known)


def test_a_day_has_no_time_zone():
    with pytest.raises(FormatError) as caught:
        vi.format_datetime(date(2026, 7, 1))
    assert caught.value.problem.code is ProblemCode.WITHOUT_ZONE
    assert ".replace(tzinfo=VIETNAM_TIME) with that of vn766.period" in str(caught.value)
    assert vi.format_datetime(datetime.fromisoformat("2026-07-01").replace(tzinfo=VIETNAM_TIME))
    assert "1/7/2026" in vi.format_datetime(datetime(2026, 7, 1, tzinfo=UTC))


def test_what_cannot_be_printed_is_called_by_its_type():
    value = odd(object, names=OPERATORS)
    assert printed(value) == printed(value, repr) == "<Oddobject>"
    problem = Problem.of(ProblemCode.NOT_A_TEXT, (odd(str, "a", names=OPERATORS),), value=value)
    assert "<Oddobject>" in repr(problem)
    assert str(Published(source=value)) == "<Published>"


CHOICES = {
    "style": lambda wrong: vi.format_date(date(2026, 7, 1), wrong),
    "style of a time": lambda wrong: vi.format_datetime(datetime(2026, 7, 1, tzinfo=UTC), wrong),
    "style of a period": lambda wrong: vi.format_period(Month(2026, 7), wrong),
    "p": vi.format_period,
    "decimal_mark": lambda wrong: vi.parse_number("17,5", decimal_mark=wrong),
    "fraction": lambda wrong: vi.spell_number(17, fraction=wrong),
    "register": lambda wrong: vi.spell_number(17, register=wrong),
    "second": lambda wrong: vi.spell_ordinal(2, second=wrong),
}


@pytest.mark.parametrize("wrong", ["slsh", "", None, 7])
@pytest.mark.parametrize("choose", CHOICES.values(), ids=CHOICES)
def test_what_is_none_of_the_choices_of_an_argument_is_refused_with_them(choose, wrong):
    with pytest.raises(ValueError, match=rf" must be .+ or .+, not {wrong!r}$"):
        choose(wrong)
