"""Verdicts of the checker as SARIF 2.1.0, which code hosts and editors show beside the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vn766.errors import Severity
from vn766.nd30.decree import decree
from vn766.nd30.verdicts import WHOLE, VerdictStatus
from vn766.show.sarif import Result, Rule, log
from vn766.texts import Joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vn766.errors import Language, Problem
    from vn766.nd30.verdicts import Verdict


def to_sarif(
    checked: Iterable[tuple[str, Iterable[Verdict]]],
    *,
    language: Language = "vi",
    unread: Sequence[tuple[str, Sequence[Problem]]] = (),
    passed_over: Sequence[str] = (),
) -> dict[str, object]:
    """Return the verdicts of files, by their names, as one SARIF log with one run, JSON-ready.

    A broken rule is an error, one that a person must look at a warning; others are left out. Each
    rule has its title, what the decree requires, and its words as help, in every language; messages
    are in `language`. Notifications tell of files that could not be read (`unread`, with the
    reasons), or that are no Word documents (`passed_over`).

    Example:
        >>> log = to_sarif([("thong-bao.docx", [])])
        >>> log["runs"][0]["results"]
        []
    """
    results = (each for file, verdicts in checked for each in _results(file, verdicts, language))
    return log(results, language, unread=unread, passed_over=passed_over)


def _results(file: str, verdicts: Iterable[Verdict], language: Language) -> Iterator[Result]:
    for verdict in verdicts:
        message, place = verdict.comment(language), verdict.location or WHOLE
        if message is not None:
            failed = verdict.status is VerdictStatus.FAIL
            yield Result(
                rule=_rule(verdict),
                file=file,
                place=place,
                message=message,
                said=f"{verdict.found.text()}\n{place.quote}",
                severity=Severity.ERROR if failed else Severity.WARNING,
                properties={
                    "quote": place.quote,
                    "found": verdict.found.text(language),
                    "expected": verdict.required.text(language),
                },
            )


def _rule(verdict: Verdict) -> Rule:
    """Return the rule of a verdict, with its place in the decree and its words as help."""
    law = decree()
    words = law.rule(verdict.rule).words
    where = ", ".join(filter(None, (law.title, verdict.citation.locator)))
    parts = (verdict.required, f"{where}: “{words}”" if words else where)
    return Rule(
        id=verdict.rule,
        title=verdict.title,
        description=verdict.required,
        help=Joined(parts, " – "),
    )
