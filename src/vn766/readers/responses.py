"""Saved responses: JSON as it is, or a refusal that names the file and the place."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, NoReturn, TypeAlias, cast
from unicodedata import normalize

from vn766.errors import ProblemCode
from vn766.readers import grids

if TYPE_CHECKING:
    from vn766.errors import InvalidRecordError

__all__ = ["Json", "parse", "shape_error", "text_of"]

Json: TypeAlias = "str | int | Decimal | bool | list[Json] | dict[str, Json] | None"


def parse(text: str, file: str) -> Json:
    """Return what a text of JSON holds; its numbers are Decimals, exactly as they are written."""
    try:
        parsed = json.loads(
            text,
            parse_float=Decimal,
            parse_int=Decimal,  # of any length, in linear time
            parse_constant=_refuse_constant,
            object_pairs_hook=_object,
        )
        # Half a character (a lone surrogate) can be written in JSON and nowhere else.
        json.dumps(parsed, ensure_ascii=False, default=str).encode()
    except RecursionError:
        raise grids.refusal(ProblemCode.DAMAGED_FILE, file, reason="nested too deep") from None
    except UnicodeEncodeError:
        raise grids.refusal(ProblemCode.DAMAGED_FILE, file, reason="half a character") from None
    except (ValueError, ArithmeticError) as error:
        reason = str(error) or type(error).__name__
        raise grids.refusal(ProblemCode.DAMAGED_FILE, file, reason=reason) from None
    return cast("Json", parsed)


def shape_error(file: str, place: str, expected: str) -> InvalidRecordError:
    """Return the error that refuses a response for what stands, or is absent, at `place`."""
    return grids.refusal(ProblemCode.UNKNOWN_SHAPE, file, place=place, expected=expected)


def text_of(value: Json, file: str) -> str:
    """Return a value as text on one line in Unicode form NFC, which escapes may not be in."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = normalize("NFC", " ".join(value.split()))
    elif isinstance(value, Decimal):
        text = str(value)
    else:
        text = json.dumps(value, ensure_ascii=False, default=str)
    if len(text) > grids.MAX_CELL_LENGTH:
        raise grids.refusal(ProblemCode.CELL_TOO_LONG, file, limit=grids.MAX_CELL_LENGTH)
    return text


def _refuse_constant(name: str) -> NoReturn:
    message = f"{name} is not JSON"
    raise ValueError(message)


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """Return an object whose keys are there once: of two values one would be lost."""
    found = dict(pairs)
    if len(found) < len(pairs):
        message = f"a key is there twice among {', '.join(found)[:100]}"
        raise ValueError(message)
    return found
