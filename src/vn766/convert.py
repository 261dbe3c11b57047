"""Records as documents: plain dictionaries, JSON and TOML, and back without a loss.

A result comes back as well, if its figures are those of its record: `result_from_dict`.

A document has the fields of its record under their names, and `schema`, which says what it is a
document of and in which version. Decimals are texts (``"17.08"``), so that no program on the way
rounds them; periods are as officials write them (``"tháng 6/2026"``), points in time ISO 8601.
What a record leaves at its default is left out; an empty list stands for None among points and
counts, since TOML has no null.

Example:
    >>> from decimal import Decimal, Inexact
    >>> from vn766.period import Month
    >>> from vn766.records import Unit, UnitPoints
    >>> record = UnitPoints(
    ...     unit=Unit(name="UBND xã A", code="H21.801"), period=Month(2026, 6),
    ...     points={"CKMB": Decimal("17.50"), "TDGQ": None},
    ... )
    >>> to_dict(record) == {
    ...     "schema": "vn766-points-1",
    ...     "unit": {"name": "UBND xã A", "code": "H21.801"},
    ...     "period": "tháng 6/2026",
    ...     "points": {"CKMB": "17.50", "TDGQ": []},
    ... }
    True
    >>> from_dict(to_dict(record)) == record
    True
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, Inexact
from typing import TYPE_CHECKING, Final, TypeAlias, cast, get_args

from attrs import evolve

from vn766._engine.exact import Number, RefusedError, read, to_decimal
from vn766.errors import InvalidRecordError, MissingExtraError, Problem, ProblemCode
from vn766.files import limits
from vn766.files.json import parse
from vn766.framework.fields import (
    MOST_PLACES,
    choice_refused,
    fill_tables,
    is_mapping,
    new_converter,
    parse_toml,
    places,
    structure,
    structure_figure,
    structure_pair,
    type_refused,
)
from vn766.framework.registry import COUNTS_EDITION
from vn766.lazy import regex
from vn766.period import Period
from vn766.records import Counts, Ratio, UnitCounts, UnitPoints
from vn766.score import score_counts, score_points
from vn766.vi import format_period
from vn766.vocabulary.typed import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cattrs import Converter

    from vn766.framework.elements import Place
    from vn766.framework.model import Framework
    from vn766.score import UnitResult

__all__ = [
    "Document",
    "from_dict",
    "from_json",
    "from_toml",
    "result_from_dict",
    "to_dict",
    "to_json",
    "to_toml",
]

Document: TypeAlias = dict[str, object]
"""A record as tables, lists, texts, whole numbers and truth values: ready for JSON and TOML."""

_SCHEMAS: Final[Mapping[str, type[UnitPoints | UnitCounts]]] = {
    "vn766-points-1": UnitPoints,
    "vn766-counts-1": UnitCounts,
}

_RESULT: Final = "vn766-result-1"

_PLAIN = regex(r"-?[0-9]{1,40}(\.[0-9]{1,40})?")
# Three decimals may be thousands to a Vietnamese reader: such a text stays one.
_AMBIGUOUS = regex(r".*\.[0-9]{3}")


def to_dict(record: UnitPoints | UnitCounts) -> Document:
    """Return a record as a dictionary, ready for JSON and TOML.

    A float is written as the decimal of two places that scoring reads it as.

    Raises:
        TypeError: if `record` is of another type.

    Example:
        >>> document = to_dict(UnitCounts(counts={"5.4": (755, 1120), "5.2": None}))
        >>> document["counts"]
        {'5.4': [755, 1120], '5.2': []}
    """
    for schema, kind in _SCHEMAS.items():
        if type(record) is kind:
            return {"schema": schema, **cast("Document", _CONVERTER.unstructure(record))}
    message = f"a record of points or counts is needed, not a {type(record).__name__}"
    raise TypeError(message)


def from_dict(document: Mapping[str, object]) -> UnitPoints | UnitCounts:
    """Return the record that a document describes, as it was when it was written.

    Nothing is converted or guessed: fields have their types and there are no others. Texts of
    plain decimals are read as Decimals; other texts stay what they are, for scoring to read.
    Values are not checked against a framework: `vn766.score.iter_problems` does that.

    Raises:
        InvalidRecordError: with every problem and the path of its field, such as another schema.

    Example:
        >>> from_dict({"schema": "vn766-points-1", "points": {"CKMB": "17.50", "TDGQ": "18,72"}})
        ... # doctest: +ELLIPSIS
        UnitPoints(..., points={'CKMB': Decimal('17.50'), 'TDGQ': '18,72'})
        >>> try:
        ...     from_dict({"schema": "vn766-points-1", "unit": {"nam": "UBND xã A"}})
        ... except InvalidRecordError as error:
        ...     for problem in error.problems:
        ...         print(problem.code, problem.where)
        field-missing unit.name
        field-unknown unit.nam
    """
    fields = dict(_table(document))
    problems: list[Problem] = []
    kind = _kind(fields, problems)
    record = None if kind is None else structure(_CONVERTER, fields, kind, (), problems)
    if record is None:
        raise InvalidRecordError(problems)
    return record


def result_from_dict(
    document: Mapping[str, object], *, framework: Framework | str | Path | None = None
) -> UnitResult:
    """Return the result that `UnitResult.to_dict` wrote, scored anew from its record.

    Every figure of the document must be the one that follows from the record, by an edition with
    the digest that the document names; `warnings` are not compared. Fields that are not known, as
    a later release may write them, are passed over.

    Args:
        document: a dictionary of the schema ``vn766-result-1``.
        framework: the edition, if it cannot be found by its id, such as one in a file.

    Raises:
        InvalidRecordError: with every figure that is another one, and as `from_dict` of its record.
        FrameworkError: if the edition is unknown.

    Example:
        >>> from vn766.score import score_points
        >>> result = score_points({"TDGQ": "18,72"}, framework="portal-2026")
        >>> document = result.to_dict()
        >>> result_from_dict(document) == result
        True
        >>> try:
        ...     result_from_dict({**document, "bounds": ["18.72", "100.00"]})
        ... except InvalidRecordError as error:
        ...     for problem in error.problems:
        ...         print(problem)
        bounds: ['18.72', '100.00'] does not follow from the record, which gives
        ['18.72', '98.72']. Correct the figure or the record, or score the record anew.
    """
    document = _table(document)
    if document.get("schema") != _RESULT:
        refused = choice_refused(document.get("schema"), [_RESULT])
        raise InvalidRecordError([refused.at(("schema",))])
    record = _record_in(document)
    if framework is None and document.get("framework_basis") not in {"period", "default"}:
        framework = _text_in(document, "framework")
    if isinstance(record, UnitPoints):
        result = score_points(record, framework=framework)
    else:
        result = score_counts(record, framework=framework or COUNTS_EDITION)
    problems = list(_differences(dict(document), result.to_dict(), ()))
    if problems:
        raise InvalidRecordError(problems)
    return result


def _table(document: object) -> Mapping[str, object]:
    """Return a document if it is a table of fields."""
    if not isinstance(document, Mapping):
        raise InvalidRecordError([type_refused(document, "{…}").at(())])
    return cast("Mapping[str, object]", document)


def _record_in(document: Mapping[str, object]) -> UnitPoints | UnitCounts:
    record = document.get("record")
    if not isinstance(record, dict):
        raise InvalidRecordError([type_refused(record, "{…}").at(("record",))])
    try:
        return from_dict(cast("Document", record))
    except InvalidRecordError as error:
        problems = [evolve(each, path=("record", *each.path)) for each in error.problems]
        raise InvalidRecordError(problems) from None


def _text_in(document: Mapping[str, object], name: str) -> str:
    text = document.get(name)
    if not isinstance(text, str):
        raise InvalidRecordError([type_refused(text, '"…"').at((name,))])
    return text


def _differences(stated: object, computed: object, place: Place) -> Iterator[Problem]:
    """Yield every value that a document states and that is another one than was computed."""
    if all(isinstance(each, dict) for each in (stated, computed)):
        theirs = cast("Document", stated)
        for name, value in cast("Document", computed).items():
            if name in theirs and name not in {"warnings", "record"}:
                yield from _differences(theirs[name], value, (*place, name))
    elif stated != computed:
        yield Problem.of(ProblemCode.FIGURE_DIFFERS, place, value=stated, expected=computed)


def to_json(record: UnitPoints | UnitCounts) -> str:
    """Return a record as a text of JSON; `from_json` reads it.

    Raises:
        TypeError: if `record` is of another type.
    """
    return json.dumps(to_dict(record), ensure_ascii=False, indent=2) + "\n"


def from_json(text: str) -> UnitPoints | UnitCounts:
    """Return the record in a text of JSON, its numbers exactly as they are written.

    Raises:
        InvalidRecordError: as `from_dict`, or if the text is no JSON or has more than 256 kB.

    Example:
        >>> record = UnitPoints(points={"CKMB": 17.5, "TDGQ": "18,72"})
        >>> dict(from_json(to_json(record)).points)
        {'CKMB': Decimal('17.50'), 'TDGQ': '18,72'}
    """
    text = as_text(text)
    if len(text) > limits.TOML_BYTES:
        raise InvalidRecordError(
            [Problem.of(ProblemCode.FILE_TOO_LARGE, (), most=limits.TOML_BYTES)]
        )
    document = parse(text, "JSON")
    return from_dict(_table(document))


def to_toml(record: UnitPoints | UnitCounts) -> str:
    """Return a record as a text of TOML (extra ``toml``); `from_toml` reads it.

    Raises:
        MissingExtraError: if the extra is not installed.
        TypeError: if `record` is of another type.
    """
    try:
        import tomli_w
    except ModuleNotFoundError as error:
        extra = "toml"
        raise MissingExtraError(extra) from error
    return tomli_w.dumps(to_dict(record))


def from_toml(text: str) -> UnitPoints | UnitCounts:
    """Return the record in a text of TOML, which may be written by hand; no extra is needed.

    Raises:
        InvalidRecordError: as `from_dict`, or if the text is no TOML or has more than 256 kB.

    Example:
        >>> record = from_toml('''
        ... schema = "vn766-counts-1"
        ... period = "Quý III/2026"
        ... unit = { name = "UBND xã A", code = "H21.801", level = "commune" }
        ... [counts]
        ... "5.4" = [755, 1120]
        ... [points]
        ... CLGQ = 8.57
        ... ''')
        >>> record.counts["5.4"], record.points["CLGQ"]
        (Ratio(numerator=755, denominator=1120), Decimal('8.57'))
    """
    problems: list[Problem] = []
    # Half a character cannot be encoded; it is then refused as any other wrong byte.
    document = parse_toml(as_text(text).encode("utf-8", "surrogatepass"), problems)
    if document is None:
        raise InvalidRecordError(problems, subject="TOML")
    return from_dict(document)


def _kind(fields: Document, problems: list[Problem]) -> type[UnitPoints | UnitCounts] | None:
    """Take the schema out of a document and return what it stands for."""
    place = ("schema",)
    if "schema" not in fields:
        problems.append(Problem.of(ProblemCode.FIELD_MISSING, place))
        return None
    schema = fields.pop("schema")
    if not isinstance(schema, str) or schema not in _SCHEMAS:
        problems.append(choice_refused(schema, _SCHEMAS).at(place))
        return None
    return _SCHEMAS[schema]


# --- values out ---------------------------------------------------------------------------------


def _decimal_text(value: Decimal) -> str:
    if not value.is_finite() or value.adjusted() > MOST_PLACES or places(value) > MOST_PLACES:
        return str(value)  # no figure of ours; scoring refuses it as the text that it now is
    text = f"{value:f}"
    return f"{text}0" if _AMBIGUOUS.fullmatch(text) else text


def _float_text(value: float) -> str:
    try:
        return str(to_decimal(read(value)))
    except (RefusedError, Inexact):  # no figure of two places, or far too large
        return str(value)


def _mapping(mapping: Mapping[str, object]) -> Document:
    return {key: [] if value is None else _item(value) for key, value in mapping.items()}


def _item(value: object) -> object:
    return list(cast("tuple[object, ...]", value)) if isinstance(value, tuple) else _plain(value)


def _plain(value: object) -> object:
    return cast("object", _CONVERTER.unstructure(value))


# --- values in ----------------------------------------------------------------------------------


def _structure_number(value: object, _: object) -> Number | None:
    if isinstance(value, str) and _PLAIN.fullmatch(value) and not _AMBIGUOUS.fullmatch(value):
        return Decimal(value)
    return None if value == [] else structure_figure(value)


def _structure_ratio(value: object, _: object) -> Ratio | None:
    return None if value is None or value == [] else Ratio(*structure_pair(value))


def _new_converter() -> Converter:
    converter = new_converter()
    fill_tables(converter)
    converter.register_structure_hook(Number | None, _structure_number)
    converter.register_structure_hook(get_args(Counts)[1], _structure_ratio)
    converter.register_unstructure_hook_func(is_mapping, _mapping)
    converter.register_unstructure_hook(Decimal, _decimal_text)
    converter.register_unstructure_hook(float, _float_text)
    converter.register_unstructure_hook(datetime, datetime.isoformat)
    for kind in get_args(Period):
        converter.register_unstructure_hook(kind, format_period)
    return converter


_CONVERTER = _new_converter()
