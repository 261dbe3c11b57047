"""What ``vn766 advise`` is asked besides advice: what if, and how firm a ranking is."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from attrs import evolve

from vn766.advise import margins, what_if
from vn766.cli.options import fail
from vn766.cli.reading import choose_unit
from vn766.cli.words import word
from vn766.lazy import regex
from vn766.show.files import Result
from vn766.show.page import to_html
from vn766.show.questions import margin_sheets, what_if_sheets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vn766.errors import Language
    from vn766.readers import ScoredFile
    from vn766.schemas.outputs import MarginsOutput, WhatIfOutput

_CHANGE: Final = regex(
    r"\s*(.*\S)\s*=\s*(?:([0-9]{1,15})\s*/\s*([0-9]{1,15})|([^=/\s][^=/]*?))\s*", re.DOTALL
)


def margins_result(scored: ScoredFile, unit: str | None, language: Language) -> Result:
    """Return the margins of all units of a file, or of the one called `unit`."""
    found = margins(scored.ranking)
    if unit is not None:
        result = choose_unit(scored, unit, language).result
        found = evolve(found, rows=tuple(row for row in found if row.ranked.result == result))

    def document() -> MarginsOutput:
        return {
            **found.to_dict(language),
            "source": scored.table.source,
            "problems": [problem.to_dict(language) for problem in scored.problems],
        }

    return Result(
        sheets=partial(margin_sheets, found, language, scored.table.source),
        document=document,
        page=lambda: to_html(found, language, whole=True),
    )


def what_if_result(
    scored: ScoredFile, unit: str | None, changes: Iterable[str], language: Language
) -> Result:
    """Return what the unit called `unit` would have with some figures changed."""
    asked: dict[str, tuple[int, int] | str | None] = {}
    for text in changes:
        key, value = change_of(text, language)
        if key in asked:
            fail(word("changed_twice", language, key=key))
        asked[key] = value
    found = choose_unit(scored, unit, language)
    answer = what_if(scored.table.records[found.at], asked, framework=found.result.framework)

    def document() -> WhatIfOutput:
        return {
            **answer.to_dict(language),
            "source": scored.table.source,
            "problems": [problem.to_dict(language) for problem in found.problems],
            "other_problems": found.others,
        }

    return Result(
        sheets=partial(what_if_sheets, answer, language, scored.table.source),
        document=document,
        page=lambda: to_html(answer, language, whole=True),
    )


def change_of(text: str, language: Language) -> tuple[str, tuple[int, int] | str]:
    """Return the key and the figures of a change: ``2.1=950/1000`` or ``CKMB=16,5``."""
    found = _CHANGE.fullmatch(text)
    if found is None:
        fail(word("bad_change", language, text=text))
    key, numerator, denominator, points = found.groups()
    return key, points or (int(numerator), int(denominator))
