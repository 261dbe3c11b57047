"""Saved responses: JSON as it is, or a refusal that names the file and the place."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NoReturn, TypeAlias, cast

from vn766.errors import ProblemCode, Word
from vn766.files import limits, refusal
from vn766.lazy import regex
from vn766.vocabulary import composed

if TYPE_CHECKING:
    from vn766.errors import InvalidRecordError

_MARK: Final = regex(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{}]', re.DOTALL)
"""Where a list or object begins or ends; a text is one mark, whatever stands in it."""

Json: TypeAlias = "str | int | Decimal | bool | list[Json] | dict[str, Json] | None"


def parse(text: str, file: str) -> Json:
    """Return what a text of JSON holds; its numbers are Decimals, exactly as they are written."""

    def refuse(reason: str, *more: str) -> NoReturn:
        raise refusal(ProblemCode.DAMAGED_FILE, file, reason=(Word(reason), *more)) from None

    def once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        found = dict(pairs)
        if len(found) < len(pairs):  # of two values one would be lost
            key, _ = Counter(key for key, _ in pairs).most_common(1)[0]
            refuse("a field is there twice", key[:100].encode(errors="replace").decode())
        return found

    if sum(map(text.count, ",[{")) > limits.VALUES:
        raise refusal(ProblemCode.FILE_BEYOND_LIMIT, file, limit=f"{limits.VALUES} (JSON)")
    if _depth(text) > limits.JSON_DEPTH:  # no parser is asked: a browser's has no stack to spare
        refuse("nested too deep")
    try:
        parsed = json.loads(
            text,
            parse_float=Decimal,
            parse_int=Decimal,  # of any length, in linear time
            parse_constant=lambda name: refuse("no number of JSON", name),
            object_pairs_hook=once,
        )
        # Half a character (a lone surrogate) can be written in JSON and nowhere else.
        if "\\u" in text:
            json.dumps(parsed, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        refuse("half a character")
    except json.JSONDecodeError as error:
        refuse("not JSON", f"{error.lineno}:{error.colno}")
    except InvalidOperation:
        refuse("a number beyond all bounds")
    return cast("Json", parsed)


def shape_error(file: str, place: str, expected: str) -> InvalidRecordError:
    """Return the error that refuses a response for what stands, or is absent, at `place`."""
    return refusal(ProblemCode.UNKNOWN_SHAPE, file, place=place, expected=expected)


def text_of(value: Json, file: str) -> str:
    """Return a value as text on one line in Unicode form NFC, which escapes may not be in."""
    if value is None:
        return ""
    text = composed(" ".join(value.split())) if isinstance(value, str) else _written(value)
    if len(text) > limits.CELL_LENGTH:
        raise refusal(ProblemCode.CELL_TOO_LONG, file, limit=limits.CELL_LENGTH)
    return text


def _depth(text: str) -> int:
    """Return how deep lists and objects lie in each other."""
    marks = (found[0] for found in _MARK.finditer(text))
    steps = (1 if mark in "[{" else -1 for mark in marks if mark[0] != '"')
    return max(accumulate(steps), default=0)


def _written(value: Json) -> str:
    """Return a value as JSON, its numbers as they were written."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(_written(inside) for inside in value)}]"
    if isinstance(value, dict):
        fields = (f"{_written(name)}: {_written(inside)}" for name, inside in value.items())
        return f"{{{', '.join(fields)}}}"
    return json.dumps(value, ensure_ascii=False)
