"""Verdicts of the checker as SARIF 2.1.0, which code hosts and editors show beside the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vn766.errors import Severity
from vn766.nd30.decree import decree
from vn766.nd30.verdicts import WHOLE, VerdictStatus
from vn766.show.sarif import Result, Rule, log
from vn766.texts import Catalogue, Joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vn766.errors import Language
    from vn766.nd30.verdicts import Verdict

_TEXTS = Catalogue("nd30")


def to_sarif(
    verdicts: Iterable[Verdict], *, file: str, language: Language = "vi"
) -> dict[str, object]:
    """Return the verdicts about a document as one SARIF log with one run, JSON-ready.

    What fails is an error, what a person must look at is of the kind ``review``, without a level;
    rules that are kept, or that were not evaluated, are left out. Each rule has its title, what the
    decree requires, and its words in every language; messages are in `language`. `file` is the path
    of the document, named relative to the working directory where it lies in it.

    Example:
        >>> to_sarif([], file="a.docx")["version"]
        '2.1.0'
    """
    return log(_results(verdicts, file, language), language)


def _results(verdicts: Iterable[Verdict], file: str, language: Language) -> Iterator[Result]:
    for verdict in verdicts:
        if verdict.status not in {VerdictStatus.FAIL, VerdictStatus.NEEDS_REVIEW}:
            continue
        found, place = verdict.found.text(language), verdict.location or WHOLE
        yield Result(
            rule=rule_of(verdict),
            file=file,
            place=place,
            message=_TEXTS.say(
                "told",
                language,
                title=verdict.title,
                found=verdict.found,
                required=verdict.required,
            ),
            said=f"{verdict.found.text()}\n{place.quote}",
            severity=Severity.ERROR,
            kind="fail" if verdict.status is VerdictStatus.FAIL else "review",
            properties={"quote": place.quote, "found": found, "severity": verdict.severity},
        )


def rule_of(verdict: Verdict) -> Rule:
    """Return the rule of a verdict, with its place in the decree and its words as help."""
    law = decree()
    words = law.rule(verdict.rule).words
    where = ", ".join(filter(None, (law.title, verdict.citation.locator)))
    parts = (verdict.required, f"{where}: “{words}”" if words else where)
    return Rule(
        id=verdict.rule, title=verdict.title, description=verdict.required, help=Joined(parts, " ")
    )
