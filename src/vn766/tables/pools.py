"""The pools of a table by its columns: names in any spelling, blanks, levels that are apart.

Names are few, rows are many: the names of a column are looked at once, by the rules of
`vn766.score.pools`, and what follows holds for all rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import narwhals.stable.v2 as nw

from vn766._engine.exact import is_null
from vn766.errors import UnsupportedBackendError
from vn766.readers.asides import says_nothing
from vn766.readers.headers import kind_of
from vn766.readers.points import LEVELS
from vn766.score.pools import one_spelling
from vn766.vocabulary import fold, spelling

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from narwhals.stable.v2.dtypes import DType

    from vn766.tables.editions import Editions

_MOST_VARIANTS: Final = 500
"""Names with several spellings: engines nest as many conditions."""


def column_of_levels(schema: Mapping[str, DType]) -> str | None:
    """Return the name of the first column whose texts are the levels of units."""
    texts = (name for name, dtype in schema.items() if is_text(dtype))
    return next((name for name in texts if kind_of(name) == "level"), None)


def pool_key(value: object) -> Hashable:
    """Return what the spellings of a pool have in common; None of a blank, which is no pool."""
    if isinstance(value, str):
        return None if says_nothing(value) else spelling(value)
    return None if is_null(value) else value


def level_key(value: object) -> Hashable:
    """Return the level that a cell means, None if it means none."""
    return LEVELS.get(fold(value)) if isinstance(value, str) else None


def pool_columns(
    frame: nw.LazyFrame[Any],
    names: Sequence[str],
    levels: str | None,
    own: str,
    *,
    spelt: Mapping[str, Mapping[str, Hashable]] | None = None,
    editions: Editions | None = None,
) -> dict[str, nw.Expr]:
    """Return the columns that tell the pools of a lazy table apart; null in one is no pool.

    Each column of `names` has one, in their order, which is called `own` and a number unless its
    cells mean what they say. `spelt` are the `spellings` of the names, if they are known already.
    All pools are split by the periods that `editions` knows.
    """
    schema = frame.collect_schema()
    spelt = spellings(frame, names) if spelt is None else spelt
    found: dict[str, nw.Expr] = {}
    for at, name in enumerate(names):
        if name not in spelt:
            found[f"{own}{at}"] = _known(name, schema)
        elif all(text == meant for text, meant in spelt[name].items()):
            found[name] = nw.col(name)  # a second column of texts would cost as much as the first
        else:
            found[f"{own}{at}"] = _meant(name, spelt[name])
    if editions is not None:
        texts = different(frame, editions.column)
        periods = {text: editions.periods.get(text) for text in texts}
        found[f"{own}_period"] = _meant(editions.column, periods)
    if levels is None:
        return found
    by_level = _meant(levels, {text: level_key(text) for text in different(frame, levels)})
    name = f"{own}{len(names)}"
    together = frame.select(*(expr.alias(key) for key, expr in found.items()), by_level.alias(name))
    pairs = together.filter(
        ~nw.any_horizontal(*(nw.col(key).is_null() for key in (*found, name)), ignore_nulls=True)
    ).unique()
    if found:
        pairs = pairs.group_by(*found).agg(nw.len().alias(f"{own}n")).select(f"{own}n")
    else:
        pairs = pairs.select(nw.len().alias(f"{own}n"))
    mixed = pairs.filter(nw.col(f"{own}n") > 1).head(1).collect("pyarrow")
    return found | {name: by_level} if len(mixed) else found


def is_text(dtype: object) -> bool:
    """Whether a column holds texts."""
    return isinstance(dtype, nw.String | nw.Categorical | nw.Enum)


def _known(name: str, schema: Mapping[str, Any]) -> nw.Expr:
    """Return a column of anything but texts, in which NaN is null."""
    column = nw.col(name)
    return nw.when(~column.is_nan()).then(column) if schema[name].is_float() else column


def different(frame: nw.LazyFrame[Any], name: str) -> list[str]:
    """Return the different texts of a column."""
    return _different(frame, [name])[name]


def _different(frame: nw.LazyFrame[Any], names: Sequence[str]) -> dict[str, list[str]]:
    """Return the different texts of some columns, which the engine reads together."""
    if not names:
        return {}
    own = {f"text{at}": name for at, name in enumerate(names)}
    texts = (nw.col(name).cast(nw.String).alias(key) for key, name in own.items())
    found = frame.select(*texts).unique().collect("pyarrow")
    return {
        name: [text for text in found[key].unique().to_list() if text is not None]
        for key, name in own.items()
    }


def spellings(frame: nw.LazyFrame[Any], names: Sequence[str]) -> dict[str, dict[str, Hashable]]:
    """Return the one spelling of each different text in columns of texts; of a blank one None."""
    schema = frame.collect_schema()
    texts = _different(frame, [name for name in names if is_text(schema[name])])
    return {
        name: {
            text: None if says_nothing(text) else one
            for text, one in zip(written, one_spelling(written), strict=True)
        }
        for name, written in texts.items()
    }


def _meant(name: str, meaning: Mapping[str, Hashable]) -> nw.Expr:
    """Return a column of texts by what they mean: those that mean themselves are not named."""
    texts: dict[Hashable, list[str]] = {}
    for text, key in meaning.items():
        if key != text:
            texts.setdefault(key, []).append(text)
    if len(texts) > _MOST_VARIANTS:
        message = (
            f"{len(texts)} pools in {name!r} are spelled in several ways, too many for an engine: "
            f"write each in one way, or rank a materialised table"
        )
        raise UnsupportedBackendError(message)
    column = nw.col(name).cast(nw.String)
    meant = column
    for key, others in texts.items():
        value = nw.lit(cast("Any", key), dtype=nw.String)
        meant = nw.when(column.is_in(others)).then(value).otherwise(meant)
    return meant
